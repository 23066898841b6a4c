//! Streaming reads of the whole ledger: what the portfolio and the imports are made from.
//!
//! Only the columns needed, dates as day numbers, codes read in place. PostgreSQL is
//! paged by key, because libpq keeps a whole result in memory.

use std::collections::{HashMap, HashSet};

use diesel::{BoolExpressionMethods, ExpressionMethods, QueryDsl, QueryResult, RunQueryDsl};
use kernel::Currency;
use ledger::{AccountId, Address, AllocationId, BatchId, CreditorId, DebtorId, DebtorKind, ItemId, ItemKind};

use crate::{
    StoreError, Tx,
    connection::AnyConnection,
    entity::KEYS,
    items::LIVE,
    schema::{account, allocation, batch, debtor, item},
    types::{DbDate, Short},
};

pub use parts::Part;
pub use reminded::ScannedReminder;
pub use rows::{KnownItem, ScannedAccount, ScannedAllocation, ScannedContact, ScannedItem};
pub use terms::ProcedureTerm;

/// Rows of one page on PostgreSQL.
const PAGE: i64 = 50_000;

type ItemCells = (i64, i64, i64, Short, i64, Short, DbDate, DbDate, DbDate, bool, String);
type AccountCells = (i64, i64, String, String, Option<DbDate>, Option<String>, DebtorCells);
type DebtorCells = (i64, String, Short, Option<String>, String, Postable, bool);
/// Town, street and post code: is each there?
type Postable = (bool, bool, bool);
type AllocationCells = (i64, i64, i64, i64, i64, i64, DbDate);
type KnownCells = (i64, i64, i64, String, String, Short, i64, Short, DbDate, DbDate, DbDate, bool);

macro_rules! item_query {
    () => {
        item::table.select((
            item::id,
            item::account_id,
            item::batch_id,
            item::kind,
            item::amount_minor,
            item::currency,
            item::entry_on,
            item::issue_on,
            item::due_on,
            item::due_inferred,
            item::number,
        ))
    };
}

macro_rules! account_query {
    () => {
        account::table.inner_join(debtor::table).select((
            account::id,
            account::creditor_id,
            account::number,
            account::salesperson,
            account::paused_until,
            account::strategy,
            (
                debtor::id,
                debtor::name,
                debtor::kind,
                debtor::siren,
                debtor::country,
                (debtor::city.ne(""), debtor::street.ne(""), debtor::postcode.ne("")),
                debtor::returned_address.ne(""),
            ),
        ))
    };
}

macro_rules! allocation_query {
    () => {
        allocation::table.select((
            allocation::id,
            allocation::account_id,
            allocation::batch_id,
            allocation::debit_id,
            allocation::credit_id,
            allocation::amount_minor,
            allocation::on_day,
        ))
    };
}

macro_rules! known_query {
    () => {
        item::table.select((
            item::id,
            item::account_id,
            item::batch_id,
            item::key,
            item::number,
            item::kind,
            item::amount_minor,
            item::currency,
            item::entry_on,
            item::issue_on,
            item::due_on,
            item::due_inferred,
        ))
    };
}

/// Streams a part of a query in the order of ids, which is the order of the table: at once on SQLite, by
/// pages on PostgreSQL.
macro_rules! stream {
    ($connection:expr, $part:expr, $table:ident, $query:ident, $cells:ty, $row:ident => $body:expr) => {
        match $connection {
            AnyConnection::Sqlite(c) => {
                let within = $table::id.ge($part.first).and($table::id.le($part.last));
                for row in $query!().filter(within).order($table::id).load_iter::<$cells, _>(c)? {
                    let $row = row?;
                    $body;
                }
                Ok(())
            }
            AnyConnection::Postgres(c) => {
                let mut next = $part.first;
                loop {
                    let within = $table::id.ge(next).and($table::id.le($part.last));
                    let page: Vec<$cells> = $query!().filter(within).order($table::id).limit(PAGE).load(c)?;
                    let full = i64::try_from(page.len()).is_ok_and(|n| n == PAGE);
                    for $row in page {
                        next = $row.0.saturating_add(1);
                        $body;
                    }
                    if !full {
                        break Ok(());
                    }
                }
            }
        }
    };
}

