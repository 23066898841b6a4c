//! Instalment plans and deferrals: proposed within the limits of a role, signed, kept or broken by the ledger.
//!
//! A plan that is signed leaves its pieces in peace by blocks like any other ([`crate::blocks`]); they are
//! released when it is over. What a person says of their means is read by who may change the account, is told
//! to no program and stands in no timeline; it is erased when the plan is over, or before on demand.

mod acts;
mod books;
mod compose;
mod judge;
mod limits;
mod list;
mod means;
mod papers;
mod receipt;
mod sign;

pub use amicable::plans::{Every, InstalmentStanding, Limits, PlanState, SignatureLevel};
use kernel::{Currency, Date, Wording, slug_enum};
use ledger::{AccountId, DebtorKind, ItemId};
use serde::Serialize;
pub use store::PlanId;

pub(crate) use compose::planned;
pub use judge::PlansJudged;
pub use limits::PlanLimits;
pub use list::{PlanDetail, PlanFilter, PlanInstalmentLine, PlanLine, PlanPage, PlanPiece};
pub use means::{Means, MeansTyped};
pub use papers::PlanPaper;
pub(crate) use papers::{finish, worded};
pub use sign::PlanSignature;

/// Days that are waited after a due day for the money to reach the books: as for promises.
const GRACE_DAYS: i64 = amicable::promises::GRACE_DAYS as i64;
/// Days a notice of default gives, at least and at most.
const NOTICE_DAYS: (i64, i64) = (8, 60);
/// Days a notice gives when nobody says.
const NOTICE_USUAL: i64 = 15;
/// Plans judged together.
const CHUNK: u32 = 100;

slug_enum!(
    /// How a debt is divided.
    PlanKind {
        /// In equal parts.
        Equal = "equal",
        /// So much each time, the last balances.
        Each = "each",
        /// Amounts in order, the last balances.
        Stepped = "stepped",
        /// Days and amounts.
        Listed = "listed",
        /// All of it, later.
        Deferral = "deferral",
    }
);

/// A plan as a person asks for it. Amounts are decimal texts.
#[derive(Debug, Clone)]
pub struct PlanTerms {
    /// The pieces; all that is late and may be covered when none, else all that is owed.
    pub items: Vec<ItemId>,
    /// The currency meant; that of the pieces when none.
    pub currency: Option<Currency>,
    /// How the debt is divided.
    pub kind: PlanKind,
    /// In how many parts.
    pub count: Option<u32>,
    /// What is paid each time.
    pub each: String,
    /// An amount, or a day and an amount, each.
    pub steps: Vec<String>,
    /// How often.
    pub every: Every,
    /// The first due day.
    pub first: Option<Date>,
    /// Agreed yearly rate in percent; empty without interest.
    pub rate: String,
    /// Due days that are no working day move to the next one.
    pub working_days: bool,
    /// A default makes everything due, after notice.
    pub acceleration: bool,
    /// Days the notice gives; the usual ones when none.
    pub notice_days: Option<i64>,
    /// The plan whose place it takes.
    pub replaces: Option<PlanId>,
    /// What a person says of their means.
    pub means: Option<MeansTyped>,
    /// Who follows it; who makes it when empty.
    pub owner: String,
    /// In words.
    pub note: String,
}

impl Default for PlanTerms {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            currency: None,
            kind: PlanKind::Equal,
            count: None,
            each: String::new(),
            steps: Vec::new(),
            every: Every::Month,
            first: None,
            rate: String::new(),
            working_days: true,
            acceleration: true,
            notice_days: None,
            replaces: None,
            means: None,
            owner: String::new(),
            note: String::new(),
        }
    }
}

/// One instalment of an offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfferLine {
    /// Last day to pay, included.
    pub due: Date,
    /// What is to be paid, interest within.
    pub amount: String,
    /// The interest within.
    pub interest: String,
}

/// What a plan would be: nothing is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanOffer {
    /// The account.
    pub account: AccountId,
    /// Currency of every amount.
    pub currency: Currency,
    /// Numbers of the pieces.
    pub pieces: Vec<String>,
    /// Payments and credit notes that nobody matched yet, taken off the oldest pieces.
    pub deducted: String,
    /// What is owed.
    pub principal: String,
    /// What the time costs the debtor.
    pub interest: String,
    /// Both.
    pub total: String,
    /// The dates and amounts.
    pub instalments: Vec<OfferLine>,
    /// The day everything is paid.
    pub cleared: Date,
    /// Late interest and indemnities to date on the same pieces, as the law gives them; none where the tables
    /// have no rate.
    pub late_to_date: Option<String>,
    /// What these would come to with nothing paid until `late_until`.
    pub late_then: Option<String>,
    /// The end of the plan, or the last day for which the rate is known.
    pub late_until: Option<Date>,
    /// What remains to a person each month once charges are paid, where they say it.
    pub remains: Option<String>,
    /// The limits of who asks that it is beyond: somebody approves it first.
    pub beyond: Vec<Wording>,
}

/// True of a debtor who is a person, in business or not: amounts are written in words too (C. civ. 1376).
pub(crate) const fn is_person(kind: DebtorKind) -> bool {
    use DebtorKind::{Artisan, Consumer, Professional, Trader};
    matches!(kind, Consumer | Trader | Artisan | Professional)
}

/// True once a writing proves what was agreed.
fn is_written(plan: &store::InstalmentPlan) -> bool {
    SignatureLevel::parse(&plan.signed_level).is_some_and(SignatureLevel::is_writing)
}

/// A state in words that follow « the plan is ».
pub fn state_words(state: PlanState) -> Wording {
    let (fr, en) = match state {
        PlanState::Awaiting => ("à approuver", "waiting for approval"),
        PlanState::Proposed => ("proposé", "proposed"),
        PlanState::Active => ("en cours", "running"),
        PlanState::Late => ("en retard", "late"),
        PlanState::Noticed => ("en retard, mis en demeure", "late, under notice"),
        PlanState::Accelerated => ("déchu du terme", "forfeited"),
        PlanState::Kept => ("tenu jusqu’au bout", "kept to the end"),
        PlanState::Refused => ("refusé", "refused"),
        PlanState::Cancelled => ("annulé", "cancelled"),
        PlanState::Replaced => ("remplacé", "replaced"),
    };
    Wording::new(fr, en)
}
