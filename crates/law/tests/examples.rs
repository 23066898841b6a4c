//! Worked examples of procedures that are more than one date, and boundaries of the rules.

use kernel::{Currency, Date, Money, Territory};
use law::deadlines::{DeadlineAsked, deadline};
use law::judgment::{Judgment, legal_interest};
use law::procedures::{Standing, next_acts};
use law::tariffs::{TariffAsked, tariff};
use law::time::Distance;
use law::{CreditorClass, Law, LawError, Override, RateKind, Status, answers};

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn eur(text: &str) -> Money {
    Money::parse(text, Currency::EUR).expect("an amount")
}

fn standing(procedure: &str, state: &str, since: &str) -> Standing {
    Standing {
        procedure: procedure.to_owned(),
        state: state.to_owned(),
        since: day(since),
        reached: Vec::new(),
        order: None,
        distance: Distance::None,
        territory: Territory::Metropole,
    }
}

fn acts(procedure: &str, state: &str, since: &str) -> Vec<String> {
    let answer = next_acts(&standing(procedure, state, since), day("2026-11-21"), Law::builtin()).expect("an answer");
    answer.acts.into_iter().map(|next| next.act.act).collect()
}

#[test]
fn a41_a_contestation_suspends_only_inside_its_month() {
    let asked = DeadlineAsked::new("wage-seizure", "contest", day("2026-09-01"));
    let answer = deadline(&asked, Law::builtin()).expect("an answer");
    assert_eq!(answer.due, day("2026-10-01"));
    assert!(day("2026-09-20") <= answer.due && day("2026-10-20") > answer.due);
    assert!(answer.title.contains("suspends"), "{}", answer.title);
    assert!(answer.consequence.contains("not suspensive"), "{}", answer.consequence);
}

#[test]
fn a42_an_agreement_keeps_the_order_to_pay_alive() {
    // without agreement the order to pay of 1 September lapses after three months
    let lapse = deadline(&DeadlineAsked::new("wage-seizure", "seizure", day("2026-09-01")), Law::builtin());
    assert_eq!(lapse.expect("an answer").due, day("2026-12-01"));
    assert!(acts("wage-seizure", "seizable", "2026-09-01").contains(&"miss-seizure".to_owned()));
    assert!(acts("wage-seizure", "agreed", "2026-11-25").iter().all(|act| !act.starts_with("miss-")));
    let agreed = next_acts(&standing("wage-seizure", "agreed", "2026-11-25"), day("2026-12-15"), Law::builtin());
    assert!(!agreed.expect("an answer").lapsed);
}

#[test]
fn b20_a_partial_order_is_served_or_left() {
    let found = acts("payment-order", "granted-part", "2026-09-10");
    assert!(found.contains(&"serve".to_owned()) && found.contains(&"abandon".to_owned()), "{found:?}");
    let asked = DeadlineAsked::new("payment-order", "partial", day("2026-09-10"));
    let error = deadline(&asked, Law::builtin()).expect_err("a rule, no period").to_string();
    assert!(error.contains("CPC 1409"), "{error}");
}

#[test]
fn d02_the_creditors_fee_is_owed_on_a_voluntary_payment_too() {
    let asked = TariffAsked::new("collection-fee-creditor", eur("10000"), day("2023-06-01"));
    let answer = tariff(&asked, Law::builtin()).expect("an answer");
    assert_eq!(answer.gross, eur("584.48"));
    assert!(answer.warnings.iter().any(|w| w.fr.contains("20-14.537")));
    assert!(answer.sources.iter().any(|source| source.article.contains("R444-55")));
}

#[test]
fn l2_the_rate_rises_the_day_after_two_months() {
    let l2 = Judgment::new(eur("2000.00"), day("2016-09-17"), CreditorClass::Individual);
    let answer = legal_interest(&l2, Law::builtin(), day("2016-12-31")).expect("an answer");
    let raised = answer.slices.iter().find(|s| s.rate != answer.slices[0].rate).expect("a second rate");
    assert_eq!(
        (raised.from, raised.rate.micro_percent()),
        (day("2016-11-18"), answer.slices[0].rate.micro_percent() + 5_000_000)
    );
    // a leap year divides by 365 all the same
    assert!(answer.slices.iter().all(|s| s.year_days == 365));
}

#[test]
fn two_months_end_with_the_month() {
    let slices = |enforceable: &str| {
        let judgment = Judgment::new(eur("1000.00"), day(enforceable), CreditorClass::Professional);
        let answer = legal_interest(&judgment, Law::builtin(), day("2026-11-21")).expect("an answer");
        answer.slices.iter().find(|s| s.rate.micro_percent() > 7_500_000).expect("raised").from
    };
    assert_eq!(slices("2025-12-31"), day("2026-03-01"));
    assert_eq!(slices("2023-12-31"), day("2024-03-01"));
    assert_eq!(slices("2026-04-30"), day("2026-07-01"));
}

/// The brackets of the decree for 2026 by hand, in cents a year.
fn by_hand(net: i64, dependants: i64) -> i64 {
    let more = 174_000 * dependants;
    let tops = [448_000, 873_000, 1_300_000, 1_723_000, 2_147_000, 2_581_000].map(|top: i64| top + more);
    let shares = [(1, 20), (1, 10), (1, 5), (1, 4), (1, 3), (2, 3), (1, 1)];
    let (mut sixtieths, mut over) = (0, 0);
    for (i, (numerator, denominator)) in shares.into_iter().enumerate() {
        let top = tops.get(i).copied().unwrap_or(i64::MAX).min(net);
        sixtieths += (top - over).max(0) * 60 / denominator * numerator;
        over = tops.get(i).copied().unwrap_or(net);
    }
    (sixtieths + 30) / 60
}

