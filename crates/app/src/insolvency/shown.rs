//! What the page of a procedure shows.

use judicial::insolvency::MissingRow;
use judicial::insolvency::clocks::Clock;
use judicial::insolvency::declaration::DeclarationState;
use judicial::insolvency::demands::{DemandAct, DemandAnswer, DemandKind, DemandStage};
use kernel::{Currency, Date, Timestamp, Wording, days_between};
use law::Status;
use ledger::{AccountId, ItemId};
use serde::Serialize;
use store::{
    CaseId, ClaimAnswer, InsolvencyClaimId, InsolvencyDemandId, InsolvencyId, InsolvencyMatchId, MatchState, PlanId,
};

use super::guarantors::GuarantorLine;
use super::list::InsolvencyLine;
use super::{Side, words};

/// A row that the tables of law lack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MissingLine {
    /// The table.
    pub table: String,
    /// The row to add.
    pub row: String,
    /// What is done meanwhile, and why.
    pub meanwhile: Wording,
}

impl MissingLine {
    pub(super) fn of(row: &MissingRow) -> Self {
        Self { table: row.table.clone(), row: row.row.clone(), meanwhile: row.meanwhile.clone() }
    }
}

/// One notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoticeLine {
    /// Its match with the debtor, by which it can be set aside.
    pub id: InsolvencyMatchId,
    /// Its number.
    pub number: String,
    /// The day it appeared.
    pub published_on: Date,
    /// What it tells.
    pub what: Wording,
    /// First, corrected, cancelled, as a slug.
    pub status: String,
    /// The notice it corrects or cancels; empty for a first one.
    pub replaces: String,
    /// The day of the judgment.
    pub judgment_on: Option<Date>,
    /// Its page; empty where it is not known.
    pub url: String,
    /// Where it came from.
    pub source: String,
    /// When it was read.
    pub read_at: Timestamp,
    /// True by number.
    pub certain: bool,
    /// Whether it counts.
    pub state: MatchState,
    /// Why, where a person decided.
    pub reason: String,
    /// Who decided; empty for a number.
    pub decided_by: String,
}

/// One officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfficerLine {
    /// What for.
    pub role: Wording,
    /// Name.
    pub name: String,
    /// Where to write; empty where it is not said.
    pub address: String,
}

/// What a person must look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DoubtLine {
    /// The notice.
    pub notice: String,
    /// What and why.
    pub why: Wording,
    /// The row of law that would decide it.
    pub missing: Option<MissingLine>,
}

/// One period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClockLine {
    /// What for.
    pub what: Wording,
    /// Last day by law, to its end.
    pub due: Date,
    /// Last working day on or before it.
    pub safe: Date,
    /// Days left to that day; negative once it is over.
    pub left: i64,
    /// Article.
    pub article: String,
    /// How sure its rows are.
    pub status: Status,
    /// What is lost.
    pub lost: Wording,
    /// What a reader must know.
    pub warnings: Vec<Wording>,
    /// What the tables lack.
    pub missing: Option<MissingLine>,
}

impl ClockLine {
    pub(super) fn of(clock: &Clock, today: Date) -> Self {
        Self {
            what: words::clock(clock.kind),
            due: clock.due,
            safe: clock.safe,
            left: days_between(today, clock.safe),
            article: clock.article.clone(),
            status: clock.sources.iter().map(|source| source.status).max().unwrap_or(Status::NotFound),
            lost: clock.lost.clone(),
            warnings: clock.warnings.clone(),
            missing: clock.missing.as_ref().map(MissingLine::of),
        }
    }
}

