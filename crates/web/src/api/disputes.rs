//! Disputes: what customers contest, who answers, by when; and what platforms say of electronic invoices.
#![expect(unused_qualifications, reason = "written by the macro that documents a route")]

use app::disputes::{
    Brought, CauseGrouping, CauseQuery, DisputeFilter, DisputeId, DisputeKind, EvidenceKind, MediationPath,
    MediationStep, Outcome, Policy, Service, Side, Source, Step,
};
use app::{DeskError, DisputeRefusal, Refusal, disputes};
use axum::extract::multipart::Multipart;
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use kernel::{Currency, Money};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::IntoParams;

use super::desk::date;
use super::models::{
    DisputeCauses, DisputeEnd, DisputeFile, DisputeHandOver, DisputeOrder, DisputePage, DisputePolicy,
    DisputePolicyInForce, DisputeStep, EvidenceMade, EvidenceOrder, Made, StatusesTaken,
};
use crate::forms::reference;
use crate::pages::imports::read_files;
use crate::problem::{Failure, Problem};
use crate::session::Visit;
use crate::site::Site;

/// Lines of a page.
const LIMIT: usize = 200;

/// Every route of the disputes.
pub fn routes(site: &Site) -> Router<Site> {
    let limit = DefaultBodyLimit::max(site.config.upload_limit);
    Router::new()
        .route("/disputes", get(list))
        .route("/disputes/causes", get(causes))
        .route("/disputes/policy", get(policy).put(set_policy))
        .route("/disputes/{id}", get(one))
        .route("/disputes/{id}/step", post(step))
        .route("/disputes/{id}/owner", post(assign))
        .route("/disputes/{id}/closing", post(close))
        .route("/disputes/{id}/evidence", post(testify))
        .route("/disputes/{id}/files", post(attach).layer(limit))
        .route("/items/{id}/disputes", post(open))
        .route("/invoice-statuses", post(statuses).layer(limit))
}

/// A word of a closed list, or the refusal that names the list.
pub(crate) fn word<T: Copy>(
    text: &str,
    parse: impl Fn(&str) -> Option<T>,
    all: &[T],
    slug: impl Fn(T) -> &'static str,
) -> Result<T, DeskError> {
    parse(text).ok_or_else(|| {
        let known = all.iter().map(|one| slug(*one)).collect::<Vec<_>>().join(", ");
        DisputeRefusal::UnknownWord { text: text.chars().take(60).collect(), known }.into()
    })
}

pub(crate) fn kind(text: &str) -> Result<DisputeKind, DeskError> {
    word(text, DisputeKind::parse, DisputeKind::ALL, DisputeKind::slug)
}

pub(crate) fn to_step(text: &str) -> Result<Step, DeskError> {
    word(text, Step::parse, Step::ALL, Step::slug)
}

pub(crate) fn service(text: &str) -> Result<Service, DeskError> {
    word(text, Service::parse, Service::ALL, Service::slug)
}

pub(crate) fn outcome(text: &str) -> Result<Outcome, DeskError> {
    word(text, Outcome::parse, Outcome::ALL, Outcome::slug)
}

pub(crate) fn side(text: &str) -> Result<Side, DeskError> {
    word(text, Side::parse, Side::ALL, Side::slug)
}

pub(crate) fn path(text: &str) -> Result<MediationPath, DeskError> {
    word(text, MediationPath::parse, MediationPath::ALL, MediationPath::slug)
}

pub(crate) fn mediation_step(text: &str) -> Result<MediationStep, DeskError> {
    word(text, MediationStep::parse, MediationStep::ALL, MediationStep::slug)
}

pub(crate) fn grouping(text: &str) -> Result<CauseGrouping, DeskError> {
    word(text, CauseGrouping::parse, CauseGrouping::ALL, CauseGrouping::slug)
}

/// Which disputes a list shows.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DisputeQuery {
    /// Where the page starts: the `next` of the page before.
    #[serde(default)]
    after: Option<String>,
    /// Reference or customer code of an account: its disputes, closed ones too.
    #[serde(default)]
    account: Option<String>,
    /// At one step.
    #[serde(default)]
    step: Option<String>,
    /// Of one kind.
    #[serde(default)]
    kind: Option<String>,
    /// Of one service.
    #[serde(default)]
    service: Option<String>,
    /// Of one owner.
    #[serde(default)]
    owner: Option<String>,
    /// Those whose last day is over.
    #[serde(default)]
    late: bool,
    /// Closed ones too.
    #[serde(default)]
    closed: bool,
}

/// Which causes.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CausesQuery {
    /// `kind`, `service`, `salesperson`, `account`.
    #[serde(default)]
    by: Option<String>,
    /// Opened from this day, included.
    #[serde(default)]
    from: Option<String>,
    /// Opened until this day, included.
    #[serde(default)]
    until: Option<String>,
    /// EUR when none.
    #[serde(default)]
    currency: Option<String>,
}

