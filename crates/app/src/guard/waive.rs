//! A right is given up by somebody, for a reason, and may be taken up again. Nothing else silences it.

use judicial::guard::ClosingFault;
use kernel::Date;
use serde::Serialize;
use serde_json::json;
use store::{RightWaiver, RightWaiverId};

use super::ground::{Ground, Whole};
use super::{GuardLine, RightKey};
use crate::cases::worded;
use crate::desk::About;
use crate::portfolio::Sight;
use crate::{Actor, Desk, DeskError, GuardRefusal, Permission, Refusal};

/// Who gave a right up, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WaiverLine {
    /// What names it.
    pub id: RightWaiverId,
    /// Who.
    pub by: String,
    /// The day.
    pub on: Date,
    /// Why.
    pub why: String,
    /// The day it was taken up again.
    pub back_on: Option<Date>,
    /// Who took it up again; empty while it is given up.
    pub back_by: String,
    /// Why; empty while it is given up.
    pub back_why: String,
}

impl WaiverLine {
    pub(super) fn of(waiver: &RightWaiver) -> Self {
        Self {
            id: waiver.id,
            by: waiver.actor.clone(),
            on: waiver.waived_on,
            why: waiver.why.clone(),
            back_on: waiver.back_on,
            back_by: waiver.back_actor.clone(),
            back_why: waiver.back_why.clone(),
        }
    }
}

/// One right, and each time it was given up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GuardRight {
    /// As in the list.
    pub line: GuardLine,
    /// The last time first.
    pub waivers: Vec<WaiverLine>,
    /// The day of the answer.
    pub today: Date,
}

/// What the timeline says of a right.
pub(super) fn facts(whole: &Whole) -> serde_json::Value {
    let right = &whole.right;
    json!({
        "right": whole.seen.key(), "label": right.what, "on": right.clock.term().last_day,
        "amount": right.at_risk.to_decimal(), "currency": right.at_risk.currency(),
    })
}

impl Desk {
    /// One right that an actor reaches, and what it was seen in.
    pub(super) fn one_right(&self, actor: &Actor, right: RightKey) -> Result<(Sight, Ground<'_>, Whole), DeskError> {
        let account = self.store.read(|tx| actor.find(tx, right))?;
        let (sight, ground) = self.guard_ground(actor)?;
        let mut found = Vec::new();
        if let Some(position) = sight.position(account) {
            ground.each(&sight, position, &mut |one| found.extend((one.key() == right).then_some(one)));
        }
        let whole = ground.rights(&self.store, &sight, &found)?.pop();
        let whole = whole.ok_or_else(|| DeskError::NotFound { what: "right", key: right.to_string() })?;
        Ok((sight, ground, whole))
    }

    /// One right, given up or not.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], also once nothing is left to lose by it; [`DeskError::Law`].
    pub fn guard_right(&self, actor: &Actor, right: RightKey) -> Result<GuardRight, DeskError> {
        actor.may(Permission::Read)?;
        let (sight, ground, whole) = self.one_right(actor, right)?;
        let lines = self.guard_lines(&sight, &ground, &[whole.seen])?;
        let line = lines.into_iter().next();
        let line = line.ok_or_else(|| DeskError::NotFound { what: "right", key: right.to_string() })?;
        let waivers = self.store.read(|tx| tx.guard().waivers_of(right))?;
        Ok(GuardRight { line, waivers: waivers.iter().map(WaiverLine::of).collect(), today: sight.as_of })
    }

    /// Gives a right up: it is told no more, in lists, sums, alarms and calendars, until it is taken up again.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; [`ClosingFault::NoReason`], [`ClosingFault::Over`] when it was given up before.
    pub fn waive_right(&self, actor: &Actor, right: RightKey, why: &str) -> Result<RightWaiverId, DeskError> {
        actor.may(Permission::EditAccount)?;
        let (_, _, whole) = self.one_right(actor, right)?;
        let (today, why, mut payload) = (self.today(), worded(why)?, facts(&whole));
        whole.right.waived(&actor.name, &why, today).map_err(GuardRefusal::from)?;
        payload["reason"] = why.as_str().into();
        let id = RightWaiverId(self.id());
        self.store.write("right.waive", |tx| {
            let account = actor.find(tx, right)?;
            let account = tx.accounts().get(account)?;
            let known = tx.guard().waivers_of(right)?;
            if let Some(known) = known.iter().find(|one| one.back_on.is_none()) {
                return Err(GuardRefusal::from(ClosingFault::Over { on: known.waived_on }).into());
            }
            tx.guard().add_waiver(&RightWaiver {
                id,
                right_id: right,
                account_id: account.id,
                waived_on: today,
                why: why.clone(),
                actor: actor.name.clone(),
                created_us: self.now(),
                back_on: None,
                back_why: String::new(),
                back_actor: String::new(),
            })?;
            self.note(tx, actor, About::account(&account), "right.waived", &payload)?;
            Ok(id)
        })
    }

    /// Takes a right up again that was given up; taken up already, nothing is done.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`Refusal::ReasonMissing`].
    pub fn take_up_right(&self, actor: &Actor, id: RightWaiverId, why: &str) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        let today = self.today();
        self.store.write("right.take_up", |tx| {
            let waiver = actor.find(tx, id)?;
            if waiver.back_on.is_some() {
                return Ok(());
            }
            let why = worded(why)?;
            if why.is_empty() {
                return Err(Refusal::ReasonMissing.into());
            }
            let account = tx.accounts().get(waiver.account_id)?;
            let payload = json!({ "right": waiver.right_id, "on": waiver.waived_on, "reason": why });
            let back = RightWaiver { back_on: Some(today), back_why: why, back_actor: actor.name.clone(), ..waiver };
            tx.guard().save_waiver(&back)?;
            Ok(self.note(tx, actor, About::account(&account), "right.taken_up", &payload)?)
        })
    }
}
