//! The papers of a plan: the protocol to sign, the notice of default.

use documents::{Agreement, PaymentBlock, TextFacts, figures, parse_text, render_agreement, render_text};
use kernel::{Date, Language, Money, spelled};
use ledger::{Account, Creditor, Debtor, DebtorKind, Item, ItemId};
use store::{InstalmentPlan, PlanId, Tx};

use super::judge::{Judged, judged};
use super::{is_person, is_written};
use crate::letters::{Addressee, letterhead, recipient};
use crate::texts::Texts;
use crate::{Actor, Desk, DeskError, Permission, PlanRefusal};

/// A paper, made now from what is kept.
#[derive(Debug, Clone)]
pub struct PlanPaper {
    /// Name of the file.
    pub name: String,
    /// The PDF.
    pub bytes: Vec<u8>,
}

/// What the papers of a plan are made from.
struct Ground {
    creditor: Creditor,
    account: Account,
    debtor: Debtor,
    one: Judged,
    pieces: Vec<(Item, Money)>,
    texts: Texts,
}

impl Ground {
    const fn plan(&self) -> &InstalmentPlan {
        &self.one.plan
    }

    fn money(&self, minor: i64) -> String {
        figures::money(Money::new(minor, self.one.plan.currency), self.debtor.language)
    }
}

fn ground(tx: &mut Tx, actor: &Actor, id: PlanId, today: Date) -> Result<Ground, DeskError> {
    let plan = actor.find(tx, id)?;
    let account = tx.accounts().get(plan.account_id)?;
    let not_found = || DeskError::NotFound { what: "plan", key: id.to_string() };
    let one = judged(tx, vec![plan], today)?.pop().ok_or_else(not_found)?;
    let ids: Vec<ItemId> = one.items.iter().map(|item| item.item_id).collect();
    let known = tx.items().get_many(&ids)?;
    let pieces = one.items.iter().filter_map(|item| {
        let piece = known.iter().find(|piece| piece.id == item.item_id)?;
        Some((piece.clone(), Money::new(item.open_minor, one.plan.currency)))
    });
    Ok(Ground {
        creditor: tx.creditors().get(account.creditor_id)?,
        debtor: tx.debtors().get(account.debtor_id)?,
        pieces: pieces.collect(),
        texts: Texts::read(tx)?,
        account,
        one,
    })
}

impl Desk {
    /// The protocol of a plan, as it was proposed: what is signed is what was read. Its clauses in the words of the
    /// text `plan-protocol`, the schedule, the sum in figures and words where a person signs, how to pay the first
    /// instalment, boxes to sign in.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; [`DeskError::Text`]; [`DeskError::Document`].
    pub fn plan_protocol(&self, actor: &Actor, id: PlanId) -> Result<PlanPaper, DeskError> {
        actor.may(Permission::Read)?;
        let kept = self.store.read(|tx| {
            let kept = actor.find(tx, id)?.document_id;
            Ok::<_, DeskError>(kept.map(|kept| tx.documents().get(kept)).transpose()?)
        })?;
        match kept {
            Some(document) => Ok(PlanPaper { name: document.file_name, bytes: document.content }),
            None => self.draw_protocol(actor, id),
        }
    }

    /// Keeps the protocol as it is proposed, once.
    pub(crate) fn keep_protocol(&self, actor: &Actor, id: PlanId) -> Result<(), DeskError> {
        if self.store.read(|tx| Ok::<_, DeskError>(actor.find(tx, id)?.document_id))?.is_some() {
            return Ok(());
        }
        let paper = self.draw_protocol(actor, id)?;
        let mut document = self.document("protocol", &paper.name, "application/pdf", paper.bytes);
        self.store.write("plan.keep_protocol", |tx| {
            let mut plan = actor.find(tx, id)?;
            if plan.document_id.is_some() {
                return Ok(());
            }
            document.account_id = Some(plan.account_id);
            tx.documents().insert(&document)?;
            plan.document_id = Some(document.id);
            tx.plans().save(&plan)?;
            Ok::<_, DeskError>(())
        })
    }

