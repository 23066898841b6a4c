//! The indicators at any date: what is open, overdue, how long it takes to be paid, who is late, what is
//! set aside, what was promised, and how the files that ended came to their end. Each with its formula, or with what
//! is missing to tell it.

mod asides;
mod ended;
mod figures;
mod files;
mod known;
mod lists;
mod measure;
mod trade;
mod words;

use std::collections::HashMap;
use std::sync::Arc;

use kernel::{Currency, Date, Money, Period, Timestamp, Wording, epoch_day};
use ledger::ageing::AgedBalance;
use ledger::indicators::lateness::{DelayOrder, delays};
use ledger::indicators::span::{MONTHS_MOST, period};
use ledger::indicators::{Ratio, top};
use ledger::{AccountId, BatchId, Buckets, CreditorId};
use serde::Serialize;

pub use asides::{BlockedReason, BlockedShare, PromiseFigures};
pub use figures::{FigureLine, Indicator, Lacking, Parts, Unit};
pub use files::{FileLine, FilePage, FilesQuery};
pub(crate) use known::HistoryCache;
pub use lists::{AsideLine, AsidePage, DelayLine, DelayPage, PromisesQuery, SaleLine, SalePage, SalesQuery};
pub use measure::MonthFigures;
pub use trade::{FileBasis, TradeGroup};
pub use words::Missing;

use crate::portfolio::View;
use crate::{Actor, Desk, DeskError, Permission, Reach, Refusal};
use known::Known;
use lists::delay_line;
use measure::Books;

/// Accounts listed with the figures; the list behind has them all.
const LISTED: usize = 10;
/// Shares that « Top X » is told for, percent of what is overdue.
const SHARES: [u8; 2] = [50, 80];
/// Months of the period where none are asked for: a quarter.
pub const MONTHS_USUAL: u8 = 3;

/// A question to the indicators.
#[derive(Debug, Clone, Copy, Default)]
pub struct IndicatorQuery {
    /// Day; today when none.
    pub as_of: Option<Date>,
    /// One creditor only.
    pub creditor: Option<CreditorId>,
    /// Months of the period of sales, promises and files that ended, 1 to 12; a quarter when none.
    pub months: Option<u8>,
}

impl IndicatorQuery {
    fn months(&self) -> Result<u8, DeskError> {
        let months = self.months.unwrap_or(MONTHS_USUAL);
        if (1..=MONTHS_MOST).contains(&months) {
            return Ok(months);
        }
        Err(Refusal::IndicatorMonths { months: i64::from(months) }.into())
    }
}

/// The last file the figures come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LastImport {
    /// The import.
    pub id: BatchId,
    /// File names.
    pub source: String,
    /// Day the file speaks of.
    pub as_of: Date,
    /// When it was imported.
    pub at: Timestamp,
}

/// « The first 58 accounts are 55 % of what is overdue. »
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TopLine {
    /// The share reached, percent.
    pub percent: u8,
    /// Accounts that reach it, the largest first.
    pub accounts: u64,
    /// What they owe that is overdue.
    pub amount: String,
    /// Their exact share, percent.
    pub share: String,
    /// The sentence.
    pub words: Wording,
}

/// The indicators of one currency.
#[derive(Debug, Clone, Serialize)]
pub struct CurrencyIndicators {
    /// Currency.
    pub currency: Currency,
    /// The figures, each with its formula.
    pub figures: Vec<FigureLine>,
    /// What this balance leaves out, or stands on.
    pub notes: Vec<Wording>,
    /// Since when everything open is known; none when no file says.
    pub known_from: Option<Date>,
    /// Since when sales are known without a break; none when they are not.
    pub sales_known_from: Option<Date>,
    /// What the twelve months say of the balance, in one sentence.
    pub balance_finding: Wording,
    /// What they say of the delays, in one sentence.
    pub delay_finding: Wording,
    /// The last twelve months, the oldest first; the last ends on the day asked for.
    pub months: Vec<MonthFigures>,
    /// Accounts with something overdue.
    pub overdue_accounts: u64,
    /// « Top X » of what is overdue.
    pub top: Vec<TopLine>,
    /// Accounts with late pieces.
    pub late_accounts: u64,
    /// Those whose delays weigh most (amount × days).
    pub delays: Vec<DelayLine>,
    /// What is set aside.
    pub blocked: BlockedShare,
    /// The promises of the period.
    pub promises: PromiseFigures,
    /// The indicators of files and cases, by creditor.
    pub by_creditor: Vec<TradeGroup>,
    /// The same of the cases that followed each procedure: one that followed two is in both.
    pub by_procedure: Vec<TradeGroup>,
}

