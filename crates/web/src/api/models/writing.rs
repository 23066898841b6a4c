//! Messages by hand, as the API says them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A part set aside.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HeldPart {
    /// `disputed`, `payment-announced`, `collecting`, `to-check`, `excluded`.
    pub reason: String,
    pub amount: String,
}

/// One piece of a selection.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskLine {
    pub item: String,
    pub number: String,
    pub kind: String,
    pub due: String,
    /// The due date comes from terms: no penalty, no formal notice.
    pub due_inferred: bool,
    /// Negative for a credit.
    pub open: String,
    pub held: Vec<HeldPart>,
    /// What a message asks of it.
    pub asked: String,
    pub interest: String,
    pub indemnity: String,
}

/// Days at one rate, both ends included.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RateLine {
    pub from: String,
    pub until: String,
    /// Percent a year.
    pub rate: String,
}

/// What the figures rest on.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceLine {
    pub article: String,
    pub source: String,
}

/// Why a message would be refused.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Objection {
    pub code: String,
    pub why: String,
}

/// What a message would ask.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    pub account_id: String,
    pub currency: String,
    pub text: String,
    pub language: String,
    /// `mail` or `letter`.
    pub channel: String,
    /// Empty where nothing reaches.
    pub to: String,
    /// `withheld`, `announced` or `claimed`.
    pub claim: String,
    pub formal_notice: bool,
    pub lines: Vec<AskLine>,
    /// As every sum, absent where the pieces are in several currencies.
    pub principal: Option<String>,
    /// Set aside, and not asked.
    pub withheld: Option<String>,
    /// Negative or zero.
    pub credits: Option<String>,
    /// On what is asked.
    pub interest: Option<String>,
    pub indemnity: Option<String>,
    /// Interest and indemnity in it where they are claimed.
    pub total: Option<String>,
    pub rates: Vec<RateLine>,
    pub sources: Vec<SourceLine>,
    pub objections: Vec<Objection>,
}

/// A message as its reader would get it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MessageDraft {
    /// The identity it would have: sent twice under it, it is one message.
    pub id: String,
    pub ask: Ask,
    pub subject: String,
    pub before: Vec<String>,
    pub after: Vec<String>,
    pub signature: Vec<String>,
    /// What goes with it, in words.
    pub enclosed: Vec<String>,
    /// What was to go with it and does not fit, in words.
    pub on_request: Vec<String>,
    /// Subject, paragraphs, `---`, paragraphs.
    pub words: String,
    /// Stands for what it asks: give it back with the order, which is refused once that has changed.
    pub seen: String,
}

/// A message to write.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct MessageOrder {
    /// References; those that are late and the free credits when absent.
    #[serde(default)]
    pub items: Option<Vec<String>>,
    /// `mail` or `letter`; by mail where there is an address when absent.
    #[serde(default)]
    pub channel: Option<String>,
    /// Name of a text; by what was sent before when absent.
    #[serde(default)]
    pub text: Option<String>,
    /// The words for this message alone: subject, paragraphs, `---`, paragraphs.
    #[serde(default)]
    pub words: Option<String>,
    /// What goes with it, as far as it fits: `statement`, `invoices` (those the house has the files of).
    #[serde(default)]
    #[schema(example = json!(["statement"]))]
    pub attach: Vec<String>,
    /// The identity that a draft gave it: sent twice, it is one message.
    #[serde(default)]
    pub id: Option<String>,
    /// The `seen` of the draft: refused when what it asks has changed since.
    #[serde(default)]
    pub seen: Option<String>,
}

/// A letter that went to the post.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct LetterPosted {
    /// Today when absent.
    #[serde(default)]
    pub on: Option<String>,
}

/// The mail that confirms a promise.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct ConfirmationOrder {
    /// Subject, blank line, paragraphs; the usual ones when absent.
    #[serde(default)]
    pub words: String,
    /// An identity of your choice, a reference as the program writes them: sent twice, it is one mail. Without it a
    /// promise is confirmed once.
    #[serde(default)]
    pub id: Option<String>,
}

/// An act to take back.
#[derive(Debug, Deserialize, ToSchema)]
pub struct UndoOrder {
    /// `snooze:`, `promise:`, `block:`, `allocation:`, `task:`, `call:` or `message:`, and its reference; for what
    /// took one of them back, `snooze-end:`, `withdrawal:`, `release:` or `reversal:` (with the match that
    /// reverses); `fact:` with an entry of the account for a pause, a task put off, given or dropped, a due date
    /// or a choice.
    pub what: String,
}
