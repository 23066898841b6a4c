//! Texts of letters, mails and text messages.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A step that speaks by a text.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TextStep {
    pub strategy: String,
    /// Its name on the screens.
    pub name: String,
    pub step: String,
}

/// A text in force, in one language.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TextCard {
    #[schema(example = "reminder-1")]
    pub slug: String,
    /// `fr` or `en`.
    pub language: String,
    /// One line, for text messages; else for letters and mails.
    pub short: bool,
    /// A shipped text of this name stands behind it.
    pub shipped: bool,
    /// Version written by the house; none for a shipped text nobody touched.
    pub version: Option<i64>,
    pub actor: Option<String>,
    pub saved_at: Option<String>,
    /// Steps whose messages are made from it today.
    pub steps: Vec<TextStep>,
}

/// One version of a text.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TextVersion {
    pub version: i64,
    pub actor: String,
    pub saved_at: String,
    pub in_force: bool,
}

/// A text with its template.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TextShown {
    pub card: TextCard,
    /// The template: a subject, a blank line, paragraphs; a line `---` where the table stands.
    pub body: String,
    pub shipped_body: Option<String>,
    pub versions: Vec<TextVersion>,
}

/// A template to save.
#[derive(Debug, Deserialize, ToSchema)]
pub struct TextOrder {
    pub body: String,
    /// The version it was written over, 0 for the shipped one: another in force meanwhile is a conflict.
    #[serde(default)]
    pub base: Option<i64>,
}

/// What saving gave.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TextSaved {
    pub text: String,
    pub language: String,
    pub version: Option<i64>,
    /// False when the text in force said the same already.
    pub written: bool,
}

/// A template to check or to render, without saving it.
#[derive(Debug, Deserialize, ToSchema)]
pub struct TextDraft {
    /// The name it would be saved under.
    #[serde(default)]
    pub text: String,
    /// `fr` when absent.
    #[serde(default)]
    pub language: Option<String>,
    pub body: String,
    /// `business` or `consumer` (invented), or the reference or customer code of an account.
    #[serde(default)]
    pub on: Option<String>,
}

/// Something wrong with a template.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TextFault {
    /// From 1; 0 when it has no place.
    pub line: usize,
    #[schema(example = "unknown-name")]
    pub code: String,
    pub message: String,
}

/// What is wrong with a template; nothing when it can be saved.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TextFaults {
    pub faults: Vec<TextFault>,
}

/// A text message as telephones show it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShortText {
    pub text: String,
    /// Places in the alphabet of telephones; none when a sign is not in it.
    pub length: Option<usize>,
    pub most: usize,
}

/// A text as its reader would get it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TextPreview {
    pub debtor: String,
    pub subject: String,
    /// Paragraphs before the table of pieces.
    pub before: Vec<String>,
    /// Paragraphs after it.
    pub after: Vec<String>,
    pub signature: Vec<String>,
    pub sms: Option<ShortText>,
    pub faults: Vec<TextFault>,
}
