//! Writing the day: five hundred accounts a transaction, each read and decided again inside it.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use amicable::{Claim, Decision, History, Proposal, Reason, Strategy};
use kernel::{Currency, Date, Money, Wording, epoch_day};
use ledger::portfolio::{AccountRow, OpenItem, PortfolioBuilder, Settlements};
use ledger::{AccountId, CreditorId, ItemId, Portfolio};
use store::{
    AccountLine, Entry, EntryId, JobId, Message, MessageId, MessageState, NewJob, Reminder, ReminderId, ReminderItem,
    Run, RunId, RunState, ScannedAllocation, StoreError, Tx,
};

use super::decide::{Histories, Survey, Told, decide_account};
use super::decisions::{Candidate, Decisions, describe};
use super::{RunAnswer, RunRequest};
use crate::letters::{LineClaim, line_claim};
use crate::portfolio::{AccountCard, View, allocation_row, item_row};
use crate::{Actor, Desk, DeskError, jobs};

/// Accounts written together.
const CHUNK: usize = 500;

/// What one transaction writes.
#[derive(Default)]
struct Written {
    reminders: Vec<Reminder>,
    items: Vec<ReminderItem>,
    messages: Vec<Message>,
    entries: Vec<Entry>,
    /// What was decided, to be told.
    decided: Vec<Candidate>,
    /// Numbers of pieces that the survey did not know.
    late_numbers: HashMap<ItemId, String>,
}

/// What settled each piece: day, minor units.
type Payments = HashMap<ItemId, Vec<(i32, i64)>>;

/// The open pieces of an account and their numbers.
type Pieces<'a> = HashMap<ItemId, (&'a OpenItem, &'a str)>;

impl Written {
    /// Keeps the numbers of pieces that came after the survey, so that they can be told too.
    fn note_late_numbers(&mut self, view: &View, candidate: &Candidate, pieces: &Pieces<'_>) {
        let seen: HashSet<ItemId> = view.portfolio.numbers(candidate.position).map(|(id, _)| id).collect();
        for line in candidate.lines.iter().filter(|l| !seen.contains(&l.item)) {
            if let Some((_, number)) = pieces.get(&line.item) {
                self.late_numbers.insert(line.item, (*number).to_owned());
            }
        }
    }
}

/// The ledger of some accounts, read inside the transaction.
struct Fresh {
    lines: HashMap<AccountId, AccountLine>,
    portfolio: Portfolio,
    payments: Payments,
    histories: Histories,
}

/// What stays the same through a run.
struct Circumstances<'a> {
    actor: &'a Actor,
    strategy: &'a Strategy,
    /// What the survey saw.
    view: &'a View,
    run: RunId,
    day: Date,
}

