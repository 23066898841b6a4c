//! The house's dispute policy: a table of services, a table of routes; the workflow follows it.

use app::Permission;
use app::disputes::{DisputeKind, Policy, Route, Service, ServiceDesk};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Territory;

use crate::act::{Act, Answered, Reading, Sheet, Slip};
use crate::api::disputes::service as service_of;
use crate::forms::Typed;
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

struct Desk {
    slug: &'static str,
    label: String,
    owner: String,
    escalate_to: String,
    days: String,
    territories: Vec<(String, String, bool)>,
}

struct Routed {
    slug: &'static str,
    label: String,
    services: Vec<(String, String, bool)>,
}

#[derive(Template)]
#[template(path = "dispute_policy.html")]
struct Page {
    w: Words,
    frame: Frame,
    desks: Vec<Desk>,
    routes: Vec<Routed>,
    may_set: bool,
    shipped: bool,
    error: String,
}

/// `GET /disputes/policy`.
pub async fn page(State(site): State<Site>, visit: Visit) -> Result<Response, Failure> {
    show(&site, &visit, None).await
}

async fn show(site: &Site, visit: &Visit, typed: Option<&Typed>) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let kept = site.ask(move |desk| desk.dispute_policy(&actor)).await?;
    let get = |field: String, value: String| match typed {
        Some(typed) if !typed.get(&field).is_empty() => typed.get(&field).to_owned(),
        _ => value,
    };
    let desks = Service::ALL.iter().map(|service| {
        let (slug, set) = (service.slug(), kept.policy.desk(*service));
        let chosen = get(format!("{slug}-territory"), set.territory.slug().to_owned());
        let territory = |t: Territory| (t.slug().to_owned(), w.of("territory", t.slug()), chosen == t.slug());
        Desk {
            slug,
            label: w.of("dispute-service", slug),
            owner: get(format!("{slug}-owner"), set.owner),
            escalate_to: get(format!("{slug}-escalate"), set.escalate_to),
            days: get(format!("{slug}-days"), set.days.to_string()),
            territories: Territory::ALL.into_iter().map(territory).collect(),
        }
    });
    let routes = DisputeKind::ALL.iter().map(|kind| {
        let chosen = get(format!("route-{}", kind.slug()), kept.policy.service_of(*kind).slug().to_owned());
        let one = |s: &Service| (s.slug().to_owned(), w.of("dispute-service", s.slug()), chosen == s.slug());
        Routed {
            slug: kind.slug(),
            label: w.of("dispute-kind", kind.slug()),
            services: Service::ALL.iter().map(one).collect(),
        }
    });
    let error = typed.map_or_else(String::new, |typed| typed.error("policy").to_owned());
    let wrong = !error.is_empty();
    let mut response = html(&Page {
        w,
        frame: Frame::of(visit, "nav-settings", &w.t("dispute-policy")),
        desks: desks.collect(),
        routes: routes.collect(),
        may_set: visit.visitor.may(Permission::Settings),
        shipped: kept.shipped,
        error,
    })?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

fn read(form: &Reading) -> Result<Policy, Slip> {
    let mut policy = Policy { services: Vec::new(), routes: Vec::new() };
    for service in Service::ALL {
        let field = |name: &str| form.text(&format!("{}-{name}", service.slug()));
        let unreadable = || Slip::beside("policy", "dispute-policy-days");
        policy.services.push(ServiceDesk {
            service: *service,
            owner: field("owner"),
            escalate_to: field("escalate"),
            days: field("days").parse().map_err(|_| unreadable())?,
            territory: Territory::parse(&field("territory")).unwrap_or_default(),
        });
    }
    for kind in DisputeKind::ALL {
        let service = service_of(&form.text(&format!("route-{}", kind.slug())))?;
        policy.routes.push(Route { kind: *kind, service });
    }
    Ok(policy)
}

const POLICY: Sheet = Sheet { form: "policy", prefix: "", field: "policy" };

/// `POST /disputes/policy`.
pub async fn save(act: Act) -> Result<Response, Failure> {
    act.visit.actor.may(Permission::Settings)?;
    let answered = act.answer(&POLICY, |desk, actor, form| {
        desk.set_dispute_policy(actor, &read(form)?)?;
        Ok("dispute-policy")
    });
    match answered.await? {
        Answered::Done(done) => Ok(done.go("/disputes/policy")),
        Answered::Wrong(act) => show(&act.site, &act.visit, Some(&act.typed)).await,
    }
}
