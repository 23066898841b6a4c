//! Who can be called, or given something to do: those who sign in, and those who only answer mails.

use amicable::mentions::means;
use ledger::AccountId;
use serde::Serialize;
use store::{Colleague, StoreError, Tx, User};

use crate::reach::{Whose, is_own};
use crate::{Actor, Desk, DeskError, Permission, Reach, Role};

/// Somebody who can be called by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KnownPerson {
    /// What names them: the login of who signs in, else the name.
    pub owner: String,
    /// Their name.
    pub name: String,
    /// True of who signs in.
    pub signs_in: bool,
}

/// Somebody of the house, as a name was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Person {
    /// They sign in.
    User(User),
    /// They answer from the mail.
    Colleague(Colleague),
}

impl Person {
    /// What names them on a task, and to who writes to them.
    pub fn owner(&self) -> &str {
        match self {
            Self::User(user) => &user.login,
            Self::Colleague(colleague) => &colleague.name,
        }
    }

    fn known(&self) -> KnownPerson {
        let (owner, signs_in) = (self.owner().to_owned(), matches!(self, Self::User(_)));
        let name = match self {
            Self::User(user) if !user.name.is_empty() => user.name.clone(),
            _ => owner.clone(),
        };
        KnownPerson { owner, name, signs_in }
    }
}

/// Everybody of the house.
pub(crate) struct People {
    users: Vec<User>,
    colleagues: Vec<Colleague>,
}

impl People {
    pub fn read(tx: &mut Tx) -> Result<Self, StoreError> {
        let mut users = tx.users().list()?;
        users.retain(|user| user.active);
        Ok(Self { users, colleagues: tx.colleagues().list()? })
    }

    /// Who is meant: a login first, then a name. Nobody where several have it, since nobody guesses who.
    pub fn find(&self, name: &str) -> Option<Person> {
        let login = name.trim().to_lowercase();
        if let Some(user) = self.users.iter().find(|user| user.login == login) {
            return Some(Person::User(user.clone()));
        }
        let mut named = self.users.iter().filter(|u| means(name, &u.name) || means(name, &u.salesperson));
        match (named.next(), named.next()) {
            (Some(user), None) => return Some(Person::User(user.clone())),
            (Some(_), Some(_)) => return None,
            (None, _) => {}
        }
        let mut named = self.colleagues.iter().filter(|colleague| means(name, &colleague.name));
        match (named.next(), named.next()) {
            (Some(colleague), None) => Some(Person::Colleague(colleague.clone())),
            _ => None,
        }
    }

    /// The name of who has a login; the login itself where nobody has it.
    pub fn name_of<'a>(&'a self, login: &'a str) -> &'a str {
        let user = self.users.iter().find(|user| user.login == login);
        user.map(|user| user.name.as_str()).filter(|name| !name.is_empty()).unwrap_or(login)
    }
}

impl Desk {
    /// True when an account is within what somebody may see. Who does not sign in sees what they are sent.
    pub(crate) fn shows(&self, tx: &mut Tx, person: &Person, account: AccountId) -> Result<bool, DeskError> {
        match person {
            Person::User(user) => Ok(self.actor_of(tx, user)?.sees(tx, &Whose::Account(account))?),
            Person::Colleague(_) => Ok(true),
        }
    }

    /// Who can be called in a note on an account, or given a task on it: those who see it, then colleagues, by name.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn people_for(&self, actor: &Actor, account: AccountId) -> Result<Vec<KnownPerson>, DeskError> {
        actor.may(Permission::Answer)?;
        let today = self.today();
        self.store.read(|tx| {
            actor.find(tx, account)?;
            let people = People::read(tx)?;
            let (limited, absences) = (tx.users().creditors()?, tx.absences().until(today)?);
            let mut known = Vec::new();
            for user in people.users {
                let creditors = limited.get(&user.id).cloned().unwrap_or_default();
                // Of who sees everything nothing is asked.
                let whole = creditors.is_empty() && !is_own(&user);
                let reach = Reach::of_user(&user, creditors, &absences, today);
                let role = Role::parse(&user.role).unwrap_or(Role::Reader);
                let eyes = Actor::new(user.login.as_str(), role).within(reach);
                if whole || eyes.sees(tx, &Whose::Account(account))? {
                    known.push(Person::User(user).known());
                }
            }
            known.extend(people.colleagues.into_iter().map(|colleague| Person::Colleague(colleague).known()));
            known.sort_by_cached_key(|person| (!person.signs_in, kernel::search_key(&person.name)));
            Ok(known)
        })
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Language, Timestamp};
    use store::{ColleagueId, UserId};

    use super::*;

    fn user(login: &str, name: &str, salesperson: &str) -> User {
        User {
            id: UserId(1),
            login: login.to_owned(),
            name: name.to_owned(),
            password_hash: String::new(),
            role: "collector".to_owned(),
            language: Language::Fr,
            active: true,
            created_us: Timestamp::UNIX_EPOCH,
            version: 1,
            own_only: false,
            salesperson: salesperson.to_owned(),
            email: String::new(),
        }
    }

    fn colleague(name: &str) -> Colleague {
        Colleague {
            id: ColleagueId(1),
            name: name.to_owned(),
            email: "a@b.example".to_owned(),
            language: Language::Fr,
            created_us: Timestamp::UNIX_EPOCH,
            version: 1,
        }
    }

    #[test]
    fn a_name_is_a_login_then_a_user_then_a_colleague_and_never_a_guess() {
        let users =
            vec![user("marie", "Marie Petit", ""), user("paul", "Paul Roy", "P. ROY"), user("paul2", "Paul Roy", "")];
        let people = People { users, colleagues: vec![colleague("Léa Roy"), colleague("Marie Petit")] };
        let found = |name: &str| people.find(name).map(|person| person.owner().to_owned());
        for (name, owner) in [
            ("marie", Some("marie")),
            ("Marie", Some("marie")),
            ("Marie.Petit", Some("marie")),
            ("p. roy", Some("paul")),
            ("Paul Roy", None),
            ("Lea.Roy", Some("Léa Roy")),
            ("Lea", None),
            ("", None),
        ] {
            assert_eq!(found(name).as_deref(), owner, "{name}");
        }
        assert_eq!((people.name_of("marie"), people.name_of("cli")), ("Marie Petit", "cli"));
    }
}
