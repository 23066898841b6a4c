//! Two answers made one, and what the register says against our file. Pure functions but for one reading.

use std::collections::BTreeSet;

use formats::limits;
use formats::sirene::{ActivityState, Company, Disclosure, Establishment};
use judicial::insolvency::matching::same_name;
use judicial::readiness::Identity;
use kernel::search_key;
use ledger::{Address, Debtor};
use store::{CompanyChange, CompanyEvent, CompanyState, KnownCompany, Tx};

use super::CompanyWarning;
use crate::DeskError;

/// An answer with what the one before said and it does not. What the company asked not to be spread is left out of
/// both.
pub(super) fn joined(mut now: Company, known: Option<&Company>) -> Company {
    let Some(known) = known else { return now };
    let hidden = now.disclosure.or(known.disclosure) == Some(Disclosure::Partial);
    now.disclosure = now.disclosure.or(known.disclosure);
    now.name = now.name.or_else(|| known.name.clone());
    now.acronym = now.acronym.or_else(|| known.acronym.clone());
    now.legal_form = now.legal_form.or_else(|| known.legal_form.clone());
    now.kind = now.kind.or(known.kind);
    now.created = now.created.or(known.created);
    if now.state != Some(ActivityState::Active) {
        now.ceased = now.ceased.or(known.ceased);
    }
    now.state = now.state.or(known.state);
    now.open_establishments = now.open_establishments.or(known.open_establishments);
    now.head_office = now.head_office.or_else(|| known.head_office.clone());
    let mut named: BTreeSet<String> =
        now.establishments.iter().chain(&now.head_office).map(|one| one.siret.as_str().to_owned()).collect();
    let seat =
        known.head_office.clone().map(|seat| Establishment { head_office: false, former_head_office: true, ..seat });
    for other in known.establishments.iter().cloned().chain(seat) {
        if named.insert(other.siret.as_str().to_owned()) {
            now.establishments.push(other);
        }
    }
    now.establishments.sort_by(|a, b| a.siret.cmp(&b.siret));
    now.establishments.truncate(limits::ESTABLISHMENTS);
    if hidden {
        now.hide();
    }
    now
}

/// What the register says of a company it knows.
pub(super) const fn state(of: &Company) -> CompanyState {
    match of.state {
        Some(ActivityState::Active) => CompanyState::Active,
        Some(ActivityState::Ceased) => CompanyState::Ceased,
        None => CompanyState::Unsaid,
    }
}

/// True of a head office that closed.
pub(super) fn seat_closed(of: &Company) -> bool {
    of.head_office.as_ref().is_some_and(|seat| seat.state == Some(ActivityState::Ceased))
}

/// The company as it was read; none while it never was, or when what was kept cannot be read any more: the next
/// answer replaces it.
pub(super) fn body(row: &KnownCompany) -> Option<Company> {
    serde_json::from_str(&row.body).ok()
}

/// What to look at, what stops who acts first.
pub(super) fn warnings(row: &KnownCompany, changes: &[CompanyChange], debtor: &Debtor) -> Vec<CompanyWarning> {
    use CompanyWarning as W;
    let mut found = Vec::new();
    match row.state {
        CompanyState::Ceased => found.push(W::Ceased),
        CompanyState::Unknown => found.push(W::Unknown),
        CompanyState::Active | CompanyState::Unsaid => {}
    }
    let Some(company) = body(row) else { return found };
    if row.seat_closed && row.state != CompanyState::Ceased {
        found.push(W::SeatClosed);
    }
    if is_elsewhere(&company, &debtor.address) {
        found.push(if row.seat_moved_on.is_some() {
            W::SeatMoved
        } else if company.establishments.iter().any(|other| is_closed(other) && is_at(other, &debtor.address)) {
            W::AddressClosed
        } else {
            W::AddressDiffers
        });
    }
    if changes.iter().any(|change| change.what == CompanyEvent::Renamed) {
        found.push(W::Renamed);
    }
    if company.name.as_deref().is_some_and(|name| !same_name(name, &debtor.name)) {
        found.push(W::NameDiffers);
    }
    found
}

fn is_closed(of: &Establishment) -> bool {
    of.state == Some(ActivityState::Ceased)
}

/// True when we have an address and the register another one for the head office.
pub(super) fn is_elsewhere(company: &Company, ours: &Address) -> bool {
    let seat = company.head_office.as_ref().filter(|seat| seat.postcode.is_some() && seat.town.is_some());
    let written = !ours.postcode.is_empty() && !ours.city.is_empty();
    written && seat.is_some_and(|seat| !is_at(seat, ours))
}

