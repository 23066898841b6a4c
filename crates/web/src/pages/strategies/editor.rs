//! The editor of a strategy: its steps on the axis, what the next day would bring, the past year, its versions.

use app::strategies::{Channel, Claim, Kind, Past, Preview, Strategy, StrategyShown, Tone};
use app::texts::StepFault;
use app::{Actor, Desk, DeskError, Permission};
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Date, Period, Territory};
use serde::Deserialize;

use super::axis::Axis;
use super::draft::{Draft, field};
use super::view::{self, Replay, Shown, VersionRow};
use super::{SECTION, overdue};
use crate::assets;
use crate::figures::Amount;
use crate::layout::{Frame, html};
use crate::problem::{Failure, Told};
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

type Pairs = Vec<(String, String)>;
type Options = Vec<(String, String)>;

/// A step of the form.
struct StepView {
    n: usize,
    values: Vec<(String, String)>,
    errors: Vec<(String, String)>,
    title: String,
    said: String,
    wrong: bool,
}

impl StepView {
    fn get(&self, name: &str) -> &str {
        self.values.iter().find(|(k, _)| k == name).map_or("", |(_, v)| v)
    }

    fn is(&self, name: &str, value: &str) -> bool {
        self.get(name) == value
    }

    fn error(&self, name: &str) -> &str {
        self.errors.iter().find(|(k, _)| k == name).map_or("", |(_, v)| v)
    }
}

/// What a step chooses from.
struct Choices {
    timings: Options,
    channels: Options,
    tones: Options,
    claims: Options,
    texts: Options,
    languages: Options,
    territories: Options,
}

#[derive(Template)]
#[template(path = "strategy.html")]
struct Editor {
    w: Words,
    frame: Frame,
    script: String,
    path: String,
    state: String,
    followed: String,
    overdue: Vec<Amount>,
    looking: String,
    conflict: Vec<String>,
    base: String,
    draft: Draft,
    steps: Vec<StepView>,
    choices: Choices,
    axis: Axis,
    preview: Shown,
    asked: String,
    replay: Option<Replay>,
    versions: Vec<VersionRow>,
    unsaved: Vec<String>,
    unsaved_title: String,
    back: String,
    may_edit: bool,
}

#[derive(Template)]
#[template(path = "strategy_part.html")]
struct Part {
    w: Words,
    path: String,
    draft: Draft,
    steps: Vec<StepView>,
    axis: Axis,
    preview: Shown,
    asked: String,
    unsaved: Vec<String>,
    unsaved_title: String,
}

#[derive(Template)]
#[template(path = "strategy_replay.html")]
struct ReplayPart {
    w: Words,
    path: String,
    replay: Option<Replay>,
    wrong: bool,
}

/// What a form or an address asks of the editor.
#[derive(Default)]
struct Asked {
    draft: Draft,
    base: Option<i64>,
    /// The past version looked at.
    version: Option<i64>,
    /// Whose names: a figure, from a place.
    behind: Option<(Kind, usize)>,
    replay: bool,
    /// Whose names of the past: a month, a figure, from a place.
    past: Option<(String, Kind, usize)>,
    conflict: bool,
}

impl Asked {
    /// What a form sent, with what its button says done.
    fn sent(pairs: &[(String, String)], visit: &Visit) -> Self {
        let get = |name: &str| pairs.iter().rev().find(|(k, _)| k == name).map_or("", |(_, v)| v.as_str());
        let mut draft = Draft::read_form(pairs);
        draft.act(get("act"), visit.visitor.lang);
        let behind = if get("show").is_empty() { get("shown") } else { get("show") };
        let (kind, from) = behind.split_once(':').unwrap_or((behind, "0"));
        let past: Vec<&str> = get("past").split(':').collect();
        let past = match past.as_slice() {
            [month, kind, rest @ ..] => Kind::parse(kind)
                .map(|kind| ((*month).to_owned(), kind, rest.first().and_then(|n| n.parse().ok()).unwrap_or(0))),
            _ => None,
        };
        Self {
            draft,
            base: get("base").parse().ok(),
            behind: Kind::parse(kind).map(|kind| (kind, from.parse().unwrap_or(0))),
            past,
            ..Self::default()
        }
    }
}

/// What the page is made from.
struct Read {
    shown: Option<StrategyShown>,
    preview: Option<Preview>,
    past: Option<Past>,
    texts: Vec<String>,
    followed: app::strategies::Followed,
    segments: Vec<String>,
    /// What the texts in force lack for the steps.
    lacking: Vec<StepFault>,
    today: Date,
}

