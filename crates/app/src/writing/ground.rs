//! What a message by hand stands on: the account as one transaction reads it, and the pieces picked in it.

use std::collections::HashSet;

use amicable::{Claim, Plan};
use kernel::{Currency, Date, Money, epoch_day};
use law::{Interest, Law};
use ledger::statement::open_of;
use ledger::{AccountId, Allocation, Contact, Creditor, Item, ItemId};
use store::{AccountLine, BlockReason, ItemBlock, Reminder, ReminderId, Tx};

use crate::letters::{LineClaim, has_arrived, line_interest, step_claim, uncontested};
use crate::texts::Texts;
use crate::{Actor, Desk, DeskError, Refusal};

/// The account, read in one transaction.
pub(super) struct Ground {
    pub line: AccountLine,
    pub creditor: Creditor,
    pub contacts: Vec<Contact>,
    pub payer: Option<String>,
    items: Vec<Item>,
    matches: Vec<Allocation>,
    blocks: Vec<ItemBlock>,
    /// The last first.
    pub reminders: Vec<Reminder>,
    /// Those of them that the debtor has got: words may name no other.
    pub received: HashSet<ReminderId>,
    pub plan: Plan,
    pub texts: Texts,
    /// Address of the debtor's space, where a link to it is good; empty without.
    pub space: String,
}

/// A part of a piece that no message asks for.
pub(super) struct Held {
    pub reason: BlockReason,
    pub amount: Money,
}

/// A piece picked for a message.
pub(super) struct Picked {
    pub item: Item,
    /// What is open of it, negative for a credit.
    pub open: Money,
    /// What of it is set aside.
    pub held: Vec<Held>,
    /// What a message asks of it.
    pub asked: Money,
    /// Interest and indemnity to date.
    pub claim: LineClaim,
    /// How the interest is computed; none where nothing is borne.
    pub working: Option<Interest>,
}

impl Picked {
    /// What of it is contested.
    pub fn disputed(&self) -> Money {
        let parts = self.held.iter().filter(|held| held.reason == BlockReason::Disputed);
        Money::new(parts.map(|held| held.amount.minor()).sum(), self.open.currency())
    }
}

impl Ground {
    pub fn read(tx: &mut Tx, desk: &Desk, actor: &Actor, account: AccountId) -> Result<Self, DeskError> {
        actor.find(tx, account)?;
        let found = tx.accounts().get_many(&[account])?.into_iter().next();
        let line = found.ok_or_else(|| DeskError::NotFound { what: "account", key: account.to_string() })?;
        let payer = line.account.payer_id.map(|payer| tx.accounts().get(payer)).transpose()?;
        let mut reminders = tx.reminders().of_account(account)?;
        reminders.reverse();
        let ids: Vec<ReminderId> = reminders.iter().map(|r| r.id).collect();
        let messages = tx.messages().of_reminders(&ids)?;
        Ok(Self {
            creditor: tx.creditors().get(line.account.creditor_id)?,
            contacts: tx.contacts().of_debtor(line.debtor.id)?,
            payer: payer.map(|payer| payer.number),
            items: tx.items().of_account(account)?,
            matches: tx.allocations().of_account(account)?,
            blocks: tx.item_blocks().of_accounts(&[account])?,
            reminders,
            received: messages.iter().filter(|m| has_arrived(m)).filter_map(|m| m.reminder_id).collect(),
            plan: crate::strategies::plan(tx)?,
            texts: Texts::read(tx)?,
            space: desk.space_address(tx, account)?.unwrap_or_default(),
            line,
        })
    }

    /// The currency of the first piece chosen; that of the creditor without any.
    pub fn currency(&self, chosen: Option<&[ItemId]>) -> Currency {
        let first = chosen.and_then(|ids| self.items.iter().find(|item| ids.contains(&item.id)));
        first.map_or(self.creditor.currency, |item| item.amount.currency())
    }

    /// True when the debtor contests something of the account.
    pub fn contested(&self, today: Date) -> bool {
        self.blocks.iter().any(|b| b.in_force(today) && b.reason == BlockReason::Disputed)
    }

    /// The open pieces of `chosen`, those owed by due date then the credits; what is late and every credit
    /// when nothing is chosen.
    pub fn pick(
        &self,
        law: &Law,
        claim: Claim,
        (chosen, today): (Option<&[ItemId]>, Date),
    ) -> Result<Vec<Picked>, DeskError> {
        if let Some(foreign) = chosen.into_iter().flatten().find(|id| self.items.iter().all(|i| i.id != **id)) {
            return Err(Refusal::ItemOfOther { piece: foreign.to_string() }.into());
        }
        let mut picked = Vec::new();
        for item in self.items.iter().filter(|item| item.entry_on <= today) {
            let open = open_of(item, &self.matches, None);
            let wanted = match chosen {
                Some(chosen) => chosen.contains(&item.id),
                None if open.minor() < 0 => !self.keeps_apart(item.id),
                None => item.due_on < today,
            };
            if wanted && !open.is_zero() {
                picked.push(self.picked(law, claim, (item, open), today)?);
            }
        }
        picked.sort_by_key(|p| (p.open.minor() < 0, p.item.due_on, p.item.id));
        Ok(picked)
    }

    /// True of a credit that an insolvency keeps apart.
    fn keeps_apart(&self, item: ItemId) -> bool {
        self.blocks.iter().any(|b| b.item_id == item && b.reason == BlockReason::Insolvency)
    }

    fn picked(&self, law: &Law, claim: Claim, (item, open): (&Item, Money), today: Date) -> Result<Picked, DeskError> {
        let zero = Money::zero(open.currency());
        let nothing = LineClaim { interest: zero, indemnity: zero };
        if open.minor() < 0 {
            let item = item.clone();
            return Ok(Picked { item, open, held: Vec::new(), asked: open, claim: nothing, working: None });
        }
        let mut left = open.minor();
        let mut held = Vec::new();
        let mut disputed = 0;
        for block in self.blocks.iter().filter(|b| b.item_id == item.id && b.in_force(today)) {
            let part = block.amount_minor.unwrap_or(i64::MAX).clamp(0, left);
            left -= part;
            disputed += if block.reason == BlockReason::Disputed { part } else { 0 };
            held.push(Held { reason: block.reason, amount: Money::new(part, open.currency()) });
        }
        if left == 0 {
            // Set aside whole, it stands in no letter: nor does what it bears.
            let (item, asked) = (item.clone(), zero);
            return Ok(Picked { item, open, held, asked, claim: nothing, working: None });
        }
        let mut settled: Vec<&Allocation> =
            self.matches.iter().filter(|a| a.debit_id == item.id && a.on <= today).collect();
        settled.sort_unstable_by_key(|a| (a.on, a.id));
        let payments: Vec<(i32, i64)> = settled.into_iter().map(|a| (epoch_day(a.on), a.amount.minor())).collect();
        let amount = uncontested(item.amount, disputed);
        let piece = (item.kind, amount, epoch_day(item.due_on), item.due_inferred);
        let debtor = self.line.debtor.kind;
        let sums = step_claim(law, claim, debtor, piece, &payments, today)?;
        Ok(Picked {
            working: line_interest(law, debtor, piece, &payments, today).ok().flatten(),
            item: item.clone(),
            open,
            held,
            asked: Money::new(left, open.currency()),
            claim: sums,
        })
    }
}