/// The same in the order of (account, id): half as fast again, for who takes account by account.
macro_rules! stream_by_account {
    ($connection:expr, $table:ident, $query:ident, $cells:ty, $row:ident => $body:expr) => {
        match $connection {
            AnyConnection::Sqlite(c) => {
                for row in $query!().order(($table::account_id, $table::id)).load_iter::<$cells, _>(c)? {
                    let $row = row?;
                    $body;
                }
                Ok(())
            }
            AnyConnection::Postgres(c) => {
                let mut last = (i64::MIN, i64::MIN);
                loop {
                    let after =
                        $table::account_id.gt(last.0).or($table::account_id.eq(last.0).and($table::id.gt(last.1)));
                    // The first condition is implied; it lets the planner start inside the index.
                    let page: Vec<$cells> = $query!()
                        .filter($table::account_id.ge(last.0))
                        .filter(after)
                        .order(($table::account_id, $table::id))
                        .limit(PAGE)
                        .load(c)?;
                    let full = i64::try_from(page.len()).is_ok_and(|n| n == PAGE);
                    for $row in page {
                        last = ($row.1, $row.0);
                        $body;
                    }
                    if !full {
                        break Ok(());
                    }
                }
            }
        }
    };
}

/// Streams what belongs to some accounts, in no order.
macro_rules! stream_of {
    ($connection:expr, $accounts:expr, $table:ident, $query:ident, $cells:ty, $row:ident => $body:expr) => {
        match $connection {
            AnyConnection::Sqlite(c) => {
                for keys in $accounts.chunks(KEYS) {
                    for row in $query!().filter($table::account_id.eq_any(keys)).load_iter::<$cells, _>(c)? {
                        let $row = row?;
                        $body;
                    }
                }
                Ok(())
            }
            AnyConnection::Postgres(c) => {
                for keys in $accounts.chunks(KEYS) {
                    for $row in $query!().filter($table::account_id.eq_any(keys)).load::<$cells>(c)? {
                        $body;
                    }
                }
                Ok(())
            }
        }
    };
}

// After the macros, which they use.
mod parts;
mod reminded;
mod rows;
mod terms;

/// The accounts as keys; none stands for all.
fn keys(of: Option<&[AccountId]>) -> Option<Vec<i64>> {
    of.map(|accounts| accounts.iter().map(|a| a.0).collect())
}

fn unreadable(table: &'static str, field: &'static str, raw: &Short) -> StoreError {
    StoreError::Corrupt { table, field, why: format!("« {} »", raw.as_str()) }
}

/// Currencies repeat: the last one read is kept.
struct Currencies(Option<(Short, Currency)>);

impl Currencies {
    fn read(&mut self, raw: Short) -> Result<Currency, StoreError> {
        if let Some((seen, currency)) = self.0
            && seen == raw
        {
            return Ok(currency);
        }
        let currency = Currency::parse(raw.as_str()).map_err(|_| unreadable("item", "currency", &raw))?;
        self.0 = Some((raw, currency));
        Ok(currency)
    }
}

fn kind_of(raw: Short) -> Result<ItemKind, StoreError> {
    ItemKind::parse(raw.as_str()).ok_or_else(|| unreadable("item", "kind", &raw))
}

/// The batches that count. Rows of one batch follow each other: the last answer is kept.
struct Live<'l> {
    all: &'l HashSet<i64>,
    last: Option<(i64, bool)>,
}

impl<'l> Live<'l> {
    const fn of(all: &'l HashSet<i64>) -> Self {
        Self { all, last: None }
    }

    fn counts(&mut self, batch: i64) -> bool {
        if let Some((seen, counts)) = self.last
            && seen == batch
        {
            return counts;
        }
        let counts = self.all.contains(&batch);
        self.last = Some((batch, counts));
        counts
    }
}

