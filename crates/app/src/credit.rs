//! Credit: how far each customer is trusted, what they owe of it, whether their orders go on, what gets worse.
//!
//! Everything is read from the open items in memory and from a few counts of the store, once for all accounts
//! ([`picture`]). No order is known here: what is owed is what is invoiced, due or not.

mod daily;
mod declare;
mod factor;
mod file;
mod limits;
mod list;
mod orders;
mod picture;
mod policy;
mod signals;
mod tell;
mod waiting;
mod weights;
mod words;

use kernel::{Currency, Timestamp, slug_enum};
use ledger::{AccountId, CreditorId};
use serde::Serialize;

pub use amicable::credit::orders::{OrderAct, OrderCause, OrderFacts, OrderGone, OrderRules, OrderState};
pub use amicable::credit::signals::Signal;
pub use amicable::credit::{Criterion, Grade, Weights};
pub use amicable::weights::WEIGHT_MAX;
pub use daily::CreditTended;
pub use declare::DeclareLine;
pub(crate) use factor::{is_factored, not_factored};
pub use file::{CreditFile, CreditGroup, CreditPoint, LimitLine};
pub use limits::{CoverLine, CoverOrder};
pub use orders::{OrderBlockLine, OrderBlockPage};
pub(crate) use picture::CreditCache;
pub use policy::{CreditPolicy, CreditTelling};
pub(crate) use signals::told;
pub use signals::{SignalLine, SignalPage};
pub use store::{CreditSignalId, OrderBlockId};
pub use waiting::CreditWaiting;
pub use weights::{GradeChange, GradesMoved, SavedGrades, WeightsKept, with_weights};
pub use words::{cause_words, gone_words, signal_words, state_words};

slug_enum!(
    /// Which customers a list shows.
    #[derive(Default)]
    CreditShow {
        /// All that owe something, or are limited, insured or blocked.
        #[default]
        All = "all",
        /// Beyond their limit.
        Over = "over",
        /// Beyond what is insured, or not insured any more.
        Uncovered = "uncovered",
        /// Orders held.
        Blocked = "blocked",
        /// A block or a release to be decided.
        Waiting = "waiting",
        /// They owe something, and nobody set a limit.
        Unlimited = "unlimited",
    }
);

/// Which customers, in which order.
#[derive(Debug, Clone, Copy, Default)]
pub struct CreditQuery {
    /// Of one creditor.
    pub creditor: Option<CreditorId>,
    /// Of one class.
    pub grade: Option<Grade>,
    /// Which of them.
    pub show: CreditShow,
    /// The first so many only.
    pub top: Option<u64>,
}

/// One customer in a list. Amounts are of `currency`, that of the limit, else of the insurance, else the main one of
/// the account, but for what is insured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CreditLine {
    /// The account.
    pub account_id: AccountId,
    /// Customer code.
    pub account: String,
    /// Name of the debtor.
    pub debtor: String,
    /// Salesperson of the customer file.
    pub salesperson: String,
    /// Currency of every amount.
    pub currency: Currency,
    /// What is open, due or not, credits taken off.
    pub exposure: String,
    /// What is late of it.
    pub overdue: String,
    /// What is not due yet.
    pub not_due: String,
    /// Days late of the oldest piece, whatever its currency.
    pub late_days: i64,
    /// Something is open in another currency too.
    pub other_currencies: bool,
    /// What may be owed; none where nobody set it.
    pub limit: Option<String>,
    /// What is owed beyond it; none within it.
    pub beyond: Option<String>,
    /// What an insurer covers today, in `covered_currency`; none without.
    pub covered: Option<String>,
    /// The currency of the insurance.
    pub covered_currency: Option<Currency>,
    /// What is owed in that currency beyond it; none within it, or without insurance.
    pub uncovered: Option<String>,
    /// The class; none where too little is known.
    pub grade: Option<Grade>,
    /// Points in thousandths of the worst.
    pub score: Option<u32>,
    /// Where its orders stand; none where nobody touched them.
    pub orders: Option<OrderState>,
}

/// How many customers a list can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CreditShown {
    /// Which of them.
    pub show: CreditShow,
    /// How many.
    pub customers: u64,
}

/// A page of customers: beyond their limit first, the farthest first; then those who owe most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CreditPage {
    /// The lines.
    pub rows: Vec<CreditLine>,
    /// Where the next page goes on.
    pub next: Option<AccountId>,
    /// Customers of all pages.
    pub count: u64,
    /// The main currency, of the sums.
    pub currency: Currency,
    /// What they owe in it.
    pub exposure: String,
    /// What is beyond limits in it.
    pub beyond: String,
    /// Customers of the whole list by what a list can show.
    pub shown: Vec<CreditShown>,
    /// When the open items were read.
    pub read_at: Timestamp,
}
