//! Colleagues, notices, where the house answers.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A colleague who does not sign in.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Colleague {
    pub id: String,
    pub name: String,
    pub email: String,
    /// `fr` or `en`.
    pub language: String,
}

impl From<app::colleagues::ColleagueLine> for Colleague {
    fn from(c: app::colleagues::ColleagueLine) -> Self {
        Self { id: c.id.to_string(), name: c.name, email: c.email, language: c.language.slug().to_owned() }
    }
}

/// A colleague as somebody writes them down.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ColleagueEdit {
    pub name: String,
    pub email: String,
    /// `fr` or `en`; `fr` when none.
    #[serde(default)]
    pub language: Option<String>,
}

/// A mail to somebody of the house.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    pub id: String,
    /// The account it is about.
    pub account: Option<String>,
    /// What it is for.
    pub kind: String,
    pub recipient: String,
    /// Their address; empty where nobody knows it.
    pub email: String,
    pub subject: String,
    /// `waiting`, `sent`, `failed`, `doubtful`.
    pub state: String,
    /// What the other side said last, or why it failed.
    pub reply: String,
    pub created: String,
    pub settled: Option<String>,
}

impl From<app::notices::NoticeLine> for Notice {
    fn from(n: app::notices::NoticeLine) -> Self {
        Self {
            id: n.id.to_string(),
            account: n.account.map(|id| id.to_string()),
            kind: n.kind,
            recipient: n.recipient,
            email: n.email,
            subject: n.subject,
            state: n.state.slug().to_owned(),
            reply: n.reply,
            created: n.created.to_string(),
            settled: n.settled.map(|at| at.to_string()),
        }
    }
}

/// Where the house answers from outside.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HouseAddress {
    /// `https://recouvrement.example`; empty while nobody says.
    pub address: String,
}

/// Where somebody who signs in is written to.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserEmail {
    /// Empty where nobody knows it.
    pub email: String,
}
