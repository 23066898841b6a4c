//! What is done so that a cause comes back less often, and whether it does: as many days before it as since it.

use jiff::ToSpan;
use kernel::{Currency, Date, Money, Wording, days_between};
use serde::Serialize;
use serde_json::json;
use store::Prevention;
pub use store::PreventionId;

use super::monthly::kind_words;
use super::{DisputeFilter, DisputeKind, DisputeLine, Outcome};
use crate::desk::About;
use crate::notices::NoticeOrder;
use crate::{Actor, Desk, DeskError, DisputeRefusal, Permission};

/// Days compared at most on each side.
const WINDOW_MAX: i64 = 365;
/// Longest text of an action, in characters.
const WHAT_MAX: usize = 500;

/// An action as somebody writes it down.
#[derive(Debug, Clone)]
pub struct PreventionOrder {
    /// The cause.
    pub kind: DisputeKind,
    /// What is done.
    pub what: String,
    /// Who does it: a login, or a name.
    pub owner: String,
    /// By when, included.
    pub due: Date,
    /// Since when it is in force; none while it is not.
    pub since: Option<Date>,
}

/// Disputes of a cause over some days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PreventionSide {
    /// How many were opened.
    pub count: u64,
    /// What they contested.
    pub amount: String,
}

/// What an action changed: as many days on each side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PreventionEffect {
    /// Days on each side.
    pub days: i64,
    /// The days before the action, its first day excluded.
    pub before: PreventionSide,
    /// The days from its first, included, to yesterday.
    pub after: PreventionSide,
}

/// An action as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PreventionLine {
    /// What names it.
    pub id: PreventionId,
    /// The cause.
    pub kind: DisputeKind,
    /// What is done.
    pub what: String,
    /// Who does it.
    pub owner: String,
    /// By when, included.
    pub due: Date,
    /// Since when it is in force.
    pub since: Option<Date>,
    /// What it changed; none before its second day.
    pub effect: Option<PreventionEffect>,
}

/// Compares the days since an action with as many before.
fn effect(
    lines: &[DisputeLine],
    (kind, currency): (DisputeKind, Currency),
    (since, today): (Date, Date),
) -> Option<PreventionEffect> {
    let days = days_between(since, today).min(WINDOW_MAX);
    if days <= 0 {
        return None;
    }
    let (from, until) = (since.checked_sub(days.days()).ok()?, since.checked_add(days.days()).ok()?);
    // From `first`, included, to `end`, excluded.
    let side = |first: Date, end: Date| {
        let of_it = lines.iter().filter(|l| {
            l.kind == kind
                && l.currency == currency
                && l.outcome != Some(Outcome::Withdrawn)
                && l.opened >= first
                && l.opened < end
        });
        let (mut count, mut sum) = (0, 0);
        for line in of_it {
            count += 1;
            sum += Money::parse(&line.contested, currency).map_or(0, Money::minor);
        }
        PreventionSide { count, amount: Money::new(sum, currency).to_decimal() }
    };
    Some(PreventionEffect { days, before: side(from, since), after: side(since, until) })
}

impl Desk {
    /// What is done against causes, the last first, with what each changed among the disputes within reach in one
    /// currency.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn preventions(&self, actor: &Actor, currency: Currency) -> Result<Vec<PreventionLine>, DeskError> {
        actor.may(Permission::Read)?;
        let known = self.store.read(|tx| tx.preventions().list())?;
        if known.is_empty() {
            return Ok(Vec::new());
        }
        let (today, filter) = (self.today(), DisputeFilter { closed_too: true, ..DisputeFilter::default() });
        let lines = self.dispute_lines(actor, &filter, None)?;
        let line = |p: Prevention| PreventionLine {
            effect: p.since_on.and_then(|since| effect(&lines, (p.kind, currency), (since, today))),
            id: p.id,
            kind: p.kind,
            what: p.what,
            owner: p.owner,
            due: p.due_on,
            since: p.since_on,
        };
        Ok(known.into_iter().map(line).collect())
    }

    /// Writes an action down, or changes one; who does it is told once.
    ///
    /// # Errors
    /// [`DisputeRefusal::PreventionWhat`] without words; [`DeskError::NotFound`].
    pub fn save_prevention(
        &self,
        actor: &Actor,
        id: Option<PreventionId>,
        order: &PreventionOrder,
    ) -> Result<PreventionId, DeskError> {
        actor.may(Permission::Settings)?;
        let (what, owner) = (order.what.trim(), order.owner.trim());
        if what.is_empty() || what.chars().count() > WHAT_MAX || owner.is_empty() {
            return Err(DisputeRefusal::PreventionWhat { most: i64::try_from(WHAT_MAX).unwrap_or(i64::MAX) }.into());
        }
        let fresh = PreventionId(self.id());
        self.store.write("prevention.save", |tx| {
            let known = id.map(|id| tx.preventions().get(id)).transpose()?;
            let prevention = Prevention {
                id: id.unwrap_or(fresh),
                kind: order.kind,
                what: what.to_owned(),
                owner: owner.to_owned(),
                due_on: order.due,
                since_on: order.since,
                actor: known.as_ref().map_or_else(|| actor.name.clone(), |p| p.actor.clone()),
                created_us: known.as_ref().map_or_else(|| self.now(), |p| p.created_us),
                version: known.as_ref().map_or(1, |p| p.version),
            };
            if known.is_some() {
                tx.preventions().save(&prevention)?;
            } else {
                tx.preventions().insert(&prevention)?;
            }
            if owner != actor.name && order.since.is_none() {
                self.tell_within(tx, &asked(&prevention))?;
            }
            let payload = json!({
                "prevention": prevention.id, "kind": prevention.kind, "what": what, "owner": owner,
                "due": prevention.due_on, "since": prevention.since_on,
            });
            self.note(tx, actor, About::default(), "prevention.saved", &payload)?;
            Ok(prevention.id)
        })
    }
}

/// What who does it is told.
fn asked(prevention: &Prevention) -> NoticeOrder {
    let (fr, en) = kind_words(prevention.kind);
    let day = |language| kernel::Spoken::said(&prevention.due_on, language);
    NoticeOrder {
        kind: "prevention",
        to: prevention.owner.clone(),
        account: None,
        subject: Wording::new(
            format!("Prévention des litiges « {fr} » : à vous"),
            format!("Preventing disputes « {en} »: yours"),
        ),
        body: Wording::new(
            format!(
                "{}\n\nPour le {}. Dites quand c’est en place : l’avant et l’après seront comparés.",
                prevention.what,
                day(kernel::Language::Fr)
            ),
            format!(
                "{}\n\nBy {}. Say when it is in place: before and after will be compared.",
                prevention.what,
                day(kernel::Language::En)
            ),
        ),
        key: format!("prevention:{}:{}:{}", prevention.id, prevention.owner, prevention.due_on),
    }
}
