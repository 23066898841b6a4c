//! The file of one account on one screen.

use std::collections::HashMap;

use amicable::{Decision, Plan};
use kernel::{Currency, Date, Money, Period, Timestamp, Wording, days_between, epoch_day};
use ledger::ageing::AgedRow;
use ledger::portfolio::OpenItem;
use ledger::statement::{Statement, open_of, statements};
use ledger::{Account, AccountId, Allocation, Buckets, Contact, Creditor, Debtor, Item, ItemId};
use serde::Serialize;
use store::{AccountLine, DocumentInfo, EntryId, Message, Reminder, Tx};

use super::told::{FileLimitation, Pace, first_limitation, pace};
use crate::blocks::open_pieces;
use crate::entries::open_item;
use crate::letters::{line_claim, line_question};
use crate::portfolio::AccountCard;
use crate::runs::{Bearings, Decided};
use crate::{Actor, Desk, DeskError, Permission, Refusal};

/// Facts of the timeline shown.
const FACTS: u32 = 200;
/// Settled pieces shown.
const SETTLED: usize = 50;

/// A piece with what is left of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FileItem {
    /// The piece.
    pub item: Item,
    /// What is open.
    pub open: Money,
    /// Days late; 0 or less when not due; 0 for credits.
    pub late_days: i64,
    /// Late interest to date; none when the tables have no rate for it.
    pub interest: Option<Money>,
    /// Fixed indemnity to date.
    pub indemnity: Money,
    /// The question `late-interest` whose answer these two are; empty where nothing is borne.
    #[serde(skip)]
    pub working: Vec<(String, String)>,
}

/// Sums of an account in one currency.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CurrencyTotals {
    /// Currency.
    pub currency: Currency,
    /// Everything open.
    pub outstanding: Money,
    /// What is late, credits of past date netted.
    pub overdue: Money,
    /// Open credits, negative or zero.
    pub credits: Money,
    /// Late interest to date on what is open.
    pub interest: Money,
    /// Indemnities to date.
    pub indemnity: Money,
    /// By age.
    pub aged: AgedRow,
}

/// The account that pays in place of another: it gets the reminders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Payer {
    /// The account.
    pub id: AccountId,
    /// Its customer code.
    pub number: String,
    /// Name of the debtor.
    pub name: String,
}

/// What the next run would do.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NextStep {
    /// Strategy followed.
    pub strategy: String,
    /// Its steps, in order.
    pub steps: Vec<String>,
    /// Level done, 0 before the first.
    pub level: u8,
    /// Currency.
    pub currency: Currency,
    /// Step, when a message would leave today.
    pub step: Option<String>,
    /// What it would ask in principal.
    pub amount: Option<Money>,
    /// Why.
    pub why: Wording,
}

/// One fact of the timeline.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TimelineLine {
    /// Its entry: where a page of older ones starts.
    #[serde(skip)]
    pub id: EntryId,
    /// Written at.
    pub at: Timestamp,
    /// Counts for this day.
    pub on: Date,
    /// Who.
    pub actor: String,
    /// What, as a slug.
    pub kind: String,
    /// The fact.
    pub payload: serde_json::Value,
}

/// Everything about one account.
#[derive(Debug, Clone)]
pub struct AccountFile {
    /// The creditor.
    pub creditor: Creditor,
    /// The account.
    pub account: Account,
    /// The debtor.
    pub debtor: Debtor,
    /// People.
    pub contacts: Vec<Contact>,
    /// Open pieces, oldest due date first, credits last.
    pub items: Vec<FileItem>,
    /// Pieces settled last.
    pub settled: Vec<FileItem>,
    /// Sums, the currency with most pieces first.
    pub totals: Vec<CurrencyTotals>,
    /// Matches that count, the last first.
    pub allocations: Vec<Allocation>,
    /// Reminders, the last first.
    pub reminders: Vec<Reminder>,
    /// Messages, the last first.
    pub messages: Vec<Message>,
    /// Documents, the last first.
    pub documents: Vec<DocumentInfo>,
    /// What the next run would do today: on the account, or on the one that pays for it.
    pub next: Vec<NextStep>,
    /// Who pays for the account; none when it pays itself.
    pub payer: Option<Payer>,
    /// Facts, the last first.
    pub timeline: Vec<TimelineLine>,
    /// Other accounts of the same debtor.
    pub siblings: Vec<AccountId>,
    /// How long it takes to pay, from what it paid last; none without a settled invoice.
    pub pace: Option<Pace>,
    /// The first right that is lost, among the pieces owed whose due date is certain.
    pub limitation: Option<FileLimitation>,
    /// When it was read.
    pub read_at: Timestamp,
}

struct Raw {
    creditor: Creditor,
    account: Account,
    debtor: Debtor,
    contacts: Vec<Contact>,
    items: Vec<Item>,
    allocations: Vec<Allocation>,
    reminders: Vec<Reminder>,
    messages: Vec<Message>,
    documents: Vec<DocumentInfo>,
    timeline: Vec<store::Entry>,
    events: Vec<store::ClaimEvent>,
    siblings: Vec<AccountId>,
    answering: Answering,
}

