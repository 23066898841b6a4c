//! The cost of a whole path, for a decision and never for a document: an ended tariff is used and marked
//! « périmé », an unknown one leaves « au moins ».

use kernel::{Currency, Date, Money};
use serde::Serialize;

use crate::convention::eve;
use crate::tariffs::{TariffAsked, tariff};
use crate::text::{amount_en, amount_fr, date_en, date_fr, decimal};
use crate::{Law, LawError, Line};

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
    /// The sum in words, with « au moins » and « périmé » where they belong.
    pub explanation: Vec<Line>,
}

/// Estimates the cost of a path (table `cost_paths`) for a debt.
///
/// # Errors
/// [`LawError::Unknown`] for a path that does not exist.
pub fn estimate(path: &str, debt: Money, on: Date, law: &Law) -> Result<Estimate, LawError> {
    let table = law.table("cost_paths")?;
    let rows: Vec<_> = table.rows.iter().filter(|row| row.text("path") == path).collect();
    if rows.is_empty() {
        let mut known: Vec<&str> = table.rows.iter().map(|row| row.text("path")).collect();
        known.dedup();
        return Err(LawError::unknown("path", path, known.join(", ")));
    }
    let mut lines = Vec::new();
    let mut sum = Money::zero(Currency::EUR);
    for row in rows {
        let item = row.required("tariff")?;
        let label = Line::new(row.required("label_fr")?, row.required("label_en")?);
        let (gross, stale_since) = known_cost(item, debt, on, law)?;
        if let Some(gross) = gross {
            sum = sum.checked_add(gross)?;
        }
        lines.push(EstimateLine { item: item.to_owned(), label, gross: gross.map(Money::to_decimal), stale_since });
    }
    let complete = lines.iter().all(|line| line.gross.is_some());
    let stale = lines.iter().filter_map(|line| line.stale_since).min();
    let (least_fr, least_en) = if complete { ("", "") } else { ("au moins ", "at least ") };
    let mark = stale.map_or((String::new(), String::new()), |day| {
        (format!(" (périmé : tarif jusqu'au {})", date_fr(day)), format!(" (stale: tariff to {})", date_en(day)))
    });
    let explanation = vec![Line::new(
        format!("Coût estimé : {least_fr}{}{}.", amount_fr(sum), mark.0),
        format!("Estimated cost: {least_en}{}{}.", amount_en(sum), mark.1),
    )];
    Ok(Estimate { path: path.to_owned(), gross: sum, complete, current: stale.is_none(), lines, explanation })
}

/// The cost on that day, else by the last tariff known, else nothing.
fn known_cost(item: &str, debt: Money, on: Date, law: &Law) -> Result<(Option<Money>, Option<Date>), LawError> {
    match tariff(&TariffAsked::new(item, debt, on), law) {
        Ok(answer) => return Ok((Some(answer.gross), None)),
        Err(LawError::MissingRow { .. }) => {}
        Err(error) => return Err(error),
    }
    let Some(last) = law.tariffs().horizon().filter(|last| *last <= eve(on)) else { return Ok((None, None)) };
    match tariff(&TariffAsked::new(item, debt, last), law) {
        Ok(answer) => Ok((Some(answer.gross), Some(last))),
        Err(LawError::MissingRow { .. }) => Ok((None, None)),
        Err(error) => Err(error),
    }
}
