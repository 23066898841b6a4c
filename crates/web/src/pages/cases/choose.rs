//! Go or no-go on a case: the routes with their figures, small claims together, the decision.

use app::Permission;
use app::cases::CaseId;
use app::choice::{ChoiceDetail, ChoiceOutcome, DecisionLine, DecisionOrder, RouteLine, Together};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Date, Wording};
use ledger::ItemId;

use crate::act::{Act, Answered, Sheet};
use crate::figures::{Amount, day, decimal};
use crate::forms::{Typed, reference};
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

const DECIDE: Sheet = Sheet { form: "decide", prefix: "", field: "why" };
const JOIN: Sheet = Sheet { form: "join", prefix: "", field: "items" };

struct Way {
    label: String,
    why: String,
    court: String,
    advice: String,
    tone: &'static str,
    cost: String,
    lines: Vec<String>,
    duration: String,
    chances: Vec<String>,
    expected: Option<Amount>,
    hinge: String,
}

struct Small {
    items: Vec<String>,
    numbers: String,
    words: String,
    apart: String,
    together: String,
    changes: bool,
}

struct Decided {
    words: String,
    why: String,
    by: String,
    on: String,
    against: bool,
}

#[derive(Template)]
#[template(path = "case_choice.html")]
struct Page {
    w: Words,
    frame: Frame,
    id: String,
    account: String,
    number: String,
    debtor: String,
    claim: Amount,
    verdict: String,
    tone: &'static str,
    warnings: Vec<String>,
    ways: Vec<Way>,
    closed: Vec<(String, String)>,
    small: Option<Small>,
    decisions: Vec<Decided>,
    outcomes: Vec<(String, String)>,
    routes: Vec<(String, String)>,
    last: &'static str,
    typed: Typed,
    may: bool,
}

fn tone(advice: &str) -> &'static str {
    match advice {
        "go" => "cash",
        "unknown" | "ask" => "attention",
        _ => "right",
    }
}

fn way(line: &RouteLine, w: Words) -> Way {
    let said = |words: &Wording| words.pick(w.lang).to_owned();
    let some = |words: &Option<Wording>| words.as_ref().map_or_else(|| w.t("ready-unknown"), said);
    let cost = line.route.cost.as_ref();
    Way {
        label: said(&line.label),
        why: said(&line.route.why),
        court: said(&line.route.court),
        advice: said(&line.advice_words),
        tone: tone(line.route.advice.slug()),
        cost: some(&line.cost_words),
        lines: cost.map(|cost| cost.lines.iter().map(said).collect()).unwrap_or_default(),
        duration: some(&line.duration_words),
        chances: line.chances_words.iter().map(said).collect(),
        expected: line.route.expected.map(|money| Amount::new(money, w.lang)),
        hinge: some(&line.hinge_words),
    }
}

fn small(found: &Together, w: Words) -> Small {
    let said = |words: &Wording| words.pick(w.lang).to_owned();
    Small {
        items: found.items.iter().map(ToString::to_string).collect(),
        numbers: found.numbers.clone(),
        words: said(&found.words),
        apart: said(&found.apart),
        together: said(&found.together),
        changes: found.changes,
    }
}

fn decided(line: &DecisionLine, (today, w): (Date, Words)) -> Decided {
    Decided {
        words: line.words.pick(w.lang).to_owned(),
        why: line.why.clone(),
        by: line.by.clone(),
        on: day(line.on, today, w.lang),
        against: line.against,
    }
}

fn page_of(visit: &Visit, id: &str, found: &ChoiceDetail, typed: Typed) -> Page {
    let (w, today) = (visit.words(), found.today);
    let open = || found.routes.iter().filter(|line| line.route.open);
    let closed = found.routes.iter().filter(|line| !line.route.open);
    let said = |words: &Wording| words.pick(w.lang).to_owned();
    let outcome = |outcome: &ChoiceOutcome| {
        let words = app::choice::outcome_words(*outcome);
        (outcome.slug().to_owned(), words.pick(w.lang).to_owned())
    };
    let first = open().next().map(|line| line.route.procedure.clone()).unwrap_or_default();
    let typed =
        if typed.is_wrong() { typed } else { typed.with("outcome", found.verdict.clone()).with("route", first) };
    Page {
        w,
        frame: Frame::of(visit, "nav-cases", &w.with("choice-of", &[("debtor", &found.debtor), ("id", id)])),
        id: id.to_owned(),
        account: found.account_id.to_string(),
        number: found.account.clone(),
        debtor: found.debtor.clone(),
        claim: Amount::new(decimal(&found.claim, found.currency), w.lang),
        verdict: said(&found.words),
        tone: tone(&found.verdict),
        warnings: found.warnings.iter().map(said).collect(),
        ways: open().map(|line| way(line, w)).collect(),
        closed: closed.map(|line| (said(&line.label), said(&line.route.why))).collect(),
        small: found.group.as_ref().map(|group| small(group, w)),
        decisions: found.decisions.iter().map(|line| decided(line, (today, w))).collect(),
        outcomes: ChoiceOutcome::ALL.iter().map(outcome).collect(),
        routes: open().map(|line| (line.route.procedure.clone(), said(&line.label))).collect(),
        last: found.decisions.first().map_or("", |line| line.outcome.slug()),
        typed,
        may: found.open && visit.visitor.may(Permission::EditAccount),
    }
}

async fn show(site: &Site, visit: &Visit, id: &str, typed: Typed) -> Result<Response, Failure> {
    let (actor, case, wrong) = (visit.actor.clone(), reference::<CaseId>(id)?, typed.is_wrong());
    let found = site.ask(move |desk| desk.choice(&actor, case)).await?;
    let mut response = html(&page_of(visit, id, &found, typed))?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// `GET /cases/{id}/choice`.
pub async fn page(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    show(&site, &visit, &id, Typed::default()).await
}

async fn done(answered: Answered, page: &str) -> Result<Response, Failure> {
    match answered {
        Answered::Done(done) => Ok(done.go(page)),
        Answered::Wrong(act) => show(&act.site, &act.visit, &act.id, act.typed).await,
    }
}

/// `POST /cases/{id}/decide`.
pub async fn decide(act: Act) -> Result<Response, Failure> {
    let page = format!("/cases/{}/choice", act.id);
    let answered = act.answer(&DECIDE, |desk, actor, form| {
        let unknown = || Failure::malformed("outcome".to_owned());
        let order = DecisionOrder {
            outcome: ChoiceOutcome::parse(&form.text("outcome")).ok_or_else(unknown)?,
            route: form.text("route"),
            why: form.text("why"),
            until: form.day("until")?,
        };
        desk.decide_case(actor, form.about()?, &order)?;
        Ok("choice-decided")
    });
    done(answered.await?, &page).await
}

/// `POST /cases/{id}/join`: small claims of the same debtor come into the case.
pub async fn join(act: Act) -> Result<Response, Failure> {
    let page = format!("/cases/{}/choice", act.id);
    let answered = act.answer(&JOIN, |desk, actor, form| {
        let items: Vec<ItemId> = form.ticked("items")?;
        desk.add_claims(actor, form.about()?, &items)?;
        Ok("case-claimed")
    });
    done(answered.await?, &page).await
}
