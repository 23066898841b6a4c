//! The cost of a whole path, for a decision and never for a document: an ended tariff is used and marked
//! « périmé », an unknown one leaves « au moins ».

use kernel::{Currency, Date, Money};
use serde::Serialize;

use crate::refusals::Word;
use crate::source::cite;
use crate::tariffs::{TariffAnswer, TariffAsked, tariff};
use crate::text::{amount_en, amount_fr, date_en, date_fr, decimal};
use crate::{Law, LawError, Line, Source};

/// One cost of a path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EstimateLine {
    /// Word of the tariff.
    pub item: String,
    /// What it is.
    pub label: Line,
    /// What is paid, VAT included; absent when unknown.
    pub gross: Option<String>,
    /// The last day of the tariff used, when it had ended: « périmé ».
    pub stale_since: Option<Date>,
    #[serde(skip)]
    known: Option<Money>,
}

/// The cost of a path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Estimate {
    /// Its name.
    pub path: String,
    /// Sum of what is known.
    #[serde(serialize_with = "decimal::serialize")]
    pub gross: Money,
    /// False when a cost is unknown: the sum is then « au moins ».
    pub complete: bool,
    /// False when an ended tariff was used.
    pub current: bool,
    /// The costs.
    pub lines: Vec<EstimateLine>,
    /// The sum in words, with « au moins » and « périmé » where they belong, then each cost.
    pub explanation: Vec<Line>,
    /// Rows used.
    pub sources: Vec<Source>,
    /// What a reader must know.
    pub warnings: Vec<Line>,
}

/// Estimates the cost of a path (table `cost_paths`) for a debt.
///
/// # Errors
/// [`LawError::Unknown`] for a path that does not exist.
///
/// ```
/// use kernel::{Currency, Money};
/// use law::{Law, estimate::estimate};
/// let debt = Money::parse("10000.00", Currency::EUR)?;
/// let answer = estimate("payment-order", debt, "2026-11-21".parse()?, Law::builtin())?;
/// assert!(answer.explanation[0].fr.contains("périmé"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn estimate(path: &str, debt: Money, on: Date, law: &Law) -> Result<Estimate, LawError> {
    let table = law.table("cost_paths")?;
    let rows: Vec<_> = table.rows.iter().filter(|row| row.text("path") == path).collect();
    if rows.is_empty() {
        let mut known: Vec<&str> = table.rows.iter().map(|row| row.text("path")).collect();
        known.dedup();
        return Err(LawError::unknown(Word::Path, path, known.join(", ")));
    }
    let mut lines = Vec::new();
    let (mut sources, mut warnings) = (Vec::new(), vec![not_for_documents()]);
    let mut sum = Money::zero(Currency::EUR);
    for row in rows {
        let item = row.required("tariff")?;
        let label = Line::new(row.required("label_fr")?, row.required("label_en")?);
        let (answer, stale_since) = known_cost(item, debt, on, law)?;
        for source in answer.iter().flat_map(|answer| &answer.sources) {
            cite(&mut sources, &mut warnings, source);
        }
        let gross = answer.map(|answer| answer.gross);
        sum = sum.checked_add(gross.unwrap_or(Money::zero(Currency::EUR)))?;
        let shown = gross.map(Money::to_decimal);
        lines.push(EstimateLine { item: item.to_owned(), label, gross: shown, stale_since, known: gross });
    }
    if let Some(row) = law.tariffs().of("who pays").first() {
        cite(&mut sources, &mut warnings, &row.source);
        warnings.push(Line::new(
            "Avec un titre, les frais d'exécution sont au débiteur, hors émolument A444-32 ; sans titre, au créancier, sauf acte prescrit par la loi (CPCE L111-8).",
            "With a title, enforcement costs are the debtor's, save fee A444-32; without one, the creditor's, save acts the law prescribes (CPCE L111-8).",
        ));
    }
    let complete = lines.iter().all(|line| line.gross.is_some());
    let stale = lines.iter().filter_map(|line| line.stale_since).min();
    let (least_fr, least_en) = if complete { ("", "") } else { ("au moins ", "at least ") };
    let mark = stale.map_or((String::new(), String::new()), |day| {
        (format!(" (périmé : tarif jusqu'au {})", date_fr(day)), format!(" (stale: tariff to {})", date_en(day)))
    });
    let mut explanation = vec![Line::new(
        format!("Coût estimé : {least_fr}{}{}.", amount_fr(sum), mark.0),
        format!("Estimated cost: {least_en}{}{}.", amount_en(sum), mark.1),
    )];
    explanation.extend(lines.iter().map(words));
    let current = stale.is_none();
    Ok(Estimate { path: path.to_owned(), gross: sum, complete, current, lines, explanation, sources, warnings })
}

