//! Companies: what the register says of our debtors, what changed, what to look at.

use app::companies::{
    CompaniesTaken, CompanyFile, CompanyLine, CompanyPage, CompanyQuery, CompanyShow, CompanyState, CompanyWarning,
    CompanyWatch, EstablishmentLine,
};
use app::reports::ReportFormat;
use app::{Actor, Desk, Permission};
use askama::Template;
use axum::Router;
use axum::extract::multipart::Multipart;
use axum::extract::{DefaultBodyLimit, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use kernel::Date;
use ledger::AccountId;
use serde::Deserialize;
use serde_json::Value;

use super::account_acts::on_account;
use super::after;
use super::exports::attachment;
use super::imports::read_files;
use super::indicators::creditor_of;
use crate::act::{Act, Answered, Done, Reading, Sheet, Slip};
use crate::figures::{self, day};
use crate::layout::{Frame, html, link};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// Companies of a page.
const LIMIT: u32 = 50;
/// Records that could not be read shown on a page.
const SHOWN: usize = 500;

const ACT: Sheet = Sheet { form: "company", prefix: "", field: "act" };
const FETCH: Sheet = Sheet { form: "fetch", prefix: "", field: "fetch" };

/// Every route of the section.
pub fn routes(site: &Site) -> Router<Site> {
    let upload = post(take).layer(DefaultBodyLimit::max(site.config.upload_limit));
    Router::new()
        .route("/companies", get(page))
        .route("/companies/export", get(export))
        .route("/companies/import", upload)
        .route("/companies/fetch", post(fetch))
        .route("/accounts/{id}/company", post(act))
}

/// One thing to look at.
pub struct Warning {
    pub words: String,
    pub advice: String,
    pub tone: &'static str,
}

/// What the register says of one debtor, as the file and a case show it.
pub struct Block {
    pub id: String,
    pub siren: String,
    pub state: String,
    pub tone: &'static str,
    pub warnings: Vec<Warning>,
    pub facts: Vec<(String, String)>,
    pub others: Vec<(String, String, String)>,
    pub changes: Vec<(String, String)>,
    pub error: String,
    pub never: bool,
    pub askable: bool,
    pub name: String,
    pub address: String,
}

const fn warning_tone(of: CompanyWarning) -> &'static str {
    match of {
        CompanyWarning::Ceased | CompanyWarning::Unknown => "right",
        _ => "attention",
    }
}

const fn state_tone(of: Option<CompanyState>) -> &'static str {
    match of {
        Some(CompanyState::Active) => "cash",
        Some(CompanyState::Ceased | CompanyState::Unknown) => "right",
        Some(CompanyState::Unsaid) | None => "",
    }
}

fn warning(of: &app::companies::WarningLine, w: Words) -> Warning {
    Warning {
        words: of.words.pick(w.lang).to_owned(),
        advice: of.advice.pick(w.lang).to_owned(),
        tone: warning_tone(of.warning),
    }
}

/// « fermé le 3 mars », « ouvert », or nothing.
fn standing(of: &EstablishmentLine, today: Date, w: Words) -> String {
    let mut parts = Vec::new();
    parts.extend(of.former_head_office.then(|| w.t("company-former-seat")));
    parts.extend(match (of.closed, of.closed_on) {
        (Some(true), Some(on)) => Some(w.t1("company-closed-on", "day", day(on, today, w.lang))),
        (Some(true), None) => Some(w.t("company-closed")),
        (Some(false), _) => Some(w.t("company-open")),
        (None, _) => None,
    });
    parts.join(", ")
}

