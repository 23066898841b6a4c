//! Acts of people around the run: pieces set aside, promises, tasks, approvals, entry levels, choices.
#![expect(unused_qualifications, reason = "written by the macro that documents a route")]

use std::str::FromStr;

use app::blocks::{BlockReason, ItemBlockId};
use app::entries::{EntryLevelId, Proposals};
use app::promises::PromiseId;
use app::tasks::{Outcome, TaskId};
use app::{DeskError, Refusal, blocks, promises, tasks};
use axum::Json;
use axum::extract::multipart::Multipart;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use kernel::{Currency, Money};
use ledger::ItemId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::IntoParams;

use super::desk::date;
use super::models::{
    ApprovalOrder, ApprovalPage, Approved, BlockOrder, BlockedPage, Entered, EntryOrder, EntryPage, EntryProposal,
    LevelChoice, LevelOrder, Made, PausedPage, PayerChoice, PromiseOrder, PromisePage, Proposed, StrategyChoice,
    TaskChange, TaskEnd, TaskOrder, TaskPage,
};
use crate::forms::reference;
use crate::pages::imports::read_files;
use crate::problem::{Failure, Problem, Told};
use crate::session::Visit;
use crate::site::Site;

/// Lines of a page.
const LIMIT: u32 = 200;

/// Where a list goes on, and what it shows.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// Where the page starts: the `next` of the page before.
    #[serde(default)]
    after: Option<String>,
    /// Reference or customer code of an account.
    #[serde(default)]
    account: Option<String>,
    /// Reason of blocks.
    #[serde(default)]
    reason: Option<String>,
    /// Owner of blocks or pauses.
    #[serde(default)]
    owner: Option<String>,
    /// State of promises.
    #[serde(default)]
    state: Option<String>,
}

/// Where a list goes on.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// Where the page starts: the `next` of the page before.
    #[serde(default)]
    after: Option<String>,
}

fn after<T: FromStr>(text: Option<&str>) -> Result<Option<T>, Failure> {
    text.filter(|t| !t.is_empty()).map(reference).transpose()
}

fn references<T: FromStr>(texts: &[String]) -> Result<Vec<T>, Failure> {
    texts.iter().map(|text| reference(text)).collect()
}

fn money(amount: &str, currency: Option<&str>) -> Result<Money, Failure> {
    let malformed = |e: kernel::MoneyError| Failure::malformed(e.to_string());
    let currency = Currency::parse(currency.unwrap_or("EUR")).map_err(malformed)?;
    Money::parse(amount, currency).map_err(malformed)
}

fn reason(slug: &str) -> Result<BlockReason, DeskError> {
    BlockReason::parse(slug).ok_or_else(|| {
        let known: Vec<&str> = BlockReason::BY_HAND.iter().map(|r| r.slug()).collect();
        Refusal::UnknownReason { reason: slug.to_owned(), known: known.join(", ") }.into()
    })
}

/// An answer of the desk in the language of the request.
fn said(visit: &Visit, answer: &impl Serialize) -> Json<Value> {
    Json(app::said(answer, visit.visitor.lang))
}

/// Pieces set aside, the oldest first, with the sums by reason.
#[utoipa::path(get, path = "/api/v1/blocks", tag = "acts", params(ListQuery), responses((status = 200, body = BlockedPage)))]
pub async fn blocked(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<ListQuery>,
) -> Result<Json<Value>, Failure> {
    let (place, actor) = (after(asked.after.as_deref())?, visit.actor.clone());
    let page = site.ask(move |desk| {
        let filter = blocks::BlockFilter {
            account: asked.account.as_deref().map(|text| desk.find_account(&actor, text)).transpose()?,
            reason: asked.reason.as_deref().map(reason).transpose()?,
            owner: asked.owner,
        };
        desk.blocked_items(&actor, &filter, place, usize::try_from(LIMIT).unwrap_or(usize::MAX))
    });
    Ok(said(&visit, &page.await?))
}

