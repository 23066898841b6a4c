//! One title: what it is worth today, what it opens, and what happened to it.

use app::proofs::{Provable, Subject, SubjectKind};
use app::titles::{CourtTitleId, DoorLine, RENEWALS, TitleDetail, TitleEvent, TitleFactLine, TitleTell, TitleTold};
use app::{Actor, Desk, Permission};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Date, Wording};

use super::{Row, name, row};
use crate::act::{Act, Answered, Reading, Sheet, Slip};
use crate::figures::{Amount, day, decimal};
use crate::forms::{Typed, reference};
use crate::layout::{Frame, html};
use crate::pages::proofs::{ProofFile, Proven};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

const SERVICE: Sheet = Sheet { form: "service", prefix: "service-", field: "day" };
const RENEWAL: Sheet = Sheet { form: "renewal", prefix: "renewal-", field: "day" };
const ORIGINAL: Sheet = Sheet { form: "original", prefix: "original-", field: "place" };
const STRIKE: Sheet = Sheet { form: "strike", prefix: "strike-", field: "why" };
const ANNUL: Sheet = Sheet { form: "annul", prefix: "annul-", field: "by" };

struct Measure {
    words: String,
    open: bool,
    why: String,
    article: String,
}

struct Known {
    position: i64,
    day: String,
    words: String,
    proof: String,
    by: String,
    left: String,
}

#[derive(Template)]
#[template(path = "title.html")]
struct Page {
    w: Words,
    frame: Frame,
    id: String,
    case: String,
    account_id: String,
    heading: String,
    line: Row,
    figures: Vec<(String, String)>,
    heads: Vec<(String, Amount, bool)>,
    counting: Vec<String>,
    clock: Vec<String>,
    warnings: Vec<String>,
    doors: Vec<Measure>,
    facts: Vec<Known>,
    details: Vec<(String, String)>,
    services: Vec<(String, String)>,
    renewals: Vec<(String, String)>,
    subject: Subject,
    files: Vec<ProofFile>,
    may_prove: bool,
    typed: Typed,
    may: bool,
}

fn told(words: &[Wording], w: Words) -> Vec<String> {
    words.iter().map(|one| one.pick(w.lang).to_owned()).collect()
}

fn known(line: &TitleFactLine, today: Date, w: Words) -> Known {
    let (words, proof) = match &line.fact {
        TitleEvent::Service { on, service, proof, .. } => {
            let how = w.of("service", service.slug());
            (w.with("title-fact-service", &[("on", on.as_str()), ("how", &how)]), proof.reference.clone())
        }
        TitleEvent::Renewal { event, reference, .. } => {
            (w.t1("title-fact-renewal", "event", app::titles::event_words(event).pick(w.lang)), reference.clone())
        }
        TitleEvent::Original { place, holder, .. } => {
            let parts = [place.as_str(), holder.as_str()].into_iter().filter(|part| !part.is_empty());
            (w.t1("title-fact-original", "place", parts.collect::<Vec<_>>().join(" · ")), String::new())
        }
    };
    let left = line.left.map_or_else(String::new, |on| {
        w.with("title-fact-struck", &[("day", day(on, today, w.lang).as_str()), ("why", &line.left_why)])
    });
    Known { position: line.position, day: day(line.fact.day(), today, w.lang), words, proof, by: line.by.clone(), left }
}

fn measure(door: &DoorLine, w: Words) -> Measure {
    Measure {
        words: crate::words::capital(door.words.pick(w.lang)),
        open: door.open,
        why: door.why.pick(w.lang).to_owned(),
        article: door.article.clone().unwrap_or_default(),
    }
}

fn details(title: &TitleDetail, w: Words) -> Vec<(String, String)> {
    let shown = |date: Option<Date>| date.map_or_else(|| "—".to_owned(), |date| day(date, title.today, w.lang));
    let mut all = vec![
        (w.t("title-court"), title.line.court.clone()),
        (w.t("title-enforceable"), shown(title.enforceable)),
        (w.t("title-finality"), w.of("title-finality", title.finality.slug())),
        (w.t("title-class"), w.of("title-class", &title.creditor_class)),
        (w.t("title-capitalise"), w.t(if title.capitalise { "title-yes" } else { "title-no" })),
        (w.t("title-recorded"), title.actor.clone()),
    ];
    if let Some(due) = title.claim_due {
        let kind = app::titles::claim_words(&title.claim_kind);
        all.push((w.t("title-claim"), format!("{} · {}", kind.pick(w.lang), day(due, title.today, w.lang))));
    }
    if let Some(on) = title.annulled {
        all.push((w.t("title-annulled"), format!("{} · {}", day(on, title.today, w.lang), title.annulled_by)));
    }
    all
}

