//! Names to look at: the notice and our debtor side by side, decided by a person.

use app::Permission;
use app::insolvency::{InsolvencyMatchId, MatchState, ReviewLine, ReviewPage};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Date;
use serde::Deserialize;

use super::maybe_day;
use crate::act::{Act, Answered, Sheet};
use crate::figures::day;
use crate::forms::Typed;
use crate::layout::{Frame, html, link};
use crate::pages::after;
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// Names of a page.
const LIMIT: usize = 20;

struct Pair {
    label: String,
    there: String,
    here: String,
}

struct Card {
    id: String,
    notice: String,
    what: String,
    told: String,
    url: String,
    debtor: String,
    pairs: Vec<Pair>,
    accounts: Vec<(String, String, String)>,
    grounds: Vec<(String, bool)>,
    state: String,
    decided: String,
    wrong: String,
    waits: bool,
}

#[derive(Template)]
#[template(path = "insolvency_review.html")]
struct Page {
    w: Words,
    frame: Frame,
    states: Vec<(String, String, bool)>,
    cards: Vec<Card>,
    next: String,
    may_edit: bool,
    typed: Typed,
}

/// Which names.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    state: String,
    #[serde(default)]
    after: String,
}

fn card(line: &ReviewLine, today: Date, typed: &Typed, w: Words) -> Card {
    let or_dash = |text: &str| if text.is_empty() { "–".to_owned() } else { text.to_owned() };
    let pair =
        |key: &str, there: &str, here: &str| Pair { label: w.t(key), there: or_dash(there), here: or_dash(here) };
    let id = line.id.to_string();
    let court = [
        ("court", line.court.clone()),
        ("judgment", maybe_day(line.judgment_on, today, w)),
        ("published", day(line.published_on, today, w.lang)),
    ];
    let wrong = if typed.is("match", &id) { typed.error("reason").to_owned() } else { String::new() };
    Card {
        notice: line.notice.clone(),
        what: line.what.pick(w.lang).to_owned(),
        told: w.with("insolvency-review-told", &court.each_ref().map(|(k, v)| (*k, v.as_str()))),
        url: line.url.clone(),
        debtor: line.debtor.name.clone(),
        pairs: vec![
            pair("insolvency-name", &line.name, &line.debtor.name),
            pair("insolvency-trade-name", &line.trade_name, ""),
            pair("insolvency-siren", &line.siren, &line.debtor.siren),
            pair("insolvency-place", &line.place, &line.debtor.place),
        ],
        accounts: line
            .debtor
            .accounts
            .iter()
            .map(|(account, number, open)| (account.to_string(), number.clone(), open.clone()))
            .collect(),
        grounds: line.grounds.iter().map(|g| (g.words.pick(w.lang).to_owned(), g.supports)).collect(),
        state: w.of("insolvency-match", line.state.slug()),
        decided: if line.decided_by.is_empty() {
            String::new()
        } else {
            w.with("insolvency-decided", &[("by", line.decided_by.as_str()), ("why", &line.reason)])
        },
        wrong,
        waits: line.state == MatchState::Waiting,
        id,
    }
}

/// `GET /insolvency/review`.
pub async fn page(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    show(&site, &visit, &asked, Typed::default()).await
}

async fn show(site: &Site, visit: &Visit, asked: &Asked, typed: Typed) -> Result<Response, Failure> {
    let (actor, w, from) = (visit.actor.clone(), visit.words(), after::<InsolvencyMatchId>(&asked.after)?);
    let state = MatchState::parse(&asked.state).unwrap_or(MatchState::Waiting);
    let read = site.ask(move |desk| Ok((desk.insolvency_reviews(&actor, state, from, LIMIT)?, desk.today())));
    let (found, today): (ReviewPage, Date) = read.await?;
    let states = MatchState::ALL.iter().map(|one| {
        (link("/insolvency/review", &[("state", one.slug())]), w.of("insolvency-match", one.slug()), *one == state)
    });
    let next = found.next.map_or_else(String::new, |next| {
        link("/insolvency/review", &[("state", state.slug()), ("after", &next.to_string())])
    });
    let wrong = typed.is_wrong();
    let mut response = html(&Page {
        w,
        frame: Frame::of(visit, "nav-insolvency", &w.t("insolvency-review")),
        states: states.collect(),
        cards: found.rows.iter().map(|line| card(line, today, &typed, w)).collect(),
        next,
        may_edit: visit.visitor.may(Permission::EditAccount),
        typed,
    })?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

const DECIDE: Sheet = Sheet { form: "decide", prefix: "", field: "reason" };

/// `POST /insolvency/review`: it is ours, or somebody else of that name.
pub async fn decide(act: Act) -> Result<Response, Failure> {
    act.visit.actor.may(Permission::EditAccount)?;
    let answered = act.answer(&DECIDE, |desk, actor, form| {
        let (id, ours) = (form.reference::<InsolvencyMatchId>("match")?, form.is("act", "ours"));
        desk.decide_insolvency_match(actor, id, ours, &form.text("reason")).map_err(crate::act::Slip::named)?;
        Ok(if ours { "insolvency-ours" } else { "insolvency-not-ours" })
    });
    match answered.await? {
        Answered::Done(done) => Ok(done.go("/insolvency/review")),
        Answered::Wrong(act) => {
            let asked = Asked { state: act.typed.get("state").to_owned(), after: String::new() };
            let typed = act.typed.clone();
            show(&act.site, &act.visit, &asked, typed).await
        }
    }
}
