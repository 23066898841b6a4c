//! An answer read for people: the figures and tables its verb declares, each as what it is.

use kernel::{Currency, Date, Money, Rate, Wording};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::declared::{Figure, Said, Shown, Verb};
use crate::{Law, Source, Status, words};

/// One thing an answer says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// An amount.
    Amount(Money),
    /// A percentage.
    Rate(Rate),
    /// A day.
    Date(Date),
    /// A number.
    Count(i64),
    /// Yes or no.
    Yes(bool),
    /// Words in both languages.
    Words(Wording),
    /// How sure a row is.
    Status(Status),
    /// Nothing.
    Nothing,
}

impl Piece {
    fn is_nothing(&self) -> bool {
        match self {
            Self::Amount(money) => money.is_zero(),
            Self::Words(words) => words.fr.is_empty() || words.fr == "-",
            Self::Yes(yes) => !yes,
            Self::Nothing => true,
            _ => false,
        }
    }
}

/// A table of an answer.
#[derive(Debug, Clone)]
pub struct Table {
    /// What it lists.
    pub title: Said,
    /// Names of its columns; those where no row says anything are left out.
    pub columns: Vec<Said>,
    /// Rows, a piece for each column.
    pub rows: Vec<Vec<Piece>>,
}

/// A figure of an answer.
#[derive(Debug, Clone)]
pub struct ToldFigure {
    /// What it is called.
    pub label: Said,
    /// What that word means.
    pub meaning: Option<Said>,
    /// The figure.
    pub piece: Piece,
}

/// An answer as people read it.
#[derive(Debug, Clone)]
pub struct Told {
    /// Figures, the one that answers first.
    pub figures: Vec<ToldFigure>,
    /// Tables.
    pub tables: Vec<Table>,
    /// Enough to compute it again with pencil and paper.
    pub explanation: Vec<Wording>,
    /// Rows used.
    pub sources: Vec<Source>,
    /// What a reader must know; what a source says of itself is left out ([`Told::unsure`]).
    pub warnings: Vec<Wording>,
}

impl Told {
    /// How many rows are neither verified nor computed from such.
    pub fn unsure(&self) -> usize {
        self.sources.iter().filter(|source| source.warning().is_some()).count()
    }
}

/// Reads an answer of `verb`.
///
/// ```
/// use law::questions::{self, Piece};
/// use law::Law;
/// let (verb, law) = (questions::verb("delay-cost")?, Law::builtin());
/// let answer = questions::ask(verb.name, &verb.example(), law, "2026-11-21".parse()?)?;
/// let told = questions::tell(verb, &answer, law);
/// // 10 000 € × 30 days × 5 % / 365
/// assert_eq!(told.figures[0].piece, Piece::Amount(kernel::Money::parse("41.10", kernel::Currency::EUR)?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn tell(verb: &Verb, answer: &Value, law: &Law) -> Told {
    let reader = Reader { law, currency: currency(answer) };
    let figures = verb.figures.iter().filter_map(|figure| {
        let piece = reader.piece(answer, figure);
        let left_out = matches!(piece, Piece::Nothing) || figure.if_any && piece.is_nothing();
        (!left_out).then_some(ToldFigure { label: figure.label, meaning: figure.meaning, piece })
    });
    let mut sources: Vec<Source> = read(answer, "/sources");
    sources.extend(answer.get("source").and_then(|source| serde_json::from_value(source.clone()).ok()));
    let own: Vec<Wording> = sources.iter().filter_map(Source::warning).collect();
    let mut warnings: Vec<Wording> = read(answer, "/warnings");
    warnings.retain(|warning| !own.contains(warning));
    Told {
        figures: figures.collect(),
        tables: verb.tables.iter().filter_map(|rows| reader.table(answer, rows)).collect(),
        explanation: read(answer, "/explanation"),
        sources,
        warnings,
    }
}

fn currency(answer: &Value) -> Currency {
    answer.get("currency").and_then(Value::as_str).and_then(|code| Currency::parse(code).ok()).unwrap_or(Currency::EUR)
}

fn read<T: DeserializeOwned>(answer: &Value, at: &str) -> Vec<T> {
    answer.pointer(at).and_then(|value| serde_json::from_value(value.clone()).ok()).unwrap_or_default()
}

struct Reader<'a> {
    law: &'a Law,
    currency: Currency,
}

impl Reader<'_> {
    fn table(&self, answer: &Value, rows: &super::Rows) -> Option<Table> {
        let found = answer.pointer(rows.at)?.as_array().filter(|found| !found.is_empty())?;
        let first = self.piece(found.first()?, rows.columns.first()?);
        if first == Piece::Nothing {
            return None;
        }
        let whole: Vec<Vec<Piece>> =
            found.iter().map(|row| rows.columns.iter().map(|column| self.piece(row, column)).collect()).collect();
        let said = |i: usize| whole.iter().any(|row| !row[i].is_nothing() || matches!(row[i], Piece::Yes(_)));
        let kept: Vec<usize> = (0..rows.columns.len()).filter(|i| said(*i)).collect();
        Some(Table {
            title: rows.title,
            columns: kept.iter().map(|i| rows.columns[*i].label).collect(),
            rows: whole.iter().map(|row| kept.iter().map(|i| row[*i].clone()).collect()).collect(),
        })
    }

    fn piece(&self, value: &Value, figure: &Figure) -> Piece {
        let Some(found) = value.pointer(figure.at) else { return Piece::Nothing };
        let text = found.as_str();
        let piece = match figure.shown {
            Shown::Amount => text.and_then(|text| Money::parse(text, self.currency).ok()).map(Piece::Amount),
            Shown::Rate => text.and_then(|text| Rate::parse(text).ok()).map(Piece::Rate),
            Shown::Date => text.and_then(|text| text.parse().ok()).map(Piece::Date),
            Shown::Count => found.as_i64().map(Piece::Count),
            Shown::YesNo => found.as_bool().map(Piece::Yes),
            Shown::Text => text.map(|text| Piece::Words(Wording::same(text))),
            Shown::Words => serde_json::from_value(found.clone()).ok().map(Piece::Words),
            Shown::Beside(at) => text.map(|fr| {
                let en = value.pointer(at).and_then(Value::as_str).unwrap_or(fr);
                Piece::Words(Wording::new(fr, en))
            }),
            Shown::Named(family) => text.map(|slug| Piece::Words(self.named(family, slug))),
            Shown::Status => serde_json::from_value(found.clone()).ok().map(Piece::Status),
        };
        piece.unwrap_or(Piece::Nothing)
    }

    /// The words of a slug, from the table that holds them or from those of the crate.
    fn named(&self, family: &'static str, slug: &str) -> Wording {
        let listed = match family {
            "procedure" => self.law.procedures().list().find(|row| row.name == slug).map(|row| row.label.clone()),
            "tariff" => self.law.tariff_items().iter().find(|item| item.slug == slug).map(|item| item.label.clone()),
            "status" => {
                let rows = super::choices::statuses(self.law, &[]);
                rows.into_iter().find(|choice| choice.value == slug).map(|choice| choice.words)
            }
            _ => None,
        };
        listed.unwrap_or_else(|| words::of(family, slug))
    }
}
