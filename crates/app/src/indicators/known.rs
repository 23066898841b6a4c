//! The history of the ledger in memory: read by one scan, read again when a piece has moved.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use kernel::{Currency, Timestamp};
use ledger::indicators::coverage::{BatchFacts, Source};
use ledger::indicators::history::{History, HistoryBuilder};
use ledger::{AccountId, BatchId, CreditorId, ImportMode};
use store::{LedgerStamp, LiveBatch};

use crate::portfolio::{allocation_row, item_row};
use crate::{Desk, DeskError};

/// The books day by day, and the files they come from.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) history: History,
    /// The batches that count, the oldest first.
    pub(crate) batches: Vec<LiveBatch>,
    pub(crate) read_at: Timestamp,
    stamp: LedgerStamp,
}

/// The last history read.
#[derive(Debug, Default)]
pub(crate) struct HistoryCache(Mutex<Option<Arc<Known>>>);

impl Desk {
    /// The history of the ledger, from memory while no piece, match or due date has changed.
    pub(super) fn known_history(&self) -> Result<Arc<Known>, DeskError> {
        let mut cache = self.history.0.lock().unwrap_or_else(PoisonError::into_inner);
        let stamp = self.store.read(|tx| tx.batches().ledger_stamp())?;
        if let Some(known) = cache.as_ref().filter(|k| k.stamp == stamp) {
            return Ok(Arc::clone(known));
        }
        let known = Arc::new(self.read_history()?);
        *cache = Some(Arc::clone(&known));
        Ok(known)
    }

    fn read_history(&self) -> Result<Known, DeskError> {
        let read_at = self.now();
        self.store.read(|tx| {
            let stamp = tx.batches().ledger_stamp()?;
            let books: HashMap<CreditorId, Currency> =
                tx.creditors().list()?.into_iter().map(|c| (c.id, c.currency)).collect();
            let batches = tx.batches().live()?;
            let facts = batches.iter().filter_map(|b| facts(b, &books)).collect();
            let mut owners: Vec<(AccountId, CreditorId)> = Vec::new();
            tx.scan_accounts::<DeskError>(|a| {
                owners.push((a.id, a.creditor_id));
                Ok(())
            })?;
            let mut builder = HistoryBuilder::new(owners, facts);
            tx.scan_allocations::<DeskError>(None, |a| {
                builder.settle(allocation_row(&a), a.batch_id);
                Ok(())
            })?;
            tx.scan_items::<DeskError>(None, |i| {
                builder.add(&item_row(&i), i.batch_id);
                Ok(())
            })?;
            Ok::<_, DeskError>(Known { history: builder.finish(), batches, read_at, stamp })
        })
    }
}

/// What a batch says of the ledger's history; a correction by hand says nothing.
fn facts(batch: &LiveBatch, books: &HashMap<CreditorId, Currency>) -> Option<(BatchId, BatchFacts)> {
    let source = match (batch.format.as_str(), batch.mode) {
        ("manual", _) => return None,
        ("fec", _) => Source::Ledger(*books.get(&batch.creditor_id)?),
        (_, ImportMode::Movement) => Source::Movements,
        (_, ImportMode::Snapshot) => Source::Snapshot,
    };
    Some((batch.id, BatchFacts::new(batch.creditor_id, source, batch.as_of)))
}
