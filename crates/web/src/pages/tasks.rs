//! « À faire »: the calls, visits and contacts of the day in the order of their money, and the sheet of one.

use app::accounts::AccountFile;
use app::blocks::{BlockFilter, BlockedItem};
use app::colleagues::KnownPerson;
use app::promises::{PromiseFilter, PromiseHistory, PromiseLine};
use app::tasks::{CallStep, DueTask, Outcome, TaskEnd, TaskId, TaskKind, TaskLine, TaskState, phrases};
use app::{Actor, Desk, DeskError, Permission, Undo};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Date, Money};
use ledger::ItemId;
use serde::Deserialize;

use super::account_acts::currency_of;
use super::account_pane::{Origin, owed, typed_amount};
use super::account_view::{self as view, ItemRow, Person};
use super::mentions::people;
use super::timeline::{Fact, facts};
use crate::act::{Act, Answered, Done, Reading, Sheet, Slip};
use crate::figures::{self, Amount, age_step, day, late_days};
use crate::forms::{Typed, inside, reference};
use crate::layout::{Frame, html, link};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::{Words, or_none};

/// Tasks of a page.
const LIMIT: usize = 50;
/// Facts of the timeline shown beside a task.
const FACTS: usize = 6;

const DONE: Sheet = Sheet { form: "done", prefix: "done-", field: "outcome" };
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

/// One outcome, and the key that chooses it.
struct OutcomeKey {
    value: String,
    label: String,
    key: usize,
}

/// The phrases of one of the four steps of a call.
struct Step {
    title: String,
    phrases: Vec<String>,
}

/// The sheet of one task: beside a list or a file, or a page of its own.
#[derive(Template)]
#[template(path = "task_part.html")]
struct Part {
    w: Words,
    id: String,
    account: String,
    back: String,
    debtor: String,
    kind: String,
    about: String,
    closed: String,
    call: bool,
    steps: Vec<Step>,
    people: Vec<Person>,
    owed: Vec<(String, String)>,
    held: Vec<String>,
    facts: Vec<Fact>,
    outcomes: Vec<OutcomeKey>,
    pieces: Vec<(String, String)>,
    known: Vec<(String, String)>,
    typed: Typed,
    open: &'static str,
    may_act: bool,
    may_change: bool,
}

#[derive(Template)]
#[template(path = "task.html")]
struct TaskSheet {
    w: Words,
    frame: Frame,
    account: String,
    number: String,
    debtor: String,
    kind: String,
    part: String,
    items: Vec<ItemRow>,
    facts: Vec<Fact>,
}

/// `GET /tasks/{id}`; as a fragment: the sheet alone.
pub async fn sheet(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Query(from): Query<Origin>,
) -> Result<Response, Failure> {
    show(&site, &visit, &id, Typed::default().with("back", from.back), "").await
}

/// What the sheet is made from.
struct Around {
    task: TaskLine,
    file: AccountFile,
    kept: PromiseHistory,
    promises: Vec<PromiseLine>,
    blocks: Vec<BlockedItem>,
    known: Vec<KnownPerson>,
    today: Date,
}

fn around(desk: &Desk, actor: &Actor, task: TaskId) -> Result<Around, DeskError> {
    let task = desk.task(actor, task)?;
    let id = task.account_id;
    let (file, kept) = (desk.account_file(actor, id)?, desk.promise_history(actor, id)?);
    let promises = desk.promises(actor, &PromiseFilter { account: Some(id), state: None }, None, 200)?.rows;
    let blocks =
        desk.blocked_items(actor, &BlockFilter { account: Some(id), ..BlockFilter::default() }, None, 50)?.rows;
    let known = if actor.carries(Permission::EditAccount) { desk.people_for(actor, id)? } else { Vec::new() };
    Ok(Around { task, file, kept, promises, blocks, known, today: desk.today() })
}

