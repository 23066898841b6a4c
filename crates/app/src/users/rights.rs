//! What each person may do, and how far they see. A change holds from their next request on: nobody's rights
//! are kept in their session.

use std::collections::BTreeMap;

use ledger::CreditorId;
use serde::Serialize;
use store::{StoreError, Tx, User, UserId};

use crate::desk::About;
use crate::reach::is_own;
use crate::{Actor, Desk, DeskError, Permission, Reach, Refusal, Role};

/// What somebody may do, and how far they see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rights {
    /// What they are.
    pub role: Role,
    /// Codes of the creditors they are limited to; every one when empty.
    pub creditors: Vec<String>,
    /// They see their own accounts only: those given to them, and those of their customers. Always so of a
    /// salesperson.
    pub own_only: bool,
    /// The name of the customer file that they are; nobody's when empty.
    pub salesperson: String,
}

impl Desk {
    /// The rights of a user.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::NotFound`].
    pub fn rights(&self, actor: &Actor, login: &str) -> Result<Rights, DeskError> {
        actor.may(Permission::ManageUsers)?;
        self.store.read(|tx| {
            let user = tx.users().by_login(login)?.ok_or_else(|| unknown(login))?;
            let (codes, limited) = (codes(tx)?, tx.users().creditors_of(user.id)?);
            Ok(told(&user, &limited, &codes))
        })
    }

    /// Changes them. The last active administrator who sees everything stays one.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] on a login or a creditor that does not exist, [`DeskError::Refused`] for the
    /// last administrator, [`DeskError::Store`] when somebody changed the user meanwhile.
    pub fn set_rights(&self, actor: &Actor, login: &str, rights: &Rights) -> Result<(), DeskError> {
        actor.may(Permission::ManageUsers)?;
        let salesperson = rights.salesperson.trim();
        if salesperson.chars().count() > SALESPERSON_MAX {
            return Err(Refusal::SalespersonTooLong { most: i64::try_from(SALESPERSON_MAX).unwrap_or(0) }.into());
        }
        self.store.write("user.rights", |tx| {
            let user = tx.users().by_login(login)?.ok_or_else(|| unknown(login))?;
            let mut limit = Vec::new();
            for code in &rights.creditors {
                let known = tx.creditors().by_code(code)?;
                let known = known.ok_or_else(|| DeskError::NotFound { what: "creditor", key: code.clone() })?;
                limit.push(known.id);
            }
            limit.sort();
            limit.dedup();
            let codes = codes(tx)?;
            let before = told(&user, &tx.users().creditors_of(user.id)?, &codes);
            let after = User {
                role: rights.role.slug().to_owned(),
                own_only: rights.own_only,
                salesperson: salesperson.to_owned(),
                ..user
            };
            if !rules_all(&after, &limit) && rulers(tx)? == [after.id] {
                return Err(Refusal::LastAdministrator.into());
            }
            let told = told(&after, &limit, &codes);
            if told == before {
                return Ok(());
            }
            tx.users().save(&after)?;
            tx.users().limit_to(after.id, &limit)?;
            let payload = serde_json::json!({ "login": login, "before": before, "after": told });
            Ok(self.note(tx, actor, About::default(), "user.rights", &payload)?)
        })
    }

    /// The salespeople of the customer files, by name.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Store`].
    pub fn salespeople(&self, actor: &Actor) -> Result<Vec<String>, DeskError> {
        actor.may(Permission::ManageUsers)?;
        let sight = self.sight(actor)?;
        let mut names: Vec<&str> = sight.cards.iter().map(|card| &*card.salesperson).collect();
        names.sort_unstable();
        names.dedup();
        Ok(names.into_iter().filter(|name| !name.is_empty()).map(str::to_owned).collect())
    }

    /// Who acts when this user does, with their rights of this moment.
    pub(crate) fn actor_of(&self, tx: &mut Tx, user: &User) -> Result<Actor, DeskError> {
        let role = Role::parse(&user.role).unwrap_or(Role::Reader);
        let creditors = tx.users().creditors_of(user.id)?;
        let today = self.today();
        let absences = if is_own(user) { tx.absences().until(today)? } else { Vec::new() };
        let reach = Reach::of_user(user, creditors, &absences, today);
        Ok(Actor::new(user.login.as_str(), role).within(reach))
    }
}

/// Longest name of a salesperson, in characters.
const SALESPERSON_MAX: usize = 200;

fn unknown(login: &str) -> DeskError {
    DeskError::NotFound { what: "user", key: login.to_owned() }
}

/// Codes of the creditors.
pub(super) fn codes(tx: &mut Tx) -> Result<BTreeMap<CreditorId, String>, StoreError> {
    Ok(tx.creditors().list()?.into_iter().map(|creditor| (creditor.id, creditor.code)).collect())
}

/// The rights of a user as people read them.
pub(super) fn told(user: &User, limited: &[CreditorId], codes: &BTreeMap<CreditorId, String>) -> Rights {
    let mut creditors: Vec<String> = limited.iter().filter_map(|id| codes.get(id).cloned()).collect();
    creditors.sort_unstable();
    Rights {
        role: Role::parse(&user.role).unwrap_or(Role::Reader),
        creditors,
        own_only: is_own(user),
        salesperson: user.salesperson.clone(),
    }
}

/// True of an active administrator who sees everything.
fn rules_all(user: &User, limited: &[CreditorId]) -> bool {
    user.active && user.role == Role::Administrator.slug() && !user.own_only && limited.is_empty()
}

/// Those who are.
pub(super) fn rulers(tx: &mut Tx) -> Result<Vec<UserId>, StoreError> {
    let limited = tx.users().creditors()?;
    let of = |user: &User| limited.get(&user.id).map_or(&[][..], Vec::as_slice);
    Ok(tx.users().list()?.iter().filter(|user| rules_all(user, of(user))).map(|user| user.id).collect())
}
