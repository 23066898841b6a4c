//! The plan against an in-memory ledger: what a daily export changes, day after day.

use std::collections::BTreeMap;

use kernel::{Currency, Date, FixedClock, IdSource, Money, PaymentTerms};
use ledger::imports::{Context, Ids, Known, KnownAccount, KnownItem, Plan, materialise, plan};
use ledger::intake::{CustomerRow, Intake, PieceRow, Settled, Source, Unread};
use ledger::{Allocation, BatchId, Creditor, CreditorId, ImportMode, Item, ItemKind};

struct Ledger {
    creditor: Creditor,
    ids: IdSource,
    known: Known,
    items: Vec<Item>,
    allocations: Vec<Allocation>,
}

impl Ledger {
    fn new() -> Self {
        let creditor = Creditor {
            id: CreditorId(1),
            code: "C".into(),
            name: "Créancier".into(),
            legal_line: String::new(),
            siren: None,
            vat: None,
            address: ledger::Address::default(),
            phone: String::new(),
            email: String::new(),
            iban: None,
            bic: None,
            signatory: String::new(),
            mediator: String::new(),
            currency: Currency::EUR,
            terms: PaymentTerms::net(30),
            version: 0,
        };
        Self { creditor, ids: IdSource::new(1), known: Known::default(), items: vec![], allocations: vec![] }
    }

    fn plan(&self, intake: &Intake, as_of: Date) -> Plan {
        plan(intake, &self.known, Context { creditor: &self.creditor, as_of })
    }

    /// Plans and writes; returns the plan.
    fn import(&mut self, intake: &Intake, as_of: Date) -> Plan {
        let decided = self.plan(intake, as_of);
        let context = Context { creditor: &self.creditor, as_of };
        let now = kernel::Clock::now(&FixedClock::on(as_of));
        let ids = Ids { source: &self.ids, now, batch: BatchId(7) };
        for account_plan in &decided.accounts {
            let rows = materialise(account_plan, intake, &self.known, context, ids);
            assert!(rows.reopenings.is_empty(), "these stories reopen nothing");
            if let (Some(account), Some(debtor)) = (rows.account, rows.debtor) {
                let number = account.number.clone();
                self.known.accounts.insert(number, KnownAccount { account, debtor, contacts: vec![], items: vec![] });
            }
            for change in &account_plan.due_changes {
                let item = self.items.iter_mut().find(|i| i.id == change.item).expect("the piece");
                (item.due_on, item.due_inferred) = (change.new, false);
            }
            self.items.extend(rows.items);
            self.allocations.extend(rows.allocations);
        }
        self.refresh();
        decided
    }

    fn refresh(&mut self) {
        for account in self.known.accounts.values_mut() {
            let mine = self.items.iter().filter(|i| i.account_id == account.account.id);
            account.items = mine
                .map(|i| KnownItem {
                    id: i.id,
                    key: i.key.as_str().into(),
                    number: i.number.as_str().into(),
                    kind: i.kind,
                    amount: i.amount.minor(),
                    currency: i.amount.currency(),
                    entry_on: i.entry_on,
                    issue_on: i.issue_on,
                    due_on: i.due_on,
                    due_inferred: i.due_inferred,
                    open: ledger::statement::open_of(i, &self.allocations, None).minor(),
                })
                .collect();
        }
    }

    fn open(&self) -> BTreeMap<String, i64> {
        let open = self.known.accounts.values().flat_map(|a| &a.items).filter(|i| i.open != 0);
        open.map(|i| (i.number.to_string(), i.open)).collect()
    }
}

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn piece(customer: u32, number: &str, cents: i64, issue: &str) -> PieceRow {
    PieceRow {
        line: 1,
        customer,
        kind: if cents > 0 { ItemKind::Invoice } else { ItemKind::CreditNote },
        number: number.into(),
        key: None,
        label: "".into(),
        amount: Money::new(cents, Currency::EUR),
        entry_on: day(issue),
        issue_on: day(issue),
        due_on: None,
        supply_on: None,
        settled: None,
        letter: None,
        gl_account: "411".into(),
    }
}

