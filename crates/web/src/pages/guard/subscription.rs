//! The address at which a calendar program reads the rights of who made it, without signing in.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use crate::act::{Act, Sheet, Slip};
use crate::layout::{Frame, html};
use crate::pages::exports::attachment;
use crate::pages::profile::instant;
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

const RENEW: Sheet = Sheet { form: "renew", prefix: "", field: "renew" };

#[derive(Template)]
#[template(path = "guard_subscription.html")]
struct Page {
    w: Words,
    frame: Frame,
    /// Since when there is one; empty where there is none.
    since: String,
    /// The address just made: the only time it is shown.
    made: String,
}

async fn show(site: &Site, visit: &Visit, token: Option<String>) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let read = site.ask(move |desk| Ok((desk.calendar_address(&actor)?, desk.address(&actor)?, desk.today())));
    let (since, house, today) = read.await?;
    let house = house.unwrap_or_default();
    html(&Page {
        w,
        frame: Frame::of(visit, "nav-guard", &w.t("guard-subscription")),
        since: since.map_or_else(String::new, |at| instant(at, today, w)),
        made: token.map_or_else(String::new, |token| format!("{house}/link/calendar/{token}.ics")),
    })
}

/// `GET /guard/subscription`.
pub async fn page(State(site): State<Site>, visit: Visit) -> Result<Response, Failure> {
    show(&site, &visit, None).await
}

/// `POST /guard/subscription`.
pub async fn renew(act: Act) -> Result<Response, Failure> {
    let (site, visit) = (act.site.clone(), act.visit.clone());
    let made = act.answer_shown(&RENEW, |desk, actor, _| desk.renew_calendar_address(actor).map_err(Slip::named));
    let token = made.await?.ok().map(|(token, _)| token);
    show(&site, &visit, token).await
}

/// `POST /guard/subscription/withdraw`.
pub async fn withdraw(State(site): State<Site>, visit: Visit) -> Result<Response, Failure> {
    site.ask(move |desk| desk.withdraw_calendar_address(&visit.actor)).await?;
    Ok(Redirect::to("/guard/subscription?done=calendar-withdrawn").into_response())
}

/// `GET /link/calendar/{token}`: for calendar programs; the name may end in `.ics`.
pub async fn read(State(site): State<Site>, Path(token): Path<String>) -> Result<Response, Failure> {
    let token = token.strip_suffix(".ics").unwrap_or(&token).to_owned();
    Ok(attachment(site.ask(move |desk| desk.subscribed_calendar(&token)).await?))
}
