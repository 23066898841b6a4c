//! What may be seized from wages, and what a bank must leave.
//!
//! C. trav. R3252-2, R3252-3 (yearly net brackets, thresholds raised per dependant), L3252-3 (the
//! income of a single person stays), CPCE L162-2 (the same sum on a bank account).

use kernel::{Currency, Date, Money, Rounding};
use serde::Serialize;

use crate::refusals::{Fault, Refusal, Sought};
use crate::scale::euros;
use crate::source::cite;
use crate::table::Row;
use crate::text::{amount_en, amount_fr, decimal};
use crate::{Law, LawError, Line, Source};

const BRACKETS: &str = "wage garnishment bracket (annual net, no dependant)";
const DEPENDANT: &str = "wage garnishment";
const FLOOR: &str = "SBI / floor left to debtor";

/// The seizable part of wages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WageAnswer {
    /// A year.
    #[serde(serialize_with = "decimal::serialize")]
    pub yearly: Money,
    /// A month: a twelfth, limited so that the floor stays.
    #[serde(serialize_with = "decimal::serialize")]
    pub monthly: Money,
    /// What must stay each month, when known for that day.
    pub floor: Option<String>,
    /// Plain words.
    pub explanation: Vec<Line>,
    /// Rows used.
    pub sources: Vec<Source>,
    /// What a reader must know.
    pub warnings: Vec<Line>,
}

/// One bracket: from, to, share as a fraction.
struct Bracket {
    over: i64,
    up_to: Option<i64>,
    numerator: i64,
    denominator: i64,
}

fn rows<'a>(law: &'a Law, item: &'a str, on: Date) -> Result<Vec<&'a Row>, LawError> {
    let mut found = Vec::new();
    for row in law.table("tariffs")?.rows.iter().filter(|row| row.text("item") == item) {
        let (from, to) = (row.optional_date("valid_from")?, row.optional_date("valid_to")?);
        if from.is_none_or(|from| from <= on) && to.is_none_or(|to| on <= to) {
            found.push(row);
        }
    }
    Ok(found)
}

fn missing(item: &str, act: &str, on: Date) -> LawError {
    LawError::MissingRow {
        table: "tariffs",
        asked: Sought::ThingOn { key: item.to_owned(), day: on.to_string() },
        row: format!(
            "item,act,amount_or_formula,valid_from,valid_to,article,status,source = \"{item}\",{act},<value>,{}-01-01,{}-12-31,C.trav R3252-2,verified,<décret>",
            on.year(),
            on.year()
        ),
    }
}

fn amount(row: &Row, text: &str, column: &str) -> Result<i64, LawError> {
    euros(text).map(Money::minor).ok_or_else(|| row.error(column, Fault::Amount { text: text.to_owned() }))
}

fn bracket(row: &Row) -> Result<Bracket, LawError> {
    let act = row.required("act")?;
    let bad = || row.error("act", Fault::Bracket { text: act.to_owned() });
    let (over, up_to) = act.strip_prefix("over ").and_then(|rest| rest.split_once(" up to ")).ok_or_else(bad)?;
    let share = row.required("amount_or_formula")?;
    let (numerator, denominator) = share.split_once('/').unwrap_or((share, "1"));
    let whole = |text: &str| text.trim().parse::<i64>().ok().filter(|n| *n > 0);
    let (Some(numerator), Some(denominator)) = (whole(numerator), whole(denominator)) else {
        return Err(row.error("amount_or_formula", Fault::Fraction { text: share.to_owned() }));
    };
    let up_to = if up_to.trim() == "-" { None } else { Some(amount(row, up_to, "act")?) };
    Ok(Bracket { over: amount(row, over, "act")?, up_to, numerator, denominator })
}

