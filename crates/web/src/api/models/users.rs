//! People and their rights.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What somebody may do, and how far they see.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct Rights {
    /// `administrator`, `manager`, `collector`, `accountant`, `salesperson` or `reader`.
    #[schema(example = "collector")]
    pub role: String,
    /// Codes of the creditors they are limited to; every one when empty.
    #[serde(default)]
    #[schema(example = json!(["VAUBAN"]))]
    pub creditors: Vec<String>,
    /// They see their own accounts only: those given to them, and those of the salesperson they are. Always
    /// so of a salesperson.
    #[serde(default)]
    pub own_only: bool,
    /// The salesperson of the customer file that they are; nobody when empty.
    #[serde(default)]
    pub salesperson: String,
}

/// Somebody who may sign in, or may no longer.
#[derive(Debug, Serialize, ToSchema)]
pub struct User {
    /// What they type.
    pub login: String,
    /// Name shown.
    pub name: String,
    /// False when they may no longer sign in.
    pub active: bool,
    /// What they may do, and how far they see.
    pub rights: Rights,
}
