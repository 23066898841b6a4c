//! Imports: files in, progress, result, undo.

use app::Permission;
use app::imports::{ImportRequest, KeptFiles, Upload};
use askama::Template;
use axum::Form;
use axum::extract::multipart::{Multipart, MultipartError};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Currency, Date};
use ledger::imports::{Control, Outcome};
use ledger::intake::LineError;
use ledger::{Batch, BatchId, ImportMode};
use serde::Deserialize;

use crate::figures::{self, Amount, day};
use crate::forms::{self, reference};
use crate::layout::{Frame, html, link};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// Refused lines listed on a page.
const SHOWN: usize = 500;
/// Files of one import, at most.
pub const FILES: usize = 10;

struct BatchRow {
    id: String,
    source: String,
    day: String,
    hour: String,
    by: String,
    state: String,
    tone: &'static str,
    counted: String,
    refused: String,
}

#[derive(Template)]
#[template(path = "imports.html")]
struct Imports {
    w: Words,
    frame: Frame,
    rows: Vec<BatchRow>,
    may_import: bool,
    next: String,
    limit: String,
}

/// Where the list goes on.
#[derive(Debug, Default, Deserialize)]
pub struct Before {
    #[serde(default)]
    before: String,
}

/// `GET /imports`.
pub async fn list(State(site): State<Site>, visit: Visit, Query(asked): Query<Before>) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let before = if asked.before.is_empty() { None } else { Some(reference::<BatchId>(&asked.before)?) };
    let (batches, today) = site.ask(move |desk| Ok((desk.batches(&actor, None, before, 50)?, desk.today()))).await?;
    let next = if batches.len() == 50 { batches.last().map(|b| format!("/imports?before={}", b.id)) } else { None };
    let rows = batches.iter().map(|b| batch_row(b, today, w)).collect();
    html(&Imports {
        w,
        frame: Frame::of(&visit, "nav-imports", &w.t("nav-imports")),
        rows,
        may_import: visit.visitor.may(Permission::Import),
        next: next.unwrap_or_default(),
        limit: (site.config.upload_limit / (1024 * 1024)).to_string(),
    })
}

fn tone(state: &str) -> &'static str {
    match state {
        "live" => "cash",
        "loading" => "accent",
        "dropped" => "right",
        _ => "",
    }
}

fn batch_row(b: &Batch, today: Date, w: Words) -> BatchRow {
    BatchRow {
        id: b.id.to_string(),
        source: b.source.clone(),
        day: day(w.day_of(b.created_at), today, w.lang),
        hour: w.hour(b.created_at),
        by: b.actor.clone(),
        state: w.of("batch-state", b.state.slug()),
        tone: tone(b.state.slug()),
        counted: w.n("import-accounts", u64::try_from(b.total).unwrap_or(0), &[]),
        refused: match app::imports::refused_lines(b) {
            0 => String::new(),
            n => figures::count(n, w.lang),
        },
    }
}

/// `POST /imports`: keeps the files and goes to the page that says what they are.
pub async fn upload(State(site): State<Site>, visit: Visit, form: Multipart) -> Result<Response, Failure> {
    visit.actor.may(Permission::Import)?;
    let files = read_files(form, site.config.upload_limit).await?;
    if files.is_empty() {
        return Err(app::Refusal::NoFile.into());
    }
    let actor = visit.actor.clone();
    if app::disputes::are_statuses(&files) {
        let taken = site.ask(move |desk| desk.take_statuses(&actor, &files)).await?;
        return super::disputes::statuses_taken(&visit, &taken);
    }
    let kept = site.ask(move |desk| desk.keep_files(&actor, &files)).await?;
    // Dropped on a page, the files came by its script, which goes there itself.
    Ok(leave_for(&visit, &format!("/imports/prepare?files={}", kept_text(&kept))))
}

/// Reads the files of a form, within the limit of bytes, as many as are imported at once.
///
/// # Errors
/// [`Failure::TooLarge`], [`Failure::Malformed`], [`Failure::Refused`].
pub async fn read_files(form: Multipart, limit: usize) -> Result<Vec<Upload>, Failure> {
    read_many(form, limit, FILES).await
}

/// The same, `most` of them.
///
/// # Errors
/// As [`read_files`].
pub async fn read_many(form: Multipart, limit: usize, most: usize) -> Result<Vec<Upload>, Failure> {
    Ok(read_parts(form, limit, most).await?.1)
}

