//! What a procedure does to the pieces of one account: stopped or let go, each with its entry.

use std::collections::HashSet;

use kernel::Money;
use ledger::{Account, AccountId, ItemId};
use serde_json::json;
use store::{BlockReason, InsolvencyState, ItemBlock, ItemBlockId, MessageState, TaskKind, TaskState, Tx};

use super::pieces::{Books, Judged};
use super::settle::Settled;
use crate::blocks::PIECES;
use crate::desk::About;
use crate::outbox::{SendReport, Verdict, circumstances, verdict};
use crate::{Actor, Desk, DeskError};

impl Settled {
    /// The procedure, while it counts.
    pub fn counts(&self) -> Option<&judicial::insolvency::standing::Insolvency> {
        self.known.as_ref().filter(|_| self.row.state != InsolvencyState::TakenBack)
    }
}

impl Desk {
    /// The pieces of an account with what becomes of each; none without a procedure that counts.
    fn judge_pieces(
        &self,
        tx: &mut Tx,
        (settled, books): (&Settled, &Books),
        account: &Account,
    ) -> Result<Vec<Judged>, DeskError> {
        let Some(known) = settled.counts() else { return Ok(Vec::new()) };
        let kind = tx.debtors().get(account.debtor_id)?.kind;
        books.judged(account.id, kind, (known, &self.law), (self.today(), None))
    }

    /// True when a look at an account would move something.
    pub(super) fn would_hold(&self, tx: &mut Tx, settled: &Settled, account: &Account) -> Result<bool, DeskError> {
        let books = Books::read(tx, &[account.id])?;
        let judged = self.judge_pieces(tx, (settled, &books), account)?;
        let wanted: HashSet<ItemId> = judged.iter().filter(|one| one.is_held()).map(|one| one.piece.item.id).collect();
        let open: HashSet<ItemId> = judged.iter().map(|one| one.piece.item.id).collect();
        // What is settled keeps its block: it would hold again if its payment came back.
        let held: HashSet<ItemId> = books.held(account.id).into_keys().filter(|id| open.contains(id)).collect();
        if wanted != held {
            return Ok(true);
        }
        if self.lacks_guarantor(tx, settled, account)? || self.would_stay(tx, settled, account)? {
            return Ok(true);
        }
        let claim = tx.insolvencies().claim_of(account.id)?;
        Ok(settled.counts().is_some() && claim.is_none_or(|claim| claim.opened_by != settled.row.opened_by))
    }

    /// Stops what is prior, lets go what is not, and does what an opening asks for, once.
    pub(super) fn stop_within(&self, tx: &mut Tx, settled: &Settled, account: &Account) -> Result<(), DeskError> {
        let books = Books::read(tx, &[account.id])?;
        let judged = self.judge_pieces(tx, (settled, &books), account)?;
        let held = books.held(account.id);
        let stop: Vec<&Judged> =
            judged.iter().filter(|one| one.is_held() && !held.contains_key(&one.piece.item.id)).collect();
        let wanted: HashSet<ItemId> = judged.iter().filter(|one| one.is_held()).map(|one| one.piece.item.id).collect();
        let open: HashSet<ItemId> = judged.iter().map(|one| one.piece.item.id).collect();
        let none = settled.counts().is_none();
        let over = |id: &ItemId| !wanted.contains(id) && (none || open.contains(id));
        let mut free: Vec<ItemBlockId> = held.iter().filter(|(id, _)| over(id)).map(|(_, block)| block.id).collect();
        free.sort_unstable();
        for part in stop.chunks(PIECES) {
            self.stop_pieces(tx, (settled, account), part)?;
        }
        for block in free {
            self.release_within(tx, &Actor::worker(), block)?;
        }
        self.follow_opening(tx, (settled, account), &judged)?;
        if !stop.is_empty() {
            self.withhold(tx, account, &wanted)?;
        }
        Ok(())
    }

    fn stop_pieces(
        &self,
        tx: &mut Tx,
        (settled, account): (&Settled, &Account),
        pieces: &[&Judged],
    ) -> Result<(), DeskError> {
        let actor = Actor::worker();
        let owner = tx.collectors().of(account.id)?.unwrap_or_default();
        let note = format!("BODACC {}", settled.row.opened_by);
        let (mut told, mut numbers) = (Vec::new(), Vec::new());
        for one in pieces {
            let open = one.piece.open.open;
            let block = ItemBlock {
                id: ItemBlockId(self.id()),
                account_id: account.id,
                item_id: one.piece.item.id,
                amount_minor: None,
                currency: open.currency(),
                reason: BlockReason::Insolvency,
                note: note.clone(),
                owner: owner.clone(),
                since_on: self.today(),
                until_on: None,
                actor: actor.name.clone(),
                created_us: self.now(),
                released_us: None,
            };
            tx.item_blocks().insert(&block)?;
            let money = Money::new(open.minor(), open.currency());
            told.push(json!({
                "block": block.id, "piece": one.piece.item.number, "amount": money.to_decimal(),
                "currency": money.currency(), "whole": true,
            }));
            numbers.push(one.piece.item.number.as_str());
        }
        let payload = json!({
            "pieces": numbers.join(", "), "blocks": told, "reason": BlockReason::Insolvency, "owner": owner,
            "until": null, "note": note,
        });
        Ok(self.note(tx, &actor, About::account(account), "item.blocked", &payload)?)
    }

    /// Takes back the messages and calls that ask for what is stopped now: they are decided again, as before leaving.
    fn withhold(&self, tx: &mut Tx, account: &Account, stopped: &HashSet<ItemId>) -> Result<(), DeskError> {
        let actor = Actor::worker();
        let mut accounts: Vec<AccountId> = vec![account.id];
        accounts.extend(account.payer_id);
        for id in accounts {
            for message in tx.messages().of_account(id)? {
                let waits =
                    matches!(message.state, MessageState::Awaiting | MessageState::Planned | MessageState::Rendered);
                if !waits {
                    continue;
                }
                let Some(around) = circumstances(tx, &message, self.today())? else { continue };
                let decided = verdict(&message, &around, self.today());
                let again = matches!(decided, Verdict::Remake(..)) && message.state == MessageState::Rendered;
                if again || matches!(decided, Verdict::Cancel(_)) {
                    self.put_off(tx, &actor, message, &around, decided, &mut SendReport::default())?;
                }
            }
            for mut task in tx.tasks().of_account(id)? {
                let asks = task.state == TaskState::Open && matches!(task.kind, TaskKind::Call | TaskKind::Visit);
                let Some(reminder) = task.reminder_id.filter(|_| asks) else { continue };
                let owed = tx.reminders().items(reminder)?.into_iter().filter(|line| line.open_minor > 0);
                if owed.into_iter().all(|line| stopped.contains(&line.item_id)) {
                    (task.state, task.closed_us) = (TaskState::Dropped, Some(self.now()));
                    tx.tasks().save(&task)?;
                    let payload = crate::tasks::facts(&task);
                    self.note(tx, &actor, About::account(account), "task.dropped", &payload)?;
                }
            }
        }
        Ok(())
    }
}
