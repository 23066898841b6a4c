//! Messages that wait for somebody's approval before they leave.

use std::collections::{BTreeSet, HashMap};

use amicable::outbox::Event;
use kernel::{Currency, Date, Money, Wording};
use ledger::statement::open_of;
use ledger::{Account, AccountId, Allocation, Item, ItemId};
use serde::Serialize;
use store::{EntryId, Message, MessageId, MessageState, Reminder, ReminderId, RunId, StoreError, Tx};

use crate::desk::About;
use crate::outbox::held_until;
use crate::undo::UNDONE_AT_ONCE;
use crate::{Actor, Desk, DeskError, Permission, Refusal};

/// Messages answered together.
const CHUNK: usize = 500;

/// One message that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ApprovalLine {
    /// The message.
    pub id: MessageId,
    /// The run that decided it.
    pub run: RunId,
    /// Customer code.
    pub account: String,
    /// The account.
    pub account_id: AccountId,
    /// Name of the debtor.
    pub debtor: String,
    /// Strategy.
    pub strategy: String,
    /// Step.
    pub step: String,
    /// Level, from 1.
    pub level: i64,
    /// How it would travel.
    pub channel: String,
    /// The day it was decided for.
    pub on: Date,
    /// Currency.
    pub currency: Currency,
    /// What it would ask.
    pub amount: String,
    /// Why it was decided.
    pub reason: Wording,
}

/// A page of messages that wait, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ApprovalPage {
    /// The lines.
    pub rows: Vec<ApprovalLine>,
    /// How many wait in all.
    pub total: u64,
    /// Where the next page goes on.
    pub next: Option<MessageId>,
}

/// What an approval did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Approved {
    /// May leave.
    pub approved: u64,
    /// Taken back: everything they asked for was settled meanwhile.
    pub settled: u64,
    /// What takes the approvals back, in the seconds in which their messages are held; none where nothing was
    /// approved, or more than can be taken back at once.
    #[serde(skip)]
    pub act: Option<EntryId>,
}

/// What somebody answers.
#[derive(Clone, Copy)]
enum Answer<'a> {
    Approve,
    Refuse(&'a str),
}

