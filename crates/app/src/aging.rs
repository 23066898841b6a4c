//! The aged balance at any date, by any grouping.

use kernel::{Currency, Date, Money};
use ledger::ageing::AgedRow;
use ledger::{AccountId, AgedBalance, Buckets, CreditorId};
use serde::Serialize;

use crate::portfolio::View;
use crate::{Actor, Desk, DeskError, Permission, Refusal};

/// What each line of the balance stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Grouping {
    /// One line for all.
    #[default]
    None,
    /// By creditor.
    Creditor,
    /// By legal kind of the debtor, until segments exist.
    Segment,
    /// By account.
    Account,
    /// By currency: one line each.
    Currency,
    /// By salesperson.
    Salesperson,
}

impl Grouping {
    /// Reads the word of scripts and pages.
    ///
    /// # Errors
    /// [`DeskError::Refused`] with the words known.
    pub fn parse(word: &str) -> Result<Self, DeskError> {
        Ok(match word {
            "" | "none" => Self::None,
            "creditor" => Self::Creditor,
            "segment" => Self::Segment,
            "account" => Self::Account,
            "currency" => Self::Currency,
            "salesperson" => Self::Salesperson,
            other => return Err(Refusal::UnknownGrouping { by: other.to_owned() }.into()),
        })
    }
}

/// A question to the aged balance.
#[derive(Debug, Clone, Default)]
pub struct AgingQuery {
    /// Day; today when none.
    pub as_of: Option<Date>,
    /// Limits of the buckets.
    pub buckets: Buckets,
    /// Lines.
    pub by: Grouping,
    /// One creditor only.
    pub creditor: Option<CreditorId>,
}

/// One bucket, as scripts read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BucketAnswer {
    /// `not due`, `1-30`, `91+`.
    pub label: String,
    /// First day late; none for « not due ».
    pub from_day: Option<i32>,
    /// Last day late; none for the last bucket.
    pub to_day: Option<i32>,
    /// Open amount.
    pub amount: String,
    /// Open items.
    pub items: u64,
}

/// One line of the balance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AgingLine {
    /// Key of the group.
    pub key: String,
    /// Name of the group.
    pub name: String,
    /// The account, when grouped by account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    /// Currency.
    pub currency: Currency,
    /// Everything open.
    pub total: String,
    /// What is late.
    pub overdue: String,
    /// Open credits, negative or zero.
    pub credits: String,
    /// Buckets.
    pub buckets: Vec<BucketAnswer>,
    /// The sums, in minor units.
    #[serde(skip)]
    pub row: AgedRow,
}

/// The aged balance: the main currency on top, the others beside it, never added to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AgingAnswer {
    /// The day lateness is counted to.
    pub as_of: Date,
    /// Main currency.
    pub currency: Currency,
    /// Everything open in it.
    pub total: String,
    /// What is late in it.
    pub overdue: String,
    /// Open credits in it.
    pub credits: String,
    /// Open items.
    pub items: u64,
    /// Accounts with something open.
    pub accounts: u64,
    /// Buckets.
    pub buckets: Vec<BucketAnswer>,
    /// The other currencies, one line each.
    pub others: Vec<AgingLine>,
    /// Lines, when grouped; the largest totals first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<AgingLine>,
    /// The sums of the main currency, in minor units.
    #[serde(skip)]
    pub row: AgedRow,
    /// When the open items were read.
    pub read_at: kernel::Timestamp,
}

impl Desk {
    /// The aged balance at a date, by due date, from accounting dates: it ties to the ledger.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Store`].
    pub fn aged_balance(&self, actor: &Actor, query: &AgingQuery) -> Result<AgingAnswer, DeskError> {
        actor.may(Permission::Read)?;
        let today = self.today();
        if let Some(day) = query.as_of.filter(|day| *day != today) {
            return self.answer(&self.view_as_of(day)?, day, query);
        }
        let view = self.view()?;
        self.answer(&view, today, query)
    }

    fn answer(&self, view: &View, as_of: Date, query: &AgingQuery) -> Result<AgingAnswer, DeskError> {
        let mine = |position: usize| query.creditor.is_none_or(|c| view.cards[position].creditor == c);
        let whole = AgedBalance::of(&view.portfolio, as_of, query.buckets.clone(), |p| mine(p).then_some(()));
        let currency = whole.currencies().first().copied().unwrap_or(view.currency);
        let row = whole.total(currency);
        let line_of = |key: String, name: String, account, currency, row: AgedRow| AgingLine {
            key,
            name,
            account,
            currency,
            total: decimal(row.total(), currency),
            overdue: decimal(row.overdue(), currency),
            credits: decimal(row.credits, currency),
            buckets: buckets(&query.buckets, &row, currency),
            row,
        };
        let currency_line = |c: Currency| line_of(c.to_string(), c.to_string(), None, c, whole.total(c));
        let others = whole.currencies().into_iter().filter(|c| *c != currency).map(currency_line).collect();
        let names = self.creditor_names()?;
        let text = |position: usize| -> (String, String) {
            let card = &view.cards[position];
            match query.by {
                Grouping::Creditor => names.get(&card.creditor).cloned().unwrap_or_default(),
                Grouping::Segment => (card.kind.slug().to_owned(), card.kind.slug().to_owned()),
                Grouping::Salesperson => (card.salesperson.to_string(), card.salesperson.to_string()),
                Grouping::Account => (card.number.to_string(), card.name.to_string()),
                Grouping::None | Grouping::Currency => (String::new(), String::new()),
            }
        };
        let mut lines: Vec<AgingLine> = match query.by {
            Grouping::None => Vec::new(),
            Grouping::Currency => whole.currencies().into_iter().map(currency_line).collect(),
            Grouping::Account => {
                let grouped = AgedBalance::of(&view.portfolio, as_of, query.buckets.clone(), |p| mine(p).then_some(p));
                let line = |((position, c), row): ((usize, Currency), AgedRow)| {
                    let (key, name) = text(position);
                    line_of(key, name, Some(view.cards[position].id), c, row)
                };
                grouped.rows.into_iter().map(line).collect()
            }
            _ => {
                let grouped =
                    AgedBalance::of(&view.portfolio, as_of, query.buckets.clone(), |p| mine(p).then(|| text(p)));
                grouped.rows.into_iter().map(|(((key, name), c), row)| line_of(key, name, None, c, row)).collect()
            }
        };
        lines.sort_by_cached_key(|l| (l.currency != currency, std::cmp::Reverse(l.row.total()), l.key.clone()));
        Ok(AgingAnswer {
            as_of,
            currency,
            total: decimal(row.total(), currency),
            overdue: decimal(row.overdue(), currency),
            credits: decimal(row.credits, currency),
            items: row.count(),
            accounts: whole.accounts.get(&currency).copied().unwrap_or(0),
            buckets: buckets(&query.buckets, &row, currency),
            others,
            lines,
            row,
            read_at: view.read_at,
        })
    }
}

fn decimal(minor: i64, currency: Currency) -> String {
    Money::new(minor, currency).to_decimal()
}

fn buckets(limits: &Buckets, row: &AgedRow, currency: Currency) -> Vec<BucketAnswer> {
    (0..limits.count())
        .map(|b| {
            let (from_day, to_day) = limits.bounds(b);
            BucketAnswer {
                label: limits.label(b),
                from_day,
                to_day,
                amount: decimal(row.amounts.get(b).copied().unwrap_or(0), currency),
                items: row.items.get(b).copied().unwrap_or(0),
            }
        })
        .collect()
}
