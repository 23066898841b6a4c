//! Writing the day: five hundred accounts a transaction, each read and decided again inside it.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use amicable::{Channel, Claim, Decision, Proposal, Reason};
use kernel::{Currency, Date, Money, Wording, epoch_day};
use ledger::portfolio::{AccountRow, OpenItem, PortfolioBuilder, Settlements};
use ledger::{AccountId, Contact, CreditorId, DebtorId, ItemId, Portfolio};
use store::{
    AccountLine, Entry, EntryId, Message, MessageId, MessageState, Reminder, ReminderId, ReminderItem, Run, RunId,
    RunState, ScannedAllocation, StoreError, Task, TaskId, TaskKind, TaskState, Tx,
};

use super::bearings::{Bearings, Decided};
use super::decide::{Survey, Told};
use super::decisions::{Candidate, Decisions, describe};
use super::{RunAnswer, RunRequest};
use crate::letters::{LineClaim, contested_of, step_claim, uncontested};
use crate::portfolio::{AccountCard, View, allocation_row, item_row};
use crate::{Actor, Desk, DeskError};

/// Accounts written together.
const CHUNK: usize = 500;

/// What one transaction writes.
#[derive(Default)]
struct Written {
    reminders: Vec<Reminder>,
    items: Vec<ReminderItem>,
    messages: Vec<Message>,
    tasks: Vec<Task>,
    entries: Vec<Entry>,
    /// What was decided, to be told.
    decided: Vec<Candidate>,
    /// Numbers of pieces that the survey did not know.
    late_numbers: HashMap<ItemId, String>,
}

/// What settled each piece: day, minor units.
type Payments = HashMap<ItemId, Vec<(i32, i64)>>;

/// What lowers what a piece bears: what settled it, and what of it is disputed, minor units.
struct Relief {
    payments: Payments,
    contested: HashMap<ItemId, i64>,
}

/// An open piece, its number and the account it is of.
struct Piece<'a> {
    item: OpenItem,
    number: &'a str,
    account: AccountId,
}

/// The open pieces an account answers for.
type Pieces<'a> = HashMap<ItemId, Piece<'a>>;

/// Whose message it is, and under what.
struct Whose<'a> {
    line: &'a AccountLine,
    card: &'a AccountCard,
    pieces: &'a Pieces<'a>,
    currency: Currency,
    strategy: usize,
}

impl Written {
    /// Keeps the numbers of pieces that came after the survey, so that they can be told too.
    fn note_late_numbers(&mut self, view: &View, candidate: &Candidate, pieces: &Pieces<'_>) {
        let seen: HashSet<ItemId> = view.portfolio.numbers(candidate.position).map(|(id, _)| id).collect();
        for line in candidate.lines.iter().filter(|l| !seen.contains(&l.item)) {
            if let Some(piece) = pieces.get(&line.item) {
                self.late_numbers.insert(line.item, piece.number.to_owned());
            }
        }
    }
}

/// The ledger of some accounts, read inside the transaction.
struct Fresh {
    lines: HashMap<AccountId, AccountLine>,
    contacts: HashMap<DebtorId, Vec<Contact>>,
    portfolio: Portfolio,
    relief: Relief,
    bearings: Bearings,
}

/// What stays the same through a run.
struct Circumstances<'a> {
    actor: &'a Actor,
    /// What bore on the survey: its plan holds for the whole run.
    bearings: &'a Bearings,
    /// What the survey saw.
    view: &'a View,
    run: RunId,
    day: Date,
    /// Under a cap: what the survey chose among the accounts of each debtor. Nothing else may take its room.
    chosen: Option<HashSet<(AccountId, Currency)>>,
}