/// Accounts whose reminders are paused, in the order of accounts; of one `owner` where it is given.
#[utoipa::path(get, path = "/api/v1/pauses", tag = "acts", params(ListQuery), responses((status = 200, body = PausedPage)))]
pub async fn paused(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<ListQuery>,
) -> Result<Json<Value>, Failure> {
    let (place, actor) = (after(asked.after.as_deref())?, visit.actor.clone());
    let limit = usize::try_from(LIMIT).unwrap_or(usize::MAX);
    let page = site.ask(move |desk| desk.paused_accounts(&actor, asked.owner.as_deref(), place, limit));
    Ok(said(&visit, &page.await?))
}

/// Set a piece aside, or part of it.
#[utoipa::path(post, path = "/api/v1/items/{id}/blocks", tag = "acts", params(("id" = String, Path)), request_body = BlockOrder,
    responses((status = 201, body = Made), (status = 422, body = Problem)))]
pub async fn block(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<BlockOrder>,
) -> Result<(StatusCode, Json<Made>), Failure> {
    let until = date(body.until.as_deref())?;
    let made = site.ask(move |desk| {
        let item = desk.find_item(&visit.actor, &id)?;
        let unreadable = |_| Refusal::CurrencyDiffers { expected: item.amount.currency() };
        let amount = body.amount.as_deref().map(|a| Money::parse(a, item.amount.currency()));
        let order = blocks::BlockOrder {
            reason: reason(&body.reason)?,
            amount: amount.transpose().map_err(unreadable)?,
            owner: body.owner,
            until,
            note: body.note,
        };
        desk.block(&visit.actor, item.id, &order)
    });
    Ok((StatusCode::CREATED, Json(Made { id: made.await?.to_string() })))
}

