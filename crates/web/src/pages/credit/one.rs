//! The credit of one customer: class, limit, insurance, orders, what got worse.

use app::credit::{CoverOrder, CreditFile, OrderAct, OrderBlockId, OrderBlockLine, OrderState};
use app::{Actor, Desk, DeskError, Permission};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Currency, Date};
use ledger::AccountId;

use super::declare::{self, Declarations};
use super::factor::{self, Factored};
use super::graded;
use super::signals::{self, Row as SignalRow};
use crate::act::{Act, Answered, Sheet, Slip};
use crate::api::credit::act as act_asked;
use crate::figures::{self, Amount, day};
use crate::forms::{Typed, reference};
use crate::layout::{Frame, html};
use crate::pages::account_pane::typed_amount;
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

struct Point {
    criterion: String,
    why: String,
    points: String,
    weight: String,
    adds: String,
}

struct Order {
    id: String,
    state: String,
    held: bool,
    why: String,
    told: String,
    decided: String,
    /// What may be done now, by who looks: value, words, the first of them.
    acts: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "credit_one.html")]
#[expect(clippy::struct_excessive_bools, reason = "each is one thing the page shows or not")]
struct Page {
    w: Words,
    frame: Frame,
    id: String,
    name: String,
    number: String,
    grade: String,
    tone: &'static str,
    unknown: String,
    exposure: Amount,
    not_due: Amount,
    overdue: Amount,
    beyond: Option<Amount>,
    limit: String,
    limit_told: String,
    uncovered: Option<Amount>,
    cover: Vec<(String, String)>,
    declarations: Declarations,
    group: String,
    others: bool,
    points: Vec<Point>,
    sum: String,
    orders: Vec<Order>,
    may_propose: bool,
    signals: Vec<SignalRow>,
    may_see: bool,
    factored: Vec<Factored>,
    free: Vec<(String, String)>,
    may_set: bool,
    currencies: Vec<(String, String)>,
    typed: Typed,
    back: String,
}

const LIMIT: Sheet = Sheet { form: "limit", prefix: "limit-", field: "amount" };
const COVER: Sheet = Sheet { form: "cover", prefix: "cover-", field: "amount" };
const ORDERS: Sheet = Sheet { form: "orders", prefix: "orders-", field: "reason" };

/// `GET /accounts/{id}/credit`.
pub async fn page(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    show(&site, &visit, &id, None).await
}

