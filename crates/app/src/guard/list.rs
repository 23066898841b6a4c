//! Which rights a list shows, in which order, and what they come to.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};

use judicial::guard::Policy;
use kernel::{Currency, Date, Money, epoch_day, from_epoch_day};
use ledger::{AccountId, ItemId};
use store::{CaseId, CourtProcedureId, CourtTitleId, InsolvencyId, ProcedureDeadlineId, RightAlarm};

use super::ground::{Ground, Whole};
use super::{GuardLine, GuardPlace, GuardSum, RightKey, RightShow, WaiverLine};
use crate::portfolio::AccountCard;

/// Whether a period runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Runs {
    /// It does.
    Yes,
    /// Its due date is to be confirmed.
    Unconfirmed,
    /// Something stops it.
    Stopped,
    /// Somebody gave the right up.
    GivenUp,
}

/// What a right is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RightOf {
    /// The limitation of a piece.
    Item(ItemId),
    /// A deadline of a procedure.
    Deadline(ProcedureDeadlineId, CourtProcedureId),
    /// The limitation of a title.
    Title(CourtTitleId),
    /// What an account declares in the insolvency of its debtor, or what it asked in it.
    Insolvency(RightKey, InsolvencyId),
}

/// What rights are counted once for: several can be for the same money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum For {
    /// A case: its pieces, the deadlines of its procedures, its titles.
    Case(CaseId),
    /// An account whose debtor is insolvent: its pieces and what it declares.
    Account(AccountId),
}

/// A right as a pass over the open pieces sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct SeenRight {
    /// Last day, epoch day.
    pub last: i32,
    /// What it is about.
    pub of: RightOf,
    /// Place of its account.
    pub position: usize,
    /// What is open of it.
    pub open: Money,
    /// Whether it runs.
    pub runs: Runs,
    /// What its money is counted once for; none of a piece that stands for itself.
    pub counted: Option<For>,
}

impl SeenRight {
    fn is_shown(&self, show: RightShow, days: u16, today: i32) -> bool {
        match (show, self.runs) {
            (RightShow::GivenUp, runs) => runs == Runs::GivenUp,
            (_, Runs::GivenUp) => false,
            (RightShow::All, _) => true,
            (RightShow::Soon, runs) => runs == Runs::Yes && (today..=today + i32::from(days)).contains(&self.last),
            (RightShow::Lost, runs) => runs == Runs::Yes && self.last < today,
            (RightShow::Unconfirmed, runs) => runs == Runs::Unconfirmed,
        }
    }

    /// What tells it from the others.
    pub fn key(&self) -> RightKey {
        RightKey(match self.of {
            RightOf::Item(item) => item.0,
            RightOf::Deadline(deadline, _) => deadline.0,
            RightOf::Title(title) => title.0,
            RightOf::Insolvency(key, _) => key.0,
        })
    }

    fn place(&self) -> Place {
        (self.last, self.key())
    }
}

/// What rights add to what they are counted once for, in minor units: pieces add up, the greatest of the others counts.
#[derive(Debug, Clone, Copy)]
struct Stake {
    of: (Currency, For),
    pieces: i64,
    greatest: i64,
}

impl Stake {
    fn absorb(&mut self, other: &Self) {
        self.pieces = self.pieces.saturating_add(other.pieces);
        self.greatest = self.greatest.max(other.greatest);
    }
}

/// How many rights, and minor units by currency, each amount once.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    rights: u64,
    amounts: BTreeMap<Currency, i64>,
    /// Those that may be for the same money; the rights of a case mostly come one after another, and are one stake then.
    shared: Vec<Stake>,
}

impl Tally {
    fn add(&mut self, one: &SeenRight) {
        self.rights += 1;
        let (currency, minor) = (one.open.currency(), one.open.minor());
        match one.counted {
            Some(of) => {
                let (pieces, greatest) = if matches!(one.of, RightOf::Item(_)) { (minor, 0) } else { (0, minor) };
                let stake = Stake { of: (currency, of), pieces, greatest };
                match self.shared.last_mut() {
                    Some(last) if last.of == stake.of => last.absorb(&stake),
                    _ => self.shared.push(stake),
                }
            }
            None => self.sum(currency, minor),
        }
    }

    fn sum(&mut self, currency: Currency, minor: i64) {
        let sum = self.amounts.entry(currency).or_default();
        *sum = sum.saturating_add(minor);
    }

    fn absorb(&mut self, other: Self) {
        self.rights += other.rights;
        for (currency, minor) in other.amounts {
            self.sum(currency, minor);
        }
        self.shared.extend(other.shared);
    }

    /// The same as it is told: of what is for the same money, the larger of its pieces together and of its greatest
    /// other right.
    pub fn told(mut self) -> GuardSum {
        let mut shared = std::mem::take(&mut self.shared);
        shared.sort_unstable_by_key(|stake| stake.of);
        shared.dedup_by(|next, kept| {
            let same = next.of == kept.of;
            if same {
                kept.absorb(next);
            }
            same
        });
        for Stake { of: (currency, _), pieces, greatest } in shared {
            self.sum(currency, pieces.max(greatest));
        }
        let told = |(currency, minor): (&Currency, &i64)| (*currency, Money::new(*minor, *currency).to_decimal());
        GuardSum { rights: self.rights, amounts: self.amounts.iter().map(told).collect() }
    }
}

