//! One answer for what went wrong: a [`Problem`] (RFC 9457) for programs, a page in words for people.

use app::DeskError;
use askama::Template;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::layout::Frame;
use crate::session::Visitor;
use crate::words::Words;

/// Why a request has no other answer.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Failure {
    /// Nobody is signed in.
    #[error("nobody is signed in")]
    SignedOut,
    /// The role does not allow it.
    #[error("{0}")]
    Forbidden(String),
    /// A form that did not come from our own pages.
    #[error("the form did not come from this site")]
    Forged,
    /// No such page or thing.
    #[error("{0}")]
    NotFound(String),
    /// The request cannot be read.
    #[error("{0}")]
    Malformed(String),
    /// The use case says no, in words.
    #[error("{0}")]
    Refused(String),
    /// The use case asks for a confirmation.
    #[error("{0}")]
    Confirm(String),
    /// Too many bytes.
    #[error("the upload is larger than {0} bytes")]
    TooLarge(usize),
    /// Our fault; the log knows more.
    #[error("something broke on our side")]
    Broken,
}

impl From<DeskError> for Failure {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::Forbidden { .. } => Self::Forbidden(error.to_string()),
            DeskError::Refused(text) => Self::Refused(text),
            DeskError::Confirm(text) => Self::Confirm(text),
            DeskError::NotFound { .. } => Self::NotFound(error.to_string()),
            DeskError::Law(error) => Self::Refused(error.to_string()),
            DeskError::Document(error) => Self::Refused(error.to_string()),
            other => {
                tracing::error!(error = %other, "a use case failed");
                Self::Broken
            }
        }
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
        Self::NotFound(text.chars().take(60).collect())
    }

    /// Status and the stem of its words.
    pub const fn status(&self) -> (StatusCode, &'static str) {
        match self {
            Self::SignedOut => (StatusCode::UNAUTHORIZED, "signed-out"),
            Self::Forbidden(_) => (StatusCode::FORBIDDEN, "forbidden"),
            Self::Forged => (StatusCode::FORBIDDEN, "forged"),
            Self::NotFound(_) => (StatusCode::NOT_FOUND, "not-found"),
            Self::Malformed(_) => (StatusCode::BAD_REQUEST, "malformed"),
            Self::Refused(_) => (StatusCode::UNPROCESSABLE_ENTITY, "refused"),
            Self::Confirm(_) => (StatusCode::CONFLICT, "confirm"),
            Self::TooLarge(_) => (StatusCode::PAYLOAD_TOO_LARGE, "too-large"),
            Self::Broken => (StatusCode::INTERNAL_SERVER_ERROR, "broken"),
        }
    }

    /// What to add to the standing words: what the use case said.
    fn detail(&self) -> Option<String> {
        match self {
            Self::Forbidden(text)
            | Self::NotFound(text)
            | Self::Malformed(text)
            | Self::Refused(text)
            | Self::Confirm(text) => (!text.is_empty()).then(|| text.clone()),
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
    /// What happened and what to do.
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

/// Writes the body of a failure for whoever asked.
pub fn dress(failure: &Failure, visitor: &Visitor) -> Response {
    let (status, slug) = failure.status();
    let words = visitor.words();
    let title = words.of("problem", slug);
    let next = words.of("problem-next", slug);
    let detail = failure.detail().unwrap_or_default();
    if visitor.is_api() {
        let detail = if detail.is_empty() { next } else { detail };
        let kind = format!("about:blank#{slug}");
        let problem = Problem { kind, title, status: status.as_u16(), detail, instance: visitor.path.clone() };
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
