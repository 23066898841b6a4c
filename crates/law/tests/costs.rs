//! Costs, wages and judgments: worked examples.

use kernel::{Currency, Date, Money};
use law::estimate::estimate;
use law::judgment::{Judgment, MajorationDay, legal_interest};
use law::tariffs::{TariffAnswer, TariffAsked, tariff};
use law::wages::{bank_minimum, wage};
use law::{CreditorClass, Law, LawError, Override, Payment};

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn eur(text: &str) -> Money {
    Money::parse(text, Currency::EUR).expect("an amount")
}

const TARIFF_2020: &str = "2023-06-01";

fn cost(item: &str, debt: &str, on: &str) -> TariffAnswer {
    tariff(&TariffAsked::new(item, eur(debt), day(on)), Law::builtin()).expect(item)
}

#[test]
fn c02_to_c07_acts() {
    let registry = cost("payment-order-request", "8000", "2025-06-01");
    assert_eq!((registry.net, registry.vat, registry.gross), (eur("26.50"), eur("5.30"), eur("31.80")));
    assert_eq!(cost("payment-order-request", "8000", TARIFF_2020).gross, eur("33.47"));
    for (item, debt, gross) in [
        ("service-of-order", "10000", "70.48"), // C03
        ("service-of-order", "500", "39.84"),   // C05
        ("service-of-order", "100", "24.52"),
        ("attachment-notice", "10000", "88.36"), // C06
        ("order-to-pay", "10000", "57.71"),      // C07
        ("summons", "10000", "52.62"),
    ] {
        let answer = cost(item, debt, TARIFF_2020);
        assert_eq!(answer.gross, eur(gross), "{item} {debt}");
        assert_eq!(answer.net.checked_add(answer.vat), Ok(answer.gross));
    }
    // the bounds of the coefficient
    assert_eq!(cost("service-of-order", "128", TARIFF_2020).gross, cost("service-of-order", "100", TARIFF_2020).gross);
    assert_eq!(cost("service-of-order", "1280", TARIFF_2020).gross, eur("39.84"));
    assert_eq!(cost("service-of-order", "1280.01", TARIFF_2020).gross, eur("70.48"));
}

#[test]
fn c08_c09_c10_proportional_fees() {
    for (base, debtor) in [
        ("44", "4.25"),
        ("45", "4.35"),
        ("500", "35.68"),
        ("1000", "55.78"),
        ("1525", "73.52"),
        ("5000", "83.60"),
        ("10000", "98.10"),
        ("52400", "221.06"),
        ("100000", "359.10"),
        ("170000", "550.00"),
    ] {
        assert_eq!(cost("collection-fee-debtor", base, TARIFF_2020).net, eur(debtor), "{base}");
    }
    for (base, creditor) in [
        ("188", "21.28"),
        ("189", "21.32"),
        ("500", "54.41"),
        ("1000", "105.74"),
        ("1525", "159.08"),
        ("5000", "293.56"),
        ("10000", "487.06"),
        ("52400", "2127.94"),
        ("100000", "3546.42"),
        ("170000", "5540.00"),
    ] {
        assert_eq!(cost("collection-fee-creditor", base, TARIFF_2020).net, eur(creditor), "{base}");
    }
    // instalments are totalled: four times 2 500 are not the fee of 10 000
    assert_eq!(cost("collection-fee-creditor", "2500", TARIFF_2020).net, eur("196.81"));
    assert_ne!(eur("787.24"), cost("collection-fee-creditor", "10000", TARIFF_2020).net);
    // D01
    assert_eq!(cost("collection-fee-debtor", "10000", TARIFF_2020).gross, eur("117.72"));
    assert_eq!(cost("collection-fee-creditor", "10000", TARIFF_2020).gross, eur("584.48"));
    assert_eq!(cost("commencement-fee", "76", TARIFF_2020).net, eur("4.29"));
    assert_eq!(cost("commencement-fee", "1000000", TARIFF_2020).net, eur("268.13"));
    let mut collected = TariffAsked::new("collection-fee-debtor", eur("10000"), day(TARIFF_2020));
    collected.collected = Some(eur("500"));
    assert_eq!(tariff(&collected, Law::builtin()).expect("an answer").net, eur("35.68"));
}

