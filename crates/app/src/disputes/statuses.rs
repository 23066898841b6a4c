//! What platforms say of our invoices: each status is kept once, tied to its invoice as soon as that is known, and
//! has its own effect. Any order, and any number of repetitions, come to the same.

mod effects;

use amicable::disputes::lifecycle;
use formats::cdar::{self, Acknowledgement, CdarError, Characteristic, Message};
use kernel::{Currency, Date, Money, Wording};
use law::Law;
use ledger::Item;
use serde::Serialize;
use store::{InvoiceStatus, InvoiceStatusId, StoreError, Tx};

use super::daily::alone;
use crate::desk::About;
use crate::imports::Upload;
use crate::reach::Whose;
use crate::{Actor, Desk, DeskError, DisputeRefusal, Permission, Refusal};

/// Statuses read at a time.
const WAITING: u32 = 1_000;
/// Pieces of one number looked at, whoever sold them.
const NAMESAKES: u32 = 500;

/// A statement that could not be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnreadStatus {
    /// The file.
    pub file: String,
    /// Which invoice, where it says so.
    pub invoice: String,
    /// Why, and what to do.
    pub why: Wording,
}

/// What came of files of statuses.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct StatusesTaken {
    /// Statuses kept for the first time.
    pub fresh: u64,
    /// Statuses that were known.
    pub repeated: u64,
    /// Of the fresh ones, those whose invoice is not known yet: they wait for it.
    pub waiting: u64,
    /// Disputes opened.
    pub disputes: u64,
    /// Codes without meaning here: kept, without effect.
    pub unknown: Vec<String>,
    /// What could not be kept.
    pub unread: Vec<UnreadStatus>,
}

/// True when these files are life-cycle messages, and not a ledger, by their content.
pub fn are_statuses(files: &[Upload]) -> bool {
    !files.is_empty()
        && files.iter().all(|file| formats::detect(&file.bytes, &file.name).format == formats::Format::Cdar)
}

/// The name of a status; its code where the law table has none.
pub(super) fn label(law: &Law, code: &str) -> String {
    law::einvoice::status(code, law).ok().and_then(|known| known.label).unwrap_or_else(|| code.to_owned())
}

/// Statuses as the decision reads them.
pub(super) fn known(said: &[InvoiceStatus], currency: Currency) -> Vec<lifecycle::Status> {
    let minor = |text: &str| Money::parse(text, currency).ok().map(Money::minor);
    let read = |status: &InvoiceStatus| lifecycle::Status {
        at: status.said_at.clone(),
        code: status.code.clone(),
        motive: status.motive.clone(),
        paid: minor(&status.paid).filter(|minor| *minor > 0),
        paid_on: status.paid_on,
        approved: minor(&status.approved).filter(|minor| *minor >= 0),
        unapproved: minor(&status.unapproved).filter(|minor| *minor >= 0),
    };
    said.iter().map(read).collect()
}

/// `20250701` or `20250701180000`.
fn day(digits: &str) -> Option<Date> {
    let number = |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse::<i16>().ok());
    let (year, month, day) = (number(0, 4)?, number(4, 6)?, number(6, 8)?);
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Everything a statement says besides its code, in words.
fn words(of: &Acknowledgement) -> String {
    let mut said: Vec<String> = Vec::new();
    for detail in &of.details {
        let parts = [&detail.motive, &detail.reason, &detail.action].into_iter().flatten().map(String::as_str);
        let mut told: Vec<String> = parts.chain(detail.notes.iter().map(String::as_str)).map(str::to_owned).collect();
        for figure in &detail.characteristics {
            let parts = [&figure.kind, &figure.name, &figure.percent, &figure.amount, &figure.date];
            told.push(parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" "));
        }
        told.retain(|part| !part.trim().is_empty());
        told.dedup();
        said.push(told.join(" · "));
    }
    said.join(" ; ").chars().take(2_000).collect()
}

fn why(error: CdarError) -> Wording {
    let fr = match error {
        CdarError::Xml(_) => "XML refusé",
        CdarError::OtherMessage => "autre message",
        CdarError::NotText => "le texte n’est pas en UTF-8",
    };
    Wording { fr: format!("{fr} : {error}"), en: error.to_string() }
}

