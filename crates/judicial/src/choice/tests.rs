use kernel::Date;
use proptest::prelude::*;

use super::group::{GroupFault, batched};
use super::*;

const TODAY: Date = Date::constant(2026, 11, 23);

fn eur(text: &str) -> Money {
    Money::parse(text, Currency::EUR).expect("an amount")
}

/// A claim on a company of Lille.
fn claim(amount: &str) -> Asked {
    let place = Some("59350".to_owned());
    Asked {
        claim: CourtAsked { place, ..CourtAsked::new("commercial-company", eur(amount), TODAY) },
        limitation: Some(State::Running { left: 900, level: 0 }),
        solvency: Solvency::Good,
    }
}

fn given(measure: Measure, value: u32) -> Given {
    Given { measure, route: None, solvency: None, value, by: "A. Roux".to_owned(), on: TODAY }
}

fn collecting(value: u32) -> Parameters {
    Parameters { given: vec![given(Measure::Collected, value)], ..Parameters::default() }
}

fn choose(asked: &Asked, parameters: &Parameters) -> Choice {
    decide(asked, parameters, Law::builtin()).expect("an answer")
}

fn route<'a>(choice: &'a Choice, procedure: &str) -> &'a Route {
    choice.routes.iter().find(|route| route.procedure == procedure).expect("a way the law speaks of")
}

/// `A > cost / (.70 q)`: with q = 0.3 and costs of 80 €, 380 € (the statistics of the field).
#[test]
fn the_rule_of_thumb_of_the_field_is_met() {
    let mut parameters = collecting(300);
    let own = |amount: &str| OwnCost {
        route: "european-payment-order".to_owned(),
        label: "frais".to_owned(),
        amount: eur(amount),
        recoverable: false,
    };
    parameters.own_costs = vec![own("80.00")];
    for (measure, value) in [(Measure::Granted, 740), (Measure::Unopposed, 950)] {
        parameters.given.push(given(measure, value));
    }
    let abroad = |amount: &str| Asked {
        claim: CourtAsked { place: Some("BE".to_owned()), ..claim(amount).claim },
        ..claim(amount)
    };
    let of = |amount: &str| route(&choose(&abroad(amount), &parameters), "european-payment-order").advice.clone();
    assert_eq!((of("379.00"), of("380.00")), (Advice::NotWorthIt, Advice::Go));
    parameters.own_costs = vec![own("325.00")];
    let of = |amount: &str| route(&choose(&abroad(amount), &parameters), "european-payment-order").advice.clone();
    assert_eq!((of("1540.00"), of("1550.00")), (Advice::NotWorthIt, Advice::Go));
}

/// No official statistic says what is collected on a title: the answer asks, and says from which value it would pay.
#[test]
fn what_nobody_knows_is_asked_for_with_the_value_that_decides() {
    let choice = choose(&claim("8000.00"), &Parameters::default());
    assert_eq!(choice.verdict, Verdict::Ask);
    let order = route(&choice, "payment-order");
    let Advice::Unknown { missing } = &order.advice else { panic!("{:?}", order.advice) };
    assert_eq!(missing.len(), 1, "{missing:?}");
    assert_eq!(order.expected, None);
    let hinge = order.hinge.as_ref().expect("one is missing");
    assert_eq!((hinge.measure, hinge.value), (Measure::Collected, None));
    let cost = order.cost.as_ref().expect("an estimate");
    assert!(cost.stale_since.is_some() && cost.words().fr.contains("périmé"), "{cost:?}");
    // cost C, all of it recoverable: q = C / ((8 000 + C) × 0.74 × 0.95), rounded up
    let c = cost.advanced.minor();
    let exact = (c * 1_000_000_000).div_euclid((800_000 + c) * 740 * 950 / 1000) / 1000 + 1;
    assert_eq!(hinge.flips_at.map(i64::from), Some(exact));
    assert_eq!(order.duration.as_ref().map(|figure| figure.value), Some(36));
    assert!(route(&choice, "interim-payment").duration.is_none(), "none invented");
}

/// 740 × 950 × 300 thousandths of 8 000 € and of the costs, less the costs.
#[test]
fn the_expected_value_is_what_the_formula_says() {
    let choice = choose(&claim("8000.00"), &collecting(300));
    assert_eq!(choice.verdict, Verdict::Go { procedure: "payment-order".to_owned() });
    let order = route(&choice, "payment-order");
    let c = order.cost.as_ref().expect("an estimate").advanced.minor();
    let exact = ((800_000 + c) * 740 * 95 * 3 + 500_000) / 1_000_000 - c;
    assert_eq!(order.expected.map(Money::minor), Some(exact));
    assert!(order.words().fr.contains("bascule"), "{}", order.words().fr);
    assert!(order.break_even_cost.is_some_and(|cost| cost.minor() > c));
    assert_eq!(order.hinge.as_ref().map(|hinge| hinge.measure), Some(Measure::Collected), "the user's word");
}

