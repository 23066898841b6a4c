//! What people do around the reminders of an account: tasks, promises, pieces set aside, choices by hand.

use app::accounts::{AccountFile, NextStep};
use app::blocks::{BlockFilter, BlockOrder, BlockReason, ItemBlockId};
use app::plans::PlanFilter;
use app::promises::{PromiseFilter, PromiseId, PromiseLevel, PromiseOrder, PromiseState};
use app::{Actor, Desk, DeskError, Undo};
use axum::response::Response;
use kernel::{Currency, Date, Money};
use ledger::{AccountId, ItemId};

use super::account_acts::{currency_of, on_account};
use super::account_pane::{Kind, on_pane};
use super::entries::level_options;
use crate::act::{Act, Done, Sheet, Slip};
use crate::figures::{self, day};
use crate::forms::Typed;
use crate::problem::Failure;
use crate::words::Words;

/// A line that a button takes back.
pub struct Held {
    pub id: String,
    pub text: String,
}

/// What the page shows of them.
pub struct Chase {
    pub tasks: Vec<Held>,
    pub promises: Vec<Held>,
    pub plans: Vec<Held>,
    /// Cases, the last opened first: reference and line.
    pub cases: Vec<(String, String)>,
    pub kept: String,
    pub blocks: Vec<Held>,
    pub disputes: Vec<Held>,
    pub credit: String,
    /// Where its orders stand; empty where nobody touched them.
    pub held: String,
    /// The insolvency of its debtor: its page and a line; none without one.
    pub insolvency: Option<(String, String)>,
    /// What the register says of its debtor.
    pub company: super::companies::Block,
    pub terms: super::sale_terms::Brief,
    pub strategies: Vec<(String, String)>,
    pub strategy: String,
    pub payer: String,
    pub levels: Vec<LevelForm>,
    pub piece_strategies: Vec<(String, String)>,
}

/// The level of one currency.
pub struct LevelForm {
    pub currency: String,
    pub summary: String,
    pub options: Vec<(String, String)>,
    pub level: String,
}

impl Chase {
    /// The choices in force, where nothing else was typed.
    pub fn typed(&self, typed: Typed) -> Typed {
        self.terms.typed(typed).with("choice-strategy", &self.strategy).with("choice-payer", &self.payer)
    }
}

/// What it is made from.
pub struct Read {
    disputes: Vec<app::disputes::DisputeLine>,
    blocks: Vec<app::blocks::BlockedItem>,
    promises: Vec<app::promises::PromiseLine>,
    plans: Vec<app::plans::PlanLine>,
    cases: Vec<app::cases::CaseLine>,
    history: app::promises::PromiseHistory,
    tasks: Vec<app::tasks::TaskLine>,
    credit: app::credit::CreditLine,
    insolvency: Option<app::insolvency::InsolvencyBanner>,
    company: app::companies::CompanyFile,
    terms: app::sale_terms::AccountSaleTerms,
    strategies: Vec<(String, String)>,
    strategy: String,
    payer: String,
    next: Vec<NextStep>,
}

/// Reads what people did around the reminders of an account.
pub fn read(desk: &Desk, actor: &Actor, of: &AccountFile) -> Result<Read, DeskError> {
    let (file, id) = (&of.account, of.account.id);
    let filter = BlockFilter { account: Some(id), ..BlockFilter::default() };
    let open = PromiseFilter { account: Some(id), state: Some(PromiseState::Open) };
    let mut disputes = desk.disputes(actor, &disputed(id), None, 200)?.rows;
    disputes.retain(|dispute| dispute.step != app::disputes::Step::Closed);
    let mut blocks = desk.blocked_items(actor, &filter, None, 200)?.rows;
    // What a dispute holds is released by closing the dispute.
    blocks.retain(|b| b.reason != BlockReason::Disputed || disputes.iter().all(|d| d.item_id != b.item_id));
    Ok(Read {
        disputes,
        blocks,
        promises: desk.promises(actor, &open, None, 200)?.rows,
        plans: desk.plans(actor, &PlanFilter { account: Some(id), ..PlanFilter::default() }, None, 50)?.rows,
        cases: desk.cases(actor, &app::cases::CaseFilter { open: None, account: Some(id) }, None, 20)?.rows,
        history: desk.promise_history(actor, id)?,
        tasks: desk.account_tasks(actor, id)?,
        credit: desk.credit_of(actor, id)?.line,
        insolvency: desk.insolvency_of_account(actor, id)?,
        company: desk.company(actor, id)?,
        terms: desk.sale_terms_of_account(actor, id)?,
        strategies: desk.plan()?.strategies.into_iter().map(|s| (s.slug, s.name)).collect(),
        strategy: file.strategy.clone().unwrap_or_default(),
        payer: of.payer.as_ref().map_or_else(String::new, |payer| payer.number.clone()),
        // The level of what another account pays for is that of its payer.
        next: if of.payer.is_some() { Vec::new() } else { of.next.clone() },
    })
}