fn customers(names: &[&str]) -> Vec<CustomerRow> {
    names.iter().map(|n| CustomerRow { number: (*n).into(), ..CustomerRow::default() }).collect()
}

fn intake(mode: ImportMode, source: Source, names: &[&str], pieces: Vec<PieceRow>) -> Intake {
    let lines = pieces.len() as u64;
    Intake {
        mode,
        source,
        customers: customers(names),
        pieces,
        ignored: vec![],
        errors: vec![],
        remarks: vec![],
        unread: vec![],
        lines,
    }
}

#[test]
fn a_snapshot_moves_only_what_changed_and_ties_to_the_cent() {
    let mut ledger = Ledger::new();
    let snapshot = |pieces| intake(ImportMode::Snapshot, Source::OpenItems, &["A", "B"], pieces);
    let monday = snapshot(vec![
        piece(0, "F1", 10_000, "2026-09-01"),
        piece(0, "F2", 5_000, "2026-09-10"),
        piece(1, "F3", 700, "2026-09-12"),
    ]);
    let first = ledger.import(&monday, day("2026-10-01"));
    assert_eq!((first.outcome.accepted, first.outcome.items, first.outcome.debtors), (3, 3, 2));
    assert_eq!(first.outcome.controls[&Currency::EUR].gap(), 0);

    let mut again = monday.clone();
    again.pieces.reverse();
    let second = ledger.plan(&again, day("2026-10-02"));
    assert!(second.accounts.is_empty(), "the same data re-sorted a day later changes nothing");
    assert_eq!((second.outcome.accepted, second.outcome.unchanged), (0, 3));

    // F1 partly paid, F2 gone, F4 new, customer B absent.
    let tuesday = intake(
        ImportMode::Snapshot,
        Source::OpenItems,
        &["A"],
        vec![piece(0, "F1", 6_000, "2026-09-01"), piece(0, "F4", 900, "2026-10-01")],
    );
    let third = ledger.import(&tuesday, day("2026-10-02"));
    assert_eq!((third.outcome.accepted, third.outcome.settled_by_absence), (2, 2));
    assert_eq!(third.outcome.controls[&Currency::EUR].gap(), 0);
    assert_eq!(ledger.open(), BTreeMap::from([("F1".to_owned(), 6_000), ("F4".to_owned(), 900)]));
}

#[test]
fn an_invoice_of_another_amount_takes_the_first_back_and_nobody_paid() {
    let mut ledger = Ledger::new();
    let snapshot = |cents| {
        let pieces = vec![piece(0, "F1", cents, "2026-09-01"), piece(0, "F2", 500, "2026-09-02")];
        intake(ImportMode::Snapshot, Source::OpenItems, &["A"], pieces)
    };
    ledger.import(&snapshot(10_000), day("2026-10-01"));
    let decided = ledger.import(&snapshot(12_000), day("2026-10-08"));
    assert_eq!(decided.outcome.controls[&Currency::EUR].gap(), 0);
    assert_eq!(ledger.open(), BTreeMap::from([("F1".to_owned(), 12_000), ("F2".to_owned(), 500)]));
    assert_eq!(decided.outcome.payments, 0);
    assert!(ledger.items.iter().all(|i| matches!(i.kind, ItemKind::Invoice | ItemKind::CreditNote)), "no payment");
    let sold: i64 = ledger.items.iter().map(|i| i.amount.minor()).sum();
    assert_eq!(sold, 12_500, "sold once");
    let back = ledger.items.iter().find(|i| i.kind == ItemKind::CreditNote).expect("the first amount is taken back");
    assert_eq!((back.entry_on, &*back.label), (day("2026-09-01"), "F1"), "on the day of what stands for it");
    assert!(ledger.allocations.iter().all(|a| a.on == day("2026-09-01")));
}

