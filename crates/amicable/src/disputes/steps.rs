//! The steps of a dispute, and which may follow which.

use kernel::slug_enum;

slug_enum!(
    /// Where a dispute stands.
    Step {
        /// What is contested, how much, by whom.
        Identify = "identify",
        /// What happened: order, delivery, invoice, photographs, the service's word.
        Facts = "facts",
        /// With the customer.
        Negotiate = "negotiate",
        /// Both sides said yes: how much, what, by when.
        Agree = "agree",
        /// Credit note, new delivery, refund.
        CarryOut = "carry-out",
        /// Over.
        Closed = "closed",
    }
);
slug_enum!(
    /// How a dispute ends.
    Outcome {
        /// The customer was right.
        Founded = "founded",
        /// Partly right.
        Partly = "partly",
        /// Wrong: the piece is owed.
        Unfounded = "unfounded",
        /// Opened by mistake, or taken back by who opened it: it counts in no statistics.
        Withdrawn = "withdrawn",
    }
);

/// Why a dispute cannot move there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StepFault {
    /// It is over.
    #[error("the dispute is closed")]
    Over,
    /// It stands there already.
    #[error("the dispute stands there already")]
    Already,
    /// A step would be jumped over.
    #[error("the step {missing} comes first", missing = missing.slug())]
    Skips {
        /// The step that comes first.
        missing: Step,
    },
    /// What is agreed is not undone by going that far back.
    #[error("the dispute does not go back to that step")]
    Back,
    /// Nobody knows yet what happened.
    #[error("the facts come before a judgement")]
    NoFacts,
    /// What was granted is not done.
    #[error("what is granted is carried out before the dispute is closed")]
    NotCarriedOut,
    /// Closing says how it ends.
    #[error("closing needs an outcome")]
    NeedsOutcome,
}

impl Step {
    /// The step after it; none after the last that people move to.
    pub const fn next(self) -> Option<Self> {
        match self {
            Self::Identify => Some(Self::Facts),
            Self::Facts => Some(Self::Negotiate),
            Self::Negotiate => Some(Self::Agree),
            Self::Agree => Some(Self::CarryOut),
            Self::CarryOut | Self::Closed => None,
        }
    }
}

/// Moves a dispute: one step on, or back to the facts or to the negotiation, since new facts come up and
/// agreements fail.
///
/// # Errors
/// [`StepFault`], with the step that comes first.
pub fn advance(from: Step, to: Step) -> Result<(), StepFault> {
    if from == Step::Closed {
        return Err(StepFault::Over);
    }
    if to == Step::Closed {
        return Err(StepFault::NeedsOutcome);
    }
    if from == to {
        return Err(StepFault::Already);
    }
    if to < from {
        return if matches!(to, Step::Facts | Step::Negotiate) { Ok(()) } else { Err(StepFault::Back) };
    }
    match from.next() {
        Some(next) if next == to => Ok(()),
        Some(next) => Err(StepFault::Skips { missing: next }),
        None => Err(StepFault::Over),
    }
}

/// Closes a dispute: as unfounded once the facts are known, as founded or partly once what was agreed is being
/// carried out, as withdrawn at any time.
///
/// # Errors
/// [`StepFault`].
pub fn close(from: Step, outcome: Outcome) -> Result<(), StepFault> {
    match (from, outcome) {
        (Step::Closed, _) => Err(StepFault::Over),
        (_, Outcome::Withdrawn)
        | (Step::CarryOut, _)
        | (Step::Facts | Step::Negotiate | Step::Agree, Outcome::Unfounded) => Ok(()),
        (Step::Identify, _) => Err(StepFault::NoFacts),
        (Step::Facts | Step::Negotiate | Step::Agree, Outcome::Founded | Outcome::Partly) => {
            Err(StepFault::NotCarriedOut)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_follow_each_other_and_a_wrong_order_is_refused_with_its_reason() {
        let mut at = Step::Identify;
        while let Some(next) = at.next() {
            assert_eq!(advance(at, next), Ok(()));
            at = next;
        }
        assert_eq!(at, Step::CarryOut);
        assert_eq!(advance(Step::Identify, Step::Agree), Err(StepFault::Skips { missing: Step::Facts }));
        assert_eq!(advance(Step::Agree, Step::Facts), Ok(()), "new facts come up");
        assert_eq!(advance(Step::CarryOut, Step::Agree), Err(StepFault::Back));
        assert_eq!(advance(Step::Facts, Step::Facts), Err(StepFault::Already));
        assert_eq!(advance(Step::Closed, Step::Facts), Err(StepFault::Over));
        assert_eq!(advance(Step::CarryOut, Step::Closed), Err(StepFault::NeedsOutcome));
    }

    #[test]
    fn nobody_is_judged_before_the_facts_nor_paid_with_words() {
        assert_eq!(close(Step::Identify, Outcome::Unfounded), Err(StepFault::NoFacts));
        assert_eq!(close(Step::Negotiate, Outcome::Unfounded), Ok(()));
        assert_eq!(close(Step::Negotiate, Outcome::Founded), Err(StepFault::NotCarriedOut));
        assert_eq!(close(Step::CarryOut, Outcome::Partly), Ok(()));
        assert_eq!(close(Step::Identify, Outcome::Withdrawn), Ok(()));
        assert_eq!(close(Step::Closed, Outcome::Withdrawn), Err(StepFault::Over));
    }
}
