//! Instalment plans: the list, one plan with its schedule and papers, and what is done with it.

use app::imports::Upload;
use app::links::LinkId;
use app::plans::{
    Limits, PlanDetail, PlanFilter, PlanId, PlanLimits, PlanLine, PlanSignature, PlanState, SignatureLevel,
};
use app::{Actor, Desk, Permission};
use askama::Template;
use axum::Router;
use axum::extract::multipart::Multipart;
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use kernel::Date;
use serde::Deserialize;

use super::links::{Address, Asked as LinkAsked, address};
use super::plan_papers::{notice, protocol, receipt};
use super::{after, imports, plan_composer};
use crate::act::{Act, Answered, Done, Reading, Sheet, Slip};
use crate::figures::{self, Amount, day, decimal};
use crate::forms::{Typed, reference};
use crate::layout::{Frame, html, link};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// Plans of a page.
const SHOWN: u32 = 50;
/// Bytes of a signed copy, with what a form adds.
const COPY_MAX: usize = 12_000_000;

const ACT: Sheet = Sheet { form: "plan", prefix: "", field: "act" };
const LIMITS: Sheet = Sheet { form: "limits", prefix: "", field: "months" };

/// Every route of the plans.
pub fn routes(site: &Site) -> Router<Site> {
    let file = post(copy).layer(DefaultBodyLimit::max(site.config.upload_limit.min(COPY_MAX)));
    Router::new()
        .route("/plans", get(list))
        .route("/plans/limits", post(set_limits))
        .route("/plans/{id}", get(page))
        .route("/plans/{id}/approve", post(approve))
        .route("/plans/{id}/refuse", post(refuse))
        .route("/plans/{id}/sign", post(sign))
        .route("/plans/{id}/cancel", post(cancel))
        .route("/plans/{id}/notify", post(notify))
        .route("/plans/{id}/accelerate", post(accelerate))
        .route("/plans/{id}/means", post(erase_means))
        .route("/plans/{id}/copy", file)
        .route("/plans/{id}/protocol", get(protocol))
        .route("/plans/{id}/notice", get(notice))
        .route("/items/{id}/receipt", get(receipt))
        .route("/accounts/{id}/plan", get(plan_composer::form).post(plan_composer::propose))
        .route("/accounts/{id}/plan/offer", post(plan_composer::compute))
}

/// What the tabs of the list show.
const TABS: [(&str, &[PlanState]); 5] = [
    ("running", &[PlanState::Active, PlanState::Late, PlanState::Noticed]),
    ("late", &[PlanState::Late, PlanState::Noticed]),
    ("awaiting", &[PlanState::Awaiting]),
    ("proposed", &[PlanState::Proposed]),
    ("over", &[PlanState::Kept, PlanState::Accelerated, PlanState::Cancelled, PlanState::Refused, PlanState::Replaced]),
];

struct Row {
    id: String,
    account: String,
    debtor: String,
    number: String,
    state: String,
    tone: &'static str,
    total: Amount,
    paid: Amount,
    late: String,
    next: String,
    owner: String,
}

struct Tab {
    href: String,
    label: String,
    here: bool,
}

#[derive(Template)]
#[template(path = "plans.html")]
struct List {
    w: Words,
    frame: Frame,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    next: String,
    typed: Typed,
    may_set: bool,
    open: bool,
}

/// Which plans the list shows.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    show: String,
    #[serde(default)]
    after: String,
}

fn tone(state: PlanState) -> &'static str {
    match state {
        PlanState::Kept => "cash",
        PlanState::Late | PlanState::Noticed | PlanState::Accelerated => "right",
        PlanState::Awaiting | PlanState::Proposed => "attention",
        _ => "",
    }
}

fn row(plan: &PlanLine, today: Date, w: Words) -> Row {
    let money = |text: &str| decimal(text, plan.currency);
    let late = money(&plan.late);
    let next = plan
        .next_due
        .zip(plan.next_amount.as_deref())
        .map(|(due, amount)| format!("{} · {}", day(due, today, w.lang), figures::money(money(amount), w.lang)));
    Row {
        id: plan.id.to_string(),
        account: plan.account_id.to_string(),
        debtor: plan.debtor.clone(),
        number: plan.account.clone(),
        state: w.of("plan-state", plan.state.slug()),
        tone: tone(plan.state),
        total: Amount::new(money(&plan.total), w.lang),
        paid: Amount::new(money(&plan.paid), w.lang),
        late: if late.is_zero() { String::new() } else { figures::money(late, w.lang) },
        next: next.unwrap_or_default(),
        owner: plan.owner.clone(),
    }
}

