//! One function per verb of `quittance law`: parsed arguments in, an answer that serialises to the
//! contract's JSON out.

use kernel::{Date, Rate};
use serde::Serialize;

use crate::source::cite;
use crate::text::{amount_en, amount_fr, date_en, date_fr, rate_en, rate_fr};
use crate::{Law, LawError, Line, RateKind, Source, Status};

pub use crate::check::check;
pub use crate::courts::court;
pub use crate::deadlines::deadline;
pub use crate::decompte::decompte;
pub use crate::due_date::{due_date, legal_term};
pub use crate::estimate::estimate;
pub use crate::interest::late_interest;
pub use crate::judgment::legal_interest;
pub use crate::limitation::limitation;
pub use crate::mentions::mentions;
pub use crate::procedures::next_acts;
pub use crate::tariffs::tariff;
pub use crate::time::period;
pub use crate::wages::wage;

/// A rate on a day, with its bounds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RateAnswer {
    /// Percent a year.
    pub rate: Rate,
    /// First day.
    pub valid_from: Date,
    /// Last day.
    pub valid_to: Date,
    /// How the figure was established.
    pub status: Status,
    /// Plain words.
    pub explanation: Vec<Line>,
    /// Rows used.
    pub sources: Vec<Source>,
    /// Rows that are not verified.
    pub warnings: Vec<Line>,
}

/// `law rate KIND --on DAY`.
///
/// # Errors
/// [`LawError::MissingRow`] outside the tables.
///
/// ```
/// use law::{Law, answers};
/// let law = Law::builtin();
/// let answer = answers::rate(law, law::RateKind::B2bFloor, "2026-12-31".parse()?)?;
/// assert_eq!(answer.rate.to_string(), "8.25");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn rate(law: &Law, kind: RateKind, on: Date) -> Result<RateAnswer, LawError> {
    let found = law.rate(kind, on)?;
    let (mut sources, mut warnings) = (Vec::new(), Vec::new());
    for source in &found.sources {
        cite(&mut sources, &mut warnings, source);
    }
    let (from, to) = (found.valid_from, found.valid_to);
    let explanation = vec![Line::new(
        format!(
            "{} au {} : {}, du {} au {}.",
            kind.slug(),
            date_fr(on),
            rate_fr(found.rate),
            date_fr(from),
            date_fr(to)
        ),
        format!(
            "{} on {}: {}, from {} to {}.",
            kind.slug(),
            date_en(on),
            rate_en(found.rate),
            date_en(from),
            date_en(to)
        ),
    )];
    Ok(RateAnswer {
        rate: found.rate,
        valid_from: from,
        valid_to: to,
        status: found.status,
        explanation,
        sources,
        warnings,
    })
}

/// One entry of a list: a name and what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// What to write on the command line.
    pub name: String,
    /// What it is.
    pub label: String,
    /// Article, or where it comes from.
    pub article: String,
}

/// `law deadline --list`: `procedure step`, the step in words, its article.
///
/// ```
/// use law::{Law, answers};
/// let law = Law::builtin();
/// assert!(answers::deadline_list(law).iter().any(|entry| entry.name == "payment-order service"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn deadline_list(law: &Law) -> Vec<Entry> {
    let entry = |row: &crate::deadlines::DeadlineRow| Entry {
        name: format!("{} {}", row.procedure, row.step),
        label: format!("{} ({})", row.title, row.value),
        article: row.source.article.clone(),
    };
    law.deadlines().list().iter().map(entry).collect()
}

/// `law tariff --list`.
///
/// ```
/// use law::{Law, answers};
/// let law = Law::builtin();
/// assert!(answers::tariff_list(law).iter().any(|entry| entry.name == "service-of-order"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn tariff_list(law: &Law) -> Vec<Entry> {
    let entry = |item: &crate::tariffs::TariffItem| Entry {
        name: item.slug.clone(),
        label: item.label.fr.clone(),
        article: item.label.en.clone(),
    };
    law.tariff_items().iter().map(entry).collect()
}

