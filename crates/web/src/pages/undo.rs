//! Taking back what was just done: one form for every kind of act.

use app::Undo;
use axum::response::Response;

use crate::act::{Act, Done};
use crate::forms::{inside, reference};
use crate::problem::Failure;

/// `POST /undo`: `what` is the act, `back` the page that offered it.
pub async fn take_back(act: Act) -> Result<Response, Failure> {
    let (actor, undo) = (act.visit.actor.clone(), reference::<Undo>(act.typed.get("what"))?);
    act.site.ask(move |desk| desk.undo(&actor, undo)).await?;
    Ok(Done::from("taken-back").go(inside(act.typed.get("back"), "/")))
}
