//! Signing in: the password, then the code where one is in force; and who holds a session.
//!
//! Passwords are kept as argon2id hashes; a session is a random token of 256 bits of which only the
//! SHA-256 is stored. What fails is counted by login and by address, and slowed down.

use kernel::Timestamp;
use ledger::Language;
use store::{LoginAttempt, Session, Tx, User};

use crate::secret::{DECOY, digest, token, verify};
use crate::users::LOGIN_MAX;
use crate::{Actor, Desk, DeskError, Refusal, SignInRefusal};

/// A session nobody used for so long is over, microseconds: twelve hours.
pub(crate) const IDLE_US: i64 = 12 * 3600 * 1_000_000;
/// A session is over after so long in any case, microseconds: seven days.
pub(crate) const LONGEST_US: i64 = 7 * 24 * 3600 * 1_000_000;
/// The second step waits so long for its code, microseconds: ten minutes.
pub(crate) const SECOND_STEP_US: i64 = 10 * 60 * 1_000_000;
/// Failures allowed before a login must wait.
const FAILURES: i64 = 5;
/// The same for an address, behind which a whole house may type: no success there forgets them.
const FAILURES_FROM: i64 = 20;
/// Wait after each failure beyond, microseconds: one minute.
const WAIT_US: i64 = 60 * 1_000_000;
/// Minutes waited at most.
const WAITS: i64 = 15;
/// Failures older than this no longer count, microseconds: one hour.
pub(crate) const FORGET_US: i64 = 3600 * 1_000_000;
/// Longest name of a browser that is kept, in characters.
pub(crate) const AGENT_MAX: usize = 200;

/// Someone signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who acts.
    pub actor: Actor,
    /// Name shown.
    pub name: String,
    /// Language of the pages.
    pub language: Language,
    /// The role must sign in with a code and this person has none yet: nothing else is open to them.
    pub must_enrol: bool,
}

/// How far a right password leads.
#[derive(Clone)]
pub enum Entered {
    /// In: the session token, shown once.
    Signed(String),
    /// To the second step: what to come back with, together with a code.
    AwaitsCode(String),
}

impl std::fmt::Debug for Entered {
    /// Without the token: what is debugged is logged.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Signed(_) => "Signed",
            Self::AwaitsCode(_) => "AwaitsCode",
        })
    }
}

impl Desk {
    /// Signs in by password. `from` is the address of the caller, `agent` the browser as it names itself.
    ///
    /// # Errors
    /// [`DeskError::Refused`]: wrong login or password (never which), or too many tries.
    pub fn sign_in(&self, login: &str, password: &str, from: &str, agent: &str) -> Result<Entered, DeskError> {
        let login: String = shown(&login.trim().to_lowercase()).take(LOGIN_MAX).collect();
        self.password_opens(&login)?;
        let tries = Tries::of_password(&login, from);
        self.allows(&tries)?;
        let user = self.store.read(|tx| tx.users().by_login(&login))?;
        // The same work whether the login exists or not, so that time tells nothing.
        let stored = user.as_ref().filter(|u| u.active).map_or(DECOY, |u| u.password_hash.as_str());
        let right = verify(password, stored);
        let Some(user) = user.filter(|u| u.active && right) else {
            tracing::warn!(login.key = %tries.own, "sign-in refused");
            self.failed(&tries)?;
            return Err(Refusal::WrongCredentials.into());
        };
        self.password_opens_to(&user)?;
        let (token, now) = (token()?, self.now());
        let awaits_code = self.store.write("user.sign_in", |tx| {
            let awaits_code = tx.second_factors().of(user.id)?.is_some_and(|f| f.confirmed_us.is_some());
            tx.sessions().sweep(now, earlier(now, FORGET_US))?;
            tx.sessions().forgive(&tries.own)?;
            tx.sessions().insert(&Session {
                token_hash: digest(&token),
                user_id: user.id,
                created_us: now,
                last_seen_us: now,
                expires_us: later(now, if awaits_code { SECOND_STEP_US } else { LONGEST_US }),
                user_agent: shown(agent).take(AGENT_MAX).collect(),
                address: from.to_owned(),
                awaits_code,
                vouched: false,
            })?;
            Ok::<_, DeskError>(awaits_code)
        })?;
        Ok(if awaits_code { Entered::AwaitsCode(token) } else { Entered::Signed(token) })
    }