/// Where a right stands in a list: its last day, epoch day, and what tells it from the others of that day.
type Place = (i32, RightKey);

/// What a look is for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    show: Option<RightShow>,
    days: u16,
    today: i32,
    after: Option<Place>,
    limit: usize,
}

impl Asked {
    /// The sums alone, « soon » being so many days ahead.
    pub fn sums(days: u16, today: Date) -> Self {
        Self { show: None, days, today: epoch_day(today), after: None, limit: 0 }
    }

    /// A page as well: so many of the rights shown after a place, those that end first.
    #[must_use]
    pub fn page(self, show: RightShow, after: Option<GuardPlace>, limit: usize) -> Self {
        let after = after.map(|after| (epoch_day(after.last_day), after.right));
        Self { show: Some(show), after, limit, ..self }
    }
}

/// A right in the order of a list.
#[derive(Debug, Clone, Copy)]
struct Placed(SeenRight);

impl Ord for Placed {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.place().cmp(&other.0.place())
    }
}

impl PartialOrd for Placed {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Placed {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Placed {}

/// What a look found.
#[derive(Debug, Clone, Default)]
pub(super) struct Seen {
    /// Lost soon.
    pub soon: Tally,
    /// Lost already.
    pub lost: Tally,
    /// To be confirmed.
    pub unconfirmed: Tally,
    /// Given up.
    pub given_up: Tally,
    /// Those that are shown, on all pages.
    pub count: u64,
    /// Those of the page and the one after it, the last of them at hand.
    first: BinaryHeap<Placed>,
}

impl Seen {
    /// Counts a right, and keeps it where it is of the page.
    pub fn take(&mut self, one: SeenRight, asked: &Asked) {
        let is = |show: RightShow| one.is_shown(show, asked.days, asked.today);
        for (show, tally) in [
            (RightShow::Soon, &mut self.soon),
            (RightShow::Lost, &mut self.lost),
            (RightShow::Unconfirmed, &mut self.unconfirmed),
            (RightShow::GivenUp, &mut self.given_up),
        ] {
            if is(show) {
                tally.add(&one);
            }
        }
        if asked.show.is_some_and(is) {
            self.count += 1;
            if asked.after.is_none_or(|after| after < one.place()) {
                self.keep(Placed(one), asked.limit);
            }
        }
    }

    /// One more than the page holds is kept: it tells that there are others.
    fn keep(&mut self, one: Placed, limit: usize) {
        if self.first.len() <= limit {
            self.first.push(one);
        } else if let Some(mut last) = self.first.peek_mut()
            && one < *last
        {
            *last = one;
        }
    }

    /// Takes in what another look found.
    #[must_use]
    pub fn absorb(mut self, other: Self, asked: &Asked) -> Self {
        self.soon.absorb(other.soon);
        self.lost.absorb(other.lost);
        self.unconfirmed.absorb(other.unconfirmed);
        self.given_up.absorb(other.given_up);
        self.count += other.count;
        for one in other.first {
            self.keep(one, asked.limit);
        }
        self
    }

    /// Takes the page out, the first to end first, and where the next one starts.
    pub fn page(&mut self, limit: usize) -> (Vec<SeenRight>, Option<GuardPlace>) {
        let mut page: Vec<SeenRight> =
            std::mem::take(&mut self.first).into_sorted_vec().into_iter().map(|one| one.0).collect();
        let more = page.len() > limit;
        page.truncate(limit);
        let last = page.last().filter(|_| more);
        let next = last.map(|one| GuardPlace { last_day: from_epoch_day(one.last), right: one.key() });
        (page, next)
    }
}

/// A right as a line of a list.
pub(super) fn line(whole: Whole, ground: &Ground<'_>, (card, owner): (&AccountCard, &str), today: Date) -> GuardLine {
    let Whole { seen, name, right, case_owner } = whole;
    let (state, term, key) = (right.state(today, &Policy::default()), *right.clock.term(), seen.key());
    let (mut item_id, mut procedure_id, mut title_id, mut insolvency_id) = (None, None, None, None);
    match seen.of {
        RightOf::Item(item) => item_id = Some(item),
        RightOf::Deadline(_, procedure) => procedure_id = Some(procedure),
        RightOf::Title(title) => title_id = Some(title),
        RightOf::Insolvency(_, insolvency) => insolvency_id = Some(insolvency),
    }
    let alarm: Option<&RightAlarm> = ground.alarm(key, term.last_day);
    GuardLine {
        right: key,
        account_id: card.id,
        account: card.number.to_string(),
        debtor: card.name.to_string(),
        item_id,
        procedure_id,
        title_id,
        insolvency_id,
        item: name,
        currency: right.at_risk.currency(),
        at_risk: right.at_risk.to_decimal(),
        state: state.slug().to_owned(),
        words: state.words(),
        what: right.what,
        lost: right.lost,
        starts: term.starts,
        last_day: term.last_day,
        safe_day: term.safe,
        article: right.article,
        owner: if case_owner.is_empty() { owner.to_owned() } else { case_owner },
        told: alarm.map(|alarm| alarm.told_on),
        answered: alarm.and_then(|alarm| alarm.answered_on),
        answered_by: alarm.map(|alarm| alarm.answered_by.clone()).unwrap_or_default(),
        waiver: ground.waiver(key).map(WaiverLine::of),
        warnings: right.warnings,
    }
}
