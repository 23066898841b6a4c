//! The one form of all court papers: headings, texts, tables, a signature; and how it is laid out.

use kernel::{Date, figures::date_long, words::Language};
use serde::Serialize;
use serde_json::Value;

use super::{
    party::{Cover, sender},
    spacing::french,
};
use crate::{
    DocumentError, Pdf,
    compile::{Laid, Template, lay_out},
};

/// Printed on each page of a copy to read.
pub(crate) const READING_COPY: &str = "Reading copy: the French text alone is filed.";

/// One paper, ready to be laid out.
#[derive(Debug, Default)]
pub(crate) struct Paper {
    /// Who writes, one printed line each.
    pub sender: Vec<String>,
    /// To whom, one printed line each.
    pub addressee: Vec<String>,
    /// What it is.
    pub title: String,
    /// Articles it stands on, or what it is about.
    pub subtitle: String,
    /// The body.
    pub blocks: Vec<Block>,
    /// Said before the signature, and never parted from it.
    pub closing: Vec<String>,
    /// Who signs, one printed line each; none is a paper nobody signs.
    pub signature: Vec<String>,
    /// Printed after the signature, from a new page.
    pub annex: Vec<Block>,
}

/// A part of the body.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Block {
    /// A numbered heading.
    Heading { text: String },
    /// A heading below it.
    Subheading { text: String },
    /// The title of an annex.
    Title { text: String },
    /// A paragraph.
    Text { text: String },
    /// A paragraph in small letters.
    Note { text: String },
    /// Marked items.
    List { items: Vec<String> },
    /// Names and values.
    Facts { rows: Vec<(String, String)> },
    /// A table.
    Table(Table),
}

impl Block {
    pub(crate) fn heading(lang: Language, fr: &'static str, en: &'static str) -> Self {
        Self::Heading { text: lang.pick(fr, en).to_owned() }
    }

    pub(crate) fn subheading(lang: Language, fr: &'static str, en: &'static str) -> Self {
        Self::Subheading { text: lang.pick(fr, en).to_owned() }
    }

    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text { text: text.into() }
    }

    pub(crate) fn note(text: impl Into<String>) -> Self {
        Self::Note { text: text.into() }
    }
}

/// A table whose head is repeated on each page.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Table {
    /// What it is about: repeated with its head.
    pub caption: String,
    /// Beside the caption, at the right.
    pub aside: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its lines.
    pub rows: Vec<Vec<String>>,
    /// What stands below each line over all its columns, never parted from it; none for a table without.
    pub notes: Vec<String>,
    /// Its last line, which stays with the one before.
    pub total: Vec<String>,
}

/// A column of a table.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Column {
    head: String,
    right: bool,
    /// Millimetres; 0 as wide as needed, below it what is left.
    width: i16,
}

impl Column {
    /// Words, as wide as what is left.
    pub(crate) fn words(head: &str) -> Self {
        Self { head: head.to_owned(), right: false, width: -1 }
    }

    /// Short words, never broken.
    pub(crate) fn short(head: &str) -> Self {
        Self { head: head.to_owned(), right: false, width: 0 }
    }

    /// Figures, on their last digit.
    pub(crate) fn figures(head: &str) -> Self {
        Self { head: head.to_owned(), right: true, width: 0 }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct View<'a> {
    lang: &'static str,
    author: &'a str,
    title: &'a str,
    subtitle: &'a str,
    sender: &'a [String],
    addressee: &'a [String],
    dated: String,
    blocks: &'a [Block],
    closing: &'a [String],
    signature: &'a [String],
    annex: &'a [Block],
    copy: &'static str,
    footer: [String; 1],
    page: &'static str,
}

/// Lays the paper out as PDF/A.
pub(crate) fn render(cover: &Cover, paper: &Paper, lang: Language) -> Result<Pdf, DocumentError> {
    laid(cover, paper, lang)?.pdf()
}

/// Lays the paper out.
pub(super) fn laid(cover: &Cover, paper: &Paper, lang: Language) -> Result<Laid, DocumentError> {
    let missing = |field| DocumentError::Missing { ident: cover.ident.clone(), field };
    if cover.reference.trim().is_empty() {
        return Err(missing("the reference of the case"));
    }
    let view = View {
        lang: lang.code(),
        author: paper.sender.first().map_or("", String::as_str),
        title: &paper.title,
        subtitle: &paper.subtitle,
        sender: &paper.sender,
        addressee: &paper.addressee,
        dated: dated(&cover.place, cover.date, lang),
        blocks: &paper.blocks,
        closing: &paper.closing,
        signature: &paper.signature,
        annex: &paper.annex,
        copy: if lang == Language::En { READING_COPY } else { "" },
        footer: [format!("{} {} · {}", lang.pick("Dossier", "Case"), cover.reference.trim(), paper.title)],
        page: "Page",
    };
    let layout = |e: serde_json::Error| DocumentError::Layout { ident: cover.ident.clone(), message: e.to_string() };
    let mut facts = serde_json::to_value(&view).map_err(layout)?;
    tidy(&mut facts, lang);
    lay_out(Template::Court, &cover.ident, cover.date, &facts)
}

/// `Fait à Lyon, le 23 novembre 2026`.
fn dated(place: &str, date: Date, lang: Language) -> String {
    let on = date_long(date, lang);
    match (place.trim(), lang) {
        ("", Language::Fr) => format!("Le {on}"),
        (place, Language::Fr) => format!("Fait à {place}, le {on}"),
        ("", Language::En) => on,
        (place, Language::En) => format!("Done at {place}, {on}"),
    }
}

/// One line each, blanks as the language wants them.
pub(crate) fn tidy(value: &mut Value, lang: Language) {
    match value {
        Value::String(text) => {
            if text.contains(['\n', '\r']) {
                *text = text.split(['\n', '\r']).map(str::trim).filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" ");
            }
            if lang == Language::Fr {
                *text = french(text);
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|v| tidy(v, lang)),
        Value::Object(fields) => {
            let fields = fields.iter_mut().filter(|(key, _)| !matches!(key.as_str(), "kind" | "lang" | "bookmark"));
            fields.for_each(|(_, v)| tidy(v, lang));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

impl Paper {
    /// A paper that `party` sends.
    pub(crate) fn from(party: &super::Party, title: &str) -> Self {
        Self { sender: sender(party), title: title.to_owned(), ..Self::default() }
    }
}
