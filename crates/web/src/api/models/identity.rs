//! How people and programs sign in.

use app::second_factor::{Enrolment, SecondFactorAnswer};
use app::sessions::SessionAnswer;
use app::tokens::{NewToken, TokenAnswer};
use kernel::Language;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One place where somebody is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignedInDevice {
    #[schema(example = "9f86d081884c7d65")]
    pub id: String,
    #[schema(example = "Firefox on Linux")]
    pub device: String,
    /// Address it began from.
    pub from: String,
    pub since: String,
    pub seen: String,
    /// It is the session that asks.
    pub here: bool,
}

impl SignedInDevice {
    /// A session, its device in `language`.
    pub fn of(session: SessionAnswer, language: Language) -> Self {
        Self {
            id: session.id,
            device: session.device.pick(language).to_owned(),
            from: session.from,
            since: session.since.to_string(),
            seen: session.seen.to_string(),
            here: session.here,
        }
    }
}

/// How many sessions ended.
#[derive(Debug, Serialize, ToSchema)]
pub struct Ended {
    pub ended: u64,
}

/// A token of a program, as it is listed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApiToken {
    pub id: String,
    pub name: String,
    /// Its first characters.
    #[schema(example = "qt_9f86")]
    pub hint: String,
    pub scopes: Vec<String>,
    pub created: String,
    /// Absent until it is used; to the minute.
    pub used: Option<String>,
    pub expires: String,
    pub expired: bool,
}

impl From<TokenAnswer> for ApiToken {
    fn from(token: TokenAnswer) -> Self {
        Self {
            id: token.id.to_string(),
            name: token.name,
            hint: token.hint,
            scopes: token.scopes.names().map(str::to_owned).collect(),
            created: token.created.to_string(),
            used: token.used.map(|at| at.to_string()),
            expires: token.expires.to_string(),
            expired: token.over,
        }
    }
}

/// A token to make.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ApiTokenOrder {
    /// What it is for, 1 to 60 characters.
    pub name: String,
    /// Days it is good for, 1 to 366; 90 when absent.
    #[serde(default)]
    pub days: Option<i64>,
    /// Of `read`, `import`, `allocate`, `accounts:write`, `run`, `settings`; one at least.
    #[schema(example = json!(["read", "import"]))]
    pub scopes: Vec<String>,
    /// One's password again.
    pub password: String,
}

impl ApiTokenOrder {
    /// The token, and the password.
    pub fn told(self) -> (NewToken, String) {
        (NewToken { name: self.name, days: self.days, scopes: self.scopes }, self.password)
    }
}

/// A token just made: the only time it is told.
#[derive(Debug, Serialize, ToSchema)]
pub struct ApiTokenMade {
    pub token: String,
    pub listed: ApiToken,
}

/// One's password again.
#[derive(Debug, Deserialize, ToSchema)]
pub struct PasswordAgain {
    pub password: String,
}

/// A new password.
#[derive(Debug, Deserialize, ToSchema)]
pub struct PasswordChange {
    pub current: String,
    /// Ten characters at least.
    pub password: String,
}

/// A code of one's application.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CodeGiven {
    #[schema(example = "287082")]
    pub code: String,
}

/// How one's second factor stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecondFactorState {
    /// On since; absent when off.
    pub since: Option<String>,
    pub recovery_codes_left: i64,
    /// The role must have it.
    pub required: bool,
}

impl From<SecondFactorAnswer> for SecondFactorState {
    fn from(answer: SecondFactorAnswer) -> Self {
        Self {
            since: answer.since.map(|at| at.to_string()),
            recovery_codes_left: answer.codes_left,
            required: answer.required,
        }
    }
}

/// A key for an application, not in force yet.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecondFactorKey {
    /// Base 32.
    pub secret: String,
    /// The same as an `otpauth:` address.
    pub uri: String,
}

impl From<Enrolment> for SecondFactorKey {
    fn from(enrolment: Enrolment) -> Self {
        Self { secret: enrolment.secret.replace(' ', ""), uri: enrolment.uri }
    }
}

/// Recovery codes: the only time they are told.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecoveryCodes {
    pub recovery_codes: Vec<String>,
}