impl Desk {
    pub(super) fn persist(
        &self,
        actor: &Actor,
        survey: Survey,
        (day, request): (Date, &RunRequest),
        progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Result<RunAnswer, DeskError> {
        let Survey { view, bearings, accounts, candidates, blocked } = survey;
        let mut ids: Vec<AccountId> = candidates.iter().map(|c| view.cards[c.position].id).collect();
        ids.dedup();
        let chosen = bearings
            .plan
            .contact_cap
            .map(|_| candidates.iter().map(|c| (view.cards[c.position].id, c.currency)).collect());
        drop(candidates);
        let decisions = Decisions::new(Arc::clone(&view), &bearings.plan);
        let unfinished =
            self.store.read(|tx| tx.runs().of_day(day))?.into_iter().find(|r| r.state == RunState::Running);
        if ids.is_empty() && unfinished.is_none() {
            return Ok(Told::default().answer((day, true), accounts, &blocked, decisions));
        }
        let run = match unfinished {
            Some(run) => run,
            None => self.open_run(actor, day, request.creditor)?,
        };
        let around = Circumstances { actor, bearings: &bearings, view: &view, run: run.id, day, chosen };
        let mut told = Told::default();
        let mut late_numbers = HashMap::new();
        let mut keep = |told: &mut Told, written: Written| {
            written.decided.iter().for_each(|c| told.count(c));
            if !request.summary {
                told.candidates.extend(written.decided);
                late_numbers.extend(written.late_numbers);
            }
        };
        let mut failed = Vec::new();
        let (mut done, total) = (0, ids.len() as u64);
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
                                let (said, place) = (error.wording(), view.portfolio.position(*account));
                                let named =
                                    place.map_or_else(|| account.to_string(), |at| view.cards[at].number.to_string());
                                Wording::new(format!("{named} : {}", said.fr), format!("{named}: {}", said.en))
                            }),
                        }
                    }
                }
            }
            done += chunk.len() as u64;
            progress(done, total);
        }
        let mut result = told.answer((day, true), accounts, &blocked, decisions.late_numbers(late_numbers));
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
        let entry = self.id();
        self.store.write("run.close", |tx| {
            tx.runs().save(&run)?;
            let about = crate::desk::About { on: Some(run.day), creditor: run.creditor_id, account: None };
            tx.timeline().append(&self.entry(EntryId(entry), actor, about, "run.done", &summary))?;
            if messages > 0 {
                self.queue_letters(tx, run.id)?;
            }
            Ok::<_, StoreError>(())
        })?;
        Ok(())
    }

    fn write_chunk(&self, around: &Circumstances<'_>, accounts: &[AccountId]) -> Result<Written, DeskError> {
        self.store.write("run.write", |tx| {
            let fresh = read_fresh(tx, around.bearings, accounts, around.day)?;
            let mut written = Written::default();
            let mut today: HashMap<DebtorId, usize> = HashMap::new();
            for account in accounts {
                // Who got a payer since the survey is no longer asked for anything.
                let Some(line) = fresh.lines.get(account).filter(|l| l.account.payer_id.is_none()) else { continue };
                let contacts = fresh.contacts.get(&line.debtor.id).map_or(&[][..], Vec::as_slice);
                let card = AccountCard::of(line, contacts);
                let (items, pieces) = fresh.pieces(*account);
                let also = today.get(&card.debtor).copied().unwrap_or_default();
                let decided = fresh.bearings.decide_after(&card, &items, (around.day, also));
                for Decided { currency, strategy, decision } in decided {
                    if around.chosen.as_ref().is_some_and(|chosen| !chosen.contains(&(*account, currency))) {
                        continue;
                    }
                    if let Decision::Send(proposal, reason) = decision {
                        *today.entry(card.debtor).or_default() += 1;
                        let whose = Whose { line, card: &card, pieces: &pieces, currency, strategy };
                        self.record(around, &whose, (proposal, reason), &fresh.relief, &mut written)?;
                    }
                }
            }
            tx.reminders().insert_many(&written.reminders)?;
            tx.reminders().insert_items(&written.items)?;
            tx.messages().insert_many(&written.messages)?;
            tx.tasks().insert_many(&written.tasks)?;
            tx.timeline().append_many(&written.entries)?;
            Ok(Written { decided: written.decided, late_numbers: written.late_numbers, ..Written::default() })
        })
    }

    fn record(
        &self,
        around: &Circumstances<'_>,
        whose: &Whose<'_>,
        (proposal, reason): (Proposal<'_>, Reason),
        relief: &Relief,
        written: &mut Written,
    ) -> Result<(), DeskError> {
        let Whose { line, card, pieces, currency, strategy } = *whose;
        let claims = self.claims(around, line, &proposal, (pieces, relief))?;
        let id = ReminderId(self.id());
        let slug = &around.bearings.plan.strategies[strategy].slug;
        let reminder = reminder(around, whose, (id, slug), &proposal, (&claims, &reason));
        written.items.extend(proposal.lines.iter().zip(&claims).map(|(l, c)| ReminderItem {
            reminder_id: id,
            item_id: l.item,
            account_id: pieces.get(&l.item).map_or(line.account.id, |p| p.account),
            open_minor: l.open,
            interest_minor: c.interest.minor(),
            indemnity_minor: c.indemnity.minor(),
        }));
        if proposal.channel.is_task() {
            written.tasks.push(self.given(line, id, around.day, &proposal));
        } else {
            written.messages.push(self.planned(line, (around.run, id), &proposal));
        }
        let position = around.view.portfolio.position(card.id).unwrap_or(usize::MAX);
        let candidate = Candidate::of(position, (currency, strategy), proposal, reason);
        written.note_late_numbers(around.view, &candidate, pieces);
        let number = |id: ItemId| pieces.get(&id).map(|p| p.number);
        let words = describe(card, slug, &candidate, number);
        let payload = serde_json::json!({
            "reminder": id, "step": reminder.step, "level": reminder.level, "cycle": reminder.cycle, "currency": currency,
            "strategy": slug, "channel": words.channel,
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

    /// The message that will carry a reminder; it waits where the step asks for approval.
    fn planned(&self, line: &AccountLine, (run, reminder): (RunId, ReminderId), proposal: &Proposal<'_>) -> Message {
        let now = self.now();
        let language = proposal.step.language.as_deref().and_then(kernel::Language::parse);
        Message {
            id: MessageId(self.id()),
            account_id: line.account.id,
            reminder_id: Some(reminder),
            channel: proposal.channel.slug().to_owned(),
            language: language.unwrap_or(line.debtor.language),
            state: if proposal.step.approval { MessageState::Awaiting } else { MessageState::Planned },
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
            run_id: Some(run),
            print_file_id: None,
        }
    }

    /// The task that a call or a visit is.
    fn given(&self, line: &AccountLine, reminder: ReminderId, day: Date, proposal: &Proposal<'_>) -> Task {
        Task {
            id: TaskId(self.id()),
            account_id: line.account.id,
            reminder_id: Some(reminder),
            kind: if proposal.channel == Channel::Visit { TaskKind::Visit } else { TaskKind::Call },
            state: TaskState::Open,
            subject: proposal.step.slug.clone(),
            owner: proposal.step.sender.clone(),
            due_on: day,
            outcome: String::new(),
            note: String::new(),
            actor: String::new(),
            created_us: self.now(),
            closed_us: None,
        }
    }

    /// Interest and indemnity of each line.
    fn claims(
        &self,
        around: &Circumstances<'_>,
        line: &AccountLine,
        proposal: &Proposal<'_>,
        (pieces, relief): (&Pieces<'_>, &Relief),
    ) -> Result<Vec<LineClaim>, DeskError> {
        let mut claims = Vec::with_capacity(proposal.lines.len());
        for l in &proposal.lines {
            let Some(Piece { item, .. }) = pieces.get(&l.item) else { continue };
            let paid = relief.payments.get(&l.item).map_or(&[][..], Vec::as_slice);
            let contested = relief.contested.get(&l.item).copied().unwrap_or_default();
            let amount = uncontested(Money::new(item.amount, item.currency), contested);
            let piece = (item.kind, amount, item.due_day, item.due_inferred);
            claims.push(step_claim(&self.law, proposal.step.claim, line.debtor.kind, piece, paid, around.day)?);
        }
        Ok(claims)
    }
}

/// The reminder of a proposal, with its figures on its day.
fn reminder(
    around: &Circumstances<'_>,
    whose: &Whose<'_>,
    (id, strategy): (ReminderId, &str),
    proposal: &Proposal<'_>,
    (claims, reason): (&[LineClaim], &Reason),
) -> Reminder {
    let interest: i64 = claims.iter().map(|c| c.interest.minor()).sum();
    let indemnity: i64 = claims.iter().map(|c| c.indemnity.minor()).sum();
    let added = if proposal.step.claim == Claim::Claimed { interest + indemnity } else { 0 };
    Reminder {
        id,
        account_id: whose.line.account.id,
        creditor_id: whose.line.account.creditor_id,
        run_id: around.run,
        currency: whose.currency,
        cycle: i64::from(proposal.cycle.number),
        level: i64::from(proposal.cycle.level),
        step: proposal.step.slug.clone(),
        strategy: strategy.to_owned(),
        on_day: around.day,
        grant_until: proposal.grant_until,
        principal_minor: proposal.principal,
        interest_minor: interest,
        indemnity_minor: indemnity,
        total_minor: proposal.principal + added,
        reason: Wording::new(reason.french(), reason.english()),
    }
}

impl Fresh {
    /// The open pieces an account answers for, its own and those of the accounts it pays for.
    fn pieces(&self, account: AccountId) -> (Vec<OpenItem>, Pieces<'_>) {
        let (mut items, mut pieces) = (Vec::new(), Pieces::new());
        for account in std::iter::once(&account).chain(self.bearings.children(account)) {
            let Some(position) = self.portfolio.position(*account) else { continue };
            let numbers = self.portfolio.numbers(position).map(|(_, number)| number);
            for (item, number) in self.portfolio.items(position).zip(numbers) {
                pieces.insert(item.id, Piece { item, number, account: *account });
                items.push(item);
            }
        }
        (items, pieces)
    }
}

/// Everything the decision needs for some accounts, as it stands in this transaction.
fn read_fresh(tx: &mut Tx, before: &Bearings, accounts: &[AccountId], day: Date) -> Result<Fresh, DeskError> {
    let mut family = accounts.to_vec();
    family.extend(tx.accounts().payers(Some(accounts))?.into_iter().map(|(child, _)| child));
    let bearings = before.again(tx, &family, day)?;
    let lines = tx.accounts().get_many(&family)?;
    let rows = lines
        .iter()
        .map(|l| AccountRow { id: l.account.id, creditor: l.account.creditor_id, debtor: l.debtor.id })
        .collect();
    let mut settled = Settlements::until(Some(day));
    let mut matches = Vec::new();
    tx.scan_allocations::<DeskError>(Some(&family), |a| {
        settled.add(allocation_row(&a));
        matches.push(a);
        Ok(())
    })?;
    let mut open = PortfolioBuilder::new(rows, settled);
    tx.scan_items::<DeskError>(Some(&family), |i| {
        open.add(item_row(&i));
        Ok(())
    })?;
    let debtors: Vec<DebtorId> = lines.iter().map(|l| l.debtor.id).collect();
    let mut contacts: HashMap<DebtorId, Vec<Contact>> = HashMap::new();
    for contact in tx.contacts().of_debtors(&debtors)? {
        contacts.entry(contact.debtor_id).or_default().push(contact);
    }
    let lines = lines.into_iter().map(|l| (l.account.id, l)).collect();
    let blocks = tx.item_blocks().of_accounts(&family)?;
    let contested = blocks.iter().map(|b| (b.item_id, contested_of(&blocks, b.item_id, day))).collect();
    let relief = Relief { payments: payments(matches, day), contested };
    Ok(Fresh { lines, contacts, portfolio: open.finish(), relief, bearings })
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
