//! Due dates from payment terms, with the readings of « 45 jours fin de mois » as options.
//!
//! C. com. L441-10 I caps what professionals may agree: 60 days from the invoice, or 45 days end of
//! month where expressly agreed.

use jiff::ToSpan;
use kernel::{Date, days_between};
use serde::{Deserialize, Serialize};

use crate::refusals::{Fault, Refusal, Word};
use crate::source::cite;
use crate::text::{date_en, date_fr};
use crate::{Law, LawError, Line, Source};

/// How « N days end of month » is read. The contract should say; both first readings are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EndOfMonth {
    /// Invoice plus N days, then the end of that month.
    #[serde(rename = "eom-after-45d")]
    DaysThenEnd,
    /// End of the month of the invoice, then N calendar days.
    #[serde(rename = "45d-after-eom")]
    EndThenDays,
    /// End of month, then whole months of thirty days, the rest as the day of the month: « le 15 ».
    #[serde(rename = "eom-15th")]
    EndThenDayOfMonth,
}

impl EndOfMonth {
    /// Reads `eom-after-45d`, `45d-after-eom` or `eom-15th`.
    ///
    /// # Errors
    /// [`LawError::Unknown`].
    pub fn parse(word: &str) -> Result<Self, LawError> {
        match word {
            "eom-after-45d" => Ok(Self::DaysThenEnd),
            "45d-after-eom" => Ok(Self::EndThenDays),
            "eom-15th" => Ok(Self::EndThenDayOfMonth),
            _ => Err(LawError::unknown(Word::Convention, word, "eom-after-45d, 45d-after-eom, eom-15th")),
        }
    }
}

/// Terms of payment as read from words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Days granted.
    pub days: u16,
    /// The reading the words themselves suggest; absent without « end of month ».
    pub end_of_month: Option<EndOfMonth>,
    /// Day of the following month on which it is paid: « le 10 ».
    pub on_day: Option<i8>,
}

/// Words of payment terms that say nothing of their own.
const FILLER: [&str; 28] = [
    "days",
    "day",
    "jours",
    "jour",
    "j",
    "d",
    "net",
    "nets",
    "end",
    "of",
    "month",
    "fin",
    "de",
    "mois",
    "eom",
    "fdm",
    "from",
    "invoice",
    "date",
    "facture",
    "apres",
    "after",
    "the",
    "plus",
    "a",
    "compter",
    "la",
    "end-of-month",
];

impl Terms {
    /// Reads `30 days`, `45 days end of month`, `end of month 45 days`, `60 jours`, `45 jours fin de
    /// mois`, `30 jours fin de mois le 10`, `on receipt`, `comptant`.
    ///
    /// # Errors
    /// [`LawError::Unknown`].
    pub fn parse(text: &str) -> Result<Self, LawError> {
        let unknown = || unknown(text);
        if text.split_whitespace().any(|word| word.starts_with('-')) {
            return Err(unknown());
        }
        let plain = kernel::search_key(text);
        let mut words: Vec<&str> = plain.split_whitespace().collect();
        let cash = ["on receipt", "a reception", "reception", "comptant", "cash", "immediate", "due on receipt"];
        if cash.contains(&words.join(" ").as_str()) {
            return Ok(Self { days: 0, end_of_month: None, on_day: None });
        }
        let on_day = take_on_day(&mut words);
        for word in &mut words {
            // « 45j », "30d"
            let bare = word.trim_end_matches(['j', 'd']);
            if bare.parse::<u16>().is_ok() {
                *word = bare;
            }
        }
        let number = words.iter().position(|word| word.parse::<u16>().is_ok());
        let end = words.iter().position(|word| matches!(*word, "end" | "fin" | "eom" | "fdm"));
        if words.iter().any(|word| word.parse::<u16>().is_err() && !FILLER.contains(word)) {
            return Err(unknown());
        }
        let days: u16 = match number {
            Some(at) => words[at].parse().map_err(|_| unknown())?,
            None if end.is_some() => 0,
            None => return Err(unknown()),
        };
        if days > 3650 || words.iter().filter(|word| word.parse::<u16>().is_ok()).count() > 1 {
            return Err(unknown());
        }
        let end_of_month = end.map(|end| match number {
            Some(number) if end < number => EndOfMonth::EndThenDays,
            _ => EndOfMonth::DaysThenEnd,
        });
        Ok(Self { days, end_of_month, on_day })
    }
}

/// « le 10 », "the 10th", « le 10 du mois » at the end of the words.
fn take_on_day(words: &mut Vec<&str>) -> Option<i8> {
    let at = words.iter().rposition(|word| matches!(*word, "le" | "the" | "on"))?;
    let day: i8 = words.get(at + 1)?.trim_end_matches("th").parse().ok().filter(|day| (1..=31).contains(day))?;
    words.truncate(at);
    Some(day)
}

