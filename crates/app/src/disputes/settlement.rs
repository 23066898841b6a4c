//! The settlement agreement of a dispute: what is granted, what remains to be paid and by when, to be signed.

use amicable::disputes::Step;
use documents::{Agreement, TextFacts, figures};
use kernel::{Date, Language, Money};
use ledger::statement::open_of;
use ledger::{Account, Creditor, Debtor, Item};
use store::{Dispute, DisputeId};

use crate::letters::{Addressee, letterhead, recipient};
use crate::plans::{PlanPaper, finish, worded};
use crate::texts::Texts;
use crate::{Actor, Desk, DeskError, DisputeRefusal, Permission};

/// What the paper is made from.
struct Ground {
    dispute: Dispute,
    account: Account,
    creditor: Creditor,
    debtor: Debtor,
    item: Item,
    open: Money,
    texts: Texts,
}

impl Ground {
    const fn lang(&self) -> Language {
        self.debtor.language
    }

    fn money(&self, minor: i64) -> String {
        figures::money(Money::new(minor, self.dispute.currency), self.lang())
    }
}

impl Desk {
    /// The settlement agreement of a dispute that is agreed, as a PDF to be signed; `until` is the last day to pay
    /// what remains, the due date of the piece when none.
    ///
    /// # Errors
    /// [`DisputeRefusal::NotAgreed`] before the agreement; [`DisputeRefusal::NothingGranted`] where only one side
    /// gives way; [`DisputeRefusal::PayBy`] without a day to come; [`DeskError::Text`]; [`DeskError::Document`].
    pub fn dispute_settlement(
        &self,
        actor: &Actor,
        id: DisputeId,
        until: Option<Date>,
    ) -> Result<PlanPaper, DeskError> {
        actor.may(Permission::Read)?;
        let today = self.today();
        let ground = self.store.read(|tx| {
            let dispute = actor.find(tx, id)?;
            let account = tx.accounts().get(dispute.account_id)?;
            let item = tx.items().get(dispute.item_id)?;
            let open = open_of(&item, &tx.allocations().of_account(account.id)?, Some(today));
            Ok::<_, DeskError>(Ground {
                creditor: tx.creditors().get(account.creditor_id)?,
                debtor: tx.debtors().get(account.debtor_id)?,
                texts: Texts::read(tx)?,
                dispute,
                account,
                item,
                open,
            })
        })?;
        let dispute = &ground.dispute;
        if !matches!(dispute.step, Step::Agree | Step::CarryOut) {
            return Err(DisputeRefusal::NotAgreed.into());
        }
        if dispute.granted_minor <= 0 {
            return Err(DisputeRefusal::NothingGranted.into());
        }
        let (credited, others) = self.store.read(|tx| {
            let items = tx.items().of_account(dispute.account_id)?;
            let blocks = tx.item_blocks().of_accounts(&[dispute.account_id])?;
            let of_it = |block: &&store::ItemBlock| {
                block.item_id == dispute.item_id && block.id != dispute.block_id && block.in_force(today)
            };
            let others: i64 = blocks.iter().filter(of_it).filter_map(|block| block.amount_minor).sum();
            Ok::<_, DeskError>((super::moves::credited(tx, dispute, &items)?, others))
        })?;
        // What was credited already is out of what is open; what is held back for other reasons is not settled here.
        let left = ground.open.minor() - (dispute.granted_minor - credited).max(0) - others;
        let until = until.unwrap_or(ground.item.due_on);
        if left > 0 && until < today {
            return Err(DisputeRefusal::PayBy.into());
        }
        let paper = paper(&ground, (left, until), today)?;
        finish(&paper, ground.lang().pick("transaction", "settlement"), &ground.item.number)
    }
}

fn paper(ground: &Ground, (left, until): (i64, Date), today: Date) -> Result<Agreement, DeskError> {
    let (lang, dispute) = (ground.lang(), &ground.dispute);
    let facts = TextFacts {
        creditor: ground.creditor.name.clone(),
        debtor: ground.debtor.name.clone(),
        count: 1,
        piece: ground.item.number.clone(),
        contested: ground.money(dispute.contested_minor),
        granted: Some(ground.money(dispute.granted_minor)),
        left: (left > 0).then(|| ground.money(left)),
        last_due: figures::date_long(until, lang),
        ..TextFacts::default()
    };
    let words = worded(&ground.texts, "dispute-settlement", lang, &facts)?;
    let amount = |minor: i64| figures::amount(Money::new(minor, dispute.currency), lang);
    let row = |name: &str, minor: i64| vec![name.to_owned(), String::new(), amount(minor)];
    let to = Addressee { account: &ground.account, debtor: &ground.debtor, attention: "" };
    let signs = lang.pick("Date, nom, qualité et signature", "Date, name, capacity and signature");
    Ok(Agreement {
        ident: format!("settlement-{}", dispute.id),
        language: lang,
        creditor: letterhead(&ground.creditor),
        place: ground.creditor.address.city.clone(),
        date: today,
        recipient: recipient(to, &ground.creditor.address.country),
        title: words.subject,
        facts: vec![
            (lang.pick("N° client", "Customer no.").to_owned(), ground.account.number.clone()),
            (lang.pick("Litige", "Dispute").to_owned(), dispute.id.to_string()),
            (
                format!("{} {}", ground.item.number, lang.pick("du", "of")),
                figures::date_long(ground.item.issue_on, lang),
            ),
        ],
        before: words.before,
        headers: vec![
            lang.pick("Sur la pièce", "On the piece").to_owned(),
            String::new(),
            lang.pick("Montant", "Amount").to_owned(),
        ],
        rows: vec![
            row(lang.pick("Montant de la pièce", "Amount of the piece"), ground.item.amount.minor()),
            row(lang.pick("Contesté", "Contested"), dispute.contested_minor),
            row(lang.pick("Accordé par le créancier", "Granted by the creditor"), dispute.granted_minor),
        ],
        total: (lang.pick("Reste à payer", "Remains to be paid").to_owned(), ground.money(left.max(0))),
        words: None,
        after: words.after,
        payment: None,
        signatures: vec![
            (
                format!("{} {}", lang.pick("Pour le créancier,", "For the creditor,"), ground.creditor.name),
                signs.into(),
            ),
            (format!("{} {}", lang.pick("Le client,", "The customer,"), ground.debtor.name), signs.into()),
        ],
    })
}
