//! A procedure between the store and the rules: read whole, followed, and what lists need of it kept.

use std::collections::HashMap;

use judicial::procedure::{Course, Deadline, DeadlineStanding, Fact, Procedure, Stand};
use kernel::{Date, Money, Territory, Wording};
use law::conditions::CourtKind;
use law::time::Distance;
use ledger::{AccountId, ItemId};
use store::{
    CaseClaim, CaseSide, ClaimEvent, ClaimEventId, CourtCase, CourtProcedure, CourtProcedureId, ProcedureDeadline,
    ProcedureDeadlineId, ProcedureFact, StoreError, Tx,
};

use crate::{Actor, Desk, DeskError};

fn corrupt(field: &'static str, why: String) -> DeskError {
    DeskError::Store(StoreError::Corrupt { table: "court_procedure", field, why })
}

/// A procedure as the rules take it.
pub(crate) fn read(kept: &CourtProcedure, facts: &[ProcedureFact]) -> Result<Procedure, DeskError> {
    let fact = |one: &ProcedureFact| {
        serde_json::from_str::<Fact>(&one.fact).map_err(|error| corrupt("fact", error.to_string()))
    };
    Ok(Procedure {
        definition: kept.definition.clone(),
        begun: kept.begun_on,
        stand: match kept.side {
            CaseSide::Claimant => Stand::Claimant,
            CaseSide::Defendant => Stand::Defendant,
        },
        court_kind: CourtKind::parse(&kept.court_kind),
        court: Some(kept.court.clone()).filter(|court| !court.is_empty()),
        order: kept.order_on,
        distance: Distance::parse(&kept.distance)?,
        territory: Territory::parse(&kept.territory).ok_or_else(|| corrupt("territory", kept.territory.clone()))?,
        claimed: Some(Money::new(kept.claimed_minor, kept.currency)),
        facts: facts.iter().filter(|one| one.procedure_id == kept.id).map(fact).collect::<Result<_, _>>()?,
    })
}

/// A procedure, where it stands, and the claims that stand in its case.
pub(super) struct Followed<'f> {
    pub kept: &'f mut CourtProcedure,
    pub course: &'f Course,
    pub claims: &'f [CaseClaim],
}

/// Rows by the procedure they are of, of each in the order they came.
fn by_procedure<T>(rows: Vec<T>, of: impl Fn(&T) -> Option<CourtProcedureId>) -> HashMap<CourtProcedureId, Vec<T>> {
    let mut found: HashMap<CourtProcedureId, Vec<T>> = HashMap::new();
    for row in rows {
        if let Some(procedure) = of(&row) {
            found.entry(procedure).or_default().push(row);
        }
    }
    found
}

/// What makes a fact about a limitation another one, whoever wrote it and when.
fn moved(event: &ClaimEvent) -> (AccountId, ItemId, &str, Date, &str) {
    (event.account_id, event.item_id, &event.event, event.on_day, &event.proof)
}

/// A procedure of the store with its facts.
pub(super) fn whole(tx: &mut Tx, kept: &CourtProcedure) -> Result<Procedure, DeskError> {
    let facts = tx.procedures().facts_of(&[kept.id])?;
    read(kept, &facts)
}

/// Where a procedure stands today, for what looks at it from outside.
pub(crate) fn course(desk: &Desk, tx: &mut Tx, kept: &CourtProcedure) -> Result<Course, DeskError> {
    desk.course(tx, kept)
}

impl Desk {
    /// Where a procedure of the store stands today.
    pub(super) fn course(&self, tx: &mut Tx, kept: &CourtProcedure) -> Result<Course, DeskError> {
        Ok(whole(tx, kept)?.as_of(self.today(), &self.law)?)
    }

    /// A definition in words.
    pub(super) fn label(&self, definition: &str) -> Wording {
        self.law.procedures().find(definition).map_or_else(|_| Wording::same(definition), |known| known.label.clone())
    }

    /// Keeps what lists and the guard need of where a procedure stands: its state, its next day, the rights it leaves
    /// to be lost, and what its acts did to the limitation of the pieces. The caller saves `kept`.
    pub(super) fn keep_course(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (kept, course): (&mut CourtProcedure, &Course),
        claims: &[CaseClaim],
    ) -> Result<(), DeskError> {
        self.keep_courses(tx, actor, &mut [Followed { kept, course, claims }])
    }

