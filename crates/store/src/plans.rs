//! Instalment plans: what is agreed, the pieces they cover, their dates.

use amicable::plans::PlanState;
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Currency, Date, Timestamp, define_id};
use ledger::{AccountId, ItemId};

use crate::{
    DocumentId, ItemBlockId, StoreError,
    entity::{Entity, all, chunked, entity, find_row, insert_row, insert_rows, known, repository, save_versioned},
    schema::{InstalmentPlanRow, PlanInstalmentRow, PlanItemRow, instalment_plan, plan_instalment, plan_item},
    types::{stored_id, stored_slug},
};

define_id!(
    /// One plan.
    PlanId,
    /// One piece of a plan.
    PlanItemId,
    /// One instalment.
    PlanInstalmentId
);
stored_id!(PlanId, PlanItemId, PlanInstalmentId);
stored_slug!(PlanState);

repository!(
    /// Instalment plans.
    Plans,
    plans
);

entity!(
    /// An instalment plan or a deferral. Amounts are minor units of `currency`.
    InstalmentPlan, instalment_plan => InstalmentPlanRow {
        /// Identity.
        id: PlanId,
        /// The account.
        account_id: AccountId,
        /// Currency of every amount.
        currency: Currency,
        /// What the pieces left open when it was made.
        principal_minor: i64,
        /// What the time costs the debtor.
        interest_minor: i64,
        /// Agreed yearly rate in percent, as a decimal text; empty without interest.
        rate: String,
        /// Where it stands.
        state: PlanState,
        /// Day it was made.
        made_on: Date,
        /// The debtor accepts that a default makes everything due, after notice.
        acceleration: bool,
        /// Days that the notice gives.
        notice_days: i64,
        /// Days after a due day that are waited for the money to reach the books.
        grace_days: i64,
        /// The limits of its author it is beyond: their codes, parted by blanks.
        beyond: String,
        /// The plan whose place it takes once it is signed.
        replaces_id: Option<PlanId>,
        /// What a natural person says of their means, as JSON; empty where nothing is kept.
        means: String,
        /// In words.
        note: String,
        /// Who follows it.
        owner: String,
        /// Who made it.
        actor: String,
        /// When.
        created_us: Timestamp,
        /// Who granted what its author could not; empty where nobody had to.
        approved_by: String,
        /// Day it was signed.
        signed_on: Option<Date>,
        /// Who signed, in words.
        signed_by: String,
        /// How well the signature is proved, as a slug; empty before.
        signed_level: String,
        /// What entered the books after the signature has ids above this one.
        signed_mark: Option<i64>,
        /// The protocol as it was proposed, and signed.
        document_id: Option<DocumentId>,
        /// The signed copy.
        copy_id: Option<DocumentId>,
        /// Day the notice of default was given.
        noticed_on: Option<Date>,
        /// What must be paid in all, from the first instalment on, for the notice to be obeyed.
        noticed_minor: Option<i64>,
        /// Day the run saw that the notice had run out.
        lapsed_on: Option<Date>,
        /// Day it was over.
        ended_on: Option<Date>,
        /// Why, in words.
        ended_why: String,
        /// Moves with each change.
        version: i64,
    }
);

entity!(
    /// One piece that a plan covers.
    PlanItem, plan_item => PlanItemRow {
        /// Identity.
        id: PlanItemId,
        /// The plan.
        plan_id: PlanId,
        /// The account.
        account_id: AccountId,
        /// The piece.
        item_id: ItemId,
        /// What was open of it, minor units.
        open_minor: i64,
        /// What leaves it in peace while the plan is kept.
        block_id: Option<ItemBlockId>,
    }
);

entity!(
    /// One instalment; the interest is within the amount.
    PlanInstalment, plan_instalment => PlanInstalmentRow {
        /// Identity.
        id: PlanInstalmentId,
        /// The plan.
        plan_id: PlanId,
        /// The account.
        account_id: AccountId,
        /// Last day to pay, included.
        due_on: Date,
        /// Minor units.
        amount_minor: i64,
        /// Minor units.
        interest_minor: i64,
    }
);

