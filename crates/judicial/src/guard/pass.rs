//! The daily pass: every right of the house looked at once, from compact rows.
//!
//! [`Row`] is a right as columns hold it; the limitation of a piece is made into one on the way ([`PlainItem`]),
//! so that a million pieces need no row of their own. Nothing is allocated for a right of which nothing is due.
//! Slices can be passed in parallel and their answers put together by [`Pass::absorb`].

use std::collections::BTreeMap;

use kernel::{Currency, Date, Money, epoch_day, from_epoch_day};
use ledger::{AccountId, ItemId};
use serde::{Deserialize, Serialize};

use super::alarms::{Ask, NEVER, Policy};
use super::clock::{Clock, Clocks, KindIndex, Term, Times};
use super::{CaseId, DeadlineId, OwnerId, Right, RightId};

/// What a clock is, without its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Runs {
    Yes,
    Unconfirmed,
    Stopped,
}

/// A right that is not closed, as columns hold it. Days are counted since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Which right.
    pub id: RightId,
    /// The account.
    pub account: AccountId,
    /// The case that its amount is counted once for.
    pub case: Option<CaseId>,
    /// Who answers for it.
    pub owner: OwnerId,
    /// What is open of the pieces it covers.
    pub at_risk: Money,
    pub(crate) runs: Runs,
    pub(crate) times: Times,
    told: i32,
    answered: i32,
}

impl Row {
    pub(crate) const fn times(&self) -> Times {
        self.times
    }

    /// The last day to act by law.
    pub fn last_day(&self) -> Date {
        from_epoch_day(self.times.last)
    }

    /// True for a right that was told through that day, included.
    pub fn is_told(&self, day: Date) -> bool {
        self.told >= epoch_day(day)
    }

    /// The same, told through that day.
    #[must_use]
    pub fn told(self, day: Date) -> Self {
        Self { told: epoch_day(day), ..self }
    }

    /// The same, an alarm answered by its owner on that day.
    #[must_use]
    pub fn answered(self, day: Date) -> Self {
        Self { answered: epoch_day(day), ..self }
    }

    /// What is due of it on a day.
    #[inline]
    pub fn due(&self, today: Date, policy: &Policy) -> Option<Alarm> {
        self.due_on(epoch_day(today), policy)
    }

    #[inline]
    fn due_on(&self, today: i32, policy: &Policy) -> Option<Alarm> {
        if self.runs == Runs::Stopped {
            return None;
        }
        let due = policy.due(self.times, today, self.told, self.answered)?;
        let ask = match (self.runs, due.lost) {
            (Runs::Unconfirmed, _) => Ask::Confirm,
            (_, true) => Ask::Lost,
            (_, false) => Ask::Act,
        };
        Some(Alarm {
            id: self.id,
            account: self.account,
            case: self.case,
            owner: self.owner,
            at_risk: self.at_risk,
            ask,
            level: due.level,
            since: from_epoch_day(due.since),
            left: i64::from(self.times.safe) - i64::from(today),
            safe: from_epoch_day(self.times.safe),
            last_day: from_epoch_day(self.times.last),
            to_owner: due.owner,
            to_manager: due.manager,
        })
    }
}

impl Right {
    /// The right as a row; none once it is closed.
    pub fn row(&self) -> Option<Row> {
        self.closing().is_none().then(|| self.as_row())
    }

    pub(super) fn as_row(&self) -> Row {
        let runs = match self.clock {
            Clock::Runs(_) => Runs::Yes,
            Clock::Unconfirmed { .. } => Runs::Unconfirmed,
            Clock::Stopped { .. } => Runs::Stopped,
        };
        Row {
            id: self.id,
            account: self.whose.account,
            case: self.whose.case,
            owner: self.owner,
            at_risk: self.at_risk,
            runs,
            times: times(self.clock.term(), self.known_on),
            told: self.told_on.map_or(NEVER, epoch_day),
            answered: self.answered_on.map_or(NEVER, epoch_day),
        }
    }
}

