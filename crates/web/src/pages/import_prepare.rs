//! Before an import: what each file is, how its columns are understood, what would change.

use std::collections::{BTreeMap, HashMap};

use app::imports::{ImportAnswer, ImportRequest, Inspection, KeptFiles, Upload, inspect};
use app::{Actor, Desk, DeskError, Permission, Refusal};
use askama::Template;
use axum::Form;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use formats::Profile;
use formats::profile::{Field, SignConvention};
use formats::value::{DateOrder, DecimalStyle};
use kernel::Currency;
use ledger::{ImportMode, ItemKind};

use super::imports::{Order, OutcomeView, kept_files, line_error};
use crate::figures;
use crate::forms::Typed;
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

struct ColumnView {
    id: String,
    header: String,
    field: String,
    why: String,
    examples: String,
}

struct FileView {
    name: String,
    what: String,
    facts: Vec<String>,
    note: String,
    errors: Vec<(String, String, String)>,
    headers: Vec<(String, String)>,
    rows: Vec<Vec<String>>,
    columns: Vec<ColumnView>,
    problems: Vec<String>,
}

type Options = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "import_prepare.html")]
struct Prepare {
    w: Words,
    frame: Frame,
    order: Order,
    files: Vec<FileView>,
    creditors: Options,
    profiles: Options,
    modes: Options,
    fields: Options,
    signs: Options,
    dates: Options,
    decimals: Options,
    typed: Typed,
    mappable: bool,
    mapping_open: bool,
    profile_used: String,
    refused: String,
    question: String,
    outcome: Option<OutcomeView>,
    nothing: bool,
    go: String,
    kind_words: String,
}

/// What the page needs from the desk.
struct Read {
    inspections: Vec<Inspection>,
    preview: Result<ImportAnswer, Refusal>,
    creditors: Vec<ledger::Creditor>,
    profiles: Vec<Profile>,
    today: kernel::Date,
}

fn read(
    desk: &Desk,
    actor: &Actor,
    kept: &KeptFiles,
    (profile, request): (&str, &ImportRequest),
) -> Result<Read, DeskError> {
    let files = desk.kept_files(actor, kept)?;
    let chosen = if profile.is_empty() { None } else { Some(desk.profile(actor, profile)?) };
    let inspections = files.iter().map(|file| inspect(file, chosen.as_ref())).collect();
    let request = ImportRequest { files, profile: chosen, ..request.clone() };
    let preview = match desk.preview_import(actor, &request) {
        Ok(answer) => Ok(answer),
        Err(DeskError::Refused(why)) => Err(why),
        Err(other) => return Err(other),
    };
    let (creditors, profiles) = (desk.creditors(actor)?, desk.profiles(actor)?);
    Ok(Read { inspections, preview, creditors, profiles, today: desk.today() })
}

fn inspect_all(files: &[Upload]) -> Vec<Inspection> {
    files.iter().map(|file| inspect(file, None)).collect()
}

/// `GET /imports/prepare`.
pub async fn page(State(site): State<Site>, visit: Visit, Query(order): Query<Order>) -> Result<Response, Failure> {
    visit.actor.may(Permission::Import)?;
    show(&site, &visit, order, None).await
}