impl CurrencyIndicators {
    /// The line of an indicator.
    pub fn figure(&self, indicator: Indicator) -> Option<&FigureLine> {
        self.figures.iter().find(|line| line.indicator == indicator)
    }
}

/// The indicators: one block per currency, never added to each other, the main one first.
#[derive(Debug, Clone, Serialize)]
pub struct IndicatorAnswer {
    /// The day.
    pub as_of: Date,
    /// Code of the creditor, when one was asked for.
    pub creditor: Option<String>,
    /// Months of the period.
    pub months: u8,
    /// The period of sales, promises and files that ended, both ends included.
    pub period: Period,
    /// When the ledger was read.
    pub read_at: Timestamp,
    /// The last file it was fed with.
    pub last_import: Option<LastImport>,
    /// One block per currency.
    pub currencies: Vec<CurrencyIndicators>,
}

/// What the figures of every currency are made from.
struct Ground {
    months: u8,
    as_of: Date,
    period: Period,
    whole: WholeBooks,
    known: Arc<Known>,
    view: Arc<View>,
    names: HashMap<CreditorId, (String, String)>,
}

/// Whose books: an indicator is about the whole of a creditor, and told to who sees the whole of it.
struct WholeBooks {
    creditor: Option<CreditorId>,
    reach: Reach,
}

impl WholeBooks {
    /// Those of one creditor, or of all that `actor` sees.
    fn of(actor: &Actor, creditor: Option<CreditorId>) -> Result<Self, DeskError> {
        match creditor {
            Some(creditor) => actor.whole_of(creditor, &creditor.to_string())?,
            None => actor.may_whole_books()?,
        }
        Ok(Self { creditor, reach: actor.reach.clone() })
    }

    fn hold(&self, creditor: CreditorId) -> bool {
        self.creditor.is_none_or(|id| id == creditor) && self.reach.covers(creditor)
    }
}

impl Ground {
    fn keeps(&self, position: usize) -> bool {
        self.whole.hold(self.view.cards[position].creditor)
    }

    /// Code of a creditor.
    fn code(&self, creditor: CreditorId) -> String {
        self.names.get(&creditor).map_or_else(|| creditor.to_string(), |(code, _)| code.clone())
    }
}