/// Reads the files of a form, `most` at most, and its other fields.
///
/// # Errors
/// As [`read_files`].
pub async fn read_parts(
    mut form: Multipart,
    limit: usize,
    most: usize,
) -> Result<(Vec<(String, String)>, Vec<Upload>), Failure> {
    let wrong = |error: MultipartError| {
        if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
            Failure::TooLarge(limit)
        } else {
            Failure::malformed(error.body_text())
        }
    };
    let (mut fields, mut files) = (Vec::new(), Vec::new());
    while let Some(field) = form.next_field().await.map_err(wrong)? {
        let Some(name) = field.file_name().map(str::to_owned) else {
            let name = field.name().unwrap_or_default().to_owned();
            fields.push((name, field.text().await.map_err(wrong)?));
            continue;
        };
        let bytes = field.bytes().await.map_err(wrong)?.to_vec();
        if bytes.is_empty() && name.is_empty() {
            continue;
        }
        // A name, never a path.
        let name = name.rsplit(['/', '\\']).next().unwrap_or("").chars().filter(|c| !c.is_control()).collect();
        files.push(Upload { name, bytes });
        if files.len() > most {
            return Err(Failure::refused("import-too-many", &[("most", &most.to_string())]));
        }
    }
    Ok((fields, files))
}

/// A reference to kept files, for addresses.
pub fn kept_text(kept: &KeptFiles) -> String {
    kept.0.iter().map(|id| kernel::id::to_text(*id)).collect::<Vec<_>>().join(".")
}

/// Reads a reference to kept files.
///
/// # Errors
/// [`Failure::NotFound`].
pub fn kept_files(text: &str) -> Result<KeptFiles, Failure> {
    let ids: Option<Vec<i64>> = text.split('.').map(|part| kernel::id::from_text(part).ok()).collect();
    ids.filter(|ids| !ids.is_empty() && ids.len() <= FILES).map(KeptFiles).ok_or_else(|| Failure::unknown(text))
}

/// How kept files are to be imported, as the pages pass it along.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Order {
    #[serde(default)]
    pub files: String,
    #[serde(default)]
    pub creditor: String,
    #[serde(default)]
    pub profile: String,
    #[serde(default)]
    pub mode: String,
    #[serde(default)]
    pub as_of: String,
    #[serde(default)]
    pub confirmed: String,
}

impl Order {
    /// The address of the page that prepares it.
    pub fn prepare(&self) -> String {
        let pairs = [
            ("files", self.files.as_str()),
            ("creditor", &self.creditor),
            ("profile", &self.profile),
            ("mode", &self.mode),
            ("as_of", &self.as_of),
        ];
        link("/imports/prepare", &pairs)
    }

    /// The request without its files.
    ///
    /// # Errors
    /// [`Failure::Refused`] on a date that cannot be read.
    pub fn request(&self, profile: Option<formats::Profile>) -> Result<ImportRequest, Failure> {
        let as_of = forms::date_asked(&self.as_of)?;
        let creditor = self.creditor.trim();
        Ok(ImportRequest {
            files: Vec::new(),
            creditor: (!creditor.is_empty()).then(|| creditor.to_owned()),
            profile,
            mode: ImportMode::parse(&self.mode),
            as_of,
            confirmed: self.confirmed == "1",
        })
    }
}

/// `POST /imports/start`: queued, so that it goes on when the page is left.
pub async fn start(State(site): State<Site>, visit: Visit, Form(order): Form<Order>) -> Result<Response, Failure> {
    let kept = kept_files(&order.files)?;
    let mut request = order.request(None)?;
    let (actor, name) = (visit.actor.clone(), order.profile.clone());
    site.ask(move |desk| {
        if !name.is_empty() {
            request.profile = Some(desk.profile(&actor, &name)?);
        }
        desk.queue_import(&actor, &kept, &request)
    })
    .await?;
    Ok(Redirect::to(&format!("/imports/running?files={}", order.files)).into_response())
}

#[derive(Template)]
#[template(path = "import_running.html")]
struct Running {
    w: Words,
    frame: Frame,
    again: String,
    progress: String,
    done: i64,
    total: i64,
    working: bool,
    refused: String,
    prepare: String,
}

