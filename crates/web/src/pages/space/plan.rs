//! A plan by a link: proposed, signed, refused.

use app::plans::{MeansTyped, PlanId, PlanOffer, PlanState};
use app::space::{Caller, LinkPurpose, Space, SpacePlan, SpaceSignature, SpaceTerms};
use app::{Desk, DeskError};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use kernel::Date;

use super::door::{Sent, Shell, Way, is_beside};
use super::home::{money, paper};
use super::say::shown;
use crate::figures::{self, Amount, day, decimal};
use crate::forms::{Typed, date, plain_amount};
use crate::pages::plan_composer::covers;
use crate::problem::{Failure, Told};
use crate::site::Site;
use crate::words::{Words, sentence};

/// What the form comes to.
struct Offer {
    headline: String,
    cost: String,
    remains: String,
    pieces: String,
    rows: Vec<(String, Amount)>,
    total: Amount,
    beyond: bool,
}

#[derive(Template)]
#[template(path = "space_plan.html")]
struct FormPage {
    w: Words,
    shell: Shell,
    typed: Typed,
    person: bool,
    by_amount: bool,
    offer: Option<Offer>,
    said: String,
    creditor: String,
}

#[derive(Template)]
#[template(path = "space_sign.html")]
struct SignPage {
    w: Words,
    shell: Shell,
    here: String,
    back: String,
    title: String,
    parties: String,
    state: String,
    rows: Vec<(String, Amount, String)>,
    total: Amount,
    sum: String,
    clause: String,
    pieces: String,
    signed: String,
    to_sign: bool,
    may_refuse: bool,
    person: bool,
    typed: Typed,
}

fn beside(field: &'static str, key: &'static str, text: &str) -> Told {
    Told { field: Some(field), ..Told::of(key, &[("text", text)]) }
}

fn terms(typed: &Typed) -> Result<SpaceTerms, Told> {
    let text = |name: &str| typed.get(name).trim().to_owned();
    let first = date(typed.get("first")).map_err(|text| beside("first", "date-unreadable", &text))?;
    let by_amount = typed.is("by", "amount");
    let months = text("count");
    let count = match months.as_str() {
        "" => None,
        typed => Some(typed.parse().map_err(|_| beside("count", "number-unreadable", typed))?),
    };
    let means = MeansTyped { income: plain_amount(&text("income")), charges: plain_amount(&text("charges")) };
    let each = plain_amount(&text("each"));
    if by_amount && each.is_empty() {
        return Err(beside("each", "space-plan-each-missing", ""));
    }
    Ok(SpaceTerms {
        each: if by_amount { each } else { String::new() },
        months: count.filter(|_| !by_amount),
        first,
        means: Some(means),
        note: text("note"),
    })
}

fn offer_view(found: &PlanOffer, today: Date, w: Words) -> Offer {
    let shown = |text: &str| money(decimal(text, found.currency), w);
    let cleared = day(found.cleared, today, w.lang);
    let free = decimal(&found.interest, found.currency).is_zero();
    let n = found.instalments.len() as u64;
    let row = |i: &app::plans::OfferLine| {
        (figures::weekday_day(i.due, today, w.lang), Amount::new(decimal(&i.amount, found.currency), w.lang))
    };
    Offer {
        headline: w.n("plan-headline", n, &[("day", &cleared), ("total", &shown(&found.total))]),
        cost: if free { w.t("plan-cost-free") } else { w.t1("plan-cost", "interest", shown(&found.interest)) },
        remains: found.remains.as_ref().map_or_else(String::new, |left| w.t1("plan-remains", "amount", shown(left))),
        pieces: covers(found, w),
        rows: found.instalments.iter().map(row).collect(),
        total: Amount::new(decimal(&found.total, found.currency), w.lang),
        beyond: !found.beyond.is_empty(),
    }
}

/// The form as it opens: three months from the fifth of the next one.
fn usual(typed: Typed, today: Date) -> Typed {
    let (year, month) = if today.month() == 12 { (today.year() + 1, 1) } else { (today.year(), today.month() + 1) };
    let first = Date::new(year, month, 5).map(|day| day.to_string()).unwrap_or_default();
    typed.with_usual("by", "months").with_usual("count", "3").with_usual("first", &first)
}