impl Desk {
    /// The indicators at a date, from accounting dates: what is open and overdue ties to the aged
    /// balance of that day.
    ///
    /// # Errors
    /// [`DeskError::Refused`] on a period of no or too many months; [`DeskError::Beyond`] for who sees their own
    /// accounts only; [`DeskError::Store`].
    pub fn indicators(&self, actor: &Actor, query: &IndicatorQuery) -> Result<IndicatorAnswer, DeskError> {
        actor.may(Permission::Read)?;
        let months = query.months()?;
        let ground = self.ground(actor, query, months)?;
        let aged = AgedBalance::of(&ground.view.portfolio, ground.as_of, Buckets::default(), |p| {
            if ground.keeps(p) { u32::try_from(p).ok() } else { None }
        });
        let blocked = self.blocked_on(&ground)?;
        let promises = self.promises_of(&ground)?;
        let ended = self.ended(&ground)?;
        let mut currencies = aged.currencies();
        for book in ground.known.history.books.iter().filter(|b| ground.whole.hold(b.creditor)) {
            let sold = book.sales.between(epoch_day(ground.period.from), epoch_day(ground.as_of)) != 0;
            if sold && !currencies.contains(&book.currency) {
                currencies.push(book.currency);
            }
        }
        for file in &ended {
            if !currencies.contains(&file.currency) {
                currencies.push(file.currency);
            }
        }
        let of = |currency: &Currency| {
            let books = Books::of(&ground, *currency);
            let blocked = blocked.get(currency).cloned().unwrap_or_default();
            let promises = promises.get(currency).cloned().unwrap_or_default();
            let trade = self.trade_of(&ground, &ended, *currency);
            currency_of(&ground, &books, &aged, blocked, promises).with(trade)
        };
        let last = ground.known.batches.iter().rev().filter(|b| b.format != "manual");
        Ok(IndicatorAnswer {
            as_of: ground.as_of,
            creditor: query.creditor.map(|c| ground.code(c)),
            months,
            period: ground.period,
            read_at: ground.known.read_at,
            last_import: last
                .filter(|b| ground.whole.hold(b.creditor_id))
                .map(|b| LastImport { id: b.id, source: b.source.clone(), as_of: b.as_of, at: b.created_at })
                .next(),
            currencies: currencies.iter().map(of).collect(),
        })
    }

    fn ground(&self, actor: &Actor, query: &IndicatorQuery, months: u8) -> Result<Ground, DeskError> {
        let today = self.today();
        let as_of = query.as_of.unwrap_or(today);
        let whole = WholeBooks::of(actor, query.creditor)?;
        let view = if as_of == today { self.view()? } else { Arc::new(self.view_as_of(as_of)?) };
        Ok(Ground {
            months,
            as_of,
            period: period(as_of, months),
            whole,
            known: self.known_history()?,
            view,
            names: self.creditor_names()?,
        })
    }
}

fn currency_of(
    ground: &Ground,
    books: &Books<'_>,
    aged: &AgedBalance,
    blocked: BlockedShare,
    promises: PromiseFigures,
) -> CurrencyIndicators {
    let currency = books.currency;
    let money = |minor| Money::new(minor, currency);
    let overdues: Vec<i64> =
        (0..aged.len()).filter(|line| aged.keys()[*line].1 == currency).map(|line| aged.overdue_of(line)).collect();
    let head = |percent: &u8| {
        let head = top(&overdues, *percent)?;
        let share = Ratio::percent(head.amount.min(head.whole), head.whole)?;
        Some(TopLine {
            percent: *percent,
            accounts: head.count,
            amount: money(head.amount).to_decimal(),
            share: share.to_decimal(),
            words: words::top(head.count, share),
        })
    };
    let late = delays(&ground.view.portfolio, ground.as_of, currency, DelayOrder::Weight, |p| ground.keeps(p));
    let weight: i128 = late.iter().map(|d| d.weight).sum();
    let months = books.months();
    let (figures, notes) = figures::lines(ground, books, &late, &blocked, &promises);
    CurrencyIndicators {
        currency,
        figures,
        notes,
        known_from: books.known_from(),
        sales_known_from: books.sales_since(ground.as_of).ok(),
        balance_finding: words::balance_finding(&months),
        delay_finding: words::delay_finding(&months),
        months,
        overdue_accounts: overdues.iter().filter(|minor| **minor > 0).count() as u64,
        top: SHARES.iter().filter_map(head).collect(),
        late_accounts: late.len() as u64,
        delays: late.iter().take(LISTED).map(|d| delay_line(ground, d, currency, weight)).collect(),
        blocked: blocked.weighed(books.outstanding(ground.as_of), currency),
        promises: promises.told(currency),
        by_creditor: Vec::new(),
        by_procedure: Vec::new(),
    }
}

/// The reference of an account, as a place in a list.
fn place_of(text: &str) -> Result<AccountId, DeskError> {
    text.parse().map_err(|_| Refusal::PlaceUnknown { place: text.to_owned() }.into())
}