/// `GET /imports/running`: where the import of kept files stands; then its result.
pub async fn running(State(site): State<Site>, visit: Visit, Query(order): Query<Order>) -> Result<Response, Failure> {
    let kept = kept_files(&order.files)?;
    let (actor, w) = (visit.actor.clone(), visit.words());
    let read = site.ask(move |desk| Ok((desk.import_result(&actor, &kept)?, desk.import_in_progress(&actor)?)));
    let (result, batch) = read.await?;
    let again = format!("/imports/running?files={}", order.files);
    let mut page = Running {
        w,
        frame: Frame::of(&visit, "nav-imports", &w.t("import-running")),
        again,
        progress: w.t("import-waiting"),
        done: 0,
        total: 1,
        working: result.is_none(),
        refused: String::new(),
        prepare: order.prepare(),
    };
    if let Some(result) = result {
        if let Some(id) = result["batch"].as_str() {
            return Ok(leave_for(&visit, &format!("/imports/{id}?done=import")));
        }
        let result = app::said(&result, w.lang);
        page.refused = result["refused"].as_str().map_or_else(|| w.t("import-nothing"), str::to_owned);
    } else {
        page.frame.refresh = 2;
        if let Some(batch) = batch {
            (page.done, page.total) = (batch.done, batch.total.max(1));
            let done = u64::try_from(batch.done).unwrap_or(0);
            page.progress = w.n(
                "import-progress",
                done,
                &[("all", &figures::count(u64::try_from(batch.total).unwrap_or(0), w.lang))],
            );
        }
    }
    html(&page)
}

/// To another page, from a page or from a part of one.
pub fn leave_for(visit: &Visit, to: &str) -> Response {
    if !visit.visitor.fragment {
        return Redirect::to(to).into_response();
    }
    let mut response = axum::http::StatusCode::OK.into_response();
    if let Ok(value) = axum::http::HeaderValue::from_str(to) {
        response.headers_mut().insert("hx-redirect", value);
    }
    response
}

/// Control totals of one currency, in words.
pub struct ControlRow {
    pub currency: String,
    pub customers: String,
    pub file: Amount,
    pub before: Amount,
    pub after: Amount,
    pub gap: Amount,
    pub ties: bool,
    pub gaps: Vec<(String, String, Amount, Amount)>,
}

/// What an import changes, in words.
pub struct OutcomeView {
    pub counts: Vec<(String, String, &'static str)>,
    pub controls: Vec<ControlRow>,
    pub ignored: Vec<(String, String, String)>,
    pub errors: Vec<(String, String, String)>,
    pub remarks: Vec<(String, String, String)>,
    pub remarks_title: String,
    pub errors_cut: String,
    pub errors_title: String,
    pub samples: Vec<(String, String, String, String, String)>,
    pub warnings: Vec<String>,
}

impl OutcomeView {
    /// The figures of an outcome.
    pub fn of(o: &Outcome, today: Date, w: Words) -> Self {
        let count = |key: &str, n: u64, tone: &'static str| {
            (w.t(key), figures::count(n, w.lang), if n > 0 { tone } else { "" })
        };
        let mut counts = vec![
            count("outcome-debtors", o.debtors, "good"),
            count("outcome-items", o.items, "good"),
            count("outcome-payments", o.payments, "good"),
            count("outcome-changes", o.changes, ""),
            count("outcome-absent", o.settled_by_absence, ""),
            count("outcome-unchanged", o.unchanged, ""),
            count("outcome-rejected", o.rejected, "bad"),
        ];
        counts.extend((o.held_back > 0).then(|| count("outcome-held", o.held_back, "bad")));
        let cut = o.errors.len().saturating_sub(SHOWN) as u64;
        Self {
            counts,
            controls: o.controls.iter().map(|(c, t)| control(*c, t, w)).collect(),
            ignored: o
                .ignored
                .iter()
                .map(|i| {
                    (w.of("ignored", &i.reason), i.detail.pick(w.lang).to_owned(), figures::count(i.lines, w.lang))
                })
                .collect(),
            errors: o.errors.iter().take(SHOWN).map(|e| line_error(e, w)).collect(),
            remarks: o.remarks.iter().take(SHOWN).map(|e| line_error(e, w)).collect(),
            remarks_title: w.n("import-remarks", o.remarks.len() as u64, &[]),
            errors_cut: if cut > 0 { w.n("import-errors-cut", cut, &[]) } else { String::new() },
            errors_title: w.n("import-errors", o.errors.len() as u64, &[]),
            samples: o
                .samples
                .iter()
                .map(|s| {
                    let name = |text: &str| if s.piece == "kind" { w.of("kind", text) } else { said(text, today, w) };
                    let piece = match s.piece.as_str() {
                        "kind" => w.t("legal-kind"),
                        slug if w.has(slug) => w.t(slug),
                        number => number.to_owned(),
                    };
                    let (before, after) = (name(&s.before), name(&s.after));
                    (w.of("sample", &s.what), s.customer.clone(), piece, before, after)
                })
                .collect(),
            warnings: o.warnings.iter().map(|text| text.pick(w.lang).to_owned()).collect(),
        }
    }
}

