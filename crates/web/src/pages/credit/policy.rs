//! How the house grants credit: what proposes a block, what a manager decides, who is told.

use app::Permission;
use app::credit::{CreditPolicy, CreditTelling, OrderRules};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::act::{Act, Answered, Reading, Sheet, Slip};
use crate::forms::Typed;
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

struct Tick {
    name: &'static str,
    label: String,
    on: bool,
}

#[derive(Template)]
#[template(path = "credit_policy.html")]
struct Page {
    w: Words,
    frame: Frame,
    ticks: Vec<Tick>,
    weekly: bool,
    may_set: bool,
    typed: Typed,
    error: String,
}

/// `GET /credit/policy`.
pub async fn page(State(site): State<Site>, visit: Visit) -> Result<Response, Failure> {
    show(&site, &visit, None).await
}

async fn show(site: &Site, visit: &Visit, wrong: Option<Typed>) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let policy = site.ask(move |desk| desk.credit_policy(&actor)).await?;
    let bad = wrong.is_some();
    let ticked = |name: &str, kept: bool| wrong.as_ref().map_or(kept, |typed| typed.is(name, "1"));
    let tick = |name: &'static str, kept: bool| Tick { name, label: w.of("credit-rule", name), on: ticked(name, kept) };
    let rules = policy.orders;
    let page = Page {
        w,
        frame: Frame::of(visit, "nav-credit", &w.t("credit-policy")),
        ticks: vec![
            tick("over-limit", rules.over_limit),
            tick("broken-promise", rules.broken_promise),
            tick("broken-plan", rules.broken_plan),
            tick("insolvency", rules.insolvency),
        ],
        weekly: ticked("weekly", policy.tell.weekly),
        may_set: visit.visitor.may(Permission::Settings),
        error: wrong.as_ref().map_or_else(String::new, |typed| typed.error("policy").to_owned()),
        typed: wrong.unwrap_or_else(|| typed(&policy)),
    };
    let mut response = html(&page)?;
    if bad {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

fn typed(policy: &CreditPolicy) -> Typed {
    let number = |n: Option<i64>| n.map_or_else(String::new, |n| n.to_string());
    Typed::default()
        .with("days", number(policy.orders.overdue_days.map(i64::from)))
        .with("most", number(policy.manager_most))
        .with("sales", &policy.sales)
        .with("before", number(policy.tell.before_days.map(i64::from)))
        .with("above", policy.tell.above.to_string())
}

fn read(form: &Reading) -> Result<CreditPolicy, Slip> {
    Ok(CreditPolicy {
        orders: OrderRules {
            over_limit: form.is("over-limit", "1"),
            overdue_days: form.number("days")?,
            broken_promise: form.is("broken-promise", "1"),
            broken_plan: form.is("broken-plan", "1"),
            insolvency: form.is("insolvency", "1"),
        },
        manager_most: form.number("most")?,
        sales: form.text("sales"),
        tell: CreditTelling {
            before_days: form.number("before")?,
            above: form.number("above")?.unwrap_or(0),
            weekly: form.is("weekly", "1"),
        },
    })
}

const POLICY: Sheet = Sheet { form: "policy", prefix: "", field: "policy" };

/// `POST /credit/policy`.
pub async fn save(act: Act) -> Result<Response, Failure> {
    act.visit.actor.may(Permission::Settings)?;
    let answered = act.answer(&POLICY, |desk, actor, form| {
        desk.set_credit_policy(actor, &read(form)?)?;
        Ok("credit-policy")
    });
    match answered.await? {
        Answered::Done(done) => Ok(done.go("/credit/policy")),
        Answered::Wrong(act) => show(&act.site, &act.visit, Some(act.typed)).await,
    }
}
