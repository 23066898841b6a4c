//! The credit of every account on one still picture of the ledger, kept while nothing is written.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use amicable::credit::orders::OrderFacts;
use amicable::credit::signals::{Insured, Signal, Undeclared, Watched};
use amicable::credit::{Conduct, Points, Share, Weights, is_reject};
use amicable::disputes::Outcome;
use amicable::plans::PlanState;
use amicable::promises::PromiseState;
use kernel::{Currency, Date, Money, epoch_day, from_epoch_day};
use ledger::portfolio::OpenItem;
use ledger::{AccountId, DebtorId, GroupId, ItemId};
use rayon::prelude::*;
use store::{CreditCover, CreditDeclaration, CreditLimit, OrderBlock, Tx};

use super::OrderState;
use super::policy::{self, CreditPolicy};
use super::weights;
use crate::news::Seen;
use crate::portfolio::View;
use crate::{Desk, DeskError};

/// Days that a broken promise bears on orders.
const BROKEN_DAYS: i32 = 30;
/// Days that a forfeited plan bears on orders.
const FORFEITED_DAYS: i32 = 90;
/// Days of payments sent back.
const REJECT_DAYS: i32 = 365;
/// Blocks read at once.
const PAGE: u32 = 5_000;

/// What an account owes in one currency, minor units. What a factor has is not counted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Purse {
    pub currency: Currency,
    /// What is open, due or not, credits taken off.
    pub exposure: i64,
    /// What is late of it, but for what a plan that is kept covers.
    pub overdue: i64,
    debits: i64,
    late_debits: i64,
    pieces: u32,
    /// Due day of the oldest piece owed that is late.
    oldest_due: Option<i32>,
}

/// One account.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    /// Place in the view.
    pub position: usize,
    /// In the currency of the limit, else of the insurance, else in the main one of the account.
    pub main: Purse,
    /// In the others: they are never added to the main one, and never forgotten.
    pub others: Box<[Purse]>,
    /// What is owed beyond the limit; 0 within it.
    pub beyond: i64,
    /// The currency of the insurance in force; none without.
    pub insured_in: Option<Currency>,
    /// What is owed in it beyond what is insured; 0 within it.
    pub uncovered: i64,
    pub conduct: Conduct,
    pub points: Points,
}

impl Purse {
    const fn empty(currency: Currency) -> Self {
        Self { currency, exposure: 0, overdue: 0, debits: 0, late_debits: 0, pieces: 0, oldest_due: None }
    }

    /// What is owed.
    pub const fn owed(&self) -> Money {
        Money::new(self.exposure, self.currency)
    }
}

impl Standing {
    /// What is owed in each currency, the main one first.
    pub fn purses(&self) -> impl Iterator<Item = &Purse> {
        std::iter::once(&self.main).chain(&self.others)
    }

    /// True when something is owed in some currency.
    pub fn owes(&self) -> bool {
        self.purses().any(|purse| purse.exposure > 0)
    }

    /// What is owed in a currency.
    pub fn owed_in(&self, currency: Currency) -> i64 {
        self.purses().find(|purse| purse.currency == currency).map_or(0, |purse| purse.exposure)
    }

    /// Due day of the oldest piece owed that is late, in any currency.
    pub fn oldest_due(&self) -> Option<i32> {
        self.purses().filter_map(|purse| purse.oldest_due).min()
    }

    /// Days late of the oldest piece.
    pub fn late_days(&self, today: Date) -> i64 {
        self.oldest_due().map_or(0, |due| i64::from(epoch_day(today) - due).max(0))
    }

    /// What a signal tells to be owed: in the currency it is about.
    pub fn told_of(&self, signal: Signal) -> Money {
        let insured = self.insured_in.filter(|_| signal == Signal::OverCover);
        let owed = || self.purses().find(|purse| purse.exposure > 0).unwrap_or(&self.main).owed();
        match insured {
            Some(currency) => Money::new(self.owed_in(currency), currency),
            None if signal == Signal::OverLimit => self.main.owed(),
            None => owed(),
        }
    }
}

/// What of a piece somebody else has, minor units: a factor, a plan that is kept.
#[derive(Debug, Clone, Copy, Default)]
struct Taken {
    factored: i64,
    planned: i64,
}

/// An unpaid piece that could be declared to the insurer, whatever was done about it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Insurable {
    pub item: ItemId,
    pub open: Money,
    pub due: i32,
    /// Last day to declare it; none while its due day is only inferred.
    pub last: Option<Date>,
}

