//! Writing a planned import.

use std::collections::BTreeMap;

use kernel::Timestamp;
use ledger::imports::{AccountPlan, Context, Entity, Ids, Known, Rows, materialise};
use ledger::intake::Intake;
use ledger::{
    Account, Allocation, AllocationId, Batch, BatchId, BatchState, Contact, Creditor, Debtor, Group, GroupId, Item,
    ItemId, ItemKind,
};
use rayon::prelude::*;
use store::{BatchChange, BatchChangeId, StoreError};

use super::read::Prepared;
use super::undo::Way;
use super::{ImportAnswer, ImportRequest, Progress};
use crate::desk::About;
use crate::{Actor, Desk, DeskError};

/// Rows of one transaction, at most.
const ROWS: usize = 5000;
/// How long a loading batch is ours without a sign of life, microseconds.
const LEASE_US: i64 = 10 * 1_000_000;

/// Rows waiting for their transaction.
#[derive(Default)]
struct Pending {
    debtors: Vec<Debtor>,
    accounts: Vec<Account>,
    contacts: Vec<Contact>,
    items: Vec<Item>,
    allocations: Vec<Allocation>,
    changes: Vec<BatchChange>,
}

impl Pending {
    fn rows(&self) -> usize {
        self.debtors.len()
            + self.accounts.len()
            + self.contacts.len()
            + self.items.len()
            + self.allocations.len()
            + self.changes.len()
    }

    fn take(&mut self, rows: Rows, changes: Vec<BatchChange>) {
        self.debtors.extend(rows.debtor);
        self.accounts.extend(rows.account);
        self.contacts.extend(rows.contact);
        self.items.extend(rows.items);
        self.allocations.extend(rows.allocations);
        self.changes.extend(changes);
    }
}

impl Desk {
    /// Writes a planned import; nothing when the ledger is no longer the one of `stamp`.
    pub(super) fn write_import(
        &self,
        actor: &Actor,
        prepared: Prepared,
        stamp: (i64, i64),
        progress: Progress<'_>,
    ) -> Result<Option<ImportAnswer>, DeskError> {
        let Prepared { creditor, new_creditor, intake, mut known, plan, mut answer, batch: mut header } = prepared;
        if plan.accounts.is_empty() {
            // Nothing moved: nothing to write, nothing to undo.
            return Ok(Some(answer));
        }
        let batch_id = BatchId(self.id());
        header.id = batch_id;
        header.creditor_id = creditor.id;
        header.total = i64::try_from(plan.accounts.len()).unwrap_or(i64::MAX);
        header.actor.clone_from(&actor.name);
        header.created_at = self.now();
        header.outcome = serde_json::to_string(&plan.outcome).unwrap_or_else(|_| "{}".to_owned());
        if !self.open_batch(actor, &header, new_creditor.then_some(&creditor), stamp)? {
            return Ok(None);
        }
        self.make_groups(&mut known, &plan.new_groups)?;
        let context = Context { creditor: &creditor, as_of: header.as_of };
        let ids = Ids { source: &self.ids, now: self.now(), batch: batch_id };
        let written = self.write_accounts(&plan.accounts, &intake, &known, context, ids, progress);
        let pieces = intake.pieces.len();
        drop(intake);
        if let Err(error) = written {
            self.drop_import(batch_id)?;
            return Err(error);
        }
        self.go_live(actor, &header, pieces)?;
        answer.batch = Some(batch_id);
        Ok(Some(answer))
    }

    /// Waits for another import of the same creditor, and drops it when it shows no sign of life.
    pub(super) fn clear_loading(&self, actor: &Actor, request: &ImportRequest) -> Result<(), DeskError> {
        let (creditor, new) = self.import_creditor(actor, request)?;
        if new {
            return Ok(());
        }
        loop {
            let now = self.now();
            let (loading, abandoned) = self
                .store
                .read(|tx| Ok::<_, StoreError>((tx.batches().loading(creditor.id)?, tx.batches().abandoned(now)?)))?;
            let Some(loading) = loading else { return Ok(()) };
            if abandoned.iter().any(|b| b.id == loading.id) {
                self.drop_import(loading.id)?;
                continue;
            }
            tracing::info!(batch = %loading.id, "another import of this creditor is running; waiting for it");
            std::thread::sleep(std::time::Duration::from_millis(500));
        }
    }

