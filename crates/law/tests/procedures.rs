//! Procedures as data: whole, checked, and asked what comes next.

use kernel::{Currency, Date, Money, Rate, Territory};
use law::mentions::mentions;
use law::procedures::{NextActs, Standing, StateKind, next_acts};
use law::terms_cost::{cost_of_delay, discount_rate};
use law::time::Distance;
use law::{Law, LawError, Override};

fn day(text: &str) -> Date {
    text.parse().expect("a date")
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

fn next(standing: &Standing, on: &str) -> NextActs {
    next_acts(standing, day(on), Law::builtin()).expect("an answer")
}

#[test]
fn seventeen_procedures_are_whole() {
    let procedures: Vec<_> = Law::builtin().procedures().list().collect();
    assert_eq!(procedures.len(), 17);
    for procedure in procedures {
        assert!(
            procedure.initial().is_some() && procedure.states.iter().any(|s| s.kind == StateKind::Final),
            "{}",
            procedure.name
        );
        assert!(procedure.acts.iter().all(|act| !act.source.article.is_empty()));
    }
}

#[test]
fn a_granted_order_must_be_served_in_time() {
    let granted = Standing { order: Some(day("2026-09-10")), ..standing("payment-order", "granted", "2026-09-10") };
    let now = next(&granted, "2026-11-21");
    let serve = now.acts.iter().find(|next| next.act.act == "serve").expect("serve");
    assert_eq!(serve.deadline.as_ref().expect("a date").due, day("2026-12-10"));
    assert_eq!(serve.act.limitation_event.as_deref(), Some("order-served"));
    assert_eq!((now.lapsed, now.next_deadline), (false, Some(day("2026-12-10"))));
    assert!(next(&granted, "2026-12-11").lapsed);
    // an order of August has six months
    let old = Standing { order: Some(day("2026-08-31")), ..standing("payment-order", "granted", "2026-08-31") };
    assert_eq!(next(&old, "2026-11-21").next_deadline, Some(day("2027-03-01")));
}

#[test]
fn a_served_order_waits_for_opposition() {
    let served = Standing { order: Some(day("2026-09-10")), ..standing("payment-order", "served", "2026-10-10") };
    let now = next(&served, "2026-11-21");
    let enforce = now.acts.iter().find(|next| next.act.act == "no-opposition").expect("enforce");
    assert_eq!(enforce.deadline.as_ref().expect("a date").earliest, Some(day("2026-12-11")));
    // the debtor's own deadline is not a right the creditor loses
    assert!(!next(&served, "2027-01-21").lapsed);
}

#[test]
fn a_deadline_runs_from_its_own_event_and_not_from_the_last_state() {
    let due = |standing: &Standing, act: &str| {
        let now = next(standing, "2026-11-21");
        let found = now.acts.into_iter().find(|next| next.act.act == act).expect("the act");
        (found.deadline.map(|deadline| deadline.due), found.undated.is_some())
    };
    let after = |procedure: &str, state: &str, since: &str, reached: (&str, &str)| Standing {
        reached: vec![(reached.0.to_owned(), day(reached.1))],
        ..standing(procedure, state, since)
    };
    // CPCE L212-6: three months from the order to pay of 1 September, not from the month that let it be seized
    let wages = after("wage-seizure", "seizable", "2026-10-02", ("commanded", "2026-09-01"));
    assert_eq!(due(&wages, "seize"), (Some(day("2026-12-01")), false));
    // C. com. L622-26: six months from the publication of 15 September, not from the end of the two months
    let late = after("insolvency", "late", "2026-11-17", ("opened", "2026-09-15"));
    assert_eq!(due(&late, "ask-relief"), (Some(day("2027-03-15")), false));
    // CPCE R511-7: one month from the measure of 12 November, not from its denunciation: 12 December is a Saturday
    let seized = after("conservatory-measures", "denounced", "2026-11-20", ("executed", "2026-11-12"));
    assert_eq!(due(&seized, "start-proceedings"), (Some(day("2026-12-14")), false));
    // CPC 1411: three months from the order of 10 September, received on the 25th
    let granted = Standing { order: Some(day("2026-09-10")), ..standing("payment-order", "granted", "2026-09-25") };
    assert_eq!(due(&granted, "serve"), (Some(day("2026-12-10")), false));
    // that day not given, no date is invented, and the answer says which one to give
    let unknown = standing("insolvency", "late", "2026-11-17");
    assert_eq!(due(&unknown, "ask-relief"), (None, true));
    assert!(next(&unknown, "2026-11-21").warnings.iter().any(|line| line.en.contains("BODACC")));
    // what another body has to do loses the creditor no right
    let public = standing("public-debtors", "late", "2026-01-10");
    assert!(!next(&public, "2026-11-21").lapsed);
    let wrong = after("insolvency", "late", "2026-11-17", ("walked", "2026-09-15"));
    assert!(matches!(next_acts(&wrong, day("2026-11-21"), Law::builtin()), Err(LawError::Unknown { .. })));
}

#[test]
fn unknown_places_are_refused_and_waiting_ones_say_so() {
    assert!(matches!(
        next_acts(&standing("payment-order", "nowhere", "2026-01-01"), day("2026-01-02"), Law::builtin()),
        Err(LawError::Unknown { .. })
    ));
    let waiting = Law::builtin().procedures().find("uncontested-claims").expect("known");
    assert!(waiting.open_on(day("2026-11-21")).is_err());
    let wages = Law::builtin().procedures().find("wage-seizure").expect("known");
    assert!(wages.open_on(day("2025-06-30")).is_err() && wages.open_on(day("2025-07-01")).is_ok());
}

#[test]
fn dead_ends_and_unknown_references_are_refused_with_their_line() {
    let states = "procedure,state,kind,status,source\n";
    let acts = "procedure,from_state,act,to_state,actor,deadline,counted_from,document,tariff,limitation_event,article,status,source\n";
    for (table, csv, column) in [
        ("procedure_states", format!("{states}payment-order,limbo,open,verified,x\n"), "state"),
        ("procedure_states", format!("{states}payment-order,second,initial,verified,x\n"), "kind"),
        ("procedure_states", format!("{states}sorcery,limbo,open,verified,x\n"), "procedure"),
        ("procedure_acts", format!("{acts}payment-order,granted,fly,moon,creditor,,,,,,CPC,verified,x\n"), "to_state"),
        (
            "procedure_acts",
            format!("{acts}payment-order,granted,fly,served,creditor,sometime,,,,,CPC,verified,x\n"),
            "deadline",
        ),
        (
            "procedure_acts",
            format!("{acts}payment-order,granted,fly,served,creditor,,,,gold,,CPC,verified,x\n"),
            "tariff",
        ),
        (
            "procedure_acts",
            format!("{acts}payment-order,granted,fly,served,creditor,,,,,spell,CPC,verified,x\n"),
            "limitation_event",
        ),
        ("procedure_acts", format!("{acts}payment-order,granted,fly,served,creditor,,,,,,,verified,x\n"), "article"),
        (
            "procedure_acts",
            format!("{acts}payment-order,granted,fly,served,creditor,service,moon,,,,CPC,verified,x\n"),
            "counted_from",
        ),
    ] {
        let error = Law::builtin().with_overrides(&[Override { table, csv: &csv }]).expect_err(&csv);
        let LawError::Table { column: at, .. } = &error else { panic!("{error}") };
        assert_eq!(at, column, "{error}");
    }
}

#[test]
fn documents_have_their_mentions() {
    let letter = mentions("third-party-letter", Law::builtin()).expect("known");
    assert_eq!(letter.mentions.len(), 6);
    assert!(letter.mentions.iter().any(|m| m.text.fr.contains("L. 111-8")));
    assert!(mentions("love-letter", Law::builtin()).expect_err("unknown").to_string().contains("formal-notice"));
}

#[test]
fn terms_have_a_price() {
    let amount = Money::new(1_000_000, Currency::EUR);
    assert_eq!(cost_of_delay(amount, 30, Rate::percent(6)).expect("a cost").cost, Money::new(4_932, Currency::EUR));
    // 2 % for paying 30 days early: 2 / 98 × 365 / 30
    assert_eq!(discount_rate(Rate::percent(2), 30).expect("a rate").yearly.to_string(), "24.83");
    assert!(discount_rate(Rate::percent(100), 30).is_err() && discount_rate(Rate::percent(2), 0).is_err());
}

#[test]
fn statuses_of_electronic_invoices_have_their_reasons() {
    let refused = law::einvoice::status("210", Law::builtin()).expect("known");
    assert!(refused.reason_mandatory && refused.reasons.iter().any(|(code, _)| code == "TX_TVA_ERR")); // E3
    assert_eq!(refused.mandatory_to_tax_administration, "yes");
    assert!(law::einvoice::status("999", Law::builtin()).is_err());
}
