//! In what order a receipt settles the debts of an account (C. civ. 1342-10, 1343-1, 1343-5).

use kernel::{Date, Money, Rate};

use crate::LawError;
use crate::Payment;
use crate::accrual::RateUntil;
use crate::decompte::{Account, Receipt, ReceiptLine, Run};

type RateOf<'a> = &'a mut dyn FnMut(usize, Date) -> Result<RateUntil, LawError>;

/// Imputes a receipt; every debt was advanced to its day.
pub(crate) fn pay_in_order(
    run: &mut Run,
    account: &Account,
    receipt: &Receipt,
    rate_of: RateOf<'_>,
) -> Result<ReceiptLine, LawError> {
    let zero = Money::zero(account.currency);
    let mut line = ReceiptLine {
        date: receipt.date,
        amount: receipt.amount,
        credit_note: receipt.credit_note,
        to_costs: zero,
        to_interest: zero,
        to_indemnities: zero,
        to_principal: zero,
        to_penalty: zero,
        surplus: zero,
    };
    let mut left = receipt.amount.minor();
    let chosen = receipt.chosen.as_ref().and_then(|name| account.items.iter().position(|item| item.reference == *name));
    if let Some(i) = chosen {
        left -= settle(run, i, left, receipt, &mut line)?;
    } else if !receipt.credit_note {
        // accessories rank before principal: Cass. 1re civ. 7 février 1995, n° 92-14.216
        let part = left.min(run.costs_left);
        run.costs_left -= part;
        line.to_costs = Money::new(part, account.currency);
        left -= part;
    }
    for group in ranks(run, account, receipt, rate_of)? {
        left -= settle_group(run, &group, left, receipt, &mut line)?;
    }
    if chosen.is_some() && !receipt.credit_note {
        let part = left.min(run.costs_left);
        run.costs_left -= part;
        line.to_costs = Money::new(part, account.currency);
        left -= part;
    }
    let part = if receipt.credit_note { 0 } else { left.min(run.penalty_left) };
    run.penalty_left -= part;
    line.to_penalty = Money::new(part, account.currency);
    line.surplus = Money::new(left - part, account.currency);
    Ok(line)
}

/// The debts in the order of article 1342-10, equals together.
fn ranks(run: &Run, account: &Account, receipt: &Receipt, rate_of: RateOf<'_>) -> Result<Vec<Vec<usize>>, LawError> {
    let mut keys = Vec::new();
    for (i, debt) in run.debts.iter().enumerate() {
        if owed(run, i, receipt) == 0 {
            continue;
        }
        let due = account.items[i].due;
        let bears = debt.course.first.is_some_and(|first| first <= receipt.date)
            && debt.course.stop.is_none_or(|stop| receipt.date <= stop);
        let rate = if bears { rate_of(i, receipt.date)?.0 } else { Rate::ZERO };
        // due first, then the dearest, then the oldest
        keys.push(((due > receipt.date, std::cmp::Reverse(rate), due), i));
    }
    keys.sort();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut last = None;
    for (key, i) in keys {
        match groups.last_mut() {
            Some(group) if last == Some(key) => group.push(i),
            _ => groups.push(vec![i]),
        }
        last = Some(key);
    }
    Ok(groups)
}

/// What a receipt may settle of a debt: a credit note, principal only.
fn owed(run: &Run, i: usize, receipt: &Receipt) -> i64 {
    if receipt.credit_note { run.debts[i].state.principal } else { run.debts[i].owed() }
}

/// Settles equals in proportion to what each owes, without losing a cent.
fn settle_group(
    run: &mut Run,
    group: &[usize],
    amount: i64,
    receipt: &Receipt,
    line: &mut ReceiptLine,
) -> Result<i64, LawError> {
    let total: i128 = group.iter().map(|i| i128::from(owed(run, *i, receipt))).sum();
    let amount = i128::from(amount).min(total);
    let share = |part: i128| if total == 0 { 0 } else { amount * part / total };
    let (mut before, mut paid) = (0_i128, 0);
    for i in group {
        let after = before + i128::from(owed(run, *i, receipt));
        let part = i64::try_from(share(after) - share(before)).map_err(|_| kernel::MoneyError::Overflow)?;
        before = after;
        paid += settle(run, *i, part, receipt, line)?;
    }
    Ok(paid)
}

/// Settles one debt with at most `amount`; says how much it took.
fn settle(run: &mut Run, i: usize, amount: i64, receipt: &Receipt, line: &mut ReceiptLine) -> Result<i64, LawError> {
    let part = amount.min(owed(run, i, receipt));
    if part <= 0 {
        return Ok(0);
    }
    let payment = Payment { date: receipt.date, amount: Money::new(part, receipt.amount.currency()) };
    let debt = &mut run.debts[i];
    if receipt.credit_note {
        debt.state.credit(payment);
    } else {
        debt.pay(payment);
    }
    if let Some(last) = debt.state.imputations.last() {
        line.to_interest = line.to_interest.checked_add(last.to_interest)?;
        line.to_indemnities = line.to_indemnities.checked_add(last.to_indemnity)?;
        line.to_principal = line.to_principal.checked_add(last.to_principal)?;
    }
    Ok(part)
}
