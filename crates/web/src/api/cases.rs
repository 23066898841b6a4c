//! Cases and the procedures they follow, for programs.
#![expect(unused_qualifications, reason = "written by the macro that documents a route")]

use app::cases as desk;
use app::{CaseRefusal, DeskError};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use kernel::{Language, Territory};
use serde::Deserialize;
use serde_json::Value;
use utoipa::IntoParams;

use super::desk::date;
use super::models::{
    CaseClaims, CaseClosing, CaseDetail, CaseOrder, CasePage, CasePartyOrder, HearingPage, Made, ProcedureChoice,
    ProcedureDetail, ProcedureFact, ProcedureOrder, ProcedureTold,
};
use crate::forms::reference;
use crate::problem::{Failure, Problem};
use crate::session::Visit;
use crate::site::Site;

/// Cases of a page.
const PAGE: u32 = 100;
/// Hearings of a page.
const HEARINGS: usize = 200;

/// The routes under `/api/v1`.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/cases", get(cases))
        .route("/cases/{id}", get(case))
        .route("/cases/{id}/claims", post(claim))
        .route("/cases/{id}/parties", post(add_party))
        .route("/cases/{id}/procedures", post(begin))
        .route("/cases/{id}/closing", post(close))
        .route("/accounts/{id}/cases", post(open))
        .route("/hearings", get(hearings))
        .route("/procedures", get(choices))
        .route("/procedures/{id}", get(procedure))
        .route("/procedures/{id}/facts", post(tell))
}

/// Which cases, and where the page starts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CaseQuery {
    /// Where the page starts: the `next` of the page before.
    #[serde(default)]
    after: Option<String>,
    /// Reference or customer code of an account.
    #[serde(default)]
    account: Option<String>,
    /// `open` or `closed`; both when absent.
    #[serde(default)]
    state: Option<String>,
}

/// Of which account or creditor, and where the page starts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HearingAsked {
    /// Where the page starts: the `next` of the page before.
    #[serde(default)]
    after: Option<String>,
    /// Reference or customer code of an account.
    #[serde(default)]
    account: Option<String>,
    /// Code of a creditor.
    #[serde(default)]
    creditor: Option<String>,
}

fn unknown(text: &str, known: &[&str]) -> DeskError {
    CaseRefusal::Word { text: text.chars().take(40).collect(), known: known.join(", ") }.into()
}

/// Cases, the last opened first.
#[utoipa::path(get, path = "/api/v1/cases", tag = "cases", params(CaseQuery),
    responses((status = 200, body = CasePage), (status = 422, body = Problem)))]
pub async fn cases(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<CaseQuery>,
) -> Result<Json<Value>, Failure> {
    let filled = |text: Option<String>| text.filter(|text| !text.is_empty());
    let after = filled(asked.after).map(|text| reference(&text)).transpose()?;
    let open = match filled(asked.state).as_deref() {
        None => None,
        Some("open") => Some(true),
        Some("closed") => Some(false),
        Some(other) => return Err(unknown(other, &["open", "closed"]).into()),
    };
    let (actor, named) = (visit.actor.clone(), filled(asked.account));
    let page = site.ask(move |desk| {
        let account = named.as_deref().map(|text| desk.find_account(&actor, text)).transpose()?;
        desk.cases(&actor, &desk::CaseFilter { open, account }, after, PAGE)
    });
    Ok(Json(app::said(&page.await?, visit.visitor.lang)))
}

/// The hearings of every case in the order of days: those past of which nobody told what came, then those to come.
#[utoipa::path(get, path = "/api/v1/hearings", tag = "cases", params(HearingAsked),
    responses((status = 200, body = HearingPage), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn hearings(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<HearingAsked>,
) -> Result<Json<Value>, Failure> {
    let filled = |text: Option<String>| text.filter(|text| !text.is_empty());
    let after = filled(asked.after).map(|text| reference::<desk::HearingPlace>(&text)).transpose()?;
    let (actor, account, creditor) = (visit.actor.clone(), filled(asked.account), filled(asked.creditor));
    let page = site.ask(move |desk| {
        let query = desk::HearingQuery {
            account: account.as_deref().map(|text| desk.find_account(&actor, text)).transpose()?,
            creditor: creditor.as_deref().map(|code| desk.creditor(&actor, code)).transpose()?.map(|c| c.id),
        };
        desk.hearings(&actor, &query, after, HEARINGS)
    });
    Ok(Json(app::said(&page.await?, visit.visitor.lang)))
}

/// One case with its items, parties and procedures.
#[utoipa::path(get, path = "/api/v1/cases/{id}", tag = "cases", params(("id" = String, Path)),
    responses((status = 200, body = CaseDetail), (status = 404, body = Problem)))]