/// Ends a Diesel loop early without losing the caller's own error.
fn stop<E>(kept: &mut Option<E>, error: E) -> QueryResult<()> {
    *kept = Some(error);
    Err(diesel::result::Error::RollbackTransaction)
}

impl Tx {
    /// The live batches (of a creditor).
    pub(crate) fn live_batches(&mut self, creditor: Option<CreditorId>) -> Result<HashSet<i64>, StoreError> {
        let ids: Vec<i64> = self.run(|c| {
            let mut query = batch::table.filter(batch::state.eq(LIVE)).select(batch::id).into_boxed();
            if let Some(creditor) = creditor {
                query = query.filter(batch::creditor_id.eq(creditor.0));
            }
            query.load(c)
        })?;
        Ok(ids.into_iter().collect())
    }

    /// Every piece that counts, or those of some accounts. The callback must not call the store.
    pub fn scan_items<E: From<StoreError>>(
        &mut self,
        of: Option<&[AccountId]>,
        each: impl FnMut(ScannedItem) -> Result<(), E>,
    ) -> Result<(), E> {
        self.scan_items_of(of, Part::WHOLE, each)
    }

    /// The pieces that count within a part of the table. The callback must not call the store.
    pub fn scan_items_in<E: From<StoreError>>(
        &mut self,
        part: Part,
        each: impl FnMut(ScannedItem) -> Result<(), E>,
    ) -> Result<(), E> {
        self.scan_items_of(None, part, each)
    }

    fn scan_items_of<E: From<StoreError>>(
        &mut self,
        of: Option<&[AccountId]>,
        part: Part,
        mut each: impl FnMut(ScannedItem) -> Result<(), E>,
    ) -> Result<(), E> {
        let live = self.live_batches(None)?;
        let (mut currencies, mut live) = (Currencies(None), Live::of(&live));
        let mut one = |cells: ItemCells| -> Result<(), E> {
            let (
                id,
                account_id,
                batch_id,
                kind,
                amount_minor,
                currency,
                entry_on,
                issue_on,
                due_on,
                due_inferred,
                number,
            ) = cells;
            if !live.counts(batch_id) {
                return Ok(());
            }
            each(ScannedItem {
                id: ItemId(id),
                account_id: AccountId(account_id),
                batch_id: BatchId(batch_id),
                kind: kind_of(kind)?,
                amount_minor,
                currency: currencies.read(currency)?,
                entry_on: entry_on.0,
                issue_on: issue_on.0,
                due_on: due_on.0,
                due_inferred,
                number,
            })
        };
        let mut kept = None;
        let done = self.run_reading(|connection| match keys(of) {
            None => {
                stream!(connection, part, item, item_query, ItemCells, row => if let Err(e) = one(row) { return stop(&mut kept, e) })
            }
            Some(keys) => {
                stream_of!(connection, keys, item, item_query, ItemCells,
                    row => if let Err(e) = one(row) { return stop(&mut kept, e) })
            }
        });
        kept.map_or(done.map_err(Into::into), Err)
    }

    /// Every match that counts, or those of some accounts. The callback must not call the store.
    pub fn scan_allocations<E: From<StoreError>>(
        &mut self,
        of: Option<&[AccountId]>,
        each: impl FnMut(ScannedAllocation) -> Result<(), E>,
    ) -> Result<(), E> {
        let live = self.live_batches(None)?;
        self.scan_live_allocations(&live, of, each)
    }

