//! What the books of an account brought to its plans.

use std::collections::{HashMap, HashSet};

use amicable::plans::Receipt;
use kernel::Date;
use ledger::{AccountId, Allocation, Item, ItemId, ItemKind};
use store::{InstalmentPlan, PlanItem, StoreError, Tx};

/// The pieces of accounts, what is open of each at the end of a day, and how they were matched.
pub(super) struct Books {
    items: HashMap<ItemId, Item>,
    matches: Vec<Allocation>,
    /// Signed, minor units.
    open: HashMap<ItemId, i64>,
    /// What is not matched yet of money, positive, minor units: what no plan took.
    free: Vec<(ItemId, i64)>,
}

/// Money, and what an ERP settled: never a credit note.
const fn is_money(kind: ItemKind) -> bool {
    matches!(kind, ItemKind::Payment | ItemKind::Advance | ItemKind::Refund | ItemKind::Settlement)
}

impl Books {
    pub fn read(tx: &mut Tx, accounts: &[AccountId], day: Date) -> Result<Self, StoreError> {
        let items: HashMap<ItemId, Item> =
            tx.items().of_accounts(accounts)?.into_iter().filter(|i| i.entry_on <= day).map(|i| (i.id, i)).collect();
        let mut matches = tx.allocations().of_accounts(accounts)?;
        matches.retain(|a| a.on <= day);
        let mut open: HashMap<ItemId, i64> = items.values().map(|i| (i.id, i.amount.minor())).collect();
        for a in &matches {
            *open.entry(a.debit_id).or_default() -= a.amount.minor();
            *open.entry(a.credit_id).or_default() += a.amount.minor();
        }
        let mut free: Vec<(ItemId, i64)> = items
            .values()
            .filter(|i| is_money(i.kind))
            .filter_map(|i| open.get(&i.id).filter(|left| **left != 0).map(|left| (i.id, -left)))
            .collect();
        free.sort_by_key(|(id, _)| (items.get(id).map(|i| i.entry_on), *id));
        Ok(Self { items, matches, open, free })
    }

    /// What came for a plan since it was signed, and takes it from what is free: money matched with its pieces,
    /// credit notes too; then money that is not matched yet. What was in the books when it was signed was deducted
    /// from its principal, and counts for nothing. Money matched with other pieces counts up to the agreed interest,
    /// which no piece carries. Money given back takes itself off.
    pub fn came(&mut self, plan: &InstalmentPlan, items: &[PlanItem], day: Date) -> Vec<Receipt> {
        let (Some(since), Some(mark)) = (plan.signed_on, plan.signed_mark) else { return Vec::new() };
        let covered: HashSet<ItemId> = items.iter().map(|item| item.item_id).collect();
        let of_plan =
            |i: &Item| i.id.0 > mark && i.account_id == plan.account_id && i.amount.currency() == plan.currency;
        let fresh = |id: ItemId| self.items.get(&id).filter(|i| of_plan(i));
        let (mut came, mut elsewhere) = (Vec::new(), plan.interest_minor);
        for a in &self.matches {
            let Some(credit) = fresh(a.credit_id) else { continue };
            let on = if is_money(credit.kind) { credit.entry_on } else { a.on }.max(since);
            let given_back = self.items.get(&a.debit_id).is_some_and(|i| i.kind == ItemKind::Refund);
            if covered.contains(&a.debit_id) {
                came.push(Receipt { on, minor: a.amount.minor() });
            } else if is_money(credit.kind) && !given_back {
                let minor = a.amount.minor().min(elsewhere);
                elsewhere -= minor;
                came.push(Receipt { on, minor });
            }
        }
        let mut wanted = plan.principal_minor + plan.interest_minor - sum(&came);
        for (id, left) in &mut self.free {
            let Some(money) = self.items.get(id).filter(|i| of_plan(i)) else { continue };
            let taken = (*left).min(wanted.max(0));
            *left -= taken;
            wanted -= taken;
            came.push(Receipt { on: money.entry_on.max(since), minor: taken });
        }
        // Whatever settled every piece leaves nothing to pay.
        let over = covered.iter().all(|id| self.open.get(id).is_none_or(|open| *open <= 0));
        let missing = plan.principal_minor - sum(&came);
        if over && missing > 0 && !plan.state.is_over() {
            came.push(Receipt { on: day.max(since), minor: missing });
        }
        came
    }
}

fn sum(receipts: &[Receipt]) -> i64 {
    receipts.iter().map(|r| r.minor).sum()
}
