//! What the day says of credit by itself: what gets worse is told once, rules propose, salespeople hear of it.

use amicable::credit::signals::{Told, signals};
use kernel::{Date, Money};
use ledger::AccountId;
use rayon::prelude::*;
use serde::Serialize;
use serde_json::json;
use store::{CreditSignal, CreditSignalId, OrderBlockId, Tx};

use super::picture::{Picture, Standing};
use super::{OrderAct, OrderCause, OrderState};
use crate::desk::About;
use crate::{Actor, Desk, DeskError, Permission};

/// Accounts of one transaction.
const CHUNK: usize = 200;

/// What was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct CreditTended {
    /// Signals told.
    pub signals: u64,
    /// Blocks of orders proposed.
    pub proposed: u64,
    /// Releases proposed.
    pub releases: u64,
    /// Mails to salespeople.
    pub told: u64,
}

/// What a day says of one account.
struct News<'p> {
    account: AccountId,
    standing: &'p Standing,
    signals: Vec<Told>,
    cause: Option<OrderCause>,
    /// Its orders are held by a rule that asks for it no more.
    free: bool,
}

impl Desk {
    /// Tells what gets worse, proposes what the rules ask for, writes to salespeople where the house wants it.
    /// Doing it twice on a day changes nothing. It is about today: another day is left alone.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Beyond`], [`DeskError::Store`].
    pub fn tend_credit(&self, actor: &Actor, day: Date) -> Result<CreditTended, DeskError> {
        actor.may(Permission::Run)?;
        actor.may_everywhere()?;
        let mut done = CreditTended::default();
        if day != self.today() {
            return Ok(done);
        }
        let picture = self.credit_picture()?;
        let news: Vec<News<'_>> = picture.standings.par_iter().filter_map(|s| news(&picture, s)).collect();
        for chunk in news.chunks(CHUNK) {
            let part = self.store.write("credit.tend", |tx| {
                let mut part = CreditTended::default();
                for news in chunk {
                    self.tend_one(tx, actor, news, &mut part)?;
                }
                Ok::<_, DeskError>(part)
            })?;
            done.signals += part.signals;
            done.proposed += part.proposed;
            done.releases += part.releases;
        }
        done.told = self.tell_salespeople(&picture)?;
        Ok(done)
    }

    fn tend_one(&self, tx: &mut Tx, actor: &Actor, news: &News<'_>, part: &mut CreditTended) -> Result<(), DeskError> {
        let account = tx.accounts().get(news.account)?;
        for told in &news.signals {
            if tx.credit().is_told(account.id, told.signal, told.about)? {
                continue;
            }
            let (currency, owed) = (news.standing.currency, news.standing.exposure);
            tx.credit().insert_signal(&CreditSignal {
                id: CreditSignalId(self.id()),
                account_id: account.id,
                kind: told.signal,
                about_on: told.about,
                days: told.days,
                currency,
                amount_minor: owed,
                made_on: self.today(),
                created_us: self.now(),
                seen_by: String::new(),
                seen_us: None,
            })?;
            let payload = json!({
                "signal": told.signal, "about": told.about, "days": told.days,
                "amount": Money::new(owed, currency).to_decimal(), "currency": currency,
            });
            self.note(tx, actor, About::account(&account), "credit.signal", &payload)?;
            part.signals += 1;
        }
        // Read again: somebody may have decided meanwhile.
        let last = tx.credit().blocks_of(account.id, 1)?.pop();
        match (news.cause, last) {
            (Some(cause), last) if last.as_ref().is_none_or(|block| block.state.is_over()) => {
                // What was refused or released for a reason is not proposed again for it the same month.
                let again = last.is_some_and(|block| {
                    block.cause == cause && block.decided_us.is_some_and(|at| at.as_microsecond() > self.month_ago())
                });
                if !again {
                    self.propose_within(tx, actor, &account, (OrderBlockId(self.id()), cause, ""))?;
                    part.proposed += 1;
                }
            }
            (None, Some(mut block))
                if news.free && block.state == OrderState::Blocked && block.cause != OrderCause::ByHand =>
            {
                let reason = super::words::no_more(block.cause);
                self.decide_within(tx, actor, (&account, &mut block), (OrderAct::AskRelease, reason, None))?;
                part.releases += 1;
            }
            _ => {}
        }
        Ok(())
    }

    fn month_ago(&self) -> i64 {
        self.now().as_microsecond() - 30 * kernel::DAY_US
    }
}

fn news<'p>(picture: &Picture, standing: &'p Standing) -> Option<News<'p>> {
    let (account, today, kept) = (picture.view.cards[standing.position].id, picture.today(), &picture.kept);
    let signals =
        if standing.exposure > 0 { signals(&kept.watched(standing, account, today), today) } else { Vec::new() };
    let cause = kept.policy.orders.cause(&kept.order_facts(standing, account, today));
    let block = kept.blocks.get(&account);
    let free = cause.is_none() && block.is_some_and(|block| block.state == OrderState::Blocked);
    let proposes = cause.is_some() && block.is_none();
    (!signals.is_empty() || free || proposes).then_some(News { account, standing, signals, cause, free })
}
