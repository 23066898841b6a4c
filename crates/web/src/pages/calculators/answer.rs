//! An answer of law on its page: the figure that answers large, the others beside, tables, the explanation,
//! the sources with how sure each is.

use app::questions::{Piece, Told, ToldFigure};
use kernel::figures::{self, date_long, date_short};

use crate::figures::{count, day_title};
use crate::words::{Lang, Words};

/// A figure with its words.
pub struct Figure {
    /// Its rank, which names what explains it.
    pub at: usize,
    pub label: &'static str,
    /// What the word means; empty for plain ones.
    pub meaning: &'static str,
    pub text: String,
}

/// A cell of a table.
pub struct Cell {
    /// Its text stands to the right.
    pub amount: bool,
    pub text: String,
}

/// A table.
pub struct Table {
    pub title: &'static str,
    pub columns: Vec<(&'static str, bool)>,
    pub rows: Vec<Vec<Cell>>,
}

/// A row of law, and how sure it is.
pub struct Source {
    pub article: String,
    pub status: String,
    /// Class of the tag.
    pub tone: &'static str,
    pub row: String,
    /// Where it was read, its addresses apart.
    pub read: Vec<(bool, String)>,
}

/// The whole answer.
pub struct Answer {
    pub headline: Option<Figure>,
    pub figures: Vec<Figure>,
    pub tables: Vec<Table>,
    pub steps: Vec<String>,
    pub warnings: Vec<String>,
    pub sources: Vec<Source>,
    pub unsure: String,
}

impl Answer {
    /// What the answer says, in the words of a language.
    pub fn new(told: &Told, w: Words) -> Self {
        let figure = |(at, told): (usize, &ToldFigure)| Figure {
            at,
            label: told.label.pick(w.lang),
            meaning: told.meaning.map_or("", |meaning| meaning.pick(w.lang)),
            text: match &told.piece {
                // the day that answers has its name
                Piece::Date(day) if at == 0 => format!("{} {}", day_title(*day, w.lang), day.year()),
                piece => shown(piece, w),
            },
        };
        let mut figures: Vec<Figure> = told.figures.iter().enumerate().map(figure).collect();
        let headline = (!figures.is_empty()).then(|| figures.remove(0));
        let unsure = told.unsure() as u64;
        Self {
            headline,
            figures,
            tables: told.tables.iter().map(|table| tabled(table, w)).collect(),
            steps: told.explanation.iter().map(|line| line.pick(w.lang).to_owned()).collect(),
            warnings: told.warnings.iter().map(|line| line.pick(w.lang).to_owned()).collect(),
            sources: told.sources.iter().map(|source| cited(source, w)).collect(),
            unsure: if unsure == 0 { String::new() } else { w.n("calculator-unsure", unsure, &[]) },
        }
    }
}

fn shown(piece: &Piece, w: Words) -> String {
    match piece {
        Piece::Amount(money) => figures::money(*money, w.lang),
        Piece::Rate(rate) => figures::rate(*rate, w.lang),
        Piece::Date(day) => date_long(*day, w.lang),
        Piece::Count(n) => signed(*n, w.lang),
        Piece::Yes(yes) => w.t(if *yes { "yes" } else { "no" }),
        Piece::Words(words) => words.pick(w.lang).to_owned(),
        Piece::Status(status) => w.of("source", status.word()),
        Piece::Nothing => String::new(),
    }
}

fn signed(n: i64, lang: Lang) -> String {
    let sign = if n < 0 { "\u{2212}" } else { "" };
    format!("{sign}{}", count(n.unsigned_abs(), lang))
}

fn tabled(table: &app::questions::Table, w: Words) -> Table {
    let right = |i: usize| {
        let pieces = table.rows.iter().map(|row| &row[i]);
        let mut said = pieces.filter(|piece| !matches!(piece, Piece::Nothing)).peekable();
        said.peek().is_some() && said.all(|piece| matches!(piece, Piece::Amount(_) | Piece::Rate(_) | Piece::Count(_)))
    };
    let rights: Vec<bool> = (0..table.columns.len()).map(right).collect();
    let cell = |(piece, amount): (&Piece, &bool)| Cell {
        amount: *amount,
        text: match piece {
            Piece::Date(day) => date_short(*day, w.lang),
            Piece::Amount(money) if money.is_zero() => "–".to_owned(),
            other => shown(other, w),
        },
    };
    Table {
        title: table.title.pick(w.lang),
        columns: table.columns.iter().map(|column| column.pick(w.lang)).zip(rights.iter().copied()).collect(),
        rows: table.rows.iter().map(|row| row.iter().zip(&rights).map(cell).collect()).collect(),
    }
}

fn cited(source: &app::questions::Source, w: Words) -> Source {
    let tone = match source.status.word() {
        "verified" => "cash",
        "derived" => "",
        "user" => "accent",
        _ => "attention",
    };
    let words = source.source.split(' ').map(|word| {
        let address = word.starts_with("https://") || word.starts_with("http://");
        (address, word.to_owned())
    });
    Source {
        article: source.article.clone(),
        status: w.of("source", source.status.word()),
        tone,
        row: source.row.clone(),
        read: words.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(status: &str) -> app::questions::Source {
        let row = serde_json::json!({
            "article": "C. com. L441-10", "source": "read at https://example.test/a and kept", "status": status,
            "row": "rules.csv:3",
        });
        serde_json::from_value(row).expect("a source")
    }

    #[test]
    fn what_is_not_verified_and_what_is_yours_are_shown_as_such() {
        let shown = |status, lang| {
            let cited = cited(&source(status), Words::new(lang));
            (cited.tone, cited.status)
        };
        assert_eq!(shown("verified", Lang::Fr), ("cash", "vérifié".to_owned()));
        assert_eq!(shown("user", Lang::Fr), ("accent", "votre ligne".to_owned()));
        assert_eq!(shown("user", Lang::En), ("accent", "your own row".to_owned()));
        for status in ["secondary", "memory", "not_found"] {
            let (tone, words) = shown(status, Lang::En);
            assert!(tone == "attention" && words != status, "{status}: {words}");
        }
        let read = cited(&source("verified"), Words::new(Lang::Fr)).read;
        let links: Vec<&str> = read.iter().filter(|(link, _)| *link).map(|(_, text)| text.as_str()).collect();
        assert_eq!(links, ["https://example.test/a"]);
    }
}
