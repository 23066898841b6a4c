//! How far each customer is trusted: limits, insurances, orders held, what gets worse; and the counts of their
//! conduct.

mod conduct;

use std::collections::HashMap;

use amicable::credit::orders::{OrderCause, OrderGone, OrderState};
use amicable::credit::signals::Signal;
use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Currency, Date, Timestamp, define_id};
use ledger::{AccountId, ItemId};

use crate::{
    StoreError,
    entity::{all, chunked, entity, find_row, insert_row, known, maybe, repository, save_versioned},
    schema::{
        CreditCoverRow, CreditDeclarationRow, CreditLimitRow, CreditSignalRow, OrderBlockRow, credit_cover,
        credit_declaration, credit_limit, credit_signal, order_block,
    },
    types::{Stored, stored_id, stored_slug},
};

pub use conduct::{Aside, Counted};

define_id!(
    /// One limit.
    CreditLimitId,
    /// One insurance of a customer.
    CreditCoverId,
    /// One block of orders.
    OrderBlockId,
    /// One piece declared to the insurer.
    CreditDeclarationId,
    /// One signal.
    CreditSignalId
);
stored_id!(CreditLimitId, CreditCoverId, OrderBlockId, CreditDeclarationId, CreditSignalId);
stored_slug!(OrderState, OrderCause, OrderGone, Signal);

repository!(
    /// How far customers are trusted.
    Credit,
    credit
);

entity!(
    /// What an account may owe. One per account.
    CreditLimit, credit_limit => CreditLimitRow {
        /// Identity.
        id: CreditLimitId,
        /// The account.
        account_id: AccountId,
        /// Its currency.
        currency: Currency,
        /// Minor units; zero for one who pays beforehand.
        amount_minor: i64,
        /// Why.
        reason: String,
        /// Day it was set.
        made_on: Date,
        /// Who set it.
        actor: String,
        /// When.
        created_us: Timestamp,
        /// Moves with each change.
        version: i64,
    }
);

entity!(
    /// What an insurer covers of an account. One per account.
    CreditCover, credit_cover => CreditCoverRow {
        /// Identity.
        id: CreditCoverId,
        /// The account.
        account_id: AccountId,
        /// Who insures.
        insurer: String,
        /// Number of the policy.
        policy: String,
        /// Its currency.
        currency: Currency,
        /// Minor units.
        amount_minor: i64,
        /// First day, included.
        since_on: Date,
        /// Last day, included; without end when none.
        until_on: Option<Date>,
        /// Days after the due day to declare an unpaid piece; none where nobody typed them.
        declare_days: Option<i64>,
        /// Who wrote it.
        actor: String,
        /// When.
        created_us: Timestamp,
        /// Moves with each change.
        version: i64,
    }
);

entity!(
    /// Orders of an account held, or proposed to be.
    OrderBlock, order_block => OrderBlockRow {
        /// Identity.
        id: OrderBlockId,
        /// The account.
        account_id: AccountId,
        /// Where it stands.
        state: OrderState,
        /// Why it was proposed.
        cause: OrderCause,
        /// In words: of the block, or of the release that is proposed.
        reason: String,
        /// Day it was proposed.
        made_on: Date,
        /// Who proposed it.
        actor: String,
        /// When.
        created_us: Timestamp,
        /// Who last granted or refused something; empty before.
        decided_by: String,
        /// Why.
        decided_why: String,
        /// When.
        decided_us: Option<Timestamp>,
        /// Why its rule asks for it no more: of the release it proposes or proposed, or of what it withdrew.
        gone: Option<OrderGone>,
        /// Moves with each change.
        version: i64,
    }
);

entity!(
    /// An unpaid piece declared to the insurer. One per piece.
    CreditDeclaration, credit_declaration => CreditDeclarationRow {
        /// Identity.
        id: CreditDeclarationId,
        /// The account.
        account_id: AccountId,
        /// The piece.
        item_id: ItemId,
        /// Day it was declared.
        made_on: Date,
        /// In words: the number the insurer gave it, say.
        note: String,
        /// Who declared it.
        actor: String,
        /// When it was written.
        created_us: Timestamp,
    }
);