fn facts(file: &CompanyFile, today: Date, w: Words) -> Vec<(String, String)> {
    let date = |on: Date| day(on, today, w.lang);
    let mut facts = Vec::new();
    let mut fact = |key: &str, value: Option<String>| {
        facts.extend(value.filter(|text| !text.is_empty()).map(|text| (w.t(key), text)));
    };
    let name = file.name.clone().map(|name| match &file.acronym {
        Some(acronym) if *acronym != name => format!("{name} ({acronym})"),
        _ => name,
    });
    fact("company-name", name.or_else(|| file.hidden.then(|| w.t("company-hidden"))));
    let form = file.form_words.as_ref().map(|words| words.pick(w.lang).to_owned());
    let code = file.legal_form.clone();
    fact("company-form", form.zip(code.clone()).map(|(form, code)| format!("{form} ({code})")).or(code));
    fact("company-created", file.created.map(date));
    fact("company-ceased", file.ceased.map(date));
    fact(
        "company-seat",
        file.seat.as_ref().map(|seat| {
            let parts = [seat.address.clone(), format!("SIRET {}", seat.siret), standing(seat, today, w)];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
        }),
    );
    fact("company-open-count", file.open.map(|n| figures::count(u64::from(n), w.lang)));
    fact(
        "company-read",
        file.read.map(|at| {
            let on = format!("{} {}", day(w.day_of(at), today, w.lang), w.hour(at));
            format!("{on} · {}", file.source)
        }),
    );
    facts
}

/// What the register says of a debtor, in words.
pub fn block(file: &CompanyFile, today: Date, w: Words) -> Block {
    let address = file.offers.address.as_ref();
    let change = |one: &app::companies::CompanyChangeLine| {
        let told: Vec<&str> = [one.was.as_str(), &one.became].into_iter().filter(|text| !text.is_empty()).collect();
        let words = one.words.pick(w.lang);
        let said = if told.is_empty() { words.to_owned() } else { format!("{words} : {}", told.join(" → ")) };
        (day(one.on, today, w.lang), said)
    };
    Block {
        id: file.account_id.to_string(),
        siren: file.siren.clone().unwrap_or_default(),
        state: file.state_words.pick(w.lang).to_owned(),
        tone: state_tone(file.state),
        warnings: file.warnings.iter().map(|one| warning(one, w)).collect(),
        facts: facts(file, today, w),
        others: file
            .establishments
            .iter()
            .map(|one| (one.siret.clone(), one.address.clone(), standing(one, today, w)))
            .collect(),
        changes: file.changes.iter().map(change).collect(),
        error: file.error.as_ref().map_or_else(String::new, |error| error.pick(w.lang).to_owned()),
        never: file.state.is_none(),
        askable: file.askable,
        name: file.offers.name.clone().unwrap_or_default(),
        address: address.map_or_else(String::new, |at| format!("{}, {} {}", at.street, at.postcode, at.city)),
    }
}

/// What changed at a company, with the tone of its mark.
pub fn said(p: &Value, today: Date, w: Words) -> (String, &'static str) {
    let text = |key: &str| p.get(key).and_then(Value::as_str).unwrap_or_default();
    let became = text("became");
    let became = became.parse().map_or_else(|_| became.to_owned(), |on: Date| day(on, today, w.lang));
    let said = w.with(&format!("fact-company-changed-{}", text("what")), &[("was", text("was")), ("became", &became)]);
    (said.trim_end().to_owned(), "bad")
}

struct Row {
    href: String,
    number: String,
    debtor: String,
    siren: String,
    state: String,
    tone: &'static str,
    name: String,
    seat: String,
    changed: String,
    read: String,
    error: String,
    warnings: Vec<Warning>,
}

#[derive(Template)]
#[template(path = "companies.html")]
struct List {
    w: Words,
    frame: Frame,
    shows: Vec<(String, String, bool)>,
    creditors: Vec<(String, String, bool)>,
    show: String,
    rows: Vec<Row>,
    next: String,
    export: String,
    watch: Vec<(String, String)>,
    failed: String,
    may_import: bool,
    may_fetch: bool,
    filtered: bool,
    error: String,
}

/// Which companies.
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
    fn query(&self) -> CompanyQuery {
        CompanyQuery { creditor: None, show: CompanyShow::parse(&self.show).unwrap_or_default() }
    }

    fn link(&self, path: &str, name: &str, value: &str) -> String {
        let own = [("show", self.show.as_str()), ("creditor", &self.creditor)];
        let pairs: Vec<(&str, &str)> = own.into_iter().filter(|(key, _)| *key != name).chain([(name, value)]).collect();
        link(path, &pairs)
    }
}

