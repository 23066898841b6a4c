//! What got worse: the list of the day, and who saw it.

use app::Permission;
use app::credit::{CreditSignalId, SignalLine};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use kernel::Date;
use serde::Deserialize;

use super::{Tab, tabs};
use crate::act::{Act, Answered, Sheet};
use crate::figures::day;
use crate::forms::inside;
use crate::layout::{Frame, html, link};
use crate::pages::after;
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// Signals of a page.
const LIMIT: u32 = 50;

/// One signal, in words.
pub struct Row {
    pub id: String,
    pub account: String,
    pub debtor: String,
    pub number: String,
    pub signal: String,
    pub grave: bool,
    pub why: String,
    pub proposed: String,
    pub day: String,
    /// Who saw it and when; empty before.
    pub seen: String,
}

/// A signal in words.
pub fn row(line: &SignalLine, today: Date, w: Words) -> Row {
    use app::credit::Signal::{DebitRejected, Declare, DeclareOver, OverCover, OverLimit, PromiseBroken};
    let seen = line.seen_at.map(|at| {
        let on = day(w.day_of(at), today, w.lang);
        w.with("credit-seen-by", &[("by", &line.seen_by), ("day", &on)])
    });
    Row {
        id: line.id.to_string(),
        account: line.account_id.to_string(),
        debtor: line.debtor.clone(),
        number: line.account.clone(),
        signal: w.of("credit-signal", line.signal.slug()),
        grave: matches!(line.signal, Declare | DeclareOver | DebitRejected | OverCover | OverLimit | PromiseBroken),
        why: line.why.pick(w.lang).to_owned(),
        proposed: line.proposed.pick(w.lang).to_owned(),
        day: day(line.told, today, w.lang),
        seen: seen.unwrap_or_default(),
    }
}

#[derive(Template)]
#[template(path = "credit_signals.html")]
struct Page {
    w: Words,
    frame: Frame,
    tabs: Vec<Tab>,
    seen_too: bool,
    rows: Vec<Row>,
    may_see: bool,
    next: String,
    back: String,
}

/// Which signals.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    seen: String,
    #[serde(default)]
    after: String,
}

/// `GET /credit/signals`.
pub async fn page(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let (seen_too, before) = (!asked.seen.is_empty(), after::<CreditSignalId>(&asked.after)?);
    let read =
        site.ask(move |desk| Ok((desk.credit_signals(&actor, seen_too, before, LIMIT)?, desk.today(), desk.now())));
    let (found, today, now) = read.await?;
    let next = found.next.map(|next| link("/credit/signals", &[("seen", &asked.seen), ("after", &next.to_string())]));
    html(&Page {
        w,
        frame: Frame::of(&visit, "nav-credit", &w.t("credit-signals")).read_at(now),
        tabs: tabs("/credit/signals", w),
        seen_too,
        rows: found.rows.iter().map(|line| row(line, today, w)).collect(),
        may_see: visit.visitor.may(Permission::EditAccount),
        next: next.unwrap_or_default(),
        back: link("/credit/signals", &[("seen", &asked.seen)]),
    })
}

const SEE: Sheet = Sheet { form: "see", prefix: "", field: "act" };

/// `POST /credit/signals/{id}/seen`.
pub async fn see(act: Act) -> Result<Response, Failure> {
    let back = inside(act.typed.get("back"), "/credit/signals").to_owned();
    let answered = act.answer(&SEE, |desk, actor, form| {
        desk.see_credit_signal(actor, form.about()?)?;
        Ok("credit-seen")
    });
    match answered.await? {
        Answered::Done(done) => Ok(done.go(&back)),
        Answered::Wrong(act) => Err(Failure::unknown(&act.id)),
    }
}
