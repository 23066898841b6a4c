//! What people agreed on, or contest, on the pieces of an import.

use amicable::disputes::Step;
use amicable::plans::PlanState;
use diesel::{ExpressionMethods, JoinOnDsl, QueryDsl, RunQueryDsl};
use ledger::BatchId;

use crate::{
    StoreError,
    batches::Batches,
    blocks::BlockReason,
    schema::{dispute, instalment_plan, item, item_block, plan_item},
};

/// Numbers of the pieces of an import on which something stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// A dispute is open.
    pub disputed: Vec<String>,
    /// A plan that was signed covers them.
    pub planned: Vec<String>,
    /// They are assigned to a factor.
    pub factored: Vec<String>,
}

impl Batches<'_> {
    /// What stands on the pieces of an import: at most `limit` numbers of each.
    pub fn held(&mut self, id: BatchId, limit: u32) -> Result<Held, StoreError> {
        let limit = i64::from(limit);
        let disputed = self.tx.run(|c| {
            dispute::table
                .inner_join(item::table.on(item::id.eq(dispute::item_id)))
                .filter(item::batch_id.eq(id.0))
                .filter(dispute::step.ne(Step::Closed.slug()))
                .order(item::number)
                .limit(limit)
                .select(item::number)
                .load(c)
        })?;
        let signed: Vec<&str> = PlanState::ALL.iter().filter(|s| s.binds()).map(|s| s.slug()).collect();
        let planned = self.tx.run(|c| {
            plan_item::table
                .inner_join(item::table.on(item::id.eq(plan_item::item_id)))
                .inner_join(instalment_plan::table.on(instalment_plan::id.eq(plan_item::plan_id)))
                .filter(item::batch_id.eq(id.0))
                .filter(instalment_plan::state.eq_any(&signed))
                .order(item::number)
                .limit(limit)
                .select(item::number)
                .load(c)
        })?;
        let factored = self.tx.run(|c| {
            item_block::table
                .inner_join(item::table.on(item::id.eq(item_block::item_id)))
                .filter(item::batch_id.eq(id.0))
                .filter(item_block::reason.eq(BlockReason::Factored.slug()))
                .filter(item_block::released_us.is_null())
                .order(item::number)
                .limit(limit)
                .select(item::number)
                .load(c)
        })?;
        Ok(Held { disputed, planned, factored })
    }
}