entity!(
    /// Something that got worse, told once.
    CreditSignal, credit_signal => CreditSignalRow {
        /// Identity.
        id: CreditSignalId,
        /// The account.
        account_id: AccountId,
        /// What.
        kind: Signal,
        /// The piece; none where it is about the account.
        item_id: Option<ItemId>,
        /// The day it is about.
        about_on: Date,
        /// Days, as the kind has it.
        days: Option<i64>,
        /// Currency of the amount.
        currency: Currency,
        /// What was owed when it was told, minor units.
        amount_minor: i64,
        /// Day it was told.
        made_on: Date,
        /// When.
        created_us: Timestamp,
        /// Who saw it; empty before.
        seen_by: String,
        /// When.
        seen_us: Option<Timestamp>,
    }
);

impl Credit<'_> {
    /// The limit of an account.
    pub fn limit_of(&mut self, account: AccountId) -> Result<Option<CreditLimit>, StoreError> {
        maybe(self.tx.run(|c| {
            credit_limit::table
                .filter(credit_limit::account_id.eq(account.0))
                .select(CreditLimitRow::as_select())
                .first(c)
                .optional()
        })?)
    }

    /// Every limit.
    pub fn limits(&mut self) -> Result<Vec<CreditLimit>, StoreError> {
        all(self.tx.run(|c| credit_limit::table.order(credit_limit::id).select(CreditLimitRow::as_select()).load(c))?)
    }

    /// Adds a limit; an account has one.
    pub fn insert_limit(&mut self, entity: &CreditLimit) -> Result<(), StoreError> {
        insert_row!(self.tx, credit_limit, entity)
    }

    /// Saves a limit read before; answers its new version.
    pub fn save_limit(&mut self, entity: &CreditLimit) -> Result<i64, StoreError> {
        save_versioned!(self.tx, credit_limit, "limit", entity)
    }

    /// Takes a limit away.
    pub fn remove_limit(&mut self, id: CreditLimitId) -> Result<(), StoreError> {
        self.tx.run(|c| diesel::delete(credit_limit::table.find(id.0)).execute(c)).map(drop)
    }

    /// The insurance of an account.
    pub fn cover_of(&mut self, account: AccountId) -> Result<Option<CreditCover>, StoreError> {
        maybe(self.tx.run(|c| {
            credit_cover::table
                .filter(credit_cover::account_id.eq(account.0))
                .select(CreditCoverRow::as_select())
                .first(c)
                .optional()
        })?)
    }

    /// Every insurance.
    pub fn covers(&mut self) -> Result<Vec<CreditCover>, StoreError> {
        all(self.tx.run(|c| credit_cover::table.order(credit_cover::id).select(CreditCoverRow::as_select()).load(c))?)
    }

    /// Adds an insurance; an account has one.
    pub fn insert_cover(&mut self, entity: &CreditCover) -> Result<(), StoreError> {
        insert_row!(self.tx, credit_cover, entity)
    }

    /// Saves an insurance read before; answers its new version.
    pub fn save_cover(&mut self, entity: &CreditCover) -> Result<i64, StoreError> {
        save_versioned!(self.tx, credit_cover, "cover", entity)
    }

    /// Takes an insurance away.
    pub fn remove_cover(&mut self, id: CreditCoverId) -> Result<(), StoreError> {
        self.tx.run(|c| diesel::delete(credit_cover::table.find(id.0)).execute(c)).map(drop)
    }

    /// The block of orders, or [`StoreError::NotFound`].
    pub fn block(&mut self, id: OrderBlockId) -> Result<OrderBlock, StoreError> {
        known(find_row!(self.tx, order_block => OrderBlock, id.0)?, "order block", id)
    }

    /// Blocks of orders of an account, the last first.
    pub fn blocks_of(&mut self, account: AccountId, limit: u32) -> Result<Vec<OrderBlock>, StoreError> {
        all(self.tx.run(|c| {
            order_block::table
                .filter(order_block::account_id.eq(account.0))
                .order(order_block::id.desc())
                .limit(i64::from(limit))
                .select(OrderBlockRow::as_select())
                .load(c)
        })?)
    }

    /// The last block of orders of each of those accounts.
    pub fn last_blocks(&mut self, accounts: &[AccountId]) -> Result<HashMap<AccountId, OrderBlock>, StoreError> {
        let keys: Vec<i64> = accounts.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                order_block::table
                    .filter(order_block::account_id.eq_any(keys))
                    .order(order_block::id)
                    .select(OrderBlockRow::as_select())
                    .load(c)
            })
        })?;
        Ok(all::<OrderBlock>(rows)?.into_iter().map(|block| (block.account_id, block)).collect())
    }

    /// Blocks of orders in one of those states, by id, at most `limit` after `after`.
    pub fn blocks_in(
        &mut self,
        states: &[OrderState],
        after: Option<OrderBlockId>,
        limit: u32,
    ) -> Result<Vec<OrderBlock>, StoreError> {
        let after = after.map_or(i64::MIN, |a| a.0);
        let slugs: Vec<&str> = states.iter().map(|state| state.slug()).collect();
        all(self.tx.run(|c| {
            order_block::table
                .filter(order_block::state.eq_any(&slugs).and(order_block::id.gt(after)))
                .order(order_block::id)
                .limit(i64::from(limit))
                .select(OrderBlockRow::as_select())
                .load(c)
        })?)
    }

    /// Adds a block of orders; an account has one at a time.
    pub fn insert_block(&mut self, entity: &OrderBlock) -> Result<(), StoreError> {
        insert_row!(self.tx, order_block, entity)
    }

    /// Saves a block of orders read before; answers its new version.
    pub fn save_block(&mut self, entity: &OrderBlock) -> Result<i64, StoreError> {
        save_versioned!(self.tx, order_block, "order block", entity)
    }

    /// The signal, or [`StoreError::NotFound`].
    pub fn signal(&mut self, id: CreditSignalId) -> Result<CreditSignal, StoreError> {
        known(find_row!(self.tx, credit_signal => CreditSignal, id.0)?, "signal", id)
    }

    /// What was told of those accounts about that day or later.
    pub fn told(&mut self, accounts: &[AccountId], from: Date) -> Result<Vec<CreditSignal>, StoreError> {
        let keys: Vec<i64> = accounts.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                credit_signal::table
                    .filter(credit_signal::account_id.eq_any(keys).and(credit_signal::about_on.ge(from.store())))
                    .order(credit_signal::id)
                    .select(CreditSignalRow::as_select())
                    .load(c)
            })
        })?;
        all(rows)
    }

    /// Adds a signal; the same fact about the same day is told once.
    pub fn insert_signal(&mut self, entity: &CreditSignal) -> Result<(), StoreError> {
        insert_row!(self.tx, credit_signal, entity)
    }

    /// Notes who saw a signal.
    pub fn see_signal(&mut self, id: CreditSignalId, who: &str, at: Timestamp) -> Result<(), StoreError> {
        let seen = (credit_signal::seen_by.eq(who), credit_signal::seen_us.eq(Some(at.store())));
        self.tx.run(|c| diesel::update(credit_signal::table.find(id.0)).set(seen).execute(c)).map(drop)
    }

    /// Notes who saw the signals of a piece that nobody had seen.
    pub fn see_signals_of(&mut self, item: ItemId, who: &str, at: Timestamp) -> Result<(), StoreError> {
        let seen = (credit_signal::seen_by.eq(who), credit_signal::seen_us.eq(Some(at.store())));
        let unseen = credit_signal::table
            .filter(credit_signal::item_id.eq(Some(item.0)))
            .filter(credit_signal::seen_us.is_null());
        self.tx.run(|c| diesel::update(unseen).set(seen).execute(c)).map(drop)
    }

    /// Every piece declared to an insurer.
    pub fn declarations(&mut self) -> Result<Vec<CreditDeclaration>, StoreError> {
        all(self.tx.run(|c| {
            credit_declaration::table.order(credit_declaration::id).select(CreditDeclarationRow::as_select()).load(c)
        })?)
    }

    /// What somebody declared of a piece.
    pub fn declaration_of(&mut self, item: ItemId) -> Result<Option<CreditDeclaration>, StoreError> {
        maybe(self.tx.run(|c| {
            credit_declaration::table
                .filter(credit_declaration::item_id.eq(item.0))
                .select(CreditDeclarationRow::as_select())
                .first(c)
                .optional()
        })?)
    }

    /// Adds a declaration; a piece has one.
    pub fn insert_declaration(&mut self, entity: &CreditDeclaration) -> Result<(), StoreError> {
        insert_row!(self.tx, credit_declaration, entity)
    }

    /// Takes a declaration away.
    pub fn remove_declaration(&mut self, id: CreditDeclarationId) -> Result<(), StoreError> {
        self.tx.run(|c| diesel::delete(credit_declaration::table.find(id.0)).execute(c)).map(drop)
    }

    /// Signals by id, the last first, older than `before`; those nobody saw, unless `seen_too`.
    pub fn signals(
        &mut self,
        seen_too: bool,
        before: Option<CreditSignalId>,
        limit: u32,
    ) -> Result<Vec<CreditSignal>, StoreError> {
        let before = before.map_or(i64::MAX, |b| b.0);
        all(self.tx.run(|c| {
            let mut query = credit_signal::table.filter(credit_signal::id.lt(before)).into_boxed();
            if !seen_too {
                query = query.filter(credit_signal::seen_us.is_null());
            }
            query.order(credit_signal::id.desc()).limit(i64::from(limit)).select(CreditSignalRow::as_select()).load(c)
        })?)
    }

    /// How many signals nobody saw, by account: counted by their index.
    pub fn unseen_by_account(&mut self) -> Result<Vec<(AccountId, i64)>, StoreError> {
        let rows: Vec<(i64, i64)> = self.tx.run(|c| {
            credit_signal::table
                .filter(credit_signal::seen_us.is_null())
                .group_by(credit_signal::account_id)
                .select((credit_signal::account_id, diesel::dsl::count_star()))
                .load(c)
        })?;
        Ok(rows.into_iter().map(|(account, n)| (AccountId(account), n)).collect())
    }

    /// How many signals nobody saw.
    pub fn unseen(&mut self) -> Result<i64, StoreError> {
        self.tx.run(|c| credit_signal::table.filter(credit_signal::seen_us.is_null()).count().get_result(c))
    }

    /// The accounts whose orders are in one of those states, once for each.
    pub fn accounts_in(&mut self, states: &[OrderState]) -> Result<Vec<AccountId>, StoreError> {
        let slugs: Vec<&str> = states.iter().map(|state| state.slug()).collect();
        let rows: Vec<i64> = self.tx.run(|c| {
            order_block::table.filter(order_block::state.eq_any(&slugs)).select(order_block::account_id).load(c)
        })?;
        Ok(rows.into_iter().map(AccountId).collect())
    }

    /// Signals of an account, the last first.
    pub fn signals_of(&mut self, account: AccountId, limit: u32) -> Result<Vec<CreditSignal>, StoreError> {
        all(self.tx.run(|c| {
            credit_signal::table
                .filter(credit_signal::account_id.eq(account.0))
                .order(credit_signal::id.desc())
                .limit(i64::from(limit))
                .select(CreditSignalRow::as_select())
                .load(c)
        })?)
    }
}
