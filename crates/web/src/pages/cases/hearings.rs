//! The hearings of every case: those past of which nobody told what came, then those to come.

use app::cases::{HearingLine, HearingPlace, HearingQuery};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use kernel::Date;
use serde::Deserialize;

use super::super::after;
use super::tone;
use crate::figures::{day, weekday_day};
use crate::layout::{Frame, html, link};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// Hearings of a page.
const SHOWN: usize = 50;

/// What must be done before it.
struct Term {
    words: String,
    due: String,
    article: String,
    tone: &'static str,
}

struct Row {
    procedure: String,
    case: String,
    day: String,
    tone: &'static str,
    /// What to say of its day: past without an outcome, today, put off.
    standing: String,
    court: String,
    debtor: String,
    number: String,
    words: String,
    state: String,
    note: String,
    owner: String,
    before: Vec<Term>,
}

#[derive(Template)]
#[template(path = "hearings.html")]
struct Page {
    w: Words,
    frame: Frame,
    sums: String,
    rows: Vec<Row>,
    next: String,
}

/// Where the page starts.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    after: String,
}

fn standing(line: &HearingLine, today: Date, w: Words) -> (String, &'static str) {
    if line.untold {
        return (w.t("hearing-untold"), "right");
    }
    let tone = if kernel::days_between(today, line.day) <= 1 { "attention" } else { "" };
    let words =
        line.put_off_from.map_or_else(String::new, |from| w.t1("hearing-put-off", "day", day(from, today, w.lang)));
    (words, tone)
}

fn row(line: &HearingLine, today: Date, w: Words) -> Row {
    let (standing, mark) = standing(line, today, w);
    let kind = line.court_words.as_ref().map_or("", |words| words.pick(w.lang));
    let before = line.before.iter().map(|term| Term {
        words: term.words.pick(w.lang).to_owned(),
        due: weekday_day(term.due, today, w.lang),
        article: term.article.clone(),
        tone: tone(Some(term.due), today),
    });
    Row {
        procedure: line.procedure.to_string(),
        case: line.case.to_string(),
        day: weekday_day(line.day, today, w.lang),
        tone: mark,
        standing,
        court: if line.court.is_empty() { kind.to_owned() } else { line.court.clone() },
        debtor: line.debtor.clone(),
        number: [line.account.as_str(), line.reference.as_str()].join(" · ").trim_end_matches(" · ").to_owned(),
        words: line.words.pick(w.lang).to_owned(),
        state: line.state.pick(w.lang).to_owned(),
        note: line.note.clone(),
        owner: line.owner.clone(),
        before: before.collect(),
    }
}

/// `GET /hearings`.
pub async fn page(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let (actor, w, place) = (visit.actor.clone(), visit.words(), after::<HearingPlace>(&asked.after)?);
    let (found, now) =
        site.ask(move |desk| Ok((desk.hearings(&actor, &HearingQuery::default(), place, SHOWN)?, desk.now()))).await?;
    let today = found.today;
    html(&Page {
        w,
        frame: Frame::of(&visit, "nav-cases", &w.t("hearings-title")).read_at(now),
        sums: [w.n("hearings-ahead", found.ahead, &[]), w.n("hearings-untold", found.untold, &[])].join(" · "),
        rows: found.rows.iter().map(|line| row(line, today, w)).collect(),
        next: found.next.map_or_else(String::new, |next| link("/hearings", &[("after", &next.to_string())])),
    })
}
