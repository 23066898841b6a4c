//! One dispute: who has it, by when, what is known, what comes next.

use std::cmp::Ordering;

use app::disputes::{
    Brought, DisputeFile, DisputeHandOver, DisputeId, DisputeKind, DisputeMove, EvidenceKind, MediationLine,
    MediationOrder, MediationPath, MediationResult, MediationStep, MoveLine, Outcome, Proposal, Service, Side, Step,
};
use app::{Actor, Desk, Permission, Refusal};
use askama::Template;
use axum::extract::multipart::Multipart;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Date, Money};
use serde::Deserialize;

use super::{clock, money};
use crate::act::{Act, Answered, Done, Reading, Sheet, Slip};
use crate::api::disputes::{
    kind as kind_of, mediation_step, outcome as outcome_of, path as path_of, service as service_of, side as side_of,
    to_step,
};
use crate::figures::{self, day};
use crate::forms::{Typed, date_asked, reference};
use crate::layout::{Frame, html};
use crate::pages::account_pane::typed_amount;
use crate::pages::imports::read_files;
use crate::pages::letters::document_response;
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// A stage of the way.
struct Stage {
    label: String,
    state: &'static str,
}

struct Exhibit {
    side: String,
    kind: String,
    words: String,
    href: String,
    file: String,
    by: String,
    at: String,
}

struct Told {
    day: String,
    at: String,
    text: String,
    by: String,
    tone: &'static str,
}

