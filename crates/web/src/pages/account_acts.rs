//! What people do on an account: plain forms, errors beside their fields.

use app::accounts::DebtorEdit;
use app::{Actor, Desk, DeskError, Undo};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Currency;
use ledger::{AccountId, Address, AllocationId, DebtorKind, ItemId, Language};

use super::account::{Chosen, kind_options, show};
use crate::act::{Act, Answered, Done, Reading, Sheet, Slip};
use crate::forms::{Typed, reference};
use crate::layout::{Frame, html};
use crate::problem::{Failure, Told};
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

const PAUSE: Sheet = Sheet { form: "pause", prefix: "", field: "until" };
const DUE: Sheet = Sheet { form: "due", prefix: "", field: "due" };
const ALLOCATE: Sheet = Sheet { form: "allocate", prefix: "", field: "amount" };
const DEBTOR: Sheet = Sheet { form: "debtor", prefix: "", field: "name" };

/// Answers a form of the account's page, and goes back to it.
pub async fn on_account<D, W>(act: Act, sheet: &'static Sheet, work: W) -> Result<Response, Failure>
where
    D: Into<Done> + Send + 'static,
    W: FnOnce(&Desk, &Actor, &Reading) -> Result<D, Slip> + Send + 'static,
{
    let page = format!("/accounts/{}", act.id);
    match act.answer(sheet, work).await? {
        Answered::Done(done) => Ok(done.go(&page)),
        Answered::Wrong(act) => show(&act.site, &act.visit, &act.id, &Chosen::default(), act.typed, sheet.form).await,
    }
}

/// The currency of a piece of an account; that of most of its pieces when none is named.
pub fn currency_of(
    desk: &Desk,
    actor: &Actor,
    account: AccountId,
    item: Option<ItemId>,
) -> Result<Currency, DeskError> {
    let file = desk.account_file(actor, account)?;
    let line = item.and_then(|id| file.items.iter().find(|l| l.item.id == id));
    let main = file.totals.first().map_or(file.creditor.currency, |t| t.currency);
    Ok(line.map_or(main, |l| l.open.currency()))
}

/// `POST /accounts/{id}/pause`: until a day with a reason; without a day, reminders go on.
pub async fn pause(act: Act) -> Result<Response, Failure> {
    on_account(act, &PAUSE, |desk, actor, form| {
        let until = form.day("until")?;
        if until.is_none() && !form.is("resume", "1") {
            return Err(Slip::beside("until", "pause-until-missing"));
        }
        let entry = desk.pause(actor, form.about()?, until, &form.text("reason"), &form.text("owner"))?;
        Ok(Done::or(if until.is_some() { "paused" } else { "resumed" }, Undo::Fact(entry)))
    })
    .await
}

/// `POST /accounts/{id}/due`.
pub async fn confirm_due(act: Act) -> Result<Response, Failure> {
    on_account(act, &DUE, |desk, actor, form| {
        let due = form.day_needed("due")?;
        let item = desk.item_of_account(actor, form.about()?, form.reference("item")?)?;
        Ok(Done::or("due", Undo::Fact(desk.confirm_due(actor, item, due)?)))
    })
    .await
}

/// `POST /accounts/{id}/allocate`: the amount may be empty, for all that both leave open.
pub async fn allocate(act: Act) -> Result<Response, Failure> {
    on_account(act, &ALLOCATE, |desk, actor, form| {
        let (debit, credit): (ItemId, ItemId) = (form.reference("debit")?, form.reference("credit")?);
        let account: AccountId = form.about()?;
        let amount = form.amount("amount", currency_of(desk, actor, account, Some(debit))?)?;
        let mine = desk.item_of_account(actor, account, debit);
        let made = mine.and_then(|debit| desk.allocate(actor, debit, credit, amount)).map_err(beside_debit)?;
        Ok(Done::or("allocated", Undo::Allocation(made)))
    })
    .await
}

/// What is wrong with a piece stands beside the first of the two: the form has no field `item`.
fn beside_debit(error: DeskError) -> Slip {
    if error.field() == Some("item") { Slip::Beside("debit", Told::from(&error)) } else { error.into() }
}

/// `POST /accounts/{id}/reverse`.
pub async fn reverse(act: Act) -> Result<Response, Failure> {
    on_account(act, &ALLOCATE, |desk, actor, form| {
        let reversal = desk.reverse_allocation(actor, form.reference::<AllocationId>("allocation")?)?;
        Ok(Done::or("reversed", Undo::Reversal(reversal)))
    })
    .await
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
pub async fn correct_debtor(act: Act) -> Result<Response, Failure> {
    let page = format!("/accounts/{}", act.id);
    // The form shows nothing of the file: one that is not there, or out of reach, is told here.
    let (actor, account) = (act.visit.actor.clone(), reference::<AccountId>(&act.id)?);
    let debtor = act.site.ask(move |desk| Ok(desk.account_file(&actor, account)?.debtor.id)).await?;
    let answered = act.answer(&DEBTOR, move |desk, actor, form| {
        let (kind, country) = (form.text("kind"), form.text("country").to_uppercase());
        let edit = DebtorEdit {
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
        };
        desk.correct_debtor(actor, debtor, &edit)?.map_err(Slip::Fields)?;
        Ok(Done::from("debtor"))
    });
    match answered.await? {
        Answered::Done(done) => Ok(done.go(&page)),
        Answered::Wrong(act) => {
            let mut response = html(&debtor_page(&act.visit, &act.id, act.typed))?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
    }
}
