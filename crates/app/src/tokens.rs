//! Tokens: what programs sign in with, in somebody's name, for a named purpose, until a day.

use kernel::{DAY_US, Timestamp};
use serde_json::json;
pub use store::ApiTokenId as TokenId;
use store::{ApiToken, Tx, User};

use crate::desk::About;
use crate::scopes::Scopes;
use crate::secret::{digest, token};
use crate::sign_in::{SignedIn, later, user_in_tx};
use crate::{Actor, Desk, DeskError, Permission, SignInRefusal};

/// How every token begins, by which people and scanners of leaked secrets know it.
pub const PREFIX: &str = "qt_";
/// Days a token is good for when nobody says.
pub const DAYS: i64 = 90;
/// Days at most: what nobody renews is forgotten somewhere.
const DAYS_MAX: i64 = 366;
/// Tokens of one person at most, expired ones included.
const MOST: i64 = 50;
/// Longest name, in characters.
const NAME_MAX: i64 = 60;
/// Characters shown of a token after its making.
const HINT: usize = PREFIX.len() + 4;

/// A token to make.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// What it is for.
    pub name: String,
    /// Days it is good for; [`DAYS`] when none.
    pub days: Option<i64>,
    /// What it may do.
    pub scopes: Vec<String>,
}

/// A token as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenAnswer {
    /// What names it.
    pub id: TokenId,
    /// What it is for.
    pub name: String,
    /// Its first characters.
    pub hint: String,
    /// What it may do.
    pub scopes: Scopes,
    /// Made then.
    pub created: Timestamp,
    /// Last used then, to the minute.
    pub used: Option<Timestamp>,
    /// Good until then.
    pub expires: Timestamp,
    /// It is good no longer.
    pub over: bool,
}

/// A token just made: the only time it is seen.
#[derive(Clone)]
pub struct MadeToken {
    /// The token itself.
    pub token: String,
    /// How it will be listed.
    pub listed: TokenAnswer,
}

/// The same, found sound.
struct Asked {
    name: String,
    days: i64,
    scopes: Scopes,
}

impl Asked {
    fn of(new: &NewToken) -> Result<Self, DeskError> {
        let name = new.name.trim().to_owned();
        let length = i64::try_from(name.chars().count()).unwrap_or(i64::MAX);
        if !(1..=NAME_MAX).contains(&length) || name.chars().any(char::is_control) {
            return Err(SignInRefusal::TokenNameWrong { most: NAME_MAX }.into());
        }
        let days = new.days.unwrap_or(DAYS);
        if !(1..=DAYS_MAX).contains(&days) {
            return Err(SignInRefusal::TokenDaysWrong { most: DAYS_MAX }.into());
        }
        Ok(Self { name, days, scopes: Scopes::parse(new.scopes.iter().map(String::as_str))? })
    }
}

impl Desk {
    /// Makes a token that acts in the name of the actor, who types their password again: a session that somebody
    /// took hold of must not become a token of a year.
    ///
    /// # Errors
    /// [`DeskError::Refused`] on its name, its days or its scopes, or when the password is wrong;
    /// [`DeskError::NotByToken`].
    pub fn make_token(
        &self,
        actor: &Actor,
        new: &NewToken,
        password: &str,
        from: &str,
    ) -> Result<MadeToken, DeskError> {
        actor.in_person()?;
        let asked = Asked::of(new)?;
        let user = self.myself(actor, password, from)?;
        self.token_made(actor, &user.login, asked)
    }

    /// Makes a token for somebody at the command line.
    ///
    /// # Errors
    /// [`DeskError::Refused`] on its name, its days or its scopes, or by anybody else.
    pub fn make_token_for(&self, actor: &Actor, login: &str, new: &NewToken) -> Result<MadeToken, DeskError> {
        actor.may(Permission::ManageUsers)?;
        if *actor != Actor::operator() {
            return Err(SignInRefusal::TokenOfAnother.into());
        }
        self.token_made(actor, login, Asked::of(new)?)
    }