#[test]
fn the_lines_of_a_fee_add_up_to_it_and_say_the_cap() {
    for item in ["collection-fee-debtor", "collection-fee-creditor", "commencement-fee"] {
        for (base, on) in
            [("30", TARIFF_2020), ("999.99", TARIFF_2020), ("3000", "2025-06-01"), ("170000", TARIFF_2020)]
        {
            let fee = cost(item, base, on);
            let sum: i64 = fee.breakdown.iter().map(|line| line.amount.minor()).sum();
            assert_eq!(sum, fee.net.minor(), "{item} {base}");
        }
    }
    // 12.09 + 30.51 + 30.93 + 488.58 = 562.11, and the cap is 550
    let capped = cost("collection-fee-debtor", "170000", TARIFF_2020);
    let last = capped.breakdown.last().expect("a line");
    assert_eq!((last.amount, capped.net), (eur("-12.11"), eur("550")));
    assert!(last.label.fr.contains("plafond de 550,00"));
    // no cap reached, no cap said
    assert!(!cost("collection-fee-debtor", "160000", TARIFF_2020).explanation.iter().any(|l| l.fr.contains("plafond")));
}

#[test]
fn c17_to_c20_contribution_to_economic_justice() {
    let ask = |claim: &str, turnover: &str, profit: &str, staff: i64| {
        let mut asked = TariffAsked::new("tae-contribution", eur(claim), day("2026-06-01"));
        (asked.turnover, asked.profit, asked.staff) = (Some(eur(turnover)), Some(eur(profit)), Some(staff));
        tariff(&asked, Law::builtin()).expect("an answer").gross
    };
    assert_eq!(ask("1000000", "100000000", "3000000.01", 250), eur("30000"));
    assert_eq!(ask("1000000", "100000000", "3000000", 250), eur("0")); // C20
    assert_eq!(ask("1000000", "100000000", "4000000", 249), eur("0")); // C19
    assert_eq!(ask("50000", "100000000", "4000000", 300), eur("0"));
    assert_eq!(ask("50000.01", "100000000", "4000000", 300), eur("1500"));
    assert_eq!(ask("10000000", "100000000", "4000000", 300), eur("50000"));
    assert_eq!(ask("10000000", "1500000000.01", "1", 300), eur("100000"));
    assert_eq!(ask("10000000", "1500000000.01", "0", 300), eur("0"));
    let bare = TariffAsked::new("tae-contribution", eur("60000"), day("2026-06-01"));
    assert!(matches!(tariff(&bare, Law::builtin()), Err(LawError::Refused { .. })));
}

#[test]
fn a_contribution_of_nothing_says_why() {
    let why = |claim: &str, company: Option<(&str, &str, i64)>, income: Option<&str>| {
        let mut asked = TariffAsked::new("tae-contribution", eur(claim), day("2026-06-01"));
        if let Some((turnover, profit, staff)) = company {
            (asked.turnover, asked.profit, asked.staff) = (Some(eur(turnover)), Some(eur(profit)), Some(staff));
        }
        asked.income = income.map(eur);
        let answer = tariff(&asked, Law::builtin()).expect("an answer");
        assert_eq!(answer.gross, eur("0"));
        answer.explanation[0].en.clone()
    };
    assert!(why("50000", None, None).contains("claim does not exceed €50,000.00"));
    assert!(why("50000", None, Some("900000")).contains("claim does not exceed €50,000.00"));
    assert!(why("60000", Some(("900000000", "9000000", 249)), None).contains("fewer than 250 employees"));
    assert!(why("60000", Some(("50000000", "9000000", 250)), None).contains("under the thresholds"));
    assert!(why("60000", None, Some("250000")).contains("income of one part does not exceed €250,000.00"));
}

