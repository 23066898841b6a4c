//! Where somebody is signed in, and what ends it: sessions seen and ended, a new password.

use kernel::{Timestamp, Wording};
use ledger::Language;
use serde_json::json;
use store::User;

use crate::desk::About;
use crate::secret::{digest, hash};
use crate::sign_in::{IDLE_US, user_in_tx};
use crate::users::long_enough;
use crate::{Actor, Desk, DeskError, Permission};

/// Characters of a session's hash that name it: enough to tell sessions apart, of no use to sign in.
const NAME: usize = 16;

/// One place where somebody is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionAnswer {
    /// What names it.
    pub id: String,
    /// The device, in words.
    pub device: Wording,
    /// Address it began from; empty when it began before addresses were kept.
    pub from: String,
    /// Since when.
    pub since: Timestamp,
    /// Last request, to the minute.
    pub seen: Timestamp,
    /// It is the one that asks.
    pub here: bool,
}

impl Desk {
    /// Where somebody is signed in, the last seen first. `token` is the session that asks, if one does.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] when they are another's and the actor does not manage users.
    pub fn sessions(&self, actor: &Actor, login: &str, token: &str) -> Result<Vec<SessionAnswer>, DeskError> {
        Self::own_or_managed(actor, login)?;
        let (now, here) = (self.now(), digest(token));
        let found = self.store.read(|tx| {
            let user = user_in_tx(tx, login)?;
            Ok::<_, DeskError>(tx.sessions().of_user(user.id, now)?)
        })?;
        let used = |seen: Timestamp| now.as_microsecond() - seen.as_microsecond() <= IDLE_US;
        let open = found.into_iter().filter(|s| !s.awaits_code && used(s.last_seen_us));
        let answer = open.map(|s| SessionAnswer {
            here: s.token_hash == here,
            id: s.token_hash.chars().take(NAME).collect(),
            device: device(&s.user_agent),
            from: s.address,
            since: s.created_us,
            seen: s.last_seen_us,
        });
        Ok(answer.collect())
    }

    /// Ends one session of somebody.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Forbidden`].
    pub fn end_session(&self, actor: &Actor, login: &str, id: &str) -> Result<(), DeskError> {
        Self::own_or_managed(actor, login)?;
        let now = self.now();
        self.store.write("session.end", |tx| {
            let user = user_in_tx(tx, login)?;
            let all = tx.sessions().of_user(user.id, now)?;
            let named = |hash: &str| hash.get(..NAME).is_some_and(|name| name == id);
            let found = all.into_iter().find(|s| named(&s.token_hash));
            let session = found.ok_or_else(|| DeskError::NotFound { what: "session", key: id.to_owned() })?;
            tx.sessions().remove(&session.token_hash)?;
            let payload = json!({ "login": user.login, "device": device(&session.user_agent).en, "count": 1 });
            Ok(self.note(tx, actor, About::default(), "user.sessions_ended", &payload)?)
        })
    }

    /// Ends every session of the actor but the one of `token`; answers how many.
    ///
    /// # Errors
    /// [`DeskError::NotByToken`], [`DeskError::Store`].
    pub fn end_other_sessions(&self, actor: &Actor, token: &str) -> Result<u64, DeskError> {
        actor.in_person()?;
        let kept = digest(token);
        self.store.write("session.end_others", |tx| {
            let user = user_in_tx(tx, &actor.name)?;
            let gone = tx.sessions().remove_others(user.id, &kept)?;
            self.sessions_ended_in_tx(tx, actor, &user, gone)
        })
    }

    /// Ends every session of somebody; answers how many.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::NotFound`].
    pub fn end_sessions_of(&self, actor: &Actor, login: &str) -> Result<u64, DeskError> {
        Self::own_or_managed(actor, login)?;
        self.store.write("session.end_all", |tx| {
            let user = user_in_tx(tx, login)?;
            let gone = tx.sessions().remove_of(user.id)?;
            self.sessions_ended_in_tx(tx, actor, &user, gone)
        })
    }

