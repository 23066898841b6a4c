//! To contest a line, with a photograph.

use app::disputes::DisputeKind;
use app::space::{Space, SpaceContest};
use askama::Template;
use axum::extract::multipart::Multipart;
use axum::extract::{Query, State};
use axum::response::Response;

use super::door::{Pairs, Shell, Way, is_beside};
use super::home::{money, titled};
use super::say::shown;
use crate::forms::{Typed, plain_amount, reference};
use crate::photo::{Brought, brought};
use crate::problem::{Failure, Told};
use crate::site::Site;
use crate::words::Words;

/// Kinds in the words of who buys, the most frequent first.
const KINDS: [DisputeKind; 10] = [
    DisputeKind::Delivery,
    DisputeKind::Quality,
    DisputeKind::Quantity,
    DisputeKind::Price,
    DisputeKind::InvoiceError,
    DisputeKind::Duplicate,
    DisputeKind::Order,
    DisputeKind::UnknownSale,
    DisputeKind::MissingProof,
    DisputeKind::Other,
];

#[derive(Template)]
#[template(path = "space_contest.html")]
struct ContestPage {
    w: Words,
    shell: Shell,
    pieces: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
    typed: Typed,
}

fn page(way: &Way, space: &Space, typed: Typed) -> Result<Response, Failure> {
    let (w, wrong) = (way.words(), typed.is_wrong());
    let owed = space.lines.iter().filter(|line| line.asked.minor() > 0);
    let option = |line: &app::space::SpaceLine| {
        (line.id.to_string(), format!("{} · {}", titled(line, space.today, w), money(line.asked, w)))
    };
    let page = ContestPage {
        w,
        shell: way.shell(&w.t("space-contest")),
        pieces: owed.map(option).collect(),
        kinds: w.choices("space-kind", KINDS.iter().map(|k| k.slug())),
        typed,
    };
    shown(&page, wrong)
}

/// `GET /link/space/{token}/contest`.
pub async fn contest_form(State(site): State<Site>, way: Way, Query(asked): Query<Pairs>) -> Response {
    let caller = way.caller.clone();
    let found = site.ask(move |desk| desk.space(&caller)).await;
    way.answer(found.and_then(|space| page(&way, &space, Typed::new(asked))))
}

/// `POST /link/space/{token}/contest`.
pub async fn contest(State(site): State<Site>, way: Way, form: Multipart) -> Response {
    let answer = contest_in(&site, &way, form).await;
    way.answer(answer)
}

async fn contest_in(site: &Site, way: &Way, form: Multipart) -> Result<Response, Failure> {
    let caller = way.caller.clone();
    // Nobody without a good link has us read their file.
    let space = site.ask(move |desk| desk.space(&caller)).await?;
    let Brought { fields, file, heavy } = brought(form, super::PHOTO_BODY).await?;
    let mut typed = Typed::new(fields);
    if let Some(told) = heavy {
        typed.refused(&told, "file", way.visitor.lang);
        return page(way, &space, typed);
    }
    let kind = typed.get("kind").to_owned();
    let contest = SpaceContest {
        item: reference(typed.get("item"))?,
        kind: DisputeKind::parse(&kind).unwrap_or(DisputeKind::Other),
        amount: plain_amount(typed.get("amount")),
        words: typed.get("words").to_owned(),
        file,
    };
    let caller = way.caller.clone();
    match site.ask(move |desk| desk.space_contest(&caller, &contest)).await {
        Ok(_) => Ok(way.done("", "contested")),
        Err(Failure::Refused(told)) if is_beside(&told) || told.field.is_none() && !is_closed(&told) => {
            typed.refused(&told, "item", way.visitor.lang);
            page(way, &space, typed)
        }
        Err(other) => Err(other),
    }
}

/// True of what closes a link.
fn is_closed(told: &Told) -> bool {
    told.code.starts_with("link-")
}
