//! The list of accounts, the largest overdue first.

use std::cmp::Reverse;
use std::fmt;
use std::str::FromStr;

use kernel::{Money, epoch_day};
use ledger::{AccountId, CreditorId, DebtorKind, Sought, indicators};
use serde::Serialize;

use crate::portfolio::{AccountCard, Owed};
use crate::{Actor, Desk, DeskError, Permission, Refusal};

/// Which accounts, and where the page starts.
#[derive(Debug, Clone, Default)]
pub struct AccountQuery {
    /// Of one creditor.
    pub creditor: Option<CreditorId>,
    /// What a search finds the account by ([`Desk::search`]).
    pub search: String,
    /// Only those with something overdue.
    pub overdue: bool,
    /// Of one legal kind.
    pub kind: Option<DebtorKind>,
    /// Of one salesperson; an empty name for the accounts of nobody.
    pub salesperson: Option<String>,
    /// The last account of the page before, from [`Page::next`].
    pub after: Option<Place>,
    /// Accounts of a page, 500 at most.
    pub limit: usize,
}

impl AccountQuery {
    fn holds(&self, card: &AccountCard) -> bool {
        self.kind.is_none_or(|kind| card.kind == kind)
            && self.salesperson.as_deref().is_none_or(|name| &*card.salesperson == name)
    }
}

/// The place of an account in the list: what it is ordered by. It stays good when accounts before it
/// are paid meanwhile, so that no page repeats or leaves out a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Overdue, then open, minor units: the largest first.
    amounts: Reverse<(i64, i64)>,
    account: AccountId,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Reverse((overdue, total)) = self.amounts;
        write!(f, "{overdue}_{total}_{}", self.account)
    }
}

impl FromStr for Place {
    type Err = DeskError;

    fn from_str(text: &str) -> Result<Self, DeskError> {
        let read = || {
            let mut parts = text.splitn(3, '_');
            let amounts = Reverse((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?));
            Some(Self { amounts, account: parts.next()?.parse().ok()? })
        };
        read().ok_or_else(|| Refusal::PlaceUnknown { place: text.chars().take(60).collect() }.into())
    }
}

impl Serialize for Place {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// One line of the list, in the main currency of the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccountSummary {
    /// The account.
    pub id: AccountId,
    /// Customer code.
    pub number: String,
    /// Name.
    pub name: String,
    /// Legal kind.
    pub kind: DebtorKind,
    /// Code of the creditor.
    pub creditor: String,
    /// Everything open.
    pub total: Money,
    /// What is late.
    pub overdue: Money,
    /// Days late of the oldest piece owed; 0 when none is late.
    pub oldest_late_days: i64,
    /// Other currencies have something open too.
    pub other_currencies: bool,
    /// Reminders are paused.
    pub paused: bool,
}

/// A page and what it is taken from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Page<T> {
    /// Rows of the page.
    pub rows: Vec<T>,
    /// Rows before this page.
    pub skipped: usize,
    /// The last row, after which the next page starts; none on the last page.
    pub next: Option<Place>,
    /// Rows in all.
    pub total: usize,
    /// « The first N are P % of what is overdue »: N and P over the whole list.
    pub top: Option<(usize, u8)>,
}

impl Desk {
    /// Accounts by what is overdue, then by what is open.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn accounts(&self, actor: &Actor, query: &AccountQuery) -> Result<Page<AccountSummary>, DeskError> {
        actor.may(Permission::Read)?;
        let view = self.sight(actor)?;
        let names = self.creditor_names()?;
        let today = epoch_day(self.today());
        let searched = !query.search.trim().is_empty();
        let matching = if searched { Some(self.matching(&view, &Sought::read(&query.search))?) } else { None };
        let owed = view.owed();
        let mut found: Vec<(usize, &Owed)> = view
            .positions(query.creditor)
            .filter(|p| query.holds(&view.cards[*p]))
            .filter(|p| matching.as_ref().is_none_or(|these| these.contains(*p)))
            .map(|p| (p, &owed[p]))
            .filter(|(_, s)| if query.overdue { s.overdue > 0 } else { s.any || searched })
            .collect();
        let place = |(position, s): &(usize, &Owed)| Place {
            amounts: Reverse((s.overdue, s.total)),
            account: view.cards[*position].id,
        };
        found.sort_by_cached_key(place);
        let top = top(&found);
        let total = found.len();
        let skipped = query.after.map_or(0, |after| found.partition_point(|row| place(row) <= after));
        let page = &found[skipped..total.min(skipped + query.limit.clamp(1, 500))];
        let next = page.last().map(place).filter(|_| skipped + page.len() < total);
        let rows = page
            .iter()
            .map(|(position, s)| {
                let card = &view.cards[*position];
                AccountSummary {
                    id: card.id,
                    number: card.number.to_string(),
                    name: card.name.to_string(),
                    kind: card.kind,
                    creditor: names.get(&card.creditor).map_or_else(String::new, |(code, _)| code.clone()),
                    total: Money::new(s.total, s.currency),
                    overdue: Money::new(s.overdue, s.currency),
                    oldest_late_days: s.oldest,
                    other_currencies: s.others,
                    paused: card.paused_until.is_some_and(|d| epoch_day(d) >= today),
                }
            })
            .collect();
        Ok(Page { rows, skipped, next, total, top })
    }
}

/// The smallest head of the list that is at least half of what is overdue in the currency of its first line.
fn top(found: &[(usize, &Owed)]) -> Option<(usize, u8)> {
    let main = found.first().map(|(_, s)| s.currency)?;
    let amounts: Vec<i64> = found.iter().map(|(_, s)| if s.currency == main { s.overdue } else { 0 }).collect();
    let head = indicators::head(&amounts, 50)?;
    Some((usize::try_from(head.count).ok()?, head.percent()))
}
