//! A text as its reader would get it: on an invented account, or on one of the ledger.

use amicable::{Channel, Claim, Plan, Step, Strategy, Timing, Tone};
use documents::{DefaultText, SMS_LENGTH, gsm_length, render_letter, sms};
use kernel::{Currency, Date, Iban, Language, Money, PaymentTerms, epoch_day, from_epoch_day};
use law::Law;
use ledger::{
    Account, AccountId, Address, BatchId, Creditor, CreditorId, Debtor, DebtorId, DebtorKind, Item, ItemId, ItemKind,
};
use serde::Serialize;

use super::{Chosen, Fault, TextDraft, faults, tidy};
use crate::accounts::AccountFile;
use crate::letters::{Addressee, Asked, AskedLine, compose, line_claim};
use crate::{Actor, Desk, DeskError, Permission};

/// Pieces of a real account shown at most.
const PIECES: usize = 20;

/// On whose account a text is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Example {
    /// An invented company: several pieces, a credit, a part disputed, a reminder before.
    #[default]
    Business,
    /// An invented person: one piece, nothing before.
    Consumer,
    /// An account of the ledger, as it stands today.
    Account(AccountId),
}

impl Example {
    /// Reads the name of an invented account.
    pub fn parse(slug: &str) -> Option<Self> {
        match slug {
            "business" => Some(Self::Business),
            "consumer" => Some(Self::Consumer),
            _ => None,
        }
    }
}

/// A text message, as telephones show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShortText {
    /// The words.
    pub text: String,
    /// Places it takes in the alphabet of telephones; none when a sign is not in it.
    pub length: Option<usize>,
    /// Places of one message.
    pub most: usize,
}

/// A text as its reader would get it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TextPreview {
    /// Who would receive it.
    pub debtor: String,
    /// Subject.
    pub subject: String,
    /// Paragraphs before the table of pieces.
    pub before: Vec<String>,
    /// Paragraphs after it.
    pub after: Vec<String>,
    /// Who signs.
    pub signature: Vec<String>,
    /// As a text message, for a text of one line.
    pub sms: Option<ShortText>,
    /// What is wrong; nothing is rendered then.
    pub faults: Vec<Fault>,
}

/// Everything a letter is composed from.
struct Specimen {
    creditor: Creditor,
    account: Account,
    debtor: Debtor,
    asked: Asked,
}

impl Desk {
    /// Renders a draft as its reader would get it. Nothing is written.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::NotFound`], [`DeskError::Document`] on an account that
    /// owes nothing.
    pub fn preview_text(&self, actor: &Actor, draft: &TextDraft, on: Example) -> Result<TextPreview, DeskError> {
        actor.may(Permission::Read)?;
        let faults = faults(&draft.slug, &draft.body);
        if !faults.is_empty() {
            return Ok(TextPreview {
                debtor: String::new(),
                subject: String::new(),
                before: Vec::new(),
                after: Vec::new(),
                signature: Vec::new(),
                sms: None,
                faults,
            });
        }
        let (letter, short) = self.letter_of(actor, draft, on)?;
        let message = short.then(|| {
            let text = sms(&letter.subject).unwrap_or_else(|_| letter.subject.clone());
            ShortText { length: gsm_length(&text).ok(), text, most: SMS_LENGTH }
        });
        let signed = [letter.signature.name, letter.signature.role];
        Ok(TextPreview {
            debtor: letter.recipient.first().cloned().unwrap_or_default(),
            subject: letter.subject,
            before: letter.paragraphs,
            after: letter.closing,
            signature: signed.into_iter().filter(|line| !line.trim().is_empty()).collect(),
            sms: message,
            faults,
        })
    }

    /// The letter that a draft would give, as a PDF. Nothing is written.
    ///
    /// # Errors
    /// [`DeskError::Refused`] on a draft at fault, [`DeskError::Document`] on what must not be printed.
    pub fn preview_letter(&self, actor: &Actor, draft: &TextDraft, on: Example) -> Result<Vec<u8>, DeskError> {
        actor.may(Permission::Read)?;
        let wrong = faults(&draft.slug, &draft.body);
        if !wrong.is_empty() {
            return Err(crate::TextRefusal::TextUnsound { why: super::told(&wrong) }.into());
        }
        let (letter, short) = self.letter_of(actor, draft, on)?;
        if short {
            return Err(crate::TextRefusal::TextShort.into());
        }
        Ok(render_letter(&letter)?.into_bytes())
    }

