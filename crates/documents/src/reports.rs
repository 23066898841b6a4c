//! Reports on paper: the aged balance (landscape) and the statement of account.

use kernel::{Date, Money, MoneyError};
use serde::{Deserialize, Serialize};

use crate::{
    DocumentError, Language, Letterhead, Pdf,
    address::{AddressFault, window_lines},
    charts::{AgeStep, bar},
    compile::{Pages, Template, compile},
    figures::{amount, count, date_long, date_short, money, share},
};

/// An aged balance: what each account owes, by age.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgedBalance {
    /// Names the report for ever: goes, hashed, into the PDF's identifier.
    pub ident: String,
    /// Language of labels and figures.
    pub language: Language,
    /// `Balance âgée`, or the finding in words.
    pub title: String,
    /// Whose receivables.
    pub creditor: String,
    /// The day it stands for.
    pub as_of: Date,
    /// Where the figures come from and when they came: one line.
    pub source: String,
    /// Names of the steps, youngest first; the first is what is not due yet.
    pub buckets: Vec<String>,
    /// Accounts, in the order to print.
    pub rows: Vec<AgedRow>,
}

/// One account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgedRow {
    /// Account number.
    pub number: String,
    /// Name of the debtor.
    pub name: String,
    /// One amount per step.
    pub amounts: Vec<Money>,
}

#[derive(Serialize)]
struct AgedView<'a> {
    lang: &'static str,
    title: &'a str,
    creditor: &'a str,
    as_of: String,
    source: &'a str,
    figures: Vec<(String, String)>,
    chart_svg: String,
    chart_alt: String,
    headers: Vec<&'a str>,
    rows: Vec<Vec<String>>,
    totals: Vec<String>,
    shares: Vec<String>,
    page: &'static str,
    running: String,
}

/// What an aged balance adds up to.
pub(crate) struct Sums {
    /// One for each step of age.
    pub(crate) totals: Vec<Money>,
    /// One for each account.
    pub(crate) rows: Vec<Money>,
    pub(crate) outstanding: Money,
    /// Everything but the first step.
    pub(crate) overdue: Money,
}

impl Sums {
    /// Adds the report up; refuses one without rows, with a gap in a row, or of several currencies.
    pub(crate) fn of(report: &AgedBalance) -> Result<Self, DocumentError> {
        let ident = &report.ident;
        let missing = |field| DocumentError::Missing { ident: ident.clone(), field };
        let currency = report.rows.iter().flat_map(|row| &row.amounts).map(|m| m.currency()).next();
        let zero = Money::new(0, currency.ok_or_else(|| missing("at least one account with its amounts"))?);
        if report.rows.iter().any(|row| row.amounts.len() != report.buckets.len()) {
            return Err(missing("one amount per step of age on each account"));
        }
        let wrong = |cause: MoneyError| DocumentError::Money { ident: ident.clone(), cause };
        let sum = |amounts: &mut dyn Iterator<Item = Money>| -> Result<Money, DocumentError> {
            let mut total = zero;
            for amount in amounts {
                total = total.checked_add(amount).map_err(wrong)?;
            }
            Ok(total)
        };
        let step = |at: usize| sum(&mut report.rows.iter().filter_map(|row| row.amounts.get(at).copied()));
        let totals = (0..report.buckets.len()).map(step).collect::<Result<Vec<_>, _>>()?;
        let rows = report.rows.iter().map(|row| sum(&mut row.amounts.iter().copied())).collect::<Result<_, _>>()?;
        let outstanding = sum(&mut totals.iter().copied())?;
        let overdue = sum(&mut totals.iter().skip(1).copied())?;
        Ok(Self { totals, rows, outstanding, overdue })
    }
}

/// Lays an aged balance out on A4 landscape: figures, chart, one line per account, totals.
///
/// # Errors
/// [`DocumentError`]: no row, a row without one amount per step, mixed currencies, a defect of the layout.
pub fn render_aged_balance(report: &AgedBalance) -> Result<Pdf, DocumentError> {
    let (lang, ident) = (report.language, &report.ident);
    let sums = Sums::of(report)?;
    let (totals, outstanding, overdue) = (&sums.totals, sums.outstanding, sums.overdue);
    let mut rows = Vec::with_capacity(report.rows.len());
    for (row, total) in report.rows.iter().zip(&sums.rows) {
        let figures = row.amounts.iter().map(|m| if m.minor() == 0 { "–".to_owned() } else { amount(*m, lang) });
        let cells = [row.number.clone(), row.name.clone()].into_iter().chain(figures);
        rows.push(cells.chain([amount(*total, lang)]).collect());
    }
    let steps: Vec<AgeStep> =
        report.buckets.iter().zip(totals).map(|(l, m)| AgeStep { label: l.clone(), amount: *m }).collect();
    let as_of = date_long(report.as_of, lang);
    let headers = [lang.pick("Compte", "Account"), lang.pick("Débiteur", "Debtor")].into_iter();
    let view = AgedView {
        lang: lang.code(),
        title: &report.title,
        creditor: &report.creditor,
        as_of: format!("{} {as_of}", lang.pick("au", "as of")),
        source: &report.source,
        figures: vec![
            (lang.pick("Encours", "Outstanding").to_owned(), money(outstanding, lang)),
            (lang.pick("Échu", "Overdue").to_owned(), money(overdue, lang)),
            (lang.pick("Part échue", "Overdue share").to_owned(), share(overdue, outstanding, lang)),
            (
                lang.pick("Comptes", "Accounts").to_owned(),
                count(i64::try_from(report.rows.len()).unwrap_or(i64::MAX), lang),
            ),
        ],
        chart_svg: bar(1040, &report.title, &steps, lang),
        chart_alt: lang
            .pick(
                "Encours par ancienneté ; les montants sont dans le tableau.",
                "Outstanding by age; the amounts are in the table.",
            )
            .to_owned(),
        headers: headers.chain(report.buckets.iter().map(String::as_str)).chain(["Total"]).collect(),
        rows,
        shares: totals.iter().chain([&outstanding]).map(|m| share(*m, outstanding, lang)).collect(),
        totals: totals.iter().chain([&outstanding]).map(|m| amount(*m, lang)).collect(),
        page: "Page",
        running: [report.creditor.as_str(), report.title.as_str(), as_of.as_str()].join(" · "),
    };
    let pdf = compile(Template::AgedBalance, Pages::Any, ident, report.as_of, &view, &[])?;
    pdf.ok_or_else(|| DocumentError::Missing { ident: ident.clone(), field: "a page" })
}

