//! Insolvencies, for programs: procedures, names to look at, notices in, what is declared and what came of it.
#![expect(unused_qualifications, reason = "written by the macro that documents a route")]

use app::insolvency::{
    ClaimAnswer, DemandAct, DemandAnswer, DemandKind, DemandOrder, GuarantorDecision, GuarantorOrder,
    InsolvencyClaimId, InsolvencyDemandId, InsolvencyGuarantorId, InsolvencyId, InsolvencyMatchId, InsolvencyQuery,
    InsolvencyShow, ItemAnswer, MatchState, Person,
};
use app::{DeskError, InsolvencyRefusal};
use axum::extract::multipart::Multipart;
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post, put};
use axum::{Json, Router};
use kernel::{Currency, Date, Money};
use ledger::ItemId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::IntoParams;

use super::desk::date;
use super::disputes::word as any_word;
use super::models::{
    ClaimAnswered, ClaimDividend, ClaimProof, DemandAsked, DemandTold, FetchOrder, GuarantorDecided, InsolvencyItem,
    InsolvencyPage, InsolvencyReviewPage, Made, MatchDecision, NoticesFetched, NoticesTaken,
};
use crate::forms::reference;
use crate::pages::imports::read_files;
use crate::problem::{Failure, Problem};
use crate::session::Visit;
use crate::site::Site;

/// Lines of a page.
const LIMIT: usize = 200;

/// Every route of insolvencies.
pub fn routes(site: &Site) -> Router<Site> {
    let upload = post(take).layer(DefaultBodyLimit::max(site.config.upload_limit));
    Router::new()
        .route("/insolvency", get(list))
        .route("/insolvency/reviews", get(reviews))
        .route("/insolvency/reviews/{id}", post(decide))
        .route("/insolvency/notices", upload)
        .route("/insolvency/fetch", post(fetch))
        .route("/insolvency/{id}", get(one))
        .route("/insolvency/claims/{id}/sent", put(sent))
        .route("/insolvency/claims/{id}/received", put(received))
        .route("/insolvency/claims/{id}/answer", put(answer))
        .route("/insolvency/claims/{id}/dividend", post(dividend))
        .route("/insolvency/guarantors/{id}", put(guarantor))
        .route("/insolvency/claims/{id}/demands", post(demand))
        .route("/insolvency/demands/{id}", put(demand_told))
        .route("/items/{id}/insolvency", put(item))
}

/// Which procedures, and where the page starts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct InsolvencyAsked {
    /// Where the page starts: the `next` of the page before.
    #[serde(default)]
    after: Option<String>,
    /// Code of a creditor.
    #[serde(default)]
    creditor: Option<String>,
    /// `all`, `to-declare`, `late`, `declared`, `closed`, `taken-back`.
    #[serde(default)]
    show: Option<String>,
}

/// Which names, and where the page starts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReviewsAsked {
    /// Where the page starts: the `next` of the page before.
    #[serde(default)]
    after: Option<String>,
    /// `waiting` when absent, `confirmed`, `refused`.
    #[serde(default)]
    state: Option<String>,
}

fn filled(text: Option<&String>) -> Option<&str> {
    text.map(String::as_str).filter(|text| !text.is_empty())
}

fn said(visit: &Visit, answer: &impl Serialize) -> Json<Value> {
    Json(app::said(answer, visit.visitor.lang))
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
        InsolvencyRefusal::UnknownWord { text: text.chars().take(60).collect(), known }.into()
    })
}

/// A day that must be there.
fn day(text: &str) -> Result<Date, Failure> {
    date(Some(text))?.ok_or_else(|| Failure::malformed("a day is missing"))
}

fn amount(text: &str, currency: Option<&String>) -> Result<Money, Failure> {
    let currency = filled(currency).map_or(Ok(Currency::EUR), Currency::parse);
    let currency = currency.map_err(|e| Failure::malformed(e.to_string()))?;
    Money::parse(text, currency).map_err(|e| Failure::malformed(e.to_string()))
}

/// Procedures of debtors, those whose day comes first, first: page on with `next` until it is `null`.
#[utoipa::path(get, path = "/api/v1/insolvency", tag = "insolvency", params(InsolvencyAsked), responses((status = 200, body = InsolvencyPage), (status = 422, body = Problem)))]
pub async fn list(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<InsolvencyAsked>,
) -> Result<Json<Value>, Failure> {
    let (after, actor) =
        (filled(asked.after.as_ref()).map(reference::<InsolvencyId>).transpose()?, visit.actor.clone());
    let page = site.ask(move |desk| {
        let show = |text: &str| word(text, InsolvencyShow::parse, InsolvencyShow::ALL, InsolvencyShow::slug);
        let creditor = filled(asked.creditor.as_ref()).map(|code| desk.creditor(&actor, code)).transpose()?;
        let show = filled(asked.show.as_ref()).map(show).transpose()?.unwrap_or_default();
        desk.insolvencies(&actor, &InsolvencyQuery { creditor: creditor.map(|c| c.id), show }, after, LIMIT)
    });
    Ok(said(&visit, &page.await?))
}

