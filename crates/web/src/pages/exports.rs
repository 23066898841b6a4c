//! What leaves a page as a file for the user's disk.

use app::reports::{ReportFile, ReportFormat};
use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::aging::Asked;
use super::indicators::creditor_of;
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;

/// A file to save.
pub fn attachment(file: ReportFile) -> Response {
    let plain: String =
        file.name.chars().map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '-' }).collect();
    let mut response = file.bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.media_type));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{plain}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// `GET /aging/export`.
pub async fn export(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let (format, lang) = (ReportFormat::parse(&asked.format)?, visit.visitor.lang);
    let mut query = asked.query()?;
    let file = site.ask(move |desk| {
        query.creditor = creditor_of(&desk.creditors(&visit.actor)?, &asked.creditor)?.map(|c| c.id);
        desk.report(&visit.actor, "aged-balance", format, &query, lang)
    });
    Ok(attachment(file.await?))
}