    /// Every account with what lists show of its debtor, by id. The callback must not call the store.
    pub fn scan_accounts<E: From<StoreError>>(
        &mut self,
        mut each: impl FnMut(ScannedAccount) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut one = |cells: AccountCells| -> Result<(), E> {
            let (id, creditor_id, number, salesperson, paused_until, strategy, debtor) = cells;
            let (debtor_id, name, kind, siren, country, at, returned) = debtor;
            let (city, street, postcode) = at;
            each(ScannedAccount {
                id: AccountId(id),
                creditor_id: CreditorId(creditor_id),
                debtor_id: DebtorId(debtor_id),
                number,
                salesperson,
                paused_until: paused_until.map(DbDate::date),
                strategy,
                name,
                kind: DebtorKind::parse(kind.as_str()).ok_or_else(|| unreadable("debtor", "kind", &kind))?,
                siren,
                country,
                postable: Address::suffices(city, street, postcode),
                returned,
            })
        };
        let mut kept = None;
        let done = self.run_reading(|connection| {
            stream!(connection, Part::WHOLE, account, account_query, AccountCells, row => if let Err(e) = one(row) { return stop(&mut kept, e) })
        });
        kept.map_or(done.map_err(Into::into), Err)
    }

    fn scan_live_allocations<E: From<StoreError>>(
        &mut self,
        live: &HashSet<i64>,
        of: Option<&[AccountId]>,
        mut each: impl FnMut(ScannedAllocation) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut live = Live::of(live);
        let mut one = |cells: AllocationCells| -> Result<(), E> {
            let (id, account_id, batch_id, debit_id, credit_id, amount_minor, on) = cells;
            if !live.counts(batch_id) {
                return Ok(());
            }
            each(ScannedAllocation {
                id: AllocationId(id),
                account_id: AccountId(account_id),
                batch_id: BatchId(batch_id),
                debit_id: ItemId(debit_id),
                credit_id: ItemId(credit_id),
                amount_minor,
                on: on.0,
            })
        };
        let mut kept = None;
        let done = self.run_reading(|connection| match keys(of) {
            None => {
                stream!(connection, Part::WHOLE, allocation, allocation_query, AllocationCells,
                    row => if let Err(e) = one(row) { return stop(&mut kept, e) })
            }
            Some(keys) => {
                stream_of!(connection, keys, allocation, allocation_query, AllocationCells,
                    row => if let Err(e) = one(row) { return stop(&mut kept, e) })
            }
        });
        kept.map_or(done.map_err(Into::into), Err)
    }

    /// Every piece of a creditor that counts, with what is open on it, in the order of
    /// accounts then ids: what an import compares its file with.
    pub fn scan_known<E: From<StoreError>>(
        &mut self,
        creditor: CreditorId,
        mut each: impl FnMut(KnownItem) -> Result<(), E>,
    ) -> Result<(), E> {
        let live = self.live_batches(Some(creditor))?;
        let accounts: HashSet<i64> = self
            .run(|c| account::table.filter(account::creditor_id.eq(creditor.0)).select(account::id).load(c))?
            .into_iter()
            .collect();
        let mut settled: HashMap<i64, i64> = HashMap::new();
        self.scan_live_allocations::<StoreError>(&live, None, |a| {
            *settled.entry(a.debit_id.0).or_default() += a.amount_minor;
            *settled.entry(a.credit_id.0).or_default() -= a.amount_minor;
            Ok(())
        })?;
        let (mut currencies, mut live) = (Currencies(None), Live::of(&live));
        let mut one = |cells: KnownCells| -> Result<(), E> {
            let (id, account_id, batch_id, key, number, kind, amount_minor, currency, entry, issue, due, due_inferred) =
                cells;
            if !live.counts(batch_id) || !accounts.contains(&account_id) {
                return Ok(());
            }
            each(KnownItem {
                id: ItemId(id),
                account_id: AccountId(account_id),
                key,
                number,
                kind: kind_of(kind)?,
                amount_minor,
                open_minor: amount_minor - settled.get(&id).copied().unwrap_or(0),
                currency: currencies.read(currency)?,
                entry_on: entry.0,
                issue_on: issue.0,
                due_on: due.0,
                due_inferred,
            })
        };
        let mut kept = None;
        let done = self.run_reading(|connection| {
            stream_by_account!(connection, item, known_query, KnownCells, row => if let Err(e) = one(row) { return stop(&mut kept, e) })
        });
        kept.map_or(done.map_err(Into::into), Err)
    }
}
