//! The team: whose accounts are, contacts a day, who is away and who stands in.

use app::worklist::{AbsenceId, AbsenceOrder, Chosen, TeamMember, WhoseAccounts};
use app::{Actor, Desk, Permission, Undo};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Date;

use crate::act::{Act, Answered, Done, Reading, Sheet, Slip};
use crate::figures::{self, Amount, day, decimal};
use crate::forms::{Typed, reference};
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

const ASSIGN: Sheet = Sheet { form: "assign", prefix: "assign-", field: "login" };
const CAPACITY: Sheet = Sheet { form: "capacity", prefix: "capacity-", field: "capacity" };
const ABSENCE: Sheet = Sheet { form: "absence", prefix: "absence-", field: "until" };

struct Member {
    login: String,
    name: String,
    accounts: String,
    overdue: Amount,
    files: String,
    capacity: String,
    away: String,
}

struct Away {
    id: String,
    text: String,
    mine: bool,
}

#[derive(Template)]
#[template(path = "team.html")]
struct Page {
    w: Words,
    frame: Frame,
    members: Vec<Member>,
    absences: Vec<Away>,
    typed: Typed,
    open: &'static str,
    everybody: Vec<(String, String)>,
    mine: Vec<(String, String)>,
    takers: Vec<(String, String)>,
    stand_ins: Vec<(String, String)>,
    whose: Vec<(String, String)>,
    creditors: Vec<(String, String)>,
    may_set: bool,
    may_act: bool,
}

/// `GET /worklist/team`.
pub async fn page(State(site): State<Site>, visit: Visit) -> Result<Response, Failure> {
    show(&site, &visit, Typed::default(), "").await
}

async fn show(site: &Site, visit: &Visit, typed: Typed, open: &'static str) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let read = site.ask(move |desk| {
        let own = desk.capacity(&actor, &actor.name)?;
        Ok((desk.team(&actor)?, desk.absences(&actor)?, desk.creditors(&actor)?, own, desk.today()))
    });
    let (team, absences, creditors, own, today) = read.await?;
    let may_set = visit.visitor.may(Permission::Settings);
    let logins: Vec<(String, String)> =
        team.iter().filter(|m| !m.login.is_empty()).map(|m| (m.login.clone(), shown(&m.login, &m.name))).collect();
    let with = |first: (&str, &str)| {
        let head = std::iter::once((first.0.to_owned(), w.t(first.1)));
        head.chain(logins.clone()).collect::<Vec<_>>()
    };
    let mut whose = with(("-", "team-nobody"));
    whose.insert(0, (String::new(), w.t("team-anybody")));
    let me = |login: &str| login == visit.actor.name;
    let mut all = vec![(String::new(), w.t("team-all-creditors"))];
    all.extend(creditors.into_iter().map(|c| (c.code, c.name)));
    let typed = if typed.get("capacity-capacity").is_empty() {
        typed.with("capacity-capacity", own.to_string())
    } else {
        typed
    };
    let typed =
        if typed.get("capacity-login").is_empty() { typed.with("capacity-login", &visit.actor.name) } else { typed };
    let typed =
        if typed.get("absence-login").is_empty() { typed.with("absence-login", &visit.actor.name) } else { typed };
    let wrong = typed.is_wrong();
    let mut response = html(&Page {
        w,
        frame: Frame::of(visit, "nav-today", &w.t("team-title")),
        members: team.iter().map(|m| member(m, today, w)).collect(),
        absences: absences
            .iter()
            .map(|a| Away { id: a.id.to_string(), text: absence(a, today, w), mine: may_set || me(&a.login) })
            .collect(),
        typed,
        open,
        mine: logins.iter().filter(|(login, _)| me(login)).cloned().collect(),
        takers: with(("", "team-nobody")),
        stand_ins: with(("", "team-nobody")),
        everybody: logins,
        whose,
        creditors: all,
        may_set,
        may_act: visit.visitor.may(Permission::EditAccount),
    })?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

fn shown(login: &str, name: &str) -> String {
    if name.is_empty() { login.to_owned() } else { format!("{name} ({login})") }
}

