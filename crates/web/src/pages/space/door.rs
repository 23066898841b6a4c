//! Who comes by a link, the question a person answers first, and the kind pages of what opens nothing.

use app::space::{Caller, LinkPurpose};
use askama::Template;
use axum::Form;
use axum::extract::{FromRequest, FromRequestParts, RawPathParams, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use crate::assets;
use crate::forms::{Typed, reference};
use crate::layout::{html, in_language};
use crate::problem::{Failure, Told};
use crate::session::{Visitor, cookie};
use crate::site::Site;
use crate::words::{Lang, Words, sentence};

/// Cookie that holds the proof of a right answer, for the pages of one link.
const PROOF: &str = "quittance-link";
/// Characters of a link, of a proof.
const TOKEN_MAX: usize = 120;

/// Fields as a form sends them.
pub type Pairs = Vec<(String, String)>;

/// What the frame of every page of a link needs.
pub struct Shell {
    pub lang: &'static str,
    pub title: String,
    pub css: String,
    pub icon: String,
    /// The other language: code, name in itself, address of this page in it.
    pub other: (&'static str, &'static str, String),
    /// Where the pages of this link begin.
    pub base: String,
    /// What was just done, said once.
    pub done: String,
}

/// Who comes by a link.
#[derive(Clone)]
pub struct Way {
    pub caller: Caller,
    pub visitor: Visitor,
    params: Pairs,
}

impl FromRequestParts<Site> for Way {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Failure> {
        let visitor = Visitor::from_request_parts(parts, site).await?;
        let params = RawPathParams::from_request_parts(parts, site).await;
        let params = params.map_err(|e| Failure::malformed(e.body_text()))?;
        let params: Pairs = params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let purpose = if visitor.path.starts_with("/link/plan/") { LinkPurpose::Plan } else { LinkPurpose::Space };
        let cut = |text: &str| text.chars().take(TOKEN_MAX).collect::<String>();
        let token = params.iter().find(|(name, _)| name == "token").map_or_else(String::new, |(_, value)| cut(value));
        let proof = cookie(&parts.headers, PROOF).map_or_else(String::new, cut);
        Ok(Self { caller: Caller { purpose, token, proof }, visitor, params })
    }
}

impl Way {
    pub const fn words(&self) -> Words {
        self.visitor.words()
    }

    /// Where the pages of this link begin.
    pub fn base(&self) -> String {
        format!("/link/{}/{}", self.caller.purpose.slug(), self.caller.token)
    }

    /// A reference in the address.
    pub fn named<T: std::str::FromStr>(&self, name: &str) -> Result<T, Failure> {
        let text = self.params.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str());
        reference(text)
    }

    /// The plan in the address; none where the link itself is about one.
    pub fn plan<T: std::str::FromStr>(&self) -> Result<Option<T>, Failure> {
        if self.caller.purpose == LinkPurpose::Plan { Ok(None) } else { self.named("plan").map(Some) }
    }

    pub fn shell(&self, title: &str) -> Shell {
        let (code, name) = match self.visitor.lang {
            Lang::Fr => ("en", "English"),
            Lang::En => ("fr", "Français"),
        };
        let query = self.visitor.asked.split_once('?').map_or("", |(_, query)| query);
        let done = query.split('&').find_map(|pair| pair.strip_prefix("done=")).unwrap_or("");
        let w = self.words();
        // Only what we would say ourselves is said.
        let done = if w.has(&format!("space-done-{done}")) { w.of("space-done", done) } else { String::new() };
        Shell {
            lang: self.visitor.lang.slug(),
            title: title.to_owned(),
            css: assets::url("space.css"),
            icon: assets::url("icon.svg"),
            other: (code, name, in_language(&self.visitor.asked, code)),
            base: self.base(),
            done,
        }
    }

    /// Back to a page of this link, which says once what was done.
    pub fn done(&self, path: &str, slug: &str) -> Response {
        Redirect::to(&format!("{}{path}?done={slug}", self.base())).into_response()
    }

    /// An answer, or a kind page that says why there is none.
    pub fn answer(&self, answer: Result<Response, Failure>) -> Response {
        answer.or_else(|failure| self.kindly(failure)).unwrap_or_else(IntoResponse::into_response)
    }

    fn kindly(&self, failure: Failure) -> Result<Response, Failure> {
        let w = self.words();
        match &failure {
            Failure::Refused(told) if told.code == "link-fact-needed" => self.question(told, Typed::default()),
            Failure::Refused(told) if told.code == "link-unknown" => {
                self.closed(StatusCode::NOT_FOUND, (w.t("space-closed-title"), told.words.pick(w.lang)), false)
            }
            Failure::Refused(told) if told.code.starts_with("link-") && told.field.is_none() => {
                self.closed(StatusCode::GONE, (w.t("space-closed-title"), told.words.pick(w.lang)), false)
            }
            Failure::Refused(told) => {
                self.closed(StatusCode::UNPROCESSABLE_ENTITY, (w.t("space-not-now"), told.words.pick(w.lang)), true)
            }
            Failure::NotFound(_) => {
                self.closed(StatusCode::NOT_FOUND, (w.t("space-nothing-here"), &w.t("space-nothing-next")), true)
            }
            Failure::TooLarge(_) => {
                self.closed(StatusCode::PAYLOAD_TOO_LARGE, (w.t("space-not-now"), &w.t("space-too-large")), true)
            }
            _ => Err(failure),
        }
    }

    /// The question of who somebody is, as it was told: nothing else shows.
    fn question(&self, told: &Told, typed: Typed) -> Result<Response, Failure> {
        let w = self.words();
        let wrong = typed.is_wrong();
        let asked = told.words.pick(w.lang).to_owned();
        let mut response = html(&Question { w, shell: self.shell(&w.t("space-question")), asked, typed })?;
        if wrong {
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        }
        Ok(response)
    }

    fn closed(&self, status: StatusCode, (title, why): (String, &str), back: bool) -> Result<Response, Failure> {
        let w = self.words();
        let mut response = html(&Closed { w, shell: self.shell(&title), title, why: sentence(why), back })?;
        *response.status_mut() = status;
        Ok(response)
    }
}