    fn letter_of(&self, actor: &Actor, draft: &TextDraft, on: Example) -> Result<(documents::Letter, bool), DeskError> {
        let text = Chosen::new(&draft.slug, draft.language, None, &tidy(&draft.body));
        let step = step_of(&self.plan()?, &draft.slug);
        let specimen = match on {
            Example::Account(id) => real(self.account_file(actor, id)?, step, self.today()),
            Example::Business | Example::Consumer => {
                let creditor = self.creditors(actor)?.into_iter().next().unwrap_or_else(vauban);
                invented(&self.law, creditor, on, step, self.today())
            }
        };
        let Specimen { creditor, account, debtor, asked } = specimen;
        let debtor = Debtor { language: draft.language, ..debtor };
        let to = Addressee { account: &account, debtor: &debtor, attention: "" };
        Ok((compose(&self.law, &creditor, to, &asked, &text)?, text.short))
    }
}

/// The step a text is tried in: the first that names it, else one as grave as the shipped text.
fn step_of(plan: &Plan, slug: &str) -> Step {
    let mut steps = plan.strategies.iter().flat_map(|s| &s.steps);
    steps.find(|step| speaks(step, slug)).cloned().unwrap_or_else(|| plain_step(slug))
}

/// The step by which a person writes in the words of a text: that of the strategy which the account follows.
/// What another strategy signs, claims and grants is not theirs; only that the text is a mise en demeure, wherever
/// it is one, remains.
pub(crate) fn step_under(plan: &Plan, followed: Option<&Strategy>, slug: &str) -> Step {
    let own = followed.and_then(|strategy| strategy.steps.iter().find(|step| speaks(step, slug)));
    own.cloned().unwrap_or_else(|| {
        let mut steps = plan.strategies.iter().flat_map(|s| &s.steps);
        let shipped = plain_step(slug);
        let formal_notice = shipped.formal_notice || steps.any(|step| speaks(step, slug) && step.formal_notice);
        Step { formal_notice, ..shipped }
    })
}

fn speaks(step: &Step, slug: &str) -> bool {
    step.text() == slug && !step.channel.is_task()
}

/// A step as grave as the shipped text, signed by the creditor.
fn plain_step(slug: &str) -> Step {
    let (tone, claim, days) = match DefaultText::parse(slug) {
        Some(DefaultText::PreDue) => (Tone::Courteous, Claim::Withheld, -7),
        Some(DefaultText::Reminder1 | DefaultText::Sms | DefaultText::DisputeOpened | DefaultText::DisputeClosed) => {
            (Tone::Courteous, Claim::Withheld, 8)
        }
        Some(DefaultText::Reminder2) | None => (Tone::Firm, Claim::Claimed, 20),
        Some(DefaultText::Reminder3 | DefaultText::FormalNotice) => (Tone::Formal, Claim::Claimed, 35),
        Some(DefaultText::PlanProtocol | DefaultText::PlanNotice | DefaultText::DisputeSettlement) => {
            (Tone::Formal, Claim::Withheld, 35)
        }
    };
    Step {
        slug: slug.to_owned(),
        timing: Timing::AfterDue(days),
        channel: Channel::Letter,
        tone,
        text: String::new(),
        sender: String::new(),
        language: None,
        grant_days: 8,
        claim,
        formal_notice: slug == DefaultText::FormalNotice.slug(),
        approval: false,
        attach: Vec::new(),
        threshold_minor: 0,
    }
}

fn asked(step: Step, on: Date, lines: Vec<AskedLine>) -> Asked {
    Asked {
        ident: "specimen".to_owned(),
        grant_until: from_epoch_day(epoch_day(on) + i32::from(step.grant_days)),
        step,
        registered: String::new(),
        space: String::new(),
        on,
        previous_on: None,
        disputed: false,
        lines,
    }
}

/// An account of the ledger as it stands: the pieces of its first currency that a message could ask for.
fn real(file: AccountFile, step: Step, today: Date) -> Specimen {
    let currency = file.totals.first().map(|t| t.currency);
    let early = step.timing.is_before_due();
    let asks = |line: &&crate::accounts::FileItem| {
        let open = line.open;
        Some(open.currency()) == currency && (open.minor() < 0 || early || line.late_days > 0)
    };
    let lines = file.items.iter().filter(asks).take(PIECES).map(|line| AskedLine {
        item: line.item.clone(),
        open: line.open,
        interest: line.interest.unwrap_or_else(|| Money::zero(line.open.currency())),
        indemnity: line.indemnity,
        disputed: Money::zero(line.open.currency()),
    });
    let lines = lines.collect();
    let mut asked = asked(step, today, lines);
    asked.previous_on = file.reminders.iter().map(|r| r.on_day).filter(|day| *day < today).max();
    Specimen { creditor: file.creditor, account: file.account, debtor: file.debtor, asked }
}

