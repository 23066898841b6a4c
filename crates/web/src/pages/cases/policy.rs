//! What the verdict and the choice of a route stand on: weights, who is asked, figures and costs, the statistics
//! shipped with their source and what closed cases say.

use app::Permission;
use app::choice::{Given, Learned, Measure, OwnCost, Solvency, statistics};
use app::readiness::{CasePolicy, Criterion, PieceOwner, PolicyInForce, WEIGHT_MAX, criterion_words, owner_words};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Currency, Money};

use crate::act::{Act, Answered, Reading, Sheet, Slip};
use crate::forms::{Typed, plain_amount};
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

const POLICY: Sheet = Sheet { form: "policy", prefix: "", field: "policy" };
/// Empty lines offered for figures and for costs.
const SPARE: usize = 2;

struct Weight {
    slug: &'static str,
    words: String,
    value: String,
}

struct Person {
    slug: &'static str,
    words: String,
    value: String,
}

struct Figure {
    n: usize,
    measure: String,
    route: String,
    solvency: String,
    value: String,
    by: String,
}

struct Cost {
    n: usize,
    route: String,
    label: String,
    amount: String,
    recoverable: bool,
}

#[derive(Template)]
#[template(path = "case_policy.html")]
struct Page {
    w: Words,
    frame: Frame,
    weights: Vec<Weight>,
    most: u8,
    people: Vec<Person>,
    figures: Vec<Figure>,
    costs: Vec<Cost>,
    measures: Vec<(String, String)>,
    routes: Vec<(String, String)>,
    solvencies: Vec<(String, String)>,
    statistics: Vec<(String, String, String, String)>,
    learned: Vec<(String, String, String, String)>,
    may_set: bool,
    shipped: bool,
    typed: Typed,
    error: String,
}

/// `GET /cases/policy`.
pub async fn page(State(site): State<Site>, visit: Visit) -> Result<Response, Failure> {
    show(&site, &visit, None).await
}

/// What was typed again, else what is kept.
fn again(wrong: Option<&Typed>, field: &str, kept: String) -> String {
    wrong.map_or(kept, |typed| typed.get(field).to_owned())
}

fn figures(policy: &CasePolicy, wrong: Option<&Typed>) -> Vec<Figure> {
    let given = &policy.parameters.given;
    let line = |n: usize| {
        let kept = given.get(n);
        let field = |name: &str| format!("given-{name}-{n}");
        let slug = |text: Option<String>| text.unwrap_or_default();
        Figure {
            n,
            measure: again(wrong, &field("measure"), slug(kept.map(|g| g.measure.slug().to_owned()))),
            route: again(wrong, &field("route"), slug(kept.and_then(|g| g.route.clone()))),
            solvency: again(wrong, &field("solvency"), slug(kept.and_then(|g| Some(g.solvency?.slug().to_owned())))),
            value: again(wrong, &field("value"), slug(kept.map(|g| g.value.to_string()))),
            by: kept.map_or_else(String::new, |g| format!("{} · {}", g.by, g.on)),
        }
    };
    (0..given.len() + SPARE).map(line).collect()
}

fn costs(policy: &CasePolicy, wrong: Option<&Typed>) -> Vec<Cost> {
    let own = &policy.parameters.own_costs;
    let line = |n: usize| {
        let kept = own.get(n);
        let field = |name: &str| format!("cost-{name}-{n}");
        let text = |of: &dyn Fn(&OwnCost) -> String| kept.map(of).unwrap_or_default();
        Cost {
            n,
            route: again(wrong, &field("route"), text(&|c| c.route.clone())),
            label: again(wrong, &field("label"), text(&|c| c.label.clone())),
            amount: again(wrong, &field("amount"), text(&|c| c.amount.to_decimal())),
            recoverable: wrong
                .map_or(kept.is_some_and(|c| c.recoverable), |typed| typed.is(&field("recoverable"), "1")),
        }
    };
    (0..own.len() + SPARE).map(line).collect()
}

