//! Whose accounts are, and who stands in for whom.

use std::collections::{BTreeMap, HashMap};

use kernel::{Currency, Date, Money, days_between};
use ledger::{AccountId, CreditorId};
use serde::Serialize;
use store::{Absence, AbsenceId, Collector, EntryId, Tx};

use super::Day;
use super::weights::may_for;
use crate::desk::About;
use crate::portfolio::AccountCard;
use crate::undo::UNDONE_AT_ONCE;
use crate::{Actor, Desk, DeskError, Permission, Refusal, WorkRefusal};

/// Accounts given in one transaction: three rows each.
const CHUNK: usize = 1_000;
/// Longest absence, in days.
const ABSENCE_DAYS: i64 = 366;

/// Which accounts are given, by whose they are now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum WhoseAccounts {
    /// Anybody's.
    #[default]
    Any,
    /// Nobody's.
    Nobody,
    /// Those of a login.
    Of(String),
}

/// Which accounts are given.
#[derive(Debug, Clone, Default)]
pub struct Chosen {
    /// These only, when any is named.
    pub accounts: Vec<AccountId>,
    /// Of one creditor.
    pub creditor: Option<CreditorId>,
    /// Of one salesperson.
    pub salesperson: Option<String>,
    /// By whose they are now.
    pub whose: WhoseAccounts,
    /// Debtors whose name begins with one of these letters to another, both included, without accents.
    pub letters: Option<(char, char)>,
}

/// Accounts that changed hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// How many.
    pub accounts: u64,
    /// What takes it back; none where nothing moved, or more than can be taken back at once.
    pub act: Option<EntryId>,
}

/// Somebody of the house and their list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TeamMember {
    /// Login; empty for the accounts of nobody.
    pub login: String,
    /// Name shown.
    pub name: String,
    /// Accounts that are theirs.
    pub accounts: u64,
    /// What is late on them in the main currency.
    pub overdue: String,
    /// Currency of it.
    pub currency: Currency,
    /// Files on their list today, those of whom they stand in for included.
    pub files: u64,
    /// Contacts a day.
    pub capacity: u16,
    /// Last day of an absence that runs today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub away_until: Option<Date>,
    /// Login of who works on their list meanwhile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stand_in: Option<String>,
}

/// An absence that is not over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AbsenceLine {
    /// The absence.
    pub id: AbsenceId,
    /// Login of who is away.
    pub login: String,
    /// First day, included.
    pub since: Date,
    /// Last day, included.
    pub until: Date,
    /// Login of who works on their list; nobody when empty.
    pub stand_in: String,
    /// Who wrote it.
    pub actor: String,
}

/// An absence as a person asks for it.
#[derive(Debug, Clone)]
pub struct AbsenceOrder {
    /// Login of who is away.
    pub login: String,
    /// First day, included.
    pub since: Date,
    /// Last day, included.
    pub until: Date,
    /// Login of who works on their list; nobody when empty.
    pub stand_in: String,
}

impl Desk {
    /// Gives accounts to somebody, or to nobody; answers how many changed hands.
    ///
    /// # Errors
    /// [`DeskError::Refused`] on a login of nobody.
    pub fn assign(&self, actor: &Actor, chosen: &Chosen, to: Option<&str>) -> Result<Given, DeskError> {
        actor.may_here(Permission::Settings)?;
        let (view, now, act) = (self.sight(actor)?, self.now(), EntryId(self.id()));
        let whose: HashMap<AccountId, String> = self.store.read(|tx| {
            actor.find_all(tx, &chosen.accounts)?;
            if let Some(login) = to {
                known(tx, login, |login| WorkRefusal::LoginUnknown { login })?;
            }
            Ok::<_, DeskError>(tx.collectors().list()?.into_iter().collect())
        })?;
        let holds = |card: &&AccountCard| {
            let now = whose.get(&card.id).map(String::as_str);
            now != to && chosen.holds(card, now)
        };
        let seen = view.positions(None).map(|position| &view.cards[position]);
        let cards: Vec<&AccountCard> = seen.filter(holds).collect();
        for part in cards.chunks(CHUNK) {
            self.store.write("account.assign", |tx| {
                let ids: Vec<AccountId> = part.iter().map(|card| card.id).collect();
                tx.collectors().remove(&ids)?;
                if let Some(login) = to {
                    let row = |id: &AccountId| Collector {
                        account_id: *id,
                        login: login.to_owned(),
                        actor: actor.name.clone(),
                        created_us: now,
                    };
                    tx.collectors().insert_many(&ids.iter().map(row).collect::<Vec<_>>())?;
                }
                let entry = |card: &&AccountCard| {
                    let about = About { account: Some(card.id), creditor: Some(card.creditor), on: None };
                    let from = whose.get(&card.id);
                    let payload = serde_json::json!({ "act": act, "to": to.unwrap_or_default(), "from": from });
                    self.entry(EntryId(self.id()), actor, about, "account.assigned", &payload)
                };
                tx.timeline().append_many(&part.iter().map(entry).collect::<Vec<_>>())?;
                Ok::<_, DeskError>(())
            })?;
        }
        let few = !cards.is_empty() && cards.len() <= UNDONE_AT_ONCE;
        Ok(Given { accounts: cards.len() as u64, act: few.then_some(act) })
    }

