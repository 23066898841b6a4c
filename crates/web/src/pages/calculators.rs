//! The calculators: the questions of law as pages. The form of each is read from what its verb declares; the
//! address of an answer is the question itself, as the API takes it.

mod answer;
mod form;

use app::calculators::Outcome;
use app::questions::{Group, VERBS, Verb, verb};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::figures::date_long;

use self::answer::Answer;
use self::form::{Field, Restated};
use crate::layout::{Frame, html, link};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

struct Section {
    title: &'static str,
    calculators: Vec<Entry>,
}

struct Entry {
    name: &'static str,
    title: &'static str,
    about: &'static str,
}

#[derive(Template)]
#[template(path = "calculators.html")]
struct List {
    w: Words,
    frame: Frame,
    sections: Vec<Section>,
}

/// `GET /calculators`.
pub async fn list(visit: Visit) -> Result<Response, Failure> {
    let w = visit.words();
    let entry = |verb: &Verb| Entry { name: verb.name, title: verb.title.pick(w.lang), about: verb.about.pick(w.lang) };
    let section = |group: &Group| Section {
        title: group.title().pick(w.lang),
        calculators: VERBS.iter().filter(|verb| verb.group == *group).map(entry).collect(),
    };
    html(&List {
        w,
        frame: Frame::of(&visit, "nav-calculators", &w.t("nav-calculators")),
        sections: Group::ALL.iter().map(section).collect(),
    })
}

#[derive(Template)]
#[template(path = "calculator.html")]
struct Page {
    w: Words,
    frame: Frame,
    name: &'static str,
    title: &'static str,
    about: &'static str,
    group: &'static str,
    fields: Vec<Field>,
    aside: Vec<Field>,
    open: bool,
    /// What is wrong and belongs to no field.
    wrong: Vec<String>,
    is_wrong: bool,
    restated: Vec<Restated>,
    answer: Option<Answer>,
    /// A question that has an answer, to begin with.
    example: String,
    /// The same question put to the API.
    api: String,
    stamp: String,
}

/// `GET /calculators/{verb}`: the form, and below it the answer to what its address asks.
pub async fn page(
    State(site): State<Site>,
    visit: Visit,
    Path(name): Path<String>,
    Query(given): Query<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let verb = verb(&name).map_err(|_| Failure::unknown(&name))?;
    let (frames, given): (Vec<_>, Vec<_>) = given.into_iter().partition(|(name, _)| name == "lang");
    let mut pairs = form::canonical(verb, &given);
    if pairs != given {
        let path = format!("/calculators/{}", verb.name);
        let both = pairs.iter().chain(&frames).map(|(name, value)| (name.as_str(), value.as_str()));
        return Ok(Redirect::to(&link(&path, &both.collect::<Vec<_>>())).into_response());
    }
    let asked = pairs.clone();
    let worked = site.ask(move |desk| Ok(desk.calculate(verb, &asked))).await?;
    let w = visit.words();
    if visit.visitor.fragment {
        // a list read again because another changed no longer holds what was chosen in it
        let listed = |name: &str, value: &str| {
            worked.choices.get(name).is_none_or(|list| list.iter().any(|choice| choice.value == value))
        };
        pairs.retain(|(name, value)| listed(name, value));
    }
    let (answer, wrongs) = match &worked.outcome {
        Outcome::Unasked => (None, Vec::new()),
        Outcome::Answered(told) => (Some(Answer::new(told, w)), Vec::new()),
        // the rest is still being typed
        Outcome::Refused(_) if visit.visitor.fragment => (None, Vec::new()),
        Outcome::Refused(wrongs) => (None, wrongs.clone()),
    };
    let fields = form::fields(verb, &pairs, &worked, &wrongs, w.lang);
    let (aside, fields): (Vec<Field>, Vec<Field>) = fields.into_iter().partition(|field| field.aside);
    let loose = wrongs.iter().filter(|wrong| !fields.iter().chain(&aside).any(|f| wrong.field == Some(f.name)));
    let refs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let example = verb.example();
    let example: Vec<(&str, &str)> = example.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let title = verb.title.pick(w.lang);
    let page = Page {
        w,
        frame: Frame::of(&visit, "nav-calculators", title),
        name: verb.name,
        title,
        about: verb.about.pick(w.lang),
        group: verb.group.title().pick(w.lang),
        open: aside.iter().any(Field::speaks),
        wrong: loose.map(|wrong| wrong.words.pick(w.lang).to_owned()).collect(),
        is_wrong: !wrongs.is_empty(),
        restated: form::restated(verb, &pairs, &worked, w.lang),
        answer,
        example: link(&format!("/calculators/{}", verb.name), &example),
        api: link(&format!("/api/v1/law/{}", verb.name), &refs),
        stamp: w.with(
            "calculator-stamp",
            &[("day", &date_long(worked.today, w.lang)), ("version", env!("CARGO_PKG_VERSION"))],
        ),
        fields,
        aside,
    };
    let status = if page.is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, html(&page)?).into_response())
}
