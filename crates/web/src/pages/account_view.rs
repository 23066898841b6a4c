//! What the page of one account shows, put in words.

use std::collections::HashMap;

use app::accounts::{AccountFile, CurrencyTotals, FileItem};
use kernel::{Date, Money};
use ledger::{ItemId, ItemKind};

use crate::figures::{self, Amount, Segment, age_step, day, late_days, segments, weekday_day};
use crate::layout::link;
use crate::words::Words;

/// One piece.
#[expect(clippy::struct_excessive_bools, reason = "each is one thing a row shows or not")]
pub struct ItemRow {
    pub id: String,
    pub number: String,
    pub kind: String,
    pub invoice: bool,
    pub issued: String,
    pub due: String,
    pub inferred: bool,
    pub age: String,
    pub step: u8,
    pub late: bool,
    pub open: Amount,
    pub partly: String,
    /// The calculator that shows how its interest is computed.
    pub working: String,
    pub chosen: bool,
}

/// The sums of one currency.
pub struct TotalsView {
    pub overdue: Amount,
    pub outstanding: Amount,
    pub extras: Amount,
    pub segments: Vec<Segment>,
    pub label: String,
}

/// A match that counts.
pub struct MatchRow {
    pub id: String,
    pub day: String,
    pub debit: String,
    pub credit: String,
    pub amount: Amount,
    pub reversal: bool,
    /// The receipt of the payment; empty for a credit note.
    pub receipt: String,
}

/// A person to speak to.
pub struct Person {
    pub name: String,
    pub role: String,
    pub phone: String,
    pub dial: String,
    pub email: String,
}

/// Label of a piece: its number, or what it is.
fn title(line: &FileItem, w: Words) -> String {
    let number = line.item.number.trim();
    if number.is_empty() { w.of("item", line.item.kind.slug()) } else { number.to_owned() }
}

/// The rows of pieces; `chosen` says which are ticked.
pub fn rows(items: &[FileItem], chosen: &dyn Fn(&FileItem) -> bool, today: Date, w: Words) -> Vec<ItemRow> {
    let row = |line: &FileItem| {
        let credit = line.item.amount.minor() < 0;
        let partly = line.open != line.item.amount && !line.open.is_zero();
        ItemRow {
            id: line.item.id.to_string(),
            number: title(line, w),
            kind: w.of("item", line.item.kind.slug()),
            invoice: line.item.kind == ItemKind::Invoice,
            issued: day(line.item.issue_on, today, w.lang),
            due: if credit { String::new() } else { day(line.item.due_on, today, w.lang) },
            inferred: line.item.due_inferred && !credit,
            age: if credit { String::new() } else { late_days(kernel::days_between(line.item.due_on, today), w) },
            step: age_step(line.late_days),
            late: line.late_days > 0,
            open: Amount::new(if line.open.is_zero() { line.item.amount } else { line.open }, w.lang),
            partly: if partly {
                w.t1("item-of", "amount", figures::money(line.item.amount, w.lang))
            } else {
                String::new()
            },
            working: working(line),
            chosen: chosen(line),
        }
    };
    items.iter().map(row).collect()
}

fn working(line: &FileItem) -> String {
    let pairs: Vec<(&str, &str)> = line.working.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    if pairs.is_empty() { String::new() } else { link("/calculators/late-interest", &pairs) }
}

/// The sums, by currency.
pub fn totals(totals: &[CurrencyTotals], w: Words) -> Vec<TotalsView> {
    totals
        .iter()
        .map(|t| TotalsView {
            overdue: Amount::new(t.overdue, w.lang),
            outstanding: Amount::new(t.outstanding, w.lang),
            extras: Amount::new(Money::new(t.interest.minor() + t.indemnity.minor(), t.currency), w.lang),
            segments: segments(&t.aged.amounts),
            label: w.t1("account-age-label", "overdue", figures::money(t.overdue, w.lang)),
        })
        .collect()
}

/// Matches, the last first.
pub fn matches(file: &AccountFile, today: Date, w: Words) -> Vec<MatchRow> {
    let all = file.items.iter().chain(&file.settled);
    let names: HashMap<ItemId, String> = all.map(|line| (line.item.id, title(line, w))).collect();
    let name = |id: ItemId| names.get(&id).cloned().unwrap_or_else(|| "…".to_owned());
    let is_payment =
        |line: &&FileItem| matches!(line.item.kind, ItemKind::Payment | ItemKind::Advance | ItemKind::Settlement);
    let payments: Vec<ItemId> =
        file.items.iter().chain(&file.settled).filter(is_payment).map(|line| line.item.id).collect();
    let taken_back = |id| file.allocations.iter().any(|a| a.reverses == Some(id));
    file.allocations
        .iter()
        .take(30)
        .map(|a| MatchRow {
            id: a.id.to_string(),
            day: day(a.on, today, w.lang),
            debit: name(a.debit_id),
            credit: name(a.credit_id),
            amount: Amount::new(a.amount, w.lang),
            reversal: a.reverses.is_some() || taken_back(a.id),
            receipt: if payments.contains(&a.credit_id) {
                format!("/items/{}/receipt", a.credit_id)
            } else {
                String::new()
            },
        })
        .collect()
}

/// People, those with something to reach them by.
pub fn people(file: &AccountFile, w: Words) -> Vec<Person> {
    file.contacts
        .iter()
        .map(|c| Person {
            name: c.name.clone(),
            role: w.of("contact", c.role.slug()),
            phone: c.phone.clone(),
            dial: c.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect(),
            email: c.email.clone(),
        })
        .filter(|p| !(p.name.is_empty() && p.phone.is_empty() && p.email.is_empty()))
        .collect()
}

/// What the next run would do, one sentence per currency; on the account that pays, where another does.
pub fn next(file: &AccountFile, today: Date, w: Words) -> Vec<String> {
    file.next
        .iter()
        .map(|n| {
            let why = &figures::said_dates(n.why.pick(w.lang), today, w.lang);
            let said = match (&n.step, n.amount) {
                (Some(step), Some(amount)) => {
                    let (step, amount) = (w.of("step", step), figures::money(amount, w.lang));
                    w.with("next-would-send", &[("step", &step), ("amount", &amount), ("why", why)])
                }
                _ => w.t1("next-would-not", "why", why),
            };
            match &file.payer {
                Some(payer) => w.with("next-of-payer", &[("number", payer.number.as_str()), ("said", &said)]),
                None => said,
            }
        })
        .collect()
}

/// « suspendues jusqu'au ven. 27 nov. : … », when they are.
pub fn paused(file: &AccountFile, today: Date, w: Words) -> String {
    match file.account.paused_until {
        Some(until) if until >= today => {
            let until = weekday_day(until, today, w.lang);
            w.with("account-paused", &[("until", &until), ("reason", &file.account.pause_reason)])
        }
        _ => String::new(),
    }
}