/// What the decision reads: of the account, or of the one that pays for it, with every account that one
/// pays for, as the run does.
struct Answering {
    line: AccountLine,
    contacts: Vec<Contact>,
    pieces: Vec<OpenItem>,
    bearings: Bearings,
}

fn answering(tx: &mut Tx, account: &Account, plan: Plan, today: Date) -> Result<Answering, DeskError> {
    let who = account.payer_id.unwrap_or(account.id);
    let mut family = vec![who];
    family.extend(tx.accounts().payers(Some(&[who]))?.into_iter().map(|(child, _)| child));
    let line = tx.accounts().get_many(&[who])?.pop();
    let line = line.ok_or_else(|| DeskError::NotFound { what: "account", key: who.to_string() })?;
    let bearings = Bearings::read(tx, plan, Some(&family), today)?;
    let mut pieces = Vec::new();
    for account in family {
        let open = open_pieces(tx, account, today)?;
        pieces.extend(open.iter().map(|(item, left)| open_item(item, left.minor())));
    }
    Ok(Answering { contacts: tx.contacts().of_debtor(line.debtor.id)?, line, pieces, bearings })
}

fn read(tx: &mut Tx, (actor, id): (&Actor, AccountId), plan: Plan, today: Date) -> Result<Raw, DeskError> {
    let account = actor.find(tx, id)?;
    let of_debtor = tx.accounts().of_debtor(account.debtor_id)?;
    let siblings = actor.among(tx, of_debtor)?.into_iter().map(|a| a.id).filter(|a| *a != id);
    Ok(Raw {
        creditor: tx.creditors().get(account.creditor_id)?,
        debtor: tx.debtors().get(account.debtor_id)?,
        contacts: tx.contacts().of_debtor(account.debtor_id)?,
        items: tx.items().of_account(id)?,
        allocations: tx.allocations().of_account(id)?,
        reminders: tx.reminders().of_account(id)?,
        messages: tx.messages().of_account(id)?,
        documents: tx.documents().of_account(id)?,
        timeline: tx.timeline().of_account(id, None, FACTS)?,
        events: tx.claim_events().of_account(id)?,
        siblings: siblings.collect(),
        answering: answering(tx, &account, plan, today)?,
        account,
    })
}

impl Desk {
    /// The file of an account, as it stands now.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Store`].
    pub fn account_file(&self, actor: &Actor, id: AccountId) -> Result<AccountFile, DeskError> {
        actor.may(Permission::Read)?;
        let today = self.today();
        let raw = self.store.read(|tx| {
            let plan = crate::strategies::plan(tx)?;
            read(tx, (actor, id), plan, today)
        })?;
        let mut paid: HashMap<ItemId, Vec<(i32, i64)>> = HashMap::new();
        for a in raw.allocations.iter().filter(|a| a.on <= today) {
            paid.entry(a.debit_id).or_default().push((epoch_day(a.on), a.amount.minor()));
        }
        let mut open = Vec::new();
        let mut settled = Vec::new();
        for item in raw.items.iter().filter(|i| i.entry_on <= today) {
            let left = open_of(item, &raw.allocations, Some(today));
            let line = self.file_item(&raw.debtor, item, left, &paid, today);
            if left.is_zero() { &mut settled } else { &mut open }.push(line);
        }
        open.sort_by_key(|l| (l.open.minor() < 0, l.item.due_on, l.item.id));
        settled.sort_by_key(|l| std::cmp::Reverse((l.item.entry_on, l.item.id)));
        settled.truncate(SETTLED);
        let next = next_steps(&raw.answering, today);
        let pace = pace(&raw.items, &raw.allocations);
        let limitation = first_limitation(&self.law, raw.debtor.kind, (&open, &raw.events), today);
        let payer = raw.account.payer_id.map(|id| {
            let AccountLine { account, debtor } = raw.answering.line;
            Payer { id, number: account.number, name: debtor.name }
        });
        let (mut reminders, mut allocations) = (raw.reminders, raw.allocations);
        reminders.reverse();
        allocations.reverse();
        Ok(AccountFile {
            totals: totals(&open, today),
            items: open,
            settled,
            allocations,
            reminders,
            messages: raw.messages,
            documents: raw.documents,
            next,
            payer,
            timeline: raw.timeline.into_iter().map(timeline_line).collect(),
            siblings: raw.siblings,
            pace,
            limitation,
            creditor: raw.creditor,
            account: raw.account,
            debtor: raw.debtor,
            contacts: raw.contacts,
            read_at: self.now(),
        })
    }

