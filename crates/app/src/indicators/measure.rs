//! The books of one currency, measured on a day.

use kernel::{Currency, Date, Money, Period, epoch_day, from_epoch_day};
use ledger::CreditorId;
use ledger::indicators::history::{Book, Series};
use ledger::indicators::span::{MONTHS_MOST, months_back, period};
use ledger::indicators::{
    Figure, Gap, MonthSales, Ratio, accounting_dso, average_days_delinquent, best_possible_dso, count_back,
};
use serde::Serialize;

use super::Ground;

/// One month of the charts. A figure that cannot be told is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MonthFigures {
    /// Last day of the month, or the day asked for.
    pub until: Date,
    /// Everything open at the end of that day.
    pub outstanding: Option<String>,
    /// What of it was overdue.
    pub overdue: Option<String>,
    /// Overdue in percent of outstanding.
    pub overdue_rate: Option<String>,
    /// Invoices less credit notes of the month, until that day.
    pub sales: Option<String>,
    /// DSO by the accounting method, days.
    pub dso: Option<String>,
    /// Best possible DSO, days.
    pub best_possible_dso: Option<String>,
    /// DSO by exhaustion, days.
    pub count_back_dso: Option<String>,
    /// Outstanding and overdue.
    #[serde(skip)]
    pub balance: Option<(Money, Money)>,
    /// DSO and best possible DSO.
    #[serde(skip)]
    pub delays: Option<(Ratio, Ratio)>,
    /// DSO by exhaustion.
    #[serde(skip)]
    pub exhausted: Option<Ratio>,
    /// Invoices less credit notes.
    #[serde(skip)]
    pub sold: Option<Money>,
}

/// What one day shows.
pub(super) struct Measure {
    pub outstanding: i64,
    pub overdue: i64,
    pub doubtful: i64,
    /// What delays are measured on: outstanding less doubtful receivables.
    pub receivables: i64,
    pub receivables_overdue: i64,
    pub period: Period,
    /// Sales of the period, where known.
    pub sales: Result<i64, Gap>,
    pub dso: Figure,
    pub best_possible: Figure,
    pub delinquent: Figure,
    pub count_back: Figure,
}

/// The books of one currency, of the creditors asked for.
pub(super) struct Books<'g> {
    ground: &'g Ground,
    pub currency: Currency,
    mine: Vec<&'g Book>,
}

impl<'g> Books<'g> {
    pub fn of(ground: &'g Ground, currency: Currency) -> Self {
        let asked = |b: &&Book| b.currency == currency && ground.whole.hold(b.creditor);
        Self { ground, currency, mine: ground.known.history.books.iter().filter(asked).collect() }
    }

    fn at(&self, day: Date, series: impl Fn(&Book) -> &Series) -> i64 {
        self.mine.iter().map(|b| series(b).at(epoch_day(day))).sum()
    }

    fn sold(&self, span: Period) -> i64 {
        self.mine.iter().map(|b| b.sales.between(epoch_day(span.from), epoch_day(span.until))).sum()
    }

    /// Everything open at the end of `day`, minor units.
    pub fn outstanding(&self, day: Date) -> i64 {
        self.at(day, |b| &b.outstanding)
    }

    /// The books that weigh on a figure of `day`: something open, or sold in the year before, then or on
    /// the day asked for.
    fn weighing(&self, day: Date) -> impl Iterator<Item = &'g Book> + '_ {
        let days = [day, self.ground.as_of].map(|d| (epoch_day(d), epoch_day(period(d, MONTHS_MOST).from)));
        let weighs = move |b: &Book| {
            days.iter().any(|(until, year)| b.outstanding.at(*until) != 0 || b.sales.between(*year, *until) != 0)
        };
        self.mine.iter().copied().filter(move |b| weighs(b))
    }

    /// Since when everything open is known, as far as the books of the day asked for go.
    pub fn known_from(&self) -> Option<Date> {
        let starts: Option<Vec<i32>> = self.weighing(self.ground.as_of).map(|b| b.coverage.balance_from).collect();
        starts?.into_iter().max().map(from_epoch_day)
    }