#[test]
fn a_dead_claim_an_empty_shell_and_a_cost_above_the_claim_are_not_acted_on() {
    let parameters = collecting(900);
    let barred = Asked { limitation: Some(State::Expired { since: Date::constant(2026, 11, 15) }), ..claim("8000.00") };
    assert_eq!(choose(&barred, &parameters).verdict, Verdict::No { because: Advice::TimeBarred });
    let shell = Asked { solvency: Solvency::EmptyShell, ..claim("8000.00") };
    assert_eq!(choose(&shell, &parameters).verdict, Verdict::No { because: Advice::EmptyShell });
    let small = choose(&claim("40.00"), &parameters);
    assert_eq!(route(&small, "payment-order").advice, Advice::CostAboveClaim);
    let stopped = choose(&Asked { solvency: Solvency::Insolvent, ..claim("8000.00") }, &parameters);
    assert!(stopped.warnings.iter().any(|line| line.fr.contains("3,8")), "{:?}", stopped.warnings);
    assert_eq!(stopped.verdict, Verdict::No { because: Advice::Closed });
    assert!(stopped.routes.iter().all(|route| !route.open), "the action stops");
    let poor = choose(&claim("300.00"), &collecting(100));
    assert_eq!(route(&poor, "payment-order").advice, Advice::NotWorthIt);
}

#[test]
fn a_lawyer_nobody_priced_leaves_the_cost_at_least() {
    let mut parameters = collecting(500);
    parameters.given.push(given(Measure::Granted, 900));
    let choice = choose(&claim("12000.00"), &parameters);
    let summons = route(&choice, "summons");
    assert!(summons.cost.as_ref().is_some_and(|cost| !cost.complete && cost.words().fr.starts_with("au moins")));
    assert!(summons.words().fr.contains("au plus"), "{}", summons.words().fr);
    parameters.own_costs = vec![OwnCost {
        route: "summons".to_owned(),
        label: "avocat".to_owned(),
        amount: eur("1500.00"),
        recoverable: false,
    }];
    let priced = choose(&claim("12000.00"), &parameters);
    let cost = route(&priced, "summons").cost.clone().expect("an estimate");
    assert_eq!(cost.advanced.minor() - cost.recoverable.minor(), 150_000, "a lawyer is not among the costs");
}

/// The contribution asks for accounts nobody gave: before the court of Lyon, above 50 000 €, the cost is « au moins ».
#[test]
fn a_contribution_nobody_can_compute_leaves_the_cost_at_least() {
    let mut parameters = collecting(500);
    parameters.own_costs = vec![OwnCost {
        route: "summons".to_owned(),
        label: "avocat".to_owned(),
        amount: eur("1500.00"),
        recoverable: false,
    }];
    let complete = |place: &str, amount: &str| {
        let place = Some(place.to_owned());
        let asked = Asked { claim: CourtAsked { place, ..claim(amount).claim }, ..claim(amount) };
        route(&choose(&asked, &parameters), "summons").cost.as_ref().map(|cost| cost.complete)
    };
    assert_eq!((complete("69381", "60000.00"), complete("69381", "40000.00")), (Some(false), Some(true)));
    assert_eq!(complete("59350", "60000.00"), Some(true), "no such contribution in Lille");
}

/// Beta of mean 0.74 and weight 20: (0.74 × 20 + 6) / (20 + 10) = 0.6933.
#[test]
fn closed_cases_move_the_shipped_rate_by_their_number() {
    let learned = |route: &str, cases, sum| Learned {
        measure: Measure::Granted,
        route: route.to_owned(),
        solvency: None,
        cases,
        sum,
    };
    let of = |learned: Learned| {
        let route = learned.route.clone();
        let parameters = Parameters { learned: vec![learned], ..Parameters::default() };
        figures::figure(Measure::Granted, &route, Solvency::Good, &parameters).map(|figure| figure.value)
    };
    assert_eq!(of(learned("payment-order", 10, 6_000)), Some(693));
    assert_eq!(of(learned("payment-order", 0, 0)), Some(740));
    assert_eq!(of(learned("payment-order", 100_000, 50_000_000)), Some(500), "many cases speak alone");
    assert_eq!(of(learned("summons", 9, 9_000)), None, "no rate to lean on, too few cases");
    assert_eq!(of(learned("summons", 10, 9_000)), Some(900));
}

#[test]
fn every_statistic_has_its_source_its_year_and_both_languages() {
    assert!(statistics().len() >= 5, "the data was not read");
    for statistic in statistics() {
        assert!(!statistic.source.is_empty() && statistic.of.len() == 4, "{statistic:?}");
        assert!(statistic.note.fr != statistic.note.en && statistic.value > 0, "{statistic:?}");
    }
    assert!(statistics().iter().all(|s| s.measure != Measure::Collected || s.route == "insolvency"), "none exists");
}

