//! What a case shows and what is drawn up for it: its exhibits, and each paper completed on a page of its own.

use app::Permission;
use app::cases::{CaseDetail, CaseId};
use app::papers::{
    BoundExhibit, BundleForm, CaseExhibitId, DocumentId, EXHIBITS_MOST, Entry, ExhibitChange, ExhibitKind, ExhibitLine,
    ExhibitProposal, FilesAdded, LeftOut, PaperDraft, PaperField, PaperKind, PaperLine,
};
use askama::Template;
use axum::Router;
use axum::extract::multipart::Multipart;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use kernel::{Date, Language};

use super::imports::read_many;
use crate::act::{Act, Answered, Done, Reading, Sheet, Slip};
use crate::figures::{Amount, day, decimal};
use crate::forms::{Typed, reference};
use crate::layout::{Frame, html};
use crate::problem::{Failure, Told};
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

const SHOW: Sheet = Sheet { form: "show", prefix: "show-", field: "documents" };
const NAMES: Sheet = Sheet { form: "names", prefix: "", field: "names" };
const PAPER: Sheet = Sheet { form: "paper", prefix: "", field: "paper" };
/// The names of the buttons that make a paper; no field of one.
const LANGUAGE: &str = "language";
const BUNDLE: &str = "bundle";
/// Characters that a line of a text field holds.
const WIDTH: usize = 95;

/// Every route of the section.
pub fn routes(site: &Site) -> Router<Site> {
    let upload = post(add).layer(DefaultBodyLimit::max(site.config.upload_limit));
    Router::new()
        .route("/cases/{id}/papers", get(page))
        .route("/cases/{id}/exhibits", upload)
        .route("/cases/{id}/exhibits/show", post(show_documents))
        .route("/cases/{id}/exhibits/names", post(name))
        .route("/cases/{id}/papers/{kind}", get(draft).post(make))
}

struct Exhibit {
    id: String,
    number: u32,
    kind: String,
    kind_words: String,
    name: String,
    on: String,
    day: String,
    document: String,
    size: String,
}

struct Proposal {
    document: String,
    kind: String,
    name: String,
    file: String,
    day: String,
    wanted: bool,
}

struct Paper {
    words: String,
    day: String,
    document: String,
    file: String,
    size: String,
    sha256: String,
    data: String,
    by: String,
}

#[derive(Template)]
#[template(path = "papers.html")]
struct Page {
    w: Words,
    frame: Frame,
    id: String,
    debtor: String,
    account: String,
    number: String,
    papers: Vec<Paper>,
    exhibits: Vec<Exhibit>,
    proposals: Vec<Proposal>,
    proposals_said: String,
    kinds: Vec<(String, String)>,
    /// The papers that the case calls for, where this person may make them.
    called: Vec<(String, String)>,
    /// What was added, and what was refused, of the files just sent.
    added: String,
    refused: Vec<(String, String)>,
    limit: String,
    typed: Typed,
    may: bool,
}

/// What the page of papers shows.
struct Shown {
    case: CaseDetail,
    papers: Vec<PaperLine>,
    called: Vec<PaperKind>,
    exhibits: Vec<ExhibitLine>,
    proposals: Vec<ExhibitProposal>,
    today: Date,
}

/// An exhibit as it is, or as it was typed where something was wrong with the form.
fn exhibit(one: &ExhibitLine, typed: &Typed, (today, w): (Date, Words)) -> Exhibit {
    let id = one.id.to_string();
    let field = |name: &str, kept: String| {
        let typed_one = typed.get(&format!("{name}-{id}"));
        if typed.error("names").is_empty() { kept } else { typed_one.to_owned() }
    };
    Exhibit {
        number: one.number,
        kind: field("kind", one.kind.slug().to_owned()),
        kind_words: one.kind_words.pick(w.lang).to_owned(),
        name: field("name", one.name.clone()),
        on: field("on", one.on.map_or_else(String::new, |on| on.to_string())),
        id: id.clone(),
        day: one.on.map_or_else(String::new, |on| day(on, today, w.lang)),
        document: one.document.to_string(),
        size: size(one.size, w),
    }
}

