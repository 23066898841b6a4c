//! Companies of the SIRENE register, as the open search (`recherche-entreprises`) and API Entreprise give them.
//!
//! What a company asked not to be spread is treated as absent, also where an answer holds it all the same. The legal
//! form suggests the kind of debtor only where the nomenclature of legal categories decides it: a sole trader may be a
//! trader, a craftsman or a professional, and nothing here says which.

use kernel::{Date, Siren, Siret, Wording, from_epoch_day, slug_enum};
use ledger::DebtorKind;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::json::{self, Fields};
use crate::problem::{Problem, excerpt};
use crate::{Report, limits};

slug_enum!(
    /// Whether it is in business.
    ActivityState {
        /// Active.
        Active = "active",
        /// A company that ceased, an establishment that closed.
        Ceased = "ceased",
    }
);

slug_enum!(
    /// How much may be shown.
    Disclosure {
        /// Everything.
        Full = "full",
        /// Name and address are hidden (statut P): here they are absent.
        Partial = "partial",
    }
);

/// One establishment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Establishment {
    /// Number.
    pub siret: Siret,
    /// True for the head office.
    pub head_office: bool,
    /// True for a former head office.
    pub former_head_office: bool,
    /// Open or closed; none where it is not said.
    pub state: Option<ActivityState>,
    /// The day it opened.
    pub opened: Option<Date>,
    /// The day it closed.
    pub closed: Option<Date>,
    /// Address in one line; none when it is hidden.
    pub address: Option<String>,
    /// Postcode; none when it is hidden.
    pub postcode: Option<String>,
    /// Town.
    pub town: Option<String>,
    /// Trade name or shop sign.
    pub trade_name: Option<String>,
}

/// One company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Company {
    /// Number.
    pub siren: Siren,
    /// Name; none when it is hidden.
    pub name: Option<String>,
    /// Acronym.
    pub acronym: Option<String>,
    /// Code of the legal category, four digits.
    pub legal_form: Option<String>,
    /// The kind of debtor that the legal category decides.
    pub kind: Option<DebtorKind>,
    /// In business or not; none where it is not said.
    pub state: Option<ActivityState>,
    /// How much may be shown; none where it is not said.
    pub disclosure: Option<Disclosure>,
    /// The day it was created.
    pub created: Option<Date>,
    /// The day it ceased.
    pub ceased: Option<Date>,
    /// Its head office.
    pub head_office: Option<Establishment>,
    /// Its other establishments, those that the answer names.
    pub establishments: Vec<Establishment>,
    /// How many establishments are open, where it is said.
    pub open_establishments: Option<u32>,
}

/// What changed at a company since it was last known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// It ceased.
    Ceased,
    /// The head office is another establishment.
    SeatMoved,
    /// The establishment that was its head office is closed.
    SeatClosed,
    /// It has another name.
    Renamed,
}

impl Company {
    /// Leaves out what may not be spread, wherever it came from.
    pub fn hide(&mut self) {
        self.name = None;
        self.acronym = None;
        for establishment in self.head_office.iter_mut().chain(&mut self.establishments) {
            hide_address(establishment);
        }
    }

    /// What is no more as it was `known`: both of the same company. What one of the two does not say is no change.
    pub fn changes_since(&self, known: &Self) -> Vec<Change> {
        let seat = |company: &Self| company.head_office.as_ref().map(|seat| seat.siret.clone());
        let closed =
            |company: &Self| company.head_office.as_ref().is_some_and(|s| s.state == Some(ActivityState::Ceased));
        let key = |company: &Self| company.name.as_deref().map(kernel::search_key);
        let differ = |a: Option<String>, b: Option<String>| a.zip(b).is_some_and(|(a, b)| a != b);
        let ceased = self.state == Some(ActivityState::Ceased) && known.state != Some(ActivityState::Ceased);
        let moved = seat(self).zip(seat(known)).is_some_and(|(now, then)| now != then);
        [
            (ceased, Change::Ceased),
            (moved, Change::SeatMoved),
            (closed(self) && !closed(known), Change::SeatClosed),
            (differ(key(self), key(known)), Change::Renamed),
        ]
        .into_iter()
        .filter_map(|(is, change)| is.then_some(change))
        .collect()
    }
}

/// What a file of companies holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Companies {
    /// Those that can be used, in the order of the file.
    pub list: Vec<Company>,
    /// Records read, usable or not.
    pub read: u64,
    /// Records refused; each has at least one problem.
    pub refused: u64,
    /// What is wrong, record by record (the line is the number of the record, from 1; 0 is the file).
    pub problems: Report,
}