    fn draw_protocol(&self, actor: &Actor, id: PlanId) -> Result<PlanPaper, DeskError> {
        let today = self.today();
        let ground = self.store.read(|tx| ground(tx, actor, id, today))?;
        let (plan, lang) = (ground.plan(), ground.debtor.language);
        let dated = &ground.one.standing.instalments;
        let total = Money::new(plan.principal_minor + plan.interest_minor, plan.currency);
        let facts = TextFacts {
            total: figures::money(total, lang),
            principal: ground.money(plan.principal_minor),
            interest: (plan.interest_minor != 0).then(|| ground.money(plan.interest_minor)),
            ..self.text_facts(&ground)
        };
        let words = worded(&ground.texts, "plan-protocol", lang, &facts)?;
        let line = |(n, i): (usize, &amicable::plans::InstalmentStanding)| {
            let amount = |money| figures::amount(money, lang);
            let mut cells = vec![(n + 1).to_string(), figures::date_long(i.instalment.due, lang)];
            if plan.interest_minor != 0 {
                cells.push(amount(i.instalment.interest));
            }
            cells.push(amount(i.instalment.amount));
            cells
        };
        let mut headers = vec!["N°".to_owned(), lang.pick("Au plus tard le", "No later than").to_owned()];
        if plan.interest_minor != 0 {
            headers.push(lang.pick("Dont intérêts", "Interest within").to_owned());
        }
        headers.push(lang.pick("À payer", "To pay").to_owned());
        let first = dated.first().map(|i| i.instalment);
        let paper = Agreement {
            date: plan.made_on,
            title: words.subject,
            facts: pieces(&ground),
            before: words.before,
            headers,
            rows: dated.iter().enumerate().map(line).collect(),
            total: (lang.pick("Total", "Total").to_owned(), figures::money(total, lang)),
            words: is_person(ground.debtor.kind).then(|| {
                // What is acknowledged is the debt; what the time costs is an undertaking beside it.
                let owed = Money::new(plan.principal_minor, plan.currency);
                let (label, sum) = (lang.pick("Somme reconnue :", "Sum acknowledged:"), spelled::spelled(owed, lang));
                format!("{label} {} ({sum}).", figures::money(owed, lang))
            }),
            after: words.after,
            payment: first.map(|i| (how_to_pay(&ground, Some(i.due)), i.amount)),
            signatures: boxes(&ground),
            ..self.paper(&ground, "protocol")
        };
        finish(&paper, lang.pick("protocole", "agreement"), &plan.id.to_string())
    }

    /// The notice of default of a plan, in the words of the text `plan-notice`: the instalments that are late.
    ///
    /// # Errors
    /// [`PlanRefusal::NotLate`]; as [`Desk::plan_protocol`].
    pub fn plan_notice(&self, actor: &Actor, id: PlanId) -> Result<PlanPaper, DeskError> {
        actor.may(Permission::Read)?;
        let today = self.today();
        let ground = self.store.read(|tx| ground(tx, actor, id, today))?;
        let (plan, lang, standing) = (ground.plan(), ground.debtor.language, &ground.one.standing);
        if !plan.state.binds() || standing.late.is_zero() {
            return Err(PlanRefusal::NotLate.into());
        }
        let facts = TextFacts {
            total: figures::money(standing.late, lang),
            principal: figures::money(standing.late, lang),
            acceleration: plan.acceleration && is_written(plan),
            ..self.text_facts(&ground)
        };
        let words = worded(&ground.texts, "plan-notice", lang, &facts)?;
        let late = standing.instalments.iter().enumerate().filter(|(_, i)| matches!(i.state.slug(), "late" | "partly"));
        let line = |(n, i): (usize, &amicable::plans::InstalmentStanding)| {
            let left = Money::new(i.instalment.amount.minor() - i.paid.minor(), plan.currency);
            let amount = |money| figures::amount(money, lang);
            let due = figures::date_long(i.instalment.due, lang);
            vec![(n + 1).to_string(), due, amount(i.instalment.amount), amount(left)]
        };
        let headers =
            ["N°", lang.pick("Échéance du", "Due on"), lang.pick("Montant", "Amount"), lang.pick("Reste dû", "Left")];
        let paper = Agreement {
            date: today,
            title: words.subject,
            facts: vec![(lang.pick("Échéancier", "Plan").to_owned(), plan.id.to_string())],
            before: words.before,
            headers: headers.map(str::to_owned).to_vec(),
            rows: late.map(line).collect(),
            total: (lang.pick("À payer", "To pay").to_owned(), figures::money(standing.late, lang)),
            after: words.after,
            payment: Some((how_to_pay(&ground, None), standing.late)),
            ..self.paper(&ground, "plan-notice")
        };
        finish(&paper, lang.pick("mise-en-demeure", "notice"), &plan.id.to_string())
    }

