//! The worklist of the day: which files deserve a move, in which order, why, and which move.
//!
//! The order is that of [`amicable::worklist`]: points by criterion, weighed as the house says. The plan of
//! the day stays in memory ([`day`]); a view of it costs neither a scan nor a decision.

mod cause;
mod day;
mod house;
mod judge;
mod past;
mod rights;
mod signals;
mod snooze;
mod team;
mod weights;
mod why;

use std::sync::Arc;

use kernel::{Currency, DAY_US, Date, Money, Timestamp, Wording};
use ledger::{AccountId, indicators};
use serde::Serialize;
use store::TaskId;

pub use amicable::weights::WEIGHT_MAX;
pub use amicable::worklist::{Criterion, Weights};
pub use cause::{Cause, Move, Since, When};
pub(crate) use day::{Day, DayCache};
pub use house::{CAPACITY_MAX, CAPACITY_USUAL};
pub(crate) use house::{House, working};
use judge::Work;
pub(crate) use past::{Past, PastPiece, PastReader, Relations};
pub use snooze::{SNOOZE_DAYS, SnoozeLine};
pub use store::{AbsenceId, SnoozeId};
pub use team::{AbsenceLine, AbsenceOrder, Chosen, Given, TeamMember, WhoseAccounts};
pub use weights::{Moved, RankChange, SavedWeights, WeightsInForce, with_weights};
pub use why::{PointLine, RankWhy};

use crate::portfolio::Sight;
use crate::{Actor, Desk, DeskError, Permission, Refusal};

/// Acts that count as a file dealt with.
const DEALT: [&str; 7] = [
    "task.done",
    "promise.made",
    "item.blocked",
    "item.released",
    "account.paused",
    "message.approved",
    "message.refused",
];

/// Whose list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Scope {
    /// That of who asks where accounts are theirs, else everybody's.
    #[default]
    Usual,
    /// That of one login: their accounts and tasks, and those of whom they stand in for.
    Of(String),
    /// Everybody's.
    Team,
}

/// Which part of which list.
#[derive(Debug, Clone, Default)]
pub struct WorkQuery {
    /// Whose.
    pub scope: Scope,
    /// The last file of the page before, from [`Worklist::next`].
    pub after: Option<AccountId>,
    /// Files of a page.
    pub limit: usize,
}

/// One reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// Stable code.
    pub code: &'static str,
    /// In words.
    pub words: Wording,
}

/// One file of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WorkRow {
    /// Place in the list, from 1.
    pub rank: u64,
    /// The account.
    pub account_id: AccountId,
    /// Customer code.
    pub account: String,
    /// Name of the debtor.
    pub debtor: String,
    /// Currency with most that is late.
    pub currency: Currency,
    /// What is late in it, credits taken off; zero where only a task waits.
    pub overdue: String,
    /// Days late of the oldest piece.
    pub late_days: i64,
    /// Points times weights, added up.
    pub score: u32,
    /// Why it is on the list, the gravest first.
    pub reasons: Vec<Reason>,
    /// What is proposed.
    #[serde(rename = "move")]
    pub proposed: Move,
    /// The task due, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task: Option<TaskId>,
    /// Login of whose the account is; nobody's when empty.
    pub collector: String,
    /// Within the contacts of the day.
    pub within: bool,
}

/// « The first 58 are 55 % of what is late. »
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Top {
    /// Files.
    pub accounts: u64,
    /// Their share, whole percent.
    pub percent: u8,
    /// What is late on them.
    pub overdue: String,
    /// What is late in all.
    pub of: String,
    /// Currency of both.
    pub currency: Currency,
}

