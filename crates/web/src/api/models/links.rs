//! Links, as programs see them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A link to make.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct LinkOrder {
    /// Who it is for, in words; the debtor when absent.
    #[serde(default)]
    #[schema(example = "Mme Roy")]
    pub recipient: String,
    /// Days it is good for, 1 to 365; 30 when absent.
    #[serde(default)]
    #[schema(example = 30)]
    pub days: Option<i64>,
}

/// A link with its address, which opens to whoever has it.
#[derive(Debug, Serialize, ToSchema)]
pub struct LinkMade {
    pub id: String,
    #[schema(example = "https://recouvrement.example/link/space/…")]
    pub address: String,
    pub recipient: String,
    /// Good until then.
    pub expires: String,
}

/// A link as it is listed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Link {
    pub id: String,
    /// `space`, `plan`, `dispute` or `opinion`.
    pub purpose: String,
    /// Who it was made for.
    pub recipient: String,
    pub made: String,
    /// Good until then.
    pub expires: String,
    /// When it was opened first.
    pub opened: Option<String>,
    /// When it did what it was made for.
    pub used: Option<String>,
    /// When it was taken back.
    pub revoked: Option<String>,
    /// Who made it.
    pub actor: String,
}

/// Links of an account, the last first.
#[derive(Debug, Serialize, ToSchema)]
pub struct LinkPage {
    pub links: Vec<Link>,
}
