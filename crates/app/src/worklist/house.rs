//! How the house works on its list: weights, capacities, whose accounts are, who is away.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use amicable::worklist::Weights;
use kernel::Date;
use ledger::AccountId;
use store::{Absence, Tx};

use crate::{DeskError, WorkRefusal};

/// Setting that holds the weights.
pub(super) const WEIGHTS: &str = "worklist.weights";
/// Setting that holds the contacts a day of each person.
pub(super) const CAPACITY: &str = "worklist.capacity";
/// Contacts a day of somebody who said nothing.
pub const CAPACITY_USUAL: u16 = 45;
/// Contacts a day at most.
pub const CAPACITY_MAX: u16 = 500;
/// Stand-ins of stand-ins that are followed.
const STAND_INS: usize = 8;

/// Whose accounts are.
#[derive(Debug, Default)]
pub(crate) struct Collectors {
    of: HashMap<AccountId, Arc<str>>,
    /// Each login once.
    logins: Vec<Arc<str>>,
}

/// What the store keeps of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct House {
    /// None where the house never changed them.
    pub weights: Option<Weights>,
    pub capacity: BTreeMap<String, u16>,
    pub collectors: Arc<Collectors>,
    /// Absences that are not over.
    pub absences: Vec<Absence>,
    /// Names of those who may sign in, by login.
    pub people: BTreeMap<String, String>,
    /// Their logins, by login and by name in lower case: tasks are given to either.
    called: HashMap<String, String>,
    pub today: Date,
}

impl House {
    /// Reads it; `known` are the collectors where none was changed since.
    pub fn read(tx: &mut Tx, today: Date, known: Option<Arc<Collectors>>) -> Result<Self, DeskError> {
        let collectors = match known {
            Some(known) => known,
            None => Arc::new(collectors(tx)?),
        };
        let people: BTreeMap<String, String> =
            tx.users().list()?.into_iter().filter(|u| u.active).map(|u| (u.login, u.name)).collect();
        let by_name = people.iter().map(|(login, name)| (name.to_lowercase(), login.clone()));
        let by_login = people.keys().map(|login| (login.to_lowercase(), login.clone()));
        Ok(Self {
            called: by_name.chain(by_login).collect(),
            weights: weights(tx)?,
            capacity: capacity(tx)?,
            collectors,
            absences: tx.absences().until(today)?,
            people,
            today,
        })
    }

    /// The weights in force.
    pub fn weights(&self) -> Weights {
        self.weights.unwrap_or_else(Weights::shipped)
    }

    /// Contacts a day of somebody.
    pub fn capacity(&self, login: &str) -> u16 {
        self.capacity.get(login).copied().unwrap_or(CAPACITY_USUAL)
    }

    /// Who works on the list of `login` today: a stand-in while they are away.
    pub fn working<'a>(&'a self, login: &'a str) -> &'a str {
        working(&self.absences, login, self.today)
    }

    /// Whose an account is; nobody's when none.
    pub fn collector(&self, account: AccountId) -> Option<&str> {
        self.collectors.of.get(&account).map(|login| &**login)
    }

    /// Who is meant by the owner written on a task, in lower case: a login or a name.
    pub fn login_of(&self, written: &str) -> Option<&str> {
        self.called.get(written).map(String::as_str)
    }

    /// Logins to whom accounts were given.
    pub fn logins(&self) -> impl Iterator<Item = &str> {
        self.collectors.logins.iter().map(|login| &**login)
    }
}

/// Who works on the list of `login` on a day.
pub(crate) fn working<'a>(absences: &'a [Absence], login: &'a str, today: Date) -> &'a str {
    let mut who = login;
    for _ in 0..STAND_INS {
        let away = absences.iter().find(|a| a.login == who && a.since_on <= today && a.until_on >= today);
        match away.filter(|a| !a.stand_in.is_empty()) {
            Some(absence) => who = &absence.stand_in,
            None => break,
        }
    }
    who
}

/// Weights kept; none where the house never changed them.
pub(super) fn weights(tx: &mut Tx) -> Result<Option<Weights>, DeskError> {
    let kept = tx.settings().get(WEIGHTS)?;
    kept.map(|json| serde_json::from_str(&json).map_err(|_| WorkRefusal::WeightsWrong.into())).transpose()
}

/// Contacts a day, by login.
pub(super) fn capacity(tx: &mut Tx) -> Result<BTreeMap<String, u16>, DeskError> {
    let kept = tx.settings().get(CAPACITY)?;
    Ok(kept.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default())
}

fn collectors(tx: &mut Tx) -> Result<Collectors, DeskError> {
    let mut names: BTreeMap<String, Arc<str>> = BTreeMap::new();
    let list = tx.collectors().list()?;
    let mut of = HashMap::with_capacity(list.len());
    for (account, login) in list {
        let name = names.entry(login).or_insert_with_key(|login| Arc::from(login.as_str()));
        of.insert(account, Arc::clone(name));
    }
    Ok(Collectors { of, logins: names.into_values().collect() })
}

#[cfg(test)]
mod tests {
    use kernel::Timestamp;
    use store::AbsenceId;

    use super::*;

    #[test]
    fn a_list_goes_to_the_stand_in_of_the_stand_in() {
        let day = |text: &str| text.parse::<Date>().expect("a day");
        let away = |login: &str, since: &str, until: &str, stand_in: &str| Absence {
            id: AbsenceId(1),
            login: login.to_owned(),
            since_on: day(since),
            until_on: day(until),
            stand_in: stand_in.to_owned(),
            actor: String::new(),
            created_us: Timestamp::UNIX_EPOCH,
            ended_us: None,
        };
        let house = House {
            absences: vec![
                away("ana", "2026-11-20", "2026-11-23", "bob"),
                away("bob", "2026-11-23", "2026-11-30", "eve"),
                away("ivo", "2026-11-24", "2026-11-30", "ana"),
                away("kim", "2026-11-01", "2026-11-30", "lou"),
                away("lou", "2026-11-01", "2026-11-30", "kim"),
            ],
            today: day("2026-11-23"),
            ..House::default()
        };
        assert_eq!((house.working("ana"), house.working("eve")), ("eve", "eve"));
        assert_eq!(house.working("ivo"), "ivo", "not yet");
        assert!(["kim", "lou"].contains(&house.working("kim")), "two who stand in for each other end nothing");
    }
}
