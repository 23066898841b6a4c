use proptest::prelude::*;

use super::*;

fn eur(text: &str) -> Money {
    Money::parse(text, Currency::EUR).expect("an amount")
}

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn cost(kind: CostKind, net: &str, vat: &str, ground: Ground) -> Cost {
    let bearing = bearing(ground, Law::builtin()).expect("a bearing");
    Cost::try_new(kind, "un coût", day("2023-06-01"), (eur(net), eur(vat)), bearing).expect("a cost")
}

// D01 of the worked examples, with what the examples say of each part
#[test]
fn d01_is_summed_by_who_bears_it() {
    let costs = [
        cost(CostKind::Registry, "27.89", "5.58", Ground::PrescribedAct),
        cost(CostKind::OfficerAct, "58.73", "11.75", Ground::PrescribedAct),
        cost(CostKind::OfficerAct, "73.63", "14.73", Ground::Enforcement),
        cost(CostKind::CollectionFee, "98.10", "19.62", Ground::Enforcement),
        cost(CostKind::CollectionFee, "487.06", "97.42", Ground::CreditorFee),
    ];
    let sum = tally(&costs, &[], Currency::EUR).expect("a sum");
    // 33.47 + 70.48 + 88.36 = 192.31, and 117.72 on the debtor; 584.48 on the creditor
    assert_eq!(sum.by_bearer[&Party::Debtor], eur("310.03"));
    assert_eq!(sum.by_bearer[&Party::Creditor], eur("584.48"));
    assert_eq!(sum.gross, eur("894.51"));
    assert_eq!(sum.to_claim, eur("310.03"));
}

#[test]
fn what_the_tables_do_not_hold_is_for_the_judge() {
    for ground in [Ground::Proceedings, Ground::OutsideProceedings] {
        let unknown = bearing(ground, Law::builtin()).expect("an answer");
        assert_eq!(
            (unknown.borne_by, unknown.recovery, unknown.article),
            (Party::Undecided, Recovery::ByDecision, None)
        );
        assert!(unknown.why.fr.contains("ajoutez-la"), "{}", unknown.why.fr);
    }
    assert_eq!(bearing(Ground::Cheque, Law::builtin()).expect("an answer").borne_by, Party::Debtor);
}

#[test]
fn a_cost_stands_beside_its_tariff_and_an_old_one_says_so() {
    let charged = Cost {
        tariff: Some("service-of-order".to_owned()),
        ..cost(CostKind::OfficerAct, "58.73", "11.75", Ground::PrescribedAct)
    };
    let then = beside(&charged, eur("10000"), Law::builtin()).expect("known").expect("a tariff");
    assert_eq!((then.beyond, then.tariff.stale_since), (Some(eur("0")), None)); // C03: 70.48
    let now = Cost { day: day("2026-11-21"), ..charged.clone() };
    let old = beside(&now, eur("10000"), Law::builtin()).expect("known").expect("a tariff");
    assert_eq!(old.tariff.stale_since, Some(day("2026-02-28")));
    assert!(old.words.fr.contains("périmé"), "{}", old.words.fr);
    let unknown = Cost { tariff: Some("attachment-record".to_owned()), ..charged };
    let none = beside(&unknown, eur("10000"), Law::builtin()).expect("known").expect("an answer");
    assert_eq!((none.beyond, none.tariff.amount()), (None, None));
    assert!(none.words.en.contains("unknown"), "{}", none.words.en);
    assert!(
        beside(&cost(CostKind::Postage, "5", "0", Ground::WithoutTitle), eur("1"), Law::builtin())
            .expect("known")
            .is_none()
    );
}

#[test]
fn time_has_its_price_and_stays_with_the_house() {
    let spent = TimeSpent { who: "Léa".to_owned(), day: day("2026-11-21"), minutes: 50, hourly: eur("42.50") };
    let cost = spent.cost(Law::builtin()).expect("a cost");
    // 42.50 × 50 / 60 = 35.4166…
    assert_eq!((cost.net, cost.gross().expect("a sum")), (eur("35.42"), eur("35.42")));
    assert_eq!((cost.bearing.borne_by, cost.bearing.recovery), (Party::Creditor, Recovery::NotRecoverable));
}

#[test]
fn a_budget_is_told_beside_what_was_spent() {
    let budget =
        [Budget { kind: CostKind::Lawyer, gross: eur("600") }, Budget { kind: CostKind::OfficerAct, gross: eur("70") }];
    let costs = [cost(CostKind::OfficerAct, "58.73", "11.75", Ground::PrescribedAct)];
    let sum = tally(&costs, &budget, Currency::EUR).expect("a sum");
    assert_eq!(sum.by_kind[&CostKind::OfficerAct].over, eur("0.48"));
    assert_eq!(
        sum.by_kind[&CostKind::Lawyer],
        KindTally { budget: Some(eur("600")), actual: eur("0"), over: eur("-600") }
    );
    assert_eq!(sum.budget, eur("670"));
}

#[test]
fn two_currencies_or_two_signs_are_refused() {
    let usd = Currency::parse("USD").expect("a currency");
    let bearing = bearing(Ground::Enforcement, Law::builtin()).expect("a bearing");
    let try_one = |net, vat| Cost::try_new(CostKind::Other, "x", day("2026-01-05"), (net, vat), bearing.clone());
    assert_eq!(try_one(eur("10"), Money::zero(usd)), Err(CostFault::Currencies));
    assert_eq!(try_one(eur("10"), eur("-2")), Err(CostFault::Signs));
    assert!(try_one(eur("-10"), eur("-2")).is_ok(), "a refund");
    let dollars = try_one(Money::new(100, usd), Money::zero(usd)).expect("a cost");
    assert!(matches!(tally(&[dollars], &[], Currency::EUR), Err(MoneyError::Mixed(..))));
}

proptest! {
    #[test]
    fn every_cent_is_somewhere_once(
        drawn in proptest::collection::vec((0_usize..11, 0_usize..9, 0_usize..4, -100_000_i64..1_000_000, 0_i64..100), 0..40),
    ) {
        let mut costs = Vec::new();
        let mut gross = 0;
        for (kind, ground, by, net, percent) in drawn {
            let vat = net * percent / 100;
            gross += net + vat;
            let bearing = bearing(Ground::ALL[ground], Law::builtin()).expect("a bearing");
            let amounts = (Money::new(net, Currency::EUR), Money::new(vat, Currency::EUR));
            let cost = Cost::try_new(CostKind::ALL[kind], "x", day("2026-01-05"), amounts, bearing).expect("a cost");
            costs.push(Cost { advanced_by: Party::ALL[by], ..cost });
        }
        let sum = tally(&costs, &[], Currency::EUR).expect("a sum");
        prop_assert_eq!(sum.gross.minor(), gross);
        prop_assert_eq!(sum.net.minor() + sum.vat.minor(), gross);
        let total = |parts: Vec<Money>| parts.iter().map(|part| part.minor()).sum::<i64>();
        prop_assert_eq!(total(sum.by_bearer.into_values().collect()), gross);
        prop_assert_eq!(total(sum.by_advance.into_values().collect()), gross);
        prop_assert_eq!(total(sum.by_recovery.into_values().collect()), gross);
        prop_assert_eq!(total(sum.by_kind.into_values().map(|kind| kind.actual).collect()), gross);
    }
}