async fn show(site: &Site, visit: &Visit, id: &str, wrong: Option<Typed>) -> Result<Response, Failure> {
    let (actor, account, w) = (visit.actor.clone(), reference::<AccountId>(id)?, visit.words());
    let read = site.ask(move |desk| {
        let file = desk.credit_of(&actor, account)?;
        Ok((file, factor::read(desk, &actor, account)?, desk.today()))
    });
    let (file, pieces, today): (CreditFile, factor::Read, Date) = read.await?;
    let bad = wrong.is_some();
    let mut response = html(&build(visit, (&file, &pieces), today, wrong, w))?;
    if bad {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

fn build(
    visit: &Visit,
    (file, pieces): (&CreditFile, &factor::Read),
    today: Date,
    wrong: Option<Typed>,
    w: Words,
) -> Page {
    let line = &file.line;
    let amount = |text: &String| Amount::new(figures::decimal(text, line.currency), w.lang);
    let money = |text: &str, currency: Currency| figures::money(figures::decimal(text, currency), w.lang);
    let (grade, tone) = graded(line.grade, w);
    let (edits, decides) = (visit.visitor.may(Permission::EditAccount), visit.visitor.may(Permission::Run));
    let open = file.orders.first().is_some_and(|block| !block.state.is_over());
    let limit_told = file.limit.as_ref().map(|l| {
        let values = [("reason", l.reason.clone()), ("by", l.actor.clone()), ("day", day(l.since, today, w.lang))];
        w.with("credit-limit-told", &values.each_ref().map(|(k, v)| (*k, v.as_str())))
    });
    let group = file.group.as_ref().map(|group| {
        let owed = money(&group.exposure, line.currency);
        w.n("credit-group", group.accounts, &[("name", &group.name), ("owed", &owed)])
    });
    let (factored, free) = factor::view(pieces, today, w);
    let number = |n: u32| figures::count(u64::from(n), w.lang);
    let sums = [("sum", number(file.sum)), ("most", number(file.most))];
    Page {
        w,
        frame: Frame::of(visit, "nav-credit", &line.debtor).read_at(file.read_at),
        id: line.account_id.to_string(),
        name: line.debtor.clone(),
        number: line.account.clone(),
        grade,
        tone,
        unknown: file.unknown.as_ref().map_or_else(String::new, |why| why.pick(w.lang).to_owned()),
        exposure: amount(&line.exposure),
        not_due: amount(&line.not_due),
        overdue: amount(&line.overdue),
        beyond: line.beyond.as_ref().map(amount),
        limit: line.limit.as_ref().map_or_else(String::new, |limit| money(limit, line.currency)),
        limit_told: limit_told.unwrap_or_default(),
        uncovered: super::uncovered(line, w),
        cover: cover(file, today, w),
        declarations: declare::view(file, today, w),
        group: group.unwrap_or_default(),
        others: line.other_currencies,
        points: points(file, w),
        sum: w.with("credit-sum", &sums.each_ref().map(|(k, v)| (*k, v.as_str()))),
        orders: file.orders.iter().map(|block| order(block, (edits, decides), today, w)).collect(),
        may_propose: edits && !open,
        signals: file.signals.iter().map(|signal| signals::row(signal, today, w)).collect(),
        may_see: edits,
        factored,
        free,
        may_set: decides,
        currencies: currencies(file),
        typed: wrong.unwrap_or_else(|| typed(file, w)),
        back: format!("/accounts/{}/credit", line.account_id),
    }
}

/// The currencies a limit can be in: that of the account, and those people owe in most.
fn currencies(file: &CreditFile) -> Vec<(String, String)> {
    let own = file.line.currency.code().to_owned();
    let mut all = vec![own];
    all.extend(["EUR", "USD", "GBP", "CHF"].map(str::to_owned));
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|code| seen.insert(code.clone()));
    all.into_iter().map(|code| (code.clone(), code)).collect()
}

/// What is in force, where nothing else was typed.
fn typed(file: &CreditFile, w: Words) -> Typed {
    let amount = |text: &str, currency| typed_amount(figures::decimal(text, currency), w.lang);
    let day = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
    let mut typed = Typed::default().with("limit-currency", file.line.currency.code());
    if let Some(limit) = &file.limit {
        typed = typed.with("limit-amount", amount(&limit.amount, limit.currency));
    }
    let Some(cover) = &file.cover else { return typed.with("cover-currency", file.line.currency.code()) };
    typed
        .with("cover-insurer", &cover.insurer)
        .with("cover-policy", &cover.policy)
        .with("cover-amount", amount(&cover.amount, cover.currency))
        .with("cover-currency", cover.currency.code())
        .with("cover-since", day(Some(cover.since)))
        .with("cover-until", day(cover.until))
        .with("cover-declare", cover.declare_days.map_or_else(String::new, |days| days.to_string()))
}

fn points(file: &CreditFile, w: Words) -> Vec<Point> {
    let point = |p: &app::credit::CreditPoint| Point {
        criterion: w.of("credit-criterion", p.criterion.slug()),
        why: p.why.pick(w.lang).to_owned(),
        points: p.points.map_or_else(|| "–".to_owned(), |points| points.to_string()),
        weight: p.weight.to_string(),
        adds: p.adds.map_or_else(|| "–".to_owned(), |adds| figures::count(u64::from(adds), w.lang)),
    };
    file.points.iter().map(point).collect()
}

fn cover(file: &CreditFile, today: Date, w: Words) -> Vec<(String, String)> {
    let Some(cover) = &file.cover else { return Vec::new() };
    let shown = |on: Date| day(on, today, w.lang);
    let amount = figures::money(figures::decimal(&cover.amount, cover.currency), w.lang);
    let until = cover.until.map_or_else(|| w.t("credit-cover-endless"), shown);
    let mut facts = vec![
        (w.t("credit-insurer"), [cover.insurer.as_str(), &cover.policy].join(" ").trim_end().to_owned()),
        (w.t("credit-cover-amount"), amount),
        (w.t("credit-cover-span"), format!("{} – {until}", shown(cover.since))),
    ];
    if !cover.in_force {
        facts.push((w.t("state"), w.t("credit-cover-over")));
    }
    let delay = cover
        .declare_days
        .map_or_else(|| w.t("credit-declare-unknown"), |days| w.t1("credit-declare-days", "days", days));
    facts.push((w.t("credit-declare"), delay));
    if let Some(by) = cover.declare_by {
        facts.push((w.t("credit-declare-by"), shown(by)));
    }
    facts
}

fn order(block: &OrderBlockLine, (edits, decides): (bool, bool), today: Date, w: Words) -> Order {
    let may = |act: &&OrderAct| {
        let allowed = if act.proposes() { edits } else { decides };
        allowed && block.state.after(**act).is_some()
    };
    let words = |act: &OrderAct| {
        let key = format!("{}-{}", block.state.slug(), act.slug());
        (act.slug(), w.of("credit-act", &key))
    };
    let answer = block.decided_at.map(|at| {
        let on = day(w.day_of(at), today, w.lang);
        // What a rule withdrew has the reason of the rule.
        let gone = block.gone.as_ref().map_or("", |gone| gone.pick(w.lang));
        let why = if block.decided_why.is_empty() { gone } else { block.decided_why.as_str() };
        w.with("credit-decided", &[("by", block.decided_by.as_str()), ("day", &on), ("why", why)])
    });
    let asked = block.gone.as_ref().filter(|_| block.state == OrderState::Releasing);
    let why = match asked {
        Some(gone) => format!("{} ; {}", block.why.pick(w.lang), gone.pick(w.lang)),
        None => block.why.pick(w.lang).to_owned(),
    };
    let on = day(block.since, today, w.lang);
    Order {
        id: block.id.to_string(),
        state: w.of("credit-orders", block.state.slug()),
        held: block.state.holds(),
        why,
        told: w.with("credit-proposed-by", &[("by", &block.actor), ("day", &on)]),
        decided: answer.unwrap_or_default(),
        acts: OrderAct::ALL.iter().filter(may).map(words).collect(),
    }
}

fn currency(text: &str) -> Result<Currency, Slip> {
    Ok(Currency::parse(text).map_err(|e| Failure::malformed(e.to_string()))?)
}

pub(super) async fn answered(id: String, answered: Answered) -> Result<Response, Failure> {
    match answered {
        Answered::Done(done) => Ok(done.go(&format!("/accounts/{id}/credit"))),
        Answered::Wrong(act) => show(&act.site, &act.visit, &id, Some(act.typed)).await,
    }
}

/// `POST /accounts/{id}/credit/limit`.
pub async fn set_limit(act: Act) -> Result<Response, Failure> {
    let id = act.id.clone();
    let done = act.answer(&LIMIT, |desk, actor, form| {
        let amount = form.amount("amount", currency(&form.text("currency"))?)?;
        desk.set_credit_limit(actor, form.about()?, amount, &form.text("reason"))?;
        Ok("credit-limit")
    });
    answered(id, done.await?).await
}

/// `POST /accounts/{id}/credit/cover`; `remove=1` takes it away.
pub async fn set_cover(act: Act) -> Result<Response, Failure> {
    let id = act.id.clone();
    let done = act.answer(&COVER, |desk, actor, form| {
        let account: AccountId = form.about()?;
        if form.is("remove", "1") {
            desk.set_credit_cover(actor, account, None)?;
            return Ok("credit-cover-removed");
        }
        let currency = currency(&form.text("currency"))?;
        let order = CoverOrder {
            insurer: form.text("insurer"),
            policy: form.text("policy"),
            amount: form.amount("amount", currency)?.unwrap_or(kernel::Money::zero(currency)),
            since: form.day("since")?,
            until: form.day("until")?,
            declare_days: form.number("declare")?,
        };
        desk.set_credit_cover(actor, account, Some(&order))?;
        Ok("credit-cover")
    });
    answered(id, done.await?).await
}

/// `POST /accounts/{id}/credit/orders`: a block, proposed or done at once.
pub async fn block(act: Act) -> Result<Response, Failure> {
    let id = act.id.clone();
    let done = act.answer(&ORDERS, |desk, actor, form| {
        let at_once = form.is("at-once", "1");
        desk.block_orders(actor, form.about()?, &form.text("reason"), at_once)?;
        Ok(if at_once { "credit-blocked" } else { "credit-block-proposed" })
    });
    answered(id, done.await?).await
}

/// `POST /credit/orders/{id}`: what is done with a block.
pub async fn decide(act: Act) -> Result<Response, Failure> {
    let (site, visit, id) = (act.site.clone(), act.visit.clone(), reference::<OrderBlockId>(&act.id)?);
    let actor = visit.actor.clone();
    let account = site.ask(move |desk| account_of(desk, &actor, id)).await?.to_string();
    let done = act.answer(&ORDERS, |desk, actor, form| {
        let asked = act_asked(&form.text("act"))?;
        let state = desk.decide_orders(actor, form.about()?, asked, &form.text("reason"))?;
        Ok(match state {
            OrderState::Blocked => "credit-blocked",
            OrderState::Released => "credit-released",
            OrderState::Releasing => "credit-release-asked",
            _ => "credit-refused",
        })
    });
    answered(account, done.await?).await
}

fn account_of(desk: &Desk, actor: &Actor, id: OrderBlockId) -> Result<AccountId, DeskError> {
    desk.order_block(actor, id).map(|block| block.account_id)
}