/// A page of the list, and what it is taken from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Worklist {
    /// The day.
    pub date: Date,
    /// Login of whose list it is; everybody's when none.
    pub owner: Option<String>,
    /// The files.
    pub rows: Vec<WorkRow>,
    /// Where the next page starts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<AccountId>,
    /// Files in all.
    pub total: u64,
    /// Contacts left today.
    pub capacity: u64,
    /// Files that were dealt with today by who asks.
    pub done: u64,
    /// The smallest head of what is late that is half of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top: Option<Top>,
    /// Files put off.
    pub snoozed: u64,
    /// Files on the list of who asks.
    pub mine: u64,
    /// Files on everybody's.
    pub team: u64,
    /// When the open items were read.
    pub read_at: Timestamp,
}

impl Desk {
    /// The list of the day: a page of it, what it is cut to, and what it is taken from.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when the file before the page left the list; [`DeskError::Store`].
    pub fn worklist(&self, actor: &Actor, query: &WorkQuery) -> Result<Worklist, DeskError> {
        actor.may(Permission::Read)?;
        let day = self.day()?;
        let eyes = self.eyes(&day, actor)?;
        let mine: Vec<&Arc<Work>> = eyes.list(Some(&actor.name)).collect();
        let owner = match &query.scope {
            Scope::Team => None,
            Scope::Of(login) => Some(login.clone()),
            Scope::Usual => eyes.has_accounts().then(|| actor.name.clone()),
        };
        let team = eyes.list(None).count();
        let works: Vec<&Arc<Work>> = match &owner {
            Some(login) if *login == actor.name => mine.clone(),
            Some(login) => eyes.list(Some(login)).collect(),
            None => eyes.list(None).collect(),
        };
        let place = |account: AccountId| works.iter().position(|w| day.view.cards[w.position].id == account);
        let start = match query.after {
            Some(account) => place(account).ok_or(Refusal::ListMoved)? + 1,
            None => 0,
        };
        let limit = query.limit.clamp(1, 1_000);
        let done = self.dealt_with(actor, day.today)?;
        let capacity = u64::from(day.house.capacity(owner.as_deref().unwrap_or(&actor.name)));
        let left = capacity.saturating_sub(if owner.as_ref().is_none_or(|o| *o == actor.name) { done } else { 0 });
        let page: Vec<&Arc<Work>> = works.iter().copied().skip(start).take(limit).collect();
        let more = start + page.len() < works.len();
        let next = page.last().filter(|_| more).map(|work| day.view.cards[work.position].id);
        let rows = page.iter().zip(start as u64 + 1..).map(|(work, rank)| eyes.row(work, rank, left)).collect();
        Ok(Worklist {
            date: day.today,
            rows,
            next,
            total: works.len() as u64,
            capacity: left,
            done,
            top: eyes.top(owner.as_deref()),
            snoozed: day.snoozed.keys().filter(|account| eyes.sight.reaches(**account)).count() as u64,
            mine: mine.len() as u64,
            team: team as u64,
            read_at: day.view.read_at,
            owner,
        })
    }

    /// Files above the line of the day, on the list that the first page shows to who asks.
    pub(crate) fn above_the_line(&self, day: &Day, actor: &Actor) -> Result<u64, DeskError> {
        let eyes = self.eyes(day, actor)?;
        let owner = eyes.has_accounts().then_some(actor.name.as_str());
        let capacity = u64::from(day.house.capacity(&actor.name));
        let left = capacity.saturating_sub(self.dealt_with(actor, day.today)?);
        Ok(eyes.list(owner).take(usize::try_from(left).unwrap_or(usize::MAX)).count() as u64)
    }

    /// How many files somebody dealt with today.
    fn dealt_with(&self, actor: &Actor, today: Date) -> Result<u64, DeskError> {
        let from = Timestamp::from_microsecond(self.now().as_microsecond() - DAY_US).unwrap_or(self.now());
        let list = self.store.read(|tx| tx.timeline().handled(&actor.name, &DEALT, (today, from)))?;
        Ok(list.len() as u64)
    }
}

/// The list as somebody may see it.
struct Eyes<'a> {
    day: &'a Day,
    login: &'a str,
    sight: Sight,
    runs: bool,
    weights: Weights,
}

