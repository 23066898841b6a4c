//! Procedural time: worked examples, holidays as published, a naive second computation.

use kernel::{Currency, Date, Money, Territory, calendar, epoch_day, from_epoch_day};
use law::deadlines::{DeadlineAsked, deadline};
use law::due_date::{EndOfMonth, Terms, due_date};
use law::time::{Counting, Distance, Length, Period, period, territory};
use law::{Law, LawError};
use proptest::prelude::*;

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn ends(asked: &Period) -> (String, String, String) {
    let answer = period(asked, Law::builtin()).expect("an answer");
    (answer.raw.to_string(), answer.due.to_string(), answer.safe.to_string())
}

fn months(from: &str, months: u16) -> (String, String, String) {
    ends(&Period::new(day(from), Length::months(months)))
}

fn is(found: &(String, String, String), raw: &str, due: &str, safe: &str) {
    assert_eq!((found.0.as_str(), found.1.as_str(), found.2.as_str()), (raw, due, safe));
}

#[test]
fn a02_to_a13_months_and_rolls() {
    is(&months("2026-03-31", 1), "2026-04-30", "2026-04-30", "2026-04-30");
    is(&months("2026-07-15", 1), "2026-08-15", "2026-08-17", "2026-08-14");
    is(&months("2026-10-11", 1), "2026-11-11", "2026-11-12", "2026-11-10");
    is(&months("2026-08-31", 6), "2027-02-28", "2027-03-01", "2027-02-26");
    // T6: 3 months from 30 November
    is(&months("2026-11-30", 3), "2027-02-28", "2027-03-01", "2027-02-26");
    let compound = Length { months: 2, days: 15, ..Length::default() };
    is(&ends(&Period::new(day("2026-09-16"), compound)), "2026-12-01", "2026-12-01", "2026-12-01");
    let mut reunion = Period::new(day("2026-10-01"), Length::months(1));
    reunion.distance = Distance::Overseas;
    is(&ends(&reunion), "2026-12-01", "2026-12-01", "2026-12-01");
    // 29 February, and a leap year
    is(
        &ends(&Period::new(day("2024-02-29"), Length { years: 1, ..Length::default() })),
        "2025-02-28",
        "2025-02-28",
        "2025-02-28",
    );
    assert!(matches!(
        period(&Period::new(day("2026-01-01"), Length::default()), Law::builtin()),
        Err(LawError::Refused { .. })
    ));
    assert!(matches!(territory("corse"), Err(LawError::Unknown { .. })));
}

#[test]
fn good_friday_of_alsace_is_said() {
    let mut alsace = Period::new(day("2026-03-03"), Length::months(1));
    alsace.territory = Territory::AlsaceMoselle;
    let answer = period(&alsace, Law::builtin()).expect("an answer");
    // 3 April 2026 is Good Friday, then the weekend, then Easter Monday
    assert_eq!((answer.raw, answer.due, answer.safe), (day("2026-04-03"), day("2026-04-07"), day("2026-04-02")));
    assert!(answer.warnings.iter().any(|w| w.fr.contains("Vendredi saint")));
    assert!(
        period(&Period::new(day("2026-03-03"), Length::months(1)), Law::builtin())
            .expect("an answer")
            .warnings
            .is_empty()
    );
}

#[test]
fn limitation_never_rolls() {
    let mut five = Period::new(day("2021-11-15"), Length { years: 5, ..Length::default() });
    five.counting = Counting::NoRoll;
    is(&ends(&five), "2026-11-15", "2026-11-15", "2026-11-13");
}

#[test]
fn regulation_1182_leaves_two_working_days() {
    // Friday 2 October 2026 + 2 days is Sunday: rolled to Monday, one working day only, so Tuesday
    let mut eu = Period::new(day("2026-10-02"), Length::days(2));
    eu.counting = Counting::Eu;
    is(&ends(&eu), "2026-10-04", "2026-10-06", "2026-10-02");
}

