//! The level of an account, set by hand: taken as done today, without any message.

use amicable::Strategy;
use amicable::outbox::MessageState;
use kernel::{Currency, Wording};
use ledger::AccountId;
use ledger::portfolio::OpenItem;
use store::Tx;

use crate::desk::About;
use crate::entries::{Taken, late_pieces, open_item, within};
use crate::portfolio::AccountCard;
use crate::runs::Bearings;
use crate::{Actor, Desk, DeskError, Permission, Refusal};

impl Desk {
    /// Takes a level of the strategy that an account follows in a currency as done today; 0 starts again
    /// with the first step. Nothing is sent: the delay the level grants runs from today, and the next run
    /// goes on from there. Setting the level that is done already changes nothing.
    ///
    /// # Errors
    /// [`DeskError::Refused`] without a reason, on a level the strategy has not, on an account that another
    /// one pays for, where nothing is late, or while a message waits to leave.
    pub fn set_level(
        &self,
        actor: &Actor,
        account: AccountId,
        currency: Currency,
        level: u8,
        reason: &str,
    ) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Refusal::ReasonMissing.into());
        }
        let run = self.silent_run(actor);
        self.store.write("account.set_level", |tx| {
            actor.find(tx, account)?;
            let followed = self.followed(tx, account, currency)?;
            let Followed { line, bearings, items, place } = &followed;
            if let Some(payer) = line.account.payer_id {
                let number = tx.accounts().get(payer)?.number;
                return Err(Refusal::LevelOfPayer { number }.into());
            }
            let strategy = &bearings.plan.strategies[*place];
            within(level.into(), strategy)?;
            let reached = bearings.reached(&AccountCard::of(line, &[]), *place, (currency, items));
            let (cycle, done) = (reached.cycle, reached.level);
            if level == done {
                return Ok(());
            }
            // What failed never leaves by itself, and what waits is overtaken by a higher level: it is cancelled.
            let waits = bearings.pending(account, currency, items).is_some_and(|p| match p.state {
                MessageState::Failed => false,
                MessageState::Awaiting | MessageState::Ambiguous => true,
                _ => level < done,
            });
            if waits {
                return Err(Refusal::LevelPending.into());
            }
            let late = late_pieces(tx, &bearings.plan, (account, currency, &strategy.slug), self.today())?;
            if late.iter().map(|(_, piece)| piece.open).sum::<i64>() <= 0 {
                return Err(Refusal::LevelNothingLate.into());
            }
            // A level already reached cannot be written again in its cycle.
            let cycle = if level > done { cycle } else { cycle + 1 };
            let taken = Taken {
                account: (account, line.account.creditor_id),
                currency,
                strategy,
                cycle: i64::from(cycle),
                level,
                reason: Wording::same(reason),
            };
            tx.runs().insert(&run)?;
            self.take_level(tx, run.id, &taken, late)?;
            let payload = serde_json::json!({
                "before": done, "level": level, "strategy": strategy.slug, "currency": currency, "reason": reason,
            });
            Ok(self.note(tx, actor, About::account(&line.account), "account.level", &payload)?)
        })
    }

    fn followed(&self, tx: &mut Tx, account: AccountId, currency: Currency) -> Result<Followed, DeskError> {
        let today = self.today();
        let mut family = vec![account];
        family.extend(tx.accounts().payers(Some(&[account]))?.into_iter().map(|(child, _)| child));
        let plan = crate::strategies::plan(tx)?;
        let bearings = Bearings::read(tx, plan, Some(&family), today)?;
        let line = tx.accounts().get_many(&[account])?.pop();
        let line = line.ok_or_else(|| DeskError::NotFound { what: "account", key: account.to_string() })?;
        let mut items: Vec<OpenItem> = Vec::new();
        for account in family {
            let pieces = crate::blocks::open_pieces(tx, account, today)?;
            items.extend(pieces.iter().map(|(item, left)| open_item(item, left.minor())));
        }
        items.retain(|i| i.currency == currency);
        let place = bearings.strategy_of(&AccountCard::of(&line, &[]), currency, &items, today);
        Ok(Followed { line, bearings, items, place })
    }
}

impl Desk {
    /// The strategy that an account follows in a currency.
    pub(crate) fn strategy_followed(
        &self,
        tx: &mut Tx,
        account: AccountId,
        currency: Currency,
    ) -> Result<Option<Strategy>, DeskError> {
        let Followed { bearings, place, .. } = self.followed(tx, account, currency)?;
        Ok(bearings.plan.strategies.get(place).cloned())
    }
}

/// What an account follows in a currency.
struct Followed {
    line: store::AccountLine,
    bearings: Bearings,
    items: Vec<OpenItem>,
    /// Place of the strategy in the plan.
    place: usize,
}