impl Desk {
    /// Takes in life-cycle messages of electronic invoices (CDAR). A status said twice is kept once; one whose
    /// invoice has not come waits for it.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Store`]. What cannot be read is told in the answer, file by file.
    pub fn take_statuses(&self, actor: &Actor, files: &[Upload]) -> Result<StatusesTaken, DeskError> {
        actor.may(Permission::Import)?;
        actor.may_whole_books()?;
        let mut taken = StatusesTaken::default();
        for file in files {
            match cdar::read(&file.bytes) {
                Ok(message) => self.take_message(actor, &file.name, &message, &mut taken)?,
                Err(error) => {
                    let told = Refusal::from(DisputeRefusal::StatusFile { file: file.name.clone(), why: why(error) });
                    let unread = UnreadStatus { file: file.name.clone(), invoice: String::new(), why: told.wording() };
                    taken.unread.push(unread);
                }
            }
        }
        taken.unknown.sort();
        taken.unknown.dedup();
        Ok(taken)
    }

    fn take_message(
        &self,
        actor: &Actor,
        file: &str,
        message: &Message,
        taken: &mut StatusesTaken,
    ) -> Result<(), DeskError> {
        for of in &message.acknowledgements {
            let (Some(invoice), Some(code)) = (filled(of.invoice.as_ref()), filled(of.code.as_ref())) else {
                let lacks = Wording {
                    fr: "un statut sans numéro de facture ou sans code : demandez-le de nouveau à la plateforme"
                        .to_owned(),
                    en: "a status without invoice number or code: ask the platform for it again".to_owned(),
                };
                let invoice = of.invoice.clone().unwrap_or_default();
                taken.unread.push(UnreadStatus { file: file.to_owned(), invoice, why: lacks });
                continue;
            };
            let status = self.status(actor, message, of, (invoice, code));
            if lifecycle::effect(code) == lifecycle::Effect::Unknown {
                taken.unknown.push(format!("{code} ({invoice})"));
            }
            // What one status meets does not keep the others of the file out.
            match self.keep_status(actor, &status, taken) {
                Err(DeskError::Refused(why)) => {
                    let (file, invoice) = (file.to_owned(), invoice.to_owned());
                    taken.unread.push(UnreadStatus { file, invoice, why: why.wording() });
                }
                kept => kept?,
            }
        }
        Ok(())
    }

    fn status(
        &self,
        actor: &Actor,
        message: &Message,
        of: &Acknowledgement,
        (invoice, code): (&str, &str),
    ) -> InvoiceStatus {
        let said_at = filled(of.said_at.as_ref()).or(filled(message.issued.as_ref())).unwrap_or_default();
        let seller = of.seller.clone().unwrap_or_default();
        let motives: Vec<&str> = of.details.iter().filter_map(|d| filled(d.motive.as_ref())).collect();
        let figure =
            |kind| of.details.iter().flat_map(|d| &d.characteristics).find(|c| c.kind.as_deref() == Some(kind));
        let amount = |of: Option<&Characteristic>| of.and_then(|of| of.amount.clone()).unwrap_or_default();
        let (paid, approved, unapproved) = (figure("MPA"), amount(figure("MAPTTC")), amount(figure("MNATTC")));
        let mut key = [seller.as_str(), invoice, said_at, code, &motives.join(" ")].join("|");
        key.extend(paid.and_then(|paid| paid.amount.as_ref()).map(|amount| format!("|{amount}")));
        key.extend((!approved.is_empty()).then(|| format!("|+{approved}")));
        key.extend((!unapproved.is_empty()).then(|| format!("|-{unapproved}")));
        InvoiceStatus {
            id: InvoiceStatusId(self.id()),
            said_key: key.chars().take(500).collect(),
            seller,
            invoice: invoice.to_owned(),
            issued_on: of.invoice_date.as_deref().and_then(day),
            code: code.to_owned(),
            motive: motives.first().copied().unwrap_or_default().to_owned(),
            said_at: said_at.to_owned(),
            paid: amount(paid),
            paid_on: paid.and_then(|paid| paid.date.as_deref()).and_then(day),
            approved,
            unapproved,
            words: words(of),
            account_id: None,
            item_id: None,
            block_id: None,
            actor: actor.name.clone(),
            created_us: self.now(),
        }
    }