#[test]
fn wages_at_every_bound_with_dependants() {
    let floor = 64_652 * 12;
    for dependants in 0..6_u16 {
        let more = 174_000 * i64::from(dependants);
        for top in [448_000, 873_000, 1_300_000, 1_723_000, 2_147_000, 2_581_000, 4_000_000] {
            for net in [top + more - 1, top + more, top + more + 1] {
                let answer =
                    answers::wage(Money::new(net, Currency::EUR), dependants, day("2026-02-01"), Law::builtin());
                let hand = by_hand(net, i64::from(dependants)).min((net - floor).max(0));
                let found = answer.expect("an answer").yearly.minor();
                assert!((found - hand).abs() <= 12, "{net} {dependants}: {found}, by hand {hand}");
            }
        }
    }
}

const MARCH: &str = "item,act,amount_or_formula,valid_from,valid_to,article,status,source\n\
    CdJ act,signification of decision / title / payment order,26.05,2026-03-01,2028-02-29,C.com A444-11,verified,arrêté de 2026\n";

#[test]
fn a_users_row_survives_an_upgrade_and_is_said_to_be_covered() {
    let act = TariffAsked::new("service-of-order", eur("10000"), day("2026-03-10"));
    assert!(matches!(tariff(&act, Law::builtin()), Err(LawError::MissingRow { .. })));
    let mine = [Override { table: "tariffs", csv: MARCH }];
    let today = Law::builtin().with_overrides(&mine).expect("a good row");
    assert_eq!(tariff(&act, &today).expect("a figure").gross, eur("73.80"));
    let check = answers::check(&today, day("2026-11-21"));
    assert_eq!((check.user_rows.len(), check.user_rows[0].shipped_line), (1, None));
    // a later release ships the tariff, at another amount, from the same day or from another
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/tariffs.csv");
    let shipped = std::fs::read_to_string(path).expect("readable");
    for from in ["2026-03-01", "2026-02-28"] {
        let last = if from == "2026-02-28" {
            shipped.replace(",2024-03-01,2026-02-28,C.com A444-11,", ",2024-03-01,2026-02-27,C.com A444-11,")
        } else {
            shipped.clone()
        };
        let newer = format!(
            "{last}CdJ act,signification of decision / title / payment order,27.00,{from},2028-02-29,C.com A444-11,verified,arrêté\r\n"
        );
        let release = Law::builtin().with_shipped(&[Override { table: "tariffs", csv: &newer }]).expect("a good table");
        assert_eq!(tariff(&act, &release).expect("ours").gross, eur("76.08"));
        let upgraded = release.with_overrides(&mine).expect("still good");
        let answer = tariff(&act, &upgraded).expect("a figure");
        assert_eq!(answer.gross, eur("73.80"), "the user's row still wins");
        assert!(answer.sources.iter().any(|source| source.status == Status::User));
        let check = answers::check(&upgraded, day("2026-11-21"));
        assert!(check.user_rows[0].shipped_line.is_some(), "{from}");
        assert!(check.warnings.iter().any(|w| w.en.contains("your line 2") && w.en.contains("wins")));
    }
}

#[test]
fn a_users_rates_survive_the_half_year_we_ship() {
    let ecb = "effective_date,rate_percent,status,source\n2027-01-01,2.65,verified,page\n";
    let legal = "start,end,class,rate_percent,status,source\n2027-01-01,2027-06-30,autres,2.90,verified,arrêté\n";
    let mine = [
        Override { table: "ecb_main_refinancing_rate", csv: ecb },
        Override { table: "legal_interest_rate", csv: legal },
    ];
    let read = |name: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("data/{name}.csv"));
        std::fs::read_to_string(path).expect("readable")
    };
    let newer = format!("{}2027-01-01,2.90,verified,page of the bank\r\n", read("ecb_main_refinancing_rate"));
    let newer_legal = format!(
        "{}2027-01-01,2027-06-30,autres,2.80,verified,arrêté\r\n2027-01-01,2027-06-30,particulier,6.90,verified,arrêté\r\n",
        read("legal_interest_rate")
    );
    let halves = format!(
        "{}2027-H1,2027-01-01,2027-06-30,2.90,12.90,8.40,10.90,2.80,7.80,6.90,11.90,no,derived,computed\r\n",
        read("late_payment_rates_by_half_year")
    );
    let release = Law::builtin()
        .with_shipped(&[
            Override { table: "ecb_main_refinancing_rate", csv: &newer },
            Override { table: "legal_interest_rate", csv: &newer_legal },
            Override { table: "late_payment_rates_by_half_year", csv: &halves },
        ])
        .expect("a good release");
    assert_eq!(release.rate(RateKind::B2bDefault, day("2027-02-01")).expect("a rate").rate.to_string(), "12.90");
    let upgraded = release.with_overrides(&mine).expect("still good");
    assert_eq!(upgraded.rate(RateKind::B2bDefault, day("2027-02-01")).expect("a rate").rate.to_string(), "12.65");
    assert_eq!(upgraded.rate(RateKind::B2bFloor, day("2027-02-01")).expect("a rate").rate.to_string(), "8.70");
    let check = answers::check(&upgraded, day("2027-01-02"));
    assert!(check.user_rows.iter().all(|row| row.shipped_line.is_some()) && check.user_rows.len() == 2);
}