#[test]
fn the_verb_period_counts_by_the_rules_asked_for() {
    let ask = |counting: &[(&str, &str)]| {
        let given = [("from", "2026-10-02"), ("days", "2")];
        let pairs = given.iter().chain(counting).map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        law::questions::ask("period", &pairs.collect::<Vec<_>>(), Law::builtin(), day("2026-11-21"))
    };
    let due = |counting: &[(&str, &str)]| ask(counting).expect("an answer")["due"].clone();
    assert_eq!(due(&[]), "2026-10-05");
    assert_eq!(due(&[("counting", "cpc")]), "2026-10-05");
    assert_eq!(due(&[("counting", "eu")]), "2026-10-06");
    assert_eq!(due(&[("counting", "no-roll")]), "2026-10-04");
    assert_eq!(due(&[("counting", "eu"), ("no-roll", "true")]), "2026-10-04");
    let eu = ask(&[("counting", "eu")]).expect("an answer");
    // CPC 1424-5 sends to the regulation
    assert_eq!(eu["sources"][0]["article"], "CPC 1424-5");
    assert!(eu["explanation"][1]["en"].to_string().contains("1182/71"));
    assert!(matches!(ask(&[("counting", "bgb")]), Err(LawError::Unknown { .. })));
}

struct Case(&'static str, &'static str, &'static str, &'static str, &'static str);

#[test]
fn worked_deadlines() {
    for Case(procedure, step, from, raw, due) in [
        Case("payment-order", "service", "2026-08-31", "2027-02-28", "2027-03-01"), // A08
        Case("payment-order", "service", "2026-09-01", "2026-12-01", "2026-12-01"),
        Case("injonction-de-payer", "service", "2026-02-10", "2026-08-10", "2026-08-10"), // A11
        Case("payment-order", "notice-of-opposition", "2026-11-05", "2026-12-05", "2026-12-07"), // A17
        Case("payment-order", "creditor-lawyer", "2026-11-02", "2026-11-17", "2026-11-17"), // A18
        Case("payment-order", "deposit-request", "2026-10-27", "2026-11-11", "2026-11-12"), // A19
        Case("payment-order", "deposit-opposition", "2026-11-16", "2026-12-01", "2026-12-01"), // A20
        Case("european-payment-order", "opposition", "2026-10-01", "2026-10-31", "2026-11-02"), // A23
        Case("attachment", "notice", "2026-11-02", "2026-11-10", "2026-11-10"),           // A25
        Case("saisie-attribution", "contest", "2026-11-10", "2026-12-10", "2026-12-10"),  // A28
        Case("conservatory-measures", "notice-claims", "2026-11-12", "2026-11-20", "2026-11-20"), // A34
        Case("conservatory-measures", "proceedings", "2026-11-12", "2026-12-12", "2026-12-14"),
        Case("conservatory-measures", "after-rejected-order", "2026-12-28", "2027-01-28", "2027-01-28"), // A36
        Case("conservatory-measures", "definitive-publicity", "2026-06-29", "2026-08-29", "2026-08-31"), // A37
        Case("wage-seizure", "seizure-registration", "2026-10-05", "2026-10-06", "2026-10-06"),          // A40
        Case("wage-seizure", "notice", "2026-10-05", "2026-10-13", "2026-10-13"),
        Case("wage-seizure", "employer-declaration", "2026-10-05", "2026-10-20", "2026-10-20"),
        Case("wage-seizure", "new-employer", "2026-03-31", "2027-03-31", "2027-03-31"), // A43
        Case("insolvency", "declaration", "2026-09-15", "2026-11-15", "2026-11-16"),    // A44
        Case("insolvency", "relief", "2026-09-15", "2027-03-15", "2027-03-15"),         // A46
        Case("insolvency", "retention-of-title", "2026-09-15", "2026-12-15", "2026-12-15"),
        Case("insolvency", "answer-contest", "2026-11-12", "2026-12-12", "2026-12-14"), // A50
        Case("insolvency", "retention-of-title-answer", "2026-12-04", "2027-01-04", "2027-01-04"), // A51
        Case("insolvency", "retention-of-title-judge", "2027-01-04", "2027-02-04", "2027-02-04"),
        Case("insolvency", "contract-option", "2026-10-13", "2026-11-13", "2026-11-13"), // A52
        Case("insolvency", "declaration-after-termination", "2026-11-13", "2026-12-13", "2026-12-14"),
        Case("over-indebtedness", "recourse", "2026-11-03", "2026-11-18", "2026-11-18"), // A54
        Case("surendettement", "justify", "2026-11-03", "2026-12-03", "2026-12-03"),     // A55
        Case("over-indebtedness", "contest-measures", "2026-11-20", "2026-12-20", "2026-12-21"), // A56
        Case("public-debtors", "judgment-local", "2026-09-01", "2026-11-01", "2026-11-02"), // A58
        // loi 68-1250 art. 1: four years from 1 January, that day included, end with the year
        Case("public-debtors", "lapse", "2023-01-01", "2026-12-31", "2026-12-31"),
        Case("summons", "service-commercial", "2026-12-15", "2026-11-30", "2026-11-30"), // A60
        Case("summons", "filing-commercial", "2026-12-15", "2026-12-07", "2026-12-07"),
        Case("summons", "service-default-judgment", "2026-04-20", "2026-10-20", "2026-10-20"), // A62
    ] {
        let answer = deadline(&DeadlineAsked::new(procedure, step, day(from)), Law::builtin()).expect(step);
        assert_eq!((answer.raw, answer.due), (day(raw), day(due)), "{procedure} {step}");
        assert!(answer.safe <= answer.raw && !answer.article.is_empty());
    }
    let safe = deadline(&DeadlineAsked::new("insolvency", "declaration", day("2026-09-15")), Law::builtin());
    assert_eq!(safe.expect("an answer").safe, day("2026-11-13"));
}

#[test]
fn some_steps_must_wait() {
    let earliest = |procedure: &str, step: &str, from: &str| {
        deadline(&DeadlineAsked::new(procedure, step, day(from)), Law::builtin()).expect(step).earliest
    };
    assert_eq!(earliest("payment-order", "enforcement", "2026-10-10"), Some(day("2026-12-11"))); // A16
    assert_eq!(earliest("uncontested-claims", "certificate", "2026-11-05"), Some(day("2026-11-14"))); // A21
    assert_eq!(earliest("sale-of-goods", "order-to-pay", "2026-11-02"), Some(day("2026-11-12"))); // A30
    assert_eq!(earliest("attachment", "notice", "2026-11-02"), None);
}

#[test]
fn waiting_is_the_safe_side_of_a_period_that_must_be_over() {
    let ask = |procedure: &str, step: &str, from: &str| {
        deadline(&DeadlineAsked::new(procedure, step, day(from)), Law::builtin()).expect(step)
    };
    // two months end on Saturday 12 December 2026: not before the 13th, a Sunday; moved to Monday, not before Tuesday
    let saturday = ask("payment-order", "enforcement", "2026-10-12");
    assert_eq!((saturday.raw, saturday.due), (day("2026-12-12"), day("2026-12-14")));
    assert_eq!((saturday.earliest, saturday.safe), (Some(day("2026-12-14")), day("2026-12-15")));
    assert!(saturday.explanation.iter().all(|line| !line.en.contains("last working day")));
    assert!(saturday.explanation.iter().any(|line| line.en.contains("Safe date: 15\u{a0}December")));
    // an end that does not move: the first day for acts is the safe one too
    let thursday = ask("payment-order", "enforcement", "2026-10-10");
    assert_eq!((thursday.earliest, thursday.safe), (Some(day("2026-12-11")), day("2026-12-11")));
}

#[test]
fn no_safe_date_comes_before_the_event() {
    // a Saturday and one day: Sunday, moved to Monday; the Friday before is no day to act
    let found = ends(&Period::new(day("2026-11-21"), Length { days: 1, ..Length::default() }));
    is(&found, "2026-11-22", "2026-11-23", "2026-11-23");
    let found = ends(&Period::new(day("2026-11-20"), Length { days: 1, ..Length::default() }));
    is(&found, "2026-11-21", "2026-11-23", "2026-11-20");
}

#[test]
fn the_date_of_the_order_chooses_the_rule() {
    let mut asked = DeadlineAsked::new("payment-order", "service", day("2026-10-10"));
    asked.order = Some(day("2026-08-31"));
    assert_eq!(deadline(&asked, Law::builtin()).expect("old rule").raw, day("2027-04-10"));
    let mut asked = DeadlineAsked::new("payment-order", "enforcement", day("2026-10-10"));
    asked.order = Some(day("2026-08-31"));
    assert!(matches!(deadline(&asked, Law::builtin()), Err(LawError::Refused { .. })));
    let mut lawyer = DeadlineAsked::new("payment-order", "creditor-lawyer", day("2026-11-02"));
    lawyer.amount = Some(Money::new(1_000_000, Currency::EUR));
    assert!(
        deadline(&lawyer, Law::builtin()).expect("an answer").warnings.iter().any(|w| w.en.contains("not mandatory"))
    );
}

#[test]
fn distance_lengthens_only_what_the_law_says() {
    let far = |procedure: &str, step: &str, distance: Distance| {
        let asked = DeadlineAsked { distance, ..DeadlineAsked::new(procedure, step, day("2026-10-01")) };
        deadline(&asked, Law::builtin()).expect(step)
    };
    // A13
    assert_eq!(far("payment-order", "opposition", Distance::Overseas).due, day("2026-12-01"));
    assert_eq!(far("payment-order", "opposition", Distance::Abroad).due, day("2027-01-04"));
    let deposit = far("payment-order", "deposit-request", Distance::Abroad);
    assert_eq!(deposit.raw, day("2026-10-16"));
    assert!(deposit.warnings.iter().any(|w| w.en.contains("does not lengthen")));
    // declaration of claims: four months, whether overseas or abroad
    for distance in [Distance::Overseas, Distance::Abroad] {
        let declaration = far("insolvency", "declaration", distance);
        assert_eq!((declaration.raw, declaration.step.as_str()), (day("2027-02-01"), "declaration-abroad"));
    }
}

#[test]
fn names_are_checked_and_explained() {
    let ask =
        |procedure: &str, step: &str| deadline(&DeadlineAsked::new(procedure, step, day("2026-10-10")), Law::builtin());
    assert!(matches!(ask("divorce", "service"), Err(LawError::Unknown { .. })));
    assert!(ask("payment-order", "nothing").expect_err("unknown").to_string().contains("creditor-lawyer"));
    assert!(matches!(ask("small-claims", "cap"), Err(LawError::Refused { .. })));
    // words of the title are enough when only one step has them
    assert_eq!(ask("insolvency", "forclusion releve").expect("found").step, "relief");
    for row in Law::builtin().deadlines().list() {
        let found = Law::builtin().deadlines().choose(&row.procedure, &row.step, row.order_from.or(row.order_to));
        assert_eq!(found.expect("itself").title, row.title);
    }
}

#[test]
fn due_dates_of_the_worked_examples() {
    let due = |invoice: &str, terms: &str, convention: Option<EndOfMonth>| {
        due_date(day(invoice), Terms::parse(terms).expect(terms), convention, Law::builtin())
            .expect("an answer")
            .due
            .to_string()
    };
    let a = Some(EndOfMonth::DaysThenEnd);
    let b = Some(EndOfMonth::EndThenDays);
    let fifteenth = Some(EndOfMonth::EndThenDayOfMonth);
    for (invoice, expected_a, expected_b, expected_15) in [
        ("2025-04-10", "2025-05-31", "2025-06-14", "2025-06-15"), // D2
        ("2025-01-15", "2025-03-31", "2025-03-17", "2025-03-15"), // D3
        ("2025-02-15", "2025-04-30", "2025-04-14", "2025-04-15"), // D4
        ("2025-04-15", "2025-05-31", "2025-06-14", "2025-06-15"), // D5
        ("2025-04-17", "2025-06-30", "2025-06-14", "2025-06-15"), // D6
        ("2019-04-20", "2019-06-30", "2019-06-14", "2019-06-15"), // D7
        ("2011-10-05", "2011-11-30", "2011-12-15", "2011-12-15"), // D9
    ] {
        let terms = "45 days end of month";
        assert_eq!(
            (due(invoice, terms, a), due(invoice, terms, b), due(invoice, terms, fifteenth)),
            (expected_a.to_owned(), expected_b.to_owned(), expected_15.to_owned()),
            "{invoice}"
        );
        assert_eq!(due(invoice, terms, None), expected_a);
        assert_eq!(due(invoice, "end of month 45 days", None), expected_b);
        assert_eq!(due(invoice, "45 jours fin de mois", None), expected_a);
    }
    // D11
    assert_eq!(due("2011-10-07", "45 jours nets", None), "2011-11-21");
    assert_eq!(due("2011-10-07", "60 days", None), "2011-12-06");
    assert_eq!(due("2017-11-08", "30 jours nets", None), "2017-12-08");
    assert_eq!(due("2026-11-08", "on receipt", None), "2026-11-08");
    assert_eq!(due("2026-11-08", "30j fin de mois le 10", None), "2027-01-10");
    assert_eq!(due("2028-01-31", "30 days end of month", None), "2028-03-31");
    for bad in ["", "soon", "45 bananas", "45 days 30", "-3 days"] {
        assert!(Terms::parse(bad).is_err(), "{bad}");
    }
    let late =
        due_date(day("2026-01-01"), Terms::parse("90 days").expect("terms"), None, Law::builtin()).expect("an answer");
    assert!(late.warnings.iter().any(|w| w.en.contains("cap")));
}

fn samples() -> Option<std::path::PathBuf> {
    let root = std::env::var_os("QUITTANCE_SAMPLES").map_or_else(
        || std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples"),
        std::path::PathBuf::from,
    );
    if root.is_dir() {
        return Some(root);
    }
    assert!(std::env::var_os("CI").is_none(), "samples are missing: {}", root.display());
    #[expect(clippy::print_stderr, reason = "a skipped check must be seen")]
    {
        eprintln!("SKIP samples are missing: {}", root.display());
    }
    None
}

#[test]
fn holidays_are_those_published() {
    let Some(root) = samples() else { return };
    let mut checked = 0;
    for (file, territory) in [
        ("metropole", Territory::Metropole),
        ("alsace-moselle", Territory::AlsaceMoselle),
        ("guadeloupe", Territory::Guadeloupe),
        ("guyane", Territory::Guyane),
        ("martinique", Territory::Martinique),
        ("mayotte", Territory::Mayotte),
        ("la-reunion", Territory::Reunion),
    ] {
        let path = root.join(format!("holidays/jours_feries_{file}.csv"));
        let text = std::fs::read_to_string(&path).expect("readable");
        let published: std::collections::BTreeSet<Date> =
            text.lines().filter_map(|line| line.split([',', ';']).next()?.trim_matches('"').parse().ok()).collect();
        assert!(published.len() > 50, "{file}");
        let years: std::collections::BTreeSet<i16> = published.iter().map(|d| d.year()).collect();
        for year in years {
            let ours: Vec<Date> = (epoch_day(Date::new(year, 1, 1).expect("d"))
                ..=epoch_day(Date::new(year, 12, 31).expect("d")))
                .map(from_epoch_day)
                .filter(|d| calendar::is_holiday(*d, territory))
                .collect();
            let theirs: Vec<Date> = published.iter().copied().filter(|d| d.year() == year).collect();
            assert_eq!(ours, theirs, "{file} {year}");
            checked += 1;
        }
    }
    assert!(checked > 50);
}

/// Adds months one day-number at a time, with a table of month lengths of its own.
fn naive_months(from: Date, months: u16) -> (i32, i32, i32) {
    let total = i32::from(from.year()) * 12 + i32::from(from.month()) - 1 + i32::from(months);
    let (year, month) = (total.div_euclid(12), total.rem_euclid(12) + 1);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length =
        [31, 28 + i32::from(leap), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][usize::try_from(month - 1).expect("0..12")];
    (year, month, i32::from(from.day()).min(length))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn agrees_with_a_naive_calendar(start in 7_000_i32..30_000, months in 0_u16..130, days in 0_u32..200, place in 0_usize..9) {
        prop_assume!(months > 0 || days > 0);
        let from = from_epoch_day(start);
        let territory = Territory::ALL[place];
        let asked = Period { territory, ..Period::new(from, Length { months, days, ..Length::default() }) };
        let answer = period(&asked, Law::builtin()).expect("inside the calendar");
        let (y, m, d) = naive_months(from, months);
        let base = Date::new(i16::try_from(y).expect("y"), i8::try_from(m).expect("m"), i8::try_from(d).expect("d")).expect("a date");
        let raw = from_epoch_day(epoch_day(base) + i32::try_from(days).expect("few"));
        prop_assert_eq!(answer.raw, raw);
        // 1 January 1970 was a Thursday
        let open = |n: i32| (n + 3).rem_euclid(7) < 5 && !calendar::is_holiday(from_epoch_day(n), territory);
        let mut due = epoch_day(raw);
        while !open(due) { due += 1; }
        let mut safe = epoch_day(raw);
        while !open(safe) { safe -= 1; }
        if safe < start { safe = due; }
        prop_assert_eq!((epoch_day(answer.due), epoch_day(answer.safe)), (due, safe));
    }

    #[test]
    fn deadlines_are_monotone(start in 15_000_i32..25_000, later in 0_i32..60, months in 1_u16..24) {
        let due = |n: i32| period(&Period::new(from_epoch_day(n), Length::months(months)), Law::builtin()).expect("inside").due;
        prop_assert!(due(start) <= due(start + later));
    }
}
