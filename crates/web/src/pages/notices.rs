//! Mails to people of the house: what each was told, and what did not leave.

use app::notices::{NoticeId, NoticeLine, NoticeState};
use app::{Desk, DeskError};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use kernel::Date;
use serde::Deserialize;

use super::after;
use super::profile::instant;
use crate::act::{Act, Answered, Sheet, Slip};
use crate::forms::reference;
use crate::layout::{Frame, html, link};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// Notices of a page.
const LIMIT: u32 = 50;

struct Tab {
    href: String,
    label: String,
    here: bool,
}

struct Row {
    id: String,
    at: String,
    to: String,
    email: String,
    subject: String,
    account: String,
    state: String,
    tone: &'static str,
    reply: String,
    /// It failed, or nobody knows: it can be sent again.
    again: bool,
}

#[derive(Template)]
#[template(path = "notices.html")]
struct Page {
    w: Words,
    frame: Frame,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    next: String,
    error: String,
}

/// Which notices.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    state: String,
    #[serde(default)]
    after: String,
}

/// `GET /notices`.
pub async fn page(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    show(&site, &visit, &asked, String::new()).await
}

async fn show(site: &Site, visit: &Visit, asked: &Asked, error: String) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let (state, before) = (NoticeState::parse(&asked.state), after::<NoticeId>(&asked.after)?);
    let read = move |desk: &Desk| Ok::<_, DeskError>((desk.notices(&actor, state, before, LIMIT)?, desk.today()));
    let (lines, today) = site.ask(read).await?;
    let more = lines.last().filter(|_| lines.len() >= LIMIT as usize).map(|last| last.id.to_string());
    let all = Tab { href: "/notices".to_owned(), label: w.t("all"), here: state.is_none() };
    let tab = |s: &NoticeState| Tab {
        href: link("/notices", &[("state", s.slug())]),
        label: w.of("notice-state", s.slug()),
        here: state == Some(*s),
    };
    html(&Page {
        w,
        frame: Frame::of(visit, "nav-outbox", &w.t("notices-title")),
        tabs: std::iter::once(all).chain(NoticeState::ALL.iter().map(tab)).collect(),
        next: more.map_or_else(String::new, |id| link("/notices", &[("state", &asked.state), ("after", &id)])),
        rows: lines.into_iter().map(|line| row(line, today, w)).collect(),
        error,
    })
}

fn row(line: NoticeLine, today: Date, w: Words) -> Row {
    Row {
        id: line.id.to_string(),
        at: instant(line.created, today, w),
        to: line.recipient,
        email: line.email,
        subject: line.subject,
        account: line.account.map_or_else(String::new, |id| id.to_string()),
        state: w.of("notice-state", line.state.slug()),
        tone: match line.state {
            NoticeState::Sent => "cash",
            NoticeState::Waiting => "",
            NoticeState::Failed | NoticeState::Doubtful => "right",
        },
        reply: if line.state == NoticeState::Sent { String::new() } else { line.reply },
        again: matches!(line.state, NoticeState::Failed | NoticeState::Doubtful),
    }
}

const RESEND: Sheet = Sheet { form: "resend", prefix: "", field: "id" };

/// `POST /notices/{id}/resend`: to the address that is known now.
pub async fn resend(act: Act) -> Result<Response, Failure> {
    let id: NoticeId = reference(&act.id)?;
    let answered = act.answer(&RESEND, move |desk, actor, _| {
        desk.resend_notice(actor, id).map_err(Slip::named)?;
        Ok("notice-resent")
    });
    match answered.await? {
        Answered::Done(done) => Ok(done.go("/notices")),
        Answered::Wrong(act) => {
            let error = ["id", "email"].map(|field| act.typed.error(field)).concat();
            let mut response = show(&act.site, &act.visit, &Asked::default(), error).await?;
            *response.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
    }
}
