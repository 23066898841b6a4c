//! The daily run: who is reminded today.
//!
//! Dry run, preview and run call the same pure decision. To persist, each account is read again and
//! decided again inside the transaction that writes its reminder, so that nothing paid meanwhile is
//! asked for, and running a day twice changes nothing.

mod bearings;
mod decide;
mod decisions;
mod past;
mod persist;

pub(crate) use bearings::{Bearings, Decided};
pub(crate) use decide::{decide_all, pieces};
pub(crate) use decisions::Candidate;
pub use decisions::Decisions;

use std::collections::BTreeMap;

use kernel::{Currency, Date, Wording};
use ledger::{AccountId, CreditorId};
use serde::Serialize;

use crate::{Actor, Desk, DeskError, Permission};

/// What a run is asked to do.
#[derive(Debug, Clone, Default)]
pub struct RunRequest {
    /// The day decided for; today when none.
    pub day: Option<Date>,
    /// Decide only.
    pub dry: bool,
    /// One creditor only.
    pub creditor: Option<CreditorId>,
    /// Figures only: the decisions are not told one by one.
    pub summary: bool,
}

/// One piece asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecidedItem {
    /// Number of the piece.
    pub number: String,
    /// Open amount.
    pub open: String,
    /// Days late; 0 for a credit.
    pub late_days: i64,
}

/// One message decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecisionLine {
    /// Customer code.
    pub account: String,
    /// The account.
    pub account_id: AccountId,
    /// Name of the debtor.
    pub debtor: String,
    /// Strategy.
    pub strategy: String,
    /// Step.
    pub step: String,
    /// Level, from 1.
    pub level: u8,
    /// Channel.
    pub channel: String,
    /// Principal asked.
    pub amount: String,
    /// Its currency.
    pub currency: Currency,
    /// Pieces.
    pub items: Vec<DecidedItem>,
    /// Why, in words.
    pub reason: Wording,
}

/// How many messages one step sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepCount {
    /// Step.
    pub step: String,
    /// Messages.
    pub messages: u64,
}

/// What a run decided. [`crate::said`] gives it to programs in one language.
#[derive(Debug, Clone, Serialize)]
pub struct RunAnswer {
    /// The day.
    pub date: Date,
    /// Accounts looked at: those with something late.
    pub accounts: u64,
    /// Messages.
    pub decisions: Decisions,
    /// Where the next page of `decisions` starts, when they are told by pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Accounts left alone, by reason.
    pub blocked: BTreeMap<String, u64>,
    /// What is late on accounts that somebody could unblock, net, by reason and currency.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub blocked_amounts: BTreeMap<String, BTreeMap<Currency, String>>,
    /// True when reminders were written.
    pub written: bool,
    /// Messages decided; `decisions` tells them one by one, save in a summary.
    pub messages: u64,
    /// Messages by step, the highest level first.
    pub steps: Vec<StepCount>,
    /// Total asked by currency.
    pub asked: BTreeMap<Currency, String>,
    /// Accounts that failed, with the reason; the others went on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub failed: Vec<Wording>,
}

impl RunAnswer {
    /// The same telling `limit` messages at most, from the start or after `after`, the `next` of the page
    /// before; its figures stay those of the whole run.
    ///
    /// # Errors
    /// [`crate::Refusal::ListMoved`] when the message before is decided no more.
    pub fn page(mut self, after: Option<&str>, limit: usize) -> Result<Self, DeskError> {
        self.next = self.decisions.keep(after, limit)?;
        Ok(self)
    }
}

impl Desk {
    /// Queues the run of a day for a worker; one at a time per day.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Store`].
    pub fn queue_run(&self, actor: &Actor, day: Date) -> Result<(), DeskError> {
        actor.may(Permission::Run)?;
        actor.may_everywhere()?;
        let payload = serde_json::json!({ "day": day, "actor": actor.name });
        self.enqueue(crate::jobs::RUN, &payload, Some(format!("run:{day}"))).map(drop)
    }

    /// Runs the day, or previews it. `progress` receives accounts done and to do.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Refused`] on a strategy that cannot run, [`DeskError::Store`].
    pub fn run(
        &self,
        actor: &Actor,
        request: &RunRequest,
        progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Result<RunAnswer, DeskError> {
        actor.may(if request.dry { Permission::Read } else { Permission::Run })?;
        match request.creditor {
            _ if request.dry => {}
            Some(creditor) => actor.whole_of(creditor, &creditor.to_string())?,
            None => actor.may_everywhere()?,
        }
        let day = request.day.unwrap_or_else(|| self.today());
        if request.dry && request.summary && request.creditor.is_none() && day == self.today() {
            // What the first page asks at each view: decided once for what is written.
            let decide = || Ok(Self::preview(self.survey(actor, &self.plan()?, day, None)?, day, true));
            return self.day_run(actor, decide);
        }
        if !request.dry && day == self.today() {
            // What the ledger keeps or breaks today is written first; a preview judges without writing. On another
            // day nothing is judged: the money of the days between is not there, or is there already.
            self.tend_insolvencies()?;
            self.judge_promises(actor, day)?;
            self.tend_disputes(actor, day)?;
            if request.creditor.is_none() {
                self.tell_causes(actor, day)?;
            }
            self.judge_plans(actor, day)?;
            self.judge_procedures(actor, day)?;
            self.tend_asked_pieces(actor)?;
            if request.creditor.is_none() {
                self.tend_credit(actor, day)?;
                self.write_digests(actor, day)?;
                self.tell_alarms(actor, day)?;
            }
        }
        let survey = self.survey(actor, &self.plan()?, day, request.creditor)?;
        if request.dry {
            return Ok(Self::preview(survey, day, request.summary));
        }
        self.persist(actor, survey, (day, request), progress)
    }
}