/// An invented creditor, for a house that has none yet.
fn vauban() -> Creditor {
    Creditor {
        id: CreditorId(1),
        code: "VAUBAN".to_owned(),
        name: "Ateliers Vauban".to_owned(),
        legal_line: String::new(),
        siren: None,
        vat: None,
        address: address("14 chemin des Copeaux", "25000", "Besançon"),
        phone: "03 81 00 00 14".to_owned(),
        email: "comptabilite@ateliers-vauban.example".to_owned(),
        iban: Iban::parse("FR1420041010050500013M02606").ok(),
        bic: None,
        signatory: "Claire Lefort".to_owned(),
        mediator: String::new(),
        currency: Currency::EUR,
        terms: PaymentTerms::net(30),
        version: 1,
    }
}

fn address(street: &str, postcode: &str, city: &str) -> Address {
    Address {
        street: street.to_owned(),
        complement: String::new(),
        postcode: postcode.to_owned(),
        city: city.to_owned(),
        country: "FR".to_owned(),
    }
}

/// An invented account that owes what the step speaks of, with interest and indemnity as the law has
/// them today; none where the tables have no rate for it.
fn invented(law: &Law, creditor: Creditor, on: Example, step: Step, today: Date) -> Specimen {
    let business = on == Example::Business;
    let shift = if step.timing.is_before_due() { 30 } else { 0 };
    let pieces: &[(&str, ItemKind, i64, i32)] = if business {
        &[
            ("FA-1023", ItemKind::Invoice, 830_000, shift - 24),
            ("FA-1044", ItemKind::Invoice, 410_000, shift - 12),
            ("AV-0007", ItemKind::CreditNote, -12_000, -20),
        ]
    } else {
        &[("FA-1088", ItemKind::Invoice, 24_000, shift - 15)]
    };
    let kind = if business { DebtorKind::CommercialCompany } else { DebtorKind::Consumer };
    let (account, debtor) = people(&creditor, kind);
    let currency = creditor.currency;
    let day = |days: i32| from_epoch_day(epoch_day(today) + days);
    let lines = (1..).zip(pieces).filter(|(_, piece)| shift == 0 || piece.2 > 0).map(|(id, piece)| {
        let (number, item_kind, minor, due) = *piece;
        let amount = Money::new(minor, currency);
        let zero = Money::zero(currency);
        let claim = line_claim(law, kind, (item_kind, amount, epoch_day(day(due)), false), &[], today);
        let (interest, indemnity) = claim.map_or((zero, zero), |c| (c.interest, c.indemnity));
        let item = Item {
            id: ItemId(id),
            account_id: account.id,
            batch_id: BatchId(1),
            kind: item_kind,
            number: number.to_owned(),
            key: number.to_owned(),
            label: String::new(),
            amount,
            entry_on: day(due - 30),
            issue_on: day(due - 30),
            due_on: day(due),
            due_inferred: false,
            supply_on: None,
            gl_account: String::new(),
        };
        AskedLine { item, open: amount, interest, indemnity, disputed: Money::zero(amount.currency()) }
    });
    let lines = lines.collect();
    let mut asked = asked(step, today, lines);
    asked.previous_on = (business && !asked.step.timing.is_before_due()).then(|| day(-10));
    asked.disputed = business;
    Specimen { creditor, account, debtor, asked }
}

fn people(creditor: &Creditor, kind: DebtorKind) -> (Account, Debtor) {
    let (name, home) = if kind == DebtorKind::Consumer {
        ("Mme Jeanne Martin", address("3 allée des Tilleuls", "25000", "Besançon"))
    } else {
        ("Garage Moreau SARL", address("12 rue des Forges", "25300", "Pontarlier"))
    };
    let account = Account {
        id: AccountId(1),
        creditor_id: creditor.id,
        debtor_id: DebtorId(1),
        number: "C0107".to_owned(),
        terms: None,
        salesperson: String::new(),
        paused_until: None,
        pause_reason: String::new(),
        pause_owner: String::new(),
        strategy: None,
        payer_id: None,
        batch_id: None,
        version: 1,
    };
    let debtor = Debtor {
        id: DebtorId(1),
        kind,
        kind_confirmed: true,
        name: name.to_owned(),
        siren: None,
        vat: None,
        address: home,
        language: Language::Fr,
        group_id: None,
        batch_id: None,
        returned_address: String::new(),
        version: 1,
    };
    (account, debtor)
}
