//! One's own code: give the key to an application, confirm by a first code, keep the recovery codes.

use app::second_factor::Enrolment;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::profile::factor_words;
use crate::act::{Act, Answered, Sheet};
use crate::forms::Typed;
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// A QR code as one path over a square: runs of dark modules, row by row.
struct Qr {
    side: usize,
    path: String,
}

struct Key {
    secret: String,
    uri: String,
    qr: Option<Qr>,
}

#[derive(Template)]
#[template(path = "second_factor.html")]
struct SecondFactorPage {
    w: Words,
    frame: Frame,
    state: String,
    on: bool,
    must: bool,
    key: Option<Key>,
    codes: Vec<String>,
    typed: Typed,
    open: &'static str,
}

const BEGIN: Sheet = Sheet { form: "begin", prefix: "", field: "current" };
const CONFIRM: Sheet = Sheet { form: "confirm", prefix: "", field: "code" };
const CODES: Sheet = Sheet { form: "codes", prefix: "codes-", field: "current" };
const OFF: Sheet = Sheet { form: "off", prefix: "off-", field: "current" };

fn qr(picture: &documents::epc::QrPicture) -> Qr {
    use std::fmt::Write;
    let mut path = String::new();
    for (y, row) in picture.pixels.chunks(picture.side).enumerate() {
        let mut x = 0;
        while x < row.len() {
            let run = row[x..].iter().take_while(|pixel| **pixel == row[x]).count();
            if row[x] == 0 {
                let _ = write!(path, "M{x} {y}h{run}v1h-{run}z");
            }
            x += run;
        }
    }
    Qr { side: picture.side, path }
}

async fn show(
    site: &Site,
    visit: &Visit,
    typed: Typed,
    open: &'static str,
    codes: Vec<String>,
) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let read =
        site.ask(move |desk| Ok((desk.second_factor(&actor, &actor.name)?, desk.enrolment(&actor)?, desk.today())));
    let (factor, pending, today) = read.await?;
    let key = |e: Enrolment| Key { qr: e.qr.as_ref().map(qr), secret: e.secret, uri: e.uri };
    let wrong = typed.is_wrong();
    let mut response = html(&SecondFactorPage {
        w,
        frame: Frame::of(visit, "", &w.t("second-factor-title")),
        state: factor_words(factor, today, w),
        on: factor.since.is_some(),
        must: factor.required && factor.since.is_none(),
        key: pending.map(key),
        codes,
        typed,
        open,
    })?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// `GET /profile/second-factor`.
pub async fn page(State(site): State<Site>, visit: Visit) -> Result<Response, Failure> {
    show(&site, &visit, Typed::default(), "", Vec::new()).await
}

/// The page again, with what is wrong; passwords and codes are typed again.
async fn again(act: Act, sheet: &'static Sheet) -> Result<Response, Failure> {
    let mut typed = act.typed;
    for field in ["current", "code", "codes-current", "off-current"] {
        typed = typed.with(field, "");
    }
    show(&act.site, &act.visit, typed, sheet.form, Vec::new()).await
}

/// `POST /profile/second-factor`: makes a key.
pub async fn begin(act: Act) -> Result<Response, Failure> {
    let (from, password) = (act.visit.visitor.from.clone(), act.typed.get("current").to_owned());
    let answered = act.answer(&BEGIN, move |desk, actor, _| {
        desk.begin_second_factor(actor, &password, &from)?;
        Ok("")
    });
    match answered.await? {
        Answered::Done(_) => Ok(Redirect::to("/profile/second-factor").into_response()),
        Answered::Wrong(act) => again(*act, &BEGIN).await,
    }
}

/// `POST /profile/second-factor/confirm`: the recovery codes are shown on the answer, and never again.
pub async fn confirm(act: Act) -> Result<Response, Failure> {
    let (from, token) = (act.visit.visitor.from.clone(), act.visit.visitor.token.clone().unwrap_or_default());
    let answer = act.answer_shown(&CONFIRM, move |desk, actor, form| {
        Ok(desk.confirm_second_factor(actor, &token, &form.text("code"), &from)?)
    });
    match answer.await? {
        Ok((codes, mut act)) => {
            // From here on the whole house is open to them: the frame of this very page too.
            if let Some(signed) = act.visit.visitor.signed.as_mut() {
                signed.must_enrol = false;
            }
            show(&act.site, &act.visit, Typed::default(), "", codes).await
        }
        Err(act) => again(*act, &CONFIRM).await,
    }
}

/// `POST /profile/second-factor/codes`: new recovery codes.
pub async fn renew_codes(act: Act) -> Result<Response, Failure> {
    let (from, password) = (act.visit.visitor.from.clone(), act.typed.get("codes-current").to_owned());
    let answer =
        act.answer_shown(&CODES, move |desk, actor, _| Ok(desk.renew_recovery_codes(actor, &password, &from)?));
    match answer.await? {
        Ok((codes, act)) => show(&act.site, &act.visit, Typed::default(), "", codes).await,
        Err(act) => again(*act, &CODES).await,
    }
}

/// `POST /profile/second-factor/off`.
pub async fn turn_off(act: Act) -> Result<Response, Failure> {
    let (from, password) = (act.visit.visitor.from.clone(), act.typed.get("off-current").to_owned());
    let answered = act.answer(&OFF, move |desk, actor, _| {
        desk.remove_second_factor(actor, &password, &from)?;
        Ok("codes-off")
    });
    match answered.await? {
        Answered::Done(done) => Ok(done.go("/profile")),
        Answered::Wrong(act) => again(*act, &OFF).await,
    }
}
