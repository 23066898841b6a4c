//! What becomes of each open item, by the day of its supply.
//!
//! What was supplied before the judgment stops and is declared; what was supplied after it is owed at its term and
//! chased. Where the day is not known, or is that of the judgment, the item is held and declared, and the question is
//! asked: to declare for nothing costs a letter, to forget costs the claim, and to chase by mistake is forbidden.

use kernel::{Date, Money, slug_enum};
use law::{Claim, Law, LawError, Line};
use ledger::ItemId;
use serde::{Deserialize, Serialize};

use super::standing::{Insolvency, Stage};
use super::{MissingRow, article, articles};

/// An open item of the debtor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenItem {
    /// Identity.
    pub id: ItemId,
    /// Number of the piece.
    pub number: String,
    /// Open amount: positive when it is owed, negative for a credit.
    pub open: Money,
    /// Due date.
    pub due_on: Date,
    /// Day of delivery or completion, when known.
    pub supply_on: Option<Date>,
    /// True for a loan of one year or more: its interest goes on.
    pub long_loan: bool,
    /// Privilege or security, as it is to be declared; none for an ordinary claim.
    pub privilege: Option<String>,
    /// True when it belongs to the private life of a sole trader; false for his business.
    pub personal: bool,
    /// For a credit: true when it comes from the same contract, or from linked contracts of one whole.
    pub connected: Option<bool>,
    /// The claim as the law computes its interest; none when no interest is claimed.
    pub claim: Option<Claim>,
}

slug_enum!(
    /// On which side of the judgment an item was born.
    Side {
        /// Before.
        Before = "before",
        /// After.
        Later = "later",
        /// Not known, or the very day: held until somebody says.
        Unknown = "unknown",
    }
);

slug_enum!(
    /// What becomes of demands.
    Chase {
        /// They stop.
        Stopped = "stopped",
        /// They go on.
        Continues = "continues",
    }
);

slug_enum!(
    /// Whether credits may be set off against it.
    SetOff {
        /// Only connected claims.
        ConnectedOnly = "connected-only",
        /// As usual.
        Usual = "usual",
    }
);

slug_enum!(
    /// What becomes of interest.
    InterestEffect {
        /// Stops at the judgment.
        Stops = "stops",
        /// Goes on.
        GoesOn = "goes-on",
    }
);

slug_enum!(
    /// What somebody must answer.
    Question {
        /// When was it supplied?
        SupplyDate = "supply-date",
        /// Supplied the day of the judgment: before or after it?
        SameDay = "same-day",
        /// Is the credit of the same contract?
        Connected = "connected",
        /// Which estate of the sole trader owes it?
        Estate = "estate",
        /// The day of the opening judgment.
        OpeningDay = "opening-day",
    }
);

/// What becomes of one item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemEffect {
    /// The item.
    pub item: ItemId,
    /// Before or after.
    pub side: Side,
    /// Demands, debits by SEPA, and enforcement.
    pub chase: Chase,
    /// True when it is to be declared.
    pub declare: bool,
    /// Interest.
    pub interest: InterestEffect,
    /// Set-off.
    pub set_off: SetOff,
    /// What is asked.
    pub questions: Vec<Question>,
    /// Why.
    pub why: Line,
    /// What the tables lack.
    pub missing: Vec<MissingRow>,
}

/// What becomes of every item.
///
/// # Errors
/// [`LawError`] when the tables do not know the procedure.
pub fn effects(known: &Insolvency, items: &[OpenItem], law: &Law) -> Result<Vec<ItemEffect>, LawError> {
    let words = Words {
        stop: articles(law)?,
        interest: article("interest", law)?,
        later: article("declaration-later-claims", law)?,
    };
    Ok(items.iter().map(|item| effect(known, item, &words)).collect())
}

struct Words {
    stop: String,
    interest: String,
    later: String,
}

fn effect(known: &Insolvency, item: &OpenItem, words: &Words) -> ItemEffect {
    let (side, mut questions) = side(known, item);
    if item.open.minor() < 0 && item.connected.is_none() && side != Side::Later {
        questions.push(Question::Connected);
    }
    let mut missing = Vec::new();
    if questions.contains(&Question::SameDay) {
        missing.push(same_day());
    }
    if item.personal {
        questions.push(Question::Estate);
        missing.push(personal_estate());
    }
    if side == Side::Later {
        return later(known, item, words, questions, missing);
    }
    let owed = item.open.minor() > 0;
    // what the law gave back, or paid, is chased or closed by other rules than these
    let resumed = known.stage == Stage::ActionsResumed;
    let interest = if item.long_loan { InterestEffect::GoesOn } else { InterestEffect::Stops };
    ItemEffect {
        item: item.id,
        side,
        chase: if resumed { Chase::Continues } else { Chase::Stopped },
        // a plan does not end the period: what was not declared in time is no part of it
        declare: owed && matches!(known.stage, Stage::Open | Stage::Plan | Stage::PlanEnded),
        interest,
        set_off: SetOff::ConnectedOnly,
        questions,
        why: why(known, side, item, words),
        missing,
    }
}

