//! One procedure: where it stands, what may be done and by when, what was lost, and all that is known of it.

use app::Permission;
use app::cases::{
    CaseSide, Course, CourtKind, CourtProcedureId, Deadline, DeadlineStanding, EndGround, Fact, FactLine, Opening,
    Place, PossibleAct, ProcedureDetail, Proof, ProofKind, Service, StayGround, Tell, TellOrder,
};
use app::titles::TitleProposal;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Currency, Date, Wording};

use super::tone;
use crate::act::{Act, Answered, Sheet};
use crate::figures::{Amount, day, decimal, money, weekday_day};
use crate::forms::{Typed, plain_amount, reference};
use crate::layout::{Frame, html};
use crate::pages::proofs::{ProofFile, Proven};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::{Words, or_none};

const ACT: Sheet = Sheet { form: "act", prefix: "", field: "act" };
const DAY: Sheet = Sheet { form: "day", prefix: "event-", field: "step" };
const HEARING: Sheet = Sheet { form: "hearing", prefix: "hearing-", field: "day" };
const STAY: Sheet = Sheet { form: "stay", prefix: "stay-", field: "day" };
const COURT: Sheet = Sheet { form: "court", prefix: "court-", field: "ground" };
const END: Sheet = Sheet { form: "end", prefix: "end-", field: "why" };
const FIX: Sheet = Sheet { form: "fix", prefix: "fix-", field: "why" };
const ASIDE: Sheet = Sheet { form: "aside", prefix: "aside-", field: "step" };
const INSTEAD: Sheet = Sheet { form: "instead", prefix: "instead-", field: "step" };

struct Step {
    words: String,
    who: String,
    when: String,
    tone: &'static str,
    article: String,
    document: String,
    lost: String,
}

struct Right {
    words: String,
    due: String,
    safe: String,
    standing: String,
    tone: &'static str,
    lost: String,
    article: String,
    warnings: Vec<String>,
}

struct Station {
    words: String,
    place: &'static str,
    since: String,
}

struct Known {
    day: String,
    words: String,
    proof: String,
    by: String,
    subject: String,
    cost: String,
    files: Vec<ProofFile>,
    struck: bool,
}

#[derive(Template)]
#[template(path = "procedure.html")]
struct Page {
    w: Words,
    frame: Frame,
    id: String,
    case: String,
    account: String,
    debtor: String,
    label: String,
    state: String,
    tone: &'static str,
    court: String,
    before: String,
    defends: bool,
    claimed: Amount,
    since: String,
    /// The hearing that nothing came of yet; empty where there is none.
    hearing: String,
    stayed: String,
    ended: String,
    /// What to say of the title it brought and nobody recorded.
    proposed: Option<String>,
    steps: Vec<Step>,
    rights: Vec<Right>,
    past: Vec<Right>,
    states: Vec<Station>,
    closed: Vec<(String, String)>,
    facts: Vec<Known>,
    acts: Vec<(String, String)>,
    proofs: Vec<(String, String)>,
    services: Vec<(String, String)>,
    dates: Vec<(String, String)>,
    own: Vec<(String, String)>,
    courts: Vec<(String, String)>,
    grounds: Vec<(String, String)>,
    ends: Vec<(String, String)>,
    known: Vec<(String, String)>,
    typed: Typed,
    may: bool,
}

fn opening(act: &PossibleAct, today: Date, w: Words) -> (String, &'static str) {
    let shown = |date: Date| weekday_day(date, today, w.lang);
    match &act.opening {
        Opening::Now => {
            let due = act.deadline.as_ref().and_then(|deadline| deadline.due);
            let words = due.map_or_else(|| w.t("procedure-now"), |due| w.t1("procedure-until", "day", shown(due)));
            (words, tone(due, today))
        }
        Opening::NotBefore { day, .. } => (w.t1("procedure-not-before", "day", shown(*day)), ""),
        Opening::Late { due, .. } => (w.t1("procedure-late", "day", shown(*due)), "right"),
        Opening::ByTime { end: Some(end) } => (w.t1("procedure-by-time", "day", shown(*end)), ""),
        Opening::ByTime { end: None } => (w.t("procedure-by-time-untold"), "attention"),
        Opening::Stayed { since } => (w.t1("procedure-stayed-since", "day", shown(*since)), ""),
    }
}

