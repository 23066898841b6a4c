//! What a debtor says by their link: paid, contested, something else.

use kernel::{Date, Money, days_between, epoch_day, from_epoch_day};
use ledger::ItemId;
use serde_json::json;
use store::{BlockReason, DisputeId, EvidenceKind, Side, Task, TaskState, Tx};

use super::door::{Caller, Entered};
use super::plans::{bounded, owner};
use crate::blocks::BlockOrder;
use crate::desk::About;
use crate::disputes::{Brought, DisputeKind, DisputeOrder, Source, owner_of};
use crate::imports::Upload;
use crate::tasks::{ANNOUNCED_DAYS, Subject, free_and_late};
use crate::{Desk, DeskError, LinkRefusal};

/// Days back that a payment may be announced of.
const PAID_DAYS: i64 = 60;
/// What one account says by links and nobody answered yet, at most.
const UNANSWERED_MAX: usize = 10;

/// A payment that somebody says they made.
#[derive(Debug, Clone)]
pub struct SpacePaid {
    /// The day; today when none.
    pub on: Option<Date>,
    /// In words: by what means, how much, under which reference.
    pub words: String,
}

/// What somebody contests.
#[derive(Debug, Clone)]
pub struct SpaceContest {
    /// The piece.
    pub item: ItemId,
    /// What is wrong.
    pub kind: DisputeKind,
    /// How much, a decimal text; all that is left when empty.
    pub amount: String,
    /// In words.
    pub words: String,
    /// A photograph, a delivery note.
    pub file: Option<Upload>,
}

impl Desk {
    /// Notes that somebody says they paid: the house is asked to check, and what is late waits for the money some
    /// days, once until somebody answers.
    ///
    /// # Errors
    /// [`LinkRefusal::PaidWhen`]; as [`Desk::space`].
    pub fn space_paid(&self, caller: &Caller, paid: &SpacePaid) -> Result<(), DeskError> {
        self.let_in(caller)?;
        bounded(&paid.words)?;
        let today = self.today();
        let on = paid.on.unwrap_or(today);
        if !(0..=PAID_DAYS).contains(&days_between(on, today)) {
            return Err(LinkRefusal::PaidWhen { days: PAID_DAYS }.into());
        }
        let subject = Subject::PaidByLink { day: on };
        self.store.write("space.paid", |tx| {
            let who = self.let_in_tx(tx, caller)?;
            let open = unanswered(tx, &who)?;
            // The same again changes nothing.
            if open.iter().any(|task| task.subject == subject.kept() && task.note == paid.words.trim()) {
                return Ok(());
            }
            let first = !open.iter().any(|task| task.subject.starts_with(Subject::PAID_BY_LINK));
            let late = free_and_late(tx, who.account.id, today)?;
            if first && !late.is_empty() {
                let order = BlockOrder {
                    reason: BlockReason::PaymentAnnounced,
                    amount: None,
                    owner: owner(tx, &who)?,
                    until: Some(from_epoch_day(epoch_day(today) + ANNOUNCED_DAYS)),
                    note: paid.words.clone(),
                };
                self.block_within(tx, &who.guest, &who.account, &late, &order)?;
            }
            self.ask_house(tx, &who, &subject, &paid.words)?;
            let payload = json!({ "day": on, "note": paid.words.trim() });
            Ok(self.note(tx, &who.guest, About::account(&who.account), "space.paid", &payload)?)
        })
    }

    /// Opens a dispute on a piece, or a part of it, with what proves it.
    ///
    /// # Errors
    /// [`LinkRefusal::WordsMissing`], [`LinkRefusal::AmountUnread`]; as [`Desk::open_dispute`],
    /// [`Desk::add_evidence`] and [`Desk::space`].
    pub fn space_contest(&self, caller: &Caller, contest: &SpaceContest) -> Result<DisputeId, DeskError> {
        self.let_in(caller)?;
        bounded(&contest.words)?;
        if contest.words.trim().is_empty() {
            return Err(LinkRefusal::WordsMissing.into());
        }
        let brought = contest.file.clone().map(|file| Brought {
            side: Side::Customer,
            kind: EvidenceKind::File,
            words: String::new(),
            file: Some(file),
        });
        // What cannot be kept is refused before anything is opened.
        let file = brought.as_ref().and_then(|brought| brought.file.as_ref());
        let document = file.map(|file| self.exhibit(file)).transpose()?;
        self.store.write("space.contest", |tx| {
            let who = self.let_in_tx(tx, caller)?;
            let item = who.guest.find(tx, contest.item)?;
            let text = contest.amount.trim();
            let unread = || LinkRefusal::AmountUnread { text: text.chars().take(40).collect() };
            let amount = Some(text).filter(|text| !text.is_empty());
            let amount = amount.map(|text| Money::parse(text, item.amount.currency()).map_err(|_| unread()));
            let fallback = owner(tx, &who)?;
            let order = DisputeOrder {
                kind: contest.kind,
                amount: amount.transpose()?,
                motive: String::new(),
                source: Source::Debtor,
                owner: owner_of(tx, contest.kind, &fallback)?,
                note: contest.words.trim().to_owned(),
                mail: String::new(),
            };
            let dispute = self.open_within(tx, &who.guest, &who.account, item.id, &order)?;
            if let Some(brought) = &brought {
                self.testify_within(tx, &who.guest, dispute.id, (brought, document.as_ref()))?;
            }
            Ok(dispute.id)
        })
    }

    /// Notes what somebody has to say, and asks the house to answer.
    ///
    /// # Errors
    /// [`LinkRefusal::WordsMissing`], [`LinkRefusal::WordsLong`], [`LinkRefusal::TooMuch`]; as [`Desk::space`].
    pub fn space_say(&self, caller: &Caller, words: &str) -> Result<(), DeskError> {
        self.let_in(caller)?;
        bounded(words)?;
        let words = words.trim();
        if words.is_empty() {
            return Err(LinkRefusal::WordsMissing.into());
        }
        self.store.write("space.say", |tx| {
            let who = self.let_in_tx(tx, caller)?;
            let open = unanswered(tx, &who)?;
            if open.iter().any(|task| task.subject == Subject::SaidByLink.kept() && task.note == words) {
                return Ok(());
            }
            self.ask_house(tx, &who, &Subject::SaidByLink, words)?;
            Ok(self.note(tx, &who.guest, About::account(&who.account), "space.said", &json!({ "words": words }))?)
        })
    }
}

/// What was said by links and nobody answered yet.
fn unanswered(tx: &mut Tx, who: &Entered) -> Result<Vec<Task>, DeskError> {
    let mut tasks = tx.tasks().of_account(who.account.id)?;
    let by_link = |task: &Task| task.state == TaskState::Open && crate::links::came_by_link(&task.actor).is_some();
    tasks.retain(by_link);
    if tasks.len() >= UNANSWERED_MAX {
        return Err(LinkRefusal::TooMuch { most: i64::try_from(UNANSWERED_MAX).unwrap_or(i64::MAX) }.into());
    }
    Ok(tasks)
}
