//! Creditors: letterhead, terms, bank account.

use std::collections::HashMap;

use app::Permission;
use app::creditors::CreditorEdit;
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ledger::{Address, Creditor};

use crate::forms::Typed;
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::{Visit, escape_query};
use crate::site::Site;
use crate::words::Words;

struct Row {
    code: String,
    name: String,
    city: String,
    iban: String,
    missing: Vec<String>,
}

#[derive(Template)]
#[template(path = "creditors.html")]
struct List {
    w: Words,
    frame: Frame,
    rows: Vec<Row>,
    may_edit: bool,
}

/// What a letter would lack.
fn missing(c: &Creditor, w: Words) -> Vec<String> {
    let checks =
        [(c.address.is_postable(), "address"), (c.iban.is_some(), "iban"), (!c.signatory.is_empty(), "signatory")];
    checks.iter().filter(|(there, _)| !there).map(|(_, key)| w.of("missing", key)).collect()
}

/// `GET /creditors`.
pub async fn list(State(site): State<Site>, visit: Visit) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let creditors = site.ask(move |desk| desk.creditors(&actor)).await?;
    let rows = creditors
        .iter()
        .map(|c| Row {
            code: c.code.clone(),
            name: c.name.clone(),
            city: c.address.city.clone(),
            iban: c.iban.as_ref().map(kernel::Iban::grouped).unwrap_or_default(),
            missing: missing(c, w),
        })
        .collect();
    let frame = Frame::of(&visit, "nav-creditors", &w.t("nav-creditors"));
    html(&List { w, frame, rows, may_edit: visit.visitor.may(Permission::Settings) })
}

#[derive(Template)]
#[template(path = "creditor.html")]
struct CreditorPage {
    w: Words,
    frame: Frame,
    typed: Typed,
    action: String,
    fresh: bool,
    may_edit: bool,
}

fn edit_page(visit: &Visit, typed: Typed, fresh: bool) -> CreditorPage {
    let w = visit.words();
    let title = if fresh { w.t("creditor-new") } else { typed.get("name").to_owned() };
    let action =
        if fresh { "/creditors/new".to_owned() } else { format!("/creditors/{}", escape_query(typed.get("code"))) };
    CreditorPage {
        w,
        frame: Frame::of(visit, "nav-creditors", &title),
        typed,
        action,
        fresh,
        may_edit: visit.visitor.may(Permission::Settings),
    }
}

/// `GET /creditors/new`.
pub async fn fresh(visit: Visit) -> Result<Response, Failure> {
    visit.actor.may(Permission::Settings)?;
    html(&edit_page(&visit, Typed::default().with("country", "FR").with("terms", "30"), true))
}

/// `GET /creditors/{code}`.
pub async fn edit(State(site): State<Site>, visit: Visit, Path(code): Path<String>) -> Result<Response, Failure> {
    visit.actor.may(Permission::Read)?;
    let actor = visit.actor.clone();
    let c = site.ask(move |desk| desk.creditor(&actor, &code)).await?;
    let a = &c.address;
    let typed = Typed::default()
        .with("code", &c.code)
        .with("name", &c.name)
        .with("legal_line", &c.legal_line)
        .with("siren", c.siren.as_ref().map(kernel::Siren::grouped).unwrap_or_default())
        .with("vat", c.vat.as_ref().map(ToString::to_string).unwrap_or_default())
        .with("street", &a.street)
        .with("complement", &a.complement)
        .with("postcode", &a.postcode)
        .with("city", &a.city)
        .with("country", &a.country)
        .with("phone", &c.phone)
        .with("email", &c.email)
        .with("iban", c.iban.as_ref().map(kernel::Iban::grouped).unwrap_or_default())
        .with("bic", c.bic.as_ref().map(ToString::to_string).unwrap_or_default())
        .with("signatory", &c.signatory)
        .with("mediator", &c.mediator)
        .with("terms", c.terms.to_string());
    html(&edit_page(&visit, typed, false))
}

/// `POST /creditors/new`.
pub async fn create(
    State(site): State<Site>,
    visit: Visit,
    Form(fields): Form<HashMap<String, String>>,
) -> Result<Response, Failure> {
    visit.actor.may(Permission::Settings)?;
    keep(&site, &visit, Typed::new(fields), true).await
}

/// `POST /creditors/{code}`.
pub async fn save(
    State(site): State<Site>,
    visit: Visit,
    Path(code): Path<String>,
    Form(fields): Form<HashMap<String, String>>,
) -> Result<Response, Failure> {
    keep(&site, &visit, Typed::new(fields).with("code", code), false).await
}

async fn keep(site: &Site, visit: &Visit, mut typed: Typed, fresh: bool) -> Result<Response, Failure> {
    let text = |field: &str| typed.get(field).trim().to_owned();
    let edit = CreditorEdit {
        code: text("code"),
        name: text("name"),
        legal_line: text("legal_line"),
        siren: text("siren"),
        vat: text("vat"),
        address: Address {
            street: text("street"),
            complement: text("complement"),
            postcode: text("postcode"),
            city: text("city"),
            country: text("country").to_uppercase(),
        },
        phone: text("phone"),
        email: text("email"),
        iban: text("iban"),
        bic: text("bic"),
        signatory: text("signatory"),
        mediator: text("mediator"),
        terms: text("terms"),
    };
    let (actor, code) = (visit.actor.clone(), edit.code.clone());
    let saved = site.ask(move |desk| {
        if fresh && desk.creditors(&actor)?.iter().any(|c| c.code == edit.code) {
            return Ok(None);
        }
        desk.save_creditor(&actor, &edit).map(Some)
    });
    let errors = match saved.await? {
        Some(Ok(_)) => {
            return Ok(Redirect::to(&format!("/creditors/{}?done=creditor", escape_query(&code))).into_response());
        }
        Some(Err(wrong)) => wrong.iter().map(|r| (r.field().unwrap_or("code"), r.words(visit.visitor.lang))).collect(),
        None => vec![("code", visit.words().t("creditor-exists"))],
    };
    for (field, message) in errors {
        typed.wrong(field, message);
    }
    let mut response = html(&edit_page(visit, typed, fresh))?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}