/// The brackets of a day, checked: from zero, without hole, the last one open.
fn brackets(
    law: &Law,
    on: Date,
    sources: &mut Vec<Source>,
    warnings: &mut Vec<Line>,
) -> Result<Vec<Bracket>, LawError> {
    let rows = rows(law, BRACKETS, on)?;
    let Some(first) = rows.first() else { return Err(missing(BRACKETS, "over 0 up to <top>", on)) };
    // a whole scale of the user's stands for ours; else each of its rows joins ours
    let users: Vec<&Row> = rows.iter().copied().filter(|row| row.user).collect();
    let read = |rows: &[&Row]| {
        let mut brackets = rows.iter().map(|row| bracket(row)).collect::<Result<Vec<_>, _>>()?;
        brackets.sort_by_key(|bracket| bracket.over);
        let whole = brackets.first().is_some_and(|b| b.over == 0)
            && brackets.windows(2).all(|pair| pair[0].up_to == Some(pair[1].over))
            && brackets.last().is_some_and(|b| b.up_to.is_none());
        Ok::<_, LawError>((brackets, whole))
    };
    let (mut brackets, mut whole) = read(&users)?;
    let mut used = &users;
    if !whole {
        (brackets, whole) = read(&rows)?;
        used = &rows;
    }
    for row in used {
        cite(sources, warnings, &row.source(row.required("article")?)?);
    }
    if whole { Ok(brackets) } else { Err(first.error("act", Fault::Brackets)) }
}

/// Computes the seizable part of a yearly net wage.
///
/// # Errors
/// [`LawError::MissingRow`] when the scale of that year is not in the tables.
///
/// ```
/// use kernel::{Currency, Money};
/// use law::{Law, wages::wage};
/// let answer = wage(Money::parse("24000.00", Currency::EUR)?, 0, "2026-02-01".parse()?, Law::builtin())?;
/// assert_eq!(answer.monthly.to_decimal(), "471.71");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn wage(net_yearly: Money, dependants: u16, on: Date, law: &Law) -> Result<WageAnswer, LawError> {
    if net_yearly.minor() < 0 || net_yearly.currency() != Currency::EUR {
        return Err(Refusal::Wage { amount: net_yearly }.into());
    }
    let (mut sources, mut warnings, mut explanation) = (Vec::new(), Vec::new(), Vec::new());
    let brackets = brackets(law, on, &mut sources, &mut warnings)?;
    let rise_row = rows(law, DEPENDANT, on)?.into_iter().next_back();
    let rise_row = rise_row.ok_or_else(|| missing(DEPENDANT, "increase of all thresholds per dependant", on))?;
    cite(&mut sources, &mut warnings, &rise_row.source(rise_row.required("article")?)?);
    let rise = amount(rise_row, rise_row.required("amount_or_formula")?, "amount_or_formula")? * i64::from(dependants);
    explanation.push(opening(net_yearly, dependants, rise));
    // sixtieths of a cent: exact for every fraction of the scale
    let (scale, mut seizable) = (60_i128, 0_i128);
    for bracket in &brackets {
        let over = if bracket.over == 0 { 0 } else { bracket.over + rise };
        let top = bracket.up_to.map_or(net_yearly.minor(), |top| (top + rise).min(net_yearly.minor()));
        let part = (top - over).max(0);
        if part > 0 {
            seizable += i128::from(part) * i128::from(bracket.numerator) * scale / i128::from(bracket.denominator);
            explanation.push(bracket_line(bracket, over, bracket.up_to.map(|top| top + rise), part));
        }
    }
    let to_cents = |sixtieths: i128, months: i128| {
        i64::try_from(Rounding::HalfUp.divide(sixtieths, scale * months)).map_err(|_| kernel::MoneyError::Overflow)
    };
    let (mut yearly, mut monthly) = (to_cents(seizable, 1)?, to_cents(seizable, 12)?);
    explanation.push(Line::new(
        "Ces parts s'ajoutent, arrondies une fois au centime ; le mois en est le douzième.",
        "These parts are added, rounded once to the cent; the month is a twelfth of them.",
    ));
    let floor = floor(law, on, &mut sources, &mut warnings)?;
    let left = net_yearly.minor() / 12 - monthly;
    match floor {
        Some(floor) if left < floor => {
            monthly = (net_yearly.minor() / 12 - floor).max(0);
            yearly = (net_yearly.minor() - floor * 12).max(0);
            let money = Money::new(floor, Currency::EUR);
            explanation.push(Line::new(
                format!(
                    "Il doit rester {} par mois (C. trav. L3252-3) : l'année se limite au net moins douze fois cette somme, le mois au douzième du net, sans fraction de centime, moins cette somme ; rien en dessous de zéro.",
                    amount_fr(money)
                ),
                format!(
                    "{} a month must stay (C. trav. L3252-3): the year is limited to the net wage less twelve times that sum, the month to a twelfth of the net wage, without fractions of a cent, less that sum; nothing below zero.",
                    amount_en(money)
                ),
            ));
        }
        Some(_) => {}
        None => warnings.push(Line::new(
            "Montant à laisser inconnu pour cette date : vérifiez que le revenu d'une personne seule reste au débiteur.",
            "The sum to be left is not known for that day: check that the income of a single person stays.",
        )),
    }
    let money = |minor| Money::new(minor, Currency::EUR);
    explanation.push(Line::new(
        format!("Quotité saisissable : {} par an, {} par mois.", amount_fr(money(yearly)), amount_fr(money(monthly))),
        format!("Seizable part: {} a year, {} a month.", amount_en(money(yearly)), amount_en(money(monthly))),
    ));
    Ok(WageAnswer {
        yearly: money(yearly),
        monthly: money(monthly),
        floor: floor.map(|f| money(f).to_decimal()),
        explanation,
        sources,
        warnings,
    })
}