fn row(line: &CompanyLine, today: Date, w: Words) -> Row {
    let date = |on: Option<Date>| on.map_or_else(|| "–".to_owned(), |on| day(on, today, w.lang));
    Row {
        href: format!("/accounts/{}#company", line.account_id),
        number: line.account.clone(),
        debtor: line.debtor.clone(),
        siren: line.siren.clone(),
        state: line.state_words.pick(w.lang).to_owned(),
        tone: state_tone(line.state),
        name: line.name.clone().unwrap_or_default(),
        seat: line.seat.clone(),
        changed: date(line.changed_on),
        read: date(line.read.map(|at| w.day_of(at))),
        error: line.error.as_ref().map_or_else(String::new, |error| error.pick(w.lang).to_owned()),
        warnings: line.warnings.iter().map(|one| warning(one, w)).collect(),
    }
}

/// What is known of the asking, in pairs.
pub fn watch_facts(watch: &CompanyWatch, today: Date, w: Words) -> Vec<(String, String)> {
    let instant = |at: kernel::Timestamp| format!("{} {}", day(w.day_of(at), today, w.lang), w.hour(at));
    let mut facts = vec![(w.t("companies-source"), watch.host.clone().unwrap_or_else(|| w.t("companies-source-none")))];
    facts.extend(watch.checked.map(|at| (w.t("companies-checked"), instant(at))));
    facts.extend(watch.error.as_ref().map(|error| (w.t("companies-failed"), error.pick(w.lang).to_owned())));
    facts.extend(watch.next.filter(|_| watch.host.is_some()).map(|at| (w.t("companies-next-look"), instant(at))));
    facts
}

/// `GET /companies`.
pub async fn page(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    show(&site, &visit, asked, String::new()).await
}

async fn show(site: &Site, visit: &Visit, asked: Asked, error: String) -> Result<Response, Failure> {
    let (actor, w, from) = (visit.actor.clone(), visit.words(), after::<AccountId>(&asked.after)?);
    let (mut query, code) = (asked.query(), asked.creditor.clone());
    let here = query.show;
    let read = site.ask(move |desk| {
        let creditors = desk.creditors(&actor)?;
        query.creditor = creditor_of(&creditors, &code)?.map(|c| c.id);
        Ok((desk.companies(&actor, &query, from, LIMIT)?, creditors))
    });
    let (found, creditors): (CompanyPage, Vec<ledger::Creditor>) = read.await?;
    let shown = |show: &CompanyShow| {
        let value = if *show == CompanyShow::All { "" } else { show.slug() };
        (asked.link("/companies", "show", value), w.of("companies-show", show.slug()), *show == here)
    };
    let today = found.today;
    html(&List {
        w,
        frame: Frame::of(visit, "nav-companies", &w.t("nav-companies")),
        shows: CompanyShow::ALL.iter().map(shown).collect(),
        creditors: if creditors.len() < 2 {
            Vec::new()
        } else {
            creditors.iter().map(|c| (c.code.clone(), c.name.clone(), c.code == asked.creditor)).collect()
        },
        show: asked.show.clone(),
        rows: found.rows.iter().map(|line| row(line, today, w)).collect(),
        next: found.next.map_or_else(String::new, |next| asked.link("/companies", "after", &next.to_string())),
        export: asked.link("/companies/export", "after", ""),
        failed: found.watch.error.as_ref().map_or_else(String::new, |error| error.pick(w.lang).to_owned()),
        may_import: visit.visitor.may(Permission::Import) && visit.actor.reach.is_everything(),
        may_fetch: found.watch.host.is_some(),
        watch: watch_facts(&found.watch, today, w),
        filtered: [&asked.show, &asked.creditor].iter().any(|text| !text.is_empty()),
        error,
    })
}