/// A due date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DueAnswer {
    /// The day payment is due.
    pub due: Date,
    /// The reading used, where the words have several.
    pub convention: Option<EndOfMonth>,
    /// Plain words.
    pub explanation: Vec<Line>,
    /// Rows used.
    pub sources: Vec<Source>,
    /// Caps exceeded, readings that differ.
    pub warnings: Vec<Line>,
}

fn unknown(text: &str) -> LawError {
    let known = Line::new(
        "« 30 jours », « 45 jours fin de mois », « fin de mois 45 jours », « 30 jours fin de mois le 10 », « à réception »",
        "« 30 days », « 45 days end of month », « end of month 45 days », « 30 jours fin de mois le 10 », « on receipt »",
    );
    LawError::unknown_form(Word::Terms, text, known)
}

fn end_of_month(day: Date) -> Date {
    day.last_of_month()
}

fn compute(invoice: Date, terms: Terms, reading: Option<EndOfMonth>) -> Result<Date, LawError> {
    let n = terms.days;
    let outside =
        |_| LawError::Calendar { from: invoice, length: Line::new(format!("{n} jours"), format!("{n} days")) };
    let days = i64::from(terms.days);
    let due = match reading {
        None => invoice.checked_add(days.days()).map_err(outside)?,
        Some(EndOfMonth::DaysThenEnd) => end_of_month(invoice.checked_add(days.days()).map_err(outside)?),
        Some(EndOfMonth::EndThenDays) => end_of_month(invoice).checked_add(days.days()).map_err(outside)?,
        Some(EndOfMonth::EndThenDayOfMonth) => {
            // whole months from the first of the month of the invoice, so that no month end is lost
            let month = invoice.first_of_month().checked_add((days / 30).months()).map_err(outside)?;
            end_of_month(month).checked_add((days % 30).days()).map_err(outside)?
        }
    };
    match terms.on_day {
        None => Ok(due),
        Some(day) => {
            let this = due.last_of_month().day().min(day);
            if this >= due.day() && reading.is_none() {
                return due.with().day(this).build().map_err(outside);
            }
            let month = due.first_of_month().checked_add(1.month()).map_err(outside)?;
            month.with().day(month.last_of_month().day().min(day)).build().map_err(outside)
        }
    }
}

/// Computes the due date of an invoice.
///
/// # Errors
/// [`LawError::Calendar`] outside the calendar.
///
/// ```
/// use law::Law;
/// use law::due_date::{Terms, due_date};
/// let terms = Terms::parse("45 jours fin de mois")?;
/// let answer = due_date("2025-04-10".parse()?, terms, None, Law::builtin())?;
/// assert_eq!(answer.due.to_string(), "2025-05-31");
/// // the other reading is said
/// assert!(answer.warnings.iter().any(|w| w.en.contains("14\u{a0}June\u{a0}2025")));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn due_date(invoice: Date, terms: Terms, convention: Option<EndOfMonth>, law: &Law) -> Result<DueAnswer, LawError> {
    let reading = terms.end_of_month.map(|own| convention.unwrap_or(own));
    let due = compute(invoice, terms, reading)?;
    let (mut sources, mut warnings) = (Vec::new(), Vec::new());
    let kind = if reading.is_some() { "agreed_max_end_of_month" } else { "agreed_max" };
    let row = law.table("payment_terms")?.rows.iter().find(|row| row.text("kind") == kind);
    let source = row.map(|row| row.source(row.required("article")?)).transpose()?;
    if let Some(source) = &source {
        cite(&mut sources, &mut warnings, source);
    }
    if let Some(row) = row {
        warn_cap(row, invoice, terms, reading, due, &mut warnings)?;
    }
    if reading.is_some() && terms.days > 0 && convention.is_none() {
        let others: Vec<Date> = [EndOfMonth::DaysThenEnd, EndOfMonth::EndThenDays]
            .iter()
            .filter_map(|other| compute(invoice, terms, Some(*other)).ok())
            .collect();
        if let Some(other) = others.iter().find(|other| **other != due) {
            warnings.push(Line::new(
                format!(
                    "L'autre lecture admise donne le {} : le contrat doit dire laquelle s'applique.",
                    date_fr(*other)
                ),
                format!("The other accepted reading gives {}: the contract must say which applies.", date_en(*other)),
            ));
        }
    }
    let explanation = vec![explain(invoice, terms, reading, due)];
    Ok(DueAnswer { due, convention: reading, explanation, sources, warnings })
}

