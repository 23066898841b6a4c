//! Worked examples of the trade, and what must hold whatever the pieces are.

use std::collections::HashMap;

use kernel::{Currency, Date, epoch_day, from_epoch_day};
use proptest::prelude::*;

use super::coverage::{BatchFacts, Coverage, Source};
use super::history::{History, HistoryBuilder};
use super::lateness::{DelayOrder, delays};
use super::*;
use crate::portfolio::{AccountRow, AllocationRow, ItemRow};
use crate::{AccountId, AgedBalance, BatchId, Buckets, CreditorId, DebtorId, ItemId, ItemKind, Portfolio};

const EUR: Currency = Currency::EUR;

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn told(figure: Figure) -> String {
    figure.map_or_else(|gap| gap.slug().to_owned(), Ratio::to_decimal)
}

/// Published examples, each with where it comes from.
#[test]
fn published_examples_come_out() {
    // financefactory.fr: 20 000 on 45 000 TTC over 90 days; finance-technique.com: 472 / (2400 + 470.4) × 365
    assert_eq!(told(accounting_dso(2_000_000, 4_500_000, 90)), "40.0");
    assert_eq!(told(accounting_dso(4_720, 28_704, 365)), "60.0");
    // Credit Research Foundation forms: sales 300, 280, 310; receivables 400 of which 310 not due
    assert_eq!(told(accounting_dso(400_000, 890_000, 90)), "40.4");
    assert_eq!(told(best_possible_dso(310_000, 890_000, 90)), "31.3");
    assert_eq!(told(average_days_delinquent(90_000, 890_000, 90)), "9.1");
    // invoice-weighted days: snowdaycalculator, Microsoft Dynamics idea 4191bf6f, softrak
    let weighted = |pieces: &[(i64, i64)]| weighted_days(pieces.iter().copied()).map(Ratio::to_decimal);
    assert_eq!(weighted(&[(1_000, 15), (3_000, 30), (2_000, 45)]).as_deref(), Some("32.5"));
    assert_eq!(weighted(&[(10, 5), (100, 10)]).as_deref(), Some("9.5"), "9.545…");
    assert_eq!(weighted(&[(100, 10), (1_000, 20)]).as_deref(), Some("19.1"));
    assert_eq!(weighted(&[]), None);
}

fn month(text: &str, sales: i64) -> MonthSales {
    let from = day(text);
    MonthSales { from, until: from.last_of_month(), sales }
}

#[test]
fn sales_are_counted_back_month_by_month() {
    let quarter = [month("2026-03-01", 310_000), month("2026-02-01", 280_000), month("2026-01-01", 300_000)];
    assert_eq!(told(count_back(400_000, quarter)), "40.0", "31 + 90/280 × 28");
    assert_eq!(told(count_back(310_000, quarter)), "31.0", "the month is used up, no day of the next");
    assert_eq!(told(count_back(890_000, quarter)), "90.0");
    assert_eq!(told(count_back(890_001, quarter)), "history-too-short");
    assert_eq!(told(count_back(0, quarter)), "nothing-outstanding");
    // 20 000 against 12 500 (30 days) and 10 000 (31 days): 30 + 7 500 / 10 000 × 31
    let two = [month("2026-06-01", 12_500), month("2026-05-01", 10_000)];
    assert_eq!(told(count_back(20_000, two)), "53.3", "53.25");
    let gap = [month("2026-03-01", -1_000), month("2026-02-01", 0), month("2026-01-01", 2_000)];
    assert_eq!(told(count_back(500, gap)), "82.3", "31 + 28 + 1 500 / 2 000 × 31: a month of credit notes gives back");
    let part = MonthSales { from: day("2026-03-01"), until: day("2026-03-10"), sales: 50 };
    assert_eq!(told(count_back(100, [part, month("2026-02-01", 100)])), "24.0", "10 days passed, then half of 28");
}

#[test]
fn the_head_of_a_list_is_the_shortest_that_reaches_the_share_of_what_it_comes_to() {
    // 80 once the credit of 20 is taken off: 40 are half, 64 are four fifths.
    let amounts = [10, 50, -20, 20, 20, 0];
    let told = |percent| top(&amounts, percent).map(|head| (head.count, head.amount, head.whole, head.percent()));
    assert_eq!(told(50), Some((1, 50, 80, 62)));
    assert_eq!(told(80), Some((2, 70, 80, 87)));
    assert_eq!(told(100), Some((3, 90, 80, 100)), "credits make the whole smaller");
    assert_eq!(top(&[-3, 0], 50), None);
    assert_eq!(top(&[10, -10], 50), None, "nothing is owed in all");
    assert_eq!(head(&amounts, 50).map(|head| head.count), Some(2), "as it stands: 10 and 50");
    assert_eq!(head(&[i64::MAX, i64::MAX], 50), None, "no sum of one currency is so large");
}

