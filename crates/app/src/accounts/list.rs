//! The list of accounts, the largest overdue first.

use kernel::{Currency, Money, epoch_day, search_key};
use ledger::{AccountId, CreditorId, DebtorKind};
use serde::Serialize;

use crate::portfolio::View;
use crate::{Actor, Desk, DeskError, Permission};

/// Which accounts, and where the page starts.
#[derive(Debug, Clone, Default)]
pub struct AccountQuery {
    /// Of one creditor.
    pub creditor: Option<CreditorId>,
    /// Words of the name, customer code, SIREN, or a piece number.
    pub search: String,
    /// Only those with something overdue.
    pub overdue: bool,
    /// Number of accounts to skip, from [`Page::next`].
    pub after: usize,
    /// Accounts of a page, 500 at most.
    pub limit: usize,
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
    /// Where the next page starts; none on the last.
    pub next: Option<usize>,
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
        let view = self.view()?;
        let names = self.creditor_names()?;
        let today = epoch_day(self.today());
        let by_piece = self.accounts_of_piece(&query.search)?;
        let words = search_key(&query.search);
        let mut found: Vec<(usize, Sums)> = view
            .positions(query.creditor)
            .filter(|p| words.is_empty() || by_piece.contains(&view.cards[*p].id) || matches(&view, *p, &words))
            .map(|p| (p, sums(&view, p, today)))
            .filter(|(_, s)| if query.overdue { s.overdue > 0 } else { s.any || !words.is_empty() })
            .collect();
        found.sort_by_key(|(p, s)| (std::cmp::Reverse((s.overdue, s.total)), *p));
        let top = top(&found);
        let total = found.len();
        let limit = query.limit.clamp(1, 500);
        let rows: Vec<AccountSummary> = found
            .into_iter()
            .skip(query.after)
            .take(limit)
            .map(|(position, s)| {
                let card = &view.cards[position];
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
        let reached = query.after + rows.len();
        Ok(Page { next: (reached < total).then_some(reached), rows, total, top })
    }

    fn accounts_of_piece(&self, number: &str) -> Result<Vec<AccountId>, DeskError> {
        let number = number.trim();
        if number.len() < 3 {
            return Ok(Vec::new());
        }
        Ok(self.store.read(|tx| tx.items().by_number(number, 50))?.into_iter().map(|i| i.account_id).collect())
    }
}

struct Sums {
    currency: Currency,
    total: i64,
    overdue: i64,
    oldest: i64,
    others: bool,
    any: bool,
}

fn matches(view: &View, position: usize, words: &str) -> bool {
    let card = &view.cards[position];
    let text = format!(" {} {} {}", card.name_key(), search_key(&card.number), card.siren.as_deref().unwrap_or(""));
    words.split(' ').all(|word| text.contains(&format!(" {word}")))
}

fn sums(view: &View, position: usize, today: i32) -> Sums {
    let items: Vec<_> = view.portfolio.items(position).collect();
    // The main currency if it is there, else the first met.
    let currency = items
        .iter()
        .map(|i| i.currency)
        .find(|c| *c == view.currency)
        .or_else(|| items.first().map(|i| i.currency))
        .unwrap_or(view.currency);
    let mut sums = Sums { currency, total: 0, overdue: 0, oldest: 0, others: false, any: !items.is_empty() };
    for item in &items {
        if item.currency != currency {
            sums.others = true;
            continue;
        }
        sums.total += item.open;
        let late = today - item.due_day;
        if late > 0 {
            sums.overdue += item.open;
            if item.open > 0 {
                sums.oldest = sums.oldest.max(i64::from(late));
            }
        }
    }
    sums
}

/// The smallest head of the list that is at least half of what is overdue.
fn top(found: &[(usize, Sums)]) -> Option<(usize, u8)> {
    let main = found.first().map(|(_, s)| s.currency)?;
    let overdue = |s: &Sums| if s.currency == main { s.overdue.max(0) } else { 0 };
    let whole: i64 = found.iter().map(|(_, s)| overdue(s)).sum();
    if whole <= 0 {
        return None;
    }
    let mut head = 0;
    for (n, (_, s)) in found.iter().enumerate() {
        head += overdue(s);
        if head * 2 >= whole {
            let percent = u8::try_from(head.saturating_mul(100) / whole).unwrap_or(100);
            return Some((n + 1, percent));
        }
    }
    None
}
