//! What a natural person says of their means: kept for the time of the plan, and no longer.

use kernel::{Currency, Money};
use ledger::Debtor;
use serde::{Deserialize, Serialize};

use super::is_person;
use crate::PlanRefusal;

/// Means as a form sends them: decimal texts, a month.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MeansTyped {
    /// What comes in.
    pub income: String,
    /// What must be paid: housing, loans, energy, children.
    pub charges: String,
}

/// Means of a person, minor units a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Means {
    /// What comes in.
    pub income_minor: i64,
    /// What must be paid.
    pub charges_minor: i64,
}

impl Means {
    /// What remains; negative when charges pass income.
    pub const fn remains_minor(self) -> i64 {
        self.income_minor.saturating_sub(self.charges_minor)
    }

    /// Reads a form; none when it is empty.
    pub(super) fn read(
        typed: Option<&MeansTyped>,
        debtor: &Debtor,
        currency: Currency,
    ) -> Result<Option<Self>, PlanRefusal> {
        let Some(typed) = typed.filter(|t| !(t.income.trim().is_empty() && t.charges.trim().is_empty())) else {
            return Ok(None);
        };
        if !is_person(debtor.kind) {
            return Err(PlanRefusal::MeansOfPerson);
        }
        let amount = |text: &str| {
            let text = if text.trim().is_empty() { "0" } else { text.trim() };
            let read = Money::parse(text, currency).ok().map(Money::minor).filter(|minor| *minor >= 0);
            read.ok_or_else(|| PlanRefusal::MeansWrong { text: text.chars().take(40).collect() })
        };
        Ok(Some(Self { income_minor: amount(&typed.income)?, charges_minor: amount(&typed.charges)? }))
    }

    /// As it is kept.
    pub(super) fn kept(means: Option<Self>) -> String {
        means.and_then(|means| serde_json::to_string(&means).ok()).unwrap_or_default()
    }

    /// From what is kept.
    pub(super) fn of(kept: &str) -> Option<Self> {
        serde_json::from_str(kept).ok()
    }
}
