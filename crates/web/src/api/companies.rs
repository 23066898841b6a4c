//! Companies of the register, for programs: what it says of each debtor, asking it again, saved answers in.
#![expect(unused_qualifications, reason = "written by the macro that documents a route")]

use app::CompanyRefusal;
use app::companies::{CompanyQuery, CompanyShow};
use axum::extract::multipart::Multipart;
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post, put};
use axum::{Json, Router};
use ledger::AccountId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::IntoParams;

use super::models::{CompaniesFetched, CompaniesTaken, CompanyFetched, CompanyFile, CompanyPage};
use crate::forms::reference;
use crate::pages::imports::read_files;
use crate::problem::{Failure, Problem};
use crate::session::Visit;
use crate::site::Site;

/// Lines of a page.
const LIMIT: u32 = 200;

/// Every route of companies.
pub fn routes(site: &Site) -> Router<Site> {
    let upload = post(take).layer(DefaultBodyLimit::max(site.config.upload_limit));
    Router::new()
        .route("/companies", get(list))
        .route("/companies/import", upload)
        .route("/companies/fetch", post(fetch))
        .route("/accounts/{id}/company", get(one).post(ask))
        .route("/accounts/{id}/company/address", put(address))
        .route("/accounts/{id}/company/name", put(name))
}

/// Which companies, and where the page starts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CompaniesAsked {
    /// Where the page starts: the `next` of the page before.
    #[serde(default)]
    after: Option<String>,
    /// Code of a creditor.
    #[serde(default)]
    creditor: Option<String>,
    /// `all`, `changed`, `ceased`, `seat`, `never`, `unknown`.
    #[serde(default)]
    show: Option<String>,
}

fn filled(text: Option<&String>) -> Option<&str> {
    text.map(String::as_str).filter(|text| !text.is_empty())
}

fn said(visit: &Visit, answer: &impl Serialize) -> Json<Value> {
    Json(app::said(answer, visit.visitor.lang))
}

fn show(text: &str) -> Result<CompanyShow, CompanyRefusal> {
    CompanyShow::parse(text).ok_or_else(|| CompanyRefusal::UnknownWord {
        text: text.chars().take(60).collect(),
        known: CompanyShow::ALL.iter().map(|one| one.slug()).collect::<Vec<_>>().join(", "),
    })
}

/// What the register says of the debtors that have a SIREN, by account: page on with `next` until it is `null`.
#[utoipa::path(get, path = "/api/v1/companies", tag = "companies", params(CompaniesAsked), responses((status = 200, body = CompanyPage), (status = 422, body = Problem)))]
pub async fn list(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<CompaniesAsked>,
) -> Result<Json<Value>, Failure> {
    let (after, actor) = (filled(asked.after.as_ref()).map(reference::<AccountId>).transpose()?, visit.actor.clone());
    let page = site.ask(move |desk| {
        let creditor = filled(asked.creditor.as_ref()).map(|code| desk.creditor(&actor, code)).transpose()?;
        let show = filled(asked.show.as_ref()).map(show).transpose()?.unwrap_or_default();
        desk.companies(&actor, &CompanyQuery { creditor: creditor.map(|c| c.id), show }, after, LIMIT)
    });
    Ok(said(&visit, &page.await?))
}

/// What the register says of the debtor of an account, what changed, what to look at.
#[utoipa::path(get, path = "/api/v1/accounts/{id}/company", tag = "companies", params(("id" = String, Path)), responses((status = 200, body = CompanyFile), (status = 404, body = Problem)))]
pub async fn one(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Json<Value>, Failure> {
    let actor = visit.actor.clone();
    let file = site.ask(move |desk| desk.company(&actor, desk.find_account(&actor, &id)?)).await?;
    Ok(said(&visit, &file))
}

/// Ask the register again about the debtor of an account.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/company", tag = "companies", params(("id" = String, Path)), responses((status = 200, body = CompanyFetched), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn ask(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Json<Value>, Failure> {
    let actor = visit.actor.clone();
    let answer = site.ask(move |desk| desk.fetch_company(&actor, desk.find_account(&actor, &id)?)).await?;
    Ok(said(&visit, &answer))
}

/// Give the debtor the address of its head office.
#[utoipa::path(put, path = "/api/v1/accounts/{id}/company/address", tag = "companies", params(("id" = String, Path)), responses((status = 204), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn address(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<StatusCode, Failure> {
    site.ask(move |desk| desk.take_company_address(&visit.actor, desk.find_account(&visit.actor, &id)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Give the debtor its name in the register.
#[utoipa::path(put, path = "/api/v1/accounts/{id}/company/name", tag = "companies", params(("id" = String, Path)), responses((status = 204), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn name(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<StatusCode, Failure> {
    site.ask(move |desk| desk.take_company_name(&visit.actor, desk.find_account(&visit.actor, &id)?)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Import saved answers of the register: good records go in, bad ones are listed with their number and why.
#[utoipa::path(post, path = "/api/v1/companies/import", tag = "companies",
    request_body(content_type = "multipart/form-data", content = Object, description = "The file, as a part with a file name."),
    responses((status = 200, body = CompaniesTaken), (status = 413, body = Problem), (status = 422, body = Problem)))]
pub async fn take(State(site): State<Site>, visit: Visit, form: Multipart) -> Result<Json<Value>, Failure> {
    visit.actor.may(app::Permission::Import)?;
    let file = read_files(form, site.config.upload_limit).await?.into_iter().next();
    let file = file.ok_or(app::Refusal::NoFile)?;
    let actor = visit.actor.clone();
    let taken = site.ask(move |desk| desk.take_companies(&actor, &file, &|_, _| ())).await?;
    Ok(said(&visit, &taken))
}

/// Ask the register about the companies whose turn it is.
#[utoipa::path(post, path = "/api/v1/companies/fetch", tag = "companies", responses((status = 200, body = CompaniesFetched), (status = 422, body = Problem)))]
pub async fn fetch(State(site): State<Site>, visit: Visit) -> Result<Json<Value>, Failure> {
    let actor = visit.actor.clone();
    let answer = site.ask(move |desk| desk.fetch_companies(&actor, &|_, _| ())).await?;
    Ok(said(&visit, &answer))
}
