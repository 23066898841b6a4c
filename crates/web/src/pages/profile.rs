//! One's own sign-in: language, password, code, sessions, tokens of programs.

use std::str::FromStr;

use app::digests::{self, DigestFrequency};
use app::scopes::Scope;
use app::second_factor::SecondFactorAnswer;
use app::sessions::SessionAnswer;
use app::tokens::{DAYS, NewToken, TokenAnswer};
use app::{Desk, DeskError};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Date, Timestamp};

use crate::act::{Act, Answered, Done, Sheet, Slip};
use crate::figures::day;
use crate::forms::Typed;
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::{Lang, Words};

/// One session as it is shown.
pub struct SessionRow {
    pub id: String,
    pub device: String,
    pub from: String,
    pub since: String,
    pub seen: String,
    pub here: bool,
}

/// One token as it is shown.
pub struct TokenRow {
    pub id: String,
    pub name: String,
    pub hint: String,
    pub scopes: String,
    pub made: String,
    pub used: String,
    pub expires: String,
    pub over: bool,
}

/// `12 oct. 14:05`.
pub fn instant(at: Timestamp, today: Date, w: Words) -> String {
    format!("{} {}", day(w.day_of(at), today, w.lang), w.hour(at))
}

/// Sessions as rows.
pub fn session_rows(sessions: Vec<SessionAnswer>, today: Date, w: Words) -> Vec<SessionRow> {
    let row = |s: SessionAnswer| SessionRow {
        id: s.id,
        device: s.device.pick(w.lang).to_owned(),
        from: s.from,
        since: instant(s.since, today, w),
        seen: instant(s.seen, today, w),
        here: s.here,
    };
    sessions.into_iter().map(row).collect()
}

/// Tokens as rows.
pub fn token_rows(tokens: Vec<TokenAnswer>, today: Date, w: Words) -> Vec<TokenRow> {
    let row = |t: TokenAnswer| TokenRow {
        id: t.id.to_string(),
        scopes: t.scopes.names().collect::<Vec<_>>().join(", "),
        name: t.name,
        hint: t.hint,
        made: day(w.day_of(t.created), today, w.lang),
        used: t.used.map_or_else(|| w.t("token-never-used"), |at| instant(at, today, w)),
        expires: day(w.day_of(t.expires), today, w.lang),
        over: t.over,
    };
    tokens.into_iter().map(row).collect()
}

/// How the second factor stands, in words.
pub fn factor_words(factor: SecondFactorAnswer, today: Date, w: Words) -> String {
    match factor.since {
        None if factor.required => w.t("codes-off-required"),
        None => w.t("codes-off"),
        Some(since) => {
            let left = factor.codes_left.to_string();
            w.with("codes-on", &[("since", &day(w.day_of(since), today, w.lang)), ("left", &left)])
        }
    }
}

struct ScopeChoice {
    slug: &'static str,
    words: String,
    ticked: bool,
}

