//! Texts of messages: the list, and an editor with its preview beside.

mod view;

use std::collections::HashMap;

use app::texts::{TextDraft, TextPreview, TextShown, check_name, faults};
use app::{Actor, Desk, DeskError, Permission};
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Language;
use serde::Deserialize;

use super::letters::document_response;
use crate::api::texts::{example, language};
use crate::forms::Typed;
use crate::layout::{Frame, html};
use crate::problem::{Failure, Told};
use crate::session::{Visit, escape_query};
use crate::site::Site;
use crate::words::Words;

use self::view::{Fact, FaultRow, Row, Shown, VersionRow};

type Fields = HashMap<String, String>;

/// Part of the page where the texts are reached from.
const SECTION: &str = "nav-settings";

#[derive(Template)]
#[template(path = "texts.html")]
struct List {
    w: Words,
    frame: Frame,
    rows: Vec<Row>,
    typed: Typed,
    languages: Vec<(String, String)>,
    sources: Vec<(String, String)>,
    may_edit: bool,
}

#[derive(Template)]
#[template(path = "text.html")]
struct Editor {
    w: Words,
    frame: Frame,
    path: String,
    language: Language,
    other: (String, &'static str),
    state: String,
    may_edit: bool,
    typed: Typed,
    looking: String,
    faults: Vec<FaultRow>,
    preview: Shown,
    examples: Vec<(String, String)>,
    facts: Vec<Fact>,
    steps: Vec<String>,
    versions: Vec<VersionRow>,
    back: String,
}

#[derive(Template)]
#[template(path = "text_preview.html")]
struct Part {
    w: Words,
    preview: Shown,
    faults: Vec<FaultRow>,
    alone: bool,
}

/// `GET /texts`.
pub async fn list(State(site): State<Site>, visit: Visit) -> Result<Response, Failure> {
    list_page(&site, &visit, Typed::default().with("language", visit.visitor.lang.slug())).await
}

async fn list_page(site: &Site, visit: &Visit, typed: Typed) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let (cards, today) = site.ask(move |desk| Ok((desk.texts(&actor)?, desk.today()))).await?;
    let rows = view::rows(&cards, today, w);
    let mut sources = vec![(String::new(), w.t("text-from-nothing"))];
    sources.extend(rows.iter().map(|row| (row.slug.clone(), row.name.clone())));
    html(&List {
        w,
        frame: Frame::of(visit, SECTION, &w.t("texts-title")),
        rows,
        typed,
        languages: view::languages(),
        sources,
        may_edit: visit.visitor.may(Permission::Settings),
    })
}

/// `POST /texts`: a text of the house, to be written.
pub async fn begin(State(site): State<Site>, visit: Visit, Form(fields): Form<Fields>) -> Result<Response, Failure> {
    visit.actor.may(Permission::Settings)?;
    let mut typed = Typed::new(fields);
    let name = typed.get("name").trim().to_owned();
    let spoken = language(typed.get("language"))?;
    if let Err(refusal) = check_name(&name) {
        typed.refused(&Told::from(&DeskError::from(refusal)), "name", visit.visitor.lang);
        let mut response = list_page(&site, &visit, typed).await?;
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(response);
    }
    let from =
        if typed.get("from").is_empty() { String::new() } else { format!("?from={}", escape_query(typed.get("from"))) };
    Ok(Redirect::to(&format!("/texts/{name}/{}{from}", spoken.slug())).into_response())
}

/// Which version, or which text to start from.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    version: Option<i64>,
    #[serde(default)]
    from: String,
}

/// What the editor is made from: the text, where it is written already, and the account tried on.
struct Read {
    shown: Option<TextShown>,
    preview: Result<TextPreview, DeskError>,
    today: kernel::Date,
}

