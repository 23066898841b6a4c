//! Cases: the list, one case whole, the procedures it follows, and what is done with them.

mod choose;
mod follow;
mod hearings;
mod one;
mod open;
mod policy;
mod ready;

use app::Permission;
use app::cases::{CaseFilter, CaseId, CaseLine};
use app::reports::ReportFormat;
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::{get, post};
use kernel::{Currency, Date, Wording};
pub use ready::PieceRequest;
use serde::Deserialize;
use serde_json::Value;

use super::after;
use super::exports::attachment;
use crate::figures::{Amount, day, decimal};
use crate::layout::{Frame, html, link};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// Cases of a page.
const SHOWN: u32 = 50;

/// Every route of the section.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/cases", get(list))
        .route("/cases/export", get(export))
        .route("/hearings", get(hearings::page))
        .route("/accounts/{id}/case", get(open::form).post(open::open))
        .route("/cases/{id}", get(one::page))
        .route("/cases/policy", get(policy::page).post(policy::save))
        .route("/cases/{id}/readiness", get(ready::page))
        .route("/cases/{id}/answer", post(ready::answer))
        .route("/cases/{id}/ask", post(ready::ask))
        .route("/cases/{id}/choice", get(choose::page))
        .route("/cases/{id}/decide", post(choose::decide))
        .route("/cases/{id}/join", post(choose::join))
        .route("/cases/{id}/change", post(one::change))
        .route("/cases/{id}/claim", post(one::claim))
        .route("/cases/{id}/unclaim", post(one::unclaim))
        .route("/cases/{id}/party", post(one::party))
        .route("/cases/{id}/party-out", post(one::party_out))
        .route("/cases/{id}/procedure", post(one::begin))
        .route("/cases/{id}/close", post(one::close))
        .route("/procedures/{id}", get(follow::page))
        .route("/procedures/{id}/act", post(follow::act))
        .route("/procedures/{id}/day", post(follow::told_day))
        .route("/procedures/{id}/hearing", post(follow::hearing))
        .route("/procedures/{id}/court", post(follow::court))
        .route("/procedures/{id}/stay", post(follow::stay))
        .route("/procedures/{id}/lift", post(follow::lift))
        .route("/procedures/{id}/end", post(follow::end))
        .route("/procedures/{id}/correct", post(follow::correct))
        .route("/procedures/{id}/strike", post(follow::strike))
        .route("/procedures/{id}/aside", post(follow::set_aside))
        .route("/procedures/{id}/instead", post(follow::instead))
}

/// What the tabs of the list show.
const TABS: [(&str, Option<bool>); 3] = [("open", Some(true)), ("closed", Some(false)), ("all", None)];

struct Row {
    id: String,
    reference: String,
    debtor: String,
    number: String,
    claimed: Amount,
    open: Amount,
    procedure: String,
    due: String,
    tone: &'static str,
    opened: String,
    outcome: String,
    owner: String,
}

#[derive(Template)]
#[template(path = "cases.html")]
struct List {
    w: Words,
    frame: Frame,
    tabs: Vec<(String, String, bool)>,
    rows: Vec<Row>,
    next: String,
    may_edit: bool,
    xlsx: String,
    csv: String,
}

/// Which cases the list shows.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    show: String,
    #[serde(default)]
    after: String,
    #[serde(default)]
    format: String,
}

impl Asked {
    fn tab(&self) -> (&'static str, Option<bool>) {
        *TABS.iter().find(|(name, _)| *name == self.show).unwrap_or(&TABS[0])
    }
}

/// How near the day is by which a right is lost.
fn tone(due: Option<Date>, today: Date) -> &'static str {
    match due.map(|due| kernel::days_between(today, due)) {
        Some(left) if left < 0 => "right",
        Some(left) if left <= 15 => "attention",
        _ => "",
    }
}

fn row(case: &CaseLine, today: Date, w: Words) -> Row {
    let money = |text: &str| Amount::new(decimal(text, case.currency), w.lang);
    Row {
        id: case.id.to_string(),
        reference: case.reference.clone(),
        debtor: case.debtor.clone(),
        number: case.account.clone(),
        claimed: money(&case.claimed),
        open: money(&case.open),
        procedure: case.procedure.as_ref().map_or_else(String::new, |words| words.pick(w.lang).to_owned()),
        due: case.due.map_or_else(String::new, |due| day(due, today, w.lang)),
        tone: tone(case.due, today),
        opened: day(case.opened, today, w.lang),
        outcome: case.outcome.map_or_else(String::new, |outcome| w.of("case-outcome", outcome.slug())),
        owner: case.owner.clone(),
    }
}