fn disputed(account: AccountId) -> app::disputes::DisputeFilter {
    app::disputes::DisputeFilter { account: Some(account), ..Default::default() }
}

/// How a debtor keeps their promises, in words; nothing where none was judged.
fn kept_words(kept: &app::promises::PromiseHistory, w: Words) -> String {
    let all = kept.judged();
    if all == 0 {
        return String::new();
    }
    let rate = kept.rate().unwrap_or(0).to_string();
    let values = [("kept", kept.kept.to_string()), ("all", all.to_string()), ("rate", rate)];
    w.with("promises-kept", &values.each_ref().map(|(k, v)| (*k, v.as_str())))
}

/// The same in words.
pub fn chase(read: Read, today: Date, w: Words) -> Chase {
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
        let level = w.of("promise-level", p.level.slug());
        let values = [("amount", amount.as_str()), ("day", &until), ("level", &level), ("by", &p.actor)];
        let text = w.with("promise-line", &values);
        Held { id: p.id.to_string(), text }
    };
    let plan = |p: &app::plans::PlanLine| {
        let values = [("paid", money(&p.paid, p.currency)), ("total", money(&p.total, p.currency))];
        let sums = w.with("plan-line", &values.each_ref().map(|(k, v)| (*k, v.as_str())));
        Held { id: p.id.to_string(), text: format!("{} · {sums}", w.of("plan-state", p.state.slug())) }
    };
    let task = |t: &app::tasks::TaskLine| {
        let (kind, due) = (w.of("task-kind", t.kind.slug()), day(t.due, today, w.lang));
        let subject = w.of("step", t.subject.pick(w.lang));
        let parts = [kind.as_str(), &due, &subject, &t.owner];
        let parts: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
        Held { id: t.id.to_string(), text: parts.join(" · ") }
    };
    let dispute = |d: &app::disputes::DisputeLine| {
        let (held, kind) = (money(&d.held, d.currency), w.of("dispute-kind", d.kind.slug()));
        let (step, due) = (w.of("dispute-step", d.step.slug()), day(d.due, today, w.lang));
        let values = [("piece", d.item.as_str()), ("amount", &held), ("kind", &kind), ("step", &step)];
        let text = w.with("dispute-line", &[&values[..], &[("owner", d.owner.as_str()), ("due", &due)]].concat());
        Held { id: d.id.to_string(), text }
    };
    let mut strategies = vec![(String::new(), w.t("strategy-by-segment"))];
    strategies.extend(read.strategies.into_iter().map(|(slug, name)| {
        let shown = app::strategies::title(&slug, &name, w.lang).to_owned();
        (slug, shown)
    }));
    let mut piece_strategies = strategies.clone();
    piece_strategies[0].1 = w.t("strategy-by-account");
    let (credit, held) = super::credit::brief(&read.credit, w);
    Chase {
        credit,
        held,
        insolvency: read.insolvency.as_ref().map(|banner| super::insolvency::banner(banner, today, w)),
        company: super::companies::block(&read.company, today, w),
        terms: super::sale_terms::brief(&read.terms, today, w),
        tasks: read.tasks.iter().map(task).collect(),
        promises: read.promises.iter().map(promise).collect(),
        plans: read.plans.iter().rev().map(plan).collect(),
        cases: super::cases::brief(&read.cases, today, w),
        kept: kept_words(&read.history, w),
        blocks: read.blocks.iter().map(block).collect(),
        disputes: read.disputes.iter().map(dispute).collect(),
        strategies,
        strategy: read.strategy,
        payer: read.payer,
        levels: level_forms(&read.next, w),
        piece_strategies,
    }
}

/// One form for each currency chased; the first decision of a currency is that of its usual strategy.
fn level_forms(next: &[NextStep], w: Words) -> Vec<LevelForm> {
    let mut forms: Vec<LevelForm> = Vec::new();
    for step in next.iter().filter(|step| !step.steps.is_empty()) {
        let currency = step.currency.to_string();
        if forms.iter().any(|form| form.currency == currency) {
            continue;
        }
        let steps: Vec<&str> = step.steps.iter().map(String::as_str).collect();
        let options = level_options(&steps, w);
        let now = options.iter().find(|(value, _)| *value == step.level.to_string());
        let summary = now.map_or_else(String::new, |(_, label)| label.clone());
        forms.push(LevelForm { currency, summary, options, level: step.level.to_string() });
    }
    forms
}

