//! The papers of a court: décompte, petition for a payment order, declaration of claim, requests around an insolvency,
//! instruction to a commissaire de justice, and the bundle of exhibits; and, once a case is lost, the rectification of
//! its invoices.
//!
//! Each paper is plain data with one `render`; all of them become one [`Paper`](paper::Paper) of headings, texts and
//! tables, laid out by one template. French is what is filed. English is a copy to read, and says so on each page.
//! A paper cites the articles its caller gives, and no other.
//!
//! A paper made alone is PDF/A-2a and PDF/UA-1 as the typesetter's exporter checks them. A bundle to be filed holds what
//! others wrote and claims neither; one to be kept is PDF/A-2u, with pictures of their pages (docs/decisions/0016).

mod archive;
mod behind;
mod beside;
pub mod bundle;
pub mod declaration;
pub mod decompte;
mod decompte_check;
mod decompte_view;
mod drawing;
pub mod exhibit;
pub mod filing;
pub mod instruction;
pub mod notice;
mod paper;
pub mod party;
pub mod petition;
pub mod reclaim;
pub mod rectification;
pub mod relief;
mod sheet;
mod spacing;
mod stamps;

pub use behind::Behind;
pub use bundle::{Bound, Bundle, BundleForm, Part, PlacedExhibit, PlacedPart};
pub use declaration::{Bodacc, Declaration, DeclaredSums, Head, Proceedings, Term};
pub use decompte::{Bearer, Charge, Claim, Cost, Decompte, DecompteTotals, Payment, Period, Running};
pub use drawing::Undrawn;
pub use exhibit::{Exhibit, ExhibitFault, LeftOut, NamedFault, Shown, shown};
pub use filing::{Filing, filing};
pub use instruction::{Contact, Deadline, FoundAddress, Instruction, Mission};
pub use notice::Notice;
pub use party::{Agent, Birth, Cover, Ground, Party, PartyKind, Representative};
pub use petition::{InterestAsked, Petition, Transfer};
pub use reclaim::{Goods, Reclaim, ReclaimForm};
pub use rectification::{Rectification, UnpaidInvoice, VatSums};
pub use relief::Relief;

use kernel::{Date, Money, MoneyError, Wording, figures, words::Language};

use crate::DocumentError;

/// Why a court paper was not made.
#[derive(Debug, thiserror::Error)]
pub enum CourtError {
    /// What stops any document.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// Sums that do not add up, all of them: a wrong figure is not filed.
    #[error("document {ident}: {}", joined(.faults.iter().map(SumFault::wording), Language::En))]
    Sums {
        /// The document.
        ident: String,
        /// What is wrong.
        faults: Vec<SumFault>,
    },
    /// Exhibits that cannot be bound, all of them.
    #[error("document {ident}: {}", joined(.faults.iter().map(NamedFault::wording), Language::En))]
    Exhibits {
        /// The document.
        ident: String,
        /// Which, and why.
        faults: Vec<NamedFault>,
    },
}

impl CourtError {
    /// The reasons in French and English, one each; none for what [`DocumentError`] says itself.
    pub fn reasons(&self) -> Vec<Wording> {
        match self {
            Self::Document(_) => Vec::new(),
            Self::Sums { faults, .. } => faults.iter().map(SumFault::wording).collect(),
            Self::Exhibits { faults, .. } => faults.iter().map(NamedFault::wording).collect(),
        }
    }
}

fn joined(words: impl Iterator<Item = Wording>, lang: Language) -> String {
    words.map(|words| words.pick(lang).to_owned()).collect::<Vec<_>>().join("; ")
}

/// A figure that does not follow from the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SumFault {
    /// A sum that differs from its parts.
    Differs {
        /// Which sum.
        what: Wording,
        /// As given.
        said: Money,
        /// As its parts add up.
        counted: Money,
    },
    /// A number of days that differs from its dates.
    Days {
        /// Which period.
        what: Wording,
        /// As given.
        said: i64,
        /// From its dates.
        counted: i64,
    },
    /// Something dated after the day the paper stands for, or before what it follows.
    Date {
        /// What.
        what: Wording,
        /// Its date.
        date: Date,
        /// The day it must keep to.
        limit: Date,
    },
    /// An amount below zero where there can be none.
    Negative {
        /// Which.
        what: Wording,
        /// The amount.
        amount: Money,
    },
    /// Interest asked twice: counted, and asked again from a day it was counted for.
    Twice {
        /// The first day asked.
        from: Date,
        /// The first day that is not counted.
        after: Date,
    },
    /// Amounts that cannot be added.
    Money {
        /// Which.
        what: Wording,
        /// Mixed currencies or overflow.
        cause: MoneyError,
    },
}

impl SumFault {
    /// The fault in a sentence.
    pub fn wording(&self) -> Wording {
        let money = |amount: Money| (figures::money(amount, Language::Fr), figures::money(amount, Language::En));
        let date = |day: Date| (figures::date_short(day, Language::Fr), figures::date_short(day, Language::En));
        match self {
            Self::Differs { what, said, counted } => {
                let (said, counted) = (money(*said), money(*counted));
                Wording::new(
                    format!("{} : {} annoncés, {} comptés", what.fr, said.0, counted.0),
                    format!("{}: {} said, {} counted", what.en, said.1, counted.1),
                )
            }
            Self::Days { what, said, counted } => Wording::new(
                format!("{} : {said} jours annoncés, {counted} comptés", what.fr),
                format!("{}: {said} days said, {counted} counted", what.en),
            ),
            Self::Date { what, date: day, limit } => {
                let (day, limit) = (date(*day), date(*limit));
                Wording::new(
                    format!("{} : le {} ne s’accorde pas avec le {}", what.fr, day.0, limit.0),
                    format!("{}: {} does not agree with {}", what.en, day.1, limit.1),
                )
            }
            Self::Negative { what, amount } => {
                let amount = money(*amount);
                Wording::new(
                    format!("{} : {} est en dessous de zéro", what.fr, amount.0),
                    format!("{}: {} is below zero", what.en, amount.1),
                )
            }
            Self::Twice { from, after } => {
                let (from, after) = (date(*from), date(*after));
                Wording::new(
                    format!(
                        "intérêts demandés à compter du {} alors qu’ils sont comptés jusqu’à la veille du {}",
                        from.0, after.0
                    ),
                    format!("interest is asked from {}, and counted until the day before {}", from.1, after.1),
                )
            }
            Self::Money { what, cause } => Wording::new(
                format!("{} : {}", what.fr, cause.words(Language::Fr)),
                format!("{}: {}", what.en, cause.words(Language::En)),
            ),
        }
    }
}

/// Adds amounts that are named together; a fault when they cannot be added.
pub(crate) fn total(
    zero: Money,
    amounts: impl IntoIterator<Item = Money>,
    what: &Wording,
    faults: &mut Vec<SumFault>,
) -> Money {
    let mut sum = zero;
    for amount in amounts {
        match sum.checked_add(amount) {
            Ok(more) => sum = more,
            Err(cause) => {
                faults.push(SumFault::Money { what: what.clone(), cause });
                return sum;
            }
        }
    }
    sum
}

/// Notes a sum that differs from what was counted.
pub(crate) fn same(said: Money, counted: Money, what: Wording, faults: &mut Vec<SumFault>) {
    if said != counted {
        faults.push(SumFault::Differs { what, said, counted });
    }
}
