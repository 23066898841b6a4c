//! What people do on an account: plain forms, errors beside their fields.

use std::collections::HashMap;

use app::accounts::DebtorEdit;
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::Money;
use ledger::{AccountId, Address, AllocationId, DebtorKind, ItemId, Language};

use super::account::{Chosen, kind_options, show};
use crate::forms::{Typed, date, plain_amount, reference};
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

type Fields = HashMap<String, String>;

fn back(id: &str, done: &str) -> Response {
    Redirect::to(&format!("/accounts/{id}?done={done}")).into_response()
}

/// A refusal goes beside the field it is about, on the page the form came from.
async fn answer(
    site: &Site,
    visit: &Visit,
    id: &str,
    done: &str,
    result: Result<(), Failure>,
    wrong: (Typed, &str, &str),
) -> Result<Response, Failure> {
    match result {
        Ok(()) => Ok(back(id, done)),
        Err(Failure::Refused(why)) => {
            let (mut typed, field, form) = wrong;
            typed.wrong(field, why);
            show(site, visit, id, &Chosen::default(), typed, form).await
        }
        Err(other) => Err(other),
    }
}

/// `POST /accounts/{id}/pause`: until a day with a reason; without a day, reminders go on.
pub async fn pause(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let account: AccountId = reference(&id)?;
    let mut typed = Typed::new(fields);
    let until = match date(typed.get("until")) {
        Ok(until) => until,
        Err(text) => {
            typed.wrong("until", visit.words().t1("date-unreadable", "text", text));
            return show(&site, &visit, &id, &Chosen::default(), typed, "pause").await;
        }
    };
    if until.is_none() && !typed.is("resume", "1") {
        typed.wrong("until", visit.words().t("pause-until-missing"));
        return show(&site, &visit, &id, &Chosen::default(), typed, "pause").await;
    }
    let (actor, reason) = (visit.actor.clone(), typed.get("reason").to_owned());
    let result = site.ask(move |desk| desk.pause(&actor, account, until, &reason)).await;
    let done = if until.is_some() { "paused" } else { "resumed" };
    let field = if typed.get("reason").trim().is_empty() { "reason" } else { "until" };
    answer(&site, &visit, &id, done, result, (typed, field, "pause")).await
}

/// `POST /accounts/{id}/due`.
pub async fn confirm_due(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let mut typed = Typed::new(fields);
    let item: ItemId = reference(typed.get("item"))?;
    let due = match date(typed.get("due")) {
        Ok(Some(due)) => due,
        other => {
            let words = visit.words();
            let why =
                other.err().map_or_else(|| words.t("date-missing"), |text| words.t1("date-unreadable", "text", text));
            typed.wrong("due", why);
            return show(&site, &visit, &id, &Chosen::default(), typed, "due").await;
        }
    };
    let actor = visit.actor.clone();
    let result = site.ask(move |desk| desk.confirm_due(&actor, item, due)).await;
    answer(&site, &visit, &id, "due", result, (typed, "due", "due")).await
}

/// `POST /accounts/{id}/allocate`: the amount may be empty, for all that both leave open.
pub async fn allocate(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let account: AccountId = reference(&id)?;
    let mut typed = Typed::new(fields);
    let (debit, credit): (ItemId, ItemId) = (reference(typed.get("debit"))?, reference(typed.get("credit"))?);
    let actor = visit.actor.clone();
    let file = site.ask(move |desk| desk.account_file(&actor, account)).await?;
    let currency = file.items.iter().find(|l| l.item.id == debit).map_or(file.creditor.currency, |l| l.open.currency());
    let amount = match typed.get("amount").trim().to_owned().as_str() {
        "" => None,
        text => {
            let Ok(amount) = Money::parse(&plain_amount(text), currency) else {
                typed.wrong("amount", visit.words().t1("amount-unreadable", "text", text));
                return show(&site, &visit, &id, &Chosen::default(), typed, "allocate").await;
            };
            Some(amount)
        }
    };
    let actor = visit.actor.clone();
    let result = site.ask(move |desk| desk.allocate(&actor, debit, credit, amount).map(drop)).await;
    answer(&site, &visit, &id, "allocated", result, (typed, "amount", "allocate")).await
}

/// `POST /accounts/{id}/reverse`.
pub async fn reverse(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let typed = Typed::new(fields);
    let allocation: AllocationId = reference(typed.get("allocation"))?;
    let actor = visit.actor.clone();
    site.ask(move |desk| desk.reverse_allocation(&actor, allocation).map(drop)).await?;
    Ok(back(&id, "reversed"))
}

#[derive(Template)]
#[template(path = "debtor.html")]
struct DebtorPage {
    w: Words,
    frame: Frame,
    id: String,
    typed: Typed,
    kinds: Vec<(&'static str, String)>,
    languages: Vec<(&'static str, String)>,
}

fn debtor_page(visit: &Visit, id: &str, typed: Typed) -> DebtorPage {
    let w = visit.words();
    DebtorPage {
        w,
        frame: Frame::of(visit, "nav-accounts", &w.t("debtor-correct")),
        id: id.to_owned(),
        typed,
        kinds: kind_options(w),
        languages: vec![("fr", "Français".to_owned()), ("en", "English".to_owned())],
    }
}

/// `GET /accounts/{id}/debtor`.
pub async fn debtor_form(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    visit.actor.may(app::Permission::EditAccount)?;
    let (actor, account) = (visit.actor.clone(), reference::<AccountId>(&id)?);
    let file = site.ask(move |desk| desk.account_file(&actor, account)).await?;
    let (d, a) = (&file.debtor, &file.debtor.address);
    let typed = Typed::default()
        .with("name", &d.name)
        .with("kind", d.kind.slug())
        .with("siren", d.siren.as_ref().map(kernel::Siren::grouped).unwrap_or_default())
        .with("vat", d.vat.as_ref().map(ToString::to_string).unwrap_or_default())
        .with("street", &a.street)
        .with("complement", &a.complement)
        .with("postcode", &a.postcode)
        .with("city", &a.city)
        .with("country", &a.country)
        .with("language", d.language.slug())
        .with("version", d.version.to_string());
    html(&debtor_page(&visit, &id, typed))
}

/// `POST /accounts/{id}/debtor`.
pub async fn correct_debtor(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let account: AccountId = reference(&id)?;
    let mut typed = Typed::new(fields);
    let text = |field: &str| typed.get(field).trim().to_owned();
    let country = text("country").to_uppercase();
    let edit = DebtorEdit {
        name: text("name"),
        kind: DebtorKind::parse(typed.get("kind")).ok_or_else(|| Failure::unknown(typed.get("kind")))?,
        siren: text("siren"),
        vat: text("vat"),
        address: Address {
            street: text("street"),
            complement: text("complement"),
            postcode: text("postcode"),
            city: text("city"),
            country: if country.is_empty() { "FR".to_owned() } else { country },
        },
        language: Language::parse(typed.get("language")).unwrap_or(Language::Fr),
        version: typed.get("version").parse().unwrap_or(0),
    };
    let actor = visit.actor.clone();
    let saved = site.ask(move |desk| {
        let debtor = desk.account_file(&actor, account)?.debtor.id;
        desk.correct_debtor(&actor, debtor, &edit)
    });
    match saved.await? {
        Ok(()) => Ok(back(&id, "debtor")),
        Err(errors) => {
            for error in errors {
                typed.wrong(error.field, error.message);
            }
            let mut response = html(&debtor_page(&visit, &id, typed))?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
    }
}
