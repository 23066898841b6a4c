//! Titles: what gives the right to enforce, in the case it was obtained in.
//!
//! A title is what was told of it: its date, the sums it awards, its services, what gave its clock a new start, where
//! its original lies. What it is worth on a day is computed from that alone, and from what came in since.

mod export;
mod list;
mod opens;
mod proposal;
mod received;
mod rules;
mod tell;
mod write;

pub use judicial::titles::{Door, Finality, Head, HeadKind, Renewal, Served, TitleKind, TitleState};
use kernel::{Currency, Date, Wording};
use ledger::AccountId;
use serde::Serialize;
use store::CaseId;
pub use store::{CourtTitleId, TitleFilter, TitlePlace};

pub(crate) use export::kind_words;
pub(crate) use proposal::Courses;
pub use proposal::TitleProposal;
pub(crate) use received::{Received, received};
pub(crate) use rules::{heads, title_of};
pub use tell::{TitleEvent, TitleTell, TitleTold};

use crate::{CaseRefusal, Desk};

/// Sums of one title.
const HEADS_MAX: usize = 40;

/// What gives the clock of a title a new start, by its word in the tables of law (C. civ. 2240, 2244).
pub const RENEWALS: [&str; 4] = ["enforcement-act", "conservatory-measure", "partial-payment", "acknowledgement"];

/// Kinds of claim that a title may last as long as.
pub const CLAIM_KINDS: [&str; 3] = ["b2b", "consumer", "public"];

kernel::slug_enum!(
    /// Which titles a list shows.
    TitleShow {
        /// Those that live, in open cases.
        Live = "live",
        /// Of these, those that are lost within a year if nobody acts.
        Soon = "soon",
        /// Of these, those that are lost.
        Lost = "lost",
        /// Of these, those whose clock is not known.
        Unknown = "unknown",
        /// All of them, set aside or in closed cases too.
        All = "all",
    }
);

impl TitleShow {
    /// What the list is asked for.
    pub fn filter(self, today: Date, account: Option<AccountId>) -> TitleFilter {
        let ahead = |days: i32| Some(kernel::from_epoch_day(kernel::epoch_day(today) + days));
        let live = TitleFilter { live: true, account, ..TitleFilter::default() };
        match self {
            Self::Live => live,
            Self::Soon => TitleFilter { clocked: Some(true), from: Some(today), until: ahead(365), ..live },
            Self::Lost => TitleFilter { clocked: Some(true), until: ahead(-1), ..live },
            Self::Unknown => TitleFilter { clocked: Some(false), ..live },
            Self::All => TitleFilter { live: false, ..live },
        }
    }
}

/// A sum that a title awards, as a person tells it.
#[derive(Debug, Clone, Default)]
pub struct HeadOrder {
    /// What for, as a slug; the claim when empty.
    pub kind: String,
    /// How much, decimal.
    pub amount: String,
    /// It bears no interest.
    pub bare: bool,
}

/// A title as a person tells it. Words of closed lists are slugs.
#[derive(Debug, Clone, Default)]
pub struct TitleOrder {
    /// What it is; a judgment when empty.
    pub kind: String,
    /// Its date.
    pub issued: Option<Date>,
    /// The court, or who issued it.
    pub court: String,
    /// Its number.
    pub number: String,
    /// Currency of its sums; that of the case when empty.
    pub currency: String,
    /// The sums it awards.
    pub heads: Vec<HeadOrder>,
    /// The day it became enforceable, even provisionally.
    pub enforceable: Option<Date>,
    /// Whether it may still be attacked; provisional when empty.
    pub finality: String,
    /// Class of the legal rate; professional when empty.
    pub creditor_class: String,
    /// It grants capitalisation.
    pub capitalise: bool,
    /// Kind of the claim it lasts as long as.
    pub claim_kind: String,
    /// Due date of that claim.
    pub claim_due: Option<Date>,
}