fn step(act: &PossibleAct, today: Date, w: Words) -> Step {
    let (when, tone) = opening(act, today, w);
    let lost = act.deadline.as_ref().map_or_else(String::new, |deadline| deadline.lost.pick(w.lang).to_owned());
    Step {
        words: act.words.pick(w.lang).to_owned(),
        who: match app::cases::actor_words(&act.actor).pick(w.lang) {
            who if act.ours && act.actor != "officer" => w.t1("procedure-who-ours", "who", who),
            who => who.to_owned(),
        },
        when,
        tone,
        article: act.article.clone(),
        document: act.document.clone().map_or_else(String::new, |document| document.replace('-', " ")),
        lost,
    }
}

fn right(deadline: &Deadline, today: Date, w: Words) -> Right {
    let shown = |date: Option<Date>| date.map_or_else(String::new, |date| day(date, today, w.lang));
    let (standing, tone) = match &deadline.standing {
        DeadlineStanding::Running => (w.t("deadline-running"), tone(deadline.due, today)),
        DeadlineStanding::Ahead => (w.t("deadline-ahead"), tone(deadline.due, today)),
        DeadlineStanding::Undated => {
            let why = deadline.undated.as_ref().map_or_else(String::new, |why| why.pick(w.lang).to_owned());
            (if why.is_empty() { w.t("deadline-undated") } else { why }, "attention")
        }
        DeadlineStanding::Stayed => (w.t("deadline-stayed"), ""),
        DeadlineStanding::SetAside { why } => (w.t1("deadline-aside", "why", why), ""),
        DeadlineStanding::Passed => (w.t("deadline-passed"), "right"),
        DeadlineStanding::Done { day } => (w.t1("deadline-done", "day", shown(Some(*day))), "cash"),
        DeadlineStanding::DoneLate { day } => (w.t1("deadline-late", "day", shown(Some(*day))), "right"),
        DeadlineStanding::Missed => (w.t("deadline-missed"), "right"),
        DeadlineStanding::Closed { .. } => (w.t("deadline-closed"), ""),
    };
    Right {
        words: deadline.words.pick(w.lang).to_owned(),
        due: deadline
            .earliest
            .map_or_else(|| shown(deadline.due), |first| w.t1("procedure-not-before", "day", shown(Some(first)))),
        safe: shown(deadline.safe),
        standing,
        tone,
        lost: deadline.lost.pick(w.lang).to_owned(),
        article: deadline.article.clone(),
        warnings: deadline.warnings.iter().map(|words| words.pick(w.lang).to_owned()).collect(),
    }
}

