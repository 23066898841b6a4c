//! Time of the house on a case.

use kernel::Money;
use serde_json::json;
use store::{CaseId, CaseTime, CaseTimeId};

use super::write::short;
use super::{MINUTES_MAX, TimeOrder};
use crate::cases::{open_case, worded};
use crate::desk::About;
use crate::{Actor, CostRefusal, Desk, DeskError, Permission, Refusal};

impl Desk {
    /// Records time in an open case.
    ///
    /// # Errors
    /// [`CostRefusal`]: nobody, no time, more than a day, no hourly cost, a day to come.
    pub fn add_time(&self, actor: &Actor, case: CaseId, order: &TimeOrder) -> Result<CaseTimeId, DeskError> {
        actor.may(Permission::EditAccount)?;
        let today = self.today();
        let (who, day) = (worded(&order.who)?, order.day.unwrap_or(today));
        if who.is_empty() {
            return Err(CostRefusal::WhoMissing.into());
        }
        if !(1..=MINUTES_MAX).contains(&order.minutes) {
            return Err(CostRefusal::Minutes { most: MINUTES_MAX }.into());
        }
        if today < day {
            return Err(CostRefusal::Future { today }.into());
        }
        self.store.write("cost.time", |tx| {
            let (case, account) = open_case(tx, actor, case)?;
            let wrong = || CostRefusal::Hourly { text: short(&order.hourly) };
            let hourly = Money::parse(order.hourly.trim(), case.currency).map_err(|_| wrong())?;
            if hourly.minor() <= 0 {
                return Err(wrong().into());
            }
            let kept = CaseTime {
                id: CaseTimeId(self.id()),
                case_id: case.id,
                account_id: case.account_id,
                who: who.clone(),
                on_day: day,
                minutes: order.minutes,
                hourly_minor: hourly.minor(),
                currency: case.currency,
                left_on: None,
                left_why: String::new(),
                actor: actor.name.clone(),
                created_us: self.now(),
            };
            tx.costs().insert_time(&kept)?;
            let payload = json!({ "case": case.id, "name": who, "minutes": order.minutes, "currency": case.currency });
            let about = About { on: Some(day), ..About::account(&account) };
            self.note(tx, actor, about, "cost.time_added", &payload)?;
            Ok(kept.id)
        })
    }

    /// Takes time out: it stays to be read, and counts no more.
    ///
    /// # Errors
    /// [`CostRefusal::Gone`], [`Refusal::ReasonMissing`].
    pub fn drop_time(&self, actor: &Actor, id: CaseTimeId, why: &str) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        let (today, why) = (self.today(), worded(why)?);
        self.store.write("cost.drop_time", |tx| {
            let kept = actor.find(tx, id)?;
            let (_, account) = open_case(tx, actor, kept.case_id)?;
            if why.is_empty() {
                return Err(Refusal::ReasonMissing.into());
            }
            if let Some(day) = kept.left_on {
                return Err(CostRefusal::Gone { day }.into());
            }
            tx.costs().drop_time(id, today, &why)?;
            let payload = json!({
                "case": kept.case_id, "name": kept.who, "minutes": kept.minutes, "currency": kept.currency, "reason": why,
            });
            Ok(self.note(tx, actor, About::account(&account), "cost.time_dropped", &payload)?)
        })
    }
}
