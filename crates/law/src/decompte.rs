//! The décompte: principal, interest by slice, indemnities, costs, penalty clause and payments in legal
//! order, at any date. It carries an annex from which anyone recomputes the same cents.
//!
//! Order of payments: what the debtor chose (C. civ. 1342-10, 1), else recovery costs, then due debts,
//! the one the debtor had most interest to settle (highest rate), the oldest, and pro rata between
//! equals (1342-10, 2); on each debt interest before principal (1343-1), or the reverse where a judge
//! ordered it (1343-5).

use kernel::{Date, Money};

use crate::accrual::{Debt, RateUntil};
use crate::decompte_order::pay_in_order;
pub use crate::decompte_types::{
    Account, Annex, Cost, CourseUsed, Decompte, DecompteItem, Item, Penalty, RateUsed, Receipt, ReceiptLine, Totals,
};
use crate::interest::{self, Claim};
use crate::refusals::Refusal;
use crate::{Law, LawError, Line};

/// Draws up the décompte of an account to a day included.
///
/// # Errors
/// As [`interest::late_interest`]; [`LawError::Refused`] for a receipt that names no item of the account
/// or a reference used twice.
///
/// ```
/// use kernel::{Currency, Money};
/// use law::Law;
/// use law::decompte::{Account, Item, Receipt, decompte};
/// let eur = |text| Money::parse(text, Currency::EUR);
/// let mut account = Account::new(Currency::EUR);
/// account.items.push(Item::new("F-1", eur("10000.00")?, "2026-06-20".parse()?));
/// account.receipts.push(Receipt { date: "2026-06-30".parse()?, amount: eur("4000.00")?, chosen: None, credit_note: false });
/// let drawn = decompte(&account, Law::builtin(), "2026-06-30".parse()?)?;
/// // interest first (C. civ. 1343-1): 33.29, then principal
/// assert_eq!(drawn.receipts[0].to_interest.to_decimal(), "33.29");
/// assert_eq!(drawn.totals.principal_left.to_decimal(), "6033.29");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn decompte(account: &Account, law: &Law, as_of: Date) -> Result<Decompte, LawError> {
    check(account)?;
    let claims: Vec<Claim> = account.items.iter().map(|item| claim(account, item)).collect();
    let plans = claims.iter().map(|claim| interest::plan(claim, law, as_of));
    let plans = plans.collect::<Result<Vec<_>, _>>()?;
    let debts: Vec<Debt> = plans.iter().map(|plan| Debt::new(plan.course, account.conventions)).collect();
    let mut rates = vec![Vec::new(); debts.len()];
    let run = run(account, debts, as_of, &mut |i, day| {
        let (rate, to) = plans[i].rate_on(law, day)?;
        note(&mut rates[i], RateUsed { from: day, to, rate });
        Ok((rate, to))
    })?;
    let courses = plans.iter().zip(rates).map(|(plan, rates)| CourseUsed {
        first: plan.course.first,
        stop: plan.course.stop,
        indemnity: plan.course.indemnity,
        rates,
    });
    let annex = Annex { version: 1, as_of, account: account.clone(), courses: courses.collect() };
    let mut answer = run.assemble(annex)?;
    crate::decompte_words::tell(&mut answer, account, &plans, law)?;
    Ok(answer)
}

/// Computes a décompte again from its annex alone, without the tables: the same cents.
///
/// # Errors
/// [`LawError::Refused`] when the annex was altered so that a rate it needs is missing.
///
/// ```
/// use kernel::{Currency, Money};
/// use law::Law;
/// use law::decompte::{Account, Annex, Item, decompte, recompute};
/// let mut account = Account::new(Currency::EUR);
/// account.items.push(Item::new("F-1", Money::parse("10000.00", Currency::EUR)?, "2026-06-20".parse()?));
/// let drawn = decompte(&account, Law::builtin(), "2026-11-21".parse()?)?;
/// let annex: Annex = serde_json::from_str(&serde_json::to_string(&drawn.annex)?)?;
/// assert_eq!(recompute(&annex)?.totals, drawn.totals);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn recompute(annex: &Annex) -> Result<Decompte, LawError> {
    let account = &annex.account;
    check(account)?;
    if annex.version != 1 || annex.courses.len() != account.items.len() {
        return Err(Refusal::Annex.into());
    }
    let debts = account.items.iter().zip(&annex.courses).map(|(item, used)| {
        let course = crate::accrual::Course {
            principal: item.amount,
            first: used.first,
            until: annex.as_of,
            stop: used.stop,
            indemnity: used.indemnity,
            late_from: crate::convention::next(item.due),
            yearly: None,
        };
        Debt::new(course, account.conventions)
    });
    let run = run(account, debts.collect(), annex.as_of, &mut |i, day| {
        let used = annex.courses[i].rates.iter().find(|used| used.from <= day && day <= used.to);
        used.map(|used| (used.rate, used.to))
            .ok_or_else(|| Refusal::AnnexRate { day, reference: account.items[i].reference.clone() }.into())
    })?;
    run.assemble(annex.clone())
}

fn note(rates: &mut Vec<RateUsed>, used: RateUsed) {
    if !rates.iter().any(|seen| seen.from <= used.from && used.from <= seen.to && seen.rate == used.rate) {
        rates.push(used);
    }
}

fn claim(account: &Account, item: &Item) -> Claim {
    Claim {
        agreed_rate: item.agreed_rate,
        formal_notice: item.formal_notice,
        creditor_class: item.creditor_class,
        indemnity: item.indemnity,
        insolvency: account.insolvency,
        conventions: account.conventions,
        ..Claim::new(item.amount, item.due, item.regime)
    }
}

