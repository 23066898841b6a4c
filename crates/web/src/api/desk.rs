//! Accounts, aged balance, runs, letters, creditors, diagnosis.
#![expect(unused_qualifications, reason = "written by the macro that documents a route")]

use app::accounts::AccountQuery;
use app::blocks::BlockFilter;
use app::promises::PromiseFilter;
use app::runs::RunRequest;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::{Currency, Date, Money, Period};
use ledger::{AllocationId, DebtorKind, ItemId};
use serde::Deserialize;
use utoipa::IntoParams;

use super::models::{
    Account, AccountOpened, AccountOpening, Accounts, Aging, BlockedItem, CreditorModel, Due, File, Finding,
    FindingAccount, Letter, Letters, Made, Match, Pause, PrintFile, Promise, Run, RunOrder, Statement,
};
use super::slice::Slice;
use crate::forms::reference;
use crate::pages::aging::Asked;
use crate::pages::letters::document_response;
use crate::problem::{Failure, Problem, Told};
use crate::session::Visit;
use crate::site::Site;

/// Lines of a page where none are asked for.
const PAGE: usize = 500;

/// Lines of a page as asked: each list cuts what is too many.
pub(super) fn lines(limit: Option<usize>) -> Option<u32> {
    limit.map(|limit| u32::try_from(limit).unwrap_or(u32::MAX))
}

pub(super) fn date(text: Option<&str>) -> Result<Option<Date>, Failure> {
    let iso = |t: &str| t.parse::<Date>().map_err(|_| Failure::Malformed(Told::of("date-not-iso", &[("text", t)])));
    text.filter(|t| !t.is_empty()).map(iso).transpose()
}

/// Which accounts.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AccountsQuery {
    /// What `GET /api/v1/search` finds the account by.
    #[serde(default)]
    q: String,
    /// Only those with something overdue.
    #[serde(default)]
    overdue: bool,
    /// Code of a creditor.
    #[serde(default)]
    creditor: Option<String>,
    /// Legal kind.
    #[serde(default)]
    kind: Option<String>,
    /// Salesperson; empty for the accounts of nobody.
    #[serde(default)]
    salesperson: Option<String>,
    /// Where the page starts: the `next` of the page before.
    #[serde(default)]
    after: Option<String>,
    /// 500 at most.
    #[serde(default)]
    limit: Option<usize>,
}

/// Accounts, the largest overdue first.
#[utoipa::path(get, path = "/api/v1/accounts", tag = "accounts", params(AccountsQuery), responses((status = 200, body = Accounts)))]
pub async fn accounts(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<AccountsQuery>,
) -> Result<Json<Accounts>, Failure> {
    let kind = |slug: &str| DebtorKind::parse(slug).ok_or_else(|| Failure::unknown(slug));
    let kind = asked.kind.as_deref().map(kind).transpose()?;
    let page = site.ask(move |desk| {
        let creditor =
            asked.creditor.as_deref().map(|code| desk.creditor(&visit.actor, code)).transpose()?.map(|c| c.id);
        let limit = asked.limit.unwrap_or(100);
        let query = AccountQuery {
            creditor,
            search: asked.q,
            overdue: asked.overdue,
            kind,
            salesperson: asked.salesperson,
            after: asked.after.as_deref().map(str::parse).transpose()?,
            limit,
        };
        desk.accounts(&visit.actor, &query)
    });
    let page = page.await?;
    Ok(Json(Accounts {
        accounts: page.rows.iter().map(Account::from).collect(),
        next: page.next.map(|n| n.to_string()),
        total: page.total,
    }))
}

/// Open an account by hand: of a customer, a supplier, a partner that no file of the ledger names.
#[utoipa::path(post, path = "/api/v1/accounts", tag = "accounts", request_body = AccountOpening,
    responses((status = 201, body = AccountOpened), (status = 422, body = Problem)))]
pub async fn open_account(
    State(site): State<Site>,
    visit: Visit,
    Json(body): Json<AccountOpening>,
) -> Result<(StatusCode, Json<AccountOpened>), Failure> {
    let order = body.order()?;
    match site.ask(move |desk| desk.open_account(&visit.actor, &order)).await? {
        Ok(opened) => {
            let opened = AccountOpened { id: opened.id.to_string(), known: opened.known };
            Ok((StatusCode::CREATED, Json(opened)))
        }
        Err(wrong) => Err(Failure::Refused(Told::fields(&wrong))),
    }
}