impl Desk {
    pub(super) fn persist(
        &self,
        actor: &Actor,
        strategy: &Strategy,
        survey: Survey,
        (day, request): (Date, &RunRequest),
        progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Result<RunAnswer, DeskError> {
        let Survey { view, strategy: slug, accounts, candidates, blocked } = survey;
        let mut ids: Vec<AccountId> = candidates.iter().map(|c| view.cards[c.position].id).collect();
        ids.dedup();
        drop(candidates);
        let decisions = Decisions::new(Arc::clone(&view), slug);
        let unfinished =
            self.store.read(|tx| tx.runs().of_day(day))?.into_iter().find(|r| r.state == RunState::Running);
        if ids.is_empty() && unfinished.is_none() {
            return Ok(Told::default().answer(day, accounts, blocked, true, decisions));
        }
        let run = match unfinished {
            Some(run) => run,
            None => self.open_run(actor, day, request.creditor)?,
        };
        let around = Circumstances { actor, strategy, view: &view, run: run.id, day };
        let mut told = Told::default();
        let mut late_numbers = HashMap::new();
        let mut keep = |told: &mut Told, written: Written| {
            written.decided.iter().for_each(|c| told.count(c.currency, c.principal));
            if !request.summary {
                told.candidates.extend(written.decided);
                late_numbers.extend(written.late_numbers);
            }
        };
        let mut failed = Vec::new();
        let total = ids.len() as u64;
        for chunk in ids.chunks(CHUNK) {
            match self.write_chunk(&around, chunk) {
                Ok(written) => keep(&mut told, written),
                // One bad account must not stop the others: the chunk is done again one by one.
                Err(first) => {
                    tracing::warn!(error = %first, accounts = chunk.len(), "a batch of the run failed; replaying it account by account");
                    for account in chunk {
                        match self.write_chunk(&around, &[*account]) {
                            Ok(written) => keep(&mut told, written),
                            Err(error) => failed.push({
                                let said = error.wording();
                                Wording::new(format!("{account} : {}", said.fr), format!("{account}: {}", said.en))
                            }),
                        }
                    }
                }
            }
            progress(told.messages, total);
        }
        let mut result = told.answer(day, accounts, blocked, true, decisions.late_numbers(late_numbers));
        result.failed = failed;
        self.close_run(actor, run, &result)?;
        Ok(result)
    }

    fn open_run(&self, actor: &Actor, day: Date, creditor: Option<CreditorId>) -> Result<Run, DeskError> {
        let run = Run {
            id: RunId(self.id()),
            day,
            creditor_id: creditor,
            state: RunState::Running,
            started_us: self.now(),
            finished_us: None,
            actor: actor.name.clone(),
            summary: "{}".to_owned(),
        };
        self.store.write("run.open", |tx| tx.runs().insert(&run))?;
        Ok(run)
    }

    /// Closes the run and queues its letters, in one transaction.
    fn close_run(&self, actor: &Actor, mut run: Run, result: &RunAnswer) -> Result<(), DeskError> {
        let messages = self.store.read(|tx| tx.reminders().count_of_run(run.id))?;
        let summary = serde_json::json!({
            "date": result.date, "accounts": result.accounts, "messages": messages, "blocked": result.blocked,
            "asked": result.asked, "failed": result.failed.len(),
        });
        run.state = RunState::Done;
        run.finished_us = Some(self.now());
        run.summary = summary.to_string();
        let (job, entry) = (JobId(self.id()), self.id());
        let now = self.now();
        self.store.write("run.close", |tx| {
            tx.runs().save(&run)?;
            let about = crate::desk::About { on: Some(run.day), creditor: run.creditor_id, account: None };
            tx.timeline().append(&self.entry(EntryId(entry), actor, about, "run.done", &summary))?;
            if messages > 0 {
                let job = NewJob {
                    id: job,
                    kind: jobs::RENDER_LETTERS.to_owned(),
                    payload: serde_json::json!({ "run": run.id }).to_string(),
                    run_at: now,
                    dedupe_key: Some(format!("{}:{}", jobs::RENDER_LETTERS, run.id)),
                    max_attempts: 5,
                };
                tx.jobs().enqueue(&job, now)?;
            }
            Ok::<_, StoreError>(())
        })?;
        Ok(())
    }

    fn write_chunk(&self, around: &Circumstances<'_>, accounts: &[AccountId]) -> Result<Written, DeskError> {
        self.store.write("run.write", |tx| {
            let fresh = read_fresh(tx, accounts, around.day)?;
            let mut written = Written::default();
            for (position, account) in fresh.portfolio.accounts().iter().enumerate() {
                let Some(line) = fresh.lines.get(&account.id) else { continue };
                let card = card(line);
                let items: Vec<OpenItem> = fresh.portfolio.items(position).collect();
                let numbers = fresh.portfolio.numbers(position).map(|(_, number)| number);
                let pieces: Pieces<'_> = items.iter().zip(numbers).map(|(i, number)| (i.id, (i, number))).collect();
                for (currency, decision) in decide_account(around.strategy, &card, &items, &fresh.histories, around.day)
                {
                    if let Decision::Send(proposal, reason) = decision {
                        let debtor = (line, &card, &pieces);
                        self.record(around, debtor, currency, (proposal, reason), &fresh.payments, &mut written)?;
                    }
                }
            }
            tx.reminders().insert_many(&written.reminders)?;
            tx.reminders().insert_items(&written.items)?;
            tx.messages().insert_many(&written.messages)?;
            tx.timeline().append_many(&written.entries)?;
            Ok(Written { decided: written.decided, late_numbers: written.late_numbers, ..Written::default() })
        })
    }

    fn record(
        &self,
        around: &Circumstances<'_>,
        (line, card, pieces): (&AccountLine, &AccountCard, &Pieces<'_>),
        currency: Currency,
        (proposal, reason): (Proposal<'_>, Reason),
        payments: &Payments,
        written: &mut Written,
    ) -> Result<(), DeskError> {
        let claims = self.claims(around, line, &proposal, (pieces, payments))?;
        let interest: i64 = claims.iter().map(|c| c.interest.minor()).sum();
        let indemnity: i64 = claims.iter().map(|c| c.indemnity.minor()).sum();
        let added = if proposal.step.claim == Claim::Claimed { interest + indemnity } else { 0 };
        let id = ReminderId(self.id());
        let reminder = Reminder {
            id,
            account_id: line.account.id,
            creditor_id: line.account.creditor_id,
            run_id: around.run,
            currency,
            cycle: i64::from(proposal.cycle.number),
            level: i64::from(proposal.cycle.level),
            step: proposal.step.slug.clone(),
            strategy: around.strategy.slug.clone(),
            on_day: around.day,
            grant_until: proposal.grant_until,
            principal_minor: proposal.principal,
            interest_minor: interest,
            indemnity_minor: indemnity,
            total_minor: proposal.principal + added,
            reason: reason.french(),
        };
        written.items.extend(proposal.lines.iter().zip(&claims).map(|(l, c)| ReminderItem {
            reminder_id: id,
            item_id: l.item,
            account_id: line.account.id,
            open_minor: l.open,
            interest_minor: c.interest.minor(),
            indemnity_minor: c.indemnity.minor(),
        }));
        written.messages.push(self.planned(line, id, proposal.step.channel));
        let candidate = Candidate {
            position: around.view.portfolio.position(card.id).unwrap_or(usize::MAX),
            currency,
            level: proposal.cycle.level,
            step: proposal.step.slug.clone(),
            channel: proposal.step.channel.slug(),
            principal: proposal.principal,
            lines: proposal.lines,
            reason,
        };
        written.note_late_numbers(around.view, &candidate, pieces);
        let number = |id: ItemId| pieces.get(&id).map(|(_, number)| *number);
        let words = describe(card, &around.strategy.slug, &candidate, number);
        let payload = serde_json::json!({
            "reminder": id, "step": reminder.step, "level": reminder.level, "cycle": reminder.cycle, "currency": currency,
            "principal": words.amount, "total": Money::new(reminder.total_minor, currency).to_decimal(),
            "items": words.items, "reason": reminder.reason, "until": reminder.grant_until,
        });
        let about = crate::desk::About {
            account: Some(line.account.id),
            creditor: Some(line.account.creditor_id),
            on: Some(around.day),
        };
        written.entries.push(self.entry(EntryId(self.id()), around.actor, about, "reminder.decided", &payload));
        written.reminders.push(reminder);
        written.decided.push(candidate);
        Ok(())
    }

    /// The message that will carry a reminder.
    fn planned(&self, line: &AccountLine, reminder: ReminderId, channel: amicable::Channel) -> Message {
        let now = self.now();
        Message {
            id: MessageId(self.id()),
            account_id: line.account.id,
            reminder_id: Some(reminder),
            channel: channel.slug().to_owned(),
            language: line.debtor.language,
            state: MessageState::Planned,
            recipient: line.debtor.name.clone(),
            subject: String::new(),
            body: String::new(),
            document_id: None,
            created_us: now,
            address: String::new(),
            refusals: 0,
            next_try_us: now,
            settled_us: None,
            registered: String::new(),
            presented_on: None,
            returned_on: None,
        }
    }

    /// Interest and indemnity of each line. Where they are withheld a missing rate is no obstacle:
    /// nothing about them is said.
    fn claims(
        &self,
        around: &Circumstances<'_>,
        line: &AccountLine,
        proposal: &Proposal<'_>,
        (pieces, payments): (&Pieces<'_>, &Payments),
    ) -> Result<Vec<LineClaim>, DeskError> {
        let mut claims = Vec::with_capacity(proposal.lines.len());
        for l in &proposal.lines {
            let Some((item, _)) = pieces.get(&l.item) else { continue };
            let paid = payments.get(&l.item).map_or(&[][..], Vec::as_slice);
            let piece = (item.kind, Money::new(item.amount, item.currency), item.due_day, item.due_inferred);
            match line_claim(&self.law, line.debtor.kind, piece, paid, around.day) {
                Ok(claim) => claims.push(claim),
                Err(_) if proposal.step.claim == Claim::Withheld => {
                    let zero = Money::zero(item.currency);
                    claims.push(LineClaim { interest: zero, indemnity: zero });
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(claims)
    }
}

fn card(line: &AccountLine) -> AccountCard {
    AccountCard::of(line, false)
}

/// Everything the decision needs for some accounts, as it stands in this transaction.
fn read_fresh(tx: &mut Tx, accounts: &[AccountId], day: Date) -> Result<Fresh, DeskError> {
    let lines = tx.accounts().get_many(accounts)?;
    let rows = lines
        .iter()
        .map(|l| AccountRow { id: l.account.id, creditor: l.account.creditor_id, debtor: l.debtor.id })
        .collect();
    let mut settled = Settlements::until(Some(day));
    let mut matches = Vec::new();
    tx.scan_allocations::<DeskError>(Some(accounts), |a| {
        settled.add(allocation_row(&a));
        matches.push(a);
        Ok(())
    })?;
    let mut open = PortfolioBuilder::new(rows, settled);
    tx.scan_items::<DeskError>(Some(accounts), |i| {
        open.add(item_row(&i));
        Ok(())
    })?;
    let portfolio = open.finish();
    let histories = histories(tx, accounts)?;
    let lines = lines.into_iter().map(|l| (l.account.id, l)).collect();
    Ok(Fresh { lines, portfolio, payments: payments(matches, day), histories })
}

/// What settled each piece until `day`, by day, in the order it was entered.
fn payments(mut matches: Vec<ScannedAllocation>, day: Date) -> Payments {
    let until = epoch_day(day);
    matches.retain(|a| a.on <= until);
    matches.sort_unstable_by_key(|a| (a.on, a.id));
    let mut payments = Payments::new();
    for a in matches {
        payments.entry(a.debit_id).or_default().push((a.on, a.amount_minor));
    }
    payments
}

/// Last reminder of each account and currency, with the pieces it asked for.
pub(crate) fn histories(tx: &mut Tx, accounts: &[AccountId]) -> Result<Histories, StoreError> {
    let mut last: BTreeMap<(AccountId, Currency), Reminder> = BTreeMap::new();
    for reminder in tx.reminders().of_accounts(accounts)? {
        keep_last(&mut last, reminder);
    }
    let ids: Vec<ReminderId> = last.values().map(|r| r.id).collect();
    let asked = tx.reminders().items_of(&ids)?;
    Ok(with_items(last, asked))
}

pub(super) fn keep_last(last: &mut BTreeMap<(AccountId, Currency), Reminder>, reminder: Reminder) {
    let key = (reminder.account_id, reminder.currency);
    let later = last.get(&key).is_none_or(|old| (old.cycle, old.level) < (reminder.cycle, reminder.level));
    if later {
        last.insert(key, reminder);
    }
}

pub(super) fn with_items(last: BTreeMap<(AccountId, Currency), Reminder>, asked: Vec<ReminderItem>) -> Histories {
    let mut items: HashMap<ReminderId, Vec<ItemId>> = HashMap::new();
    for line in asked.into_iter().filter(|l| l.open_minor > 0) {
        items.entry(line.reminder_id).or_default().push(line.item_id);
    }
    last.into_iter()
        .map(|(key, r)| {
            let history = History {
                cycle: u32::try_from(r.cycle).unwrap_or(1),
                level: u8::try_from(r.level).unwrap_or(u8::MAX),
                on: r.on_day,
                grant_until: r.grant_until,
                items: items.remove(&r.id).unwrap_or_default(),
                pending: false,
            };
            (key, history)
        })
        .collect()
}
