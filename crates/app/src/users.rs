//! People: sign-in, sessions, passwords.
//!
//! Passwords are kept as argon2id hashes; a session is a random token of 256 bits of which only the
//! SHA-256 is stored. Failed sign-ins are counted by login and by address, and slowed down.

mod rights;

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use kernel::Timestamp;
use ledger::Language;
use sha2::{Digest, Sha256};
use store::{LoginAttempt, Session, User, UserId};

pub use rights::Rights;

use crate::{Actor, Desk, DeskError, Permission, Refusal, Role};

/// A session nobody used for so long is over, microseconds: twelve hours.
const IDLE_US: i64 = 12 * 3600 * 1_000_000;
/// A session is over after so long in any case, microseconds: seven days.
const LONGEST_US: i64 = 7 * 24 * 3600 * 1_000_000;
/// Failures allowed before a login or an address must wait.
const FAILURES: i64 = 5;
/// Wait after each failure beyond, microseconds: one minute.
const WAIT_US: i64 = 60 * 1_000_000;
/// Failures older than this no longer count, microseconds: one hour.
const FORGET_US: i64 = 3600 * 1_000_000;
/// Shortest password.
const SHORTEST: i64 = 10;
/// Longest login, in characters; of a longer one that somebody tries, only so many are kept.
const LOGIN_MAX: usize = 60;

/// Someone signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who acts.
    pub actor: Actor,
    /// Name shown.
    pub name: String,
    /// Language of the pages.
    pub language: Language,
}

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
        let login = new.login.trim().to_lowercase();
        if login.is_empty()
            || login.len() > LOGIN_MAX
            || !login.chars().all(|c| c.is_ascii_alphanumeric() || ".-_@".contains(c))
        {
            return Err(Refusal::LoginMalformed.into());
        }
        if i64::try_from(new.password.chars().count()).unwrap_or(i64::MAX) < SHORTEST {
            return Err(Refusal::PasswordTooShort { shortest: SHORTEST }.into());
        }
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

    /// Lets someone sign in, or no longer: their sessions end with the next request. The last active
    /// administrator who sees everything stays.
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
            let kind = if active { "user.allowed" } else { "user.barred" };
            Ok(self.note(tx, actor, crate::desk::About::default(), kind, &serde_json::json!({ "login": login }))?)
        })
    }

    /// Signs in; answers the session token, shown once. `from` is the address of the caller.
    ///
    /// # Errors
    /// [`DeskError::Refused`]: wrong login or password (never which), or too many tries.
    pub fn sign_in(&self, login: &str, password: &str, from: &str, agent: &str) -> Result<String, DeskError> {
        // Nobody is called by a control character, and PostgreSQL keeps no NUL.
        let shown = |c: char| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c };
        let login: String = login.trim().to_lowercase().chars().map(shown).take(LOGIN_MAX).collect();
        let keys = [format!("login:{login}"), format!("from:{from}")];
        let (user, attempts) = self.store.read(|tx| {
            let attempts = [tx.sessions().attempts(&keys[0])?, tx.sessions().attempts(&keys[1])?];
            Ok::<_, DeskError>((tx.users().by_login(&login)?, attempts))
        })?;
        let now = self.now();
        if let Some(wait) = attempts.iter().flatten().filter_map(|a| wait(a, now)).max() {
            return Err(Refusal::TooManyTries { wait_s: wait }.into());
        }
        // The same work whether the login exists or not, so that time tells nothing.
        let stored = user.as_ref().filter(|u| u.active).map_or(DECOY, |u| u.password_hash.as_str());
        let right = verify(password, stored);
        let Some(user) = user.filter(|u| u.active && right) else {
            tracing::warn!(login.key = %keys[0], "sign-in refused");
            self.store.write("user.sign_in_failed", |tx| {
                for key in &keys {
                    tx.sessions().fail(key, now, earlier(now, FORGET_US))?;
                }
                Ok::<_, DeskError>(())
            })?;
            return Err(Refusal::WrongCredentials.into());
        };
        let token = token()?;
        let session = Session {
            token_hash: digest(&token),
            user_id: user.id,
            created_us: now,
            last_seen_us: now,
            expires_us: later(now, LONGEST_US),
            user_agent: agent.chars().take(200).collect(),
        };
        self.store.write("user.sign_in", |tx| {
            tx.sessions().forgive(&keys[0])?;
            tx.sessions().forgive(&keys[1])?;
            tx.sessions().insert(&session)?;
            Ok::<_, DeskError>(())
        })?;
        Ok(token)
    }

    /// Who holds a session token, if it is still good.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn session(&self, token: &str) -> Result<Option<SignedIn>, DeskError> {
        let now = self.now();
        let key = digest(token);
        let found = self.store.read(|tx| {
            let Some((session, user)) = tx.sessions().find(&key, now)? else { return Ok(None) };
            Ok::<_, DeskError>(Some((session, self.actor_of(tx, &user)?, user)))
        })?;
        let Some((session, actor, user)) = found else { return Ok(None) };
        let idle = now.as_microsecond() - session.last_seen_us.as_microsecond();
        if idle > IDLE_US {
            return Ok(None);
        }
        // Written at most once a minute: a page must not cost a write.
        if idle > 60 * 1_000_000 {
            self.store.write("session.seen", |tx| tx.sessions().touch(&key, now, session.expires_us))?;
        }
        Ok(Some(SignedIn { actor, name: user.name, language: user.language }))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn sign_out(&self, token: &str) -> Result<(), DeskError> {
        let key = digest(token);
        Ok(self.store.write("session.end", |tx| tx.sessions().remove(&key))?)
    }
}

/// Hash of nothing anyone knows, of the same cost as a real one.
const DECOY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$xQhXEiUPJvTjmM7kP3cJq8tEUrYV6wQ0mVh4Jg2dGqk";

fn hash(password: &str) -> Result<String, DeskError> {
    let mut salt = [0_u8; 16];
    random(&mut salt)?;
    let hashed: Result<PasswordHash, _> = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
    Ok(hashed.map_err(|e| Refusal::NoSecret { why: e.to_string() })?.to_string())
}

fn verify(password: &str, stored: &str) -> bool {
    PasswordHash::new(stored).is_ok_and(|h| Argon2::default().verify_password(password.as_bytes(), &h).is_ok())
}

fn random(bytes: &mut [u8]) -> Result<(), DeskError> {
    getrandom::fill(bytes).map_err(|e| Refusal::NoSecret { why: e.to_string() }.into())
}

fn token() -> Result<String, DeskError> {
    let mut bytes = [0_u8; 32];
    random(&mut bytes)?;
    Ok(hex(&bytes))
}

fn digest(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, b| {
        let _ = write!(text, "{b:02x}");
        text
    })
}

fn later(now: Timestamp, us: i64) -> Timestamp {
    Timestamp::from_microsecond(now.as_microsecond() + us).unwrap_or(now)
}

fn earlier(now: Timestamp, us: i64) -> Timestamp {
    later(now, -us)
}

/// Seconds to wait before another try.
fn wait(attempt: &LoginAttempt, now: Timestamp) -> Option<i64> {
    let beyond = attempt.failures - FAILURES + 1;
    let until = attempt.last_us.as_microsecond() + WAIT_US * beyond.clamp(0, 15);
    let left = until - now.as_microsecond();
    (beyond > 0 && left > 0).then_some(left / 1_000_000 + 1)
}
