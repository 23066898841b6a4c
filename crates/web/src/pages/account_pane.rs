//! Acts on a file that open beside it, or beside the list of the day: promise, piece set aside, task.

use app::accounts::AccountFile;
use app::blocks::BlockReason;
use app::promises::PromiseLevel;
use app::{Actor, Desk, Permission, Undo};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use kernel::{Language, Money};
use ledger::AccountId;
use serde::Deserialize;

use super::mentions::people;
use super::pane;
use crate::act::{Act, Answered, Done, Reading, Sheet, Slip};
use crate::figures;
use crate::forms::{Typed, inside, reference};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// Which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A promise.
    Promise,
    /// A piece set aside.
    Block,
    /// A task.
    Task,
}

impl Kind {
    const fn title(self) -> &'static str {
        match self {
            Self::Promise => "promise-act",
            Self::Block => "block-act",
            Self::Task => "task-new",
        }
    }
}

#[derive(Template)]
#[template(path = "act_part.html")]
struct ActPart {
    w: Words,
    id: String,
    debtor: String,
    title: String,
    back: String,
    promise: bool,
    block: bool,
    typed: Typed,
    pieces: Vec<(String, String)>,
    reasons: Vec<(String, String)>,
    levels: Vec<(String, String)>,
    people: Vec<(String, String)>,
}

/// The page it goes back to.
#[derive(Debug, Default, Deserialize)]
pub struct Origin {
    #[serde(default)]
    pub back: String,
}

/// An amount as people of a language type it.
pub fn typed_amount(money: Money, language: Language) -> String {
    let text = money.to_decimal();
    if language == Language::Fr { text.replace('.', ",") } else { text }
}

async fn show(site: &Site, visit: &Visit, id: &str, kind: Kind, typed: Typed) -> Result<Response, Failure> {
    visit.actor.may(if matches!(kind, Kind::Task) { Permission::Answer } else { Permission::EditAccount })?;
    let (actor, account, w) = (visit.actor.clone(), reference::<AccountId>(id)?, visit.words());
    let read = site.ask(move |desk| {
        let known = if kind == Kind::Task { desk.people_for(&actor, account)? } else { Vec::new() };
        Ok((desk.account_file(&actor, account)?, known, desk.today()))
    });
    let (file, known, today) = read.await?;
    let wrong = typed.is_wrong();
    let typed = if wrong { typed } else { usual(&file, typed, today, w) };
    let page = format!("/accounts/{id}");
    let part = ActPart {
        w,
        id: id.to_owned(),
        debtor: file.debtor.name.clone(),
        title: w.t(kind.title()),
        back: inside(typed.get("back"), &page).to_owned(),
        promise: kind == Kind::Promise,
        block: kind == Kind::Block,
        typed,
        pieces: owed(&file, w),
        people: people(known, w),
        levels: w.choices("promise-level", PromiseLevel::ALL.iter().map(|l| l.slug())),
        reasons: BlockReason::BY_HAND
            .iter()
            .filter(|r| **r != BlockReason::Disputed)
            .map(|r| (r.slug().to_owned(), w.of("block-reason", r.slug())))
            .collect(),
    };
    pane::answer(visit, &w.t(kind.title()), (page, file.account.number.clone()), &part, wrong)
}

/// What the forms say before anybody types: all that is late, to be checked, for today.
fn usual(file: &AccountFile, typed: Typed, today: kernel::Date, w: Words) -> Typed {
    let overdue = file.totals.first().map(|t| t.overdue).filter(|overdue| overdue.minor() > 0);
    let amount = overdue.map_or_else(String::new, |overdue| typed_amount(overdue, w.lang));
    typed
        .with("promise-amount", amount)
        .with("promise-level", PromiseLevel::Said.slug())
        .with("block-reason", BlockReason::ToCheck.slug())
        .with("task-due", today.to_string())
}

/// The pieces owed, as options of a form.
pub fn owed(file: &AccountFile, w: Words) -> Vec<(String, String)> {
    let owed = file.items.iter().filter(|line| line.open.minor() > 0);
    owed.map(|line| (line.item.id.to_string(), format!("{} · {}", line.item.number, figures::money(line.open, w.lang))))
        .collect()
}

/// Answers a form opened beside a page, and goes back to that page.
pub async fn on_pane<D, W>(act: Act, kind: Kind, sheet: &'static Sheet, work: W) -> Result<Response, Failure>
where
    D: Into<Done> + Send + 'static,
    W: FnOnce(&Desk, &Actor, &Reading) -> Result<D, Slip> + Send + 'static,
{
    let file = format!("/accounts/{}", act.id);
    let back = inside(act.typed.get("back"), &file).to_owned();
    match act.answer(sheet, work).await? {
        Answered::Done(done) => Ok(done.go(&back)),
        Answered::Wrong(act) => show(&act.site, &act.visit, &act.id, kind, act.typed).await,
    }
}

/// `GET /accounts/{id}/promise`.
pub async fn promise(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Query(from): Query<Origin>,
) -> Result<Response, Failure> {
    show(&site, &visit, &id, Kind::Promise, Typed::default().with("back", from.back)).await
}

/// `GET /accounts/{id}/block`.
pub async fn block(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Query(from): Query<Origin>,
) -> Result<Response, Failure> {
    show(&site, &visit, &id, Kind::Block, Typed::default().with("back", from.back)).await
}

/// `GET /accounts/{id}/task`.
pub async fn task(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Query(from): Query<Origin>,
) -> Result<Response, Failure> {
    show(&site, &visit, &id, Kind::Task, Typed::default().with("back", from.back)).await
}

const TASK: Sheet = Sheet { form: "task", prefix: "task-", field: "subject" };

/// `POST /accounts/{id}/task`.
pub async fn give_task(act: Act) -> Result<Response, Failure> {
    on_pane(act, Kind::Task, &TASK, |desk, actor, form| {
        let (account, due) = (form.about()?, form.day_needed("due")?);
        if form.text("subject").is_empty() {
            return Err(Slip::beside("subject", "task-subject-missing"));
        }
        let made = desk.add_task(actor, account, &form.text("subject"), due, &form.text("owner"))?;
        Ok(Done::or("task-given", Undo::Task(made)))
    })
    .await
}
