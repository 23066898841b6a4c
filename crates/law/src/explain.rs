//! The words of a computation of interest: enough for a reader to redo it with pencil and paper.

use kernel::{Date, Rate};

use crate::convention::{Conventions, DayCount, Ends, PaymentOrder, RoundAt};
use crate::interest::{self, AgreedRate, Claim, Imputation, Interest, Plan, Regime, Slice};
use crate::limitation::{Event, LimitationAsked, limitation};
use crate::source::cite;
use crate::text::{amount_en, amount_fr, date_en, date_fr, days_en, days_fr, points_en, points_fr, rate_en, rate_fr};
use crate::{CreditorClass, Law, LawError, Line, accrual};

/// Fills explanation, sources and warnings.
pub(crate) fn late_interest(
    answer: &mut Interest,
    claim: &Claim,
    plan: &Plan<'_>,
    law: &Law,
    until: Date,
) -> Result<(), LawError> {
    interest::cite_rates(answer, plan, law)?;
    cite_rules(answer, claim, plan, law);
    answer.explanation.push(opening(claim, plan));
    answer.explanation.push(rate_rule(claim, law)?);
    answer.explanation.push(conventions(claim.conventions));
    let steps = steps(answer, claim.conventions.payment_order);
    answer.explanation.extend(steps);
    answer.explanation.push(closing(answer, until));
    warn(answer, claim, plan, law, until)
}

/// Slices and payments in the order they happened.
pub(crate) fn steps(answer: &Interest, order: PaymentOrder) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut payments = answer.payments.iter().peekable();
    for slice in &answer.slices {
        while let Some(payment) = payments.next_if(|payment| payment.date < slice.from) {
            lines.push(imputation(payment, order));
        }
        lines.push(slice_line(slice));
    }
    lines.extend(payments.map(|payment| imputation(payment, order)));
    lines
}

fn cite_rules(answer: &mut Interest, claim: &Claim, plan: &Plan<'_>, law: &Law) {
    let mut keys = Vec::new();
    if !answer.slices.is_empty() {
        keys.push(("year_days", plan.course.late_from));
    }
    if claim.regime == Regime::Consumer {
        keys.push(("consumer_start_notice", plan.course.late_from));
    }
    if !answer.payments.is_empty() {
        let key = match claim.conventions.payment_order {
            PaymentOrder::InterestFirst => "imputation_interest_first",
            PaymentOrder::PrincipalFirst => "imputation_principal_first",
        };
        keys.push((key, answer.payments[0].date));
    }
    if let Some(act) = interest::indemnity_rule(claim.regime).filter(|_| !answer.indemnity.is_zero())
        && let Some((_, source)) = law.tariffs().flat(interest::INDEMNITY_ITEM, act, plan.course.late_from)
    {
        cite(&mut answer.sources, &mut answer.warnings, source);
    }
    for (key, day) in keys {
        if let Some(rule) = law.rules().if_any(key, day) {
            cite(&mut answer.sources, &mut answer.warnings, &rule.source);
        }
    }
}

fn opening(claim: &Claim, plan: &Plan<'_>) -> Line {
    let (fr, en) = (amount_fr(claim.principal), amount_en(claim.principal));
    let (due_fr, due_en) = (date_fr(claim.due), date_en(claim.due));
    let Some(first) = plan.course.first else {
        return Line::new(
            format!(
                "Créance de {fr} échue le {due_fr} ; sans mise en demeure, aucun intérêt ne court (C. civ. 1231-6)."
            ),
            format!("Claim of {en} due on {due_en}; without a formal notice no interest runs (C. civ. 1231-6)."),
        );
    };
    let (why_fr, why_en) = match claim.regime {
        Regime::B2b => ("sans rappel, C. com. L441-10 II", "no reminder needed, C. com. L441-10 II"),
        Regime::Public => ("de plein droit, CCP R2192-32", "of right, CCP R2192-32"),
        Regime::Consumer => {
            ("à compter de la mise en demeure, C. civ. 1231-6", "from the formal notice, C. civ. 1231-6")
        }
    };
    let (first_fr, first_en) = (date_fr(first), date_en(first));
    Line::new(
        format!("Créance de {fr} échue le {due_fr} ; les intérêts courent à partir du {first_fr} ({why_fr})."),
        format!("Claim of {en} due on {due_en}; interest runs from {first_en} ({why_en})."),
    )
}