fn times(term: &Term, known_on: Date) -> Times {
    Times {
        starts: epoch_day(term.starts),
        last: epoch_day(term.last_day),
        safe: epoch_day(term.safe),
        days: term.days,
        known: epoch_day(known_on),
    }
}

/// An open piece without an event of limitation. Days are counted since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlainItem {
    /// The piece.
    pub item: ItemId,
    /// The account.
    pub account: AccountId,
    /// The case it is in.
    pub case: Option<CaseId>,
    /// Who answers for it.
    pub owner: OwnerId,
    /// What is open.
    pub open: Money,
    /// Kind of claim.
    pub kind: KindIndex,
    /// A second kind that it may be: the earlier end is kept.
    pub or_kind: Option<KindIndex>,
    /// Due day, or day of completion when it is known and comes first.
    pub from: i32,
    /// Nobody confirmed the due date.
    pub inferred: bool,
    /// The day of its import.
    pub known: i32,
    /// The day through which its alarms were told.
    pub told: Option<i32>,
    /// The last day its owner answered.
    pub answered: Option<i32>,
}

impl PlainItem {
    /// Its right, none when nothing is open, or when its day is outside the span of `clocks`.
    #[inline]
    pub fn row(&self, clocks: &Clocks) -> Option<Row> {
        if self.open.minor() <= 0 {
            return None;
        }
        let (starts, last, safe) = self.days(clocks)?;
        Some(Row {
            id: RightId::Item(self.item),
            account: self.account,
            case: self.case,
            owner: self.owner,
            at_risk: self.open,
            runs: if self.inferred { Runs::Unconfirmed } else { Runs::Yes },
            times: Times { starts, last, safe, days: last - starts, known: self.known },
            told: self.told.unwrap_or(NEVER),
            answered: self.answered.unwrap_or(NEVER),
        })
    }

    #[inline]
    fn days(&self, clocks: &Clocks) -> Option<(i32, i32, i32)> {
        let one = clocks.days(self.kind, self.from)?;
        let other = self.or_kind.and_then(|kind| clocks.days(kind, self.from));
        Some(other.filter(|other| other.1 < one.1).unwrap_or(one))
    }
}

/// A deadline of a procedure as columns hold it. Days are counted since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlainDeadline {
    /// The deadline.
    pub id: DeadlineId,
    /// The account.
    pub account: AccountId,
    /// The case; none of a period of an insolvency.
    pub case: Option<CaseId>,
    /// Who answers for it.
    pub owner: OwnerId,
    /// What is open of what it covers.
    pub open: Money,
    /// The day it is counted from.
    pub starts: i32,
    /// Last day.
    pub last: i32,
    /// The date to work by.
    pub safe: i32,
    /// The day it was known.
    pub known: i32,
}

impl PlainDeadline {
    /// Its right: the one [`super::of_followed`] makes of the deadline itself.
    pub fn row(&self) -> Row {
        let Self { starts, last, safe, known, .. } = *self;
        Row {
            id: RightId::Deadline(self.id),
            account: self.account,
            case: self.case,
            owner: self.owner,
            at_risk: self.open,
            runs: Runs::Yes,
            times: Times { starts, last, safe, days: (last - starts).abs(), known },
            told: NEVER,
            answered: NEVER,
        }
    }
}

/// An alarm to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alarm {
    /// Of which right.
    pub id: RightId,
    /// The account.
    pub account: AccountId,
    /// The case.
    pub case: Option<CaseId>,
    /// Who answers for it.
    pub owner: OwnerId,
    /// What is open of the pieces it covers.
    pub at_risk: Money,
    /// What it asks.
    pub ask: Ask,
    /// How grave: 1 for the first, [`Policy::gravest`] for the last.
    pub level: u8,
    /// The first day it was due and not told.
    pub since: Date,
    /// Days to the safe date, negative after it.
    pub left: i64,
    /// The safe date.
    pub safe: Date,
    /// The last day by law.
    pub last_day: Date,
    /// Its owner is told.
    pub to_owner: bool,
    /// The manager is told.
    pub to_manager: bool,
}