impl Desk {
    fn eyes<'a>(&self, day: &'a Day, actor: &'a Actor) -> Result<Eyes<'a>, DeskError> {
        let (runs, sight) = (actor.carries(Permission::Run), self.sight_of(Arc::clone(&day.view), actor)?);
        Ok(Eyes { day, login: &actor.name, sight, runs, weights: day.house.weights() })
    }
}

impl Eyes<'_> {
    /// True when some account is theirs today.
    fn has_accounts(&self) -> bool {
        let house = &self.day.house;
        house.logins().any(|login| house.working(login) == self.login)
    }

    /// The files on the list of a login, or on everybody's, in order.
    fn list<'b>(&'b self, login: Option<&'b str>) -> impl Iterator<Item = &'b Arc<Work>> {
        self.shown(&self.day.order, login)
    }

    /// The files of an order that are told to who asks.
    fn shown<'b>(&'b self, order: &'b [Arc<Work>], login: Option<&'b str>) -> impl Iterator<Item = &'b Arc<Work>> {
        order.iter().filter(move |work| {
            let account = self.day.view.cards[work.position].id;
            self.sight.holds(work.position)
                && !self.day.snoozed.contains_key(&account)
                && login.is_none_or(|login| is_of(self.day, work, login))
                && work.proposed(self.runs).is_some()
        })
    }

    fn row(&self, work: &Work, rank: u64, left: u64) -> WorkRow {
        let card = &self.day.view.cards[work.position];
        let reason = |cause: &Cause| Reason { code: cause.code(), words: cause.wording() };
        WorkRow {
            rank,
            account_id: card.id,
            account: card.number.to_string(),
            debtor: card.name.to_string(),
            currency: work.currency,
            overdue: judge::overdue(work).to_decimal(),
            late_days: work.facts.late_days,
            score: work.points.weighed(&self.weights),
            reasons: work.reasons(self.runs).map(reason).collect(),
            proposed: work.proposed(self.runs).unwrap_or(Move::Decide),
            task: work.task.map(|(id, _)| id),
            collector: self.day.house.collector(card.id).unwrap_or_default().to_owned(),
            within: rank <= left,
        }
    }

    /// The smallest head of what is late that is at least half of it, among the accounts of `owner` or all.
    fn top(&self, owner: Option<&str>) -> Option<Top> {
        let (day, house) = (self.day, &self.day.house);
        let mine = |position: usize| {
            if !self.sight.holds(position) {
                return false;
            }
            let Some(login) = owner else { return true };
            house.collector(day.view.cards[position].id).is_some_and(|whose| house.working(whose) == login)
        };
        let list: Vec<i64> = day.most.iter().filter(|(_, position)| mine(*position)).map(|(late, _)| *late).collect();
        let head = indicators::head(&list, 50)?;
        let money = |minor| Money::new(minor, day.view.currency).to_decimal();
        Some(Top {
            accounts: head.count,
            percent: head.percent(),
            overdue: money(head.amount),
            of: money(head.whole),
            currency: day.view.currency,
        })
    }
}

/// True when a file is on the list of `login`: its account is theirs or a task of it is, or they stand in.
fn is_of(day: &Day, work: &Work, login: &str) -> bool {
    let house = &day.house;
    let account = day.view.cards[work.position].id;
    let works = |whose: &str| house.working(whose) == login;
    house.collector(account).is_some_and(works)
        || work.owners.iter().any(|owner| house.login_of(owner).is_some_and(works))
}

/// True when a task written to `owner` on an account is done by `login` today; nobody's task is that of who
/// collects the account, and everybody's where nobody does.
pub(crate) fn does(day: &Day, login: &str, (account, owner): (AccountId, &str)) -> bool {
    let house = &day.house;
    let works = |whose: &str| house.working(whose) == login;
    if owner.is_empty() {
        return house.collector(account).is_none_or(works);
    }
    house.login_of(&owner.to_lowercase()).is_some_and(works)
}
