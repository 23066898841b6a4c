//! Databases and rows for the tests.

use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

use diesel::{Connection, PgConnection, SqliteConnection, connection::SimpleConnection};
use kernel::{Currency, Date, Money, PaymentTerms, Timestamp};
use ledger::{
    Account, AccountId, Address, Allocation, AllocationId, Batch, BatchId, BatchState, Creditor, CreditorId, Debtor,
    DebtorId, DebtorKind, ImportMode, Item, ItemId, ItemKind, Language,
};
use store::{Entry, EntryId, OpenOptions, Store, StoreError};

/// A database of its own, removed with it.
pub struct Trial {
    pub store: Store,
    pub url: String,
    folder: tempfile::TempDir,
    admin: Option<(String, String)>,
}

static NUMBER: AtomicU32 = AtomicU32::new(0);

impl Trial {
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite:{}", folder.path().join("trial.db").display());
        let store = Store::open(&url, &OpenOptions::default()).expect("a database");
        Self { store, url, folder, admin: None }
    }

    /// None where no server is named: a visible line, and a failure on CI.
    pub fn postgres() -> Option<Self> {
        let Ok(server) = std::env::var("QUITTANCE_TEST_POSTGRES") else {
            assert!(std::env::var("CI").as_deref() != Ok("true"), "CI needs QUITTANCE_TEST_POSTGRES");
            eprintln!("SKIP PostgreSQL: QUITTANCE_TEST_POSTGRES names no server");
            return None;
        };
        let name = format!("store_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let mut admin = PgConnection::establish(&server).expect("the server of QUITTANCE_TEST_POSTGRES");
        // A server that lives long meets the number of a process again; each statement stands alone.
        for statement in ["DROP DATABASE IF EXISTS", "CREATE DATABASE"] {
            admin.batch_execute(&format!("{statement} {name}")).expect("a database");
        }
        let (base, query) = server.split_once('?').map_or((&*server, None), |(b, q)| (b, Some(q)));
        let start = base.split_once("://").map_or(0, |(scheme, _)| scheme.len() + 3);
        let host = base[start..].split('/').next().unwrap_or_default();
        let query = query.map_or_else(String::new, |q| format!("?{q}"));
        let url = format!("{}{host}/{name}{query}", &base[..start]);
        let store = Store::open(&url, &OpenOptions::default()).expect("a database");
        let folder = tempfile::tempdir().expect("a folder");
        Some(Self { store, url, folder, admin: Some((server, name)) })
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Takes every table away.
    pub fn empty(&self) {
        let engine = if self.url.starts_with("sqlite:") { "sqlite" } else { "postgres" };
        let down = |folder: &PathBuf| std::fs::read_to_string(folder.join("down.sql")).expect("a way back");
        let all: Vec<String> = migrations(engine).iter().rev().map(down).collect();
        self.tamper(&format!("{} DROP TABLE __diesel_schema_migrations;", all.join(" ")));
    }

    /// Runs SQL behind the store's back.
    pub fn tamper(&self, sql: &str) {
        let done = if let Some(path) = self.url.strip_prefix("sqlite:") {
            SqliteConnection::establish(path).expect("a file").batch_execute(sql)
        } else {
            PgConnection::establish(&self.url).expect("a server").batch_execute(sql)
        };
        done.expect("the statement");
    }
}

impl Drop for Trial {
    fn drop(&mut self) {
        if let Some((server, name)) = &self.admin
            && let Ok(mut admin) = PgConnection::establish(server)
        {
            let _ = admin.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

/// Makes of one function two tests, one per engine.
macro_rules! both_stores {
    ($($(#[$doc:meta])* fn $name:ident($trial:ident: &Trial) $body:block)+) => {$(
        mod $name {
            use super::*;
            $(#[$doc])*
            fn check($trial: &Trial) $body
            #[test]
            fn on_sqlite() {
                check(&Trial::sqlite());
            }
            #[test]
            fn on_postgres() {
                if let Some(trial) = Trial::postgres() {
                    check(&trial);
                }
            }
        }
    )+};
}
pub(crate) use both_stores;

static ID: AtomicI64 = AtomicI64::new(1000);

pub fn id() -> i64 {
    ID.fetch_add(1, Ordering::Relaxed)
}

pub fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

pub fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).expect("an instant")
}

pub fn creditor() -> Creditor {
    Creditor {
        id: CreditorId(id()),
        code: format!("C{}", id()),
        name: "Brasserie des Deux Rives".into(),
        legal_line: "SAS au capital de 50 000 €".into(),
        siren: kernel::Siren::parse("732829320").ok(),
        vat: kernel::VatNumber::parse("FR44732829320").ok(),
        address: Address {
            street: "1 quai Sud".into(),
            city: "Lyon".into(),
            country: "FR".into(),
            ..Address::default()
        },
        phone: String::new(),
        email: "compta@example.fr".into(),
        iban: kernel::Iban::parse("FR7630006000011234567890189").ok(),
        bic: kernel::Bic::parse("AGRIFRPP").ok(),
        signatory: "Mme Roux".into(),
        mediator: "Médiateur du bois".into(),
        currency: Currency::EUR,
        terms: PaymentTerms::net(30),
        version: 1,
    }
}

pub fn debtor(name: &str) -> Debtor {
    Debtor {
        id: DebtorId(id()),
        kind: DebtorKind::CommercialCompany,
        kind_confirmed: false,
        name: name.into(),
        siren: None,
        vat: None,
        address: Address { city: "Saint-Étienne".into(), country: "FR".into(), ..Address::default() },
        language: Language::Fr,
        group_id: None,
        batch_id: None,
        returned_address: String::new(),
        version: 1,
    }
}

pub fn account(creditor: &Creditor, debtor: &Debtor, number: &str) -> Account {
    Account {
        id: AccountId(id()),
        creditor_id: creditor.id,
        debtor_id: debtor.id,
        number: number.into(),
        terms: Some(PaymentTerms::net(45)),
        salesperson: "Léa".into(),
        paused_until: Some(day("2026-12-31")),
        pause_reason: "salon".into(),
        pause_owner: "Paul".into(),
        strategy: None,
        payer_id: None,
        batch_id: None,
        version: 1,
    }
}

pub fn batch(creditor: &Creditor) -> Batch {
    Batch {
        id: BatchId(id()),
        creditor_id: creditor.id,
        format: "csv".into(),
        source: "items.csv".into(),
        fingerprint: "f".repeat(64),
        profile: "open-items".into(),
        mode: ImportMode::Snapshot,
        state: BatchState::Loading,
        as_of: day("2026-11-20"),
        actor: "paul".into(),
        created_at: at(0),
        total: 0,
        done: 0,
        outcome: "{}".into(),
    }
}

pub fn item(account: AccountId, batch: BatchId, minor: i64) -> Item {
    let number = format!("F{}", id());
    Item {
        id: ItemId(id()),
        account_id: account,
        batch_id: batch,
        kind: if minor > 0 { ItemKind::Invoice } else { ItemKind::Payment },
        key: format!("k:{number}"),
        number,
        label: "Bière « blonde »".into(),
        amount: Money::new(minor, Currency::EUR),
        entry_on: day("2026-01-31"),
        issue_on: day("2026-01-30"),
        due_on: day("2026-03-01"),
        due_inferred: true,
        supply_on: None,
        gl_account: "411000".into(),
    }
}

pub fn matching(debit: &Item, credit: &Item, minor: i64) -> Allocation {
    Allocation {
        id: AllocationId(id()),
        account_id: debit.account_id,
        batch_id: debit.batch_id,
        debit_id: debit.id,
        credit_id: credit.id,
        amount: Money::new(minor, Currency::EUR),
        on: day("2026-02-28"),
        letter: "AA".into(),
        reverses: None,
    }
}

pub fn entry(account: Option<AccountId>, kind: &str, payload: &str) -> Entry {
    Entry {
        id: EntryId(id()),
        account_id: account,
        creditor_id: None,
        kind: kind.into(),
        on_day: day("2026-11-21"),
        at_us: at(5),
        actor: "paul".into(),
        payload: payload.into(),
        seal_no: None,
        hash: None,
    }
}

/// A creditor, a debtor, an account, and one live batch: an invoice of 100 €, of which 40 € are paid.
pub struct Small {
    pub creditor: Creditor,
    pub debtor: Debtor,
    pub account: Account,
    pub batch: Batch,
    pub invoice: Item,
    pub payment: Item,
    pub allocation: Allocation,
}

pub fn small(store: &Store) -> Small {
    let (creditor, debtor) = (creditor(), debtor("SARL Électricité Çelik & Fils"));
    let account = account(&creditor, &debtor, "CLI-0042");
    let batch = batch(&creditor);
    let (invoice, payment) = (item(account.id, batch.id, 10_000), item(account.id, batch.id, -4_000));
    let allocation = matching(&invoice, &payment, 4_000);
    store
        .write("small", |tx| {
            tx.creditors().insert(&creditor)?;
            tx.debtors().insert(&debtor)?;
            tx.accounts().insert(&account)?;
            tx.batches().insert(&batch, Some(at(60)))?;
            tx.items().insert_many(&[invoice.clone(), payment.clone()])?;
            tx.allocations().insert_many(std::slice::from_ref(&allocation))
        })
        .expect("a small ledger");
    let small = Small { creditor, debtor, account, batch, invoice, payment, allocation };
    go_live(store, &small.batch);
    small
}

pub fn go_live(store: &Store, batch: &Batch) {
    let digest = store.read(|tx| tx.batches().digest(batch.id)).expect("a digest");
    let fact = entry(None, "", r#"{"items":2}"#);
    store.write("batch.live", |tx| tx.batches().go_live(batch.id, &digest, &fact, at(10))).expect("live");
}

pub fn write<T>(store: &Store, f: impl FnMut(&mut store::Tx) -> Result<T, StoreError>) -> T {
    store.write("test", f).expect("the transaction")
}

pub fn read<T>(store: &Store, f: impl FnMut(&mut store::Tx) -> Result<T, StoreError>) -> T {
    store.read(f).expect("the reading")
}

/// The folders of the migrations of an engine, in their order.
pub fn migrations(engine: &str) -> Vec<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("migrations").join(engine);
    let mut all: Vec<PathBuf> = root.read_dir().expect("migrations").map(|e| e.expect("an entry").path()).collect();
    all.sort();
    all
}