async fn show(site: &Site, visit: &Visit, id: &str, typed: Typed, open: &'static str) -> Result<Response, Failure> {
    let (actor, w, task) = (visit.actor.clone(), visit.words(), reference(id)?);
    let found = site.ask(move |desk| around(desk, &actor, task)).await?;
    let wrong = typed.is_wrong();
    let may_act = found.task.state == TaskState::Open && visit.visitor.may(Permission::Answer);
    let may = (may_act, may_act && visit.visitor.may(Permission::EditAccount));
    let part = part(&found, (id, typed, open), may, w);
    let mut response = if visit.visitor.fragment {
        html(&part)?
    } else {
        let Around { task, file, today, .. } = &found;
        let currency = file.totals.first().map_or(file.creditor.currency, |t| t.currency);
        html(&TaskSheet {
            w,
            frame: Frame::of(visit, "nav-tasks", &task.debtor).read_at(file.read_at),
            account: task.account_id.to_string(),
            number: task.account.clone(),
            debtor: task.debtor.clone(),
            kind: w.of("task-kind", task.kind.slug()),
            part: part.render()?,
            items: view::rows(&file.items, &|_| false, *today, w),
            facts: facts(&file.timeline, currency, *today, w).into_iter().take(FACTS).collect(),
        })?
    };
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

fn part(
    found: &Around,
    (id, typed, open): (&str, Typed, &'static str),
    (may_act, may_change): (bool, bool),
    w: Words,
) -> Part {
    let Around { task, file, today, .. } = found;
    let currency = file.totals.first().map_or(file.creditor.currency, |t| t.currency);
    let done =
        Outcome::parse(&task.outcome).map_or_else(String::new, |outcome| outcome.wording().pick(w.lang).to_owned());
    let about = [subject(task, w), day(task.due, *today, w.lang), task.owner.clone()];
    let overdue = file.totals.first().map(|t| t.overdue).filter(|overdue| overdue.minor() > 0);
    let amount = overdue.map_or_else(String::new, |overdue| typed_amount(overdue, w.lang));
    let typed = if typed.is_wrong() { typed } else { typed.with("done-amount", amount) };
    let outcome = |(place, outcome): (usize, &Outcome)| OutcomeKey {
        value: outcome.slug().to_owned(),
        label: outcome.wording().pick(w.lang).to_owned(),
        key: place + 1,
    };
    Part {
        w,
        id: id.to_owned(),
        account: task.account_id.to_string(),
        back: inside(typed.get("back"), "/tasks").to_owned(),
        debtor: task.debtor.clone(),
        kind: w.of("task-kind", task.kind.slug()),
        about: about.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        closed: match task.state {
            TaskState::Open => String::new(),
            TaskState::Done => w.with("task-closed", &[("outcome", &done), ("note", &task.note)]),
            TaskState::Dropped => w.t1("task-dropped", "note", &task.note),
        },
        call: matches!(task.kind, TaskKind::Call | TaskKind::FollowUp),
        steps: steps(w),
        people: view::people(file, w),
        owed: sums(found, w),
        held: held(found, w),
        facts: exchanges(found, currency, w),
        outcomes: Outcome::ALL.iter().enumerate().map(outcome).collect(),
        pieces: or_none(owed(file, w)),
        known: people(found.known.clone(), w),
        typed,
        open,
        may_act,
        may_change,
    }
}

fn steps(w: Words) -> Vec<Step> {
    let of = |step: &CallStep| Step {
        title: w.of("call", step.slug()),
        phrases: phrases().iter().filter(|p| p.step == *step).map(|p| p.words.pick(w.lang).to_owned()).collect(),
    };
    CallStep::ALL.iter().map(of).collect()
}

/// What is owed, how promises were kept, and the last one.
fn sums(found: &Around, w: Words) -> Vec<(String, String)> {
    let Around { file, kept, promises, today, .. } = found;
    let mut rows = Vec::new();
    for total in &file.totals {
        rows.push((w.t("overdue"), figures::money(total.overdue, w.lang)));
        rows.push((w.t("outstanding"), figures::money(total.outstanding, w.lang)));
    }
    if kept.judged() > 0 {
        rows.push((
            w.t("call-kept"),
            w.with("call-kept-of", &[("kept", &kept.kept.to_string()), ("all", &kept.judged().to_string())]),
        ));
    }
    if let Some(last) = promises.last() {
        let amount = figures::money(figures::decimal(&last.amount, last.currency), w.lang);
        let values = [
            ("amount", amount),
            ("day", day(last.until, *today, w.lang)),
            ("state", w.of("promise-state", last.state.slug())),
        ];
        rows.push((
            w.t("call-promise"),
            w.with("call-promise-line", &values.each_ref().map(|(k, v)| (*k, v.as_str()))),
        ));
    }
    rows
}

/// What is set aside, in words.
fn held(found: &Around, w: Words) -> Vec<String> {
    let line = |b: &BlockedItem| {
        let amount = figures::money(figures::decimal(&b.amount, b.currency), w.lang);
        w.with(
            "call-held",
            &[("reason", &w.of("block-reason", b.reason.slug())), ("piece", &b.item), ("amount", &amount)],
        )
    };
    found.blocks.iter().map(line).collect()
}

/// The last three exchanges: what was said or sent, not what was booked.
fn exchanges(found: &Around, currency: kernel::Currency, w: Words) -> Vec<Fact> {
    let told = |kind: &str| {
        ["message.sent", "message.written", "message.bounced", "task.done", "promise.made"].contains(&kind)
    };
    let lines: Vec<_> = found.file.timeline.iter().filter(|line| told(&line.kind)).take(3).cloned().collect();
    facts(&lines, currency, found.today, w)
}

async fn on_task<D, W>(act: Act, sheet: &'static Sheet, work: W) -> Result<Response, Failure>
where
    D: Into<Done> + Send + 'static,
    W: FnOnce(&Desk, &Actor, &Reading) -> Result<D, Slip> + Send + 'static,
{
    let back = inside(act.typed.get("back"), "/tasks").to_owned();
    match act.answer(sheet, work).await? {
        Answered::Done(done) => Ok(done.go(&back)),
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
        let promise = desk.finish_task(actor, task.id, &end)?;
        Ok(Done::or("task", Undo::Call(task.id)).confirming(promise))
    })
    .await
}

/// `POST /tasks/{id}/later`.
pub async fn postpone(act: Act) -> Result<Response, Failure> {
    on_task(act, &LATER, |desk, actor, form| {
        let act = desk.postpone_task(actor, form.about()?, form.day_needed("until")?, &form.text("reason"))?;
        Ok(Done::or("task-later", Undo::Fact(act)))
    })
    .await
}

/// `POST /tasks/{id}/owner`.
pub async fn reassign(act: Act) -> Result<Response, Failure> {
    on_task(act, &OWNER, |desk, actor, form| {
        let act = desk.reassign_task(actor, form.about()?, &form.text("owner"))?;
        Ok(Done::or("task-owner", Undo::Fact(act)))
    })
    .await
}

/// `POST /tasks/{id}/drop`.
pub async fn cancel(act: Act) -> Result<Response, Failure> {
    on_task(act, &DROP, |desk, actor, form| {
        let act = desk.drop_task(actor, form.about()?, &form.text("reason"))?;
        Ok(Done::or("task-dropped", Undo::Fact(act)))
    })
    .await
}