/// The file of one account; `id` is its reference or its customer code.
#[utoipa::path(get, path = "/api/v1/accounts/{id}", tag = "accounts", params(("id" = String, Path)),
    responses((status = 200, body = File), (status = 404, body = Problem)))]
pub async fn account(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Json<File>, Failure> {
    let lang = visit.visitor.lang;
    let read = site.ask(move |desk| {
        let account = desk.find_account(&visit.actor, &id)?;
        let blocks = BlockFilter { account: Some(account), ..BlockFilter::default() };
        let promises = PromiseFilter { account: Some(account), state: None };
        Ok((
            desk.account_file(&visit.actor, account)?,
            desk.blocked_items(&visit.actor, &blocks, None, PAGE)?.rows,
            desk.promises(&visit.actor, &promises, None, u32::try_from(PAGE).unwrap_or(u32::MAX))?.rows,
        ))
    });
    let (file, blocks, promises) = read.await?;
    let file = File::of(file, lang);
    Ok(Json(File {
        blocks: blocks.iter().map(BlockedItem::from).collect(),
        promises: promises.iter().map(Promise::from).collect(),
        ..file
    }))
}

/// A period, both ends included.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Span {
    /// First day; the first of January of last year when absent.
    #[serde(default)]
    from: Option<String>,
    /// Last day; today when absent.
    #[serde(default)]
    until: Option<String>,
}

/// Statements of an account, one per currency.
#[utoipa::path(get, path = "/api/v1/accounts/{id}/statement", tag = "accounts", params(("id" = String, Path), Span),
    responses((status = 200, body = [Statement]), (status = 422, body = Problem)))]
pub async fn statement(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Query(span): Query<Span>,
) -> Result<Json<Vec<Statement>>, Failure> {
    let (from, until) = (date(span.from.as_deref())?, date(span.until.as_deref())?);
    let found = site.ask(move |desk| {
        let today = desk.today();
        let january = Date::new(today.year() - 1, 1, 1).unwrap_or(today);
        let period = Period { from: from.unwrap_or(january), until: until.unwrap_or(today) };
        let id = desk.find_account(&visit.actor, &id)?;
        desk.statement(&visit.actor, id, period)
    });
    Ok(Json(found.await?.iter().map(Statement::from).collect()))
}

/// Pause reminders, or resume them.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/pause", tag = "accounts", params(("id" = String, Path)), request_body = Pause,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn pause(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<Pause>,
) -> Result<StatusCode, Failure> {
    let until = date(body.until.as_deref())?;
    site.ask(move |desk| {
        let id = desk.find_account(&visit.actor, &id)?;
        desk.pause(&visit.actor, id, until, &body.reason, &body.owner)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Confirm or correct the due date of a piece.
#[utoipa::path(post, path = "/api/v1/items/{id}/due", tag = "accounts", params(("id" = String, Path)), request_body = Due,
    responses((status = 204), (status = 422, body = Problem)))]
pub async fn confirm_due(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<Due>,
) -> Result<StatusCode, Failure> {
    let due = date(Some(&body.due))?.ok_or_else(|| Failure::Malformed(Told::of("date-missing", &[])))?;
    site.ask(move |desk| {
        let id = desk.find_item(&visit.actor, &id)?.id;
        desk.confirm_due(&visit.actor, id, due)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Match a debit with a credit of the account.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/allocations", tag = "accounts", params(("id" = String, Path)), request_body = Match,
    responses((status = 201, body = Made), (status = 422, body = Problem)))]
pub async fn allocate(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<Match>,
) -> Result<(StatusCode, Json<Made>), Failure> {
    let malformed = |e: kernel::MoneyError| Failure::malformed(e.to_string());
    let currency = Currency::parse(body.currency.as_deref().unwrap_or("EUR")).map_err(malformed)?;
    let amount = body.amount.as_deref().map(|t| Money::parse(t, currency)).transpose().map_err(malformed)?;
    let (debit, credit): (ItemId, ItemId) = (reference(&body.debit)?, reference(&body.credit)?);
    let made = site.ask(move |desk| {
        let account = desk.find_account(&visit.actor, &id)?;
        let debit = desk.item_of_account(&visit.actor, account, debit)?;
        let credit = desk.item_of_account(&visit.actor, account, credit)?;
        desk.allocate(&visit.actor, debit, credit, amount)
    });
    Ok((StatusCode::CREATED, Json(Made { id: made.await?.to_string() })))
}

/// Take a match back.
#[utoipa::path(post, path = "/api/v1/allocations/{id}/reversal", tag = "accounts", params(("id" = String, Path)),
    responses((status = 201, body = Made), (status = 422, body = Problem)))]
