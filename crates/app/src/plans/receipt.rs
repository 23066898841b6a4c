//! The receipt of a payment (« quittance »): what came, what it settled, what is left of the plan it came for.

use documents::{Agreement, figures};
use kernel::{Date, Language, Money, spelled};
use ledger::{Account, Creditor, Debtor, Item, ItemId, ItemKind};
use store::Tx;

use super::judge::{Judged, judged};
use super::papers::{PlanPaper, addressed, finish};
use crate::letters::letterhead;
use crate::{Actor, Desk, DeskError, Permission, PlanRefusal};

/// What a receipt is made from.
struct Ground {
    item: Item,
    creditor: Creditor,
    account: Account,
    debtor: Debtor,
    /// The pieces it settled, and how much of each.
    settled: Vec<(Item, Money)>,
    /// What came, less what was given back or rejected of it.
    came: Money,
    /// The plans that were running when it came.
    plans: Vec<Judged>,
}

fn ground(tx: &mut Tx, actor: &Actor, item: ItemId, today: Date) -> Result<Ground, DeskError> {
    let item = actor.find(tx, item)?;
    let account = tx.accounts().get(item.account_id)?;
    let mut sums: Vec<(ItemId, Money)> = Vec::new();
    for a in tx.allocations().of_account(account.id)?.iter().filter(|a| a.credit_id == item.id) {
        match sums.iter_mut().find(|(id, _)| *id == a.debit_id) {
            Some((_, sum)) => *sum = Money::new(sum.minor() + a.amount.minor(), sum.currency()),
            None => sums.push((a.debit_id, a.amount)),
        }
    }
    sums.retain(|(_, sum)| !sum.is_zero());
    let ids: Vec<ItemId> = sums.iter().map(|(id, _)| *id).collect();
    let known = tx.items().get_many(&ids)?;
    let piece = |(id, sum): (ItemId, Money)| Some((known.iter().find(|i| i.id == id)?.clone(), sum));
    let (back, settled): (Vec<_>, Vec<_>) =
        sums.into_iter().filter_map(piece).partition(|(piece, _)| piece.kind == ItemKind::Refund);
    let back: i64 = back.iter().map(|(_, sum)| sum.minor()).sum();
    let came = Money::new(-item.amount.minor() - back, item.amount.currency());
    let mut plans = tx.plans().of_accounts(&[account.id])?;
    plans.retain(|plan| {
        plan.currency == item.amount.currency()
            && plan.signed_on.is_some_and(|on| on <= item.entry_on)
            && plan.ended_on.is_none_or(|on| on >= item.entry_on)
    });
    Ok(Ground {
        creditor: tx.creditors().get(account.creditor_id)?,
        debtor: tx.debtors().get(account.debtor_id)?,
        plans: judged(tx, plans, today)?,
        settled,
        came,
        account,
        item,
    })
}

impl Desk {
    /// The receipt of a payment: what came and stayed, when, which pieces it settled and, on the account of a plan,
    /// what is left of it.
    ///
    /// # Errors
    /// [`PlanRefusal::NotAPayment`]; [`DeskError::NotFound`]; [`DeskError::Document`].
    pub fn receipt(&self, actor: &Actor, item: ItemId) -> Result<PlanPaper, DeskError> {
        actor.may(Permission::Read)?;
        let today = self.today();
        let ground = self.store.read(|tx| ground(tx, actor, item, today))?;
        let Ground { item, creditor, account, debtor, plans, .. } = &ground;
        let (lang, came) = (debtor.language, ground.came);
        // What an ERP settled is no money that anybody saw.
        if !matches!(item.kind, ItemKind::Payment | ItemKind::Advance) || came.minor() <= 0 {
            return Err(PlanRefusal::NotAPayment { piece: item.number.clone() }.into());
        }
        let mut after: Vec<String> = plans.iter().map(|one| left_of(one, (today, lang))).collect();
        after.push(
            lang.pick(
                "Cette quittance vaut pour la somme reçue, sous réserve de l’encaissement effectif du paiement.",
                "This receipt stands for the sum received, provided the payment is not returned.",
            )
            .to_owned(),
        );
        let headers = [lang.pick("Pièce", "Item"), lang.pick("Du", "Dated"), lang.pick("Réglé", "Paid")];
        let paper = Agreement {
            ident: format!("receipt-{}", item.id),
            language: lang,
            creditor: letterhead(creditor),
            place: creditor.address.city.clone(),
            date: today,
            recipient: addressed(account, debtor, creditor),
            title: lang.pick("Quittance", "Receipt").to_owned(),
            facts: vec![(lang.pick("N° client", "Customer no.").to_owned(), account.number.clone())],
            before: vec![acknowledged(&ground, came)],
            headers: headers.map(str::to_owned).to_vec(),
            rows: rows(&ground, came),
            total: (lang.pick("Reçu", "Received").to_owned(), figures::money(came, lang)),
            words: None,
            after,
            payment: None,
            signatures: vec![(creditor.name.clone(), creditor.signatory.clone())],
        };
        finish(&paper, lang.pick("quittance", "receipt"), &item.number)
    }
}

/// What the creditor says.
fn acknowledged(ground: &Ground, came: Money) -> String {
    let Ground { item, creditor, debtor, .. } = ground;
    let lang = debtor.language;
    let (on, number) = (figures::date_long(item.entry_on, lang), &item.number);
    let (sum, letters) = (figures::money(came, lang), spelled::spelled(came, lang));
    let (from, to) = (&debtor.name, &creditor.name);
    match lang {
        Language::Fr => format!(
            "{to} reconnaît avoir reçu de {from} la somme de {sum} ({letters}), enregistrée le {on} sous la référence {number}."
        ),
        Language::En => format!(
            "{to} acknowledges receiving from {from} the sum of {sum} ({letters}), entered on {on} under the reference {number}."
        ),
    }
}

/// The pieces it settled, and what of it waits to be matched.
fn rows(ground: &Ground, came: Money) -> Vec<Vec<String>> {
    let lang = ground.debtor.language;
    let line = |(piece, sum): &(Item, Money)| {
        vec![piece.number.clone(), figures::date_long(piece.issue_on, lang), figures::amount(*sum, lang)]
    };
    let mut rows: Vec<Vec<String>> = ground.settled.iter().map(line).collect();
    let spent: i64 = ground.settled.iter().map(|(_, sum)| sum.minor()).sum();
    let rest = Money::new(came.minor() - spent, came.currency());
    if rest.minor() > 0 {
        let label = lang.pick("À imputer", "Not matched yet").to_owned();
        rows.push(vec![label, String::new(), figures::amount(rest, lang)]);
    }
    rows
}

fn left_of(one: &Judged, (today, lang): (Date, Language)) -> String {
    let (left, day) = (figures::money(one.standing.left, lang), figures::date_long(today, lang));
    match lang {
        Language::Fr => format!("Échéancier {} : au {day}, il reste {left} à payer.", one.plan.id),
        Language::En => format!("Plan {}: on {day}, {left} is left to pay.", one.plan.id),
    }
}
