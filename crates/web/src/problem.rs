//! One answer for what went wrong: a [`Problem`] (RFC 9457) for programs, a page in words for people.

use app::{DeskError, FieldRefusal, Refusal};
use askama::Template;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use kernel::Wording;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::layout::Frame;
use crate::session::Visitor;
use crate::words::{Lang, Words, wording};

/// What is told: a code for programs, the words in both languages, and the field it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Stable code.
    pub code: &'static str,
    /// Field of the form, where it is about one.
    pub field: Option<&'static str>,
    /// What happened and what to do.
    pub words: Wording,
}

impl Told {
    /// A message of the pages: its key is its code.
    pub fn of(key: &'static str, values: &[(&str, &str)]) -> Self {
        Self { code: key, field: None, words: wording(key, values) }
    }

    /// Several fields are wrong at once: one sentence for programs.
    pub fn fields(wrong: &[FieldRefusal]) -> Self {
        let all = |lang: Lang| {
            let list: Vec<String> =
                wrong.iter().map(|r| format!("{}: {}", r.field().unwrap_or_default(), r.words(lang))).collect();
            list.join("; ")
        };
        Self { code: "invalid-fields", field: None, words: Wording::new(all(Lang::Fr), all(Lang::En)) }
    }
}

impl From<&DeskError> for Told {
    fn from(error: &DeskError) -> Self {
        Self { code: error.code(), field: error.field(), words: error.wording() }
    }
}

/// Why a request has no other answer.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Failure {
    /// Nobody is signed in.
    #[error("nobody is signed in")]
    SignedOut,
    /// The role does not allow it.
    #[error("{}", .0.words.en)]
    Forbidden(Told),
    /// A form that did not come from our own pages.
    #[error("the form did not come from this site")]
    Forged,
    /// No such page or thing.
    #[error("{}", .0.words.en)]
    NotFound(Told),
    /// The address knows no such method; the answer names those it knows.
    #[error("the address does not know this method")]
    NoMethod,
    /// The request cannot be read.
    #[error("{}", .0.words.en)]
    Malformed(Told),
    /// The use case says no.
    #[error("{}", .0.words.en)]
    Refused(Told),
    /// The use case asks for a confirmation.
    #[error("{}", .0.words.en)]
    Confirm(Told),
    /// Too many tries; after so many seconds the next.
    #[error("{}", .0.words.en)]
    TooMany(Told, i64),
    /// Too many bytes.
    #[error("the upload is larger than {0} bytes")]
    TooLarge(usize),
    /// Our fault; the log knows more.
    #[error("something broke on our side")]
    Broken,
}

impl From<DeskError> for Failure {
    fn from(error: DeskError) -> Self {
        let told = Told::from(&error);
        match error {
            DeskError::Forbidden { .. } | DeskError::Beyond | DeskError::OutOfScope { .. } | DeskError::NotByToken => {
                Self::Forbidden(told)
            }
            DeskError::Refused(Refusal::TooManyTries { wait_s }) => Self::TooMany(told, wait_s),
            DeskError::Confirm(_) => Self::Confirm(told),
            DeskError::NotFound { .. } => Self::NotFound(told),
            other if other.is_ours() => {
                tracing::error!(error = %other, "a use case failed");
                Self::Broken
            }
            _ => Self::Refused(told),
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        DeskError::from(refusal).into()
    }
}

impl From<askama::Error> for Failure {
    fn from(error: askama::Error) -> Self {
        tracing::error!(%error, "a page could not be written");
        Self::Broken
    }
}

impl Failure {
    /// A text in a path or a form that is no reference of ours.
    pub fn unknown(text: &str) -> Self {
        let words = Wording::same(text.chars().take(60).collect::<String>());
        Self::NotFound(Told { code: "not-found", field: None, words })
    }

    /// A request that a machine wrote wrongly: `text` is what a reader of it said.
    pub fn malformed(text: impl Into<String>) -> Self {
        Self::Malformed(Told { code: "malformed", field: None, words: Wording::same(text) })
    }

