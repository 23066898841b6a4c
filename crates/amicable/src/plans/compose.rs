//! From what is asked to dates and amounts, to the cent.

use kernel::{Date, Money, Rounding, Territory, calendar, days_between, epoch_day, from_epoch_day};

use super::{Every, INSTALMENTS_MAX, Instalment, PlanAsked, PlanFault, PlanPiece, PlanSchedule, RATE_MAX, Shape};

/// Farthest year of a due day.
const YEAR_MAX: i16 = 2200;
/// Days of the year of an agreed rate.
const YEAR_DAYS: i64 = 365;

/// The day so many months after, on the last day of a shorter month.
pub(super) fn months_after(day: Date, months: i64) -> Date {
    let months = i64::from(day.year()) * 12 + i64::from(day.month()) - 1 + months;
    let first = i16::try_from(months.div_euclid(12))
        .ok()
        .zip(i8::try_from(months.rem_euclid(12) + 1).ok())
        .and_then(|(year, month)| Date::new(year, month, 1).ok());
    let on = |first: Date| Date::new(first.year(), first.month(), day.day().min(first.days_in_month())).ok();
    first.and_then(on).unwrap_or(Date::MAX)
}

/// The schedule that is asked for; the parts of the principal add up to what the pieces leave open.
///
/// # Errors
/// [`PlanFault`]: the first rule that it meets.
pub fn compose(asked: &PlanAsked, today: Date) -> Result<PlanSchedule, PlanFault> {
    let principal = owed(&asked.pieces)?;
    if asked.first.year() > YEAR_MAX {
        return Err(PlanFault::DayTooFar);
    }
    if asked.rate.is_some_and(|rate| {
        let percent = rate.micro_percent();
        percent < 0 || percent > kernel::Rate::percent(RATE_MAX).micro_percent()
    }) {
        return Err(PlanFault::RateTooHigh { most: RATE_MAX });
    }
    let parts = match &asked.shape {
        Shape::Each(each) => return by_amount(asked, principal, *each, today),
        Shape::Equal(count) => {
            let count = usize::try_from(*count).unwrap_or(usize::MAX);
            counted(count)?;
            on_days(asked, principal.split(&vec![1; count]))
        }
        Shape::Stepped(parts) => {
            counted(parts.len() + 1)?;
            let given = sum(parts, principal)?;
            let last = principal.minor() - given;
            if last < 0 {
                return Err(PlanFault::MoreThanOpen { open: principal });
            }
            let last = (last > 0).then(|| Money::new(last, principal.currency()));
            on_days(asked, parts.iter().copied().chain(last).collect())
        }
        Shape::Listed(parts) => {
            counted(parts.len())?;
            let amounts: Vec<Money> = parts.iter().map(|(_, amount)| *amount).collect();
            match sum(&amounts, principal)? {
                given if given > principal.minor() => return Err(PlanFault::MoreThanOpen { open: principal }),
                given if given < principal.minor() => return Err(PlanFault::LessThanOpen { open: principal }),
                _ => parts.iter().map(|(day, amount)| (rolled(*day, asked.roll), *amount)).collect(),
            }
        }
        Shape::Deferral => vec![(rolled(asked.first, asked.roll), principal)],
    };
    in_order(&parts, today)?;
    let mut schedule = PlanSchedule { principal, interest: zero(principal), instalments: Vec::new() };
    let (mut left, mut from) = (principal, today);
    for (due, part) in parts {
        let interest = interest_on(asked, left, from, due)?;
        let amount = part.checked_add(interest).map_err(|_| PlanFault::TooLarge)?;
        if amount.minor() <= 0 {
            return Err(PlanFault::NotPositive);
        }
        push(&mut schedule, Instalment { due, amount, interest })?;
        left = Money::new(left.minor() - part.minor(), left.currency());
        from = due;
    }
    Ok(schedule)
}

/// What the pieces leave open, once each of them may be covered.
fn owed(pieces: &[PlanPiece]) -> Result<Money, PlanFault> {
    let first = pieces.first().ok_or(PlanFault::NoPiece)?;
    let mut sum = zero(first.open);
    for piece in pieces {
        let number = || piece.number.clone();
        if piece.open.currency() != sum.currency() {
            return Err(PlanFault::PieceCurrency { piece: number() });
        }
        if piece.open.minor() <= 0 {
            return Err(PlanFault::PieceSettled { piece: number() });
        }
        if piece.disputed {
            return Err(PlanFault::PieceDisputed { piece: number() });
        }
        if !piece.planned.is_empty() {
            return Err(PlanFault::PiecePlanned { piece: number(), plan: piece.planned.clone() });
        }
        sum = sum.checked_add(piece.open).map_err(|_| PlanFault::TooLarge)?;
    }
    Ok(sum)
}

