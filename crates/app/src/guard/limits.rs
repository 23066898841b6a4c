//! When the limitation of a piece ends: read off its day, or followed through the facts that moved it.

use judicial::guard::clock::claim_kinds;
use judicial::guard::pass::{PlainItem, Row};
use judicial::guard::{Clock, ItemFacts, OwnerId, Right, clock_of_item, of_item};
use kernel::{Date, Money, epoch_day, from_epoch_day};
use law::Law;
use law::limitation::Event;
use ledger::portfolio::OpenItem;
use ledger::{AccountId, DebtorKind, ItemId};
use store::ClaimMove;

use super::cache::Days;
use super::list::Runs;
use crate::DeskError;
use crate::portfolio::AccountCard;

/// What the limitation of a piece is worked out from, beside the piece.
pub(super) struct Limits<'l> {
    pub law: &'l Law,
    pub days: &'l Days,
    pub today: Date,
}

/// The end of a limitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct End {
    /// Last day, epoch day.
    pub last: i32,
    /// Whether its period runs.
    pub runs: Runs,
}

/// The moves of one piece among those of its account, which are in the order of pieces.
pub(super) fn moves_of(moves: &[ClaimMove], item: ItemId) -> &[ClaimMove] {
    let first = moves.partition_point(|one| one.item < item);
    let rest = moves.get(first..).unwrap_or_default();
    rest.get(..rest.partition_point(|one| one.item == item)).unwrap_or_default()
}

impl Limits<'_> {
    /// The last day of a piece, and whether its period runs.
    pub fn end(&self, debtor: DebtorKind, item: &OpenItem, moves: &[ClaimMove]) -> Result<End, DeskError> {
        if !moves.is_empty() {
            let clock = |facts: &ItemFacts| Ok(clock_of_item(facts, self.today, self.law)?);
            let clock = of_kinds(debtor, (&self.facts(item), moves), clock, |clock| clock.term().last_day)?;
            let runs = match clock {
                Clock::Runs(_) => Runs::Yes,
                Clock::Unconfirmed { .. } => Runs::Unconfirmed,
                Clock::Stopped { .. } => Runs::Stopped,
            };
            return Ok(End { last: epoch_day(clock.term().last_day), runs });
        }
        let (clocks, from) = (&self.days.clocks, self.from(item));
        let terms = claim_kinds(debtor).iter().filter_map(|kind| clocks.term(clocks.kind(kind)?, from));
        let last = terms.map(|term| epoch_day(term.last_day)).min();
        let last = last.ok_or_else(|| DeskError::NotFound { what: "limitation", key: item.id.to_string() })?;
        Ok(End { last, runs: if item.due_inferred { Runs::Unconfirmed } else { Runs::Yes } })
    }

    /// The right of a piece as the pass of a day takes it; none where the law has no term for its day.
    pub fn row(&self, card: &AccountCard, item: &OpenItem, moves: &[ClaimMove]) -> Result<Option<Row>, DeskError> {
        if let Some(right) = self.moved(card.kind, item, moves)? {
            return Ok(right.row());
        }
        let clocks = &self.days.clocks;
        let mut kinds = claim_kinds(card.kind).iter().filter_map(|kind| clocks.kind(kind));
        let Some(kind) = kinds.next() else { return Ok(None) };
        let plain = PlainItem {
            item: item.id,
            account: card.id,
            case: None,
            owner: OwnerId(0),
            open: Money::new(item.open, item.currency),
            kind,
            or_kind: kinds.next(),
            from: self.from(item),
            inferred: item.due_inferred,
            known: item.issue_day,
            told: None,
            answered: None,
        };
        Ok(plain.row(clocks))
    }

    /// The right of a piece through what moved it; of the kinds its claim can have, the one that ends first.
    pub fn right(&self, debtor: DebtorKind, facts: &ItemFacts, moves: &[ClaimMove]) -> Result<Right, DeskError> {
        let right = |facts: &ItemFacts| Ok(of_item(facts, self.today, self.law)?);
        of_kinds(debtor, (facts, moves), right, |right| right.clock.term().last_day)
    }

    /// The day the period of a piece without events is counted from, epoch day.
    fn from(&self, item: &OpenItem) -> i32 {
        self.days.supplied.get(&item.id).map_or(item.due_day, |supplied| item.due_day.min(*supplied))
    }

    /// The right of a piece whose limitation a fact moved; none where none did.
    fn moved(&self, debtor: DebtorKind, item: &OpenItem, moves: &[ClaimMove]) -> Result<Option<Right>, DeskError> {
        if moves.is_empty() {
            return Ok(None);
        }
        self.right(debtor, &self.facts(item), moves).map(Some)
    }

    /// A piece as the open items hold it: its number and its account are not looked at.
    fn facts(&self, item: &OpenItem) -> ItemFacts {
        ItemFacts {
            item: item.id,
            number: String::new(),
            account: AccountId(0),
            case: None,
            owner: OwnerId(0),
            open: Money::new(item.open, item.currency),
            kind: String::new(),
            due: from_epoch_day(item.due_day),
            due_inferred: item.due_inferred,
            completed: self.days.supplied.get(&item.id).map(|day| from_epoch_day(*day)),
            events: Vec::new(),
            known_on: from_epoch_day(item.issue_day),
        }
    }
}

/// What is worked out of a piece through what moved it; of the kinds its claim can have, that which ends first.
fn of_kinds<T>(
    debtor: DebtorKind,
    (facts, moves): (&ItemFacts, &[ClaimMove]),
    of: impl Fn(&ItemFacts) -> Result<T, DeskError>,
    last: impl Fn(&T) -> Date,
) -> Result<T, DeskError> {
    let told = |one: &ClaimMove| Event { reference: Some(one.proof.to_string()), ..Event::new(one.on, &one.event) };
    let mut facts = ItemFacts { events: moves.iter().map(told).collect(), ..facts.clone() };
    let mut first: Option<T> = None;
    for kind in claim_kinds(debtor) {
        (*kind).clone_into(&mut facts.kind);
        let one = of(&facts)?;
        if first.as_ref().is_none_or(|first| last(&one) < last(first)) {
            first = Some(one);
        }
    }
    first.ok_or_else(|| DeskError::NotFound { what: "limitation", key: facts.item.to_string() })
}
