//! Where a figure comes from, and how sure we are of it.

use serde::{Deserialize, Serialize};

use crate::Line;

/// How a row was established. Shown beside every figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The text of the law, its mirror, a standard or an official page was read.
    Verified,
    /// Computed from other rows; never stronger than its inputs.
    Derived,
    /// The user's own row.
    User,
    /// Seen only on private pages, in press or public code, or in a former article.
    Secondary,
    /// Not seen; from memory.
    Memory,
    /// Looked for and not found: no figure.
    NotFound,
}

impl Status {
    /// Reads the word used in the tables.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "verified" => Self::Verified,
            "derived" => Self::Derived,
            "user" => Self::User,
            "secondary" => Self::Secondary,
            "memory" => Self::Memory,
            "not_found" => Self::NotFound,
            _ => return None,
        })
    }

    /// The word used in the tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Derived => "derived",
            Self::User => "user",
            Self::Secondary => "secondary",
            Self::Memory => "memory",
            Self::NotFound => "not_found",
        }
    }
}

/// A source of an answer: the article, where it was read, and how sure it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Source {
    /// The article or decision.
    pub article: String,
    /// Where it was read.
    pub source: String,
    /// How it was established.
    pub status: Status,
    /// File and line of the row.
    pub row: String,
}

impl Source {
    /// What to say of a row that is not verified: nothing for a verified or derived one.
    pub(crate) fn warning(&self) -> Option<Line> {
        let (article, row) = (&self.article, &self.row);
        Some(match self.status {
            Status::Verified | Status::Derived => return None,
            Status::User => Line::new(
                format!("{article} : ligne ajoutée par vous ({row}), non vérifiée par l'éditeur"),
                format!("{article}: your own row ({row}), not checked by the publisher"),
            ),
            Status::Secondary => Line::new(
                format!("{article} : source secondaire, à confirmer ({row})"),
                format!("{article}: secondary source, to be confirmed ({row})"),
            ),
            Status::Memory => Line::new(
                format!("{article} : de mémoire, texte non relu ({row})"),
                format!("{article}: from memory, text not read ({row})"),
            ),
            Status::NotFound => Line::new(
                format!("{article} : valeur introuvable ({row})"),
                format!("{article}: value not found ({row})"),
            ),
        })
    }
}

/// Adds a source once, and its warning when it is not verified.
pub(crate) fn cite(sources: &mut Vec<Source>, warnings: &mut Vec<Line>, source: &Source) {
    if !sources.contains(source) {
        warnings.extend(source.warning());
        sources.push(source.clone());
    }
}
