//! People: who works here, as what.

mod rights;

use ledger::Language;
use store::{User, UserId};

pub use rights::Rights;

use crate::secret::hash;
use crate::{Actor, Desk, DeskError, Permission, Refusal, Role, SignInRefusal};

/// Shortest password.
const SHORTEST: i64 = 10;
/// Longest login, in characters; of a longer one that somebody tries, only so many are kept.
pub(crate) const LOGIN_MAX: usize = 60;
/// Names that the timeline gives to the command line and to queued work.
const RESERVED: [&str; 2] = ["cli", "worker"];

/// Someone who may sign in, or may no longer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// What they type.
    pub login: String,
    /// Name shown.
    pub name: String,
    /// What they may do, and how far they see.
    pub rights: Rights,
    /// False when they may no longer sign in.
    pub active: bool,
}

/// A new user.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// Login.
    pub login: String,
    /// Name shown.
    pub name: String,
    /// Password in clear, never kept.
    pub password: String,
    /// Role.
    pub role: Role,
    /// Language of the pages.
    pub language: Language,
}

impl Desk {
    /// True while nobody exists: the first page creates the administrator.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn needs_first_user(&self) -> Result<bool, DeskError> {
        Ok(self.store.read(|tx| tx.users().count())? == 0)
    }

    /// Creates a user. The first one needs no permission and must be an administrator.
    ///
    /// # Errors
    /// [`DeskError::Refused`] for a short password or a login taken or malformed.
    pub fn create_user(&self, actor: Option<&Actor>, new: &NewUser) -> Result<(), DeskError> {
        // Before anything that costs: the page of the first run is open to everybody.
        match actor {
            Some(actor) => actor.may(Permission::ManageUsers)?,
            None if self.needs_first_user()? => {}
            None => return Err(Refusal::AdministratorExists.into()),
        }
        let login = new.login.trim().to_lowercase();
        if login.is_empty()
            || login.len() > LOGIN_MAX
            || !login.chars().all(|c| c.is_ascii_alphanumeric() || ".-_@".contains(c))
        {
            return Err(Refusal::LoginMalformed.into());
        }
        if RESERVED.contains(&login.as_str()) {
            return Err(SignInRefusal::LoginReserved { login }.into());
        }
        long_enough(&new.password)?;
        let password_hash = hash(&new.password)?;
        let user = User {
            id: UserId(self.id()),
            login,
            name: new.name.trim().to_owned(),
            password_hash,
            role: new.role.slug().to_owned(),
            language: new.language,
            active: true,
            created_us: self.now(),
            version: 0,
            own_only: new.role == Role::Salesperson,
            salesperson: String::new(),
            email: String::new(),
        };
        self.store.write("user.create", |tx| {
            match actor {
                Some(actor) => actor.may(Permission::ManageUsers)?,
                None if tx.users().count()? == 0 && new.role == Role::Administrator => {}
                None => return Err(Refusal::AdministratorExists.into()),
            }
            if tx.users().by_login(&user.login)?.is_some() {
                return Err(Refusal::LoginTaken { login: user.login.clone() }.into());
            }
            tx.users().insert(&user)?;
            let by = actor.cloned().unwrap_or_else(Actor::operator);
            let payload = serde_json::json!({ "login": user.login, "role": user.role });
            Ok(self.note(tx, &by, crate::desk::About::default(), "user.created", &payload)?)
        })
    }

    /// Everyone, by login.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Store`].
    pub fn people(&self, actor: &Actor) -> Result<Vec<Person>, DeskError> {
        actor.may(Permission::ManageUsers)?;
        self.store.read(|tx| {
            let (users, limited, codes) = (tx.users().list()?, tx.users().creditors()?, rights::codes(tx)?);
            let of = |user: &User| limited.get(&user.id).map_or(&[][..], Vec::as_slice);
            let person = |u: User| {
                let rights = rights::told(&u, of(&u), &codes);
                Person { login: u.login, name: u.name, rights, active: u.active }
            };
            Ok(users.into_iter().map(person).collect())
        })
    }

    /// Lets someone sign in, or no longer: then their sessions end and their tokens are taken away, and who is
    /// let in again signs in anew. The last active administrator who sees everything stays.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Refused`] for the last administrator.
    pub fn set_active(&self, actor: &Actor, login: &str, active: bool) -> Result<(), DeskError> {
        actor.may(Permission::ManageUsers)?;
        self.store.write("user.active", |tx| {
            let everyone = tx.users().list()?;
            let found = everyone.iter().find(|u| u.login == login);
            let user = found.ok_or_else(|| DeskError::NotFound { what: "user", key: login.to_owned() })?;
            if !active && rights::rulers(tx)? == [user.id] {
                return Err(Refusal::LastAdministrator.into());
            }
            tx.users().save(&User { active, ..user.clone() })?;
            if !active {
                tx.sessions().remove_of(user.id)?;
                tx.api_tokens().remove_of(user.id)?;
            }
            let kind = if active { "user.allowed" } else { "user.barred" };
            Ok(self.note(tx, actor, crate::desk::About::default(), kind, &serde_json::json!({ "login": login }))?)
        })
    }
}

/// Refuses a short password.
pub(crate) fn long_enough(password: &str) -> Result<(), DeskError> {
    if i64::try_from(password.chars().count()).unwrap_or(i64::MAX) < SHORTEST {
        return Err(Refusal::PasswordTooShort { shortest: SHORTEST }.into());
    }
    Ok(())
}
