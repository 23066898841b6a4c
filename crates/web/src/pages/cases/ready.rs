//! Whether a case can go: its score, what is missing and of whom it is asked, what it was judged on.

use app::Permission;
use app::cases::CaseId;
use app::readiness::{
    AspectLine, CaseAspect, FindingLine, Gap, MissingLine, PieceAsked, ReadinessDetail, Verdict, values,
};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Date;

use crate::act::{Act, Answered, Sheet, Slip};
use crate::figures::{Amount, day, decimal};
use crate::forms::{Typed, reference};
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

const ANSWER: Sheet = Sheet { form: "answer", prefix: "", field: "value" };
const ASK: Sheet = Sheet { form: "ask", prefix: "", field: "gap" };

struct Criterion {
    words: String,
    points: String,
    weight: String,
    tone: &'static str,
    lacks: String,
}

struct Missing {
    gap: &'static str,
    what: String,
    why: String,
    article: String,
    question: String,
    owner: String,
    worth: String,
    blocking: bool,
    /// The request that still runs; it is not made twice.
    asked: Option<PieceRequest>,
}

/// A piece that was asked, while its task is open.
pub struct PieceRequest {
    /// The task.
    pub task: String,
    /// Of whom, when, by when, and why it was put off.
    pub words: String,
    /// The day is gone: whose it is hears of it with what is late.
    pub late: bool,
}

impl PieceRequest {
    /// The same in words.
    pub fn of(asked: &PieceAsked, today: Date, w: Words) -> Self {
        let shown = |date: Date| day(date, today, w.lang);
        let (on, due) = (shown(w.day_of(asked.at)), shown(asked.due));
        let values = [("name", asked.owner.as_str()), ("on", on.as_str()), ("day", due.as_str())];
        let words = w.with(if asked.owner.is_empty() { "ready-asked-anybody" } else { "ready-asked" }, &values);
        let put_off = if asked.note.is_empty() { String::new() } else { w.t1("ready-put-off", "why", &asked.note) };
        Self {
            task: asked.task.to_string(),
            words: [words, put_off].join(" ").trim_end().to_owned(),
            late: asked.due < today,
        }
    }
}

struct Aspect {
    slug: &'static str,
    words: String,
    said: String,
    desk: String,
    answer: String,
    options: Vec<(String, String)>,
    kind: &'static str,
    value: String,
    note: String,
    open: bool,
    error: String,
    note_error: String,
}

#[derive(Template)]
#[template(path = "case_ready.html")]
struct Page {
    w: Words,
    frame: Frame,
    id: String,
    account: String,
    number: String,
    debtor: String,
    amount: Amount,
    verdict: String,
    tone: &'static str,
    score: String,
    court: String,
    limitation: String,
    missing: Vec<Missing>,
    criteria: Vec<Criterion>,
    aspects: Vec<Aspect>,
    company: crate::pages::companies::Block,
    error: String,
    may: bool,
    may_edit: bool,
}

/// The tone of a verdict.
pub(super) const fn verdict_tone(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Ready => "cash",
        Verdict::Reserves => "attention",
        Verdict::NotReady => "right",
    }
}

/// Thousandths as points of a hundred.
pub(super) fn score(thousandths: u32, w: Words) -> String {
    let (whole, tenth) = (thousandths / 10, thousandths % 10);
    format!("{whole}{}{tenth}", w.lang.pick(",", "."))
}

fn criterion(line: &FindingLine, w: Words) -> Criterion {
    let points = line.finding.points;
    Criterion {
        words: line.words.pick(w.lang).to_owned(),
        points: points.map_or_else(|| w.t("ready-not-applicable"), |points| points.to_string()),
        weight: line.finding.weight.to_string(),
        tone: match points {
            Some(100) | None => "",
            Some(0) => "right",
            Some(_) => "attention",
        },
        lacks: line.lacks.as_ref().map_or_else(String::new, |words| words.pick(w.lang).to_owned()),
    }
}

fn missing(line: &MissingLine, (today, w): (Date, Words)) -> Missing {
    let one = &line.missing;
    Missing {
        gap: one.gap.slug(),
        what: one.what.pick(w.lang).to_owned(),
        why: one.why.pick(w.lang).to_owned(),
        article: one.basis.article.unwrap_or_default().to_owned(),
        question: one.ask.pick(w.lang).to_owned(),
        owner: line.owner_words.pick(w.lang).to_owned(),
        worth: score(one.worth, w),
        blocking: one.blocking,
        asked: line.asked.as_ref().map(|asked| PieceRequest::of(asked, today, w)),
    }
}

