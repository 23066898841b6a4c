//! What a debtor says by their link: paid, contested, something else.

use kernel::{Date, Money, days_between, epoch_day, from_epoch_day};
use ledger::statement::open_of;
use ledger::{Item, ItemId};
use serde_json::json;
use store::{BlockReason, Dispute, DisputeId, EvidenceKind, Side, Task, TaskState, Tx};

use super::door::{Caller, Entered};
use super::plans::{bounded, owner};
use crate::blocks::BlockOrder;
use crate::desk::About;
use crate::disputes::{Brought, DisputeKind, DisputeOrder, Source, owner_of};
use crate::imports::Upload;
use crate::links::came_by_link;
use crate::tasks::{ANNOUNCED_DAYS, Subject, free_and_late};
use crate::{Desk, DeskError, LinkRefusal};

/// Days back that a payment may be announced of.
const PAID_DAYS: i64 = 60;
/// What one account says by links and nobody answered yet, at most.
const UNANSWERED_MAX: usize = 10;
/// What one account contests by links and nobody settled yet, at most.
const CONTESTED_MAX: usize = 20;

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
    /// days, unless it waits already. Answers until when, included; none when nothing waits.
    ///
    /// # Errors
    /// [`LinkRefusal::PaidWhen`], [`LinkRefusal::WordsLong`], [`LinkRefusal::TooMuch`]; as [`Desk::space`].
    pub fn space_paid(&self, caller: &Caller, paid: &SpacePaid) -> Result<Option<Date>, DeskError> {
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
            let mut waits = announced(tx, &who, today)?;
            // The same again changes nothing.
            if open.iter().any(|task| task.subject == subject.kept() && task.note == paid.words.trim()) {
                return Ok(waits);
            }
            bearable(&open)?;
            let late = free_and_late(tx, who.account.id, today)?;
            if waits.is_none() && !late.is_empty() {
                waits = Some(from_epoch_day(epoch_day(today) + ANNOUNCED_DAYS));
                let order = BlockOrder {
                    reason: BlockReason::PaymentAnnounced,
                    amount: None,
                    owner: owner(tx, &who)?,
                    until: waits,
                    note: paid.words.clone(),
                };
                self.block_within(tx, &who.guest, &who.account, &late, &order)?;
            }
            self.ask_house(tx, &who, &subject, &paid.words)?;
            let payload = json!({ "day": on, "note": paid.words.trim() });
            self.note(tx, &who.guest, About::account(&who.account), "space.paid", &payload)?;
            Ok(waits)
        })
    }

    /// Opens a dispute on a piece, or a part of it, with what proves it; the same again is the same dispute.
    ///
    /// # Errors
    /// [`LinkRefusal::WordsMissing`], [`LinkRefusal::AmountUnread`], [`LinkRefusal::TooContested`]; as
    /// [`Desk::open_dispute`], [`Desk::add_evidence`] and [`Desk::space`].
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
            let amount = amount.transpose()?;
            let open = contested(tx, &who)?;
            if let Some(same) = self.contested_again(tx, &open, (contest, &item, amount))? {
                return Ok(same);
            }
            if open.len() >= CONTESTED_MAX {
                return Err(LinkRefusal::TooContested { most: most(CONTESTED_MAX) }.into());
            }
            let fallback = owner(tx, &who)?;
            let order = DisputeOrder {
                kind: contest.kind,
                amount,
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

    /// The open dispute that says the same, where there is one.
    fn contested_again(
        &self,
        tx: &mut Tx,
        open: &[Dispute],
        (contest, item, amount): (&SpaceContest, &Item, Option<Money>),
    ) -> Result<Option<DisputeId>, DeskError> {
        let today = self.today();
        let left = open_of(item, &tx.allocations().of_account(item.account_id)?, Some(today)).minor();
        let blocks = tx.item_blocks().of_accounts(&[item.account_id])?;
        let held = blocks.iter().filter(|block| block.item_id == item.id && block.in_force(today));
        let whole = held.map(|block| block.amount_minor.unwrap_or(left)).sum::<i64>() >= left;
        let again = |dispute: &&Dispute| {
            dispute.item_id == item.id
                && dispute.kind == contest.kind
                && dispute.note == contest.words.trim()
                && amount.map_or(whole, |amount| amount.minor() == dispute.contested_minor)
        };
        Ok(open.iter().find(again).map(|dispute| dispute.id))
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
            bearable(&open)?;
            self.ask_house(tx, &who, &Subject::SaidByLink, words)?;
            Ok(self.note(tx, &who.guest, About::account(&who.account), "space.said", &json!({ "words": words }))?)
        })
    }
}

/// What was said by links and nobody answered yet: payments and words. A plan or a dispute has a bound of its own.
fn unanswered(tx: &mut Tx, who: &Entered) -> Result<Vec<Task>, DeskError> {
    let mut tasks = tx.tasks().of_account(who.account.id)?;
    let said = Subject::SaidByLink.kept();
    let by_link = |task: &Task| {
        task.state == TaskState::Open
            && came_by_link(&task.actor).is_some()
            && (task.subject == said || task.subject.starts_with(Subject::PAID_BY_LINK))
    };
    tasks.retain(by_link);
    Ok(tasks)
}

fn bearable(open: &[Task]) -> Result<(), LinkRefusal> {
    if open.len() < UNANSWERED_MAX { Ok(()) } else { Err(LinkRefusal::TooMuch { most: most(UNANSWERED_MAX) }) }
}

/// What was contested by links and nobody settled yet.
fn contested(tx: &mut Tx, who: &Entered) -> Result<Vec<Dispute>, DeskError> {
    let mut disputes = tx.disputes().of_accounts(&[who.account.id])?;
    disputes.retain(|dispute| dispute.closed_on.is_none() && came_by_link(&dispute.actor).is_some());
    Ok(disputes)
}

/// Until when pieces of the account wait for money that was announced.
fn announced(tx: &mut Tx, who: &Entered, today: Date) -> Result<Option<Date>, DeskError> {
    let blocks = tx.item_blocks().of_accounts(&[who.account.id])?;
    let waits = blocks.iter().filter(|b| b.reason == BlockReason::PaymentAnnounced && b.in_force(today));
    Ok(waits.filter_map(|block| block.until_on).max())
}

fn most(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
