//! What platforms say of our invoices: each status is kept once, tied to its invoice as soon as that is known, and
//! has its own effect. Any order, and any number of repetitions, come to the same.

use amicable::disputes::{lifecycle, motive};
use formats::cdar::{self, Acknowledgement, CdarError, Message};
use kernel::{Currency, Date, Money, Wording, epoch_day, from_epoch_day};
use law::Law;
use ledger::statement::open_of;
use ledger::{Account, Item};
use serde::Serialize;
use store::{InvoiceStatus, InvoiceStatusId, ItemBlock, Task, TaskId, TaskKind, TaskState, Tx};

use super::{DisputeKind, DisputeOrder, Service, Source, Step, facts, policy};
use crate::blocks::{BlockOrder, BlockReason};
use crate::desk::About;
use crate::imports::Upload;
use crate::reach::Whose;
use crate::tasks::Subject;
use crate::{Actor, Desk, DeskError, DisputeRefusal, Permission, Refusal};

/// What the note of a block begins with that a status placed.
const MARK: &str = "CDV ";
/// Days a payment told of is waited for, after its day.
const AWAITED_DAYS: i32 = 10;
/// Statuses tied at a time.
const WAITING: u32 = 1_000;
/// Pieces of one number looked at.
const NAMESAKES: u32 = 5;

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
    let read = |status: &InvoiceStatus| lifecycle::Status {
        at: status.said_at.clone(),
        code: status.code.clone(),
        motive: status.motive.clone(),
        paid: Money::parse(&status.paid, currency).ok().map(Money::minor).filter(|minor| *minor > 0),
        paid_on: status.paid_on,
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
            self.keep_status(actor, &status, taken)?;
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
        let paid = of.details.iter().flat_map(|d| &d.characteristics).find(|c| c.kind.as_deref() == Some("MPA"));
        let mut key = [seller.as_str(), invoice, said_at, code, &motives.join(" ")].join("|");
        key.extend(paid.and_then(|paid| paid.amount.as_ref()).map(|amount| format!("|{amount}")));
        InvoiceStatus {
            id: InvoiceStatusId(self.id()),
            said_key: key.chars().take(500).collect(),
            seller,
            invoice: invoice.to_owned(),
            issued_on: of.invoice_date.as_deref().and_then(day),
            code: code.to_owned(),
            motive: motives.first().copied().unwrap_or_default().to_owned(),
            said_at: said_at.to_owned(),
            paid: paid.and_then(|paid| paid.amount.clone()).unwrap_or_default(),
            paid_on: paid.and_then(|paid| paid.date.as_deref()).and_then(day),
            words: words(of),
            account_id: None,
            item_id: None,
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

    /// Ties a status to its invoice; none while that is unknown, else whether a dispute was opened.
    fn tie(&self, tx: &mut Tx, actor: &Actor, status: &InvoiceStatus) -> Result<Option<bool>, DeskError> {
        let Some(item) = invoice_of(tx, actor, status)? else { return Ok(None) };
        let account = tx.accounts().get(item.account_id)?;
        tx.invoice_statuses().link(status.id, account.id, item.id)?;
        let payload = serde_json::json!({
            "code": status.code, "label": label(self.law(), &status.code), "piece": item.number,
            "motive": status.motive, "said_at": status.said_at, "words": status.words,
        });
        self.note(tx, actor, About::account(&account), "einvoice.said", &payload)?;
        self.apply(tx, actor, &account, &item).map(Some)
    }

    /// Ties the statuses whose invoice came meanwhile; answers how many.
    pub(super) fn link_statuses(&self, actor: &Actor) -> Result<u64, DeskError> {
        let waiting = self.store.read(|tx| tx.invoice_statuses().waiting(WAITING))?;
        let mut tied = 0;
        for status in waiting {
            let found = self.store.write("einvoice.tie", |tx| self.tie(tx, actor, &status))?;
            tied += u64::from(found.is_some());
        }
        Ok(tied)
    }

    /// Makes the piece stand as all its statuses say: a dispute, else what holds it, else the payment told of.
    /// Answers whether a dispute was opened.
    fn apply(&self, tx: &mut Tx, actor: &Actor, account: &Account, item: &Item) -> Result<bool, DeskError> {
        let today = self.today();
        let said = tx.invoice_statuses().of_item(item.id)?;
        let now = lifecycle::standing(&known(&said, item.amount.currency()));
        let mut opened = false;
        if let Some(contested) = &now.contested {
            opened = self.contest(tx, actor, (account, item), contested)?;
        }
        let mine = |b: &ItemBlock| b.item_id == item.id && b.note.starts_with(MARK);
        let blocks = tx.item_blocks().of_accounts(&[account.id])?;
        let open = open_of(item, &tx.allocations().of_account(account.id)?, Some(today)).minor();
        let others = blocks.iter().filter(|b| b.item_id == item.id && b.in_force(today) && !mine(b));
        let left = open - others.map(|b| b.amount_minor.unwrap_or(open)).sum::<i64>();
        let wanted = if left <= 0 {
            None
        } else if let Some(held) = &now.held {
            Some((BlockReason::ToCheck, held, None, None))
        } else if let Some(paid) = &now.announced {
            let told = paid.paid_on.or_else(|| day(&paid.at)).unwrap_or(today);
            let until = from_epoch_day(epoch_day(told) + AWAITED_DAYS);
            let amount = paid.paid.filter(|minor| *minor < left);
            (until >= today).then_some((BlockReason::PaymentAnnounced, paid, amount, Some(until)))
        } else {
            None
        };
        let mut there = false;
        for block in blocks.iter().filter(|b| mine(b)) {
            let same = wanted.as_ref().is_some_and(|(reason, status, amount, until)| {
                let note = format!("{MARK}{} {}", status.code, status.motive);
                block.reason == *reason
                    && block.until_on == *until
                    && block.note == note.trim_end()
                    && amount.is_none_or(|minor| block.amount_minor == Some(minor))
            });
            if same && !there {
                there = true;
            } else {
                self.release_within(tx, actor, block.id)?;
            }
        }
        if wanted.as_ref().is_none_or(|(reason, ..)| *reason != BlockReason::ToCheck) {
            self.end_mending(tx, actor, item)?;
        }
        if let Some((reason, status, amount, until)) = wanted.filter(|_| !there) {
            let order = BlockOrder {
                reason,
                amount: amount.map(|minor| Money::new(minor, item.amount.currency())),
                owner: policy::in_force(tx)?.desk(Service::Accounting).owner,
                until,
                note: format!("{MARK}{} {}", status.code, status.motive).trim_end().to_owned(),
            };
            self.block_within(tx, actor, account, &[item.id], &order)?;
            if reason == BlockReason::ToCheck {
                self.ask_mend(tx, actor, item, status)?;
            }
        }
        Ok(opened)
    }

    /// Opens the dispute a status asks for, or says of the one it opened before what it is about now.
    fn contest(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (account, item): (&Account, &Item),
        contested: &lifecycle::Status,
    ) -> Result<bool, DeskError> {
        let kind = motive(&contested.motive).map_or(DisputeKind::Other, |known| known.kind);
        let disputes = tx.disputes().of_accounts(&[account.id])?;
        let ours = disputes.into_iter().filter(|d| d.item_id == item.id && d.source == Source::EInvoice);
        if let Some(mut dispute) = ours.max_by_key(|d| d.id) {
            if dispute.step == Step::Identify && dispute.motive != contested.motive {
                let policy = policy::in_force(tx)?;
                dispute.motive.clone_from(&contested.motive);
                (dispute.kind, dispute.service) = (kind, policy.service_of(kind));
                tx.disputes().save(&dispute)?;
                let told = facts(&dispute, &item.number);
                self.note(tx, actor, About::account(account), "dispute.assigned", &told)?;
            }
            let since = dispute.closed_on.zip(day(&contested.at)).is_some_and(|(closed, said)| said > closed);
            if dispute.step != Step::Closed || !since {
                return Ok(false);
            }
        }
        // What another status held makes room: the dispute says more.
        let blocks = tx.item_blocks().of_accounts(&[account.id])?;
        for block in blocks.iter().filter(|b| b.item_id == item.id && b.note.starts_with(MARK)) {
            self.release_within(tx, actor, block.id)?;
        }
        let order = DisputeOrder {
            kind,
            amount: None,
            motive: contested.motive.clone(),
            source: Source::EInvoice,
            owner: String::new(),
            note: format!("{} {}", contested.code, label(self.law(), &contested.code)),
            mail: String::new(),
        };
        match self.open_within(tx, actor, account, item.id, &order) {
            Ok(_) => Ok(true),
            // Paid, or set aside by hand already: there is nothing to hold back.
            Err(DeskError::Refused(Refusal::BlockNothingLeft { .. })) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// What was asked of accounting is no longer to do: a later status went on.
    fn end_mending(&self, tx: &mut Tx, actor: &Actor, item: &Item) -> Result<(), DeskError> {
        let begins = Subject::PutInvoiceRight { what: format!("{} ·", item.number) }.kept();
        for mut task in tx.tasks().of_account(item.account_id)? {
            if task.state == TaskState::Open && task.subject.starts_with(&begins) {
                (task.state, task.actor, task.closed_us) = (TaskState::Dropped, actor.name.clone(), Some(self.now()));
                tx.tasks().save(&task)?;
            }
        }
        Ok(())
    }

    /// Asks accounting to put an invoice right.
    fn ask_mend(&self, tx: &mut Tx, actor: &Actor, item: &Item, status: &lifecycle::Status) -> Result<(), DeskError> {
        let policy = policy::in_force(tx)?;
        let what =
            [item.number.as_str(), "·", &status.code, &label(self.law(), &status.code), &status.motive].join(" ");
        let subject = Subject::PutInvoiceRight { what: what.trim_end().to_owned() }.kept();
        let tasks = tx.tasks().of_account(item.account_id)?;
        if tasks.iter().any(|t| t.subject == subject && t.state == TaskState::Open) {
            return Ok(());
        }
        let task = Task {
            id: TaskId(self.id()),
            account_id: item.account_id,
            reminder_id: None,
            kind: TaskKind::FollowUp,
            state: TaskState::Open,
            subject,
            owner: policy.desk(Service::Accounting).owner,
            due_on: policy.due(Service::Accounting, self.today()),
            outcome: String::new(),
            note: String::new(),
            actor: actor.name.clone(),
            created_us: self.now(),
            closed_us: None,
        };
        Ok(tx.tasks().insert(&task)?)
    }
}

/// A text that says something.
fn filled(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

/// The one piece a status is about, within reach: by number, then by seller and day where both sides know them.
fn invoice_of(tx: &mut Tx, actor: &Actor, status: &InvoiceStatus) -> Result<Option<Item>, DeskError> {
    let mut found = Vec::new();
    for item in tx.items().by_number(&status.invoice, NAMESAKES)? {
        let account = tx.accounts().get(item.account_id)?;
        let ours = tx.creditors().get(account.creditor_id)?.siren;
        let told: String = status.seller.chars().take(9).collect();
        let seller = told.is_empty() || ours.is_none_or(|siren| siren.as_str() == told);
        if seller && item.amount.minor() > 0 && actor.sees(tx, &Whose::Account(account.id))? {
            found.push(item);
        }
    }
    if found.len() > 1 {
        found.retain(|item| status.issued_on.is_some_and(|on| item.issue_on == on));
    }
    Ok(if found.len() == 1 { found.pop() } else { None })
}
