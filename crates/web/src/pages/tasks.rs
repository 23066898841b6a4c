//! « À faire »: the calls, visits and contacts of the day in the order of their money, and the sheet of one.

use app::tasks::{DueTask, Outcome, TaskEnd, TaskLine, TaskState};
use app::{Actor, Desk, Permission};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Date, Money};
use ledger::ItemId;
use serde::Deserialize;

use super::account_acts::currency_of;
use super::account_view::{self as view, ItemRow, Person, TotalsView};
use super::timeline::{Fact, facts};
use crate::act::{Act, Answered, Reading, Sheet, Slip};
use crate::figures::{self, Amount, age_step, day, late_days};
use crate::forms::{Typed, reference};
use crate::layout::{Frame, html, link};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// Tasks of a page.
const LIMIT: usize = 50;
/// Facts of the timeline shown beside a task.
const FACTS: usize = 6;

const DONE: Sheet = Sheet { form: "done", prefix: "", field: "outcome" };
const LATER: Sheet = Sheet { form: "later", prefix: "later-", field: "until" };
const OWNER: Sheet = Sheet { form: "owner", prefix: "owner-", field: "owner" };
const DROP: Sheet = Sheet { form: "drop", prefix: "drop-", field: "reason" };

struct Tab {
    href: &'static str,
    label: String,
    count: String,
    here: bool,
}

struct Row {
    id: String,
    debtor: String,
    number: String,
    kind: String,
    subject: String,
    overdue: Option<Amount>,
    step: u8,
    late: String,
    due: String,
    overdue_task: bool,
    owner: String,
}

#[derive(Template)]
#[template(path = "tasks.html")]
struct Tasks {
    w: Words,
    frame: Frame,
    tabs: Vec<Tab>,
    later: bool,
    rows: Vec<Row>,
    next: String,
}

/// Which tasks: due by today, or later; and the page.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    when: String,
    #[serde(default)]
    page: usize,
    #[serde(default)]
    after: String,
}

/// `GET /tasks`.
pub async fn page(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let (actor, w, later) = (visit.actor.clone(), visit.words(), asked.when == "later");
    let skip = asked.page.saturating_mul(LIMIT);
    let place = Some(asked.after.clone()).filter(|text| !text.is_empty());
    let read = site.ask(move |desk| {
        let work = desk.due_tasks(&actor, skip, if later { 0 } else { LIMIT })?;
        let coming = later.then(|| desk.later_tasks(&actor, place.as_deref(), 50)).transpose()?;
        Ok((work, coming, desk.today(), desk.now()))
    });
    let (work, coming, today, now) = read.await?;
    let more =
        !later && (skip + work.rows.len()) < usize::try_from(work.due).unwrap_or(usize::MAX) && !work.rows.is_empty();
    let next = match &coming {
        Some(page) => page.next.as_ref().map(|after| link("/tasks", &[("when", "later"), ("after", after)])),
        None => more.then(|| link("/tasks", &[("page", &(asked.page + 1).to_string())])),
    };
    let tab = |href, key: &str, n: u64, here| Tab { href, label: w.t(key), count: figures::count(n, w.lang), here };
    html(&Tasks {
        w,
        frame: Frame::of(&visit, "nav-tasks", &w.t("nav-tasks")).read_at(now),
        tabs: vec![
            tab("/tasks", "tasks-now", work.due, !later),
            tab("/tasks?when=later", "tasks-later", work.later, later),
        ],
        later,
        rows: match &coming {
            Some(page) => page.rows.iter().map(|task| row(task, None, today, w)).collect(),
            None => work.rows.iter().map(|line| row(&line.task, Some(line), today, w)).collect(),
        },
        next: next.unwrap_or_default(),
    })
}

/// What to do, in words: a step's slug, or what somebody wrote.
fn subject(task: &TaskLine, w: Words) -> String {
    w.of("step", task.subject.pick(w.lang))
}

fn row(task: &TaskLine, line: Option<&DueTask>, today: Date, w: Words) -> Row {
    let late = line.map_or(0, |line| line.late_days);
    Row {
        id: task.id.to_string(),
        debtor: task.debtor.clone(),
        number: task.account.clone(),
        kind: w.of("task-kind", task.kind.slug()),
        subject: subject(task, w),
        overdue: line.map(|line| Amount::new(line.overdue, w.lang)),
        step: age_step(late),
        late: if late > 0 { late_days(late, w) } else { String::new() },
        due: day(task.due, today, w.lang),
        overdue_task: task.due < today,
        owner: task.owner.clone(),
    }
}

#[derive(Template)]
#[template(path = "task.html")]
struct TaskSheet {
    w: Words,
    frame: Frame,
    id: String,
    account: String,
    number: String,
    debtor: String,
    kind: String,
    about: String,
    closed: String,
    people: Vec<Person>,
    totals: Vec<TotalsView>,
    items: Vec<ItemRow>,
    kept: String,
    facts: Vec<Fact>,
    outcomes: Vec<(String, String)>,
    pieces: Vec<(String, String)>,
    typed: Typed,
    open: &'static str,
    may_act: bool,
}

