//! Notes on a file, and the list of those in which one is called.

use app::mentions::{MentionId, MentionLine, Mentioned, called};
use app::{Permission, Undo};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use kernel::Date;
use ledger::AccountId;
use serde::Deserialize;

use super::account_pane::Origin;
use super::pane;
use crate::act::{Act, Answered, Done, Sheet};
use crate::figures::day;
use crate::forms::{Typed, inside, reference};
use crate::layout::{Frame, html, link};
use crate::pages::after;
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// Mentions of a page.
const LIMIT: u32 = 50;
/// Mentions told beside the list of the day.
pub const BESIDE: u32 = 3;

/// A part of a note, and whether somebody is called in it.
pub type Marked = (String, bool);

/// A note in parts: the names called stand out; of those given only, where some are.
pub fn marked(note: &str, only: Option<&[String]>) -> Vec<Marked> {
    let mut parts = Vec::new();
    let mut from = 0;
    for one in called(note) {
        if only.is_some_and(|names| !names.contains(&one.name)) {
            continue;
        }
        parts.push((note.get(from..one.place.start).unwrap_or_default().to_owned(), false));
        parts.push((note.get(one.place.clone()).unwrap_or_default().to_owned(), true));
        from = one.place.end;
    }
    parts.push((note.get(from..).unwrap_or_default().to_owned(), false));
    parts.retain(|(text, _)| !text.is_empty());
    parts
}

/// Who was called and is not told, in words; empty where everybody is.
pub fn untold(mentioned: &Mentioned, w: Words) -> String {
    let names = |names: &[String]| names.iter().map(|name| format!("@{name}")).collect::<Vec<_>>().join(", ");
    let mut said = Vec::new();
    if !mentioned.nobody.is_empty() {
        said.push(w.t1("note-nobody", "names", names(&mentioned.nobody)));
    }
    if !mentioned.out_of_sight.is_empty() {
        said.push(w.t1("note-out-of-sight", "names", names(&mentioned.out_of_sight)));
    }
    said.join(" ")
}

/// One mention, as it is shown.
pub struct Row {
    pub id: String,
    pub debtor: String,
    pub number: String,
    /// Where it was written.
    pub href: String,
    pub by: String,
    pub day: String,
    pub note: Vec<Marked>,
}

/// A mention in words.
pub fn row(line: &MentionLine, today: Date, w: Words) -> Row {
    Row {
        id: line.id.to_string(),
        debtor: line.debtor.clone(),
        number: line.account.clone(),
        href: line.dispute.map_or_else(|| format!("/accounts/{}", line.account_id), |id| format!("/disputes/{id}")),
        by: line.actor.clone(),
        day: day(w.day_of(line.at), today, w.lang),
        note: marked(&line.note, None),
    }
}

#[derive(Template)]
#[template(path = "mentions.html")]
struct Page {
    w: Words,
    frame: Frame,
    mentions: Vec<Row>,
    next: String,
    back: String,
}

/// Where the page starts.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    after: String,
}

/// `GET /mentions`: those of who asks, not yet seen.
pub async fn page(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let (actor, w, before) = (visit.actor.clone(), visit.words(), after::<MentionId>(&asked.after)?);
    let read = site.ask(move |desk| Ok((desk.mentions(&actor, before, LIMIT)?, desk.today(), desk.now())));
    let (found, today, now) = read.await?;
    let next = found.next.map(|next| link("/mentions", &[("after", &next.to_string())]));
    html(&Page {
        w,
        frame: Frame::of(&visit, "nav-today", &w.t("mentions-title")).read_at(now),
        mentions: found.rows.iter().map(|line| row(line, today, w)).collect(),
        next: next.unwrap_or_default(),
        back: link("/mentions", &[("after", &asked.after)]),
    })
}

const SEE: Sheet = Sheet { form: "see", prefix: "", field: "act" };

/// `POST /mentions/{id}/seen`.
pub async fn see(act: Act) -> Result<Response, Failure> {
    let back = inside(act.typed.get("back"), "/mentions").to_owned();
    let answered = act.answer(&SEE, |desk, actor, form| {
        desk.see_mention(actor, form.about()?)?;
        Ok("mention-seen")
    });
    match answered.await? {
        Answered::Done(done) => Ok(done.go(&back)),
        Answered::Wrong(act) => Err(Failure::unknown(&act.id)),
    }
}

#[derive(Template)]
#[template(path = "note_part.html")]
struct NotePart {
    w: Words,
    id: String,
    debtor: String,
    back: String,
    people: Vec<(String, String)>,
    typed: Typed,
}

/// Who can be called or given something on an account: what names them, and their name.
pub fn people(known: Vec<app::colleagues::KnownPerson>, w: Words) -> Vec<(String, String)> {
    let label = |person: app::colleagues::KnownPerson| {
        let name = if person.signs_in { person.name } else { w.t1("person-by-mail", "name", person.name) };
        (person.owner, name)
    };
    known.into_iter().map(label).collect()
}

async fn show(site: &Site, visit: &Visit, id: &str, typed: Typed) -> Result<Response, Failure> {
    visit.actor.may(Permission::Answer)?;
    let (actor, account, w) = (visit.actor.clone(), reference::<AccountId>(id)?, visit.words());
    let read = site.ask(move |desk| Ok((desk.account_names(&actor, account)?, desk.people_for(&actor, account)?)));
    let ((number, debtor), known) = read.await?;
    let (page, wrong) = (format!("/accounts/{id}"), typed.is_wrong());
    let back = inside(typed.get("back"), &page).to_owned();
    let part = NotePart { w, id: id.to_owned(), debtor, back, people: people(known, w), typed };
    pane::answer(visit, &w.t("note-act"), (page, number), &part, wrong)
}

/// `GET /accounts/{id}/note`.
pub async fn form(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Query(from): Query<Origin>,
) -> Result<Response, Failure> {
    show(&site, &visit, &id, Typed::default().with("back", from.back)).await
}

const NOTE: Sheet = Sheet { form: "note", prefix: "", field: "note" };

/// `POST /accounts/{id}/note`: where somebody called is not told, the file opens on the note that says who.
pub async fn write(mut act: Act) -> Result<Response, Failure> {
    let file = format!("/accounts/{}", act.id);
    let back = inside(act.typed.get("back"), &file).to_owned();
    act.typed = act.typed.with("back", back.as_str());
    let written = act.answer_shown(&NOTE, |desk, actor, form| {
        let kept = desk.add_note(actor, form.about()?, &form.text("note"))?;
        Ok((Undo::Fact(kept.entry), kept.mentioned))
    });
    match written.await? {
        Ok(((undo, mentioned), _)) if mentioned.is_whole() => Ok(Done::or("noted", undo).go(&back)),
        Ok(((undo, _), _)) => Ok(Done::or("noted-partly", undo).go(&file)),
        Err(act) => show(&act.site, &act.visit, &act.id, act.typed).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_out_and_the_rest_is_as_it_was() {
        let parts = marked("vu <b>avec</b> @marie, pas @x.", Some(&["marie".to_owned()]));
        let whole: String = parts.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(whole, "vu <b>avec</b> @marie, pas @x.");
        let strong: Vec<&str> = parts.iter().filter(|(_, called)| *called).map(|(text, _)| text.as_str()).collect();
        assert_eq!(strong, ["@marie"]);
        assert_eq!(marked("rien", None), [("rien".to_owned(), false)]);
    }
}