/// Bytes as people read them.
pub fn size(bytes: i64, w: Words) -> String {
    let thousands = u64::try_from(bytes).unwrap_or(0).div_ceil(1_000);
    w.n("papers-kilobytes", thousands, &[])
}

fn page_of(visit: &Visit, shown: &Shown, (done, typed): (Option<&FilesAdded>, Typed), limit: String) -> Page {
    let (w, today, line) = (visit.words(), shown.today, &shown.case.line);
    let proposal = |one: &ExhibitProposal| Proposal {
        document: one.document.to_string(),
        kind: one.kind_words.pick(w.lang).to_owned(),
        name: one.name.clone(),
        file: one.file.clone(),
        day: one.on.map_or_else(String::new, |on| day(on, today, w.lang)),
        wanted: one.wanted,
    };
    let paper = |one: &PaperLine| Paper {
        words: one.words.pick(w.lang).to_owned(),
        day: day(one.on, today, w.lang),
        document: one.document.to_string(),
        file: one.file.clone(),
        size: size(one.size, w),
        sha256: one.sha256.clone(),
        data: one.data.map_or_else(String::new, |data| data.to_string()),
        by: one.by.clone(),
    };
    let title = w.t1("papers-of", "debtor", &line.debtor);
    let editor = visit.visitor.may(Permission::EditAccount);
    let called: &[PaperKind] = if editor { &shown.called } else { &[] };
    Page {
        w,
        frame: Frame::of(visit, "nav-cases", &title),
        id: line.id.to_string(),
        debtor: line.debtor.clone(),
        account: line.account_id.to_string(),
        number: line.account.clone(),
        papers: shown.papers.iter().map(paper).collect(),
        exhibits: shown.exhibits.iter().map(|one| exhibit(one, &typed, (today, w))).collect(),
        proposals: shown.proposals.iter().map(proposal).collect(),
        proposals_said: w.n("papers-proposals", shown.proposals.len() as u64, &[]),
        kinds: ExhibitKind::ALL.iter().map(|k| (k.slug().to_owned(), k.words().pick(w.lang).to_owned())).collect(),
        called: called.iter().map(|k| (k.slug().to_owned(), k.words().pick(w.lang).to_owned())).collect(),
        added: done.map_or_else(String::new, |done| {
            let known = if done.known == 0 { String::new() } else { w.n("papers-known", done.known, &[]) };
            [w.n("papers-added", done.added, &[]), known].join(" ").trim_end().to_owned()
        }),
        refused: done.map_or_else(Vec::new, |done| {
            done.refused.iter().map(|one| (one.file.clone(), one.why.pick(w.lang).to_owned())).collect()
        }),
        limit,
        typed,
        may: line.closed.is_none() && editor,
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
        Ok(Shown {
            case: desk.case(&actor, case)?,
            papers: desk.papers(&actor, case)?,
            called: desk.paper_kinds(&actor, case)?,
            exhibits: desk.exhibits(&actor, case)?,
            proposals: desk.exhibit_proposals(&actor, case)?,
            today: desk.today(),
        })
    });
    let wrong = typed.is_wrong() || done.is_some_and(|done| !done.refused.is_empty());
    let limit = (site.config.upload_limit / (1024 * 1024)).to_string();
    let mut response = html(&page_of(visit, &shown.await?, (done, typed), limit))?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// `GET /cases/{id}/papers`.
pub async fn page(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    show(&site, &visit, &id, (None, Typed::default())).await
}

/// `POST /cases/{id}/exhibits`: files brought together; those that cannot be bound are told, the others are kept.
pub async fn add(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    form: Multipart,
) -> Result<Response, Failure> {
    visit.actor.may(Permission::EditAccount)?;
    let case: CaseId = reference(&id)?;
    let files = read_many(form, site.config.upload_limit, EXHIBITS_MOST).await?;
    let actor = visit.actor.clone();
    let done = site.ask(move |desk| desk.add_exhibits(&actor, case, &files)).await?;
    if done.refused.is_empty() {
        return Ok(Done::count("exhibits-added", done.added).go(&format!("/cases/{id}/papers")));
    }
    show(&site, &visit, &id, (Some(&done), Typed::default())).await
}

