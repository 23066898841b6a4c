//! The last days of an insolvency, from the rows of `procedure_deadlines`.

use kernel::{Date, Territory, slug_enum};
use law::deadlines::{DeadlineAnswer, DeadlineAsked, deadline};
use law::{Law, LawError, Line, Source};
use serde::{Deserialize, Serialize};

use super::standing::Insolvency;
use super::{MissingRow, PROCEDURE};

slug_enum!(
    /// A period of an insolvency.
    ClockKind {
        /// Declare the claim.
        Declaration = "declaration",
        /// Declare a claim whose security or contract is published: from the personal notice.
        DeclarationSecured = "declaration-secured",
        /// Declare what the end of a contract left.
        DeclarationAfterTermination = "declaration-after-termination",
        /// Declare a later claim that has no privilege.
        DeclarationLaterClaims = "declaration-later-claims",
        /// Ask relief after a declaration missed.
        Relief = "relief",
        /// Claim back goods (revendication).
        RetentionOfTitle = "retention-of-title",
        /// Answer of the administrator to that claim.
        RetentionOfTitleAnswer = "retention-of-title-answer",
        /// Bring that claim before the juge-commissaire.
        RetentionOfTitleJudge = "retention-of-title-judge",
        /// Answer a contestation of the claim.
        AnswerContest = "answer-contest",
        /// Appeal against the decision on the claim.
        Appeal = "appeal",
        /// Object to the list of claims.
        Objection = "objection",
        /// The administrator chooses: the contract goes on, or ends.
        ContractOption = "contract-option",
        /// As far as a judge may prolong that choice.
        ContractExtension = "contract-option-extension",
    }
);

/// Where the creditor and the court are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places {
    /// Whose holidays, of the court.
    pub territory: Territory,
    /// True when the creditor is in metropolitan France.
    pub creditor_in_metropole: bool,
    /// True when the court is overseas.
    pub court_overseas: bool,
    /// True when creditor and court are in the same overseas department or collectivity.
    pub same_overseas: bool,
}

impl Places {
    /// Creditor and court in metropolitan France.
    pub const METROPOLE: Self = Self {
        territory: Territory::Metropole,
        creditor_in_metropole: true,
        court_overseas: false,
        same_overseas: false,
    };
}

/// One period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// Which.
    pub kind: ClockKind,
    /// Step of `procedure_deadlines` it was counted by.
    pub step: String,
    /// The day it runs from, not counted.
    pub from: Date,
    /// Last day before any move to a working day.
    pub raw: Date,
    /// Last day, to its end.
    pub due: Date,
    /// Last working day on or before `raw`: act by then.
    pub safe: Date,
    /// Article.
    pub article: String,
    /// What is lost.
    pub lost: Line,
    /// Plain words.
    pub explanation: Vec<Line>,
    /// Rows used.
    pub sources: Vec<Source>,
    /// What a reader must know.
    pub warnings: Vec<Line>,
    /// What the tables lack.
    pub missing: Option<MissingRow>,
}

impl Clock {
    fn new(kind: ClockKind, from: Date, answer: DeadlineAnswer) -> Self {
        Self {
            kind,
            step: answer.step,
            from,
            raw: answer.raw,
            due: answer.due,
            safe: answer.safe,
            article: answer.article,
            lost: answer.lost,
            explanation: answer.explanation,
            sources: answer.sources,
            warnings: answer.warnings,
            missing: None,
        }
    }

    /// True once the last day is over.
    pub fn is_over(&self, today: Date) -> bool {
        today > self.due
    }
}

/// A period from the day of its event: the publication, a letter received, the end of a contract.
///
/// # Errors
/// [`LawError`] when the tables lack the step.
pub fn clock(kind: ClockKind, from: Date, places: Places, law: &Law) -> Result<Clock, LawError> {
    let step = match kind {
        ClockKind::Declaration => declaration_step(places),
        other => other.slug(),
    };
    let mut asked = DeadlineAsked::new(PROCEDURE, step, from);
    asked.territory = places.territory;
    let mut clock = Clock::new(kind, from, deadline(&asked, law)?);
    if kind == ClockKind::Declaration && places.court_overseas && places.same_overseas {
        clock.missing = Some(MissingRow::new(
            "procedure_deadlines",
            "10 procedures collectives, « declaration of claim (overseas court; creditor in that department/collectivity) », its length and article",
            Line::new(
                "créancier et tribunal du même territoire ultramarin : faute de ligne, le délai le plus court est retenu",
                "creditor and court in the same overseas territory: for want of a row, the shorter period is kept",
            ),
        ));
    }
    Ok(clock)
}

/// Four months for who is far from the court, two for others.
const fn declaration_step(places: Places) -> &'static str {
    match (places.court_overseas, places.same_overseas, places.creditor_in_metropole) {
        (true, false, _) => "declaration-overseas-court",
        (true, true, _) | (false, _, true) => "declaration",
        (false, _, false) => "declaration-abroad",
    }
}

/// The periods that run by the publications alone: declaration, relief, goods claimed back, list of claims. None run
/// from an opening that is not known.
///
/// # Errors
/// As [`clock`].
pub fn published(insolvency: &Insolvency, places: Places, law: &Law) -> Result<Vec<Clock>, LawError> {
    let mut clocks = Vec::new();
    if let Some(on) = insolvency.published_on {
        for kind in [ClockKind::Declaration, ClockKind::Relief, ClockKind::RetentionOfTitle] {
            clocks.push(clock(kind, on, places, law)?);
        }
    }
    if let Some(on) = insolvency.claims_list_on {
        clocks.push(clock(ClockKind::Objection, on, places, law)?);
    }
    Ok(clocks)
}
