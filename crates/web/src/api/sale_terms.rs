//! Terms of sale, for programs: versions, who accepted them, what binds a piece.
#![expect(unused_qualifications, reason = "written by the macro that documents a route")]

use app::sale_terms::{
    AcceptanceHow, AcceptanceOrder as Acceptance, ClauseKind, ClauseText, SaleTermsId, SaleTermsOrder as Order,
    TermsAcceptanceId,
};
use app::{DeskError, Refusal, SaleTermsRefusal};
use axum::extract::multipart::Multipart;
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};
use kernel::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::IntoParams;

use super::desk::date;
use super::disputes::word as any_word;
use super::models::{
    AcceptanceOrder, AcceptanceWithdrawal, AcceptancesTaken, AcceptedPage, AccountSaleTerms, CreditorSaleTerms,
    ItemTerms, Made, SaleClause, SaleTermsFile, SaleTermsOrder,
};
use crate::forms::reference;
use crate::pages::imports::read_files;
use crate::pages::letters::document_response;
use crate::problem::{Failure, Problem};
use crate::session::Visit;
use crate::site::Site;

/// Lines of a page.
const LIMIT: u32 = 200;

/// Every route of terms of sale.
pub fn routes(site: &Site) -> Router<Site> {
    let limit = DefaultBodyLimit::max(site.config.upload_limit);
    Router::new()
        .route("/sale-terms", get(list))
        .route("/sale-terms/{id}", get(one).put(change).delete(remove))
        .route("/sale-terms/{id}/accepted", get(accepted))
        .route("/sale-terms/{id}/document", get(paper).merge(post(attach).layer(limit)))
        .route("/creditors/{code}/sale-terms", post(add))
        .route("/creditors/{code}/sale-terms/acceptances", post(accept_file).layer(limit))
        .route("/accounts/{id}/sale-terms", get(of_account).post(accept))
        .route("/items/{id}/sale-terms", get(of_item))
        .route("/acceptances/{id}/withdrawal", post(withdraw))
        .route("/acceptances/{id}/proof", post(prove).layer(limit))
}

/// A word of a closed list, or the refusal that names the list.
fn word<T: Copy>(
    text: &str,
    parse: impl Fn(&str) -> Option<T>,
    all: &[T],
    slug: impl Fn(T) -> &'static str,
) -> Result<T, DeskError> {
    any_word(text, parse, all, &slug).map_err(|_| {
        let known = all.iter().map(|one| slug(*one)).collect::<Vec<_>>().join(", ");
        SaleTermsRefusal::UnknownWord { text: text.chars().take(60).collect(), known }.into()
    })
}

/// How a customer accepted.
pub(crate) fn how(text: &str) -> Result<AcceptanceHow, DeskError> {
    word(text, AcceptanceHow::parse, AcceptanceHow::ALL, AcceptanceHow::slug)
}

fn clause(clause: SaleClause) -> Result<ClauseText, DeskError> {
    let kind = word(&clause.kind, ClauseKind::parse, ClauseKind::ALL, ClauseKind::slug)?;
    Ok(ClauseText { kind, text: clause.text, rate: clause.rate })
}

/// A day that must be there.
fn day(text: &str) -> Result<Date, Failure> {
    date(Some(text))?.ok_or_else(|| DeskError::from(SaleTermsRefusal::DateMissing).into())
}

fn order(body: SaleTermsOrder) -> Result<Order, Failure> {
    let clauses = body.clauses.map(|all| all.into_iter().map(clause).collect::<Result<Vec<_>, _>>());
    Ok(Order {
        label: body.label,
        since: day(&body.since)?,
        clauses: clauses.transpose()?,
        from: body.from.as_deref().map(reference::<SaleTermsId>).transpose()?,
        pdf: None,
    })
}

fn said(visit: &Visit, answer: &impl Serialize) -> Json<Value> {
    Json(app::said(answer, visit.visitor.lang))
}

/// The one file of a form.
async fn file(form: Multipart, site: &Site) -> Result<app::imports::Upload, Failure> {
    let files = read_files(form, site.config.upload_limit).await?;
    files.into_iter().next().ok_or_else(|| DeskError::from(Refusal::NoFile).into())
}

/// Of which creditor.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SaleTermsAsked {
    /// Its code; all within reach when absent.
    #[serde(default)]
    creditor: Option<String>,
}

/// Where a page starts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AcceptedAsked {
    /// The `next` of the page before.
    #[serde(default)]
    after: Option<String>,
}

