//! Every sum of a décompte counted again.

use kernel::{Date, Money, Rate, Rounding, Wording, days_between, figures::date_short, words::Language};

use super::{
    CourtError, SumFault,
    decompte::{Bearer, Claim, Decompte, Payment},
    same, total,
};
use crate::DocumentError;

/// What the rounding of a period may differ by, in minor units: rates are rounded period by period, or at the end.
const ROUNDING: i64 = 1;

pub(super) fn check(drawn: &Decompte, ident: &str) -> Result<(), CourtError> {
    if drawn.claims.is_empty() {
        return Err(DocumentError::Missing { ident: ident.to_owned(), field: "at least one claim" }.into());
    }
    let mut faults = Vec::new();
    for claim in &drawn.claims {
        check_claim(claim, drawn, &mut faults);
    }
    for payment in &drawn.payments {
        check_payment(payment, drawn.as_of, &mut faults);
    }
    let charges = drawn.penalties.iter().map(|charge| (&charge.label, charge.date, charge.amount));
    let costs = drawn.costs.iter().map(|cost| (&cost.label, cost.date, cost.amount));
    for (label, date, amount) in charges.chain(costs) {
        not_after(date, drawn.as_of, label, &mut faults);
        not_negative(amount, label, &mut faults);
    }
    check_totals(drawn, &mut faults);
    check_running(drawn, &mut faults);
    if faults.is_empty() { Ok(()) } else { Err(CourtError::Sums { ident: ident.to_owned(), faults }) }
}

fn check_claim(claim: &Claim, drawn: &Decompte, faults: &mut Vec<SumFault>) {
    let about =
        |fr: &str, en: &str| Wording::new(format!("{}, {fr}", claim.label.fr), format!("{}, {en}", claim.label.en));
    let mut last: Option<Date> = None;
    for period in &claim.periods {
        let (from, to) = (date_short(period.from, Language::Fr), date_short(period.to, Language::Fr));
        let (from_en, to_en) = (date_short(period.from, Language::En), date_short(period.to, Language::En));
        let what = about(&format!("intérêts du {from} au {to}"), &format!("interest from {from_en} to {to_en}"));
        let counted = days_between(period.from, period.to) + 1;
        if period.days != counted || counted < 1 {
            faults.push(SumFault::Days { what: what.clone(), said: period.days, counted });
        }
        not_after(period.to, drawn.as_of, &what, faults);
        if let Some(last) = last.filter(|last| period.from <= *last) {
            faults.push(SumFault::Date { what: what.clone(), date: period.from, limit: last });
        }
        last = Some(period.to);
        near(period.amount, period.rate, period.base, (period.days, period.year_days), &what, faults);
    }
    let zero = Money::zero(drawn.currency);
    let what = about("intérêts", "interest");
    let counted = total(zero, claim.periods.iter().map(|p| p.amount), &what, faults);
    same(claim.interest, counted, what, faults);
    let parts = [
        (claim.principal_left, claim.principal, about("principal restant dû", "principal left")),
        (claim.interest_left, claim.interest, about("intérêts restant dus", "interest left")),
        (claim.indemnity_left, claim.indemnity, about("indemnité restant due", "indemnity left")),
    ];
    for (left, whole, what) in parts {
        not_negative(left, &what, faults);
        if left.minor() > whole.minor() {
            faults.push(SumFault::Differs { what, said: left, counted: whole });
        }
    }
}

fn check_payment(payment: &Payment, as_of: Date, faults: &mut Vec<SumFault>) {
    not_after(payment.date, as_of, &payment.label, faults);
    let parts = [
        payment.to_costs,
        payment.to_interest,
        payment.to_indemnities,
        payment.to_principal,
        payment.to_penalties,
        payment.surplus,
    ];
    for part in parts {
        not_negative(part, &payment.label, faults);
    }
    let day = payment.date;
    let what = Wording::new(
        format!("{} du {}, imputation", payment.label.fr, date_short(day, Language::Fr)),
        format!("{} of {}, imputation", payment.label.en, date_short(day, Language::En)),
    );
    let counted = total(Money::zero(payment.amount.currency()), parts, &what, faults);
    same(payment.amount, counted, what, faults);
}