#[derive(Template)]
#[template(path = "profile.html")]
struct Profile {
    w: Words,
    frame: Frame,
    login: String,
    role: String,
    languages: Vec<(&'static str, String)>,
    factor: String,
    factor_on: bool,
    digests: Vec<(&'static str, String)>,
    digest: Option<digests::DigestText>,
    sessions: Vec<SessionRow>,
    tokens: Vec<TokenRow>,
    scopes: Vec<ScopeChoice>,
    made: String,
    typed: Typed,
    open: &'static str,
}

const LANGUAGE: Sheet = Sheet { form: "language", prefix: "", field: "language" };
const EMAIL: Sheet = Sheet { form: "email", prefix: "", field: "email" };
const DIGEST: Sheet = Sheet { form: "digest", prefix: "", field: "frequency" };
const PASSWORD: Sheet = Sheet { form: "password", prefix: "", field: "current" };
const SESSION: Sheet = Sheet { form: "sessions", prefix: "", field: "id" };
const TOKEN: Sheet = Sheet { form: "token", prefix: "token-", field: "name" };
const TOKENS: Sheet = Sheet { form: "tokens", prefix: "", field: "id" };

/// What the page shows besides its forms.
struct Told {
    typed: Typed,
    open: &'static str,
    ticked: Vec<String>,
    made: String,
}

async fn show(site: &Site, visit: &Visit, mut told: Told) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let token = visit.visitor.token.clone().unwrap_or_default();
    let read = site.ask(move |desk| {
        let sessions = desk.sessions(&actor, &actor.name, &token)?;
        let tokens = desk.tokens(&actor, &actor.name)?;
        let email = desk.email_of(&actor, &actor.name)?;
        let digest = desk.digest(&actor, &actor.name)?;
        Ok((sessions, tokens, desk.second_factor(&actor, &actor.name)?, desk.today(), (email, digest)))
    });
    let (sessions, tokens, factor, today, (email, digest)) = read.await?;
    let frequency = digest.frequency.map_or("none", DigestFrequency::slug);
    told.typed = told.typed.with_usual("email", &email).with_usual("frequency", frequency);
    let wrong = told.typed.is_wrong();
    let choice = |scope: Scope| ScopeChoice {
        slug: scope.slug(),
        words: scope.wording().pick(w.lang).to_owned(),
        ticked: told.ticked.iter().any(|slug| slug == scope.slug()),
    };
    let mut response = html(&Profile {
        w,
        frame: Frame::of(visit, "", &w.t("profile-title")),
        login: visit.actor.name.clone(),
        role: w.of("role", visit.actor.role.slug()),
        languages: vec![("fr", "Français".to_owned()), ("en", "English".to_owned())],
        factor: factor_words(factor, today, w),
        factor_on: factor.since.is_some(),
        digests: ["none"]
            .into_iter()
            .chain(DigestFrequency::ALL.iter().map(|one| one.slug()))
            .map(|slug| (slug, w.of("digest", slug)))
            .collect(),
        digest: digest.preview,
        sessions: session_rows(sessions, today, w),
        tokens: token_rows(tokens, today, w),
        scopes: Scope::ALL.into_iter().map(choice).collect(),
        made: told.made,
        typed: told.typed,
        open: told.open,
    })?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// What the forms hold before anyone types.
fn fresh(visit: &Visit) -> Typed {
    let language = visit.visitor.signed.as_ref().map(|s| s.language).unwrap_or_default();
    Typed::default().with("language", language.slug()).with("token-days", DAYS.to_string())
}

/// `GET /profile`.
pub async fn page(State(site): State<Site>, visit: Visit) -> Result<Response, Failure> {
    let ticked = vec![Scope::Read.slug().to_owned()];
    show(&site, &visit, Told { typed: fresh(&visit), open: "", ticked, made: String::new() }).await
}

/// The page again, with what is wrong in one of its forms; passwords are typed again.
async fn again(act: Act, open: &'static str) -> Result<Response, Failure> {
    let ticked = act.every("token-scopes").map(str::to_owned).collect();
    let kept = fresh(&act.visit);
    let mut typed = act.typed.with("current", "").with("password", "").with("token-current", "");
    for field in ["language", "token-days"] {
        if typed.get(field).is_empty() && typed.error(field).is_empty() {
            typed = typed.with(field, kept.get(field));
        }
    }
    show(&act.site, &act.visit, Told { typed, open, ticked, made: String::new() }).await
}

async fn on_profile<W>(act: Act, sheet: &'static Sheet, work: W) -> Result<Response, Failure>
where
    W: FnOnce(&Desk, &app::Actor, &crate::act::Reading) -> Result<Done, Slip> + Send + 'static,
{
    match act.answer(sheet, work).await? {
        Answered::Done(done) => Ok(done.go("/profile")),
        Answered::Wrong(act) => again(*act, sheet.form).await,
    }
}

/// `POST /profile/language`.
pub async fn set_language(act: Act) -> Result<Response, Failure> {
    let chosen = Lang::parse(act.typed.get("language")).unwrap_or_default();
    let answered = act.answer(&LANGUAGE, move |desk, actor, _| {
        desk.set_language(actor, chosen)?;
        Ok("language")
    });
    match answered.await? {
        // The address also says it, so that a language chosen before on this device gives way.
        Answered::Done(_) => {
            Ok(Redirect::to(&format!("/profile?done=language&lang={}", chosen.code())).into_response())
        }
        Answered::Wrong(act) => again(*act, LANGUAGE.form).await,
    }
}

/// `POST /profile/email`: where the house writes to them.
pub async fn set_email(act: Act) -> Result<Response, Failure> {
    on_profile(act, &EMAIL, |desk, actor, form| {
        desk.set_email(actor, &actor.name, &form.text("email"))?;
        Ok("email".into())
    })
    .await
}

/// `POST /profile/digest`: how often what waits is told in one mail.
pub async fn set_digest(act: Act) -> Result<Response, Failure> {
    on_profile(act, &DIGEST, |desk, actor, form| {
        desk.set_digest(actor, &actor.name, digests::frequency(&form.text("frequency"))?)?;
        Ok("digest".into())
    })
    .await
}

/// `POST /profile/password`.
pub async fn change_password(act: Act) -> Result<Response, Failure> {
    let (from, token) = (act.visit.visitor.from.clone(), act.visit.visitor.token.clone().unwrap_or_default());
    // As typed: a blank is part of a password.
    let (current, new) = (act.typed.get("current").to_owned(), act.typed.get("password").to_owned());
    on_profile(act, &PASSWORD, move |desk, actor, _| {
        desk.change_password(actor, &token, &current, &new, &from)?;
        Ok("password".into())
    })
    .await
}

/// `POST /profile/sessions/end`: one, or all but this one.
pub async fn end_session(act: Act) -> Result<Response, Failure> {
    let token = act.visit.visitor.token.clone().unwrap_or_default();
    on_profile(act, &SESSION, move |desk, actor, form| {
        let Some(id) = form.some("id") else {
            return Ok(Done::count("sessions", desk.end_other_sessions(actor, &token)?));
        };
        desk.end_session(actor, &actor.name, &id)?;
        Ok(Done::count("sessions", 1))
    })
    .await
}

/// `POST /profile/tokens`: the token is shown on the answer, and never again.
pub async fn make_token(act: Act) -> Result<Response, Failure> {
    let scopes: Vec<String> = act.every("token-scopes").map(str::to_owned).collect();
    // As typed: a blank is part of a password.
    let (current, from) = (act.typed.get("token-current").to_owned(), act.visit.visitor.from.clone());
    let made = act.answer_shown(&TOKEN, move |desk, actor, form| {
        let new = NewToken { name: form.text("name"), days: form.number("days")?, scopes };
        Ok(desk.make_token(actor, &new, &current, &from)?.token)
    });
    match made.await? {
        Ok((made, act)) => {
            let ticked = vec![Scope::Read.slug().to_owned()];
            show(&act.site, &act.visit, Told { typed: fresh(&act.visit), open: "", ticked, made }).await
        }
        Err(act) => again(*act, TOKEN.form).await,
    }
}

/// Reads a reference that a page of ours wrote.
pub fn referred<T: FromStr>(text: &str) -> Result<T, Slip> {
    text.parse().map_err(|_| Slip::from(DeskError::NotFound { what: "token", key: text.chars().take(60).collect() }))
}

/// `POST /profile/tokens/revoke`.
pub async fn revoke_token(act: Act) -> Result<Response, Failure> {
    on_profile(act, &TOKENS, |desk, actor, form| {
        desk.revoke_token(actor, referred(&form.text("id"))?)?;
        Ok("token-revoked".into())
    })
    .await
}
