//! What the ledger says of promises: a pure question, asked by the day's run and by its preview.

use std::collections::{BTreeMap, HashMap};

use amicable::promises::{PromiseState, Promised};
use kernel::{Currency, Date, epoch_day};
use ledger::{AccountId, Allocation, Item, ItemId, ItemKind};
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
    let matches = tx.allocations().of_accounts(&family)?;
    let mut books: BTreeMap<(AccountId, Currency), Vec<Promise>> = BTreeMap::new();
    for promise in tx.promises().of_accounts(&family)? {
        let head = heads.get(&promise.account_id).copied().unwrap_or(promise.account_id);
        books.entry((head, promise.currency)).or_default().push(promise);
    }
    let mut found = Vec::new();
    for ((head, currency), mut promises) in books {
        let mine = items.iter().filter(|i| heads.get(&i.account_id) == Some(&head));
        let mut paid = payments(mine, &matches, currency);
        paid.retain(|paid| paid.on <= epoch_day(day));
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

/// Money that came, or went back.
#[derive(Debug, Clone, Copy)]
struct Paid {
    /// Accounting day.
    on: i32,
    /// Minor units, negative when it went back.
    minor: i64,
    /// The money it is: what goes back is that which came.
    of: ItemId,
}

/// What was paid, by accounting day: money and what the ERP settled, positive; money given back and payments
/// rejected, negative. Credit notes are no payment.
fn payments<'i>(items: impl Iterator<Item = &'i Item>, matches: &[Allocation], currency: Currency) -> Vec<Paid> {
    let mut paid = Vec::new();
    for item in items.filter(|i| i.amount.currency() == currency) {
        let (on, mut rest) = (epoch_day(item.entry_on), -item.amount.minor());
        match item.kind {
            ItemKind::Payment | ItemKind::Advance | ItemKind::Settlement => {}
            ItemKind::Refund => {
                for a in matches.iter().filter(|a| a.debit_id == item.id) {
                    rest += a.amount.minor();
                    paid.push(Paid { on, minor: -a.amount.minor(), of: a.credit_id });
                }
            }
            _ => continue,
        }
        paid.push(Paid { on, minor: rest, of: item.id });
    }
    paid.retain(|paid| paid.minor != 0);
    paid.sort_by_key(|paid| (paid.on, paid.of));
    paid
}

fn promised(promise: &Promise) -> Promised {
    Promised { made: epoch_day(promise.made_on), until: epoch_day(promise.until_on), amount: promise.amount_minor }
}

/// Judges the promises of one family and currency, the one due first first. Only what entered the books after a
/// promise was given keeps it, and the same money never keeps two. Answers those that are no longer open, with what
/// was paid on them.
fn judge(promises: &[Promise], mut paid: Vec<Paid>, day: Date) -> Vec<(PromiseId, PromiseState, i64)> {
    let mut order: Vec<&Promise> = promises.iter().filter(|p| p.state != PromiseState::Withdrawn).collect();
    order.sort_by_key(|p| (p.until_on, p.id));
    let mut judged = Vec::new();
    for promise in order {
        let terms = promised(promise);
        let window = terms.made..=epoch_day(terms.awaited_until());
        let counts = |paid: &Paid| window.contains(&paid.on) && paid.of.0 > promise.id.0;
        let came: Vec<(i32, i64)> = paid.iter().filter(|paid| counts(paid)).map(|paid| (paid.on, paid.minor)).collect();
        let kept = came.iter().map(|(_, minor)| minor).sum::<i64>().clamp(0, terms.amount);
        if promise.state == PromiseState::Open {
            let state = terms.judge(&came, day);
            if state != PromiseState::Open {
                judged.push((promise.id, state, kept));
            }
        }
        let mut left = kept;
        for paid in paid.iter_mut().filter(|paid| counts(paid) && paid.minor > 0) {
            let taken = left.min(paid.minor);
            paid.minor -= taken;
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
        let came = |(on, minor): &(i32, i64)| Paid { on: *on, minor: *minor, of: ItemId(3) };
        let at = |day, paid: &[(i32, i64)]| judge(&both, paid.iter().map(came).collect(), from_epoch_day(day));
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

    #[test]
    fn money_that_was_in_the_books_before_keeps_nothing() {
        let made = [promise(10, 100, 110, 1_000)];
        let at = |of: &[(i64, i64)]| {
            let paid = of.iter().map(|(id, minor)| Paid { on: 100, minor: *minor, of: ItemId(*id) });
            judge(&made, paid.collect(), from_epoch_day(114)).remove(0).1
        };
        assert_eq!(at(&[(9, 1_000)]), PromiseState::Broken, "it came the same morning, for something else");
        assert_eq!(at(&[(11, 1_000)]), PromiseState::Kept);
        assert_eq!(at(&[(11, 1_000), (9, -1_000)]), PromiseState::Kept, "what went back is older money");
        assert_eq!(at(&[(11, 1_000), (11, -1_000)]), PromiseState::Broken, "rejected");
    }
}