fn read(desk: &Desk, actor: &Actor, draft: &TextDraft, (on, account): (&str, &str)) -> Result<Read, DeskError> {
    let on = example(desk, actor, if account.trim().is_empty() { on } else { account });
    let preview = on.and_then(|on| desk.preview_text(actor, draft, on));
    Ok(Read { shown: there(desk, actor, draft)?, preview, today: desk.today() })
}

/// The text, or none where nobody wrote it yet.
fn there(desk: &Desk, actor: &Actor, draft: &TextDraft) -> Result<Option<TextShown>, DeskError> {
    match desk.text(actor, &draft.slug, draft.language, None) {
        Err(DeskError::NotFound { .. }) => Ok(None),
        found => found.map(Some),
    }
}

/// `GET /texts/{slug}/{language}`.
pub async fn edit(
    State(site): State<Site>,
    visit: Visit,
    Path((slug, spoken)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let actor = visit.actor.clone();
    let spoken = Language::parse(&spoken).ok_or_else(|| Failure::unknown(&spoken))?;
    let (version, from) = (asked.version, asked.from);
    let name = slug.clone();
    let body = site.ask(move |desk| match desk.text(&actor, &name, spoken, version) {
        Ok(text) => Ok(text.body),
        // Nobody wrote it yet: whoever may write it starts here.
        Err(DeskError::NotFound { .. })
            if version.is_none() && check_name(&name).is_ok() && actor.may(Permission::Settings).is_ok() =>
        {
            let from = if from.is_empty() { &name } else { &from };
            let other = Language::ALL.iter().copied().find(|l| *l != spoken).unwrap_or(spoken);
            let found = [spoken, other].into_iter().find_map(|l| desk.text(&actor, from, l, None).ok());
            Ok(found.map_or_else(String::new, |text| text.body))
        }
        Err(error) => Err(error),
    });
    let typed = Typed::default().with("body", body.await?);
    let looking = version.map_or_else(String::new, |n| n.to_string());
    editor(&site, &visit, (slug, spoken), typed, looking).await
}

async fn editor(
    site: &Site,
    visit: &Visit,
    (slug, spoken): (String, Language),
    mut typed: Typed,
    looking: String,
) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let draft = TextDraft { slug: slug.clone(), language: spoken, body: typed.get("body").to_owned() };
    let wrong = view::faults(&faults(&slug, &draft.body), &draft.body, w);
    let (on, account) = (typed.get("on").to_owned(), typed.get("account").to_owned());
    let read = site.ask(move |desk| read(desk, &actor, &draft, (&on, &account))).await?;
    let preview = match read.preview {
        Ok(preview) => Shown::of(&preview, w),
        Err(error) if error.is_ours() => return Err(error.into()),
        Err(error) => {
            typed.wrong("account", error.words(visit.visitor.lang));
            Shown::default()
        }
    };
    let number = read.shown.as_ref().and_then(|s| s.card.version);
    if typed.get("base").is_empty() {
        typed = typed.with("base", number.unwrap_or(0).to_string());
    }
    // An empty page is no mistake yet.
    let untouched = read.shown.is_none() && typed.get("body").trim().is_empty();
    let path = format!("/texts/{slug}/{}", spoken.slug());
    let other = if spoken == Language::Fr { Language::En } else { Language::Fr };
    let shipped = read.shown.as_ref().is_some_and(|s| s.card.shipped);
    html(&Editor {
        w,
        frame: Frame::of(visit, SECTION, &view::name(&slug, w)),
        other: (format!("/texts/{slug}/{}", other.slug()), view::language_name(other)),
        state: view::state(read.shown.as_ref().map(|s| &s.card), read.today, w),
        may_edit: visit.visitor.may(Permission::Settings),
        looking: if looking.is_empty() { looking } else { w.t1("text-looking", "version", looking) },
        faults: if untouched { Vec::new() } else { wrong },
        preview,
        examples: w.choices("text-on", ["business", "consumer"]),
        facts: view::facts(w),
        steps: read.shown.as_ref().map(|s| view::steps(&s.card, w)).unwrap_or_default(),
        versions: read.shown.as_ref().map(|s| view::versions(s, &path, read.today, w)).unwrap_or_default(),
        back: match number {
            Some(_) => w.t(if shipped { "text-retire" } else { "text-retire-own" }),
            None => String::new(),
        },
        typed,
        language: spoken,
        path,
    })
}