/// The same town, and the same postcode: that of a CEDEX is another one of the same department.
fn is_at(of: &Establishment, ours: &Address) -> bool {
    let (Some(postcode), Some(town)) = (of.postcode.as_deref(), of.town.as_deref()) else { return false };
    let (theirs, mine) = (town_key(town), town_key(&ours.city));
    let cedex = [town, ours.city.as_str()].into_iter().any(|text| search_key(text).split(' ').any(|w| w == "cedex"));
    let head = |text: &str| text.trim().chars().take(2).collect::<String>();
    let same_postcode = postcode.trim() == ours.postcode.trim();
    theirs == mine && (same_postcode || cedex && head(postcode) == head(&ours.postcode))
}

/// A town without its district, its CEDEX and the ways to write Saint.
fn town_key(town: &str) -> String {
    let key = search_key(town);
    let words = key.split(' ').filter(|word| *word != "cedex" && !word.chars().all(|c| c.is_ascii_digit()));
    let words = words.map(|word| match word {
        "st" => "saint",
        "ste" => "sainte",
        word => word,
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The address of the head office as a letter needs it; none when it is hidden, abroad or closed.
pub(super) fn address_of_seat(company: &Company) -> Option<Address> {
    let seat = company.head_office.as_ref().filter(|seat| !is_closed(seat))?;
    let (line, postcode, town) = (seat.address.as_deref()?, seat.postcode.as_deref()?, seat.town.as_deref()?);
    let street = line.rfind(postcode).map_or(line, |at| &line[..at]);
    Some(Address {
        street: street.trim().trim_end_matches(',').to_owned(),
        complement: String::new(),
        postcode: postcode.to_owned(),
        city: town.to_owned(),
        country: "FR".to_owned(),
    })
}

/// Whether the register vouches for a debtor; unchecked while it was never read.
pub(crate) fn identity(tx: &mut Tx, debtor: &Debtor) -> Result<Identity, DeskError> {
    let known = debtor.siren.as_ref().map(|siren| tx.companies().of(siren)).transpose()?.flatten();
    let Some(row) = known else { return Ok(Identity::Unchecked) };
    Ok(match row.state {
        CompanyState::Ceased => Identity::Gone,
        CompanyState::Unknown => Identity::Unregistered,
        CompanyState::Unsaid => Identity::Unchecked,
        CompanyState::Active => match body(&row) {
            Some(company) if vouches(&company, debtor) => Identity::Checked,
            _ => Identity::Unchecked,
        },
    })
}

/// The same name, at the head office.
fn vouches(company: &Company, debtor: &Debtor) -> bool {
    let named = company.name.as_deref().is_some_and(|name| same_name(name, &debtor.name));
    let seat = company.head_office.as_ref().filter(|seat| !is_closed(seat));
    named && seat.is_some_and(|seat| is_at(seat, &debtor.address))
}

#[cfg(test)]
mod tests {
    use formats::sirene;
    use serde_json::json;

    use super::*;

    fn seat(postcode: &str, town: &str) -> Establishment {
        let record = json!({ "siren": "732829320", "siege": {
            "siret": "73282932000074", "adresse": format!("12 RUE DES LILAS {postcode} {town}"),
            "code_postal": postcode, "libelle_commune": town,
        } });
        let read = sirene::read(record.to_string().as_bytes());
        read.list.into_iter().next().and_then(|company| company.head_office).expect("a head office")
    }

    fn at(postcode: &str, city: &str) -> Address {
        Address { postcode: postcode.to_owned(), city: city.to_owned(), ..Address::default() }
    }

    #[test]
    fn towns_are_the_same_however_they_are_written() {
        for (seat, ours, same) in [
            (seat("75004", "PARIS 04"), at("75004", "Paris"), true),
            (seat("75008", "PARIS"), at("75381", "Paris Cedex 08"), true),
            (seat("42000", "SAINT ETIENNE"), at("42000", "St-Étienne"), true),
            (seat("42000", "SAINT ETIENNE"), at("42100", "Saint-Étienne"), false),
            (seat("69003", "LYON"), at("75381", "Lyon Cedex"), false),
            (seat("69003", "LYON"), at("69003", "Villeurbanne"), false),
        ] {
            assert_eq!(is_at(&seat, &ours), same, "{seat:?} {ours:?}");
        }
    }

    #[test]
    fn a_street_is_what_stands_before_the_postcode() {
        let of = |text: &str| {
            let mut company = sirene::read(br#"{"siren":"732829320"}"#).list.remove(0);
            company.head_office = Some(Establishment { address: Some(text.to_owned()), ..seat("75004", "PARIS 04") });
            address_of_seat(&company).expect("an address").street
        };
        assert_eq!(of("4 PL HOTEL VILLE 75004 PARIS 04"), "4 PL HOTEL VILLE");
        assert_eq!(of("RTE DE PARIS"), "RTE DE PARIS");
    }
}
