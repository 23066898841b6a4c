//! The mail that tells the customer of their dispute, proposed and changed before it leaves.

use app::Undo;
use app::disputes::DisputeId;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use crate::act::{Act, Done};
use crate::forms::{Typed, inside, reference};
use crate::pages::pane;
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

#[derive(Template)]
#[template(path = "inform_part.html")]
struct Part {
    w: Words,
    id: String,
    debtor: String,
    back: String,
    message: String,
    to: String,
    typed: Typed,
    objections: Vec<String>,
}

/// Where to go back to.
#[derive(Debug, Default, Deserialize)]
pub struct Origin {
    #[serde(default)]
    back: String,
}

/// `GET /disputes/{id}/inform`.
pub async fn page(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Query(from): Query<Origin>,
) -> Result<Response, Failure> {
    show(&site, &visit, &id, Typed::default().with("back", from.back)).await
}

async fn show(site: &Site, visit: &Visit, id: &str, typed: Typed) -> Result<Response, Failure> {
    let (actor, dispute, w) = (visit.actor.clone(), reference::<DisputeId>(id)?, visit.words());
    let read = site.ask(move |desk| {
        let mail = desk.draft_dispute_mail(&actor, dispute)?;
        let names = desk.account_names(&actor, mail.account_id)?;
        Ok((mail, names))
    });
    let (mail, (number, debtor)) = read.await?;
    let (wrong, page) = (typed.is_wrong(), format!("/disputes/{id}"));
    let part = Part {
        w,
        id: id.to_owned(),
        debtor,
        back: inside(typed.get("back"), &page).to_owned(),
        message: mail.id.to_string(),
        to: mail.to,
        typed: if wrong { typed } else { typed.with("words", mail.words) },
        objections: mail.objections.iter().map(|o| o.why.pick(w.lang).to_owned()).collect(),
    };
    pane::answer(visit, &w.t("inform-title"), (format!("/accounts/{}", mail.account_id), number), &part, wrong)
}

/// `POST /disputes/{id}/inform`: into the outbox, where it is held for ten seconds.
pub async fn send(act: Act) -> Result<Response, Failure> {
    let (actor, dispute) = (act.visit.actor.clone(), reference::<DisputeId>(&act.id)?);
    let words = act.typed.get("words").to_owned();
    let id = Some(act.typed.get("message")).filter(|t| !t.is_empty()).map(reference).transpose()?;
    let back = inside(act.typed.get("back"), &format!("/disputes/{}", act.id)).to_owned();
    match act.site.ask(move |desk| desk.inform_of_dispute(&actor, dispute, (&words, id))).await {
        Ok(id) => Ok(Done::or("written", Undo::Message(id)).go(&back)),
        Err(Failure::Refused(told)) => {
            let mut typed = act.typed;
            typed.wrong("words", told.words.pick(act.visit.visitor.lang));
            show(&act.site, &act.visit, &act.id, typed).await
        }
        Err(other) => Err(other),
    }
}