async fn show(site: &Site, way: &Way, typed: Typed, refused: Option<Told>) -> Result<Response, Failure> {
    let caller = way.caller.clone();
    let space: Space = site.ask(move |desk| desk.space(&caller)).await?;
    let (w, today) = (way.words(), space.today);
    let sent = refused.is_some();
    let mut typed = usual(typed, today);
    let (mut offer, mut wrong) = (None, refused);
    if wrong.is_none() {
        match terms(&typed) {
            Err(told) => wrong = Some(told),
            Ok(asked) => {
                let caller = way.caller.clone();
                match site.ask(move |desk| desk.space_offer(&caller, &asked)).await {
                    Ok(found) => offer = Some(offer_view(&found, today, w)),
                    // Without anything to spread, the form leads nowhere: the page says why instead.
                    Err(Failure::Refused(told)) if !["link-fact-needed", "plan-nothing-free"].contains(&told.code) => {
                        wrong = Some(told);
                    }
                    Err(other) => return Err(other),
                }
            }
        }
    }
    // A field that this form has not is told above it.
    let mut said = String::new();
    if let Some(told) = &wrong {
        if told.field.is_some_and(|field| ["count", "each", "first", "income", "charges", "note"].contains(&field)) {
            typed.refused(told, "count", w.lang);
        } else {
            said = sentence(told.words.pick(w.lang));
        }
    }
    let page = FormPage {
        w,
        shell: way.shell(&w.t("space-plan")),
        person: space.person,
        by_amount: typed.is("by", "amount"),
        creditor: space.creditor,
        typed,
        offer,
        said,
    };
    shown(&page, sent)
}

/// `GET /link/space/{token}/plan`.
pub async fn form(State(site): State<Site>, way: Way) -> Response {
    let answer = show(&site, &way, Typed::default(), None).await;
    way.answer(answer)
}

/// `POST /link/space/{token}/plan`: computes it again, or proposes it.
pub async fn propose(State(site): State<Site>, sent: Sent) -> Response {
    let way = sent.way.clone();
    let answer = propose_in(&site, sent).await;
    way.answer(answer)
}

async fn propose_in(site: &Site, sent: Sent) -> Result<Response, Failure> {
    if !sent.typed.is("act", "propose") {
        return show(site, &sent.way, sent.typed, None).await;
    }
    let refused = match terms(&sent.typed) {
        Err(told) => told,
        Ok(asked) => {
            let caller = sent.way.caller.clone();
            match site.ask(move |desk| desk.space_propose(&caller, &asked)).await {
                Ok(plan) => return Ok(sent.way.done(&format!("/plans/{plan}"), "plan")),
                Err(Failure::Refused(told)) if is_beside(&told) => told,
                Err(other) => return Err(other),
            }
        }
    };
    show(site, &sent.way, sent.typed, Some(refused)).await
}

async fn sheet(site: &Site, way: &Way, typed: Typed) -> Result<Response, Failure> {
    let (caller, plan) = (way.caller.clone(), way.plan::<PlanId>()?);
    let found = site.ask(move |desk| desk.space_plan(&caller, plan)).await?;
    let wrong = typed.is_wrong();
    shown(&sign_view(way, &found, typed), wrong)
}