impl Desk {
    /// The messages that wait for approval, the oldest first.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn approvals(&self, actor: &Actor, after: Option<MessageId>, limit: u32) -> Result<ApprovalPage, DeskError> {
        actor.may(Permission::Read)?;
        let scope = self.scope(actor)?;
        self.store.read(|tx| {
            let read = |after, limit| tx.messages().in_state(MessageState::Awaiting, after, limit);
            let (messages, more) = scope.page((after, limit), read, |m| (m.id, m.account_id))?;
            let next = messages.last().filter(|_| more).map(|m| m.id);
            let total = if scope.is_whole() {
                u64::try_from(tx.messages().count_in_state(MessageState::Awaiting)?).unwrap_or(0)
            } else {
                let waiting = tx.messages().awaiting_among(None)?;
                waiting.into_iter().filter(|account| scope.reaches(*account)).count() as u64
            };
            Ok(ApprovalPage { rows: lines(tx, &messages)?, total, next })
        })
    }

    /// Lets messages leave, ten seconds later; one whose pieces were all settled meanwhile is taken back instead.
    ///
    /// # Errors
    /// [`DeskError::Store`] when somebody answered one meanwhile: then none of its batch is written.
    pub fn approve_messages(&self, actor: &Actor, ids: &[MessageId]) -> Result<Approved, DeskError> {
        self.answer_messages(actor, ids, Answer::Approve)
    }

    /// Lets every waiting message leave, or every one of a run.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn approve_all(&self, actor: &Actor, run: Option<RunId>) -> Result<Approved, DeskError> {
        actor.may(Permission::Run)?;
        let (mut ids, mut after) = (Vec::new(), None);
        loop {
            let page = self.approvals(actor, after, 1_000)?;
            ids.extend(page.rows.iter().filter(|line| run.is_none_or(|run| line.run == run)).map(|line| line.id));
            after = page.next;
            if after.is_none() {
                return self.approve_messages(actor, &ids);
            }
        }
    }

    /// Takes messages back before they leave, with a reason; their level counts as done, so that the
    /// next step comes in its time. Answers what takes the refusals back.
    ///
    /// # Errors
    /// [`DeskError::Refused`] without a reason; [`DeskError::Store`] when somebody answered meanwhile.
    pub fn refuse_messages(
        &self,
        actor: &Actor,
        ids: &[MessageId],
        reason: &str,
    ) -> Result<Option<EntryId>, DeskError> {
        if reason.trim().is_empty() {
            return Err(Refusal::ReasonMissing.into());
        }
        Ok(self.answer_messages(actor, ids, Answer::Refuse(reason.trim()))?.act)
    }

    fn answer_messages(&self, actor: &Actor, ids: &[MessageId], answer: Answer<'_>) -> Result<Approved, DeskError> {
        actor.may(Permission::Run)?;
        let (mut done, act, now) = (Approved::default(), EntryId(self.id()), self.now());
        for chunk in ids.chunks(CHUNK) {
            let part = self.store.write("message.answer", |tx| {
                let (mut part, mut runs) = (Approved::default(), BTreeSet::new());
                actor.find_all(tx, chunk)?;
                let mut standing = Standing::read(tx, chunk)?;
                for id in chunk {
                    match self.answer_one(tx, actor, (*id, act, &mut standing), answer)? {
                        (MessageState::Cancelled, _) => part.settled += 1,
                        (_, run) => {
                            part.approved += 1;
                            runs.extend(run);
                        }
                    }
                }
                for run in runs {
                    self.queue_letters_at(tx, run, held_until(now))?;
                }
                Ok::<_, DeskError>(part)
            })?;
            done.approved += part.approved;
            done.settled += part.settled;
        }
        let answered = matches!(answer, Answer::Refuse(_)) || done.approved > 0;
        done.act = (answered && !ids.is_empty() && ids.len() <= UNDONE_AT_ONCE).then_some(act);
        Ok(done)
    }

    fn answer_one(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (id, act, standing): (MessageId, EntryId, &mut Standing),
        answer: Answer<'_>,
    ) -> Result<(MessageState, Option<RunId>), DeskError> {
        // Named twice, it was answered just now.
        let known = standing.messages.remove(&id);
        let mut message = known.map_or_else(|| tx.messages().get(id), Ok)?;
        let met = || StoreError::Conflict { what: "message", id: id.to_string() };
        if message.state != MessageState::Awaiting {
            return Err(met().into());
        }
        let reminder = message.reminder_id.and_then(|id| standing.reminders.get(&id));
        let account = standing.owner(tx, message.account_id)?;
        let settled = reminder.is_some_and(|reminder| standing.is_settled(reminder, self.today()));
        let (event, kind, why) = match answer {
            Answer::Refuse(why) => (Event::Cancel, "message.refused", why),
            Answer::Approve if settled => (Event::Cancel, "message.settled", ""),
            Answer::Approve => (Event::Approve, "message.approved", ""),
        };
        message.state = message.state.after(event).map_err(|_| met())?;
        // Of one approved, too: it is held from then on.
        message.settled_us = Some(self.now());
        tx.messages().save(&message)?;
        let payload = serde_json::json!({
            "act": act, "message": id, "reminder": message.reminder_id, "reason": why,
            "step": reminder.map(|r| r.step.as_str()),
        });
        self.note(tx, actor, About::account(&account), kind, &payload)?;
        Ok((message.state, reminder.map(|r| r.run_id)))
    }
}

/// What the answers to a batch of messages read, once for all of them.
struct Standing {
    messages: HashMap<MessageId, Message>,
    /// Whose messages they are.
    owners: HashMap<AccountId, Account>,
    reminders: HashMap<ReminderId, Reminder>,
    /// What each reminder asked of each piece.
    asked: HashMap<ReminderId, HashMap<ItemId, i64>>,
    /// The accounts that another one pays for, by the one who pays.
    children: HashMap<AccountId, Vec<AccountId>>,
    items: HashMap<AccountId, Vec<Item>>,
    matches: HashMap<AccountId, Vec<Allocation>>,
}