    /// Whose an account is; nobody's when none.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn collector_of(&self, actor: &Actor, account: AccountId) -> Result<Option<String>, DeskError> {
        actor.may(Permission::Read)?;
        self.store.read(|tx| actor.find(tx, account))?;
        Ok(self.day()?.house.collector(account).map(str::to_owned))
    }

    /// Everybody who may sign in with their list, and last the accounts of nobody.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn team(&self, actor: &Actor) -> Result<Vec<TeamMember>, DeskError> {
        actor.may(Permission::Read)?;
        let day = self.day()?;
        let eyes = self.eyes(&day, actor)?;
        let mut sums: BTreeMap<&str, (u64, i64)> = BTreeMap::new();
        for position in eyes.sight.positions(None) {
            let card = &day.view.cards[position];
            sums.entry(day.house.collector(card.id).unwrap_or_default()).or_default().0 += 1;
        }
        for (late, position) in day.most.iter().filter(|(_, position)| eyes.sight.holds(*position)) {
            let card = &day.view.cards[*position];
            sums.entry(day.house.collector(card.id).unwrap_or_default()).or_default().1 += late;
        }
        let member =
            |login: &str, name: &str| member(&day, (login, name), sums.get(login).copied().unwrap_or_default());
        let mut team: Vec<TeamMember> = day.house.people.iter().map(|(login, name)| member(login, name)).collect();
        for one in &mut team {
            one.files = eyes.list(Some(&one.login)).count() as u64;
        }
        if sums.contains_key("") {
            team.push(member("", ""));
        }
        Ok(team)
    }

    /// Absences that are not over, the first to begin first.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn absences(&self, actor: &Actor) -> Result<Vec<AbsenceLine>, DeskError> {
        actor.may(Permission::Read)?;
        let today = self.today();
        let list = self.store.read(|tx| tx.absences().until(today))?;
        let line = |a: Absence| AbsenceLine {
            id: a.id,
            login: a.login,
            since: a.since_on,
            until: a.until_on,
            stand_in: a.stand_in,
            actor: a.actor,
        };
        Ok(list.into_iter().map(line).collect())
    }

    /// Notes an absence: one's own, or anybody's for who may change settings.
    ///
    /// # Errors
    /// [`DeskError::Refused`] on days that are over, reversed or too many, on a login of nobody, or on who
    /// would stand in for themselves.
    pub fn note_absence(&self, actor: &Actor, order: &AbsenceOrder) -> Result<AbsenceId, DeskError> {
        may_for(actor, &order.login)?;
        if order.until < self.today() {
            return Err(Refusal::DayOver { day: order.until }.into());
        }
        if order.until < order.since || days_between(order.since, order.until) > ABSENCE_DAYS {
            return Err(Refusal::PeriodReversed.into());
        }
        if order.stand_in == order.login {
            return Err(WorkRefusal::StandInSelf.into());
        }
        let absence = Absence {
            id: AbsenceId(self.id()),
            login: order.login.clone(),
            since_on: order.since,
            until_on: order.until,
            stand_in: order.stand_in.clone(),
            actor: actor.name.clone(),
            created_us: self.now(),
            ended_us: None,
        };
        self.store.write("absence.note", |tx| {
            known(tx, &order.login, |login| WorkRefusal::LoginUnknown { login })?;
            if !order.stand_in.is_empty() {
                known(tx, &order.stand_in, |login| WorkRefusal::StandInUnknown { login })?;
            }
            tx.absences().insert(&absence)?;
            self.note(tx, actor, About::default(), "absence.noted", &facts(&absence))?;
            Ok(absence.id)
        })
    }

    /// Takes an absence back.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; [`DeskError::Store`] when it was taken back meanwhile.
    pub fn cancel_absence(&self, actor: &Actor, id: AbsenceId) -> Result<(), DeskError> {
        let now = self.now();
        self.store.write("absence.cancel", |tx| {
            let absence = tx.absences().get(id)?;
            may_for(actor, &absence.login)?;
            tx.absences().end(id, now)?;
            Ok(self.note(tx, actor, About::default(), "absence.cancelled", &facts(&absence))?)
        })
    }
}

impl Chosen {
    fn holds(&self, card: &AccountCard, now: Option<&str>) -> bool {
        let begins = |(first, last): (char, char)| {
            let letter = card.name_key().chars().next().map(|c| c.to_ascii_lowercase());
            letter.is_some_and(|l| (first.to_ascii_lowercase()..=last.to_ascii_lowercase()).contains(&l))
        };
        (self.accounts.is_empty() || self.accounts.contains(&card.id))
            && self.creditor.is_none_or(|creditor| card.creditor == creditor)
            && self.salesperson.as_deref().is_none_or(|name| &*card.salesperson == name)
            && self.letters.is_none_or(begins)
            && match &self.whose {
                WhoseAccounts::Any => true,
                WhoseAccounts::Nobody => now.is_none(),
                WhoseAccounts::Of(login) => now == Some(login),
            }
    }
}

/// Refuses a login that nobody active has.
pub(super) fn known(tx: &mut Tx, login: &str, refusal: impl Fn(String) -> WorkRefusal) -> Result<(), DeskError> {
    match tx.users().by_login(login)?.filter(|user| user.active) {
        Some(_) => Ok(()),
        None => Err(refusal(login.to_owned()).into()),
    }
}

fn member(day: &Day, (login, name): (&str, &str), (accounts, late): (u64, i64)) -> TeamMember {
    let house = &day.house;
    let away = house.absences.iter().find(|a| a.login == login && a.since_on <= day.today && a.until_on >= day.today);
    TeamMember {
        login: login.to_owned(),
        name: name.to_owned(),
        accounts,
        overdue: Money::new(late, day.view.currency).to_decimal(),
        currency: day.view.currency,
        files: 0,
        capacity: house.capacity(login),
        away_until: away.map(|a| a.until_on),
        stand_in: away.map(|a| a.stand_in.clone()).filter(|login| !login.is_empty()),
    }
}

/// An absence as its entries tell it.
fn facts(absence: &Absence) -> serde_json::Value {
    serde_json::json!({
        "absence": absence.id, "login": absence.login, "since": absence.since_on, "until": absence.until_on,
        "stand_in": absence.stand_in,
    })
}
