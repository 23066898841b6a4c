//! Rights as they open: of a piece from its import, of a procedure from its acts.

use kernel::{Date, Money, Wording};
use law::deadlines::DeadlineAnswer;
use law::limitation::{Event, LimitationAsked, limitation};
use law::text::{date_en, date_fr};
use law::{Law, LawError, Source, Status};
use ledger::{AccountId, ItemId};

use super::clock::{Clock, Term};
use super::{CaseId, DeadlineId, OwnerId, Right, RightId, RightKind, Whose};

/// An open piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemFacts {
    /// The piece.
    pub item: ItemId,
    /// Its number, as printed.
    pub number: String,
    /// The account.
    pub account: AccountId,
    /// The case it is in.
    pub case: Option<CaseId>,
    /// Who answers for it.
    pub owner: OwnerId,
    /// What is open.
    pub open: Money,
    /// Kind of claim, a word of the table `limitation_kinds`; see [`super::clock::claim_kinds`].
    pub kind: String,
    /// Due date.
    pub due: Date,
    /// Nobody confirmed the due date.
    pub due_inferred: bool,
    /// Day of completion or delivery.
    pub completed: Option<Date>,
    /// What happened to its limitation, with the proofs.
    pub events: Vec<Event>,
    /// The day of its import.
    pub known_on: Date,
}

/// The right of a piece: the limitation of its claim, followed to `on`.
///
/// # Errors
/// [`LawError::Unknown`] for a kind or an event that is not in the tables.
pub fn of_item(facts: &ItemFacts, on: Date, law: &Law) -> Result<Right, LawError> {
    let asked = LimitationAsked {
        kind: facts.kind.clone(),
        due: facts.due,
        completed: facts.completed,
        events: facts.events.clone(),
        on,
    };
    let answer = limitation(&asked, law)?;
    let mut warnings = answer.warnings.clone();
    if facts.due_inferred {
        warnings.insert(
            0,
            Wording::new(
                format!(
                    "Échéance du {} déduite des conditions de paiement : elle ne fait courir aucun délai ; confirmez-la.",
                    date_fr(facts.due)
                ),
                format!(
                    "Due date of {} inferred from payment terms: it starts no period; confirm it.",
                    date_en(facts.due)
                ),
            ),
        );
    }
    Ok(Right {
        id: RightId::Item(facts.item),
        kind: RightKind::Limitation,
        what: Wording::new(
            format!("prescription de la pièce {}", facts.number),
            format!("limitation of item {}", facts.number),
        ),
        lost: Wording::new("créance prescrite", "claim time-barred"),
        whose: Whose { account: facts.account, items: vec![facts.item], case: facts.case, procedure: None },
        at_risk: facts.open,
        clock: Clock::of_limitation(&answer, facts.due_inferred),
        known_on: facts.known_on,
        owner: facts.owner,
        article: answer.sources.first().map(|source| source.article.clone()).unwrap_or_default(),
        status: least_sure(&answer.sources),
        warnings,
        told_on: None,
        answered_on: None,
        closing: None,
    })
}

/// A deadline that a procedure opened, without its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadlineFacts {
    /// Its identity.
    pub id: DeadlineId,
    /// How it is lost.
    pub kind: RightKind,
    /// Whose.
    pub whose: Whose,
    /// What is open of what it covers.
    pub at_risk: Money,
    /// Who answers for it.
    pub owner: OwnerId,
    /// The day of the event that starts it.
    pub from: Date,
    /// The first day it was known here.
    pub known_on: Date,
}

impl DeadlineFacts {
    fn right(self, what: Wording, lost: Wording, term: Term, article: String, sources: &[Source]) -> Right {
        Right {
            id: RightId::Deadline(self.id),
            kind: self.kind,
            what,
            lost,
            whose: self.whose,
            at_risk: self.at_risk,
            clock: Clock::Runs(term),
            known_on: self.known_on,
            owner: self.owner,
            article,
            status: least_sure(sources),
            warnings: Vec::new(),
            told_on: None,
            answered_on: None,
            closing: None,
        }
    }
}

kernel::sentences! {
    /// Why a step opens no right.
    NotARight {
        /// Nothing is lost by waiting.
        Waiting { step: Wording } = "right-waiting-period",
            "« {step} » est un délai d’attente ou un seuil : rien ne se perd à le laisser passer",
            "\"{step}\" is a waiting period or a threshold: nothing is lost by letting it pass";
        /// The dates do not follow.
        Disordered { starts: Date, last: Date } = "right-dates",
            "le délai commence le {starts} et finirait le {last} : vérifiez les dates",
            "the period starts on {starts} and would end on {last}: check the dates";
        /// Without article.
        NoArticle = "right-no-article",
            "un délai de votre main porte son article : sans lui, personne ne pourra le vérifier",
            "a deadline of your own bears its article: without it nobody can check it";
    }
}

/// The right behind a step of a procedure, from the answer of the law.
///
/// # Errors
/// [`NotARight::Waiting`] for a period that must be over first.
pub fn of_deadline(facts: DeadlineFacts, answer: &DeadlineAnswer) -> Result<Right, NotARight> {
    let term = Term::of_deadline(facts.from, facts.known_on, answer)
        .ok_or_else(|| NotARight::Waiting { step: answer.words.clone() })?;
    let right = facts.right(answer.words.clone(), answer.lost.clone(), term, answer.article.clone(), &answer.sources);
    Ok(Right { warnings: answer.warnings.clone(), ..right })
}

/// A right whose period is in no table: the house's own dates, said to be its own. It is how what the tables lack
/// is guarded all the same.
///
/// # Errors
/// [`NotARight`]: dates out of order, no article.
pub fn of_own_term(
    facts: DeadlineFacts,
    what: Wording,
    lost: Wording,
    term: Term,
    article: &str,
) -> Result<Right, NotARight> {
    if term.last_day < term.starts || term.last_day < term.safe {
        return Err(NotARight::Disordered { starts: term.starts, last: term.last_day });
    }
    if article.trim().is_empty() {
        return Err(NotARight::NoArticle);
    }
    let own = Wording::new(
        format!("{article} : délai saisi par vous, absent de procedure_deadlines.csv ; ajoutez-y la ligne vérifiée."),
        format!("{article}: a deadline of your own, not in procedure_deadlines.csv; add the checked row there."),
    );
    let right = facts.right(what, lost, term, article.trim().to_owned(), &[]);
    Ok(Right { status: Status::User, warnings: vec![own], ..right })
}

fn least_sure(sources: &[Source]) -> Status {
    sources.iter().map(|source| source.status).max().unwrap_or(Status::NotFound)
}
