//! What people do on an account: plain forms, errors beside their fields.

use app::{Actor, Desk, DeskError, Undo};
use axum::response::Response;
use kernel::Currency;
use ledger::{AccountId, AllocationId, ItemId};

use super::account::{Chosen, show};
use crate::act::{Act, Answered, Done, Reading, Sheet, Slip};
use crate::problem::{Failure, Told};

const PAUSE: Sheet = Sheet { form: "pause", prefix: "", field: "until" };
const DUE: Sheet = Sheet { form: "due", prefix: "", field: "due" };
const ALLOCATE: Sheet = Sheet { form: "allocate", prefix: "", field: "amount" };

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
