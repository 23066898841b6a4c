//! Rights as they open: of a piece from its import, of a procedure from its acts.

use kernel::{Date, Money, Wording, days_between};
use law::deadlines::DeadlineAnswer;
use law::limitation::{Event, LimitationAnswer, LimitationAsked, limitation, limitation_days};
use law::text::{date_en, date_fr};
use law::{Law, LawError, Source, Status};
use ledger::{AccountId, ItemId};

use super::clock::{Clock, Term};
use super::{CaseId, DeadlineId, OwnerId, Right, RightId, RightKind, Whose};
use crate::insolvency::clocks::Clock as Period;
use crate::procedure::Deadline;

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

fn asked(facts: &ItemFacts, on: Date) -> LimitationAsked {
    LimitationAsked {
        kind: facts.kind.clone(),
        due: facts.due,
        completed: facts.completed,
        events: facts.events.clone(),
        on,
    }
}

/// The clock of the right of a piece, without its words.
///
/// # Errors
/// As [`of_item`].
pub fn clock_of_item(facts: &ItemFacts, on: Date, law: &Law) -> Result<Clock, LawError> {
    Ok(Clock::of_limitation(limitation_days(&asked(facts, on), law)?, facts.due_inferred))
}

/// The right of a piece: the limitation of its claim, followed to `on`.
///
/// # Errors
/// [`LawError::Unknown`] for a kind or an event that is not in the tables.
pub fn of_item(facts: &ItemFacts, on: Date, law: &Law) -> Result<Right, LawError> {
    let answer = limitation(&asked(facts, on), law)?;
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
        clock: Clock::of_limitation(answer.days(), facts.due_inferred),
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

/// The right behind a deadline of a procedure that is followed; none while it has no last day, or is not ours.
pub fn of_followed(facts: DeadlineFacts, deadline: &Deadline) -> Option<Right> {
    let (last_day, safe) = (deadline.due?, deadline.safe?);
    if !deadline.ours || deadline.earliest.is_some() {
        return None;
    }
    let starts = deadline.from.unwrap_or(facts.from);
    let counted_back = last_day < starts;
    let days = i32::try_from(days_between(starts, last_day).abs()).unwrap_or(i32::MAX);
    let term = Term { starts, last_day, safe, days, counted_back };
    let right = facts.right(deadline.words.clone(), deadline.lost.clone(), term, deadline.article.clone(), &[]);
    Some(Right { warnings: deadline.warnings.clone(), ..right })
}

/// The right behind a period of an insolvency, which no procedure of ours opened.
pub fn of_insolvency(facts: DeadlineFacts, what: Wording, period: &Period) -> Right {
    let days = i32::try_from(days_between(period.from, period.raw)).unwrap_or(i32::MAX);
    let term = Term { starts: period.from, last_day: period.due, safe: period.safe, days, counted_back: false };
    let right = facts.right(what, period.lost.clone(), term, period.article.clone(), &period.sources);
    Right { warnings: period.warnings.clone(), ..right }
}

/// The right to enforce a title: its own limitation, with what there is to lose by it.
pub fn of_title(facts: DeadlineFacts, name: &Wording, clock: &LimitationAnswer) -> Right {
    let what =
        Wording::new(format!("prescription du titre : {}", name.fr), format!("limitation of the title: {}", name.en));
    let lost = Wording::new("titre prescrit : il ne s’exécute plus", "title time-barred: it cannot be enforced");
    let article = clock.sources.first().map(|source| source.article.clone()).unwrap_or_default();
    let runs = Clock::of_limitation(clock.days(), false);
    let right = facts.right(what, lost, *runs.term(), article, &clock.sources);
    Right { clock: runs, warnings: clock.warnings.clone(), ..right }
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
