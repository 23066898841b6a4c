//! Links to the debtor's space and to sign a plan, for programs.

use app::links::{LinkAsked, LinkShown};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{delete, get, post};
use axum::{Json, Router};

use super::models::{Link, LinkMade, LinkOrder, LinkPage};
use super::slice::Slice;
use crate::forms::reference;
use crate::problem::{Failure, Problem};
use crate::session::Visit;
use crate::site::Site;

/// The routes under `/api/v1`.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/accounts/{id}/links", get(links).post(make))
        .route("/plans/{id}/links", post(make_for_plan))
        .route("/links/{id}", delete(revoke))
}

fn made(link: LinkShown) -> (StatusCode, Json<LinkMade>) {
    let LinkShown { id, address, recipient, expires } = link;
    (StatusCode::CREATED, Json(LinkMade { id: id.to_string(), address, recipient, expires: expires.to_string() }))
}

/// Links of an account, the last first: never their addresses.
#[utoipa::path(get, path = "/api/v1/accounts/{id}/links", tag = "links", params(("id" = String, Path), Slice),
    responses((status = 200, body = LinkPage), (status = 404, body = Problem)))]
pub async fn links(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Query(slice): Query<Slice>,
) -> Result<Json<LinkPage>, Failure> {
    let lines = site.ask(move |desk| {
        let account = desk.find_account(&visit.actor, &id)?;
        desk.links(&visit.actor, account)
    });
    let said = |at: Option<kernel::Timestamp>| at.map(|at| at.to_string());
    let link = |line: app::links::LinkLine| Link {
        id: line.id.to_string(),
        purpose: line.purpose.slug().to_owned(),
        recipient: line.recipient,
        made: line.made.to_string(),
        expires: line.expires.to_string(),
        opened: said(line.opened),
        used: said(line.used),
        revoked: said(line.revoked),
        actor: line.actor,
    };
    let lines: Vec<Link> = lines.await?.into_iter().map(link).collect();
    Ok(Json(LinkPage { links: slice.of(lines, |line| line.id.clone())? }))
}

/// Make a link to the debtor's space: whoever has its address gets in.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/links", tag = "links", params(("id" = String, Path)),
    request_body = LinkOrder, responses((status = 201, body = LinkMade), (status = 422, body = Problem)))]
pub async fn make(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<LinkOrder>,
) -> Result<(StatusCode, Json<LinkMade>), Failure> {
    let asked = LinkAsked { recipient: body.recipient, days: body.days };
    let link = site.ask(move |desk| {
        let account = desk.find_account(&visit.actor, &id)?;
        desk.make_link(&visit.actor, account, &asked)
    });
    Ok(made(link.await?))
}

/// Make a link by which the debtor signs or refuses a plan.
#[utoipa::path(post, path = "/api/v1/plans/{id}/links", tag = "links", params(("id" = String, Path)),
    request_body = LinkOrder, responses((status = 201, body = LinkMade), (status = 422, body = Problem)))]
pub async fn make_for_plan(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Json(body): Json<LinkOrder>,
) -> Result<(StatusCode, Json<LinkMade>), Failure> {
    let (id, asked) = (reference(&id)?, LinkAsked { recipient: body.recipient, days: body.days });
    Ok(made(site.ask(move |desk| desk.make_plan_link(&visit.actor, id, &asked)).await?))
}

/// Take a link back: it opens nothing any more.
#[utoipa::path(delete, path = "/api/v1/links/{id}", tag = "links", params(("id" = String, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn revoke(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<StatusCode, Failure> {
    let id = reference(&id)?;
    site.ask(move |desk| desk.revoke_link(&visit.actor, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
