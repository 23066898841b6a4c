//! What stands behind the figures: accounts, sales, pieces set aside, promises, page by page.

use std::collections::{HashMap, HashSet};

use amicable::promises::PromiseState;
use kernel::{Currency, Date, Money, epoch_day, from_epoch_day};
use ledger::indicators::Ratio;
use ledger::indicators::history::Book;
use ledger::indicators::lateness::{Delay, DelayOrder, delays};
use ledger::indicators::span::period;
use ledger::{AccountId, CreditorId, Item, ItemId, ItemKind};
use serde::Serialize;
use store::{BlockReason, ItemBlockId, PromiseId};

use super::{Ground, IndicatorQuery, WholeBooks, place_of};
use crate::promises::{PromiseLine, lines as promise_lines};
use crate::{Actor, Desk, DeskError, Permission, Refusal};

/// The late pieces of one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DelayLine {
    /// The account.
    pub account_id: AccountId,
    /// Customer code.
    pub account: String,
    /// Name of the debtor.
    pub debtor: String,
    /// What is open on late pieces, credits not deducted.
    pub amount: String,
    /// Late pieces.
    pub items: u64,
    /// Days late of the oldest.
    pub oldest_days: i32,
    /// Mean days late, weighted by amounts.
    pub average_days: String,
    /// Its part of all amounts × days late, percent.
    pub share: String,
    /// The amount.
    #[serde(skip)]
    pub money: Option<Money>,
}

pub(super) fn delay_line(ground: &Ground, delay: &Delay, currency: Currency, weight: i128) -> DelayLine {
    let card = &ground.view.cards[delay.position];
    let money = Money::new(delay.amount, currency);
    let share = Ratio::of(delay.weight.saturating_mul(100), weight);
    DelayLine {
        account_id: card.id,
        account: card.number.to_string(),
        debtor: card.name.to_string(),
        amount: money.to_decimal(),
        items: delay.items,
        oldest_days: delay.oldest_days,
        average_days: delay.average().map(Ratio::to_decimal).unwrap_or_default(),
        share: share.map(Ratio::to_decimal).unwrap_or_default(),
        money: Some(money),
    }
}

/// A page of the accounts with late pieces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DelayPage {
    /// Accounts.
    pub rows: Vec<DelayLine>,
    /// Where the next page goes on.
    pub next: Option<AccountId>,
    /// Accounts in all.
    pub total: u64,
}

/// Which sales, and from where on.
#[derive(Debug, Clone, Default)]
pub struct SalesQuery {
    /// Of one creditor.
    pub creditor: Option<CreditorId>,
    /// First accounting day, included.
    pub from: Date,
    /// Last accounting day, included.
    pub until: Date,
    /// The `next` of the page before.
    pub after: Option<String>,
}

/// One invoice or credit note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SaleLine {
    /// The piece.
    pub item: ItemId,
    /// Number printed on it.
    pub number: String,
    /// Invoice or credit note.
    pub kind: ItemKind,
    /// Accounting date.
    pub on: Date,
    /// Due date.
    pub due: Date,
    /// Amount, tax included; negative for a credit note.
    pub amount: String,
    /// The account.
    pub account_id: AccountId,
    /// Customer code.
    pub account: String,
    /// Name of the debtor.
    pub debtor: String,
}

/// A page of sales, by accounting date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SalePage {
    /// Pieces.
    pub rows: Vec<SaleLine>,
    /// Where the next page goes on.
    pub next: Option<String>,
    /// The sum of all pages.
    pub total: String,
}

/// One piece set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AsideLine {
    /// The block.
    pub id: ItemBlockId,
    /// Why.
    pub reason: BlockReason,
    /// How much.
    pub amount: String,
    /// The piece.
    pub item: String,
    /// The account.
    pub account_id: AccountId,
    /// Customer code.
    pub account: String,
    /// Name of the debtor.
    pub debtor: String,
    /// Who answers for it.
    pub owner: String,
    /// From this day, included.
    pub since: Date,
    /// Until this day, included.
    pub until: Option<Date>,
}