    /// Opens the batch if the ledger is still the one it was planned for; a new creditor comes with it.
    fn open_batch(
        &self,
        actor: &Actor,
        header: &Batch,
        new: Option<&Creditor>,
        stamp: (i64, i64),
    ) -> Result<bool, DeskError> {
        let now = self.now();
        Ok(self.store.write("import.open", |tx| {
            if tx.batches().loading(header.creditor_id)?.is_some() || tx.timeline().stamp()? != stamp {
                return Ok::<_, StoreError>(false);
            }
            if let Some(creditor) = new {
                self.add_creditor(tx, actor, creditor)?;
            }
            tx.batches().insert(header, Some(later(now, LEASE_US)))?;
            Ok(true)
        })?)
    }

    /// Drops an interrupted import: what it changed already is taken back, its rows are removed.
    fn drop_import(&self, id: BatchId) -> Result<(), DeskError> {
        tracing::warn!(batch = %id, "an interrupted import is dropped");
        self.apply_changes(id, Way::Back)?;
        Ok(self.store.drop_batch(id, self.now())?)
    }

    fn make_groups(&self, known: &mut Known, names: &std::collections::BTreeSet<String>) -> Result<(), DeskError> {
        let groups: Vec<Group> = names.iter().map(|n| Group { id: GroupId(self.id()), name: n.clone() }).collect();
        self.store.write("import.groups", |tx| {
            for group in &groups {
                tx.groups().insert(group)?;
            }
            Ok::<_, StoreError>(())
        })?;
        known.groups.extend(groups.into_iter().map(|g| (g.name.clone(), g)));
        Ok(())
    }

    fn write_accounts(
        &self,
        plans: &[AccountPlan],
        intake: &Intake,
        known: &Known,
        context: Context<'_>,
        ids: Ids<'_>,
        progress: Progress<'_>,
    ) -> Result<(), DeskError> {
        let mut pending = Pending::default();
        let total = plans.len() as u64;
        let whole = i64::try_from(plans.len()).unwrap_or(i64::MAX);
        let mut done = 0;
        for slice in plans.chunks(256) {
            let made: Vec<Rows> = slice.par_iter().map(|plan| materialise(plan, intake, known, context, ids)).collect();
            for (plan, mut rows) in slice.iter().zip(made) {
                let changes = self.changes(plan, &rows, known, ids.batch);
                for (item, minor, on) in std::mem::take(&mut rows.reopenings) {
                    self.reopen(&mut rows, item, minor, on, ids)?;
                }
                pending.take(rows, changes);
                done += 1;
                if pending.rows() >= ROWS {
                    self.flush(&mut pending, ids.batch, done, whole)?;
                    progress(done.unsigned_abs(), total);
                }
            }
        }
        self.flush(&mut pending, ids.batch, done, whole)?;
        progress(total, total);
        Ok(())
    }

    fn flush(&self, pending: &mut Pending, batch: BatchId, done: i64, total: i64) -> Result<(), DeskError> {
        let rows = std::mem::take(pending);
        let now = self.now();
        self.store.write("import.rows", |tx| {
            tx.debtors().insert_many(&rows.debtors)?;
            tx.accounts().insert_many(&rows.accounts)?;
            tx.contacts().insert_many(&rows.contacts)?;
            for part in rows.items.chunks(ROWS) {
                tx.items().insert_many(part)?;
            }
            tx.allocations().insert_many(&rows.allocations)?;
            tx.batches().add_changes(&rows.changes)?;
            tx.batches().progress(batch, done, total, Some(later(now, LEASE_US)))
        })?;
        Ok(())
    }

    /// What the plan changes in rows that exist, kept apart until the batch goes live.
    fn changes(&self, plan: &AccountPlan, rows: &Rows, known: &Known, batch: BatchId) -> Vec<BatchChange> {
        let Some(account) = known.accounts.get(&*plan.number) else { return Vec::new() };
        let change = |entity: &str, entity_id: i64, field: &str, old: String, new: String| BatchChange {
            id: BatchChangeId(self.id()),
            batch_id: batch,
            account_id: rows.account_id,
            entity: entity.to_owned(),
            entity_id,
            field: field.to_owned(),
            old_value: Some(old),
            new_value: Some(new),
            applied: false,
        };
        let fields = plan.changes.iter().map(|c| {
            let (entity, id) = match c.entity {
                Entity::Debtor => ("debtor", account.debtor.id.0),
                Entity::Account => ("account", account.account.id.0),
            };
            change(entity, id, c.field, c.old.clone(), c.new.clone())
        });
        let dues = plan.due_changes.iter().map(|d| {
            let old = format!("{}{}", d.old, if d.was_inferred { "?" } else { "" });
            change("item", d.item.0, "due_on", old, d.new.to_string())
        });
        fields.chain(dues).collect()
    }