pub async fn case(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Json<Value>, Failure> {
    let (id, actor) = (reference(&id)?, visit.actor.clone());
    let case = site.ask(move |desk| desk.case(&actor, id)).await?;
    Ok(Json(app::said(&case, visit.visitor.lang)))
}

/// Open a case: its items are not reminded of while it is open.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/cases", tag = "cases", params(("id" = String, Path)),
    request_body = CaseOrder, responses((status = 201, body = Made), (status = 422, body = Problem)))]
pub async fn open(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<CaseOrder>,
) -> Result<(StatusCode, Json<Made>), Failure> {
    let stands = match body.side.as_str() {
        "" => desk::CaseSide::Claimant,
        text => desk::CaseSide::parse(text).ok_or_else(|| unknown(text, &["claimant", "defendant"]))?,
    };
    let order = desk::CaseOrder {
        side: stands,
        items: body.items.iter().map(|id| reference(id)).collect::<Result<_, _>>()?,
        reference: body.reference,
        object: body.object,
        owner: body.owner,
        parties: Vec::new(),
    };
    let made = site.ask(move |desk| {
        let account = desk.find_account(&visit.actor, &id)?;
        desk.open_case(&visit.actor, account, &order)
    });
    Ok((StatusCode::CREATED, Json(Made { id: made.await?.to_string() })))
}

/// Add items to an open case.
#[utoipa::path(post, path = "/api/v1/cases/{id}/claims", tag = "cases", params(("id" = String, Path)),
    request_body = CaseClaims, responses((status = 204), (status = 422, body = Problem)))]
pub async fn claim(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<CaseClaims>,
) -> Result<StatusCode, Failure> {
    let id = reference(&id)?;
    let items: Vec<ledger::ItemId> = body.items.iter().map(|id| reference(id)).collect::<Result<_, _>>()?;
    site.ask(move |desk| desk.add_claims(&visit.actor, id, &items)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Add a party to an open case.
#[utoipa::path(post, path = "/api/v1/cases/{id}/parties", tag = "cases", params(("id" = String, Path)),
    request_body = CasePartyOrder, responses((status = 201, body = Made), (status = 422, body = Problem)))]
pub async fn add_party(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<CasePartyOrder>,
) -> Result<(StatusCode, Json<Made>), Failure> {
    let id = reference(&id)?;
    let roles: Vec<&str> = desk::PartyRole::ALL.iter().map(|role| role.slug()).collect();
    let role = desk::PartyRole::parse(&body.role).ok_or_else(|| unknown(&body.role, &roles))?;
    let made = site.ask(move |desk| {
        let account = body.account.as_deref().filter(|text| !text.is_empty());
        let account = account.map(|text| desk.find_account(&visit.actor, text)).transpose()?;
        let order = desk::PartyOrder { role, name: body.name, address: body.address, note: body.note, account };
        desk.add_party(&visit.actor, id, &order)
    });
    Ok((StatusCode::CREATED, Json(Made { id: made.await?.to_string() })))
}

/// Close a case: what is still owed is asked for again, unless nothing will come of it.
#[utoipa::path(post, path = "/api/v1/cases/{id}/closing", tag = "cases", params(("id" = String, Path)),
    request_body = CaseClosing, responses((status = 204), (status = 422, body = Problem)))]
