//! What keeps a strategy from running, each with its step and its field.

use super::{Channel, Claim, Step, Strategy, StrategyError, Timing, is_slug};

/// Steps of a strategy, at most.
const STEPS_MAX: usize = 20;
/// Days to pay that a step grants, at most: a year is no delay to pay any more.
const GRANT_MAX: u16 = 365;
/// Characters of the name of a strategy or of a text, at most: a line of a list.
const NAME_MAX: usize = 100;
/// Characters of a sender, a name and a function, at most: the two lines of a signature.
const SENDER_MAX: usize = 200;

/// Something that keeps a strategy from running, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrategyFault {
    /// Place of the step, counted from 0; none for the strategy itself.
    pub step: Option<usize>,
    /// The field at fault, as JSON names it.
    pub field: &'static str,
    /// What is wrong.
    pub error: StrategyError,
}

impl Strategy {
    /// Checks that the strategy can run.
    ///
    /// # Errors
    /// [`StrategyError`] naming the step at fault: the first of [`Strategy::faults`].
    pub fn check(&self) -> Result<(), StrategyError> {
        self.faults().into_iter().next().map_or(Ok(()), |fault| Err(fault.error))
    }

    /// Everything that keeps the strategy from running, from its first field to its last.
    pub fn faults(&self) -> Vec<StrategyFault> {
        let mut faults = Vec::new();
        let mut whole = |field, error| faults.push(StrategyFault { step: None, field, error });
        if !is_slug(&self.slug) {
            whole("slug", StrategyError::Slug(self.slug.clone()));
        }
        if !is_line(&self.name, NAME_MAX) {
            whole("name", StrategyError::Name);
        }
        if self.steps.len() > STEPS_MAX {
            whole("steps", StrategyError::Steps(self.steps.len()));
        }
        if self.item_threshold_minor < 0 {
            whole("item_threshold_minor", StrategyError::Threshold);
        }
        if self.account_threshold_minor < 0 {
            whole("account_threshold_minor", StrategyError::Threshold);
        }
        let days = self.first_days();
        for (i, step) in self.steps.iter().enumerate() {
            let mut wrong = |field, error| faults.push(StrategyFault { step: Some(i), field, error });
            check_step(step, &mut wrong);
            if self.steps[..i].iter().any(|s| s.slug == step.slug) {
                wrong("slug", StrategyError::Twice(step.slug.clone()));
            }
            if let Some(error) = check_order(&self.steps[..i], step, &days[..i]) {
                wrong("timing", error);
            }
        }
        faults
    }
}

/// A step comes later than those before it, once the delay the last of them grants has run out, whatever the month;
/// the first counts from the due date. `days` are the first days of those before.
fn check_order(before: &[Step], step: &Step, days: &[(i32, i32)]) -> Option<StrategyError> {
    let order = || Some(StrategyError::Order(step.slug.clone()));
    match step.timing {
        Timing::AfterPrevious(_) if before.iter().all(|s| s.timing.is_before_due()) => {
            return Some(StrategyError::First(step.slug.clone()));
        }
        Timing::AfterPrevious(0) => return order(),
        Timing::AfterPrevious(_) => {}
        timing => {
            let counted = before.iter().rev().find_map(|s| delay(s.timing));
            if delay(timing) <= counted {
                return order();
            }
        }
    }
    let (previous, (_, latest)) = before.last().zip(days.last())?;
    let grant = i32::from(previous.grant_days);
    let (own, least) = match (step.timing, previous.timing) {
        (Timing::AfterPrevious(own), _) => (i32::from(own), grant + 1),
        // Days 31 apart are of two months, whose ends are 28 days apart or more.
        (Timing::EndOfMonth(own), Timing::EndOfMonth(first)) => {
            (i32::from(own), i32::from(first) + 31 * (grant / 28 + 1))
        }
        (Timing::EndOfMonth(own), _) => (i32::from(own), latest + grant + 1),
        (Timing::AfterDue(own), _) => (i32::from(own), latest + grant + 1),
    };
    (own < least).then(|| StrategyError::Overlap(step.slug.clone(), previous.slug.clone(), least))
}

/// True of one line of a length.
fn is_line(text: &str, max: usize) -> bool {
    text.chars().count() <= max && !text.contains(char::is_control)
}

/// Days counted from the due date, for the order of steps.
fn delay(timing: Timing) -> Option<i32> {
    match timing {
        Timing::AfterDue(days) => Some(i32::from(days)),
        Timing::EndOfMonth(days) => Some(i32::from(days)),
        Timing::AfterPrevious(_) => None,
    }
}

fn check_step(step: &Step, wrong: &mut impl FnMut(&'static str, StrategyError)) {
    let name = || step.slug.clone();
    if !is_slug(&step.slug) {
        wrong("slug", StrategyError::Slug(name()));
    }
    let range = match step.timing {
        Timing::AfterDue(days) => (-60..=730).contains(&days),
        Timing::EndOfMonth(days) | Timing::AfterPrevious(days) => days <= 730,
    };
    if !range {
        wrong("timing", StrategyError::Delay(name()));
    }
    if step.grant_days == 0 {
        wrong("grant_days", StrategyError::Grant(name()));
    }
    if step.grant_days > GRANT_MAX {
        wrong("grant_days", StrategyError::LongGrant(name()));
    }
    if !is_line(&step.sender, SENDER_MAX) {
        wrong("sender", StrategyError::Sender(name()));
    }
    if !is_line(&step.text, NAME_MAX) {
        wrong("text", StrategyError::Text(name()));
    }
    if step.threshold_minor < 0 {
        wrong("threshold_minor", StrategyError::Threshold);
    }
    if step.timing.is_before_due() && (step.formal_notice || step.claim != Claim::Withheld) {
        let field = if step.formal_notice { "formal_notice" } else { "claim" };
        wrong(field, StrategyError::BeforeDue(name()));
    }
    if step.formal_notice && step.channel != Channel::Letter {
        wrong("channel", StrategyError::Notice(name()));
    }
    let twice = step.attach.iter().enumerate().any(|(place, kind)| step.attach[..place].contains(kind));
    if twice || !(step.attach.is_empty() || matches!(step.channel, Channel::Mail | Channel::Letter)) {
        wrong("attach", StrategyError::Attach(name()));
    }
    if let Some(other) = step.language.as_deref().filter(|language| !matches!(*language, "fr" | "en")) {
        wrong("language", StrategyError::Language(name(), other.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_is_told_with_its_step_and_its_field() {
        let mut strategy = Strategy::standard();
        strategy.account_threshold_minor = -1;
        strategy.steps[1].timing = Timing::AfterDue(8);
        strategy.steps[1].grant_days = 0;
        strategy.steps[2].channel = Channel::Mail;
        let told: Vec<(Option<usize>, &str)> = strategy.faults().iter().map(|f| (f.step, f.field)).collect();
        assert_eq!(
            told,
            [(None, "account_threshold_minor"), (Some(1), "grant_days"), (Some(1), "timing"), (Some(2), "channel")]
        );
        assert_eq!(strategy.check(), Err(StrategyError::Threshold), "the first is the refusal");
    }

    #[test]
    fn the_axis_shows_a_month_for_a_step_at_its_end_and_carries_it_on() {
        let mut strategy = Strategy::standard();
        strategy.steps[1].timing = Timing::EndOfMonth(20);
        strategy.steps[2].timing = Timing::AfterPrevious(15);
        assert_eq!(strategy.first_days(), [(8, 8), (20, 50), (35, 65)]);
    }
}
