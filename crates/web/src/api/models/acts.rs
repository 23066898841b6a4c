//! Pieces set aside, promises, tasks, messages to approve, entry levels.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One blocked piece.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BlockedItem {
    pub id: String,
    pub account: String,
    pub account_id: String,
    pub debtor: String,
    pub item: String,
    pub item_id: String,
    pub currency: String,
    /// What is set aside: never more than is open.
    pub amount: String,
    pub reason: String,
    pub owner: String,
    pub note: String,
    pub since: String,
    pub until: Option<String>,
    pub age_days: i64,
}

impl From<&app::blocks::BlockedItem> for BlockedItem {
    fn from(b: &app::blocks::BlockedItem) -> Self {
        Self {
            id: b.id.to_string(),
            account: b.account.clone(),
            account_id: b.account_id.to_string(),
            debtor: b.debtor.clone(),
            item: b.item.clone(),
            item_id: b.item_id.to_string(),
            currency: b.currency.to_string(),
            amount: b.amount.clone(),
            reason: b.reason.slug().to_owned(),
            owner: b.owner.clone(),
            note: b.note.clone(),
            since: b.since.to_string(),
            until: b.until.map(|day| day.to_string()),
            age_days: b.age_days,
        }
    }
}

/// The sum of one reason in one currency.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BlockedTotal {
    pub reason: String,
    pub currency: String,
    pub amount: String,
    pub count: u64,
}

/// A page of blocked pieces; the sums are those of all pages.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BlockedPage {
    pub rows: Vec<BlockedItem>,
    pub next: Option<String>,
    pub totals: Vec<BlockedTotal>,
}

/// A paused account.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PausedAccount {
    pub account: String,
    pub account_id: String,
    pub debtor: String,
    /// Last day, included.
    pub until: String,
    pub reason: String,
    pub owner: String,
}

/// A page of paused accounts.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PausedPage {
    pub rows: Vec<PausedAccount>,
    pub next: Option<String>,
}

/// A piece to set aside.
#[derive(Debug, Deserialize, ToSchema)]
pub struct BlockOrder {
    /// `disputed`, `payment-announced`, `collecting`, `to-check`, `excluded`.
    pub reason: String,
    /// In the currency of the piece; the whole of what is open when absent.
    #[serde(default)]
    pub amount: Option<String>,
    /// Who answers for it; who asks when absent.
    #[serde(default)]
    pub owner: String,
    /// Last day, included.
    #[serde(default)]
    pub until: Option<String>,
    #[serde(default)]
    pub note: String,
}

/// One promise.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Promise {
    pub id: String,
    pub account: String,
    pub account_id: String,
    pub debtor: String,
    pub currency: String,
    pub amount: String,
    /// What came, when it was judged.
    pub paid: String,
    pub made: String,
    pub until: String,
    /// `open`, `kept`, `partly`, `broken`, `withdrawn`.
    pub state: String,
    /// How well it is proved: `said`, `written`, `guaranteed`.
    pub level: String,
    pub note: String,
    pub actor: String,
}

impl From<&app::promises::PromiseLine> for Promise {
    fn from(p: &app::promises::PromiseLine) -> Self {
        Self {
            id: p.id.to_string(),
            account: p.account.clone(),
            account_id: p.account_id.to_string(),
            debtor: p.debtor.clone(),
            currency: p.currency.to_string(),
            amount: p.amount.clone(),
            paid: p.paid.clone(),
            made: p.made.to_string(),
            until: p.until.to_string(),
            state: p.state.slug().to_owned(),
            level: p.level.slug().to_owned(),
            note: p.note.clone(),
            actor: p.actor.clone(),
        }
    }
}

/// A page of promises.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PromisePage {
    pub rows: Vec<Promise>,
    pub next: Option<String>,
}

/// A promise to take down.
#[derive(Debug, Deserialize, ToSchema)]
pub struct PromiseOrder {
    pub amount: String,
    /// EUR when absent.
    #[serde(default)]
    pub currency: Option<String>,
    /// Last day to pay, included.
    pub until: String,
    /// `said`, `written`, `guaranteed`; said when absent.
    #[serde(default)]
    pub level: Option<String>,
    #[serde(default)]
    pub note: String,
}

/// One task.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Task {
    pub id: String,
    pub account: String,
    pub account_id: String,
    pub debtor: String,
    /// `call`, `visit`, `contact`, `follow-up`.
    pub kind: String,
    pub state: String,
    pub subject: String,
    /// Anybody's when empty.
    pub owner: String,
    pub due: String,
    pub outcome: String,
    pub note: String,
}

/// A page of open tasks.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaskPage {
    pub rows: Vec<Task>,
    pub next: Option<String>,
}

