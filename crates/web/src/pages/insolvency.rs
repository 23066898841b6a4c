//! Insolvencies: the procedures of our debtors, the names to look at, what the bulletin brought.

mod answers;
mod demands;
mod one;
mod review;

use app::Permission;
use app::insolvency::{
    InsolvencyBanner, InsolvencyId, InsolvencyLine, InsolvencyPage, InsolvencyQuery, InsolvencyShow, InsolvencyWatch,
    NoticesTaken,
};
use app::reports::ReportFormat;
use askama::Template;
use axum::Router;
use axum::extract::multipart::Multipart;
use axum::extract::{DefaultBodyLimit, Query, State};
use axum::response::Response;
use axum::routing::{get, post};
use kernel::Date;
use serde::Deserialize;

use super::after;
use super::exports::attachment;
use super::imports::read_files;
use super::indicators::creditor_of;
use crate::act::{Act, Answered, Done, Sheet};
use crate::figures::{self, Amount, day};
use crate::layout::{Frame, html, link};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// Procedures of a page.
const LIMIT: usize = 50;
/// Records that could not be read shown on a page.
const SHOWN: usize = 500;

/// Every route of the section.
pub fn routes(site: &Site) -> Router<Site> {
    let upload = post(take).layer(DefaultBodyLimit::max(site.config.upload_limit));
    Router::new()
        .route("/insolvency", get(page))
        .route("/insolvency/export", get(export))
        .route("/insolvency/import", upload)
        .route("/insolvency/fetch", post(fetch))
        .route("/insolvency/review", get(review::page).post(review::decide))
        .route("/insolvency/{id}", get(one::page))
        .route("/insolvency/{id}/notice", post(one::set_notice))
        .route("/insolvency/{id}/sent", post(one::sent))
        .route("/insolvency/{id}/received", post(one::received))
        .route("/insolvency/{id}/answer", post(one::answer))
        .route("/insolvency/{id}/dividend", post(one::dividend))
        .route("/insolvency/{id}/item", post(answers::item))
        .route("/insolvency/{id}/guarantor", post(answers::decide))
        .route("/insolvency/{id}/demand", post(demands::ask))
        .route("/insolvency/{id}/told", post(demands::tell))
}

struct Row {
    id: String,
    debtor: String,
    numbers: String,
    regime: String,
    stage: String,
    court: String,
    judgment: String,
    before: Amount,
    later: Amount,
    others: bool,
    declaration: String,
    tone: &'static str,
    due: String,
    left: String,
    questions: String,
    owner: String,
}

#[derive(Template)]
#[template(path = "insolvency.html")]
struct List {
    w: Words,
    frame: Frame,
    shows: Vec<(String, String, String, bool)>,
    creditors: Vec<(String, String, bool)>,
    show: String,
    rows: Vec<Row>,
    count: String,
    next: String,
    export: String,
    reviews: String,
    watch: Vec<(String, String)>,
    failed: String,
    may_import: bool,
    may_fetch: bool,
    filtered: bool,
    error: String,
}

/// Which procedures.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    show: String,
    #[serde(default)]
    creditor: String,
    #[serde(default)]
    after: String,
}

impl Asked {
    fn query(&self) -> InsolvencyQuery {
        InsolvencyQuery { creditor: None, show: InsolvencyShow::parse(&self.show).unwrap_or_default() }
    }

    fn link(&self, path: &str, name: &str, value: &str) -> String {
        let own = [("show", self.show.as_str()), ("creditor", &self.creditor)];
        let pairs: Vec<(&str, &str)> = own.into_iter().filter(|(key, _)| *key != name).chain([(name, value)]).collect();
        link(path, &pairs)
    }
}

fn maybe_day(on: Option<Date>, today: Date, w: Words) -> String {
    on.map_or_else(|| "–".to_owned(), |on| day(on, today, w.lang))
}

/// « 12 jours », « aujourd'hui », « passé de 3 jours ».
fn left_words(left: i64, w: Words) -> String {
    match left {
        0 => w.t("insolvency-last-day"),
        n if n > 0 => w.n("insolvency-left", n.unsigned_abs(), &[]),
        n => w.n("insolvency-over", n.unsigned_abs(), &[]),
    }
}

