//! The pieces that prove a claim: what is held of the order, of the delivery, of the invoice.

use judicial::readiness::Evidence;
use judicial::readiness::exhibits::ExhibitKind;
use kernel::search_key;
use ledger::{Item, ItemId};
use store::{CaseId, Tx};

use crate::DeskError;

/// What is held of each corner of the proof.
pub(super) struct Held {
    pub order: Evidence,
    pub delivery: Evidence,
    pub invoice: Evidence,
}

/// What the desk holds by itself of the pieces of a case: its exhibits, by their kind, and the file attached to an item,
/// which is its invoice. An item that is in the books without its file, or whose day of supply they tell, is mentioned.
pub(super) fn evidence(tx: &mut Tx, case: CaseId, items: &[Item]) -> Result<Held, DeskError> {
    let exhibits = tx.exhibits().of_case(case)?;
    let shows = |kinds: &[ExhibitKind]| exhibits.iter().any(|one| kinds.iter().any(|kind| kind.slug() == one.kind));
    let names = |item: &Item| {
        let of = exhibits.iter().filter(|one| one.kind == ExhibitKind::Invoice.slug());
        let number = search_key(&item.number);
        of.map(|one| search_key(&one.name)).any(|name| format!(" {name} ").contains(&format!(" {number} ")))
    };
    let owed: Vec<ItemId> = items.iter().map(|item| item.id).collect();
    let attached = tx.documents().of_items(&owed)?;
    let filed = |item: &Item| attached.iter().any(|file| file.item_id == Some(item.id)) || names(item);
    let all = |held: bool, otherwise| if held { Evidence::Filed } else { otherwise };
    let supplied = !items.is_empty() && items.iter().all(|item| item.supply_on.is_some());
    Ok(Held {
        order: all(shows(&[ExhibitKind::Order, ExhibitKind::Contract]), Evidence::Missing),
        delivery: all(shows(&[ExhibitKind::Delivery]), if supplied { Evidence::Mentioned } else { Evidence::Missing }),
        invoice: all(!items.is_empty() && items.iter().all(filed), Evidence::Mentioned),
    })
}