    /// The second step: the code of the application, or a recovery code. Answers the session token, which
    /// is another than that of the first step.
    ///
    /// # Errors
    /// [`DeskError::Refused`]: the code is wrong or was used, or the first step is too long ago;
    /// [`DeskError::Refused`] for too many tries.
    pub fn sign_in_with_code(&self, first: &str, code: &str, from: &str) -> Result<String, DeskError> {
        let (now, half) = (self.now(), digest(first));
        let found = self.store.read(|tx| tx.sessions().find(&half, now))?;
        let Some((session, user)) = found.filter(|(session, _)| session.awaits_code) else {
            return Err(SignInRefusal::SecondStepOver.into());
        };
        let tries = Tries::of_code(&user.login, from);
        self.allows(&tries)?;
        let token = token()?;
        let whole = Session {
            token_hash: digest(&token),
            created_us: now,
            last_seen_us: now,
            expires_us: later(now, LONGEST_US),
            awaits_code: false,
            ..session
        };
        let answer = self.store.write("user.sign_in_code", |tx| {
            self.use_code(tx, &user, code)?;
            tx.sessions().forgive(&tries.own)?;
            tx.sessions().remove(&half)?;
            Ok(tx.sessions().insert(&whole)?)
        });
        self.counted(&tries, answer)?;
        Ok(token)
    }

    /// True while a first step awaits its code.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn awaits_code(&self, first: &str) -> Result<bool, DeskError> {
        let (now, half) = (self.now(), digest(first));
        Ok(self.store.read(|tx| tx.sessions().find(&half, now))?.is_some_and(|(session, _)| session.awaits_code))
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
            let must_enrol = !session.vouched && Self::lacks_code_in_tx(tx, &user)?;
            let actor = self.actor_of(tx, &user)?;
            Ok::<_, DeskError>(Some((session, SignedIn { must_enrol, ..SignedIn::of(user, actor) })))
        })?;
        let Some((session, signed)) = found else { return Ok(None) };
        let idle = now.as_microsecond() - session.last_seen_us.as_microsecond();
        if session.awaits_code || idle > IDLE_US {
            return Ok(None);
        }
        // Written at most once a minute: a page must not cost a write.
        if idle > 60 * 1_000_000 {
            self.store.write("session.seen", |tx| tx.sessions().touch(&key, now, session.expires_us))?;
        }
        Ok(Some(signed))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn sign_out(&self, token: &str) -> Result<(), DeskError> {
        let key = digest(token);
        Ok(self.store.write("session.end", |tx| tx.sessions().remove(&key))?)
    }

    /// Whoever acts, who must be there in person, after their password was typed again.
    pub(crate) fn myself(&self, actor: &Actor, password: &str, from: &str) -> Result<User, DeskError> {
        actor.in_person()?;
        let user = self.store.read(|tx| user_in_tx(tx, &actor.name))?;
        let tries = Tries::of_password(&user.login, from);
        self.allows(&tries)?;
        let right = verify(password, &user.password_hash);
        let answer = if right { Ok(()) } else { Err(SignInRefusal::PasswordWrong.into()) };
        self.counted(&tries, answer)?;
        self.store.write("user.sign_in", |tx| tx.sessions().forgive(&tries.own))?;
        Ok(user)
    }

    /// Refuses while a login or an address must wait.
    pub(crate) fn allows(&self, tries: &Tries) -> Result<(), DeskError> {
        let (own, from) = self.store.read(|tx| {
            Ok::<_, DeskError>((tx.sessions().attempts(&tries.own)?, tx.sessions().attempts(&tries.from)?))
        })?;
        let now = self.now();
        let own = own.and_then(|a| wait(&a, FAILURES, now));
        let from = from.and_then(|a| wait(&a, FAILURES_FROM, now));
        own.max(from).map_or(Ok(()), |wait_s| Err(Refusal::TooManyTries { wait_s }.into()))
    }

    /// The same where no login is tried: refuses while an address must wait.
    pub(crate) fn allows_from(&self, from: &str) -> Result<(), DeskError> {
        let tried = self.store.read(|tx| tx.sessions().attempts(&key_from(from)))?;
        let wait_s = tried.and_then(|a| wait(&a, FAILURES_FROM, self.now()));
        wait_s.map_or(Ok(()), |wait_s| Err(Refusal::TooManyTries { wait_s }.into()))
    }

    /// Counts a failure of an address.
    pub(crate) fn failed_from(&self, from: &str) -> Result<(), DeskError> {
        let now = self.now();
        self.store.write("user.sign_in_failed", |tx| {
            tx.sessions().fail(&key_from(from), now, earlier(now, FORGET_US)).map(drop)
        })?;
        Ok(())
    }

    /// Counts what failed because a secret was wrong.
    pub(crate) fn counted<T>(&self, tries: &Tries, answer: Result<T, DeskError>) -> Result<T, DeskError> {
        if let Err(DeskError::Refused(Refusal::SignIn(
            SignInRefusal::CodeWrong | SignInRefusal::CodeUsed | SignInRefusal::PasswordWrong,
        ))) = answer
        {
            tracing::warn!(login.key = %tries.own, "a secret was wrong");
            self.failed(tries)?;
        }
        answer
    }

    fn failed(&self, tries: &Tries) -> Result<(), DeskError> {
        let now = self.now();
        self.store.write("user.sign_in_failed", |tx| {
            for key in [&tries.own, &tries.from] {
                tx.sessions().fail(key, now, earlier(now, FORGET_US))?;
            }
            Ok(())
        })
    }
}

