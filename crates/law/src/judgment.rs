//! Interest on a judgment: legal rate, five points more after two months, yearly capitalisation.
//!
//! C. civ. 1231-7, 1343-2; CMF L313-2, L313-3. The legal rate changes with each half-year.

use kernel::{Date, Money, Territory};
use serde::{Deserialize, Serialize};

use crate::accrual::{self, Course};
use crate::convention::{Conventions, next};
use crate::explain;
use crate::interest::{self, CreditorClass, Interest, Payment, Plan, Schedule, assemble};
use crate::source::cite;
use crate::text::{amount_en, amount_fr, date_en, date_fr, rate_en, rate_fr};
use crate::time::Length;
use crate::{Law, LawError, Line};

/// The day the rate rises, once two months have passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MajorationDay {
    /// The day after the two-month anniversary. Default: the example of Service-Public F20688.
    #[default]
    DayAfter,
    /// The anniversary itself.
    Anniversary,
}

/// A sum awarded by a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgment {
    /// What was awarded.
    pub amount: Money,
    /// The day after which the sum bears, when it is not `enforceable`: the decision itself (C. civ. 1231-7), or
    /// another day it sets. The increase still waits for two months from `enforceable`.
    pub bears_from: Option<Date>,
    /// The day the decision became enforceable, even provisionally; in practice, its service.
    pub enforceable: Date,
    /// Class of the legal rate.
    pub creditor_class: CreditorClass,
    /// Whether the decision or the contract grants capitalisation.
    pub capitalise: bool,
    /// In any order.
    pub payments: Vec<Payment>,
    /// When the rate rises.
    pub majoration: MajorationDay,
    /// What the sources leave open.
    pub conventions: Conventions,
}

impl Judgment {
    /// A judgment without payment or capitalisation.
    pub fn new(amount: Money, enforceable: Date, creditor_class: CreditorClass) -> Self {
        Self {
            amount,
            bears_from: None,
            enforceable,
            creditor_class,
            capitalise: false,
            payments: Vec::new(),
            majoration: MajorationDay::default(),
            conventions: Conventions::default(),
        }
    }
}

/// Interest of a judgment to `until` included. No fixed indemnity here.
///
/// # Errors
/// As [`interest::late_interest`].
///
/// ```
/// use kernel::{Currency, Money};
/// use law::judgment::{Judgment, legal_interest};
/// use law::{CreditorClass, Law};
/// let awarded = Money::parse("10000.00", Currency::EUR)?;
/// let judgment = Judgment::new(awarded, "2024-01-01".parse()?, CreditorClass::Individual);
/// let answer = legal_interest(&judgment, Law::builtin(), "2024-06-30".parse()?)?;
/// // five points more from the day after the two months
/// assert_eq!(answer.slices[1].from.to_string(), "2024-03-02");
/// assert_eq!(answer.slices[1].rate.to_string(), "13.01");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn legal_interest(judgment: &Judgment, law: &Law, until: Date) -> Result<Interest, LawError> {
    interest::check_amounts(judgment.amount, &judgment.payments)?;
    let kind = judgment.creditor_class.legal_rate();
    let points = law.rules().on("majoration_points", judgment.enforceable)?;
    let months = law.rules().on("majoration_months", judgment.enforceable)?;
    let count = u16::try_from(months.integer()?).unwrap_or(0);
    let anniversary = Length::months(count).after(judgment.enforceable, Territory::Metropole)?;
    let raised_on = match judgment.majoration {
        MajorationDay::DayAfter => next(anniversary),
        MajorationDay::Anniversary => anniversary,
    };
    let start = judgment.bears_from.unwrap_or(judgment.enforceable);
    let payments = interest::by_date(&judgment.payments);
    let course = Course {
        principal: judgment.amount,
        first: Some(judgment.conventions.first_day(start)),
        until,
        stop: None,
        indemnity: Money::zero(judgment.amount.currency()),
        late_from: next(start),
        yearly: judgment.capitalise.then_some(start),
    };
    let schedule = Schedule::Raised(kind, raised_on, points.rate()?);
    let plan = Plan { course, payments, schedule, regime: interest::Regime::Consumer, sources: Vec::new() };
    let debt = accrual::run(course, &plan.payments, judgment.conventions, |day| plan.rate_on(law, day))?;
    let mut answer = assemble(&debt)?;
    interest::cite_rates(&mut answer, &plan, law)?;
    if until >= raised_on && !answer.slices.is_empty() {
        cite(&mut answer.sources, &mut answer.warnings, &points.source);
    }
    for key in ["year_days"].into_iter().chain(judgment.capitalise.then_some("capitalisation_months")) {
        cite(&mut answer.sources, &mut answer.warnings, &law.rules().on(key, until.max(start))?.source);
    }
    let shortest = law.limitation_tables().kind("interest-consumer")?;
    let longest = law.limitation_tables().kind("interest-b2b")?;
    if shortest.length.after(start, Territory::Metropole)? < until {
        for kind in [shortest, longest] {
            cite(&mut answer.sources, &mut answer.warnings, &kind.source);
        }
        let (few_fr, many_fr) = (shortest.length.words_fr(), longest.length.words_fr());
        let (few_en, many_en) = (shortest.length.words_en(), longest.length.words_en());
        answer.warnings.push(Line::new(
            format!("Sans acte interruptif, seuls les intérêts des derniers {many_fr} se recouvrent, {few_fr} contre un consommateur."),
            format!("Unless interrupted, only the interest of the last {many_en} can be recovered, {few_en} from a consumer."),
        ));
    }
    explain(&mut answer, judgment, raised_on, points.rate()?, until);
    Ok(answer)
}

