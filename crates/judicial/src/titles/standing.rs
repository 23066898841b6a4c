//! What a title is worth on a day: its clock, its interest, what it opens and what it does not.

use kernel::{Currency, Date, Money, Wording, slug_enum};
use law::judgment::{Judgment, legal_interest};
use law::limitation::{Event, LimitationAnswer, LimitationAsked, limitation};
use law::text::{date_en, date_fr};
use law::{Interest, Law, LawError};
use serde::Serialize;

use super::{Finality, Title};
use crate::procedure::StayGround;

slug_enum!(
    /// What may be said of a title in one word.
    TitleState {
        /// Obtained; it has to be served before it can be enforced.
        ToServe = "to-serve",
        /// A recourse suspends it.
        Suspended = "suspended",
        /// It can be enforced, although a recourse is open.
        Provisional = "provisional",
        /// It can be enforced for good.
        Enforceable = "enforceable",
        /// All it awards is paid.
        Satisfied = "satisfied",
        /// Its time is over.
        Prescribed = "prescribed",
        /// A later decision set it aside.
        Annulled = "annulled",
    }
);

/// A measure, and whether the title opens it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Door {
    /// Short name of its definition: `attachment`; `serve` for the service of the title itself.
    pub measure: String,
    /// Whether it may be begun.
    pub open: bool,
    /// Why, or why not, with what to do next.
    pub why: Wording,
    /// Articles of the measure; absent where the tables hold none.
    pub article: Option<String>,
}

/// A title on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TitleStanding {
    /// In one word.
    pub state: TitleState,
    /// Its clock; absent when the kind of claim it lasts as long as is not known.
    pub clock: Option<LimitationAnswer>,
    /// What the sums that bear interest came to, with the five points more; absent where there are none, where no
    /// judge decided, or where a rate is missing.
    pub interest: Option<Interest>,
    /// All that is still owed by the title; absent where the interest cannot be computed.
    pub owed: Option<Money>,
    /// What may be done with it, and what may not.
    pub doors: Vec<Door>,
    /// What a reader must know.
    pub warnings: Vec<Wording>,
}

/// Measures that need no enforceable title (CPCE L511-2).
const CONSERVATORY: &str = "conservatory-measures";

/// Where a title stands on a day; `stayed` when the creditor's acts are suspended, with since when.
///
/// # Errors
/// [`LawError::Unknown`] for a renewal or a kind of claim that the tables do not know, [`LawError::Money`] when
/// sums of two currencies meet.
///
/// ```
/// use judicial::titles::{Title, TitleKind, TitleState, standing};
/// use law::Law;
/// let title = Title::new(TitleKind::Judgment, "2026-03-02".parse()?, "tribunal de commerce de Lille", "2026F00112");
/// let now = standing(&title, None, "2026-11-21".parse()?, Law::builtin())?;
/// assert_eq!(now.state, TitleState::ToServe);
/// assert!(now.doors.iter().all(|door| door.measure != "attachment" || !door.open));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn standing(
    title: &Title,
    stayed: Option<(StayGround, Date)>,
    today: Date,
    law: &Law,
) -> Result<TitleStanding, LawError> {
    let mut warnings = Vec::new();
    let clock = clock(title, today, law, &mut warnings)?;
    let (interest, owed) = sums(title, today, law, &mut warnings)?;
    if title.original.is_none() {
        warnings.push(Wording::new(
            "où est la copie exécutoire ? le commissaire de justice la demande",
            "where is the enforceable copy? the commissaire de justice asks for it",
        ));
    }
    for warning in clock.iter().flat_map(|clock| &clock.warnings).chain(interest.iter().flat_map(|sums| &sums.warnings))
    {
        if !warnings.contains(warning) {
            warnings.push(warning.clone());
        }
    }
    let state = state(title, clock.as_ref(), owed, today);
    let doors = doors(title, state, stayed, today, law)?;
    Ok(TitleStanding { state, clock, interest, owed, doors, warnings })
}