/// What the store says of everybody's credit.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    pub limits: HashMap<AccountId, CreditLimit>,
    pub covers: HashMap<AccountId, CreditCover>,
    /// Those that are not over.
    pub blocks: HashMap<AccountId, OrderBlock>,
    pub groups: HashMap<DebtorId, GroupId>,
    pub policy: CreditPolicy,
    /// None where the house never changed them.
    pub weights: Option<Weights>,
    promises: HashMap<AccountId, Share>,
    plans: HashMap<AccountId, Share>,
    disputes: HashMap<AccountId, Share>,
    /// Payments sent back: how many, the last day.
    rejects: HashMap<AccountId, (i64, i32)>,
    /// The last day of the last promise not kept.
    broken: HashMap<AccountId, i32>,
    /// The day of the last plan forfeited.
    forfeited: HashMap<AccountId, i32>,
    /// Pieces declared to an insurer.
    pub declared: HashMap<ItemId, CreditDeclaration>,
    /// Whose insolvency is under way.
    insolvent: HashSet<AccountId>,
    taken: HashMap<ItemId, Taken>,
}

/// Everybody's credit.
#[derive(Debug)]
pub(crate) struct Picture {
    pub view: Arc<View>,
    pub kept: Kept,
    /// In the order of the cards.
    pub standings: Vec<Standing>,
}

/// The last picture made, and up to which entry.
#[derive(Debug, Default)]
pub(crate) struct CreditCache(Mutex<Option<(Arc<Picture>, Seen)>>);

/// True of a fact after which somebody's credit may be another. What touches pieces makes another view anyway.
fn bears(kind: &str) -> bool {
    !matches!(kind, "credit.signal" | "credit.seen")
        && matches!(
            kind.split_once('.').map_or("", |(family, _)| family),
            "credit" | "promise" | "plan" | "dispute" | "insolvency"
        )
}

impl Kept {
    fn read(tx: &mut Tx, today: Date) -> Result<Self, DeskError> {
        let day = epoch_day(today);
        let mut kept = Self { policy: policy::in_force(tx)?, weights: weights::kept(tx)?, ..Self::default() };
        kept.insolvent = crate::insolvency::under_way(tx)?;
        let mut credit = tx.credit();
        kept.limits = credit.limits()?.into_iter().map(|limit| (limit.account_id, limit)).collect();
        kept.covers = credit.covers()?.into_iter().map(|cover| (cover.account_id, cover)).collect();
        kept.groups = credit.grouped()?.into_iter().collect();
        let open: Vec<OrderState> = OrderState::ALL.iter().copied().filter(|state| !state.is_over()).collect();
        let mut after = None;
        loop {
            let page = credit.blocks_in(&open, after, PAGE)?;
            after = page.last().map(|block| block.id);
            let full = u32::try_from(page.len()).is_ok_and(|read| read == PAGE);
            kept.blocks.extend(page.into_iter().map(|block| (block.account_id, block)));
            if !full {
                break;
            }
        }
        for (account, state, n) in credit.promises()? {
            use PromiseState::{Broken, Kept, Partly};
            count(
                &mut kept.promises,
                account,
                n,
                (matches!(state, Broken | Partly), matches!(state, Broken | Partly | Kept)),
            );
        }
        for (account, state, n) in credit.plans()? {
            count(&mut kept.plans, account, n, (state == PlanState::Accelerated, true));
        }
        for (account, outcome, n) in credit.disputes()? {
            count(&mut kept.disputes, account, n, (outcome == Outcome::Unfounded, outcome != Outcome::Withdrawn));
        }
        for (account, on, words) in credit.given_back(from_epoch_day(day - REJECT_DAYS), today)? {
            if is_reject(&words) {
                let seen = kept.rejects.entry(account).or_insert((0, i32::MIN));
                *seen = (seen.0 + 1, seen.1.max(epoch_day(on)));
            }
        }
        for promise in tx.promises().until_since(from_epoch_day(day - BROKEN_DAYS), None)? {
            if matches!(promise.state, PromiseState::Broken | PromiseState::Partly) {
                let last = kept.broken.entry(promise.account_id).or_insert(i32::MIN);
                *last = (*last).max(epoch_day(promise.until_on));
            }
        }
        for (account, on) in tx.credit().forfeited(from_epoch_day(day - FORFEITED_DAYS))? {
            let last = kept.forfeited.entry(account).or_insert(i32::MIN);
            *last = (*last).max(epoch_day(on));
        }
        kept.declared = tx.credit().declarations()?.into_iter().map(|one| (one.item_id, one)).collect();
        for aside in tx.credit().aside(today)? {
            let taken = kept.taken.entry(aside.item).or_default();
            let of = if aside.factored { &mut taken.factored } else { &mut taken.planned };
            *of = of.saturating_add(aside.amount_minor.unwrap_or(i64::MAX));
        }
        Ok(kept)
    }

    /// What is open of a piece but for what a factor has, and what of that a plan leaves to be late.
    pub fn left(&self, item: &OpenItem) -> (i64, i64) {
        let taken = self.taken.get(&item.id).copied().unwrap_or_default();
        let off = |most: i64| most.clamp(0, item.open.max(0));
        let left = item.open - off(taken.factored);
        (left, left - taken.planned.clamp(0, left.max(0)))
    }