    fn token_made(&self, actor: &Actor, login: &str, asked: Asked) -> Result<MadeToken, DeskError> {
        let Asked { name, days, scopes } = asked;
        let (token, now, id) = (format!("{PREFIX}{}", token()?), self.now(), TokenId(self.id()));
        let kept = self.store.write("user.token", |tx| {
            let user = user_in_tx(tx, login)?;
            if i64::try_from(tx.api_tokens().of_user(user.id)?.len()).unwrap_or(i64::MAX) >= MOST {
                return Err(SignInRefusal::TokensMany { most: MOST }.into());
            }
            let kept = ApiToken {
                id,
                user_id: user.id,
                name: name.clone(),
                hint: token.chars().take(HINT).collect(),
                token_hash: digest(&token),
                scopes: scopes.text(),
                created_us: now,
                expires_us: later(now, days * DAY_US),
                used_us: None,
            };
            tx.api_tokens().insert(&kept)?;
            self.token_noted_in_tx(tx, actor, &user, &kept, "user.token_made")?;
            Ok::<_, DeskError>(kept)
        })?;
        Ok(MadeToken { token, listed: listed(kept, now) })
    }

    /// Tokens of somebody, the last made first.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] when they are another's and the actor does not manage users.
    pub fn tokens(&self, actor: &Actor, login: &str) -> Result<Vec<TokenAnswer>, DeskError> {
        Self::own_or_managed(actor, login)?;
        let now = self.now();
        let found = self.store.read(|tx| {
            let user = user_in_tx(tx, login)?;
            Ok::<_, DeskError>(tx.api_tokens().of_user(user.id)?)
        })?;
        Ok(found.into_iter().map(|token| listed(token, now)).collect())
    }

    /// Takes a token away: programs that use it are out with their next request.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], also for a token of somebody else.
    pub fn revoke_token(&self, actor: &Actor, id: TokenId) -> Result<(), DeskError> {
        actor.in_person()?;
        self.store.write("user.token_revoked", |tx| {
            let token = tx.api_tokens().get(id)?;
            let user = tx.users().get(token.user_id)?;
            if Self::own_or_managed(actor, &user.login).is_err() {
                return Err(DeskError::NotFound { what: "token", key: id.to_string() });
            }
            tx.api_tokens().remove(id)?;
            self.token_noted_in_tx(tx, actor, &user, &token, "user.token_revoked")
        })
    }

    /// Who stands behind a token, with what it may do, if it is good.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn token_holder(&self, token: &str) -> Result<Option<SignedIn>, DeskError> {
        let (now, hash) = (self.now(), digest(token));
        let found = self.store.read(|tx| {
            let Some((kept, user)) = tx.api_tokens().find(&hash, now)? else { return Ok(None) };
            let actor = self.actor_of(tx, &user)?;
            Ok::<_, DeskError>(Some((kept, SignedIn::of(user, actor))))
        })?;
        let Some((kept, holder)) = found else { return Ok(None) };
        let idle = kept.used_us.map(|used| now.as_microsecond() - used.as_microsecond());
        // Written at most once a minute, as for sessions.
        if idle.is_none_or(|idle| idle > 60 * 1_000_000) {
            self.store.write("token.used", |tx| tx.api_tokens().touch(kept.id, now))?;
        }
        Ok(Some(SignedIn { actor: holder.actor.limited(Scopes::stored(&kept.scopes)), ..holder }))
    }

    fn token_noted_in_tx(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        user: &User,
        token: &ApiToken,
        kind: &str,
    ) -> Result<(), DeskError> {
        let payload = json!({ "login": user.login, "token": token.id, "name": token.name, "scopes": token.scopes });
        Ok(self.note(tx, actor, About::default(), kind, &payload)?)
    }
}

fn listed(token: ApiToken, now: Timestamp) -> TokenAnswer {
    TokenAnswer {
        id: token.id,
        name: token.name,
        hint: token.hint,
        scopes: Scopes::stored(&token.scopes),
        created: token.created_us,
        used: token.used_us,
        expires: token.expires_us,
        over: token.expires_us <= now,
    }
}