/// One procedure, whole: notices, standing, what becomes of each item with the reason, what is declared.
#[utoipa::path(get, path = "/api/v1/insolvency/{id}", tag = "insolvency", params(("id" = String, Path)), responses((status = 200, body = Object), (status = 404, body = Problem)))]
pub async fn one(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Json<Value>, Failure> {
    let (id, actor) = (reference::<InsolvencyId>(&id)?, visit.actor.clone());
    let file = site.ask(move |desk| desk.insolvency(&actor, id)).await?;
    Ok(said(&visit, &file))
}

/// Notices beside debtors of the same name: nothing stops until somebody says that it is ours.
#[utoipa::path(get, path = "/api/v1/insolvency/reviews", tag = "insolvency", params(ReviewsAsked), responses((status = 200, body = InsolvencyReviewPage), (status = 422, body = Problem)))]
pub async fn reviews(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<ReviewsAsked>,
) -> Result<Json<Value>, Failure> {
    let after = filled(asked.after.as_ref()).map(reference::<InsolvencyMatchId>).transpose()?;
    let actor = visit.actor.clone();
    let page = site.ask(move |desk| {
        let state = |text: &str| word(text, MatchState::parse, MatchState::ALL, MatchState::slug);
        let state = filled(asked.state.as_ref()).map(state).transpose()?.unwrap_or(MatchState::Waiting);
        desk.insolvency_reviews(&actor, state, after, LIMIT)
    });
    Ok(said(&visit, &page.await?))
}

/// Say that a notice is about our debtor, or about somebody else of that name.
#[utoipa::path(post, path = "/api/v1/insolvency/reviews/{id}", tag = "insolvency", params(("id" = String, Path)), request_body = MatchDecision, responses((status = 204), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn decide(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<MatchDecision>,
) -> Result<StatusCode, Failure> {
    let id = reference::<InsolvencyMatchId>(&id)?;
    site.ask(move |desk| desk.decide_insolvency_match(&visit.actor, id, body.ours, &body.reason)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Import a file of notices: good records go in, bad ones are listed with their number and why.
#[utoipa::path(post, path = "/api/v1/insolvency/notices", tag = "insolvency",
    request_body(content_type = "multipart/form-data", content = Object, description = "The file, as a part with a file name."),
    responses((status = 200, body = NoticesTaken), (status = 413, body = Problem), (status = 422, body = Problem)))]
pub async fn take(State(site): State<Site>, visit: Visit, form: Multipart) -> Result<Json<Value>, Failure> {
    visit.actor.may(app::Permission::Import)?;
    let file = read_files(form, site.config.upload_limit).await?.into_iter().next();
    let file = file.ok_or(app::Refusal::NoFile)?;
    let actor = visit.actor.clone();
    let taken = site.ask(move |desk| desk.take_insolvency_notices(&actor, &file, &|_, _| ())).await?;
    Ok(said(&visit, &taken))
}

/// Read the bulletin since the last day seen, or since a day.
#[utoipa::path(post, path = "/api/v1/insolvency/fetch", tag = "insolvency", request_body = FetchOrder, responses((status = 200, body = NoticesFetched), (status = 422, body = Problem)))]
pub async fn fetch(
    State(site): State<Site>,
    visit: Visit,
    Json(body): Json<FetchOrder>,
) -> Result<Json<Value>, Failure> {
    let since = date(body.since.as_deref())?;
    let actor = visit.actor.clone();
    let answer = site.ask(move |desk| desk.fetch_insolvency_notices(&actor, since, &|_, _| ())).await?;
    Ok(said(&visit, &answer))
}