    fn balance_is_known(&self, day: Date) -> bool {
        let until = epoch_day(day);
        let known = |b: &Book| b.coverage.balance_from.is_some_and(|from| from <= until);
        let mut books = self.weighing(day).peekable();
        books.peek().is_some() && books.all(known)
    }

    /// Since when sales are known without a break until `day`; else the creditors whose are not.
    pub fn sales_since(&self, day: Date) -> Result<Date, Vec<CreditorId>> {
        let (mut since, mut lacking) = (None, Vec::new());
        for book in self.weighing(day) {
            match book.coverage.sales_since(epoch_day(day)) {
                Some(from) => since = since.max(Some(from)),
                None => lacking.push(book.creditor),
            }
        }
        match (lacking.is_empty(), since) {
            (true, Some(from)) => Ok(from_epoch_day(from)),
            _ => Err(lacking),
        }
    }

    /// The figures of `day`, over the months of the question.
    pub fn on(&self, day: Date) -> Measure {
        let span = period(day, self.ground.months);
        let (outstanding, overdue) = (self.outstanding(day), self.at(day, |b| &b.overdue));
        let doubtful = self.at(day, |b| &b.doubtful);
        let receivables = outstanding - doubtful;
        let receivables_overdue = overdue - self.at(day, |b| &b.doubtful_overdue);
        let since = self.sales_since(day).map_err(|_| Gap::SalesUnknown);
        let since = if self.balance_is_known(day) { since } else { Err(Gap::BeforeLedger) };
        let sales = since.and_then(|from| if from <= span.from { Ok(self.sold(span)) } else { Err(Gap::SalesUnknown) });
        let over = |figure: &dyn Fn(i64) -> Figure| sales.and_then(figure);
        let days = span.days();
        let month = |span: Period| MonthSales { from: span.from, until: span.until, sales: self.sold(span) };
        Measure {
            outstanding,
            overdue,
            doubtful,
            receivables,
            receivables_overdue,
            period: span,
            sales,
            dso: over(&|sales| accounting_dso(receivables, sales, days)),
            best_possible: over(&|sales| best_possible_dso(receivables - receivables_overdue, sales, days)),
            delinquent: over(&|sales| average_days_delinquent(receivables_overdue, sales, days)),
            count_back: since
                .and_then(|since| count_back(receivables, months_back(day).take_while(|m| m.from >= since).map(month))),
        }
    }

    /// The twelve months until the day asked for, the oldest first.
    pub fn months(&self) -> Vec<MonthFigures> {
        let twelve = months_back(self.ground.as_of).take(usize::from(MONTHS_MOST));
        let mut list: Vec<MonthFigures> = twelve.map(|span| self.month(span)).collect();
        list.reverse();
        list
    }

    fn month(&self, span: Period) -> MonthFigures {
        let day = span.until;
        let found = self.on(day);
        let money = |minor| Money::new(minor, self.currency);
        let known = self.balance_is_known(day);
        let balance = known.then(|| (money(found.outstanding), money(found.overdue)));
        let since = self.sales_since(day).ok().filter(|since| *since <= span.from);
        let sold = since.map(|_| money(self.sold(span)));
        let delays = found.dso.ok().zip(found.best_possible.ok());
        MonthFigures {
            until: day,
            outstanding: balance.map(|(all, _)| all.to_decimal()),
            overdue: balance.map(|(_, late)| late.to_decimal()),
            overdue_rate: balance.and_then(|_| Ratio::percent(found.overdue, found.outstanding)).map(Ratio::to_decimal),
            sales: sold.map(Money::to_decimal),
            dso: found.dso.ok().map(Ratio::to_decimal),
            best_possible_dso: found.best_possible.ok().map(Ratio::to_decimal),
            count_back_dso: found.count_back.ok().map(Ratio::to_decimal),
            balance,
            delays,
            exhausted: found.count_back.ok(),
            sold,
        }
    }
}
