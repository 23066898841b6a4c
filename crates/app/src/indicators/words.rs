//! What the indicators say in words: findings, and what is missing.

use std::cmp::Ordering;

use kernel::{Date, Language, Money, Wording, figures};
use ledger::indicators::Ratio;

use super::MonthFigures;

kernel::sentences! {
    /// Why a figure is not shown, and what would show it.
    Missing {
        /// Nothing is owed.
        NothingOutstanding = "nothing-outstanding",
            "rien n’est dû ce jour-là : il n’y a pas de délai à mesurer",
            "nothing is owed on that day: there is no delay to measure";
        /// Nothing was sold.
        NoSales { from: Date, until: Date } = "no-sales",
            "aucune vente du {from} au {until} : choisissez une période plus longue",
            "no sale from {from} to {until}: choose a longer period";
        /// The files are lists of open items only.
        SalesUnknown { creditors: String, from: Date } = "sales-unknown",
            "ventes inconnues depuis le {from} ({creditors}) : une liste de pièces ouvertes ne dit pas les factures déjà réglées. Importez le FEC de la période, ou ses mouvements lettrés.",
            "sales unknown since {from} ({creditors}): a list of open items does not tell the invoices settled already. Import the general ledger (FEC) of the period, or its matched movements.";
        /// The history begins inside the period.
        SalesSince { known: Date, from: Date } = "sales-unknown",
            "les ventes ne sont connues que depuis le {known}, et la période commence le {from} : raccourcissez-la, ou importez le FEC d’avant",
            "sales are known since {known} only, and the period begins on {from}: shorten it, or import the general ledger (FEC) before";
        /// The receivables are more than the sales known.
        HistoryTooShort { known: Date } = "history-too-short",
            "les créances dépassent toutes les ventes connues, qui commencent le {known} : importez le FEC d’avant",
            "the receivables exceed all the sales known, which begin on {known}: import the general ledger (FEC) before";
        /// The day is before the first file.
        BeforeLedger { known: Date } = "before-ledger",
            "l’encours n’est connu que depuis le {known} : ce qui fut réglé avant n’est dans aucun fichier importé",
            "what was open is known since {known} only: what was settled before is in no imported file";
        /// No file says since when.
        NeverKnown = "before-ledger",
            "aucun fichier importé ne dit depuis quand l’encours est complet",
            "no imported file says since when the balance is whole";
        /// Nothing is late.
        NothingLate = "nothing-late",
            "aucune pièce n’est en retard",
            "no piece is late";
        /// No file ended.
        NoFileEnded { from: Date, until: Date } = "no-file-ended",
            "aucun impayé réglé ni dossier clos du {from} au {until} : choisissez une période plus longue",
            "no late item paid and no case closed from {from} to {until}: choose a longer period";
        /// No money came on the files that ended.
        NothingCollected { from: Date, until: Date } = "nothing-collected",
            "rien n’est entré sur les dossiers terminés du {from} au {until} : il n’y a pas de délai à mesurer",
            "no money came on the files that ended from {from} to {until}: there is no delay to measure";
        /// Nothing was decided.
        NothingDecided { from: Date, until: Date } = "nothing-decided",
            "aucune procédure décidée dans les dossiers clos du {from} au {until}",
            "no procedure was decided in the cases closed from {from} to {until}";
        /// No case was closed.
        NoCaseClosed { from: Date, until: Date } = "no-case-closed",
            "aucun dossier contentieux clos du {from} au {until} : choisissez une période plus longue",
            "no court case closed from {from} to {until}: choose a longer period";
        /// The cases that were closed claimed nothing.
        NothingClaimed { from: Date, until: Date } = "nothing-claimed",
            "les dossiers clos du {from} au {until} ne réclamaient aucune pièce",
            "the cases closed from {from} to {until} claimed no item";
        /// No promise was due.
        NoPromise { from: Date, until: Date } = "no-promise",
            "aucune promesse jugée dont le jour tombe du {from} au {until}",
            "no judged promise whose day falls from {from} to {until}";
    }
}

/// The same sentence in both languages, each made by `say`.
pub(super) fn both(say: impl Fn(Language) -> String) -> Wording {
    Wording::new(say(Language::Fr), say(Language::En))
}

/// `40,4` or `40.4`.
pub(super) fn tenths(ratio: Ratio, language: Language) -> String {
    let text = ratio.to_decimal().replace('-', "\u{2212}");
    language.either(text.replace('.', ","), text.clone())
}

/// `40,4 %` or `40.4%`.
pub(super) fn percent(ratio: Ratio, language: Language) -> String {
    format!("{}{}", tenths(ratio, language), language.pick("\u{202f}%", "%"))
}