impl Plans<'_> {
    /// The plan, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: PlanId) -> Result<InstalmentPlan, StoreError> {
        known(find_row!(self.tx, instalment_plan => InstalmentPlan, id.0)?, "plan", id)
    }

    /// Adds a plan with its pieces and instalments.
    pub fn insert(
        &mut self,
        plan: &InstalmentPlan,
        items: &[PlanItem],
        instalments: &[PlanInstalment],
    ) -> Result<(), StoreError> {
        insert_row!(self.tx, instalment_plan, plan)?;
        let rows: Vec<PlanItemRow> = items.iter().map(Entity::to_row).collect();
        insert_rows!(self.tx, plan_item, &rows)?;
        let rows: Vec<PlanInstalmentRow> = instalments.iter().map(Entity::to_row).collect();
        insert_rows!(self.tx, plan_instalment, &rows)
    }

    /// Replaces a plan that nobody changed since it was read; answers its new version.
    pub fn save(&mut self, plan: &InstalmentPlan) -> Result<i64, StoreError> {
        save_versioned!(self.tx, instalment_plan, "plan", plan)
    }

    /// Notes which block leaves a piece in peace.
    pub fn hold(&mut self, item: PlanItemId, block: Option<ItemBlockId>) -> Result<(), StoreError> {
        let block = block.map(|id| id.0);
        self.tx.run(|c| {
            diesel::update(plan_item::table.find(item.0)).set(plan_item::block_id.eq(block)).execute(c).map(drop)
        })
    }

    /// The plans of those accounts, oldest first within a chunk of accounts.
    pub fn of_accounts(&mut self, accounts: &[AccountId]) -> Result<Vec<InstalmentPlan>, StoreError> {
        let keys: Vec<i64> = accounts.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                instalment_plan::table
                    .filter(instalment_plan::account_id.eq_any(keys))
                    .order(instalment_plan::id)
                    .select(InstalmentPlanRow::as_select())
                    .load(c)
            })
        })?;
        all(rows)
    }

    /// The plans in one of those states, by id, at most `limit` after `after`; in any state when none is named.
    pub fn in_states(
        &mut self,
        states: &[PlanState],
        after: Option<PlanId>,
        limit: u32,
    ) -> Result<Vec<InstalmentPlan>, StoreError> {
        let after = after.map_or(i64::MIN, |a| a.0);
        let slugs: Vec<&str> =
            if states.is_empty() { PlanState::ALL } else { states }.iter().map(|s| s.slug()).collect();
        let rows = self.tx.run(|c| {
            instalment_plan::table
                .filter(instalment_plan::state.eq_any(&slugs))
                .filter(instalment_plan::id.gt(after))
                .order(instalment_plan::id)
                .limit(i64::from(limit))
                .select(InstalmentPlanRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// The pieces of those plans, by id within a chunk of plans.
    pub fn items_of(&mut self, plans: &[PlanId]) -> Result<Vec<PlanItem>, StoreError> {
        let keys: Vec<i64> = plans.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                plan_item::table
                    .filter(plan_item::plan_id.eq_any(keys))
                    .order(plan_item::id)
                    .select(PlanItemRow::as_select())
                    .load(c)
            })
        })?;
        all(rows)
    }

    /// The instalments of those plans, by due day within a chunk of plans.
    pub fn instalments_of(&mut self, plans: &[PlanId]) -> Result<Vec<PlanInstalment>, StoreError> {
        let keys: Vec<i64> = plans.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                plan_instalment::table
                    .filter(plan_instalment::plan_id.eq_any(keys))
                    .order((plan_instalment::due_on, plan_instalment::id))
                    .select(PlanInstalmentRow::as_select())
                    .load(c)
            })
        })?;
        all(rows)
    }
}
