//! What the ledger says of promises: a pure question, asked by the day's run and by its preview.

use std::collections::{BTreeMap, HashMap};

use amicable::promises::{PromiseState, Promised};
use kernel::{Currency, Date, epoch_day};
use ledger::{AccountId, Item, ItemKind};
use store::{Promise, PromiseId, StoreError, Tx};

/// The open promises of `accounts` and of their families that the ledger, as it stands at the end of
/// `day`, keeps or breaks, each with its new state and what was paid on it, minor units. Nothing is written.
pub(crate) fn judged(
    tx: &mut Tx,
    accounts: &[AccountId],
    day: Date,
) -> Result<Vec<(Promise, PromiseState, i64)>, StoreError> {
    let heads = heads(tx, accounts)?;
    let family: Vec<AccountId> = heads.keys().copied().collect();
    let items = tx.items().of_accounts(&family)?;
    let mut books: BTreeMap<(AccountId, Currency), Vec<Promise>> = BTreeMap::new();
    for promise in tx.promises().of_accounts(&family)? {
        let head = heads.get(&promise.account_id).copied().unwrap_or(promise.account_id);
        books.entry((head, promise.currency)).or_default().push(promise);
    }
    let mut found = Vec::new();
    for ((head, currency), mut promises) in books {
        let mine = items.iter().filter(|i| heads.get(&i.account_id) == Some(&head));
        let mut paid = payments(mine, currency);
        paid.retain(|(on, _)| *on <= epoch_day(day));
        for (id, state, kept) in judge(&promises, paid, day) {
            if let Some(at) = promises.iter().position(|p| p.id == id) {
                found.push((promises.swap_remove(at), state, kept));
            }
        }
    }
    Ok(found)
}

/// The accounts of the families of `accounts`, each with the one who pays for it: money that comes on one
/// of them may keep the promise of another.
fn heads(tx: &mut Tx, accounts: &[AccountId]) -> Result<HashMap<AccountId, AccountId>, StoreError> {
    let lines = tx.accounts().get_many(accounts)?;
    let mut heads: HashMap<AccountId, AccountId> =
        lines.iter().map(|l| (l.account.id, l.account.payer_id.unwrap_or(l.account.id))).collect();
    let mut payers: Vec<AccountId> = heads.values().copied().collect();
    payers.sort_unstable();
    payers.dedup();
    heads.extend(tx.accounts().payers(Some(&payers))?);
    heads.extend(payers.into_iter().map(|payer| (payer, payer)));
    Ok(heads)
}

/// What was paid, by accounting day: money and what the ERP settled, positive; money given back and
/// payments rejected, negative. Credit notes are no payment.
fn payments<'i>(items: impl Iterator<Item = &'i Item>, currency: Currency) -> Vec<(i32, i64)> {
    let money =
        |i: &&Item| matches!(i.kind, ItemKind::Payment | ItemKind::Advance | ItemKind::Refund | ItemKind::Settlement);
    let mut paid: Vec<(i32, i64)> = items
        .filter(|i| i.amount.currency() == currency)
        .filter(money)
        .map(|i| (epoch_day(i.entry_on), -i.amount.minor()))
        .collect();
    paid.sort_unstable();
    paid
}

fn promised(promise: &Promise) -> Promised {
    Promised { made: epoch_day(promise.made_on), until: epoch_day(promise.until_on), amount: promise.amount_minor }
}

/// Judges the promises of one family and currency, the one due first first. The same money never
/// keeps two promises. Answers those that are no longer open, with what was paid on them.
fn judge(promises: &[Promise], mut paid: Vec<(i32, i64)>, day: Date) -> Vec<(PromiseId, PromiseState, i64)> {
    let mut order: Vec<&Promise> = promises.iter().filter(|p| p.state != PromiseState::Withdrawn).collect();
    order.sort_by_key(|p| (p.until_on, p.id));
    let mut judged = Vec::new();
    for promise in order {
        let terms = promised(promise);
        let window = terms.made..=epoch_day(terms.awaited_until());
        let came: i64 = paid.iter().filter(|(on, _)| window.contains(on)).map(|p| p.1).sum();
        let kept = came.clamp(0, terms.amount);
        if promise.state == PromiseState::Open {
            let state = terms.judge(&paid, day);
            if state != PromiseState::Open {
                judged.push((promise.id, state, kept));
            }
        }
        let mut left = kept;
        for (_, minor) in paid.iter_mut().filter(|(on, minor)| window.contains(on) && *minor > 0) {
            let taken = left.min(*minor);
            *minor -= taken;
            left -= taken;
        }
    }
    judged
}

#[cfg(test)]
mod tests {
    use amicable::promises::PromiseLevel;
    use kernel::{Timestamp, from_epoch_day};

    use super::*;

    fn promise(id: i64, made: i32, until: i32, amount: i64) -> Promise {
        Promise {
            id: PromiseId(id),
            account_id: AccountId(1),
            currency: Currency::EUR,
            amount_minor: amount,
            made_on: from_epoch_day(made),
            until_on: from_epoch_day(until),
            state: PromiseState::Open,
            level: PromiseLevel::Said,
            paid_minor: 0,
            note: String::new(),
            actor: String::new(),
            created_us: Timestamp::UNIX_EPOCH,
            judged_us: None,
        }
    }

    #[test]
    fn the_same_money_keeps_one_promise_only() {
        let both = [promise(1, 100, 110, 1_000), promise(2, 100, 120, 2_000)];
        let at = |day, paid: &[(i32, i64)]| judge(&both, paid.to_vec(), from_epoch_day(day));
        assert_eq!(at(112, &[(105, 1_000)]), [(PromiseId(1), PromiseState::Kept, 1_000)]);
        assert_eq!(
            at(124, &[(105, 1_000)]),
            [(PromiseId(1), PromiseState::Kept, 1_000), (PromiseId(2), PromiseState::Broken, 0)]
        );
        assert_eq!(
            at(124, &[(105, 1_500), (118, 1_500)]),
            [(PromiseId(1), PromiseState::Kept, 1_000), (PromiseId(2), PromiseState::Kept, 2_000)]
        );
        assert_eq!(
            at(124, &[(105, 1_000), (106, -1_000)]),
            [(PromiseId(1), PromiseState::Broken, 0), (PromiseId(2), PromiseState::Broken, 0)],
            "a rejected payment keeps nothing"
        );
    }
}
