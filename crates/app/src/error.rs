//! What a use case can answer instead of its result.

use store::StoreError;

use crate::{Permission, Role};

/// Why a use case did nothing.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The role does not carry the permission.
    #[error("your role ({}) does not allow this; ask an administrator", role.slug())]
    Forbidden {
        /// Role of the actor.
        role: Role,
        /// What it tried.
        permission: Permission,
    },
    /// The request cannot be met as it is; the text says why and what to do.
    #[error("{0}")]
    Refused(String),
    /// The request needs a confirmation first; the text says what would happen.
    #[error("{0}")]
    Confirm(String),
    /// The thing asked for does not exist.
    #[error("{what} « {key} » does not exist")]
    NotFound {
        /// The trade's word.
        what: &'static str,
        /// As asked.
        key: String,
    },
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
    /// The law tables have no answer.
    #[error(transparent)]
    Law(#[from] law::LawError),
    /// A document could not be made.
    #[error(transparent)]
    Document(#[from] documents::DocumentError),
    /// A text could not be rendered.
    #[error("the text « {text} » cannot be used: {error}")]
    Text {
        /// Name of the text.
        text: String,
        /// Line and reason.
        error: documents::TextError,
    },
    /// A file could not be read or written.
    #[error("{path}: {error}")]
    File {
        /// The file.
        path: String,
        /// What the system said.
        error: std::io::Error,
    },
}

impl DeskError {
    /// A refusal in plain words.
    pub fn refused(text: impl Into<String>) -> Self {
        Self::Refused(text.into())
    }
}

impl From<StoreError> for DeskError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound { what, id } => Self::NotFound { what, key: id },
            other => Self::Store(other),
        }
    }
}
