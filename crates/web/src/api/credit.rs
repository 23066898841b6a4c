//! The credit of customers, for programs: the one that takes orders asks whose are held.
#![expect(unused_qualifications, reason = "written by the macro that documents a route")]

use app::credit::{
    CoverOrder, CreditPolicy as Policy, CreditQuery, CreditShow, CreditSignalId, Criterion, Grade, OrderAct,
    OrderBlockId, OrderState, with_weights,
};
use app::{CreditRefusal, DeskError, Refusal};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post, put};
use axum::{Json, Router};
use kernel::{Currency, Money};
use ledger::AccountId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::IntoParams;

use super::desk::date;
use super::disputes::word as any_word;
use super::models::{
    CreditCoverOrder, CreditFile, CreditLimitOrder, CreditPage, CreditPolicy, CreditSignals, CreditWeights,
    CreditWeightsKept, DeclarationOrder, DeclarationReversal, FactorOrder, FactorReversal, Made, OrderBlockOrder,
    OrderBlockPage, OrderDecision, OrderStanding,
};
use crate::forms::reference;
use crate::problem::{Failure, Problem};
use crate::session::Visit;
use crate::site::Site;

/// Lines of a page.
const LIMIT: u32 = 200;

/// Every route of credit.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/credit", get(list))
        .route("/credit/blocked", get(blocked))
        .route("/credit/orders/{id}", post(decide))
        .route("/credit/signals", get(signals))
        .route("/credit/signals/{id}/seen", post(see))
        .route("/credit/policy", get(policy).put(set_policy))
        .route("/credit/weights", get(weights).put(set_weights).delete(reset_weights))
        .route("/accounts/{id}/credit", get(one))
        .route("/accounts/{id}/credit/limit", put(set_limit))
        .route("/accounts/{id}/credit/cover", put(set_cover).delete(remove_cover))
        .route("/accounts/{id}/credit/orders", post(block))
        .route("/items/{id}/factor", put(assign).delete(take_back))
        .route("/items/{id}/declaration", put(declare).delete(undeclare))
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
        CreditRefusal::UnknownWord { text: text.chars().take(60).collect(), known }.into()
    })
}

/// What is to be done with a block.
pub(crate) fn act(text: &str) -> Result<OrderAct, DeskError> {
    word(text, OrderAct::parse, OrderAct::ALL, OrderAct::slug)
}

/// Which customers, and where the page starts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CreditAsked {
    /// Where the page starts: the `next` of the page before.
    #[serde(default)]
    after: Option<String>,
    /// Code of a creditor.
    #[serde(default)]
    creditor: Option<String>,
    /// One class: `a` to `e`.
    #[serde(default)]
    grade: Option<String>,
    /// `all`, `over`, `uncovered`, `blocked`, `waiting`, `unlimited`.
    #[serde(default)]
    show: Option<String>,
    /// The first so many only.
    #[serde(default)]
    top: Option<usize>,
}

/// Whose orders, and where the page starts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct BlockedAsked {
    /// Where the page starts: the `next` of the page before.
    #[serde(default)]
    after: Option<String>,
    /// One state; those held (`blocked` and `releasing`) when absent.
    #[serde(default)]
    state: Option<String>,
}

/// Which signals.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SignalsAsked {
    /// Where the page starts: the `next` of the page before.
    #[serde(default)]
    after: Option<String>,
    /// Those that somebody saw too.
    #[serde(default)]
    seen: bool,
}

fn said(visit: &Visit, answer: &impl Serialize) -> Json<Value> {
    Json(app::said(answer, visit.visitor.lang))
}

fn filled(text: Option<&String>) -> Option<&str> {
    text.map(String::as_str).filter(|text| !text.is_empty())
}

fn currency(code: Option<&String>) -> Result<Currency, Failure> {
    Currency::parse(filled(code).unwrap_or("EUR")).map_err(|e| Failure::malformed(e.to_string()))
}

