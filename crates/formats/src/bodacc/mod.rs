//! Notices of the commercial register's bulletin (BODACC) as the open API and its exports give them.
//!
//! Read by field, not by rule: a notice that says less than others is still read for what it says, and what it does
//! not say is none. Only a notice without its number, its publication day or its family is refused. Birth data are
//! never read.

mod complement;
mod judgment;
mod person;

use kernel::{Date, Siren, slug_enum};
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use complement::{Officer, OfficerRole};
pub use judgment::{Judgment, JudgmentKind};
pub use person::{Person, PersonKind, PostalAddress};

use crate::Report;
use crate::json::{self, Fields, Record};
use crate::problem::{Problem, excerpt};

slug_enum!(
    /// What a notice does to the one before it.
    NoticeStatus {
        /// A first notice.
        Initial = "initial",
        /// It replaces a former notice (rectificatif).
        Corrected = "corrected",
        /// It takes back a former notice (annulation).
        Cancelled = "cancelled",
    }
);

slug_enum!(
    /// What a notice is about.
    Family {
        /// Collective procedures.
        Collective = "collective",
        /// Conciliation.
        Conciliation = "conciliation",
        /// Professional recovery (rétablissement professionnel).
        ProfessionalRecovery = "professional-recovery",
        /// Sale of a business.
        Sale = "sale",
        /// A business is created.
        Creation = "creation",
        /// Registration.
        Registration = "registration",
        /// Change at the register.
        Change = "change",
        /// Struck off.
        StruckOff = "struck-off",
        /// Accounts filed.
        Accounts = "accounts",
        /// Anything else.
        Other = "other",
    }
);

impl Family {
    fn of(word: &str) -> Self {
        match word {
            "collective" => Self::Collective,
            "conciliation" => Self::Conciliation,
            "retablissement_professionnel" => Self::ProfessionalRecovery,
            "vente" => Self::Sale,
            "creation" => Self::Creation,
            "immatriculation" => Self::Registration,
            "modification" => Self::Change,
            "radiation" => Self::StruckOff,
            "dpc" => Self::Accounts,
            _ => Self::Other,
        }
    }
}

/// One notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Its number: letter of the bulletin, issue, number in it (`A202601921967`).
    pub id: String,
    /// The day the bulletin appeared, from which periods run.
    pub published: Date,
    /// First notice, correction or cancellation.
    pub status: NoticeStatus,
    /// What it is about.
    pub family: Family,
    /// The court, or its registry.
    pub tribunal: String,
    /// Department of the court (`68`, `2A`, `974`).
    pub department: Option<String>,
    /// The judgment it tells.
    pub judgment: Option<Judgment>,
    /// Who it is about.
    pub debtors: Vec<Person>,
    /// Every company number of the notice, those of former owners too.
    pub sirens: Vec<Siren>,
    /// Liquidator, representative of the creditors, administrator.
    pub officers: Vec<Officer>,
    /// The day payments stopped, where the notice says it.
    pub cessation: Option<Date>,
    /// The address where claims are declared online, where the notice says it.
    pub portal: Option<String>,
    /// The notice it corrects or cancels.
    pub refers_to: Option<Reference>,
    /// Its page.
    pub url: Option<String>,
}

impl Notice {
    /// The kind of judgment, none where the notice tells none.
    pub fn kind(&self) -> Option<JudgmentKind> {
        self.judgment.as_ref().map(|judgment| judgment.kind)
    }
}

/// Another notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// Its number, made from the bulletin, the issue and the number in it; none when one of them is missing.
    pub id: Option<String>,
    /// The day it appeared.
    pub published: Option<Date>,
}

/// What a file of notices holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notices {
    /// Those that can be used, in the order of the file.
    pub list: Vec<Notice>,
    /// Records read, usable or not.
    pub read: u64,
    /// Records refused; each has at least one problem.
    pub refused: u64,
    /// What is wrong, record by record (the line is the number of the record, from 1; 0 is the file).
    pub problems: Report,
}

/// Reads the notices of an answer of the API (v1, v2), of its export, or one alone.
pub fn read(bytes: &[u8]) -> Notices {
    let mut out = Notices::default();
    let records = json::records(bytes, &["results", "records"], &["record", "fields"], &mut out.problems);
    out.refused = out.problems.of_records();
    out.read = out.refused;
    for (number, record) in records {
        out.read += 1;
        match notice(&mut Fields::new(&record, number, &mut out.problems), &record) {
            Some(notice) => out.list.push(notice),
            None => out.refused += 1,
        }
    }
    out.problems.sort();
    out
}

