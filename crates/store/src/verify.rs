//! Proof that nothing was altered: the chain of the timeline, the rules of the ledger, and the
//! digest that each import left in the timeline.

use std::collections::HashMap;

use diesel::{BoolExpressionMethods, ExpressionMethods, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Currency, Timestamp, hex};
use ledger::{AccountId, BatchId, BatchState, ItemId};
use sha2::{Digest, Sha256};

use crate::{
    Entry, Store, StoreError, Tx,
    batches::Batches,
    entity::insert_row,
    schema::{TimelineRow, account, allocation, batch, item, timeline},
    seal::{GENESIS, link},
    types::DbDate,
};

/// Kind of the timeline entry that carries the digest of an import.
pub const BATCH_LIVE: &str = "batch.live";
const PAGE: i64 = 5000;

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// `timeline-chain`, `ledger` or `batch-digest`.
    pub check: &'static str,
    /// What is wrong, naming the row.
    pub detail: String,
}

/// What a verification saw.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verification {
    /// Sealed entries checked.
    pub sealed: u64,
    /// Entries not sealed yet.
    pub unsealed: u64,
    /// Hash of the last sealed entry: noted elsewhere, it proves that nothing was cut off the end.
    pub head: Option<String>,
    /// Pieces that count.
    pub items: u64,
    /// Matches that count.
    pub allocations: u64,
    /// Imports whose digest was computed again.
    pub batches: u64,
    /// Everything wrong; empty when all is well. The chain names its first break only.
    pub findings: Vec<Finding>,
}

impl Verification {
    /// True when nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }

    fn wrong(&mut self, check: &'static str, detail: String) {
        // A broken database would fill the memory with findings; the first thousand say enough.
        if self.findings.len() < 1000 {
            self.findings.push(Finding { check, detail });
        }
    }
}

impl Batches<'_> {
    /// SHA-256, hexadecimal, over the pieces then the matches of a batch, in the order of ids.
    /// Compute it once all its rows are written and pass it to [`Batches::go_live`].
    pub fn digest(&mut self, id: BatchId) -> Result<String, StoreError> {
        type Cells = (i64, i64, String, String, i64, String, DbDate);
        type Match = (i64, i64, i64, i64, i64, String, DbDate, Option<i64>);
        let mut hash = Sha256::new();
        let mut last = i64::MIN;
        loop {
            let rows: Vec<Cells> = self.tx().run(|c| {
                use item::dsl as i;
                i::item
                    .filter(i::batch_id.eq(id.0).and(i::id.gt(last)))
                    .order(i::id)
                    .limit(PAGE)
                    .select((i::id, i::account_id, i::kind, i::number, i::amount_minor, i::currency, i::entry_on))
                    .load(c)
            })?;
            for (id, account, kind, number, amount, currency, entry_on) in &rows {
                last = *id;
                let length = number.len();
                hash.update(format!("i,{id},{account},{kind},{length}:{number},{amount},{currency},{}\n", entry_on.0));
            }
            if !is_full(rows.len()) {
                break;
            }
        }
        last = i64::MIN;
        loop {
            let rows: Vec<Match> = self.tx().run(|c| {
                use allocation::dsl as a;
                a::allocation
                    .filter(a::batch_id.eq(id.0).and(a::id.gt(last)))
                    .order(a::id)
                    .limit(PAGE)
                    .select((
                        a::id,
                        a::account_id,
                        a::debit_id,
                        a::credit_id,
                        a::amount_minor,
                        a::currency,
                        a::on_day,
                        a::reverses,
                    ))
                    .load(c)
            })?;
            for (id, account, debit, credit, amount, currency, on, reverses) in &rows {
                last = *id;
                let reverses = reverses.unwrap_or(0);
                hash.update(format!("a,{id},{account},{debit},{credit},{amount},{currency},{},{reverses}\n", on.0));
            }
            if !is_full(rows.len()) {
                return Ok(hex(&hash.finalize()));
            }
        }
    }

    /// Makes a loading batch count, and writes the fact with its digest: `entry` with kind
    /// [`BATCH_LIVE`] and the keys `batch` and `digest` added to its payload, a JSON object.
    pub fn go_live(&mut self, id: BatchId, digest: &str, entry: &Entry, now: Timestamp) -> Result<(), StoreError> {
        self.set_state(id, BatchState::Loading, BatchState::Live, now)?;
        let mut payload: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(&entry.payload).unwrap_or_default();
        payload.insert("batch".to_owned(), id.to_string().into());
        payload.insert("digest".to_owned(), digest.into());
        let entry = Entry {
            kind: BATCH_LIVE.to_owned(),
            payload: serde_json::Value::Object(payload).to_string(),
            seal_no: None,
            hash: None,
            ..entry.clone()
        };
        insert_row!(self.tx(), timeline, &entry)
    }
}

fn is_full(rows: usize) -> bool {
    i64::try_from(rows).is_ok_and(|n| n == PAGE)
}

impl Store {
    /// Checks the chain, the ledger and the imports on one still picture of the database.
    pub fn verify(&self) -> Result<Verification, StoreError> {
        self.read(|tx| {
            let mut seen = Verification::default();
            tx.verify_chain(&mut seen)?;
            tx.verify_ledger(&mut seen)?;
            tx.verify_batches(&mut seen)?;
            Ok(seen)
        })
    }
}