pub(super) fn said(visit: &Visit, answer: &impl Serialize) -> Json<Value> {
    Json(app::said(answer, visit.visitor.lang))
}

pub(super) fn filled(text: Option<&String>) -> Option<&str> {
    text.map(String::as_str).filter(|text| !text.is_empty())
}

/// Disputes, the oldest first, with the board of all that the filter takes.
#[utoipa::path(get, path = "/api/v1/disputes", tag = "disputes", params(DisputeQuery), responses((status = 200, body = DisputePage)))]
pub async fn list(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<DisputeQuery>,
) -> Result<Json<Value>, Failure> {
    let after = filled(asked.after.as_ref()).map(reference::<DisputeId>).transpose()?;
    let actor = visit.actor.clone();
    let page = site.ask(move |desk| {
        let filter = DisputeFilter {
            account: filled(asked.account.as_ref()).map(|text| desk.find_account(&actor, text)).transpose()?,
            step: filled(asked.step.as_ref()).map(to_step).transpose()?,
            kind: filled(asked.kind.as_ref()).map(kind).transpose()?,
            service: filled(asked.service.as_ref()).map(service).transpose()?,
            owner: asked.owner.filter(|owner| !owner.is_empty()),
            late: asked.late,
            closed_too: asked.closed,
        };
        desk.disputes(&actor, &filter, after, LIMIT)
    });
    Ok(said(&visit, &page.await?))
}

/// One dispute: its clock, its evidence, what was done, what comes next.
#[utoipa::path(get, path = "/api/v1/disputes/{id}", tag = "disputes", params(("id" = String, Path)), responses((status = 200, body = DisputeFile)))]
pub async fn one(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Json<Value>, Failure> {
    let (id, actor) = (reference::<DisputeId>(&id)?, visit.actor.clone());
    let file = site.ask(move |desk| desk.dispute(&actor, id)).await?;
    Ok(said(&visit, &file))
}

/// Open a dispute on a piece, or on a part of it.
#[utoipa::path(post, path = "/api/v1/items/{id}/disputes", tag = "disputes", params(("id" = String, Path)), request_body = DisputeOrder,
    responses((status = 201, body = Made), (status = 422, body = Problem)))]
pub async fn open(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<DisputeOrder>,
) -> Result<(StatusCode, Json<Made>), Failure> {
    let made = site.ask(move |desk| {
        let item = desk.find_item(&visit.actor, &id)?;
        let order = disputes::DisputeOrder {
            kind: kind(&body.kind)?,
            amount: money(body.amount.as_deref(), item.amount.currency())?,
            motive: body.motive,
            source: if body.mail.trim().is_empty() { Source::Collector } else { Source::Mail },
            owner: body.owner,
            note: body.note,
            mail: body.mail,
        };
        desk.open_dispute(&visit.actor, item.id, &order)
    });
    Ok((StatusCode::CREATED, Json(Made { id: made.await?.to_string() })))
}

pub(super) fn money(text: Option<&str>, currency: Currency) -> Result<Option<Money>, DeskError> {
    let unreadable = |_| Refusal::CurrencyDiffers { expected: currency }.into();
    text.map(|text| Money::parse(text, currency)).transpose().map_err(unreadable)
}