#[test]
fn small_claims_of_one_debtor_change_the_verdict_together() {
    let parameters = collecting(300);
    let claims = vec![claim("150.00"), claim("160.00"), claim("170.00"), claim("180.00")];
    let found = grouped(&claims, &parameters, Law::builtin()).expect("alike");
    assert!(found.apart.iter().all(|choice| choice.verdict.slug() != "go"));
    assert_eq!((found.together[0].verdict.slug(), found.together[0].claim), ("go", eur("660.00")));
    assert!(found.changes && found.words.fr.contains("change"), "{}", found.words.fr);
    let large = vec![claim("8000.00"), claim("9000.00")];
    assert!(!grouped(&large, &parameters, Law::builtin()).expect("alike").changes);
    let barred = Asked { limitation: Some(State::Expired { since: TODAY }), ..claim("500.00") };
    let mixed = grouped(&[claim("300.00"), claim("310.00"), barred], &parameters, Law::builtin()).expect("alike");
    assert_eq!(mixed.together[0].claim, eur("610.00"), "what is time-barred is not asked");
    let mut far = claim("150.00");
    far.claim.place = Some("69381".to_owned());
    assert_eq!(grouped(&[claim("1.00"), far], &parameters, Law::builtin()), Err(GroupFault::Unlike));
    assert_eq!(grouped(&claims[..1], &parameters, Law::builtin()), Err(GroupFault::Alone));
}

#[test]
fn debtors_of_one_kind_share_what_the_house_pays_once() {
    let shared = OwnCost {
        route: "payment-order".to_owned(),
        label: "dossier".to_owned(),
        amount: eur("400.00"),
        recoverable: false,
    };
    let claims = vec![claim("1200.00"); 10];
    let found = batched(&claims, &shared, &collecting(300), Law::builtin()).expect("alike");
    assert!(found.changes, "{:?}", found.words);
    assert_eq!((found.apart[0].verdict.slug(), found.together[9].verdict.slug()), ("ask", "go"));
}

#[test]
fn a_decision_keeps_who_why_and_the_figures() {
    let choice = choose(&claim("8000.00"), &collecting(300));
    let act = |procedure: &str| Outcome::Act { procedure: procedure.to_owned() };
    let record = |outcome, who: &str, why: &str| Decision::record(choice.clone(), outcome, who, why, TODAY);
    let why = "débiteur solvable, pièces complètes";
    let decision = record(act("payment-order"), "A. Roux", why).expect("a decision");
    assert!(!decision.against_advice() && decision.figures() == &choice);
    assert!(record(Outcome::Leave, "A. Roux", "client stratégique, on attend").is_ok_and(|d| d.against_advice()));
    assert_eq!(record(Outcome::Leave, " ", why), Err(DecisionFault::NoOne));
    assert_eq!(record(Outcome::Leave, "A. Roux", "ok"), Err(DecisionFault::NoReason));
    assert!(matches!(record(act("cheque"), "A. Roux", why), Err(DecisionFault::Closed { .. })));
    let kept = serde_json::to_string(&decision).expect("plain data");
    assert_eq!(serde_json::from_str::<Decision>(&kept).ok(), Some(decision));
    assert!(serde_json::from_str::<Decision>(&kept.replace("A. Roux\",\"why", " \",\"why")).is_err());
    for fault in DecisionFault::examples() {
        assert_ne!(fault.wording().fr, fault.wording().en);
    }
}

proptest! {
    #[test]
    fn the_value_said_to_flip_flips(
        amount in 200_i64..3_000_000,
        granted in 1_u32..=1000,
        collected in 1_u32..=1000,
        least in 0_i64..50_000,
    ) {
        let asked = Asked {
            claim: CourtAsked { amount: Money::new(amount, Currency::EUR), ..claim("1.00").claim },
            ..claim("1.00")
        };
        let with = |collected| {
            let mut parameters = collecting(collected);
            parameters.given.push(given(Measure::Granted, granted));
            parameters.least_gain = Money::new(least, Currency::EUR);
            choose(&asked, &parameters)
        };
        let choice = with(collected);
        let order = route(&choice, "payment-order");
        prop_assume!(order.advice != Advice::CostAboveClaim);
        let hinge = order.hinge.clone().expect("all are known");
        prop_assert_eq!(hinge.measure, Measure::Collected);
        match hinge.flips_at {
            Some(at) => {
                // the expected value is rounded to the cent: at the edge, half a cent either way
                let there = route(&with(at), "payment-order").expected.expect("known");
                prop_assert!(there.minor() >= least, "at {} it pays: {}", at, there);
                if at > 1 {
                    let under = route(&with(at - 1), "payment-order").expected.expect("known");
                    prop_assert!(under.minor() <= least, "under {} it does not: {}", at, under);
                }
            }
            None => prop_assert!(route(&with(1000), "payment-order").expected.is_none_or(|e| e.minor() <= least)),
        }
    }

    #[test]
    fn more_hope_never_turns_a_go_into_a_no(amount in 200_i64..3_000_000, collected in 0_u32..1000, more in 0_u32..500) {
        let asked = Asked {
            claim: CourtAsked { amount: Money::new(amount, Currency::EUR), ..claim("1.00").claim },
            ..claim("1.00")
        };
        let of = |collected: u32| {
            let choice = choose(&asked, &collecting(collected.min(1000)));
            route(&choice, "payment-order").expected.map(Money::minor)
        };
        prop_assert!(of(collected) <= of(collected + more));
    }
}
