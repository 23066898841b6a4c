//! Root causes: the dearest first, with the running share; and month after month. The table is under each bar.

use app::Permission;
use app::disputes::{
    CauseGrouping, CauseQuery, Causes, DisputeKind, OpinionWords, Opinions, PreventionEffect, PreventionId,
    PreventionLine, PreventionOrder,
};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Currency, Date};
use serde::Deserialize;

use super::money;
use crate::act::{Act, Answered, Sheet, Slip};
use crate::api::disputes::{grouping, kind as kind_of};
use crate::api::indicators::currency as currency_asked;
use crate::figures;
use crate::forms::{Typed, date_asked, reference};
use crate::layout::{Frame, html, link};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// Which disputes, summed by what.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    by: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    currency: String,
}

struct Line {
    name: String,
    amount: String,
    /// Per cent of the dearest.
    width: i64,
    count: String,
    open: String,
    days: String,
    founded: String,
    granted: String,
    running: String,
}

struct Month {
    name: String,
    amount: String,
    width: i64,
    opened: String,
    closed: String,
}

#[derive(Template)]
#[template(path = "dispute_causes.html")]
struct Page {
    w: Words,
    frame: Frame,
    asked: Asked,
    tabs: Vec<(String, String, bool)>,
    lead: String,
    head: String,
    lines: Vec<Line>,
    months: Vec<Month>,
    /// What customers think, in one line; empty without an answer.
    opinions: String,
    /// Score in words, how many gave it, per cent of the most given.
    scores: Vec<(String, String, i64)>,
    /// Score in words, what was written, its dispute.
    said: Vec<(String, String, String)>,
    preventions: Vec<Prevented>,
    kinds: Vec<(String, String)>,
    may_set: bool,
    typed: Typed,
}

struct Prevented {
    id: String,
    kind: String,
    slug: &'static str,
    what: String,
    owner: String,
    due: String,
    due_on: String,
    since: String,
    /// Before and after, in words; empty before its second day.
    effect: String,
}

/// `GET /disputes/causes`.
pub async fn page(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    show(&site, &visit, asked, Typed::default()).await
}

async fn show(site: &Site, visit: &Visit, asked: Asked, typed: Typed) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let (from, until) = (date_asked(&asked.from)?, date_asked(&asked.until)?);
    let currency = currency_asked(&asked.currency)?.unwrap_or(Currency::EUR);
    let by = if asked.by.is_empty() { CauseGrouping::Kind } else { grouping(&asked.by)? };
    let read = site.ask(move |desk| {
        let causes = desk.dispute_causes(&actor, &CauseQuery { by, from, until, currency })?;
        Ok((causes, desk.preventions(&actor, currency)?, desk.now(), desk.today()))
    });
    let (causes, preventions, now, today) = read.await?;
    let wrong = typed.is_wrong();
    let tab = |to: &CauseGrouping| {
        let pairs = [("by", to.slug()), ("from", &asked.from), ("until", &asked.until), ("currency", &asked.currency)];
        (link("/disputes/causes", &pairs), w.of("dispute-by", to.slug()), *to == by)
    };
    let lead = w.with(
        "dispute-causes-lead",
        &[
            ("disputes", &w.n("dispute-n", causes.count, &[])),
            ("amount", &money(&causes.amount, currency, w)),
            ("days", &w.n("dispute-n-days", causes.days.unsigned_abs(), &[])),
        ],
    );
    let mut response = html(&Page {
        w,
        frame: Frame::of(visit, "nav-disputes", &w.t("disputes-causes")).read_at(now),
        tabs: CauseGrouping::ALL.iter().map(tab).collect(),
        lead,
        head: w.of("dispute-by", by.slug()),
        lines: lines(&causes, by, w),
        months: months(&causes, w),
        opinions: opinions(&causes.opinions, w),
        scores: scores(&causes.opinions, w),
        said: causes.opinions.words.iter().map(|o| said(o, w)).collect(),
        preventions: preventions.iter().map(|p| prevented(p, (currency, today), w)).collect(),
        kinds: w.choices("dispute-kind", DisputeKind::ALL.iter().map(|k| k.slug())),
        may_set: visit.visitor.may(Permission::Settings),
        typed,
        asked,
    })?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

const PREVENTION: Sheet = Sheet { form: "prevention", prefix: "prevention-", field: "what" };

