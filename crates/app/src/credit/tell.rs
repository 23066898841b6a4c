//! What sales hear: orders held or released, large invoices about to fall due, customers who are late.

use std::collections::BTreeMap;

use kernel::{Language, Money, Spoken, Wording, epoch_day, from_epoch_day};
use ledger::{Account, ItemKind};
use store::{OrderBlock, Tx};

use super::orders::why;
use super::picture::{Picture, Standing};
use super::policy::CreditPolicy;
use super::words::both;
use crate::notices::NoticeOrder;
use crate::{Desk, DeskError};

/// Customers named in a weekly mail.
const NAMED: usize = 40;
/// Notices written in one transaction.
const CHUNK: usize = 500;

impl Desk {
    /// Tells the salesperson and who follows sales that orders are held, or go on again; once for each change.
    pub(super) fn tell_sales(
        &self,
        tx: &mut Tx,
        policy: &CreditPolicy,
        account: &Account,
        (block, reason, owed): (&OrderBlock, &str, &[Money]),
    ) -> Result<(), DeskError> {
        let debtor = tx.debtors().get(account.debtor_id)?.name;
        let (number, held, cause) = (&account.number, block.state.holds(), why(block));
        let subject = both(|language| match (language, held) {
            (Language::Fr, true) => format!("Commandes bloquées : {debtor} ({number})"),
            (Language::Fr, false) => format!("Commandes débloquées : {debtor} ({number})"),
            (Language::En, true) => format!("Orders held: {debtor} ({number})"),
            (Language::En, false) => format!("Orders released: {debtor} ({number})"),
        });
        let body = both(|language| {
            let owed: Vec<String> = owed.iter().map(|owed| owed.said(language)).collect();
            let owed = (!owed.is_empty()).then(|| owed.join(" + "));
            let cause = cause.pick(language);
            let what = match (language, held) {
                (Language::Fr, true) => format!("Les commandes de {debtor} sont bloquées : {cause}."),
                (Language::Fr, false) => format!("Les commandes de {debtor} sont débloquées."),
                (Language::En, true) => format!("The orders of {debtor} are held: {cause}."),
                (Language::En, false) => format!("The orders of {debtor} are released."),
            };
            let owed = owed.map(|owed| match language {
                Language::Fr => format!("Encours : {owed}."),
                Language::En => format!("Owed: {owed}."),
            });
            let mut parts = vec![what];
            if !cause.contains(reason) || !held {
                parts.push(format!("« {reason} »"));
            }
            parts.extend(owed);
            parts.join("\n\n")
        });
        let mut told: Vec<&str> = vec![&account.salesperson, &policy.sales];
        told.retain(|who| !who.trim().is_empty());
        told.dedup();
        for who in told {
            self.tell_within(
                tx,
                &NoticeOrder {
                    kind: "credit-orders",
                    to: who.to_owned(),
                    account: Some(account.id),
                    subject: subject.clone(),
                    body: body.clone(),
                    key: format!("credit-orders:{}:{}:{who}", block.id, block.version),
                },
            )?;
        }
        Ok(())
    }

    /// Tells salespeople what the policy says: before large invoices fall due, and once a week who is late. The
    /// same thing is told once. Answers how many mails were written.
    pub(super) fn tell_salespeople(&self, picture: &Picture) -> Result<u64, DeskError> {
        let tell = picture.kept.policy.tell;
        let mut orders = Vec::new();
        if let Some(days) = tell.before_days {
            orders.extend(soon_due(picture, days, tell.above));
        }
        if tell.weekly {
            orders.extend(weekly(picture));
        }
        let mut written = 0;
        for chunk in orders.chunks(CHUNK) {
            written += self.store.write("credit.tell", |tx| {
                let mut told = 0_u64;
                for order in chunk {
                    told += u64::from(self.tell_within(tx, order)?);
                }
                Ok::<_, DeskError>(told)
            })?;
        }
        Ok(written)
    }
}