/// The same amount each time, interest within, until nothing is left.
fn by_amount(asked: &PlanAsked, principal: Money, each: Money, today: Date) -> Result<PlanSchedule, PlanFault> {
    if each.currency() != principal.currency() {
        return Err(PlanFault::Currency { expected: principal.currency() });
    }
    if each.minor() <= 0 {
        return Err(PlanFault::NotPositive);
    }
    let mut schedule = PlanSchedule { principal, interest: zero(principal), instalments: Vec::new() };
    let (mut left, mut from) = (principal, today);
    while left.minor() > 0 {
        counted(schedule.instalments.len() + 1)?;
        let due = rolled(nth(asked, schedule.instalments.len()), asked.roll);
        in_order(&[(due, each)], from.max(today))?;
        let interest = interest_on(asked, left, from, due)?;
        let part = (each.minor() - interest.minor()).min(left.minor());
        if part <= 0 {
            return Err(PlanFault::NeverCleared { interest });
        }
        let amount = Money::new(part + interest.minor(), left.currency());
        push(&mut schedule, Instalment { due, amount, interest })?;
        left = Money::new(left.minor() - part, left.currency());
        from = due;
    }
    Ok(schedule)
}

fn push(schedule: &mut PlanSchedule, instalment: Instalment) -> Result<(), PlanFault> {
    schedule.interest = schedule.interest.checked_add(instalment.interest).map_err(|_| PlanFault::TooLarge)?;
    schedule.principal.checked_add(schedule.interest).map_err(|_| PlanFault::TooLarge)?;
    schedule.instalments.push(instalment);
    Ok(())
}

/// The day of an instalment counted from the first, before it is rolled.
fn nth(asked: &PlanAsked, place: usize) -> Date {
    let n = i32::try_from(place).unwrap_or(0);
    let days = |days: i32| from_epoch_day(epoch_day(asked.first) + days * n);
    let n = i64::from(n);
    match asked.every {
        Every::Week => days(7),
        Every::Fortnight => days(14),
        Every::Month => months_after(asked.first, n),
        Every::Quarter => months_after(asked.first, 3 * n),
    }
}

fn on_days(asked: &PlanAsked, parts: Vec<Money>) -> Vec<(Date, Money)> {
    let day = |place| rolled(nth(asked, place), asked.roll);
    parts.into_iter().enumerate().map(|(place, part)| (day(place), part)).collect()
}

fn rolled(day: Date, roll: Option<Territory>) -> Date {
    match roll {
        Some(territory) if day.year() <= YEAR_MAX => calendar::next_working_day(day, territory),
        _ => day,
    }
}

fn counted(count: usize) -> Result<(), PlanFault> {
    if (1..=INSTALMENTS_MAX).contains(&count) {
        return Ok(());
    }
    Err(PlanFault::Count { most: i64::try_from(INSTALMENTS_MAX).unwrap_or(i64::MAX) })
}

/// Due days that come one after the other, none of them past.
fn in_order(parts: &[(Date, Money)], today: Date) -> Result<(), PlanFault> {
    let mut before = None;
    for (day, _) in parts {
        if day.year() > YEAR_MAX {
            return Err(PlanFault::DayTooFar);
        }
        if *day < today {
            return Err(PlanFault::DayPast { day: *day });
        }
        if before.is_some_and(|before| *day <= before) {
            return Err(PlanFault::DaysDisordered { day: *day });
        }
        before = Some(*day);
    }
    Ok(())
}

/// The sum of parts, each of them positive and of that currency, minor units.
fn sum(parts: &[Money], whole: Money) -> Result<i64, PlanFault> {
    let mut sum = zero(whole);
    for part in parts {
        if part.currency() != whole.currency() {
            return Err(PlanFault::Currency { expected: whole.currency() });
        }
        if part.minor() <= 0 {
            return Err(PlanFault::NotPositive);
        }
        sum = sum.checked_add(*part).map_err(|_| PlanFault::TooLarge)?;
    }
    Ok(sum.minor())
}