/// « Les 58 premiers font 55,2 % de l’échu. »
pub(super) fn top(accounts: u64, share: Ratio) -> Wording {
    both(|l| {
        let share = percent(share, l);
        let count = figures::count(i64::try_from(accounts).unwrap_or(i64::MAX), l);
        match (l, accounts) {
            (Language::Fr, 1) => format!("Le premier compte fait {share} de l’échu"),
            (Language::Fr, _) => format!("Les {count} premiers comptes font {share} de l’échu"),
            (Language::En, 1) => format!("The first account is {share} of what is overdue"),
            (Language::En, _) => format!("The first {count} accounts are {share} of what is overdue"),
        }
    })
}

fn end_of(day: Date, language: Language) -> String {
    let month = figures::month(day, language);
    if day == day.last_of_month() {
        language.either(format!("fin {month} {}", day.year()), format!("the end of {month} {}", day.year()))
    } else {
        language.either(format!("le {}", figures::date_long(day, language)), figures::date_long(day, language))
    }
}

/// Tenths that two figures must differ by to have moved.
const MOVED: i64 = 10;

/// Which way a figure went; a move under one point or one day is none.
fn way(was: Ratio, is: Ratio) -> Ordering {
    let moved = is.tenths() - was.tenths();
    if moved.abs() < MOVED { Ordering::Equal } else { moved.cmp(&0) }
}

/// What the share of what is overdue has done over the months that are known.
pub(super) fn balance_finding(months: &[MonthFigures]) -> Wording {
    let rate = |m: &MonthFigures| {
        let (all, late) = m.balance?;
        Some((m.until, Ratio::percent(late.minor(), all.minor())?))
    };
    let known: Vec<(Date, Ratio)> = months.iter().filter_map(rate).collect();
    let (Some(first), Some(last)) = (known.first(), known.last()) else {
        return Wording::new("L’encours n’est pas connu sur ces mois", "What was open in these months is not known");
    };
    let way = way(first.1, last.1);
    both(|l| {
        let (was, is, since) = (percent(first.1, l), percent(last.1, l), end_of(first.0, l));
        match (l, way) {
            (Language::Fr, _) if known.len() == 1 => format!("{is} de l’encours est échu"),
            (Language::En, _) if known.len() == 1 => format!("{is} of what is outstanding is overdue"),
            (Language::Fr, Ordering::Greater) => format!("La part échue monte depuis {since} : de {was} à {is}"),
            (Language::En, Ordering::Greater) => {
                format!("The overdue share has risen since {since}: from {was} to {is}")
            }
            (Language::Fr, Ordering::Less) => format!("La part échue baisse depuis {since} : de {was} à {is}"),
            (Language::En, Ordering::Less) => format!("The overdue share has fallen since {since}: from {was} to {is}"),
            (Language::Fr, Ordering::Equal) => format!("La part échue est de {is}, comme {since} ({was})"),
            (Language::En, Ordering::Equal) => format!("The overdue share is {is}, as at {since} ({was})"),
        }
    })
}

/// What the delays have done, and how much of them is lateness.
pub(super) fn delay_finding(months: &[MonthFigures]) -> Wording {
    let known: Vec<(Date, Ratio, Ratio)> =
        months.iter().filter_map(|m| m.delays.map(|(dso, best)| (m.until, dso, best))).collect();
    let (Some(first), Some(last)) = (known.first(), known.last()) else {
        return Wording::new(
            "Le DSO ne peut pas être calculé sur ces mois : leurs ventes ne sont pas connues",
            "DSO cannot be told over these months: their sales are not known",
        );
    };
    let way = way(first.1, last.1);
    both(|l| {
        let (was, is, best) = (tenths(first.1, l), tenths(last.1, l), tenths(last.2, l));
        let since = end_of(first.0, l);
        match (l, way) {
            (Language::Fr, _) if known.len() == 1 || way == Ordering::Equal => {
                format!("Le DSO est de {is} jours ; payés à l’échéance, ce serait {best}")
            }
            (Language::En, _) if known.len() == 1 || way == Ordering::Equal => {
                format!("DSO is {is} days; paid on the due date it would be {best}")
            }
            (Language::Fr, _) => format!(
                "Le DSO {} de {was} à {is} jours depuis {since} ; payés à l’échéance, ce serait {best}",
                if way == Ordering::Greater { "monte" } else { "baisse" }
            ),
            (Language::En, _) => format!(
                "DSO has {} from {was} to {is} days since {since}; paid on the due date it would be {best}",
                if way == Ordering::Greater { "risen" } else { "fallen" }
            ),
        }
    })
}

/// What delays leave out of the balance.
pub(super) fn without_doubtful(doubtful: Money) -> Wording {
    both(|l| {
        let amount = figures::money(doubtful, l);
        l.either(
            format!("Les délais laissent de côté {amount} de clients douteux (416)"),
            format!("Delays leave aside {amount} of doubtful receivables (416)"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_gap_says_what_to_do_in_both_languages() {
        for missing in Missing::examples() {
            for language in Language::ALL {
                let words = missing.words(*language);
                assert!(words.len() > 10 && !words.contains('{'), "{words}");
            }
        }
    }
}