fn row(line: &InsolvencyLine, today: Date, w: Words) -> Row {
    use app::insolvency::DeclarationState as D;
    let amount = |text: &str| Amount::new(figures::decimal(text, line.currency), w.lang);
    let numbers: Vec<&str> = line.accounts.iter().map(|(_, number)| number.as_str()).collect();
    let tone = match line.declaration {
        D::Late | D::Lost => "right",
        D::ToDeclare if line.left.is_some_and(|left| left <= 15) => "right",
        D::ToDeclare | D::Undated => "attention",
        D::Declared => "cash",
        D::Nothing => "",
    };
    Row {
        id: line.id.to_string(),
        debtor: line.debtor.clone(),
        numbers: numbers.join(", "),
        regime: line.regime.pick(w.lang).to_owned(),
        stage: line.stage.pick(w.lang).to_owned(),
        court: line.court.clone(),
        judgment: maybe_day(line.judgment_on, today, w),
        before: amount(&line.before),
        later: amount(&line.later),
        others: line.other_currencies,
        declaration: line.declaration_words.pick(w.lang).to_owned(),
        tone,
        due: line.safe.map_or_else(String::new, |safe| day(safe, today, w.lang)),
        left: line.left.map_or_else(String::new, |left| left_words(left, w)),
        questions: if line.questions == 0 { String::new() } else { w.n("insolvency-questions", line.questions, &[]) },
        owner: line.owner.clone(),
    }
}

/// What is known of the fetching, in pairs.
pub fn watch_facts(watch: &InsolvencyWatch, today: Date, w: Words) -> Vec<(String, String)> {
    let instant = |at: kernel::Timestamp| format!("{} {}", day(w.day_of(at), today, w.lang), w.hour(at));
    let mut facts =
        vec![(w.t("insolvency-source"), watch.host.clone().unwrap_or_else(|| w.t("insolvency-source-none")))];
    if let Some(seen) = watch.seen {
        facts.push((w.t("insolvency-seen"), day(seen, today, w.lang)));
    }
    if let Some(at) = watch.checked {
        facts.push((w.t("insolvency-checked"), instant(at)));
    }
    if let Some(error) = &watch.error {
        facts.push((w.t("insolvency-failed"), error.pick(w.lang).to_owned()));
    }
    if let Some(at) = watch.next.filter(|_| watch.host.is_some()) {
        facts.push((w.t("insolvency-next-look"), instant(at)));
    }
    facts
}

/// What the file of a debtor says of its procedure: where it leads, and a line.
pub fn banner(of: &InsolvencyBanner, today: Date, w: Words) -> (String, String) {
    let values = [
        ("regime", of.regime.pick(w.lang)),
        ("stage", of.stage.pick(w.lang)),
        ("declaration", of.declaration.pick(w.lang)),
    ];
    let by = of.safe.map(|safe| w.t1("insolvency-banner-by", "day", day(safe, today, w.lang)));
    let parts: Vec<String> = [Some(w.with("insolvency-banner", &values)), by].into_iter().flatten().collect();
    (format!("/insolvency/{}", of.id), parts.join(", "))
}

/// `GET /insolvency`.
pub async fn page(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    show(&site, &visit, asked, String::new()).await
}

async fn show(site: &Site, visit: &Visit, asked: Asked, error: String) -> Result<Response, Failure> {
    let (actor, w, from) = (visit.actor.clone(), visit.words(), after::<InsolvencyId>(&asked.after)?);
    let (mut query, code) = (asked.query(), asked.creditor.clone());
    let here = query.show;
    let read = site.ask(move |desk| {
        let creditors = desk.creditors(&actor)?;
        query.creditor = creditor_of(&creditors, &code)?.map(|c| c.id);
        Ok((desk.insolvencies(&actor, &query, from, LIMIT)?, creditors))
    });
    let (found, creditors): (InsolvencyPage, Vec<ledger::Creditor>) = read.await?;
    let shown = |show: &InsolvencyShow| {
        let value = if *show == InsolvencyShow::All { "" } else { show.slug() };
        let n = found.shown.iter().find(|one| one.show == *show).map_or(0, |one| one.procedures);
        let label = w.of("insolvency-show", show.slug());
        (asked.link("/insolvency", "show", value), label, figures::count(n, w.lang), *show == here)
    };
    let today = found.today;
    html(&List {
        w,
        frame: Frame::of(visit, "nav-insolvency", &w.t("nav-insolvency")),
        shows: InsolvencyShow::ALL.iter().map(shown).collect(),
        creditors: if creditors.len() < 2 {
            Vec::new()
        } else {
            creditors.iter().map(|c| (c.code.clone(), c.name.clone(), c.code == asked.creditor)).collect()
        },
        show: asked.show.clone(),
        rows: found.rows.iter().map(|line| row(line, today, w)).collect(),
        count: w.n("insolvency-count", found.count, &[]),
        next: found.next.map_or_else(String::new, |next| asked.link("/insolvency", "after", &next.to_string())),
        export: asked.link("/insolvency/export", "after", ""),
        reviews: if found.reviews == 0 { String::new() } else { w.n("insolvency-reviews", found.reviews, &[]) },
        failed: found.watch.error.as_ref().map_or_else(String::new, |error| error.pick(w.lang).to_owned()),
        may_import: visit.visitor.may(Permission::Import) && visit.actor.reach.is_everything(),
        may_fetch: found.watch.host.is_some(),
        watch: watch_facts(&found.watch, today, w),
        filtered: [&asked.show, &asked.creditor].iter().any(|text| !text.is_empty()),
        error,
    })
}