fn sign_view(way: &Way, found: &SpacePlan, typed: Typed) -> SignPage {
    let (w, today, plan) = (way.words(), found.today, &found.plan);
    let (line, currency) = (&plan.line, plan.line.currency);
    let total = decimal(&line.total, currency);
    let row = |i: &app::plans::PlanInstalmentLine| {
        let told = if plan.signed_on.is_some() { w.of("plan-instalment", i.state) } else { String::new() };
        (figures::weekday_day(i.due, today, w.lang), Amount::new(decimal(&i.amount, currency), w.lang), told)
    };
    let pieces: Vec<&str> = plan.pieces.iter().map(|piece| piece.number.as_str()).collect();
    let signed = plan.signed_on.map_or_else(String::new, |on| {
        let level = w.of("plan-level", &plan.signed_level);
        let values = [("day", day(on, today, w.lang)), ("by", plan.signed_by.clone()), ("level", level)];
        w.with("space-signed", &values.each_ref().map(|(k, v)| (*k, v.as_str())))
    });
    let clause = if plan.acceleration { "space-clause" } else { "space-clause-none" };
    let shown = money(total, w);
    let of_space = way.caller.purpose == LinkPurpose::Space;
    SignPage {
        w,
        shell: way.shell(&w.t("space-plan-page")),
        here: if of_space { format!("{}/plans/{}", way.base(), line.id) } else { way.base() },
        back: if of_space { way.base() } else { String::new() },
        title: w.t1("space-plan-of", "total", &shown),
        parties: w.with("space-parties", &[("debtor", &found.debtor), ("creditor", &found.creditor)]),
        state: w.of("space-plan-state", line.state.slug()),
        rows: plan.schedule.iter().map(row).collect(),
        total: Amount::new(total, w.lang),
        sum: w.with(
            "space-sum-in-words",
            &[("sum", &money(decimal(&plan.principal, currency), w)), ("words", found.spelled.pick(w.lang))],
        ),
        clause: w.t1(clause, "days", plan.notice_days),
        pieces: w.t1("plan-covers", "pieces", pieces.join(", ")),
        signed,
        to_sign: line.state == PlanState::Proposed,
        may_refuse: matches!(line.state, PlanState::Proposed | PlanState::Awaiting),
        person: found.person,
        typed,
    }
}

/// `GET /link/plan/{token}`, `GET /link/space/{token}/plans/{plan}`.
pub async fn page(State(site): State<Site>, way: Way) -> Response {
    let answer = sheet(&site, &way, Typed::default()).await;
    way.answer(answer)
}

/// `POST /link/plan/{token}`, `POST /link/space/{token}/plans/{plan}`: signs it.
pub async fn sign(State(site): State<Site>, sent: Sent) -> Response {
    let way = sent.way.clone();
    let signature = SpaceSignature {
        name: sent.text("name").to_owned(),
        capacity: sent.text("capacity").to_owned(),
        consent: sent.typed.is("consent", "1"),
    };
    let work = move |desk: &Desk, caller: &Caller, plan| desk.space_sign(caller, plan, &signature);
    let answer = on_plan(&site, sent, ("name", "signed"), work).await;
    way.answer(answer)
}

/// `POST …/refusal`: says no, with a reason.
pub async fn refuse(State(site): State<Site>, sent: Sent) -> Response {
    let (way, reason) = (sent.way.clone(), sent.text("reason").to_owned());
    let work = move |desk: &Desk, caller: &Caller, plan| desk.space_refuse(caller, plan, &reason);
    let answer = on_plan(&site, sent, ("reason", "refused"), work).await;
    way.answer(answer)
}

/// Does an act on a plan and goes back to its page; what is wrong is told beside its field.
async fn on_plan<W>(
    site: &Site,
    sent: Sent,
    (field, done): (&'static str, &'static str),
    work: W,
) -> Result<Response, Failure>
where
    W: FnOnce(&Desk, &Caller, Option<PlanId>) -> Result<(), DeskError> + Send + 'static,
{
    let plan = sent.way.plan::<PlanId>()?;
    let caller = sent.way.caller.clone();
    match site.ask(move |desk| work(desk, &caller, plan)).await {
        Ok(()) => {
            let path = plan.map_or_else(String::new, |plan| format!("/plans/{plan}"));
            Ok(sent.way.done(&path, done))
        }
        Err(Failure::Refused(told)) if is_beside(&told) => {
            let mut typed = sent.typed;
            typed.refused(&told, field, sent.way.visitor.lang);
            sheet(site, &sent.way, typed).await
        }
        Err(other) => Err(other),
    }
}

/// `GET …/protocol`: as it was signed, or as it would be.
pub async fn protocol(State(site): State<Site>, way: Way) -> Response {
    match way.plan::<PlanId>() {
        Ok(plan) => paper(&site, &way, move |desk, caller| desk.space_protocol(caller, plan)).await,
        Err(failure) => way.answer(Err(failure)),
    }
}
