//! Strategies: the list, the editor on its axis, the segments.

mod axis;
mod draft;
mod editor;
mod segments;
mod view;

use app::Permission;
use app::strategies::{Followed, Segment, Strategy, StrategyInForce};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use kernel::Date;

use crate::act::{Act, Answered, Sheet, Slip};
use crate::figures::{self, Amount};
use crate::forms::Typed;
use crate::layout::{Frame, html, link};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// Their part of the rail.
const SECTION: &str = "nav-strategies";

/// What is below this path.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/strategies", get(list).post(begin))
        .route("/strategies/segments", get(segments::page).post(segments::answer))
        .route("/strategies/{slug}", get(editor::edit).post(editor::save))
        .route("/strategies/{slug}/preview", post(editor::preview))
        .route("/strategies/{slug}/replay", post(editor::replay))
        .route("/strategies/{slug}/retire", post(retire))
}

/// A strategy, in the list.
struct Row {
    slug: String,
    name: String,
    state: String,
    /// Shipped and never touched.
    template: bool,
    /// May be taken out of force.
    own: bool,
    steps: String,
    accounts: String,
    followed: bool,
    overdue: Vec<Amount>,
    segments: String,
}

/// A segment, in its order.
struct SegmentRow {
    name: String,
    rule: Vec<String>,
    strategy: String,
    slug: String,
    accounts: String,
    overdue: Vec<Amount>,
}

#[derive(Template)]
#[template(path = "strategies.html")]
struct List {
    w: Words,
    frame: Frame,
    sub: String,
    rows: Vec<Row>,
    segments: Vec<SegmentRow>,
    rest: String,
    by_hand: String,
    cap: String,
    sources: Vec<(String, String)>,
    typed: Typed,
    may_edit: bool,
}

/// `GET /strategies`.
pub async fn list(State(site): State<Site>, visit: Visit) -> Result<Response, Failure> {
    show(&site, &visit, Typed::default()).await
}

async fn show(site: &Site, visit: &Visit, typed: Typed) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let read = site.ask(move |desk| {
        let plan = desk.plan()?;
        Ok((desk.strategies(&actor)?, desk.followers(&actor)?, plan, desk.today(), desk.now()))
    });
    let (strategies, followers, plan, today, now) = read.await?;
    let none = Followed::default();
    let rows: Vec<Row> = strategies
        .iter()
        .map(|s| row(s, followers.strategies.get(&s.strategy.slug).unwrap_or(&none), &plan.segments, today, w))
        .collect();
    let segments = plan.segments.iter().map(|segment| {
        let followed = followers.segments.get(&segment.slug).unwrap_or(&none);
        let strategy = plan.find(&segment.strategy).map(|place| &plan.strategies[place]);
        SegmentRow {
            name: if segment.name.is_empty() { segment.slug.clone() } else { segment.name.clone() },
            rule: view::rule(segment, w),
            strategy: strategy.map_or_else(|| segment.strategy.clone(), |s| view::name(s, w)),
            slug: segment.strategy.clone(),
            accounts: w.n("followed-by", followed.accounts, &[]),
            overdue: overdue(followed, w),
        }
    });
    let followed = rows.iter().filter(|row| row.followed).count();
    let accounts: u64 = followers.strategies.values().map(|f| f.accounts).sum();
    let count = |n: u16| figures::count(n.into(), w.lang);
    let wrong = typed.is_wrong();
    let mut response = html(&List {
        w,
        frame: Frame::of(visit, SECTION, &w.t("strategies-title")).read_at(now),
        sub: w.n("strategies-sub", followed as u64, &[("accounts", &figures::count(accounts, w.lang))]),
        segments: segments.collect(),
        rest: plan.strategies.first().map(|s| view::name(s, w)).unwrap_or_default(),
        by_hand: if followers.by_hand > 0 { w.n("followed-by-hand", followers.by_hand, &[]) } else { String::new() },
        cap: plan.contact_cap.map_or_else(
            || w.t("cap-none"),
            |cap| w.with("cap-told", &[("contacts", &count(cap.contacts)), ("days", &count(cap.days))]),
        ),
        sources: strategies.iter().map(|s| (s.strategy.slug.clone(), view::name(&s.strategy, w))).collect(),
        rows,
        typed,
        may_edit: visit.visitor.may(Permission::Settings),
    })?;
    if wrong {
        *response.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

fn overdue(followed: &Followed, w: Words) -> Vec<Amount> {
    let late = followed.overdue.iter().filter(|(_, minor)| **minor != 0);
    late.map(|(currency, minor)| Amount::minor(*minor, *currency, w.lang)).collect()
}

fn row(s: &StrategyInForce, followed: &Followed, segments: &[Segment], today: Date, w: Words) -> Row {
    let Strategy { slug, steps, .. } = &s.strategy;
    let mine: Vec<&str> = segments
        .iter()
        .filter(|segment| segment.strategy == *slug)
        .map(|segment| if segment.name.is_empty() { segment.slug.as_str() } else { segment.name.as_str() })
        .collect();
    Row {
        slug: slug.clone(),
        name: view::name(&s.strategy, w),
        state: view::state(s.version, s.actor.as_deref().unwrap_or_default(), s.saved_at, today, w),
        template: s.version.is_none(),
        own: s.version.is_some(),
        steps: w.n("strategy-steps", steps.len() as u64, &[]),
        accounts: figures::count(followed.accounts, w.lang),
        followed: followed.accounts > 0,
        overdue: overdue(followed, w),
        segments: mine.join(", "),
    }
}

const BEGIN: Sheet = Sheet { form: "new", prefix: "", field: "slug" };

/// `POST /strategies`: a strategy of the house, to be drafted from another.
pub async fn begin(act: Act) -> Result<Response, Failure> {
    let (slug, from) = (act.typed.get("slug").trim().to_owned(), act.typed.get("from").to_owned());
    let name = slug.clone();
    let answered = act.answer(&BEGIN, move |desk, actor, _| {
        actor.may(Permission::Settings)?;
        if app::texts::check_name(&name).is_err() || name == "segments" {
            return Err(Slip::beside("slug", "strategy-name-wrong"));
        }
        if desk.plan()?.find(&name).is_some() {
            return Err(Slip::beside("slug", "strategy-name-taken"));
        }
        Ok("drafted")
    });
    match answered.await? {
        Answered::Done(_) => {
            let to =
                link(&format!("/strategies/{slug}"), &[("from", if from.is_empty() { "standard" } else { &from })]);
            Ok(Redirect::to(&to).into_response())
        }
        Answered::Wrong(act) => show(&act.site, &act.visit, act.typed).await,
    }
}

const RETIRE: Sheet = Sheet { form: "retire", prefix: "", field: "retire" };

/// `POST /strategies/{slug}/retire`.
pub async fn retire(act: Act) -> Result<Response, Failure> {
    let answered = act.answer(&RETIRE, |desk, actor, form| {
        desk.retire_strategy(actor, &form.id)?;
        Ok("strategy-retired")
    });
    match answered.await? {
        Answered::Done(done) => Ok(done.go("/strategies")),
        Answered::Wrong(act) => show(&act.site, &act.visit, act.typed).await,
    }
}