fn state(title: &Title, clock: Option<&LimitationAnswer>, owed: Option<Money>, today: Date) -> TitleState {
    let served = title.first_service().is_some_and(|served| served.day <= today);
    if title.annulled.as_ref().is_some_and(|(day, _)| *day <= today) {
        TitleState::Annulled
    } else if owed.is_some_and(Money::is_zero) && !title.heads.is_empty() {
        TitleState::Satisfied
    } else if clock.is_some_and(|clock| clock.expired) {
        TitleState::Prescribed
    } else if title.kind.wants_service() && !served {
        TitleState::ToServe
    } else {
        match title.finality {
            Finality::Suspended => TitleState::Suspended,
            Finality::Provisional => TitleState::Provisional,
            Finality::Final => TitleState::Enforceable,
        }
    }
}

/// Ten years for a decision, or the claim's own period where it is longer; the claim's own for the others.
fn clock(
    title: &Title,
    today: Date,
    law: &Law,
    warnings: &mut Vec<Wording>,
) -> Result<Option<LimitationAnswer>, LawError> {
    let from = title.enforceable.unwrap_or(title.date);
    if title.enforceable.is_none() && title.kind.is_decision() {
        warnings.push(Wording::new(
            "le délai est compté de la date du titre : donnez le jour où il est devenu exécutoire",
            "the period is counted from the date of the title: give the day it became enforceable",
        ));
    }
    let mut events: Vec<Event> = Vec::new();
    let (kind, due) = match (&title.claim, title.kind.is_decision()) {
        (Some(claim), decision) => {
            events.push(Event::new(from, if decision { "judgment" } else { "officer-title" }));
            (claim.kind.clone(), claim.due)
        }
        (None, true) => ("title".to_owned(), from),
        (None, false) => {
            warnings.push(Wording::new(
                "ce titre dure autant que la créance (CPCE L111-4 a contrario) : donnez la nature de la créance et son échéance",
                "this title lasts as long as its claim (CPCE L111-4 a contrario): give the kind of claim and its due date",
            ));
            return Ok(None);
        }
    };
    events.extend(
        title
            .renewals
            .iter()
            .map(|renewal| Event { reference: renewal.reference.clone(), ..Event::new(renewal.day, &renewal.event) }),
    );
    limitation(&LimitationAsked { kind, due, completed: None, events, on: today }, law).map(Some)
}

fn sums(
    title: &Title,
    today: Date,
    law: &Law,
    warnings: &mut Vec<Wording>,
) -> Result<(Option<Interest>, Option<Money>), LawError> {
    let currency = title.heads.first().map_or(Currency::EUR, |head| head.amount.currency());
    let zero = Money::zero(currency);
    let (mut bearing, mut bare) = (zero, zero);
    for head in &title.heads {
        let sum = if head.bears && title.kind.is_decision() { &mut bearing } else { &mut bare };
        *sum = sum.checked_add(head.amount)?;
    }
    if bearing.is_zero() {
        let received = title.payments.iter().filter(|payment| payment.date <= today);
        let received = received.map(|payment| payment.amount).try_fold(zero, Money::checked_add)?;
        let left = bare.checked_add(-received)?;
        return Ok((None, Some(at_least_zero(left))));
    }
    // not served, it bears the legal rate and not yet the five points more
    let service = title.first_service().map(|served| served.day).filter(|day| *day <= today);
    let enforceable =
        if title.kind.wants_service() { service.unwrap_or(today) } else { title.enforceable.unwrap_or(title.date) };
    let judgment = Judgment {
        bears_from: Some(title.date),
        capitalise: title.capitalise,
        payments: title.payments.clone(),
        ..Judgment::new(bearing, enforceable, title.creditor_class)
    };
    match legal_interest(&judgment, law, today) {
        Ok(interest) => {
            let left = interest.owed.checked_add(bare)?.checked_add(-interest.overpaid)?;
            Ok((Some(interest), Some(at_least_zero(left))))
        }
        Err(missing @ LawError::MissingRow { .. }) => {
            warnings.push(missing.wording());
            Ok((None, None))
        }
        Err(error) => Err(error),
    }
}

fn at_least_zero(amount: Money) -> Money {
    if amount.minor() < 0 { Money::zero(amount.currency()) } else { amount }
}

