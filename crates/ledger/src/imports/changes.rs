//! What the file changes in a known customer.

use super::KnownAccount;
use super::plan::{Change, Entity};
use crate::DebtorKind;
use crate::intake::CustomerRow;

/// Fields of a known customer that differ from the file. A general ledger only fills blanks.
pub(super) fn changes(row: &CustomerRow, known: &KnownAccount, fill_only: bool) -> Vec<Change> {
    let mut list = Vec::new();
    let mut compare = |entity, field, old: &str, new: Option<&str>| {
        let Some(new) = new.filter(|n| !n.is_empty() && *n != old) else { return };
        let blank = old.is_empty() || (field == "name" && old == known.account.number);
        if !fill_only || blank {
            list.push(Change { entity, field, old: old.to_owned(), new: new.to_owned() });
        }
    };
    let (debtor, account) = (&known.debtor, &known.account);
    compare(Entity::Debtor, "name", &debtor.name, row.name.as_deref());
    if !debtor.kind_confirmed {
        compare(Entity::Debtor, "kind", debtor.kind.slug(), row.kind.map(DebtorKind::slug));
    }
    compare(
        Entity::Debtor,
        "siren",
        debtor.siren.as_ref().map_or("", kernel::Siren::as_str),
        row.siren.as_ref().map(kernel::Siren::as_str),
    );
    compare(
        Entity::Debtor,
        "vat",
        debtor.vat.as_ref().map_or("", kernel::VatNumber::as_str),
        row.vat.as_ref().map(kernel::VatNumber::as_str),
    );
    compare(Entity::Debtor, "street", &debtor.address.street, row.street.as_deref());
    compare(Entity::Debtor, "complement", &debtor.address.complement, row.complement.as_deref());
    compare(Entity::Debtor, "postcode", &debtor.address.postcode, row.postcode.as_deref());
    compare(Entity::Debtor, "city", &debtor.address.city, row.city.as_deref());
    compare(Entity::Debtor, "country", &debtor.address.country, row.country.as_deref());
    compare(Entity::Debtor, "language", debtor.language.slug(), row.language.map(crate::Language::slug));
    let terms = row.terms.map(|t| t.to_string());
    let known_terms = account.terms.map(|t| t.to_string()).unwrap_or_default();
    compare(Entity::Account, "terms", &known_terms, terms.as_deref());
    compare(Entity::Account, "salesperson", &account.salesperson, row.salesperson.as_deref());
    list
}