/// `GET /companies/export`: the list as CSV.
pub async fn export(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let (mut query, lang) = (asked.query(), visit.visitor.lang);
    let file = site.ask(move |desk| {
        query.creditor = creditor_of(&desk.creditors(&visit.actor)?, &asked.creditor)?.map(|c| c.id);
        desk.company_report(&visit.actor, ReportFormat::Csv, &query, lang)
    });
    Ok(attachment(file.await?))
}

#[derive(Template)]
#[template(path = "companies_taken.html")]
struct TakenPage {
    w: Words,
    frame: Frame,
    source: String,
    figures: Vec<(String, String)>,
    errors: Vec<(String, String, String)>,
    more: String,
}

fn taken(visit: &Visit, source: String, of: &CompaniesTaken) -> Result<Response, Failure> {
    let w = visit.words();
    let count = |key: &str, n: u64| (w.t(key), figures::count(n, w.lang));
    let figures = vec![
        count("companies-taken-read", of.read),
        count("companies-taken-kept", of.kept),
        count("companies-taken-changes", of.changes),
        count("companies-taken-unchanged", of.unchanged),
        count("companies-taken-strangers", of.strangers),
        count("companies-taken-refused", of.refused),
    ];
    let line = |e: &ledger::intake::LineError| (e.line.to_string(), e.field.clone(), e.message.pick(w.lang).to_owned());
    let hidden = of.errors.len().saturating_sub(SHOWN) as u64;
    html(&TakenPage {
        w,
        frame: Frame::of(visit, "nav-companies", &w.t("companies-taken")),
        source,
        figures,
        errors: of.errors.iter().take(SHOWN).map(line).collect(),
        more: if hidden == 0 { String::new() } else { w.n("companies-taken-more", hidden, &[]) },
    })
}

/// `POST /companies/import`: saved answers of the register; what came of them is said.
pub async fn take(State(site): State<Site>, visit: Visit, form: Multipart) -> Result<Response, Failure> {
    visit.actor.may(Permission::Import)?;
    let file = read_files(form, site.config.upload_limit).await?.into_iter().next();
    let file = file.ok_or(app::Refusal::NoFile)?;
    let (actor, name) = (visit.actor.clone(), file.name.clone());
    let done = site.ask(move |desk| desk.take_companies(&actor, &file, &|_, _| ())).await?;
    taken(&visit, name, &done)
}

/// `POST /companies/fetch`: asks now for those whose turn it is.
pub async fn fetch(act: Act) -> Result<Response, Failure> {
    act.visit.actor.may(Permission::Import)?;
    let answered = act.answer(&FETCH, |desk, actor, _| {
        let answer = desk.fetch_companies(actor, &|_, _| ())?;
        Ok(match answer.error {
            Some(_) => Done::from("companies-fetch-failed"),
            None if answer.asked == 0 => Done::from("companies-fetched-none"),
            None => Done::count("companies-fetched", answer.asked),
        })
    });
    match answered.await? {
        Answered::Done(done) => Ok(done.go("/companies")),
        Answered::Wrong(act) => {
            let error = act.typed.error("fetch").to_owned();
            let mut response = show(&act.site, &act.visit, Asked::default(), error).await?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
    }
}

/// `POST /accounts/{id}/company`: asks the register again, or takes over its name or its address.
pub async fn act(act: Act) -> Result<Response, Failure> {
    on_account(act, &ACT, done).await
}

fn done(desk: &Desk, actor: &Actor, form: &Reading) -> Result<Done, Slip> {
    let account: AccountId = form.about()?;
    if form.is("act", "address") {
        desk.take_company_address(actor, account)?;
        return Ok(Done::from("company-address"));
    }
    if form.is("act", "name") {
        desk.take_company_name(actor, account)?;
        return Ok(Done::from("company-name"));
    }
    let answer = desk.fetch_company(actor, account)?;
    Ok(match (answer.error, answer.state, answer.changes.len()) {
        (Some(_), ..) => Done::from("company-unanswered"),
        (None, Some(CompanyState::Unknown), _) => Done::from("company-unknown"),
        (None, _, 0) => Done::from("company-read"),
        (None, _, n) => Done::count("company-changed", n as u64),
    })
}