#[test]
fn the_contribution_of_a_natural_person_goes_by_the_income_of_a_part() {
    let ask = |claim: &str, income: &str, quarters: u16| {
        let mut asked = TariffAsked::new("tae-contribution", eur(claim), day("2026-06-01"));
        (asked.income, asked.quarter_parts) = (Some(eur(income)), Some(quarters));
        tariff(&asked, Law::builtin())
    };
    for (claim, income, quarters, owed) in [
        ("100000", "250000", 4, "0"),
        ("100000", "250000.01", 4, "1000"),
        ("100000", "500000", 4, "1000"),
        ("100000", "500000.01", 4, "2000"),
        ("100000", "1000000", 4, "2000"),
        ("100000", "1000000.01", 4, "3000"),
        // two parts and a half
        ("100000", "625000", 10, "0"),
        ("100000", "625000.01", 10, "1000"),
        ("50000", "9000000", 4, "0"),
        ("5000000", "300000", 4, "17000"),
        ("5000000", "600000", 4, "33000"),
        ("5000000", "6000000", 4, "50000"),
    ] {
        let found = ask(claim, income, quarters).expect("an answer");
        assert_eq!(found.gross, eur(owed), "{claim} {income} {quarters}");
        assert!(found.sources.iter().any(|source| source.row.starts_with("tae_contribution_persons.csv")));
    }
    assert!(matches!(ask("100000", "300000", 3), Err(LawError::Refused { .. })), "less than one part");
    let mut both = TariffAsked::new("tae-contribution", eur("100000"), day("2026-06-01"));
    (both.income, both.staff) = (Some(eur("300000")), Some(300));
    assert!(matches!(tariff(&both, Law::builtin()), Err(LawError::Refused { .. })));
    let mut late = TariffAsked::new("tae-contribution", eur("100000"), day("2029-01-01"));
    late.income = Some(eur("300000"));
    assert!(matches!(
        tariff(&late, Law::builtin()),
        Err(LawError::MissingRow { table: "tae_contribution_persons", .. })
    ));
}

#[test]
fn electronic_service_has_its_fee_instead_of_travel() {
    let mut asked = TariffAsked::new("service-of-order", eur("10000"), day("2025-06-01"));
    let paper = tariff(&asked, Law::builtin()).expect("an answer");
    asked.electronic = true;
    let wire = tariff(&asked, Law::builtin()).expect("an answer");
    let travel = |answer: &TariffAnswer| answer.breakdown.last().expect("a line").amount;
    assert_eq!((travel(&paper), travel(&wire)), (eur("9.40"), eur("8.80")));
    assert_eq!(paper.net.checked_add(-wire.net), Ok(eur("0.60")));
    assert!(wire.sources.iter().any(|source| source.article == "C.com A444-48 2"));
    assert!(!wire.warnings.is_empty(), "a secondary source is said");
}

#[test]
fn c27_stamps() {
    assert_eq!(cost("stamp-duty", "8000", "2026-06-01").gross, eur("50.00"));
    assert_eq!(cost("stamp-duty", "8000", "2026-02-28").gross, eur("0"));
    assert!(cost("stamp-duty", "8000", "2026-03-15").warnings.iter().any(|w| w.en.contains("disputed")));
    assert_eq!(cost("appeal-stamp", "8000", "2026-06-01").gross, eur("225.00"));
}

