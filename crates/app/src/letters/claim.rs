//! Late interest and the 40 € of one piece, from the law's tables.

use kernel::{Currency, Date, Money, from_epoch_day};
use law::convention::PaymentOrder;
use law::{Claim, Law, LawError, Payment, Regime};
use ledger::{DebtorKind, ItemId, ItemKind};
use store::{BlockReason, ItemBlock};

/// What a piece bears besides its principal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineClaim {
    /// Late interest accrued until the day asked, included.
    pub interest: Money,
    /// Fixed recovery indemnity.
    pub indemnity: Money,
}

/// Interest and indemnity of one piece of `amount` due on `due_day`, paid by `payments` (day, minor
/// units), until `until` included.
///
/// Nothing where the law gives nothing without more: consumers before a formal notice (C. civ.
/// 1231-6), a due date that nobody confirmed, a piece that is no invoice. Between professionals C. com.
/// L441-10 and D441-5; public buyers CCP R2192-31 and D2192-35. Payments lower the principal first,
/// so that the balance that bears interest is the ledger's: the order of 1343-1 belongs to the décompte.
///
/// # Errors
/// [`LawError`] when the tables have no rate for a day of the delay.
pub fn line_claim(
    law: &Law,
    debtor: DebtorKind,
    piece: (ItemKind, Money, i32, bool),
    payments: &[(i32, i64)],
    until: Date,
) -> Result<LineClaim, LawError> {
    let zero = Money::zero(piece.1.currency());
    let Some(claim) = claim_of(debtor, piece, payments, until) else {
        return Ok(LineClaim { interest: zero, indemnity: zero });
    };
    let (interest, indemnity) = law::interest::late_interest_sums(&claim, law, until)?;
    Ok(LineClaim { interest, indemnity })
}

/// The whole answer of the law behind [`line_claim`], with its slices and its sources; none where nothing is
/// borne.
///
/// # Errors
/// As [`line_claim`].
pub(crate) fn line_interest(
    law: &Law,
    debtor: DebtorKind,
    piece: (ItemKind, Money, i32, bool),
    payments: &[(i32, i64)],
    until: Date,
) -> Result<Option<law::Interest>, LawError> {
    claim_of(debtor, piece, payments, until).map(|claim| law::late_interest(&claim, law, until)).transpose()
}

