//! What an import corrects in rows that exist: made to stand when it counts, taken back when it is undone.

use ledger::{Account, AccountId, Batch, BatchId, Debtor, DebtorId, Item, ItemId};
use store::{BatchChange, BatchChangeId, StoreError, Tx};

use crate::desk::About;
use crate::{Actor, Desk, DeskError};

/// Corrections of one transaction.
const PAGE: u32 = 1000;

/// Which value of a correction must stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// The file's.
    Forward,
    /// The one before.
    Back,
}

/// The corrections of a batch, where one transaction holds them.
pub(super) struct Corrections(Option<Vec<BatchChange>>);

impl Corrections {
    pub fn read(tx: &mut Tx, batch: BatchId) -> Result<Self, StoreError> {
        let page = tx.batches().changes(batch, None, PAGE + 1)?;
        Ok(Self((page.len() <= PAGE as usize).then_some(page)))
    }

    /// True when they are too many for a transaction: [`Desk::settle`] then does them after it.
    pub const fn are_many(&self) -> bool {
        self.0.is_none()
    }

    /// Makes them stand, or takes them back, unless they are many.
    pub fn stand(&self, tx: &mut Tx, way: Way) -> Result<(), StoreError> {
        stand(tx, self.0.as_deref().unwrap_or_default(), way)
    }
}

impl Desk {
    /// Makes all the corrections of a batch stand, or takes them back, a page a transaction. Done twice it
    /// changes nothing: interrupted, it is finished by whoever comes next.
    pub(super) fn finish_corrections(&self, batch: &Batch, way: Way) -> Result<(), DeskError> {
        let mut after: Option<BatchChangeId> = None;
        loop {
            let page = self.store.read(|tx| tx.batches().changes(batch.id, after, PAGE))?;
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            self.store.write("import.corrections", |tx| stand(tx, &page, way))?;
        }
        self.store.write("import.settled", |tx| {
            tx.batches().settled(batch.id)?;
            let about = About { account: None, creditor: Some(batch.creditor_id), on: None };
            let payload = serde_json::json!({ "batch": batch.id, "source": batch.source });
            self.note(tx, &Actor::worker(), about, "batch.settled", &payload)
        })?;
        Ok(())
    }
}

/// Sets what stands otherwise, row by row. A value that is neither the file's nor the one before was written
/// by somebody since, and stays.
fn stand(tx: &mut Tx, page: &[BatchChange], way: Way) -> Result<(), StoreError> {
    let due: Vec<&BatchChange> = page.iter().filter(|c| c.applied == (way == Way::Back)).collect();
    for changes in due.chunk_by(|a, b| (&a.entity, a.entity_id) == (&b.entity, b.entity_id)) {
        let Some(first) = changes.first() else { continue };
        match first.entity.as_str() {
            "debtor" => {
                let mut debtor = tx.debtors().get(DebtorId(first.entity_id))?;
                if replace(changes, way, &mut debtor, of_debtor, set_debtor) {
                    tx.debtors().save(&debtor)?;
                }
            }
            "account" => {
                let mut account = tx.accounts().get(AccountId(first.entity_id))?;
                if replace(changes, way, &mut account, of_account, set_account) {
                    tx.accounts().save(&account)?;
                }
            }
            _ => {
                let mut item = tx.items().get(ItemId(first.entity_id))?;
                if replace(changes, way, &mut item, of_item, set_item) {
                    tx.items().set_due(item.id, item.due_on, item.due_inferred)?;
                }
            }
        }
    }
    let ids: Vec<BatchChangeId> = due.iter().map(|c| c.id).collect();
    tx.batches().mark_changes(&ids, way == Way::Forward)
}

/// Replaces the values of one row that are what they were; true when one was.
fn replace<T>(
    changes: &[&BatchChange],
    way: Way,
    row: &mut T,
    value: impl Fn(&T, &str) -> String,
    set: impl Fn(&mut T, &str, &str),
) -> bool {
    let mut any = false;
    for change in changes {
        let (old, new) =
            (change.old_value.as_deref().unwrap_or_default(), change.new_value.as_deref().unwrap_or_default());
        let (from, to) = if way == Way::Forward { (old, new) } else { (new, old) };
        if value(row, &change.field) == from {
            set(row, &change.field, to);
            any = true;
        }
    }
    any
}

/// The day a piece is due, with `?` where it is inferred.
fn of_item(item: &Item, _: &str) -> String {
    format!("{}{}", item.due_on, if item.due_inferred { "?" } else { "" })
}

fn set_item(item: &mut Item, _: &str, text: &str) {
    let (day, inferred) = text.strip_suffix('?').map_or((text, false), |day| (day, true));
    if let Ok(day) = day.parse() {
        (item.due_on, item.due_inferred) = (day, inferred);
    }
}

fn of_account(account: &Account, field: &str) -> String {
    match field {
        "terms" => account.terms.map(|terms| terms.to_string()).unwrap_or_default(),
        _ => account.salesperson.clone(),
    }
}

fn set_account(account: &mut Account, field: &str, value: &str) {
    match field {
        "terms" => account.terms = value.parse().ok(),
        _ => value.clone_into(&mut account.salesperson),
    }
}

fn of_debtor(debtor: &Debtor, field: &str) -> String {
    match field {
        "name" => debtor.name.clone(),
        "kind" => debtor.kind.slug().to_owned(),
        "siren" => debtor.siren.as_ref().map_or_else(String::new, |siren| siren.as_str().to_owned()),
        "vat" => debtor.vat.as_ref().map_or_else(String::new, |vat| vat.as_str().to_owned()),
        "street" => debtor.address.street.clone(),
        "complement" => debtor.address.complement.clone(),
        "postcode" => debtor.address.postcode.clone(),
        "city" => debtor.address.city.clone(),
        "country" => debtor.address.country.clone(),
        "language" => debtor.language.slug().to_owned(),
        _ => String::new(),
    }
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
