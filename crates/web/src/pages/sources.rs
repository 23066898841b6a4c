//! « Fraîcheur des données »: the last arrival of each source, the last run, the last sending.

use app::sources::{Arrival, LastRun, Source, Sources};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use kernel::{Date, Timestamp};

use crate::figures::day;
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// A position older than this is worth a look: a weekend and a holiday.
const OLD_DAYS: i64 = 4;

struct Row {
    name: String,
    file: String,
    href: String,
    at: String,
    by: String,
    of: String,
    age: String,
    tone: &'static str,
    refused: String,
    loading: bool,
}

#[derive(Template)]
#[template(path = "sources.html")]
struct Page {
    w: Words,
    frame: Frame,
    rows: Vec<Row>,
    facts: Vec<(String, String)>,
    watch: Vec<(String, String)>,
    companies: Vec<(String, String)>,
}

/// `GET /sources`.
pub async fn page(State(site): State<Site>, visit: Visit) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let sources = site.ask(move |desk| desk.sources(&actor)).await?;
    let today = sources.today;
    html(&Page {
        w,
        frame: Frame::of(&visit, "nav-imports", &w.t("sources-title")),
        rows: sources.ledgers.iter().map(|source| row(source, today, w)).collect(),
        facts: facts(&sources, w),
        watch: super::insolvency::watch_facts(&sources.insolvency, today, w),
        companies: super::companies::watch_facts(&sources.companies, today, w),
    })
}

fn instant(at: Timestamp, today: Date, w: Words) -> String {
    format!("{} {}", day(w.day_of(at), today, w.lang), w.hour(at))
}

fn row(source: &Source, today: Date, w: Words) -> Row {
    let last = source.last.as_ref();
    let text = |of: &dyn Fn(&Arrival) -> String| last.map(of).unwrap_or_default();
    let old = last.map_or(0, |last| i64::from((today - last.as_of).get_days()).max(0));
    Row {
        name: source.name.clone(),
        file: text(&|last| last.file.clone()),
        href: text(&|last| format!("/imports/{}", last.id)),
        at: text(&|last| instant(last.at, today, w)),
        by: text(&|last| last.by.clone()),
        of: text(&|last| day(last.as_of, today, w.lang)),
        age: w.n("sources-age", old.unsigned_abs(), &[]),
        tone: if old > OLD_DAYS { "attention" } else { "" },
        refused: match last.map_or(0, |last| last.refused) {
            0 => String::new(),
            n => w.n("sources-refused", n, &[]),
        },
        loading: source.loading.is_some(),
    }
}

fn facts(sources: &Sources, w: Words) -> Vec<(String, String)> {
    let today = sources.today;
    let never = || w.t("sources-never");
    let run = |run: &LastRun| {
        let on = day(w.day_of(run.at), today, w.lang);
        let (decided, hour) = (day(run.day, today, w.lang), w.hour(run.at));
        let said = w.with("sources-run-of", &[("day", &decided), ("at", &on), ("hour", &hour), ("by", &run.by)]);
        if run.done { said } else { format!("{said} · {}", w.t("sources-run-going")) }
    };
    let sent = |at: Timestamp| {
        let on = day(w.day_of(at), today, w.lang);
        w.with("sources-sent-at", &[("at", &on), ("hour", &w.hour(at))])
    };
    vec![
        (w.t("sources-run"), sources.run.as_ref().map_or_else(never, run)),
        (w.t("sources-sent"), sources.sent.map_or_else(never, sent)),
        (w.t("sources-read"), sent(sources.read_at)),
    ]
}
