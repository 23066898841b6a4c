//! The weights of the classes, and whose class would change under others before they hold.

use app::credit::{Criterion, Grade, GradesMoved, WEIGHT_MAX, Weights, WeightsKept, with_weights};
use app::{DeskError, Permission};
use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::{Tab, graded, tabs};
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
    way: &'static str,
    moved: String,
}

struct Preview {
    lead: String,
    rows: Vec<Change>,
}

#[derive(Template)]
#[template(path = "credit_weights.html")]
struct Page {
    w: Words,
    frame: Frame,
    tabs: Vec<Tab>,
    fields: Vec<Field>,
    most: u8,
    error: String,
    may_set: bool,
    shipped: bool,
    preview: Option<Preview>,
    saved: Vec<(String, String, String)>,
}

const SHEET: Sheet = Sheet { form: "weights", prefix: "", field: "lateness" };

/// `GET /credit/weights`; with weights in its query, whose class would change.
pub async fn page(State(site): State<Site>, visit: Visit, RawQuery(query): RawQuery) -> Result<Response, Failure> {
    let query = query.unwrap_or_default();
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    // Only digits and slugs matter here: nothing is to be decoded.
    show(&site, &visit, Typed::new(pairs.map(|(k, v)| (k.to_owned(), v.to_owned())))).await
}

async fn show(site: &Site, visit: &Visit, mut typed: Typed) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let mut given: Vec<(Criterion, String)> =
        Criterion::ALL.iter().map(|c| (*c, typed.get(c.slug()).trim().to_owned())).collect();
    given.retain(|(_, text)| !text.is_empty());
    let read = site.ask(move |desk| {
        let force = desk.credit_weights(&actor)?;
        let moved = match read_weights(force.weights, &given) {
            Ok(weights) if weights != force.weights => Some(desk.compare_credit_weights(&actor, &weights)),
            Ok(_) => None,
            Err(error) => Some(Err(error)),
        };
        Ok((force, moved, desk.today()))
    });
    let (force, moved, today): (WeightsKept, _, _) = read.await?;
    let preview = match moved {
        None => None,
        Some(Ok(moved)) => Some(preview(&moved, w)),
        Some(Err(error)) => {
            if typed.error("lateness").is_empty() {
                typed.wrong("lateness", error.words(w.lang));
            }
            None
        }
    };
    let told = |weights: Weights| {
        let one = |c: &Criterion| format!("{} {}", w.of("credit-criterion", c.slug()), weights.get(*c));
        Criterion::ALL.iter().map(one).collect::<Vec<_>>().join(" · ")
    };
    let saved = force.saved.iter().map(|saved| {
        let what = saved.weights.map_or_else(|| w.t("weights-shipped"), told);
        (day(w.day_of(saved.at), today, w.lang), saved.actor.clone(), what)
    });
    let mut response = html(&Page {
        w,
        frame: Frame::of(visit, "nav-credit", &w.t("credit-weights")),
        tabs: tabs("/credit/weights", w),
        fields: Criterion::ALL.iter().map(|criterion| field(*criterion, &force, &typed, w)).collect(),
        most: WEIGHT_MAX,
        error: typed.error("lateness").to_owned(),
        may_set: visit.visitor.may(Permission::Settings),
        shipped: force.shipped,
        preview,
        saved: saved.collect(),
    })?;
    if typed.is_wrong() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// Those in force with what was typed.
fn read_weights(force: Weights, given: &[(Criterion, String)]) -> Result<Weights, DeskError> {
    // What is no small number is heavier than any weight: the refusal says the scale.
    with_weights(force, given.iter().map(|(criterion, text)| (*criterion, text.parse().unwrap_or(u8::MAX))))
}

fn field(criterion: Criterion, force: &WeightsKept, typed: &Typed, w: Words) -> Field {
    let (now, value) = (force.weights.get(criterion), typed.get(criterion.slug()));
    Field {
        slug: criterion.slug(),
        name: w.of("credit-criterion", criterion.slug()),
        hint: w.of("credit-hint", criterion.slug()),
        value: if value.is_empty() { now.to_string() } else { value.to_owned() },
    }
}

fn preview(moved: &GradesMoved, w: Words) -> Preview {
    let count = |n: u64| figures::count(n, w.lang);
    let grade = |grade: Option<Grade>| graded(grade, w).0;
    let row = |change: &app::credit::GradeChange| {
        let way = if change.after < change.before { "up" } else { "down" };
        Change {
            id: change.account_id.to_string(),
            debtor: change.debtor.clone(),
            before: grade(change.before),
            after: grade(change.after),
            way,
            moved: w.of("credit-moved", way),
        }
    };
    let values = [("better", count(moved.better)), ("worse", count(moved.worse)), ("all", count(moved.customers))];
    Preview {
        lead: w.with("credit-moves", &values.each_ref().map(|(k, v)| (*k, v.as_str()))),
        rows: moved.head.iter().map(row).collect(),
    }
}

/// `POST /credit/weights`: they hold from the next look on.
pub async fn save(act: Act) -> Result<Response, Failure> {
    let answered = act.answer(&SHEET, |desk, actor, form| {
        let weights = read_weights(desk.credit_weights(actor)?.weights, &given(form)).map_err(Slip::from)?;
        desk.save_credit_weights(actor, Some(weights))?;
        Ok("credit-weights")
    });
    answer(answered.await?).await
}

fn given(form: &Reading) -> Vec<(Criterion, String)> {
    Criterion::ALL.iter().filter_map(|criterion| Some((*criterion, form.some(criterion.slug())?))).collect()
}

/// `POST /credit/weights/reset`: those shipped again.
pub async fn reset(act: Act) -> Result<Response, Failure> {
    let answered = act.answer(&SHEET, |desk, actor, _| {
        desk.save_credit_weights(actor, None)?;
        Ok("credit-weights")
    });
    answer(answered.await?).await
}

async fn answer(answered: Answered) -> Result<Response, Failure> {
    match answered {
        Answered::Done(done) => Ok(done.go("/credit/weights")),
        Answered::Wrong(act) => show(&act.site, &act.visit, act.typed).await,
    }
}