/// `GET /insolvency/export`: the list as CSV.
pub async fn export(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let (mut query, lang) = (asked.query(), visit.visitor.lang);
    let file = site.ask(move |desk| {
        query.creditor = creditor_of(&desk.creditors(&visit.actor)?, &asked.creditor)?.map(|c| c.id);
        desk.insolvency_report(&visit.actor, ReportFormat::Csv, &query, lang)
    });
    Ok(attachment(file.await?))
}

#[derive(Template)]
#[template(path = "insolvency_taken.html")]
struct Taken {
    w: Words,
    frame: Frame,
    source: String,
    figures: Vec<(String, String)>,
    errors: Vec<(String, String, String)>,
    more: String,
    reviews: bool,
}

fn taken(visit: &Visit, source: String, of: &NoticesTaken) -> Result<Response, Failure> {
    let w = visit.words();
    let count = |key: &str, n: u64| (w.t(key), figures::count(n, w.lang));
    let figures = vec![
        count("insolvency-taken-read", of.read),
        count("insolvency-taken-kept", of.kept),
        count("insolvency-taken-certain", of.certain),
        count("insolvency-taken-waiting", of.waiting),
        count("insolvency-taken-unchanged", of.unchanged),
        count("insolvency-taken-strangers", of.strangers),
        count("insolvency-taken-others", of.others),
        count("insolvency-taken-refused", of.refused),
    ];
    let line = |e: &ledger::intake::LineError| (e.line.to_string(), e.field.clone(), e.message.pick(w.lang).to_owned());
    let hidden = of.errors.len().saturating_sub(SHOWN) as u64;
    html(&Taken {
        w,
        frame: Frame::of(visit, "nav-insolvency", &w.t("insolvency-taken")),
        source,
        figures,
        errors: of.errors.iter().take(SHOWN).map(line).collect(),
        more: if hidden == 0 { String::new() } else { w.n("insolvency-taken-more", hidden, &[]) },
        reviews: of.waiting > 0,
    })
}

/// `POST /insolvency/import`: notices of a file; what came of them is said.
pub async fn take(State(site): State<Site>, visit: Visit, form: Multipart) -> Result<Response, Failure> {
    visit.actor.may(Permission::Import)?;
    let file = read_files(form, site.config.upload_limit).await?.into_iter().next();
    let file = file.ok_or(app::Refusal::NoFile)?;
    let (actor, name) = (visit.actor.clone(), file.name.clone());
    let done = site.ask(move |desk| desk.take_insolvency_notices(&actor, &file, &|_, _| ())).await?;
    taken(&visit, name, &done)
}

const FETCH: Sheet = Sheet { form: "fetch", prefix: "", field: "since" };

/// `POST /insolvency/fetch`: looks at the bulletin now.
pub async fn fetch(act: Act) -> Result<Response, Failure> {
    act.visit.actor.may(Permission::Import)?;
    let answered = act.answer(&FETCH, |desk, actor, form| {
        let answer = desk.fetch_insolvency_notices(actor, form.day("since")?, &|_, _| ())?;
        Ok(match answer.error {
            Some(_) => Done::from("insolvency-fetch-failed"),
            None if answer.taken.kept == 0 => Done::from("insolvency-fetched-none"),
            None => Done::count("insolvency-fetched", answer.taken.kept),
        })
    });
    match answered.await? {
        Answered::Done(done) => Ok(done.go("/insolvency")),
        Answered::Wrong(act) => {
            let error = act.typed.error("since").to_owned();
            let mut response = show(&act.site, &act.visit, Asked::default(), error).await?;
            *response.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
    }
}