/// A page of pieces set aside, the oldest block first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AsidePage {
    /// Pieces.
    pub rows: Vec<AsideLine>,
    /// Where the next page goes on.
    pub next: Option<ItemBlockId>,
}

/// Which promises of the period.
#[derive(Debug, Clone, Copy)]
pub struct PromisesQuery {
    /// The question of the figures.
    pub of: IndicatorQuery,
    /// Currency.
    pub currency: Currency,
    /// In one state.
    pub state: Option<PromiseState>,
}

impl Desk {
    /// The accounts with late pieces in one currency, those that come first in `order` first.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when the place is no longer in the list, [`DeskError::Store`].
    pub fn delays(
        &self,
        actor: &Actor,
        query: &IndicatorQuery,
        (currency, order): (Currency, DelayOrder),
        after: Option<&str>,
        limit: usize,
    ) -> Result<DelayPage, DeskError> {
        actor.may(Permission::Read)?;
        let ground = self.ground(actor, query, query.months()?)?;
        let found = delays(&ground.view.portfolio, ground.as_of, currency, order, |p| ground.keeps(p));
        let weight: i128 = found.iter().map(|d| d.weight).sum();
        let start = match after.map(place_of).transpose()? {
            None => 0,
            Some(last) => {
                let at = found.iter().position(|d| ground.view.cards[d.position].id == last);
                at.ok_or(DeskError::Refused(Refusal::ListMoved))? + 1
            }
        };
        let page = &found[start..found.len().min(start + limit.max(1))];
        let rows: Vec<DelayLine> = page.iter().map(|d| delay_line(&ground, d, currency, weight)).collect();
        let next = rows.last().map(|r| r.account_id).filter(|_| start + rows.len() < found.len());
        Ok(DelayPage { rows, next, total: found.len() as u64 })
    }

    /// The invoices and credit notes of a period in one currency, by accounting date.
    ///
    /// # Errors
    /// [`DeskError::Refused`] on a place that is none, [`DeskError::Store`].
    pub fn sales(
        &self,
        actor: &Actor,
        query: &SalesQuery,
        currency: Currency,
        limit: usize,
    ) -> Result<SalePage, DeskError> {
        actor.may(Permission::Read)?;
        let after = query.after.as_deref().map(place_in_days::<ItemId>).transpose()?;
        let known = self.known_history()?;
        let whole = WholeBooks::of(actor, query.creditor)?;
        let asked = |b: &&Book| b.currency == currency && whole.hold(b.creditor);
        let books: Vec<&Book> = known.history.books.iter().filter(asked).collect();
        let span = (epoch_day(query.from), epoch_day(query.until));
        let mut found: Vec<(i32, ItemId)> =
            books.iter().flat_map(|b| b.sales.page(span, after, limit.saturating_add(1))).copied().collect();
        found.sort_unstable();
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(|(day, id)| format!("{}_{id}", from_epoch_day(*day)));
        let ids: Vec<ItemId> = found.iter().map(|(_, id)| *id).collect();
        let (items, lines) = self.store.read(|tx| {
            let mut items = tx.items().get_many(&ids)?;
            items.sort_unstable_by_key(|i| (i.entry_on, i.id));
            let mut accounts: Vec<AccountId> = items.iter().map(|i| i.account_id).collect();
            accounts.sort_unstable();
            accounts.dedup();
            Ok::<_, DeskError>((items, tx.accounts().get_many(&accounts)?))
        })?;
        let who: HashMap<AccountId, (&str, &str)> =
            lines.iter().map(|l| (l.account.id, (l.account.number.as_str(), l.debtor.name.as_str()))).collect();
        let line = |i: &Item| {
            let (account, debtor) = who.get(&i.account_id).copied().unwrap_or_default();
            SaleLine {
                item: i.id,
                // What takes a replaced piece back has no number of its own: its label tells whose it was.
                number: if i.number.is_empty() { i.label.clone() } else { i.number.clone() },
                kind: i.kind,
                on: i.entry_on,
                due: i.due_on,
                amount: i.amount.to_decimal(),
                account_id: i.account_id,
                account: account.to_owned(),
                debtor: debtor.to_owned(),
            }
        };
        let total = Money::new(books.iter().map(|b| b.sales.between(span.0, span.1)).sum(), currency);
        Ok(SalePage { rows: items.iter().map(line).collect(), next, total: total.to_decimal() })
    }

