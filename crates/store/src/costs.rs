//! What cases cost: acts, time of the house, what was foreseen; and what is lost when nothing will come.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Currency, Date, Timestamp, define_id};
use ledger::AccountId;

use crate::{
    CaseId, ProcedureFactId, StoreError,
    entity::{
        Entity, all, chunked, entity, find_row, insert_row, insert_rows, known, maybe, repository, save_versioned,
    },
    schema::{CaseBudgetRow, CaseCostRow, CaseLossRow, CaseTimeRow, case_budget, case_cost, case_loss, case_time},
    types::{DbDate, stored_id},
};

define_id!(
    /// One cost of a case.
    CaseCostId
);
define_id!(
    /// Time spent on a case, once.
    CaseTimeId
);
define_id!(
    /// What is foreseen for one kind of cost of a case.
    CaseBudgetId
);
define_id!(
    /// What is lost in a case.
    CaseLossId
);
stored_id!(CaseCostId, CaseTimeId, CaseBudgetId, CaseLossId);

repository!(
    /// Costs of cases.
    Costs,
    costs
);

entity!(
    /// One cost of a case. Its words (kind, ground, parties) are those of the rules.
    CaseCost, case_cost => CaseCostRow {
        /// Identity.
        id: CaseCostId,
        /// The case.
        case_id: CaseId,
        /// The account of the case.
        account_id: AccountId,
        /// What it is for.
        kind: String,
        /// In the user's words.
        label: String,
        /// The day of the act it pays.
        on_day: Date,
        /// Without VAT, minor units.
        net_minor: i64,
        /// VAT, minor units.
        vat_minor: i64,
        /// Currency: that of the case.
        currency: Currency,
        /// Who pays it first.
        advanced_by: String,
        /// The case of the law it is in.
        ground: String,
        /// Who bears it by a decision of the judge.
        decided: Option<String>,
        /// That decision.
        decision: String,
        /// The day it was paid.
        paid_on: Option<Date>,
        /// Word of the tariff; empty where none is told.
        tariff: String,
        /// Number of the invoice or fee note.
        reference: String,
        /// The day it was taken out.
        left_on: Option<Date>,
        /// Why.
        left_why: String,
        /// Who recorded it.
        actor: String,
        /// When.
        created_us: Timestamp,
        /// Moves with each change.
        version: i64,
        /// The act of a procedure it pays; none of those that pay none.
        fact_id: Option<ProcedureFactId>,
    }
);

entity!(
    /// Time of the house on a case.
    CaseTime, case_time => CaseTimeRow {
        /// Identity.
        id: CaseTimeId,
        /// The case.
        case_id: CaseId,
        /// The account of the case.
        account_id: AccountId,
        /// Who.
        who: String,
        /// When.
        on_day: Date,
        /// Minutes.
        minutes: i64,
        /// What an hour costs the house, minor units.
        hourly_minor: i64,
        /// Currency: that of the case.
        currency: Currency,
        /// The day it was taken out.
        left_on: Option<Date>,
        /// Why.
        left_why: String,
        /// Who recorded it.
        actor: String,
        /// When.
        created_us: Timestamp,
    }
);

entity!(
    /// What is foreseen for one kind of cost of a case.
    CaseBudget, case_budget => CaseBudgetRow {
        /// Identity.
        id: CaseBudgetId,
        /// The case.
        case_id: CaseId,
        /// The account of the case.
        account_id: AccountId,
        /// The kind.
        kind: String,
        /// How much, VAT included, minor units.
        gross_minor: i64,
    }
);

entity!(
    /// What is lost in a case of which nothing will come, and what proves it.
    CaseLoss, case_loss => CaseLossRow {
        /// Identity.
        id: CaseLossId,
        /// The case.
        case_id: CaseId,
        /// The account of the case.
        account_id: AccountId,
        /// What proves it, in the user's words.
        proof: String,
        /// Its day.
        proof_on: Date,
        /// What was open of each piece on the day of closing, as JSON.
        lost: String,
        /// The rate of VAT of the pieces, hundredths of a percent; none where it is not told.
        vat_bps: Option<i64>,
        /// When the VAT of the sale was due: `debits`, `collection`, `unknown`.
        vat: String,
        /// Who told it.
        actor: String,
        /// When.
        created_us: Timestamp,
    }
);