pub async fn reverse(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<Made>), Failure> {
    let id = reference::<AllocationId>(&id)?;
    let made = site.ask(move |desk| desk.reverse_allocation(&visit.actor, id)).await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.to_string() })))
}

/// A question to the aged balance.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AgingParams {
    /// Day; today when absent.
    #[serde(default)]
    as_of: String,
    /// Limits in days late, `30,60,90`.
    #[serde(default)]
    buckets: String,
    /// `creditor`, `segment`, `account`, `currency`, `salesperson`.
    #[serde(default)]
    by: String,
    /// Code of a creditor.
    #[serde(default)]
    creditor: Option<String>,
}

/// The aged balance.
#[utoipa::path(get, path = "/api/v1/aging", tag = "desk", params(AgingParams),
    responses((status = 200, body = Aging), (status = 422, body = Problem)))]
pub async fn aging(State(site): State<Site>, visit: Visit, Query(p): Query<AgingParams>) -> Result<Response, Failure> {
    let asked = Asked { as_of: p.as_of, buckets: p.buckets, by: p.by, ..Asked::default() };
    let mut query = asked.query()?;
    let answer = site.ask(move |desk| {
        query.creditor = p.creditor.as_deref().map(|code| desk.creditor(&visit.actor, code)).transpose()?.map(|c| c.id);
        desk.aged_balance(&visit.actor, &query)
    });
    Ok(Json(answer.await?).into_response())
}

/// The day of a preview.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DayQuery {
    /// Today when absent.
    #[serde(default)]
    pub(super) day: Option<String>,
}

/// What a preview tells.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PreviewQuery {
    /// Today when absent.
    #[serde(default)]
    day: Option<String>,
    /// Figures only, without `decisions`.
    #[serde(default)]
    summary: bool,
    /// Where the page of `decisions` starts: the `next` of the page before.
    #[serde(default)]
    after: Option<String>,
    /// Decisions of a page: 500 at most, and when absent.
    #[serde(default)]
    limit: Option<usize>,
}

/// Who would be reminded, a page at a time; nothing is written.
#[utoipa::path(get, path = "/api/v1/run", tag = "desk", params(PreviewQuery),
    responses((status = 200, body = Run), (status = 422, body = Problem)))]
pub async fn preview_run(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<PreviewQuery>,
) -> Result<Response, Failure> {
    let request = RunRequest { day: date(asked.day.as_deref())?, dry: true, creditor: None, summary: asked.summary };
    let (lang, limit) = (visit.visitor.lang, asked.limit.unwrap_or(PAGE).clamp(1, PAGE));
    let answer = site.ask(move |desk| {
        let after = asked.after.as_deref().filter(|text| !text.is_empty() && !asked.summary);
        desk.run(&visit.actor, &request, &|_, _| ())?.page(after, limit)
    });
    Ok(Json(app::said(&answer.await?, lang)).into_response())
}

/// Run the day, or preview it. Twice the same day changes nothing. The first 500 decisions are told:
/// those of a preview go on with `GET /api/v1/run`, what was written with `GET /api/v1/letters`.
#[utoipa::path(post, path = "/api/v1/run", tag = "desk", request_body = RunOrder,
    responses((status = 200, body = Run), (status = 403, body = Problem)))]
pub async fn run(State(site): State<Site>, visit: Visit, Json(order): Json<RunOrder>) -> Result<Response, Failure> {
    let day = date(order.day.as_deref())?;
    let request = RunRequest { day, dry: order.dry, creditor: None, summary: order.summary };
    let lang = visit.visitor.lang;
    let answer = site.ask(move |desk| {
        let mut answer = desk.run(&visit.actor, &request, &|_, _| ())?.page(None, PAGE)?;
        answer.next = answer.next.filter(|_| request.dry);
        Ok(answer)
    });
    Ok(Json(app::said(&answer.await?, lang)).into_response())
}

/// A page of the letters of a day.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LettersQuery {
    /// Today when absent.
    #[serde(default)]
    day: Option<String>,
    /// Where the page starts: the `next` of the page before.
    #[serde(default)]
    after: Option<String>,
    /// 500 at most, and when absent.
    #[serde(default)]
    limit: Option<usize>,
}