    /// The pieces set aside on the day, of one reason or of all, the oldest block first.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn set_aside(
        &self,
        actor: &Actor,
        query: &IndicatorQuery,
        (currency, reason): (Currency, Option<BlockReason>),
        after: Option<ItemBlockId>,
        limit: usize,
    ) -> Result<AsidePage, DeskError> {
        actor.may(Permission::Read)?;
        let ground = self.ground(actor, query, query.months()?)?;
        let mut held = self.asides_on(&ground)?;
        held.retain(|(b, _)| {
            b.currency == currency && reason.is_none_or(|r| b.reason == r) && after.is_none_or(|a| b.id > a)
        });
        let more = held.len() > limit;
        held.truncate(limit);
        let ids: Vec<ItemId> = held.iter().map(|(b, _)| b.item_id).collect();
        let items = self.store.read(|tx| tx.items().get_many(&ids))?;
        let numbers: HashMap<ItemId, String> = items.into_iter().map(|i| (i.id, i.number)).collect();
        let next = held.last().filter(|_| more).map(|(b, _)| b.id);
        let line = |(block, minor): (store::ItemBlock, i64)| {
            let card = ground.view.portfolio.position(block.account_id).map(|p| &ground.view.cards[p])?;
            Some(AsideLine {
                id: block.id,
                reason: block.reason,
                amount: Money::new(minor, currency).to_decimal(),
                item: numbers.get(&block.item_id).cloned().unwrap_or_default(),
                account_id: card.id,
                account: card.number.to_string(),
                debtor: card.name.to_string(),
                owner: block.owner,
                since: block.since_on,
                until: block.until_on,
            })
        };
        Ok(AsidePage { rows: held.into_iter().filter_map(line).collect(), next })
    }

    /// The promises whose day falls in the period, by that day, and where the next page goes on.
    ///
    /// # Errors
    /// [`DeskError::Refused`] on a place that is none, [`DeskError::Store`].
    pub fn promises_due(
        &self,
        actor: &Actor,
        query: &PromisesQuery,
        after: Option<&str>,
        limit: usize,
    ) -> Result<(Vec<PromiseLine>, Option<String>), DeskError> {
        actor.may(Permission::Read)?;
        let after = after.map(place_in_days::<PromiseId>).transpose()?;
        let whole = WholeBooks::of(actor, query.of.creditor)?;
        let as_of = query.of.as_of.unwrap_or_else(|| self.today());
        let span = period(as_of, query.of.months()?);
        self.store.read(|tx| {
            let mut found = tx.promises().due_between(span.from, span.until)?;
            found.retain(|p| {
                p.currency == query.currency
                    && query.state.is_none_or(|s| p.state == s)
                    && after.is_none_or(|place| (epoch_day(p.until_on), p.id) > place)
            });
            if query.of.creditor.is_some() || !actor.reach.is_everything() {
                let accounts: Vec<AccountId> = found.iter().map(|p| p.account_id).collect();
                let lines = tx.accounts().get_many(&accounts)?;
                let held = lines.iter().filter(|l| whole.hold(l.account.creditor_id));
                let held: HashSet<AccountId> = held.map(|l| l.account.id).collect();
                found.retain(|p| held.contains(&p.account_id));
            }
            let more = found.len() > limit;
            found.truncate(limit);
            let next = found.last().filter(|_| more).map(|p| format!("{}_{}", p.until_on, p.id));
            Ok((promise_lines(tx, found)?, next))
        })
    }
}

/// A place in a list by day, then id: `2026-10-31_A1B2`.
fn place_in_days<I: std::str::FromStr>(text: &str) -> Result<(i32, I), DeskError> {
    let unknown = || DeskError::Refused(Refusal::PlaceUnknown { place: text.to_owned() });
    let (day, id) = text.split_once('_').ok_or_else(unknown)?;
    let day: Date = day.parse().map_err(|_| unknown())?;
    Ok((epoch_day(day), id.parse().map_err(|_| unknown())?))
}