/// Release a piece.
#[utoipa::path(delete, path = "/api/v1/blocks/{id}", tag = "acts", params(("id" = String, Path)),
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn unblock(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<StatusCode, Failure> {
    let id: ItemBlockId = reference(&id)?;
    site.ask(move |desk| desk.unblock(&visit.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Promises: the open ones, or those of a state or of an account.
#[utoipa::path(get, path = "/api/v1/promises", tag = "acts", params(ListQuery), responses((status = 200, body = PromisePage)))]
pub async fn promises(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<ListQuery>,
) -> Result<Json<Value>, Failure> {
    let (place, actor) = (after(asked.after.as_deref())?, visit.actor.clone());
    let state = |slug: &str| promises::PromiseState::parse(slug).ok_or_else(|| Failure::unknown(slug));
    let state = asked.state.as_deref().map(state).transpose()?;
    let page = site.ask(move |desk| {
        let account = asked.account.as_deref().map(|text| desk.find_account(&actor, text)).transpose()?;
        desk.promises(&actor, &promises::PromiseFilter { state, account }, place, LIMIT)
    });
    Ok(said(&visit, &page.await?))
}

/// Take a promise down.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/promises", tag = "acts", params(("id" = String, Path)), request_body = PromiseOrder,
    responses((status = 201, body = Made), (status = 422, body = Problem)))]
pub async fn promise(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<PromiseOrder>,
) -> Result<(StatusCode, Json<Made>), Failure> {
    let until = date(Some(&body.until))?.ok_or_else(|| Failure::Malformed(Told::of("date-missing", &[])))?;
    let amount = money(&body.amount, body.currency.as_deref())?;
    let level = body.level.as_deref().unwrap_or("said");
    let level = promises::PromiseLevel::parse(level).ok_or_else(|| Failure::unknown(level))?;
    let made = site.ask(move |desk| {
        let account = desk.find_account(&visit.actor, &id)?;
        desk.promise(&visit.actor, account, &promises::PromiseOrder { amount, until, level, note: body.note })
    });
    Ok((StatusCode::CREATED, Json(Made { id: made.await?.to_string() })))
}

/// Withdraw a promise that nobody judged yet.
#[utoipa::path(delete, path = "/api/v1/promises/{id}", tag = "acts", params(("id" = String, Path)),
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn withdraw(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<StatusCode, Failure> {
    let id: PromiseId = reference(&id)?;
    site.ask(move |desk| desk.withdraw_promise(&visit.actor, id, "")).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Open tasks, by due day.
#[utoipa::path(get, path = "/api/v1/tasks", tag = "acts", params(PageQuery), responses((status = 200, body = TaskPage)))]
pub async fn tasks(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<PageQuery>,
) -> Result<Json<Value>, Failure> {
    let actor = visit.actor.clone();
    let page = site.ask(move |desk| desk.tasks(&actor, asked.after.as_deref(), LIMIT)).await?;
    Ok(said(&visit, &page))
}

/// Give an account a task.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/tasks", tag = "acts", params(("id" = String, Path)), request_body = TaskOrder,
    responses((status = 201, body = Made), (status = 422, body = Problem)))]
pub async fn add_task(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<TaskOrder>,
) -> Result<(StatusCode, Json<Made>), Failure> {
    let due = date(Some(&body.due))?.ok_or_else(|| Failure::Malformed(Told::of("date-missing", &[])))?;
    let made = site.ask(move |desk| {
        let account = desk.find_account(&visit.actor, &id)?;
        desk.add_task(&visit.actor, account, &body.subject, due, &body.owner)
    });
    Ok((StatusCode::CREATED, Json(Made { id: made.await?.to_string() })))
}

/// Close a task with what came of it.
#[utoipa::path(post, path = "/api/v1/tasks/{id}/done", tag = "acts", params(("id" = String, Path)), request_body = TaskEnd,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn finish_task(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<TaskEnd>,
) -> Result<StatusCode, Failure> {
    let id: TaskId = reference(&id)?;
    let end = tasks::TaskEnd {
        outcome: Outcome::read(&body.outcome)?,
        amount: body.amount.as_deref().map(|a| money(a, body.currency.as_deref())).transpose()?,
        until: date(body.until.as_deref())?,
        items: references::<ItemId>(&body.items)?,
        note: body.note,
    };
    site.ask(move |desk| desk.finish_task(&visit.actor, id, &end)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Put a task off, give it to somebody, or drop it.
#[utoipa::path(post, path = "/api/v1/tasks/{id}", tag = "acts", params(("id" = String, Path)), request_body = TaskChange,
    responses((status = 204), (status = 400, body = Problem), (status = 422, body = Problem)))]
pub async fn change_task(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<TaskChange>,
) -> Result<StatusCode, Failure> {
    let (id, until): (TaskId, _) = (reference(&id)?, date(body.until.as_deref())?);
    match (until, body.owner, body.drop) {
        (Some(until), None, false) => {
            site.ask(move |desk| desk.postpone_task(&visit.actor, id, until, &body.reason)).await?;
        }
        (None, Some(owner), false) => {
            site.ask(move |desk| desk.reassign_task(&visit.actor, id, &owner)).await?;
        }
        (None, None, true) => {
            site.ask(move |desk| desk.drop_task(&visit.actor, id, &body.reason)).await?;
        }
        _ => return Err(Failure::malformed("exactly one of until, owner and drop")),
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Messages that wait for approval, the oldest first.
#[utoipa::path(get, path = "/api/v1/approvals", tag = "acts", params(PageQuery), responses((status = 200, body = ApprovalPage)))]
pub async fn approvals(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<PageQuery>,
) -> Result<Json<Value>, Failure> {
    let (place, actor) = (after(asked.after.as_deref())?, visit.actor.clone());
    let page = site.ask(move |desk| desk.approvals(&actor, place, LIMIT)).await?;
    Ok(said(&visit, &page))
}

/// Let messages leave.
#[utoipa::path(post, path = "/api/v1/approvals", tag = "acts", request_body = ApprovalOrder,
    responses((status = 200, body = Approved), (status = 422, body = Problem)))]
pub async fn approve(
    State(site): State<Site>,
    visit: Visit,
    Json(body): Json<ApprovalOrder>,
) -> Result<Json<Value>, Failure> {
    let (ids, run, actor) = (references(&body.messages)?, after(body.run.as_deref())?, visit.actor.clone());
    let done = site.ask(
        move |desk| {
            if body.all { desk.approve_all(&actor, run) } else { desk.approve_messages(&actor, &ids) }
        },
    );
    Ok(said(&visit, &done.await?))
}

/// Take messages back, with a reason; their level counts as done.
#[utoipa::path(post, path = "/api/v1/approvals/refusal", tag = "acts", request_body = ApprovalOrder,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn refuse(
    State(site): State<Site>,
    visit: Visit,
    Json(body): Json<ApprovalOrder>,
) -> Result<StatusCode, Failure> {
    let ids = references(&body.messages)?;
    site.ask(move |desk| desk.refuse_messages(&visit.actor, &ids, &body.reason)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Entry levels that wait for approval.
#[utoipa::path(get, path = "/api/v1/entries", tag = "acts", params(PageQuery), responses((status = 200, body = EntryPage)))]
pub async fn entries(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<PageQuery>,
) -> Result<Json<Value>, Failure> {
    let (place, actor) = (after(asked.after.as_deref())?, visit.actor.clone());
    let page = site.ask(move |desk| desk.entries(&actor, None, place, LIMIT)).await?;
    Ok(said(&visit, &page))
}

/// Propose the level each old debt enters with; nothing is sent.
#[utoipa::path(post, path = "/api/v1/entries/proposal", tag = "acts", request_body = EntryProposal, responses((status = 200, body = Proposed)))]
pub async fn propose_entries(
    State(site): State<Site>,
    visit: Visit,
    Json(body): Json<EntryProposal>,
) -> Result<Json<Proposed>, Failure> {
    let proposed = site.ask(move |desk| {
        let creditor =
            body.creditor.as_deref().map(|code| desk.creditor(&visit.actor, code)).transpose()?.map(|c| c.id);
        desk.propose_entries(&visit.actor, creditor, &app::entries::FormerLevels::new())
    });
    Ok(Json(Proposed { proposed: proposed.await? }))
}

/// Take entry levels as done: the next run goes on from there.
#[utoipa::path(post, path = "/api/v1/entries/approval", tag = "acts", request_body = EntryOrder,
    responses((status = 200, body = Entered), (status = 422, body = Problem)))]
