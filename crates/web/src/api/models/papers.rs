//! Exhibits and papers of a case.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One exhibit, numbered.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExhibitLine {
    pub id: String,
    /// Its number on the list, from 1.
    pub number: u32,
    #[schema(example = "invoice")]
    pub kind: String,
    pub kind_words: String,
    pub name: String,
    pub on: Option<String>,
    /// Its line of the list.
    pub line: String,
    pub document: String,
    pub file: String,
    pub size: i64,
    pub by: String,
    pub at: String,
}

/// What became of files brought together.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FilesAdded {
    pub added: u64,
    /// Files that were there already.
    pub known: u64,
    pub refused: Vec<RefusedFile>,
}

/// A thing of a case, with the files that prove it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Provable {
    /// As it is named when a file is added.
    #[schema(example = "cost-0m2k4d8r")]
    pub subject: String,
    pub kind_words: String,
    pub words: String,
    /// Its day; none where it bears none.
    pub on: Option<String>,
    /// The reference told with it; empty where none was.
    pub reference: String,
    /// It was struck out, taken out or set aside since.
    pub gone: bool,
    pub files: Vec<ProofLine>,
}

/// A file that proves something.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProofLine {
    pub id: String,
    pub document: String,
    pub file: String,
    pub size: i64,
    pub sha256: String,
    pub by: String,
    pub at: String,
}

/// A proof to take out, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProofRemoval {
    /// The proof.
    pub proof: String,
    /// Why.
    pub why: String,
}

/// A file that cannot be taken.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefusedFile {
    pub file: String,
    pub why: String,
}

/// A paper drafted from the file, to be completed.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaperDraft {
    #[schema(example = "petition")]
    pub kind: String,
    pub words: String,
    pub fields: Vec<PaperField>,
    /// Currency of every figure.
    pub currency: String,
    /// What it comes to, the whole first.
    pub figures: Vec<PaperFigure>,
    pub debtors: Vec<String>,
    /// Exhibits that go with it; none for a paper that goes without.
    pub exhibits: Option<u64>,
    /// What still stands in the way.
    pub missing: Vec<String>,
    pub warnings: Vec<String>,
}

/// A field of a paper.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaperField {
    /// Its name in `fields` of what is asked.
    #[schema(example = "court")]
    pub name: String,
    /// `line`, `lines` (a paragraph a line), `day` or `tick` (`1`, or nothing).
    #[schema(example = "lines")]
    pub entry: String,
    pub words: String,
    /// What begins with it.
    pub section: Option<String>,
    /// How to fill it.
    pub hint: Option<String>,
    /// The paper is not made without it.
    pub needed: bool,
    /// What the file says.
    pub value: String,
}

/// A sum that a draft shows.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaperFigure {
    pub words: String,
    pub amount: String,
}

/// A paper to make.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PaperAsked {
    /// Fields by name; what is not there stays as it was drafted.
    pub fields: BTreeMap<String, String>,
    /// `fr`, which is filed, or `en`, a copy to read; `fr` when absent.
    pub language: String,
    /// Of a paper with exhibits: `filing`, whose exhibits keep their text, for online filing, or `archive`, PDF/A whose
    /// exhibits are pictures of their pages, for keeping; `filing` when absent.
    pub bundle: String,
}

/// A paper that was made.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaperLine {
    pub id: String,
    #[schema(example = "petition")]
    pub kind: String,
    pub words: String,
    pub on: String,
    pub document: String,
    pub file: String,
    pub size: i64,
    pub sha256: String,
    /// Its data as JSON.
    pub data: Option<String>,
    pub by: String,
    pub at: String,
}

/// A paper just made.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaperMade {
    pub id: String,
    pub document: String,
    pub file: String,
    pub size: i64,
    pub sha256: String,
    /// Its pages, where they were counted.
    pub pages: Option<u32>,
    /// Its data as JSON.
    pub data: Option<String>,
    pub exhibits: Vec<BoundExhibit>,
}

/// An exhibit in a bundle.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BoundExhibit {
    pub number: u32,
    pub title: String,
    /// First page in the bundle.
    pub first_page: u32,
    /// Last page.
    pub last_page: u32,
    /// What its file held beside its pages, and the bundle does not; in an archival copy, what to compare too.
    pub left_out: Vec<String>,
}