fn member(m: &TeamMember, today: Date, w: Words) -> Member {
    let away = m.away_until.map_or_else(String::new, |until| {
        let day = day(until, today, w.lang);
        match &m.stand_in {
            Some(who) => w.with("team-away-with", &[("day", &day), ("who", who)]),
            None => w.t1("team-away", "day", &day),
        }
    });
    let nobody = m.login.is_empty();
    Member {
        login: m.login.clone(),
        name: if nobody { w.t("team-nobody") } else { m.name.clone() },
        accounts: figures::count(m.accounts, w.lang),
        overdue: Amount::new(decimal(&m.overdue, m.currency), w.lang),
        files: if nobody { String::new() } else { figures::count(m.files, w.lang) },
        capacity: if nobody { String::new() } else { figures::count(m.capacity.into(), w.lang) },
        away,
    }
}

fn absence(a: &app::worklist::AbsenceLine, today: Date, w: Words) -> String {
    let (since, until) = (day(a.since, today, w.lang), day(a.until, today, w.lang));
    let values = [("who", a.login.as_str()), ("since", &since), ("until", &until), ("stand", &a.stand_in)];
    w.with(if a.stand_in.is_empty() { "absence-line" } else { "absence-line-with" }, &values)
}

async fn on_team<D, W>(act: Act, sheet: &'static Sheet, work: W) -> Result<Response, Failure>
where
    D: Into<Done> + Send + 'static,
    W: FnOnce(&Desk, &Actor, &Reading) -> Result<D, Slip> + Send + 'static,
{
    match act.answer(sheet, work).await? {
        Answered::Done(done) => Ok(done.go("/worklist/team")),
        Answered::Wrong(act) => show(&act.site, &act.visit, act.typed, sheet.form).await,
    }
}

/// `POST /worklist/team/assign`: gives accounts to somebody, or to nobody.
pub async fn assign(act: Act) -> Result<Response, Failure> {
    on_team(act, &ASSIGN, |desk, actor, form| {
        let creditor = form.some("creditor").map(|code| desk.creditor(actor, &code)).transpose()?.map(|c| c.id);
        let accounts = form.some("account").map(|text| desk.find_account(actor, &text)).transpose();
        let accounts = accounts.map_err(|error| Slip::Beside("account", (&error).into()))?;
        let whose = match form.text("whose").as_str() {
            "" => WhoseAccounts::Any,
            "-" => WhoseAccounts::Nobody,
            login => WhoseAccounts::Of(login.to_owned()),
        };
        let letters = letters(&form.text("letters")).ok_or_else(|| Slip::beside("letters", "letters-unreadable"))?;
        let chosen = Chosen {
            accounts: accounts.into_iter().collect(),
            creditor,
            salesperson: form.some("salesperson"),
            whose,
            letters,
        };
        let given = desk.assign(actor, &chosen, form.some("login").as_deref())?;
        Ok(match given.accounts {
            0 => Done::from("assigned-none"),
            accounts => Done::count("assigned", accounts).undoing(given.act.map(Undo::Fact)),
        })
    })
    .await
}

/// `A-F`, `a–f` or one letter; nothing for all.
#[expect(clippy::option_option, reason = "the outer one says that it cannot be read")]
fn letters(text: &str) -> Option<Option<(char, char)>> {
    let letters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    match letters.as_slice() {
        [] => Some(None),
        [one] if one.is_ascii_alphanumeric() => Some(Some((*one, *one))),
        [first, '-' | '–' | '—', last] if first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric() => {
            Some(Some((*first, *last)))
        }
        _ => None,
    }
}

/// `POST /worklist/team/capacity`: contacts a day of somebody.
pub async fn capacity(act: Act) -> Result<Response, Failure> {
    on_team(act, &CAPACITY, |desk, actor, form| {
        let contacts = form.number("capacity")?.unwrap_or(0);
        let login = form.some("login").unwrap_or_else(|| actor.name.clone());
        desk.set_capacity(actor, &login, contacts)?;
        Ok("capacity")
    })
    .await
}

/// `POST /worklist/team/absences`: somebody is away.
pub async fn note_absence(act: Act) -> Result<Response, Failure> {
    on_team(act, &ABSENCE, |desk, actor, form| {
        let order = AbsenceOrder {
            login: form.some("login").unwrap_or_else(|| actor.name.clone()),
            since: form.day_needed("since")?,
            until: form.day_needed("until")?,
            stand_in: form.text("stand_in"),
        };
        desk.note_absence(actor, &order)?;
        Ok("absence")
    })
    .await
}

/// `POST /absences/{id}/end`.
pub async fn end_absence(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let absence: AbsenceId = reference(&id)?;
    site.ask(move |desk| desk.cancel_absence(&visit.actor, absence)).await?;
    Ok(Redirect::to("/worklist/team?done=absence-ended").into_response())
}
