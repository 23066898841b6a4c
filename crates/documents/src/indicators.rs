//! The indicators on paper: figures with their rules, pictures with their tables, lists.

use kernel::Date;
use serde::Serialize;

use crate::{
    DocumentError, Language, Pdf,
    compile::{Pages, Template, compile},
    figures::date_long,
};

/// The indicators of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndicatorReport {
    /// Names the report for ever: goes, hashed, into the PDF's identifier.
    pub ident: String,
    /// Language of labels and figures.
    pub language: Language,
    /// `Indicateurs`.
    pub title: String,
    /// Whose receivables.
    pub creditor: String,
    /// The day it stands for.
    pub as_of: Date,
    /// Where the figures come from and when they came: one line.
    pub source: String,
    /// One part per currency.
    pub sections: Vec<IndicatorSection>,
}

/// The indicators of one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IndicatorSection {
    /// Its code.
    pub currency: String,
    /// Figures, in the order to print.
    pub figures: Vec<ReportFigure>,
    /// What the figures leave out.
    pub notes: Vec<String>,
    /// Pictures, each with its table.
    pub pictures: Vec<ReportPicture>,
    /// Lists.
    pub tables: Vec<ReportTable>,
}

/// One figure with its rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportFigure {
    /// `DSO comptable`.
    pub name: String,
    /// `98,3 jours`, or a dash.
    pub value: String,
    /// The rule with its numbers, or what is missing.
    pub computed: String,
    /// The rule.
    pub formula: String,
}

/// A picture, and the table under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportPicture {
    /// The finding.
    pub title: String,
    /// As SVG; nothing when there is nothing to draw.
    pub chart_svg: String,
    /// What it shows, for who does not see it.
    pub alt: String,
    /// Its figures.
    pub table: ReportTable,
}

/// A table of words as they are printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportTable {
    /// What it lists.
    pub title: String,
    /// Headers, left to right.
    pub headers: Vec<String>,
    /// Columns of words, from the left; the others are figures.
    pub text_columns: usize,
    /// Which columns take the room that is left.
    pub widths: Vec<bool>,
    /// Rows, top to bottom.
    pub rows: Vec<Vec<String>>,
}

#[derive(Serialize)]
struct View<'a> {
    lang: &'static str,
    title: &'a str,
    creditor: &'a str,
    as_of: String,
    source: &'a str,
    sections: &'a [IndicatorSection],
    page: &'static str,
    running: String,
}

/// Lays the indicators out on A4.
///
/// # Errors
/// [`DocumentError`]: nothing to show, a defect of the layout.
pub fn render_indicators(report: &IndicatorReport) -> Result<Pdf, DocumentError> {
    let missing = |field| DocumentError::Missing { ident: report.ident.clone(), field };
    if report.sections.is_empty() {
        return Err(missing("at least one currency with something open"));
    }
    let lang = report.language;
    let day = date_long(report.as_of, lang);
    let view = View {
        lang: lang.code(),
        title: &report.title,
        creditor: &report.creditor,
        as_of: format!("{} {day}", lang.pick("au", "as of")),
        source: &report.source,
        sections: &report.sections,
        page: "Page",
        running: [report.creditor.as_str(), report.title.as_str(), day.as_str()].join(" · "),
    };
    let pdf = compile(Template::Indicators, Pages::Any, &report.ident, report.as_of, &view, &[])?;
    pdf.ok_or_else(|| missing("a page"))
}
