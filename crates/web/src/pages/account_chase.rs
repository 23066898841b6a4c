//! What people do around the reminders of an account: tasks, promises, pieces set aside, choices by hand.

use std::collections::HashMap;

use app::blocks::{BlockFilter, BlockOrder, BlockReason, ItemBlockId};
use app::promises::{PromiseFilter, PromiseId, PromiseOrder, PromiseState};
use app::tasks::{Outcome, TaskEnd, TaskId};
use app::{Actor, Desk, DeskError};
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use kernel::{Currency, Date, Money};
use ledger::{AccountId, ItemId};

use super::account_acts::Act;
use crate::figures::{self, day};
use crate::forms::{Typed, date, plain_amount, reference};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

type Fields = HashMap<String, String>;

/// A line that a button takes back.
pub struct Held {
    pub id: String,
    pub text: String,
}

/// What the page shows of them.
pub struct Chase {
    pub tasks: Vec<(String, String)>,
    pub outcomes: Vec<(String, String)>,
    pub promises: Vec<Held>,
    pub kept: String,
    pub blocks: Vec<Held>,
    pub reasons: Vec<(String, String)>,
    pub strategies: Vec<(String, String)>,
    pub strategy: String,
    pub payer: String,
    pub pieces: Vec<(String, String)>,
}

impl Chase {
    /// The choices in force, where nothing else was typed.
    pub fn typed(&self, typed: Typed) -> Typed {
        typed.with("choice-strategy", &self.strategy).with("choice-payer", &self.payer)
    }
}

/// What it is made from.
pub struct Read {
    blocks: Vec<app::blocks::BlockedItem>,
    promises: Vec<app::promises::PromiseLine>,
    history: app::promises::PromiseHistory,
    tasks: Vec<app::tasks::TaskLine>,
    strategies: Vec<(String, String)>,
    strategy: String,
    payer: String,
}

/// Reads what people did around the reminders of an account.
pub fn read(desk: &Desk, actor: &Actor, file: &ledger::Account) -> Result<Read, DeskError> {
    let id = file.id;
    let filter = BlockFilter { account: Some(id), ..BlockFilter::default() };
    let open = PromiseFilter { account: Some(id), state: Some(PromiseState::Open) };
    let payer = file.payer_id.map(|payer| desk.account_file(actor, payer)).transpose()?;
    Ok(Read {
        blocks: desk.blocked_items(actor, &filter, None, 200)?.rows,
        promises: desk.promises(actor, &open, None, 200)?.rows,
        history: desk.promise_history(actor, id)?,
        tasks: desk.account_tasks(actor, id)?,
        strategies: desk.plan()?.strategies.into_iter().map(|s| (s.slug, s.name)).collect(),
        strategy: file.strategy.clone().unwrap_or_default(),
        payer: payer.map_or_else(String::new, |payer| payer.account.number),
    })
}

/// The same in words.
pub fn chase(read: Read, pieces: &[(String, String)], today: Date, w: Words) -> Chase {
    let money = |amount: &str, currency: Currency| {
        Money::parse(amount, currency).map_or_else(|_| amount.to_owned(), |m| figures::money(m, w.lang))
    };
    let block = |b: &app::blocks::BlockedItem| {
        let (amount, age) = (money(&b.amount, b.currency), b.age_days.to_string());
        let reason = w.of("block-reason", b.reason.slug());
        let until = b.until.map_or_else(String::new, |until| w.t1("held-until", "day", day(until, today, w.lang)));
        let values = [("piece", b.item.as_str()), ("amount", &amount), ("reason", &reason), ("owner", &b.owner)];
        let text = w.with("block-line", &[&values[..], &[("age", age.as_str()), ("until", &until)]].concat());
        Held { id: b.id.to_string(), text }
    };
    let promise = |p: &app::promises::PromiseLine| {
        let (amount, until) = (money(&p.amount, p.currency), day(p.until, today, w.lang));
        let text = w.with("promise-line", &[("amount", amount.as_str()), ("day", &until), ("by", &p.actor)]);
        Held { id: p.id.to_string(), text }
    };
    let task = |t: &app::tasks::TaskLine| {
        let (kind, due) = (w.of("task-kind", t.kind.slug()), day(t.due, today, w.lang));
        let parts = [kind.as_str(), &due, t.subject.pick(w.lang), &t.owner];
        let parts: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
        (t.id.to_string(), parts.join(" · "))
    };
    let mut strategies = vec![(String::new(), w.t("strategy-by-segment"))];
    strategies.extend(read.strategies.into_iter().map(|(slug, name)| {
        let shown = if name.is_empty() { slug.clone() } else { name };
        (slug, shown)
    }));
    let kept = read.history;
    let mut with_none = vec![(String::new(), "—".to_owned())];
    with_none.extend_from_slice(pieces);
    Chase {
        tasks: read.tasks.iter().map(task).collect(),
        outcomes: Outcome::ALL.iter().map(|o| (o.slug().to_owned(), o.wording().pick(w.lang).to_owned())).collect(),
        promises: read.promises.iter().map(promise).collect(),
        kept: match kept.judged() {
            0 => String::new(),
            all => w.with("promises-kept", &[("kept", &kept.kept.to_string()), ("all", &all.to_string())]),
        },
        blocks: read.blocks.iter().map(block).collect(),
        reasons: BlockReason::ALL.iter().map(|r| (r.slug().to_owned(), w.of("block-reason", r.slug()))).collect(),
        strategies,
        strategy: read.strategy,
        payer: read.payer,
        pieces: with_none,
    }
}

