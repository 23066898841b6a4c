//! What the post says of one letter: its number, the day it was presented, the day it came back and why.

use app::outbox::{LetterAtPost, LetterBack, PostReturn};
use app::{Actor, Desk, Permission};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Date;

use super::tone;
use crate::act::{Act, Answered, Reading, Sheet, Slip};
use crate::figures::day;
use crate::forms::{Typed, reference};
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::{Words, capital, or_none};

const REGISTERED: Sheet = Sheet { form: "registered", prefix: "post-", field: "presented_on" };
const RETURNED: Sheet = Sheet { form: "returned", prefix: "back-", field: "returned_on" };

#[derive(Template)]
#[template(path = "outbox_letter.html")]
struct Page {
    w: Words,
    frame: Frame,
    id: String,
    account: String,
    debtor: String,
    subject: String,
    state: String,
    tone: &'static str,
    /// Why it failed; empty while it did not.
    why: String,
    /// What is known of it, each under its name.
    known: Vec<(String, String)>,
    pdf: String,
    reasons: Vec<(String, String)>,
    typed: Typed,
    /// The post may still say something of it, and who is here may write it down.
    may: bool,
    left: bool,
}

/// What the page says of it before anything is typed.
fn known(letter: &LetterAtPost, w: Words) -> Vec<(String, String)> {
    let shown = |on: Option<Date>| on.map_or_else(|| w.t("letter-post-untold"), |on| day(on, letter.today, w.lang));
    let told = |text: &str| if text.is_empty() { w.t("letter-post-untold") } else { text.to_owned() };
    let mut back = shown(letter.returned_on);
    if let Some(reason) = letter.returned {
        back = format!("{back} · {}", w.of("post-return", reason.slug()));
    }
    vec![
        (w.t("letter-post-address"), letter.address.clone()),
        (w.t("letter-post-written"), shown(Some(letter.written))),
        (w.t("letter-post-number"), told(&letter.registered)),
        (w.t("letter-post-presented"), shown(letter.presented_on)),
        (w.t("letter-post-returned"), back),
    ]
}

/// The forms with what is known already, where nobody typed something else.
fn filled(letter: &LetterAtPost, typed: Typed) -> Typed {
    let text = |on: Option<Date>| on.map_or_else(String::new, |on| on.to_string());
    let presented = text(letter.presented_on);
    typed
        .with_usual("post-registered", &letter.registered)
        .with_usual("post-presented_on", &presented)
        .with_usual("back-reason", letter.returned.map_or("", PostReturn::slug))
        .with_usual("back-returned_on", &text(letter.returned_on.or(Some(letter.today))))
        .with_usual("back-presented_on", &presented)
        .with_usual("back-registered", &letter.registered)
}

fn page_of(visit: &Visit, letter: &LetterAtPost, typed: Typed) -> Page {
    let w = visit.words();
    let reasons = w.choices("post-return", PostReturn::ALL.iter().map(|reason| reason.slug()));
    Page {
        w,
        frame: Frame::of(visit, "nav-outbox", &w.t1("letter-post-of", "name", &letter.debtor)),
        id: letter.message.to_string(),
        account: letter.account_id.to_string(),
        debtor: letter.debtor.clone(),
        subject: letter.subject.clone(),
        state: w.of("message-state", letter.state.slug()),
        tone: tone(letter.state),
        why: letter.why.as_ref().map_or_else(String::new, |why| capital(why.pick(w.lang))),
        known: known(letter, w),
        pdf: letter.document.map_or_else(String::new, |id| format!("/documents/{id}")),
        reasons: or_none(reasons.into_iter().map(|(slug, words)| (slug, capital(&words))).collect()),
        typed: filled(letter, typed),
        may: visit.actor.carries(Permission::EditAccount) && !letter.is_over(),
        left: letter.left(),
    }
}

async fn show(site: &Site, visit: &Visit, id: &str, typed: Typed) -> Result<Response, Failure> {
    let (actor, message) = (visit.actor.clone(), reference(id)?);
    let letter = site.ask(move |desk| desk.letter_at_post(&actor, message)).await?;
    let wrong = typed.is_wrong();
    let mut response = html(&page_of(visit, &letter, typed))?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// `GET /outbox/{id}/letter`.
pub async fn page(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    show(&site, &visit, &id, Typed::default()).await
}

async fn on_letter<W>(act: Act, sheet: &'static Sheet, work: W) -> Result<Response, Failure>
where
    W: FnOnce(&Desk, &Actor, &Reading) -> Result<&'static str, Slip> + Send + 'static,
{
    let page = format!("/outbox/{}/letter", act.id);
    match act.answer(sheet, work).await? {
        Answered::Done(done) => Ok(done.go(&page)),
        Answered::Wrong(act) => show(&act.site, &act.visit, &act.id, act.typed).await,
    }
}

/// `POST /outbox/{id}/registered`: the number of a registered letter, the day it was presented.
pub async fn registered(act: Act) -> Result<Response, Failure> {
    on_letter(act, &REGISTERED, |desk, actor, form| {
        let (number, presented_on) = (form.some("registered"), form.day("presented_on")?);
        desk.registered(actor, form.about()?, number.as_deref(), (presented_on, None)).map_err(Slip::named)?;
        Ok("letter-registered")
    })
    .await
}

/// `POST /outbox/{id}/returned`: the post brought it back, and why.
pub async fn returned(act: Act) -> Result<Response, Failure> {
    on_letter(act, &RETURNED, |desk, actor, form| {
        let reason = PostReturn::parse(&form.text("reason"));
        let back = LetterBack {
            reason: reason.ok_or_else(|| Slip::beside("reason", "letter-post-reason-missing"))?,
            on: form.day_needed("returned_on")?,
            presented_on: form.day("presented_on")?,
            number: form.some("registered"),
        };
        desk.letter_returned(actor, form.about()?, &back).map_err(Slip::named)?;
        Ok("letter-returned")
    })
    .await
}