impl SignedIn {
    /// What every door makes of a user.
    pub(crate) fn of(user: User, actor: Actor) -> Self {
        Self { actor, name: user.name, language: user.language, must_enrol: false }
    }
}

/// Under which keys failures are counted: what was tried, and from where.
pub(crate) struct Tries {
    own: String,
    from: String,
}

impl Tries {
    fn of_password(login: &str, from: &str) -> Self {
        Self { own: format!("login:{login}"), from: key_from(from) }
    }

    /// Apart from passwords: a right password does not forget the codes that were tried behind it.
    pub(crate) fn of_code(login: &str, from: &str) -> Self {
        Self { own: format!("code:{login}"), from: key_from(from) }
    }
}

fn key_from(from: &str) -> String {
    format!("from:{from}")
}

/// Text that was typed elsewhere, fit to be kept: nobody is called by a control character, and PostgreSQL
/// keeps no NUL.
pub(crate) fn shown(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c })
}

/// The user of a login.
pub(crate) fn user_in_tx(tx: &mut Tx, login: &str) -> Result<User, DeskError> {
    let found = tx.users().by_login(login)?;
    found.ok_or_else(|| DeskError::NotFound { what: "user", key: login.to_owned() })
}

pub(crate) fn later(now: Timestamp, us: i64) -> Timestamp {
    Timestamp::from_microsecond(now.as_microsecond() + us).unwrap_or(now)
}

pub(crate) fn earlier(now: Timestamp, us: i64) -> Timestamp {
    later(now, -us)
}

/// Seconds to wait before another try.
fn wait(attempt: &LoginAttempt, free: i64, now: Timestamp) -> Option<i64> {
    let beyond = attempt.failures - free + 1;
    let until = attempt.last_us.as_microsecond() + WAIT_US * beyond.clamp(0, WAITS);
    let left = until - now.as_microsecond();
    // Whole seconds, rounded up: who waits so long is let through.
    (beyond > 0 && left > 0).then_some((left + 999_999) / 1_000_000)
}
