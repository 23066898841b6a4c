//! The weights of the order, and who moves under others before they hold.

use app::worklist::{Criterion, Moved, WEIGHT_MAX, Weights, WeightsInForce, with_weights};
use app::{DeskError, Permission};
use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::act::{Act, Answered, Reading, Sheet, Slip};
use crate::figures::{self, day};
use crate::forms::Typed;
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

struct Field {
    slug: &'static str,
    name: String,
    hint: String,
    value: String,
}

struct Change {
    id: String,
    debtor: String,
    before: String,
    after: String,
    /// `up`, `down` or nothing, with its words.
    way: &'static str,
    moved: String,
}

struct Preview {
    lead: String,
    rows: Vec<Change>,
}

struct Saved {
    when: String,
    by: String,
    what: String,
}

#[derive(Template)]
#[template(path = "weights.html")]
struct Page {
    w: Words,
    frame: Frame,
    fields: Vec<Field>,
    most: u8,
    error: String,
    may_set: bool,
    shipped: bool,
    preview: Option<Preview>,
    saved: Vec<Saved>,
}

const SHEET: Sheet = Sheet { form: "weights", prefix: "", field: "amount" };

/// `GET /worklist/weights`; with weights in its query, who would move under them.
pub async fn page(State(site): State<Site>, visit: Visit, RawQuery(query): RawQuery) -> Result<Response, Failure> {
    let pairs: Vec<(String, String)> = pairs_of(query.as_deref().unwrap_or(""));
    show(&site, &visit, Typed::new(pairs)).await
}

/// The pairs of a query: only digits and slugs matter here.
fn pairs_of(query: &str) -> Vec<(String, String)> {
    query.split('&').filter_map(|pair| pair.split_once('=')).map(|(k, v)| (k.to_owned(), v.to_owned())).collect()
}

async fn show(site: &Site, visit: &Visit, mut typed: Typed) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let given: Vec<(Criterion, String)> = Criterion::ALL
        .iter()
        .filter(|c| !typed.get(c.slug()).trim().is_empty())
        .map(|c| (*c, typed.get(c.slug()).trim().to_owned()))
        .collect();
    let read = site.ask(move |desk| {
        let force = desk.weights(&actor)?;
        let asked = read_weights(force.weights, &given);
        let moved = match asked {
            Ok(weights) if weights != force.weights => Some(desk.compare_weights(&actor, &weights)),
            Ok(_) => None,
            Err(error) => Some(Err(error)),
        };
        Ok((force, moved, desk.today()))
    });
    let (force, moved, today) = read.await?;
    let preview = match moved {
        None => None,
        Some(Ok(moved)) => Some(preview(&moved, w)),
        Some(Err(error)) => {
            if typed.error("amount").is_empty() {
                typed.wrong("amount", error.words(w.lang));
            }
            None
        }
    };
    let wrong = typed.is_wrong();
    let mut response = html(&Page {
        w,
        frame: Frame::of(visit, "nav-today", &w.t("weights-title")),
        fields: Criterion::ALL.iter().map(|criterion| field(*criterion, &force, &typed, w)).collect(),
        most: WEIGHT_MAX,
        error: typed.error("amount").to_owned(),
        may_set: visit.visitor.may(Permission::Settings),
        shipped: force.shipped,
        preview,
        saved: force
            .saved
            .iter()
            .map(|saved| Saved {
                when: day(w.day_of(saved.at), today, w.lang),
                by: saved.actor.clone(),
                what: saved.weights.map_or_else(|| w.t("weights-shipped"), |weights| told(weights, w)),
            })
            .collect(),
    })?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// Those in force with what was typed.
fn read_weights(force: Weights, given: &[(Criterion, String)]) -> Result<Weights, DeskError> {
    // What is no small number is heavier than any weight: the refusal says the scale.
    let changes = given.iter().map(|(criterion, text)| (*criterion, text.parse().unwrap_or(u8::MAX)));
    with_weights(force, changes)
}

fn field(criterion: Criterion, force: &WeightsInForce, typed: &Typed, w: Words) -> Field {
    let now = force.weights.get(criterion);
    let value = typed.get(criterion.slug());
    Field {
        slug: criterion.slug(),
        name: w.of("criterion", criterion.slug()),
        hint: w.of("criterion-hint", criterion.slug()),
        value: if value.is_empty() { now.to_string() } else { value.to_owned() },
    }
}

fn told(weights: Weights, w: Words) -> String {
    let one = |criterion: &Criterion| format!("{} {}", w.of("criterion", criterion.slug()), weights.get(*criterion));
    Criterion::ALL.iter().map(one).collect::<Vec<_>>().join(" · ")
}

fn preview(moved: &Moved, w: Words) -> Preview {
    let count = |n: u64| figures::count(n, w.lang);
    let row = |change: &app::worklist::RankChange| {
        let by = change.before.abs_diff(change.after);
        let (way, key) = match change.after.cmp(&change.before) {
            std::cmp::Ordering::Less => ("up", "weights-up"),
            std::cmp::Ordering::Greater => ("down", "weights-down"),
            std::cmp::Ordering::Equal => ("", "weights-same"),
        };
        Change {
            id: change.account_id.to_string(),
            debtor: change.debtor.clone(),
            before: count(change.before),
            after: count(change.after),
            way,
            moved: if way.is_empty() { w.t("weights-same") } else { w.n(key, by, &[]) },
        }
    };
    let capacity = count(moved.capacity);
    Preview {
        lead: w.n("weights-enter", moved.enter, &[("capacity", &capacity), ("files", &count(moved.files))]),
        rows: moved.head.iter().map(row).collect(),
    }
}

/// `POST /worklist/weights`: they hold from the next look on.
pub async fn save(act: Act) -> Result<Response, Failure> {
    let answered = act.answer(&SHEET, |desk, actor, form| {
        let weights = read_weights(desk.weights(actor)?.weights, &given(form)).map_err(Slip::from)?;
        desk.save_weights(actor, Some(weights))?;
        Ok("weights")
    });
    match answered.await? {
        Answered::Done(done) => Ok(done.go("/worklist/weights")),
        Answered::Wrong(act) => show(&act.site, &act.visit, act.typed).await,
    }
}

fn given(form: &Reading) -> Vec<(Criterion, String)> {
    Criterion::ALL.iter().filter_map(|criterion| Some((*criterion, form.some(criterion.slug())?))).collect()
}

/// `POST /worklist/weights/reset`: those shipped again.
pub async fn reset(act: Act) -> Result<Response, Failure> {
    let answered = act.answer(&SHEET, |desk, actor, _| {
        desk.save_weights(actor, None)?;
        Ok("weights")
    });
    match answered.await? {
        Answered::Done(done) => Ok(done.go("/worklist/weights")),
        Answered::Wrong(act) => show(&act.site, &act.visit, act.typed).await,
    }
}