async fn show(site: &Site, visit: &Visit, mut order: Order, typed: Option<Typed>) -> Result<Response, Failure> {
    let kept = kept_files(&order.files)?;
    let (actor, w) = (visit.actor.clone(), visit.words());
    let (profile, request) = (order.profile.clone(), order.request(None)?);
    let read = site.ask(move |desk| read(desk, &actor, &kept, (&profile, &request))).await?;
    if order.as_of.is_empty() {
        order.as_of = read.today.to_string();
    }
    let used = read.inspections.iter().find_map(|i| i.profile.clone());
    let wrong = typed.as_ref().is_some_and(Typed::is_wrong);
    let typed = typed.unwrap_or_else(|| style_of(used.as_ref(), &read.inspections));
    let files: Vec<FileView> = read.inspections.iter().enumerate().map(|(n, i)| file_view(n, i, w)).collect();
    let (outcome, refused, question) = match &read.preview {
        Ok(answer) => (
            Some(&answer.outcome),
            String::new(),
            answer.question.as_ref().map(|q| q.words(w.lang)).unwrap_or_default(),
        ),
        Err(why) => (None, why.words(w.lang), String::new()),
    };
    let nothing =
        outcome.is_some_and(|o| o.accepted == 0 && o.changes == 0 && o.settled_by_absence == 0 && o.debtors == 0);
    let accepted = outcome.map_or(0, |o| o.accepted);
    let mappable = files.iter().any(|f| !f.columns.is_empty());
    let page = Prepare {
        w,
        frame: Frame::of(visit, "nav-imports", &w.t("prepare-title")),
        creditors: read.creditors.iter().map(|c| (c.code.clone(), c.name.clone())).collect(),
        profiles: read.profiles.iter().map(|p| (p.name.clone(), p.name.clone())).collect(),
        modes: w.choices("mode", ImportMode::ALL.iter().map(|m| m.slug())),
        fields: fields(w),
        signs: options(
            &[SignConvention::Signed, SignConvention::DebitCredit, SignConvention::Side, SignConvention::ByKind],
            |s| w.of("signs", s),
        ),
        dates: options(&[DateOrder::Dmy, DateOrder::Mdy, DateOrder::Ymd], |s| w.of("dates", s)),
        decimals: options(&[DecimalStyle::Auto, DecimalStyle::Comma, DecimalStyle::Point], |s| w.of("decimals", s)),
        mapping_open: wrong || (mappable && read.preview.is_err()) || files.iter().any(|f| !f.problems.is_empty()),
        profile_used: used
            .map_or_else(String::new, |p| if p.name == "guessed" { w.t("profile-guessed") } else { p.name }),
        mappable,
        nothing,
        go: w.n("prepare-go", accepted, &[]),
        kind_words: kind_words(w),
        outcome: outcome.map(|o| OutcomeView::of(o, read.today, w)),
        files,
        typed,
        order,
        refused,
        question,
    };
    let mut response = html(&page)?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// « GU = avoir, RE = facture »: the words a column of kinds uses, as typed, and what they mean here.
fn kinds(text: &str, w: Words) -> Result<BTreeMap<String, ItemKind>, &str> {
    let mut kinds = BTreeMap::new();
    for pair in text.split([',', ';']).map(str::trim).filter(|pair| !pair.is_empty()) {
        let (word, meaning) = pair.split_once('=').map(|(a, b)| (a.trim(), kernel::search_key(b))).ok_or(pair)?;
        let named = |k: &&ItemKind| {
            kernel::search_key(&w.of("item", k.slug())) == meaning || kernel::search_key(k.slug()) == meaning
        };
        let kind = ItemKind::ALL.iter().find(named).ok_or(pair)?;
        kinds.insert(word.to_owned(), *kind);
    }
    Ok(kinds)
}

/// The kinds a word may mean.
fn kind_words(w: Words) -> String {
    let all: Vec<String> = ItemKind::ALL.iter().map(|k| w.of("item", k.slug())).collect();
    w.t1("map-kinds-hint", "kinds", all.join(", "))
}

fn fields(w: Words) -> Options {
    let name = |f: &Field| w.lang.pick(f.french(), f.english());
    Field::ALL.iter().map(|f| (f.slug().to_owned(), name(f).to_owned())).collect()
}

/// The slug a value has in a profile.
fn slug<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

fn unslug<T: serde::de::DeserializeOwned + Default>(text: &str) -> T {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).unwrap_or_default()
}

fn options<T: serde::Serialize>(values: &[T], label: impl Fn(&str) -> String) -> Options {
    values.iter().map(slug).map(|slug| (slug.clone(), label(&slug))).collect()
}

/// How the profile in use reads, as the form shows it.
fn style_of(used: Option<&Profile>, inspections: &[Inspection]) -> Typed {
    let stem = inspections.last().map_or("", |i| i.file.rsplit_once('.').map_or(i.file.as_str(), |(stem, _)| stem));
    let name: String =
        stem.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).take(40).collect();
    let Some(p) = used else { return Typed::default().with("name", name) };
    Typed::default()
        .with("name", name)
        .with("signs", slug(&p.signs))
        .with("dates", slug(&p.dates))
        .with("decimals", slug(&p.decimals))
        .with("profile_mode", p.mode.slug())
        .with("currency", p.currency.code())
        .with("kinds", kinds_text(p))
        .with("invert", if p.invert_sign { "1" } else { "" })
}

fn kinds_text(p: &Profile) -> String {
    p.kinds.iter().map(|(word, kind)| format!("{word} = {}", kind.slug())).collect::<Vec<_>>().join(", ")
}

