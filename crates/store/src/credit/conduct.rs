//! What the store tells of how customers keep their word, and of what is not theirs to pay here.

use std::collections::HashSet;

use amicable::disputes::Outcome;
use amicable::plans::PlanState;
use amicable::promises::PromiseState;
use diesel::{BoolExpressionMethods, ExpressionMethods, JoinOnDsl, QueryDsl, RunQueryDsl, dsl};
use kernel::Date;
use ledger::{AccountId, DebtorId, GroupId, ItemId, ItemKind};

use super::Credit;
use crate::{
    BlockReason, StoreError,
    items::LIVE,
    schema::{batch, debtor, dispute, instalment_plan, item, item_block, plan_item, promise},
    types::{DbDate, Stored},
};

/// So many things of an account in a state.
pub type Counted<S> = (AccountId, S, i64);

/// Block, piece, reason, part of it, first and last day.
type HeldRow = (i64, i64, String, Option<i64>, DbDate, Option<DbDate>);

/// A piece, or a part of it, that a kept plan or a factor has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aside {
    /// The piece.
    pub item: ItemId,
    /// A factor has it; else a plan that is kept covers it.
    pub factored: bool,
    /// Minor units; the whole of what is open when none.
    pub amount_minor: Option<i64>,
}

impl Credit<'_> {
    /// What factors have on a day, and what plans that are kept cover.
    pub fn aside(&mut self, day: Date) -> Result<Vec<Aside>, StoreError> {
        let (factored, planned) = (BlockReason::Factored, BlockReason::Plan);
        let rows: Vec<HeldRow> = self.tx.run(|c| {
            item_block::table
                .filter(item_block::released_us.is_null())
                .filter(item_block::reason.eq_any([factored.slug(), planned.slug()]))
                .select((
                    item_block::id,
                    item_block::item_id,
                    item_block::reason,
                    item_block::amount_minor,
                    item_block::since_on,
                    item_block::until_on,
                ))
                .load(c)
        })?;
        let kept: Vec<Option<i64>> = self.tx.run(|c| {
            plan_item::table
                .inner_join(instalment_plan::table.on(plan_item::plan_id.eq(instalment_plan::id)))
                .filter(instalment_plan::state.eq(PlanState::Active.slug()))
                .select(plan_item::block_id)
                .load(c)
        })?;
        let kept: HashSet<i64> = kept.into_iter().flatten().collect();
        let of = |(id, item, reason, amount_minor, since, until): HeldRow| {
            let factored = reason == factored.slug();
            let in_force = since.date() <= day && until.is_none_or(|until| day <= until.date());
            (in_force && (factored || kept.contains(&id))).then_some(Aside {
                item: ItemId(item),
                factored,
                amount_minor,
            })
        };
        Ok(rows.into_iter().filter_map(of).collect())
    }

    /// Debtors that belong to a group.
    pub fn grouped(&mut self) -> Result<Vec<(DebtorId, GroupId)>, StoreError> {
        let rows: Vec<(i64, Option<i64>)> = self.tx.run(|c| {
            debtor::table.filter(debtor::group_id.is_not_null()).select((debtor::id, debtor::group_id)).load(c)
        })?;
        Ok(rows.into_iter().filter_map(|(debtor, group)| Some((DebtorId(debtor), GroupId(group?)))).collect())
    }

    /// Promises by account and state.
    pub fn promises(&mut self) -> Result<Vec<Counted<PromiseState>>, StoreError> {
        let rows: Vec<(i64, String, i64)> = self.tx.run(|c| {
            promise::table
                .group_by((promise::account_id, promise::state))
                .select((promise::account_id, promise::state, dsl::count_star()))
                .load(c)
        })?;
        Ok(counted(rows, PromiseState::parse))
    }

    /// Instalment plans that were signed, by account and state.
    pub fn plans(&mut self) -> Result<Vec<Counted<PlanState>>, StoreError> {
        let rows: Vec<(i64, String, i64)> = self.tx.run(|c| {
            instalment_plan::table
                .filter(instalment_plan::signed_on.is_not_null())
                .group_by((instalment_plan::account_id, instalment_plan::state))
                .select((instalment_plan::account_id, instalment_plan::state, dsl::count_star()))
                .load(c)
        })?;
        Ok(counted(rows, PlanState::parse))
    }

    /// Plans forfeited since a day, included: account, last day.
    pub fn forfeited(&mut self, since: Date) -> Result<Vec<(AccountId, Date)>, StoreError> {
        let rows: Vec<(i64, Option<DbDate>)> = self.tx.run(|c| {
            instalment_plan::table
                .filter(instalment_plan::state.eq(PlanState::Accelerated.slug()))
                .filter(instalment_plan::ended_on.ge(Some(since.store())))
                .select((instalment_plan::account_id, instalment_plan::ended_on))
                .load(c)
        })?;
        Ok(rows.into_iter().filter_map(|(account, on)| Some((AccountId(account), on?.date()))).collect())
    }

    /// Disputes that were closed, by account and outcome.
    pub fn disputes(&mut self) -> Result<Vec<Counted<Outcome>>, StoreError> {
        let rows: Vec<(i64, Option<String>, i64)> = self.tx.run(|c| {
            dispute::table
                .filter(dispute::outcome.is_not_null())
                .group_by((dispute::account_id, dispute::outcome))
                .select((dispute::account_id, dispute::outcome, dsl::count_star()))
                .load(c)
        })?;
        let rows = rows.into_iter().filter_map(|(account, outcome, n)| Some((account, outcome?, n)));
        Ok(counted(rows.collect(), Outcome::parse))
    }

    /// Money given back or not paid by the bank since `first`, until `last`, days included: account, accounting
    /// day, wording and number.
    pub fn given_back(&mut self, first: Date, last: Date) -> Result<Vec<(AccountId, Date, String)>, StoreError> {
        let rows: Vec<(i64, DbDate, String, String)> = self.tx.run(|c| {
            item::table
                .inner_join(batch::table)
                .filter(item::kind.eq(ItemKind::Refund.slug()).and(batch::state.eq(LIVE)))
                .filter(item::entry_on.ge(first.store()).and(item::entry_on.le(last.store())))
                .order(item::id)
                .select((item::account_id, item::entry_on, item::label, item::number))
                .load(c)
        })?;
        let of = |(account, on, label, number): (i64, DbDate, String, String)| {
            (AccountId(account), on.date(), format!("{label} {number}"))
        };
        Ok(rows.into_iter().map(of).collect())
    }
}

fn counted<S>(rows: Vec<(i64, String, i64)>, parse: impl Fn(&str) -> Option<S>) -> Vec<Counted<S>> {
    rows.into_iter().filter_map(|(account, state, n)| Some((AccountId(account), parse(&state)?, n))).collect()
}