fn page_of(visit: &Visit, (title, proofs): (&TitleDetail, &[Provable]), typed: Typed) -> Page {
    let subject = Subject::new(SubjectKind::Title, title.line.id.0);
    let editor = visit.visitor.may(Permission::EditAccount);
    let (w, today, currency) = (visit.words(), title.today, title.line.currency);
    let sum = |text: &str| Amount::new(decimal(text, currency), w.lang);
    let shown = |text: Option<&String>| text.map_or_else(|| "—".to_owned(), |text| sum(text).html());
    let heading = name(&title.line, today, w);
    let services = ["in-person", "not-in-person"];
    Page {
        w,
        frame: Frame::of(visit, "titles-title", &format!("{heading} · {}", title.line.debtor)),
        id: title.line.id.to_string(),
        case: title.line.case.to_string(),
        account_id: title.line.account_id.to_string(),
        heading,
        line: row(&title.line, today, w),
        figures: vec![
            (w.t("title-owed"), shown(title.line.owed.as_ref())),
            (w.t("title-awarded"), sum(&title.line.awarded).html()),
            (w.t("title-interest"), shown(title.interest.as_ref())),
            (w.t("title-daily"), shown(title.daily.as_ref())),
            (w.t("title-received"), sum(&title.received).html()),
        ],
        heads: title
            .heads
            .iter()
            .map(|head| (w.of("title-head", head.kind.slug()), sum(&head.amount), head.bears))
            .collect(),
        counting: told(&title.counting, w),
        clock: told(&title.clock, w),
        warnings: told(&title.warnings, w),
        doors: title.doors.iter().map(|door| measure(door, w)).collect(),
        facts: title.facts.iter().rev().map(|line| known(line, today, w)).collect(),
        details: details(title, w),
        services: services.map(|slug| (slug.to_owned(), w.of("service", slug))).into(),
        renewals: RENEWALS
            .map(|event| (event.to_owned(), app::titles::event_words(event).pick(w.lang).to_owned()))
            .into(),
        files: Proven::of(proofs, w).files(subject),
        subject,
        may_prove: editor,
        may: !title.line.closed && title.annulled.is_none() && editor,
        typed: ["service", "renewal", "original", "annul"]
            .into_iter()
            .fold(typed, |typed, form| typed.with_usual(&format!("{form}-day"), &today.to_string())),
    }
}

async fn show(site: &Site, visit: &Visit, id: &str, typed: Typed) -> Result<Response, Failure> {
    let (actor, title) = (visit.actor.clone(), reference::<CourtTitleId>(id)?);
    let (found, proofs) = site
        .ask(move |desk| {
            let found = desk.title(&actor, title)?;
            let proofs = desk.proofs(&actor, found.line.case)?;
            Ok((found, proofs))
        })
        .await?;
    let wrong = typed.is_wrong();
    let mut response = html(&page_of(visit, (&found, &proofs), typed))?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// `GET /titles/{id}`.
pub async fn page(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    show(&site, &visit, &id, Typed::default()).await
}

async fn on_title<W>(act: Act, sheet: &'static Sheet, work: W) -> Result<Response, Failure>
where
    W: FnOnce(&Desk, &Actor, &Reading) -> Result<&'static str, Slip> + Send + 'static,
{
    let page = format!("/titles/{}", act.id);
    match act.answer(sheet, work).await? {
        Answered::Done(done) => Ok(done.go(&page)),
        Answered::Wrong(act) => show(&act.site, &act.visit, &act.id, act.typed).await,
    }
}

fn tell(desk: &Desk, actor: &Actor, form: &Reading, what: TitleTold) -> Result<(), Slip> {
    let order = TitleTell {
        on: form.text("on"),
        service: form.text("service"),
        proof: form.text("proof"),
        event: form.text("event"),
        place: form.text("place"),
        holder: form.text("holder"),
        ..TitleTell::new(what, form.day("day")?)
    };
    desk.tell_title(actor, form.about()?, &order).map_err(Slip::named)
}

/// `POST /titles/{id}/service`.
pub async fn service(act: Act) -> Result<Response, Failure> {
    on_title(act, &SERVICE, |desk, actor, form| {
        tell(desk, actor, form, TitleTold::Service)?;
        Ok("title-served")
    })
    .await
}

/// `POST /titles/{id}/renewal`.
pub async fn renewal(act: Act) -> Result<Response, Failure> {
    on_title(act, &RENEWAL, |desk, actor, form| {
        tell(desk, actor, form, TitleTold::Renewal)?;
        Ok("title-renewed")
    })
    .await
}

/// `POST /titles/{id}/original`.
pub async fn original(act: Act) -> Result<Response, Failure> {
    on_title(act, &ORIGINAL, |desk, actor, form| {
        tell(desk, actor, form, TitleTold::Original)?;
        Ok("title-moved")
    })
    .await
}

/// `POST /titles/{id}/strike`.
pub async fn strike(act: Act) -> Result<Response, Failure> {
    on_title(act, &STRIKE, |desk, actor, form| {
        let position = form.number("position")?.unwrap_or(-1);
        desk.strike_title_fact(actor, form.about()?, (position, &form.text("why"))).map_err(Slip::named)?;
        Ok("title-struck")
    })
    .await
}

/// `POST /titles/{id}/annul`.
pub async fn annul(act: Act) -> Result<Response, Failure> {
    on_title(act, &ANNUL, |desk, actor, form| {
        desk.annul_title(actor, form.about()?, (form.day("day")?, &form.text("by"))).map_err(Slip::named)?;
        Ok("title-annulled")
    })
    .await
}