/// `POST /disputes/preventions`, and `POST /disputes/preventions/{id}`: an action, written down or changed.
pub async fn prevent(act: Act) -> Result<Response, Failure> {
    let id: Option<PreventionId> = Some(act.id.as_str()).filter(|id| !id.is_empty()).map(reference).transpose()?;
    let answered = act.answer(&PREVENTION, move |desk, actor, form| {
        let order = PreventionOrder {
            kind: kind_of(&form.text("kind"))?,
            what: form.text("what"),
            owner: form.text("owner"),
            due: form.day_needed("due")?,
            since: form.day("since")?,
        };
        desk.save_prevention(actor, id, &order).map_err(Slip::named)?;
        Ok("prevention-saved")
    });
    match answered.await? {
        Answered::Done(done) => Ok(done.go("/disputes/causes")),
        Answered::Wrong(act) => show(&act.site, &act.visit, Asked::default(), act.typed).await,
    }
}

/// An action with what it changed.
fn prevented(p: &PreventionLine, (currency, today): (Currency, Date), w: Words) -> Prevented {
    let shown = |on: Date| figures::day(on, today, w.lang);
    let told = |e: &PreventionEffect| {
        let values = [
            ("days", w.n("dispute-n-days", e.days.unsigned_abs(), &[])),
            ("before", w.n("dispute-n", e.before.count, &[])),
            ("before-amount", money(&e.before.amount, currency, w)),
            ("after", w.n("dispute-n", e.after.count, &[])),
            ("after-amount", money(&e.after.amount, currency, w)),
        ];
        w.with("prevention-effect", &values.each_ref().map(|(k, v)| (*k, v.as_str())))
    };
    Prevented {
        id: p.id.to_string(),
        kind: w.of("dispute-kind", p.kind.slug()),
        slug: p.kind.slug(),
        what: p.what.clone(),
        owner: p.owner.clone(),
        due: shown(p.due),
        due_on: p.due.to_string(),
        since: p.since.map_or_else(String::new, shown),
        effect: p.effect.as_ref().map_or_else(String::new, told),
    }
}

fn width(amount: &str, most: i64, currency: Currency) -> i64 {
    figures::decimal(amount, currency).minor().saturating_mul(100) / most.max(1)
}

fn lines(causes: &Causes, by: CauseGrouping, w: Words) -> Vec<Line> {
    let most = causes.lines.first().map_or(0, |l| figures::decimal(&l.amount, causes.currency).minor());
    let named = |key: &str| match by {
        CauseGrouping::Kind => w.of("dispute-kind", key),
        CauseGrouping::Service => w.of("dispute-service", key),
        CauseGrouping::Salesperson if key.is_empty() => w.t("dispute-nobody"),
        CauseGrouping::Salesperson | CauseGrouping::Account => key.to_owned(),
    };
    let line = |l: &app::disputes::CauseLine| Line {
        name: named(&l.key),
        amount: money(&l.amount, causes.currency, w),
        width: width(&l.amount, most, causes.currency),
        count: figures::count(l.count, w.lang),
        open: figures::count(l.open, w.lang),
        days: figures::count(l.days.unsigned_abs(), w.lang),
        founded: if l.closed == 0 {
            String::new()
        } else {
            let whole = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
            figures::percent(whole(l.founded), whole(l.closed), w.lang)
        },
        granted: money(&l.granted, causes.currency, w),
        running: figures::percent(l.running_per_mille, 1000, w.lang),
    };
    causes.lines.iter().map(line).collect()
}

fn months(causes: &Causes, w: Words) -> Vec<Month> {
    let minor = |amount: &str| figures::decimal(amount, causes.currency).minor();
    let most = causes.months.iter().map(|m| minor(&m.amount)).max().unwrap_or(0);
    let month = |m: &app::disputes::CauseMonth| Month {
        name: figures::month_year(m.month, w.lang),
        amount: money(&m.amount, causes.currency, w),
        width: width(&m.amount, most, causes.currency),
        opened: figures::count(m.opened, w.lang),
        closed: figures::count(m.closed, w.lang),
    };
    causes.months.iter().map(month).collect()
}

fn opinions(told: &Opinions, w: Words) -> String {
    told.mean_tenths.map_or_else(String::new, |tenths| {
        let comma = w.lang.pick(",", ".");
        let values = [("mean", format!("{}{comma}{}", tenths / 10, tenths % 10))];
        w.n("opinions-lead", told.count, &values.each_ref().map(|(k, v)| (*k, v.as_str())))
    })
}

fn scores(told: &Opinions, w: Words) -> Vec<(String, String, i64)> {
    let most = told.scores.iter().copied().max().unwrap_or(0).max(1);
    let line = |(at, n): (usize, &u64)| {
        let width = i64::try_from(n * 100 / most).unwrap_or(0);
        (w.of("opinion-score", &(at + 1).to_string()), figures::count(*n, w.lang), width)
    };
    let mut lines: Vec<_> = told.scores.iter().enumerate().map(line).collect();
    lines.reverse();
    lines
}

fn said(told: &OpinionWords, w: Words) -> (String, String, String) {
    let score = w.of("opinion-score", &told.score.to_string());
    (score, told.words.clone(), format!("/disputes/{}", told.dispute))
}