const BLOCK: Sheet = Sheet { form: "block", prefix: "block-", field: "item" };
const RELEASE: Sheet = Sheet { form: "block", prefix: "", field: "block-item" };
const PROMISE: Sheet = Sheet { form: "promise", prefix: "promise-", field: "amount" };
const WITHDRAW: Sheet = Sheet { form: "promise", prefix: "", field: "promise-amount" };
const CHOICES: Sheet = Sheet { form: "choices", prefix: "choice-", field: "payer" };
const PIECE: Sheet = Sheet { form: "piece", prefix: "piece-", field: "strategy" };
const LEVEL: Sheet = Sheet { form: "level", prefix: "level-", field: "level" };

/// `POST /accounts/{id}/block`: a piece, or a part of it.
pub async fn block(act: Act) -> Result<Response, Failure> {
    on_pane(act, Kind::Block, &BLOCK, |desk, actor, form| {
        let (account, item): (AccountId, ItemId) = (form.about()?, form.reference("item")?);
        let slug = form.text("reason");
        let reason = BlockReason::parse(&slug).ok_or_else(|| Failure::unknown(&slug))?;
        let until = form.day("until")?;
        let amount = form.amount("amount", currency_of(desk, actor, account, Some(item))?)?;
        let order = BlockOrder { reason, amount, owner: form.text("owner"), until, note: form.text("note") };
        let made = desk.block(actor, desk.item_of_account(actor, account, item)?, &order)?;
        Ok(Done::or("blocked", Undo::Block(made)))
    })
    .await
}

/// `POST /accounts/{id}/unblock`.
pub async fn unblock(act: Act) -> Result<Response, Failure> {
    on_account(act, &RELEASE, |desk, actor, form| {
        let block: ItemBlockId = form.reference("held")?;
        desk.unblock(actor, block)?;
        Ok(Done::or("released", Undo::Release(block)))
    })
    .await
}

/// `POST /accounts/{id}/promise`.
pub async fn promise(act: Act) -> Result<Response, Failure> {
    on_pane(act, Kind::Promise, &PROMISE, |desk, actor, form| {
        let account: AccountId = form.about()?;
        let amount = form.amount("amount", currency_of(desk, actor, account, None)?)?;
        let amount = amount.ok_or_else(|| Slip::beside("amount", "amount-missing"))?;
        let level = PromiseLevel::parse(&form.text("level")).unwrap_or(PromiseLevel::Said);
        let order = PromiseOrder { amount, until: form.day_needed("until")?, level, note: form.text("note") };
        let made = desk.promise(actor, account, &order)?;
        Ok(Done::or("promised", Undo::Promise(made)).confirming(Some(made)))
    })
    .await
}

/// `POST /accounts/{id}/withdraw`: a promise that nobody judged yet.
pub async fn withdraw(act: Act) -> Result<Response, Failure> {
    on_account(act, &WITHDRAW, |desk, actor, form| {
        let promise: PromiseId = form.reference("held")?;
        desk.withdraw_promise(actor, promise, "")?;
        Ok(Done::or("withdrawn", Undo::Withdrawal(promise)))
    })
    .await
}

/// `POST /accounts/{id}/choices`: the strategy and the payer.
pub async fn choose(act: Act) -> Result<Response, Failure> {
    on_account(act, &CHOICES, |desk, actor, form| {
        let account: AccountId = form.about()?;
        let payer = form.some("payer").map(|text| desk.find_account(actor, &text)).transpose()?;
        let act = desk.choose(actor, account, payer, form.some("strategy").as_deref())?;
        Ok(Done::from("choices").undoing(act.map(Undo::Fact)))
    })
    .await
}

/// `POST /accounts/{id}/piece`: the strategy of one piece; none follows its account again.
pub async fn choose_for_piece(act: Act) -> Result<Response, Failure> {
    on_account(act, &PIECE, |desk, actor, form| {
        let item = desk.item_of_account(actor, form.about()?, form.reference("item")?)?;
        let act = desk.choose_item_strategy(actor, item, form.some("strategy").as_deref())?;
        Ok(Done::from("choices").undoing(act.map(Undo::Fact)))
    })
    .await
}

/// `POST /accounts/{id}/level`: the level taken as done.
pub async fn set_level(act: Act) -> Result<Response, Failure> {
    on_account(act, &LEVEL, |desk, actor, form| {
        let level = form.number("level")?.ok_or_else(|| Slip::beside("level", "level-missing"))?;
        let text = form.text("currency");
        let currency = Currency::parse(&text).map_err(|_| Failure::unknown(&text))?;
        desk.set_level(actor, form.about()?, currency, level, &form.text("reason"))?;
        Ok("level")
    })
    .await
}