/// Move a dispute to a step: one on, or back to the facts or to the negotiation.
#[utoipa::path(post, path = "/api/v1/disputes/{id}/step", tag = "disputes", params(("id" = String, Path)), request_body = DisputeStep,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn step(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<DisputeStep>,
) -> Result<StatusCode, Failure> {
    let (id, until) = (reference::<DisputeId>(&id)?, date(body.until.as_deref())?);
    site.ask(move |desk| {
        let currency = desk.dispute(&visit.actor, id)?.line.currency;
        let granted = money(body.granted.as_deref(), currency)?;
        let order = disputes::DisputeMove { owner: body.owner, until, granted, note: body.note };
        desk.move_dispute(&visit.actor, id, to_step(&body.step)?, &order)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Give a dispute to somebody, or say what it is really about.
#[utoipa::path(post, path = "/api/v1/disputes/{id}/owner", tag = "disputes", params(("id" = String, Path)), request_body = DisputeHandOver,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn assign(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<DisputeHandOver>,
) -> Result<StatusCode, Failure> {
    let (id, until) = (reference::<DisputeId>(&id)?, date(body.until.as_deref())?);
    site.ask(move |desk| {
        let order = disputes::DisputeHandOver {
            kind: filled(body.kind.as_ref()).map(kind).transpose()?,
            service: filled(body.service.as_ref()).map(service).transpose()?,
            owner: body.owner.clone(),
            until,
        };
        desk.assign_dispute(&visit.actor, id, &order)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Close a dispute with its outcome.
#[utoipa::path(post, path = "/api/v1/disputes/{id}/closing", tag = "disputes", params(("id" = String, Path)), request_body = DisputeEnd,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn close(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<DisputeEnd>,
) -> Result<StatusCode, Failure> {
    let id = reference::<DisputeId>(&id)?;
    site.ask(move |desk| desk.close_dispute(&visit.actor, id, outcome(&body.outcome)?, &body.note)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Bring words to a dispute: what the customer or a service says, or a mail. `@login` in the words of the house tells
/// somebody, once; the answer names those who are not told.
#[utoipa::path(post, path = "/api/v1/disputes/{id}/evidence", tag = "disputes", params(("id" = String, Path)), request_body = EvidenceOrder,
    responses((status = 201, body = EvidenceMade), (status = 422, body = Problem)))]
pub async fn testify(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<EvidenceOrder>,
) -> Result<(StatusCode, Json<EvidenceMade>), Failure> {
    let id = reference::<DisputeId>(&id)?;
    let made = site.ask(move |desk| {
        let kind = if body.mail { EvidenceKind::Mail } else { EvidenceKind::Note };
        let brought = Brought { side: side(&body.side)?, kind, words: body.words, file: None };
        desk.add_evidence(&visit.actor, id, &brought)
    });
    Ok((StatusCode::CREATED, Json(EvidenceMade::from(made.await?))))
}

/// Bring files to a dispute: a PDF, a photograph (JPEG, PNG, WebP), a text.
#[utoipa::path(post, path = "/api/v1/disputes/{id}/files", tag = "disputes", params(("id" = String, Path)),
    request_body(content_type = "multipart/form-data"), responses((status = 201, body = Made), (status = 422, body = Problem)))]
pub async fn attach(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    form: Multipart,
) -> Result<(StatusCode, Json<Made>), Failure> {
    let id = reference::<DisputeId>(&id)?;
    let files = read_files(form, site.config.upload_limit).await?;
    let made = site.ask(move |desk| {
        let mut last = None;
        for file in files {
            let brought =
                Brought { side: Side::House, kind: EvidenceKind::File, words: String::new(), file: Some(file) };
            last = Some(desk.add_evidence(&visit.actor, id, &brought)?.id);
        }
        last.ok_or_else(|| Refusal::NoFile.into())
    });
    Ok((StatusCode::CREATED, Json(Made { id: made.await?.to_string() })))
}

/// Which service answers what, who that is, and by when.
#[utoipa::path(get, path = "/api/v1/disputes/policy", tag = "disputes", responses((status = 200, body = DisputePolicyInForce)))]
pub async fn policy(State(site): State<Site>, visit: Visit) -> Result<Json<Value>, Failure> {
    let actor = visit.actor.clone();
    let policy = site.ask(move |desk| desk.dispute_policy(&actor)).await?;
    Ok(said(&visit, &policy))
}

/// Save the policy: each service once, each kind once.
#[utoipa::path(put, path = "/api/v1/disputes/policy", tag = "disputes", request_body = DisputePolicy,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn set_policy(
    State(site): State<Site>,
    visit: Visit,
    Json(body): Json<Value>,
) -> Result<StatusCode, Failure> {
    visit.actor.may(app::Permission::Settings)?;
    let policy: Policy = serde_json::from_value(body).map_err(|e| Failure::malformed(e.to_string()))?;
    site.ask(move |desk| desk.set_dispute_policy(&visit.actor, &policy)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What disputes cost in money and days, the dearest cause first, and month after month.
#[utoipa::path(get, path = "/api/v1/disputes/causes", tag = "disputes", params(CausesQuery), responses((status = 200, body = DisputeCauses)))]
pub async fn causes(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<CausesQuery>,
) -> Result<Json<Value>, Failure> {
    let malformed = |e: kernel::MoneyError| Failure::malformed(e.to_string());
    let code = filled(asked.currency.as_ref()).unwrap_or("EUR");
    let currency = Currency::parse(code).map_err(malformed)?;
    let (from, until) = (date(asked.from.as_deref())?, date(asked.until.as_deref())?);
    let actor = visit.actor.clone();
    let causes = site.ask(move |desk| {
        let by = grouping(filled(asked.by.as_ref()).unwrap_or(CauseGrouping::Kind.slug()))?;
        desk.dispute_causes(&actor, &CauseQuery { by, from, until, currency })
    });
    Ok(said(&visit, &causes.await?))
}

/// Take in life-cycle messages of electronic invoices (CDAR); the same file again changes nothing.
#[utoipa::path(post, path = "/api/v1/invoice-statuses", tag = "disputes",
    request_body(content_type = "multipart/form-data"), responses((status = 200, body = StatusesTaken)))]
pub async fn statuses(State(site): State<Site>, visit: Visit, form: Multipart) -> Result<Json<Value>, Failure> {
    let files = read_files(form, site.config.upload_limit).await?;
    let actor = visit.actor.clone();
    let taken = site.ask(move |desk| {
        if files.is_empty() {
            return Err(Refusal::NoFile.into());
        }
        desk.take_statuses(&actor, &files)
    });
    Ok(said(&visit, &taken.await?))
}
