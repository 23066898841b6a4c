//! Which rights a list shows, in which order, and what they come to.

use std::collections::BTreeMap;

use judicial::guard::Policy;
use judicial::guard::Right;
use kernel::{Currency, Date, Money, epoch_day, from_epoch_day};
use ledger::ItemId;

use super::{GuardLine, GuardPlace, GuardQuery, GuardSum, RightShow};
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
}

/// A right as a pass over the open pieces sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct SeenRight {
    /// Last day, epoch day.
    pub last: i32,
    /// The piece.
    pub item: ItemId,
    /// Place of its account.
    pub position: usize,
    /// What is open of it.
    pub open: Money,
    /// Whether it runs.
    pub runs: Runs,
}

impl SeenRight {
    fn is_shown(&self, show: RightShow, days: u16, today: i32) -> bool {
        let runs = self.runs == Runs::Yes;
        match show {
            RightShow::All => true,
            RightShow::Soon => runs && (today..=today + i32::from(days)).contains(&self.last),
            RightShow::Lost => runs && self.last < today,
            RightShow::Unconfirmed => self.runs == Runs::Unconfirmed,
        }
    }

    fn place(&self) -> (i32, ItemId) {
        (self.last, self.item)
    }
}

/// The rights of one look.
pub(super) struct Seen(pub Vec<SeenRight>);

impl Seen {
    /// How many a list would show, and what they are for.
    pub fn sum(&self, show: RightShow, days: u16, today: Date) -> GuardSum {
        let (mut rights, mut amounts, day) = (0, BTreeMap::<Currency, i64>::new(), epoch_day(today));
        for one in self.0.iter().filter(|one| one.is_shown(show, days, day)) {
            rights += 1;
            let sum = amounts.entry(one.open.currency()).or_default();
            *sum = sum.saturating_add(one.open.minor());
        }
        let told = |(currency, minor)| (currency, Money::new(minor, currency).to_decimal());
        GuardSum { rights, amounts: amounts.into_iter().map(told).collect() }
    }

    /// Those a query shows, in no order.
    pub fn of(mut self, query: &GuardQuery, today: Date) -> Vec<SeenRight> {
        let day = epoch_day(today);
        self.0.retain(|one| one.is_shown(query.show, query.days, day));
        self.0
    }
}

/// A page of rights, the first to end first, and where the next one starts. Only the page is put in order.
pub(super) fn page(
    mut shown: Vec<SeenRight>,
    after: Option<GuardPlace>,
    limit: usize,
) -> (Vec<SeenRight>, Option<GuardPlace>) {
    if let Some(after) = after {
        let place = (epoch_day(after.last_day), after.item);
        shown.retain(|one| one.place() > place);
    }
    let more = shown.len() > limit;
    if more {
        shown.select_nth_unstable_by_key(limit, SeenRight::place);
        shown.truncate(limit);
    }
    shown.sort_unstable_by_key(SeenRight::place);
    let last = shown.last().filter(|_| more);
    let next = last.map(|one| GuardPlace { last_day: from_epoch_day(one.last), item: one.item });
    (shown, next)
}

/// A right as a line of a list.
pub(super) fn line(right: Right, (card, number): (&AccountCard, &str), owner: &str, today: Date) -> GuardLine {
    let (state, term, item) = (right.state(today, &Policy::default()), *right.clock.term(), right.whose.items.first());
    GuardLine {
        account_id: card.id,
        account: card.number.to_string(),
        debtor: card.name.to_string(),
        item_id: item.copied().unwrap_or(ItemId(0)),
        item: number.to_owned(),
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
        owner: owner.to_owned(),
        warnings: right.warnings,
    }
}
