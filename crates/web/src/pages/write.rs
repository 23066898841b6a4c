//! A message written from a file: what it asks, its words, why it would be refused, sending.

use app::strategies::Enclosure;
use app::writing::{MessageDraft, MessageOrder};
use app::{Channel, Desk, DeskError, Permission, Undo};
use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use kernel::Language;
use ledger::AccountId;

use super::account_ask::{self, Ask};
use super::letters::document_response;
use super::pane;
use crate::act::{Act, Done};
use crate::forms::{Typed, inside, reference};
use crate::layout::html;
use crate::problem::{Failure, Told};
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// The sheet of a message, as its reader would get it.
pub struct Preview {
    pub subject: String,
    pub before: Vec<String>,
    pub lines: Vec<(String, String)>,
    pub total: String,
    pub after: Vec<String>,
    pub signature: Vec<String>,
    pub enclosed: String,
    pub on_request: String,
    pub objections: Vec<String>,
}

#[derive(Template)]
#[template(path = "write_part.html")]
struct WritePart {
    w: Words,
    id: String,
    debtor: String,
    back: String,
    message: String,
    items: Vec<String>,
    chosen: String,
    text: String,
    texts: Vec<(String, String)>,
    mail: bool,
    to: String,
    /// What may go with it: slug, name, ticked.
    attach: Vec<(&'static str, String, bool)>,
    words: String,
    /// What the amounts and the words of this form are known by when they come back.
    seen: String,
    own: String,
    preview: Preview,
    /// What refused it when it was sent.
    refused: String,
}

#[derive(Template)]
#[template(path = "write_preview.html")]
struct PreviewPart {
    w: Words,
    preview: Preview,
}

/// The fields of the form, or of the query that opens it.
type Pairs = Vec<(String, String)>;

fn value<'a>(pairs: &'a [(String, String)], name: &str) -> &'a str {
    pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
}

fn some(pairs: &[(String, String)], name: &str) -> Option<String> {
    Some(value(pairs, name).to_owned()).filter(|text| !text.trim().is_empty())
}

fn ticked(pairs: &[(String, String)], kind: Enclosure) -> bool {
    pairs.iter().any(|(key, value)| key == "attach" && value == kind.slug())
}

/// What the form orders. Words of another text than the one chosen now are not kept.
fn order(pairs: &[(String, String)]) -> Result<MessageOrder, Failure> {
    let items =
        pairs.iter().filter(|(key, _)| key == "item").map(|(_, id)| reference(id)).collect::<Result<Vec<_>, _>>()?;
    let named = !items.is_empty() || value(pairs, "choose") == "1";
    let text = some(pairs, "text");
    let same = text.as_deref() == some(pairs, "was").as_deref();
    Ok(MessageOrder {
        items: named.then_some(items),
        channel: Channel::parse(value(pairs, "channel")),
        text,
        words: some(pairs, "words").filter(|_| same),
        attach: Enclosure::ALL.iter().copied().filter(|kind| ticked(pairs, *kind)).collect(),
        id: some(pairs, "message").map(|id| reference(&id)).transpose()?,
        seen: some(pairs, "seen"),
        own: some(pairs, "own"),
    })
}

/// The letters and mails the house has texts for, in a language.
fn texts(desk: &Desk, actor: &app::Actor, language: Language, w: Words) -> Result<Vec<(String, String)>, DeskError> {
    let cards = desk.texts(actor)?.into_iter().filter(|card| card.language == language && !card.short);
    Ok(cards.map(|card| (card.slug.clone(), w.of("step", &card.slug))).collect())
}

fn preview(draft: &MessageDraft, asked: &Ask, w: Words) -> Preview {
    let line = |line: &app::writing::AskLine| {
        let money = crate::figures::decimal(&line.asked, draft.ask.currency);
        (line.number.clone(), crate::figures::money(money, w.lang))
    };
    let total = account_ask::sum(draft.ask.total.as_deref(), draft.ask.currency);
    Preview {
        subject: draft.subject.clone(),
        before: draft.before.clone(),
        lines: draft.ask.lines.iter().map(line).collect(),
        total: crate::figures::money(total, w.lang),
        after: draft.after.clone(),
        signature: draft.signature.clone(),
        enclosed: draft.enclosed.join(", "),
        on_request: draft.on_request.join(", "),
        objections: asked.objections.clone(),
    }
}

async fn show(
    site: &Site,
    visit: &Visit,
    id: &str,
    pairs: &[(String, String)],
    refused: &str,
) -> Result<Response, Failure> {
    visit.actor.may(Permission::EditAccount)?;
    let (actor, account, w) = (visit.actor.clone(), reference::<AccountId>(id)?, visit.words());
    let wanted = order(pairs)?;
    let read = site.ask(move |desk| {
        let draft = desk.draft_message(&actor, account, &wanted)?;
        let (number, debtor) = desk.account_names(&actor, account)?;
        let texts = texts(desk, &actor, draft.ask.language, w)?;
        Ok((draft, number, debtor, texts, desk.today()))
    });
    let (draft, number, debtor, texts, today) = read.await?;
    let asked = account_ask::view(&draft.ask, today, w);
    let page = format!("/accounts/{id}");
    let part = WritePart {
        w,
        id: id.to_owned(),
        debtor,
        back: inside(value(pairs, "back"), &page).to_owned(),
        message: draft.id.to_string(),
        items: draft.ask.lines.iter().map(|line| line.item.to_string()).collect(),
        chosen: asked.chosen.clone(),
        text: draft.ask.text.clone(),
        texts,
        mail: draft.ask.channel == Channel::Mail.slug(),
        to: draft.ask.to.clone(),
        attach: Enclosure::ALL.iter().map(|k| (k.slug(), w.of("attach", k.slug()), ticked(pairs, *k))).collect(),
        words: draft.words.clone(),
        seen: draft.seen.clone(),
        own: draft.own.clone(),
        preview: preview(&draft, &asked, w),
        refused: refused.to_owned(),
    };
    pane::answer(visit, &w.t("write-title"), (page, number), &part, !refused.is_empty())
}