#[derive(Template)]
#[template(path = "dispute.html")]
struct Page {
    w: Words,
    frame: Frame,
    id: String,
    title: String,
    account: (String, String),
    tag: (String, &'static str),
    stages: Vec<Stage>,
    facts: Vec<(String, String)>,
    note: String,
    proposals: Vec<String>,
    open: bool,
    may: bool,
    /// Where the customer is told of it; empty where there is nothing to tell.
    inform: String,
    next: Option<(String, String)>,
    granting: bool,
    back_to: Vec<(String, String)>,
    outcomes: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
    services: Vec<(String, String)>,
    sides: Vec<(String, String)>,
    exhibits: Vec<Exhibit>,
    moves: Vec<Told>,
    statuses: Vec<(String, String, String)>,
    /// What is told of each mediation, the last first.
    mediations: Vec<String>,
    /// What can be said of one now.
    mediation_steps: Vec<(String, String)>,
    /// Before whom, while none goes on.
    paths: Vec<(String, String)>,
    /// What a consumer must be told; empty for a professional.
    consumer: String,
    /// Where the agreement is written, and where money is asked to go back; empty where it is not the time.
    settlement: String,
    refund: String,
    typed: Typed,
}

/// `GET /disputes/{id}`.
pub async fn page(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    show(&site, &visit, &id, Typed::default()).await
}

async fn show(site: &Site, visit: &Visit, id: &str, typed: Typed) -> Result<Response, Failure> {
    let (actor, w, id) = (visit.actor.clone(), visit.words(), reference(id)?);
    let (file, today) = site.ask(move |desk| Ok((desk.dispute(&actor, id)?, desk.today()))).await?;
    let wrong = typed.is_wrong();
    let mut response = html(&view(visit, &file, typed, (today, w)))?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

fn view(visit: &Visit, file: &DisputeFile, typed: Typed, (today, w): (Date, Words)) -> Page {
    let line = &file.line;
    let open = line.step != Step::Closed;
    let kind = w.of("dispute-kind", line.kind.slug());
    let title = w.with("dispute-title", &[("piece", &line.item), ("kind", &kind)]);
    let granted = typed_amount(figures::decimal(&line.granted, line.currency), w.lang);
    let typed = typed.with_usual("step-granted", &granted);
    let agreed = matches!(line.step, Step::Agree | Step::CarryOut);
    let right = matches!(line.outcome, Some(Outcome::Founded | Outcome::Partly));
    let address = |act: &str, now: bool| if now { format!("/disputes/{}/{act}", line.id) } else { String::new() };
    Page {
        w,
        frame: Frame::of(visit, "nav-disputes", &title),
        id: line.id.to_string(),
        title,
        account: (format!("/accounts/{}", line.account_id), line.debtor.clone()),
        tag: tag(file, today, w),
        stages: stages(line.step, w),
        facts: facts(file, today, w),
        note: line.note.clone(),
        proposals: file.proposals.iter().map(|p| proposal(*p, w)).collect(),
        open,
        may: visit.visitor.may(Permission::Answer),
        inform: address(
            "inform",
            visit.visitor.may(Permission::EditAccount) && line.outcome != Some(Outcome::Withdrawn),
        ),
        next: file.next.map(|next| (next.slug().to_owned(), w.of("dispute-step-go", next.slug()))),
        granting: matches!(file.next, Some(Step::Agree | Step::CarryOut)),
        back_to: [Step::Facts, Step::Negotiate]
            .into_iter()
            .filter(|step| open && *step < line.step)
            .map(|step| (step.slug().to_owned(), w.of("dispute-step", step.slug())))
            .collect(),
        outcomes: w.choices("dispute-outcome", Outcome::ALL.iter().map(|o| o.slug())),
        kinds: w.choices("dispute-kind", DisputeKind::ALL.iter().map(|k| k.slug())),
        services: w.choices("dispute-service", Service::ALL.iter().map(|s| s.slug())),
        sides: w.choices("dispute-side", Side::ALL.iter().map(|s| s.slug())),
        exhibits: file.evidence.iter().map(|e| exhibit(e, today, w)).collect(),
        moves: file.moves.iter().map(|m| told(m, today, w)).collect(),
        statuses: file.statuses.iter().map(|s| status(s, w)).collect(),
        mediations: file.mediations.iter().map(|m| mediation(m, today, w)).collect(),
        mediation_steps: mediation_steps(file, w),
        paths: paths(file, w),
        consumer: if file.consumer { w.t("mediation-consumer") } else { String::new() },
        settlement: address("settlement", agreed && !figures::decimal(&line.granted, line.currency).is_zero()),
        refund: address("refund", agreed || right),
        typed,
    }
}

fn tag(file: &DisputeFile, today: Date, w: Words) -> (String, &'static str) {
    let tone = match (file.line.outcome, file.line.late) {
        (Some(_), _) => "",
        (None, true) => "right",
        (None, false) => "accent",
    };
    (clock(&file.line, today, w), tone)
}

fn stages(at: Step, w: Words) -> Vec<Stage> {
    let stage = |step: &Step| Stage {
        label: w.of("dispute-step", step.slug()),
        state: match step.cmp(&at) {
            Ordering::Less => "past",
            Ordering::Equal => "here",
            Ordering::Greater => "",
        },
    };
    Step::ALL.iter().map(stage).collect()
}

fn facts(file: &DisputeFile, today: Date, w: Words) -> Vec<(String, String)> {
    let line = &file.line;
    let shown = |text: &str| money(text, line.currency, w);
    let mut facts = vec![
        (w.t("dispute-contested"), shown(&line.contested)),
        (w.t("dispute-held"), w.with("dispute-held-of", &[("held", &shown(&line.held)), ("open", &shown(&file.open))])),
        (w.t("dispute-service"), w.of("dispute-service", line.service.slug())),
        (w.t("dispute-owner"), line.owner.clone()),
        (w.t("dispute-due"), day(line.due, today, w.lang)),
        (w.t("dispute-opened-on"), {
            let by = [("day", day(line.opened, today, w.lang)), ("by", line.actor.clone())];
            w.with("dispute-opened-by", &by.each_ref().map(|(k, v)| (*k, v.as_str())))
        }),
        (w.t("dispute-source"), w.of("dispute-source", line.source.slug())),
    ];
    if !line.motive.is_empty() {
        facts.push((w.t("dispute-motive"), format!("{} · {}", line.motive, file.motive.pick(w.lang))));
    }
    if line.escalations > 0 {
        facts.push((w.t("dispute-escalations"), figures::count(line.escalations.unsigned_abs(), w.lang)));
    }
    if !figures::decimal(&line.granted, line.currency).is_zero() {
        let values = [("granted", shown(&line.granted)), ("credited", shown(&file.credited))];
        let words = w.with("dispute-granted-of", &values.each_ref().map(|(k, v)| (*k, v.as_str())));
        facts.push((w.t("dispute-granted"), words));
    }
    if let Some(outcome) = line.outcome {
        facts.push((w.t("dispute-outcome"), w.of("dispute-outcome", outcome.slug())));
    }
    facts.retain(|(_, value)| !value.is_empty());
    facts
}

/// The mediation that is proposed or goes on.
fn pending(file: &DisputeFile) -> Option<&MediationLine> {
    file.mediations.iter().find(|m| m.result == MediationResult::Pending)
}

/// What can be said of a mediation now.
fn mediation_steps(file: &DisputeFile, w: Words) -> Vec<(String, String)> {
    let steps: &[MediationStep] = match pending(file) {
        None => &[MediationStep::Proposed],
        Some(m) if m.accepted.is_none() => &[MediationStep::Accepted, MediationStep::Refused],
        Some(_) => &[MediationStep::Agreement, MediationStep::Failure],
    };
    w.choices("mediation-step", steps.iter().map(|step| step.slug()))
}

/// Before whom, while none goes on; those for this customer.
fn paths(file: &DisputeFile, w: Words) -> Vec<(String, String)> {
    if pending(file).is_some() {
        return Vec::new();
    }
    let other = if file.consumer { MediationPath::Consumer } else { MediationPath::Business };
    w.choices("mediation-path", [MediationPath::Conventional, other].map(MediationPath::slug))
}

/// A mediation in one line.
fn mediation(m: &MediationLine, today: Date, w: Words) -> String {
    let mut parts = vec![w.of("mediation-path", m.path.slug())];
    parts.extend(Some(m.mediator.clone()).filter(|name| !name.is_empty()));
    parts.push(w.t1("mediation-proposed-on", "day", day(m.proposed, today, w.lang)));
    parts.extend(m.accepted.map(|on| w.t1("mediation-accepted-on", "day", day(on, today, w.lang))));
    parts.extend(m.ended.map(|on| {
        let result = w.of("mediation-result", m.result.slug());
        w.with("mediation-ended-on", &[("day", &day(on, today, w.lang)), ("result", &result)])
    }));
    parts.join(" · ")
}

fn proposal(proposal: Proposal, w: Words) -> String {
    w.t(match proposal {
        Proposal::Approved => "dispute-proposal-approved",
        Proposal::Settled => "dispute-proposal-settled",
        Proposal::CreditWaits => "dispute-proposal-credit",
    })
}

fn exhibit(e: &app::disputes::EvidenceLine, today: Date, w: Words) -> Exhibit {
    Exhibit {
        side: w.of("dispute-side", e.side.slug()),
        kind: w.of("dispute-evidence", e.kind.slug()),
        words: e.words.clone(),
        href: e.document.map_or_else(String::new, |id| format!("/documents/{id}")),
        file: e.file.clone(),
        by: crate::pages::timeline::who(&e.actor, w),
        at: format!("{} {}", day(w.day_of(e.at), today, w.lang), w.hour(e.at)),
    }
}

/// What was done, in words: those of the thread of the file.
fn told(line: &MoveLine, today: Date, w: Words) -> Told {
    let (text, tone) = crate::pages::timeline::dispute(&line.kind, &line.payload, today, w);
    let machine = matches!(line.actor.as_str(), "worker" | "cli" | "");
    Told {
        day: day(line.on, today, w.lang),
        at: format!("{} {}", w.day_of(line.at), w.hour(line.at)),
        text,
        by: if machine { String::new() } else { crate::pages::timeline::who(&line.actor, w) },
        tone,
    }
}

/// `20260901100200` as `2026-09-01 10:02`.
fn status(s: &app::disputes::StatusLine, w: Words) -> (String, String, String) {
    let part = |from: usize, to: usize| s.at.get(from..to).unwrap_or_default();
    let at = format!("{}-{}-{} {}:{}", part(0, 4), part(4, 6), part(6, 8), part(8, 10), part(10, 12));
    let motive = s.motive.pick(w.lang);
    let words = if motive.is_empty() { s.words.clone() } else { format!("{motive} · {}", s.words) };
    (at, format!("{} {}", s.code, s.label), words)
}

/// Does an act on a dispute and goes back to it.
async fn on_dispute<D, W>(act: Act, sheet: &'static Sheet, work: W) -> Result<Response, Failure>
where
    D: Into<Done> + Send + 'static,
    W: FnOnce(&Desk, &Actor, &Reading) -> Result<D, Slip> + Send + 'static,
{
    let page = format!("/disputes/{}", act.id);
    match act.answer(sheet, work).await? {
        Answered::Done(done) => Ok(done.go(&page)),
        Answered::Wrong(act) => show(&act.site, &act.visit, &act.id, act.typed).await,
    }
}

const STEP: Sheet = Sheet { form: "step", prefix: "step-", field: "step" };
const OWNER: Sheet = Sheet { form: "owner", prefix: "owner-", field: "owner" };
const CLOSE: Sheet = Sheet { form: "close", prefix: "close-", field: "outcome" };
const WORDS: Sheet = Sheet { form: "words", prefix: "words-", field: "words" };

/// `POST /disputes/{id}/step`.
pub async fn step(act: Act) -> Result<Response, Failure> {
    on_dispute(act, &STEP, |desk, actor, form| {
        let id = form.about()?;
        let currency = desk.dispute(actor, id)?.line.currency;
        let granted = form.amount("granted", currency)?;
        let order =
            DisputeMove { owner: form.text("owner"), until: form.day("until")?, granted, note: form.text("note") };
        desk.move_dispute(actor, id, to_step(&form.text("step"))?, &order)?;
        Ok("dispute-moved")
    })
    .await
}

/// `POST /disputes/{id}/owner`.
pub async fn assign(act: Act) -> Result<Response, Failure> {
    on_dispute(act, &OWNER, |desk, actor, form| {
        let order = DisputeHandOver {
            kind: form.some("kind").map(|text| kind_of(&text)).transpose()?,
            service: form.some("service").map(|text| service_of(&text)).transpose()?,
            owner: form.text("owner"),
            until: form.day("until")?,
        };
        desk.assign_dispute(actor, form.about()?, &order)?;
        Ok("dispute-assigned")
    })
    .await
}

/// `POST /disputes/{id}/close`.
pub async fn close(act: Act) -> Result<Response, Failure> {
    on_dispute(act, &CLOSE, |desk, actor, form| {
        let id: DisputeId = form.about()?;
        let outcome = outcome_of(&form.text("outcome"))?;
        desk.close_dispute(actor, id, outcome, &form.text("note"))?;
        // What was a mistake is nobody's news.
        let done = Done::from("dispute-closed");
        Ok(if outcome == Outcome::Withdrawn { done } else { done.informing(id) })
    })
    .await
}

/// `POST /disputes/{id}/words`: a note, or a mail pasted in.
pub async fn testify(act: Act) -> Result<Response, Failure> {
    on_dispute(act, &WORDS, |desk, actor, form| {
        let kind = if form.is("mail", "1") { EvidenceKind::Mail } else { EvidenceKind::Note };
        let brought = Brought { side: side_of(&form.text("side"))?, kind, words: form.text("words"), file: None };
        let kept = desk.add_evidence(actor, form.about()?, &brought)?;
        Ok(if kept.mentioned.is_whole() { "dispute-evidence" } else { "dispute-evidence-partly" })
    })
    .await
}

const MEDIATION: Sheet = Sheet { form: "mediation", prefix: "mediation-", field: "what" };
const REFUND: Sheet = Sheet { form: "refund", prefix: "refund-", field: "refund" };

/// `POST /disputes/{id}/mediation`: proposed, accepted, ended.
pub async fn mediate(act: Act) -> Result<Response, Failure> {
    on_dispute(act, &MEDIATION, |desk, actor, form| {
        let path = form.some("path").map_or(Ok(MediationPath::Conventional), |text| path_of(&text))?;
        let order = MediationOrder { path, mediator: form.text("mediator"), on: form.day("on")? };
        desk.mediate(actor, form.about()?, (mediation_step(&form.text("what"))?, &order))?;
        Ok("dispute-mediation")
    })
    .await
}

/// `POST /disputes/{id}/refund`.
pub async fn refund(act: Act) -> Result<Response, Failure> {
    on_dispute(act, &REFUND, |desk, actor, form| {
        let id = form.about()?;
        let currency = desk.dispute(actor, id)?.line.currency;
        let amount = form.amount("refund", currency)?.unwrap_or(Money::zero(currency));
        desk.ask_refund(actor, id, amount, &form.text("note"))?;
        Ok("dispute-refund")
    })
    .await
}

/// The last day to pay what a settlement leaves.
#[derive(Debug, Default, Deserialize)]
pub struct PayBy {
    #[serde(default)]
    until: String,
}

/// `GET /disputes/{id}/settlement`: the agreement as a PDF.
pub async fn settlement(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<PayBy>,
) -> Result<Response, Failure> {
    let (actor, dispute, until) = (visit.actor.clone(), reference::<DisputeId>(&id)?, date_asked(&asked.until)?);
    let made = site.ask(move |desk| desk.dispute_settlement(&actor, dispute, until)).await;
    match made {
        Ok(paper) => Ok(document_response("application/pdf", &paper.name, paper.bytes)),
        Err(Failure::Refused(told)) => {
            let mut typed = Typed::default().with("until", asked.until);
            typed.wrong("until", told.words.pick(visit.visitor.lang));
            show(&site, &visit, &id, typed).await
        }
        Err(other) => Err(other),
    }
}

/// `POST /disputes/{id}/files`.
pub async fn attach(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    form: Multipart,
) -> Result<Response, Failure> {
    visit.actor.may(Permission::Answer)?;
    let (dispute, actor) = (reference(&id)?, visit.actor.clone());
    let files = read_files(form, site.config.upload_limit).await?;
    let kept = site.ask(move |desk| {
        if files.is_empty() {
            return Err(Refusal::NoFile.into());
        }
        for file in files {
            let brought =
                Brought { side: Side::House, kind: EvidenceKind::File, words: String::new(), file: Some(file) };
            desk.add_evidence(&actor, dispute, &brought)?;
        }
        Ok(())
    });
    match kept.await {
        Ok(()) => Ok(Done::from("dispute-evidence").go(&format!("/disputes/{id}"))),
        Err(Failure::Refused(told)) => {
            let mut typed = Typed::default();
            typed.wrong("file", told.words.pick(visit.visitor.lang));
            show(&site, &visit, &id, typed).await
        }
        Err(other) => Err(other),
    }
}
