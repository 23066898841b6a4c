//! The pieces of a space: what is asked now, what is not and why, what is claimed besides.

use std::collections::{HashMap, HashSet};

use kernel::{Date, Money, epoch_day};
use ledger::{DebtorKind, ItemId};
use store::{ItemBlock, StoreError, Tx};

use super::{SpaceAside, SpaceLine};
use crate::accounts::{AccountFile, FileItem};
use crate::letters::{contested_of, line_claim, line_interest, uncontested};
use crate::{Desk, MessageState};

/// What the lines are made from besides the file.
pub(super) struct Beside {
    pub blocks: Vec<ItemBlock>,
    /// Pieces whose invoice is kept.
    pub files: HashSet<ItemId>,
    /// Pieces on which the last message claimed interest and indemnity.
    pub claimed: HashSet<ItemId>,
}

impl Beside {
    pub fn read(tx: &mut Tx, file: &AccountFile) -> Result<Self, StoreError> {
        let ids: Vec<ItemId> = file.items.iter().map(|line| line.item.id).collect();
        let files = tx.documents().of_items(&ids)?.into_iter().filter_map(|info| info.item_id).collect();
        let blocks = tx.item_blocks().of_accounts(&[file.account.id])?;
        let mut claimed = HashSet::new();
        for sum in &file.totals {
            // The last that left, in each currency: what it asks is what is claimed.
            let sent = |id| file.messages.iter().any(|m| m.reminder_id == Some(id) && m.state == MessageState::Sent);
            let last = file.reminders.iter().filter(|r| r.currency == sum.currency && sent(r.id)).max_by_key(|r| r.id);
            let Some(last) = last.filter(|r| r.total_minor > r.principal_minor) else { continue };
            claimed.extend(tx.reminders().items(last.id)?.into_iter().map(|line| line.item_id));
        }
        Ok(Self { blocks, files, claimed })
    }
}

/// Payments of each piece, by day.
pub(super) fn paid_of(file: &AccountFile, today: Date) -> HashMap<ItemId, Vec<(i32, i64)>> {
    let mut paid: HashMap<ItemId, Vec<(i32, i64)>> = HashMap::new();
    let mut settled: Vec<_> = file.allocations.iter().filter(|a| a.on <= today).collect();
    settled.sort_unstable_by_key(|a| (a.on, a.id));
    for a in settled {
        paid.entry(a.debit_id).or_default().push((epoch_day(a.on), a.amount.minor()));
    }
    paid
}

impl Desk {
    pub(super) fn space_line_of(
        &self,
        debtor: DebtorKind,
        line: &FileItem,
        beside: &Beside,
        (paid, today): (&[(i32, i64)], Date),
    ) -> SpaceLine {
        let (item, open) = (&line.item, line.open);
        let money = |minor| Money::new(minor, open.currency());
        let mut left = open.minor().max(0);
        let held = beside.blocks.iter().filter(|b| b.item_id == item.id && b.in_force(today));
        let mut aside: Vec<SpaceAside> = Vec::new();
        for block in held {
            let amount = block.amount_minor.unwrap_or(left).min(left);
            if amount > 0 {
                left -= amount;
                aside.push(SpaceAside { reason: block.reason, amount: money(amount), until: block.until_on });
            }
        }
        let asked = if open.minor() < 0 { open } else { money(left) };
        let (mut interest, mut indemnity) = (Some(money(0)), money(0));
        if asked.minor() > 0 && beside.claimed.contains(&item.id) {
            let piece = piece_of(line, beside, today);
            match line_claim(&self.law, debtor, piece, paid, today) {
                Ok(claim) => (interest, indemnity) = (Some(claim.interest), claim.indemnity),
                // Without a rate in the tables no amount is said: that it is missing is.
                Err(_) => interest = None,
            }
        }
        SpaceLine {
            id: item.id,
            number: item.number.clone(),
            kind: item.kind,
            issued: item.issue_on,
            due: item.due_on,
            due_supposed: item.due_inferred,
            amount: item.amount,
            open,
            asked,
            late: open.minor() > 0 && item.due_on < today,
            aside,
            interest,
            indemnity,
            file: beside.files.contains(&item.id),
        }
    }

    /// The computation of a piece in plain words, with its articles.
    pub(super) fn space_words(
        &self,
        debtor: DebtorKind,
        line: &FileItem,
        beside: &Beside,
        (paid, today): (&[(i32, i64)], Date),
    ) -> (Vec<kernel::Wording>, Vec<String>) {
        let piece = piece_of(line, beside, today);
        let Ok(Some(found)) = line_interest(&self.law, debtor, piece, paid, today) else {
            return (Vec::new(), Vec::new());
        };
        let mut articles: Vec<String> = found.sources.into_iter().map(|source| source.article).collect();
        articles.dedup();
        (found.explanation, articles)
    }
}

/// A piece as the law reads it: penalties are withheld on what is contested.
fn piece_of(line: &FileItem, beside: &Beside, today: Date) -> (ledger::ItemKind, Money, i32, bool) {
    let item = &line.item;
    let amount = uncontested(item.amount, contested_of(&beside.blocks, item.id, today));
    (item.kind, amount, epoch_day(item.due_on), item.due_inferred)
}