    /// The insurance of an account in force on a day.
    pub fn cover(&self, account: AccountId, day: Date) -> Option<&CreditCover> {
        self.covers
            .get(&account)
            .filter(|cover| cover.since_on <= day && cover.until_on.is_none_or(|until| day <= until))
    }

    /// The weights in force.
    pub fn weights(&self) -> Weights {
        self.weights.unwrap_or_else(Weights::shipped)
    }

    fn standing(&self, view: &View, position: usize, today: Date) -> Standing {
        let (card, owed) = (&view.cards[position], &view.owed()[position]);
        let limit = self.limits.get(&card.id);
        let cover = self.cover(card.id, today);
        let currency = limit.map(|l| l.currency).or(cover.map(|c| c.currency)).unwrap_or(owed.currency);
        let (main, others) = self.purses(view, position, (currency, epoch_day(today)));
        let conduct = self.conduct(view, card.id, (&main, &others), today);
        let mut standing = Standing {
            position,
            main,
            others: others.into(),
            beyond: limit.map_or(0, |limit| (main.exposure - limit.amount_minor).max(0)),
            insured_in: cover.map(|cover| cover.currency),
            uncovered: 0,
            points: Points::of(&conduct),
            conduct,
        };
        standing.uncovered = cover.map_or(0, |cover| (standing.owed_in(cover.currency) - cover.amount_minor).max(0));
        standing
    }

    /// What an account owes in a currency, and in the others.
    fn purses(&self, view: &View, position: usize, (currency, today): (Currency, i32)) -> (Purse, Vec<Purse>) {
        let (mut main, mut others) = (Purse::empty(currency), Vec::<Purse>::new());
        for item in view.portfolio.items(position) {
            let (left, late) = self.left(&item);
            if left == 0 {
                continue;
            }
            let purse = if item.currency == currency {
                &mut main
            } else {
                let known = others.iter().position(|purse| purse.currency == item.currency);
                let at = known.unwrap_or(others.len());
                if known.is_none() {
                    others.push(Purse::empty(item.currency));
                }
                &mut others[at]
            };
            let past = item.due_day < today;
            purse.exposure += left;
            purse.overdue += if past { late } else { 0 };
            if left > 0 {
                purse.debits += left;
                purse.pieces += 1;
            }
            if past && late > 0 {
                purse.late_debits += late;
                purse.oldest_due = Some(purse.oldest_due.map_or(item.due_day, |due| due.min(item.due_day)));
            }
        }
        (main, others)
    }

    fn conduct(&self, view: &View, account: AccountId, (main, others): (&Purse, &[Purse]), today: Date) -> Conduct {
        let payer = view.past.payer(account);
        let relation = view.past.relation(account);
        let share = |map: &HashMap<AccountId, Share>| map.get(&account).copied().unwrap_or_default();
        let months = relation.filter(|r| !r.older).map(|r| i64::from(epoch_day(today) - r.first).max(0) * 12 / 365);
        // Shares of two currencies are not added: the one with most pieces speaks for the account.
        let owing = std::iter::once(main).chain(others).filter(|purse| purse.debits > 0);
        let most = owing.reduce(|most, purse| if purse.pieces > most.pieces { purse } else { most });
        let sent_back = self.rejects.get(&account).map(|(n, _)| *n);
        Conduct {
            witnesses: relation.map_or(0, |r| r.due),
            paid_late: payer.map(|p| p.late),
            paid_pieces: payer.map_or(0, |p| p.pieces),
            recent: payer.and_then(|p| p.recent),
            before: payer.and_then(|p| p.before),
            overdue: most.map_or_else(Share::default, |purse| Share { bad: purse.late_debits, of: purse.debits }),
            promises: share(&self.promises),
            plans: share(&self.plans),
            disputes: share(&self.disputes),
            rejects: sent_back.or_else(|| payer.map(|_| 0)),
            months,
        }
    }

    /// What the rules on orders look at: something is late where it is so in one currency, its credits taken off.
    pub fn order_facts(&self, standing: &Standing, account: AccountId, today: Date) -> OrderFacts {
        let late = standing.purses().filter(|purse| purse.overdue > 0).filter_map(|purse| purse.oldest_due).min();
        OrderFacts {
            over_limit: standing.beyond > 0,
            late_days: late.map_or(0, |due| i64::from(epoch_day(today) - due).max(0)),
            broken_promise: late.is_some() && self.broken.contains_key(&account),
            broken_plan: late.is_some() && self.forfeited.contains_key(&account),
            insolvent: self.insolvent.contains(&account),
        }
    }

