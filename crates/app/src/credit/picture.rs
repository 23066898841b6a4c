//! The credit of every account on one still picture of the ledger, kept while nothing is written.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use amicable::credit::orders::OrderFacts;
use amicable::credit::signals::{Insured, Watched};
use amicable::credit::{Conduct, Points, Share, Weights, is_reject};
use amicable::disputes::Outcome;
use amicable::plans::PlanState;
use amicable::promises::PromiseState;
use kernel::{Currency, Date, epoch_day, from_epoch_day};
use ledger::portfolio::OpenItem;
use ledger::{AccountId, DebtorId, GroupId};
use rayon::prelude::*;
use store::{CreditCover, CreditLimit, OrderBlock, Tx};

use super::OrderState;
use super::policy::{self, CreditPolicy};
use super::weights;
use crate::portfolio::View;
use crate::{Desk, DeskError};

/// Days that a broken promise bears on orders.
const BROKEN_DAYS: i32 = 30;
/// Days of payments sent back.
const REJECT_DAYS: i32 = 365;
/// Blocks read at once.
const PAGE: u32 = 5_000;

/// One account. Amounts are minor units of `currency`.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    /// Place in the view.
    pub position: usize,
    /// That of the limit, else the main one of the account.
    pub currency: Currency,
    /// What is open, due or not, credits taken off.
    pub exposure: i64,
    /// What is late of it.
    pub overdue: i64,
    /// Due day of the oldest piece owed that is late.
    pub oldest_due: Option<i32>,
    /// Something is open in another currency too.
    pub others: bool,
    /// What is owed beyond the limit; 0 within it.
    pub beyond: i64,
    /// What is owed beyond what is insured; 0 within it.
    pub uncovered: i64,
    pub conduct: Conduct,
    pub points: Points,
}

impl Standing {
    /// Days late of the oldest piece.
    pub fn late_days(&self, today: Date) -> i64 {
        self.oldest_due.map_or(0, |due| i64::from(epoch_day(today) - due).max(0))
    }
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
}

/// Everybody's credit.
#[derive(Debug)]
pub(crate) struct Picture {
    pub view: Arc<View>,
    pub kept: Kept,
    /// In the order of the cards.
    pub standings: Vec<Standing>,
    stamp: (i64, i64),
}

/// The last picture made.
#[derive(Debug, Default)]
pub(crate) struct CreditCache(Mutex<Option<Arc<Picture>>>);

impl Kept {
    fn read(tx: &mut Tx, today: Date) -> Result<Self, DeskError> {
        let day = epoch_day(today);
        let mut kept = Self { policy: policy::in_force(tx)?, weights: weights::kept(tx)?, ..Self::default() };
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
            count(&mut kept.plans, account, n, (matches!(state, PlanState::Noticed | PlanState::Accelerated), true));
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
        Ok(kept)
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
        let sums = Sums::of(view, position, currency, epoch_day(today));
        let conduct = self.conduct(view, card.id, &sums, today);
        let covered = cover.filter(|cover| cover.currency == currency);
        Standing {
            position,
            currency,
            exposure: sums.exposure,
            overdue: sums.overdue,
            oldest_due: sums.oldest_due,
            others: sums.others,
            beyond: limit.map_or(0, |limit| (sums.exposure - limit.amount_minor).max(0)),
            uncovered: covered.map_or(0, |cover| (sums.exposure - cover.amount_minor).max(0)),
            points: Points::of(&conduct),
            conduct,
        }
    }

    fn conduct(&self, view: &View, account: AccountId, sums: &Sums, today: Date) -> Conduct {
        let payer = view.past.payer(account);
        let relation = view.past.relation(account);
        let share = |map: &HashMap<AccountId, Share>| map.get(&account).copied().unwrap_or_default();
        let months = relation.filter(|r| !r.older).map(|r| i64::from(epoch_day(today) - r.first).max(0) * 12 / 365);
        let sent_back = self.rejects.get(&account).map(|(n, _)| *n);
        Conduct {
            witnesses: relation.map_or(0, |r| r.due),
            paid_late: payer.map(|p| p.late),
            paid_pieces: payer.map_or(0, |p| p.pieces),
            recent: payer.and_then(|p| p.recent),
            before: payer.and_then(|p| p.before),
            overdue: Share { bad: sums.late_debits, of: sums.debits },
            promises: share(&self.promises),
            plans: share(&self.plans),
            disputes: share(&self.disputes),
            rejects: sent_back.or_else(|| payer.map(|_| 0)),
            months,
        }
    }

    /// What the rules on orders look at.
    pub fn order_facts(&self, standing: &Standing, account: AccountId, today: Date) -> OrderFacts {
        let late = standing.overdue > 0;
        OrderFacts {
            over_limit: standing.beyond > 0,
            late_days: standing.late_days(today),
            broken_promise: late && self.broken.contains_key(&account),
            broken_plan: late && standing.conduct.plans.bad > 0,
        }
    }

    /// What signals look at.
    pub fn watched(&self, standing: &Standing, account: AccountId, today: Date) -> Watched {
        let insured = self.cover(account, today).map(|cover| Insured {
            until: cover.until_on,
            declare_days: cover.declare_days.and_then(|days| u32::try_from(days).ok()),
            over: standing.uncovered > 0,
        });
        Watched {
            conduct: standing.conduct,
            oldest_due: standing.oldest_due,
            over_limit: standing.beyond > 0,
            insured,
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

/// The sums of an account in one currency, minor units.
#[derive(Debug, Default)]
struct Sums {
    exposure: i64,
    overdue: i64,
    debits: i64,
    late_debits: i64,
    oldest_due: Option<i32>,
    others: bool,
}

impl Sums {
    fn of(view: &View, position: usize, currency: Currency, today: i32) -> Self {
        let mut sums = Self::default();
        let late = |item: &OpenItem| item.due_day < today;
        for item in view.portfolio.items(position) {
            if item.currency != currency {
                sums.others = true;
                continue;
            }
            sums.exposure += item.open;
            sums.overdue += if late(&item) { item.open } else { 0 };
            if item.open > 0 {
                sums.debits += item.open;
                if late(&item) {
                    sums.late_debits += item.open;
                    sums.oldest_due = Some(sums.oldest_due.map_or(item.due_day, |due| due.min(item.due_day)));
                }
            }
        }
        sums
    }
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
            (sum + items.map(|i| i.open).sum::<i64>(), n + 1)
        })
    }
}

impl Desk {
    /// Everybody's credit today, from memory while nothing was written.
    pub(crate) fn credit_picture(&self) -> Result<Arc<Picture>, DeskError> {
        let view = self.view()?;
        let today = view.as_of;
        let known = self.credit.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let (stamp, kept) = self.store.read(|tx| {
            let stamp = tx.timeline().stamp()?;
            let same = known.as_ref().is_some_and(|p| p.stamp == stamp && Arc::ptr_eq(&p.view, &view));
            Ok::<_, DeskError>((stamp, if same { None } else { Some(Kept::read(tx, today)?) }))
        })?;
        let Some(kept) = kept else {
            return known.ok_or_else(|| store::StoreError::Database("no picture of credit".to_owned()).into());
        };
        let standings =
            (0..view.cards.len()).into_par_iter().map(|position| kept.standing(&view, position, today)).collect();
        let picture = Arc::new(Picture { view, kept, standings, stamp });
        *self.credit.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&picture));
        Ok(picture)
    }
}