/// Reads the companies of an answer.
pub fn read(bytes: &[u8]) -> Companies {
    let mut out = Companies::default();
    let records = json::records(bytes, &["results"], &["data"], &mut out.problems);
    out.refused = out.problems.of_records();
    out.read = out.refused;
    for (number, record) in records {
        out.read += 1;
        let mut fields = Fields::new(&record, number, &mut out.problems);
        let found =
            if record.contains_key("unite_legale") { of_establishment(&mut fields) } else { company(&mut fields) };
        match found {
            Some(company) => out.list.push(company),
            None => out.refused += 1,
        }
    }
    out.problems.sort();
    out
}

/// An establishment of API Entreprise: its company, with this one establishment.
fn of_establishment(fields: &mut Fields<'_>) -> Option<Company> {
    let value = Value::Object(fields.whole().clone());
    let found = establishment(&value, "siret", fields);
    let Some(Value::Object(unit)) = fields.value("unite_legale") else {
        fields.tell("unite_legale", Problem::EmptyField);
        return None;
    };
    let mut company = company(&mut fields.of(unit))?;
    let found = found?;
    if found.head_office {
        company.head_office = Some(found);
    } else {
        company.establishments.push(found);
    }
    Some(company)
}

fn company(fields: &mut Fields<'_>) -> Option<Company> {
    let Some(written) = fields.text("siren") else {
        fields.tell("siren", Problem::EmptyField);
        return None;
    };
    let Ok(siren) = Siren::parse(&written) else {
        fields.tell("siren", bad_identifier(&written, "SIREN"));
        return None;
    };
    let disclosure = disclosure(fields, &["statut_diffusion", "status_diffusion"]);
    let legal_form = fields
        .text("nature_juridique")
        .or_else(|| fields.value("forme_juridique").and_then(|form| json::text_at(form, "code")));
    let legal_form = legal_form.filter(|code| is_category(code, fields));
    let head_office = fields.value("siege").filter(|seat| seat.get("siret").is_some_and(|s| !s.is_null()));
    let head_office = head_office.and_then(|seat| establishment(seat, "siege", fields)).map(|mut seat| {
        seat.head_office = true;
        seat
    });
    let mut company = Company {
        siren,
        name: name(fields),
        acronym: fields.text("sigle"),
        kind: legal_form.as_deref().and_then(kind_of),
        legal_form,
        state: state(fields, "etat_administratif"),
        disclosure,
        created: day(fields, "date_creation"),
        ceased: day(fields, "date_fermeture").or_else(|| day(fields, "date_cessation")),
        establishments: others(fields, head_office.as_ref()),
        head_office,
        open_establishments: fields
            .value("nombre_etablissements_ouverts")
            .and_then(Value::as_u64)
            .and_then(|n| n.try_into().ok()),
    };
    if company.disclosure == Some(Disclosure::Partial) {
        company.hide();
    }
    Some(company)
}

fn hide_address(establishment: &mut Establishment) {
    establishment.address = None;
    establishment.postcode = None;
    establishment.trade_name = None;
}

/// Open search: one name; API Entreprise: by kind of person.
fn name(fields: &Fields<'_>) -> Option<String> {
    let at = |object: &str, key: &str| fields.value(object).and_then(|value| json::text_at(value, key));
    let person = || {
        let family = at("personne_physique_attributs", "nom_usage")
            .or_else(|| at("personne_physique_attributs", "nom_naissance"))?;
        let given =
            at("personne_physique_attributs", "prenom_usuel").or_else(|| at("personne_physique_attributs", "prenom_1"));
        Some([Some(family), given].into_iter().flatten().collect::<Vec<_>>().join(" "))
    };
    fields
        .text("nom_raison_sociale")
        .or_else(|| fields.text("nom_complet"))
        .or_else(|| at("personne_morale_attributs", "raison_sociale"))
        .or_else(person)
}

/// The establishments that the answer found, the head office aside.
fn others(fields: &mut Fields<'_>, seat: Option<&Establishment>) -> Vec<Establishment> {
    let Some(Value::Array(list)) = fields.value("matching_etablissements") else { return Vec::new() };
    if list.len() > limits::ESTABLISHMENTS {
        let problem = Problem::TooMany { found: list.len(), limit: limits::ESTABLISHMENTS };
        fields.tell("matching_etablissements", problem);
    }
    let found = list.iter().take(limits::ESTABLISHMENTS);
    let found = found.filter_map(|value| establishment(value, "matching_etablissements", fields));
    found.filter(|e| seat.is_none_or(|seat| seat.siret != e.siret)).collect()
}