#[test]
fn an_ended_tariff_is_refused_and_a_users_row_answers() {
    let asked = |item: &str| TariffAsked::new(item, eur("10000"), day("2026-03-10"));
    for item in
        ["service-of-order", "payment-order-request", "collection-fee-debtor", "commencement-fee", "attachment-record"]
    {
        let error = tariff(&asked(item), Law::builtin()).expect_err(item);
        assert!(
            matches!(&error, LawError::MissingRow { table: "tariffs", row, .. } if row.contains("2026-03-10")),
            "{error}"
        );
    }
    let row = "item,act,amount_or_formula,valid_from,valid_to,article,status,source\n\
        CdJ act,signification of decision / title / payment order,26.05,2026-03-01,2028-02-29,C.com A444-11,verified,arrêté of 2026\n";
    let law = Law::builtin().with_overrides(&[Override { table: "tariffs", csv: row }]).expect("a good row");
    let answer = tariff(&asked("service-of-order"), &law).expect("a figure");
    // (26.05 × 2 + 9.40) × 1.20
    assert_eq!(answer.gross, eur("73.80"));
    assert!(answer.warnings.iter().any(|w| w.en.contains("your own row")));
    assert!(answer.sources.iter().any(|s| s.status == law::Status::User));
    // a row that overlaps ours in our own table would be refused; the user's wins and is shown
    let bad = "item,act,amount_or_formula,valid_from,valid_to,article,status,source\nCdJ act,x,1,2026-03-01,2026-02-01,a,verified,s\n";
    assert!(matches!(
        Law::builtin().with_overrides(&[Override { table: "tariffs", csv: bad }]),
        Err(LawError::Table { line: 2, .. })
    ));
}

#[test]
fn d01_paths_are_summed_marked_and_left_open() {
    let past =
        estimate("payment-order-attachment", eur("10000"), day(TARIFF_2020), Law::builtin()).expect("an estimate");
    assert_eq!((past.gross, past.complete, past.current), (eur("192.31"), false, true));
    assert!(past.explanation[0].fr.contains("au moins"));
    let now = estimate("payment-order", eur("10000"), day("2026-11-21"), Law::builtin()).expect("an estimate");
    assert!(now.complete && !now.current && now.explanation[0].fr.contains("périmé"));
    // an item that ended before the others is stale since its own day: (18.28 × 2 + 9.40) × 1.20,
    // 16.72 × 1.20 until February 2024, (25.79 × 2 + 9.40) × 1.20
    let interim = estimate("interim-payment", eur("10000"), day("2026-11-21"), Law::builtin()).expect("an estimate");
    assert_eq!((interim.gross, interim.complete, interim.current), (eur("148.39"), true, false));
    let stale: Vec<_> = interim.lines.iter().map(|line| line.stale_since).collect();
    assert_eq!(stale, [Some(day("2026-02-28")), Some(day("2024-02-29")), Some(day("2026-02-28"))]);
    // the others still in force: 55.15 + 27.88 × 1.20 + 73.18
    let suit = estimate("summons", eur("10000"), day("2025-06-01"), Law::builtin()).expect("an estimate");
    assert_eq!((suit.gross, suit.complete, suit.current), (eur("161.79"), true, false));
    // counted, and said to be unsettled: no text seen says when a payment order owes the stamp
    let civil = estimate("payment-order-civil", eur("10000"), day("2026-11-21"), Law::builtin()).expect("an estimate");
    assert!(civil.explanation[1].fr.contains("50,00") && civil.explanation[1].fr.contains("non établie"));
    assert!(matches!(estimate("walk", eur("1"), day("2026-11-21"), Law::builtin()), Err(LawError::Unknown { .. })));
}