impl Costs<'_> {
    /// The cost, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: CaseCostId) -> Result<CaseCost, StoreError> {
        known(find_row!(self.tx, case_cost => CaseCost, id.0)?, "cost", id)
    }

    /// Adds a cost.
    pub fn insert(&mut self, cost: &CaseCost) -> Result<(), StoreError> {
        insert_row!(self.tx, case_cost, cost)
    }

    /// Replaces a cost that nobody changed since it was read; answers its new version.
    pub fn save(&mut self, cost: &CaseCost) -> Result<i64, StoreError> {
        save_versioned!(self.tx, case_cost, "cost", cost)
    }

    /// The costs of those cases by day, those taken out too.
    pub fn of_cases(&mut self, cases: &[CaseId]) -> Result<Vec<CaseCost>, StoreError> {
        let keys: Vec<i64> = cases.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                case_cost::table
                    .filter(case_cost::case_id.eq_any(keys))
                    .order((case_cost::on_day, case_cost::id))
                    .select(CaseCostRow::as_select())
                    .load(c)
            })
        })?;
        all(rows)
    }

    /// Adds time.
    pub fn insert_time(&mut self, time: &CaseTime) -> Result<(), StoreError> {
        insert_row!(self.tx, case_time, time)
    }

    /// The time, or [`StoreError::NotFound`].
    pub fn time(&mut self, id: CaseTimeId) -> Result<CaseTime, StoreError> {
        known(find_row!(self.tx, case_time => CaseTime, id.0)?, "time", id)
    }

    /// Takes time out.
    pub fn drop_time(&mut self, id: CaseTimeId, day: Date, why: &str) -> Result<(), StoreError> {
        let day = DbDate::of(day);
        self.tx
            .run(|c| {
                diesel::update(case_time::table.find(id.0))
                    .set((case_time::left_on.eq(day), case_time::left_why.eq(why)))
                    .execute(c)
            })
            .map(drop)
    }

    /// The time spent on those cases by day, that taken out too.
    pub fn time_of(&mut self, cases: &[CaseId]) -> Result<Vec<CaseTime>, StoreError> {
        let keys: Vec<i64> = cases.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                case_time::table
                    .filter(case_time::case_id.eq_any(keys))
                    .order((case_time::on_day, case_time::id))
                    .select(CaseTimeRow::as_select())
                    .load(c)
            })
        })?;
        all(rows)
    }

    /// Writes the budget of a case anew.
    pub fn replace_budget(&mut self, case: CaseId, lines: &[CaseBudget]) -> Result<(), StoreError> {
        self.tx.run(|c| diesel::delete(case_budget::table.filter(case_budget::case_id.eq(case.0))).execute(c))?;
        let rows: Vec<CaseBudgetRow> = lines.iter().map(Entity::to_row).collect();
        insert_rows!(self.tx, case_budget, &rows)
    }

    /// The budget of a case.
    pub fn budget_of(&mut self, case: CaseId) -> Result<Vec<CaseBudget>, StoreError> {
        let rows = self.tx.run(|c| {
            case_budget::table
                .filter(case_budget::case_id.eq(case.0))
                .order(case_budget::kind)
                .select(CaseBudgetRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// Adds what is lost.
    pub fn insert_loss(&mut self, loss: &CaseLoss) -> Result<(), StoreError> {
        insert_row!(self.tx, case_loss, loss)
    }

    /// Replaces what is told of a loss.
    pub fn save_loss(&mut self, loss: &CaseLoss) -> Result<(), StoreError> {
        let row = loss.to_row();
        self.tx.run(|c| diesel::update(case_loss::table.find(row.id)).set(&row).execute(c)).map(drop)
    }

    /// What is lost in a case, where nothing will come of it.
    pub fn loss_of(&mut self, case: CaseId) -> Result<Option<CaseLoss>, StoreError> {
        let row = self.tx.run(|c| {
            case_loss::table.filter(case_loss::case_id.eq(case.0)).select(CaseLossRow::as_select()).first(c).optional()
        })?;
        maybe(row)
    }
}