    fn keep_status(&self, actor: &Actor, status: &InvoiceStatus, taken: &mut StatusesTaken) -> Result<(), DeskError> {
        let (fresh, tied, opened) = self.store.write("einvoice.take", |tx| {
            if tx.invoice_statuses().said(&status.said_key)?.is_some() {
                return Ok::<_, DeskError>((false, false, false));
            }
            tx.invoice_statuses().insert(status)?;
            let opened = self.tie(tx, actor, status)?;
            Ok((true, opened.is_some(), opened == Some(true)))
        })?;
        taken.fresh += u64::from(fresh);
        taken.repeated += u64::from(!fresh);
        taken.waiting += u64::from(fresh && !tied);
        taken.disputes += u64::from(opened);
        Ok(())
    }

    /// Ties a status to its invoice; none while that is unknown or when somebody did it meanwhile, else whether a
    /// dispute was opened.
    fn tie(&self, tx: &mut Tx, actor: &Actor, status: &InvoiceStatus) -> Result<Option<bool>, DeskError> {
        let Some(item) = invoice_of(tx, actor, (status, self.today()))? else { return Ok(None) };
        let account = tx.accounts().get(item.account_id)?;
        if !tx.invoice_statuses().link(status.id, account.id, item.id)? {
            return Ok(None);
        }
        let payload = serde_json::json!({
            "code": status.code, "label": label(self.law(), &status.code), "piece": item.number,
            "motive": status.motive, "said_at": status.said_at, "words": status.words,
        });
        self.note(tx, actor, About::account(&account), "einvoice.said", &payload)?;
        self.apply(tx, actor, &account, &item).map(Some)
    }

    /// Ties the statuses whose invoice came meanwhile; answers how many. One that is refused waits, and the others
    /// go on.
    pub(super) fn link_statuses(&self, actor: &Actor) -> Result<u64, DeskError> {
        let (mut tied, mut after) = (0, None);
        loop {
            // Most wait for an invoice that is not ours: no write begins for them.
            let (page, borne) = self.store.read(|tx| {
                let page = tx.invoice_statuses().waiting(after, WAITING)?;
                let numbers: Vec<&str> = page.iter().map(|status| status.invoice.as_str()).collect();
                let borne = tx.invoice_statuses().borne(&numbers)?;
                Ok::<_, StoreError>((page, borne))
            })?;
            let Some(last) = page.last() else { return Ok(tied) };
            after = Some(last.id);
            for status in page.iter().filter(|status| borne.contains(&status.invoice)) {
                let done = self.store.write("einvoice.tie", |tx| self.tie(tx, actor, status));
                tied += u64::from(alone(("status", status.id), done)?.flatten().is_some());
            }
        }
    }
}

/// A text that says something.
fn filled(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

/// The one piece a status is about, within reach and in the books by `today`: by number and seller, and by day where
/// the status says it.
fn invoice_of(tx: &mut Tx, actor: &Actor, (status, today): (&InvoiceStatus, Date)) -> Result<Option<Item>, DeskError> {
    let told: String = status.seller.chars().take(9).collect();
    let mut found = Vec::new();
    for item in tx.items().by_number(&status.invoice, NAMESAKES)? {
        let counts = item.amount.minor() > 0 && item.entry_on <= today;
        if !counts || status.issued_on.is_some_and(|on| item.issue_on != on) {
            continue;
        }
        let account = tx.accounts().get(item.account_id)?;
        let ours = tx.creditors().get(account.creditor_id)?.siren;
        let seller = told.is_empty() || ours.is_none_or(|siren| siren.as_str() == told);
        if seller && actor.sees(tx, &Whose::Account(account.id))? {
            found.push(item);
        }
    }
    Ok(if found.len() == 1 { found.pop() } else { None })
}
