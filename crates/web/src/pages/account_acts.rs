//! What people do on an account: plain forms, errors beside their fields.

use std::collections::HashMap;

use app::accounts::DebtorEdit;
use app::{Actor, Desk, DeskError};
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

/// One form of the account's page while it is answered.
pub struct Act {
    /// The site.
    pub site: Site,
    /// Who fills it in.
    pub visit: Visit,
    /// The account.
    pub id: String,
    /// Name of the form, which stays open when something is wrong in it.
    pub form: &'static str,
    /// What its fields begin with, where other forms of the page have fields of the same names.
    pub prefix: &'static str,
    /// What was typed.
    pub typed: Typed,
}

impl Act {
    /// The words of the visit.
    pub fn words(&self) -> Words {
        self.visit.words()
    }

    /// The page again, with what is wrong beside its field.
    pub async fn wrong(mut self, field: &str, why: String) -> Result<Response, Failure> {
        self.typed.wrong(field, why);
        show(&self.site, &self.visit, &self.id, &Chosen::default(), self.typed, self.form).await
    }

    /// Does the act and goes back to the page; a refusal goes beside the field it is about, or `field`.
    pub async fn answer(
        mut self,
        done: &str,
        field: &str,
        work: impl FnOnce(&Desk, &Actor) -> Result<(), DeskError> + Send + 'static,
    ) -> Result<Response, Failure> {
        let actor = self.visit.actor.clone();
        match self.site.ask(move |desk| work(desk, &actor)).await {
            Ok(()) => Ok(back(&self.id, done)),
            // A customer code that nobody has is a field to correct, not a page that does not exist.
            Err(Failure::Refused(told) | Failure::NotFound(told)) => {
                let field = format!("{}{}", self.prefix, told.field.unwrap_or(field));
                self.typed.wrong(&field, told.words.pick(self.visit.visitor.lang));
                show(&self.site, &self.visit, &self.id, &Chosen::default(), self.typed, self.form).await
            }
            Err(other) => Err(other),
        }
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
    let act = Act { site, visit, id, form: "pause", prefix: "", typed: Typed::new(fields) };
    let w = act.words();
    let until = match date(act.typed.get("until")) {
        Ok(None) if !act.typed.is("resume", "1") => return act.wrong("until", w.t("pause-until-missing")).await,
        Ok(until) => until,
        Err(text) => return act.wrong("until", w.t1("date-unreadable", "text", text)).await,
    };
    let (reason, owner) = (act.typed.get("reason").to_owned(), act.typed.get("owner").to_owned());
    let done = if until.is_some() { "paused" } else { "resumed" };
    act.answer(done, "until", move |desk, actor| desk.pause(actor, account, until, &reason, &owner)).await
}

/// `POST /accounts/{id}/due`.
pub async fn confirm_due(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let account: AccountId = reference(&id)?;
    let act = Act { site, visit, id, form: "due", prefix: "", typed: Typed::new(fields) };
    let (w, item) = (act.words(), reference::<ItemId>(act.typed.get("item"))?);
    match date(act.typed.get("due")) {
        Ok(Some(due)) => {
            act.answer("due", "due", move |desk, actor| {
                desk.confirm_due(actor, desk.item_of_account(actor, account, item)?, due)
            })
            .await
        }
        Ok(None) => act.wrong("due", w.t("date-missing")).await,
        Err(text) => act.wrong("due", w.t1("date-unreadable", "text", text)).await,
    }
}

/// `POST /accounts/{id}/allocate`: the amount may be empty, for all that both leave open.
pub async fn allocate(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let account: AccountId = reference(&id)?;
    let act = Act { site, visit, id, form: "allocate", prefix: "", typed: Typed::new(fields) };
    let (debit, credit): (ItemId, ItemId) = (reference(act.typed.get("debit"))?, reference(act.typed.get("credit"))?);
    let text = act.typed.get("amount").trim().to_owned();
    let amount = if text.is_empty() {
        None
    } else {
        let actor = act.visit.actor.clone();
        let file = act.site.ask(move |desk| desk.account_file(&actor, account)).await?;
        let line = file.items.iter().find(|l| l.item.id == debit);
        let currency = line.map_or(file.creditor.currency, |l| l.open.currency());
        let Ok(amount) = Money::parse(&plain_amount(&text), currency) else {
            let why = act.words().t1("amount-unreadable", "text", text);
            return act.wrong("amount", why).await;
        };
        Some(amount)
    };
    act.answer("allocated", "amount", move |desk, actor| {
        desk.allocate(actor, desk.item_of_account(actor, account, debit)?, credit, amount).map(drop)
    })
    .await
}

/// `POST /accounts/{id}/reverse`.
pub async fn reverse(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Form(fields): Form<Fields>,
) -> Result<Response, Failure> {
    let act = Act { site, visit, id, form: "allocate", prefix: "", typed: Typed::new(fields) };
    let allocation: AllocationId = reference(act.typed.get("allocation"))?;
    act.answer("reversed", "amount", move |desk, actor| desk.reverse_allocation(actor, allocation).map(drop)).await
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
    let lang = visit.visitor.lang;
    match saved.await {
        Ok(Ok(())) => return Ok(back(&id, "debtor")),
        Ok(Err(wrong)) => wrong.iter().for_each(|r| typed.wrong(r.field().unwrap_or("name"), r.words(lang))),
        Err(Failure::Refused(told)) => typed.refused(&told, "name", lang),
        Err(other) => return Err(other),
    }
    let mut response = html(&debtor_page(&visit, &id, typed))?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}