/// The limits as a form shows them.
fn limits_typed(limits: &PlanLimits) -> Typed {
    let mut typed = Typed::default();
    for (who, l) in [("collector", limits.collector), ("manager", limits.manager)] {
        let set = |typed: Typed, name: &str, value: u32| typed.with(&format!("{who}-{name}"), value.to_string());
        typed = set(set(set(typed, "months", l.months), "least", l.least), "days", l.first_days);
    }
    typed
}

async fn show_list(site: &Site, visit: &Visit, asked: &Asked, wrong: Option<Typed>) -> Result<Response, Failure> {
    let (actor, w, place) = (visit.actor.clone(), visit.words(), after(&asked.after)?);
    let shown = TABS.iter().find(|(name, _)| *name == asked.show).unwrap_or(&TABS[0]);
    let filter = PlanFilter { states: shown.1.to_vec(), account: None };
    let read = site.ask(move |desk| {
        Ok((desk.plans(&actor, &filter, place, SHOWN)?, desk.plan_limits(&actor)?, desk.today(), desk.now()))
    });
    let (found, limits, today, now): (_, _, Date, _) = read.await?;
    let tab = |(name, _): &(&'static str, &[PlanState])| Tab {
        href: link("/plans", &[("show", name)]),
        label: w.of("plans-show", name),
        here: *name == shown.0,
    };
    let open = wrong.is_some();
    let page = List {
        w,
        frame: Frame::of(visit, "nav-plans", &w.t("nav-plans")).read_at(now),
        tabs: TABS.iter().map(tab).collect(),
        rows: found.rows.iter().map(|plan| row(plan, today, w)).collect(),
        next: found.next.map(|id| link("/plans", &[("show", shown.0), ("after", &id.to_string())])).unwrap_or_default(),
        typed: wrong.unwrap_or_else(|| limits_typed(&limits)),
        may_set: visit.visitor.may(Permission::Settings),
        open,
    };
    let mut response = html(&page)?;
    if open {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// `GET /plans`.
pub async fn list(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    show_list(&site, &visit, &asked, None).await
}

/// `POST /plans/limits`: what each role grants alone.
pub async fn set_limits(act: Act) -> Result<Response, Failure> {
    let answered = act.answer(&LIMITS, |desk, actor, form| {
        let known = desk.plan_limits(actor)?;
        let part = |names: [&'static str; 3], known: Limits| {
            let number = |name: &'static str, usual: u32| Ok::<_, Slip>(form.number(name)?.unwrap_or(usual));
            Ok::<_, Slip>(Limits {
                months: number(names[0], known.months)?,
                least: number(names[1], known.least)?,
                first_days: number(names[2], known.first_days)?,
                ..known
            })
        };
        let limits = PlanLimits {
            collector: part(["collector-months", "collector-least", "collector-days"], known.collector)?,
            manager: part(["manager-months", "manager-least", "manager-days"], known.manager)?,
        };
        desk.set_plan_limits(actor, &limits)?;
        Ok("plan-limits")
    });
    match answered.await? {
        Answered::Done(done) => Ok(done.go("/plans")),
        Answered::Wrong(act) => show_list(&act.site, &act.visit, &Asked::default(), Some(act.typed)).await,
    }
}

struct Line {
    n: usize,
    due: String,
    amount: Amount,
    paid: Amount,
    on: String,
    state: String,
    tone: &'static str,
}

#[derive(Template)]
#[template(path = "plan.html")]
struct Page {
    w: Words,
    frame: Frame,
    id: String,
    line: Row,
    left: Amount,
    schedule: Vec<Line>,
    facts: Vec<(String, String)>,
    pieces: Vec<(String, Amount)>,
    papers: Vec<(String, String)>,
    means: Vec<(String, String)>,
    made: Option<Address>,
    note: String,
    say: String,
    levels: Vec<(String, String)>,
    typed: Typed,
    /// What may be done with it now, and by who looks.
    acts: Vec<&'static str>,
}

impl Page {
    fn may(&self, act: &str) -> bool {
        self.acts.contains(&act)
    }
}

/// What may be done with a plan now.
fn acts(plan: &PlanDetail, visit: &Visit, today: Date) -> Vec<&'static str> {
    let (state, edits) = (plan.line.state, visit.visitor.may(Permission::EditAccount));
    let late = decimal(&plan.line.late, plan.line.currency).minor() > 0;
    let lapsed = plan.notice_until.is_some_and(|until| until < today);
    let all = [
        ("approve", state == PlanState::Awaiting && visit.visitor.may(Permission::Run)),
        ("sign", edits && state == PlanState::Proposed),
        ("notify", edits && late && matches!(state, PlanState::Active | PlanState::Late)),
        ("accelerate", edits && state == PlanState::Noticed && plan.acceleration && lapsed),
        ("refuse", edits && plan.signed_on.is_none()),
        ("end", if state.binds() { visit.visitor.may(Permission::Run) } else { edits && !state.is_over() }),
        ("copy", edits && plan.signed_on.is_some()),
        ("replace", edits && state.binds()),
    ];
    all.into_iter().filter(|(_, may)| *may).map(|(act, _)| act).collect()
}

fn facts(plan: &PlanDetail, today: Date, w: Words) -> Vec<(String, String)> {
    let shown = |date: Date| day(date, today, w.lang);
    let money = |text: &str| figures::money(decimal(text, plan.line.currency), w.lang);
    let mut facts = vec![
        (w.t("plan-made"), format!("{} · {}", shown(plan.line.made), plan.actor)),
        (w.t("plan-principal"), money(&plan.principal)),
        (
            w.t("plan-interest"),
            if plan.rate.is_empty() {
                w.t("plan-cost-free")
            } else {
                format!("{} · {} %", money(&plan.interest), plan.rate)
            },
        ),
    ];
    if !plan.approved_by.is_empty() {
        facts.push((w.t("plan-approved-by"), plan.approved_by.clone()));
    }
    if let Some(on) = plan.signed_on {
        let level = w.of("plan-level", &plan.signed_level);
        facts.push((w.t("plan-signed"), format!("{} · {} · {level}", shown(on), plan.signed_by)));
    }
    let clause = if plan.acceleration { "plan-clause-yes" } else { "plan-clause-no" };
    facts.push((w.t("plan-clause-fact"), w.t1(clause, "days", plan.notice_days)));
    if let (Some(on), Some(until)) = (plan.noticed_on, plan.notice_until) {
        let values = [("on", shown(on)), ("until", shown(until))];
        facts.push((
            w.t("plan-noticed"),
            w.with("plan-notice-runs-until", &values.each_ref().map(|(k, v)| (*k, v.as_str()))),
        ));
    }
    if let Some(on) = plan.ended_on {
        facts.push((w.t("plan-ended"), [shown(on), plan.ended_why.clone()].join(" ").trim_end().to_owned()));
    }
    facts
}

fn papers(plan: &PlanDetail, w: Words) -> Vec<(String, String)> {
    let mut papers = Vec::new();
    match plan.protocol {
        Some(id) if plan.signed_on.is_some() => papers.push((format!("/documents/{id}"), w.t("plan-paper-protocol"))),
        _ => papers.push((format!("/plans/{}/protocol", plan.line.id), w.t("plan-paper-draft"))),
    }
    if let Some(id) = plan.copy {
        papers.push((format!("/documents/{id}"), w.t("plan-paper-copy")));
    }
    if plan.line.state.binds() && decimal(&plan.line.late, plan.line.currency).minor() > 0 {
        papers.push((format!("/plans/{}/notice", plan.line.id), w.t("plan-paper-notice")));
    }
    papers
}

/// The page of a plan, with the address of a link to sign it where one is named.
pub async fn show(site: &Site, visit: &Visit, id: &str, shown: &str, typed: Typed) -> Result<Response, Failure> {
    let (actor, w, plan) = (visit.actor.clone(), visit.words(), reference::<PlanId>(id)?);
    let shown = Some(shown).filter(|text| !text.is_empty()).map(reference::<LinkId>).transpose()?;
    let (plan, made, today) = site
        .ask(move |desk| {
            let made = shown.map(|id| desk.link_shown(&actor, id)).transpose()?;
            Ok((desk.plan_detail(&actor, plan)?, made, desk.today()))
        })
        .await?;
    let currency = plan.line.currency;
    let amount = |text: &str| Amount::new(decimal(text, currency), w.lang);
    let state = plan.line.state;
    let line = |(n, i): (usize, &app::plans::PlanInstalmentLine)| {
        let told = if plan.signed_on.is_some() { i.state } else { "awaited" };
        Line {
            n: n + 1,
            due: figures::weekday_day(i.due, today, w.lang),
            amount: amount(&i.amount),
            paid: amount(&i.paid),
            on: i.paid_on.map_or_else(String::new, |on| day(on, today, w.lang)),
            state: w.of("plan-instalment", told),
            tone: match told {
                "kept" | "kept-late" => "cash",
                "late" | "partly" => "right",
                _ => "",
            },
        }
    };
    let means = plan.means.map_or_else(Vec::new, |m| {
        let money = |minor| figures::money(kernel::Money::new(minor, currency), w.lang);
        vec![
            (w.t("plan-income"), money(m.income_minor)),
            (w.t("plan-charges"), money(m.charges_minor)),
            (w.t("plan-remains-fact"), money(m.remains_minor())),
        ]
    });
    let wrong = typed.is_wrong();
    let title = w.with("plan-of", &[("debtor", &plan.line.debtor), ("id", &plan.line.id.to_string())]);
    let page = Page {
        w,
        frame: Frame::of(visit, "nav-plans", &title).read_at(plan.read_at),
        id: plan.line.id.to_string(),
        line: row(&plan.line, today, w),
        left: amount(&plan.line.left),
        schedule: plan.schedule.iter().enumerate().map(line).collect(),
        facts: facts(&plan, today, w),
        pieces: plan.pieces.iter().map(|p| (p.number.clone(), amount(&p.open))).collect(),
        papers: papers(&plan, w),
        means,
        note: plan.note.clone(),
        made: made.map(|made| address(&made, today, w)),
        say: w.of("plan-say", state.slug()),
        levels: w.choices("plan-level", SignatureLevel::ALL.iter().map(|l| l.slug())),
        typed: if wrong { typed } else { typed.with("on", today.to_string()).with("level", "handwritten") },
        acts: acts(&plan, visit, today),
    };
    let mut response = html(&page)?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// `GET /plans/{id}`.
pub async fn page(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<LinkAsked>,
) -> Result<Response, Failure> {
    show(&site, &visit, &id, &asked.link, Typed::default()).await
}

async fn on_plan<W>(act: Act, work: W) -> Result<Response, Failure>
where
    W: FnOnce(&Desk, &Actor, &Reading) -> Result<&'static str, Slip> + Send + 'static,
{
    let page = format!("/plans/{}", act.id);
    match act.answer(&ACT, work).await? {
        Answered::Done(done) => Ok(done.go(&page)),
        Answered::Wrong(act) => show(&act.site, &act.visit, &act.id, "", act.typed).await,
    }
}

/// `POST /plans/{id}/approve`.
pub async fn approve(act: Act) -> Result<Response, Failure> {
    on_plan(act, |desk, actor, form| {
        desk.approve_plan(actor, form.about()?)?;
        Ok("plan-approved")
    })
    .await
}

/// `POST /plans/{id}/refuse`.
pub async fn refuse(act: Act) -> Result<Response, Failure> {
    on_plan(act, |desk, actor, form| {
        desk.refuse_plan(actor, form.about()?, &form.text("reason"))?;
        Ok("plan-refused")
    })
    .await
}

/// `POST /plans/{id}/sign`.
pub async fn sign(act: Act) -> Result<Response, Failure> {
    on_plan(act, |desk, actor, form| {
        let slug = form.text("level");
        let level = SignatureLevel::parse(&slug).ok_or_else(|| Failure::unknown(&slug))?;
        let signature = PlanSignature { on: form.day("on")?, by: form.text("by"), level };
        desk.sign_plan(actor, form.about()?, &signature)?;
        Ok("plan-signed")
    })
    .await
}

/// `POST /plans/{id}/cancel`.
pub async fn cancel(act: Act) -> Result<Response, Failure> {
    on_plan(act, |desk, actor, form| {
        desk.cancel_plan(actor, form.about()?, &form.text("reason"))?;
        Ok("plan-cancelled")
    })
    .await
}

/// `POST /plans/{id}/notify`.
pub async fn notify(act: Act) -> Result<Response, Failure> {
    on_plan(act, |desk, actor, form| {
        desk.notify_plan(actor, form.about()?, form.day("on")?)?;
        Ok("plan-noticed")
    })
    .await
}

/// `POST /plans/{id}/accelerate`.
pub async fn accelerate(act: Act) -> Result<Response, Failure> {
    on_plan(act, |desk, actor, form| {
        desk.accelerate_plan(actor, form.about()?)?;
        Ok("plan-accelerated")
    })
    .await
}

/// `POST /plans/{id}/means`: erases what a person said of their means.
pub async fn erase_means(act: Act) -> Result<Response, Failure> {
    on_plan(act, |desk, actor, form| {
        desk.erase_means(actor, form.about()?)?;
        Ok("plan-means-erased")
    })
    .await
}

/// `POST /plans/{id}/copy`: the signed copy.
pub async fn copy(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    form: Multipart,
) -> Result<Response, Failure> {
    visit.actor.may(Permission::EditAccount)?;
    let plan: PlanId = reference(&id)?;
    let files = imports::read_files(form, COPY_MAX).await?;
    let file: Upload = files.into_iter().next().ok_or_else(|| Failure::from(app::Refusal::NoFile))?;
    let actor = visit.actor.clone();
    site.ask(move |desk| desk.attach_plan_copy(&actor, plan, &file)).await?;
    Ok(Done::from("plan-copied").go(&format!("/plans/{id}")))
}
