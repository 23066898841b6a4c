//! What a token of a program may be for: names over permissions.

use kernel::Wording;

use crate::{Permission, SignInRefusal};

/// One thing a token may be for. What no scope names (users, backups, tokens, passwords) no token does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Look at everything.
    Read,
    /// Import and take back.
    Import,
    /// Match pieces, reverse a match.
    Allocate,
    /// Change accounts: pauses, due dates, debtors, blocks, promises, tasks.
    WriteAccounts,
    /// Start the run, answer approvals, send.
    Run,
    /// Creditors, strategies, texts, settings.
    Settings,
}

type Row = (Scope, &'static str, &'static [Permission], &'static str, &'static str);

/// Scope, its name, the permissions it gives, and its words in French and in English.
static NAMED: [Row; 6] = [
    (Scope::Read, "read", &[Permission::Read], "Lire", "Read"),
    (Scope::Import, "import", &[Permission::Import], "Importer, annuler un import", "Import, take an import back"),
    (Scope::Allocate, "allocate", &[Permission::Allocate], "Lettrer", "Match items"),
    (
        Scope::WriteAccounts,
        "accounts:write",
        &[Permission::EditAccount, Permission::Answer],
        "Modifier les dossiers : pauses, échéances, promesses, tâches",
        "Change accounts: pauses, due dates, promises, tasks",
    ),
    (Scope::Run, "run", &[Permission::Run], "Relancer, approuver, envoyer", "Run, approve, send"),
    (
        Scope::Settings,
        "settings",
        &[Permission::Settings],
        "Créanciers, stratégies, textes, réglages",
        "Creditors, strategies, texts, settings",
    ),
];

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 6] =
        [Self::Read, Self::Import, Self::Allocate, Self::WriteAccounts, Self::Run, Self::Settings];

    fn row(self) -> &'static Row {
        &NAMED[self as usize]
    }

    /// The name stored and spoken.
    pub fn slug(self) -> &'static str {
        self.row().1
    }

    /// What it gives.
    pub fn permissions(self) -> &'static [Permission] {
        self.row().2
    }

    /// Its words.
    pub fn wording(self) -> Wording {
        let (_, _, _, fr, en) = *self.row();
        Wording::new(fr, en)
    }

    /// Reads a name.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.slug() == slug)
    }

    /// The scope that gives a permission; none when no token has it.
    pub fn of(permission: Permission) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.permissions().contains(&permission))
    }
}

/// What one token is for: each scope once, in the order of [`Scope::ALL`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scopes(Vec<Scope>);

impl Scopes {
    /// Reads names; one at least.
    ///
    /// # Errors
    /// [`SignInRefusal`] for none, or a name that no scope has.
    pub fn parse<'a>(names: impl IntoIterator<Item = &'a str>) -> Result<Self, SignInRefusal> {
        let mut scopes = Vec::new();
        for name in names.into_iter().map(str::trim).filter(|name| !name.is_empty()) {
            let scope = Scope::parse(name).ok_or_else(|| SignInRefusal::ScopeUnknown {
                scope: name.chars().take(60).collect(),
                known: Scope::ALL.map(Scope::slug).join(", "),
            })?;
            scopes.push(scope);
        }
        scopes.sort_unstable();
        scopes.dedup();
        if scopes.is_empty() { Err(SignInRefusal::ScopesMissing) } else { Ok(Self(scopes)) }
    }

    /// The scopes of a stored text. One that this version does not know gives nothing.
    pub(crate) fn stored(text: &str) -> Self {
        Self(text.split(' ').filter_map(Scope::parse).collect())
    }

    /// As stored: names separated by blanks.
    pub(crate) fn text(&self) -> String {
        self.names().collect::<Vec<_>>().join(" ")
    }

    /// The names.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|scope| scope.slug())
    }

    /// The scopes.
    pub fn iter(&self) -> impl Iterator<Item = Scope> {
        self.0.iter().copied()
    }

    /// True when one of them gives the permission.
    pub fn carry(&self, permission: Permission) -> bool {
        self.0.iter().any(|scope| scope.permissions().contains(&permission))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Actor, DeskError, Role};

    #[test]
    fn scopes_are_read_once_each_and_written_back() {
        for (at, scope) in Scope::ALL.into_iter().enumerate() {
            assert_eq!((NAMED[at].0, Scope::parse(scope.slug())), (scope, Some(scope)), "the table is in order");
            for permission in scope.permissions() {
                assert_eq!(Scope::of(*permission), Some(scope), "one scope gives a permission");
            }
        }
        let scopes = Scopes::parse(["run", "read", " run "]).expect("scopes");
        assert_eq!(scopes.text(), "read run");
        assert_eq!(Scopes::stored("read run later:scope"), scopes);
        assert_eq!(Scopes::parse([""]), Err(SignInRefusal::ScopesMissing));
        assert!(matches!(Scopes::parse(["users"]), Err(SignInRefusal::ScopeUnknown { .. })));
    }

    #[test]
    fn a_token_does_what_both_its_role_and_its_scopes_allow() {
        let token = |role, names: &[&str]| {
            Actor::new("paul", role).limited(Scopes::parse(names.iter().copied()).expect("scopes"))
        };
        let reads = token(Role::Administrator, &["read"]);
        assert!(reads.may(Permission::Read).is_ok());
        assert!(matches!(reads.may(Permission::Import), Err(DeskError::OutOfScope { scope: Scope::Import })));
        for never in [Permission::ManageUsers, Permission::Maintain] {
            assert!(matches!(reads.may(never), Err(DeskError::NotByToken)), "{never:?}");
        }
        let reader = token(Role::Reader, &["read", "import"]);
        assert!(matches!(reader.may(Permission::Import), Err(DeskError::Forbidden { .. })), "the role comes first");
        assert!(reader.in_person().is_err() && Actor::operator().in_person().is_ok());
    }
}
