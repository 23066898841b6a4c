//! The aged balance as a file: spreadsheet, CSV, PDF.

use app::aging::AgingAnswer;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use documents::{
    AgedBalance, AgedRow, Cell, Column, ColumnKind, DocumentError, Table, render_aged_balance, write_csv, write_xlsx,
};
use kernel::Money;

use super::aging::{Asked, bucket_label};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// A file for the user's disk.
pub fn file(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '-' }).collect();
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{plain}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// A table in the format asked.
pub fn table_file(table: &Table, stem: &str, format: &str, day: kernel::Date) -> Result<Response, Failure> {
    let mut bytes = Vec::new();
    let broken = |error: DocumentError| Failure::Refused(error.to_string());
    match format {
        "csv" => {
            // The mark tells spreadsheets that the text is UTF-8.
            bytes.extend_from_slice("\u{feff}".as_bytes());
            write_csv(&mut bytes, table, b';').map_err(broken)?;
            Ok(file(&format!("{stem}.csv"), "text/csv; charset=utf-8", bytes))
        }
        "xlsx" => {
            let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
            let mut out = std::io::Cursor::new(&mut bytes);
            write_xlsx(&mut out, day, std::slice::from_ref(table)).map_err(broken)?;
            Ok(file(&format!("{stem}.xlsx"), kind, bytes))
        }
        other => Err(Failure::Malformed(other.to_owned())),
    }
}

/// `GET /aging/export`.
pub async fn export(
    State(site): State<Site>,
    visit: Visit,
    Query(mut asked): Query<Asked>,
) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    if asked.by.is_empty() || asked.format == "pdf" {
        "account".clone_into(&mut asked.by);
    }
    let mut query = asked.query(w)?;
    let code = asked.creditor.clone();
    let format = asked.format.clone();
    let lang = w.lang;
    site.ask(move |desk| {
        let creditors = desk.creditors(&actor)?;
        query.creditor = creditors.iter().find(|c| c.code == code).map(|c| c.id);
        let answer = desk.aged_balance(&actor, &query)?;
        let whose = match query.creditor.and_then(|id| creditors.iter().find(|c| c.id == id)) {
            Some(one) => one.name.clone(),
            None => creditors.iter().map(|c| c.name.clone()).collect::<Vec<_>>().join(", "),
        };
        let stem = format!("{}-{}", lang.pick("balance-agee", "aged-balance"), answer.as_of);
        Ok(if format == "pdf" {
            pdf(&answer, whose, &stem, w)
        } else {
            table_file(&table(&answer, w), &stem, &format, answer.as_of)
        })
    })
    .await?
}

fn table(answer: &AgingAnswer, w: Words) -> Table {
    let mut columns = vec![Column::new(w.t("code"), ColumnKind::Text), Column::new(w.t("name"), ColumnKind::Text)];
    columns.push(Column::new(w.t("currency"), ColumnKind::Text));
    columns
        .extend(answer.buckets.iter().map(|b| Column::new(bucket_label(b.from_day, b.to_day, w), ColumnKind::Money)));
    columns.push(Column::new(w.t("total"), ColumnKind::Money));
    columns.push(Column::new(w.t("credits-netted"), ColumnKind::Money));
    let rows = answer
        .lines
        .iter()
        .map(|line| {
            let money = |minor| Cell::Money(Money::new(minor, line.currency));
            let mut cells =
                vec![Cell::from(line.key.as_str()), Cell::from(line.name.as_str()), Cell::from(line.currency.code())];
            cells.extend(line.row.amounts.iter().map(|a| money(*a)));
            cells.extend([money(line.row.total()), money(line.row.credits)]);
            cells
        })
        .collect();
    Table { title: format!("{} {}", w.t("nav-aging"), answer.as_of), columns, rows }
}

fn pdf(answer: &AgingAnswer, creditor: String, stem: &str, w: Words) -> Result<Response, Failure> {
    let report = AgedBalance {
        ident: stem.to_owned(),
        language: w.lang.documents(),
        title: w.t("nav-aging"),
        creditor,
        as_of: answer.as_of,
        source: w.with(
            "aging-source",
            &[
                ("day", &crate::figures::day_of(answer.read_at).to_string()),
                ("hour", &crate::figures::hour(answer.read_at)),
            ],
        ),
        buckets: answer.buckets.iter().map(|b| bucket_label(b.from_day, b.to_day, w)).collect(),
        rows: answer
            .lines
            .iter()
            .filter(|line| line.currency == answer.currency)
            .map(|line| AgedRow {
                number: line.key.clone(),
                name: line.name.clone(),
                amounts: line.row.amounts.iter().map(|a| Money::new(*a, line.currency)).collect(),
            })
            .collect(),
    };
    let pdf = render_aged_balance(&report).map_err(|e| Failure::Refused(e.to_string()))?;
    Ok(file(&format!("{stem}.pdf"), "application/pdf", pdf.into_bytes()))
}
