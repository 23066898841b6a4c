//! How fast the store loads and reads a ledger: `cargo run --release -p store --example speed -- URL [ITEMS]`,
//! on an empty database. One invoice in ten stays open; the others are matched one to one.
#![expect(clippy::print_stdout, clippy::too_many_lines, reason = "a measurement prints, one line after the other")]

use std::time::Instant;

use kernel::{Currency, IdSource, Money, PaymentTerms, Timestamp, from_epoch_day};
use ledger::{
    Account, AccountId, Address, Allocation, AllocationId, Batch, BatchId, BatchState, Creditor, CreditorId, Debtor,
    DebtorId, DebtorKind, ImportMode, Item, ItemId, ItemKind, Language,
};
use store::{Entry, EntryId, OpenOptions, Store, StoreError};

const PER_ACCOUNT: usize = 20;
const PART: usize = 5000;

fn creditor(id: i64) -> Creditor {
    Creditor {
        id: CreditorId(id),
        code: "SPEED".into(),
        name: "Mesure".into(),
        legal_line: String::new(),
        siren: None,
        vat: None,
        address: Address::default(),
        phone: String::new(),
        email: String::new(),
        iban: None,
        bic: None,
        signatory: String::new(),
        mediator: String::new(),
        currency: Currency::EUR,
        terms: PaymentTerms::net(30),
        version: 1,
    }
}

fn customer(ids: &IdSource, now: Timestamp, creditor: CreditorId, n: usize) -> (Debtor, Account) {
    let debtor = Debtor {
        id: DebtorId(ids.next(now)),
        kind: DebtorKind::CommercialCompany,
        kind_confirmed: false,
        name: format!("Client {n}"),
        siren: None,
        vat: None,
        address: Address::default(),
        language: Language::Fr,
        group_id: None,
        batch_id: None,
        returned_address: String::new(),
        version: 1,
    };
    let account = Account {
        id: AccountId(ids.next(now)),
        creditor_id: creditor,
        debtor_id: debtor.id,
        number: format!("C{n:06}"),
        terms: None,
        salesperson: String::new(),
        paused_until: None,
        pause_reason: String::new(),
        pause_owner: "Paul".into(),
        strategy: None,
        payer_id: None,
        batch_id: None,
        version: 1,
    };
    (debtor, account)
}

fn item(ids: &IdSource, now: Timestamp, account: AccountId, batch: BatchId, n: usize, minor: i64) -> Item {
    let day = from_epoch_day(20_000 + i32::try_from(n % 700).unwrap_or(0));
    Item {
        id: ItemId(ids.next(now)),
        account_id: account,
        batch_id: batch,
        kind: if minor > 0 { ItemKind::Invoice } else { ItemKind::Payment },
        number: format!("F{n:08}"),
        key: format!("F{n:08}|{day}|{minor}"),
        label: "Facture de marchandises".into(),
        amount: Money::new(minor, Currency::EUR),
        entry_on: day,
        issue_on: day,
        due_on: day,
        due_inferred: true,
        supply_on: None,
        gl_account: "411000".into(),
    }
}