    fn file_item(
        &self,
        debtor: &Debtor,
        item: &Item,
        open: Money,
        paid: &HashMap<ItemId, Vec<(i32, i64)>>,
        today: Date,
    ) -> FileItem {
        let zero = Money::zero(item.amount.currency());
        let piece = (item.kind, item.amount, epoch_day(item.due_on), item.due_inferred);
        let payments = paid.get(&item.id).map_or(&[][..], Vec::as_slice);
        let claim =
            if open.minor() > 0 { Some(line_claim(&self.law, debtor.kind, piece, payments, today)) } else { None };
        let (interest, indemnity) = match claim {
            Some(Ok(claim)) => (Some(claim.interest), claim.indemnity),
            Some(Err(_)) => (None, zero),
            None => (Some(zero), zero),
        };
        let late_days = if open.minor() > 0 { days_between(item.due_on, today) } else { 0 };
        let working = match interest {
            Some(interest) if !interest.is_zero() => line_question(debtor.kind, piece, payments, today),
            _ => Vec::new(),
        };
        FileItem { item: item.clone(), open, late_days, interest, indemnity, working }
    }

    /// Statements of an account over a period, one per currency.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Refused`] when the period ends before it starts.
    pub fn statement(&self, actor: &Actor, id: AccountId, period: Period) -> Result<Vec<Statement>, DeskError> {
        actor.may(Permission::Read)?;
        if period.until < period.from {
            return Err(Refusal::PeriodReversed.into());
        }
        let (items, allocations) = self.store.read(|tx| {
            actor.find(tx, id)?;
            Ok::<_, DeskError>((tx.items().of_account(id)?, tx.allocations().of_account(id)?))
        })?;
        Ok(statements(items, &allocations, period))
    }

    /// The account a person means: its reference, or its customer code.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Refused`] when several creditors use the code.
    pub fn find_account(&self, actor: &Actor, text: &str) -> Result<AccountId, DeskError> {
        actor.may(Permission::Read)?;
        let found = self.store.read(|tx| {
            let named = tx.accounts().with_number(text.trim())?;
            Ok::<_, DeskError>(actor.among(tx, named)?)
        })?;
        match found.as_slice() {
            [one] => Ok(one.id),
            [] => {
                let not_found = || DeskError::NotFound { what: "account", key: text.to_owned() };
                let id: AccountId = text.parse().map_err(|_| not_found())?;
                self.store.read(|tx| Ok(actor.find(tx, id)?.id))
            }
            several => {
                let list: Vec<String> = several.iter().map(|a| a.id.to_string()).collect();
                Err(Refusal::AccountAmbiguous { code: text.to_owned(), references: list.join(", ") }.into())
            }
        }
    }
}

fn next_steps(by: &Answering, today: Date) -> Vec<NextStep> {
    let card = AccountCard::of(&by.line, &by.contacts);
    let decided = by.bearings.decide(&card, &by.pieces, today);
    let next = |Decided { currency, strategy, decision }| {
        let (step, amount, reason) = match decision {
            Decision::Send(p, reason) => (Some(p.step.slug.clone()), Some(Money::new(p.principal, currency)), reason),
            Decision::Wait(reason) | Decision::Blocked(reason, _) => (None, None, reason),
        };
        let mine: Vec<OpenItem> = by.pieces.iter().filter(|piece| piece.currency == currency).copied().collect();
        let level = by.bearings.reached(&card, strategy, (currency, &mine)).level;
        let strategy = &by.bearings.plan.strategies[strategy];
        let steps = strategy.steps.iter().map(|step| step.slug.clone()).collect();
        let why = Wording::new(reason.french(), reason.english());
        NextStep { currency, strategy: strategy.slug.clone(), steps, level, step, amount, why }
    };
    decided.into_iter().map(next).collect()
}

fn totals(open: &[FileItem], today: Date) -> Vec<CurrencyTotals> {
    let buckets = Buckets::default();
    let mut currencies: Vec<Currency> = open.iter().map(|l| l.open.currency()).collect();
    currencies.sort();
    currencies.dedup();
    let mut all: Vec<CurrencyTotals> = currencies
        .into_iter()
        .map(|currency| {
            let mine = || open.iter().filter(move |l| l.open.currency() == currency);
            let mut aged = AgedRow { amounts: vec![0; buckets.count()], items: vec![0; buckets.count()], credits: 0 };
            for line in mine() {
                let late = epoch_day(today) - epoch_day(line.item.due_on);
                let bucket = buckets.of(late);
                aged.amounts[bucket] += line.open.minor();
                aged.items[bucket] += 1;
                aged.credits += line.open.minor().min(0);
            }
            let money = |minor: i64| Money::new(minor, currency);
            CurrencyTotals {
                currency,
                outstanding: money(aged.total()),
                overdue: money(aged.overdue()),
                credits: money(aged.credits),
                interest: money(mine().filter_map(|l| l.interest).map(Money::minor).sum()),
                indemnity: money(mine().map(|l| l.indemnity.minor()).sum()),
                aged,
            }
        })
        .collect();
    all.sort_by_key(|t| std::cmp::Reverse(t.aged.count()));
    all
}

pub(super) fn timeline_line(entry: store::Entry) -> TimelineLine {
    TimelineLine {
        id: entry.id,
        at: entry.at_us,
        on: entry.on_day,
        actor: entry.actor,
        kind: entry.kind,
        payload: serde_json::from_str(&entry.payload).unwrap_or_default(),
    }
}