/// Terms of sale by creditor, with how many accounts accepted them and what of the amounts owed they cover.
#[utoipa::path(get, path = "/api/v1/sale-terms", tag = "sale-terms", params(SaleTermsAsked), responses((status = 200, body = Vec<CreditorSaleTerms>), (status = 404, body = Problem)))]
pub async fn list(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<SaleTermsAsked>,
) -> Result<Json<Value>, Failure> {
    let (actor, creditor) = (visit.actor.clone(), asked.creditor.filter(|code| !code.is_empty()));
    let all = site.ask(move |desk| desk.sale_terms(&actor, creditor.as_deref())).await?;
    Ok(said(&visit, &all))
}

/// One version: its clauses, what the law asks for, the rates to be read beside.
#[utoipa::path(get, path = "/api/v1/sale-terms/{id}", tag = "sale-terms", params(("id" = String, Path)), responses((status = 200, body = SaleTermsFile), (status = 404, body = Problem)))]
pub async fn one(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Json<Value>, Failure> {
    let (actor, id) = (visit.actor.clone(), reference::<SaleTermsId>(&id)?);
    let file = site.ask(move |desk| desk.sale_terms_version(&actor, id)).await?;
    Ok(said(&visit, &file))
}

/// Add a version: it ends the one before by its day.
#[utoipa::path(post, path = "/api/v1/creditors/{code}/sale-terms", tag = "sale-terms", params(("code" = String, Path)), request_body = SaleTermsOrder,
    responses((status = 201, body = Made), (status = 422, body = Problem)))]
pub async fn add(
    State(site): State<Site>,
    visit: Visit,
    Path(code): Path<String>,
    Json(body): Json<SaleTermsOrder>,
) -> Result<(StatusCode, Json<Made>), Failure> {
    let order = order(body)?;
    let made = site.ask(move |desk| desk.add_sale_terms(&visit.actor, &code, &order)).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.to_string() })))
}

/// Change a version that is not in force yet and that nobody accepted.
#[utoipa::path(put, path = "/api/v1/sale-terms/{id}", tag = "sale-terms", params(("id" = String, Path)), request_body = SaleTermsOrder,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn change(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<SaleTermsOrder>,
) -> Result<StatusCode, Failure> {
    let (id, order) = (reference::<SaleTermsId>(&id)?, order(body)?);
    site.ask(move |desk| desk.change_sale_terms(&visit.actor, id, &order)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take away a version that is not in force yet and that nobody accepted.
#[utoipa::path(delete, path = "/api/v1/sale-terms/{id}", tag = "sale-terms", params(("id" = String, Path)), responses((status = 204), (status = 422, body = Problem)))]
pub async fn remove(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<StatusCode, Failure> {
    let id = reference::<SaleTermsId>(&id)?;
    site.ask(move |desk| desk.remove_sale_terms(&visit.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who accepted a version, the last written down first: page on with `next` until it is `null`.
#[utoipa::path(get, path = "/api/v1/sale-terms/{id}/accepted", tag = "sale-terms", params(("id" = String, Path), AcceptedAsked),
    responses((status = 200, body = AcceptedPage), (status = 404, body = Problem)))]
pub async fn accepted(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<AcceptedAsked>,
) -> Result<Json<Value>, Failure> {
    let (actor, id) = (visit.actor.clone(), reference::<SaleTermsId>(&id)?);
    let after = asked.after.filter(|text| !text.is_empty());
    let after = after.as_deref().map(reference::<TermsAcceptanceId>).transpose()?;
    let page = site.ask(move |desk| desk.sale_terms_accepted(&actor, id, after, LIMIT)).await?;
    Ok(said(&visit, &page))
}

/// The PDF of a version.
#[utoipa::path(get, path = "/api/v1/sale-terms/{id}/document", tag = "sale-terms", params(("id" = String, Path)),
    responses((status = 200, content_type = "application/pdf"), (status = 404, body = Problem)))]
pub async fn paper(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let id = reference::<SaleTermsId>(&id)?;
    let paper = site.ask(move |desk| desk.sale_terms_paper(&visit.actor, id)).await?;
    Ok(document_response(&paper.media_type, &paper.file_name, paper.content))
}

/// Keep the PDF of a version: once, unless it can still change.
#[utoipa::path(post, path = "/api/v1/sale-terms/{id}/document", tag = "sale-terms", params(("id" = String, Path)),
    request_body(content_type = "multipart/form-data"), responses((status = 201, body = Made), (status = 422, body = Problem)))]