/// An amount and a day of a form, both optional, or what is wrong beside its field.
async fn amount_and_day(
    act: Act,
    account: AccountId,
    item: Option<ItemId>,
) -> Result<Result<(Act, Option<Money>, Option<Date>), Response>, Failure> {
    let (w, prefix) = (act.words(), act.prefix);
    let until = match date(act.typed.get(&format!("{prefix}until"))) {
        Ok(until) => until,
        Err(text) => {
            let why = w.t1("date-unreadable", "text", text);
            return act.wrong(&format!("{prefix}until"), why).await.map(Err);
        }
    };
    let text = act.typed.get(&format!("{prefix}amount")).trim().to_owned();
    if text.is_empty() {
        return Ok(Ok((act, None, until)));
    }
    let actor = act.visit.actor.clone();
    let file = act.site.ask(move |desk| desk.account_file(&actor, account)).await?;
    let line = item.and_then(|id| file.items.iter().find(|l| l.item.id == id));
    let main = file.totals.first().map_or(file.creditor.currency, |t| t.currency);
    let currency = line.map_or(main, |l| l.open.currency());
    if let Ok(amount) = Money::parse(&plain_amount(&text), currency) {
        return Ok(Ok((act, Some(amount), until)));
    }
    let why = w.t1("amount-unreadable", "text", text);
    act.wrong(&format!("{prefix}amount"), why).await.map(Err)
}

fn act(site: Site, visit: Visit, id: String, form: &'static str, prefix: &'static str, fields: Fields) -> Act {
    Act { site, visit, id, form, prefix, typed: Typed::new(fields) }
}

/// `POST /accounts/{id}/block`: a piece, or a part of it.
pub async fn block(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let account: AccountId = reference(&id)?;
    let act = act(site, visit, id, "block", "block-", fields);
    let item: ItemId = reference(act.typed.get("block-item"))?;
    let slug = act.typed.get("block-reason");
    let reason = BlockReason::parse(slug).ok_or_else(|| Failure::unknown(slug))?;
    let (act, amount, until) = match amount_and_day(act, account, Some(item)).await? {
        Ok(read) => read,
        Err(page) => return Ok(page),
    };
    let (owner, note) = (act.typed.get("block-owner").to_owned(), act.typed.get("block-note").to_owned());
    let order = BlockOrder { reason, amount, owner, until, note };
    act.answer("blocked", "item", move |desk, actor| {
        desk.block(actor, desk.item_of_account(actor, account, item)?, &order).map(drop)
    })
    .await
}

/// `POST /accounts/{id}/unblock`.
pub async fn unblock(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let act = act(site, visit, id, "block", "block-", fields);
    let block: ItemBlockId = reference(act.typed.get("held"))?;
    act.answer("released", "item", move |desk, actor| desk.unblock(actor, block)).await
}

/// `POST /accounts/{id}/promise`.
pub async fn promise(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let account: AccountId = reference(&id)?;
    let act = act(site, visit, id, "promise", "promise-", fields);
    let (act, amount, until) = match amount_and_day(act, account, None).await? {
        Ok(read) => read,
        Err(page) => return Ok(page),
    };
    let w = act.words();
    let Some(amount) = amount else { return act.wrong("promise-amount", w.t("amount-missing")).await };
    let Some(until) = until else { return act.wrong("promise-until", w.t("date-missing")).await };
    let order = PromiseOrder { amount, until, note: act.typed.get("promise-note").to_owned() };
    act.answer("promised", "amount", move |desk, actor| desk.promise(actor, account, &order).map(drop)).await
}

/// `POST /accounts/{id}/withdraw`: a promise that nobody judged yet.
pub async fn withdraw(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let act = act(site, visit, id, "promise", "promise-", fields);
    let promise: PromiseId = reference(act.typed.get("held"))?;
    act.answer("withdrawn", "amount", move |desk, actor| desk.withdraw_promise(actor, promise, "")).await
}

/// `POST /accounts/{id}/task`: what came of a task.
pub async fn finish_task(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let account: AccountId = reference(&id)?;
    let act = act(site, visit, id, "task", "task-", fields);
    let task: TaskId = reference(act.typed.get("task-task"))?;
    let outcome = Outcome::read(act.typed.get("task-outcome"))?;
    let piece = act.typed.get("task-item");
    let items: Vec<ItemId> = if piece.is_empty() { Vec::new() } else { vec![reference(piece)?] };
    let (act, amount, until) = match amount_and_day(act, account, None).await? {
        Ok(read) => read,
        Err(page) => return Ok(page),
    };
    let end = TaskEnd { outcome, amount, until, items, note: act.typed.get("task-note").to_owned() };
    act.answer("task", "outcome", move |desk, actor| desk.finish_task(actor, task, &end)).await
}

/// `POST /accounts/{id}/choices`: the strategy and the payer.
pub async fn choose(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let account: AccountId = reference(&id)?;
    let act = act(site, visit, id, "choices", "choice-", fields);
    let text = |field: &str| Some(act.typed.get(field).trim().to_owned()).filter(|text| !text.is_empty());
    let (strategy, payer) = (text("choice-strategy"), text("choice-payer"));
    act.answer("choices", "payer", move |desk, actor| {
        let payer = payer.as_deref().map(|text| desk.find_account(actor, text)).transpose()?;
        desk.choose(actor, account, payer, strategy.as_deref())
    })
    .await
}