    /// Takes back the latest matches of a piece that the file shows open again, and balances what
    /// had settled it, so that only the piece itself moves.
    fn reopen(
        &self,
        rows: &mut Rows,
        item: ItemId,
        minor: i64,
        on: kernel::Date,
        ids: Ids<'_>,
    ) -> Result<(), DeskError> {
        let matches = self.store.read(|tx| tx.allocations().of_item(item))?;
        let mut left = minor;
        for found in matches.iter().rev().filter(|a| a.amount.minor() > 0) {
            let taken_back: i64 =
                matches.iter().filter(|a| a.reverses == Some(found.id)).map(|a| a.amount.minor()).sum();
            let back = (found.amount.minor() + taken_back).min(left);
            if back <= 0 {
                continue;
            }
            left -= back;
            let currency = found.amount.currency();
            let amount = kernel::Money::new(back, currency);
            let next = || AllocationId(self.ids.next(ids.now));
            rows.allocations.push(Allocation {
                id: next(),
                batch_id: ids.batch,
                amount: -amount,
                on,
                reverses: Some(found.id),
                letter: String::new(),
                ..found.clone()
            });
            let settled_by = if found.debit_id == item { found.credit_id } else { found.debit_id };
            let owed = found.debit_id == item;
            let balance = ItemId(self.ids.next(ids.now));
            rows.items.push(Item {
                id: balance,
                account_id: found.account_id,
                batch_id: ids.batch,
                kind: ItemKind::Settlement,
                number: String::new(),
                key: format!("@{}", kernel::id::to_text(balance.0)),
                label: String::new(),
                amount: if owed { amount } else { -amount },
                entry_on: on,
                issue_on: on,
                due_on: on,
                due_inferred: false,
                supply_on: None,
                gl_account: String::new(),
            });
            let (debit_id, credit_id) = if owed { (balance, settled_by) } else { (settled_by, balance) };
            rows.allocations.push(Allocation {
                id: next(),
                account_id: found.account_id,
                batch_id: ids.batch,
                debit_id,
                credit_id,
                amount,
                on,
                letter: String::new(),
                reverses: None,
            });
            if left == 0 {
                break;
            }
        }
        Ok(())
    }

    /// Applies the changes, makes the batch count, and writes what happened: one transaction when
    /// small; the changes in chunks before the flip otherwise, each idempotent.
    fn go_live(&self, actor: &Actor, header: &Batch, pieces: usize) -> Result<(), DeskError> {
        let digest = self.store.read(|tx| tx.batches().digest(header.id))?;
        self.apply_changes(header.id, Way::Forward)?;
        let touched = self.store.read(|tx| tx.items().counts_of_batch(header.id))?;
        let now = self.now();
        self.store.write("import.live", |tx| {
            tx.batches().set_state(header.id, BatchState::Loading, BatchState::Live, now)?;
            let about = About { account: None, creditor: Some(header.creditor_id), on: Some(header.as_of) };
            let payload = serde_json::json!({
                "batch": header.id, "source": header.source, "format": header.format, "mode": header.mode,
                "fingerprint": header.fingerprint, "digest": digest, "outcome": summary(&header.outcome),
            });
            if header.mode == ledger::ImportMode::Snapshot {
                tx.settings().set(&super::read::last_snapshot(header.creditor_id), &pieces.to_string())?;
            }
            self.note(tx, actor, about, "batch.live", &payload)
        })?;
        self.note_accounts(actor, header, &touched)
    }

    /// One line in the timeline of each account the batch touched.
    fn note_accounts(
        &self,
        actor: &Actor,
        header: &Batch,
        touched: &[(ledger::AccountId, i64)],
    ) -> Result<(), DeskError> {
        for part in touched.chunks(ROWS) {
            let entries: Vec<_> = part
                .iter()
                .map(|(account, pieces)| {
                    let about =
                        About { account: Some(*account), creditor: Some(header.creditor_id), on: Some(header.as_of) };
                    let payload = serde_json::json!({ "batch": header.id, "source": header.source, "pieces": pieces });
                    self.entry(store::EntryId(self.id()), actor, about, "batch.pieces", &payload)
                })
                .collect();
            self.store.write("import.note", |tx| tx.timeline().append_many(&entries))?;
        }
        Ok(())
    }
}

/// The figures of an outcome without its lists.
fn summary(outcome: &str) -> BTreeMap<String, serde_json::Value> {
    let all: BTreeMap<String, serde_json::Value> = serde_json::from_str(outcome).unwrap_or_default();
    all.into_iter().filter(|(_, v)| v.is_number()).collect()
}

fn later(now: Timestamp, us: i64) -> Timestamp {
    Timestamp::from_microsecond(now.as_microsecond() + us).unwrap_or(now)
}