fn opening(net: Money, dependants: u16, rise: i64) -> Line {
    let rise = Money::new(rise, Currency::EUR);
    Line::new(
        format!(
            "Net annuel : {} ; personnes à charge : {dependants}, seuils relevés de {}.",
            amount_fr(net),
            amount_fr(rise)
        ),
        format!(
            "Net yearly wage: {}; dependants: {dependants}, thresholds raised by {}.",
            amount_en(net),
            amount_en(rise)
        ),
    )
}

/// « De 4 480,00 € à 8 730,00 € : 1/10 de 4 250,00 €. »
fn bracket_line(bracket: &Bracket, over: i64, top: Option<i64>, part: i64) -> Line {
    let money = |minor| Money::new(minor, Currency::EUR);
    let share = format!("{}/{}", bracket.numerator, bracket.denominator);
    let (fr, en) = (amount_fr(money(over)), amount_en(money(over)));
    let (range_fr, range_en) = top.map_or_else(
        || (format!("Au-delà de {fr}"), format!("Over {en}")),
        |top| (format!("De {fr} à {}", amount_fr(money(top))), format!("From {en} to {}", amount_en(money(top)))),
    );
    let (part_fr, part_en) = (amount_fr(money(part)), amount_en(money(part)));
    Line::new(format!("{range_fr} : {share} de {part_fr}."), format!("{range_en}: {share} of {part_en}."))
}

fn floor(law: &Law, on: Date, sources: &mut Vec<Source>, warnings: &mut Vec<Line>) -> Result<Option<i64>, LawError> {
    let Some(row) = rows(law, FLOOR, on)?.into_iter().next_back() else { return Ok(None) };
    cite(sources, warnings, &row.source(row.required("article")?)?);
    amount(row, row.required("amount_or_formula")?, "amount_or_formula").map(Some)
}

/// What a bank must leave on the accounts of a natural person (CPCE L162-2).
///
/// # Errors
/// [`LawError::MissingRow`] when the sum of that day is not in the tables.
///
/// ```
/// let (left, _) = law::wages::bank_minimum("2025-06-01".parse()?, law::Law::builtin())?;
/// assert_eq!(left.to_decimal(), "646.52");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn bank_minimum(on: Date, law: &Law) -> Result<(Money, Source), LawError> {
    let row = rows(law, FLOOR, on)?.into_iter().next_back();
    let row = row.ok_or_else(|| missing(FLOOR, "RSA single person", on))?;
    let minor = amount(row, row.required("amount_or_formula")?, "amount_or_formula")?;
    Ok((Money::new(minor, Currency::EUR), row.source(row.required("article")?)?))
}
