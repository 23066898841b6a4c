//! Dated rates against the published tables, and what lies outside them.

use kernel::{Date, Language, Rate};
use law::{Law, LawError, Override, RateKind, Status};

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn rate(kind: &str, on: &str) -> String {
    let kind = RateKind::parse(kind).expect("a kind");
    Law::builtin().rate(kind, day(on)).expect("a rate").rate.to_string()
}

#[test]
fn worked_examples_of_rates() {
    // P9, P10, P11 of the worked examples
    assert_eq!(rate("b2b-default", "2026-06-30"), "12.15");
    assert_eq!(rate("b2b-default", "2026-07-02"), "12.40");
    assert_eq!(rate("b2b-default", "2024-09-01"), "14.25");
    assert_eq!(rate("b2b-floor", "2024-09-01"), "14.76");
    assert_eq!(rate("b2b-default", "2021-03-01"), "10.00");
    assert_eq!(rate("b2b-floor", "2021-03-01"), "2.37");
    assert_eq!(rate("b2b-floor", "2026-12-31"), "8.25");
    assert_eq!(rate("legal-individual", "2024-01-01"), "8.01");
    assert_eq!(rate("public", "2026-06-30"), "10.15");
    // the rate of the half-year is not the rate of the day: 2.65 since 16 September 2026
    assert_eq!(rate("ecb", "2026-09-16"), "2.65");
    assert_eq!(rate("b2b-default", "2026-12-31"), "12.40");
}

#[test]
fn traps_of_rates_are_not_fallen_into() {
    // P14: 15.07 takes the legal rate for that of the central bank
    assert_ne!(rate("b2b-default", "2024-03-01"), "15.07");
    assert_eq!(rate("b2b-default", "2024-03-01"), "14.50");
    // P7: legal rate + 10 points
    assert_ne!(rate("b2b-default", "2020-05-01"), "10.87");
    // L3's page: 3.15 % in the first half of 2025
    assert_ne!(rate("legal-professional", "2025-03-01"), "3.15");
}

#[test]
fn nothing_is_guessed_past_the_tables() {
    for kind in RateKind::ALL {
        let error = Law::builtin().rate(kind, day("2027-01-01")).expect_err("2027 is not in the tables");
        let LawError::MissingRow { table, asked, row } = &error else { panic!("{error}") };
        assert!(asked.words(Language::En).contains("2027-01-01") && row.contains("2027-01-01"), "{error}");
        let expected = match kind {
            RateKind::Ecb | RateKind::B2bDefault | RateKind::Public => "ecb_main_refinancing_rate",
            _ => "legal_interest_rate",
        };
        assert_eq!(*table, expected);
    }
    assert!(Law::builtin().rate(RateKind::B2bDefault, day("2012-12-31")).is_err());
    assert!(Law::builtin().rate(RateKind::Ecb, day("2008-10-14")).is_err());
}

#[test]
fn half_years_have_their_bounds_and_their_inputs() {
    let rate = Law::builtin().rate(RateKind::B2bDefault, day("2026-08-15")).expect("a rate");
    assert_eq!((rate.valid_from, rate.valid_to), (day("2026-07-01"), day("2026-12-31")));
    assert_eq!(rate.status, Status::Derived);
    assert!(rate.sources.iter().any(|source| source.status == Status::Secondary), "the ECB row is shown");
}

#[test]
fn a_users_row_turns_a_refusal_into_a_figure() {
    let ecb = Override {
        table: "ecb_main_refinancing_rate",
        csv: "effective_date,rate_percent,status,source\n2027-01-01,2.65,verified,https://www.ecb.europa.eu\n",
    };
    let law = Law::builtin().with_overrides(&[ecb]).expect("a good row");
    let rate = law.rate(RateKind::B2bDefault, day("2027-03-01")).expect("a rate");
    assert_eq!(rate.rate, Rate::parse("12.65").expect("a rate"));
    assert!(rate.sources.iter().any(|source| source.status == Status::User));
    assert!(law.rate(RateKind::B2bDefault, day("2027-07-01")).is_err(), "one half-year further is missing again");
    assert!(law.rate(RateKind::B2bFloor, day("2027-03-01")).is_err(), "the legal rate is another row");
}