/// One piece and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that is said of a piece")]
pub struct ItemLine {
    /// The piece.
    pub item_id: ItemId,
    /// Its number.
    pub number: String,
    /// Open amount, negative for a credit.
    pub open: String,
    /// Currency.
    pub currency: Currency,
    /// Due date.
    pub due_on: Date,
    /// The day it was supplied, where it is known.
    pub supply_on: Option<Date>,
    /// On which side of the judgment.
    pub side: Side,
    /// The same in words.
    pub side_words: Wording,
    /// What becomes of demands.
    pub chase: Wording,
    /// True while demands stop.
    pub stopped: bool,
    /// What becomes of interest.
    pub interest_effect: Wording,
    /// What may be set off.
    pub set_off: Wording,
    /// True when it is to be declared.
    pub declare: bool,
    /// True when it was due on the day of the judgment.
    pub due_then: bool,
    /// Interest to the judgment; none where it cannot be computed.
    pub interest: Option<String>,
    /// Fixed indemnity; none as for interest.
    pub indemnity: Option<String>,
    /// Privilege or security; empty for an ordinary claim.
    pub privilege: String,
    /// True of a loan of a year or more.
    pub long_loan: bool,
    /// True of the private life of a sole trader.
    pub personal: bool,
    /// For a credit: whether it is connected.
    pub connected: Option<bool>,
    /// True of what a factor owns: the factor declares it.
    pub factored: bool,
    /// What is asked.
    pub questions: Vec<Wording>,
    /// Why.
    pub why: Wording,
    /// What a reader must know of its figures.
    pub warnings: Vec<Wording>,
    /// What the tables lack.
    pub missing: Vec<MissingLine>,
}

/// Sums to declare in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SumLine {
    /// Currency.
    pub currency: Currency,
    /// Principal due.
    pub due: String,
    /// Principal to fall due.
    pub not_yet_due: String,
    /// Interest that could be computed.
    pub interest: String,
    /// Indemnities.
    pub indemnity: String,
}

/// A credit, not deducted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CreditLine {
    /// The piece.
    pub item_id: ItemId,
    /// Its number.
    pub number: String,
    /// Positive.
    pub amount: String,
    /// Currency.
    pub currency: Currency,
    /// True when it is connected; none while nobody said.
    pub connected: Option<bool>,
}

/// A part of what was admitted, and of the dividends told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShareLine {
    /// The piece.
    pub number: String,
    /// Declared of it.
    pub declared: String,
    /// Admitted of it.
    pub admitted: String,
    /// Dividends on it so far.
    pub dividend: String,
}

/// What was sent and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimLine {
    /// What names it.
    pub id: InsolvencyClaimId,
    /// Currency of its amounts.
    pub currency: Currency,
    /// The day it was sent.
    pub sent_on: Option<Date>,
    /// What proves it.
    pub sent_proof: String,
    /// Principal declared.
    pub declared: String,
    /// The day it was received.
    pub received_on: Option<Date>,
    /// What proves it.
    pub received_proof: String,
    /// What became of it.
    pub answer: ClaimAnswer,
    /// The same in words.
    pub answer_words: Wording,
    /// The day of that answer.
    pub answer_on: Option<Date>,
    /// In words.
    pub answer_note: String,
    /// What was admitted.
    pub admitted: Option<String>,
    /// Dividends told so far.
    pub dividend: String,
    /// The same piece by piece.
    pub shares: Vec<ShareLine>,
}

/// A promise or a plan that ran.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArrangementLine {
    /// Which plan.
    pub plan: PlanId,
    /// What becomes of it.
    pub effect: Wording,
    /// Why.
    pub why: Wording,
}

