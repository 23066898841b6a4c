//! What credit says, in words: points, causes, states, signals with what to do.

use amicable::credit::{Conduct, Criterion, Share, rules};
use kernel::{Date, Language, Money, Spoken, Wording};

use super::{OrderCause, OrderGone, OrderState, Signal};

/// Both languages from one function of the language.
pub(super) fn both(say: impl Fn(Language) -> String) -> Wording {
    Wording::new(say(Language::Fr), say(Language::En))
}

/// A state in words that follow « orders are ».
pub fn state_words(state: OrderState) -> Wording {
    let (fr, en) = match state {
        OrderState::Proposed => ("proposées au blocage", "proposed to be held"),
        OrderState::Blocked => ("bloquées", "held"),
        OrderState::Releasing => ("bloquées, déblocage proposé", "held, release proposed"),
        OrderState::Released => ("débloquées", "released"),
        OrderState::Refused => ("libres, blocage refusé", "free, hold refused"),
        OrderState::Withdrawn => ("libres, proposition retirée", "free, proposal withdrawn"),
    };
    Wording::new(fr, en)
}

/// Why orders are to be held.
pub fn cause_words(cause: OrderCause) -> Wording {
    let (fr, en) = match cause {
        OrderCause::Insolvency => ("procédure collective", "insolvency"),
        OrderCause::BrokenPlan => ("échéancier rompu", "instalment plan broken"),
        OrderCause::BrokenPromise => ("promesse non tenue", "promise not kept"),
        OrderCause::OverLimit => ("plafond dépassé", "limit exceeded"),
        OrderCause::Overdue => ("retard trop long", "late for too long"),
        OrderCause::ByHand => ("à la main", "by hand"),
    };
    Wording::new(fr, en)
}

/// What a criterion was read from.
pub(super) fn point_words(criterion: Criterion, conduct: &Conduct) -> Wording {
    both(|language| {
        let n = |n: i64| n.said(language);
        let fr = language == Language::Fr;
        let said = match criterion {
            Criterion::Lateness => conduct.paid_late.map(|days| {
                let (days, pieces) = (n(days), n(conduct.paid_pieces));
                if fr {
                    format!("{days} j de retard en moyenne, {pieces} pièces payées en deux ans")
                } else {
                    format!("{days} days late on average, {pieces} pieces paid in two years")
                }
            }),
            Criterion::Trend => conduct.recent.zip(conduct.before).map(|(recent, before)| {
                let (recent, before) = (n(recent), n(before));
                if fr {
                    format!("{recent} j ces trois mois, {before} j les neuf mois d’avant")
                } else {
                    format!("{recent} days these three months, {before} days the nine months before")
                }
            }),
            Criterion::Overdue => conduct.overdue.per_mille().map(|share| {
                let share = n((share + 5) / 10);
                if fr {
                    format!("{share} % de ce qui est dû est échu")
                } else {
                    format!("{share}% of what is owed is late")
                }
            }),
            Criterion::Promises => {
                share_words(conduct.promises, ("promesses non tenues", "promises not kept"), language)
            }
            Criterion::Plans => share_words(conduct.plans, ("échéanciers rompus", "plans broken"), language),
            Criterion::Disputes => {
                share_words(conduct.disputes, ("litiges clos infondés", "closed disputes unfounded"), language)
            }
            Criterion::Rejects => conduct.rejects.map(|times| {
                let times = n(times);
                if fr {
                    format!("paiements rejetés en douze mois : {times}")
                } else {
                    format!("payments sent back in twelve months: {times}")
                }
            }),
            Criterion::Age => conduct.months.map(|months| {
                let months = n(months);
                if fr {
                    format!("dans les livres depuis {months} mois")
                } else {
                    format!("in the books for {months} months")
                }
            }),
        };
        said.unwrap_or_else(|| language.pick("inconnu", "not known").to_owned())
    })
}

/// So many of so many; none of nothing.
fn share_words(share: Share, (fr, en): (&'static str, &'static str), language: Language) -> Option<String> {
    let (bad, all) = (share.bad.said(language), share.of.said(language));
    (share.of > 0).then(|| match language {
        Language::Fr => format!("{fr} : {bad} sur {all}"),
        Language::En => format!("{en}: {bad} of {all}"),
    })
}