/// Large invoices that fall due within `days`, one mail each.
fn soon_due(picture: &Picture, days: u32, above: i64) -> Vec<NoticeOrder> {
    let (view, day) = (&picture.view, epoch_day(picture.today()));
    let mut orders = Vec::new();
    for (position, card) in view.cards.iter().enumerate().filter(|(_, card)| !card.salesperson.is_empty()) {
        for (item, (_, number)) in view.portfolio.items(position).zip(view.portfolio.numbers(position)) {
            let soon = (day..=day.saturating_add_unsigned(days)).contains(&item.due_day);
            // Neither what a factor has, nor what a plan gives other dates.
            let (left, due_then) = picture.kept.left(&item);
            let large = left >= above.saturating_mul(item.currency.scale()).max(1) && due_then > 0;
            if item.kind != ItemKind::Invoice || !soon || !large || item.due_inferred {
                continue;
            }
            let (open, due) = (Money::new(left, item.currency), from_epoch_day(item.due_day));
            let (debtor, code) = (&card.name, &card.number);
            orders.push(NoticeOrder {
                kind: "credit-before",
                to: card.salesperson.to_string(),
                account: Some(card.id),
                subject: both(|language| {
                    let (open, due) = (open.said(language), due.said(language));
                    match language {
                        Language::Fr => format!("{debtor} : {open} à échéance le {due}"),
                        Language::En => format!("{debtor}: {open} due on {due}"),
                    }
                }),
                body: both(|language| {
                    let (open, due) = (open.said(language), due.said(language));
                    match language {
                        Language::Fr => format!(
                            "La facture {number} de {debtor} ({code}), {open}, arrive à échéance le {due}.\n\nLe client \
                             a-t-il tout reçu ? Une réserve entendue maintenant évite un retard."
                        ),
                        Language::En => format!(
                            "Invoice {number} of {debtor} ({code}), {open}, falls due on {due}.\n\nHas the customer \
                             received everything? A complaint heard now avoids a delay."
                        ),
                    }
                }),
                key: format!("credit-before:{}:{}", item.id, item.due_day),
            });
        }
    }
    orders
}

/// Who is late, one mail a week to each salesperson.
fn weekly(picture: &Picture) -> Vec<NoticeOrder> {
    let view = &picture.view;
    let mut late: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for standing in picture.standings.iter().filter(|s| most_overdue(s) > 0 && s.oldest_due().is_some()) {
        let card = &view.cards[standing.position];
        if !card.salesperson.is_empty() {
            late.entry(&card.salesperson).or_default().push(standing.position);
        }
    }
    // The Monday of the week names it: 1970-01-01 was a Thursday.
    let monday = from_epoch_day(epoch_day(picture.today()) - (epoch_day(picture.today()) + 3).rem_euclid(7));
    late.into_iter()
        .map(|(who, mut positions)| {
            positions.sort_by_key(|position| std::cmp::Reverse(most_overdue(&picture.standings[*position])));
            let customers = positions.len();
            positions.truncate(NAMED);
            NoticeOrder {
                kind: "credit-late",
                to: who.to_owned(),
                account: None,
                subject: both(|language| match language {
                    Language::Fr => format!("Vos clients en retard : {customers}"),
                    Language::En => format!("Your customers who are late: {customers}"),
                }),
                body: weekly_body(picture, &positions, customers),
                key: format!("credit-late:{who}:{monday}"),
            }
        })
        .collect()
}

/// What is late in the currency in which most is.
fn most_overdue(standing: &Standing) -> i64 {
    standing.purses().map(|purse| purse.overdue).max().unwrap_or(0)
}

fn weekly_body(picture: &Picture, positions: &[usize], customers: usize) -> Wording {
    both(|language| {
        let line = |position: &usize| {
            let (standing, card) = (&picture.standings[*position], &picture.view.cards[*position]);
            let late = standing.purses().filter(|purse| purse.overdue > 0);
            let late: Vec<String> =
                late.map(|purse| Money::new(purse.overdue, purse.currency).said(language)).collect();
            let overdue = late.join(" + ");
            let days = standing.late_days(picture.today()).said(language);
            match language {
                Language::Fr => format!("- {} ({}) : {overdue}, {days} j de retard", card.name, card.number),
                Language::En => format!("- {} ({}): {overdue}, {days} days late", card.name, card.number),
            }
        };
        let mut lines: Vec<String> = positions.iter().map(line).collect();
        if customers > positions.len() {
            let rest = (customers - positions.len()).said(language);
            lines.push(language.either(format!("… et {rest} autres"), format!("… and {rest} others")));
        }
        let lead = language.pick("Ces clients ont des factures échues :", "These customers have invoices past due:");
        format!("{lead}\n\n{}", lines.join("\n"))
    })
}
