//! Disputes: the board and the list, one dispute, the form beside a file, the policy, the causes.

mod asked;
mod causes;
mod form;
mod inform;
mod one;
mod opinion;
mod policy;
mod satisfaction;
mod statuses;

use app::disputes::{DisputeFilter, DisputeId, DisputeKind, DisputeLine, DisputePage, Service, Step};
use app::reports::ReportFormat;
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Query, State};
use axum::response::Response;
use axum::routing::{get, post};
use kernel::{Currency, Date};
use serde::Deserialize;

use super::after;
use super::exports::attachment;
use crate::api::disputes::{kind as kind_asked, service as service_asked, to_step};
use crate::figures::{self, Amount, day};
use crate::layout::{Frame, html, link};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

pub use asked::{Said, frame as link_frame, over as link_over};
pub use statuses::taken as statuses_taken;

/// Disputes of a page.
const LIMIT: usize = 50;
/// Cards of a column of the board.
const CARDS: usize = 12;

/// Every route of the section.
pub fn routes(site: &Site) -> Router<Site> {
    let upload = post(one::attach).layer(DefaultBodyLimit::max(site.config.upload_limit));
    Router::new()
        .route("/disputes", get(page))
        .route("/disputes/export", get(export))
        .route("/disputes/causes", get(causes::page))
        .route("/disputes/satisfaction", get(satisfaction::page))
        .route("/disputes/preventions", post(causes::prevent))
        .route("/disputes/preventions/{id}", post(causes::prevent))
        .route("/disputes/statuses", get(statuses::page))
        .route("/disputes/policy", get(policy::page).post(policy::save))
        .route("/disputes/{id}", get(one::page))
        .route("/disputes/{id}/step", post(one::step))
        .route("/disputes/{id}/owner", post(one::assign))
        .route("/disputes/{id}/close", post(one::close))
        .route("/disputes/{id}/words", post(one::testify))
        .route("/disputes/{id}/mediation", post(one::mediate))
        .route("/disputes/{id}/refund", post(one::refund))
        .route("/disputes/{id}/settlement", get(one::settlement))
        .route("/disputes/{id}/inform", get(inform::page).post(inform::send))
        .route("/disputes/{id}/files", upload)
        .route("/accounts/{id}/dispute", get(form::page).post(form::open))
}

/// What who has a link reaches, without signing in.
pub fn link_routes(site: &Site) -> Router<Site> {
    let limit = DefaultBodyLimit::max(site.config.upload_limit);
    Router::new()
        .route("/link/dispute/{token}", get(asked::page).merge(post(asked::answer).layer(limit)))
        .route("/link/opinion/{token}", get(opinion::page).post(opinion::answer))
}

struct Row {
    id: String,
    debtor: String,
    number: String,
    held: Amount,
    step: String,
    service: String,
    owner: String,
    clock: String,
    late: bool,
    age: String,
    /// In words for a card.
    label: String,
}

struct Column {
    label: String,
    count: String,
    held: String,
    href: String,
    here: bool,
    cards: Vec<Row>,
    more: String,
}

struct Choice {
    name: &'static str,
    label: String,
    options: Vec<(String, String, bool)>,
}

#[derive(Template)]
#[template(path = "disputes.html")]
struct Disputes {
    w: Words,
    frame: Frame,
    tabs: Vec<(String, String, bool)>,
    board: bool,
    columns: Vec<Column>,
    choices: Vec<Choice>,
    owner: String,
    late_only: bool,
    view: String,
    exports: Vec<(&'static str, String)>,
    rows: Vec<Row>,
    late: String,
    next: String,
    filtered: bool,
}

/// Which disputes.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    view: String,
    #[serde(default)]
    step: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    service: String,
    #[serde(default)]
    owner: String,
    #[serde(default)]
    late: String,
    #[serde(default)]
    closed: String,
    #[serde(default)]
    after: String,
    #[serde(default)]
    format: String,
}

impl Asked {
    fn filter(&self) -> Result<DisputeFilter, app::DeskError> {
        let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Ok(DisputeFilter {
            account: None,
            step: filled(&self.step).map(|text| to_step(&text)).transpose()?,
            kind: filled(&self.kind).map(|text| kind_asked(&text)).transpose()?,
            service: filled(&self.service).map(|text| service_asked(&text)).transpose()?,
            owner: filled(self.owner.trim()),
            late: !self.late.is_empty(),
            closed_too: !self.closed.is_empty(),
        })
    }

    /// The same list with another value.
    fn link(&self, name: &str, value: &str) -> String {
        self.to("/disputes", name, value)
    }

    /// The same choice elsewhere.
    fn to(&self, path: &str, name: &str, value: &str) -> String {
        let own = [
            ("view", self.view.as_str()),
            ("step", &self.step),
            ("kind", &self.kind),
            ("service", &self.service),
            ("owner", &self.owner),
            ("late", &self.late),
            ("closed", &self.closed),
        ];
        let pairs: Vec<(&str, &str)> = own.into_iter().filter(|(key, _)| *key != name).chain([(name, value)]).collect();
        link(path, &pairs)
    }
}

