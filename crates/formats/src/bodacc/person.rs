//! Who a notice is about. A name that the publisher hid is none; birth data are not read.

use kernel::{Siren, Wording, slug_enum};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::json::{self, Fields};
use crate::limits;
use crate::problem::{Problem, excerpt};

slug_enum!(
    /// A company or a natural person.
    PersonKind {
        /// A legal person (pm).
        Company = "company",
        /// A natural person in business (pp).
        Person = "person",
    }
);

/// One person of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Company or natural person; none where the notice does not say.
    pub kind: Option<PersonKind>,
    /// Name of the company, or family name and given names.
    pub name: Option<String>,
    /// Shop sign or trade name.
    pub trade_name: Option<String>,
    /// Number.
    pub siren: Option<Siren>,
    /// Legal form, in words.
    pub form: Option<String>,
    /// Seat or address.
    pub address: Option<PostalAddress>,
}

/// An address as the bulletin gives it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostalAddress {
    /// Number, kind and name of the street, and what completes it.
    pub street: Option<String>,
    /// Postcode.
    pub postcode: Option<String>,
    /// Town.
    pub town: Option<String>,
    /// Country, where it is said.
    pub country: Option<String>,
}

impl PostalAddress {
    fn is_empty(&self) -> bool {
        self.street.is_none() && self.postcode.is_none() && self.town.is_none() && self.country.is_none()
    }
}

pub(super) fn bad_siren(text: &str) -> Problem {
    Problem::BadIdentifier { text: excerpt(text), what: Wording::same("SIREN") }
}

/// The persons of a notice: those listed, else the one its heading names.
pub(super) fn all(fields: &mut Fields<'_>, registered: &[Siren]) -> Vec<Person> {
    let listed = fields.nested("listepersonnes").map(|value| entries(&value)).unwrap_or_default();
    if listed.len() > limits::NOTICE_PERSONS {
        fields.tell("listepersonnes", Problem::TooMany { found: listed.len(), limit: limits::NOTICE_PERSONS });
    }
    let mut persons: Vec<Person> =
        listed.iter().take(limits::NOTICE_PERSONS).filter_map(|value| person(value, fields)).collect();
    if persons.is_empty()
        && let Some(name) = fields.text("commercant")
    {
        persons.push(Person { kind: None, name: Some(name), trade_name: None, siren: None, form: None, address: None });
    }
    // A notice of one person and one number: the number is this person's.
    if let ([person], [siren]) = (persons.as_mut_slice(), registered) {
        person.siren.get_or_insert_with(|| siren.clone());
    }
    persons
}

/// `{"personne": {…}}`, `{"personne": […]}`, or a list of either.
fn entries(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(list) => list.iter().flat_map(entries).collect(),
        Value::Object(object) => object.get("personne").map_or_else(|| vec![value.clone()], entries),
        _ => Vec::new(),
    }
}

fn person(value: &Value, fields: &mut Fields<'_>) -> Option<Person> {
    let text = |key: &str| json::text_at(value, key);
    let kind = match text("typePersonne").as_deref() {
        Some("pm") => Some(PersonKind::Company),
        Some("pp") => Some(PersonKind::Person),
        _ => text("denomination")
            .map(|_| PersonKind::Company)
            .or_else(|| value.get("nom").or_else(|| value.get("prenom")).map(|_| PersonKind::Person)),
    };
    let full = || {
        let family = text("nom").or_else(|| text("nomUsage"))?;
        Some([Some(family), text("prenom")].into_iter().flatten().collect::<Vec<_>>().join(" "))
    };
    let person = Person {
        kind,
        name: text("denomination").or_else(full),
        trade_name: text("enseigne").or_else(|| text("nomCommercial")).or_else(|| text("sigle")),
        siren: siren(value, fields),
        form: text("formeJuridique"),
        address: ["adresseSiegeSocial", "adresse", "adressePP"]
            .iter()
            .find_map(|key| value.get(*key).and_then(address)),
    };
    let says = person.name.is_some() || person.trade_name.is_some() || person.siren.is_some();
    says.then_some(person)
}

/// `numeroImmatriculation` is an object, or one for each register.
fn siren(value: &Value, fields: &mut Fields<'_>) -> Option<Siren> {
    let told = value.get("numeroImmatriculation")?;
    let first = if let Value::Array(list) = told { list.first()? } else { told };
    let text = json::text_at(first, "numeroIdentification").or_else(|| json::text(first))?;
    Siren::parse(&text).map_err(|_| fields.tell("listepersonnes", bad_siren(&text))).ok()
}

/// `{numeroVoie, typeVoie, nomVoie, complGeographique, codePostal, ville}`, under `france` in older notices.
fn address(value: &Value) -> Option<PostalAddress> {
    let inner = value.get("france").or_else(|| value.get("etranger")).unwrap_or(value);
    let text = |key: &str| json::text_at(inner, key);
    let street: Vec<String> = ["numeroVoie", "typeVoie", "nomVoie", "complGeographique", "BP", "adresse"]
        .iter()
        .filter_map(|key| text(key))
        .collect();
    let address = PostalAddress {
        street: (!street.is_empty()).then(|| street.join(" ")),
        postcode: text("codePostal"),
        town: text("ville").or_else(|| text("localite")),
        country: text("pays"),
    };
    (!address.is_empty()).then_some(address)
}
