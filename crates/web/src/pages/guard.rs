//! The guard of rights: what is lost when nobody acts, and by which day.

mod one;
mod subscription;

use app::Permission;
use app::guard::{GuardLine, GuardPage, GuardPlace, GuardQuery, GuardSum, RightShow, SOON_DAYS};
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::response::Response;
use axum::routing::{get, post};
use kernel::Date;
use ledger::AccountId;
use serde::Deserialize;

use super::after;
use super::exports::attachment;
use super::indicators::creditor_of;
use crate::figures::{self, Amount};
use crate::forms::reference;
use crate::layout::{Frame, html, link};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// Rights of a page.
const LIMIT: usize = 50;
/// Days ahead that can be asked for.
const AHEAD: [u16; 4] = [30, 60, 90, 365];

/// Every route of the section.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/guard", get(page))
        .route("/guard/calendar", get(calendar))
        .route("/guard/rights/{id}", get(one::page))
        .route("/guard/rights/{id}/answer", post(one::answer))
        .route("/guard/rights/{id}/waive", post(one::waive))
        .route("/guard/waivers/{id}/take-up", post(one::take_up))
        .route("/guard/subscription", get(subscription::page).post(subscription::renew))
        .route("/guard/subscription/withdraw", post(subscription::withdraw))
        .route("/link/calendar/{token}", get(subscription::read))
}

struct Row {
    id: String,
    href: String,
    debtor: String,
    number: String,
    item: String,
    what: String,
    at_risk: Amount,
    state: String,
    tone: &'static str,
    safe: String,
    last: String,
    article: String,
    owner: String,
    /// What was told and answered; empty where nothing was.
    alarm: String,
    /// An alarm waits for an answer.
    waits: bool,
    warnings: Vec<String>,
}

#[derive(Template)]
#[template(path = "guard.html")]
struct Guard {
    w: Words,
    frame: Frame,
    sums: Vec<(String, String)>,
    shows: Vec<(String, String, String, bool)>,
    ahead: Vec<(String, String, bool)>,
    creditors: Vec<(String, String, bool)>,
    show: String,
    account: String,
    rows: Vec<Row>,
    count: String,
    next: String,
    calendar: String,
    filtered: bool,
    may: bool,
    back: String,
}

/// Which rights.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    show: String,
    #[serde(default)]
    days: String,
    #[serde(default)]
    creditor: String,
    #[serde(default)]
    account: String,
    #[serde(default)]
    after: String,
}

impl Asked {
    fn query(&self) -> Result<GuardQuery, Failure> {
        let account = Some(&self.account).filter(|text| !text.is_empty());
        Ok(GuardQuery {
            account: account.map(|text| reference::<AccountId>(text)).transpose()?,
            creditor: None,
            show: RightShow::parse(&self.show).unwrap_or(RightShow::All),
            days: self.days.parse().ok().filter(|days| AHEAD.contains(days)).unwrap_or(SOON_DAYS),
        })
    }

    fn link(&self, path: &str, name: &str, value: &str) -> String {
        let own = [
            ("show", self.show.as_str()),
            ("days", &self.days),
            ("creditor", &self.creditor),
            ("account", &self.account),
        ];
        let pairs: Vec<(&str, &str)> = own.into_iter().filter(|(key, _)| *key != name).chain([(name, value)]).collect();
        link(path, &pairs)
    }
}

fn row(line: &GuardLine, today: Date, w: Words) -> Row {
    let tone = match line.state.as_str() {
        "expired" | "last-day" => "right",
        "unconfirmed" => "attention",
        "running" if line.safe_day <= today => "right",
        _ => "",
    };
    Row {
        id: line.right.to_string(),
        href: match (line.procedure_id, line.title_id, line.insolvency_id) {
            (Some(procedure), ..) => format!("/procedures/{procedure}"),
            (None, Some(title), _) => format!("/titles/{title}"),
            (None, None, Some(insolvency)) => format!("/insolvency/{insolvency}"),
            (None, None, None) => format!("/accounts/{}", line.account_id),
        },
        debtor: line.debtor.clone(),
        number: line.account.clone(),
        item: line.item.pick(w.lang).to_owned(),
        what: line.what.pick(w.lang).to_owned(),
        at_risk: Amount::new(figures::decimal(&line.at_risk, line.currency), w.lang),
        state: line.words.pick(w.lang).to_owned(),
        tone,
        safe: figures::day(line.safe_day, today, w.lang),
        last: figures::day(line.last_day, today, w.lang),
        article: line.article.clone(),
        owner: line.owner.clone(),
        alarm: alarm(line, today, w),
        waits: waits(line),
        warnings: line.warnings.iter().map(|words| words.pick(w.lang).to_owned()).collect(),
    }
}

