//! Applying what a batch changes in rows that exist, and taking it back.

use kernel::Wording;
use ledger::{Batch, BatchId, BatchState, Debtor};
use store::{BatchChange, BatchChangeId, StoreError, Tx};

use crate::desk::About;
use crate::{Actor, Desk, DeskError, Refusal};

/// Changes of one transaction.
const PAGE: u32 = 1000;

/// Which value of a change must stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// The file's.
    Forward,
    /// The one before.
    Back,
}

impl Desk {
    /// Makes the changes of a batch stand, or takes them back, a page a transaction. Done twice it
    /// changes nothing: a crash in the middle is finished by the next call.
    pub(super) fn apply_changes(&self, batch: BatchId, way: Way) -> Result<(), DeskError> {
        let mut after: Option<BatchChangeId> = None;
        loop {
            let page = self.store.read(|tx| tx.batches().changes(batch, after, PAGE))?;
            let Some(last) = page.last() else { return Ok(()) };
            after = Some(last.id);
            let due: Vec<&BatchChange> = page.iter().filter(|c| c.applied == (way == Way::Back)).collect();
            self.store.write("import.changes", |tx| {
                for change in &due {
                    apply(tx, change, way)?;
                }
                let ids: Vec<BatchChangeId> = due.iter().map(|c| c.id).collect();
                tx.batches().mark_changes(&ids, way == Way::Forward)
            })?;
        }
    }

    pub(super) fn undo_batch(&self, actor: &Actor, id: BatchId) -> Result<Batch, DeskError> {
        let (batch, later) = self.store.read(|tx| {
            let batch = actor.find(tx, id)?;
            let later = tx.batches().built_on(id)?;
            Ok::<_, DeskError>((batch, later))
        })?;
        if batch.state != BatchState::Live {
            return Err(Refusal::ImportNotLive { import: id.to_string(), state: state_words(batch.state) }.into());
        }
        if let Some(later) = later {
            let (import, later, source) = (id.to_string(), later.id.to_string(), later.source);
            return Err(Refusal::ImportBuiltOn { import, later, source }.into());
        }
        let now = self.now();
        self.store.write("import.undo", |tx| {
            tx.batches().set_state(id, BatchState::Live, BatchState::Undone, now)?;
            let about = About { account: None, creditor: Some(batch.creditor_id), on: None };
            self.note(tx, actor, about, "batch.undone", &serde_json::json!({ "batch": id, "source": batch.source }))
        })?;
        self.apply_changes(id, Way::Back)?;
        Ok(self.store.read(|tx| tx.batches().get(id))?)
    }
}

fn state_words(state: BatchState) -> Wording {
    match state {
        BatchState::Loading => Wording::new("en cours", "loading"),
        BatchState::Live => Wording::new("actif", "live"),
        BatchState::Undone => Wording::new("annulé", "taken back"),
        BatchState::Dropped => Wording::new("abandonné", "dropped"),
    }
}

/// Sets one field to the value that must stand.
fn apply(tx: &mut Tx, change: &BatchChange, way: Way) -> Result<(), StoreError> {
    let value = match way {
        Way::Forward => change.new_value.as_deref(),
        Way::Back => change.old_value.as_deref(),
    };
    let value = value.unwrap_or_default();
    match change.entity.as_str() {
        "debtor" => {
            let mut debtor = tx.debtors().get(ledger::DebtorId(change.entity_id))?;
            set_debtor(&mut debtor, &change.field, value);
            tx.debtors().save(&debtor)?;
        }
        "account" => {
            let mut account = tx.accounts().get(ledger::AccountId(change.entity_id))?;
            match change.field.as_str() {
                "terms" => account.terms = value.parse().ok(),
                _ => value.clone_into(&mut account.salesperson),
            }
            tx.accounts().save(&account)?;
        }
        _ => {
            let (day, inferred) = value.strip_suffix('?').map_or((value, false), |day| (day, true));
            if let Ok(due) = day.parse() {
                tx.items().set_due(ledger::ItemId(change.entity_id), due, inferred)?;
            }
        }
    }
    Ok(())
}

fn set_debtor(debtor: &mut Debtor, field: &str, value: &str) {
    match field {
        "name" => value.clone_into(&mut debtor.name),
        "kind" => {
            if let Some(kind) = ledger::DebtorKind::parse(value) {
                debtor.kind = kind;
            }
        }
        "siren" => debtor.siren = value.parse().ok(),
        "vat" => debtor.vat = value.parse().ok(),
        "street" => value.clone_into(&mut debtor.address.street),
        "complement" => value.clone_into(&mut debtor.address.complement),
        "postcode" => value.clone_into(&mut debtor.address.postcode),
        "city" => value.clone_into(&mut debtor.address.city),
        "country" => value.clone_into(&mut debtor.address.country),
        "language" => debtor.language = ledger::Language::parse(value).unwrap_or(debtor.language),
        _ => {}
    }
}