/// The cost of one item for a debt, by the tariff of that day or else by the last one known, marked with its end.
/// For a decision, never for a document.
///
/// # Errors
/// [`LawError::Unknown`] for an item that does not exist.
///
/// ```
/// use kernel::{Currency, Money};
/// use law::{Law, estimate::estimate_item};
/// let debt = Money::parse("10000.00", Currency::EUR)?;
/// let line = estimate_item("service-of-order", debt, "2026-11-21".parse()?, Law::builtin())?;
/// // (25.79 × 2 + 9.40) × 1.20, the tariff to 28 February 2026
/// assert_eq!(line.amount().map(Money::to_decimal).as_deref(), Some("73.18"));
/// assert_eq!(line.stale_since.map(|day| day.to_string()).as_deref(), Some("2026-02-28"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn estimate_item(item: &str, debt: Money, on: Date, law: &Law) -> Result<EstimateLine, LawError> {
    let label = law.tariffs().item(item)?.label.clone();
    let (answer, stale_since) = known_cost(item, debt, on, law)?;
    let known = answer.map(|answer| answer.gross);
    Ok(EstimateLine { item: item.to_owned(), label, gross: known.map(Money::to_decimal), stale_since, known })
}

impl EstimateLine {
    /// What is paid, VAT included; nothing when unknown.
    pub const fn amount(&self) -> Option<Money> {
        self.known
    }

    /// « Signification : 73,18 € TTC, périmé : tarif jusqu'au 28 février 2026. », or « inconnu ».
    pub fn words(&self) -> Line {
        words(self)
    }
}

fn not_for_documents() -> Line {
    Line::new(
        "Estimation pour décider : elle n'entre dans aucun document.",
        "An estimate for a decision: it enters no document.",
    )
}

/// « Requête au greffe : 31,80 € TTC (périmé depuis le 28 février 2026) ».
fn words(line: &EstimateLine) -> Line {
    let Some(gross) = line.known else {
        return Line::new(format!("{} : inconnu.", line.label.fr), format!("{}: unknown.", line.label.en));
    };
    let (stale_fr, stale_en) = line.stale_since.map_or((String::new(), String::new()), |day| {
        (format!(", périmé : tarif jusqu'au {}", date_fr(day)), format!(", stale: tariff to {}", date_en(day)))
    });
    Line::new(
        format!("{} : {} TTC{stale_fr}.", line.label.fr, amount_fr(gross)),
        format!("{}: {} with VAT{stale_en}.", line.label.en, amount_en(gross)),
    )
}

/// The cost on that day, else by the last tariff known of that item, else nothing.
fn known_cost(item: &str, debt: Money, on: Date, law: &Law) -> Result<(Option<TariffAnswer>, Option<Date>), LawError> {
    match tariff(&TariffAsked::new(item, debt, on), law) {
        Ok(answer) => return Ok((Some(answer), None)),
        Err(LawError::MissingRow { .. }) => {}
        Err(error) => return Err(error),
    }
    let Some(last) = law.tariffs().last_day(law.tariffs().item(item)?, on) else { return Ok((None, None)) };
    match tariff(&TariffAsked::new(item, debt, last), law) {
        Ok(answer) => Ok((Some(answer), Some(last))),
        Err(LawError::MissingRow { .. }) => Ok((None, None)),
        Err(error) => Err(error),
    }
}