fn there(desk: &Desk, actor: &Actor, slug: &str) -> Result<Option<StrategyShown>, DeskError> {
    match desk.strategy(actor, slug) {
        Err(DeskError::NotFound { .. }) => Ok(None),
        found => found.map(Some),
    }
}

/// The year before today.
fn year(today: Date) -> Period {
    let until = today.yesterday().unwrap_or(today);
    Period { from: kernel::from_epoch_day(kernel::epoch_day(today) - 365), until }
}

/// Which version, or which strategy to start from.
#[derive(Debug, Default, Deserialize)]
pub struct Address {
    version: Option<i64>,
    #[serde(default)]
    from: String,
}

/// `GET /strategies/{slug}`.
pub async fn edit(
    State(site): State<Site>,
    visit: Visit,
    Path(slug): Path<String>,
    Query(address): Query<Address>,
) -> Result<Response, Failure> {
    let (actor, lang, name, version) = (visit.actor.clone(), visit.visitor.lang, slug.clone(), address.version);
    let read = site.ask(move |desk| desk.strategy_to_edit(&actor, &name, (version, &address.from)));
    let draft = Draft::of(&read.await?, lang);
    show(&site, &visit, &slug, Asked { draft, version, ..Asked::default() }).await
}

/// Reads what the page shows; a draft that cannot run has no preview.
async fn read(site: &Site, visit: &Visit, slug: &str, asked: &Asked, draft: Option<Strategy>) -> Result<Read, Failure> {
    let (actor, slug) = (visit.actor.clone(), slug.to_owned());
    let (behind, past, replay) = (asked.behind, asked.past.clone(), asked.replay);
    let read = site.ask(move |desk| {
        let today = desk.today();
        let kind = behind.map(|(kind, _)| kind);
        let from = behind.map_or(0, |(_, from)| from);
        let preview = draft.as_ref().map(|draft| desk.preview_strategy(&actor, draft, (kind, from)));
        let behind = past.as_ref().map(|(month, kind, from)| (month.as_str(), *kind, *from));
        let past = draft.as_ref().filter(|_| replay).map(|d| desk.replay_past(&actor, (d, year(today)), behind));
        let mut texts: Vec<String> = desk.texts(&actor)?.into_iter().map(|card| card.slug).collect();
        texts.dedup();
        let plan = desk.plan()?;
        let segments = plan.segments.iter().filter(|s| s.strategy == slug);
        let lacking = draft.as_ref().map(|draft| desk.check_strategy(&actor, draft)).transpose()?;
        Ok(Read {
            lacking: lacking.unwrap_or_default(),
            shown: there(desk, &actor, &slug)?,
            preview: preview.transpose()?,
            past: past.transpose()?,
            texts,
            followed: desk.followers(&actor)?.strategies.remove(&slug).unwrap_or_default(),
            segments: segments.map(|s| if s.name.is_empty() { s.slug.clone() } else { s.name.clone() }).collect(),
            today,
        })
    });
    read.await
}