/// Something asked of who administers the procedure: a contract in progress, goods claimed back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DemandLine {
    /// What names it.
    pub id: InsolvencyDemandId,
    /// What is asked.
    pub kind: DemandKind,
    /// The same in words.
    pub kind_words: Wording,
    /// Which contract, which goods.
    pub what: String,
    /// The price that was not paid, or the damages claimed; zero while nobody told.
    pub amount: String,
    /// Currency.
    pub currency: Currency,
    /// How far it is.
    pub stage: DemandStage,
    /// The same in words.
    pub stage_words: Wording,
    /// The day it was received.
    pub asked_on: Option<Date>,
    /// What proves it.
    pub asked_proof: String,
    /// The day until which a judge prolonged the time to answer.
    pub extended_to: Option<Date>,
    /// His decision.
    pub extended_proof: String,
    /// What became of it.
    pub answer: DemandAnswer,
    /// The same in words.
    pub answer_words: Wording,
    /// The day of that answer.
    pub answer_on: Option<Date>,
    /// What proves it.
    pub answer_proof: String,
    /// The day the judge was seized, or the damages declared.
    pub done_on: Option<Date>,
    /// What proves it.
    pub done_proof: String,
    /// That was too late.
    pub late: bool,
    /// The day the contract ended.
    pub ended_on: Option<Date>,
    /// By when it is answered: not ours to lose.
    pub answers: Option<ClockLine>,
    /// As far as a judge may prolong it.
    pub at_most: Option<ClockLine>,
    /// The right of ours that counts now.
    pub ours: Option<ClockLine>,
    /// What follows from where it is; none where its periods say it.
    pub says: Option<Wording>,
    /// What can be told of it now.
    pub acts: Vec<DemandAct>,
}

/// One account within reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AccountPart {
    /// The account.
    pub account_id: AccountId,
    /// Customer code.
    pub account: String,
    /// Code of the creditor.
    pub creditor: String,
    /// The open case in which its papers are drawn up; none while none is open.
    pub case: Option<CaseId>,
    /// Who follows it; empty when nobody does.
    pub owner: String,
    /// What was sent and what became of it; none where the procedure counts no more.
    pub claim: Option<ClaimLine>,
    /// Where the declaration is.
    pub declaration: DeclarationState,
    /// The same in words.
    pub declaration_words: Wording,
    /// The day that counts now.
    pub due: Option<ClockLine>,
    /// Every period that runs.
    pub clocks: Vec<ClockLine>,
    /// What there is to declare.
    pub sums: Vec<SumLine>,
    /// Credits, not deducted.
    pub credits: Vec<CreditLine>,
    /// Every open piece.
    pub items: Vec<ItemLine>,
    /// Plans that ran.
    pub arrangements: Vec<ArrangementLine>,
    /// Who answers beside the debtor, and what was decided of each.
    pub guarantors: Vec<GuarantorLine>,
    /// What is asked of who administers the procedure.
    pub demands: Vec<DemandLine>,
}

/// One procedure, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InsolvencyFile {
    /// As the list shows it.
    pub line: InsolvencyLine,
    /// Its notices, the oldest first.
    pub notices: Vec<NoticeLine>,
    /// Officers, the last named of each part.
    pub officers: Vec<OfficerLine>,
    /// To whom claims are declared; empty where no notice names him.
    pub declare_to: String,
    /// Where claims are declared online; empty where it is not said.
    pub portal: String,
    /// The day payments stopped.
    pub cessation_on: Option<Date>,
    /// The day the list of claims was published.
    pub claims_list_on: Option<Date>,
    /// What a person must look at.
    pub doubts: Vec<DoubtLine>,
    /// How what follows is to be sold.
    pub future: Wording,
    /// A sole trader's two estates: what the tables lack.
    pub estates: Option<MissingLine>,
    /// What to check before goods are claimed back.
    pub goods: Vec<Wording>,
    /// Its accounts within reach.
    pub accounts: Vec<AccountPart>,
    /// The day of the question.
    pub today: Date,
}

/// What the file of a debtor says of it, in a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InsolvencyBanner {
    /// The procedure.
    pub id: InsolvencyId,
    /// Which, in words.
    pub regime: Wording,
    /// How far it is.
    pub stage: Wording,
    /// The day of the judgment.
    pub judgment_on: Option<Date>,
    /// Where the declaration is.
    pub declaration: Wording,
    /// The last working day that counts now.
    pub safe: Option<Date>,
}
