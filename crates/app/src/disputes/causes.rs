//! Root causes: what disputes cost in euros and days, by cause, service, salesperson; and month after month.

use std::collections::BTreeMap;

use kernel::{Currency, Date, Money};
use serde::Serialize;

use super::{DisputeFilter, DisputeLine, Opinions, Outcome, Step};
use crate::{Actor, Desk, DeskError, Permission};

kernel::slug_enum!(
    /// What disputes are summed by. The product is not known of a piece: no file says it.
    CauseGrouping {
        /// What is said to be wrong.
        Kind = "kind",
        /// Who had to answer.
        Service = "service",
        /// Whose customer.
        Salesperson = "salesperson",
        /// The customer.
        Account = "account",
    }
);

/// Which disputes, and how they are summed.
#[derive(Debug, Clone)]
pub struct CauseQuery {
    /// By what.
    pub by: CauseGrouping,
    /// Opened from this day, included.
    pub from: Option<Date>,
    /// Opened until this day, included.
    pub until: Option<Date>,
    /// In one currency.
    pub currency: Currency,
}

/// One cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CauseLine {
    /// Slug, name, or code and name of the customer; empty where nobody is named.
    pub key: String,
    /// Disputes.
    pub count: u64,
    /// Of these, still open.
    pub open: u64,
    /// Of those closed, the founded ones, wholly or partly.
    pub founded: u64,
    /// Those closed.
    pub closed: u64,
    /// What was contested.
    pub amount: String,
    /// What was granted, and not refused in the end.
    pub granted: String,
    /// Days they blocked, summed.
    pub days: i64,
    /// Running share of what was contested, this line included, in per mille.
    pub running_per_mille: i64,
}

/// One month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CauseMonth {
    /// Its first day.
    pub month: Date,
    /// Disputes opened in it.
    pub opened: u64,
    /// Disputes closed in it, whenever they were opened.
    pub closed: u64,
    /// What those opened in it contested.
    pub amount: String,
}

/// What disputes cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Causes {
    /// Currency of the amounts.
    pub currency: Currency,
    /// Causes, the dearest first.
    pub lines: Vec<CauseLine>,
    /// Months, the oldest first.
    pub months: Vec<CauseMonth>,
    /// All of them.
    pub count: u64,
    /// What was contested in all.
    pub amount: String,
    /// Days they blocked in all.
    pub days: i64,
    /// What customers think of how they were handled.
    pub opinions: Opinions,
}

#[derive(Default)]
struct Sum {
    count: u64,
    open: u64,
    founded: u64,
    closed: u64,
    amount: i64,
    granted: i64,
    days: i64,
}

/// What a dispute is summed under, and how that is shown. Two creditors may give one code to their customers.
fn key(line: &DisputeLine, by: CauseGrouping) -> (String, String) {
    let one = |word: &str| (word.to_owned(), word.to_owned());
    match by {
        CauseGrouping::Kind => one(line.kind.slug()),
        CauseGrouping::Service => one(line.service.slug()),
        CauseGrouping::Salesperson => one(&line.salesperson),
        CauseGrouping::Account => (line.account_id.to_string(), format!("{} · {}", line.account, line.debtor)),
    }
}

fn minor(text: &str, currency: Currency) -> i64 {
    Money::parse(text, currency).map_or(0, Money::minor)
}

impl CauseQuery {
    /// True of a dispute that counts; those withdrawn count nowhere.
    fn counts(&self, line: &DisputeLine) -> bool {
        line.currency == self.currency && line.outcome != Some(Outcome::Withdrawn)
    }

    /// True of a day of the period.
    fn holds(&self, day: Date) -> bool {
        self.from.is_none_or(|from| day >= from) && self.until.is_none_or(|until| day <= until)
    }
}

/// Sums disputes up.
fn causes(lines: &[DisputeLine], query: &CauseQuery, opinions: Opinions) -> Causes {
    let mut sums: BTreeMap<(String, String), Sum> = BTreeMap::new();
    let mut months: BTreeMap<Date, (u64, u64, i64)> = BTreeMap::new();
    for line in lines.iter().filter(|line| query.counts(line)) {
        if let Some(closed) = line.closed.filter(|closed| query.holds(*closed)) {
            months.entry(closed.first_of_month()).or_default().1 += 1;
        }
        if !query.holds(line.opened) {
            continue;
        }
        let sum = sums.entry(key(line, query.by)).or_default();
        let amount = minor(&line.contested, query.currency);
        sum.count += 1;
        sum.open += u64::from(line.step != Step::Closed);
        sum.closed += u64::from(line.step == Step::Closed);
        sum.founded += u64::from(matches!(line.outcome, Some(Outcome::Founded | Outcome::Partly)));
        sum.amount += amount;
        if line.outcome != Some(Outcome::Unfounded) {
            sum.granted += minor(&line.granted, query.currency);
        }
        sum.days += line.age_days;
        let opened = months.entry(line.opened.first_of_month()).or_default();
        (opened.0, opened.2) = (opened.0 + 1, opened.2 + amount);
    }
    let money = |minor: i64| Money::new(minor, query.currency).to_decimal();
    let whole: i64 = sums.values().map(|s| s.amount).sum();
    let (count, days) = (sums.values().map(|s| s.count).sum(), sums.values().map(|s| s.days).sum());
    let mut sorted: Vec<((String, String), Sum)> = sums.into_iter().collect();
    sorted.sort_by(|(a, x), (b, y)| y.amount.cmp(&x.amount).then_with(|| a.cmp(b)));
    let mut running = 0;
    let line = |((_, key), sum): ((String, String), Sum)| {
        running += sum.amount;
        let share = i128::from(running) * 1000 / i128::from(whole.max(1));
        CauseLine {
            key,
            count: sum.count,
            open: sum.open,
            founded: sum.founded,
            closed: sum.closed,
            amount: money(sum.amount),
            granted: money(sum.granted),
            days: sum.days,
            running_per_mille: i64::try_from(share).unwrap_or(1000),
        }
    };
    let month = |(month, (opened, closed, amount)): (Date, (u64, u64, i64))| CauseMonth {
        month,
        opened,
        closed,
        amount: money(amount),
    };
    Causes {
        currency: query.currency,
        lines: sorted.into_iter().map(line).collect(),
        months: months.into_iter().map(month).collect(),
        count,
        amount: money(whole),
        days,
        opinions,
    }
}

impl Desk {
    /// What disputes cost, the dearest cause first, and month after month.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn dispute_causes(&self, actor: &Actor, query: &CauseQuery) -> Result<Causes, DeskError> {
        actor.may(Permission::Read)?;
        let filter = DisputeFilter { closed_too: true, ..DisputeFilter::default() };
        let lines = self.dispute_lines(actor, &filter, None)?;
        let taken: Vec<&DisputeLine> = lines.iter().filter(|l| query.counts(l) && query.holds(l.opened)).collect();
        let opinions = self.opinions(&taken)?;
        Ok(causes(&lines, query, opinions))
    }
}
