//! Reports that leave the house: the same figures as a sheet, a text file or on paper.

use documents::{AgedBalance, AgedRow, Cell, Column, ColumnKind, Language, Table};
use kernel::{Currency, Date, Money};

use crate::aging::{AgingAnswer, AgingQuery, Grouping};
use crate::{Actor, Desk, DeskError};

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportFormat {
    /// Excel workbook.
    Xlsx,
    /// Text, `;` between columns, UTF-8 with BOM.
    Csv,
    /// PDF/A.
    Pdf,
}

impl ReportFormat {
    /// Reads `xlsx`, `csv` or `pdf`.
    ///
    /// # Errors
    /// [`DeskError::Refused`] with the formats known.
    pub fn parse(word: &str) -> Result<Self, DeskError> {
        match word {
            "xlsx" => Ok(Self::Xlsx),
            "csv" => Ok(Self::Csv),
            "pdf" => Ok(Self::Pdf),
            other => Err(DeskError::refused(format!("« {other} » : un rapport se fait en xlsx, csv ou pdf"))),
        }
    }

    /// Extension of the file.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Pdf => "pdf",
        }
    }

    /// Media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Pdf => "application/pdf",
        }
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
    /// A report by name: `aged-balance`, one line per account.
    ///
    /// # Errors
    /// [`DeskError::Refused`] on an unknown name, [`DeskError::Document`].
    pub fn report(
        &self,
        actor: &Actor,
        name: &str,
        format: ReportFormat,
        query: &AgingQuery,
    ) -> Result<ReportFile, DeskError> {
        if name != "aged-balance" {
            return Err(DeskError::refused(format!("« {name} » : le seul rapport de cette version est aged-balance")));
        }
        let by = if query.by == Grouping::None { Grouping::Account } else { query.by };
        let balance = self.aged_balance(actor, &AgingQuery { by, ..query.clone() })?;
        let bytes = match format {
            ReportFormat::Pdf => self.aged_balance_pdf(&balance)?,
            ReportFormat::Xlsx => {
                let mut bytes = Vec::new();
                documents::write_xlsx(std::io::Cursor::new(&mut bytes), balance.as_of, &tables(&balance))?;
                bytes
            }
            ReportFormat::Csv => {
                let mut bytes = b"\xef\xbb\xbf".to_vec();
                for table in tables(&balance) {
                    documents::write_csv(&mut bytes, &table, b';')?;
                }
                bytes
            }
        };
        Ok(ReportFile {
            name: format!("balance-agee-{}.{}", balance.as_of, format.extension()),
            media_type: format.media_type(),
            bytes,
        })
    }

    fn aged_balance_pdf(&self, balance: &AgingAnswer) -> Result<Vec<u8>, DeskError> {
        let creditors: Vec<String> = self.creditor_names()?.into_values().map(|(_, name)| name).collect();
        let money = |minor: &i64| Money::new(*minor, balance.currency);
        let mine = balance.lines.iter().filter(|l| l.currency == balance.currency);
        let report = AgedBalance {
            ident: format!("aged-balance-{}", balance.as_of),
            language: Language::Fr,
            title: "Balance âgée".to_owned(),
            creditor: creditors.join(", "),
            as_of: balance.as_of,
            source: source(balance.read_at, balance.others.iter().map(|o| o.currency)),
            buckets: bucket_names(balance),
            rows: mine
                .map(|l| AgedRow {
                    number: l.key.clone(),
                    name: l.name.clone(),
                    amounts: l.row.amounts.iter().map(money).collect(),
                })
                .collect(),
        };
        Ok(documents::render_aged_balance(&report)?.into_bytes())
    }
}

fn source(read_at: kernel::Timestamp, others: impl Iterator<Item = Currency>) -> String {
    let others: Vec<String> = others.map(|c| c.to_string()).collect();
    let read = read_at.strftime("%d/%m/%Y %H:%M UTC");
    if others.is_empty() {
        return format!("Pièces ouvertes lues le {read}");
    }
    format!("Pièces ouvertes lues le {read} ; autres devises à part : {}", others.join(", "))
}

fn bucket_names(balance: &AgingAnswer) -> Vec<String> {
    let name = |b: &crate::aging::BucketAnswer| match (b.from_day, b.to_day) {
        (None, _) => "Non échu".to_owned(),
        (Some(from), Some(to)) => format!("{from} à {to} j"),
        (Some(from), None) => format!("{from} j et plus"),
    };
    balance.buckets.iter().map(name).collect()
}

/// One table per currency.
fn tables(balance: &AgingAnswer) -> Vec<Table> {
    let mut currencies = vec![balance.currency];
    currencies.extend(balance.others.iter().map(|o| o.currency));
    currencies.into_iter().map(|currency| table(balance, currency)).collect()
}

fn table(balance: &AgingAnswer, currency: Currency) -> Table {
    let mut columns = vec![
        Column::new("Compte", ColumnKind::Text),
        Column::new("Nom", ColumnKind::Text),
        Column::new("Devise", ColumnKind::Text),
        Column::new("Encours", ColumnKind::Money),
        Column::new("Échu", ColumnKind::Money),
    ];
    columns.extend(bucket_names(balance).into_iter().map(|n| Column::new(n, ColumnKind::Money)));
    let money = |minor: i64| Cell::Money(Money::new(minor, currency));
    let lines = balance.lines.iter().filter(|l| l.currency == currency);
    let rows = lines
        .map(|l| {
            let mut row: Vec<Cell> = vec![
                l.key.as_str().into(),
                l.name.as_str().into(),
                currency.code().into(),
                money(l.row.total()),
                money(l.row.overdue()),
            ];
            row.extend(l.row.amounts.iter().map(|m| money(*m)));
            row
        })
        .collect();
    Table { title: sheet_title(balance.as_of, currency), columns, rows }
}

fn sheet_title(as_of: Date, currency: Currency) -> String {
    format!("Balance {as_of} {currency}")
}
