//! Who may do what.

use serde::{Deserialize, Serialize};

use crate::scopes::{Scope, Scopes};
use crate::{DeskError, Reach};

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
    /// Sells: reads the files of their own customers, and says what these said.
    Salesperson,
    /// Reads.
    Reader,
}

impl Role {
    /// Every role, the strongest first.
    pub const ALL: [Self; 6] =
        [Self::Administrator, Self::Manager, Self::Collector, Self::Accountant, Self::Salesperson, Self::Reader];

    /// The slug stored and spoken.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Manager => "manager",
            Self::Collector => "collector",
            Self::Accountant => "accountant",
            Self::Salesperson => "salesperson",
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
            Self::Collector => matches!(permission, P::Read | P::Answer | P::EditAccount),
            Self::Accountant => matches!(permission, P::Read | P::Import | P::Allocate),
            Self::Salesperson => matches!(permission, P::Read | P::Answer),
            Self::Reader => matches!(permission, P::Read),
        }
    }
}

/// A kind of act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Permission {
    /// Look.
    Read,
    /// Say what a customer said: tasks, and what came of them.
    Answer,
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

impl Permission {
    /// True when it is about the whole house, and not about one account or one creditor: it takes somebody
    /// who sees everything.
    pub const fn is_of_the_house(self) -> bool {
        matches!(self, Self::Settings | Self::ManageUsers | Self::Maintain)
    }
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Written in the timeline: the login, or `cli`, `worker`.
    pub name: String,
    /// What it is.
    pub role: Role,
    /// How far it sees.
    pub reach: Reach,
    /// What a token of theirs is for; none where the person acts.
    limits: Option<Scopes>,
}

impl Actor {
    /// Someone known by `name`, with the rights of `role`, who sees everything; a salesperson, the accounts
    /// given to them.
    pub fn new(name: impl Into<String>, role: Role) -> Self {
        let name = name.into();
        let reach = if role == Role::Salesperson { Reach::own([name.clone()], "") } else { Reach::everything() };
        Self { name, role, reach, limits: None }
    }

    /// The same, who sees no further than `reach`.
    #[must_use]
    pub fn within(self, reach: Reach) -> Self {
        Self { reach, ..self }
    }

    /// The person at the command line: who holds the database holds everything.
    pub fn operator() -> Self {
        Self::new("cli", Role::Administrator)
    }

    /// The program itself, doing queued work.
    pub fn worker() -> Self {
        Self::new("worker", Role::Administrator)
    }

    /// The same through a token: what its scopes name of the role's permissions.
    #[must_use]
    pub fn limited(mut self, scopes: Scopes) -> Self {
        self.limits = Some(scopes);
        self
    }

    /// What the token is for by which they act; none where the person acts.
    pub const fn scopes(&self) -> Option<&Scopes> {
        self.limits.as_ref()
    }

    /// True when the role carries the permission, the token too where one is used, and what is about the whole
    /// house is asked by who sees all of it.
    pub fn carries(&self, permission: Permission) -> bool {
        self.carries_here(permission) && (self.reach.is_everything() || !permission.is_of_the_house())
    }

    /// The same of what is checked by itself to be within reach.
    fn carries_here(&self, permission: Permission) -> bool {
        self.role.carries(permission) && self.limits.as_ref().is_none_or(|scopes| scopes.carry(permission))
    }

    /// Checks a permission. What it is about is checked where it is found ([`crate::reach`]); what is about
    /// the whole house takes somebody who sees all of it.
    ///
    /// # Errors
    /// As [`Actor::may_here`], and [`DeskError::Beyond`].
    pub fn may(&self, permission: Permission) -> Result<(), DeskError> {
        self.may_here(permission)?;
        if permission.is_of_the_house() { self.may_everywhere() } else { Ok(()) }
    }

    /// Checks a permission on what is checked by itself to be within reach.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] naming the role, [`DeskError::OutOfScope`] naming the scope that a token
    /// lacks, [`DeskError::NotByToken`] for what no token does.
    pub fn may_here(&self, permission: Permission) -> Result<(), DeskError> {
        if self.carries_here(permission) {
            return Ok(());
        }
        if !self.role.carries(permission) {
            tracing::warn!(actor = %self.name, ?permission, "refused: the role does not carry the permission");
            return Err(DeskError::Forbidden { role: self.role, permission });
        }
        tracing::warn!(actor = %self.name, ?permission, "refused: the token does not carry the permission");
        Err(Scope::of(permission).map_or(DeskError::NotByToken, |scope| DeskError::OutOfScope { scope }))
    }

    /// Checks that the person acts, not a token of theirs.
    ///
    /// # Errors
    /// [`DeskError::NotByToken`].
    pub fn in_person(&self) -> Result<(), DeskError> {
        if self.limits.is_none() {
            return Ok(());
        }
        tracing::warn!(actor = %self.name, "refused: no token does this");
        Err(DeskError::NotByToken)
    }

    /// Checks that nothing is hidden from them: what they do is about every account.
    ///
    /// # Errors
    /// [`DeskError::Beyond`].
    pub fn may_everywhere(&self) -> Result<(), DeskError> {
        if self.reach.is_everything() {
            return Ok(());
        }
        tracing::warn!(actor = %self.name, "refused: it is about more than they see");
        Err(DeskError::Beyond)
    }
}
