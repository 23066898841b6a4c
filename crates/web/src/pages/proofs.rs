//! What proves what happened in a case: files beside its acts, its costs, its titles and its declaration of claim.

use std::collections::HashMap;

use app::Permission;
use app::cases::{CaseDetail, CaseId};
use app::papers::{EXHIBITS_MOST, FilesAdded};
use app::proofs::{CaseProofId, Provable, Subject};
use askama::Template;
use axum::Router;
use axum::extract::multipart::Multipart;
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use kernel::Date;
use serde::Deserialize;

use super::imports::read_parts;
use super::papers::size;
use crate::act::{Act, Answered, Done, Sheet};
use crate::figures::day;
use crate::forms::{Typed, reference};
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

const OUT: Sheet = Sheet { form: "out", prefix: "out-", field: "proof" };

/// Every route of the section.
pub fn routes(site: &Site) -> Router<Site> {
    let upload = post(add).layer(DefaultBodyLimit::max(site.config.upload_limit));
    Router::new().route("/cases/{id}/proofs", get(page).merge(upload)).route("/cases/{id}/proofs/out", post(out))
}

/// A file that proves something, as pages show it.
#[derive(Clone)]
pub struct ProofFile {
    pub document: String,
    pub file: String,
    pub size: String,
    pub sha256: String,
    pub by: String,
}

/// The files that prove each thing of a case.
pub struct Proven(HashMap<Subject, Vec<ProofFile>>);

impl Proven {
    /// Those of a case.
    pub fn of(list: &[Provable], w: Words) -> Self {
        Self(list.iter().map(|one| (one.subject, files(one, w))).collect())
    }

    /// Those of one thing.
    pub fn files(&self, subject: Subject) -> Vec<ProofFile> {
        self.0.get(&subject).cloned().unwrap_or_default()
    }
}

/// The files of one thing.
pub fn files(one: &Provable, w: Words) -> Vec<ProofFile> {
    let file = |file: &app::proofs::ProofLine| ProofFile {
        document: file.document.to_string(),
        file: file.file.clone(),
        size: size(file.size, w),
        sha256: file.sha256.clone(),
        by: file.by.clone(),
    };
    one.files.iter().map(file).collect()
}

struct Thing {
    subject: String,
    kind: String,
    words: String,
    day: String,
    reference: String,
    gone: bool,
    files: Vec<ProofFile>,
}

#[derive(Template)]
#[template(path = "proofs.html")]
struct Page {
    w: Words,
    frame: Frame,
    id: String,
    debtor: String,
    account: String,
    number: String,
    things: Vec<Thing>,
    subjects: Vec<(String, String)>,
    proofs: Vec<(String, String)>,
    added: String,
    refused: Vec<(String, String)>,
    limit: String,
    typed: Typed,
    may: bool,
}

/// What the page shows, and what was just done on it.
struct Shown {
    case: CaseDetail,
    list: Vec<Provable>,
    today: Date,
}

fn thing(one: &Provable, today: Date, w: Words) -> Thing {
    Thing {
        subject: one.subject.to_string(),
        kind: one.kind_words.pick(w.lang).to_owned(),
        words: crate::words::capital(one.words.pick(w.lang)),
        day: one.on.map_or_else(String::new, |on| day(on, today, w.lang)),
        reference: one.reference.clone(),
        gone: one.gone,
        files: files(one, w),
    }
}

fn page_of(visit: &Visit, shown: &Shown, (done, typed): (Option<&FilesAdded>, Typed), limit: String) -> Page {
    let (w, line) = (visit.words(), &shown.case.line);
    let things: Vec<Thing> = shown.list.iter().map(|one| thing(one, shown.today, w)).collect();
    let named = |one: &Thing| [one.words.as_str(), &one.day].map(str::to_owned).join(" ").trim_end().to_owned();
    let subjects = things.iter().filter(|one| !one.gone).map(|one| (one.subject.clone(), named(one))).collect();
    let every = shown.list.iter().flat_map(|one| &one.files);
    let title = w.t1("proofs-of", "debtor", &line.debtor);
    Page {
        w,
        frame: Frame::of(visit, "nav-cases", &title),
        id: line.id.to_string(),
        debtor: line.debtor.clone(),
        account: line.account_id.to_string(),
        number: line.account.clone(),
        subjects,
        proofs: every.map(|file| (file.id.to_string(), file.file.clone())).collect(),
        things,
        added: done.map_or_else(String::new, |done| w.n("papers-added", done.added, &[])),
        refused: done.map_or_else(Vec::new, |done| {
            done.refused.iter().map(|one| (one.file.clone(), one.why.pick(w.lang).to_owned())).collect()
        }),
        limit,
        typed,
        may: visit.visitor.may(Permission::EditAccount),
    }
}

async fn show(
    site: &Site,
    visit: &Visit,
    id: &str,
    (done, typed): (Option<&FilesAdded>, Typed),
) -> Result<Response, Failure> {
    let (actor, case) = (visit.actor.clone(), reference::<CaseId>(id)?);
    let shown = site.ask(move |desk| {
        Ok(Shown { case: desk.case(&actor, case)?, list: desk.proofs(&actor, case)?, today: desk.today() })
    });
    let wrong = typed.is_wrong() || done.is_some_and(|done| !done.refused.is_empty());
    let limit = (site.config.upload_limit / (1024 * 1024)).to_string();
    let mut response = html(&page_of(visit, &shown.await?, (done, typed), limit))?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// What a page is asked for.
#[derive(Debug, Deserialize)]
pub struct Asked {
    /// What a file is added for.
    #[serde(default)]
    of: String,
}

/// `GET /cases/{id}/proofs`.
pub async fn page(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    show(&site, &visit, &id, (None, Typed::default().with("of", &asked.of))).await
}

/// `POST /cases/{id}/proofs`: files for one thing of the case; those nobody could read are told, the others are kept.
pub async fn add(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    form: Multipart,
) -> Result<Response, Failure> {
    visit.actor.may(Permission::EditAccount)?;
    let case: CaseId = reference(&id)?;
    let (fields, files) = read_parts(form, site.config.upload_limit, EXHIBITS_MOST).await?;
    let mut typed = Typed::new(fields);
    let (actor, of) = (visit.actor.clone(), typed.get("of").to_owned());
    match site.ask(move |desk| desk.add_proofs(&actor, case, (&of, &files))).await {
        Ok(done) if done.refused.is_empty() => {
            Ok(Done::count("proofs-added", done.added).go(&format!("/cases/{id}/proofs")))
        }
        Ok(done) => show(&site, &visit, &id, (Some(&done), typed)).await,
        Err(Failure::Refused(told)) => {
            typed.refused(&told, "files", visit.visitor.lang);
            show(&site, &visit, &id, (None, typed)).await
        }
        Err(other) => Err(other),
    }
}

/// `POST /cases/{id}/proofs/out`.
pub async fn out(act: Act) -> Result<Response, Failure> {
    let page = format!("/cases/{}/proofs", act.id);
    let answered = act.answer(&OUT, |desk, actor, form| {
        let proof: CaseProofId = form.reference("proof")?;
        desk.take_proof_out(actor, form.about()?, (proof, &form.text("why")))?;
        Ok("proof-out")
    });
    match answered.await? {
        Answered::Done(done) => Ok(done.go(&page)),
        Answered::Wrong(act) => show(&act.site, &act.visit, &act.id, (None, act.typed)).await,
    }
}
