//! Cases and the procedures they follow.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// A case to open.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseOrder {
    /// References of the items; all that is late and free of the account when absent.
    #[serde(default)]
    pub items: Vec<String>,
    /// `claimant`, where the creditor claims, or `defendant`; claimant when absent.
    #[serde(default)]
    pub side: String,
    /// The reference the house gives it.
    #[serde(default)]
    pub reference: String,
    /// What it is about; needed where nothing is claimed.
    #[serde(default)]
    pub object: String,
    /// Who follows it; who opens it when absent.
    #[serde(default)]
    pub owner: String,
}

/// Items that come into a case.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseClaims {
    /// References of the items, of the account or of others of the same creditor.
    pub items: Vec<String>,
}

/// Somebody who stands in a case beside its debtor.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CasePartyOrder {
    /// `co-debtor`, `guarantor`, `claimant`, `lawyer` or `officer`.
    #[schema(example = "guarantor")]
    pub role: String,
    /// Their name; that of the account when absent and one is named.
    #[serde(default)]
    pub name: String,
    /// Their address, on lines.
    #[serde(default)]
    pub address: String,
    /// In words.
    #[serde(default)]
    pub note: String,
    /// Reference or code of their account with the same creditor.
    #[serde(default)]
    pub account: Option<String>,
}

/// How a case ends.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseClosing {
    /// `paid`, `settled`, `irrecoverable`, `given-up` or `mistake`.
    #[schema(example = "paid")]
    pub outcome: String,
    /// Why.
    pub why: String,
    /// What proves that nothing will come; needed where it is irrecoverable.
    #[serde(default)]
    pub loss: Option<super::LossOrder>,
}

/// A procedure to begin.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProcedureOrder {
    /// Its name in the tables of law.
    #[schema(example = "payment-order")]
    pub definition: String,
    /// The day it was begun; today when absent.
    #[serde(default)]
    pub begun: Option<String>,
    /// The court, in words.
    #[serde(default)]
    pub court: String,
    /// Its kind: `commercial`, `tae`, `mixed-commercial`, `commercial-chamber`, `civil`, `civil-exclusive`,
    /// `protection`, `administrative` or `foreign`; when empty, what its name tells, else what the law answers.
    #[serde(default)]
    pub court_kind: String,
    /// Date of the order, where no act gives it.
    #[serde(default)]
    pub order: Option<String>,
    /// `none`, `overseas` or `abroad` (CPC 643).
    #[serde(default)]
    pub distance: Option<String>,
    /// Whose public holidays: `metropole`, `alsace-moselle`…
    #[serde(default)]
    pub territory: Option<String>,
    /// The sum claimed; what was open of the items when absent.
    #[serde(default)]
    pub claimed: String,
    /// The leave of a judge, for a measure that no title of the case opens.
    #[serde(default)]
    pub leave: String,
}

/// What is told of a procedure.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProcedureFact {
    /// `act`, `withdraw`, `day`, `hearing`, `instead`, `aside`, `court`, `stay`, `lift`, `end`, `correct` or `strike`.
    #[schema(example = "act")]
    pub tell: String,
    /// The act, for `act`.
    #[serde(default)]
    pub act: String,
    /// The day; today when absent, save for a hearing.
    #[serde(default)]
    #[schema(example = "2026-11-20")]
    pub day: Option<String>,
    /// Who did it.
    #[serde(default)]
    pub by: String,
    /// `officer-act`, `registered-letter`, `registry-receipt`, `decision`, `publication`, `receipt`, `bank` or
    /// `statement`.
    #[serde(default)]
    pub proof_kind: String,
    /// Reference of the proof.
    #[serde(default)]
    pub proof: String,
    /// `in-person` or `not-in-person`, for an act served.
    #[serde(default)]
    pub service: String,
    /// What was granted, where it is not all.
    #[serde(default)]
    pub granted: String,
    /// Leave of the judge to act on a closed day.
    #[serde(default)]
    pub leave: String,
    /// In words.
    #[serde(default)]
    pub note: String,
    /// The step of the table of deadlines, for `day`, `aside` and `instead`.
    #[serde(default)]
    pub step: String,
    /// The step followed, for `instead`.
    #[serde(default)]
    pub instead: String,
    /// What suspends or ended it, for `stay` and `end`; the kind of court, for `court`.
    #[serde(default)]
    pub ground: String,
    /// Why.
    #[serde(default)]
    pub why: String,
    /// Which fact, from 0, for `correct` and `strike`.
    #[serde(default)]
    pub position: Option<usize>,
}

/// What a fact changed.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProcedureTold {
    /// What happened, each in words, in order.
    pub events: Vec<String>,
    /// A right was lost, or may be.
    pub loss: bool,
}