#[test]
fn a_piece_on_a_refused_line_is_not_settled_by_its_absence() {
    let mut ledger = Ledger::new();
    let monday = intake(
        ImportMode::Snapshot,
        Source::OpenItems,
        &["A"],
        vec![piece(0, "F1", 10_000, "2026-09-01"), piece(0, "F2", 5_000, "2026-09-10")],
    );
    ledger.import(&monday, day("2026-10-01"));
    let mut tuesday = intake(ImportMode::Snapshot, Source::OpenItems, &["A"], vec![piece(0, "F9", 100, "2026-10-01")]);
    tuesday.unread = vec![Unread { line: 3, customer: "A".into(), number: "F2".into() }];
    let decided = ledger.import(&tuesday, day("2026-10-02"));
    assert_eq!((decided.outcome.settled_by_absence, decided.outcome.held_back), (1, 1));
    assert_eq!(ledger.open(), BTreeMap::from([("F2".to_owned(), 5_000), ("F9".to_owned(), 100)]));
}

#[test]
fn movements_leave_the_rest_alone_and_paid_amounts_are_dated() {
    let mut ledger = Ledger::new();
    let movement = |pieces| intake(ImportMode::Movement, Source::OpenItems, &["A"], pieces);
    let mut paid = piece(0, "F1", 10_000, "2026-09-01");
    paid.settled = Some(Settled { minor: 4_000, on: Some(day("2026-09-20")) });
    ledger.import(&movement(vec![paid.clone(), piece(0, "F2", 5_000, "2026-09-10")]), day("2026-10-01"));
    assert_eq!(ledger.allocations[0].on, day("2026-09-20"));
    paid.settled = Some(Settled { minor: 10_000, on: Some(day("2026-10-05")) });
    let second = ledger.import(&movement(vec![paid]), day("2026-10-06"));
    assert_eq!((second.outcome.accepted, second.outcome.payments), (1, 1));
    assert_eq!(ledger.open(), BTreeMap::from([("F2".to_owned(), 5_000)]));
}

#[test]
fn lettrage_matches_and_a_later_export_of_the_ledger_settles_once() {
    let mut ledger = Ledger::new();
    // The open-items export knows F1 and settles it by absence; then the general ledger arrives.
    let open = |pieces| intake(ImportMode::Snapshot, Source::OpenItems, &["A"], pieces);
    ledger.import(
        &open(vec![piece(0, "F1", 10_000, "2026-09-01"), piece(0, "F2", 500, "2026-09-02")]),
        day("2026-10-01"),
    );
    ledger.import(&open(vec![piece(0, "F2", 500, "2026-09-02")]), day("2026-10-08"));
    let line = |key: &str, number: &str, cents, on: &str, letter: Option<&str>| PieceRow {
        key: Some(key.into()),
        letter: letter.map(|l| (l.into(), None)),
        kind: if cents > 0 { ItemKind::Invoice } else { ItemKind::Payment },
        ..piece(0, number, cents, on)
    };
    let fec = intake(
        ImportMode::Movement,
        Source::Fec,
        &["A"],
        vec![
            line("k1", "F1", 10_000, "2026-09-01", Some("AA")),
            line("k2", "VIR", -10_000, "2026-10-05", Some("AA")),
            line("k3", "F2", 500, "2026-09-02", None),
            line("k4", "F3", 800, "2026-09-03", Some("AB")),
            line("k5", "VIR", -300, "2026-10-06", Some("AB")),
        ],
    );
    let decided = ledger.import(&fec, day("2026-10-31"));
    assert_eq!(
        ledger.open(),
        BTreeMap::from([("F2".to_owned(), 500), ("F3".to_owned(), 500)]),
        "the payment of F1 does not count twice"
    );
    assert_eq!(decided.outcome.controls[&Currency::EUR].gap(), 0, "{:?}", decided.outcome.controls);
    let again = ledger.plan(&fec, day("2026-11-30"));
    assert_eq!(again.outcome.accepted, 0);
    assert!(again.accounts.is_empty(), "{:?}", again.accounts);
    let f3 = ledger.items.iter().find(|i| i.number == "F3").expect("F3");
    assert!(f3.due_inferred && f3.due_on == day("2026-10-03"), "the due date comes from the creditor's terms");
}