/// A statement of account: every line of a period, dated and added up, without any demand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Names the document for ever.
    pub ident: String,
    /// Language of labels and figures.
    pub language: Language,
    /// Who writes.
    pub creditor: Letterhead,
    /// Addressee and address.
    pub recipient: Vec<String>,
    /// The customer's number.
    pub account: String,
    /// The day it stands for.
    pub as_of: Date,
    /// The balance before the first line, with the day it stands for; none when the lines are all there is.
    #[serde(default)]
    pub opening: Option<(Date, Money)>,
    /// Lines, in the order to print.
    pub lines: Vec<StatementLine>,
    /// A sentence or two under the table.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// One line of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatementLine {
    /// Date of the piece.
    pub date: Option<Date>,
    /// Number.
    pub number: String,
    /// What it is: `Facture`, `Règlement`…
    pub label: String,
    /// Due date.
    pub due: Option<Date>,
    /// Positive when owed, negative when it is a credit.
    pub amount: Money,
}

#[derive(Serialize)]
struct StatementView<'a> {
    lang: &'static str,
    title: String,
    creditor: &'a str,
    contact: Vec<&'a str>,
    recipient: Vec<String>,
    account: (&'static str, &'a str),
    as_of: String,
    headers: Vec<&'static str>,
    rows: Vec<[String; 6]>,
    total: (&'static str, String),
    notes: &'a [String],
    footer: &'a [String],
    page: &'static str,
}

/// Lays a statement of account out, with a running balance.
///
/// # Errors
/// [`DocumentError`]: no line, mixed currencies, a defect of the layout.
pub fn render_statement(statement: &Statement) -> Result<Pdf, DocumentError> {
    let (lang, ident) = (statement.language, &statement.ident);
    let first = statement.opening.map(|(_, balance)| balance).or(statement.lines.first().map(|line| line.amount));
    let first = first.ok_or_else(|| DocumentError::Missing { ident: ident.clone(), field: "at least one line" })?;
    let recipient = match window_lines(&statement.recipient) {
        Err(AddressFault::Empty) => Vec::new(),
        shown => shown.map_err(|fault| DocumentError::Address { ident: ident.clone(), fault })?,
    };
    let mut balance = Money::new(0, first.currency());
    let day = |date: Option<Date>| date.map_or_else(|| "–".to_owned(), |d| date_short(d, lang));
    let mut rows = Vec::with_capacity(statement.lines.len() + 1);
    if let Some((from, opening)) = statement.opening {
        balance = opening;
        let label = lang.pick("Solde antérieur", "Balance brought forward").to_owned();
        rows.push([day(Some(from)), String::new(), label, String::new(), String::new(), amount(balance, lang)]);
    }
    for line in &statement.lines {
        let sum = balance.checked_add(line.amount);
        balance = sum.map_err(|cause| DocumentError::Money { ident: ident.clone(), cause })?;
        rows.push([
            day(line.date),
            line.number.clone(),
            line.label.clone(),
            day(line.due),
            amount(line.amount, lang),
            amount(balance, lang),
        ]);
    }
    let head = &statement.creditor;
    let as_of = date_long(statement.as_of, lang);
    let view = StatementView {
        lang: lang.code(),
        title: format!("{} {as_of}", lang.pick("Relevé de compte au", "Statement of account as of")),
        creditor: &head.name,
        contact: head.address.iter().chain(&head.phone).chain(&head.mail).map(String::as_str).collect(),
        recipient,
        account: (lang.pick("Votre n° client", "Your customer no."), &statement.account),
        as_of,
        headers: match lang {
            Language::Fr => vec!["Date", "Pièce", "Nature", "Échéance", "Montant", "Solde"],
            Language::En => vec!["Date", "Document", "Kind", "Due", "Amount", "Balance"],
        },
        rows,
        total: (lang.pick("Solde", "Balance"), money(balance, lang)),
        notes: &statement.notes,
        footer: &head.legal_lines,
        page: "Page",
    };
    let pdf = compile(Template::Statement, Pages::Any, ident, statement.as_of, &view, &[])?;
    pdf.ok_or_else(|| DocumentError::Missing { ident: ident.clone(), field: "a page" })
}