    /// Changes one's own password; every other session of theirs ends, and their tokens are taken away: who
    /// knew the former one may have made some.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when the present password is wrong, for a short new one, or
    /// too many tries.
    pub fn change_password(
        &self,
        actor: &Actor,
        token: &str,
        current: &str,
        new: &str,
        from: &str,
    ) -> Result<(), DeskError> {
        long_enough(new)?;
        let user = self.myself(actor, current, from)?;
        let kept = digest(token);
        let user = User { password_hash: hash(new)?, ..user };
        self.store.write("user.password", |tx| {
            tx.users().save(&user)?;
            tx.sessions().remove_others(user.id, &kept)?;
            let tokens = tx.api_tokens().remove_of(user.id)?;
            let payload = json!({ "login": user.login, "tokens": tokens });
            Ok(self.note(tx, actor, About::default(), "user.password", &payload)?)
        })
    }

    /// Chooses the language of one's own pages.
    ///
    /// # Errors
    /// [`DeskError::NotByToken`], [`DeskError::Store`].
    pub fn set_language(&self, actor: &Actor, language: Language) -> Result<(), DeskError> {
        actor.in_person()?;
        self.store.write("user.language", |tx| {
            let user = user_in_tx(tx, &actor.name)?;
            if user.language == language {
                return Ok(());
            }
            tx.users().save(&User { language, ..user.clone() })?;
            let payload = json!({ "login": user.login, "language": language.slug() });
            Ok(self.note(tx, actor, About::default(), "user.language", &payload)?)
        })
    }

    /// What concerns how somebody signs in is theirs, and those who manage users; never a token's.
    pub(crate) fn own_or_managed(actor: &Actor, login: &str) -> Result<(), DeskError> {
        actor.in_person()?;
        if actor.name == login { Ok(()) } else { actor.may(Permission::ManageUsers) }
    }

    fn sessions_ended_in_tx(
        &self,
        tx: &mut store::Tx,
        actor: &Actor,
        user: &User,
        gone: usize,
    ) -> Result<u64, DeskError> {
        if gone > 0 {
            let payload = json!({ "login": user.login, "count": gone });
            self.note(tx, actor, About::default(), "user.sessions_ended", &payload)?;
        }
        Ok(u64::try_from(gone).unwrap_or(u64::MAX))
    }
}

/// Part of a browser's own name, and what people call it. The first that fits: Edge says « Chrome » too.
const BROWSERS: [(&str, &str); 8] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// The same for systems.
const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
];

/// What a browser says of itself, in words.
fn device(agent: &str) -> Wording {
    let of =
        |known: &[(&str, &'static str)]| known.iter().find(|(part, _)| agent.contains(part)).map(|(_, name)| *name);
    match (of(&BROWSERS), of(&SYSTEMS)) {
        (Some(browser), Some(system)) => {
            Wording::new(format!("{browser} sur {system}"), format!("{browser} on {system}"))
        }
        (Some(name), None) | (None, Some(name)) => Wording::same(name),
        (None, None) if agent.is_empty() => Wording::new("appareil inconnu", "unknown device"),
        (None, None) => {
            let name: String = agent.split(['/', ' ']).next().unwrap_or_default().chars().take(40).collect();
            Wording::new(format!("programme ({name})"), format!("program ({name})"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_named_as_people_name_them() {
        // As the browsers send them.
        for (agent, french, english) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
                "Edge sur Windows",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
                "Firefox sur Linux",
                "Firefox on Linux",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1",
                "Safari sur iPhone",
                "Safari on iPhone",
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
                "Chrome sur Android",
                "Chrome on Android",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15",
                "Safari sur Mac",
                "Safari on Mac",
            ),
            ("curl/8.14.1", "programme (curl)", "program (curl)"),
            ("", "appareil inconnu", "unknown device"),
        ] {
            assert_eq!(device(agent), Wording::new(french, english), "{agent}");
        }
    }
}
