//! The choice of a route, shown.

use judicial::choice::{Asked, Choice, Figure, Measure, Parameters, Route, decide};
use kernel::Wording;
use store::{CaseDecision, CaseId, CourtCase, Tx};

use super::learned::learned;
use super::words::{choice_words, decision_words, hinge_words, route_words};
use super::{ChoiceDetail, DecisionLine, Learned, RouteLine, figures_of};
use crate::portfolio::View;
use crate::readiness::Known;
use crate::{Actor, Desk, DeskError, Permission};

impl Desk {
    /// The routes of a case, what each brings and hangs on, and what was decided.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`crate::ReadinessRefusal::NotClaimant`] where we are claimed from.
    pub fn choice(&self, actor: &Actor, id: CaseId) -> Result<ChoiceDetail, DeskError> {
        actor.may(Permission::Read)?;
        let (outside, view) = (self.outside(actor, id)?, self.view()?);
        self.store.read(|tx| {
            let case = actor.find(tx, id)?;
            let known = self.case_known(tx, &outside, &case)?;
            let parameters = self.parameters(tx, &view)?;
            let asked = asked(&known);
            let found = decide(&asked, &parameters, &self.law);
            let group = self.together(tx, &case, (&asked, &outside.limitations), &parameters)?;
            let (verdict, words, routes, warnings) = match &found {
                Ok(choice) => (
                    choice.verdict.slug().to_owned(),
                    choice_words(choice, |route| route_words(self, route)),
                    choice.routes.iter().map(|route| self.route_line(route)).collect(),
                    choice.warnings.clone(),
                ),
                Err(error) => (String::new(), error.wording(), Vec::new(), Vec::new()),
            };
            Ok(ChoiceDetail {
                case: id,
                account_id: case.account_id,
                account: tx.accounts().get(case.account_id)?.number,
                debtor: known.debtor.name,
                claim: known.facts.amount.to_decimal(),
                currency: case.currency,
                verdict,
                words,
                routes,
                warnings,
                group,
                decisions: self.decisions(tx, &case)?,
                open: case.closed_on.is_none() && found.is_ok(),
                today: self.today(),
            })
        })
    }

    /// What was decided of a case, the last first.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Store`].
    pub fn case_decisions(&self, actor: &Actor, id: CaseId) -> Result<Vec<DecisionLine>, DeskError> {
        actor.may(Permission::Read)?;
        self.store.read(|tx| {
            let case = actor.find(tx, id)?;
            self.decisions(tx, &case)
        })
    }

    /// What closed cases say, for the page of the parameters.
    ///
    /// # Errors
    /// [`DeskError::Store`], [`DeskError::Law`].
    pub fn learned_figures(&self, actor: &Actor) -> Result<Vec<Learned>, DeskError> {
        actor.may(Permission::Read)?;
        actor.may_everywhere()?;
        let view = self.view()?;
        self.store.read(|tx| learned(self, tx, &view))
    }

    /// The house's parameters with what closed cases say.
    pub(super) fn parameters(&self, tx: &mut Tx, view: &View) -> Result<Parameters, DeskError> {
        let mut parameters = crate::readiness::in_force(tx)?.parameters;
        parameters.learned = learned(self, tx, view)?;
        Ok(parameters)
    }

    fn decisions(&self, tx: &mut Tx, case: &CourtCase) -> Result<Vec<DecisionLine>, DeskError> {
        let kept = tx.choices().of_cases(&[case.id])?;
        let line = |one: &CaseDecision| DecisionLine {
            id: one.id,
            outcome: one.outcome,
            words: decision_words(self, one),
            route: one.route.clone(),
            court: court_of(one),
            why: one.why.clone(),
            by: one.actor.clone(),
            on: one.decided_on,
            until: one.until_on,
            against: one.against,
            at: one.created_us,
        };
        Ok(kept.iter().rev().map(line).collect())
    }

    fn route_line(&self, route: &Route) -> RouteLine {
        let shown = |figure: &Figure| figure.words();
        let duration = route.duration.as_ref().filter(|figure| figure.measure == Measure::Duration);
        RouteLine {
            label: route_words(self, &route.procedure),
            advice_words: route.advice.words(),
            cost_words: route.cost.as_ref().map(judicial::choice::Cost::words),
            duration_words: duration.map(shown),
            chances_words: route.chances.iter().map(shown).collect(),
            hinge_words: route.hinge.as_ref().map(hinge_words),
            route: route.clone(),
        }
    }
}

/// The court of the route that was chosen, as it stood then.
fn court_of(decision: &CaseDecision) -> String {
    let figures: Option<Choice> = figures_of(&decision.figures);
    let route = figures.and_then(|choice| choice.routes.into_iter().find(|route| route.procedure == decision.route));
    let court: Option<Wording> = route.map(|route| route.court);
    court.map_or_else(String::new, |court| court.fr)
}

/// A case as the rules take it.
pub(super) fn asked(known: &Known) -> Asked {
    Asked { claim: known.asked.clone(), limitation: known.facts.limitation.clone(), solvency: known.facts.solvency }
}
