//! What a file tells besides its sums: how fast it pays, which right is lost first, its older facts.

use judicial::guard::clock::claim_kinds;
use kernel::{Date, days_between};
use law::Law;
use law::limitation::{Effects, Event, LimitationAsked, limitation};
use ledger::{AccountId, Allocation, DebtorKind, Item, ItemKind};
use serde::Serialize;
use store::{ClaimEvent, EntryId};

use super::file::{FileItem, TimelineLine, timeline_line};
use crate::{Actor, Desk, DeskError, Permission};

/// Invoices settled last that make the pace.
const PAID: usize = 50;
/// Facts of a page at most.
const FACTS_MAX: u32 = 200;

/// How long an account takes to pay. Days are means weighted by amount, rounded half up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Pace {
    /// From the date of the invoice to its last payment.
    pub days: i64,
    /// From its due date; negative when it pays before.
    pub late: i64,
    /// Invoices counted, the fifty settled last at most.
    pub invoices: u64,
}

/// The first right that is lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileLimitation {
    /// Number of the piece.
    pub item: String,
    /// Last day to act, to its end.
    pub expires: Date,
    /// It is over.
    pub expired: bool,
    /// The last day something made it run anew; none where it runs from the due date.
    pub acknowledged: Option<Date>,
    /// The article.
    pub article: String,
}

/// The pace of what was paid last.
pub(super) fn pace(items: &[Item], allocations: &[Allocation]) -> Option<Pace> {
    let settled_on = |item: &Item| {
        let mine = || allocations.iter().filter(|a| a.debit_id == item.id);
        let paid: i64 = mine().map(|a| a.amount.minor()).sum();
        (paid >= item.amount.minor()).then(|| mine().map(|a| a.on).max()).flatten()
    };
    let invoices = items.iter().filter(|item| item.kind == ItemKind::Invoice && item.amount.minor() > 0);
    let mut paid: Vec<(&Item, Date)> = invoices.filter_map(|item| Some((item, settled_on(item)?))).collect();
    paid.sort_by_key(|(item, on)| std::cmp::Reverse((*on, item.id)));
    paid.truncate(PAID);
    let whole: i128 = paid.iter().map(|(item, _)| i128::from(item.amount.minor())).sum();
    if whole == 0 {
        return None;
    }
    let mean = |from: &dyn Fn(&Item) -> Date| {
        let weighed =
            paid.iter().map(|(item, on)| i128::from(days_between(from(item), *on)) * i128::from(item.amount.minor()));
        kernel::Rounding::HalfUp.divide(weighed.sum(), whole)
    };
    let days = |mean: i128| i64::try_from(mean).unwrap_or(0);
    Some(Pace {
        days: days(mean(&|item| item.issue_on)),
        late: days(mean(&|item| item.due_on)),
        invoices: paid.len() as u64,
    })
}

/// The limitation that ends first among the pieces owed. Of those nothing happened to, the oldest: it never ends
/// earlier for a later due day; of those whose debt was acknowledged, each by what moved it. A supposed due date
/// starts nothing; what else interrupted it is not known here, so that the end is the earliest it can be.
pub(super) fn first_limitation(
    law: &Law,
    debtor: DebtorKind,
    (open, events): (&[FileItem], &[ClaimEvent]),
    today: Date,
) -> Option<FileLimitation> {
    let owed = || open.iter().filter(|line| line.open.minor() > 0 && !line.item.due_inferred);
    let moved = |line: &&FileItem| events.iter().any(|event| event.item_id == line.item.id);
    let oldest = owed().filter(|line| !moved(line)).min_by_key(|line| (line.item.due_on, line.item.id));
    let ends = owed().filter(moved).chain(oldest).filter_map(|line| limitation_of(law, debtor, (line, events), today));
    ends.min_by_key(|end| end.expires)
}

/// The limitation of one piece through what moved it; of the kinds its claim can have, the one that ends first.
fn limitation_of(
    law: &Law,
    debtor: DebtorKind,
    (line, events): (&FileItem, &[ClaimEvent]),
    today: Date,
) -> Option<FileLimitation> {
    let of = |kind: &&str| limitation_as(law, kind, (line, events), today);
    claim_kinds(debtor).iter().filter_map(of).min_by_key(|end| end.expires)
}

/// The same as a claim of that kind.
fn limitation_as(
    law: &Law,
    kind: &str,
    (line, events): (&FileItem, &[ClaimEvent]),
    today: Date,
) -> Option<FileLimitation> {
    let asked = LimitationAsked {
        kind: kind.to_owned(),
        due: line.item.due_on,
        completed: line.item.supply_on,
        events: events
            .iter()
            .filter(|event| event.item_id == line.item.id)
            .map(|event| Event { reference: Some(event.proof.clone()), ..Event::new(event.on_day, &event.event) })
            .collect(),
        on: today,
    };
    match limitation(&asked, law) {
        Ok(answer) => Some(FileLimitation {
            item: line.item.number.clone(),
            expires: answer.expires,
            expired: answer.expired,
            acknowledged: answer.timeline.iter().rev().find(|e| e.effect == Effects::Interrupts).map(|e| e.date),
            article: answer.sources.first().map_or_else(String::new, |source| source.article.clone()),
        }),
        Err(error) => {
            tracing::warn!(kind, %error, "the limitation of a file is not told");
            None
        }
    }
}

impl Desk {
    /// A page of the facts of an account, the last first, older than `before`; and where the next one starts.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Store`].
    pub fn account_timeline(
        &self,
        actor: &Actor,
        account: AccountId,
        (before, limit): (Option<EntryId>, u32),
    ) -> Result<(Vec<TimelineLine>, Option<EntryId>), DeskError> {
        actor.may(Permission::Read)?;
        let limit = limit.clamp(1, FACTS_MAX);
        let mut entries = self.store.read(|tx| {
            actor.find(tx, account)?;
            Ok::<_, DeskError>(tx.timeline().of_account(account, before, limit + 1)?)
        })?;
        let more = entries.len() > limit as usize;
        entries.truncate(limit as usize);
        let next = entries.last().filter(|_| more).map(|entry| entry.id);
        Ok((entries.into_iter().map(timeline_line).collect(), next))
    }
}