    fn text_facts(&self, ground: &Ground) -> TextFacts {
        let (plan, lang, dated) = (ground.plan(), ground.debtor.language, &ground.one.standing.instalments);
        let day = |i: Option<&amicable::plans::InstalmentStanding>| {
            i.map_or_else(String::new, |i| figures::date_long(i.instalment.due, lang))
        };
        let some = |text: &str| Some(text.trim().replace(' ', "\u{a0}")).filter(|text| !text.is_empty());
        TextFacts {
            creditor: ground.creditor.name.clone(),
            debtor: ground.debtor.name.clone(),
            count: ground.pieces.len(),
            delay_days: u32::try_from(plan.notice_days).unwrap_or(0),
            business: ground.debtor.kind != DebtorKind::Consumer,
            consumer: ground.debtor.kind == DebtorKind::Consumer,
            phone: some(&ground.creditor.phone),
            mail: some(&ground.creditor.email),
            first_due: day(dated.first()),
            last_due: day(dated.last()),
            acceleration: plan.acceleration,
            days_late: ground.one.standing.late_since.map_or(0, |since| kernel::days_between(since, self.today())),
            ..TextFacts::default()
        }
    }

    /// A bare paper of a plan.
    fn paper(&self, ground: &Ground, kind: &str) -> Agreement {
        Agreement {
            ident: format!("{kind}-{}", ground.plan().id),
            language: ground.debtor.language,
            creditor: letterhead(&ground.creditor),
            place: ground.creditor.address.city.clone(),
            date: self.today(),
            recipient: addressed(&ground.account, &ground.debtor, &ground.creditor),
            title: String::new(),
            facts: Vec::new(),
            before: Vec::new(),
            headers: Vec::new(),
            rows: Vec::new(),
            total: (String::new(), String::new()),
            words: None,
            after: Vec::new(),
            payment: None,
            signatures: Vec::new(),
        }
    }
}

pub(crate) fn worded(
    texts: &Texts,
    slug: &str,
    language: Language,
    facts: &TextFacts,
) -> Result<documents::LetterText, DeskError> {
    let failed = |error| DeskError::Text { text: slug.to_owned(), error };
    let text = texts.find(slug, language).ok_or_else(|| DeskError::NotFound { what: "text", key: slug.to_owned() })?;
    Ok(parse_text(&render_text(&text.body, facts).map_err(failed)?))
}

pub(super) fn addressed(account: &Account, debtor: &Debtor, creditor: &Creditor) -> Vec<String> {
    recipient(Addressee { account, debtor, attention: "" }, &creditor.address.country)
}

/// The references of a protocol, and every piece it acknowledges.
fn pieces(ground: &Ground) -> Vec<(String, String)> {
    let lang = ground.debtor.language;
    let mut facts = vec![
        (lang.pick("N° client", "Customer no.").to_owned(), ground.account.number.clone()),
        (lang.pick("Échéancier", "Plan").to_owned(), ground.plan().id.to_string()),
    ];
    let of = lang.pick("du", "of");
    facts.extend(ground.pieces.iter().map(|(piece, open)| {
        let dated = figures::date_long(piece.issue_on, lang);
        (format!("{} {of} {dated}", piece.number), figures::money(*open, lang))
    }));
    facts
}

fn how_to_pay(ground: &Ground, pay_by: Option<Date>) -> PaymentBlock {
    PaymentBlock {
        holder: ground.creditor.name.clone(),
        iban: ground.creditor.iban.clone(),
        bic: ground.creditor.bic.clone(),
        reference: format!("{} {}", ground.account.number, ground.plan().id),
        pay_by,
    }
}

fn boxes(ground: &Ground) -> Vec<(String, String)> {
    let lang = ground.debtor.language;
    let theirs = if is_person(ground.debtor.kind) {
        lang.pick(
            "Date, signature, et la somme écrite de sa main en chiffres et en lettres (article 1376 du code civil)",
            "Date, signature, and the sum in their own hand in figures and in words (article 1376, French civil code)",
        )
    } else {
        lang.pick("Date, nom, qualité, signature et cachet", "Date, name, capacity, signature and stamp")
    };
    let ours = lang.pick("Date, nom, qualité et signature", "Date, name, capacity and signature");
    vec![
        (format!("{} {}", lang.pick("Pour le créancier,", "For the creditor,"), ground.creditor.name), ours.to_owned()),
        (format!("{} {}", lang.pick("Le débiteur,", "The debtor,"), ground.debtor.name), theirs.to_owned()),
    ]
}

pub(crate) fn finish(paper: &Agreement, kind: &str, about: &str) -> Result<PlanPaper, DeskError> {
    let pdf = render_agreement(paper)?;
    let plain: String = about.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    Ok(PlanPaper { name: format!("{kind}-{plain}.pdf"), bytes: pdf.into_bytes() })
}