fn rate_rule(claim: &Claim, law: &Law) -> Result<Line, LawError> {
    let points =
        |key: &str| law.rules().on(key, claim.due.max(Date::constant(2013, 1, 1))).and_then(crate::rules::Rule::rate);
    Ok(match (claim.regime, claim.agreed_rate) {
        (_, Some(AgreedRate::Fixed(rate))) => Line::new(
            format!("Taux convenu : {} l'an.", rate_fr(rate)),
            format!("Agreed rate: {} a year.", rate_en(rate)),
        ),
        (_, Some(AgreedRate::LegalTimes(n))) => Line::new(
            format!("Taux convenu : {n} fois le taux de l'intérêt légal de chaque semestre."),
            format!("Agreed rate: {n} times the legal rate of each half-year."),
        ),
        (_, Some(AgreedRate::EcbPlus(added))) => {
            let (fr, en) = (points_fr(added), points_en(added));
            Line::new(
                format!(
                    "Taux convenu : taux de refinancement de la BCE au premier jour du semestre, majoré de {fr} points."
                ),
                format!("Agreed rate: ECB refinancing rate on the first day of the half-year, plus {en} points."),
            )
        }
        (Regime::B2b, None) => {
            let added = points("b2b_default_points")?;
            let (fr, en) = (points_fr(added), points_en(added));
            Line::new(
                format!(
                    "Taux supplétif : taux de refinancement de la BCE au premier jour du semestre, majoré de {fr} points ; il change à chaque semestre (C. com. L441-10 II)."
                ),
                format!(
                    "Default rate: ECB refinancing rate on the first day of the half-year plus {en} points; it changes with each half-year (C. com. L441-10 II)."
                ),
            )
        }
        (Regime::Public, None) => {
            let added = points("public_points")?;
            let (fr, en) = (points_fr(added), points_en(added));
            Line::new(
                format!(
                    "Taux de la BCE au premier jour du semestre où les intérêts ont commencé à courir, majoré de {fr} points ; il vaut pour tout le retard (CCP R2192-31)."
                ),
                format!(
                    "ECB rate on the first day of the half-year in which interest started, plus {en} points; it holds for the whole delay (CCP R2192-31)."
                ),
            )
        }
        (Regime::Consumer, None) => Line::new(
            "Taux de l'intérêt légal de chaque semestre, selon la qualité du créancier (CMF L313-2).",
            "Legal rate of each half-year, by class of creditor (CMF L313-2).",
        ),
    })
}

pub(crate) fn conventions(c: Conventions) -> Line {
    let (ends_fr, ends_en) = match c.ends {
        Ends::DayAfterToPayment => (
            "du lendemain du point de départ au jour du paiement inclus",
            "from the day after the start to the day of payment included",
        ),
        Ends::BothIncluded => (
            "du point de départ au jour du paiement, l'un et l'autre inclus",
            "from the start to the day of payment, both included",
        ),
        Ends::StartToEve => {
            ("du point de départ inclus à la veille du paiement", "from the start included to the eve of payment")
        }
    };
    let (year_fr, year_en) = match c.day_count {
        DayCount::Actual365 => ("année de 365 jours", "year of 365 days"),
        DayCount::ActualActual => ("année civile de 365 ou 366 jours", "calendar year of 365 or 366 days"),
        DayCount::Actual360 => ("année de 360 jours", "year of 360 days"),
    };
    let (round_fr, round_en) = match c.round_at {
        RoundAt::Slice => ("chaque tranche arrondie au centime", "each slice rounded to the cent"),
        RoundAt::Total => ("un seul arrondi, sur le total", "one rounding, on the total"),
    };
    Line::new(
        format!("Conventions : {ends_fr} ; {year_fr} ; {round_fr}."),
        format!("Conventions: {ends_en}; {year_en}; {round_en}."),
    )
}