pub async fn attach(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    form: Multipart,
) -> Result<(StatusCode, Json<Made>), Failure> {
    let (id, file) = (reference::<SaleTermsId>(&id)?, file(form, &site).await?);
    let made = site.ask(move |desk| desk.attach_sale_terms(&visit.actor, id, &file)).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.to_string() })))
}

/// The terms of sale of an account: versions, acceptances with what they are worth, what binds each open piece.
#[utoipa::path(get, path = "/api/v1/accounts/{id}/sale-terms", tag = "sale-terms", params(("id" = String, Path)),
    responses((status = 200, body = AccountSaleTerms), (status = 404, body = Problem)))]
pub async fn of_account(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Json<Value>, Failure> {
    let actor = visit.actor.clone();
    let file = site.ask(move |desk| desk.sale_terms_of_account(&actor, desk.find_account(&actor, &id)?)).await?;
    Ok(said(&visit, &file))
}

/// The terms that bind a piece.
#[utoipa::path(get, path = "/api/v1/items/{id}/sale-terms", tag = "sale-terms", params(("id" = String, Path)),
    responses((status = 200, body = ItemTerms), (status = 404, body = Problem)))]
pub async fn of_item(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Json<Value>, Failure> {
    let actor = visit.actor.clone();
    let terms = site.ask(move |desk| desk.sale_terms_of_item(&actor, desk.find_item(&actor, &id)?.id)).await?;
    Ok(said(&visit, &terms))
}

/// Note that an account accepted a version; the same again is the one that is there.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/sale-terms", tag = "sale-terms", params(("id" = String, Path)), request_body = AcceptanceOrder,
    responses((status = 201, body = Made), (status = 422, body = Problem)))]
pub async fn accept(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<AcceptanceOrder>,
) -> Result<(StatusCode, Json<Made>), Failure> {
    visit.actor.may(app::Permission::EditAccount)?;
    let on = day(&body.on)?;
    let made = site.ask(move |desk| {
        let account = desk.find_account(&visit.actor, &id)?;
        let creditor = desk.sale_terms_of_account(&visit.actor, account)?.creditor;
        let version = desk.find_sale_terms(&visit.actor, &creditor, &body.version)?;
        let order = Acceptance { version, on, how: how(&body.how)?, note: body.note, file: None };
        desk.accept_sale_terms(&visit.actor, account, &order)
    });
    Ok((StatusCode::CREATED, Json(Made { id: made.await?.to_string() })))
}

/// Note the acceptances of a CSV: customer, date, how, version. Good lines go in, bad ones are told.
#[utoipa::path(post, path = "/api/v1/creditors/{code}/sale-terms/acceptances", tag = "sale-terms", params(("code" = String, Path)),
    request_body(content_type = "multipart/form-data"), responses((status = 200, body = AcceptancesTaken), (status = 422, body = Problem)))]
pub async fn accept_file(
    State(site): State<Site>,
    visit: Visit,
    Path(code): Path<String>,
    form: Multipart,
) -> Result<Json<Value>, Failure> {
    let (actor, file) = (visit.actor.clone(), file(form, &site).await?);
    let taken = site.ask(move |desk| desk.take_acceptances(&actor, &code, &file)).await?;
    Ok(said(&visit, &taken))
}

/// Take an acceptance back, with its reason.
#[utoipa::path(post, path = "/api/v1/acceptances/{id}/withdrawal", tag = "sale-terms", params(("id" = String, Path)), request_body = AcceptanceWithdrawal,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn withdraw(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<AcceptanceWithdrawal>,
) -> Result<StatusCode, Failure> {
    let id = reference::<TermsAcceptanceId>(&id)?;
    site.ask(move |desk| desk.withdraw_acceptance(&visit.actor, id, &body.reason)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Add its proof to an acceptance that has none: a PDF or a photograph.
#[utoipa::path(post, path = "/api/v1/acceptances/{id}/proof", tag = "sale-terms", params(("id" = String, Path)),
    request_body(content_type = "multipart/form-data"), responses((status = 201, body = Made), (status = 422, body = Problem)))]
pub async fn prove(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    form: Multipart,
) -> Result<(StatusCode, Json<Made>), Failure> {
    let (id, file) = (reference::<TermsAcceptanceId>(&id)?, file(form, &site).await?);
    let made = site.ask(move |desk| desk.attach_acceptance(&visit.actor, id, &file)).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.to_string() })))
}