/// Simple interest on what is left, day by day, rounded once an instalment, half up.
fn interest_on(asked: &PlanAsked, left: Money, from: Date, until: Date) -> Result<Money, PlanFault> {
    let Some(rate) = asked.rate else { return Ok(zero(left)) };
    let days = days_between(from, until).max(0);
    rate.interest(left, days, YEAR_DAYS, Rounding::HalfUp).map_err(|_| PlanFault::TooLarge)
}

const fn zero(like: Money) -> Money {
    Money::zero(like.currency())
}

#[cfg(test)]
mod tests {
    use kernel::{Currency, Rate};
    use proptest::prelude::*;

    use super::*;

    fn eur(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    fn piece(minor: i64) -> PlanPiece {
        PlanPiece { number: "F1".to_owned(), open: eur(minor), disputed: false, planned: String::new() }
    }

    fn asked(minor: i64, shape: Shape) -> PlanAsked {
        let first = day("2026-12-31");
        PlanAsked { pieces: vec![piece(minor)], shape, every: Every::Month, first, rate: None, roll: None }
    }

    fn told(asked: &PlanAsked) -> Result<Vec<(String, i64)>, PlanFault> {
        let schedule = compose(asked, day("2026-11-23"))?;
        Ok(schedule.instalments.iter().map(|i| (i.due.to_string(), i.amount.minor())).collect())
    }

    fn code(asked: &PlanAsked) -> &'static str {
        told(asked).expect_err("refused").code()
    }

    #[test]
    fn a_debt_is_divided_to_the_cent_on_days_of_the_calendar() {
        let third = |d: &str, m| (d.to_owned(), m);
        assert_eq!(
            told(&asked(10_000, Shape::Equal(3))),
            Ok(vec![third("2026-12-31", 3_334), third("2027-01-31", 3_333), third("2027-02-28", 3_333)]),
            "the last day of a shorter month, and back to the 31st"
        );
        assert_eq!(
            told(&asked(10_000, Shape::Each(eur(4_500)))),
            Ok(vec![third("2026-12-31", 4_500), third("2027-01-31", 4_500), third("2027-02-28", 1_000)])
        );
        assert_eq!(
            told(&asked(10_000, Shape::Stepped(vec![eur(1_000), eur(2_000)]))),
            Ok(vec![third("2026-12-31", 1_000), third("2027-01-31", 2_000), third("2027-02-28", 7_000)])
        );
        assert_eq!(told(&asked(10_000, Shape::Deferral)), Ok(vec![third("2026-12-31", 10_000)]));
        let rolled = PlanAsked { roll: Some(Territory::Metropole), ..asked(10_000, Shape::Equal(2)) };
        let days: Vec<String> = told(&rolled).expect("a plan").into_iter().map(|(day, _)| day).collect();
        assert_eq!(days, ["2026-12-31", "2027-02-01"], "31 January 2027 is a Sunday");
        let weekly = PlanAsked { every: Every::Week, ..asked(10_000, Shape::Equal(2)) };
        assert_eq!(told(&weekly).expect("a plan")[1].0, "2027-01-07");
    }

    /// 1 000 € at 3.65 % a year: 10 centimes a day. 30 days, then 31 on what is left.
    #[test]
    fn agreed_interest_runs_on_what_is_left() {
        let rate = Rate::parse("3.65").ok();
        let (first, today) = (day("2026-12-23"), day("2026-11-23"));
        let order = PlanAsked { first, rate, ..asked(100_000, Shape::Equal(2)) };
        let schedule = compose(&order, today).expect("a plan");
        let interest: Vec<i64> = schedule.instalments.iter().map(|i| i.interest.minor()).collect();
        assert_eq!((interest, schedule.total()), (vec![300, 155], eur(100_455)));
        let each = compose(&PlanAsked { shape: Shape::Each(eur(50_300)), ..order.clone() }, today).expect("a plan");
        let amounts: Vec<i64> = each.instalments.iter().map(|i| i.amount.minor()).collect();
        assert_eq!(amounts, [50_300, 50_155], "the interest is within what is paid each time");
        let small = PlanAsked { shape: Shape::Each(eur(200)), ..order };
        assert_eq!(code(&small), "plan-never-cleared");
    }

