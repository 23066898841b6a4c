//! « Mise en service »: the level each old debt enters with, proposed, looked at, approved. Nothing is sent.

use std::collections::HashSet;

use app::Permission;
use app::entries::{EntryLine, EntryPage, FormerLevels, Proposals, read_former_levels};
use app::strategies::{Plan, title};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Date;
use serde::Deserialize;

use crate::act::{Act, Answered, Done, Sheet, Slip};
use crate::figures::{Amount, count, decimal, said_dates};
use crate::forms::Typed;
use crate::layout::{Frame, html, link};
use crate::pages::after;
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// Proposals of a page.
const LIMIT: u32 = 100;

const PROPOSE: Sheet = Sheet { form: "propose", prefix: "", field: "creditor" };
const ANSWER: Sheet = Sheet { form: "answer", prefix: "", field: "id" };
const LEVEL: Sheet = Sheet { form: "level", prefix: "", field: "id" };

struct Tab {
    href: String,
    label: String,
    count: String,
    here: bool,
}

struct Row {
    id: String,
    account: String,
    debtor: String,
    number: String,
    strategy: String,
    levels: Vec<(String, String)>,
    level: String,
    overdue: Amount,
    why: String,
    ticked: bool,
}

#[derive(Template)]
#[template(path = "entries.html")]
struct Entries {
    w: Words,
    frame: Frame,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    typed: Typed,
    open: &'static str,
    creditors: Vec<(String, String)>,
    level: String,
    after: String,
    approve_all: String,
    may_act: bool,
    tick: String,
    untick: String,
    next: String,
}

/// Which proposals, where the page starts, and whether everything on it is ticked.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    level: String,
    #[serde(default)]
    after: String,
    #[serde(default)]
    tick: String,
}

impl Asked {
    fn at(&self) -> Option<i64> {
        self.level.parse().ok()
    }
}

/// `GET /entries`.
pub async fn page(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    show(&site, &visit, &asked, (Typed::default(), ""), &HashSet::new()).await
}

