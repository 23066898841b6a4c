//! Who answers in the house and where they are written to: those who sign in, and those who only answer mails.

mod known;

use courier::EmailAddress;
use kernel::Language;
pub use known::KnownPerson;
pub(crate) use known::{People, Person};
use serde::Serialize;
use serde_json::json;
pub use store::ColleagueId;
use store::{Colleague, StoreError, Tx};

use crate::desk::About;
use crate::{Actor, Desk, DeskError, LinkRefusal, Permission};

/// Longest name, in characters.
const NAME_MAX: usize = 80;

/// A colleague who does not sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ColleagueLine {
    /// What names them.
    pub id: ColleagueId,
    /// Name: the one a policy or the customer file names.
    pub name: String,
    /// Where they are written to.
    pub email: String,
    /// Language of what they are told.
    pub language: Language,
}

/// A colleague as somebody writes them down.
#[derive(Debug, Clone)]
pub struct ColleagueOrder {
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// Language of what they are told.
    pub language: Language,
}

/// Somebody of the house who can be written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Correspondent {
    pub name: String,
    /// Empty where nobody knows it.
    pub email: String,
    pub language: Language,
    /// The login of who signs in.
    pub login: Option<String>,
}

/// Who is meant by a login, by the name of a user, a salesperson of the customer file, or a colleague.
pub(crate) fn correspondent(tx: &mut Tx, who: &str) -> Result<Option<Correspondent>, StoreError> {
    let who = who.trim();
    if who.is_empty() {
        return Ok(None);
    }
    let users = tx.users().list()?;
    let user = users
        .iter()
        .find(|u| u.active && u.login == who)
        .or_else(|| users.iter().find(|u| u.active && (u.name == who || u.salesperson == who)));
    if let Some(user) = user.filter(|u| !u.email.is_empty()) {
        return Ok(Some(of_user(user)));
    }
    if let Some(colleague) = tx.colleagues().by_name(who)? {
        let Colleague { name, email, language, .. } = colleague;
        return Ok(Some(Correspondent { name, email, language, login: user.map(|u| u.login.clone()) }));
    }
    Ok(user.map(of_user))
}

fn of_user(user: &store::User) -> Correspondent {
    Correspondent {
        name: if user.name.is_empty() { user.login.clone() } else { user.name.clone() },
        email: user.email.clone(),
        language: user.language,
        login: Some(user.login.clone()),
    }
}

impl ColleagueOrder {
    /// The same, found sound.
    fn check(&self) -> Result<(String, String), LinkRefusal> {
        let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() || name.chars().count() > NAME_MAX || name.chars().any(char::is_control) {
            return Err(LinkRefusal::ColleagueName { most: i64::try_from(NAME_MAX).unwrap_or(i64::MAX) });
        }
        Ok((name, address(&self.email)?))
    }
}

/// An address found sound.
fn address(text: &str) -> Result<String, LinkRefusal> {
    let text = text.trim();
    let wrong = |_| LinkRefusal::ColleagueEmail { text: text.chars().take(100).collect() };
    EmailAddress::parse(text).map(|sound| sound.to_string()).map_err(wrong)
}

impl Desk {
    /// Colleagues who do not sign in, by name.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn colleagues(&self, actor: &Actor) -> Result<Vec<ColleagueLine>, DeskError> {
        actor.may(Permission::Read)?;
        let line = |c: Colleague| ColleagueLine { id: c.id, name: c.name, email: c.email, language: c.language };
        Ok(self.store.read(|tx| tx.colleagues().list())?.into_iter().map(line).collect())
    }

    /// Adds a colleague, or changes one. At another address, the links they have are taken back, and what they are
    /// asked is sent there.
    ///
    /// # Errors
    /// [`DeskError::Refused`] without a name, on what is no address, on a name taken; [`DeskError::NotFound`].
    pub fn save_colleague(
        &self,
        actor: &Actor,
        id: Option<ColleagueId>,
        order: &ColleagueOrder,
    ) -> Result<ColleagueId, DeskError> {
        actor.may(Permission::Settings)?;
        let (name, email) = order.check()?;
        let fresh = ColleagueId(self.id());
        self.store.write("colleague.save", |tx| {
            let namesake = tx.colleagues().by_name(&name)?;
            if namesake.is_some_and(|other| Some(other.id) != id) {
                return Err(LinkRefusal::ColleagueTaken { name: name.clone() }.into());
            }
            let known = id.map(|id| tx.colleagues().get(id)).transpose()?;
            let created_us = known.as_ref().map_or_else(|| self.now(), |c| c.created_us);
            let colleague = Colleague {
                id: id.unwrap_or(fresh),
                name: name.clone(),
                email: email.clone(),
                language: order.language,
                created_us,
                version: known.as_ref().map_or(1, |c| c.version),
            };
            if known.is_some() {
                tx.colleagues().save(&colleague)?;
            } else {
                tx.colleagues().insert(&colleague)?;
            }
            if let Some(before) = known.filter(|before| before.email != email) {
                // Whoever reads the mail of the other address answers no more.
                self.readdress(tx, actor, &before.name, Some((&name, &email)))?;
            }
            let payload = json!({ "colleague": colleague.id, "name": name });
            self.note(tx, actor, About::default(), "colleague.saved", &payload)?;
            Ok(colleague.id)
        })
    }

    /// Takes a colleague away, with the links they have; what they said stays.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn remove_colleague(&self, actor: &Actor, id: ColleagueId) -> Result<(), DeskError> {
        actor.may(Permission::Settings)?;
        self.store.write("colleague.remove", |tx| {
            let colleague = tx.colleagues().get(id)?;
            tx.colleagues().remove(id)?;
            self.readdress(tx, actor, &colleague.name, None)?;
            let payload = json!({ "colleague": id, "name": colleague.name });
            Ok(self.note(tx, actor, About::default(), "colleague.removed", &payload)?)
        })
    }

    /// Says where somebody who signs in is written to; nowhere when empty. Their own, or anybody's for who manages
    /// users.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::NotFound`], [`DeskError::Refused`] on what is no address.
    pub fn set_email(&self, actor: &Actor, login: &str, email: &str) -> Result<(), DeskError> {
        actor.in_person()?;
        Self::own_or_managed(actor, login)?;
        let email = if email.trim().is_empty() { String::new() } else { address(email)? };
        self.store.write("user.email", |tx| {
            let user = crate::sign_in::user_in_tx(tx, login)?;
            if user.email == email {
                return Ok(());
            }
            let Correspondent { name, email: was, .. } = of_user(&user);
            tx.users().save(&store::User { email: email.clone(), ..user })?;
            if !was.is_empty() {
                let known = Some((name.as_str(), email.as_str())).filter(|(_, email)| !email.is_empty());
                self.readdress(tx, actor, &name, known)?;
            }
            Ok(self.note(tx, actor, About::default(), "user.email", &json!({ "login": login }))?)
        })
    }

    /// Where somebody who signs in is written to; empty where nobody knows.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::NotFound`].
    pub fn email_of(&self, actor: &Actor, login: &str) -> Result<String, DeskError> {
        Self::own_or_managed(actor, login)?;
        self.store.read(|tx| Ok(crate::sign_in::user_in_tx(tx, login)?.email))
    }
}