fn aspect(line: &AspectLine, typed: &Typed, w: Words) -> Aspect {
    let slug = line.aspect.slug();
    let here = typed.is_wrong() && typed.is("aspect", slug);
    let option = |value: &str| {
        let words = app::readiness::value_words(line.aspect, value);
        (value.to_owned(), words.pick(w.lang).to_owned())
    };
    let answer = line.answer.as_ref().map_or_else(String::new, |answer| {
        let note = if answer.note.is_empty() { String::new() } else { format!(" · {}", answer.note) };
        format!("{} · {}{note}", answer.by, crate::figures::day_title(w.day_of(answer.at), w.lang))
    });
    let said = line.answer.as_ref().map_or(String::new(), |answer| answer.value.clone());
    Aspect {
        slug,
        words: line.words.pick(w.lang).to_owned(),
        said: line.said.pick(w.lang).to_owned(),
        desk: line.desk_said.pick(w.lang).to_owned(),
        answer,
        options: values(line.aspect).into_iter().map(option).collect(),
        kind: "text",
        value: if here { typed.get("value").to_owned() } else { said },
        note: if here { typed.get("note").to_owned() } else { String::new() },
        open: here,
        error: if here { typed.error("value").to_owned() } else { String::new() },
        note_error: if here { typed.error("note").to_owned() } else { String::new() },
    }
}

async fn show(site: &Site, visit: &Visit, id: &str, typed: Typed) -> Result<Response, Failure> {
    let (actor, case, w) = (visit.actor.clone(), reference::<CaseId>(id)?, visit.words());
    let read = site.ask(move |desk| {
        let found = desk.readiness(&actor, case)?;
        let company = desk.company(&actor, found.account_id)?;
        Ok((found, desk.case(&actor, case)?, company))
    });
    let (found, case, company): (ReadinessDetail, _, _) = read.await?;
    let title = w.with("ready-of", &[("debtor", &found.debtor), ("id", id)]);
    let today = found.today;
    let mut response = html(&Page {
        w,
        frame: Frame::of(visit, "nav-cases", &title).read_at(case.read_at),
        id: id.to_owned(),
        account: found.account_id.to_string(),
        number: found.account.clone(),
        debtor: found.debtor.clone(),
        amount: Amount::new(decimal(&found.amount, found.currency), w.lang),
        verdict: found.words.pick(w.lang).to_owned(),
        tone: verdict_tone(found.verdict),
        score: score(found.score, w),
        court: found.court.as_ref().map_or_else(|| w.t("ready-unknown"), |words| words.pick(w.lang).to_owned()),
        limitation: found.limitation.as_ref().map_or_else(|| w.t("ready-unknown"), |l| l.pick(w.lang).to_owned()),
        missing: found.missing.iter().map(|line| missing(line, (today, w))).collect(),
        criteria: found.findings.iter().map(|line| criterion(line, w)).collect(),
        aspects: found.aspects.iter().map(|line| aspect(line, &typed, w)).collect(),
        company: crate::pages::companies::block(&company, today, w),
        error: typed.error("gap").to_owned(),
        may: case.line.closed.is_none() && visit.visitor.may(Permission::EditAccount),
        may_edit: visit.visitor.may(Permission::EditAccount),
    })?;
    if typed.is_wrong() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// `GET /cases/{id}/readiness`.
pub async fn page(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    show(&site, &visit, &id, Typed::default()).await
}

async fn done(answered: Answered, page: &str) -> Result<Response, Failure> {
    match answered {
        Answered::Done(done) => Ok(done.go(page)),
        Answered::Wrong(act) => show(&act.site, &act.visit, &act.id, act.typed).await,
    }
}

/// `POST /cases/{id}/answer`: an empty value takes back what was said.
pub async fn answer(act: Act) -> Result<Response, Failure> {
    let page = format!("/cases/{}/readiness", act.id);
    let answered = act.answer(&ANSWER, |desk, actor, form| {
        let unknown = || Failure::malformed("aspect".to_owned());
        let aspect = CaseAspect::parse(&form.text("aspect")).ok_or_else(unknown)?;
        desk.answer_readiness(actor, form.about()?, (aspect, &form.text("value"), &form.text("note")))?;
        Ok("ready-answered")
    });
    done(answered.await?, &page).await
}

/// `POST /cases/{id}/ask`: a missing piece, of who holds it.
pub async fn ask(act: Act) -> Result<Response, Failure> {
    let page = format!("/cases/{}/readiness", act.id);
    let answered = act.answer(&ASK, |desk, actor, form| {
        let gap = Gap::parse(&form.text("gap")).ok_or_else(|| Slip::beside("gap", "ready-gap-unknown"))?;
        let asked = desk.ask_piece(actor, form.about()?, gap)?;
        Ok(if asked.before { "ready-asked-before" } else { "ready-asked" })
    });
    done(answered.await?, &page).await
}