fn warn_cap(
    row: &crate::table::Row,
    invoice: Date,
    terms: Terms,
    reading: Option<EndOfMonth>,
    due: Date,
    warnings: &mut Vec<Line>,
) -> Result<(), LawError> {
    let text = row.required("duration")?;
    let days = text.trim_end_matches("+EOM").trim_start_matches('P').trim_end_matches('D');
    let cap: i64 = days.parse().map_err(|_| row.error("duration", Fault::Days { text: text.to_owned() }))?;
    let exceeded = if reading.is_some() { i64::from(terms.days) > cap } else { days_between(invoice, due) > cap };
    if exceeded {
        let (fr, en) =
            if reading.is_some() { (" fin de mois", " end of month") } else { (" de la facture", " from the invoice") };
        warnings.push(Line::new(
            format!("Au-delà du plafond entre professionnels : {cap} jours{fr} (C. com. L441-10 I)."),
            format!("Beyond the cap between professionals: {cap} days{en} (C. com. L441-10 I)."),
        ));
    }
    Ok(())
}

fn explain(invoice: Date, terms: Terms, reading: Option<EndOfMonth>, due: Date) -> Line {
    let n = terms.days;
    let (fr, en) = match reading {
        None => (format!("{n} jours après la facture"), format!("{n} days after the invoice")),
        Some(EndOfMonth::DaysThenEnd) => (
            format!("{n} jours après la facture, puis la fin du mois"),
            format!("{n} days after the invoice, then the end of the month"),
        ),
        Some(EndOfMonth::EndThenDays) => (
            format!("fin du mois de la facture, puis {n} jours"),
            format!("end of the month of the invoice, then {n} days"),
        ),
        Some(EndOfMonth::EndThenDayOfMonth) => (
            format!("fin de mois, puis {} mois et le {}", n / 30, n % 30),
            format!("end of month, then {} months and day {}", n / 30, n % 30),
        ),
    };
    Line::new(
        format!("Facture du {} : {fr}, soit le {}.", date_fr(invoice), date_fr(due)),
        format!("Invoice of {}: {en}, that is {}.", date_en(invoice), date_en(due)),
    )
}

/// The last day the law allows for a kind of sale (table `payment_terms`): `livestock_fresh_meat`,
/// `alcohol_consumption_duty`… `from` is the day the row starts from: invoice, delivery or receipt.
///
/// # Errors
/// [`LawError::Unknown`] with the kinds of the table, [`LawError::Refused`] for a row that is no length.
///
/// ```
/// use law::{Law, due_date::legal_term};
/// // alcohol delivered on 5 June 2026: thirty days after the end of the month
/// let answer = legal_term("alcohol_consumption_duty", "2026-06-05".parse()?, Law::builtin())?;
/// assert_eq!(answer.due.to_string(), "2026-07-30");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn legal_term(kind: &str, from: Date, law: &Law) -> Result<DueAnswer, LawError> {
    let rows = &law.table("payment_terms")?.rows;
    let row = rows.iter().find(|row| row.text("kind") == kind).ok_or_else(|| {
        let known: Vec<&str> = rows.iter().map(|row| row.text("kind")).collect();
        LawError::unknown(Word::TermKind, kind, known.join(", "))
    })?;
    let (mut sources, mut warnings) = (Vec::new(), Vec::new());
    cite(&mut sources, &mut warnings, &row.source(row.required("article")?)?);
    let duration = row.required("duration")?;
    let due = longest(duration, from).ok_or_else(|| Refusal::NoLength {
        kind: kind.to_owned(),
        duration: duration.to_owned(),
        article: row.text("article").to_owned(),
        start: row.text("start_event").to_owned(),
    })?;
    let start = row.text("start_event");
    let explanation = vec![Line::new(
        format!("{kind} : {duration} à compter du {} ({start}), soit le {} au plus tard.", date_fr(from), date_fr(due)),
        format!("{kind}: {duration} from {} ({start}), that is {} at the latest.", date_en(from), date_en(due)),
    )];
    Ok(DueAnswer { due, convention: None, explanation, sources, warnings })
}

/// The latest day of `P30D`, `P45D+EOM`, `P30D after end of delivery month`, or of two of them joined by « or ».
fn longest(duration: &str, from: Date) -> Option<Date> {
    duration.split(" or ").map(|part| latest(part, from)).collect::<Option<Vec<Date>>>()?.into_iter().max()
}

fn latest(part: &str, from: Date) -> Option<Date> {
    let (length, rest) = part.split_once('D').map(|(length, rest)| (length, rest.trim()))?;
    let days: i64 = length.strip_prefix('P')?.parse().ok()?;
    let after = |day: Date| day.checked_add(days.days()).ok();
    match rest {
        "" => after(from),
        // both readings are accepted; the later one is the most the law allows
        "+EOM" => after(from).map(end_of_month).max(after(end_of_month(from))),
        "after end of delivery month" => after(end_of_month(from)),
        "after end of delivery decade" => {
            let last = [10, 20].into_iter().find(|last| from.day() <= *last);
            after(last.and_then(|day| from.with().day(day).build().ok()).unwrap_or_else(|| end_of_month(from)))
        }
        _ => None,
    }
}
