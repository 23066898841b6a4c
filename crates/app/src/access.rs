//! Who may do what.

use serde::{Deserialize, Serialize};

use crate::DeskError;

/// What a person is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Everything, users and settings included.
    Administrator,
    /// Organises collection: imports, runs, strategies.
    Manager,
    /// Collects: files, letters, promises.
    Collector,
    /// Books payments and matches them.
    Accountant,
    /// Reads.
    Reader,
}

impl Role {
    /// Every role, the strongest first.
    pub const ALL: [Self; 5] = [Self::Administrator, Self::Manager, Self::Collector, Self::Accountant, Self::Reader];

    /// The slug stored and spoken.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Manager => "manager",
            Self::Collector => "collector",
            Self::Accountant => "accountant",
            Self::Reader => "reader",
        }
    }

    /// Reads a slug.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.slug() == slug)
    }

    /// True when the role carries the permission.
    pub const fn carries(self, permission: Permission) -> bool {
        use Permission as P;
        match self {
            Self::Administrator => true,
            Self::Manager => !matches!(permission, P::ManageUsers | P::Maintain),
            Self::Collector => matches!(permission, P::Read | P::EditAccount),
            Self::Accountant => matches!(permission, P::Read | P::Import | P::Allocate),
            Self::Reader => matches!(permission, P::Read),
        }
    }
}

/// A kind of act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// Look.
    Read,
    /// Import and undo.
    Import,
    /// Match pieces by hand, reverse a match.
    Allocate,
    /// Pause, confirm a due date, correct a debtor.
    EditAccount,
    /// Start the daily run.
    Run,
    /// Creditors, profiles, settings.
    Settings,
    /// Users.
    ManageUsers,
    /// Backup, restore, verify, move.
    Maintain,
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Written in the timeline: the login, or `cli`, `worker`.
    pub name: String,
    /// What it is.
    pub role: Role,
}

impl Actor {
    /// Someone known by `name`, with the rights of `role`.
    pub fn new(name: impl Into<String>, role: Role) -> Self {
        Self { name: name.into(), role }
    }

    /// The person at the command line: who holds the database holds everything.
    pub fn operator() -> Self {
        Self::new("cli", Role::Administrator)
    }

    /// The program itself, doing queued work.
    pub fn worker() -> Self {
        Self::new("worker", Role::Administrator)
    }

    /// Checks a permission.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] naming the role.
    pub fn may(&self, permission: Permission) -> Result<(), DeskError> {
        if self.role.carries(permission) {
            return Ok(());
        }
        tracing::warn!(actor = %self.name, ?permission, "refused: the role does not carry the permission");
        Err(DeskError::Forbidden { role: self.role, permission })
    }
}