fn establishment(value: &Value, field: &str, fields: &mut Fields<'_>) -> Option<Establishment> {
    let Value::Object(record) = value else {
        fields.tell(field, Problem::NotARecord);
        return None;
    };
    let mut of = fields.of(record);
    let Some(written) = of.text("siret") else {
        of.tell(field, Problem::EmptyField);
        return None;
    };
    let Ok(siret) = Siret::parse(&written) else {
        of.tell(field, bad_identifier(&written, "SIRET"));
        return None;
    };
    let is = |key: &str| record.get(key).and_then(Value::as_bool).unwrap_or(false);
    let disclosure = disclosure(&mut of, &["statut_diffusion_etablissement", "status_diffusion"]);
    let (address, postcode, town) = place(&of);
    let signs = of.value("liste_enseignes").and_then(Value::as_array);
    let mut establishment = Establishment {
        siret,
        head_office: is("est_siege") || is("siege_social"),
        former_head_office: is("ancien_siege"),
        state: state(&mut of, "etat_administratif"),
        opened: day(&mut of, "date_creation"),
        closed: day(&mut of, "date_fermeture"),
        address,
        postcode,
        town,
        trade_name: of
            .text("nom_commercial")
            .or_else(|| of.text("enseigne"))
            .or_else(|| signs.and_then(|list| list.iter().find_map(json::text))),
    };
    if disclosure == Some(Disclosure::Partial) {
        hide_address(&mut establishment);
    }
    Some(establishment)
}

/// One line, postcode and town; API Entreprise has them apart.
fn place(of: &Fields<'_>) -> (Option<String>, Option<String>, Option<String>) {
    let Some(Value::Object(parts)) = of.value("adresse") else {
        return (of.text("adresse"), of.text("code_postal"), of.text("libelle_commune"));
    };
    let text = |key: &str| parts.get(key).and_then(json::text);
    let (postcode, town) = (text("code_postal"), text("libelle_commune").or_else(|| text("libelle_commune_etranger")));
    let street = ["complement_adresse", "numero_voie", "indice_repetition_voie", "type_voie", "libelle_voie"];
    let line: Vec<String> =
        street.iter().filter_map(|key| text(key)).chain(postcode.clone()).chain(town.clone()).collect();
    ((!line.is_empty()).then(|| line.join(" ")), postcode, town)
}

fn disclosure(fields: &mut Fields<'_>, keys: &[&str]) -> Option<Disclosure> {
    let (key, word) = keys.iter().find_map(|key| Some((*key, fields.text(key)?)))?;
    match word.as_str() {
        "O" | "diffusible" => Some(Disclosure::Full),
        "P" | "N" | "partiellement_diffusible" | "non_diffusible" => Some(Disclosure::Partial),
        other => {
            fields.tell(key, Problem::UnknownWord { text: excerpt(other) });
            // a word nobody knows shows nothing
            Some(Disclosure::Partial)
        }
    }
}

fn state(fields: &mut Fields<'_>, key: &str) -> Option<ActivityState> {
    match fields.text(key)?.as_str() {
        "A" => Some(ActivityState::Active),
        "C" | "F" => Some(ActivityState::Ceased),
        other => {
            fields.tell(key, Problem::UnknownWord { text: excerpt(other) });
            None
        }
    }
}

/// A day as text, or as the seconds of the instant it began in Paris.
fn day(fields: &mut Fields<'_>, key: &str) -> Option<Date> {
    const DAY: i64 = 86_400;
    // midnight in Paris is 22:00 or 23:00 of the day before: two hours later the date is the same for both
    const PARIS: i64 = 7_200;
    match fields.value(key)? {
        Value::Number(number) => {
            let days = number.as_i64().and_then(|s| s.checked_add(PARIS)).map(|s| s.div_euclid(DAY));
            // within the years that papers name
            let days = days.filter(|days| (-50_000..60_000).contains(days)).and_then(|days| i32::try_from(days).ok());
            if days.is_none() {
                fields.tell(key, Problem::NoSuchDate { text: excerpt(&number.to_string()) });
            }
            days.map(from_epoch_day)
        }
        _ => fields.day(key),
    }
}

fn is_category(code: &str, fields: &mut Fields<'_>) -> bool {
    let is = code.len() == 4 && code.bytes().all(|b| b.is_ascii_digit());
    if !is {
        fields.tell("nature_juridique", Problem::UnknownWord { text: excerpt(code) });
    }
    is
}

fn bad_identifier(text: &str, what: &str) -> Problem {
    Problem::BadIdentifier { text: excerpt(text), what: Wording::same(what) }
}

/// The kind of debtor that a legal category (INSEE, four digits) decides by itself; none where it does not.
pub fn kind_of(category: &str) -> Option<DebtorKind> {
    match category {
        // the Banque de France has a law of its own
        "4160" => None,
        // 5195 is listed among the commercial companies and is an association by its own law
        "5195" | "9210" | "9220" | "9221" | "9222" | "9230" | "9260" => Some(DebtorKind::Association),
        _ => match category.get(..2)? {
            "41" => Some(DebtorKind::PublicUndertaking),
            "51" | "52" | "53" | "54" | "55" | "56" | "57" | "58" => Some(DebtorKind::CommercialCompany),
            "65" => Some(DebtorKind::CivilCompany),
            "71" | "72" | "73" | "74" => Some(DebtorKind::PublicBody),
            _ => None,
        },
    }
}