/// One title in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TitleLine {
    /// The title.
    pub id: CourtTitleId,
    /// Its case.
    pub case: CaseId,
    /// Customer code.
    pub account: String,
    /// The account.
    pub account_id: AccountId,
    /// Name of the debtor.
    pub debtor: String,
    /// What it is.
    pub kind: TitleKind,
    /// Its date.
    pub issued: Date,
    /// Court, or who issued it.
    pub court: String,
    /// Its number.
    pub number: String,
    /// Currency of every amount.
    pub currency: Currency,
    /// What it awards.
    pub awarded: String,
    /// What is still owed by it today, interest included; none where a rate is missing.
    pub owed: Option<String>,
    /// Where it stands.
    pub state: TitleState,
    /// Last day to enforce it, to its end; none while its clock is not known.
    pub last_day: Option<Date>,
    /// Last working day on or before it.
    pub safe_day: Option<Date>,
    /// Where the original is, and who has it; empty while nobody told.
    pub original: String,
    /// Its case is closed.
    pub closed: bool,
}

/// A page of titles, the first to be lost first; those whose clock is not known stand at their date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TitlePage {
    /// The lines.
    pub rows: Vec<TitleLine>,
    /// Where the next page goes on.
    pub next: Option<String>,
}

/// One fact of a title, as it was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TitleFactLine {
    /// Its place, by which it is struck out.
    pub position: i64,
    /// What happened.
    pub fact: TitleEvent,
    /// The day it was struck out.
    pub left: Option<Date>,
    /// Why.
    pub left_why: String,
    /// Who told it.
    pub by: String,
}

/// One title whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TitleDetail {
    /// As in a list.
    #[serde(flatten)]
    pub line: TitleLine,
    /// What it awards.
    pub heads: Vec<HeadLine>,
    /// Interest accrued to today, paid or not.
    pub interest: Option<String>,
    /// What today adds to it.
    pub daily: Option<String>,
    /// How the interest is counted, in words.
    pub counting: Vec<Wording>,
    /// What came in since its date.
    pub received: String,
    /// The day it became enforceable.
    pub enforceable: Option<Date>,
    /// Whether it may still be attacked.
    pub finality: Finality,
    /// Class of the legal rate.
    pub creditor_class: String,
    /// It grants capitalisation.
    pub capitalise: bool,
    /// Kind of the claim it lasts as long as.
    pub claim_kind: String,
    /// Due date of that claim.
    pub claim_due: Option<Date>,
    /// The day it was set aside.
    pub annulled: Option<Date>,
    /// By which decision.
    pub annulled_by: String,
    /// How its clock is counted, in words.
    pub clock: Vec<Wording>,
    /// What may be done with it, and what may not.
    pub doors: Vec<DoorLine>,
    /// What a reader must know.
    pub warnings: Vec<Wording>,
    /// What happened to it, in the order it was told.
    pub facts: Vec<TitleFactLine>,
    /// Who recorded it.
    pub actor: String,
    /// The day of the answer.
    pub today: Date,
    /// Moves with each change.
    pub version: i64,
}

/// A sum that a title awards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeadLine {
    /// What for.
    pub kind: HeadKind,
    /// How much.
    pub amount: String,
    /// It bears the legal rate from the decision.
    pub bears: bool,
}

/// A measure, and whether the title opens it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DoorLine {
    /// Its name in the tables of law; `serve` for the service of the title.
    pub measure: String,
    /// In words.
    pub words: Wording,
    /// It may be begun.
    pub open: bool,
    /// Why, or why not.
    pub why: Wording,
    /// Articles; none where the tables hold none.
    pub article: Option<String>,
}

/// What gives the clock of a title a new start, in words.
pub fn event_words(event: &str) -> Wording {
    law::words::of("event", event)
}

/// A kind of claim, in words.
pub fn claim_words(kind: &str) -> Wording {
    law::words::of("claim-kind", kind)
}

impl Desk {
    /// A measure in words.
    pub(crate) fn measure_words(&self, measure: &str) -> Wording {
        match measure {
            "serve" => Wording::new("signification du titre", "service of the title"),
            other => {
                self.law.procedures().find(other).map_or_else(|_| Wording::same(other), |known| known.label.clone())
            }
        }
    }
}

/// The word of a closed list that somebody gave; the usual one when empty.
pub(crate) fn word<T: Copy>(
    text: &str,
    usual: T,
    (parse, known): (impl Fn(&str) -> Option<T>, &[&str]),
) -> Result<T, CaseRefusal> {
    let unknown = |text: &str| CaseRefusal::Word { text: text.chars().take(40).collect(), known: known.join(", ") };
    match text.trim() {
        "" => Ok(usual),
        text => parse(text).ok_or_else(|| unknown(text)),
    }
}