#[test]
fn a_fee_on_sums_collected_is_not_owed_on_none() {
    let ask = |item: &str, debt: &str, collected: Option<&str>| {
        let asked =
            TariffAsked { collected: collected.map(eur), ..TariffAsked::new(item, eur(debt), day("2023-06-01")) };
        tariff(&asked, Law::builtin()).expect("an answer")
    };
    for (item, least) in [("collection-fee-debtor", "4.25"), ("collection-fee-creditor", "21.28")] {
        let none = ask(item, "10000", Some("0"));
        assert_eq!((none.net, none.vat, none.gross), (eur("0"), eur("0"), eur("0")), "{item}");
        assert!(none.explanation[0].fr.contains("aucune somme encaissée") && !none.sources.is_empty());
        // from the first cent the fixed fee is owed
        assert_eq!(ask(item, "10000", Some("0.01")).net, eur(least), "{item}");
        assert_eq!(ask(item, "0", None).gross, eur("0"), "{item}");
        // past the last tariff known, no figure, not even nothing
        let late = TariffAsked { collected: Some(eur("0")), ..TariffAsked::new(item, eur("1"), day("2026-11-21")) };
        assert!(matches!(tariff(&late, Law::builtin()), Err(LawError::MissingRow { .. })));
    }
    // the right of pursuit is reckoned on the debt, whatever comes in (A444-15)
    let right = |collected| ask("commencement-fee", "1000", collected).net;
    assert_eq!(right(None), right(Some("0")));
}

#[test]
fn c21_to_c24_wages() {
    let ask =
        |net: &str, dependants: u16, on: &str| wage(eur(net), dependants, day(on), Law::builtin()).expect("an answer");
    let c21 = ask("24000", 0, "2026-02-01");
    assert_eq!((c21.yearly, c21.monthly), (eur("5660.50"), eur("471.71")));
    let c22 = ask("24000", 2, "2026-02-01");
    assert_eq!((c22.yearly, c22.monthly), (eur("3831.17"), eur("319.26")));
    // C24: the bracket gives 18.67 a month, the floor leaves nothing
    let c24 = ask("4480", 0, "2026-02-01");
    assert_eq!((c24.yearly, c24.monthly), (eur("0"), eur("0")));
    assert!(matches!(wage(eur("24000"), 0, day("2025-06-01"), Law::builtin()), Err(LawError::MissingRow { .. })));
    assert_eq!(bank_minimum(day("2025-06-01"), Law::builtin()).expect("known").0, eur("646.52"));
    assert!(ask("24000", 0, "2026-06-01").warnings.iter().any(|w| w.en.contains("memory")));
    // above the last threshold everything may be seized
    assert_eq!(ask("100000", 0, "2026-02-01").yearly.minor() - ask("90000", 0, "2026-02-01").yearly.minor(), 1_000_000);
}

fn judgment(amount: &str, enforceable: &str, class: CreditorClass) -> Judgment {
    Judgment::new(eur(amount), day(enforceable), class)
}

#[test]
fn l5_majoration_after_two_months() {
    let mut l5 = judgment("10000", "2024-01-01", CreditorClass::Individual);
    let answer = legal_interest(&l5, Law::builtin(), day("2024-06-30")).expect("an answer");
    let found: Vec<_> = answer.slices.iter().map(|s| (s.from, s.to, s.rate.to_string())).collect();
    assert_eq!(
        found,
        [
            (day("2024-01-02"), day("2024-03-01"), "8.01".to_owned()),
            (day("2024-03-02"), day("2024-06-30"), "13.01".to_owned()),
        ]
    );
    l5.majoration = MajorationDay::Anniversary;
    let answer = legal_interest(&l5, Law::builtin(), day("2024-06-30")).expect("an answer");
    assert_eq!(answer.slices[1].from, day("2024-03-01"));
    assert_eq!(answer.indemnity, eur("0"));
}

