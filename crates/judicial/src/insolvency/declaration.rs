//! The declaration of claim: its heads, its sums, its last day, and what remains when the day is missed.

use kernel::{Date, Money, MoneyError, slug_enum};
use law::{Law, LawError, Line, late_interest};
use ledger::ItemId;
use serde::{Deserialize, Serialize};

use super::Officer;
use super::clocks::{Clock, ClockKind, Places, clock};
use super::effects::{ItemEffect, OpenItem, Question, Side, effects};
use super::standing::Insolvency;

slug_enum!(
    /// Whether the sum was payable on the day of the judgment.
    Term {
        /// Due (échu).
        Due = "due",
        /// To fall due (à échoir).
        NotYetDue = "not-yet-due",
    }
);

/// One sum declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The item.
    pub item: ItemId,
    /// Number of the piece.
    pub number: String,
    /// Due date.
    pub due_on: Date,
    /// Due or to fall due, on the day of the judgment.
    pub term: Term,
    /// Principal: the open amount.
    pub principal: Money,
    /// Interest to the judgment; none when it could not be computed, see `warnings`.
    pub interest: Option<Money>,
    /// Fixed indemnity; none as for interest.
    pub indemnity: Option<Money>,
    /// True when interest goes on after the judgment: its course is to be declared.
    pub interest_goes_on: bool,
    /// Privilege or security; none is an ordinary claim (chirographaire).
    pub privilege: Option<String>,
    /// What must be answered before it is sent.
    pub questions: Vec<Question>,
    /// What a reader must know.
    pub warnings: Vec<Line>,
}

/// A credit that may be set off only if it is connected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditAside {
    /// The item.
    pub item: ItemId,
    /// Positive.
    pub amount: Money,
    /// True when it is connected; none while nobody said.
    pub connected: Option<bool>,
}

/// The sums of one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    /// Principal due.
    pub due: Money,
    /// Principal to fall due.
    pub not_yet_due: Money,
    /// Interest that could be computed.
    pub interest: Money,
    /// Indemnities.
    pub indemnity: Money,
}

/// A declaration to draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    /// The day sums are counted to.
    pub as_of: Date,
    /// To whom; none when no notice names him.
    pub to: Option<Officer>,
    /// Where it may be made online.
    pub portal: Option<String>,
    /// Its heads.
    pub heads: Vec<Head>,
    /// Credits, not deducted.
    pub credits: Vec<CreditAside>,
    /// Sums, one for each currency, in the order of the heads.
    pub sums: Vec<Sums>,
    /// Its last day; none when the opening is not known.
    pub last_day: Option<Clock>,
}

/// Draws the declaration of the items that are to be declared.
///
/// # Errors
/// [`LawError`] when the tables do not know the procedure or its periods, or when sums overflow. A rate that misses
/// is no error: the head has no interest and says which row to add.
pub fn declaration(known: &Insolvency, items: &[OpenItem], places: Places, law: &Law) -> Result<Declaration, LawError> {
    let as_of = known.judgment_on.unwrap_or(known.known_from);
    let effects = effects(known, items, law)?;
    let told: Vec<(&OpenItem, &ItemEffect)> = items.iter().zip(&effects).collect();
    let heads: Vec<Head> =
        told.iter().filter(|(_, effect)| effect.declare).map(|(item, effect)| head(item, effect, as_of, law)).collect();
    let credits = told.iter().filter(|(item, effect)| item.open.minor() < 0 && effect.side != Side::Later);
    let credits = credits.map(|(item, _)| CreditAside { item: item.id, amount: -item.open, connected: item.connected });
    let last_day = known.published_on.map(|on| clock(ClockKind::Declaration, on, places, law)).transpose()?;
    Ok(Declaration {
        as_of,
        to: known.declare_to().cloned(),
        portal: known.portal.clone(),
        sums: sums(&heads)?,
        credits: credits.collect(),
        heads,
        last_day,
    })
}

fn head(item: &OpenItem, effect: &ItemEffect, judgment: Date, law: &Law) -> Head {
    let zero = Money::zero(item.open.currency());
    let mut warnings = Vec::new();
    let (interest, indemnity) = match &item.claim {
        None => (Some(zero), Some(zero)),
        Some(claim) => {
            let mut claim = claim.clone();
            claim.insolvency = Some(judgment);
            match late_interest(&claim, law, judgment) {
                Ok(answer) => {
                    warnings = answer.warnings;
                    (Some(answer.interest_left), Some(answer.indemnity_left))
                }
                Err(error) => {
                    warnings.push(error.wording());
                    (None, None)
                }
            }
        }
    };
    Head {
        item: item.id,
        number: item.number.clone(),
        due_on: item.due_on,
        // what falls due on the day itself is payable that day
        term: if item.due_on <= judgment { Term::Due } else { Term::NotYetDue },
        principal: item.open,
        interest,
        indemnity,
        interest_goes_on: item.long_loan,
        privilege: item.privilege.clone(),
        questions: effect.questions.clone(),
        warnings,
    }
}

fn sums(heads: &[Head]) -> Result<Vec<Sums>, MoneyError> {
    let mut all: Vec<Sums> = Vec::new();
    for head in heads {
        let zero = Money::zero(head.principal.currency());
        let at = all.iter().position(|s| s.due.currency() == zero.currency()).unwrap_or_else(|| {
            all.push(Sums { due: zero, not_yet_due: zero, interest: zero, indemnity: zero });
            all.len() - 1
        });
        let sum = &mut all[at];
        match head.term {
            Term::Due => sum.due = sum.due.checked_add(head.principal)?,
            Term::NotYetDue => sum.not_yet_due = sum.not_yet_due.checked_add(head.principal)?,
        }
        sum.interest = sum.interest.checked_add(head.interest.unwrap_or(zero))?;
        sum.indemnity = sum.indemnity.checked_add(head.indemnity.unwrap_or(zero))?;
    }
    Ok(all)
}

slug_enum!(
    /// Where the declaration is.
    DeclarationState {
        /// Nothing is to be declared.
        Nothing = "nothing",
        /// It is to be sent.
        ToDeclare = "to-declare",
        /// Sent within its period.
        Declared = "declared",
        /// The period is over: relief may be asked.
        Late = "late",
        /// The period of relief is over too.
        Lost = "lost",
        /// The opening is not known: no day can be given.
        Undated = "undated",
    }
);

/// Where the declaration is today, and the day that counts now: to declare, then to ask relief.
///
/// # Errors
/// As [`clock`].
pub fn state(
    known: &Insolvency,
    drawn: &Declaration,
    sent_on: Option<Date>,
    places: Places,
    today: Date,
    law: &Law,
) -> Result<(DeclarationState, Option<Clock>), LawError> {
    let (Some(published), Some(last)) = (known.published_on, drawn.last_day.clone()) else {
        return Ok((if sent_on.is_some() { DeclarationState::Declared } else { DeclarationState::Undated }, None));
    };
    if sent_on.is_some_and(|sent| sent <= last.due) {
        return Ok((DeclarationState::Declared, None));
    }
    if drawn.heads.is_empty() {
        return Ok((DeclarationState::Nothing, None));
    }
    if sent_on.is_none() && !last.is_over(today) {
        return Ok((DeclarationState::ToDeclare, Some(last)));
    }
    let relief = clock(ClockKind::Relief, published, places, law)?;
    Ok(if relief.is_over(today) {
        (DeclarationState::Lost, Some(relief))
    } else {
        (DeclarationState::Late, Some(relief))
    })
}