/// `GET /disputes`.
pub async fn page(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let (filter, from) = (asked.filter()?, after::<DisputeId>(&asked.after)?);
    let board = asked.view == "board";
    let limit = if board { usize::MAX } else { LIMIT };
    let read = site.ask(move |desk| Ok((desk.disputes(&actor, &filter, from, limit)?, desk.today(), desk.now())));
    let (found, today, now) = read.await?;
    let rows: Vec<Row> = if board { Vec::new() } else { found.rows.iter().map(|line| row(line, today, w)).collect() };
    html(&Disputes {
        w,
        frame: Frame::of(&visit, "nav-disputes", &w.t("nav-disputes")).read_at(now),
        tabs: tabs(&asked, w),
        board,
        columns: columns(&asked, &found, board, (today, w)),
        choices: choices(&asked, w),
        owner: asked.owner.clone(),
        late_only: !asked.late.is_empty(),
        view: asked.view.clone(),
        exports: ["xlsx", "csv"].map(|format| (format, asked.to("/disputes/export", "format", format))).to_vec(),
        rows,
        late: if found.late == 0 { String::new() } else { w.n("disputes-late", found.late, &[]) },
        next: found.next.filter(|_| !board).map_or_else(String::new, |next| asked.link("after", &next.to_string())),
        filtered: [&asked.step, &asked.kind, &asked.service, &asked.owner, &asked.late].iter().any(|t| !t.is_empty()),
    })
}

/// `GET /disputes/export`.
pub async fn export(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let (format, filter, lang) = (ReportFormat::parse(&asked.format)?, asked.filter()?, visit.visitor.lang);
    Ok(attachment(site.ask(move |desk| desk.dispute_report(&visit.actor, format, &filter, lang)).await?))
}

fn tabs(asked: &Asked, w: Words) -> Vec<(String, String, bool)> {
    vec![
        (asked.link("view", ""), w.t("disputes-list"), asked.view != "board"),
        (asked.link("view", "board"), w.t("disputes-board"), asked.view == "board"),
        ("/disputes/causes".to_owned(), w.t("disputes-causes"), false),
    ]
}

fn choices(asked: &Asked, w: Words) -> Vec<Choice> {
    let of = |name: &'static str, key: &str, chosen: &str, slugs: Vec<&'static str>| {
        let family = format!("dispute-{name}");
        let one = |slug: &'static str| (slug.to_owned(), w.of(&family, slug), chosen == slug);
        Choice { name, label: w.t(key), options: slugs.into_iter().map(one).collect() }
    };
    vec![
        of("step", "dispute-step", &asked.step, Step::ALL.iter().map(|s| s.slug()).collect()),
        of("kind", "dispute-kind", &asked.kind, DisputeKind::ALL.iter().map(|k| k.slug()).collect()),
        of("service", "dispute-service", &asked.service, Service::ALL.iter().map(|s| s.slug()).collect()),
    ]
}

fn columns(asked: &Asked, found: &DisputePage, with_cards: bool, (today, w): (Date, Words)) -> Vec<Column> {
    let column = |of: &app::disputes::BoardStep| {
        let there: Vec<&DisputeLine> = found.rows.iter().filter(|line| with_cards && line.step == of.step).collect();
        let held: Vec<String> = of.held.iter().map(|(currency, amount)| money(amount, *currency, w)).collect();
        let rest = there.len().saturating_sub(CARDS);
        Column {
            label: w.of("dispute-step", of.step.slug()),
            count: figures::count(of.count, w.lang),
            held: held.join(" + "),
            href: Asked { view: String::new(), ..asked.clone() }.link("step", of.step.slug()),
            here: asked.step == of.step.slug(),
            cards: there.iter().take(CARDS).map(|line| row(line, today, w)).collect(),
            more: if rest == 0 {
                String::new()
            } else {
                w.n("disputes-more", u64::try_from(rest).unwrap_or(u64::MAX), &[])
            },
        }
    };
    found.board.iter().map(column).collect()
}

/// An amount as the use case says it, as the screens show it.
fn money(text: &str, currency: Currency, w: Words) -> String {
    figures::money(figures::decimal(text, currency), w.lang)
}

/// What the clock says, in words.
fn clock(line: &DisputeLine, today: Date, w: Words) -> String {
    if line.step == Step::Closed {
        return line.closed.map_or_else(String::new, |on| w.t1("dispute-closed-on", "day", day(on, today, w.lang)));
    }
    match line.left_days {
        _ if line.mediation => w.t("dispute-in-mediation"),
        _ if line.late => w.t1("dispute-late", "day", day(line.due, today, w.lang)),
        Some(left) => w.n("dispute-left", u64::from(left), &[]),
        None => String::new(),
    }
}

fn row(line: &DisputeLine, today: Date, w: Words) -> Row {
    let kind = w.of("dispute-kind", line.kind.slug());
    Row {
        id: line.id.to_string(),
        debtor: line.debtor.clone(),
        number: line.account.clone(),
        held: Amount::new(figures::decimal(&line.held, line.currency), w.lang),
        label: w.with("dispute-card", &[("kind", &kind), ("piece", &line.item)]),
        step: w.of("dispute-step", line.step.slug()),
        service: w.of("dispute-service", line.service.slug()),
        owner: line.owner.clone(),
        clock: clock(line, today, w),
        late: line.late,
        age: w.n("dispute-age", line.age_days.unsigned_abs(), &[]),
    }
}
