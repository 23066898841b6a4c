//! The deadlines of a procedure: those that run, those that were kept, missed, or lost their object.

use kernel::{Date, Wording, slug_enum};
use law::deadlines::{DeadlineAnswer, DeadlineKind};
use law::procedures::Act;
use serde::{Deserialize, Serialize};

slug_enum!(
    /// Which side of its end a period leaves free.
    Side {
        /// Act on the last day at the latest.
        Latest = "latest",
        /// Act only once it is over.
        Earliest = "earliest",
        /// Act so long before an event.
        Before = "before",
    }
);

impl Side {
    pub(super) const fn of(kind: DeadlineKind) -> Option<Self> {
        match kind {
            DeadlineKind::Latest => Some(Self::Latest),
            DeadlineKind::Earliest => Some(Self::Earliest),
            DeadlineKind::Before => Some(Self::Before),
            DeadlineKind::Rule => None,
        }
    }
}

/// What became of a deadline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "kebab-case")]
pub enum DeadlineStanding {
    /// It runs, and its act is possible now.
    Running,
    /// It runs already; its act comes after others.
    Ahead,
    /// The day it is counted from is not known: tell it.
    Undated,
    /// The creditor's acts are suspended.
    Stayed,
    /// Somebody decided that it does not bind here.
    SetAside {
        /// Why.
        why: String,
    },
    /// Its last day is over and nothing was done; no act of the definition follows from it.
    Passed,
    /// Its act was done in time.
    Done {
        /// When.
        day: Date,
    },
    /// Its act was done after it.
    DoneLate {
        /// When.
        day: Date,
    },
    /// Its last day passed: the procedure went on without it.
    Missed,
    /// Another act, a state it has no place in, or the end of the procedure took its object away.
    Closed {
        /// When.
        day: Date,
    },
}

impl DeadlineStanding {
    /// Whether somebody has still to look after it.
    pub const fn is_open(&self) -> bool {
        matches!(
            self,
            Self::Running | Self::Ahead | Self::Undated | Self::Stayed | Self::SetAside { .. } | Self::Passed
        )
    }
}

/// One deadline of a procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// The step of the table of deadlines that gives it.
    pub step: String,
    /// The state from which its acts are done.
    pub state: String,
    /// The acts that keep it.
    pub acts: Vec<String>,
    /// Whether one of them is of our side: the creditor's and the officer's for a claimant, the debtor's where we
    /// defend. A right of ours to lose.
    pub ours: bool,
    /// Which side is free; absent while the table gives no date.
    pub side: Option<Side>,
    /// The step in words.
    pub words: Wording,
    /// Article.
    pub article: String,
    /// What is lost.
    pub lost: Wording,
    /// The day it is counted from, or the event it comes before.
    pub from: Option<Date>,
    /// Last day, to its end, once moved to a working day; for a period that must be over first, its end.
    pub due: Option<Date>,
    /// The date to work by.
    pub safe: Option<Date>,
    /// First day, for a period that must be over first.
    pub earliest: Option<Date>,
    /// Why it has no date, and which day to tell.
    pub undated: Option<Wording>,
    /// What became of it.
    pub standing: DeadlineStanding,
    /// What a reader must know: rows that are not verified, notes of the table.
    pub warnings: Vec<Wording>,
}

impl Deadline {
    pub(super) fn dated(act: &Act, ours: bool, from: Date, answer: &DeadlineAnswer) -> Self {
        Self {
            step: answer.step.clone(),
            state: act.from.clone(),
            acts: vec![act.act.clone()],
            ours,
            side: Side::of(answer.kind),
            words: answer.words.clone(),
            article: answer.article.clone(),
            lost: answer.lost.clone(),
            from: Some(from),
            due: Some(answer.due),
            safe: Some(answer.safe),
            earliest: answer.earliest,
            undated: None,
            standing: DeadlineStanding::Running,
            warnings: answer.warnings.clone(),
        }
    }

    /// The same, not dated: whether it binds hangs on what is to be told.
    pub(super) fn asked(self, what: Wording) -> Self {
        let undated = Some(what);
        Self { due: None, safe: None, earliest: None, side: None, undated, standing: DeadlineStanding::Undated, ..self }
    }

    /// Whether both are the same period of the same state.
    pub(super) fn same(&self, other: &Self) -> bool {
        (&self.step, &self.state, self.from) == (&other.step, &other.state, other.from)
    }

    /// Whether nobody decided that it does not bind here.
    pub const fn binds(&self) -> bool {
        !matches!(self.standing, DeadlineStanding::SetAside { .. })
    }

    /// Whether an act of that day would come after the last one.
    pub fn late_on(&self, day: Date) -> bool {
        self.binds() && matches!(self.side, Some(Side::Latest | Side::Before)) && self.due.is_some_and(|due| due < day)
    }
}

/// Whether the creditor does an act, or the officer for him, whoever we are.
pub(super) fn of_creditor(act: &Act) -> bool {
    matches!(act.actor.as_str(), "creditor" | "officer")
}

/// Whether it happens by the passing of time alone.
pub(super) fn of_time(act: &Act) -> bool {
    act.actor == "time"
}