/// `GET /tasks/{id}`.
pub async fn sheet(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    show(&site, &visit, &id, Typed::default(), "").await
}

async fn show(site: &Site, visit: &Visit, id: &str, typed: Typed, open: &'static str) -> Result<Response, Failure> {
    let (actor, w, task) = (visit.actor.clone(), visit.words(), reference(id)?);
    let read = site.ask(move |desk| {
        let task = desk.task(&actor, task)?;
        let (file, kept) =
            (desk.account_file(&actor, task.account_id)?, desk.promise_history(&actor, task.account_id)?);
        Ok((task, file, kept, desk.today()))
    });
    let (task, file, kept, today) = read.await?;
    let currency = file.totals.first().map_or(file.creditor.currency, |t| t.currency);
    let items = view::rows(&file.items, &|_| false, today, w);
    let mut pieces = vec![(String::new(), "—".to_owned())];
    let owed = file.items.iter().zip(&items).filter(|(line, _)| line.open.minor() > 0);
    pieces.extend(
        owed.map(|(line, row)| (row.id.clone(), format!("{} · {}", row.number, figures::money(line.open, w.lang)))),
    );
    let done =
        Outcome::parse(&task.outcome).map_or_else(String::new, |outcome| outcome.wording().pick(w.lang).to_owned());
    let about = [subject(&task, w), day(task.due, today, w.lang), task.owner.clone()];
    let wrong = typed.is_wrong();
    let page = TaskSheet {
        w,
        frame: Frame::of(visit, "nav-tasks", &task.debtor).read_at(file.read_at),
        id: id.to_owned(),
        account: task.account_id.to_string(),
        number: task.account.clone(),
        debtor: task.debtor.clone(),
        kind: w.of("task-kind", task.kind.slug()),
        about: about.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        closed: match task.state {
            TaskState::Open => String::new(),
            TaskState::Done => w.with("task-closed", &[("outcome", &done), ("note", &task.note)]),
            TaskState::Dropped => w.t1("task-dropped", "note", &task.note),
        },
        people: view::people(&file, w),
        totals: view::totals(&file.totals, w),
        items,
        kept: match kept.judged() {
            0 => String::new(),
            all => w.with("promises-kept", &[("kept", &kept.kept.to_string()), ("all", &all.to_string())]),
        },
        facts: facts(&file.timeline, currency, today, w).into_iter().take(FACTS).collect(),
        outcomes: Outcome::ALL.iter().map(|o| (o.slug().to_owned(), o.wording().pick(w.lang).to_owned())).collect(),
        pieces,
        typed,
        open,
        may_act: task.state == TaskState::Open && visit.visitor.may(Permission::Answer),
    };
    let mut response = html(&page)?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

async fn on_task<W>(act: Act, sheet: &'static Sheet, work: W) -> Result<Response, Failure>
where
    W: FnOnce(&Desk, &Actor, &Reading) -> Result<&'static str, Slip> + Send + 'static,
{
    match act.answer(sheet, work).await? {
        Answered::Done(done) => Ok(done.go("/tasks")),
        Answered::Wrong(act) => show(&act.site, &act.visit, &act.id, act.typed, sheet.form).await,
    }
}

fn promised(desk: &Desk, actor: &Actor, task: &TaskLine, form: &Reading) -> Result<Option<Money>, Slip> {
    let currency = currency_of(desk, actor, task.account_id, None)?;
    form.amount("amount", currency)
}

/// `POST /tasks/{id}/done`: what came of it, with what that entails.
pub async fn finish(act: Act) -> Result<Response, Failure> {
    on_task(act, &DONE, |desk, actor, form| {
        let task = desk.task(actor, form.about()?)?;
        let outcome = form.some("outcome").ok_or_else(|| Slip::beside("outcome", "outcome-missing"))?;
        let items: Vec<ItemId> = form.some("item").map(|_| form.reference("item")).transpose()?.into_iter().collect();
        let end = TaskEnd {
            outcome: Outcome::read(&outcome)?,
            amount: promised(desk, actor, &task, form)?,
            until: form.day("until")?,
            items,
            note: form.text("note"),
        };
        desk.finish_task(actor, task.id, &end)?;
        Ok("task")
    })
    .await
}

/// `POST /tasks/{id}/later`.
pub async fn postpone(act: Act) -> Result<Response, Failure> {
    on_task(act, &LATER, |desk, actor, form| {
        desk.postpone_task(actor, form.about()?, form.day_needed("until")?, &form.text("reason"))?;
        Ok("task-later")
    })
    .await
}

/// `POST /tasks/{id}/owner`.
pub async fn reassign(act: Act) -> Result<Response, Failure> {
    on_task(act, &OWNER, |desk, actor, form| {
        desk.reassign_task(actor, form.about()?, &form.text("owner"))?;
        Ok("task-owner")
    })
    .await
}

/// `POST /tasks/{id}/drop`.
pub async fn cancel(act: Act) -> Result<Response, Failure> {
    on_task(act, &DROP, |desk, actor, form| {
        desk.drop_task(actor, form.about()?, &form.text("reason"))?;
        Ok("task-dropped")
    })
    .await
}
