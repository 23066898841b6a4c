//! Notes, mentions, digests, what customers answered.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A note to write.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteOrder {
    /// `@login` or `@"Name of a colleague"` in it tells somebody.
    #[schema(example = "Vu avec le client, @marie peux-tu rappeler lundi ?")]
    pub note: String,
}

/// A note that was kept.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteKept {
    /// What takes it back: `fact:…`, for `POST /api/v1/undo`.
    pub undo: String,
    /// Names of those who are told.
    pub told: Vec<String>,
    /// Names that nobody has, or that several have.
    pub nobody: Vec<String>,
    /// Names of those who do not see this account: they are not told.
    pub out_of_sight: Vec<String>,
}

impl From<app::mentions::NoteKept> for NoteKept {
    fn from(kept: app::mentions::NoteKept) -> Self {
        let app::mentions::Mentioned { told, nobody, out_of_sight } = kept.mentioned;
        Self { undo: app::Undo::Fact(kept.entry).to_string(), told, nobody, out_of_sight }
    }
}

/// Evidence that was kept.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceMade {
    pub id: String,
    /// Names of those who are told.
    pub told: Vec<String>,
    /// Names that nobody has, or that several have.
    pub nobody: Vec<String>,
    /// Names of those who do not see this account: they are not told.
    pub out_of_sight: Vec<String>,
}

impl From<app::disputes::EvidenceKept> for EvidenceMade {
    fn from(kept: app::disputes::EvidenceKept) -> Self {
        let app::mentions::Mentioned { told, nobody, out_of_sight } = kept.mentioned;
        Self { id: kept.id.to_string(), told, nobody, out_of_sight }
    }
}

/// Somebody who can be called, or given something to do.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonKnown {
    /// What names them: the login of who signs in, else the name.
    pub owner: String,
    pub name: String,
    pub signs_in: bool,
}

/// A note in which one is called.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MentionLine {
    pub id: String,
    pub account_id: String,
    /// Customer code.
    pub account: String,
    pub debtor: String,
    /// The dispute whose comment it is.
    pub dispute: Option<String>,
    pub note: String,
    pub actor: String,
    pub at: String,
}

/// A page of mentions, the last first.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MentionPage {
    pub rows: Vec<MentionLine>,
    pub next: Option<String>,
}

/// How often one is told what waits.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DigestOrder {
    /// `none`, `working-day` or `monday`.
    #[schema(example = "monday")]
    pub frequency: String,
}

/// How often one is told what waits, and what it would say now.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DigestKept {
    /// `none`, `working-day` or `monday`.
    pub frequency: String,
    /// When the last one was written, or since when it is asked for.
    pub since: Option<String>,
    /// Subject of what it would say now; none where there is nothing to say.
    pub subject: Option<String>,
    /// Its text.
    pub body: Option<String>,
}

impl From<app::digests::DigestSetting> for DigestKept {
    fn from(kept: app::digests::DigestSetting) -> Self {
        let (subject, body) = kept.preview.map(|text| (text.subject, text.body)).unzip();
        Self {
            frequency: kept.frequency.map_or("none", app::digests::DigestFrequency::slug).to_owned(),
            since: kept.since.map(|at| at.to_string()),
            subject,
            body,
        }
    }
}

/// How customers answered, for one service.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SatisfactionService {
    pub service: String,
    pub closed: u64,
    pub asked: u64,
    pub answered: u64,
    pub satisfied: u64,
    pub satisfied_per_mille: Option<u64>,
}

/// How customers answered, for one month of closing.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SatisfactionMonth {
    /// Its first day.
    pub month: String,
    pub closed: u64,
    pub asked: u64,
    pub answered: u64,
    pub satisfied: u64,
    pub satisfied_per_mille: Option<u64>,
}

/// A customer who was asked.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SatisfactionAnswer {
    pub dispute: String,
    pub account_id: String,
    /// Customer code.
    pub account: String,
    pub debtor: String,
    /// Number of the piece.
    pub item: String,
    pub service: String,
    pub closed: Option<String>,
    /// From 1 to 5; none without an answer.
    pub score: Option<i64>,
    pub words: String,
    pub at: Option<String>,
}

/// A page of those asked, the last dispute first.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SatisfactionAnswers {
    pub rows: Vec<SatisfactionAnswer>,
    pub next: Option<String>,
}

/// How customers whose dispute was closed answered. Satisfied are those who gave 4 or 5.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SatisfactionKept {
    pub closed: u64,
    pub asked: u64,
    pub answered: u64,
    pub satisfied: u64,
    /// Among those who answered; none without an answer.
    pub satisfied_per_mille: Option<u64>,
    pub services: Vec<SatisfactionService>,
    pub months: Vec<SatisfactionMonth>,
    pub answers: SatisfactionAnswers,
}

/// What waits about credit.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditWaiting {
    /// Signals that nobody saw.
    pub signals: u64,
    /// Orders proposed to be held or released.
    pub proposals: u64,
}