#[test]
fn bad_rows_are_refused_with_their_line() {
    let refused = |table: &str, csv: &str| Law::builtin().with_overrides(&[Override { table, csv }]).expect_err(csv);
    let header = "start,end,class,rate_percent,status,source\n";
    for (row, column) in [
        ("2027-07-01,2027-12-31,autres,2.70,verified,x", "start"), // gap
        ("2027-01-01,2027-06-30,autres,2.70,verified,x\n2027-06-30,2027-12-31,autres,2.70,verified,x", "start"), // own overlap
        ("2027-01-01,2027-06-30,autres,2.70,verified,", "source"), // no source
        ("2027-01-01,2027-06-30,autres,2.70,perhaps,x", "status"), // no such status
        ("2027-01-01,2027-06-30,autres,\"2,70\",verified,x", "rate_percent"),
        ("2027-01-01,2027-06-31,autres,2.70,verified,x", "end"),
        ("2027-01-01,2027-06-30,others,2.70,verified,x", "class"),
    ] {
        let error = refused("legal_interest_rate", &format!("{header}{row}\n"));
        let LawError::Table { line, column: at, .. } = &error else { panic!("{error}") };
        assert_eq!((*line, at.as_str()), (2 + u64::from(row.contains('\n')), column), "{error}");
    }
    assert!(matches!(refused("legal_rate", header), LawError::UnknownTable { .. }));
    assert!(matches!(refused("legal_interest_rate", "start,end\n"), LawError::Table { line: 1, .. }));
    let half = "half_year,start,end,mro_on_first_day_percent,b2b_default_L441_10_percent,b2b_contract_floor_3x_legal_autres_percent,public_buyer_R2192_31_percent,legal_autres_percent,legal_autres_majored_L313_3_percent,legal_particulier_percent,legal_particulier_majored_percent,floor_exceeds_default,status,source\n2026-H2,2026-07-01,2026-12-31,2.65,12.65,8.25,10.65,2.75,7.75,6.84,11.84,no,derived,x\n";
    assert!(matches!(refused("late_payment_rates_by_half_year", half), LawError::Table { line: 2, .. }));
}

#[test]
fn a_users_legal_rate_wins_on_its_days_over_any_row_a_release_ships() {
    let header = "start,end,class,rate_percent,status,source\n";
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/legal_interest_rate.csv");
    let shipped = std::fs::read_to_string(path).expect("readable");
    let newer = format!(
        "{shipped}2027-01-01,2027-06-30,autres,2.80,verified,arrêté\r\n2027-01-01,2027-06-30,particulier,6.90,verified,arrêté\r\n"
    );
    let release =
        Law::builtin().with_shipped(&[Override { table: "legal_interest_rate", csv: &newer }]).expect("a good release");
    let at = |law: &Law, on: &str| {
        let rate = law.rate(RateKind::LegalProfessional, day(on)).expect("a rate");
        (rate.rate.to_string(), rate.status == Status::User, rate.valid_from.to_string(), rate.valid_to.to_string())
    };
    for (mine, expected) in [
        // inside the shipped row, which is cut in two
        (
            "2027-02-01,2027-03-31",
            [
                ("2027-01-31", "2.80", false, "2027-01-01", "2027-01-31"),
                ("2027-02-01", "2.90", true, "2027-02-01", "2027-03-31"),
                ("2027-03-31", "2.90", true, "2027-02-01", "2027-03-31"),
                ("2027-04-01", "2.80", false, "2027-04-01", "2027-06-30"),
            ],
        ),
        // over two shipped rows and beyond
        (
            "2026-12-15,2027-12-31",
            [
                ("2026-12-14", "2.75", false, "2026-07-01", "2026-12-14"),
                ("2026-12-15", "2.90", true, "2026-12-15", "2027-12-31"),
                ("2027-06-30", "2.90", true, "2026-12-15", "2027-12-31"),
                ("2027-12-31", "2.90", true, "2026-12-15", "2027-12-31"),
            ],
        ),
    ] {
        let csv = format!("{header}{mine},autres,2.90,verified,arrêté lu au Journal officiel\n");
        let law = release.with_overrides(&[Override { table: "legal_interest_rate", csv: &csv }]).expect(mine);
        for (on, rate, user, from, to) in expected {
            assert_eq!(at(&law, on), (rate.to_owned(), user, from.to_owned(), to.to_owned()), "{mine} on {on}");
        }
        let check = law::answers::check(&law, day("2027-01-02"));
        assert!(check.user_rows[0].shipped_line.is_some(), "{mine}");
        let said = check.warnings.iter().find(|line| line.en.contains("your line 2")).expect("said");
        assert!(said.en.contains("only outside your days") && said.fr.contains("hors de vos jours"), "{said:?}");
        // the other class is untouched
        let individual = law.rate(RateKind::LegalIndividual, day("2027-02-15")).expect("a rate");
        assert_eq!((individual.rate.to_string().as_str(), individual.status), ("6.90", Status::Verified));
    }
}
