//! What came of files of statuses of electronic invoices.

use app::disputes::StatusesTaken;
use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use serde::Deserialize;

use crate::figures;
use crate::layout::{Frame, html, link};
use crate::pages::imports::leave_for;
use crate::problem::Failure;
use crate::session::Visit;
use crate::words::Words;

#[derive(Template)]
#[template(path = "invoice_statuses.html")]
struct Page {
    w: Words,
    frame: Frame,
    facts: Vec<(String, String)>,
    unread: Vec<(String, String, String)>,
    /// Not read, and why is not known here.
    unread_elsewhere: bool,
}

/// The same as figures alone, where the page is asked for after a file was dropped.
#[derive(Debug, Default, Deserialize)]
pub struct Counted {
    #[serde(default)]
    fresh: u64,
    #[serde(default)]
    repeated: u64,
    #[serde(default)]
    waiting: u64,
    #[serde(default)]
    disputes: u64,
    #[serde(default)]
    unread: u64,
}

fn facts(c: &Counted, unknown: &[String], w: Words) -> Vec<(String, String)> {
    let mut facts = vec![
        (w.t("statuses-fresh"), figures::count(c.fresh, w.lang)),
        (w.t("statuses-repeated"), figures::count(c.repeated, w.lang)),
        (w.t("statuses-waiting"), figures::count(c.waiting, w.lang)),
        (w.t("statuses-disputes"), figures::count(c.disputes, w.lang)),
    ];
    if !unknown.is_empty() {
        facts.push((w.t("statuses-unknown"), unknown.join(", ")));
    }
    if c.unread > 0 {
        facts.push((w.t("statuses-unread"), figures::count(c.unread, w.lang)));
    }
    facts
}

/// The answer to files that were sent: the page, or where it is where they were dropped on another.
pub fn taken(visit: &Visit, taken: &StatusesTaken) -> Result<Response, Failure> {
    let w = visit.words();
    let counted = Counted {
        fresh: taken.fresh,
        repeated: taken.repeated,
        waiting: taken.waiting,
        disputes: taken.disputes,
        unread: u64::try_from(taken.unread.len()).unwrap_or(u64::MAX),
    };
    if visit.visitor.fragment {
        let pairs = [
            ("fresh", counted.fresh),
            ("repeated", counted.repeated),
            ("waiting", counted.waiting),
            ("disputes", counted.disputes),
            ("unread", counted.unread),
        ];
        let pairs = pairs.map(|(name, n)| (name, n.to_string()));
        let pairs = pairs.each_ref().map(|(name, n)| (*name, n.as_str()));
        return Ok(leave_for(visit, &link("/disputes/statuses", &pairs)));
    }
    html(&Page {
        w,
        frame: Frame::of(visit, "nav-imports", &w.t("statuses-taken")),
        facts: facts(&counted, &taken.unknown, w),
        unread: taken
            .unread
            .iter()
            .map(|u| (u.file.clone(), u.invoice.clone(), u.why.pick(w.lang).to_owned()))
            .collect(),
        unread_elsewhere: false,
    })
}

/// `GET /disputes/statuses`.
pub async fn page(visit: Visit, Query(counted): Query<Counted>) -> Result<Response, Failure> {
    let w = visit.words();
    visit.actor.may(app::Permission::Read)?;
    html(&Page {
        w,
        frame: Frame::of(&visit, "nav-imports", &w.t("statuses-taken")),
        facts: facts(&counted, &[], w),
        unread: Vec::new(),
        unread_elsewhere: counted.unread > 0,
    })
}