/// The letters of a day, a page at a time, and their print files.
#[utoipa::path(get, path = "/api/v1/letters", tag = "desk", params(LettersQuery),
    responses((status = 200, body = Letters), (status = 404, body = Problem)))]
pub async fn letters(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<LettersQuery>,
) -> Result<Json<Letters>, Failure> {
    let day = date(asked.day.as_deref())?;
    let after = asked.after.as_deref().filter(|text| !text.is_empty()).map(reference).transpose()?;
    let found = site.ask(move |desk| {
        let day = day.unwrap_or_else(|| desk.today());
        let page = desk.letters(&visit.actor, day, after, asked.limit.unwrap_or(PAGE))?;
        let print_files = desk.print_files(&visit.actor, day)?;
        Ok(Letters {
            day: day.to_string(),
            total: desk.letter_counts(&visit.actor, day)?.all,
            letters: page.letters.iter().map(Letter::from).collect(),
            next: page.next.map(|id| id.to_string()),
            print_files: print_files
                .into_iter()
                .map(|p| PrintFile { document: p.document.to_string(), letters: p.letters, creditor: p.creditor })
                .collect(),
        })
    });
    Ok(Json(found.await?))
}

/// The bytes of a document.
#[utoipa::path(get, path = "/api/v1/documents/{id}", tag = "desk", params(("id" = String, Path)),
    responses((status = 200, content_type = "application/pdf"), (status = 404, body = Problem)))]
pub async fn document(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let id = id.parse().map_err(|_| Failure::unknown(&id))?;
    let document = site.ask(move |desk| desk.read_document(&visit.actor, id)).await?;
    Ok(document_response(&document.media_type, &document.file_name, document.content))
}

/// Creditors, by code.
#[utoipa::path(get, path = "/api/v1/creditors", tag = "creditors", params(Slice), responses((status = 200, body = [CreditorModel])))]
pub async fn creditors(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<Slice>,
) -> Result<Json<Vec<CreditorModel>>, Failure> {
    let list = site.ask(move |desk| desk.creditors(&visit.actor)).await?;
    let list = asked.of(list, |creditor| creditor.code.clone())?;
    Ok(Json(list.iter().map(CreditorModel::from).collect()))
}

/// Create the creditor of a code, or change it.
#[utoipa::path(put, path = "/api/v1/creditors/{code}", tag = "creditors", params(("code" = String, Path)), request_body = CreditorModel,
    responses((status = 200, body = CreditorModel), (status = 422, body = Problem)))]
pub async fn save_creditor(
    State(site): State<Site>,
    visit: Visit,
    Path(code): Path<String>,
    Json(order): Json<CreditorModel>,
) -> Result<Json<CreditorModel>, Failure> {
    let edit = order.edit(code);
    match site.ask(move |desk| desk.save_creditor(&visit.actor, &edit)).await? {
        Ok(creditor) => Ok(Json(CreditorModel::from(&creditor))),
        Err(wrong) => Err(Failure::Refused(Told::fields(&wrong))),
    }
}

/// Of one creditor or of all.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CreditorQuery {
    /// Code of a creditor.
    #[serde(default)]
    creditor: Option<String>,
}

/// The ledger's health, the most harmful trouble first.
#[utoipa::path(get, path = "/api/v1/diagnosis", tag = "desk", params(CreditorQuery), responses((status = 200, body = [Finding])))]
pub async fn diagnosis(
    State(site): State<Site>,
    visit: Visit,
    Query(asked): Query<CreditorQuery>,
) -> Result<Json<Vec<Finding>>, Failure> {
    let found = site.ask(move |desk| {
        let creditor =
            asked.creditor.as_deref().map(|code| desk.creditor(&visit.actor, code)).transpose()?.map(|c| c.id);
        desk.diagnosis(&visit.actor, creditor)
    });
    let account = |a: &app::diagnosis::FindingAccount| FindingAccount {
        id: a.id.to_string(),
        number: a.number.clone(),
        name: a.name.clone(),
        amount: a.amount.to_decimal(),
    };
    let finding = |f: &app::diagnosis::FindingView| Finding {
        trouble: f.trouble.slug().to_owned(),
        count: f.count,
        account_count: f.account_count,
        currency: f.at_stake.currency().to_string(),
        at_stake: f.at_stake.to_decimal(),
        accounts: f.accounts.iter().map(account).collect(),
    };
    Ok(Json(found.await?.iter().map(finding).collect()))
}