/// Note that the declaration was sent.
#[utoipa::path(put, path = "/api/v1/insolvency/claims/{id}/sent", tag = "insolvency", params(("id" = String, Path)), request_body = ClaimProof, responses((status = 204), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn sent(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<ClaimProof>,
) -> Result<StatusCode, Failure> {
    let (id, on) = (reference::<InsolvencyClaimId>(&id)?, day(&body.on)?);
    site.ask(move |desk| desk.send_insolvency_declaration(&visit.actor, id, on, &body.proof)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Note that the declaration was received.
#[utoipa::path(put, path = "/api/v1/insolvency/claims/{id}/received", tag = "insolvency", params(("id" = String, Path)), request_body = ClaimProof, responses((status = 204), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn received(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<ClaimProof>,
) -> Result<StatusCode, Failure> {
    let (id, on) = (reference::<InsolvencyClaimId>(&id)?, day(&body.on)?);
    site.ask(move |desk| desk.receive_insolvency_declaration(&visit.actor, id, on, &body.proof)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Note what became of the claim.
#[utoipa::path(put, path = "/api/v1/insolvency/claims/{id}/answer", tag = "insolvency", params(("id" = String, Path)), request_body = ClaimAnswered, responses((status = 204), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn answer(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<ClaimAnswered>,
) -> Result<StatusCode, Failure> {
    let (id, on) = (reference::<InsolvencyClaimId>(&id)?, day(&body.on)?);
    let admitted = body.amount.as_deref().map(|text| amount(text, body.currency.as_ref())).transpose()?;
    site.ask(move |desk| {
        let answer = word(&body.answer, ClaimAnswer::parse, ClaimAnswer::ALL, ClaimAnswer::slug)?;
        desk.answer_insolvency_claim(&visit.actor, id, (answer, on), (admitted, &body.note))
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Note a dividend.
#[utoipa::path(post, path = "/api/v1/insolvency/claims/{id}/dividend", tag = "insolvency", params(("id" = String, Path)), request_body = ClaimDividend, responses((status = 204), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn dividend(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<ClaimDividend>,
) -> Result<StatusCode, Failure> {
    let (id, on) = (reference::<InsolvencyClaimId>(&id)?, day(&body.on)?);
    let amount = amount(&body.amount, body.currency.as_ref())?;
    site.ask(move |desk| desk.note_insolvency_dividend(&visit.actor, id, on, amount)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Decide what is asked of somebody who answers beside a debtor in insolvency.
#[utoipa::path(put, path = "/api/v1/insolvency/guarantors/{id}", tag = "insolvency", params(("id" = String, Path)), request_body = GuarantorDecided, responses((status = 204), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn guarantor(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<GuarantorDecided>,
) -> Result<StatusCode, Failure> {
    let id = reference::<InsolvencyGuarantorId>(&id)?;
    site.ask(move |desk| {
        let decision = word(&body.decision, GuarantorDecision::parse, GuarantorDecision::ALL, GuarantorDecision::slug)?;
        let person = |text: &str| word(text, Person::parse, Person::ALL, Person::slug);
        let person = filled(body.person.as_ref()).map(person).transpose()?;
        desk.decide_guarantor(&visit.actor, id, &GuarantorOrder { decision, person, why: body.why })
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Tell that a contract with the debtor is in progress, or that goods of ours are with him.
#[utoipa::path(post, path = "/api/v1/insolvency/claims/{id}/demands", tag = "insolvency", params(("id" = String, Path)), request_body = DemandAsked, responses((status = 201, body = Made), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn demand(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<DemandAsked>,
) -> Result<(StatusCode, Json<Made>), Failure> {
    let id = reference::<InsolvencyClaimId>(&id)?;
    let amount = body.amount.as_deref().map(|text| amount(text, body.currency.as_ref())).transpose()?;
    let made = site.ask(move |desk| {
        let kind = word(&body.kind, DemandKind::parse, DemandKind::ALL, DemandKind::slug)?;
        desk.add_insolvency_demand(&visit.actor, id, &DemandOrder { kind, what: body.what, amount })
    });
    Ok((StatusCode::CREATED, Json(Made { id: made.await?.to_string() })))
}

/// Tell what happened to something asked: received, prolonged, answered or not, acted upon, corrected, taken out.
#[utoipa::path(put, path = "/api/v1/insolvency/demands/{id}", tag = "insolvency", params(("id" = String, Path)), request_body = DemandTold, responses((status = 204), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn demand_told(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<DemandTold>,
) -> Result<StatusCode, Failure> {
    let (id, on) = (reference::<InsolvencyDemandId>(&id)?, date(body.on.as_deref())?);
    let amount = body.amount.as_deref().map(|text| amount(text, body.currency.as_ref())).transpose()?;
    site.ask(move |desk| {
        let act = word(&body.act, DemandAct::parse, DemandAct::ALL, DemandAct::slug)?;
        let answer = |text: &str| word(text, DemandAnswer::parse, DemandAnswer::ALL, DemandAnswer::slug);
        let answer = filled(body.answer.as_ref()).map(answer).transpose()?;
        let told = app::insolvency::DemandTold { act, on, proof: body.proof, answer, what: body.what, amount };
        desk.tell_insolvency_demand(&visit.actor, id, &told)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Answer what a procedure asks about an item.
#[utoipa::path(put, path = "/api/v1/items/{id}/insolvency", tag = "insolvency", params(("id" = String, Path)), request_body = InsolvencyItem, responses((status = 204), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn item(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<InsolvencyItem>,
) -> Result<StatusCode, Failure> {
    let id = reference::<ItemId>(&id)?;
    let answer = ItemAnswer {
        supply_on: date(body.supply_on.as_deref())?,
        connected: body.connected,
        personal: body.personal,
        long_loan: body.long_loan,
        privilege: body.privilege,
    };
    site.ask(move |desk| desk.answer_insolvency_item(&visit.actor, id, &answer)).await?;
    Ok(StatusCode::NO_CONTENT)
}
