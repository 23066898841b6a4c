//! Pieces assigned to a factor, from the credit page of their customer.

use app::blocks::{BlockFilter, BlockReason, BlockedItem};
use app::{Actor, Desk, DeskError};
use axum::response::Response;
use kernel::Date;
use ledger::{AccountId, ItemId};

use crate::act::{Act, Answered, Sheet};
use crate::figures::{self, day};
use crate::forms::reference;
use crate::problem::Failure;
use crate::words::Words;

/// Pieces told.
const SHOWN: usize = 100;

/// A piece that a factor has.
pub struct Factored {
    pub id: String,
    pub piece: String,
    pub factor: String,
    pub amount: String,
    pub since: String,
}

/// What the page shows of them: those a factor has, and those that could be assigned.
pub struct Read {
    held: Vec<BlockedItem>,
    free: Vec<(ItemId, String, kernel::Money)>,
}

/// Reads them.
pub fn read(desk: &Desk, actor: &Actor, account: AccountId) -> Result<Read, DeskError> {
    let filter = BlockFilter { account: Some(account), ..BlockFilter::default() };
    let held = desk.blocked_items(actor, &filter, None, SHOWN)?.rows;
    let aside: Vec<ItemId> = held.iter().map(|block| block.item_id).collect();
    let file = desk.account_file(actor, account)?;
    let free = file.items.iter().filter(|line| line.open.minor() > 0 && !aside.contains(&line.item.id));
    let free = free.map(|line| (line.item.id, line.item.number.clone(), line.open)).collect();
    Ok(Read { held: held.into_iter().filter(|block| block.reason == BlockReason::Factored).collect(), free })
}

/// The same in words.
pub fn view(read: &Read, today: Date, w: Words) -> (Vec<Factored>, Vec<(String, String)>) {
    let held = read.held.iter().map(|block| Factored {
        id: block.item_id.to_string(),
        piece: block.item.clone(),
        factor: block.owner.clone(),
        amount: figures::money(figures::decimal(&block.amount, block.currency), w.lang),
        since: day(block.since, today, w.lang),
    });
    let free = read
        .free
        .iter()
        .map(|(id, number, open)| (id.to_string(), format!("{number} · {}", figures::money(*open, w.lang))));
    (held.collect(), free.collect())
}

const ASSIGN: Sheet = Sheet { form: "factor", prefix: "factor-", field: "factor" };

/// `POST /accounts/{id}/credit/factor`.
pub async fn assign(act: Act) -> Result<Response, Failure> {
    let id = act.id.clone();
    let done = act.answer(&ASSIGN, |desk, actor, form| {
        let account: AccountId = form.about()?;
        let items: Vec<ItemId> = form.ticked("factor-item")?;
        desk.assign_to_factor(actor, account, &items, &form.text("factor"))?;
        Ok("credit-factored")
    });
    super::one::answered(id, done.await?).await
}

const BACK: Sheet = Sheet { form: "factor-back", prefix: "back-", field: "reason" };

/// `POST /items/{id}/factor/reversal`.
pub async fn take_back(act: Act) -> Result<Response, Failure> {
    let (actor, item) = (act.visit.actor.clone(), reference::<ItemId>(&act.id)?);
    let account = act.site.ask(move |desk| Ok(desk.find_item(&actor, &item.to_string())?.account_id)).await?;
    let done: Answered = act
        .answer(&BACK, |desk, actor, form| {
            desk.take_back_from_factor(actor, form.about()?, &form.text("reason"))?;
            Ok("credit-factor-reversed")
        })
        .await?;
    super::one::answered(account.to_string(), done).await
}
