//! The décompte: legal order of payments, a naive second computation, the annex.

use kernel::{Currency, Date, Money, Rate, epoch_day, from_epoch_day};
use law::decompte::{Account, Annex, Cost, Decompte, Item, Penalty, Receipt, decompte, recompute};
use law::{AgreedRate, Claim, Law, LawError, Payment, RateKind, Regime, late_interest};
use proptest::prelude::*;

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn eur(text: &str) -> Money {
    Money::parse(text, Currency::EUR).expect("an amount")
}

fn receipt(date: &str, amount: &str, chosen: Option<&str>) -> Receipt {
    Receipt { date: day(date), amount: eur(amount), chosen: chosen.map(str::to_owned), credit_note: false }
}

fn account(items: &[(&str, &str, &str)]) -> Account {
    let items = items.iter().map(|(reference, amount, due)| Item::new(reference, eur(amount), day(due))).collect();
    Account { items, ..Account::new(Currency::EUR) }
}

fn draw(account: &Account, as_of: &str) -> Decompte {
    decompte(account, Law::builtin(), day(as_of)).expect("a décompte")
}

#[test]
fn costs_first_then_the_oldest_then_the_rest() {
    let mut account =
        account(&[("F2", "1000.00", "2026-03-31"), ("F1", "500.00", "2026-01-31"), ("F3", "800.00", "2026-12-31")]);
    account.costs = vec![
        Cost { label: "sommation".to_owned(), date: day("2026-04-15"), amount: eur("60.00"), recoverable: false },
        Cost { label: "signification".to_owned(), date: day("2026-05-15"), amount: eur("70.48"), recoverable: true },
    ];
    account.receipts = vec![receipt("2026-06-15", "600.00", None)];
    let answer = draw(&account, "2026-06-15");
    // F1: 135 days from 1 February at 12.15 %
    let f1 = &answer.items[1];
    assert_eq!(f1.interest, eur("22.47"));
    assert_eq!((answer.receipts[0].to_costs, f1.principal_left), (eur("70.48"), eur("0.00")));
    // 600 − 70.48 − 22.47 − 500 = 7.05, to the 40 € of the same debt, before the next one
    assert_eq!((f1.indemnity, f1.indemnity_left), (eur("40.00"), eur("32.95")));
    assert_eq!(answer.items[0].principal_left, eur("1000.00"));
    assert_eq!((answer.totals.costs_of_creditor, answer.totals.costs_left), (eur("60.00"), eur("0.00")));
    assert!(answer.explanation.last().expect("words").fr.contains("vous devez"));
    assert!(answer.warnings.iter().any(|w| w.en.contains("L111-8")));
}

#[test]
fn the_dearest_debt_comes_before_the_oldest() {
    let mut account = account(&[("OLD", "100.00", "2026-01-31"), ("DEAR", "100.00", "2026-02-28")]);
    account.items[1].agreed_rate = Some(AgreedRate::Fixed(Rate::percent(20)));
    account.receipts = vec![receipt("2026-03-31", "50.00", None)];
    let answer = draw(&account, "2026-03-31");
    assert_eq!((answer.items[0].payments.len(), answer.items[1].payments.len()), (0, 1));
}

#[test]
fn equals_share_and_the_debtor_may_choose() {
    let mut equal = account(&[("A", "100.00", "2026-01-31"), ("B", "200.00", "2026-01-31")]);
    equal.receipts = vec![receipt("2026-01-31", "100.00", None)];
    let answer = draw(&equal, "2026-01-31");
    assert_eq!((answer.items[0].principal_left, answer.items[1].principal_left), (eur("66.67"), eur("133.33")));
    let mut choice = account(&[("A", "100.00", "2026-01-31"), ("B", "200.00", "2026-03-31")]);
    choice.receipts = vec![receipt("2026-04-30", "50.00", Some("B"))];
    let answer = draw(&choice, "2026-04-30");
    assert_eq!((answer.items[0].payments.len(), answer.items[1].payments.len()), (0, 1));
    choice.receipts = vec![receipt("2026-04-30", "50.00", Some("C"))];
    assert!(matches!(decompte(&choice, Law::builtin(), day("2026-04-30")), Err(LawError::Refused { .. })));
}

#[test]
fn a_credit_note_lowers_principal_and_a_penalty_comes_last() {
    let mut account = account(&[("A", "1000.00", "2026-01-31")]);
    account.penalty = Some(Penalty { label: "art. 8".to_owned(), date: day("2026-03-01"), amount: eur("150.00") });
    account.receipts = vec![
        Receipt { credit_note: true, ..receipt("2026-03-15", "200.00", Some("A")) },
        receipt("2026-04-30", "900.00", None),
    ];
    let answer = draw(&account, "2026-04-30");
    assert_eq!((answer.receipts[0].to_principal, answer.receipts[0].to_interest), (eur("200.00"), eur("0.00")));
    let second = &answer.receipts[1];
    assert_eq!(second.to_principal, eur("800.00"));
    assert_eq!(second.to_indemnities, eur("40.00"));
    let parts = [second.to_interest, second.to_principal, second.to_indemnities, second.to_penalty];
    assert_eq!(parts.iter().map(|p| p.minor()).sum::<i64>(), 90_000);
    assert_eq!(answer.totals.penalty_left.minor(), 15_000 - second.to_penalty.minor());
}