    /// A refusal of the pages: a message and the values it names.
    pub fn refused(key: &'static str, values: &[(&str, &str)]) -> Self {
        Self::Refused(Told::of(key, values))
    }

    /// Status and the stem of its words.
    pub const fn status(&self) -> (StatusCode, &'static str) {
        match self {
            Self::SignedOut => (StatusCode::UNAUTHORIZED, "signed-out"),
            Self::Forbidden(_) => (StatusCode::FORBIDDEN, "forbidden"),
            Self::Forged => (StatusCode::FORBIDDEN, "forged"),
            Self::NotFound(_) => (StatusCode::NOT_FOUND, "not-found"),
            Self::NoMethod => (StatusCode::METHOD_NOT_ALLOWED, "no-method"),
            Self::Malformed(_) => (StatusCode::BAD_REQUEST, "malformed"),
            Self::Refused(_) => (StatusCode::UNPROCESSABLE_ENTITY, "refused"),
            Self::Confirm(_) => (StatusCode::CONFLICT, "confirm"),
            Self::TooMany(..) => (StatusCode::TOO_MANY_REQUESTS, "too-many"),
            Self::TooLarge(_) => (StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
            Self::Broken => (StatusCode::INTERNAL_SERVER_ERROR, "broken"),
        }
    }

    /// What to add to the standing words: what the use case said.
    const fn told(&self) -> Option<&Told> {
        match self {
            Self::Forbidden(told)
            | Self::NotFound(told)
            | Self::Malformed(told)
            | Self::Refused(told)
            | Self::Confirm(told)
            | Self::TooMany(told, _) => Some(told),
            _ => None,
        }
    }
}

impl IntoResponse for Failure {
    /// The bare status, with the failure beside it: [`dress`] writes the body, which depends on who asks.
    fn into_response(self) -> Response {
        let (status, _) = self.status();
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// A problem as RFC 9457 writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// What kind of problem: `about:blank#` and a slug.
    #[serde(rename = "type")]
    #[schema(example = "about:blank#refused")]
    pub kind: String,
    /// Its title.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// Precisely what: a stable slug for programs.
    #[schema(example = "match-amount")]
    pub code: String,
    /// The field of the request it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "amount")]
    pub field: Option<String>,
    /// What happened and what to do, in the language of `Accept-Language`; English without one.
    pub detail: String,
    /// Where.
    pub instance: String,
}

#[derive(Template)]
#[template(path = "error.html", blocks = ["main"])]
struct ErrorPage {
    w: Words,
    frame: Frame,
    code: u16,
    title: String,
    detail: String,
    next: String,
}

/// Writes the body of a failure for whoever asked, and when to come back where that is known.
pub fn dress(failure: &Failure, visitor: &Visitor) -> Response {
    let mut response = dressed(failure, visitor);
    if let Failure::TooMany(_, wait_s) = failure {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*wait_s));
    }
    response
}

fn dressed(failure: &Failure, visitor: &Visitor) -> Response {
    let (status, slug) = failure.status();
    let words = visitor.words();
    let title = words.of("problem", slug);
    let next = words.of("problem-next", slug);
    let told = failure.told();
    let detail = told.map_or_else(String::new, |t| t.words.pick(visitor.lang).to_owned());
    if visitor.is_api() {
        let detail = if detail.is_empty() { next } else { detail };
        let kind = format!("about:blank#{slug}");
        let problem = Problem {
            kind,
            title,
            status: status.as_u16(),
            code: told.map_or(slug, |t| t.code).to_owned(),
            field: told.and_then(|t| t.field).map(str::to_owned),
            detail,
            instance: visitor.path.clone(),
        };
        let mut response = (status, Json(problem)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        return response;
    }
    if matches!(failure, Failure::SignedOut) {
        return visitor.to_sign_in();
    }
    let frame = Frame::new(visitor, "", &title);
    let page = ErrorPage { w: words, frame, code: status.as_u16(), title, detail, next };
    let body = if visitor.fragment { page.as_main().render() } else { page.render() };
    match body {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "the error page could not be written");
            (StatusCode::INTERNAL_SERVER_ERROR, "500").into_response()
        }
    }
}