#[derive(Template)]
#[template(path = "space_question.html")]
struct Question {
    w: Words,
    shell: Shell,
    /// The question itself.
    asked: String,
    typed: Typed,
}

#[derive(Template)]
#[template(path = "space_closed.html")]
struct Closed {
    w: Words,
    shell: Shell,
    title: String,
    why: String,
    back: bool,
}

/// A form sent by who comes by a link.
pub struct Sent {
    pub way: Way,
    pub typed: Typed,
}

impl FromRequest<Site> for Sent {
    type Rejection = Failure;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let way = Way::from_request_parts(&mut parts, site).await?;
        let form = Form::<Pairs>::from_request(Request::from_parts(parts, body), site).await;
        let Form(pairs) = form.map_err(|e| Failure::malformed(e.body_text()))?;
        Ok(Self { way, typed: Typed::new(pairs) })
    }
}

impl Sent {
    pub fn text(&self, field: &str) -> &str {
        self.typed.get(field).trim()
    }
}

/// True of what is wrong with a field of a form, and no reason to close the page.
pub fn is_beside(told: &Told) -> bool {
    told.field.is_some() && told.code != "link-fact-needed"
}

/// `POST /link/…/fact`: the fact only they know.
pub async fn prove(State(site): State<Site>, sent: Sent) -> Response {
    let way = sent.way.clone();
    let answer = prove_in(&site, sent).await;
    way.answer(answer)
}

async fn prove_in(site: &Site, sent: Sent) -> Result<Response, Failure> {
    let (caller, said) = (sent.way.caller.clone(), sent.text("fact").to_owned());
    let found = site.ask(move |desk| desk.prove_link(caller.purpose, &caller.token, &said)).await;
    let (proof, seconds) = match found {
        Ok(found) => found,
        Err(Failure::Refused(told)) if is_beside(&told) => {
            let mut typed = sent.typed;
            typed.refused(&told, "fact", sent.way.visitor.lang);
            return asked_again(site, &sent.way, typed).await;
        }
        Err(other) => return Err(other),
    };
    let base = sent.way.base();
    let secure = if sent.way.visitor.secure { "; Secure" } else { "" };
    let line = format!("{PROOF}={proof}; Path={base}; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    let mut response = Redirect::to(&base).into_response();
    if let Ok(line) = HeaderValue::from_str(&line) {
        response.headers_mut().append(header::SET_COOKIE, line);
    }
    Ok(response)
}

/// The question once more, with what was answered.
async fn asked_again(site: &Site, way: &Way, typed: Typed) -> Result<Response, Failure> {
    let caller = Caller { proof: String::new(), ..way.caller.clone() };
    match site.ask(move |desk| desk.link_question(&caller)).await {
        Err(Failure::Refused(told)) if told.code == "link-fact-needed" => way.question(&told, typed),
        // Nothing is asked of a company.
        Ok(()) => Ok(Redirect::to(&way.base()).into_response()),
        Err(other) => Err(other),
    }
}