fn money(text: &str, currency: Currency) -> Result<Money, Failure> {
    let unreadable = |_| Failure::from(DeskError::from(Refusal::CurrencyDiffers { expected: currency }));
    Money::parse(text, currency).map_err(unreadable)
}

/// What customers owe and may owe: beyond their limit first, then those who owe most.
#[utoipa::path(get, path = "/api/v1/credit", tag = "credit", params(CreditAsked), responses((status = 200, body = CreditPage), (status = 422, body = Problem)))]
pub async fn list(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<CreditAsked>,
) -> Result<Json<Value>, Failure> {
    let after = filled(asked.after.as_ref()).map(reference::<AccountId>).transpose()?;
    let actor = visit.actor.clone();
    let page = site.ask(move |desk| {
        let show = |text: &str| word(text, CreditShow::parse, CreditShow::ALL, CreditShow::slug);
        let grade = |text: &str| word(text, Grade::parse, Grade::ALL, Grade::slug);
        let creditor = filled(asked.creditor.as_ref()).map(|code| desk.creditor(&actor, code)).transpose()?;
        let query = CreditQuery {
            creditor: creditor.map(|c| c.id),
            grade: filled(asked.grade.as_ref()).map(grade).transpose()?,
            show: filled(asked.show.as_ref()).map(show).transpose()?.unwrap_or_default(),
            top: asked.top.and_then(|top| u64::try_from(top).ok()),
        };
        desk.credit(&actor, &query, after, usize::try_from(LIMIT).unwrap_or(usize::MAX))
    });
    Ok(said(&visit, &page.await?))
}

/// Customers whose orders are held, the first held first: page on with `next` until it is `null`.
#[utoipa::path(get, path = "/api/v1/credit/blocked", tag = "credit", params(BlockedAsked), responses((status = 200, body = OrderBlockPage), (status = 422, body = Problem)))]
pub async fn blocked(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<BlockedAsked>,
) -> Result<Json<Value>, Failure> {
    let after = filled(asked.after.as_ref()).map(reference::<OrderBlockId>).transpose()?;
    let state = |text: &str| word(text, OrderState::parse, OrderState::ALL, OrderState::slug);
    let states = filled(asked.state.as_ref())
        .map(state)
        .transpose()?
        .map_or_else(|| OrderState::ALL.iter().copied().filter(|state| state.holds()).collect(), |state| vec![state]);
    let actor = visit.actor.clone();
    let page = site.ask(move |desk| desk.orders_blocked(&actor, &states, after, LIMIT)).await?;
    Ok(said(&visit, &page))
}

/// Grant or refuse what is proposed, propose a release, or release.
#[utoipa::path(post, path = "/api/v1/credit/orders/{id}", tag = "credit", params(("id" = String, Path)), request_body = OrderDecision,
    responses((status = 200, body = OrderStanding), (status = 422, body = Problem)))]
pub async fn decide(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<OrderDecision>,
) -> Result<Json<OrderStanding>, Failure> {
    let id = reference::<OrderBlockId>(&id)?;
    let state = site.ask(move |desk| desk.decide_orders(&visit.actor, id, act(&body.act)?, &body.reason)).await?;
    Ok(Json(OrderStanding { state: state.slug().to_owned() }))
}

/// What got worse, the last first.
#[utoipa::path(get, path = "/api/v1/credit/signals", tag = "credit", params(SignalsAsked), responses((status = 200, body = CreditSignals)))]
pub async fn signals(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<SignalsAsked>,
) -> Result<Json<Value>, Failure> {
    let before = filled(asked.after.as_ref()).map(reference::<CreditSignalId>).transpose()?;
    let actor = visit.actor.clone();
    let page = site.ask(move |desk| desk.credit_signals(&actor, asked.seen, before, LIMIT)).await?;
    Ok(said(&visit, &page))
}

