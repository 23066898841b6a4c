//! A petition as data, for filing online.
//!
//! One JSON object, UTF-8:
//!
//! ```json
//! {
//!   "form": "quittance/petition",
//!   "version": 1,
//!   "petition": { "cover": {}, "court": [], "creditor": {}, "debtors": [], "decompte": {}, "…": "see Petition" },
//!   "bundle": { "sha256": "64 hexadecimal digits", "size": 812345, "pages": 210,
//!               "parts": [ { "title": "Requête en injonction de payer", "first_page": 1, "last_page": 4 } ],
//!               "exhibits": [ { "number": 1, "title": { "fr": "…", "en": "…" }, "on": "2026-05-12", "file": "f.pdf",
//!                               "sha256": "…", "size": 12345, "first_page": 9, "last_page": 10, "left_out": [] } ] }
//! }
//! ```
//!
//! An amount is `{ "minor": 830000, "currency": "EUR" }`, minor units of its currency; a date is `2026-11-23`; a rate
//! is a text in percent, `12.15`; a sentence is `{ "fr": "…", "en": "…" }`. Names are never given another meaning; a
//! new one may come with version 1, a changed one comes with version 2.

use serde::{Deserialize, Serialize};

use super::{
    CourtError, Petition,
    bundle::{Bound, PlacedExhibit, PlacedPart},
};
use crate::{DocumentError, sha256_hex};

/// What is filed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filing {
    /// `quittance/petition`.
    pub form: String,
    /// 1.
    pub version: u8,
    /// The petition.
    pub petition: Petition,
    /// The file it goes with.
    pub bundle: FiledBundle,
}

/// The bundle that goes with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiledBundle {
    /// SHA-256 of the PDF, 64 hexadecimal digits.
    pub sha256: String,
    /// Its bytes.
    pub size: u64,
    /// Its pages.
    pub pages: u32,
    /// Its papers.
    pub parts: Vec<PlacedPart>,
    /// Its exhibits.
    pub exhibits: Vec<PlacedExhibit>,
}

/// The data of a petition and of its bundle as JSON, in the order of the fields.
///
/// # Errors
/// [`CourtError::Document`] when it cannot be written: a defect, to be reported.
pub fn filing(petition: &Petition, bound: &Bound) -> Result<String, CourtError> {
    let filing = Filing {
        form: "quittance/petition".to_owned(),
        version: 1,
        petition: petition.clone(),
        bundle: FiledBundle {
            sha256: sha256_hex(&bound.pdf),
            size: bound.pdf.bytes().len() as u64,
            pages: bound.pages,
            parts: bound.parts.clone(),
            exhibits: bound.exhibits.clone(),
        },
    };
    serde_json::to_string_pretty(&filing)
        .map_err(|e| DocumentError::Layout { ident: petition.cover.ident.clone(), message: e.to_string() }.into())
}
