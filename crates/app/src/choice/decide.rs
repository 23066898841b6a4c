//! The decision: go by a route, do not act, or later; who, why, and the figures as they stood.

use judicial::choice::{Decision, Outcome};
use kernel::Date;
use serde_json::json;
use store::{CaseDecision, CaseDecisionId, CaseId, ChoiceOutcome};

use super::list::asked;
use super::words::decision_words;
use crate::cases::{case_facts, open_case};
use crate::desk::About;
use crate::{Actor, Desk, DeskError, Permission, ReadinessRefusal, Refusal};

/// Longest reason, in characters.
const WHY_MAX: usize = 2_000;

/// A decision as a person makes it.
#[derive(Debug, Clone)]
pub struct DecisionOrder {
    /// What is done.
    pub outcome: ChoiceOutcome,
    /// The route, as the tables of law name it; for [`ChoiceOutcome::Go`] alone.
    pub route: String,
    /// Why.
    pub why: String,
    /// The day it is taken up again; for [`ChoiceOutcome::Later`] alone.
    pub until: Option<Date>,
}

impl Desk {
    /// Records what is done of an open case, with the figures as they stand. Put off, it comes back as a task of who
    /// follows the case.
    ///
    /// # Errors
    /// [`judicial::choice::DecisionFault`]: no reason, a route that the law closes;
    /// [`ReadinessRefusal::UntilMissing`]; [`DeskError::Law`] where the law has no answer for the claim.
    pub fn decide_case(&self, actor: &Actor, id: CaseId, order: &DecisionOrder) -> Result<CaseDecisionId, DeskError> {
        actor.may(Permission::EditAccount)?;
        let (outside, view) = (self.outside(actor, id)?, self.view()?);
        let today = self.today();
        let later = order.outcome == ChoiceOutcome::Later;
        let until = order.until.filter(|_| later);
        if later && until.is_none_or(|day| day <= today) {
            return Err(ReadinessRefusal::UntilMissing { today }.into());
        }
        if order.why.chars().count() > WHY_MAX {
            return Err(ReadinessRefusal::WhyTooLong { most: i64::try_from(WHY_MAX).unwrap_or(i64::MAX) }.into());
        }
        let decision_id = CaseDecisionId(self.id());
        self.store.write("case.decide", |tx| {
            let (case, account) = open_case(tx, actor, id)?;
            let known = self.case_known(tx, &outside, &case)?;
            let parameters = self.parameters(tx, &view)?;
            let figures = judicial::choice::decide(&asked(&known), &parameters, &self.law)?;
            let outcome = match order.outcome {
                ChoiceOutcome::Go => Outcome::Act { procedure: order.route.trim().to_owned() },
                ChoiceOutcome::NoGo | ChoiceOutcome::Later => Outcome::Leave,
            };
            let decided =
                Decision::record(figures, outcome, &actor.name, &order.why, today).map_err(ReadinessRefusal::from)?;
            let written = serde_json::to_string(decided.figures());
            let kept = CaseDecision {
                id: decision_id,
                case_id: id,
                account_id: case.account_id,
                outcome: order.outcome,
                route: match decided.outcome() {
                    Outcome::Act { procedure } => procedure.clone(),
                    Outcome::Leave => String::new(),
                },
                why: decided.why().to_owned(),
                decided_on: today,
                until_on: until,
                against: !later && decided.against_advice(),
                figures: written.map_err(|e| Refusal::Unwritable { why: e.to_string() })?,
                actor: actor.name.clone(),
                created_us: self.now(),
            };
            tx.choices().insert(&kept)?;
            if let Some(day) = until {
                let task = crate::readiness::decide_again(id, day);
                self.give_within(tx, actor, &account, task, std::slice::from_ref(&case.owner))?;
            }
            let mut payload = case_facts(&case);
            payload["outcome"] = json!(kept.outcome);
            payload["label"] = json!(decision_words(self, &kept));
            payload["route"] = kept.route.as_str().into();
            payload["reason"] = kept.why.as_str().into();
            payload["against"] = kept.against.into();
            self.note(tx, actor, About::account(&account), "case.decided", &payload)?;
            Ok(decision_id)
        })
    }
}