    /// The same of several procedures.
    pub(super) fn keep_courses(&self, tx: &mut Tx, actor: &Actor, all: &mut [Followed<'_>]) -> Result<(), DeskError> {
        let ids: Vec<CourtProcedureId> = all.iter().map(|one| one.kept.id).collect();
        let known = tx.procedures().deadlines_of(&ids)?;
        let mut known = by_procedure(known, |one| Some(one.procedure_id));
        let mut told = by_procedure(tx.claim_events().of_procedures(&ids)?, |one| one.procedure_id);
        let (mut deadlines, mut gone, mut events, mut untold) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for Followed { kept, course, claims } in all {
            let was = known.remove(&kept.id).unwrap_or_default();
            let mine = self.deadlines(kept, course, was.clone());
            kept.state.clone_from(&course.state);
            kept.over = course.is_over();
            kept.due_on = mine.iter().map(|one| one.due_on).min();
            kept.seen_on = kept.seen_on.max(self.today());
            kept.wakes_on = course.wakes.filter(|_| !kept.over);
            let hearing = course.hearing.as_ref().filter(|hearing| !kept.over && !hearing.heard);
            kept.hearing_on = hearing.map(|hearing| hearing.day);
            gone.extend(was.iter().filter(|one| !mine.contains(one)).map(|one| one.id));
            deadlines.extend(mine.into_iter().filter(|one| !was.contains(one)));
            let (was, mine) = (told.remove(&kept.id).unwrap_or_default(), self.events(actor, kept, course, claims));
            if !was.iter().map(moved).eq(mine.iter().map(moved)) {
                untold.push(kept.id);
                events.extend(mine);
            }
        }
        tx.procedures().change_deadlines(&gone, &deadlines)?;
        tx.claim_events().forget_procedures(&untold)?;
        Ok(tx.claim_events().insert(&events)?)
    }

    /// What a procedure did to the limitation of the pieces its case claims.
    fn events(&self, actor: &Actor, kept: &CourtProcedure, course: &Course, claims: &[CaseClaim]) -> Vec<ClaimEvent> {
        // What is done against us moves the limitation of what we owe, not of what we are owed.
        if kept.side != CaseSide::Claimant {
            return Vec::new();
        }
        let mut events = Vec::new();
        for event in course.limitation_events() {
            events.extend(claims.iter().map(|claim| self.event_of(actor, (kept.id, claim.account_id, claim), &event)));
        }
        events
    }

    /// The rights that a procedure leaves to be lost. One keeps its reference as long as it runs: its alarms and its
    /// waiver are kept by it.
    fn deadlines(
        &self,
        kept: &CourtProcedure,
        course: &Course,
        mut known: Vec<ProcedureDeadline>,
    ) -> Vec<ProcedureDeadline> {
        let deadline = |(deadline, due): (&Deadline, Date)| {
            let same = known.iter().position(|one| (&one.step, &one.state) == (&deadline.step, &deadline.state));
            ProcedureDeadline {
                id: same.map_or_else(|| ProcedureDeadlineId(self.id()), |at| known.swap_remove(at).id),
                procedure_id: kept.id,
                account_id: kept.account_id,
                step: deadline.step.clone(),
                state: deadline.state.clone(),
                from_on: deadline.from,
                due_on: due,
                safe_on: deadline.safe.unwrap_or(due),
            }
        };
        rights(course).map(deadline).collect()
    }

    fn event_of(
        &self,
        actor: &Actor,
        (procedure, account, claim): (CourtProcedureId, AccountId, &CaseClaim),
        event: &law::limitation::Event,
    ) -> ClaimEvent {
        ClaimEvent {
            id: ClaimEventId(self.id()),
            account_id: account,
            item_id: claim.item_id,
            event: event.event.clone(),
            on_day: event.date,
            proof: event.reference.clone().unwrap_or_default(),
            document_id: None,
            procedure_id: Some(procedure),
            actor: actor.name.clone(),
            created_us: self.now(),
        }
    }

    /// Tells the limitation of the pieces of a case anew: a piece came into it, or left it.
    pub(super) fn tell_limitation(&self, tx: &mut Tx, actor: &Actor, case: &CourtCase) -> Result<(), DeskError> {
        let claims = super::claims::standing(tx, case.id)?;
        for mut kept in tx.procedures().of_cases(&[case.id])? {
            let course = self.course(tx, &kept)?;
            self.keep_course(tx, actor, (&mut kept, &course), &claims)?;
            tx.procedures().save(&kept)?;
        }
        Ok(())
    }
}

/// The rights of ours that a procedure leaves to be lost, each with its last day. Those that are over stay in it until
/// somebody answers them: nothing is lost in silence.
fn rights(course: &Course) -> impl Iterator<Item = (&Deadline, Date)> {
    let runs = |standing: &DeadlineStanding| {
        matches!(standing, DeadlineStanding::Running | DeadlineStanding::Ahead | DeadlineStanding::Passed)
    };
    let ours = course.deadlines.iter().filter(move |one| one.ours && one.earliest.is_none() && runs(&one.standing));
    ours.filter_map(|one| Some((one, one.due?)))
}
