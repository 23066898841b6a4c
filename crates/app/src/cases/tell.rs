//! What is told of a procedure, in the words of the doors, and how the rules take it.

use judicial::procedure::{ActDone, EndGround, Event, Procedure, Proof, ProofKind, Service, StayGround};
use kernel::{Currency, Date, Money};
use law::Law;
use law::conditions::CourtKind;

use super::open::worded;
use crate::{Actor, CaseRefusal, DeskError};

kernel::slug_enum!(
    /// What can be told of a procedure.
    Tell {
        /// An act was done.
        Act = "act",
        /// It is given up, by the act its definition has for that.
        Withdraw = "withdraw",
        /// The day from which the period of a step is counted.
        Day = "day",
        /// The day for which a hearing is set, or to which it is put off.
        Hearing = "hearing",
        /// Another step takes the place of the one the definition names.
        Instead = "instead",
        /// The period of a step does not bind here.
        Aside = "aside",
        /// The kind of court, or the one the file went to.
        Court = "court",
        /// The creditor's acts are suspended.
        Stay = "stay",
        /// They may go on.
        Lift = "lift",
        /// It has no object any more.
        End = "end",
        /// The day of a fact was wrong.
        Correct = "correct",
        /// A fact was recorded by mistake.
        Strike = "strike",
    }
);

/// What somebody tells of a procedure. Which fields count depends on what is told; the others may be empty.
#[derive(Debug, Clone)]
pub struct TellOrder {
    /// What is told.
    pub what: Tell,
    /// The act, by its name in the definition.
    pub act: String,
    /// The day of it; today when none, save for a hearing and for a correction.
    pub day: Option<Date>,
    /// Who did it; who tells it when empty.
    pub by: String,
    /// What proves it, as a slug; a statement where only a reference is given.
    pub proof_kind: String,
    /// The reference of the proof.
    pub proof: String,
    /// How an act was served, as a slug.
    pub service: String,
    /// What was granted, decimal, where it is not all that was asked.
    pub granted: String,
    /// Reference of the judge's leave to act on a closed day.
    pub leave: String,
    /// In words.
    pub note: String,
    /// The step of the table of deadlines.
    pub step: String,
    /// The step followed instead.
    pub instead: String,
    /// What suspends, what ended it, or the kind of court, as a slug.
    pub ground: String,
    /// Why.
    pub why: String,
    /// Which fact is corrected or struck out, from 0.
    pub position: Option<usize>,
}

impl TellOrder {
    /// An order that tells nothing yet.
    pub fn new(what: Tell) -> Self {
        let empty = String::new;
        Self {
            what,
            act: empty(),
            day: None,
            by: empty(),
            proof_kind: empty(),
            proof: empty(),
            service: empty(),
            granted: empty(),
            leave: empty(),
            note: empty(),
            step: empty(),
            instead: empty(),
            ground: empty(),
            why: empty(),
            position: None,
        }
    }

    /// An act of a day.
    pub fn act(act: &str, day: Date) -> Self {
        Self { act: act.to_owned(), day: Some(day), ..Self::new(Tell::Act) }
    }

    /// The same, proved.
    #[must_use]
    pub fn proved(self, kind: ProofKind, reference: &str) -> Self {
        Self { proof_kind: kind.slug().to_owned(), proof: reference.to_owned(), ..self }
    }

    /// Tells it to a procedure; answers what it changed.
    pub(super) fn tell(
        &self,
        procedure: &mut Procedure,
        actor: &Actor,
        (currency, today, law): (Currency, Date, &Law),
    ) -> Result<Vec<Event>, DeskError> {
        let (day, proof) = (self.day.unwrap_or(today), self.read_proof()?);
        let (step, why) = (self.step.trim(), self.why.trim());
        Ok(match self.what {
            Tell::Act => procedure.apply(self.done(actor, (day, proof), currency)?, today, law),
            Tell::Withdraw => procedure.withdraw(self.done(actor, (day, proof), currency)?, today, law),
            Tell::Day => procedure.tell_day(step, day, proof, today, law),
            Tell::Hearing => {
                let day = self.day.ok_or(CaseRefusal::DayMissing)?;
                let note = Some(worded(&self.note)?).filter(|note| !note.is_empty());
                procedure.tell_hearing(day, note, proof, today, law)
            }
            Tell::Instead => procedure.follow_instead(step, self.instead.trim(), why, today, law),
            Tell::Aside => procedure.set_aside(step, why, proof, today, law),
            Tell::Court => procedure.tell_court(day, self.ground(CourtKind::parse, CourtKind::ALL)?, proof, today, law),
            Tell::Stay => procedure.stay(day, self.ground(StayGround::parse, StayGround::ALL)?, proof, today, law),
            Tell::Lift => procedure.lift(day, proof, today, law),
            Tell::End => procedure.end(day, self.ground(EndGround::parse, EndGround::ALL)?, why, proof, today, law),
            Tell::Correct => {
                let day = self.day.ok_or(CaseRefusal::DayMissing)?;
                procedure.correct(self.position()?, day, why, today, law)
            }
            Tell::Strike => procedure.strike(self.position()?, why, today, law),
        }?)
    }

    fn done(
        &self,
        actor: &Actor,
        (day, proof): (Date, Option<Proof>),
        currency: Currency,
    ) -> Result<ActDone, DeskError> {
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let granted = match self.granted.trim() {
            "" => None,
            text => {
                let wrong = |_| CaseRefusal::Granted { text: text.chars().take(40).collect() };
                Some(Money::parse(text, currency).map_err(wrong)?)
            }
        };
        Ok(ActDone {
            proof,
            service: chosen(&self.service, Service::parse, Service::ALL)?,
            granted,
            leave: some(&self.leave).map(|reference| Proof::new(ProofKind::Decision, reference)),
            note: some(&self.note),
            ..ActDone::new(self.act.trim(), day, &some(&self.by).unwrap_or_else(|| actor.name.clone()))
        })
    }

    fn read_proof(&self) -> Result<Option<Proof>, CaseRefusal> {
        let kind = chosen(&self.proof_kind, ProofKind::parse, ProofKind::ALL)?;
        let reference = self.proof.trim();
        let kind = kind.or((!reference.is_empty()).then_some(ProofKind::Statement));
        Ok(kind.map(|kind| Proof::new(kind, reference)))
    }

    fn ground<T: Slugged>(&self, parse: impl Fn(&str) -> Option<T>, all: &[T]) -> Result<T, CaseRefusal> {
        chosen(&self.ground, parse, all)?.ok_or_else(|| unknown("", all))
    }

    fn position(&self) -> Result<usize, CaseRefusal> {
        self.position.ok_or(CaseRefusal::PositionMissing)
    }
}

/// A word of a closed list.
trait Slugged {
    fn word(&self) -> &'static str;
}

macro_rules! slugged { ($($T:ty),+) => {$( impl Slugged for $T { fn word(&self) -> &'static str { self.slug() } } )+}; }
slugged!(CourtKind, EndGround, ProofKind, Service, StayGround);

fn unknown<T: Slugged>(text: &str, all: &[T]) -> CaseRefusal {
    let known: Vec<&str> = all.iter().map(Slugged::word).collect();
    CaseRefusal::Word { text: text.chars().take(40).collect(), known: known.join(", ") }
}

/// The word of a closed list that somebody gave; none when empty.
fn chosen<T: Slugged>(text: &str, parse: impl Fn(&str) -> Option<T>, all: &[T]) -> Result<Option<T>, CaseRefusal> {
    match text.trim() {
        "" => Ok(None),
        text => parse(text).map(Some).ok_or_else(|| unknown(text, all)),
    }
}
