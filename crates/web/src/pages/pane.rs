//! What is opened beside a page: a fragment in its side, or a page of its own without JavaScript.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visit;
use crate::words::Words;

#[derive(Template)]
#[template(path = "pane.html")]
struct PanePage {
    w: Words,
    frame: Frame,
    title: String,
    /// The page it is about.
    crumb: (String, String),
    part: String,
}

/// The part alone for a page that asked for it, else the page around it; 422 where something in it is wrong.
pub fn answer(
    visit: &Visit,
    title: &str,
    crumb: (String, String),
    part: &impl Template,
    wrong: bool,
) -> Result<Response, Failure> {
    let mut response = if visit.visitor.fragment {
        html(part)?
    } else {
        let frame = Frame::of(visit, "nav-accounts", title);
        html(&PanePage { w: visit.words(), frame, title: title.to_owned(), crumb, part: part.render()? })?
    };
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}
