//! Reports that leave the house: the same figures as a sheet, a text file or on paper.

mod indicators;
mod statement;

pub use indicators::{balance_chart, delay_chart, month_label, reason_name};
pub(crate) use statement::statement_pdf;

use documents::{AgedBalance, AgedRow, Cell, Column, ColumnKind, Table};
use kernel::{Currency, Date, Language, Money, TimeZone, Timestamp, figures};

use crate::aging::{AgingAnswer, AgingQuery, BucketAnswer, Grouping};
use crate::{Actor, Desk, DeskError, Refusal};

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportFormat {
    /// Excel workbook.
    Xlsx,
    /// Text, `;` between columns, UTF-8 with BOM.
    Csv,
    /// PDF/A.
    Pdf,
    /// Presentation.
    Pptx,
}

impl ReportFormat {
    /// Reads `xlsx`, `csv`, `pdf` or `pptx`.
    ///
    /// # Errors
    /// [`DeskError::Refused`] with the formats known.
    pub fn parse(word: &str) -> Result<Self, DeskError> {
        match word {
            "xlsx" => Ok(Self::Xlsx),
            "csv" => Ok(Self::Csv),
            "pdf" => Ok(Self::Pdf),
            "pptx" => Ok(Self::Pptx),
            other => Err(Refusal::UnknownReportFormat { format: other.to_owned() }.into()),
        }
    }

    /// Extension of the file.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Pdf => "pdf",
            Self::Pptx => "pptx",
        }
    }

    /// Media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Pdf => "application/pdf",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        }
    }
}

impl ReportFormat {
    /// Tables as a file: a sheet each in a workbook, one after the other in a text.
    ///
    /// # Errors
    /// [`DeskError::Refused`] for a PDF or slides, which are no tables; [`DeskError::Document`].
    pub fn tables(self, stem: &str, tables: &[Table], day: Date) -> Result<ReportFile, DeskError> {
        let mut bytes = Vec::new();
        match self {
            Self::Xlsx => documents::write_xlsx(std::io::Cursor::new(&mut bytes), day, tables)?,
            Self::Csv => {
                // The mark tells spreadsheets that the text is UTF-8.
                bytes.extend_from_slice(b"\xef\xbb\xbf");
                for table in tables {
                    documents::write_csv(&mut bytes, table, b';')?;
                }
            }
            Self::Pdf | Self::Pptx => {
                return Err(Refusal::UnknownReportFormat { format: self.extension().to_owned() }.into());
            }
        }
        Ok(self.file(stem, bytes))
    }

    fn file(self, stem: &str, bytes: Vec<u8>) -> ReportFile {
        ReportFile { name: format!("{stem}.{}", self.extension()), media_type: self.media_type(), bytes }
    }
}

/// A report as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportFile {
    /// Name to save it under.
    pub name: String,
    /// Media type.
    pub media_type: &'static str,
    /// Bytes.
    pub bytes: Vec<u8>,
}

impl Desk {
    /// A report by name, in `language`: `aged-balance`, one line per account unless grouped otherwise;
    /// on paper and slides always per account.
    ///
    /// # Errors
    /// [`DeskError::Refused`] on an unknown name, [`DeskError::Document`].
    pub fn report(
        &self,
        actor: &Actor,
        name: &str,
        format: ReportFormat,
        query: &AgingQuery,
        language: Language,
    ) -> Result<ReportFile, DeskError> {
        if name != "aged-balance" {
            return Err(Refusal::UnknownReport { name: name.to_owned() }.into());
        }
        let paper = matches!(format, ReportFormat::Pdf | ReportFormat::Pptx);
        let alone = paper || query.by == Grouping::None;
        let by = if alone { Grouping::Account } else { query.by };
        let balance = self.aged_balance(actor, &AgingQuery { by, ..query.clone() })?;
        let stem = format!("{}-{}", language.pick("balance-agee", "aged-balance"), balance.as_of);
        if paper {
            let creditors = self.creditors(actor)?;
            let mut whose: Vec<&str> = creditors
                .iter()
                .filter(|c| query.creditor.is_none_or(|asked| asked == c.id))
                .map(|c| c.name.as_str())
                .collect();
            whose.sort_unstable();
            let report = on_paper(&balance, whose.join(", "), (&self.zone()?, language));
            if format == ReportFormat::Pdf {
                return Ok(format.file(&stem, documents::render_aged_balance(&report)?.into_bytes()));
            }
            let mut bytes = Vec::new();
            documents::write_pptx(std::io::Cursor::new(&mut bytes), &report)?;
            return Ok(format.file(&stem, bytes));
        }
        let mut currencies = vec![balance.currency];
        currencies.extend(balance.others.iter().map(|o| o.currency));
        let tables: Vec<Table> = currencies.into_iter().map(|currency| table(&balance, currency, language)).collect();
        format.tables(&stem, &tables, balance.as_of)
    }
}