/// Why there is no class.
pub(super) fn unknown_words(conduct: &Conduct) -> Wording {
    let (seen, least) = (conduct.witnesses, rules().witnesses);
    both(|language| {
        let (seen, least) = (seen.said(language), least.said(language));
        match language {
            Language::Fr => format!("Pas d’historique : {seen} factures échues, il en faut {least}."),
            Language::En => format!("No history: {seen} invoices fell due, {least} are needed."),
        }
    })
}

/// What a signal says, and what to do about it.
pub fn signal_words(
    signal: Signal,
    (about, days): (Date, Option<i64>),
    (owed, piece): (Money, &str),
) -> (Wording, Wording) {
    let said = both(|language| {
        let (day, n) = (about.said(language), days.unwrap_or(0).abs().said(language));
        let owed = owed.said(language);
        let over = days.is_some_and(|days| days < 0);
        let (fr, en) = match signal {
            Signal::DeclareOver => (
                format!("{piece} : le délai de déclaration à l’assureur a fini le {day} ; reste {owed}"),
                format!("{piece}: the delay to declare it to the insurer ended on {day}; {owed} open"),
            ),
            Signal::Declare if over => (
                format!("{piece} : à déclarer à l’assureur au plus tard le {day}, délai dépassé ; reste {owed}"),
                format!("{piece}: to be declared to the insurer by {day}, the delay is over; {owed} open"),
            ),
            Signal::Declare => (
                format!("{piece} : à déclarer à l’assureur au plus tard le {day}, encore {n} j ; reste {owed}"),
                format!("{piece}: to be declared to the insurer by {day}, {n} days left; {owed} open"),
            ),
            Signal::OverCover => {
                (format!("Encours de {owed}, au-delà de la garantie"), format!("{owed} owed, beyond what is insured"))
            }
            Signal::OverLimit => {
                (format!("Encours de {owed}, au-delà du plafond"), format!("{owed} owed, beyond the limit"))
            }
            Signal::PromiseBroken => (format!("Promesse au {day} non tenue"), format!("Promise for {day} not kept")),
            Signal::DebitRejected => (format!("Paiement rejeté le {day}"), format!("Payment sent back on {day}")),
            Signal::FirstLate => (format!("Bon payeur en retard de {n} j"), format!("A good payer is {n} days late")),
            Signal::Slower => (format!("Paie {n} j plus tard qu’avant"), format!("Pays {n} days later than before")),
            Signal::CoverEnds => (format!("La garantie finit le {day}"), format!("The insurance ends on {day}")),
        };
        language.either(fr, en)
    });
    let (fr, en) = match signal {
        Signal::DeclareOver => {
            ("Demander à l’assureur s’il reçoit encore la déclaration", "Ask the insurer whether it still takes it")
        }
        Signal::Declare => ("Déclarer l’impayé à l’assureur", "Declare the unpaid pieces to the insurer"),
        Signal::OverCover => ("Demander une extension, ou retenir les commandes", "Ask for more cover, or hold orders"),
        Signal::OverLimit => ("Revoir le plafond, ou bloquer les commandes", "Review the limit, or hold orders"),
        Signal::PromiseBroken => ("Appeler, et proposer un échéancier écrit", "Call, and offer a written plan"),
        Signal::DebitRejected => ("Appeler, et changer de moyen de paiement", "Call, and change the means of payment"),
        Signal::FirstLate => (
            "Appeler aujourd’hui : oubli, litige ou difficulté ?",
            "Call today: forgotten, contested, or in difficulty?",
        ),
        Signal::Slower => {
            ("Voir le commercial, revoir délais et plafond", "See the salesperson, review terms and limit")
        }
        Signal::CoverEnds => ("Renouveler la garantie ou baisser le plafond", "Renew the insurance or lower the limit"),
    };
    (said, Wording::new(fr, en))
}

/// Why a rule asks for a block no more.
pub fn gone_words(gone: OrderGone) -> Wording {
    let (fr, en) = match gone {
        OrderGone::NotInsolvent => {
            ("plus aucune procédure collective n’est en cours", "no insolvency is under way any more")
        }
        OrderGone::NothingLate => ("plus rien n’est en retard", "nothing is late any more"),
        OrderGone::WithinLimit => ("l’encours est revenu sous le plafond", "what is owed is within the limit again"),
        OrderGone::WithinDays => {
            ("le retard est revenu sous le nombre de jours permis", "what is late is within the days allowed again")
        }
        OrderGone::RuleOff => ("la maison a retiré cette règle", "the house took this rule away"),
    };
    Wording::new(fr, en)
}