fn piece(id: i64, account: i64, kind: ItemKind, amount: i64, entry: i32, due: i32) -> ItemRow<'static> {
    ItemRow {
        id: ItemId(id),
        account: AccountId(account),
        kind,
        amount,
        currency: EUR,
        entry_day: entry,
        issue_day: entry,
        due_day: due,
        due_inferred: false,
        number: "",
    }
}

fn history(items: &[ItemRow<'_>], matches: &[AllocationRow], batch: BatchFacts) -> History {
    let owners = (1..=9).map(|n| (AccountId(n), CreditorId(1))).collect();
    let mut builder = HistoryBuilder::new(owners, HashMap::from([(BatchId(1), batch)]));
    for row in matches {
        builder.settle(*row, BatchId(1));
    }
    for item in items {
        builder.add(item, BatchId(1));
    }
    builder.finish()
}

fn batch(source: Source, as_of: &str) -> BatchFacts {
    BatchFacts::new(CreditorId(1), source, day(as_of))
}

proptest! {
    /// On any day, the running sums are the totals of the aged balance of that day, and the months add
    /// up to the whole.
    #[test]
    fn any_day_ties_to_the_aged_balance(
        pieces in proptest::collection::vec((1_i64..6, -500_i64..1_000, 0_i32..400, 0_i32..90), 1..40),
        pairs in proptest::collection::vec((0_usize..40, 0_usize..40, 1_i64..300, -20_i32..60, any::<bool>()), 0..30),
        asked in proptest::collection::vec(-5_i32..520, 1..8),
    ) {
        let kinds = [ItemKind::Invoice, ItemKind::Doubtful, ItemKind::Payment, ItemKind::CreditNote];
        let items: Vec<ItemRow<'_>> = pieces
            .iter()
            .zip(1_i64..)
            .map(|(p, id)| piece(id, p.0, kinds[usize::try_from(id % 4).expect("small")], p.1, p.2, p.2 + p.3))
            .collect();
        let at = |n: usize| &items[n % items.len()];
        let matches: Vec<AllocationRow> = pairs
            .iter()
            .map(|(debit, credit, amount, later, back)| AllocationRow {
                debit: at(*debit).id,
                credit: at(*credit).id,
                amount: if *back { -amount } else { *amount },
                on_day: at(*debit).entry_day + later,
            })
            .collect();
        let history = history(&items, &matches, batch(Source::Snapshot, "1971-01-01"));
        let accounts: Vec<AccountRow> = (1..=9)
            .map(|n| AccountRow { id: AccountId(n), creditor: CreditorId(1), debtor: DebtorId(n) })
            .collect();
        let sum = |series: fn(&history::Book) -> i64| history.books.iter().map(series).sum::<i64>();
        for today in asked {
            let portfolio = Portfolio::build(accounts.clone(), &items, &matches, Some(from_epoch_day(today)));
            let aged = AgedBalance::of(&portfolio, from_epoch_day(today), Buckets::default(), |_| Some(0)).total(EUR);
            let book = |series: fn(&history::Book) -> &history::Series| {
                history.books.iter().map(|b| series(b).at(today)).sum::<i64>()
            };
            prop_assert_eq!(book(|b| &b.outstanding), aged.total());
            prop_assert_eq!(book(|b| &b.overdue), aged.overdue());
            let doubtful: i64 = (0..accounts.len())
                .flat_map(|p| portfolio.items(p))
                .filter(|i| i.kind == ItemKind::Doubtful)
                .map(|i| i.open)
                .sum();
            prop_assert_eq!(book(|b| &b.doubtful), doubtful);
        }
        let sold: i64 = items
            .iter()
            .filter(|i| matches!(i.kind, ItemKind::Invoice | ItemKind::CreditNote))
            .map(|i| i.amount)
            .sum();
        prop_assert_eq!(sum(|b| (0..20).map(|n| b.sales.between(n * 30, n * 30 + 29)).sum()), sold);
    }

    /// DSO is best possible DSO and average days delinquent together, to the last fraction.
    #[test]
    fn the_parts_of_dso_are_its_whole(not_due in 0_i64..1_000_000, overdue in 1_i64..1_000_000, sales in 1_i64..9_000_000, days in 1_i64..366) {
        let whole = accounting_dso(not_due + overdue, sales, days).expect("sales");
        let parts = [best_possible_dso(not_due, sales, days), average_days_delinquent(overdue, sales, days)];
        let exact: i128 = parts.iter().flatten().map(|r| r.numerator).sum();
        prop_assert_eq!(exact, whole.numerator);
        prop_assert!((whole.tenths() - parts.iter().flatten().map(|r| r.tenths()).sum::<i64>()).abs() <= 1);
    }

    /// Steady sales counted back give what the accounting method gives over the same whole months.
    #[test]
    fn steady_sales_make_the_two_methods_agree(daily in 1_i64..10_000, months in 1_usize..5) {
        let all: Vec<MonthSales> = ["2026-05-01", "2026-04-01", "2026-03-01", "2026-02-01", "2026-01-01"]
            .iter()
            .map(|m| month(m, 0))
            .map(|m| MonthSales { sales: daily * m.days(), ..m })
            .collect();
        let days: i64 = all[..months].iter().map(|m| m.days()).sum();
        prop_assert_eq!(count_back(daily * days, all).map(Ratio::tenths), Ok(days * 10));
    }
}

#[test]
fn open_items_alone_tell_no_sales() {
    let open = piece(1, 1, ItemKind::Invoice, 1_000, epoch_day(day("2026-09-03")), epoch_day(day("2026-10-03")));
    let known = |source, settled: bool, asked: &str| {
        let matches = settled.then(|| AllocationRow {
            debit: ItemId(1),
            credit: ItemId(2),
            amount: 1_000,
            on_day: epoch_day(day("2026-10-05")),
        });
        let paid = piece(2, 1, ItemKind::Payment, -1_000, epoch_day(day("2026-10-05")), 0);
        let items = if settled { vec![open, paid] } else { vec![open] };
        let made = history(&items, &matches.into_iter().collect::<Vec<_>>(), batch(source, "2026-10-31"));
        let coverage = &made.books[0].coverage;
        (coverage.balance_from.map(from_epoch_day), coverage.sales_since(epoch_day(day(asked))).map(from_epoch_day))
    };
    let (september, october) = (Some(day("2026-09-01")), Some(day("2026-10-31")));
    assert_eq!(known(Source::Snapshot, false, "2026-10-31"), (october, None));
    assert_eq!(known(Source::Movements, false, "2026-10-31"), (october, None), "a list of open items by another name");
    assert_eq!(known(Source::Movements, true, "2026-10-08"), (september, september));
    assert_eq!(known(Source::Snapshot, true, "2026-10-31"), (september, september), "an export with what is settled");
    assert_eq!(known(Source::Ledger(EUR), false, "2026-09-08"), (september, september));
    assert_eq!(known(Source::Ledger(EUR), false, "2026-10-31"), (september, None), "the ledger ends in September");
    let mut table = batch(Source::Snapshot, "2026-10-31");
    table.count(epoch_day(day("2019-02-01")), false);
    table.count(epoch_day(day("2026-09-16")), true);
    let since = Coverage::of(&[table], CreditorId(1), EUR).sales_since(epoch_day(day("2026-10-31")));
    assert_eq!(since.map(from_epoch_day), Some(day("2026-09-16")), "an old open piece makes no history");
    let usd = Currency::parse("USD").expect("a currency");
    assert_eq!(known(Source::Ledger(usd), false, "2026-09-08"), (None, None), "a ledger speaks of its own currency");
}

#[test]
fn close_exports_carry_a_history_on_and_a_hole_ends_it() {
    let mut ledger = batch(Source::Ledger(EUR), "2026-10-30");
    ledger.count(epoch_day(day("2026-01-12")), false);
    ledger.count(epoch_day(day("2026-10-30")), true);
    let coverage = |exports: &[&str]| {
        let mut facts = vec![ledger];
        for export in exports {
            let mut snapshot = batch(Source::Snapshot, export);
            snapshot.count(snapshot.as_of_day, false);
            facts.push(snapshot);
        }
        Coverage::of(&facts, CreditorId(1), EUR)
    };
    let since = |c: &Coverage, d: &str| c.sales_since(epoch_day(day(d))).map(from_epoch_day);
    let january = Some(day("2026-01-01"));
    let daily = coverage(&["2026-11-03", "2026-11-06", "2026-11-13"]);
    assert_eq!(since(&daily, "2026-11-18"), january);
    assert_eq!(since(&daily, "2026-12-01"), None, "no file for more than a week");
    let late = coverage(&["2026-11-20", "2026-11-23"]);
    assert_eq!(since(&late, "2026-11-05"), january);
    assert_eq!(since(&late, "2026-11-12"), None);
    assert_eq!(since(&late, "2026-11-23"), Some(day("2026-11-21")), "known again from the first export on");
    let customers = [batch(Source::Snapshot, "2026-11-03")];
    assert_eq!(Coverage::of(&customers, CreditorId(1), EUR), Coverage::default(), "a customer file alone");
    assert_eq!(Coverage::of(&[ledger], CreditorId(2), EUR), Coverage::default(), "another creditor's");
}

#[test]
fn delays_are_ordered_by_weight_or_by_age() {
    let items = [
        piece(1, 1, ItemKind::Invoice, 1_000, 0, 90),
        piece(2, 1, ItemKind::CreditNote, -900, 0, 10),
        piece(3, 2, ItemKind::Invoice, 30, 0, 0),
        piece(4, 3, ItemKind::Invoice, 500, 0, 100),
        piece(5, 4, ItemKind::Invoice, 10, 0, 50),
        piece(6, 4, ItemKind::Invoice, 100, 0, 95),
    ];
    let accounts = (1..=4).map(|n| AccountRow { id: AccountId(n), creditor: CreditorId(1), debtor: DebtorId(n) });
    let portfolio = Portfolio::build(accounts.collect(), &items, &[], None);
    let found = |order| delays(&portfolio, from_epoch_day(100), EUR, order, |_| true);
    let places = |order| found(order).iter().map(|d| d.position).collect::<Vec<_>>();
    assert_eq!(places(DelayOrder::Weight), [0, 1, 3], "10 000, 3 000, 1 000; due on the day is not late");
    assert_eq!(places(DelayOrder::Longest), [1, 3, 0]);
    let last = found(DelayOrder::Weight)[2];
    assert_eq!((last.amount, last.items, last.oldest_days), (110, 2, 50));
    assert_eq!(last.average().map(Ratio::to_decimal).as_deref(), Some("9.1"), "(500 + 500) / 110");
    assert!(delays(&portfolio, from_epoch_day(100), EUR, DelayOrder::Weight, |_| false).is_empty());
}

/// What came late as money is told with its days; what a credit note took off is none, what is left open is not there.
#[test]
fn a_late_piece_that_was_paid_ended_with_its_money_and_its_days() {
    let on = |text: &str| epoch_day(day(text));
    let invoice = |id, amount| piece(id, 1, ItemKind::Invoice, amount, on("2026-01-10"), on("2026-02-10"));
    let credit = |id, kind, amount, day: &str| piece(id, 1, kind, amount, on(day), on(day));
    let items = [
        invoice(1, 1_000),
        invoice(2, 500),
        invoice(3, 300),
        invoice(4, 400),
        credit(5, ItemKind::Payment, -600, "2026-03-12"),
        credit(6, ItemKind::CreditNote, -400, "2026-04-01"),
        credit(7, ItemKind::Payment, -500, "2026-02-10"),
        credit(8, ItemKind::CreditNote, -300, "2026-05-01"),
        credit(9, ItemKind::Payment, -100, "2026-05-01"),
    ];
    let pay = |debit, credit, amount, text: &str| AllocationRow {
        debit: ItemId(debit),
        credit: ItemId(credit),
        amount,
        on_day: on(text),
    };
    let matches = [
        // Entered on 12 March, matched weeks later: thirty days late.
        pay(1, 5, 600, "2026-04-20"),
        // Matched, taken back, matched again.
        pay(1, 6, 400, "2026-04-20"),
        pay(1, 6, -400, "2026-04-21"),
        pay(1, 6, 400, "2026-04-22"),
        pay(2, 7, 500, "2026-02-10"),
        pay(3, 8, 300, "2026-05-01"),
        pay(4, 9, 100, "2026-05-01"),
    ];
    let made = history(&items, &matches, batch(Source::Ledger(EUR), "2026-12-31"));
    let late = &made.books[0].late;
    let wanted = late::LatePaid { day: on("2026-04-01"), item: ItemId(1), amount: 600, weight: 18_000 };
    assert_eq!(late.between(on("2026-01-01"), on("2026-12-31")), [wanted]);
    assert_eq!(late.between(on("2026-04-01"), on("2026-04-01")), [wanted], "both ends count");
    assert_eq!(late.between(on("2026-04-02"), on("2026-12-31")), []);
}
