//! Insolvency of a debtor: from a notice of the bulletin to what becomes of each claim.
//!
//! [`matching`] says whom of the house a notice is about; [`standing`] reads all the notices of one debtor together
//! and says where the procedure is; [`effects`] says what becomes of each open item, by its supply date;
//! [`declaration`] draws the claim to declare; [`demands`] follows what is asked of who administers it, contracts in
//! progress and goods claimed back; [`clocks`] gives the last days; [`around`] is what stands beside the claims:
//! guarantors, running plans, what is sold from now on, dividends.
//!
//! Everything is computed again from all the notices at each change, so that a notice given twice changes nothing, a
//! corrected one replaces and a cancelled one takes back. Articles and lengths come from the tables of `law`; where
//! they have no row, the answer is prudent, says so, and names the row to add ([`MissingRow`]).

pub mod around;
pub mod clocks;
pub mod declaration;
pub mod demands;
pub mod effects;
pub mod matching;
pub mod standing;

use kernel::{Date, Siren, slug_enum};
use law::{Law, LawError, Line};
use serde::{Deserialize, Serialize};

slug_enum!(
    /// The collective procedures of Livre VI.
    Regime {
        /// Sauvegarde.
        Safeguard = "safeguard",
        /// Sauvegarde accélérée.
        AcceleratedSafeguard = "accelerated-safeguard",
        /// Redressement judiciaire.
        Receivership = "receivership",
        /// Liquidation judiciaire.
        Liquidation = "liquidation",
    }
);

slug_enum!(
    /// What a notice tells; the slugs are those of the bulletin's reader.
    NoticeKind {
        /// Safeguard is opened.
        SafeguardOpening = "safeguard-opening",
        /// Accelerated safeguard is opened.
        AcceleratedSafeguardOpening = "accelerated-safeguard-opening",
        /// Receivership is opened.
        ReceivershipOpening = "receivership-opening",
        /// Liquidation is opened.
        LiquidationOpening = "liquidation-opening",
        /// It becomes a receivership.
        ConversionToReceivership = "conversion-to-receivership",
        /// It becomes a liquidation.
        ConversionToLiquidation = "conversion-to-liquidation",
        /// Extended to another person.
        Extension = "extension",
        /// A plan is adopted.
        PlanAdopted = "plan-adopted",
        /// The business is transferred.
        TransferPlan = "transfer-plan",
        /// A plan is changed.
        PlanChanged = "plan-changed",
        /// A plan is ended for default.
        PlanResolved = "plan-resolved",
        /// A plan is carried out.
        PlanCompleted = "plan-completed",
        /// Closing for want of assets.
        ClosingWithoutAssets = "closing-without-assets",
        /// Closing: the debts are paid.
        ClosingDebtsPaid = "closing-debts-paid",
        /// Another end.
        Closing = "closing",
        /// Creditors may sue again, each for himself.
        IndividualActionsResumed = "individual-actions-resumed",
        /// The list of claims is filed.
        ClaimsListFiled = "claims-list-filed",
        /// The list of later claims is filed.
        LaterClaimsListFiled = "later-claims-list-filed",
        /// A distribution is filed.
        DistributionFiled = "distribution-filed",
        /// The day payments stopped is changed.
        CessationDateChanged = "cessation-date-changed",
        /// The period of observation goes on.
        ObservationProlonged = "observation-prolonged",
        /// Another officer.
        OfficerReplaced = "officer-replaced",
        /// A sanction of a manager.
        PersonalSanction = "personal-sanction",
        /// A published decision is undone.
        Overturned = "overturned",
        /// A conciliation agreement.
        ConciliationApproved = "conciliation-approved",
        /// Professional recovery.
        ProfessionalRecoveryOpening = "professional-recovery-opening",
        /// Anything else.
        Other = "other",
    }
);

impl NoticeKind {
    /// The procedure it opens.
    pub const fn opens(self) -> Option<Regime> {
        match self {
            Self::SafeguardOpening => Some(Regime::Safeguard),
            Self::AcceleratedSafeguardOpening => Some(Regime::AcceleratedSafeguard),
            Self::ReceivershipOpening => Some(Regime::Receivership),
            Self::LiquidationOpening => Some(Regime::Liquidation),
            _ => None,
        }
    }

    /// The procedure that another becomes.
    pub const fn converts(self) -> Option<Regime> {
        match self {
            Self::ConversionToReceivership => Some(Regime::Receivership),
            Self::ConversionToLiquidation => Some(Regime::Liquidation),
            _ => None,
        }
    }
}

slug_enum!(
    /// What a notice does to a former one.
    NoticeStatus {
        /// A first notice.
        Initial = "initial",
        /// It replaces a former one.
        Corrected = "corrected",
        /// It takes a former one back.
        Cancelled = "cancelled",
    }
);

slug_enum!(
    /// Whom the court names.
    OfficerRole {
        /// Liquidator.
        Liquidator = "liquidator",
        /// Representative of the creditors (mandataire judiciaire).
        Representative = "representative",
        /// Administrator.
        Administrator = "administrator",
        /// Commissioner of the plan.
        PlanCommissioner = "plan-commissioner",
    }
);

/// An officer of the procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Officer {
    /// What for.
    pub role: OfficerRole,
    /// Name.
    pub name: String,
    /// Where to write.
    pub address: Option<String>,
}

/// A person of a notice.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticePerson {
    /// Name; none when the publisher hid it.
    pub name: Option<String>,
    /// Shop sign.
    pub trade_name: Option<String>,
    /// Number.
    pub siren: Option<Siren>,
    /// True for a natural person, false for a company, none where it is not said.
    pub natural: Option<bool>,
    /// Postcode.
    pub postcode: Option<String>,
    /// Town.
    pub town: Option<String>,
}

/// A published notice, as far as claims are concerned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Its number in the bulletin.
    pub id: String,
    /// The day it appeared.
    pub published_on: Date,
    /// First, corrected, cancelled.
    pub status: NoticeStatus,
    /// The notice it corrects or cancels.
    pub replaces: Option<String>,
    /// What it tells.
    pub kind: NoticeKind,
    /// The day of the judgment.
    pub judgment_on: Option<Date>,
    /// The court.
    pub tribunal: String,
    /// Who it is about.
    pub persons: Vec<NoticePerson>,
    /// Officers it names.
    pub officers: Vec<Officer>,
    /// The day payments stopped.
    pub cessation_on: Option<Date>,
    /// Where claims are declared online.
    pub portal: Option<String>,
}

/// What the tables of law lack for an answer, and the row to add.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingRow {
    /// The table.
    pub table: String,
    /// The row.
    pub row: String,
    /// What is done meanwhile, and why.
    pub meanwhile: Line,
}

impl MissingRow {
    fn new(table: &str, row: &str, meanwhile: Line) -> Self {
        Self { table: table.to_owned(), row: row.to_owned(), meanwhile }
    }
}

/// The name of the procedure in the tables.
pub(crate) const PROCEDURE: &str = "insolvency";

/// The article of a step, as the tables have it.
fn article(step: &str, law: &Law) -> Result<String, LawError> {
    Ok(law.deadlines().find(PROCEDURE, step)?.source.article.clone())
}

/// The articles of the procedure as a whole.
fn articles(law: &Law) -> Result<String, LawError> {
    Ok(law.procedures().find(PROCEDURE)?.source.article.clone())
}
