//! What is known of a file on the day it is judged.

use kernel::{Date, Money, slug_enum};
use law::courts::CourtAnswer;
use serde::{Deserialize, Serialize};

use crate::guard;

slug_enum!(
    /// What is held of a piece.
    Evidence {
        /// On file, readable.
        Filed = "filed",
        /// Somebody says it exists.
        Mentioned = "mentioned",
        /// Nowhere.
        Missing = "missing",
        /// Such a claim has none.
        NotApplicable = "not-applicable",
    }
);

slug_enum!(
    /// Whether the debtor contests.
    Contest {
        /// Not at all.
        Not = "not",
        /// A part, the rest is asked.
        Part = "part",
        /// All of it, without a serious ground.
        Unfounded = "unfounded",
        /// All of it, on a ground a judge would look at.
        Serious = "serious",
    }
);

slug_enum!(
    /// How the terms of sale were accepted.
    Acceptance {
        /// The customer did something that accepts them.
        Strong = "strong",
        /// It is drawn from silence, or from what only we wrote.
        Weak = "weak",
        /// Not at all.
        None = "none",
    }
);

slug_enum!(
    /// The formal notice.
    Notice {
        /// Presented, with the proof on file, taken or not by the debtor.
        Presented = "presented",
        /// Sent, the proof of presentation is not there.
        Sent = "sent",
        /// None.
        None = "none",
    }
);

slug_enum!(
    /// By what right somebody acts for the creditor.
    Authority {
        /// The legal representative himself, or a lawyer.
        Own = "own",
        /// A power on file.
        Filed = "filed",
        /// Nothing shows it.
        Missing = "missing",
    }
);

slug_enum!(
    /// Who the debtor is.
    Identity {
        /// Checked against the register: name, number, address.
        Checked = "checked",
        /// Not checked.
        Unchecked = "unchecked",
        /// Papers name another, or several.
        Conflicting = "conflicting",
        /// The register knows nobody of that number.
        Unregistered = "unregistered",
        /// Struck off, or dead.
        Gone = "gone",
    }
);

slug_enum!(
    /// Whether the debtor can pay.
    Solvency {
        /// Accounts or conduct say so.
        Good = "good",
        /// Signs against it.
        Doubtful = "doubtful",
        /// Nobody looked.
        Unknown = "unknown",
        /// Nothing to seize.
        EmptyShell = "empty-shell",
        /// Insolvency proceedings are open.
        Insolvent = "insolvent",
    }
);

slug_enum!(
    /// What is known of the court.
    CourtKnown {
        /// The court and its seat.
        Seat = "seat",
        /// Its kind; several seats are possible.
        KindOnly = "kind-only",
        /// No French judge as a rule.
        Abroad = "abroad",
        /// The debtor's place is unknown.
        Unknown = "unknown",
    }
);

impl CourtKnown {
    /// What an answer of the law leaves known.
    pub fn of(answer: &CourtAnswer) -> Self {
        match (answer.kind.as_str(), &answer.seat) {
            ("foreign", _) => Self::Abroad,
            (_, Some(_)) => Self::Seat,
            (_, None) => Self::KindOnly,
        }
    }
}

slug_enum!(
    /// Who in the house holds a missing piece.
    Role {
        /// Sales.
        Sales = "sales",
        /// Logistics.
        Logistics = "logistics",
        /// Accounting.
        Accounting = "accounting",
        /// Credit management.
        Credit = "credit",
        /// Legal.
        Legal = "legal",
        /// Management.
        Management = "management",
    }
);

/// What is known of a file on the day it is judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// What is asked, principal.
    pub amount: Money,
    /// The amount follows from the contract or the law, to the cent.
    pub determined: bool,
    /// Whether the debtor contests.
    pub contest: Contest,
    /// Due date of the last piece asked.
    pub due: Date,
    /// Nobody confirmed that due date.
    pub due_inferred: bool,
    /// The order or contract.
    pub order: Evidence,
    /// The proof of delivery or performance.
    pub delivery: Evidence,
    /// The invoice.
    pub invoice: Evidence,
    /// How the terms of sale were accepted.
    pub terms: Acceptance,
    /// The formal notice.
    pub notice: Notice,
    /// The day of the debtor's extract of the register; none when there is none.
    pub register: Option<Date>,
    /// The debtor has no extract: a consumer, a public body.
    pub unregistered: bool,
    /// Who acts for the creditor.
    pub authority: Authority,
    /// Who the debtor is.
    pub identity: Identity,
    /// Whether the debtor can pay.
    pub solvency: Solvency,
    /// Where the limitation that ends first stands; none when nobody followed it.
    pub limitation: Option<guard::State>,
    /// The court.
    pub court: CourtKnown,
}
