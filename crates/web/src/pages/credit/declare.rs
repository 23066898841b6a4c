//! Unpaid pieces declared to the insurer, from the credit page of their customer.

use app::credit::{CreditFile, DeclareLine};
use axum::response::Response;
use kernel::Date;
use ledger::{AccountId, ItemId};

use crate::act::{Act, Answered, Sheet};
use crate::figures::{self, day};
use crate::forms::reference;
use crate::problem::Failure;
use crate::words::Words;

/// What the page shows of them.
pub struct Declarations {
    /// To be declared: reference and words.
    pub waiting: Vec<(String, String)>,
    /// Declared: reference, words, what was noted.
    pub done: Vec<(String, String, String)>,
}

/// The late insured pieces of a customer in words.
pub fn view(file: &CreditFile, today: Date, w: Words) -> Declarations {
    let (waiting, done): (Vec<&DeclareLine>, Vec<&DeclareLine>) =
        file.declarations.iter().partition(|line| line.declared_on.is_none());
    Declarations {
        waiting: waiting.into_iter().map(|line| (line.item_id.to_string(), clock(line, today, w))).collect(),
        done: done
            .into_iter()
            .map(|line| {
                let on = line.declared_on.map_or_else(String::new, |on| day(on, today, w.lang));
                let words = w.with("credit-declared-by", &[("by", &line.declared_by), ("day", &on)]);
                (line.item_id.to_string(), format!("{} · {words}", line.piece), line.note.clone())
            })
            .collect(),
    }
}

/// A piece, what is open of it, and how long there is to declare it.
fn clock(line: &DeclareLine, today: Date, w: Words) -> String {
    let open = figures::money(figures::decimal(&line.open, line.currency), w.lang);
    let when = match line.last.zip(line.left) {
        None => w.t("credit-declare-inferred"),
        Some((last, left)) => {
            let (on, n) = (day(last, today, w.lang), left.to_string());
            let key = if left < 0 { "credit-declare-late" } else { "credit-declare-left" };
            w.with(key, &[("day", &on), ("n", &n)])
        }
    };
    format!("{} · {open} · {when}", line.piece)
}

const DECLARE: Sheet = Sheet { form: "declare", prefix: "declare-", field: "item" };

/// `POST /accounts/{id}/credit/declaration`.
pub async fn declare(act: Act) -> Result<Response, Failure> {
    let id = act.id.clone();
    let done = act.answer(&DECLARE, |desk, actor, form| {
        let account: AccountId = form.about()?;
        let items: Vec<ItemId> = form.ticked("declare-item")?;
        desk.declare_to_insurer(actor, account, &items, (form.day("on")?, &form.text("note")))?;
        Ok("credit-declared")
    });
    super::one::answered(id, done.await?).await
}

const BACK: Sheet = Sheet { form: "undeclare", prefix: "undeclare-", field: "reason" };

/// `POST /items/{id}/declaration/reversal`.
pub async fn take_back(act: Act) -> Result<Response, Failure> {
    let (actor, item) = (act.visit.actor.clone(), reference::<ItemId>(&act.id)?);
    let account = act.site.ask(move |desk| Ok(desk.find_item(&actor, &item.to_string())?.account_id)).await?;
    let done: Answered = act
        .answer(&BACK, |desk, actor, form| {
            desk.take_back_declaration(actor, form.about()?, &form.text("reason"))?;
            Ok("credit-undeclared")
        })
        .await?;
    super::one::answered(account.to_string(), done).await
}