fn kept(policy: &CasePolicy) -> Typed {
    let (ready, reserves) = policy.weights.bounds();
    let parameters = &policy.parameters;
    Typed::default()
        .with("ready", ready.to_string())
        .with("reserves", reserves.to_string())
        .with("extract-days", policy.weights.extract_days().to_string())
        .with("limitation-days", policy.weights.limitation_days().to_string())
        .with("ask-days", policy.ask_days.to_string())
        .with("prior-cases", parameters.prior_cases.to_string())
        .with("least-cases", parameters.least_cases.to_string())
        .with("least-gain", parameters.least_gain.to_decimal())
}

fn learned_line(one: &Learned, label: impl Fn(&str) -> String, w: Words) -> (String, String, String, String) {
    let mean = one.sum / u64::from(one.cases.max(1));
    let value = if one.measure == Measure::Duration {
        w.t1("choice-days", "days", mean)
    } else {
        format!("{}\u{202f}%", super::ready::score(u32::try_from(mean).unwrap_or(u32::MAX), w))
    };
    (label(&one.route), one.measure.words().pick(w.lang).to_owned(), value, one.cases.to_string())
}

async fn show(site: &Site, visit: &Visit, wrong: Option<Typed>) -> Result<Response, Failure> {
    let (actor, w, may_set) = (visit.actor.clone(), visit.words(), visit.visitor.may(Permission::Settings));
    let whole = may_set && visit.actor.reach.is_everything();
    let read = site.ask(move |desk| {
        let learned = if whole { desk.learned_figures(&actor)? } else { Vec::new() };
        Ok((desk.case_policy(&actor)?, learned, desk.procedure_choices(&actor)?))
    });
    let (force, learned, known): (PolicyInForce, _, _) = read.await?;
    let (policy, bad) = (&force.policy, wrong.is_some());
    let label = |route: &str| {
        let found = known.iter().find(|choice| choice.definition == route);
        found.map_or_else(|| route.to_owned(), |choice| choice.words.pick(w.lang).to_owned())
    };
    let typed = wrong.as_ref();
    let weight = |criterion: &Criterion| Weight {
        slug: criterion.slug(),
        words: criterion_words(*criterion).pick(w.lang).to_owned(),
        value: again(typed, criterion.slug(), policy.weights.get(*criterion).to_string()),
    };
    let person = |role: &PieceOwner| Person {
        slug: role.slug(),
        words: owner_words(*role).pick(w.lang).to_owned(),
        value: again(typed, &format!("who-{}", role.slug()), policy.people.get(role).cloned().unwrap_or_default()),
    };
    let statistic = |one: &app::choice::Statistic| {
        let value = if one.measure == Measure::Duration {
            w.t1("choice-days", "days", one.value)
        } else {
            format!("{}\u{202f}%", super::ready::score(one.value, w))
        };
        let source = format!("{}, {} : {}", one.source, one.of, one.note.pick(w.lang));
        (label(&one.route), one.measure.words().pick(w.lang).to_owned(), value, source)
    };
    let named = |slug: &'static str, words: kernel::Wording| (slug.to_owned(), words.pick(w.lang).to_owned());
    let solvency = |one: &Solvency| {
        named(one.slug(), app::readiness::value_words(app::readiness::CaseAspect::Solvency, one.slug()))
    };
    let mut response = html(&Page {
        w,
        frame: Frame::of(visit, "nav-cases", &w.t("case-policy")),
        weights: Criterion::ALL.iter().map(weight).collect(),
        most: WEIGHT_MAX,
        people: PieceOwner::ALL.iter().map(person).collect(),
        figures: figures(policy, typed),
        costs: costs(policy, typed),
        measures: Measure::ALL.iter().map(|measure| named(measure.slug(), measure.words())).collect(),
        routes: known.iter().map(|choice| (choice.definition.clone(), label(&choice.definition))).collect(),
        solvencies: Solvency::ALL.iter().map(solvency).collect(),
        statistics: statistics().iter().map(statistic).collect(),
        learned: learned.iter().map(|one| learned_line(one, label, w)).collect(),
        may_set,
        shipped: force.shipped,
        error: typed.map_or_else(String::new, |typed| typed.error("policy").to_owned()),
        typed: wrong.unwrap_or_else(|| kept(policy)),
    })?;
    if bad {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

fn number<T: std::str::FromStr>(form: &Reading, field: &str) -> Result<T, Slip> {
    form.text(field).parse().map_err(|_| Slip::beside("policy", "case-policy-number"))
}

/// The policy that the form says; what closed cases say is never typed.
fn read(form: &Reading, before: &CasePolicy, (by, today): (&str, kernel::Date)) -> Result<CasePolicy, Slip> {
    let mut policy = before.clone();
    let mut weights = before.weights.clone();
    // the bounds first: weights are checked with them
    weights = weights.bounded(number(form, "ready")?, number(form, "reserves")?).map_err(fault)?;
    weights = weights.dated(number(form, "extract-days")?, number(form, "limitation-days")?);
    for criterion in Criterion::ALL {
        weights = weights.with(*criterion, number(form, criterion.slug())?).map_err(fault)?;
    }
    policy.weights = weights;
    policy.ask_days = number(form, "ask-days")?;
    for role in PieceOwner::ALL {
        policy.people.insert(*role, form.text(&format!("who-{}", role.slug())));
    }
    let parameters = &mut policy.parameters;
    (parameters.prior_cases, parameters.least_cases) = (number(form, "prior-cases")?, number(form, "least-cases")?);
    parameters.least_gain = money(&form.text("least-gain"))?;
    parameters.given = given(form, before, (by, today))?;
    parameters.own_costs = own_costs(form, before)?;
    Ok(policy)
}

fn fault(fault: impl Into<app::DeskError>) -> Slip {
    fault.into().into()
}

fn money(text: &str) -> Result<Money, Slip> {
    let unreadable = |_| Slip::beside("policy", "case-policy-number");
    Money::parse(&plain_amount(text), Currency::EUR).map_err(unreadable)
}

/// The figures; one that did not change keeps who gave it.
fn given(form: &Reading, before: &CasePolicy, (by, today): (&str, kernel::Date)) -> Result<Vec<Given>, Slip> {
    let mut all = Vec::new();
    for n in 0..before.parameters.given.len() + SPARE {
        let Some(value) = form.some(&format!("given-value-{n}")) else { continue };
        let measure = Measure::parse(&form.text(&format!("given-measure-{n}")));
        let one = Given {
            measure: measure.ok_or_else(|| Slip::beside("policy", "case-policy-measure"))?,
            route: form.some(&format!("given-route-{n}")),
            solvency: Solvency::parse(&form.text(&format!("given-solvency-{n}"))),
            value: value.parse().map_err(|_| Slip::beside("policy", "case-policy-number"))?,
            by: by.to_owned(),
            on: today,
        };
        let same = |kept: &&Given| {
            (kept.measure, &kept.route, kept.solvency, kept.value) == (one.measure, &one.route, one.solvency, one.value)
        };
        let kept = before.parameters.given.iter().find(same).cloned();
        all.push(kept.unwrap_or(one));
    }
    Ok(all)
}

fn own_costs(form: &Reading, before: &CasePolicy) -> Result<Vec<OwnCost>, Slip> {
    let mut all = Vec::new();
    for n in 0..before.parameters.own_costs.len() + SPARE {
        let Some(amount) = form.some(&format!("cost-amount-{n}")) else { continue };
        all.push(OwnCost {
            route: form.text(&format!("cost-route-{n}")),
            label: form.text(&format!("cost-label-{n}")),
            amount: money(&amount)?,
            recoverable: form.is(&format!("cost-recoverable-{n}"), "1"),
        });
    }
    Ok(all)
}

/// `POST /cases/policy`.
pub async fn save(act: Act) -> Result<Response, Failure> {
    act.visit.actor.may(Permission::Settings)?;
    let answered = act.answer(&POLICY, |desk, actor, form| {
        let before = desk.case_policy(actor)?.policy;
        desk.set_case_policy(actor, &read(form, &before, (&actor.name, desk.today()))?)?;
        Ok("case-policy")
    });
    match answered.await? {
        Answered::Done(done) => Ok(done.go("/cases/policy")),
        Answered::Wrong(act) => show(&act.site, &act.visit, Some(act.typed)).await,
    }
}