pub async fn approve_entries(
    State(site): State<Site>,
    visit: Visit,
    Json(body): Json<EntryOrder>,
) -> Result<Json<Value>, Failure> {
    let (ids, actor) = (references(&body.entries)?, visit.actor.clone());
    let done = site.ask(move |desk| desk.approve_entries(&actor, which(body.all, &ids), body.level));
    Ok(said(&visit, &done.await?))
}

/// Change the level of a proposal; it still waits.
#[utoipa::path(put, path = "/api/v1/entries/{id}/level", tag = "acts", params(("id" = String, Path)), request_body = LevelChoice,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn set_entry_level(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<LevelChoice>,
) -> Result<StatusCode, Failure> {
    let id = reference(&id)?;
    site.ask(move |desk| desk.set_entry_level(&visit.actor, id, body.level)).await?;
    Ok(StatusCode::NO_CONTENT)
}

const fn which(all: bool, ids: &[EntryLevelId]) -> Proposals<'_> {
    if all { Proposals::All } else { Proposals::These(ids) }
}

/// Take a level of an account as done, by hand: the next run goes on from there. Nothing is sent.
#[utoipa::path(put, path = "/api/v1/accounts/{id}/level", tag = "acts", params(("id" = String, Path)), request_body = LevelOrder,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn set_level(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<LevelOrder>,
) -> Result<StatusCode, Failure> {
    let currency = Currency::parse(&body.currency).map_err(|e| Failure::malformed(e.to_string()))?;
    site.ask(move |desk| {
        let id = desk.find_account(&visit.actor, &id)?;
        desk.set_level(&visit.actor, id, currency, body.level, &body.reason)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Turn entry levels down: the accounts start with their first step.
#[utoipa::path(post, path = "/api/v1/entries/refusal", tag = "acts", request_body = EntryOrder, responses((status = 200, body = Entered)))]
pub async fn refuse_entries(
    State(site): State<Site>,
    visit: Visit,
    Json(body): Json<EntryOrder>,
) -> Result<Json<Value>, Failure> {
    let (ids, actor) = (references(&body.entries)?, visit.actor.clone());
    let done = site.ask(move |desk| desk.refuse_entries(&actor, which(body.all, &ids)));
    Ok(said(&visit, &done.await?))
}

/// Choose the strategy of an account by hand.
#[utoipa::path(put, path = "/api/v1/accounts/{id}/strategy", tag = "acts", params(("id" = String, Path)), request_body = StrategyChoice,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn choose_strategy(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<StrategyChoice>,
) -> Result<StatusCode, Failure> {
    site.ask(move |desk| {
        let id = desk.find_account(&visit.actor, &id)?;
        desk.choose_strategy(&visit.actor, id, body.strategy.as_deref())
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Choose the strategy of one piece by hand.
#[utoipa::path(put, path = "/api/v1/items/{id}/strategy", tag = "acts", params(("id" = String, Path)), request_body = StrategyChoice,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn choose_item_strategy(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<StrategyChoice>,
) -> Result<StatusCode, Failure> {
    site.ask(move |desk| {
        let id = desk.find_item(&visit.actor, &id)?.id;
        desk.choose_item_strategy(&visit.actor, id, body.strategy.as_deref())
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Give a piece its PDF, to go with the messages that ask for it.
#[utoipa::path(post, path = "/api/v1/items/{id}/file", tag = "acts", params(("id" = String, Path)),
    request_body(content_type = "multipart/form-data", content = Object, description = "One PDF of 8 MB at most, as a part with a file name."),
    responses((status = 201, body = Made), (status = 413, body = Problem), (status = 422, body = Problem)))]
pub async fn attach_file(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    form: Multipart,
) -> Result<(StatusCode, Json<Made>), Failure> {
    visit.actor.may(app::Permission::EditAccount)?;
    let file = read_files(form, site.config.upload_limit).await?.into_iter().next().ok_or(Refusal::NoFile)?;
    let made = site.ask(move |desk| {
        let item = desk.find_item(&visit.actor, &id)?;
        desk.attach_file(&visit.actor, item.id, &file)
    });
    Ok((StatusCode::CREATED, Json(Made { id: made.await?.to_string() })))
}

/// Take its PDF from a piece.
#[utoipa::path(delete, path = "/api/v1/items/{id}/file", tag = "acts", params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn detach_file(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<StatusCode, Failure> {
    site.ask(move |desk| {
        let item = desk.find_item(&visit.actor, &id)?;
        desk.detach_file(&visit.actor, item.id)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Say which account pays for this one.
#[utoipa::path(put, path = "/api/v1/accounts/{id}/payer", tag = "acts", params(("id" = String, Path)), request_body = PayerChoice,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn set_payer(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<PayerChoice>,
) -> Result<StatusCode, Failure> {
    site.ask(move |desk| {
        let id = desk.find_account(&visit.actor, &id)?;
        let payer = body.payer.as_deref().map(|text| desk.find_account(&visit.actor, text)).transpose()?;
        desk.set_payer(&visit.actor, id, payer)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}