fn rate(what: &str, rows: usize, since: Instant) {
    let took = since.elapsed();
    let per_second = rows * 1000 / usize::try_from(took.as_millis().max(1)).unwrap_or(usize::MAX);
    println!("{what:<26} {rows:>9} rows {:>9.3} s {per_second:>9} rows/s", took.as_secs_f64());
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().ok_or("an address is missing")?;
    let count: usize = arguments.next().map_or(Ok(1_000_000), |n| n.parse())?;
    let store = Store::open(&url, &OpenOptions::default())?;
    let (ids, now) = (IdSource::new(1), Timestamp::from_second(1_790_000_000)?);
    let creditor = creditor(ids.next(now));
    let batch = Batch {
        id: BatchId(ids.next(now)),
        creditor_id: creditor.id,
        format: "csv".into(),
        source: "speed".into(),
        fingerprint: String::new(),
        profile: String::new(),
        mode: ImportMode::Movement,
        state: BatchState::Loading,
        as_of: from_epoch_day(20_700),
        actor: "speed".into(),
        created_at: now,
        total: 0,
        done: 0,
        outcome: "{}".into(),
    };
    let (debtors, accounts): (Vec<_>, Vec<_>) =
        (0..count / PER_ACCOUNT).map(|n| customer(&ids, now, creditor.id, n)).unzip();
    let start = Instant::now();
    store.write("head", |tx| {
        tx.creditors().insert(&creditor)?;
        tx.batches().insert(&batch, None)
    })?;
    for part in debtors.chunks(PART) {
        store.write("debtors", |tx| tx.debtors().insert_many(part))?;
    }
    for part in accounts.chunks(PART) {
        store.write("accounts", |tx| tx.accounts().insert_many(part))?;
    }
    rate("insert debtors, accounts", debtors.len() + accounts.len(), start);

    let items: Vec<Item> = (0..count)
        .map(|n| {
            item(
                &ids,
                now,
                accounts[n / PER_ACCOUNT % accounts.len()].id,
                batch.id,
                n,
                if n % 2 == 0 { 12_345 } else { -12_345 },
            )
        })
        .collect();
    let matches: Vec<Allocation> = items
        .chunks_exact(2)
        .enumerate()
        .filter(|(n, _)| n % 10 != 0)
        .map(|(_, pair)| Allocation {
            id: AllocationId(ids.next(now)),
            account_id: pair[0].account_id,
            batch_id: batch.id,
            debit_id: pair[0].id,
            credit_id: pair[1].id,
            amount: pair[0].amount,
            on: pair[1].entry_on,
            letter: "AA".into(),
            reverses: None,
        })
        .collect();
    let start = Instant::now();
    for part in items.chunks(PART) {
        store.write("items", |tx| tx.items().insert_many(part))?;
    }
    rate("insert items", items.len(), start);
    let start = Instant::now();
    for part in matches.chunks(PART) {
        store.write("allocations", |tx| tx.allocations().insert_many(part))?;
    }
    rate("insert allocations", matches.len(), start);

    let start = Instant::now();
    let digest = store.read(|tx| tx.batches().digest(batch.id))?;
    rate("digest", items.len() + matches.len(), start);
    let fact = Entry {
        id: EntryId(ids.next(now)),
        account_id: None,
        creditor_id: Some(creditor.id),
        kind: String::new(),
        on_day: batch.as_of,
        at_us: now,
        actor: "speed".into(),
        payload: "{}".into(),
        seal_no: None,
        hash: None,
    };
    store.write("live", |tx| tx.batches().go_live(batch.id, &digest, &fact, now))?;
    for turn in ["scan open, first", "scan open, again"] {
        let (start, mut rows) = (Instant::now(), 0);
        store.read(|tx| {
            tx.scan_allocations(None, |_| {
                rows += 1;
                Ok::<_, StoreError>(())
            })?;
            tx.scan_items(None, |_| {
                rows += 1;
                Ok::<_, StoreError>(())
            })
        })?;
        rate(turn, rows, start);
    }
    let (start, mut rows) = (Instant::now(), 0);
    store.read(|tx| {
        tx.scan_known(creditor.id, |_| {
            rows += 1;
            Ok::<_, StoreError>(())
        })
    })?;
    rate("scan known", rows, start);
    let start = Instant::now();
    let seen = store.verify()?;
    rate("verify", items.len() + matches.len(), start);
    assert!(seen.is_sound(), "{:?}", seen.findings.first());
    let start = Instant::now();
    store.table_hashes()?;
    rate("hash every table", items.len() + matches.len(), start);
    let start = Instant::now();
    let entries: Vec<Entry> =
        accounts.iter().map(|a| Entry { id: EntryId(ids.next(now)), account_id: Some(a.id), ..fact.clone() }).collect();
    for part in entries.chunks(PART) {
        store.write("timeline", |tx| tx.timeline().append_many(part))?;
    }
    rate("append to the timeline", entries.len(), start);
    let start = Instant::now();
    store.seal(now)?;
    rate("seal", entries.len(), start);
    Ok(())
}
