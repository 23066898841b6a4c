//! What happens to a title: it is served, its clock starts anew, its original moves.

use judicial::procedure::{Proof, ProofKind, Service};
use kernel::Date;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{CourtTitle, CourtTitleId, TitleFact, TitleFactId};

use super::rules::title_of;
use super::write::{facts, live_title};
use super::{RENEWALS, word};
use crate::cases::worded;
use crate::desk::About;
use crate::{Actor, Desk, DeskError, Permission, Refusal, TitleRefusal};

kernel::slug_enum!(
    /// What can be told of a title.
    TitleTold {
        /// It was served.
        Service = "service",
        /// Something gave its clock a new start.
        Renewal = "renewal",
        /// Its original moved.
        Original = "original",
    }
);

/// What happened to a title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum TitleEvent {
    /// It was served.
    Service {
        /// When.
        day: Date,
        /// On whom.
        on: String,
        /// How.
        service: Service,
        /// The act.
        proof: Proof,
    },
    /// Something gave its clock a new start.
    Renewal {
        /// When.
        day: Date,
        /// Its word in the tables of law.
        event: String,
        /// What proves it, in words.
        reference: String,
    },
    /// Its original moved.
    Original {
        /// Since when.
        day: Date,
        /// Where it is.
        place: String,
        /// Who has it.
        holder: String,
    },
}

impl TitleEvent {
    /// When.
    pub const fn day(&self) -> Date {
        match self {
            Self::Service { day, .. } | Self::Renewal { day, .. } | Self::Original { day, .. } => *day,
        }
    }
}

/// What somebody tells of a title. Which fields count depends on what is told; the others may be empty.
#[derive(Debug, Clone)]
pub struct TitleTell {
    /// What is told.
    pub what: TitleTold,
    /// The day of it; today when none.
    pub day: Option<Date>,
    /// On whom it was served.
    pub on: String,
    /// How it was served, as a slug; in person when empty.
    pub service: String,
    /// Reference of the act, or of what proves it.
    pub proof: String,
    /// What gave the clock a new start, by its word in the tables of law.
    pub event: String,
    /// Where the original is.
    pub place: String,
    /// Who has it.
    pub holder: String,
}

impl TitleTell {
    /// An order that tells nothing yet.
    pub fn new(what: TitleTold, day: Option<Date>) -> Self {
        let empty = String::new;
        Self {
            what,
            day,
            on: empty(),
            service: empty(),
            proof: empty(),
            event: empty(),
            place: empty(),
            holder: empty(),
        }
    }

    fn event(&self, day: Date) -> Result<TitleEvent, DeskError> {
        let (proof, on, place) = (worded(&self.proof)?, worded(&self.on)?, worded(&self.place)?);
        Ok(match self.what {
            TitleTold::Service if on.is_empty() => return Err(TitleRefusal::ServedMissing.into()),
            TitleTold::Service if proof.is_empty() => return Err(TitleRefusal::ProofMissing.into()),
            TitleTold::Service => {
                let known: Vec<&str> = Service::ALL.iter().map(|service| service.slug()).collect();
                let service = word(&self.service, Service::InPerson, (Service::parse, &known))?;
                TitleEvent::Service { day, on, service, proof: Proof::new(ProofKind::OfficerAct, proof) }
            }
            TitleTold::Renewal => {
                let event = self.event.trim();
                if !RENEWALS.contains(&event) {
                    let event = event.chars().take(40).collect();
                    return Err(TitleRefusal::NoRenewal { event, known: RENEWALS.join(", ") }.into());
                }
                TitleEvent::Renewal { day, event: event.to_owned(), reference: proof }
            }
            TitleTold::Original if place.is_empty() => return Err(TitleRefusal::PlaceMissing.into()),
            TitleTold::Original => TitleEvent::Original { day, place, holder: worded(&self.holder)? },
        })
    }
}

impl Desk {
    /// Tells what happened to a title: its clock and its state follow.
    ///
    /// # Errors
    /// [`TitleRefusal`]: a day before the title or to come, an act after the last day of its clock.
    pub fn tell_title(&self, actor: &Actor, id: CourtTitleId, told: &TitleTell) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        let today = self.today();
        let day = told.day.unwrap_or(today);
        if today < day {
            return Err(TitleRefusal::Ahead { today }.into());
        }
        let event = told.event(day)?;
        self.store.write("title.tell", |tx| {
            let (mut kept, account) = live_title(tx, actor, id)?;
            if day < kept.issued_on {
                return Err(TitleRefusal::BeforeTitle { issued: kept.issued_on }.into());
            }
            let mut known = tx.titles().facts_of(&[id])?;
            if matches!(event, TitleEvent::Renewal { .. }) {
                self.in_time(&kept, &known, day)?;
            }
            let fact = TitleFact {
                id: TitleFactId(self.id()),
                title_id: id,
                account_id: kept.account_id,
                position: i64::try_from(known.len()).unwrap_or(i64::MAX),
                on_day: day,
                fact: serde_json::to_string(&event).unwrap_or_default(),
                left_on: None,
                left_why: String::new(),
                actor: actor.name.clone(),
                created_us: self.now(),
            };
            tx.titles().add_fact(&fact)?;
            known.push(fact);
            self.keep_clock(&mut kept, &known)?;
            tx.titles().save(&kept)?;
            let mut payload = facts(&kept);
            payload["fact"] = json!(event);
            let about = About { on: Some(day), ..About::account(&account) };
            Ok(self.note(tx, actor, about, told.what.timeline(), &payload)?)
        })
    }

    /// Strikes out a fact of a title that was told by mistake: it stays to be read, and counts no more.
    ///
    /// # Errors
    /// [`TitleRefusal::FactUnknown`], [`Refusal::ReasonMissing`].
    pub fn strike_title_fact(
        &self,
        actor: &Actor,
        id: CourtTitleId,
        (position, why): (i64, &str),
    ) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        if why.trim().is_empty() {
            return Err(Refusal::ReasonMissing.into());
        }
        let (today, why) = (self.today(), worded(why)?);
        self.store.write("title.strike", |tx| {
            let (mut kept, account) = live_title(tx, actor, id)?;
            let mut known = tx.titles().facts_of(&[id])?;
            let gone = known.iter_mut().find(|fact| fact.position == position && fact.left_on.is_none());
            let gone = gone.ok_or(TitleRefusal::FactUnknown)?;
            (gone.left_on, gone.left_why) = (Some(today), why.clone());
            tx.titles().strike(gone.id, today, &why)?;
            let fact = super::rules::event(gone)?;
            self.keep_clock(&mut kept, &known)?;
            tx.titles().save(&kept)?;
            let mut payload = facts(&kept);
            payload["fact"] = json!(fact);
            payload["reason"] = why.as_str().into();
            Ok(self.note(tx, actor, About::account(&account), "title.struck", &payload)?)
        })
    }

    /// Refuses an act done once the clock had run out.
    fn in_time(&self, kept: &CourtTitle, known: &[TitleFact], day: Date) -> Result<(), DeskError> {
        let title = title_of(kept, known, &[])?;
        let clock = self.title_standing(&title, None, day)?.clock.ok_or(TitleRefusal::NoClock)?;
        if clock.expired { Err(TitleRefusal::RenewalLate { last: clock.expires }.into()) } else { Ok(()) }
    }
}

impl TitleTold {
    const fn timeline(self) -> &'static str {
        match self {
            Self::Service => "title.served",
            Self::Renewal => "title.renewed",
            Self::Original => "title.moved",
        }
    }
}