/// `GET /cases`.
pub async fn list(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let (actor, w, place) = (visit.actor.clone(), visit.words(), after::<CaseId>(&asked.after)?);
    let (shown, open) = asked.tab();
    let filter = CaseFilter { open, account: None };
    let (found, today, now) =
        site.ask(move |desk| Ok((desk.cases(&actor, &filter, place, SHOWN)?, desk.today(), desk.now()))).await?;
    let file = |format: &str| link("/cases/export", &[("show", shown), ("format", format)]);
    let tab = |(name, _): &(&'static str, Option<bool>)| {
        (link("/cases", &[("show", name)]), w.of("cases-show", name), *name == shown)
    };
    html(&List {
        w,
        frame: Frame::of(&visit, "nav-cases", &w.t("nav-cases")).read_at(now),
        tabs: TABS.iter().map(tab).collect(),
        rows: found.rows.iter().map(|case| row(case, today, w)).collect(),
        next: found.next.map(|id| link("/cases", &[("show", shown), ("after", &id.to_string())])).unwrap_or_default(),
        may_edit: visit.visitor.may(Permission::EditAccount),
        xlsx: file("xlsx"),
        csv: file("csv"),
    })
}

/// `GET /cases/export`.
pub async fn export(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let (format, lang) = (ReportFormat::parse(&asked.format)?, visit.visitor.lang);
    let filter = CaseFilter { open: asked.tab().1, account: None };
    Ok(attachment(site.ask(move |desk| desk.case_report(&visit.actor, format, &filter, lang)).await?))
}

/// What happens to a case or to its procedures, with the tone of its mark.
pub fn said(kind: &str, p: &Value, own: Currency, today: Date, w: Words) -> (String, &'static str) {
    let text = |key: &str| p.get(key).and_then(Value::as_str).unwrap_or("");
    let worded = |value: &Value| {
        let words: Option<Wording> = serde_json::from_value(value.clone()).ok();
        words.map_or_else(String::new, |words| words.pick(w.lang).to_owned())
    };
    let events = p.get("events").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let (amount, left) = (kernel::Money::parse(text("amount"), own), kernel::Money::parse(text("left"), own));
    let values = [
        ("amount", amount.map_or_else(|_| String::new(), |sum| crate::figures::money(sum, w.lang))),
        ("pieces", text("pieces").to_owned()),
        ("reason", text("reason").to_owned()),
        ("name", text("name").to_owned()),
        ("role", w.of("case-role", text("role"))),
        ("outcome", w.of("case-outcome", text("outcome"))),
        ("label", p.get("label").map_or_else(String::new, worded)),
        ("said", p.get("said").map_or_else(String::new, worded)),
        ("count", p.get("count").and_then(Value::as_u64).map_or_else(String::new, |n| n.to_string())),
        ("files", text("files").to_owned()),
        ("on", text("on").parse().map_or_else(|_| String::new(), |on| kernel::figures::date_long(on, w.lang))),
        ("title", titled(p, today, w)),
        ("cost", text("label").to_owned()),
        ("minutes", p.get("minutes").map_or_else(String::new, ToString::to_string)),
        ("proof", text("proof").to_owned()),
        ("leave", text("leave").to_owned()),
        ("words", p.get("words").map_or_else(String::new, worded)),
        ("question", p.get("question").map_or_else(String::new, worded)),
        ("piece", p.get("piece").map_or_else(String::new, worded)),
        ("left", left.as_ref().map_or_else(|_| String::new(), |sum| crate::figures::money(*sum, w.lang))),
        ("events", events.iter().map(worded).collect::<Vec<_>>().join(" · ")),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let lost = p.get("loss").and_then(Value::as_bool).unwrap_or(false);
    let tone = if lost || kind == "case.opened" { "bad" } else { "" };
    let rest = match kind {
        "case.closed" if left.is_ok() => "-left",
        "procedure.begun" if !text("leave").is_empty() => "-leave",
        _ => "",
    };
    (w.with(&format!("fact-{}{rest}", kind.replace(['.', '_'], "-")), &values), tone)
}

/// The title a fact is about: « jugement 2026F00112 du 2 mars 2026 ».
fn titled(p: &Value, today: Date, w: Words) -> String {
    let text = |key: &str| p.get(key).and_then(Value::as_str).unwrap_or("");
    let Some(issued) = text("issued").parse::<Date>().ok() else { return String::new() };
    let (kind, issued) = (w.of("title-kind", text("kind")), day(issued, today, w.lang));
    w.with("title-name", &[("kind", &kind), ("number", text("number")), ("day", &issued)])
}

/// The cases of an account in short, for its file.
pub fn brief(cases: &[CaseLine], today: Date, w: Words) -> Vec<(String, String)> {
    let one = |case: &CaseLine| {
        let open = crate::figures::money(decimal(&case.open, case.currency), w.lang);
        let mut parts = vec![w.t1("case-brief", "amount", open)];
        match (case.closed, &case.procedure) {
            (Some(on), _) => parts.push(w.t1("case-brief-closed", "day", day(on, today, w.lang))),
            (None, Some(words)) => parts.push(words.pick(w.lang).to_owned()),
            (None, None) => parts.push(w.t("case-no-procedure")),
        }
        (case.id.to_string(), parts.join(" · "))
    };
    cases.iter().map(one).collect()
}