#[test]
fn a_sum_awarded_bears_from_the_decision_and_the_increase_waits_for_its_service() {
    // decided on 15 January 2026, served on 1 March: legal rate to 1 May, five points more from the 2nd
    let mut served = judgment("36500", "2026-03-01", CreditorClass::Professional);
    served.bears_from = Some(day("2026-01-15"));
    let answer = legal_interest(&served, Law::builtin(), day("2026-05-11")).expect("an answer");
    let found: Vec<_> = answer.slices.iter().map(|s| (s.from, s.to, s.days, s.interest)).collect();
    assert_eq!(
        found,
        [
            // 106 days × 36 500 × 2.62 % / 365, then ten days at 7.62 %
            (day("2026-01-16"), day("2026-05-01"), 106, eur("277.72")),
            (day("2026-05-02"), day("2026-05-11"), 10, eur("76.20")),
        ]
    );
    assert!(answer.explanation[1].fr.contains("1231-7"));
    // the years of capitalisation are those of the interest: to 15 January 2027 no whole year is over
    served.capitalise = true;
    let same = legal_interest(&served, Law::builtin(), day("2026-12-31")).expect("an answer");
    served.capitalise = false;
    assert_eq!(same.interest, legal_interest(&served, Law::builtin(), day("2026-12-31")).expect("an answer").interest);
    // not given, the day it became enforceable stands in for it, and the answer says so
    let bare = judgment("36500", "2026-03-01", CreditorClass::Professional);
    let answer = legal_interest(&bare, Law::builtin(), day("2026-05-11")).expect("an answer");
    assert_eq!(answer.slices[0].from, day("2026-03-02"));
    assert!(answer.warnings.iter().any(|line| line.fr.contains("1231-7")));
}

#[test]
fn whole_years_of_interest_bear_interest() {
    let mut two_years = judgment("10000", "2023-01-15", CreditorClass::Professional);
    let plain = legal_interest(&two_years, Law::builtin(), day("2025-01-15")).expect("an answer");
    two_years.capitalise = true;
    let answer = legal_interest(&two_years, Law::builtin(), day("2025-01-15")).expect("an answer");
    let first_year: i64 = answer.slices.iter().filter(|s| s.to <= day("2024-01-15")).map(|s| s.interest.minor()).sum();
    let after = answer.slices.iter().find(|s| s.from > day("2024-01-15")).expect("a second year");
    assert_eq!((after.from, after.balance.minor()), (day("2024-01-16"), 1_000_000 + first_year));
    assert!(answer.interest.minor() > plain.interest.minor());
    // less than a whole year capitalises nothing
    let short = |capitalise| {
        let judgment = Judgment { capitalise, ..judgment("10000", "2023-01-15", CreditorClass::Professional) };
        legal_interest(&judgment, Law::builtin(), day("2024-01-14")).expect("an answer").interest
    };
    assert_eq!(short(true), short(false));
    // a payment settles interest first, capitalised or not
    two_years.payments = vec![Payment { date: day("2024-01-31"), amount: Money::new(first_year, Currency::EUR) }];
    let paid = legal_interest(&two_years, Law::builtin(), day("2024-06-30")).expect("an answer");
    assert_eq!((paid.payments[0].to_interest.minor(), paid.principal_left), (first_year, eur("10000")));
}

#[test]
fn interest_of_an_old_judgment_is_said_to_be_lost() {
    let old = judgment("10000", "2020-01-15", CreditorClass::Professional);
    let warned = |until: &str| {
        let answer = legal_interest(&old, Law::builtin(), day(until)).expect("an answer");
        answer.warnings.iter().any(|w| w.fr.contains("seuls les intérêts"))
    };
    assert!(warned("2022-01-16") && !warned("2022-01-15"));
}

#[test]
fn a_forfeited_consumer_credit_owes_eight_percent_and_no_more() {
    use law::consumer_credit::forfeited_credit;
    let rate = kernel::Rate::parse("5.5").expect("a rate");
    let owed = forfeited_credit(eur("6000"), eur("120.50"), rate, day("2026-01-31"), day("2026-03-02"), Law::builtin())
        .expect("an answer");
    // 30 days at 5.5 %: 27.12
    assert_eq!((owed.interest, owed.indemnity), (eur("27.12"), eur("480.00")));
    assert_eq!(owed.owed, eur("6627.62"));
    assert!(owed.warnings.iter().any(|w| w.en.contains("No other fee")));
}