fn check(account: &Account) -> Result<(), LawError> {
    let mut seen = std::collections::HashSet::new();
    for item in &account.items {
        if !seen.insert(item.reference.as_str()) {
            return Err(Refusal::ReferenceTwice { reference: item.reference.clone() }.into());
        }
    }
    let amounts = account.items.iter().map(|item| (Line::same(&item.reference), item.amount));
    let amounts = amounts
        .chain(account.costs.iter().map(|cost| (Line::same(&cost.label), cost.amount)))
        .chain(account.penalty.iter().map(|penalty| (Line::same(&penalty.label), penalty.amount)))
        .chain(account.receipts.iter().map(|receipt| (Line::new("recette", "receipt"), receipt.amount)));
    for (what, amount) in amounts {
        if amount.currency() != account.currency {
            return Err(kernel::MoneyError::Mixed(account.currency, amount.currency()).into());
        }
        if amount.minor() < 0 {
            return Err(Refusal::NegativeAmount { what, amount }.into());
        }
    }
    for receipt in &account.receipts {
        if let Some(chosen) = receipt.chosen.as_deref().filter(|chosen| !seen.contains(chosen)) {
            return Err(Refusal::NotAnItem { day: receipt.date, chosen: chosen.to_owned() }.into());
        }
    }
    Ok(())
}

/// The account after all receipts.
pub(crate) struct Run {
    pub debts: Vec<Debt>,
    pub costs_left: i64,
    pub penalty_left: i64,
    pub receipts: Vec<ReceiptLine>,
}

type RateOf<'a> = &'a mut dyn FnMut(usize, Date) -> Result<RateUntil, LawError>;

fn run(account: &Account, debts: Vec<Debt>, as_of: Date, rate_of: RateOf<'_>) -> Result<Run, LawError> {
    let mut run = Run { debts, costs_left: 0, penalty_left: 0, receipts: Vec::new() };
    let mut receipts: Vec<&Receipt> = account.receipts.iter().filter(|receipt| receipt.date <= as_of).collect();
    receipts.sort_by_key(|receipt| receipt.date);
    let mut known = Date::MIN;
    for receipt in receipts {
        run.advance(account, known, receipt.date, rate_of)?;
        known = receipt.date;
        let line = pay_in_order(&mut run, account, receipt, rate_of)?;
        run.receipts.push(line);
    }
    run.advance(account, known, as_of, rate_of)?;
    Ok(run)
}

impl Run {
    fn advance(&mut self, account: &Account, after: Date, day: Date, rate_of: RateOf<'_>) -> Result<(), LawError> {
        for (i, debt) in self.debts.iter_mut().enumerate() {
            debt.advance(day, &mut |asked| rate_of(i, asked))?;
        }
        let inside = |date: Date| (after < date || after == Date::MIN) && date <= day;
        let costs = account.costs.iter().filter(|cost| cost.recoverable && inside(cost.date));
        self.costs_left += costs.map(|cost| cost.amount.minor()).sum::<i64>();
        self.penalty_left += account.penalty.iter().filter(|p| inside(p.date)).map(|p| p.amount.minor()).sum::<i64>();
        Ok(())
    }

    fn assemble(self, annex: Annex) -> Result<Decompte, LawError> {
        let (account, as_of) = (&annex.account, annex.as_of);
        let currency = account.currency;
        let money = |minor| Money::new(minor, currency);
        let items: Vec<DecompteItem> = account
            .items
            .iter()
            .zip(&self.debts)
            .map(|(item, debt)| DecompteItem {
                reference: item.reference.clone(),
                due: item.due,
                principal: item.amount,
                principal_left: money(debt.state.principal),
                interest: money(debt.state.accrued),
                interest_left: money(debt.state.interest_left()),
                indemnity: debt.charged(),
                indemnity_left: money(debt.state.indemnity),
                slices: debt.state.slices.clone(),
                payments: debt.state.imputations.clone(),
            })
            .collect();
        let sum = |part: fn(&DecompteItem) -> Money| {
            items.iter().map(part).try_fold(Money::zero(currency), Money::checked_add)
        };
        let of_costs = |recoverable: bool| {
            let costs = account.costs.iter().filter(|cost| cost.recoverable == recoverable && cost.date <= as_of);
            costs.map(|cost| cost.amount).try_fold(Money::zero(currency), Money::checked_add)
        };
        let receipts = |part: fn(&ReceiptLine) -> Money| {
            self.receipts.iter().map(part).try_fold(Money::zero(currency), Money::checked_add)
        };
        let mut totals = Totals {
            principal: sum(|item| item.principal)?,
            principal_left: sum(|item| item.principal_left)?,
            interest: sum(|item| item.interest)?,
            interest_left: sum(|item| item.interest_left)?,
            indemnities: sum(|item| item.indemnity)?,
            indemnities_left: sum(|item| item.indemnity_left)?,
            costs: of_costs(true)?,
            costs_left: money(self.costs_left),
            costs_of_creditor: of_costs(false)?,
            penalty: money(account.penalty.iter().filter(|p| p.date <= as_of).map(|p| p.amount.minor()).sum()),
            penalty_left: money(self.penalty_left),
            received: receipts(|line| line.amount)?,
            overpaid: receipts(|line| line.surplus)?,
            owed: Money::zero(currency),
        };
        for part in [
            totals.principal_left,
            totals.interest_left,
            totals.indemnities_left,
            totals.costs_left,
            totals.penalty_left,
        ] {
            totals.owed = totals.owed.checked_add(part)?;
        }
        Ok(Decompte {
            as_of,
            currency,
            items,
            receipts: self.receipts,
            totals,
            explanation: Vec::new(),
            sources: Vec::new(),
            warnings: Vec::new(),
            annex,
        })
    }
}
