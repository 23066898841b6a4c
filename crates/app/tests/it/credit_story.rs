//! The commands of stories that are about credit.

use std::fmt::Write;

use app::credit::{CreditQuery, OrderAct, OrderState};
use app::{Actor, Desk, DeskError};
use kernel::{Currency, Money};

/// What a command about credit prints; none where it is no such command.
pub fn play(desk: &Desk, words: &[&str]) -> Result<Option<String>, DeskError> {
    let (actor, mut out) = (Actor::operator(), String::new());
    match words {
        ["limit", code, amount, reason @ ..] => {
            let amount = Money::parse(amount, Currency::EUR).expect("an amount");
            let account = desk.find_account(&actor, code)?;
            desk.set_credit_limit(&actor, account, Some(amount), &reason.join(" "))?;
        }
        ["credit"] => {
            for l in desk.credit(&actor, &CreditQuery::default(), None, 100)?.rows {
                let (limit, beyond) = (l.limit.unwrap_or_default(), l.beyond.unwrap_or_else(|| "0.00".to_owned()));
                let orders = l.orders.map_or("free", OrderState::slug);
                writeln!(out, "{} {} of {limit}, beyond {beyond}, {orders}", l.account, l.exposure).expect("text");
            }
        }
        ["orders", code, act, reason @ ..] => {
            let account = desk.find_account(&actor, code)?;
            let last = desk.credit_of(&actor, account)?.orders.remove(0);
            let act = OrderAct::parse(act).expect("an act");
            desk.decide_orders(&actor, last.id, act, &reason.join(" "))?;
        }
        ["signals"] => {
            for signal in desk.credit_signals(&actor, false, None, 100)?.rows {
                writeln!(out, "{} {}", signal.account, signal.signal.slug()).expect("text");
            }
        }
        ["mails"] => {
            for notice in desk.notices(&actor, None, None, 100)? {
                writeln!(out, "{}: {}", notice.recipient, notice.subject).expect("text");
            }
        }
        _ => return Ok(None),
    }
    Ok(Some(out))
}
