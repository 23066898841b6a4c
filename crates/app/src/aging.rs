//! The aged balance at any date, by any grouping.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use kernel::{Currency, Date, Money};
use ledger::ageing::AgedRow;
use ledger::{AccountId, AgedBalance, Buckets, CreditorId, DebtorKind};
use serde::{Serialize, Serializer};

use crate::portfolio::{Sight, View};
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
#[derive(Debug, Clone, Serialize)]
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
    #[serde(skip_serializing_if = "AgingLines::is_empty")]
    pub lines: AgingLines,
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
        let as_of = query.as_of.unwrap_or(today);
        let view = if as_of == today { self.view()? } else { Arc::new(self.view_as_of(as_of)?) };
        let sight = self.sight_of(view, actor)?;
        let (sums, names) = self.sums(&sight, as_of, query)?;
        let view = sight.view;
        let currencies = sums.currencies();
        let currency = currencies.first().copied().unwrap_or(view.currency);
        let row = sums.total(currency);
        let other = |c: &Currency| line((c.to_string(), c.to_string()), None, (*c, sums.total(*c)), &query.buckets);
        Ok(AgingAnswer {
            as_of,
            currency,
            total: decimal(row.total(), currency),
            overdue: decimal(row.overdue(), currency),
            credits: decimal(row.credits, currency),
            items: row.count(),
            accounts: sums.accounts.get(&currency).copied().unwrap_or(0),
            buckets: buckets(&query.buckets, &row, currency),
            others: currencies.iter().skip(1).map(other).collect(),
            read_at: view.read_at,
            lines: if query.by == Grouping::None {
                AgingLines::default()
            } else {
                AgingLines(Some(Lines { view, sums, names, currency }))
            },
            row,
        })
    }

    /// The sums of each group, and the names of the groups by their number.
    fn sums(&self, sight: &Sight, as_of: Date, query: &AgingQuery) -> Result<(AgedBalance, Names), DeskError> {
        let (view, cards) = (&sight.view, &sight.view.cards);
        let age = |group: &mut dyn FnMut(usize) -> Option<u32>| {
            let mine = |p: usize| sight.holds(p) && query.creditor.is_none_or(|c| cards[p].creditor == c);
            AgedBalance::of(&view.portfolio, as_of, query.buckets.clone(), |p| if mine(p) { group(p) } else { None })
        };
        let number = |place: usize| u32::try_from(place).ok();
        let twice = |name: &str| (name.to_owned(), name.to_owned());
        Ok(match query.by {
            Grouping::None | Grouping::Currency => (age(&mut |_| Some(0)), Names::Currencies),
            Grouping::Account => (age(&mut |p| number(p)), Names::Accounts),
            Grouping::Segment => {
                let kinds = DebtorKind::ALL;
                let sums = age(&mut |p| kinds.iter().position(|k| *k == cards[p].kind).and_then(number));
                (sums, Names::Groups(kinds.iter().map(|k| twice(k.slug())).collect()))
            }
            Grouping::Creditor => {
                let (ids, names): (Vec<_>, Vec<_>) = self.creditor_names()?.into_iter().unzip();
                let places: HashMap<CreditorId, usize> = ids.into_iter().zip(0..).collect();
                (age(&mut |p| places.get(&cards[p].creditor).copied().and_then(number)), Names::Groups(names))
            }
            Grouping::Salesperson => {
                let mut places: HashMap<&str, u32> = HashMap::new();
                let sums = age(&mut |p| {
                    let next = number(places.len())?;
                    Some(*places.entry(&*cards[p].salesperson).or_insert(next))
                });
                let mut names: Vec<(u32, &str)> = places.into_iter().map(|(name, place)| (place, name)).collect();
                names.sort_unstable();
                (sums, Names::Groups(names.into_iter().map(|(_, name)| twice(name)).collect()))
            }
        })
    }
}

/// Names of the groups, by their number.
#[derive(Debug, Clone)]
enum Names {
    /// Key and name of each group.
    Groups(Vec<(String, String)>),
    /// The accounts of the view, by position.
    Accounts,
    /// The lines are the currencies.
    Currencies,
}

/// The lines of a grouped balance: kept as sums, each made when it is told, and only then.
#[derive(Debug, Clone, Default)]
pub struct AgingLines(Option<Lines>);

#[derive(Debug, Clone)]
struct Lines {
    view: Arc<View>,
    sums: AgedBalance,
    names: Names,
    /// The currency told first.
    currency: Currency,
}

impl AgingLines {
    /// Number of lines.
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |lines| lines.sums.len())
    }

    /// True without lines.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Every line, the largest totals first.
    pub fn iter(&self) -> impl Iterator<Item = AgingLine> + '_ {
        self.largest(usize::MAX)
    }

    /// The largest totals, at most `most` lines.
    pub fn largest(&self, most: usize) -> impl Iterator<Item = AgingLine> + '_ {
        self.0.iter().flat_map(move |lines| lines.order(most).into_iter().map(|n| lines.line(n)))
    }
}

impl Serialize for AgingLines {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl Lines {
    /// The first lines: the main currency, then the largest totals, then the keys.
    fn order(&self, most: usize) -> Vec<usize> {
        let rank = |n: usize| (self.sums.keys()[n].1 != self.currency, Reverse(self.sums.total_of(n)));
        let mut ranked: Vec<_> = (0..self.sums.len()).map(|n| (rank(n), n)).collect();
        let before = |a: &((bool, Reverse<i64>), usize), b: &((bool, Reverse<i64>), usize)| {
            a.0.cmp(&b.0).then_with(|| self.name(a.1).0.cmp(self.name(b.1).0)).then_with(|| a.1.cmp(&b.1))
        };
        if most < ranked.len() {
            ranked.select_nth_unstable_by(most, before);
            ranked.truncate(most);
        }
        ranked.sort_unstable_by(before);
        ranked.into_iter().map(|(_, n)| n).collect()
    }

    /// Key and name of a line.
    fn name(&self, n: usize) -> (&str, &str) {
        let (group, currency) = &self.sums.keys()[n];
        match &self.names {
            Names::Groups(names) => names.get(*group as usize).map_or(("", ""), |(key, name)| (key, name)),
            Names::Accounts => {
                let card = &self.view.cards[*group as usize];
                (&card.number, &card.name)
            }
            Names::Currencies => (currency.code(), currency.code()),
        }
    }

    fn line(&self, n: usize) -> AgingLine {
        let (group, currency) = self.sums.keys()[n];
        let account = matches!(self.names, Names::Accounts).then(|| self.view.cards[group as usize].id);
        let (key, name) = self.name(n);
        line((key.to_owned(), name.to_owned()), account, (currency, self.sums.row(n)), &self.sums.buckets)
    }
}

fn line(
    (key, name): (String, String),
    account: Option<AccountId>,
    (currency, row): (Currency, AgedRow),
    limits: &Buckets,
) -> AgingLine {
    AgingLine {
        key,
        name,
        account,
        currency,
        total: decimal(row.total(), currency),
        overdue: decimal(row.overdue(), currency),
        credits: decimal(row.credits, currency),
        buckets: buckets(limits, &row, currency),
        row,
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