fn notice(fields: &mut Fields<'_>, record: &Record) -> Option<Notice> {
    let id = required(fields, "id");
    let published = required(fields, "dateparution").and_then(|text| fields.day_of("dateparution", &text));
    let family = required(fields, "familleavis");
    let (id, published, family) = (id?, published?, Family::of(&family?));
    let status = status(fields);
    let judgment = fields.nested("jugement").and_then(|value| judgment::read(&value, fields));
    let registered = sirens(fields);
    let debtors = person::all(fields, &registered);
    let refers_to = fields.nested("parutionavisprecedent").map(|value| reference(&value, fields));
    if status != NoticeStatus::Initial && refers_to.as_ref().is_none_or(|r| r.id.is_none()) {
        fields.tell("parutionavisprecedent", Problem::EmptyField);
    }
    let complement = judgment.as_ref().map(|j| j.complement.as_str()).unwrap_or_default();
    let (officers, cessation, portal) =
        (complement::officers(complement), complement::cessation(complement), complement::portal(complement));
    let mut sirens: Vec<Siren> = debtors.iter().filter_map(|d| d.siren.clone()).collect();
    for siren in registered {
        if !sirens.contains(&siren) {
            sirens.push(siren);
        }
    }
    let text = |field: &str| record.get(field).and_then(json::text);
    Some(Notice {
        id,
        published,
        status,
        family,
        tribunal: text("tribunal").unwrap_or_default(),
        department: text("numerodepartement"),
        judgment,
        debtors,
        sirens,
        officers,
        cessation,
        portal,
        refers_to,
        url: text("url_complete"),
    })
}

fn required(fields: &mut Fields<'_>, field: &str) -> Option<String> {
    let text = fields.text(field);
    if text.is_none() {
        fields.tell(field, Problem::EmptyField);
    }
    text
}

/// What is not said is a first notice; another word is one that a person must look at.
fn status(fields: &mut Fields<'_>) -> NoticeStatus {
    match fields.text("typeavis").as_deref() {
        None | Some("annonce") => NoticeStatus::Initial,
        Some("rectificatif") => NoticeStatus::Corrected,
        Some("annulation") => NoticeStatus::Cancelled,
        Some(other) => {
            let text = excerpt(other);
            fields.tell("typeavis", Problem::UnknownWord { text });
            NoticeStatus::Initial
        }
    }
}

/// The numbers of the register, each written with and without blanks, as a list or as one text.
fn sirens(fields: &mut Fields<'_>) -> Vec<Siren> {
    let texts: Vec<String> = match fields.value("registre") {
        Some(Value::Array(list)) => list.iter().filter_map(json::text).collect(),
        Some(value) => json::text(value).map(|t| t.split(',').map(str::to_owned).collect()).unwrap_or_default(),
        None => Vec::new(),
    };
    let mut found: Vec<Siren> = Vec::new();
    for text in texts.iter().filter(|text| !text.trim().is_empty()) {
        match Siren::parse(text) {
            Ok(siren) if found.contains(&siren) => {}
            Ok(siren) => found.push(siren),
            Err(_) => fields.tell("registre", person::bad_siren(text)),
        }
    }
    found
}

/// `{nomPublication, numeroParution, dateParution, numeroAnnonce}`; bulk files name some of them otherwise.
fn reference(value: &Value, fields: &mut Fields<'_>) -> Reference {
    let text = |keys: [&str; 2]| keys.iter().find_map(|key| json::text_at(value, key));
    let letter = text(["nomPublication", "type"]).and_then(|name| name.split_whitespace().last().map(str::to_owned));
    let made = match (letter, text(["numeroParution", "parution"]), text(["numeroAnnonce", "numeroAnnonce"])) {
        (Some(letter), Some(issue), Some(number)) if letter.len() == 1 => {
            Some(format!("{}{issue}{number}", letter.to_uppercase()))
        }
        _ => None,
    };
    let day = text(["dateParution", "date"]).and_then(|text| fields.day_of("parutionavisprecedent", &text));
    Reference { id: text(["id", "_id"]).or(made), published: day }
}