impl Standing {
    fn read(tx: &mut Tx, ids: &[MessageId]) -> Result<Self, StoreError> {
        let messages = tx.messages().get_many(ids)?;
        let mut owners: Vec<AccountId> = messages.iter().map(|m| m.account_id).collect();
        owners.sort_unstable();
        owners.dedup();
        let owners = tx.accounts().get_many(&owners)?;
        let wanted: Vec<ReminderId> = messages.iter().filter_map(|m| m.reminder_id).collect();
        let reminders = tx.reminders().get_many(&wanted)?;
        let mut asked: HashMap<ReminderId, HashMap<ItemId, i64>> = HashMap::new();
        for line in tx.reminders().items_of(&wanted)? {
            asked.entry(line.reminder_id).or_default().insert(line.item_id, line.open_minor);
        }
        let mut accounts: BTreeSet<AccountId> = reminders.iter().map(|r| r.account_id).collect();
        let payers: Vec<AccountId> = accounts.iter().copied().collect();
        let mut children: HashMap<AccountId, Vec<AccountId>> = HashMap::new();
        for (child, payer) in tx.accounts().payers(Some(&payers))? {
            children.entry(payer).or_default().push(child);
            accounts.insert(child);
        }
        let accounts: Vec<AccountId> = accounts.into_iter().collect();
        let mut items: HashMap<AccountId, Vec<Item>> = HashMap::new();
        for item in tx.items().of_accounts(&accounts)? {
            items.entry(item.account_id).or_default().push(item);
        }
        let mut matches: HashMap<AccountId, Vec<Allocation>> = HashMap::new();
        for allocation in tx.allocations().of_accounts(&accounts)? {
            matches.entry(allocation.account_id).or_default().push(allocation);
        }
        Ok(Self {
            messages: messages.into_iter().map(|m| (m.id, m)).collect(),
            owners: owners.into_iter().map(|line| (line.account.id, line.account)).collect(),
            reminders: reminders.into_iter().map(|r| (r.id, r)).collect(),
            asked,
            children,
            items,
            matches,
        })
    }

    /// The account of a message.
    fn owner(&self, tx: &mut Tx, id: AccountId) -> Result<Account, StoreError> {
        self.owners.get(&id).cloned().map_or_else(|| tx.accounts().get(id), Ok)
    }

    /// True when nothing is left of what a reminder asked for, credits taken off; the accounts it pays for
    /// included.
    fn is_settled(&self, reminder: &Reminder, day: Date) -> bool {
        let asked = |item: ItemId| self.asked.get(&reminder.id).and_then(|lines| lines.get(&item)).copied();
        let children = self.children.get(&reminder.account_id).map_or(&[][..], Vec::as_slice);
        let mut left = 0;
        for account in std::iter::once(&reminder.account_id).chain(children) {
            let matches = self.matches.get(account).map_or(&[][..], Vec::as_slice);
            let items = self.items.get(account).map_or(&[][..], Vec::as_slice);
            for item in items.iter().filter(|item| item.entry_on <= day) {
                let open = open_of(item, matches, Some(day));
                let of_it = open.currency() == reminder.currency;
                left += match asked(item.id) {
                    _ if of_it && open.minor() < 0 => open.minor(),
                    Some(asked) if asked > 0 => open.minor().min(asked),
                    _ => 0,
                };
            }
        }
        left <= 0
    }
}

fn lines(tx: &mut Tx, messages: &[Message]) -> Result<Vec<ApprovalLine>, StoreError> {
    let accounts: Vec<AccountId> = messages.iter().map(|m| m.account_id).collect();
    let known: HashMap<AccountId, store::AccountLine> =
        tx.accounts().get_many(&accounts)?.into_iter().map(|l| (l.account.id, l)).collect();
    let wanted: Vec<ReminderId> = messages.iter().filter_map(|m| m.reminder_id).collect();
    let reminders: HashMap<ReminderId, Reminder> =
        tx.reminders().get_many(&wanted)?.into_iter().map(|r| (r.id, r)).collect();
    let line = |message: &Message| {
        let (reminder, of) = (reminders.get(&message.reminder_id?)?, known.get(&message.account_id)?);
        Some(ApprovalLine {
            id: message.id,
            run: reminder.run_id,
            account: of.account.number.clone(),
            account_id: message.account_id,
            debtor: of.debtor.name.clone(),
            strategy: reminder.strategy.clone(),
            step: reminder.step.clone(),
            level: reminder.level,
            channel: message.channel.clone(),
            on: reminder.on_day,
            currency: reminder.currency,
            amount: Money::new(reminder.total_minor, reminder.currency).to_decimal(),
            reason: reminder.reason.clone(),
        })
    };
    Ok(messages.iter().filter_map(line).collect())
}