/// The question `late-interest` whose answer is [`line_claim`]; nothing where nothing is borne, or in
/// another currency than the euro.
pub(crate) fn line_question(
    debtor: DebtorKind,
    piece: (ItemKind, Money, i32, bool),
    payments: &[(i32, i64)],
    until: Date,
) -> Vec<(String, String)> {
    let claim = claim_of(debtor, piece, payments, until);
    let Some(claim) = claim.filter(|claim| claim.principal.currency() == Currency::EUR) else { return Vec::new() };
    let mut pairs =
        vec![("amount", claim.principal.to_decimal()), ("due", claim.due.to_string()), ("until", until.to_string())];
    if claim.regime == Regime::Public {
        pairs.push(("regime", "public".to_owned()));
    }
    for paid in &claim.payments {
        pairs.push(("payment", format!("{}:{}", paid.date, paid.amount.to_decimal())));
    }
    if !claim.payments.is_empty() {
        pairs.push(("payments", "principal-first".to_owned()));
    }
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// What a piece claims; nothing where the law gives nothing without more.
pub(crate) fn claim_of(
    debtor: DebtorKind,
    (kind, amount, due_day, inferred): (ItemKind, Money, i32, bool),
    payments: &[(i32, i64)],
    until: Date,
) -> Option<Claim> {
    let regime = match debtor {
        DebtorKind::Consumer => return None,
        DebtorKind::PublicBody => Regime::Public,
        _ => Regime::B2b,
    };
    let bears = matches!(kind, ItemKind::Invoice | ItemKind::Bill | ItemKind::Doubtful);
    if inferred || !bears || amount.minor() <= 0 || from_epoch_day(due_day) >= until {
        return None;
    }
    let mut claim = Claim::new(amount, from_epoch_day(due_day), regime);
    claim.conventions.payment_order = PaymentOrder::PrincipalFirst;
    claim.payments = netted(payments, amount);
    Some(claim)
}

/// The same under a step. One that withholds interest and indemnity says nothing about them: a missing
/// rate is no obstacle to it.
///
/// # Errors
/// As [`line_claim`].
pub(crate) fn step_claim(
    law: &Law,
    claim: amicable::Claim,
    debtor: DebtorKind,
    piece: (ItemKind, Money, i32, bool),
    payments: &[(i32, i64)],
    until: Date,
) -> Result<LineClaim, LawError> {
    let zero = Money::zero(piece.1.currency());
    match line_claim(law, debtor, piece, payments, until) {
        Err(_) if claim == amicable::Claim::Withheld => Ok(LineClaim { interest: zero, indemnity: zero }),
        claimed => claimed,
    }
}

/// What of a piece bears interest where `contested` of it, minor units, is disputed: penalties are withheld on
/// the disputed part alone. Any other reason to set a part aside puts off the asking and not the debt, which goes on
/// bearing interest whole (C. com. L441-10).
pub(crate) fn uncontested(amount: Money, contested: i64) -> Money {
    Money::new(amount.minor().saturating_sub(contested.max(0)).max(amount.minor().min(0)), amount.currency())
}

/// What of a piece is disputed on a day, minor units, by the blocks of its account.
pub(crate) fn contested_of(blocks: &[ItemBlock], item: ItemId, today: Date) -> i64 {
    let disputed = blocks.iter().filter(|b| b.item_id == item && b.reason == BlockReason::Disputed);
    disputed.filter(|b| b.in_force(today)).fold(0, |sum, b| sum.saturating_add(b.amount_minor.unwrap_or(i64::MAX)))
}

/// Payments as the law reads them: positive, by day; a reversal takes back what came before it.
fn netted(payments: &[(i32, i64)], amount: Money) -> Vec<Payment> {
    let mut kept: Vec<(i32, i64)> = Vec::with_capacity(payments.len());
    for (day, minor) in payments {
        if *minor >= 0 {
            kept.push((*day, *minor));
            continue;
        }
        let mut back = -minor;
        while let Some((day, last)) = kept.pop() {
            if last > back {
                kept.push((day, last - back));
                break;
            }
            back -= last;
        }
    }
    kept.into_iter()
        .filter(|(_, minor)| *minor > 0)
        .map(|(day, minor)| Payment { date: from_epoch_day(day), amount: Money::new(minor, amount.currency()) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::epoch_day;

    fn eur(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }

    fn day(text: &str) -> i32 {
        epoch_day(text.parse().expect("a date"))
    }

    #[test]
    fn only_certain_invoices_of_those_the_law_names_bear_interest() {
        let law = Law::builtin();
        let until: Date = "2026-07-10".parse().expect("a date");
        let claim = |debtor, kind, inferred| {
            line_claim(law, debtor, (kind, eur(100_000), day("2026-06-20"), inferred), &[], until)
                .expect("rates are known")
        };
        // 10 days at 12.15 % then 10 days at 12.40 % on 1 000 €: 3.33 + 3.40.
        let pro = claim(DebtorKind::CommercialCompany, ItemKind::Invoice, false);
        assert_eq!((pro.interest, pro.indemnity), (eur(673), eur(4_000)));
        // The public rate stays that of the half-year in which interest started: 10.15 %.
        assert_eq!(claim(DebtorKind::PublicBody, ItemKind::Invoice, false).interest, eur(556));
        for nothing in [
            claim(DebtorKind::Consumer, ItemKind::Invoice, false),
            claim(DebtorKind::CommercialCompany, ItemKind::Invoice, true),
            claim(DebtorKind::CommercialCompany, ItemKind::Opening, false),
        ] {
            assert_eq!((nothing.interest, nothing.indemnity), (eur(0), eur(0)));
        }
    }

    /// The link of a piece to its calculator: the same cents.
    #[test]
    fn the_question_of_a_piece_has_its_answer() {
        let law = Law::builtin();
        let until: Date = "2026-11-01".parse().expect("a date");
        let paid = [(day("2026-07-22"), 30_000), (day("2026-08-02"), 10_000), (day("2026-08-03"), -5_000)];
        for (debtor, payments) in
            [(DebtorKind::Trader, &paid[..]), (DebtorKind::PublicBody, &[]), (DebtorKind::PublicBody, &paid)]
        {
            let piece = (ItemKind::Invoice, eur(123_456), day("2026-06-20"), false);
            let claim = line_claim(law, debtor, piece, payments, until).expect("rates are known");
            let pairs = line_question(debtor, piece, payments, until);
            let answer = law::questions::ask("late-interest", &pairs, law, until).expect("an answer");
            assert_eq!(answer["interest"], claim.interest.to_decimal(), "{pairs:?}");
            assert_eq!(answer["indemnity"], claim.indemnity.to_decimal(), "{pairs:?}");
        }
        let consumer = (ItemKind::Invoice, eur(123_456), day("2026-06-20"), false);
        assert!(line_question(DebtorKind::Consumer, consumer, &[], until).is_empty());
    }

    #[test]
    fn a_payment_taken_back_never_happened() {
        let law = Law::builtin();
        let until: Date = "2026-06-30".parse().expect("a date");
        let piece = (ItemKind::Invoice, eur(100_000), day("2026-06-20"), false);
        let claim = |payments: &[(i32, i64)]| {
            line_claim(law, DebtorKind::Trader, piece, payments, until).expect("rates are known").interest.minor()
        };
        assert_eq!(claim(&[(day("2026-06-22"), 50_000), (day("2026-06-25"), -50_000)]), claim(&[]));
        assert!(claim(&[(day("2026-06-22"), 50_000)]) < claim(&[]));
    }
}