fn explain(answer: &mut Interest, judgment: &Judgment, raised_on: Date, points: kernel::Rate, until: Date) {
    let (enforceable, amount) = (judgment.enforceable, judgment.amount);
    let mut lines = vec![
        Line::new(
            format!(
                "Condamnation de {} exécutoire le {} : intérêt au taux légal, selon la qualité du créancier (C. civ. 1231-7, CMF L313-2).",
                amount_fr(amount),
                date_fr(enforceable)
            ),
            format!(
                "Judgment for {} enforceable on {}: legal rate, by class of creditor (C. civ. 1231-7, CMF L313-2).",
                amount_en(amount),
                date_en(enforceable)
            ),
        ),
        Line::new(
            format!(
                "À partir du {}, deux mois étant passés, le taux est majoré de {} (CMF L313-3).",
                date_fr(raised_on),
                rate_fr(points)
            ),
            format!(
                "From {}, two months having passed, the rate is raised by {} (CMF L313-3).",
                date_en(raised_on),
                rate_en(points)
            ),
        ),
        explain::conventions(judgment.conventions),
    ];
    if let Some(start) = judgment.bears_from {
        lines.insert(
            1,
            Line::new(
                format!(
                    "La somme porte intérêt à compter du {}, date de la décision ou qu'elle fixe (C. civ. 1231-7).",
                    date_fr(start)
                ),
                format!(
                    "The sum bears interest from {}, the day of the decision or one it sets (C. civ. 1231-7).",
                    date_en(start)
                ),
            ),
        );
    }
    if judgment.capitalise {
        lines.push(Line::new(
            "Capitalisation : les intérêts dus pour une année entière produisent intérêt (C. civ. 1343-2).",
            "Capitalisation: interest due for a whole year bears interest (C. civ. 1343-2).",
        ));
    }
    lines.extend(explain::steps(answer, judgment.conventions.payment_order));
    lines.push(explain::closing(answer, until));
    answer.explanation = lines;
    if until >= raised_on {
        answer.warnings.push(Line::new(
            "Le juge de l'exécution peut exonérer le débiteur de la majoration ou la réduire (CMF L313-3).",
            "The enforcement judge may waive or reduce the increase (CMF L313-3).",
        ));
    }
    if judgment.bears_from.is_none() {
        answer.warnings.push(Line::new(
            "Intérêts comptés depuis la force exécutoire : la décision elle-même, antérieure, les fait courir, sauf autre date qu'elle fixe (C. civ. 1231-7) ; indiquez-la.",
            "Interest is counted from the day the decision became enforceable: the decision itself, which is earlier, starts it unless it sets another day (C. civ. 1231-7); give it.",
        ));
    }
    if until <= judgment.enforceable {
        answer.warnings.push(Line::new(
            "Décision non encore exécutoire à cette date.",
            "The decision is not enforceable on that day.",
        ));
    }
}