/// `POST /texts/{slug}/{language}/preview`: the fragment beside the editor, or the whole page.
pub async fn preview(
    State(site): State<Site>,
    visit: Visit,
    Path((slug, spoken)): Path<(String, String)>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let (typed, spoken) = (Typed::new(fields), language(&spoken)?);
    if !visit.visitor.fragment {
        return editor(&site, &visit, (slug, spoken), typed, String::new()).await;
    }
    let draft = TextDraft { slug, language: spoken, body: typed.get("body").to_owned() };
    let body = draft.body.clone();
    let (on, account) = (typed.get("on").to_owned(), typed.get("account").to_owned());
    let found = site.ask(move |desk| Ok(read(desk, &actor, &draft, (&on, &account))?.preview)).await?;
    let (preview, faults) = match found {
        Ok(preview) => (Shown::of(&preview, w), view::faults(&preview.faults, &body, w)),
        Err(error) if error.is_ours() => return Err(error.into()),
        Err(error) => (Shown::default(), vec![FaultRow::of(error.words(visit.visitor.lang))]),
    };
    let keep = !faults.is_empty();
    let mut response = html(&Part { w, preview, faults, alone: true })?;
    if keep {
        // While somebody types the last good preview stays.
        response.headers_mut().insert(HeaderName::from_static("hx-reswap"), HeaderValue::from_static("none"));
    }
    Ok(response)
}

/// `POST /texts/{slug}/{language}/letter`: the letter that the draft would give.
pub async fn letter(
    State(site): State<Site>,
    visit: Visit,
    Path((slug, spoken)): Path<(String, String)>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let typed = Typed::new(fields);
    let draft = TextDraft { slug, language: language(&spoken)?, body: typed.get("body").to_owned() };
    let name = format!("{}-{}.pdf", draft.slug, spoken);
    let made = site.ask(move |desk| {
        let (on, account) = (typed.get("on"), typed.get("account"));
        let on = example(desk, &visit.actor, if account.trim().is_empty() { on } else { account })?;
        desk.preview_letter(&visit.actor, &draft, on)
    });
    Ok(document_response("application/pdf", &name, made.await?))
}

/// `POST /texts/{slug}/{language}`.
pub async fn save(
    State(site): State<Site>,
    visit: Visit,
    Path((slug, spoken)): Path<(String, String)>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let (actor, spoken) = (visit.actor.clone(), language(&spoken)?);
    let mut typed = Typed::new(fields);
    let draft = TextDraft { slug: slug.clone(), language: spoken, body: typed.get("body").to_owned() };
    let base = typed.get("base").parse().ok();
    let saved = site.ask(move |desk| Ok(desk.save_text(&actor, &draft, base))).await?;
    let Err(error) = saved else {
        return Ok(Redirect::to(&format!("/texts/{slug}/{}?done=text", spoken.slug())).into_response());
    };
    if error.is_ours() || matches!(error, DeskError::Forbidden { .. } | DeskError::Beyond) {
        return Err(error.into());
    }
    typed.refused(&Told::from(&error), "body", visit.visitor.lang);
    let mut response = editor(&site, &visit, (slug, spoken), typed, String::new()).await?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

/// `POST /texts/{slug}/{language}/retire`.
pub async fn retire(
    State(site): State<Site>,
    visit: Visit,
    Path((slug, spoken)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let actor = visit.actor.clone();
    site.ask(move |desk| desk.retire_text(&actor, &slug, language(&spoken)?)).await?;
    Ok(Redirect::to("/texts?done=text-retired").into_response())
}
