//! Search, for programs.
#![expect(unused_qualifications, reason = "written by the macro that documents a route")]

use app::search::SearchQuery;
use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;
use utoipa::IntoParams;

use super::models::Found;
use crate::problem::{Failure, Problem};
use crate::session::Visit;
use crate::site::Site;

/// Results of each kind where none are asked for.
const RESULTS: usize = 20;

/// What is looked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SearchParams {
    /// Beginnings of words of a name, a customer code, a SIREN or a SIRET, the number of a piece, an exact
    /// amount (`12 400,00` or `12,400.00`), a mail address or a telephone number. The first 120 characters
    /// are read.
    #[serde(default)]
    q: String,
    /// Code of a creditor.
    #[serde(default)]
    creditor: Option<String>,
    /// Results of each kind, 100 at most.
    #[serde(default)]
    limit: Option<usize>,
}

/// Accounts, pieces and contacts, each with what of it was looked for.
#[utoipa::path(get, path = "/api/v1/search", tag = "accounts", params(SearchParams),
    responses((status = 200, body = Found), (status = 404, body = Problem)))]
pub async fn search(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<SearchParams>,
) -> Result<Json<Found>, Failure> {
    let answer = site.ask(move |desk| {
        let creditor =
            asked.creditor.as_deref().map(|code| desk.creditor(&visit.actor, code)).transpose()?.map(|c| c.id);
        desk.search(&visit.actor, &SearchQuery { text: asked.q, creditor, limit: asked.limit.unwrap_or(RESULTS) })
    });
    Ok(Json(Found::from(&answer.await?)))
}