/// A task to give.
#[derive(Debug, Deserialize, ToSchema)]
pub struct TaskOrder {
    pub subject: String,
    pub due: String,
    #[serde(default)]
    pub owner: String,
}

/// How a task ends.
#[derive(Debug, Deserialize, ToSchema)]
pub struct TaskEnd {
    /// `reached-promise`, `reached-pays-now`, `reached-disputes`, `reached-refuses`,
    /// `reached-callback`, `not-reached`, `voicemail`, `wrong-number`.
    pub outcome: String,
    /// What is promised.
    #[serde(default)]
    pub amount: Option<String>,
    /// EUR when absent.
    #[serde(default)]
    pub currency: Option<String>,
    /// Day of the promise, or of the next call.
    #[serde(default)]
    pub until: Option<String>,
    /// Pieces contested or announced.
    #[serde(default)]
    pub items: Vec<String>,
    #[serde(default)]
    pub note: String,
}

/// A change to an open task: exactly one of `until`, `owner` and `drop`.
#[derive(Debug, Deserialize, ToSchema)]
pub struct TaskChange {
    /// Put off to this day, with a reason.
    #[serde(default)]
    pub until: Option<String>,
    /// Given to this person; to anybody when empty.
    #[serde(default)]
    pub owner: Option<String>,
    /// No longer needed, with a reason.
    #[serde(default)]
    pub drop: bool,
    #[serde(default)]
    pub reason: String,
}

/// One message that waits for approval.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    pub id: String,
    pub run: String,
    pub account: String,
    pub account_id: String,
    pub debtor: String,
    pub strategy: String,
    pub step: String,
    pub level: i64,
    pub channel: String,
    pub on: String,
    pub currency: String,
    pub amount: String,
    pub reason: String,
}

/// A page of messages that wait.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApprovalPage {
    pub rows: Vec<Approval>,
    /// How many wait in all.
    pub total: u64,
    pub next: Option<String>,
}

/// Messages approved, or taken back with a reason.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ApprovalOrder {
    #[serde(default)]
    pub messages: Vec<String>,
    /// Every one that waits, or every one of `run`.
    #[serde(default)]
    pub all: bool,
    #[serde(default)]
    pub run: Option<String>,
    /// Why they are taken back.
    #[serde(default)]
    pub reason: String,
}

/// What an approval did.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Approved {
    pub approved: u64,
    /// Taken back: settled meanwhile.
    pub settled: u64,
}

/// One entry level proposed.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryLevel {
    pub id: String,
    pub account: String,
    pub account_id: String,
    pub debtor: String,
    pub strategy: String,
    /// Taken as done; 0 starts with the first step.
    pub level: i64,
    pub currency: String,
    pub overdue: String,
    pub on: String,
    pub reason: String,
}

/// A page of entry levels.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EntryPage {
    pub rows: Vec<EntryLevel>,
    /// How many wait at each level, by level.
    pub levels: std::collections::BTreeMap<String, u64>,
    pub next: Option<String>,
}

/// Whose entry levels to propose.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct EntryProposal {
    /// Code of a creditor; all when absent.
    #[serde(default)]
    pub creditor: Option<String>,
}

/// How many were proposed.
#[derive(Debug, Serialize, ToSchema)]
pub struct Proposed {
    pub proposed: u64,
}

/// Entry levels answered.
#[derive(Debug, Deserialize, ToSchema)]
pub struct EntryOrder {
    #[serde(default)]
    pub entries: Vec<String>,
    /// Every one that waits.
    #[serde(default)]
    pub all: bool,
    /// At this level instead of the one proposed.
    #[serde(default)]
    pub level: Option<u8>,
}

/// What answering entry levels did.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Entered {
    pub answered: u64,
    /// Those that enter beyond the beginning.
    pub levels: u64,
}

/// The level of a proposal.
#[derive(Debug, Deserialize, ToSchema)]
pub struct LevelChoice {
    /// Level taken as done; 0 starts with the first step.
    pub level: u8,
}

/// A level taken as done by hand.
#[derive(Debug, Deserialize, ToSchema)]
pub struct LevelOrder {
    /// Level taken as done; 0 starts again with the first step.
    pub level: u8,
    /// Currency chased.
    pub currency: String,
    /// Why.
    pub reason: String,
}

/// A strategy chosen by hand.
#[derive(Debug, Deserialize, ToSchema)]
pub struct StrategyChoice {
    /// Its slug; absent to follow the rule again.
    #[serde(default)]
    pub strategy: Option<String>,
}

/// Who pays.
#[derive(Debug, Deserialize, ToSchema)]
pub struct PayerChoice {
    /// Reference or customer code of the account; absent for nobody.
    #[serde(default)]
    pub payer: Option<String>,
}