/// « du … au … : 10 jours × 10 000,00 € × 12,15 % / 365 = 33,29 € ».
pub(crate) fn slice_line(slice: &Slice) -> Line {
    Line::new(
        format!(
            "Du {} au {} : {} × {} × {} / {} = {}.",
            date_fr(slice.from),
            date_fr(slice.to),
            days_fr(slice.days),
            amount_fr(slice.balance),
            rate_fr(slice.rate),
            slice.year_days,
            amount_fr(slice.interest)
        ),
        format!(
            "{} to {}: {} × {} × {} / {} = {}.",
            date_en(slice.from),
            date_en(slice.to),
            days_en(slice.days),
            amount_en(slice.balance),
            rate_en(slice.rate),
            slice.year_days,
            amount_en(slice.interest)
        ),
    )
}

pub(crate) fn imputation(payment: &Imputation, order: PaymentOrder) -> Line {
    let mut parts = vec![
        ("intérêts", "interest", payment.to_interest),
        ("indemnité", "indemnity", payment.to_indemnity),
        ("principal", "principal", payment.to_principal),
        ("trop-perçu", "overpaid", payment.surplus),
    ];
    parts.retain(|(_, _, amount)| !amount.is_zero());
    let fr: Vec<_> = parts.iter().map(|(word, _, amount)| format!("{word} {}", amount_fr(*amount))).collect();
    let en: Vec<_> = parts.iter().map(|(_, word, amount)| format!("{word} {}", amount_en(*amount))).collect();
    let article = match order {
        PaymentOrder::InterestFirst => "C. civ. 1343-1",
        PaymentOrder::PrincipalFirst => "C. civ. 1343-5",
    };
    let (date, amount) = (payment.date, payment.amount);
    Line::new(
        format!("Paiement de {} le {} : {} ({article}).", amount_fr(amount), date_fr(date), fr.join(", ")),
        format!("Payment of {} on {}: {} ({article}).", amount_en(amount), date_en(date), en.join(", ")),
    )
}

pub(crate) fn closing(answer: &Interest, until: Date) -> Line {
    Line::new(
        format!(
            "Au {} : intérêts {}, indemnité forfaitaire de recouvrement {}, ensemble {} ; restent dus {} en principal et {} en intérêts.",
            date_fr(until),
            amount_fr(answer.interest),
            amount_fr(answer.indemnity),
            amount_fr(answer.total),
            amount_fr(answer.principal_left),
            amount_fr(answer.interest_left)
        ),
        format!(
            "On {}: interest {}, fixed recovery indemnity {}, together {}; still owed {} in principal and {} in interest.",
            date_en(until),
            amount_en(answer.interest),
            amount_en(answer.indemnity),
            amount_en(answer.total),
            amount_en(answer.principal_left),
            amount_en(answer.interest_left)
        ),
    )
}

fn warn(answer: &mut Interest, claim: &Claim, plan: &Plan<'_>, law: &Law, until: Date) -> Result<(), LawError> {
    let mut warnings = Vec::new();
    if until <= claim.due {
        warnings.push(Line::new(
            format!("La créance n'est pas échue au {}.", date_fr(until)),
            format!("The claim is not due on {}.", date_en(until)),
        ));
    }
    if claim.regime == Regime::Consumer {
        warn_consumer(&mut warnings, claim, until);
    } else if claim.indemnity && answer.indemnity.is_zero() && !answer.slices.is_empty() {
        warnings.push(Line::new(
            "Pas d'indemnité forfaitaire : retard antérieur au texte, autre monnaie que l'euro, ou procédure collective ouverte avant l'échéance.",
            "No fixed indemnity: the delay is older than the text, the currency is not the euro, or insolvency opened before the due date.",
        ));
    }
    let interest_first = claim.conventions.payment_order == PaymentOrder::InterestFirst;
    if claim.regime == Regime::Public && interest_first && !answer.payments.is_empty() {
        warnings.push(Line::new(
            "Un comptable public paie le principal, puis les intérêts (CCP R2192-36) : si le paiement visait le principal, imputez-le d'abord sur lui.",
            "A public accountant pays the principal, then interest (CCP R2192-36): if the payment was for the principal, impute it there first.",
        ));
    }
    warnings.extend(interest::below_floor(claim, law, &answer.slices).into_iter().map(floor_warning));
    warn_events(&mut warnings, answer, claim, plan, until);
    warnings.extend(time_barred(claim, law, until)?);
    answer.warnings.extend(warnings);
    Ok(())
}