/// The kinds of claim and the events `law limitation` knows.
///
/// ```
/// use law::{Law, answers};
/// let law = Law::builtin();
/// let (kinds, events) = answers::limitation_list(law);
/// assert!(kinds.iter().any(|kind| kind.name == "b2b") && events.iter().any(|event| event.name == "letter"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn limitation_list(law: &Law) -> (Vec<Entry>, Vec<Entry>) {
    let tables = law.limitation_tables();
    let kinds = tables.kinds().map(|row| Entry {
        name: row.slug.clone(),
        label: format!("{} ({})", row.kind, row.length.words_en()),
        article: row.source.article.clone(),
    });
    let events = tables.events().map(|row| Entry {
        name: row.event.clone(),
        label: row.why.en.clone(),
        article: row.source.article.clone(),
    });
    (kinds.collect(), events.collect())
}

/// `law procedure --list`: every procedure, and whether it waits for something.
///
/// ```
/// use law::{Law, answers};
/// let law = Law::builtin();
/// assert!(answers::procedure_list(law).len() >= 14);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn procedure_list(law: &Law) -> Vec<Entry> {
    let entry = |procedure: &crate::procedures::Procedure| {
        let waits = procedure.waits_for.as_ref().map(|reason| format!(" (en attente : {reason})")).unwrap_or_default();
        Entry {
            name: procedure.name.clone(),
            label: format!("{}{waits}", procedure.label.fr),
            article: procedure.source.article.clone(),
        }
    };
    law.procedures().list().map(entry).collect()
}

/// What a bank leaves on the accounts of a natural person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BankMinimumAnswer {
    /// The sum, once for all the accounts of the person.
    #[serde(serialize_with = "crate::text::decimal::serialize")]
    pub amount: kernel::Money,
    /// Plain words.
    pub explanation: Vec<Line>,
    /// The row used.
    pub sources: Vec<Source>,
    /// Rows that are not verified.
    pub warnings: Vec<Line>,
}

/// `law bank-minimum --on DAY` (CPCE L162-2).
///
/// # Errors
/// [`LawError::MissingRow`] when the sum of that day is not in the tables.
///
/// ```
/// use law::{Law, answers};
/// let law = Law::builtin();
/// assert_eq!(answers::bank_minimum(law, "2025-06-01".parse()?)?.amount.to_decimal(), "646.52");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn bank_minimum(law: &Law, on: Date) -> Result<BankMinimumAnswer, LawError> {
    let (amount, source) = crate::wages::bank_minimum(on, law)?;
    let (mut sources, mut warnings) = (Vec::new(), Vec::new());
    cite(&mut sources, &mut warnings, &source);
    let explanation = vec![Line::new(
        format!("Somme laissée sur les comptes au {} : {} (CPCE L162-2).", date_fr(on), amount_fr(amount)),
        format!("Sum left on the accounts on {}: {} (CPCE L162-2).", date_en(on), amount_en(amount)),
    )];
    Ok(BankMinimumAnswer { amount, explanation, sources, warnings })
}

/// `law legal-term --list`: the kinds of payment terms, with the length and its start.
///
/// # Errors
/// [`LawError::UnknownTable`], never with the shipped tables.
///
/// ```
/// use law::{Law, answers};
/// let law = Law::builtin();
/// assert!(answers::legal_term_list(law)?.iter().any(|entry| entry.name == "livestock_fresh_meat"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn legal_term_list(law: &Law) -> Result<Vec<Entry>, LawError> {
    let entry = |row: &crate::table::Row| Entry {
        name: row.text("kind").to_owned(),
        label: format!("{} ({})", row.text("duration"), row.text("start_event")),
        article: row.text("article").to_owned(),
    };
    Ok(law.table("payment_terms")?.rows.iter().map(entry).collect())
}
