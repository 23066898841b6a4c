//! The indicators, and what is behind them: accounts with late pieces, files that ended.
#![expect(unused_qualifications, reason = "written by the macro that documents a route")]

use app::indicators::{FileBasis, FilesQuery, IndicatorQuery};
use axum::Json;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use kernel::Currency;
use ledger::indicators::lateness::DelayOrder;
use serde::Deserialize;
use utoipa::IntoParams;

use super::desk::date;
use super::disputes::word;
use super::models::{IndicatorDelays, IndicatorFiles, Indicators};
use crate::problem::{Failure, Problem};
use crate::session::Visit;
use crate::site::Site;

/// Lines of a page where none are asked for.
const PAGE: usize = 500;

/// A question to the indicators.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct IndicatorParams {
    /// Day; today when absent.
    #[serde(default)]
    as_of: Option<String>,
    /// Code of a creditor.
    #[serde(default)]
    creditor: Option<String>,
    /// Months of the period of sales, promises and files that ended, 1 to 12; 3 when absent.
    #[serde(default)]
    months: Option<u8>,
}

/// Outstanding, overdue, DSO, delays, promises, what is set aside: each with its formula, or with what is missing.
#[utoipa::path(get, path = "/api/v1/indicators", tag = "desk", params(IndicatorParams),
    responses((status = 200, body = Indicators), (status = 422, body = Problem)))]
pub async fn indicators(
    State(site): State<Site>,
    visit: Visit,
    Query(p): Query<IndicatorParams>,
) -> Result<Response, Failure> {
    let (as_of, lang) = (date(p.as_of.as_deref())?, visit.visitor.lang);
    let answer = site.ask(move |desk| {
        let creditor = p.creditor.as_deref().map(|code| desk.creditor(&visit.actor, code)).transpose()?.map(|c| c.id);
        desk.indicators(&visit.actor, &IndicatorQuery { as_of, creditor, months: p.months })
    });
    Ok(Json(app::said(&answer.await?, lang)).into_response())
}

/// Which accounts with late pieces.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DelayParams {
    /// Day; today when absent.
    #[serde(default)]
    as_of: Option<String>,
    /// Code of a creditor.
    #[serde(default)]
    creditor: Option<String>,
    /// Currency; the euro when absent.
    #[serde(default)]
    currency: Option<String>,
    /// `weight` (amount × days late) or `longest`.
    #[serde(default)]
    order: Option<String>,
    /// Where the page starts: the `next` of the page before.
    #[serde(default)]
    after: Option<String>,
    /// 500 at most, and when absent.
    #[serde(default)]
    limit: Option<usize>,
}

/// The accounts with late pieces, a page at a time.
#[utoipa::path(get, path = "/api/v1/indicators/delays", tag = "desk", params(DelayParams),
    responses((status = 200, body = IndicatorDelays), (status = 422, body = Problem)))]
pub async fn delays(State(site): State<Site>, visit: Visit, Query(p): Query<DelayParams>) -> Result<Response, Failure> {
    let as_of = date(p.as_of.as_deref())?;
    let currency = currency(p.currency.as_deref().unwrap_or_default())?.unwrap_or(Currency::EUR);
    let order = order(p.order.as_deref().unwrap_or_default())?;
    let limit = p.limit.unwrap_or(PAGE).clamp(1, PAGE);
    let page = site.ask(move |desk| {
        let creditor = p.creditor.as_deref().map(|code| desk.creditor(&visit.actor, code)).transpose()?.map(|c| c.id);
        let query = IndicatorQuery { as_of, creditor, months: None };
        let after = p.after.as_deref().filter(|text| !text.is_empty());
        desk.delays(&visit.actor, &query, (currency, order), after, limit)
    });
    Ok(Json(page.await?).into_response())
}

/// Which of the files that ended.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FileParams {
    /// Day; today when absent.
    #[serde(default)]
    as_of: Option<String>,
    /// Code of a creditor.
    #[serde(default)]
    creditor: Option<String>,
    /// Months of the period that ends on that day, 1 to 12; 3 when absent.
    #[serde(default)]
    months: Option<u8>,
    /// Currency; the euro when absent.
    #[serde(default)]
    currency: Option<String>,
    /// `ended` (all), `collected` (money came), `decided` (a procedure was decided) or `cases`; all when absent.
    #[serde(default)]
    basis: Option<String>,
    /// Cases that followed this procedure, by its name in the tables of law.
    #[serde(default)]
    procedure: Option<String>,
    /// Where the page starts: the `next` of the page before.
    #[serde(default)]
    after: Option<String>,
    /// 500 at most, and when absent.
    #[serde(default)]
    limit: Option<usize>,
}

/// The files behind the indicators of the trade, with every number that their formulas take, the last ended first.
#[utoipa::path(get, path = "/api/v1/indicators/files", tag = "desk", operation_id = "ended_files", params(FileParams),
    responses((status = 200, body = IndicatorFiles), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn files(State(site): State<Site>, visit: Visit, Query(p): Query<FileParams>) -> Result<Response, Failure> {
    let (as_of, lang) = (date(p.as_of.as_deref())?, visit.visitor.lang);
    let filled = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let currency = currency(p.currency.as_deref().unwrap_or_default())?.unwrap_or(Currency::EUR);
    let (limit, after) = (p.limit.unwrap_or(PAGE).clamp(1, PAGE), filled(p.after));
    let (basis, procedure) = (filled(p.basis), filled(p.procedure));
    let page = site.ask(move |desk| {
        let creditor = p.creditor.as_deref().map(|code| desk.creditor(&visit.actor, code)).transpose()?.map(|c| c.id);
        let basis = match basis {
            None => FileBasis::Ended,
            Some(text) => word(&text, FileBasis::parse, FileBasis::ALL, FileBasis::slug)?,
        };
        let of = IndicatorQuery { as_of, creditor, months: p.months };
        let query = FilesQuery { of, currency: Some(currency), procedure, basis };
        desk.ended_files(&visit.actor, &query, after.as_deref(), limit)
    });
    Ok(Json(app::said(&page.await?, lang)).into_response())
}

/// A currency as asked for; none when nothing was.
pub(crate) fn currency(code: &str) -> Result<Option<Currency>, Failure> {
    let wrong = |_| Failure::refused("currency-unknown", &[("code", code)]);
    (!code.trim().is_empty()).then(|| Currency::parse(code).map_err(wrong)).transpose()
}

/// The order of a list of delays; by weight when nothing was asked.
pub(crate) fn order(slug: &str) -> Result<DelayOrder, Failure> {
    if slug.is_empty() {
        return Ok(DelayOrder::Weight);
    }
    DelayOrder::parse(slug).ok_or_else(|| Failure::unknown(slug))
}