fn floor_warning((first, rate, floor): (Date, Rate, Option<Rate>)) -> Line {
    let Some(floor) = floor else {
        return Line::new(
            format!(
                "Plancher légal du semestre du {} non vérifié : ligne absente de legal_interest_rate.csv.",
                date_fr(first)
            ),
            format!(
                "The floor of the half-year from {} was not tested: no row in legal_interest_rate.csv.",
                date_en(first)
            ),
        );
    };
    Line::new(
        format!(
            "Taux convenu {} inférieur au plancher légal {} (trois fois le taux légal, semestre du {}) : C. com. L441-10 II.",
            rate_fr(rate),
            rate_fr(floor),
            date_fr(first)
        ),
        format!(
            "Agreed rate {} is below the floor {} (three times the legal rate, half-year from {}): C. com. L441-10 II.",
            rate_en(rate),
            rate_en(floor),
            date_en(first)
        ),
    )
}

fn warn_consumer(warnings: &mut Vec<Line>, claim: &Claim, until: Date) {
    if claim.formal_notice.is_none() && until > claim.due {
        warnings.push(Line::new(
            "Aucune mise en demeure indiquée : pas d'intérêt envers un consommateur avant elle.",
            "No formal notice given: no interest from a consumer before it.",
        ));
    }
    if claim.indemnity {
        warnings.push(Line::new(
            "L'indemnité forfaitaire de recouvrement n'est jamais due par un consommateur.",
            "The fixed recovery indemnity is never owed by a consumer.",
        ));
    }
    if claim.agreed_rate.is_some() {
        warnings.push(Line::new(
            "Taux convenu avec un consommateur : la clause peut être abusive (C. conso. L212-1, R212-2 3°) et le juge la modérer (C. civ. 1231-5).",
            "Rate agreed with a consumer: the clause may be unfair (C. conso. L212-1, R212-2 3°) and the judge may reduce it (C. civ. 1231-5).",
        ));
    }
}

/// What limitation says of the claim when nothing but its payments interrupted it.
fn time_barred(claim: &Claim, law: &Law, until: Date) -> Result<Option<Line>, LawError> {
    let kind = match (claim.regime, claim.creditor_class) {
        (Regime::B2b, _) => "b2b",
        (Regime::Public, _) => "public",
        (Regime::Consumer, CreditorClass::Professional) => "consumer",
        (Regime::Consumer, CreditorClass::Individual) => "civil",
    };
    let paid = claim.payments.iter().filter(|payment| payment.date > claim.due);
    let events = paid.map(|payment| Event::new(payment.date, "partial-payment")).collect();
    let asked = LimitationAsked { kind: kind.to_owned(), due: claim.due, completed: None, events, on: until };
    let answer = limitation(&asked, law)?;
    let end = answer.expires;
    Ok(answer.expired.then(|| {
        Line::new(
            format!("Sans acte interruptif, la créance est prescrite depuis le {} à minuit.", date_fr(end)),
            format!("Unless something interrupted it, the claim is time-barred since {} at midnight.", date_en(end)),
        )
    }))
}

fn warn_events(warnings: &mut Vec<Line>, answer: &Interest, claim: &Claim, plan: &Plan<'_>, until: Date) {
    if let Some(opening) = claim.insolvency.filter(|opening| *opening <= until) {
        let stop = accrual::insolvency_stop(opening);
        warnings.push(Line::new(
            format!("Procédure collective ouverte le {} : le cours des intérêts s'arrête, dernier jour compté le {} (sauf prêt d'un an ou plus).", date_fr(opening), date_fr(stop)),
            format!("Insolvency opened on {}: interest stops, last day counted {} (save loans of one year or more).", date_en(opening), date_en(stop)),
        ));
    }
    if plan.payments.iter().any(|payment| payment.date > until) {
        warnings.push(Line::new(
            format!("Les paiements postérieurs au {} ne sont pas comptés.", date_fr(until)),
            format!("Payments after {} are not counted.", date_en(until)),
        ));
    }
    if !answer.overpaid.is_zero() {
        warnings.push(Line::new(
            format!("Trop-perçu de {} à rendre ou à imputer ailleurs.", amount_fr(answer.overpaid)),
            format!("{} received beyond the debt, to be returned or imputed elsewhere.", amount_en(answer.overpaid)),
        ));
    }
}