impl Tx {
    fn verify_chain(&mut self, seen: &mut Verification) -> Result<(), StoreError> {
        let unsealed: i64 = self.run(|c| timeline::table.filter(timeline::seal_no.is_null()).count().get_result(c))?;
        seen.unsealed = unsealed.unsigned_abs();
        let (mut previous, mut number) = (GENESIS, 0);
        loop {
            let rows: Vec<TimelineRow> = self.run(|c| {
                timeline::table
                    .filter(timeline::seal_no.gt(number))
                    .order(timeline::seal_no)
                    .limit(PAGE)
                    .select(TimelineRow::as_select())
                    .load(c)
            })?;
            for row in &rows {
                let id = crate::EntryId(row.id);
                let found = row.seal_no.unwrap_or_default();
                if found != number + 1 {
                    seen.wrong(
                        "timeline-chain",
                        format!("entry no {} is missing: entry {id} has no {found}", number + 1),
                    );
                    return Ok(());
                }
                let expected = link(&previous, row);
                if row.hash.as_deref() != Some(&*hex(&expected)) {
                    seen.wrong("timeline-chain", format!("entry no {found} ({id}, {}) was altered", row.kind));
                    return Ok(());
                }
                (previous, number) = (expected, found);
                seen.sealed += 1;
            }
            if !is_full(rows.len()) {
                seen.head = (number > 0).then(|| hex(&previous));
                return Ok(());
            }
        }
    }

    /// Account by account: what is matched never exceeds a piece nor flips its sign, and both
    /// pieces of a match are of the account, of its currency and of opposite signs.
    fn verify_ledger(&mut self, seen: &mut Verification) -> Result<(), StoreError> {
        let mut last = i64::MIN;
        loop {
            let ids: Vec<i64> = self.run(|c| {
                account::table.filter(account::id.gt(last)).order(account::id).limit(1000).select(account::id).load(c)
            })?;
            let Some(newest) = ids.last().copied() else { return Ok(()) };
            last = newest;
            self.verify_accounts(&ids.into_iter().map(AccountId).collect::<Vec<_>>(), seen)?;
        }
    }

    fn verify_accounts(&mut self, accounts: &[AccountId], seen: &mut Verification) -> Result<(), StoreError> {
        struct Piece {
            account: AccountId,
            amount: i64,
            currency: Currency,
            matched: i128,
        }
        let mut pieces: HashMap<ItemId, Piece> = HashMap::new();
        for i in self.items().of_accounts(accounts)? {
            seen.items += 1;
            let (amount, currency) = (i.amount.minor(), i.amount.currency());
            pieces.insert(i.id, Piece { account: i.account_id, amount, currency, matched: 0 });
        }
        for a in self.allocations().of_accounts(accounts)? {
            seen.allocations += 1;
            for (side, id, sign) in [("debit", a.debit_id, 1), ("credit", a.credit_id, -1)] {
                let Some(piece) = pieces.get_mut(&id).filter(|p| p.account == a.account_id) else {
                    seen.wrong(
                        "ledger",
                        format!("match {}: its {side} {id} does not count on account {}", a.id, a.account_id),
                    );
                    continue;
                };
                if piece.currency != a.amount.currency() {
                    seen.wrong(
                        "ledger",
                        format!("match {} is in {}, its {side} {id} is not", a.id, a.amount.currency()),
                    );
                }
                if piece.amount.signum() != sign {
                    seen.wrong("ledger", format!("match {}: its {side} {id} has the wrong sign", a.id));
                }
                piece.matched += i128::from(a.amount.minor()) * i128::from(sign);
            }
        }
        for (id, piece) in &pieces {
            let amount = i128::from(piece.amount);
            if piece.matched.abs() > amount.abs() || piece.matched * amount < 0 {
                seen.wrong(
                    "ledger",
                    format!("item {id} of {} has {} matched (minor units)", piece.amount, piece.matched),
                );
            }
        }
        Ok(())
    }

    /// Every import that counts or counted has left a digest, and its rows still give it.
    fn verify_batches(&mut self, seen: &mut Verification) -> Result<(), StoreError> {
        let mut noted: HashMap<String, Vec<String>> = HashMap::new();
        let mut before = None;
        loop {
            let page = self.timeline().of_kind(BATCH_LIVE, before, 1000)?;
            for entry in &page {
                let payload: serde_json::Value = serde_json::from_str(&entry.payload).unwrap_or_default();
                if let (Some(batch), Some(digest)) = (payload["batch"].as_str(), payload["digest"].as_str()) {
                    noted.entry(batch.to_owned()).or_default().push(digest.to_owned());
                }
            }
            before = page.last().map(|e| e.id);
            if page.len() < 1000 {
                break;
            }
        }
        let counted = [BatchState::Live.slug(), BatchState::Undone.slug()];
        let ids: Vec<i64> =
            self.run(|c| batch::table.filter(batch::state.eq_any(counted)).order(batch::id).select(batch::id).load(c))?;
        for id in ids.into_iter().map(BatchId) {
            let digest = self.batches().digest(id)?;
            seen.batches += 1;
            match noted.get(&id.to_string()) {
                None => seen.wrong("batch-digest", format!("import {id} left no digest in the timeline")),
                Some(digests) if digests.iter().any(|d| *d != digest) => {
                    seen.wrong("batch-digest", format!("a piece or a match of import {id} was altered since"));
                }
                Some(_) => {}
            }
        }
        Ok(())
    }
}