async fn on_papers<W>(act: Act, sheet: &'static Sheet, work: W) -> Result<Response, Failure>
where
    W: FnOnce(&app::Desk, &app::Actor, &Reading) -> Result<Done, Slip> + Send + 'static,
{
    let page = format!("/cases/{}/papers", act.id);
    match act.answer(sheet, work).await? {
        Answered::Done(done) => Ok(done.go(&page)),
        Answered::Wrong(act) => show(&act.site, &act.visit, &act.id, (None, act.typed)).await,
    }
}

/// `POST /cases/{id}/exhibits/show`: files of the account, as ticked.
pub async fn show_documents(act: Act) -> Result<Response, Failure> {
    on_papers(act, &SHOW, |desk, actor, form| {
        let documents: Vec<DocumentId> = form.ticked("show-documents")?;
        let added = desk.show_documents(actor, form.about()?, &documents)?;
        Ok(Done::count("exhibits-added", added))
    })
    .await
}

/// `POST /cases/{id}/exhibits/names`: what each exhibit is, and those taken out.
pub async fn name(act: Act) -> Result<Response, Failure> {
    on_papers(act, &NAMES, |desk, actor, form| {
        actor.may(Permission::EditAccount)?;
        let (ids, out): (Vec<CaseExhibitId>, Vec<CaseExhibitId>) = (form.ticked("exhibit")?, form.ticked("out")?);
        let mut changes = Vec::new();
        for id in ids.into_iter().filter(|id| !out.contains(id)) {
            let on = crate::forms::date(&form.text(&format!("on-{id}")));
            let on = on.map_err(|text| Slip::Beside("names", Told::of("date-unreadable", &[("text", &text)])))?;
            let (kind, name) = (form.text(&format!("kind-{id}")), form.text(&format!("name-{id}")));
            changes.push(ExhibitChange { id, kind, name, on });
        }
        let said = |error: app::DeskError| match error {
            refused @ app::DeskError::Refused(_) => Slip::Beside("names", Told::from(&refused)),
            other => other.into(),
        };
        desk.change_exhibits(actor, form.about()?, &changes).map_err(said)?;
        if !out.is_empty() {
            desk.take_exhibits_out(actor, form.about()?, &out)?;
        }
        Ok(Done::from("exhibits-named"))
    })
    .await
}

struct Field {
    name: &'static str,
    entry: &'static str,
    label: String,
    section: String,
    hint: String,
    needed: bool,
    value: String,
    error: String,
    rows: usize,
}

#[derive(Template)]
#[template(path = "paper.html")]
struct Paperwork {
    w: Words,
    frame: Frame,
    id: String,
    kind: &'static str,
    title: String,
    debtors: String,
    figures: Vec<(String, Amount)>,
    exhibits: String,
    missing: Vec<String>,
    warnings: Vec<String>,
    warnings_said: String,
    fields: Vec<Field>,
    /// What is wrong with the whole.
    error: String,
}

/// A field as the file filled it, or as it was typed where something is wrong.
fn field(one: &PaperField, typed: &Typed, w: Words) -> Field {
    let value = if typed.is_wrong() { typed.get(one.name).to_owned() } else { one.value.clone() };
    let said =
        |words: &Option<kernel::Wording>| words.as_ref().map_or_else(String::new, |it| it.pick(w.lang).to_owned());
    Field {
        name: one.name,
        entry: one.entry.slug(),
        label: one.words.pick(w.lang).to_owned(),
        section: said(&one.section),
        hint: said(&one.hint),
        needed: one.needed && one.entry != Entry::Tick,
        rows: value.lines().map(|line| line.chars().count() / WIDTH + 1).sum::<usize>().clamp(2, 14) + 1,
        error: typed.error(one.name).to_owned(),
        value,
    }
}

/// The kind of paper that a path names.
pub fn kind_of(slug: &str) -> Result<PaperKind, Failure> {
    let unknown = || app::DeskError::NotFound { what: "paper", key: slug.chars().take(40).collect() };
    PaperKind::parse(slug).ok_or_else(|| unknown().into())
}

async fn show_draft(
    site: &Site,
    visit: &Visit,
    (id, kind): (&str, PaperKind),
    typed: Typed,
) -> Result<Response, Failure> {
    let (actor, case) = (visit.actor.clone(), reference::<CaseId>(id)?);
    actor.may(Permission::EditAccount)?;
    let draft: PaperDraft = site.ask(move |desk| desk.paper_draft(&actor, case, kind)).await?;
    let w = visit.words();
    let said = |words: &kernel::Wording| words.pick(w.lang).to_owned();
    let (title, debtors) = (said(&draft.words), draft.debtors.join(", "));
    let heading = w.with("paper-of", &[("paper", &title), ("debtor", &debtors)]);
    let figure =
        |one: &app::papers::PaperFigure| (said(&one.words), Amount::new(decimal(&one.amount, draft.currency), w.lang));
    let mut response = html(&Paperwork {
        w,
        frame: Frame::of(visit, "nav-cases", &heading),
        id: id.to_owned(),
        kind: kind.slug(),
        figures: draft.figures.iter().map(figure).collect(),
        exhibits: draft.exhibits.map_or_else(String::new, |n| w.n("paper-exhibits", n, &[])),
        missing: draft.missing.iter().map(said).collect(),
        warnings: draft.warnings.iter().map(said).collect(),
        warnings_said: w.n("paper-warnings", draft.warnings.len() as u64, &[]),
        fields: draft.fields.iter().map(|one| field(one, &typed, w)).collect(),
        error: typed.error("paper").to_owned(),
        title,
        debtors,
    })?;
    if typed.is_wrong() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// `GET /cases/{id}/papers/{kind}`: the draft, to be completed.
pub async fn draft(
    State(site): State<Site>,
    visit: Visit,
    Path((id, kind)): Path<(String, String)>,
) -> Result<Response, Failure> {
    show_draft(&site, &visit, (&id, kind_of(&kind)?), Typed::default()).await
}

/// What was bound; of an archival copy, how many exhibits are to be compared with their originals.
fn said(bundle: BundleForm, pages: u32, exhibits: &[BoundExhibit]) -> Done {
    let drawn_otherwise = |one: &&BoundExhibit| {
        one.left_out.iter().any(|what| matches!(what, LeftOut::ReplacedFont | LeftOut::BlankPage))
    };
    match (bundle, exhibits.iter().filter(drawn_otherwise).count()) {
        (BundleForm::Filing, _) => Done::count("paper-bound", u64::from(pages)),
        (BundleForm::Archive, 0) => Done::count("paper-archived", u64::from(pages)),
        (BundleForm::Archive, compare) => Done::count("paper-archived-compare", compare as u64),
    }
}

/// `POST /cases/{id}/papers/{kind}`: the paper as it was completed, bound with its exhibits where it has some.
pub async fn make(Path((_, kind)): Path<(String, String)>, act: Act) -> Result<Response, Failure> {
    let (kind, page) = (kind_of(&kind)?, format!("/cases/{}/papers", act.id));
    let answered = act.answer(&PAPER, move |desk, actor, form| {
        let mut order = form.all();
        let language = order.remove(LANGUAGE).filter(|code| code == "en").map_or(Language::Fr, |_| Language::En);
        let bundle = order.remove(BUNDLE).and_then(|slug| BundleForm::parse(&slug)).unwrap_or(BundleForm::Filing);
        let made = desk.make_paper(actor, form.about()?, (kind, &order, language, bundle))?;
        Ok(made.pages.map_or(Done::from("paper-made"), |pages| said(bundle, pages, &made.exhibits)))
    });
    match answered.await? {
        Answered::Done(done) => Ok(done.go(&page)),
        Answered::Wrong(act) => show_draft(&act.site, &act.visit, (&act.id, kind), act.typed).await,
    }
}
