//! The day's letters, their print files, the runs before.

use app::letters::LetterCard;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kernel::Date;
use serde::Deserialize;

use crate::figures::{self, Amount, day, weekday_day};
use crate::forms;
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// Letters of a page.
const SHOWN: usize = 200;

struct Letter {
    account: String,
    debtor: String,
    channel: String,
    step: String,
    level: i64,
    total: Amount,
    state: String,
    tone: &'static str,
    pdf: String,
}

struct PrintRow {
    href: String,
    label: String,
}

struct RunRow {
    href: String,
    day: String,
    started: String,
    by: String,
    state: String,
    messages: String,
}

#[derive(Template)]
#[template(path = "letters.html")]
struct Letters {
    w: Words,
    frame: Frame,
    day: Date,
    title: String,
    headline: String,
    rows: Vec<Letter>,
    next: String,
    prints: Vec<PrintRow>,
    runs: Vec<RunRow>,
    working: bool,
    progress: String,
    done: u64,
    all: u64,
    again: String,
}

/// The day asked; `wait=1` after a run was started; `after` where a page goes on.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    day: String,
    #[serde(default)]
    wait: String,
    #[serde(default)]
    after: String,
}

/// `GET /letters`.
pub async fn page(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let wanted = forms::date_asked(&asked.day)?;
    let after = Some(asked.after.as_str()).filter(|text| !text.is_empty()).map(forms::reference).transpose()?;
    let read = site.ask(move |desk| {
        let today = desk.today();
        let day = wanted.unwrap_or(today);
        let letters = (desk.letters(&actor, day, after, SHOWN)?, desk.letter_counts(&actor, day)?);
        Ok((letters, desk.print_files(&actor, day)?, desk.runs(&actor, 20)?, day, today, desk.now()))
    });
    let ((page, counts), prints, runs, asked_day, today, now) = read.await?;
    let (all, made) = (counts.all, counts.all - counts.planned);
    let of_day = || runs.iter().filter(|r| r.day == asked_day);
    // A run that was just asked for may not have begun: the page waits for it a while.
    let expected = asked.wait.parse::<u32>().unwrap_or(0);
    let unfinished = of_day().any(|r| r.state.slug() == "running");
    let not_begun = expected > 0 && expected < 20 && of_day().next().is_none();
    let working = unfinished
        || made < all
        || (all > 0 && prints.is_empty() && made > 0 && expected > 0 && expected < 20)
        || not_begun;
    let mut frame = Frame::of(&visit, "nav-letters", &w.t("nav-letters")).read_at(now);
    frame.refresh = if working { 2 } else { 0 };
    html(&Letters {
        w,
        frame,
        day: asked_day,
        title: w.t1("letters-title", "day", weekday_day(asked_day, today, w.lang)),
        headline: w.n("letters-count", counts.made(), &[]),
        rows: page.letters.iter().map(|c| letter(c, w)).collect(),
        next: page.next.map(|next| format!("/letters?day={asked_day}&after={next}")).unwrap_or_default(),
        prints: prints
            .iter()
            .map(|p| PrintRow {
                href: format!("/documents/{}", p.document),
                label: w.n("letters-print", u64::try_from(p.letters).unwrap_or(0), &[("creditor", &p.creditor)]),
            })
            .collect(),
        runs: runs
            .iter()
            .map(|r| RunRow {
                href: format!("/letters?day={}", r.day),
                day: day(r.day, today, w.lang),
                started: w.hour(r.started_us),
                by: r.actor.clone(),
                state: w.of("run-state", r.state.slug()),
                messages: summary_messages(&r.summary, w),
            })
            .collect(),
        working,
        progress: if all == 0 {
            w.t("letters-deciding")
        } else {
            w.n("letters-making", made, &[("all", &figures::count(all, w.lang))])
        },
        done: made,
        all: all.max(1),
        again: format!("/letters?day={asked_day}&wait={}", expected + 1),
    })
}

fn summary_messages(summary: &str, w: Words) -> String {
    let value: serde_json::Value = serde_json::from_str(summary).unwrap_or_default();
    value["messages"].as_u64().map_or_else(String::new, |n| figures::count(n, w.lang))
}

fn letter(card: &LetterCard, w: Words) -> Letter {
    Letter {
        account: card.account_id.to_string(),
        debtor: card.debtor.clone(),
        channel: w.of("channel", &card.channel),
        step: w.of("step", &card.step),
        level: card.level,
        total: Amount::new(card.total, w.lang),
        state: w.of("message-state", &card.state),
        tone: match card.state.as_str() {
            "failed" => "right",
            "rendered" | "sent" => "cash",
            _ => "",
        },
        pdf: card.document.map(|id| format!("/documents/{id}")).unwrap_or_default(),
    }
}

/// `GET /documents/{id}`: a PDF opens in the browser, anything else is a download.
pub async fn document(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let actor = visit.actor.clone();
    let parsed = id.parse().map_err(|_| Failure::unknown(&id))?;
    let document = site.ask(move |desk| desk.read_document(&actor, parsed)).await?;
    Ok(document_response(document.media_type.as_str(), &document.file_name, document.content))
}

/// A document as an answer: only a PDF is shown in place, under the policy of every answer.
pub fn document_response(media_type: &str, name: &str, content: Vec<u8>) -> Response {
    let shown = media_type == "application/pdf";
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '-' }).collect();
    let place = if shown { "inline" } else { "attachment" };
    let mut response = content.into_response();
    let headers = response.headers_mut();
    let kind = if shown { "application/pdf" } else { "application/octet-stream" };
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(value) = HeaderValue::from_str(&format!("{place}; filename=\"{plain}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}