async fn show(site: &Site, visit: &Visit, slug: &str, mut asked: Asked) -> Result<Response, Failure> {
    let w = visit.words();
    let strategy = asked.draft.strategy(slug, w);
    let read = read(site, visit, slug, &asked, strategy.clone()).await?;
    asked.draft.told_of_texts(&read.lacking, w);
    let wrong = asked.draft.is_wrong() || asked.conflict;
    let in_force = read.shown.as_ref().and_then(|s| s.in_force.clone());
    let version = read.shown.as_ref().map_or(0, |s| s.version);
    let own = read.shown.as_ref().and_then(|s| s.versions.iter().find(|v| v.in_force));
    let shipped = read.shown.as_ref().is_some_and(|s| s.shipped.is_some());
    let told = in_force.as_ref().zip(strategy.as_ref()).map(|(old, new)| view::differences(old, new, w));
    let title = asked.draft.get("name").trim().to_owned();
    let segments = read.segments.join(", ");
    let mut response = html(&Editor {
        w,
        frame: Frame::of(visit, SECTION, if title.is_empty() { slug } else { &title }),
        script: assets::url("strategy.js"),
        path: format!("/strategies/{slug}"),
        state: match own {
            Some(v) => view::state(Some(v.version), &v.actor, Some(v.saved_at), read.today, w),
            None => w.t(if shipped { "strategy-shipped" } else { "strategy-fresh" }),
        },
        followed: match (read.followed.accounts, segments.is_empty()) {
            (0, true) => w.t("followed-nobody"),
            (n, true) => w.n("followed-by", n, &[]),
            (n, false) => format!("{} · {segments}", w.n("followed-by", n, &[])),
        },
        overdue: overdue(&read.followed, w),
        looking: asked.version.map_or_else(String::new, |n| w.t1("strategy-looking", "version", n)),
        conflict: if asked.conflict {
            let mut lines = vec![own.map_or_else(
                || w.t("strategy-conflict-retired"),
                |v| w.with("strategy-conflict", &[("by", &v.actor), ("version", &v.version.to_string())]),
            )];
            lines.extend(told.clone().unwrap_or_default());
            lines
        } else {
            Vec::new()
        },
        // After a conflict was told, saving again is a choice.
        base: asked.base.filter(|_| !asked.conflict).unwrap_or(version).to_string(),
        steps: steps(&asked.draft, slug, w),
        choices: choices(&read.texts, w),
        axis: axis(&mut asked.draft.clone(), slug, w),
        preview: read.preview.map(|p| Shown::of(&p, asked.behind, read.today, w)).unwrap_or_default(),
        asked: asked.behind.map_or_else(String::new, |(kind, from)| format!("{}:{from}", kind.slug())),
        replay: read.past.map(|p| Replay::of(&p, past_asked(&asked), read.today, w)),
        versions: read.shown.as_ref().map(|s| view::versions(s, slug, read.today, w)).unwrap_or_default(),
        unsaved_title: unsaved_title(told.as_deref(), w),
        unsaved: if asked.conflict { Vec::new() } else { told.unwrap_or_default() },
        back: match own {
            Some(_) => w.t(if shipped { "strategy-retire" } else { "strategy-retire-own" }),
            None => String::new(),
        },
        may_edit: visit.visitor.may(Permission::Settings),
        draft: asked.draft,
    })?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

fn unsaved_title(told: Option<&[String]>, w: Words) -> String {
    w.n("unsaved", told.map_or(0, |lines| lines.len() as u64), &[])
}

fn past_asked(asked: &Asked) -> Option<(&str, Kind, usize)> {
    asked.past.as_ref().map(|(month, kind, from)| (month.as_str(), *kind, *from))
}

/// The axis of what is typed, faults or not.
fn axis(draft: &mut Draft, slug: &str, w: Words) -> Axis {
    let strategy = draft.typed_strategy(slug, w);
    let wrong: Vec<bool> =
        (0..strategy.steps.len()).map(|n| draft.errors().keys().any(|key| key.starts_with(&field(n, "")))).collect();
    Axis::of(&strategy, |n| wrong.get(n).copied().unwrap_or(false), w)
}

fn steps(draft: &Draft, slug: &str, w: Words) -> Vec<StepView> {
    let strategy = draft.clone().typed_strategy(slug, w);
    let view = |(n, (values, step)): (
        usize,
        (&std::collections::BTreeMap<String, String>, &app::strategies::StrategyStep),
    )| {
        let prefix = field(n, "");
        let errors: Vec<(String, String)> = draft
            .errors()
            .iter()
            .filter_map(|(key, words)| Some((key.strip_prefix(&prefix)?.to_owned(), words.clone())))
            .collect();
        StepView {
            n,
            values: values.iter().map(|(k, v)| (k.clone(), v.clone())).collect(),
            wrong: !errors.is_empty(),
            errors,
            title: view::step_name(&step.slug, w),
            said: view::said(step, w),
        }
    };
    draft.steps().iter().zip(&strategy.steps).enumerate().map(view).collect()
}

fn options(slugs: &[&str], name: impl Fn(&str) -> String) -> Options {
    slugs.iter().map(|slug| ((*slug).to_owned(), name(slug))).collect()
}

fn choices(texts: &[String], w: Words) -> Choices {
    let usual =
        |words: String, list: Options| -> Options { std::iter::once((String::new(), words)).chain(list).collect() };
    let named = |text: &String| (text.clone(), w.of("text-name", text));
    Choices {
        timings: options(&["after-due", "after-previous", "end-of-month"], |slug| w.of("timing", slug)),
        channels: options(&Channel::ALL.iter().map(|c| c.slug()).collect::<Vec<_>>(), |slug| w.of("channel", slug)),
        tones: options(&Tone::ALL.iter().map(|t| t.slug()).collect::<Vec<_>>(), |slug| w.of("tone", slug)),
        claims: options(&Claim::ALL.iter().map(|c| c.slug()).collect::<Vec<_>>(), |slug| w.of("claim", slug)),
        texts: usual(w.t("plan-text-usual"), texts.iter().map(named).collect()),
        languages: usual(
            w.t("plan-language-usual"),
            kernel::Language::ALL.iter().map(|l| (l.slug().to_owned(), view::language_name(*l).to_owned())).collect(),
        ),
        territories: usual(w.t("territory-every-day"), w.choices("territory", Territory::ALL.iter().map(|t| t.slug()))),
    }
}

/// `POST /strategies/{slug}/preview`: the part beside the editor, or the whole page. Nothing is kept.
pub async fn preview(
    State(site): State<Site>,
    visit: Visit,
    Path(slug): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, Failure> {
    let w = visit.words();
    let mut asked = Asked::sent(&pairs, &visit);
    if !visit.visitor.fragment {
        return show(&site, &visit, &slug, asked).await;
    }
    let strategy = asked.draft.strategy(&slug, w);
    let (actor, name, behind, draft) = (visit.actor.clone(), slug.clone(), asked.behind, strategy.clone());
    let read = site.ask(move |desk| {
        let (kind, from) = (behind.map(|(kind, _)| kind), behind.map_or(0, |(_, from)| from));
        let lacking = draft.as_ref().map(|draft| desk.check_strategy(&actor, draft)).transpose()?;
        let preview = draft.map(|draft| desk.preview_strategy(&actor, &draft, (kind, from))).transpose()?;
        Ok((preview, lacking, there(desk, &actor, &name)?.and_then(|s| s.in_force), desk.today()))
    });
    let (preview, lacking, in_force, today) = read.await?;
    asked.draft.told_of_texts(&lacking.unwrap_or_default(), w);
    let told = in_force.as_ref().zip(strategy.as_ref()).map(|(old, new)| view::differences(old, new, w));
    html(&Part {
        w,
        path: format!("/strategies/{slug}"),
        steps: steps(&asked.draft, &slug, w),
        axis: axis(&mut asked.draft.clone(), &slug, w),
        preview: preview.map(|p| Shown::of(&p, behind, today, w)).unwrap_or_default(),
        asked: behind.map_or_else(String::new, |(kind, from)| format!("{}:{from}", kind.slug())),
        unsaved_title: unsaved_title(told.as_deref(), w),
        unsaved: told.unwrap_or_default(),
        draft: asked.draft,
    })
}

/// `POST /strategies/{slug}/replay`: what would have left since a year, as a part or the whole page.
pub async fn replay(
    State(site): State<Site>,
    visit: Visit,
    Path(slug): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, Failure> {
    let w = visit.words();
    let mut asked = Asked { replay: true, ..Asked::sent(&pairs, &visit) };
    if !visit.visitor.fragment {
        return show(&site, &visit, &slug, asked).await;
    }
    let path = format!("/strategies/{slug}");
    let Some(strategy) = asked.draft.strategy(&slug, w) else {
        return html(&ReplayPart { w, path, replay: None, wrong: true });
    };
    let (actor, behind) = (visit.actor.clone(), asked.past.clone());
    let read = site.ask(move |desk| {
        let behind = behind.as_ref().map(|(month, kind, from)| (month.as_str(), *kind, *from));
        let today = desk.today();
        Ok((desk.replay_past(&actor, (&strategy, year(today)), behind)?, today))
    });
    let (past, today) = read.await?;
    let replay = Some(Replay::of(&past, past_asked(&asked), today, w));
    html(&ReplayPart { w, path, replay, wrong: false })
}

/// `POST /strategies/{slug}`: a new version, from now on in force.
pub async fn save(
    State(site): State<Site>,
    visit: Visit,
    Path(slug): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, Failure> {
    visit.actor.may(Permission::Settings)?;
    let mut asked = Asked::sent(&pairs, &visit);
    let Some(strategy) = asked.draft.strategy(&slug, visit.words()) else {
        return show(&site, &visit, &slug, asked).await;
    };
    let (actor, base) = (visit.actor.clone(), asked.base);
    let saved = site.ask(move |desk| Ok(desk.save_strategy_over(&actor, &strategy, base))).await?;
    let error = match saved {
        Ok(_) => return Ok(Redirect::to(&format!("/strategies/{slug}?done=strategy")).into_response()),
        Err(error) if error.is_ours() || matches!(error, DeskError::Forbidden { .. }) => return Err(error.into()),
        Err(error) => error,
    };
    if error.code() == "changed-meanwhile" {
        asked.conflict = true;
    } else if !error.code().starts_with("step-") {
        // What a text lacks for its step is told beside its field.
        asked.draft.loose.push(Told::from(&error).words.pick(visit.visitor.lang).to_owned());
    }
    show(&site, &visit, &slug, asked).await
}