/// An alarm was told, and nobody answered since.
fn waits(line: &GuardLine) -> bool {
    line.waiver.is_none() && line.told.is_some_and(|told| line.answered.is_none_or(|answered| answered < told))
}

/// What was told of a right and answered, or who gave it up.
fn alarm(line: &GuardLine, today: Date, w: Words) -> String {
    let day = |on: Date| figures::day(on, today, w.lang);
    if let Some(waiver) = &line.waiver {
        return w.with("guard-given-up", &[("who", &waiver.by), ("day", &day(waiver.on)), ("why", &waiver.why)]);
    }
    match (line.told, line.answered) {
        (None, _) => String::new(),
        (Some(told), Some(answered)) if answered >= told => {
            w.with("guard-answered", &[("who", &line.answered_by), ("day", &day(answered))])
        }
        (Some(told), _) => w.t1("guard-told", "day", day(told)),
    }
}

/// What so many rights are for: « 1 200,00 € + 300,00 $ ».
pub(super) fn amounts(sum: &GuardSum, w: Words) -> String {
    let one =
        |(currency, amount): &(kernel::Currency, String)| figures::money(figures::decimal(amount, *currency), w.lang);
    let all: Vec<String> = sum.amounts.iter().map(one).collect();
    if all.is_empty() { w.t("guard-nothing") } else { all.join(" + ") }
}

/// `GET /guard`.
pub async fn page(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let (actor, w, from) = (visit.actor.clone(), visit.words(), after::<GuardPlace>(&asked.after)?);
    let (mut query, code) = (asked.query()?, asked.creditor.clone());
    let (show, days) = (query.show, query.days);
    let read = site.ask(move |desk| {
        let creditors = desk.creditors(&actor)?;
        query.creditor = creditor_of(&creditors, &code)?.map(|c| c.id);
        Ok((desk.guard(&actor, &query, from, LIMIT)?, creditors))
    });
    let (found, creditors): (GuardPage, Vec<ledger::Creditor>) = read.await?;
    let shown = |one: &RightShow| {
        let value = if *one == RightShow::All { "" } else { one.slug() };
        let n = match one {
            RightShow::All => String::new(),
            RightShow::Soon => figures::count(found.soon.rights, w.lang),
            RightShow::Lost => figures::count(found.lost.rights, w.lang),
            RightShow::Unconfirmed => figures::count(found.unconfirmed.rights, w.lang),
            RightShow::GivenUp => figures::count(found.given_up.rights, w.lang),
        };
        (asked.link("/guard", "show", value), w.of("guard-show", one.slug()), n, show == *one)
    };
    let sum = |label: String, sum: &GuardSum| (label, amounts(sum, w));
    let chosen = |n: &u16| (n.to_string(), w.t1("guard-days", "n", n), *n == days);
    html(&Guard {
        w,
        frame: Frame::of(&visit, "nav-guard", &w.t("nav-guard")).read_at(found.read_at),
        sums: vec![
            sum(w.t1("guard-soon-sum", "n", days), &found.soon),
            sum(w.t("guard-lost-sum"), &found.lost),
            sum(w.t("guard-unconfirmed-sum"), &found.unconfirmed),
        ],
        shows: RightShow::ALL.iter().map(shown).collect(),
        ahead: AHEAD.iter().map(chosen).collect(),
        creditors: if creditors.len() < 2 {
            Vec::new()
        } else {
            creditors.iter().map(|c| (c.code.clone(), c.name.clone(), c.code == asked.creditor)).collect()
        },
        show: asked.show.clone(),
        account: asked.account.clone(),
        rows: found.rows.iter().map(|line| row(line, found.today, w)).collect(),
        count: w.n("guard-rights", found.count, &[]),
        next: found.next.map_or_else(String::new, |next| asked.link("/guard", "after", &next.to_string())),
        calendar: asked.link("/guard/calendar", "show", ""),
        filtered: [&asked.show, &asked.days, &asked.creditor, &asked.account].iter().any(|text| !text.is_empty()),
        may: visit.visitor.may(Permission::EditAccount),
        back: asked.link("/guard", "after", &asked.after),
    })
}

/// `GET /guard/calendar`.
pub async fn calendar(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let (mut query, lang) = (asked.query()?, visit.visitor.lang);
    let file = site.ask(move |desk| {
        query.creditor = creditor_of(&desk.creditors(&visit.actor)?, &asked.creditor)?.map(|c| c.id);
        desk.guard_calendar(&visit.actor, &query, lang)
    });
    Ok(attachment(file.await?))
}