async fn show(
    site: &Site,
    visit: &Visit,
    asked: &Asked,
    (typed, open): (Typed, &'static str),
    ticked: &HashSet<String>,
) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let (place, level) = (after(&asked.after)?, asked.at());
    let read = site.ask(move |desk| {
        let page = desk.entries(&actor, level, place, LIMIT)?;
        Ok((page, desk.plan()?, desk.creditors(&actor)?, desk.today(), desk.now()))
    });
    let (EntryPage { rows, levels, next }, plan, houses, today, now): (_, _, _, Date, _) = read.await?;
    let total: u64 = levels.values().sum();
    let shown = level.map_or(total, |level| levels.get(&level).copied().unwrap_or(0));
    let tab = |level: Option<i64>, n: u64| {
        let text = level.map(|l| l.to_string()).unwrap_or_default();
        Tab {
            href: link("/entries", &[("level", &text)]),
            label: if level.is_none() { w.t("all") } else { w.t1("entries-level", "level", &text) },
            count: count(n, w.lang),
            here: level == asked.at(),
        }
    };
    let mut creditors = vec![(String::new(), w.t("entries-every-creditor"))];
    creditors.extend(houses.into_iter().map(|c| (c.code, c.name)));
    let (all, wrong) = (asked.tick == "all", typed.is_wrong());
    let here = |tick: &str| link("/entries", &[("level", &asked.level), ("after", &asked.after), ("tick", tick)]);
    let page = Entries {
        w,
        frame: Frame::of(visit, "nav-settings", &w.t("entries-title")).read_at(now),
        tabs: std::iter::once(tab(None, total)).chain(levels.iter().map(|(l, n)| tab(Some(*l), *n))).collect(),
        rows: rows.iter().map(|e| row(e, &plan, all || ticked.contains(&e.id.to_string()), (today, w))).collect(),
        typed,
        open,
        creditors,
        level: asked.level.clone(),
        after: asked.after.clone(),
        approve_all: w.n("entries-approve-all", shown, &[]),
        may_act: visit.visitor.may(Permission::Run),
        tick: if all { String::new() } else { here("all") },
        untick: here(""),
        next: next
            .map(|id| link("/entries", &[("level", &asked.level), ("after", &id.to_string())]))
            .unwrap_or_default(),
    };
    let mut response = html(&page)?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

fn row(line: &EntryLine, plan: &Plan, ticked: bool, (today, w): (Date, Words)) -> Row {
    let strategy = plan.find(&line.strategy).and_then(|place| plan.strategies.get(place));
    let steps: Vec<&str> = strategy.into_iter().flat_map(|s| &s.steps).map(|s| s.slug.as_str()).collect();
    Row {
        id: line.id.to_string(),
        account: line.account_id.to_string(),
        debtor: line.debtor.clone(),
        number: line.account.clone(),
        strategy: strategy.map_or(line.strategy.as_str(), |s| title(&s.slug, &s.name, w.lang)).to_owned(),
        levels: level_options(&steps, w),
        level: line.level.to_string(),
        overdue: Amount::new(decimal(&line.overdue, line.currency), w.lang),
        why: said_dates(line.reason.pick(w.lang), today, w.lang),
        ticked,
    }
}

/// Levels that may be taken as done: none of the steps, or up to each of them.
pub fn level_options(steps: &[&str], w: Words) -> Vec<(String, String)> {
    let none = ("0".to_owned(), w.t("level-none"));
    let done = steps.iter().zip(1_u8..).map(|(step, level)| {
        let text = w.with("level-done", &[("level", &level.to_string()), ("step", &w.of("step", step))]);
        (level.to_string(), text)
    });
    std::iter::once(none).chain(done).collect()
}

async fn again(answered: Answered, form: &'static str) -> Result<Response, Failure> {
    match answered {
        Answered::Done(done) => Ok(done.go("/entries")),
        Answered::Wrong(act) => {
            let ticked = act.every("id").map(str::to_owned).collect();
            let text = |field: &str| act.typed.get(field).to_owned();
            let asked = Asked { level: text("at"), after: text("after"), tick: String::new() };
            let (site, visit) = (act.site.clone(), act.visit.clone());
            show(&site, &visit, &asked, (act.typed, form), &ticked).await
        }
    }
}

/// `POST /entries/propose`: by age, and by what the former tool had sent where it is pasted.
pub async fn propose(act: Act) -> Result<Response, Failure> {
    let answered = act.answer(&PROPOSE, |desk, actor, form| {
        let creditor = form.some("creditor").map(|code| desk.creditor(actor, &code)).transpose()?.map(|c| c.id);
        let former = form.some("file").map(|text| read_former_levels(text.as_bytes())).transpose()?;
        let n = desk.propose_entries(actor, creditor, &former.unwrap_or_else(FormerLevels::new))?;
        Ok(if n > 0 { Done::count("proposed", n) } else { Done::from("proposed-none") })
    });
    again(answered.await?, PROPOSE.form).await
}

/// `POST /entries`: those ticked, or all that wait at the level shown.
pub async fn answer(act: Act) -> Result<Response, Failure> {
    let answered = act.answer(&ANSWER, |desk, actor, form| {
        let ticked = form.ticked("id")?;
        let which = match (form.is("act", "approve-all"), form.number("at")?) {
            (true, None) => Proposals::All,
            (true, Some(level)) => Proposals::Level(level),
            (false, _) if ticked.is_empty() => return Err(Slip::beside("id", "nothing-ticked")),
            (false, _) => Proposals::These(&ticked),
        };
        if form.is("act", "refuse") {
            return Ok(Done::count("entries-refused", desk.refuse_entries(actor, which)?.answered));
        }
        Ok(Done::count("entered", desk.approve_entries(actor, which, None)?.answered))
    });
    again(answered.await?, ANSWER.form).await
}

/// `POST /entries/{id}`: another level for one; it still waits.
pub async fn set_level(act: Act) -> Result<Response, Failure> {
    let answered = act.answer(&LEVEL, |desk, actor, form| {
        let level = form.number("level")?.ok_or_else(|| Slip::beside("id", "level-missing"))?;
        desk.set_entry_level(actor, form.about()?, level)?;
        Ok(Done::from("entry-level"))
    });
    again(answered.await?, LEVEL.form).await
}
