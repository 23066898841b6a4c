//! Sums are counted again, not believed.

use documents::{
    DocumentError, Language,
    court::{CourtError, Decompte, SumFault},
};
use kernel::{Currency, Money};

use crate::court_data::{date, declaration, decompte, euro, long_decompte, petition, reclaim, rectification};

fn faults(change: impl Fn(&mut Decompte)) -> Vec<String> {
    let mut drawn = decompte();
    change(&mut drawn);
    match drawn.check("x") {
        Ok(()) => Vec::new(),
        Err(CourtError::Sums { faults, .. }) => {
            faults.iter().map(|fault| fault.wording().fr.replace('\u{202f}', " ")).collect()
        }
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn a_decompte_that_adds_up_passes() {
    assert_eq!(faults(|_| {}), Vec::<String>::new());
    assert!(long_decompte(12, 30).check("x").is_ok());
}

#[test]
fn each_sum_that_differs_is_named_with_what_was_counted() {
    assert_eq!(
        faults(|d| d.totals.owed = euro("7040.93")),
        ["total restant dû : 7 040,93 € annoncés, 7 040,92 € comptés"]
    );
    assert_eq!(faults(|d| d.totals.costs = euro("80.33")).len(), 2, "the total of costs, and what is left of it");
    assert_eq!(faults(|d| d.totals.received = euro("4001")), ["total reçu : 4 001,00 € annoncés, 4 000,00 € comptés"]);
    let wrong = faults(|d| d.payments[0].to_interest = euro("33.30"));
    assert!(
        wrong[0].starts_with("Virement du 30/06/2026, imputation : 4 000,00 € annoncés, 4 000,01 € comptés"),
        "{wrong:?}"
    );
    assert!(!faults(|d| d.claims[0].interest = euro("328.45")).is_empty());
    assert!(!faults(|d| d.claims[0].principal_left = euro("6000")).is_empty());
    assert!(!faults(|d| d.penalties[0].amount = euro("601")).is_empty());
    // Every one of them at once.
    let all = faults(|d| {
        d.totals.principal = euro("1");
        d.totals.interest = euro("1");
        d.totals.owed = euro("1");
    });
    assert!(all.len() >= 3, "{all:?}");
}

#[test]
fn interest_is_counted_again_from_base_rate_and_days() {
    // 10 000 × 12.15 % × 10 / 365 = 33.2877: a cent either way is rounding, two are not.
    assert!(faults(|d| d.claims[0].periods[0].amount = euro("33.31"))[0].contains("33,31 € annoncés, 33,29 € comptés"));
    assert!(faults(|d| d.claims[0].periods[0].days = 11)[0].contains("11 jours annoncés, 10 comptés"));
    assert!(
        faults(|d| d.claims[0].periods[1].from = date("2026-06-30"))
            .iter()
            .any(|f| f.contains("30/06/2026 ne s’accorde pas"))
    );
    assert!(faults(|d| d.running[0].daily = euro("2.10"))[0].contains("intérêts d’un jour"));
    assert!(faults(|d| d.running[0].base = euro("99999")).len() >= 2);
    assert!(!faults(|d| d.claims[0].periods[0].year_days = 0).is_empty());
}

#[test]
fn nothing_counts_after_the_last_day() {
    assert!(faults(|d| d.as_of = date("2026-11-20"))[0].contains("21/11/2026 ne s’accorde pas avec le 20/11/2026"));
    assert!(!faults(|d| d.payments[0].date = date("2026-11-22")).is_empty());
    assert!(!faults(|d| d.costs[0].date = date("2026-11-22")).is_empty());
}

#[test]
fn other_currencies_and_negative_amounts_are_refused() {
    let franc = Currency::parse("CHF").expect("a currency");
    assert!(!faults(|d| d.costs[0].amount = Money::new(7248, franc)).is_empty());
    assert!(faults(|d| d.penalties[0].amount = euro("-600"))[0].contains("en dessous de zéro"));
    assert!(!faults(|d| d.claims[0].principal = Money::new(i64::MAX, Currency::EUR)).is_empty());
}

#[test]
fn interest_is_not_asked_twice() {
    let mut asked = petition(3);
    asked.interest.as_mut().expect("asked").from = date("2026-06-21");
    let refused = asked.render(Language::Fr).expect_err("refused");
    let CourtError::Sums { faults, .. } = &refused else { panic!("{refused}") };
    assert_eq!(faults, &[SumFault::Twice { from: date("2026-06-21"), after: date("2026-11-22") }]);
}

#[test]
fn nothing_is_asked_when_nothing_is_owed() {
    let mut asked = petition(3);
    let d = &mut asked.decompte;
    let nil = euro("0");
    (d.penalties, d.costs, d.running) = (Vec::new(), Vec::new(), Vec::new());
    let claim = &mut d.claims[0];
    (claim.principal_left, claim.interest_left, claim.indemnity_left) = (nil, nil, nil);
    let paid = &mut d.payments[0];
    (paid.amount, paid.to_interest, paid.to_indemnities, paid.to_principal) =
        (euro("10368.44"), euro("328.44"), euro("40"), euro("10000"));
    let t = &mut d.totals;
    (t.principal_left, t.interest_left, t.indemnities_left, t.owed) = (nil, nil, nil, nil);
    (t.penalties, t.penalties_left, t.costs, t.costs_left, t.received) = (nil, nil, nil, nil, euro("10368.44"));
    let refused = asked.render(Language::Fr).expect_err("refused");
    assert!(matches!(refused, CourtError::Document(DocumentError::NothingOwed { .. })), "{refused}");
}

#[test]
fn declarations_and_goods_add_up_too() {
    let mut declared = declaration(3);
    declared.sums.privileged = euro("0");
    assert!(matches!(declared.render(Language::Fr), Err(CourtError::Sums { .. })));
    let mut declared = declaration(3);
    declared.heads[0].due_on = date("2026-09-09");
    let refused = declared.render(Language::Fr).expect_err("due after the judgment");
    assert!(refused.reasons()[0].fr.contains("09/09/2026"), "{refused}");
    let mut goods = reclaim(documents::court::ReclaimForm::Letter);
    goods.total = euro("6033.30");
    assert!(matches!(goods.render(Language::Fr), Err(CourtError::Sums { .. })));
}

#[test]
fn the_vat_of_a_rectification_is_counted_again() {
    let wrong = |change: fn(&mut documents::court::Rectification)| {
        let mut asked = rectification(0);
        change(&mut asked);
        match asked.render(Language::Fr) {
            Err(CourtError::Sums { faults, .. }) => {
                faults.iter().map(|fault| fault.wording().fr.replace('\u{202f}', " ")).collect::<Vec<_>>()
            }
            Err(CourtError::Document(DocumentError::Missing { field, .. })) => vec![field.to_owned()],
            other => panic!("{other:?}"),
        }
    };
    // 1 000 + 200 is 1 200; 200 + 100 of VAT is 300.
    assert_eq!(
        wrong(|r| r.invoices[0].sums.gross = euro("1200.01")),
        ["facture FA-2026-0812 : 1 200,01 € annoncés, 1 200,00 € comptés"]
    );
    assert_eq!(
        wrong(|r| (r.totals.net, r.totals.vat) = (euro("1499"), euro("301"))),
        [
            "total net : 1 499,00 € annoncés, 1 500,00 € comptés",
            "total de la TVA : 301,00 € annoncés, 300,00 € comptés"
        ]
    );
    assert_eq!(wrong(|r| r.invoices.clear()), ["the invoices"]);
    assert_eq!(wrong(|r| r.invoices[1].words.clear()), ["the words of the law"]);
    assert_eq!(wrong(|r| r.to.clear()), ["to whom it is sent"]);
}
