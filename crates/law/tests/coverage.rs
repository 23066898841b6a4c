//! Every row of the tables is reached by a question, or said to be a rule in words.

use std::collections::BTreeSet;

use kernel::{Currency, Date, Money};
use law::deadlines::{DeadlineAsked, DeadlineKind, deadline};
use law::interest::late_interest_sums;
use law::limitation::{Event, LimitationAsked, limitation};
use law::tariffs::{TariffAsked, tariff};
use law::{AgreedRate, Claim, CreditorClass, Law, LawError, Payment, RateKind, Regime, Source, late_interest};

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn rows(sources: &[Source], table: &str) -> BTreeSet<u64> {
    let place = sources.iter().filter_map(|source| source.row.split_once(".csv:"));
    place.filter(|(name, _)| *name == table).filter_map(|(_, line)| line.parse().ok()).collect()
}

fn lines(table: &str) -> BTreeSet<u64> {
    Law::builtin().table(table).expect("a table").rows.iter().map(|row| row.line).collect()
}

#[test]
fn every_rate_row_is_used() {
    let (mut ecb, mut legal) = (BTreeSet::new(), BTreeSet::new());
    let mut on = day("2008-10-15");
    while on <= day("2026-12-31") {
        for kind in RateKind::ALL {
            if let Ok(rate) = Law::builtin().rate(kind, on) {
                ecb.extend(rows(&rate.sources, "ecb_main_refinancing_rate"));
                legal.extend(rows(&rate.sources, "legal_interest_rate"));
            }
        }
        on = on.tomorrow().expect("a day");
    }
    assert_eq!((ecb, legal), (lines("ecb_main_refinancing_rate"), lines("legal_interest_rate")));
}

#[test]
fn every_period_of_procedure_is_computed() {
    let (mut used, mut rules) = (BTreeSet::new(), BTreeSet::new());
    for row in Law::builtin().deadlines().list() {
        let order = row.order_from.or(row.order_to);
        let asked = DeadlineAsked { order, ..DeadlineAsked::new(&row.procedure, &row.step, day("2026-10-10")) };
        match deadline(&asked, Law::builtin()) {
            Ok(answer) => used.extend(rows(&answer.sources, "procedure_deadlines")),
            Err(LawError::Refused { .. }) => {
                assert_eq!(row.kind, DeadlineKind::Rule, "{} {}", row.procedure, row.step);
                rules.extend(rows(std::slice::from_ref(&row.source), "procedure_deadlines"));
            }
            Err(error) => panic!("{} {}: {error}", row.procedure, row.step),
        }
    }
    let all: BTreeSet<u64> = used.union(&rules).copied().collect();
    assert_eq!(all, lines("procedure_deadlines"));
    assert!(used.len() > 140, "{} periods", used.len());
}

#[test]
fn every_kind_of_claim_and_every_event_is_understood() {
    let (kinds, events) = law::answers::limitation_list(Law::builtin());
    let mut used = BTreeSet::new();
    for kind in &kinds {
        for event in &events {
            let asked = LimitationAsked {
                kind: kind.name.clone(),
                due: day("2026-01-31"),
                completed: None,
                events: vec![Event::new(day("2026-02-15"), &event.name)],
                on: day("2026-11-21"),
            };
            let answer = limitation(&asked, Law::builtin()).expect("an answer");
            assert!(answer.starts <= answer.expires);
            used.extend(rows(&answer.sources, "limitation_events"));
        }
    }
    assert_eq!(used, lines("limitation_events"));
}

#[test]
fn every_item_of_the_tariff_answers_or_names_its_row() {
    let mut known = 0;
    for item in Law::builtin().tariff_items() {
        for on in ["2023-06-01", "2025-06-01", "2026-11-21"] {
            let asked = TariffAsked {
                turnover: Some(Money::new(1, Currency::EUR)),
                profit: Some(Money::new(1, Currency::EUR)),
                staff: Some(1),
                ..TariffAsked::new(&item.slug, Money::new(1_000_000, Currency::EUR), day(on))
            };
            match tariff(&asked, Law::builtin()) {
                Ok(_) => known += 1,
                Err(LawError::MissingRow { table: "tariffs" | "tae_contribution", .. }) => {}
                Err(error) => panic!("{} on {on}: {error}", item.slug),
            }
        }
    }
    assert!(known > 35, "{known} figures");
}

#[test]
fn sums_without_words_are_the_same() {
    for (regime, agreed) in [
        (Regime::B2b, None),
        (Regime::Public, None),
        (Regime::B2b, AgreedRate::parse("3xlegal").ok()),
        (Regime::Consumer, AgreedRate::parse("ecb+4").ok()),
    ] {
        let mut claim = Claim::new(Money::new(1_234_567, Currency::EUR), day("2024-05-31"), regime);
        claim.agreed_rate = agreed;
        claim.formal_notice = Some(day("2024-06-30"));
        claim.creditor_class = CreditorClass::Individual;
        claim.payments = vec![Payment { date: day("2025-02-10"), amount: Money::new(400_000, Currency::EUR) }];
        let answer = late_interest(&claim, Law::builtin(), day("2026-11-21")).expect("an answer");
        let sums = late_interest_sums(&claim, Law::builtin(), day("2026-11-21")).expect("sums");
        assert_eq!(sums, (answer.interest, answer.indemnity));
        assert!(!answer.interest.is_zero() && !answer.sources.is_empty());
    }
}