#[test]
fn twins_and_foreign_money_are_refused() {
    let twins = account(&[("A", "1.00", "2026-01-31"), ("A", "2.00", "2026-01-31")]);
    assert!(matches!(decompte(&twins, Law::builtin(), day("2026-04-30")), Err(LawError::Refused { .. })));
    let mut mixed = account(&[("A", "1.00", "2026-01-31")]);
    mixed.items.push(Item::new("B", Money::new(1, Currency::parse("USD").expect("usd")), day("2026-01-31")));
    assert!(matches!(decompte(&mixed, Law::builtin(), day("2026-04-30")), Err(LawError::Money(_))));
}

/// One invoice of the plainest ledger there is.
struct Naive {
    due: Date,
    principal: i64,
    accrued: i64,
    paid: i64,
    indemnity: i64,
    /// Half-year, balance and sum of balance × rate over the days since either changed.
    run: Option<(Date, i64, i128)>,
}

impl Naive {
    fn new(item: &Item) -> Self {
        Self { due: item.due, principal: item.amount.minor(), accrued: 0, paid: 0, indemnity: 0, run: None }
    }

    fn close(&mut self) {
        if let Some((_, _, sum)) = self.run.take() {
            self.accrued += i64::try_from((sum * 2 + 36_500_000_000) / 73_000_000_000).expect("fits");
        }
    }

    fn bear(&mut self, today: Date, half: Date, rate: i64) {
        if epoch_day(today) == epoch_day(self.due) + 1 && self.principal > 0 {
            self.indemnity = 4_000;
        }
        if today > self.due && self.principal > 0 {
            if self.run.is_none_or(|(h, balance, _)| h != half || balance != self.principal) {
                self.close();
                self.run = Some((half, self.principal, 0));
            }
            if let Some((_, balance, sum)) = &mut self.run {
                *sum += i128::from(*balance) * i128::from(rate);
            }
        }
    }

    fn settle(&mut self, left: &mut i64, credit_note: bool) {
        let mut take = |owed: &mut i64| {
            let part = (*left).min(*owed);
            *owed -= part;
            *left -= part;
            part
        };
        if !credit_note {
            let mut interest = self.accrued - self.paid;
            self.paid += take(&mut interest);
        }
        take(&mut self.principal);
        if !credit_note {
            take(&mut self.indemnity);
        }
    }
}

/// Day by day from January 2025, all debts between professionals at the default rate.
fn naive_ledger(account: &Account, as_of: Date) -> Vec<Naive> {
    let mut ledger: Vec<Naive> = account.items.iter().map(Naive::new).collect();
    for d in epoch_day(day("2025-01-01"))..=epoch_day(as_of) {
        let today = from_epoch_day(d);
        let half = Date::new(today.year(), if today.month() < 7 { 1 } else { 7 }, 1).expect("a date");
        let rate = Law::builtin().rate(RateKind::B2bDefault, half).expect("a rate").rate.micro_percent();
        for debt in &mut ledger {
            debt.bear(today, half, rate);
        }
        for receipt in account.receipts.iter().filter(|receipt| receipt.date == today) {
            ledger.iter_mut().for_each(Naive::close);
            let mut order: Vec<usize> = (0..ledger.len()).collect();
            order.sort_by_key(|i| (ledger[*i].due > today, ledger[*i].due == today, ledger[*i].due));
            if let Some(chosen) = &receipt.chosen {
                let chosen = account.items.iter().position(|item| item.reference == *chosen).expect("an item");
                order.retain(|i| *i != chosen);
                order.insert(0, chosen);
            }
            let mut left = receipt.amount.minor();
            for i in order {
                ledger[i].settle(&mut left, receipt.credit_note);
            }
        }
    }
    ledger.iter_mut().for_each(Naive::close);
    ledger
}

/// 40 invoices, 6 payments and a credit note, line by line.
#[test]
fn forty_invoices_agree_with_a_day_by_day_ledger() {
    let mut big = Account::new(Currency::EUR);
    for n in 0..40_i32 {
        let due = from_epoch_day(epoch_day(day("2025-01-10")) + n * 13);
        big.items.push(Item::new(&format!("F{n:02}"), Money::new(12_345 + i64::from(n) * 7_919, Currency::EUR), due));
    }
    big.receipts = vec![
        receipt("2025-03-01", "500.00", None),
        receipt("2025-06-30", "1234.56", None),
        receipt("2025-09-15", "0.01", Some("F30")),
        Receipt { credit_note: true, ..receipt("2025-10-05", "300.00", Some("F20")) },
        receipt("2025-12-31", "7777.77", None),
        receipt("2026-03-10", "2500.00", None),
        receipt("2026-07-01", "999.99", None),
    ];
    let as_of = day("2026-11-21");
    let answer = decompte(&big, Law::builtin(), as_of).expect("a décompte");
    for (item, naive) in answer.items.iter().zip(naive_ledger(&big, as_of)) {
        let left = (item.principal_left.minor(), item.interest_left.minor(), item.indemnity_left.minor());
        assert_eq!(left, (naive.principal, naive.accrued - naive.paid, naive.indemnity), "{}", item.reference);
        assert_eq!(item.interest.minor(), naive.accrued, "{}", item.reference);
    }
    assert!(answer.totals.owed.minor() > 0);
}