fn file_view(n: usize, i: &Inspection, w: Words) -> FileView {
    let facts = [
        i.encoding.clone(),
        i.separator.as_ref().map(|s| w.t1("file-separator", "separator", if s == "\t" { "TAB" } else { s })),
        Some(w.n("file-records", i.records, &[])),
        i.entries.map(|e| w.n("file-entries", e, &[])),
        i.debit.as_ref().zip(i.credit.as_ref()).map(|(d, c)| {
            let shown = |t: &str| figures::money(figures::decimal(t, Currency::EUR), w.lang);
            w.with("file-balance", &[("debit", &shown(d)), ("credit", &shown(c))])
        }),
    ];
    let name = |f: &str| {
        let field = Field::parse(f);
        field.map_or_else(String::new, |f| w.lang.pick(f.french(), f.english()).to_owned())
    };
    let table = i.table.as_ref();
    let columns = table.map_or_else(Vec::new, |t| {
        t.headers
            .iter()
            .enumerate()
            .map(|(at, header)| {
                let (field, why) = t.guesses.get(at).cloned().unwrap_or_default();
                let seen = t.rows.iter().filter_map(|r| r.get(at)).filter(|c| !c.is_empty()).take(3);
                ColumnView {
                    id: format!("c{n}_{at}"),
                    header: header.clone(),
                    field: field.unwrap_or_default(),
                    why: why.pick(w.lang).to_owned(),
                    examples: seen.cloned().collect::<Vec<_>>().join(" · "),
                }
            })
            .collect()
    });
    FileView {
        name: i.file.clone(),
        what: w.of("format", &i.format),
        facts: facts.into_iter().flatten().collect(),
        note: i.note.as_ref().map(|note| note.pick(w.lang).to_owned()).unwrap_or_default(),
        errors: i.errors.iter().take(20).map(|e| line_error(e, w)).collect(),
        headers: table.map_or_else(Vec::new, |t| {
            let of = |at: usize| t.guesses.get(at).and_then(|(f, _)| f.as_deref()).map(&name).unwrap_or_default();
            t.headers.iter().enumerate().map(|(at, h)| (h.clone(), of(at))).collect()
        }),
        rows: table.map_or_else(Vec::new, |t| t.rows.clone()),
        columns,
        problems: table
            .map_or_else(Vec::new, |t| t.problems.iter().map(|p| p.message.pick(w.lang).to_owned()).collect()),
    }
}

/// `POST /imports/prepare`: the mapping made in the page, saved under its name and used.
pub async fn save_mapping(
    State(site): State<Site>,
    visit: Visit,
    Form(fields): Form<HashMap<String, String>>,
) -> Result<Response, Failure> {
    visit.actor.may(Permission::Import)?;
    let mut typed = Typed::new(fields);
    let get = |field: &str| typed.get(field).to_owned();
    let mut order = Order {
        files: get("files"),
        creditor: get("creditor"),
        mode: get("mode"),
        as_of: get("as_of"),
        ..Order::default()
    };
    let kept = kept_files(&order.files)?;
    let (actor, name) = (visit.actor.clone(), get("name").trim().to_owned());
    let known = {
        let (actor, kept) = (actor.clone(), kept);
        site.ask(move |desk| Ok(inspect_all(&desk.kept_files(&actor, &kept)?))).await?
    };
    let currency = Currency::parse(typed.get("currency"));
    if let Err(error) = &currency {
        typed.wrong("currency", error.to_string());
        return show(&site, &visit, order, Some(typed)).await;
    }
    let kinds = match kinds(typed.get("kinds"), visit.words()) {
        Ok(kinds) => kinds,
        Err(pair) => {
            typed.wrong("kinds", visit.words().t1("map-kinds-wrong", "pair", pair));
            return show(&site, &visit, order, Some(typed)).await;
        }
    };
    let profile = Profile {
        kinds,
        columns: columns(&known, &typed),
        dates: unslug::<DateOrder>(typed.get("dates")),
        decimals: unslug::<DecimalStyle>(typed.get("decimals")),
        signs: unslug::<SignConvention>(typed.get("signs")),
        invert_sign: typed.is("invert", "1"),
        currency: currency.unwrap_or(Currency::EUR),
        ..Profile::new(&name, ImportMode::parse(typed.get("profile_mode")).unwrap_or(ImportMode::Snapshot))
    };
    match site.ask(move |desk| desk.save_profile(&actor, &profile)).await {
        Ok(()) => {
            order.profile = name;
            Ok(Redirect::to(&order.prepare()).into_response())
        }
        Err(Failure::Refused(told)) => {
            typed.refused(&told, "name", visit.visitor.lang);
            show(&site, &visit, order, Some(typed)).await
        }
        Err(other) => Err(other),
    }
}

/// The headers chosen for each field, over all files.
fn columns(known: &[Inspection], typed: &Typed) -> BTreeMap<Field, Vec<String>> {
    let mut columns: BTreeMap<Field, Vec<String>> = BTreeMap::new();
    for (n, inspection) in known.iter().enumerate() {
        for (at, header) in inspection.table.iter().flat_map(|t| t.headers.iter().enumerate()) {
            if let Some(field) = Field::parse(typed.get(&format!("c{n}_{at}"))) {
                let headers = columns.entry(field).or_default();
                if !headers.contains(header) {
                    headers.push(header.clone());
                }
            }
        }
    }
    columns
}