/// One case in a list.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct CaseLine {
    pub id: String,
    pub reference: String,
    /// Customer code.
    pub account: String,
    pub account_id: String,
    pub debtor_id: String,
    pub debtor: String,
    pub side: String,
    pub object: String,
    pub currency: String,
    /// What was open of its items when they came into it.
    pub claimed: String,
    /// What is open of them today.
    pub open: String,
    /// Items claimed.
    pub pieces: u64,
    /// The procedure that moved last, and where it stands, in words.
    pub procedure: Option<String>,
    /// Last day of the first right to be lost in it.
    pub due: Option<String>,
    pub opened: String,
    pub closed: Option<String>,
    pub outcome: Option<String>,
    pub owner: String,
}

/// A page of cases, the last opened first.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CasePage {
    pub rows: Vec<CaseLine>,
    pub next: Option<String>,
}

/// One item of a case.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseClaimLine {
    pub id: String,
    pub item: String,
    pub number: String,
    pub account: String,
    pub account_id: String,
    pub issued: String,
    pub due: String,
    /// The due date is supposed from terms.
    pub due_inferred: bool,
    pub claimed: String,
    pub open: String,
    pub added: String,
    pub left: Option<String>,
    pub left_why: String,
}

/// Somebody who stands in a case.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CasePartyLine {
    pub id: String,
    pub role: String,
    pub name: String,
    pub address: String,
    pub note: String,
}

/// One procedure in a list.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ProcedureLine {
    pub id: String,
    #[schema(example = "payment-order")]
    pub definition: String,
    pub words: String,
    pub court: String,
    pub begun: String,
    pub claimed: String,
    pub currency: String,
    pub state: String,
    pub state_words: String,
    /// Nothing can follow.
    pub over: bool,
    /// Last day of the first right to be lost in it.
    pub due: Option<String>,
}

/// One case whole.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct CaseDetail {
    #[serde(flatten)]
    pub line: CaseLine,
    pub claims: Vec<CaseClaimLine>,
    /// What came off its items since they were claimed.
    pub received: String,
    pub parties: Vec<CasePartyLine>,
    pub procedures: Vec<ProcedureLine>,
    pub closed_why: String,
    pub actor: String,
    pub read_at: String,
}

/// One procedure whole.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct ProcedureDetail {
    #[serde(flatten)]
    pub line: ProcedureLine,
    /// Its case.
    pub case: String,
    pub account_id: String,
    pub debtor: String,
    /// `claimant` or `defendant`.
    pub side: String,
    /// The kind of court, in words; absent while it is not known.
    pub court_words: Option<String>,
    /// The hearing that counts: `day`, `note`, `put_off_from`, and `heard` once an act of that day or later is told.
    #[schema(value_type = Option<Object>)]
    pub hearing: Option<Value>,
    /// Where it stands: state, acts done, deadlines, possible acts, closed doors, map, events.
    #[schema(value_type = Object)]
    pub course: Value,
    /// What is known of it, in the order it was learnt.
    #[schema(value_type = Vec<Object>)]
    pub facts: Vec<Value>,
    pub today: String,
}

/// A definition of the tables of law.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProcedureChoice {
    #[schema(example = "payment-order")]
    pub definition: String,
    pub words: String,
    pub article: String,
    /// Why it cannot be begun today; absent where it can.
    pub closed: Option<String>,
}

/// What must be done before a hearing, and is not done yet.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HearingTerm {
    pub words: String,
    /// Last day, to its end.
    pub due: String,
    /// The date to work by.
    pub safe: String,
    /// What is lost else.
    pub lost: String,
    pub article: String,
}

/// One hearing.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HearingLine {
    /// Its procedure.
    pub procedure: String,
    pub case: String,
    pub reference: String,
    pub account_id: String,
    /// Customer code.
    pub account: String,
    pub debtor: String,
    /// The name of the procedure.
    pub words: String,
    /// Where the procedure stands.
    pub state: String,
    pub court: String,
    /// The kind of court, in words; absent while it is not known.
    pub court_words: Option<String>,
    pub day: String,
    /// The day it was put off from.
    pub put_off_from: Option<String>,
    /// The hour, the room, who goes there, as somebody wrote it.
    pub note: String,
    /// Who follows the case.
    pub owner: String,
    /// It is past, and nobody told what came of it.
    pub untold: bool,
    /// What must be done before it, the first to be lost first.
    pub before: Vec<HearingTerm>,
}

/// A page of hearings in the order of days.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HearingPage {
    pub rows: Vec<HearingLine>,
    pub next: Option<String>,
    /// Those of today and of the days to come, on all pages.
    pub ahead: u64,
    /// Those past of which nobody told what came, on all pages.
    pub untold: u64,
    pub today: String,
}