/// So many rights, and their amounts. What several rights of one case are for is in each of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// How many.
    pub count: u64,
    /// Minor units of each currency.
    pub sums: BTreeMap<String, i128>,
}

/// How many rights run, are lost, wait, and the alarms to tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pass {
    /// In the order of the rows.
    pub alarms: Vec<Alarm>,
    /// Rights that run.
    pub running: u64,
    /// Rights that are lost and not closed.
    pub expired: u64,
    /// Rights whose due date is to be confirmed.
    pub unconfirmed: u64,
    /// Rights whose clock is stopped.
    pub stopped: u64,
    /// Open pieces whose day is outside the span of the clocks: never silent, they are to be looked at.
    pub beyond: u64,
    sums: [Sums; 3],
}

/// Minor units by currency: few of them, found by looking.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Sums(Vec<(Currency, i128)>);

impl Sums {
    #[inline]
    fn add(&mut self, money: Money) {
        let minor = i128::from(money.minor());
        match self.0.iter_mut().find(|(currency, _)| *currency == money.currency()) {
            Some((_, sum)) => *sum += minor,
            None => self.0.push((money.currency(), minor)),
        }
    }

    fn tally(&self, count: u64) -> Tally {
        Tally { count, sums: self.0.iter().map(|(currency, sum)| (currency.code().to_owned(), *sum)).collect() }
    }
}

impl Pass {
    /// Rights that are lost and not closed, with their amounts.
    pub fn lost(&self) -> Tally {
        self.sums[0].tally(self.expired)
    }

    /// Rights whose due date is to be confirmed, with their amounts.
    pub fn to_confirm(&self) -> Tally {
        self.sums[1].tally(self.unconfirmed)
    }

    /// Rights that run, with their amounts.
    pub fn live(&self) -> Tally {
        self.sums[2].tally(self.running)
    }

    #[inline]
    fn look(&mut self, row: &Row, today: i32, policy: &Policy) {
        let place = match row.runs {
            Runs::Stopped => {
                self.stopped += 1;
                return;
            }
            Runs::Unconfirmed => {
                self.unconfirmed += 1;
                1
            }
            Runs::Yes if row.times.last < today => {
                self.expired += 1;
                0
            }
            Runs::Yes => {
                self.running += 1;
                2
            }
        };
        self.sums[place].add(row.at_risk);
        if let Some(alarm) = row.due_on(today, policy) {
            self.alarms.push(alarm);
        }
    }

    /// Puts the answer of another slice behind this one.
    #[must_use]
    pub fn absorb(mut self, other: Self) -> Self {
        self.alarms.extend(other.alarms);
        self.running += other.running;
        self.expired += other.expired;
        self.unconfirmed += other.unconfirmed;
        self.stopped += other.stopped;
        self.beyond += other.beyond;
        for (mine, theirs) in self.sums.iter_mut().zip(&other.sums) {
            for (currency, sum) in &theirs.0 {
                match mine.0.iter_mut().find(|(known, _)| known == currency) {
                    Some((_, known)) => *known += sum,
                    None => mine.0.push((*currency, *sum)),
                }
            }
        }
        self
    }
}

/// The pass of a day over rows: deadlines, and the pieces that events of limitation moved.
pub fn over_rows(rows: &[Row], today: Date, policy: &Policy) -> Pass {
    let (mut pass, day) = (Pass::default(), epoch_day(today));
    for row in rows {
        pass.look(row, day, policy);
    }
    pass
}

/// The pass of a day over open pieces without events.
pub fn over_items(items: &[PlainItem], clocks: &Clocks, today: Date, policy: &Policy) -> Pass {
    let (mut pass, day) = (Pass::default(), epoch_day(today));
    for item in items {
        match item.row(clocks) {
            Some(row) => pass.look(&row, day, policy),
            None if item.open.minor() > 0 => pass.beyond += 1,
            None => {}
        }
    }
    pass
}