    /// Late pieces of an account that its insurer covers, or covered when they were made: those whose clock runs,
    /// and those whose due day is only inferred. None where the delay of the policy was not typed.
    pub fn insurable(&self, view: &View, position: usize, today: Date) -> Vec<Insurable> {
        let cover = self.covers.get(&view.cards[position].id);
        let declare = cover.and_then(|cover| u32::try_from(cover.declare_days?).ok());
        let Some((cover, days)) = cover.zip(declare) else { return Vec::new() };
        let made_after = |day: i32| cover.until_on.is_some_and(|until| day > epoch_day(until));
        let late = view.portfolio.items(position).filter(|i| i.due_day < epoch_day(today) && !made_after(i.issue_day));
        let of = |item: OpenItem| {
            let (left, _) = self.left(&item);
            let last = (!item.due_inferred).then(|| from_epoch_day(item.due_day.saturating_add_unsigned(days)));
            let open = Money::new(left, item.currency);
            (left > 0).then_some(Insurable { item: item.id, open, due: item.due_day, last })
        };
        late.filter_map(of).collect()
    }

    /// What signals look at.
    pub fn watched(&self, view: &View, standing: &Standing, today: Date) -> Watched<Insurable> {
        let account = view.cards[standing.position].id;
        let undeclared = self.insurable(view, standing.position, today).into_iter();
        let insured =
            self.cover(account, today).map(|cover| Insured { until: cover.until_on, over: standing.uncovered > 0 });
        Watched {
            conduct: standing.conduct,
            oldest_due: standing.oldest_due(),
            over_limit: standing.beyond > 0,
            insured,
            undeclared: undeclared
                .filter(|one| !self.declared.contains_key(&one.item))
                .filter_map(|one| Some(Undeclared { piece: one, last: one.last? }))
                .collect(),
            broken: self.broken.get(&account).copied(),
            rejected: self.rejects.get(&account).map(|(_, on)| *on),
        }
    }
}

fn count(map: &mut HashMap<AccountId, Share>, account: AccountId, n: i64, (bad, of): (bool, bool)) {
    let share = map.entry(account).or_default();
    share.bad += if bad { n } else { 0 };
    share.of += if of { n } else { 0 };
}

impl Picture {
    /// Its day.
    pub fn today(&self) -> Date {
        self.view.as_of
    }

    /// What a group owes in a currency to those accounts that `holds` lets through, and how many they are.
    pub fn group(&self, group: GroupId, currency: Currency, holds: impl Fn(usize) -> bool) -> (i64, u64) {
        let of_group = |s: &&Standing| self.kept.groups.get(&self.view.cards[s.position].debtor) == Some(&group);
        let mine = self.standings.iter().filter(of_group).filter(|s| holds(s.position));
        mine.fold((0, 0), |(sum, n), s| {
            let items = self.view.portfolio.items(s.position).filter(|i| i.currency == currency);
            (sum + items.map(|i| self.kept.left(&i).0).sum::<i64>(), n + 1)
        })
    }
}

impl Desk {
    /// Everybody's credit today, from memory while nothing was written that bears on it.
    pub(crate) fn credit_picture(&self) -> Result<Arc<Picture>, DeskError> {
        // One maker at a time: whoever comes meanwhile waits, and finds it made.
        let mut cache = self.credit.0.lock().unwrap_or_else(PoisonError::into_inner);
        let view = self.view()?;
        if let Some((known, seen)) = cache.as_mut().filter(|(known, _)| Arc::ptr_eq(&known.view, &view)) {
            let news = self.store.read(|tx| {
                let stamp = tx.timeline().stamp()?;
                Ok::<_, DeskError>(if seen.is_current(stamp) { Some(None) } else { seen.news(tx)?.map(Some) })
            })?;
            match news {
                Some(None) => return Ok(Arc::clone(known)),
                Some(Some((now, marks))) if !marks.iter().any(|mark| bears(&mark.kind)) => {
                    *seen = now;
                    return Ok(Arc::clone(known));
                }
                _ => {}
            }
        }
        let today = view.as_of;
        let (seen, kept) = self.store.read(|tx| Ok::<_, DeskError>((Seen::read(tx)?, Kept::read(tx, today)?)))?;
        let standings =
            (0..view.cards.len()).into_par_iter().map(|position| kept.standing(&view, position, today)).collect();
        let picture = Arc::new(Picture { view, kept, standings });
        *cache = Some((Arc::clone(&picture), seen));
        Ok(picture)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_bears_on_credit_has_it_read_again() {
        for kind in ["credit.limit_set", "credit.declared", "promise.broken", "plan.signed", "dispute.closed"] {
            assert!(bears(kind), "{kind}");
        }
        for kind in ["credit.seen", "credit.signal", "account.snoozed", "task.done", "message.sent", "user.created"] {
            assert!(!bears(kind), "{kind}");
        }
    }
}
