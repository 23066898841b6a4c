//! The calendar of rights at an address of one's own, which a calendar program reads without signing in: it opens
//! nothing else, and is taken back at any time.

use kernel::Timestamp;
use serde_json::json;
use store::{CalendarAddress, Tx, User};

use super::GuardQuery;
use crate::desk::About;
use crate::reports::ReportFile;
use crate::secret::{digest, token};
use crate::{Actor, Desk, DeskError, GuardRefusal, Permission};

fn myself(tx: &mut Tx, actor: &Actor) -> Result<User, DeskError> {
    let user = tx.users().by_login(&actor.name)?;
    user.ok_or_else(|| GuardRefusal::NoUser { login: actor.name.clone() }.into())
}

impl Desk {
    /// When the address of one's own calendar was made; none while there is none.
    ///
    /// # Errors
    /// [`DeskError::NotByToken`], [`GuardRefusal::NoUser`].
    pub fn calendar_address(&self, actor: &Actor) -> Result<Option<Timestamp>, DeskError> {
        actor.in_person()?;
        actor.may(Permission::Read)?;
        self.store.read(|tx| {
            let user = myself(tx, actor)?;
            Ok(tx.guard().address_of(user.id)?.map(|address| address.made_us))
        })
    }

    /// Gives one's own calendar an address, in the place of the one before: answers its token, which is not seen
    /// again.
    ///
    /// # Errors
    /// [`DeskError::NotByToken`], [`GuardRefusal::NoUser`].
    pub fn renew_calendar_address(&self, actor: &Actor) -> Result<String, DeskError> {
        actor.in_person()?;
        actor.may(Permission::Read)?;
        let (token, made_us) = (token()?, self.now());
        self.store.write("user.calendar", |tx| {
            let user = myself(tx, actor)?;
            tx.guard().remove_address(user.id)?;
            tx.guard().add_address(&CalendarAddress { user_id: user.id, token_hash: digest(&token), made_us })?;
            let payload = json!({ "login": user.login });
            Ok::<_, DeskError>(self.note(tx, actor, About::default(), "user.calendar_made", &payload)?)
        })?;
        Ok(token)
    }

    /// Takes the address of one's own calendar back: programs that read it find nothing any more.
    ///
    /// # Errors
    /// [`DeskError::NotByToken`], [`GuardRefusal::NoUser`].
    pub fn withdraw_calendar_address(&self, actor: &Actor) -> Result<(), DeskError> {
        actor.in_person()?;
        actor.may(Permission::Read)?;
        self.store.write("user.calendar", |tx| {
            let user = myself(tx, actor)?;
            if tx.guard().remove_address(user.id)? {
                let payload = json!({ "login": user.login });
                self.note(tx, actor, About::default(), "user.calendar_withdrawn", &payload)?;
            }
            Ok(())
        })
    }

    /// The calendar behind a token, as far as its person sees today, in their language.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] for a token that was never made, was taken back, or is of somebody who left.
    pub fn subscribed_calendar(&self, token: &str) -> Result<ReportFile, DeskError> {
        let unknown = || DeskError::NotFound { what: "link", key: String::new() };
        let (user, actor) = self.store.read(|tx| {
            let address = tx.guard().address(&digest(token))?.ok_or_else(unknown)?;
            let user = tx.users().get(address.user_id)?;
            let actor = self.actor_of(tx, &user)?;
            Ok::<_, DeskError>((user, actor))
        })?;
        if !user.active {
            return Err(unknown());
        }
        self.guard_calendar(&actor, &GuardQuery::default(), user.language)
    }
}
