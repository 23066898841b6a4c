//! Sessions and imports.

use kernel::Language;
use ledger::Batch;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// Who is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    pub login: String,
    pub name: String,
    #[schema(example = "collector")]
    pub role: String,
    pub language: String,
    /// What the token is for, where one is used; absent for a person.
    #[schema(example = json!(["read", "import"]))]
    pub scopes: Option<Vec<String>>,
}

/// Login and password.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Credentials {
    pub login: String,
    pub password: String,
    /// The code of the application or a recovery code, where one is in force.
    #[serde(default)]
    pub code: Option<String>,
}

/// A session token, shown once.
#[derive(Debug, Serialize, ToSchema)]
pub struct Token {
    pub token: String,
}

/// One import.
#[derive(Debug, Serialize, ToSchema)]
pub struct Import {
    pub id: String,
    pub format: String,
    pub source: String,
    pub profile: String,
    #[schema(example = "snapshot")]
    pub mode: String,
    #[schema(example = "live")]
    pub state: String,
    pub as_of: String,
    pub actor: String,
    pub created_at: String,
    pub total: i64,
    pub done: i64,
    pub fingerprint: String,
    /// Figures, control totals and refused lines.
    #[schema(value_type = Object)]
    pub outcome: Value,
}

impl Import {
    /// A batch, its sentences in `language`.
    pub fn of(b: &Batch, language: Language) -> Self {
        Self {
            id: b.id.to_string(),
            format: b.format.clone(),
            source: b.source.clone(),
            profile: b.profile.clone(),
            mode: b.mode.slug().to_owned(),
            state: b.state.slug().to_owned(),
            as_of: b.as_of.to_string(),
            actor: b.actor.clone(),
            created_at: b.created_at.to_string(),
            total: b.total,
            done: b.done,
            fingerprint: b.fingerprint.clone(),
            outcome: app::said(&serde_json::from_str::<Value>(&b.outcome).unwrap_or_default(), language),
        }
    }
}

/// A reference to files kept for an import.
#[derive(Debug, Serialize, ToSchema)]
pub struct Kept {
    pub files: String,
}

/// How kept files are to be imported.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct ImportOrder {
    pub files: String,
    #[serde(default)]
    pub creditor: Option<String>,
    /// Name of a mapping profile; guessed from the columns when absent.
    #[serde(default)]
    pub profile: Option<String>,
    /// `movement` or `snapshot`.
    #[serde(default)]
    pub mode: Option<String>,
    #[serde(default)]
    pub as_of: Option<String>,
    /// The warnings that ask for a confirmation were read.
    #[serde(default)]
    pub confirmed: bool,
}