    #[test]
    fn what_cannot_be_agreed_is_refused_by_name() {
        let other = Money::new(1_000, Currency::parse("USD").expect("a currency"));
        let listed =
            |days: &[(&str, i64)]| asked(10_000, Shape::Listed(days.iter().map(|(d, m)| (day(d), eur(*m))).collect()));
        let with = |piece| PlanAsked { pieces: vec![self::piece(10_000), piece], ..asked(1, Shape::Deferral) };
        let cases = [
            (asked(10_000, Shape::Equal(400)), "plan-count"),
            (asked(10_000, Shape::Equal(0)), "plan-count"),
            (asked(10_000, Shape::Each(eur(10))), "plan-count"),
            (asked(2, Shape::Equal(3)), "plan-instalment-not-positive"),
            (asked(10_000, Shape::Each(eur(-500))), "plan-instalment-not-positive"),
            (asked(10_000, Shape::Each(eur(0))), "plan-instalment-not-positive"),
            (asked(10_000, Shape::Each(other)), "plan-instalment-currency"),
            (asked(10_000, Shape::Stepped(vec![other])), "plan-instalment-currency"),
            (asked(10_000, Shape::Stepped(vec![eur(15_000)])), "plan-more-than-open"),
            (asked(10_000, Shape::Stepped(vec![eur(i64::MAX), eur(1)])), "plan-too-large"),
            (listed(&[("2026-12-01", 6_000), ("2027-01-01", 6_000)]), "plan-more-than-open"),
            (listed(&[("2026-12-01", 6_000)]), "plan-less-than-open"),
            (listed(&[("2027-01-01", 6_000), ("2026-12-01", 4_000)]), "plan-days-disordered"),
            (listed(&[("2026-12-01", 6_000), ("2026-12-01", 4_000)]), "plan-days-disordered"),
            (listed(&[("2026-11-22", 10_000)]), "plan-day-past"),
            (listed(&[]), "plan-count"),
            (PlanAsked { first: day("2025-01-01"), ..asked(10_000, Shape::Equal(2)) }, "plan-day-past"),
            (PlanAsked { first: day("2199-01-01"), ..asked(10_000, Shape::Equal(120)) }, "plan-day-too-far"),
            (PlanAsked { rate: Some(Rate::percent(90)), ..asked(10_000, Shape::Equal(2)) }, "plan-rate"),
            (PlanAsked { pieces: Vec::new(), ..asked(1, Shape::Deferral) }, "plan-no-piece"),
            (with(piece(0)), "plan-piece-settled"),
            (with(piece(-5)), "plan-piece-settled"),
            (with(PlanPiece { disputed: true, ..piece(5) }), "plan-piece-disputed"),
            (with(PlanPiece { planned: "P1".to_owned(), ..piece(5) }), "plan-piece-planned"),
            (with(PlanPiece { open: other, ..piece(5) }), "plan-piece-currency"),
        ];
        for (order, expected) in cases {
            assert_eq!(code(&order), expected, "{:?}", order.shape);
        }
    }

    proptest! {
        #[test]
        fn no_cent_is_lost_and_no_day_goes_back(
            minor in 120_i64..1_000_000_000, count in 1_u32..=120, each in 1_i64..1_000_000_000,
            percent in 0_i64..30, bare in any::<bool>(), roll in any::<bool>(),
        ) {
            let today = day("2026-11-23");
            for shape in [Shape::Equal(count), Shape::Each(eur(each)), Shape::Deferral] {
                let order = PlanAsked {
                    rate: (!bare).then(|| Rate::percent(percent)),
                    roll: roll.then_some(Territory::Metropole),
                    ..asked(minor, shape)
                };
                let Ok(schedule) = compose(&order, today) else { continue };
                let parts: i64 = schedule.instalments.iter().map(|i| i.amount.minor() - i.interest.minor()).sum();
                prop_assert_eq!(parts, minor);
                let paid: i64 = schedule.instalments.iter().map(|i| i.amount.minor()).sum();
                prop_assert_eq!(paid, schedule.total().minor());
                prop_assert!(schedule.instalments.iter().all(|i| i.amount.minor() > 0 && i.due >= today));
                prop_assert!(schedule.instalments.windows(2).all(|two| two[0].due < two[1].due));
            }
        }
    }
}