pub async fn close(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<CaseClosing>,
) -> Result<StatusCode, Failure> {
    let id = reference(&id)?;
    let known: Vec<&str> = desk::CaseOutcome::ALL.iter().map(|outcome| outcome.slug()).collect();
    let outcome = desk::CaseOutcome::parse(&body.outcome).ok_or_else(|| unknown(&body.outcome, &known))?;
    let loss = body.loss.map(super::costs::loss_of).transpose()?.unwrap_or_default();
    let closing = app::costs::CaseClosing { outcome, why: body.why, loss };
    site.ask(move |desk| desk.close_case(&visit.actor, id, closing)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The procedures of the tables of law, with those that cannot be begun today.
#[utoipa::path(get, path = "/api/v1/procedures", tag = "cases", responses((status = 200, body = Vec<ProcedureChoice>)))]
pub async fn choices(State(site): State<Site>, visit: Visit) -> Result<Json<Value>, Failure> {
    let actor = visit.actor.clone();
    let all = site.ask(move |desk| desk.procedure_choices(&actor)).await?;
    Ok(Json(app::said(&all, visit.visitor.lang)))
}

/// Begin a procedure in an open case.
#[utoipa::path(post, path = "/api/v1/cases/{id}/procedures", tag = "cases", params(("id" = String, Path)),
    request_body = ProcedureOrder, responses((status = 201, body = Made), (status = 422, body = Problem)))]
pub async fn begin(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<ProcedureOrder>,
) -> Result<(StatusCode, Json<Made>), Failure> {
    let id = reference(&id)?;
    let distance = body.distance.as_deref().filter(|text| !text.is_empty()).map(desk::Distance::parse);
    let territory = body.territory.as_deref().filter(|text| !text.is_empty());
    let holidays: Vec<&str> = Territory::ALL.iter().map(|territory| territory.slug()).collect();
    let parsed = |text: &str| Territory::parse(text).ok_or_else(|| unknown(text, &holidays));
    let order = desk::ProcedureOrder {
        definition: body.definition,
        begun: date(body.begun.as_deref())?,
        court: body.court,
        court_kind: body.court_kind,
        order: date(body.order.as_deref())?,
        distance: distance.transpose().map_err(DeskError::from)?.unwrap_or_default(),
        territory: territory.map(parsed).transpose()?.unwrap_or_default(),
        claimed: body.claimed,
        leave: body.leave,
    };
    let made = site.ask(move |desk| desk.begin_procedure(&visit.actor, id, &order)).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.to_string() })))
}

/// One procedure: where it stands today, and all that is known of it.
#[utoipa::path(get, path = "/api/v1/procedures/{id}", tag = "cases", params(("id" = String, Path)),
    responses((status = 200, body = ProcedureDetail), (status = 404, body = Problem)))]
pub async fn procedure(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Json<Value>, Failure> {
    let (id, actor) = (reference(&id)?, visit.actor.clone());
    let procedure = site.ask(move |desk| desk.procedure(&actor, id)).await?;
    Ok(Json(app::said(&procedure, visit.visitor.lang)))
}

/// Tell a procedure what happened. What came too late is kept, and the answer says what it lost.
#[utoipa::path(post, path = "/api/v1/procedures/{id}/facts", tag = "cases", params(("id" = String, Path)),
    request_body = ProcedureFact, responses((status = 200, body = ProcedureTold), (status = 422, body = Problem)))]
pub async fn tell(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<ProcedureFact>,
) -> Result<Json<ProcedureTold>, Failure> {
    let (id, lang): (_, Language) = (reference(&id)?, visit.visitor.lang);
    let known: Vec<&str> = desk::Tell::ALL.iter().map(|tell| tell.slug()).collect();
    let what = desk::Tell::parse(&body.tell).ok_or_else(|| unknown(&body.tell, &known))?;
    let order = desk::TellOrder {
        what,
        act: body.act,
        day: date(body.day.as_deref())?,
        by: body.by,
        proof_kind: body.proof_kind,
        proof: body.proof,
        service: body.service,
        granted: body.granted,
        leave: body.leave,
        note: body.note,
        step: body.step,
        instead: body.instead,
        ground: body.ground,
        why: body.why,
        position: body.position,
    };
    let events = site.ask(move |desk| desk.tell_procedure(&visit.actor, id, &order)).await?;
    let loss = events.iter().any(desk::Event::is_loss);
    Ok(Json(ProcedureTold { events: events.iter().map(|e| e.words().pick(lang).to_owned()).collect(), loss }))
}
