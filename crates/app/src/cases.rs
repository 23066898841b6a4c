//! Cases: what goes before a judge, in the file of its debtor.
//!
//! A case claims pieces one by one, of its account or of others of the same creditor (co-debtors, a group). While it
//! is open no reminder asks for them; payments, promises and plans go on as before. It follows procedures of the
//! tables of law, act by act: a procedure is what is known of it, and where it stands is computed from that alone.

mod claims;
mod daily;
mod export;
mod follow;
mod hearings;
mod kept;
mod list;
mod open;
mod parties;
mod tell;

pub use judicial::costs::{Cost, CostKind, Ground, Party};
pub use judicial::procedure::{
    ActDone, ClosedDoor, Course, Deadline, DeadlineStanding, EndGround, Event, Fact, MapAct, MapState, Opening, Place,
    PossibleAct, Proof, ProofKind, Service, Side, StayGround,
};
use kernel::{Currency, Date, Wording};
pub use law::conditions::CourtKind;
pub use law::time::Distance;
use ledger::{AccountId, DebtorId, ItemId};
use serde::Serialize;
pub use store::{CaseClaimId, CaseFilter, CaseId, CaseOutcome, CasePartyId, CaseSide, CourtProcedureId, PartyRole};

pub(crate) use claims::{free, standing};
pub use daily::ProceduresJudged;
pub use follow::{FactLine, ProcedureChoice, ProcedureDetail, ProcedureOrder};
pub use hearings::{HearingLine, HearingPage, HearingPlace, HearingQuery, HearingTerm};
pub(crate) use kept::{course, read};
pub(crate) use list::opens;
pub use list::{CaseDetail, ClaimLine, PartyLine, ProcedureLine};
pub(crate) use open::{facts as case_facts, open_case, worded};
pub use tell::{Tell, TellOrder};

/// Longest free text of a case, in characters.
const WORDS_MAX: usize = 2_000;
/// Pieces of one case.
const CLAIMS_MAX: usize = 500;

/// A case as a person opens it.
#[derive(Debug, Clone)]
pub struct CaseOrder {
    /// On which side the creditor stands.
    pub side: CaseSide,
    /// The pieces; where none is named, all of the account that are late and free, in its main currency.
    pub items: Vec<ItemId>,
    /// The reference the house gives it; may be empty.
    pub reference: String,
    /// What it is about, in words; needed where nothing is claimed.
    pub object: String,
    /// Who follows it; who opens it when empty.
    pub owner: String,
    /// Who stands in it beside the debtor.
    pub parties: Vec<PartyOrder>,
}

impl Default for CaseOrder {
    fn default() -> Self {
        let (reference, object, owner) = (String::new(), String::new(), String::new());
        Self { side: CaseSide::Claimant, items: Vec::new(), reference, object, owner, parties: Vec::new() }
    }
}

/// Somebody who stands in a case.
#[derive(Debug, Clone)]
pub struct PartyOrder {
    /// What they are in it.
    pub role: PartyRole,
    /// Their name; that of the debtor when empty and one is named.
    pub name: String,
    /// Their address, on lines.
    pub address: String,
    /// In words.
    pub note: String,
    /// The account they have with the same creditor, where they have one.
    pub account: Option<AccountId>,
}

/// One case in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseLine {
    /// The case.
    pub id: CaseId,
    /// The reference the house gives it; may be empty.
    pub reference: String,
    /// Customer code.
    pub account: String,
    /// The account.
    pub account_id: AccountId,
    /// The debtor.
    pub debtor_id: DebtorId,
    /// Name of the debtor.
    pub debtor: String,
    /// On which side the creditor stands.
    pub side: CaseSide,
    /// What it is about.
    pub object: String,
    /// Currency of every amount.
    pub currency: Currency,
    /// What was open of its pieces when they came into it.
    pub claimed: String,
    /// What is open of them today.
    pub open: String,
    /// Pieces claimed.
    pub pieces: u64,
    /// The procedure that moved last, and where it stands; none while none was begun.
    pub procedure: Option<Wording>,
    /// The first of our rights to be lost in its procedures, last day.
    pub due: Option<Date>,
    /// The day it was opened.
    pub opened: Date,
    /// The day it was closed.
    pub closed: Option<Date>,
    /// How it ended.
    pub outcome: Option<CaseOutcome>,
    /// Who follows it.
    pub owner: String,
}

/// A page of cases, the last opened first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CasePage {
    /// The lines.
    pub rows: Vec<CaseLine>,
    /// Where the next page goes on.
    pub next: Option<CaseId>,
}

/// An act of a procedure, in words.
pub fn act_words(act: &str) -> Wording {
    law::words::of("act", act)
}

/// Who does an act, in words.
pub fn actor_words(actor: &str) -> Wording {
    law::words::of("actor", actor)
}

/// How a case ended, in words.
pub fn outcome_words(outcome: CaseOutcome) -> Wording {
    let (fr, en) = match outcome {
        CaseOutcome::Paid => ("payé", "paid"),
        CaseOutcome::Settled => ("transigé", "settled"),
        CaseOutcome::Irrecoverable => ("irrécouvrable", "irrecoverable"),
        CaseOutcome::GivenUp => ("abandonné", "given up"),
        CaseOutcome::Mistake => ("ouvert par erreur", "opened by mistake"),
    };
    Wording::new(fr, en)
}