fn later(
    known: &Insolvency,
    item: &OpenItem,
    words: &Words,
    questions: Vec<Question>,
    missing: Vec<MissingRow>,
) -> ItemEffect {
    let day = known.judgment_on.unwrap_or(known.known_from);
    ItemEffect {
        item: item.id,
        side: Side::Later,
        chase: Chase::Continues,
        declare: false,
        interest: InterestEffect::GoesOn,
        set_off: SetOff::Usual,
        questions,
        why: Line::new(
            format!(
                "née après le jugement du {} : due à son terme et relancée à part ; si elle n’est pas utile à la procédure, elle se déclare ({})",
                law::text::date_fr(day),
                words.later
            ),
            format!(
                "born after the judgment of {}: due at its term and chased apart; if it does not serve the procedure it is declared ({})",
                law::text::date_en(day),
                words.later
            ),
        ),
        missing,
    }
}

fn side(known: &Insolvency, item: &OpenItem) -> (Side, Vec<Question>) {
    let Some(supply) = item.supply_on else { return (Side::Unknown, vec![Question::SupplyDate]) };
    match known.judgment_on {
        Some(judgment) if supply < judgment => (Side::Before, Vec::new()),
        Some(judgment) if supply > judgment => (Side::Later, Vec::new()),
        Some(_) => (Side::Unknown, vec![Question::SameDay]),
        // the opening came before what is known of it: only what follows is surely later
        None if supply > known.known_from => (Side::Later, Vec::new()),
        None => (Side::Unknown, vec![Question::OpeningDay]),
    }
}

fn why(known: &Insolvency, side: Side, item: &OpenItem, words: &Words) -> Line {
    let (stop, interest) = (&words.stop, &words.interest);
    let tail = match known.stage {
        Stage::Open | Stage::PlanEnded => ("à déclarer", "to declare"),
        Stage::Plan => (
            "payée selon le plan si elle fut déclarée, sinon à déclarer",
            "paid by the plan if it was declared, else to declare",
        ),
        Stage::Closed => (
            "procédure close, sans reprise des poursuites individuelles connue",
            "procedure closed, and no resumption of individual actions known",
        ),
        Stage::ClosedPaid => (
            "procédure close, passif apuré ou plan exécuté : vérifiez ce qui reste dû",
            "procedure closed, debts paid or plan carried out: check what is left",
        ),
        Stage::ActionsResumed => ("reprise des poursuites individuelles autorisée", "individual actions allowed again"),
    };
    if known.stage == Stage::ActionsResumed {
        return Line::new(format!("{} ({stop})", tail.0), format!("{} ({stop})", tail.1));
    }
    let bears = if item.long_loan {
        ("prêt d’un an ou plus : intérêts maintenus", "loan of a year or more: interest goes on")
    } else {
        ("intérêts arrêtés", "interest stopped")
    };
    let head = match side {
        Side::Before | Side::Later => ("née avant le jugement", "born before the judgment"),
        Side::Unknown => (
            "née à une date inconnue ou le jour même du jugement : traitée par prudence comme antérieure",
            "born on an unknown day or on that of the judgment: prudently treated as prior",
        ),
    };
    Line::new(
        format!(
            "{} : relances, prélèvements, compensation (sauf connexité) et exécution arrêtés, {} ({stop}) ; {} ({interest})",
            head.0, tail.0, bears.0
        ),
        format!(
            "{}: demands, direct debits, set-off (save connected claims) and enforcement stop, {} ({stop}); {} ({interest})",
            head.1, tail.1, bears.1
        ),
    )
}

fn same_day() -> MissingRow {
    MissingRow::new(
        "rules",
        "insolvency_effect_from_first_hour,1,yes,<valid_from>,,<article>,<status>,<source>",
        Line::new(
            "livrée le jour du jugement : faute de règle dans les tables, tenue en réserve et déclarée",
            "supplied on the day of the judgment: for want of a rule in the tables, held back and declared",
        ),
    )
}

fn personal_estate() -> MissingRow {
    MissingRow::new(
        "rules",
        "insolvency_touches_personal_estate,<0 or 1>,yes,<valid_from>,,<article>,<status>,<source>",
        Line::new(
            "créance personnelle d’un entrepreneur individuel : le jugement dit quels patrimoines sont touchés ; faute de règle, l’antérieure est tenue en réserve et déclarée",
            "personal claim on a sole trader: the judgment says which estates are touched; for want of a rule, a prior one is held back and declared",
        ),
    )
}
