//! Links made from a file: the debtor's space, a plan to sign; those made before, and taking them back.

use app::Permission;
use app::links::{LinkAsked, LinkId, LinkLine, LinkShown};
use app::plans::PlanId;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Date, Timestamp};
use ledger::AccountId;
use serde::Deserialize;

use super::pane;
use crate::act::{Act, Answered, Done, Sheet};
use crate::figures::day;
use crate::forms::{Typed, inside, reference};
use crate::layout::link;
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// Links listed.
const SHOWN: usize = 30;

/// A link with its address, as it is shown once made.
pub struct Address {
    pub said: String,
    pub address: String,
}

struct Row {
    id: String,
    text: String,
    state: String,
    good: bool,
    /// Its address may be read again.
    shows: bool,
}

#[derive(Template)]
#[template(path = "link_part.html")]
struct Part {
    w: Words,
    id: String,
    debtor: String,
    typed: Typed,
    made: Option<Address>,
    rows: Vec<Row>,
}

/// Which link is shown with its address.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    pub link: String,
}

/// What is said of a link that was just made.
pub fn address(made: &LinkShown, today: Date, w: Words) -> Address {
    let until = day(w.day_of(made.expires), today, w.lang);
    Address { said: w.with("links-made", &[("to", &made.recipient), ("day", &until)]), address: made.address.clone() }
}

fn row(line: &LinkLine, (now, today, w): (Timestamp, Date, Words)) -> Row {
    let on = |at: Timestamp| day(w.day_of(at), today, w.lang);
    let purpose = w.of("link-purpose", line.purpose.slug());
    let values = [("purpose", purpose), ("to", line.recipient.clone()), ("day", on(line.expires))];
    let (state, good) = match (line.used, line.opened) {
        _ if line.revoked.is_some() => (w.t("links-revoked"), false),
        _ if line.locked => (w.t("links-locked"), false),
        (Some(used), _) => (w.t1("links-used", "day", on(used)), false),
        _ if line.expires <= now => (w.t("links-over"), false),
        (None, Some(opened)) => (w.t1("links-opened", "day", on(opened)), true),
        (None, None) => (w.t("links-unopened"), true),
    };
    let text = w.with("links-line", &values.each_ref().map(|(k, v)| (*k, v.as_str())));
    Row { id: line.id.to_string(), text, state, good, shows: good && line.may_show() }
}

async fn show(site: &Site, visit: &Visit, id: &str, asked: &Asked, typed: Typed) -> Result<Response, Failure> {
    visit.actor.may(Permission::EditAccount)?;
    let (actor, account, w) = (visit.actor.clone(), reference::<AccountId>(id)?, visit.words());
    let shown = Some(asked.link.as_str()).filter(|text| !text.is_empty()).map(reference::<LinkId>).transpose()?;
    let read = site.ask(move |desk| {
        let made = shown.map(|link| desk.link_shown(&actor, link)).transpose()?;
        let (lines, names) = (desk.links(&actor, account)?, desk.account_names(&actor, account)?);
        Ok((made, lines, names, desk.now(), desk.today()))
    });
    let (made, lines, (number, debtor), now, today) = read.await?;
    let wrong = typed.is_wrong();
    let part = Part {
        w,
        id: id.to_owned(),
        debtor,
        typed: typed.with_usual("days", "30"),
        made: made.map(|made| address(&made, today, w)),
        rows: lines.iter().take(SHOWN).map(|line| row(line, (now, today, w))).collect(),
    };
    pane::answer(visit, &w.t("links-title"), (format!("/accounts/{id}"), number), &part, wrong)
}

/// `GET /accounts/{id}/links`.
pub async fn page(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    show(&site, &visit, &id, &asked, Typed::default()).await
}

const MAKE: Sheet = Sheet { form: "link", prefix: "", field: "recipient" };

/// `POST /accounts/{id}/links`: makes a link to the debtor's space.
pub async fn make(act: Act) -> Result<Response, Failure> {
    let page = format!("/accounts/{}/links", act.id);
    let made = act.answer_shown(&MAKE, |desk, actor, form| {
        let asked = LinkAsked { recipient: form.text("recipient"), days: form.number("days")? };
        Ok(desk.make_link(actor, form.about()?, &asked)?.id)
    });
    match made.await? {
        Ok((made, _)) => Ok(Redirect::to(&link(&page, &[("link", &made.to_string())])).into_response()),
        Err(act) => show(&act.site, &act.visit, &act.id, &Asked::default(), act.typed).await,
    }
}

const REVOKE: Sheet = Sheet { form: "revoke", prefix: "", field: "recipient" };

/// `POST /links/{id}/revoke`: takes a link back.
pub async fn revoke(act: Act) -> Result<Response, Failure> {
    let back = inside(act.typed.get("back"), "/").to_owned();
    let done = act.answer(&REVOKE, |desk, actor, form| {
        desk.revoke_link(actor, form.about()?)?;
        Ok("link-revoked")
    });
    match done.await? {
        Answered::Done(done) => Ok(done.go(&back)),
        Answered::Wrong(act) => Err(Failure::unknown(&act.id)),
    }
}

const SIGN: Sheet = Sheet { form: "plan", prefix: "", field: "act" };

/// `POST /plans/{id}/link`: makes a link to sign a plan; its page shows it.
pub async fn make_for_plan(act: Act) -> Result<Response, Failure> {
    let page = format!("/plans/{}", act.id);
    let made = act.answer_shown(&SIGN, |desk, actor, form| {
        Ok(desk.make_plan_link(actor, form.about::<PlanId>()?, &LinkAsked::default())?.id)
    });
    match made.await? {
        Ok((made, _)) => {
            let done = Done::from("link-made");
            Ok(done.go(&link(&page, &[("link", &made.to_string())])))
        }
        Err(act) => super::plans::show(&act.site, &act.visit, &act.id, "", act.typed).await,
    }
}
