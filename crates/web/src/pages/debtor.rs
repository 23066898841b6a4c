//! Who owes, on a form: an account opened by hand, a debtor corrected.

use app::Permission;
use app::accounts::{AccountOrder, DebtorEdit};
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use ledger::{AccountId, Address, DebtorKind, Language};
use serde::Deserialize;

use super::account::kind_options;
use crate::act::{Act, Answered, Done, Reading, Sheet, Slip};
use crate::forms::{Typed, reference};
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

const DEBTOR: Sheet = Sheet { form: "debtor", prefix: "", field: "name" };
const OPEN: Sheet = Sheet { form: "account", prefix: "", field: "creditor" };

/// Every route of the forms.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/accounts/new", get(open_form).post(open))
        .route("/accounts/{id}/debtor", get(form).post(correct))
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

#[derive(Template)]
#[template(path = "account_open.html")]
struct OpenPage {
    w: Words,
    frame: Frame,
    /// A case is opened next.
    for_case: bool,
    typed: Typed,
    /// To choose from; none where there is one only.
    creditors: Vec<(String, String)>,
    kinds: Vec<(&'static str, String)>,
    languages: Vec<(&'static str, String)>,
}

fn languages() -> Vec<(&'static str, String)> {
    vec![("fr", "Français".to_owned()), ("en", "English".to_owned())]
}

/// The fields of a debtor.
fn edit(form: &Reading) -> Result<DebtorEdit, Slip> {
    let (kind, country) = (form.text("kind"), form.text("country").to_uppercase());
    Ok(DebtorEdit {
        name: form.text("name"),
        kind: DebtorKind::parse(&kind).ok_or_else(|| Failure::unknown(&kind))?,
        siren: form.text("siren"),
        vat: form.text("vat"),
        address: Address {
            street: form.text("street"),
            complement: form.text("complement"),
            postcode: form.text("postcode"),
            city: form.text("city"),
            country: if country.is_empty() { "FR".to_owned() } else { country },
        },
        language: Language::parse(&form.text("language")).unwrap_or(Language::Fr),
        version: form.text("version").parse().unwrap_or(0),
    })
}

fn page(visit: &Visit, id: &str, typed: Typed) -> DebtorPage {
    let w = visit.words();
    let frame = Frame::of(visit, "nav-accounts", &w.t("debtor-correct"));
    DebtorPage { w, frame, id: id.to_owned(), typed, kinds: kind_options(w), languages: languages() }
}

/// `GET /accounts/{id}/debtor`.
async fn form(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    visit.actor.may(Permission::EditAccount)?;
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
    html(&page(&visit, &id, typed))
}

/// `POST /accounts/{id}/debtor`.
async fn correct(act: Act) -> Result<Response, Failure> {
    let back = format!("/accounts/{}", act.id);
    // The form shows nothing of the file: one that is not there, or out of reach, is told here.
    let (actor, account) = (act.visit.actor.clone(), reference::<AccountId>(&act.id)?);
    let debtor = act.site.ask(move |desk| Ok(desk.account_file(&actor, account)?.debtor.id)).await?;
    let answered = act.answer(&DEBTOR, move |desk, actor, form| {
        desk.correct_debtor(actor, debtor, &edit(form)?)?.map_err(Slip::Fields)?;
        Ok(Done::from("debtor"))
    });
    match answered.await? {
        Answered::Done(done) => Ok(done.go(&back)),
        Answered::Wrong(act) => Ok(wrong(html(&page(&act.visit, &act.id, act.typed))?)),
    }
}

fn wrong(mut response: Response) -> Response {
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    response
}

/// What is done with a new account.
#[derive(Debug, Deserialize)]
struct Then {
    /// `case` where a case is opened with it.
    #[serde(default)]
    then: String,
}

async fn opening(site: &Site, visit: &Visit, then: &str, typed: Typed) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let creditors = site.ask(move |desk| desk.opening_creditors(&actor)).await?;
    let several = creditors.len() > 1;
    let option = |creditor: ledger::Creditor| (creditor.code, creditor.name);
    let nav = if then == "case" { "nav-cases" } else { "nav-accounts" };
    html(&OpenPage {
        w,
        frame: Frame::of(visit, nav, &w.t("account-open")),
        for_case: then == "case",
        typed,
        creditors: if several { creditors.into_iter().map(option).collect() } else { Vec::new() },
        kinds: kind_options(w),
        languages: languages(),
    })
}

/// `GET /accounts/new`.
async fn open_form(
    State(site): State<Site>,
    visit: Visit,
    Query(Then { then }): Query<Then>,
) -> Result<Response, Failure> {
    let typed = Typed::default().with("country", "FR").with("language", visit.visitor.lang.slug());
    opening(&site, &visit, &then, typed).await
}

/// `POST /accounts/new`: then to the account, or to the case that is opened with it.
async fn open(act: Act) -> Result<Response, Failure> {
    let then = act.typed.get("then").to_owned();
    let answered = act.answer_shown(&OPEN, |desk, actor, form| {
        let order = AccountOrder { creditor: form.text("creditor"), number: form.text("number"), debtor: edit(form)? };
        desk.open_account(actor, &order)?.map_err(Slip::Fields)
    });
    match answered.await? {
        Ok((opened, _)) => {
            let next = if then == "case" { "/case" } else { "" };
            let done = if opened.known { "account-known" } else { "account" };
            Ok(Done::from(done).go(&format!("/accounts/{}{next}", opened.id)))
        }
        Err(act) => Ok(wrong(opening(&act.site, &act.visit, &then, act.typed.clone()).await?)),
    }
}