/// Note that somebody saw a signal.
#[utoipa::path(post, path = "/api/v1/credit/signals/{id}/seen", tag = "credit", params(("id" = String, Path)), responses((status = 204)))]
pub async fn see(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<StatusCode, Failure> {
    let id = reference::<CreditSignalId>(&id)?;
    site.ask(move |desk| desk.see_credit_signal(&visit.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How the house grants credit.
#[utoipa::path(get, path = "/api/v1/credit/policy", tag = "credit", responses((status = 200, body = CreditPolicy)))]
pub async fn policy(State(site): State<Site>, visit: Visit) -> Result<Json<Value>, Failure> {
    let actor = visit.actor.clone();
    let policy = site.ask(move |desk| desk.credit_policy(&actor)).await?;
    Ok(said(&visit, &policy))
}

/// Set how the house grants credit.
#[utoipa::path(put, path = "/api/v1/credit/policy", tag = "credit", request_body = CreditPolicy, responses((status = 204), (status = 422, body = Problem)))]
pub async fn set_policy(
    State(site): State<Site>,
    visit: Visit,
    Json(body): Json<CreditPolicy>,
) -> Result<StatusCode, Failure> {
    visit.actor.may(app::Permission::Settings)?;
    // Said whole: a rule that was forgotten would go back to what it was at first.
    let policy = serde_json::to_value(body).and_then(serde_json::from_value::<Policy>);
    let policy = policy.map_err(|e| Failure::malformed(e.to_string()))?;
    site.ask(move |desk| desk.set_credit_policy(&visit.actor, &policy)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The weights of the classes.
#[utoipa::path(get, path = "/api/v1/credit/weights", tag = "credit", responses((status = 200, body = CreditWeightsKept)))]
pub async fn weights(State(site): State<Site>, visit: Visit) -> Result<Json<Value>, Failure> {
    let actor = visit.actor.clone();
    let kept = site.ask(move |desk| desk.credit_weights(&actor)).await?;
    Ok(said(&visit, &kept))
}

/// Put weights in force; those not named stay.
#[utoipa::path(put, path = "/api/v1/credit/weights", tag = "credit", request_body = CreditWeights, responses((status = 204), (status = 422, body = Problem)))]
pub async fn set_weights(
    State(site): State<Site>,
    visit: Visit,
    Json(body): Json<CreditWeights>,
) -> Result<StatusCode, Failure> {
    visit.actor.may(app::Permission::Settings)?;
    site.ask(move |desk| {
        let named = |(name, weight): (String, u8)| {
            word(&name, Criterion::parse, Criterion::ALL, Criterion::slug).map(|criterion| (criterion, weight))
        };
        let changes: Vec<(Criterion, u8)> = body.0.into_iter().map(named).collect::<Result<_, _>>()?;
        let weights = with_weights(desk.credit_weights(&visit.actor)?.weights, changes)?;
        desk.save_credit_weights(&visit.actor, Some(weights))
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take the weights shipped again.
#[utoipa::path(delete, path = "/api/v1/credit/weights", tag = "credit", responses((status = 204)))]
pub async fn reset_weights(State(site): State<Site>, visit: Visit) -> Result<StatusCode, Failure> {
    site.ask(move |desk| desk.save_credit_weights(&visit.actor, None)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The credit of one customer: its sums, its class with each point, its limit, its insurance, its orders.
#[utoipa::path(get, path = "/api/v1/accounts/{id}/credit", tag = "credit", params(("id" = String, Path)),
    responses((status = 200, body = CreditFile), (status = 404, body = Problem)))]
pub async fn one(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Json<Value>, Failure> {
    let actor = visit.actor.clone();
    let file = site.ask(move |desk| desk.credit_of(&actor, desk.find_account(&actor, &id)?)).await?;
    Ok(said(&visit, &file))
}

/// Set what a customer may owe, or take the limit away.
#[utoipa::path(put, path = "/api/v1/accounts/{id}/credit/limit", tag = "credit", params(("id" = String, Path)), request_body = CreditLimitOrder,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn set_limit(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<CreditLimitOrder>,
) -> Result<StatusCode, Failure> {
    let currency = currency(body.currency.as_ref())?;
    let amount = body.amount.as_deref().map(|text| money(text, currency)).transpose()?;
    site.ask(move |desk| {
        let account = desk.find_account(&visit.actor, &id)?;
        desk.set_credit_limit(&visit.actor, account, amount, &body.reason)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Note what an insurer covers.
#[utoipa::path(put, path = "/api/v1/accounts/{id}/credit/cover", tag = "credit", params(("id" = String, Path)), request_body = CreditCoverOrder,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn set_cover(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<CreditCoverOrder>,
) -> Result<StatusCode, Failure> {
    let order = CoverOrder {
        amount: money(&body.amount, currency(body.currency.as_ref())?)?,
        insurer: body.insurer,
        policy: body.policy,
        since: date(body.since.as_deref())?,
        until: date(body.until.as_deref())?,
        declare_days: body.declare_days,
    };
    site.ask(move |desk| {
        let account = desk.find_account(&visit.actor, &id)?;
        desk.set_credit_cover(&visit.actor, account, Some(&order))
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take an insurance away.
#[utoipa::path(delete, path = "/api/v1/accounts/{id}/credit/cover", tag = "credit", params(("id" = String, Path)), responses((status = 204)))]
pub async fn remove_cover(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<StatusCode, Failure> {
    site.ask(move |desk| {
        let account = desk.find_account(&visit.actor, &id)?;
        desk.set_credit_cover(&visit.actor, account, None)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Assign a piece to a factor: it is locked here, its payment goes to the factor.
#[utoipa::path(put, path = "/api/v1/items/{id}/factor", tag = "credit", params(("id" = String, Path)), request_body = FactorOrder,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn assign(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<FactorOrder>,
) -> Result<StatusCode, Failure> {
    site.ask(move |desk| {
        let item = desk.find_item(&visit.actor, &id)?;
        desk.assign_to_factor(&visit.actor, item.account_id, &[item.id], &body.factor)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take a piece back from its factor.
#[utoipa::path(delete, path = "/api/v1/items/{id}/factor", tag = "credit", params(("id" = String, Path)), request_body = FactorReversal,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn take_back(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<FactorReversal>,
) -> Result<StatusCode, Failure> {
    site.ask(move |desk| {
        let item = desk.find_item(&visit.actor, &id)?;
        desk.take_back_from_factor(&visit.actor, item.id, &body.reason)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Note that a piece was declared to the insurer: its clock stops.
#[utoipa::path(put, path = "/api/v1/items/{id}/declaration", tag = "credit", params(("id" = String, Path)), request_body = DeclarationOrder,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn declare(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<DeclarationOrder>,
) -> Result<StatusCode, Failure> {
    let on = date(body.on.as_deref())?;
    site.ask(move |desk| {
        let item = desk.find_item(&visit.actor, &id)?;
        desk.declare_to_insurer(&visit.actor, item.account_id, &[item.id], (on, &body.note))
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take a declaration to the insurer back.
#[utoipa::path(delete, path = "/api/v1/items/{id}/declaration", tag = "credit", params(("id" = String, Path)), request_body = DeclarationReversal,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn undeclare(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<DeclarationReversal>,
) -> Result<StatusCode, Failure> {
    site.ask(move |desk| {
        let item = desk.find_item(&visit.actor, &id)?;
        desk.take_back_declaration(&visit.actor, item.id, &body.reason)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Propose that the orders of a customer be held, or hold them at once.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/credit/orders", tag = "credit", params(("id" = String, Path)), request_body = OrderBlockOrder,
    responses((status = 201, body = Made), (status = 422, body = Problem)))]
pub async fn block(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<OrderBlockOrder>,
) -> Result<(StatusCode, Json<Made>), Failure> {
    let made = site.ask(move |desk| {
        let account = desk.find_account(&visit.actor, &id)?;
        desk.block_orders(&visit.actor, account, &body.reason, body.at_once)
    });
    Ok((StatusCode::CREATED, Json(Made { id: made.await?.to_string() })))
}