fn proof_words(proof: Option<&Proof>, w: Words) -> String {
    proof.map_or_else(String::new, |proof| {
        [w.of("proof", proof.kind.slug()), proof.reference.clone()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · ")
    })
}

/// The steps of a definition, in words.
type Steps = [(String, Wording)];

/// A fact in words, and what proves it.
fn fact(fact: &Fact, steps: &Steps, (today, w): (Date, Words)) -> (String, String) {
    let named = |slug: &str| {
        let known = steps.iter().find(|(step, _)| step == slug);
        known.map_or_else(|| slug.to_owned(), |(_, words)| words.pick(w.lang).to_owned())
    };
    match fact {
        Fact::Act(done) => {
            let mut words = vec![app::cases::act_words(&done.act).pick(w.lang).to_owned()];
            words.extend(done.service.map(|service| w.of("service", service.slug())));
            words.extend(done.granted.map(|sum| w.t1("procedure-granted", "amount", money(sum, w.lang))));
            words.extend(done.note.clone());
            (words.join(" · "), proof_words(done.proof.as_ref(), w))
        }
        Fact::Told { step, proof, .. } => {
            (w.t1("procedure-fact-told", "step", named(step)), proof_words(proof.as_ref(), w))
        }
        Fact::Hearing { note, proof, .. } => {
            let words: Vec<String> = std::iter::once(w.t("procedure-fact-hearing")).chain(note.clone()).collect();
            (words.join(" · "), proof_words(proof.as_ref(), w))
        }
        Fact::Instead { step, by, why } => {
            let values = [("step", named(step)), ("by", named(by)), ("why", why.clone())];
            (w.with("procedure-fact-instead", &values.each_ref().map(|(k, v)| (*k, v.as_str()))), String::new())
        }
        Fact::SetAside { step, why, proof } => {
            let values = [("step", named(step)), ("why", why.clone())];
            let words = w.with("procedure-fact-aside", &values.each_ref().map(|(k, v)| (*k, v.as_str())));
            (words, proof_words(proof.as_ref(), w))
        }
        Fact::Stayed { ground, proof, .. } => {
            (w.t1("procedure-fact-stayed", "why", ground.words().pick(w.lang)), proof_words(proof.as_ref(), w))
        }
        Fact::Before { court, proof, .. } => {
            (w.t1("procedure-fact-before", "court", court.words().pick(w.lang)), proof_words(proof.as_ref(), w))
        }
        Fact::Lifted { proof, .. } => (w.t("procedure-fact-lifted"), proof_words(proof.as_ref(), w)),
        Fact::Ended { ground, why, proof, .. } => {
            let values = [("ground", ground.words().pick(w.lang).to_owned()), ("why", why.clone())];
            let words = w.with("procedure-fact-ended", &values.each_ref().map(|(k, v)| (*k, v.as_str())));
            (words, proof_words(proof.as_ref(), w))
        }
        Fact::Amended { position, day: is, why } => {
            let values = [("n", (position + 1).to_string()), ("day", day(*is, today, w.lang)), ("why", why.clone())];
            (w.with("procedure-fact-amended", &values.each_ref().map(|(k, v)| (*k, v.as_str()))), String::new())
        }
        Fact::Struck { position, why } => {
            let values = [("n", (position + 1).to_string()), ("why", why.clone())];
            (w.with("procedure-fact-struck", &values.each_ref().map(|(k, v)| (*k, v.as_str()))), String::new())
        }
    }
}

/// The steps of a definition, the files that prove its facts, the currency of their costs.
type KnownBy<'a> = (&'a Steps, &'a Proven, Currency);

fn known(line: &FactLine, (steps, proven, currency): KnownBy<'_>, (today, w): (Date, Words)) -> Known {
    let (words, proof) = fact(&line.fact, steps, (today, w));
    let shown = line.day.map_or_else(String::new, |on| day(on, today, w.lang));
    let corrected = if line.amended { format!(" ({})", w.t("procedure-corrected")) } else { String::new() };
    Known {
        day: shown,
        words: format!("{}. {words}{corrected}", line.position + 1),
        proof,
        by: line.by.clone(),
        subject: line.subject.to_string(),
        cost: line.cost.as_ref().map_or_else(String::new, |cost| money(decimal(cost, currency), w.lang)),
        files: proven.files(line.subject),
        struck: line.struck,
    }
}

/// The facts that can be corrected or struck out.
fn correctable(procedure: &ProcedureDetail, known_by: KnownBy<'_>, w: Words) -> Vec<(String, String)> {
    let open = procedure.facts.iter().filter(|line| {
        line.day.is_some() && !line.struck && !matches!(line.fact, Fact::Amended { .. } | Fact::Struck { .. })
    });
    open.map(|line| (line.position.to_string(), known(line, known_by, (procedure.today, w)).words)).collect()
}

/// The kinds of court, as a list to choose from.
pub(super) fn court_kinds(w: Words) -> Vec<(String, String)> {
    CourtKind::ALL.iter().map(|kind| (kind.slug().to_owned(), kind.words().pick(w.lang).to_owned())).collect()
}

fn states(course: &Course, today: Date, w: Words) -> Vec<Station> {
    let shown = course.map.states.iter().map(|state| Station {
        words: state.words.pick(w.lang).to_owned(),
        place: match state.place {
            Place::Done => "done",
            Place::Now => "here",
            Place::Next => "next",
            Place::Later => "later",
            Place::Closed => "shut",
        },
        since: state.since.map_or_else(String::new, |since| day(since, today, w.lang)),
    });
    shown.collect()
}

fn page_of(
    visit: &Visit,
    (procedure, proposed): (&ProcedureDetail, Option<&TitleProposal>),
    (steps, proven): (&Steps, &Proven),
    typed: Typed,
) -> Page {
    let known_by = (steps, proven, procedure.line.currency);
    let (w, today, course) = (visit.words(), procedure.today, &procedure.course);
    let title = w.with(
        "procedure-of",
        &[
            ("label", procedure.line.words.pick(w.lang)),
            ("debtor", &procedure.debtor),
            ("id", &procedure.line.id.to_string()),
        ],
    );
    let (open, past): (Vec<&Deadline>, Vec<&Deadline>) =
        course.deadlines.iter().partition(|deadline| deadline.standing.is_open());
    let told = course.possible.iter().filter(|act| !matches!(act.opening, Opening::ByTime { end: Some(_) }));
    let all: Vec<(String, String)> =
        steps.iter().map(|(slug, words)| (slug.clone(), words.pick(w.lang).to_owned())).collect();
    let typed = if typed.is_wrong() { typed } else { typed.with("day", today.to_string()) };
    Page {
        w,
        frame: Frame::of(visit, "nav-cases", &title),
        id: procedure.line.id.to_string(),
        case: procedure.case.to_string(),
        account: procedure.account_id.to_string(),
        debtor: procedure.debtor.clone(),
        label: procedure.line.words.pick(w.lang).to_owned(),
        state: procedure.line.state_words.pick(w.lang).to_owned(),
        tone: tone(procedure.line.due, today),
        court: procedure.line.court.clone(),
        before: procedure
            .court_words
            .as_ref()
            .map_or_else(|| w.t("procedure-court-unknown"), |court| court.pick(w.lang).to_owned()),
        defends: procedure.side == CaseSide::Defendant,
        claimed: Amount::new(decimal(&procedure.line.claimed, procedure.line.currency), w.lang),
        since: w.t1("procedure-since", "day", day(course.since, today, w.lang)),
        hearing: hearing_of(procedure, w),
        stayed: course.stayed.map_or_else(String::new, |(ground, since)| {
            let since = day(since, today, w.lang);
            w.with("procedure-stayed", &[("why", ground.words().pick(w.lang)), ("day", &since)])
        }),
        ended: course.ended.map_or_else(String::new, |(ground, on)| {
            let on = day(on, today, w.lang);
            w.with("procedure-ended", &[("why", ground.words().pick(w.lang)), ("day", &on)])
        }),
        proposed: proposed.map(|title| super::super::titles::proposal(title, today, w).1),
        steps: course.possible.iter().map(|act| step(act, today, w)).collect(),
        rights: open.into_iter().map(|deadline| right(deadline, today, w)).collect(),
        past: past.into_iter().map(|deadline| right(deadline, today, w)).collect(),
        states: states(course, today, w),
        closed: course
            .closed
            .iter()
            .map(|door| (door.words.pick(w.lang).to_owned(), door.why.pick(w.lang).to_owned()))
            .collect(),
        facts: procedure.facts.iter().rev().map(|line| known(line, known_by, (today, w))).collect(),
        acts: told.map(|act| (act.act.clone(), act.words.pick(w.lang).to_owned())).collect(),
        proofs: or_none(w.choices("proof", ProofKind::ALL.iter().map(|kind| kind.slug()))),
        services: or_none(w.choices("service", Service::ALL.iter().map(|service| service.slug()))),
        dates: or_none(all.clone()),
        own: all,
        courts: court_kinds(w),
        grounds: StayGround::ALL.iter().map(|g| (g.slug().to_owned(), g.words().pick(w.lang).to_owned())).collect(),
        ends: EndGround::ALL.iter().map(|g| (g.slug().to_owned(), g.words().pick(w.lang).to_owned())).collect(),
        known: correctable(procedure, known_by, w),
        typed,
        may: visit.visitor.may(Permission::EditAccount),
    }
}

/// The hearing of a procedure that goes on, while nothing is told of it.
fn hearing_of(procedure: &ProcedureDetail, w: Words) -> String {
    let open = procedure.hearing.as_ref().filter(|hearing| !hearing.heard && !procedure.course.is_over());
    open.map_or_else(String::new, |hearing| {
        let on = w.t1("hearing-on", "day", weekday_day(hearing.day, procedure.today, w.lang));
        let untold = (hearing.day < procedure.today).then(|| w.t("hearing-untold"));
        std::iter::once(on).chain(hearing.note.clone()).chain(untold).collect::<Vec<_>>().join(" · ")
    })
}

async fn show(site: &Site, visit: &Visit, id: &str, typed: Typed) -> Result<Response, Failure> {
    let (actor, procedure) = (visit.actor.clone(), reference::<CourtProcedureId>(id)?);
    let (found, proposed, steps, proofs) = site
        .ask(move |desk| {
            let found = desk.procedure(&actor, procedure)?;
            let proposed = desk.title_proposals(&actor, found.case)?;
            let steps = desk.procedure_steps(&actor, &found.line.definition)?;
            let proofs = desk.proofs(&actor, found.case)?;
            Ok((found, proposed.into_iter().find(|one| one.procedure == procedure), steps, proofs))
        })
        .await?;
    let (wrong, proven) = (typed.is_wrong(), Proven::of(&proofs, visit.words()));
    let mut response = html(&page_of(visit, (&found, proposed.as_ref()), (&steps, &proven), typed))?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// `GET /procedures/{id}`.
pub async fn page(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    show(&site, &visit, &id, Typed::default()).await
}

async fn tell(act: Act, sheet: &'static Sheet, what: Tell) -> Result<Response, Failure> {
    let page = format!("/procedures/{}", act.id);
    let dated = !matches!(what, Tell::Strike | Tell::Aside | Tell::Instead);
    let answered = act.answer(sheet, move |desk, actor, form| {
        let order = TellOrder {
            act: form.text("act"),
            day: if dated { Some(form.day_needed("day")?) } else { None },
            by: form.text("by"),
            proof_kind: form.text("kind"),
            proof: form.text("proof"),
            service: form.text("service"),
            granted: plain_amount(&form.text("granted")),
            leave: form.text("leave"),
            note: form.text("note"),
            step: form.text("step"),
            instead: form.text("by"),
            ground: form.text("ground"),
            why: form.text("why"),
            position: form.number("position")?,
            ..TellOrder::new(what)
        };
        let events = desk.tell_procedure(actor, form.about()?, &order)?;
        let lost = events.iter().any(app::cases::Event::is_loss);
        Ok(if lost { "procedure-told-loss" } else { "procedure-told" })
    });
    match answered.await? {
        Answered::Done(done) => Ok(done.go(&page)),
        Answered::Wrong(act) => show(&act.site, &act.visit, &act.id, act.typed).await,
    }
}

/// `POST /procedures/{id}/act`.
pub async fn act(act: Act) -> Result<Response, Failure> {
    tell(act, &ACT, Tell::Act).await
}

/// `POST /procedures/{id}/day`.
pub async fn told_day(act: Act) -> Result<Response, Failure> {
    tell(act, &DAY, Tell::Day).await
}

/// `POST /procedures/{id}/hearing`.
pub async fn hearing(act: Act) -> Result<Response, Failure> {
    tell(act, &HEARING, Tell::Hearing).await
}

/// `POST /procedures/{id}/court`.
pub async fn court(act: Act) -> Result<Response, Failure> {
    tell(act, &COURT, Tell::Court).await
}

/// `POST /procedures/{id}/stay`.
pub async fn stay(act: Act) -> Result<Response, Failure> {
    tell(act, &STAY, Tell::Stay).await
}

/// `POST /procedures/{id}/lift`.
pub async fn lift(act: Act) -> Result<Response, Failure> {
    tell(act, &STAY, Tell::Lift).await
}

/// `POST /procedures/{id}/end`.
pub async fn end(act: Act) -> Result<Response, Failure> {
    tell(act, &END, Tell::End).await
}

/// `POST /procedures/{id}/correct`.
pub async fn correct(act: Act) -> Result<Response, Failure> {
    tell(act, &FIX, Tell::Correct).await
}

/// `POST /procedures/{id}/strike`.
pub async fn strike(act: Act) -> Result<Response, Failure> {
    tell(act, &FIX, Tell::Strike).await
}

/// `POST /procedures/{id}/aside`.
pub async fn set_aside(act: Act) -> Result<Response, Failure> {
    tell(act, &ASIDE, Tell::Aside).await
}

/// `POST /procedures/{id}/instead`.
pub async fn instead(act: Act) -> Result<Response, Failure> {
    tell(act, &INSTEAD, Tell::Instead).await
}
