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
use store::{BatchChange, BatchChangeId, StoreError, Tx};

use super::corrections::{Corrections, Way};
use super::read::Prepared;
use super::{ImportAnswer, ImportRequest, Progress};
use crate::desk::About;
use crate::news::{Seen, Touches, touches};
use crate::{Actor, Desk, DeskError};

/// Rows of one transaction, at most.
const ROWS: usize = 5000;
/// How long a loading batch is ours without a sign of life, microseconds.
pub(super) const LEASE_US: i64 = 10 * 1_000_000;
/// How long reading everything again for its digest may take, microseconds.
const DIGEST_US: i64 = 300 * 1_000_000;

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
    /// Writes a planned import; nothing when the ledger has moved since `seen`, or when the batch was given
    /// up for dead meanwhile: it must be planned again.
    pub(super) fn write_import(
        &self,
        actor: &Actor,
        prepared: Prepared,
        seen: &Seen,
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
        if !self.open_batch(actor, &header, new_creditor.then_some(&creditor), seen)? {
            return Ok(None);
        }
        self.make_groups(&mut known, &plan.new_groups)?;
        let context = Context { creditor: &creditor, as_of: header.as_of };
        let ids = Ids { source: &self.ids, now: self.now(), batch: batch_id };
        let pieces = intake.pieces.len();
        let written = self
            .write_accounts(&plan.accounts, &intake, &known, context, ids, progress)
            .and_then(|()| self.go_live(actor, &header, pieces));
        drop(intake);
        if let Err(error) = written {
            let ours = self.drop_import(batch_id, true)?;
            let state = self.store.read(|tx| tx.batches().get(batch_id))?.state;
            return if !ours && state == BatchState::Dropped { Ok(None) } else { Err(error) };
        }
        answer.batch = Some(batch_id);
        Ok(Some(answer))
    }

    /// Waits for whoever else works on an import of the same creditor, and ends that work when they show no
    /// sign of life.
    pub(super) fn wait_for_others(
        &self,
        actor: &Actor,
        request: &ImportRequest,
        progress: Progress<'_>,
    ) -> Result<(), DeskError> {
        let (creditor, new) = self.import_creditor(actor, request)?;
        if new {
            return Ok(());
        }
        loop {
            self.end_abandoned_imports()?;
            let Some(busy) = self.store.read(|tx| tx.batches().busy(creditor.id))? else { return Ok(()) };
            tracing::info!(batch = %busy.id, "another import of this creditor is running; waiting for it");
            progress(0, 0);
            std::thread::sleep(std::time::Duration::from_millis(500));
        }
    }

    /// Ends what somebody began who shows no sign of life: an import that never counted is dropped, one
    /// that counts or was taken back has its corrections finished.
    pub(crate) fn end_abandoned_imports(&self) -> Result<(), DeskError> {
        let now = self.now();
        for batch in self.store.read(|tx| tx.batches().abandoned(now))? {
            tracing::warn!(batch = %batch.id, state = batch.state.slug(), "an interrupted import is ended");
            match batch.state {
                BatchState::Loading => self.drop_import(batch.id, false).map(drop)?,
                BatchState::Dropped => self.store.drop_batch(batch.id)?,
                BatchState::Live => self.finish_corrections(&batch, Way::Forward)?,
                BatchState::Undone => self.finish_corrections(&batch, Way::Back)?,
            }
        }
        Ok(())
    }

    /// Opens the batch if the ledger is still the one it was planned for; a new creditor comes with it.
    fn open_batch(
        &self,
        actor: &Actor,
        header: &Batch,
        new: Option<&Creditor>,
        seen: &Seen,
    ) -> Result<bool, DeskError> {
        let now = self.now();
        Ok(self.store.write("import.open", |tx| {
            if tx.batches().busy(header.creditor_id)?.is_some() || has_moved(tx, seen)? {
                return Ok::<_, StoreError>(false);
            }
            if let Some(creditor) = new {
                self.add_creditor(tx, actor, creditor)?;
            }
            tx.batches().insert(header, Some(later(now, LEASE_US)))?;
            Ok(true)
        })?)
    }

    /// Drops an import that does not count, and removes its rows; false when it is not to be dropped: it
    /// counts, it is being dropped, or, where it is not `mine`, somebody writes it.
    fn drop_import(&self, id: BatchId, mine: bool) -> Result<bool, DeskError> {
        let now = self.now();
        let given_up =
            self.store.write("import.drop", |tx| tx.batches().give_up(id, mine, now, later(now, LEASE_US)))?;
        if given_up {
            self.store.drop_batch(id)?;
        }
        Ok(given_up)
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

    /// Makes the batch count, with its corrections and what happened in one transaction; where they are
    /// many, they follow a page a transaction, and whoever comes after an interruption finishes them.
    fn go_live(&self, actor: &Actor, header: &Batch, pieces: usize) -> Result<(), DeskError> {
        let now = self.now();
        self.store.write("import.alive", |tx| {
            tx.batches().progress(header.id, header.total, header.total, Some(later(now, DIGEST_US)))
        })?;
        let (digest, touched, corrections) = self.store.read(|tx| {
            let digest = tx.batches().digest(header.id)?;
            Ok::<_, StoreError>((digest, tx.items().counts_of_batch(header.id)?, Corrections::read(tx, header.id)?))
        })?;
        let now = self.now();
        self.store.write("import.live", |tx| {
            let rest = corrections.are_many().then(|| later(now, LEASE_US));
            tx.batches().turn(header.id, BatchState::Loading, BatchState::Live, now, rest)?;
            corrections.stand(tx, Way::Forward)?;
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
        if corrections.are_many() {
            self.finish_corrections(header, Way::Forward)?;
        }
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

/// True when something of the ledger was written since `seen`: what a plan was made from may be otherwise.
fn has_moved(tx: &mut Tx, seen: &Seen) -> Result<bool, StoreError> {
    Ok(match seen.news(tx)? {
        Some((_, marks)) => marks.iter().any(|mark| touches(&mark.kind) == Touches::Ledger),
        None => !seen.is_current(tx.timeline().stamp()?),
    })
}

/// The figures of an outcome without its lists.
fn summary(outcome: &str) -> BTreeMap<String, serde_json::Value> {
    let all: BTreeMap<String, serde_json::Value> = serde_json::from_str(outcome).unwrap_or_default();
    all.into_iter().filter(|(_, v)| v.is_number()).collect()
}

pub(super) fn later(now: Timestamp, us: i64) -> Timestamp {
    Timestamp::from_microsecond(now.as_microsecond() + us).unwrap_or(now)
}