fn on_paper(balance: &AgingAnswer, creditor: String, (zone, language): (&TimeZone, Language)) -> AgedBalance {
    let money = |minor: &i64| Money::new(*minor, balance.currency);
    let mine = balance.lines.iter().filter(|l| l.currency == balance.currency);
    AgedBalance {
        ident: format!("aged-balance-{}", balance.as_of),
        language,
        title: language.pick("Balance âgée", "Aged balance").to_owned(),
        creditor,
        as_of: balance.as_of,
        source: source(balance, zone, language),
        buckets: bucket_names(balance, language),
        rows: mine
            .map(|l| AgedRow {
                number: l.key.clone(),
                name: l.name.clone(),
                amounts: l.row.amounts.iter().map(money).collect(),
            })
            .collect(),
    }
}

/// An instant, by the clock of the house: `23 nov. 2026 à 09:05`.
fn said_at(at: Timestamp, zone: &TimeZone, language: Language) -> String {
    let at = at.to_zoned(zone.clone());
    let day = figures::date_short(at.date(), language);
    format!("{day}{}{:02}:{:02}", language.pick(" à ", " at "), at.hour(), at.minute())
}

/// When the figures were read, and what they leave out.
fn source(balance: &AgingAnswer, zone: &TimeZone, language: Language) -> String {
    let read = said_at(balance.read_at, zone, language);
    let others: Vec<String> = balance.others.iter().map(|o| o.currency.to_string()).collect();
    let read = format!("{}{read}", language.pick("Pièces ouvertes lues le ", "Open pieces read on "));
    if others.is_empty() {
        return read;
    }
    format!("{read}{}{}", language.pick(" ; autres devises à part : ", "; other currencies apart: "), others.join(", "))
}

fn bucket_names(balance: &AgingAnswer, language: Language) -> Vec<String> {
    let name = |b: &BucketAnswer| match (b.from_day, b.to_day, language) {
        (None, ..) => language.pick("Non échu", "Not due").to_owned(),
        (Some(from), Some(to), Language::Fr) => format!("{from} à {to} j"),
        (Some(from), Some(to), Language::En) => format!("{from}–{to} days"),
        (Some(from), None, Language::Fr) => format!("{from} j et plus"),
        (Some(from), None, Language::En) => format!("{from} days and more"),
    };
    balance.buckets.iter().map(name).collect()
}

/// One table per currency: amounts of two currencies never stand in one column.
fn table(balance: &AgingAnswer, currency: Currency, language: Language) -> Table {
    let text = |fr, en| Column::new(language.pick(fr, en), ColumnKind::Text);
    let amount = |fr, en| Column::new(language.pick(fr, en), ColumnKind::Money);
    let mut columns = vec![text("Compte", "Account"), text("Nom", "Name"), text("Devise", "Currency")];
    columns.extend([amount("Encours", "Outstanding"), amount("Échu", "Overdue")]);
    columns.extend(bucket_names(balance, language).into_iter().map(|n| Column::new(n, ColumnKind::Money)));
    columns.push(amount("dont crédits", "of which credits"));
    let money = |minor: i64| Cell::Money(Money::new(minor, currency));
    let lines = balance.lines.iter().filter(|l| l.currency == currency);
    let rows = lines
        .map(|l| {
            let mut row: Vec<Cell> = vec![l.key.as_str().into(), l.name.as_str().into(), currency.code().into()];
            row.extend([money(l.row.total()), money(l.row.overdue())]);
            row.extend(l.row.amounts.iter().map(|m| money(*m)));
            row.push(money(l.row.credits));
            row
        })
        .collect();
    Table { title: format!("Balance {} {currency}", balance.as_of), columns, rows }
}