/// Sums of the parts, and what is left of each once payments are imputed.
fn check_totals(drawn: &Decompte, faults: &mut Vec<SumFault>) {
    let (t, zero) = (&drawn.totals, Money::zero(drawn.currency));
    let claims = |part: fn(&Claim) -> Money| drawn.claims.iter().map(part);
    let settled = |part: fn(&Payment) -> Money| drawn.payments.iter().map(part);
    let borne = drawn.costs.iter().filter(|cost| cost.borne_by == Bearer::Debtor).map(|cost| cost.amount);
    let mut sum = |said: Money, parts: Vec<Money>, fr: &str, en: &str| {
        let what = Wording::new(fr, en);
        let counted = total(zero, parts, &what, faults);
        same(said, counted, what, faults);
    };
    sum(t.principal, claims(|c| c.principal).collect(), "total du principal", "total of principal");
    sum(t.interest, claims(|c| c.interest).collect(), "total des intérêts", "total of interest");
    sum(t.indemnities, claims(|c| c.indemnity).collect(), "total des indemnités", "total of indemnities");
    sum(
        t.penalties,
        drawn.penalties.iter().map(|p| p.amount).collect(),
        "total des clauses pénales",
        "total of penalties",
    );
    sum(t.costs, borne.collect(), "total des frais", "total of costs");
    sum(t.received, settled(|p| p.amount).collect(), "total reçu", "total received");
    sum(t.surplus, settled(|p| p.surplus).collect(), "total du trop-perçu", "total beyond the debt");
    sum(
        t.principal_left,
        claims(|c| c.principal_left).collect(),
        "principal restant dû, par créance",
        "principal left, by claim",
    );
    sum(
        t.interest_left,
        claims(|c| c.interest_left).collect(),
        "intérêts restant dus, par créance",
        "interest left, by claim",
    );
    sum(
        t.indemnities_left,
        claims(|c| c.indemnity_left).collect(),
        "indemnités restant dues, par créance",
        "indemnities left, by claim",
    );
    let less =
        |whole: Money, part: fn(&Payment) -> Money| [whole].into_iter().chain(settled(part).map(|m| -m)).collect();
    sum(t.principal_left, less(t.principal, |p| p.to_principal), "principal restant dû", "principal left");
    sum(t.interest_left, less(t.interest, |p| p.to_interest), "intérêts restant dus", "interest left");
    sum(t.indemnities_left, less(t.indemnities, |p| p.to_indemnities), "indemnités restant dues", "indemnities left");
    sum(t.penalties_left, less(t.penalties, |p| p.to_penalties), "clauses pénales restant dues", "penalties left");
    sum(t.costs_left, less(t.costs, |p| p.to_costs), "frais restant dus", "costs left");
    let left = [t.principal_left, t.interest_left, t.indemnities_left, t.penalties_left, t.costs_left];
    sum(t.owed, left.to_vec(), "total restant dû", "total left");
}

fn check_running(drawn: &Decompte, faults: &mut Vec<SumFault>) {
    let what = Wording::new("intérêts d’un jour", "interest of a day");
    for running in &drawn.running {
        near(running.daily, running.rate, running.base, (1, running.year_days), &what, faults);
    }
    let base = total(Money::zero(drawn.currency), drawn.running.iter().map(|r| r.base), &what, faults);
    if base.minor() > drawn.totals.principal_left.minor() {
        let what = Wording::new("principal qui porte intérêt", "principal that bears interest");
        faults.push(SumFault::Differs { what, said: base, counted: drawn.totals.principal_left });
    }
}

/// Interest within the rounding of what its base and rate give.
fn near(
    said: Money,
    rate: Rate,
    base: Money,
    (days, year_days): (i64, i64),
    what: &Wording,
    faults: &mut Vec<SumFault>,
) {
    if year_days < 1 {
        faults.push(SumFault::Days { what: what.clone(), said: year_days, counted: 365 });
        return;
    }
    match rate.interest(base, days, year_days, Rounding::HalfUp) {
        Err(cause) => faults.push(SumFault::Money { what: what.clone(), cause }),
        Ok(counted) if said.minor().abs_diff(counted.minor()) > ROUNDING.unsigned_abs() => {
            faults.push(SumFault::Differs { what: what.clone(), said, counted });
        }
        Ok(_) => {}
    }
}

fn not_after(date: Date, as_of: Date, what: &Wording, faults: &mut Vec<SumFault>) {
    if date > as_of {
        faults.push(SumFault::Date { what: what.clone(), date, limit: as_of });
    }
}

fn not_negative(amount: Money, what: &Wording, faults: &mut Vec<SumFault>) {
    if amount.minor() < 0 {
        faults.push(SumFault::Negative { what: what.clone(), amount });
    }
}