fn doors(
    title: &Title,
    state: TitleState,
    stayed: Option<(StayGround, Date)>,
    today: Date,
    law: &Law,
) -> Result<Vec<Door>, LawError> {
    let over = matches!(state, TitleState::Annulled | TitleState::Satisfied | TitleState::Prescribed);
    let mut doors = vec![Door {
        measure: "serve".to_owned(),
        open: !over && title.kind.is_decision(),
        why: if over { said(state, title) } else { service(title) },
        article: None,
    }];
    let enforcement = law.procedures().list().filter(|definition| definition.needs_title());
    for definition in enforcement.chain([law.procedures().find(CONSERVATORY)?]) {
        let measure = definition.name.as_str();
        // before service, or while a recourse suspends it, a decision opens conservatory measures without leave
        let early = measure == CONSERVATORY && matches!(state, TitleState::ToServe | TitleState::Suspended);
        let ready = matches!(state, TitleState::Provisional | TitleState::Enforceable) || early;
        let (open, why) = match (stayed, definition.open_on(today)) {
            (Some((ground, since)), _) if since <= today => (false, suspended(ground, since)),
            (_, Err(why)) => (false, why),
            _ if !ready => (false, said(state, title)),
            _ => (true, opens(state, early)),
        };
        let article = Some(definition.source.article.clone());
        doors.push(Door { measure: measure.to_owned(), open, why, article });
    }
    Ok(doors)
}

fn service(title: &Title) -> Wording {
    match title.first_service() {
        None if title.kind.wants_service() => Wording::new(
            "à signifier : tant qu’il ne l’est pas, il ne s’exécute pas",
            "to be served: until it is, it cannot be enforced",
        ),
        None => Wording::new("la signification n’est pas exigée de ce titre", "this title needs no service"),
        Some(served) => Wording::new(
            format!("signifié le {} à {}", date_fr(served.day), served.on),
            format!("served on {} on {}", served.on, date_en(served.day)),
        ),
    }
}

fn suspended(ground: StayGround, since: Date) -> Wording {
    let ground = ground.words();
    Wording::new(
        format!("suspendu depuis le {} : {}", date_fr(since), ground.fr),
        format!("suspended since {}: {}", date_en(since), ground.en),
    )
}

fn opens(state: TitleState, early: bool) -> Wording {
    match state {
        _ if early => Wording::new(
            "sans autorisation du juge, avant l’exécution",
            "without leave of the judge, before enforcement",
        ),
        TitleState::Provisional => Wording::new(
            "possible ; aux risques du créancier tant qu’un recours est ouvert",
            "possible; at the creditor’s risk while a recourse is open",
        ),
        _ => Wording::new("possible", "possible"),
    }
}

/// Why nothing is enforced, and what to do next.
fn said(state: TitleState, title: &Title) -> Wording {
    match state {
        TitleState::ToServe => Wording::new(
            "le titre n’est pas signifié : faites-le signifier d’abord (la table des délais n’en porte pas l’article : ajoutez-le)",
            "the title is not served: have it served first (the table of deadlines holds no article for it: add it)",
        ),
        TitleState::Suspended => Wording::new(
            "un recours suspend l’exécution : attendez la décision, ou prenez une mesure conservatoire",
            "a recourse suspends enforcement: wait for the decision, or take a conservatory measure",
        ),
        TitleState::Prescribed => Wording::new(
            "le titre est prescrit (CPCE L111-4) : vérifiez qu’aucun acte ne l’a interrompu",
            "the title is time-barred (CPCE L111-4): check that no act interrupted its period",
        ),
        TitleState::Satisfied => Wording::new("tout est payé : donnez la quittance", "all is paid: give the receipt"),
        TitleState::Annulled => {
            let by = title.annulled.as_ref().map_or("", |(_, by)| by.as_str());
            Wording::new(format!("le titre est anéanti : {by}"), format!("the title was set aside: {by}"))
        }
        TitleState::Provisional | TitleState::Enforceable => opens(state, false),
    }
}

#[cfg(test)]
mod tests;