fn any_day() -> impl Strategy<Value = Date> {
    (epoch_day(day("2014-01-01"))..=epoch_day(day("2026-11-30"))).prop_map(from_epoch_day)
}

prop_compose! {
    fn any_account()(
        items in proptest::collection::vec((1_i64..900_000, any_day(), 0_u8..4), 1..6),
        receipts in proptest::collection::vec((any_day(), 1_i64..900_000, 0_usize..12, any::<bool>()), 0..6),
        costs in proptest::collection::vec((any_day(), 1_i64..20_000, any::<bool>()), 0..3),
        insolvency in proptest::option::of(any_day()),
    ) -> Account {
        let mut account = Account::new(Currency::EUR);
        for (n, (minor, due, kind)) in items.into_iter().enumerate() {
            let mut item = Item::new(&format!("F{n}"), Money::new(minor, Currency::EUR), due);
            match kind {
                0 => item.regime = Regime::Public,
                1 => (item.regime, item.formal_notice) = (Regime::Consumer, Some(due)),
                2 => item.agreed_rate = Some(AgreedRate::LegalTimes(3)),
                _ => {}
            }
            account.items.push(item);
        }
        for (date, minor, chosen, credit) in receipts {
            let chosen = account.items.get(chosen).map(|item| item.reference.clone());
            account.receipts.push(Receipt { date, amount: Money::new(minor, Currency::EUR), credit_note: credit && chosen.is_some(), chosen });
        }
        for (date, minor, recoverable) in costs {
            account.costs.push(Cost { label: "acte".to_owned(), date, amount: Money::new(minor, Currency::EUR), recoverable });
        }
        account.insolvency = insolvency;
        account
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn its_annex_alone_gives_the_same_cents(account in any_account(), as_of in any_day()) {
        let answer = decompte(&account, Law::builtin(), as_of).expect("a décompte");
        let text = serde_json::to_string(&answer.annex).expect("json");
        let annex: Annex = serde_json::from_str(&text).expect("read back");
        let again = recompute(&annex).expect("recomputed");
        prop_assert_eq!(&again.items, &answer.items);
        prop_assert_eq!(&again.receipts, &answer.receipts);
        prop_assert_eq!(&again.totals, &answer.totals);
    }

    #[test]
    fn no_cent_is_lost(account in any_account(), as_of in any_day()) {
        let answer = decompte(&account, Law::builtin(), as_of).expect("a décompte");
        let t = &answer.totals;
        let charged = t.principal.minor() + t.interest.minor() + t.indemnities.minor() + t.costs.minor() + t.penalty.minor();
        prop_assert_eq!(charged - t.received.minor(), t.owed.minor() - t.overpaid.minor());
        for r in &answer.receipts {
            let parts = [r.to_costs, r.to_interest, r.to_indemnities, r.to_principal, r.to_penalty, r.surplus];
            prop_assert_eq!(parts.iter().map(|p| p.minor()).sum::<i64>(), r.amount.minor());
            prop_assert!(parts.iter().all(|p| p.minor() >= 0));
        }
        for item in &answer.items {
            let settled: i64 = item.payments.iter().map(|p| p.to_principal.minor()).sum();
            prop_assert_eq!(item.principal.minor() - settled, item.principal_left.minor());
        }
    }

    #[test]
    fn one_item_is_late_interest(minor in 1_i64..900_000, due in any_day(), payments in proptest::collection::vec((any_day(), 1_i64..300_000), 0..4), as_of in any_day()) {
        let mut claim = Claim::new(Money::new(minor, Currency::EUR), due, Regime::B2b);
        claim.payments = payments.iter().map(|(date, minor)| Payment { date: *date, amount: Money::new(*minor, Currency::EUR) }).collect();
        let alone = late_interest(&claim, Law::builtin(), as_of).expect("an answer");
        let mut account = Account { items: vec![Item::new("F", claim.principal, due)], ..Account::new(Currency::EUR) };
        account.receipts = claim.payments.iter().map(|p| Receipt { date: p.date, amount: p.amount, chosen: None, credit_note: false }).collect();
        let item = &decompte(&account, Law::builtin(), as_of).expect("a décompte").items[0];
        prop_assert_eq!((item.interest, item.interest_left, item.principal_left, item.indemnity_left), (alone.interest, alone.interest_left, alone.principal_left, alone.indemnity_left));
    }
}