/// A line that could not be used: its number, its field, why.
pub fn line_error(e: &LineError, w: Words) -> (String, String, String) {
    let line = if e.line == 0 { w.t("whole-file") } else { figures::count(e.line, w.lang) };
    (line, e.field.clone(), e.message.pick(w.lang).to_owned())
}

/// A value of a sample: an amount or a date of ours as the screens show them, anything else as it is.
fn said(text: &str, today: Date, w: Words) -> String {
    let money = text.split_once(' ').and_then(|(digits, code)| {
        let currency = Currency::parse(code).ok()?;
        kernel::Money::parse(digits, currency).ok()
    });
    match (money, text.parse::<Date>()) {
        (Some(money), _) => figures::money(money, w.lang),
        (None, Ok(date)) => day(date, today, w.lang),
        _ => text.to_owned(),
    }
}

fn control(currency: Currency, c: &Control, w: Words) -> ControlRow {
    let amount = |minor| Amount::minor(minor, currency, w.lang);
    ControlRow {
        currency: currency.to_string(),
        customers: figures::count(c.customers, w.lang),
        file: amount(c.file),
        before: amount(c.before),
        after: amount(c.after),
        gap: amount(c.gap()),
        ties: c.gap() == 0 && c.gap_count == 0,
        gaps: c
            .gaps
            .iter()
            .take(20)
            .map(|g| (g.number.clone(), g.name.clone(), amount(g.file), amount(g.ledger)))
            .collect(),
    }
}

#[derive(Template)]
#[template(path = "import_result.html")]
struct ResultPage {
    w: Words,
    frame: Frame,
    id: String,
    source: String,
    facts: Vec<(String, String)>,
    state: String,
    tone: &'static str,
    working: bool,
    progress: String,
    done: i64,
    total: i64,
    live: bool,
    outcome: OutcomeView,
    may_undo: bool,
}

/// `GET /imports/{id}`.
pub async fn result(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let (actor, w, id) = (visit.actor.clone(), visit.words(), reference::<BatchId>(&id)?);
    let ((batch, outcome), today) = site.ask(move |desk| Ok((desk.batch(&actor, id)?, desk.today()))).await?;
    let state = batch.state.slug();
    let working = state == "loading";
    let mut frame = Frame::of(&visit, "nav-imports", &batch.source);
    frame.refresh = if working { 2 } else { 0 };
    let created = format!("{} {}", day(w.day_of(batch.created_at), today, w.lang), w.hour(batch.created_at));
    let done = u64::try_from(batch.done).unwrap_or(0);
    html(&ResultPage {
        w,
        frame,
        id: id.to_string(),
        facts: vec![
            (w.t("import-format"), batch.format.clone()),
            (w.t("import-profile"), batch.profile.clone()),
            (w.t("import-mode"), w.of("mode", batch.mode.slug())),
            (w.t("as-of"), figures::weekday_day(batch.as_of, today, w.lang)),
            (w.t("import-by"), format!("{} · {created}", batch.actor)),
            (w.t("import-fingerprint"), batch.fingerprint.chars().take(16).collect()),
        ],
        source: batch.source,
        state: w.of("batch-state", state),
        tone: tone(state),
        working,
        progress: w.n(
            "import-progress",
            done,
            &[("all", &figures::count(u64::try_from(batch.total).unwrap_or(0), w.lang))],
        ),
        done: batch.done,
        total: batch.total.max(1),
        live: state == "live",
        outcome: OutcomeView::of(&outcome, today, w),
        may_undo: visit.visitor.may(Permission::Import),
    })
}

/// `POST /imports/{id}/undo`.
pub async fn undo(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let (actor, batch) = (visit.actor.clone(), reference::<BatchId>(&id)?);
    site.ask(move |desk| desk.undo_import(&actor, batch).map(drop)).await?;
    Ok(Redirect::to(&format!("/imports/{id}?done=undone")).into_response())
}