/// `GET /accounts/{id}/write`: on the ticked pieces, or on those that are late.
pub async fn form(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Response, Failure> {
    show(&site, &visit, &id, &pairs, "").await
}

/// `POST /accounts/{id}/write/draft`: the form anew, with another text or another way.
pub async fn draft(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, Failure> {
    show(&site, &visit, &id, &pairs, "").await
}

/// `POST /accounts/{id}/write/preview`: the sheet alone, while somebody types; the form anew without
/// JavaScript.
pub async fn sheet(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, Failure> {
    if !visit.visitor.fragment {
        return show(&site, &visit, &id, &pairs, "").await;
    }
    let (actor, account, w) = (visit.actor.clone(), reference::<AccountId>(&id)?, visit.words());
    let wanted = order(&pairs)?;
    let read = site.ask(move |desk| Ok((desk.draft_message(&actor, account, &wanted)?, desk.today())));
    let (draft, today) = read.await?;
    let asked = account_ask::view(&draft.ask, today, w);
    html(&PreviewPart { w, preview: preview(&draft, &asked, w) })
}

/// `POST /accounts/{id}/write/letter`: the PDF it would be.
pub async fn letter(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, Failure> {
    let (actor, account, wanted) = (visit.actor.clone(), reference::<AccountId>(&id)?, order(&pairs)?);
    let pdf = site.ask(move |desk| desk.draft_letter(&actor, account, &wanted)).await?;
    Ok(document_response("application/pdf", &format!("{id}.pdf"), pdf))
}

/// `POST /accounts/{id}/write`: into the outbox, where it is held for ten seconds.
pub async fn send(act: Act) -> Result<Response, Failure> {
    let (actor, account) = (act.visit.actor.clone(), reference::<AccountId>(&act.id)?);
    let pairs = act.pairs();
    let (wanted, page) = (order(&pairs)?, format!("/accounts/{}", act.id));
    let back = inside(value(&pairs, "back"), &page).to_owned();
    let letter = wanted.channel == Some(Channel::Letter);
    match act.site.ask(move |desk| Ok(desk.write_message(&actor, account, &wanted))).await? {
        Ok(id) => Ok(Done::or(if letter { "written-letter" } else { "written" }, Undo::Message(id)).go(&back)),
        Err(error) => match Failure::from(error) {
            Failure::Refused(Told { words, .. }) => {
                let lang = act.visit.visitor.lang;
                show(&act.site, &act.visit, &act.id, &pairs, words.pick(lang)).await
            }
            other => Err(other),
        },
    }
}

/// The confirmation of a promise before it is sent.
#[derive(Template)]
#[template(path = "confirm_part.html")]
struct ConfirmPart {
    w: Words,
    id: String,
    debtor: String,
    back: String,
    message: String,
    to: String,
    typed: Typed,
    objections: Vec<String>,
}

async fn show_confirm(site: &Site, visit: &Visit, id: &str, typed: Typed) -> Result<Response, Failure> {
    visit.actor.may(Permission::EditAccount)?;
    let (actor, promise, w) = (visit.actor.clone(), reference(id)?, visit.words());
    let read = site.ask(move |desk| {
        let mail = desk.draft_confirmation(&actor, promise)?;
        let names = desk.account_names(&actor, mail.account_id)?;
        Ok((mail, names))
    });
    let (mail, (number, debtor)) = read.await?;
    let (wrong, page) = (typed.is_wrong(), format!("/accounts/{}", mail.account_id));
    let part = ConfirmPart {
        w,
        id: id.to_owned(),
        debtor,
        back: inside(typed.get("back"), &page).to_owned(),
        message: mail.id.to_string(),
        to: mail.to,
        typed: if wrong { typed } else { typed.with("words", mail.words) },
        objections: mail.objections.iter().map(|o| o.why.pick(w.lang).to_owned()).collect(),
    };
    pane::answer(visit, &w.t("confirm-title"), (page, number), &part, wrong)
}

/// `GET /promises/{id}/confirm`: the mail that confirms a promise.
pub async fn confirm_form(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Response, Failure> {
    let back = value(&pairs, "back").to_owned();
    show_confirm(&site, &visit, &id, Typed::default().with("back", back)).await
}

/// `POST /promises/{id}/confirm`.
pub async fn confirm(act: Act) -> Result<Response, Failure> {
    let (actor, promise) = (act.visit.actor.clone(), reference(&act.id)?);
    let words = act.typed.get("words").to_owned();
    let id = Some(act.typed.get("message")).filter(|t| !t.is_empty()).map(reference).transpose()?;
    let back = inside(act.typed.get("back"), "/").to_owned();
    match act.site.ask(move |desk| Ok(desk.confirm_promise(&actor, promise, (&words, id)))).await? {
        Ok(id) => Ok(Done::or("written", Undo::Message(id)).go(&back)),
        Err(error) => match Failure::from(error) {
            Failure::Refused(told) => {
                let mut typed = act.typed;
                typed.wrong("words", told.words.pick(act.visit.visitor.lang));
                show_confirm(&act.site, &act.visit, &act.id, typed).await
            }
            other => Err(other),
        },
    }
}
