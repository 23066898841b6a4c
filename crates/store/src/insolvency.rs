//! Insolvencies of debtors: notices, whom they are about, where each procedure stands, what is declared.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Currency, Date, Siren, Timestamp, define_id, slug_enum};
use ledger::{AccountId, DebtorId, DebtorKind, ItemId};

use crate::{
    StoreError,
    connection::on_engine,
    entity::{Entity, all, chunked, entity, find_row, insert_row, known, load, maybe, one, repository, save_versioned},
    schema::{
        InsolvencyAnswerRow, InsolvencyClaimRow, InsolvencyMatchRow, InsolvencyNoticeRow, InsolvencyRow, account,
        batch, debtor, insolvency, insolvency_answer, insolvency_claim, insolvency_match, insolvency_notice,
    },
    types::{stored_id, stored_slug},
};

define_id!(
    /// The procedure of one debtor.
    InsolvencyId,
    /// One notice of the bulletin.
    InsolvencyNoticeId,
    /// A debtor that a notice may be about.
    InsolvencyMatchId,
    /// What one account declares in one procedure.
    InsolvencyClaimId
);
stored_id!(InsolvencyId, InsolvencyNoticeId, InsolvencyMatchId, InsolvencyClaimId);

slug_enum!(
    /// Where a procedure stands.
    InsolvencyState {
        /// Open: individual actions are stopped.
        Open = "open",
        /// A plan runs.
        Plan = "plan",
        /// The plan is ended for default.
        PlanEnded = "plan-ended",
        /// Closed, individual actions not given back.
        Closed = "closed",
        /// Closed, the debts paid or the plan carried out.
        ClosedPaid = "closed-paid",
        /// Creditors may sue again.
        ActionsResumed = "actions-resumed",
        /// No notice that counts says it any more.
        TakenBack = "taken-back",
    }
);
slug_enum!(
    /// What was decided of a debtor that a notice may be about.
    MatchState {
        /// Somebody must say.
        Waiting = "waiting",
        /// It is ours.
        Confirmed = "confirmed",
        /// It is somebody else of that name.
        Refused = "refused",
    }
);
slug_enum!(
    /// What became of a claim declared.
    ClaimAnswer {
        /// Nothing yet.
        Awaited = "awaited",
        /// Admitted, whole or in part.
        Admitted = "admitted",
        /// Contested: the period to answer runs.
        Contested = "contested",
        /// Rejected.
        Rejected = "rejected",
    }
);
slug_enum!(
    /// Whether a credit comes from the same contract, or from contracts of one whole.
    Connected {
        /// Nobody said.
        Unsaid = "",
        /// It does: it may be set off.
        Yes = "yes",
        /// It does not.
        No = "no",
    }
);
stored_slug!(InsolvencyState, MatchState, ClaimAnswer, Connected);

repository!(
    /// Insolvencies of debtors.
    Insolvencies,
    insolvencies
);

entity!(
    /// A notice that may be about a debtor of the house.
    InsolvencyNotice, insolvency_notice => InsolvencyNoticeRow {
        /// Identity.
        id: InsolvencyNoticeId,
        /// Its number in the bulletin.
        number: String,
        /// The day it appeared.
        published_on: Date,
        /// What it tells, as JSON.
        body: String,
        /// Department of the court; empty where it is not said.
        department: String,
        /// Its page; empty where it is not said.
        url: String,
        /// Where it came from: a file, the service.
        source: String,
        /// When it was first read.
        created_us: Timestamp,
    }
);

entity!(
    /// A debtor that a notice may be about. One per notice and debtor.
    InsolvencyMatch, insolvency_match => InsolvencyMatchRow {
        /// Identity.
        id: InsolvencyMatchId,
        /// The notice.
        notice_id: InsolvencyNoticeId,
        /// The debtor.
        debtor_id: DebtorId,
        /// True by number.
        certain: bool,
        /// What speaks for and against it, slugs separated by blanks.
        grounds: String,
        /// What was decided.
        state: MatchState,
        /// Why.
        reason: String,
        /// Who decided; empty while nobody did.
        decided_by: String,
        /// When.
        decided_us: Option<Timestamp>,
        /// When the notice was read.
        created_us: Timestamp,
    }
);

entity!(
    /// The procedure of a debtor, by all its notices. One per debtor.
    Insolvency, insolvency => InsolvencyRow {
        /// Identity.
        id: InsolvencyId,
        /// The debtor.
        debtor_id: DebtorId,
        /// Where it stands.
        state: InsolvencyState,
        /// Number of the notice that opened it.
        opened_by: String,
        /// The day the house learnt of it.
        known_on: Date,
        /// The day of the judgment; none when no notice tells it.
        judgment_on: Option<Date>,
        /// The day its opening was published; none when no notice tells it.
        published_on: Option<Date>,
        /// Its standing, as JSON.
        body: String,
        /// Department of the court; empty where it is not said.
        department: String,
        /// When the house learnt of it.
        created_us: Timestamp,
        /// Moves with each change.
        version: i64,
    }
);

entity!(
    /// What an account declares in one procedure. One per account and opening.
    InsolvencyClaim, insolvency_claim => InsolvencyClaimRow {
        /// Identity.
        id: InsolvencyClaimId,
        /// The procedure.
        insolvency_id: InsolvencyId,
        /// The account.
        account_id: AccountId,
        /// Number of the notice that opened it.
        opened_by: String,
        /// Currency of its amounts.
        currency: Currency,
        /// The day it was sent.
        sent_on: Option<Date>,
        /// What proves it.
        sent_proof: String,
        /// What was declared, item by item, as JSON; empty before.
        heads: String,
        /// Principal declared, minor units.
        declared_minor: i64,
        /// The day it was received.
        received_on: Option<Date>,
        /// What proves it.
        received_proof: String,
        /// What became of it.
        answer: ClaimAnswer,
        /// The day of that answer.
        answer_on: Option<Date>,
        /// In words.
        answer_note: String,
        /// What was admitted, minor units.
        admitted_minor: Option<i64>,
        /// Dividends told so far, minor units.
        dividend_minor: i64,
        /// When the house learnt of the procedure.
        created_us: Timestamp,
        /// Moves with each change.
        version: i64,
    }
);

entity!(
    /// What somebody answered about a piece. One per piece.
    InsolvencyAnswer, insolvency_answer => InsolvencyAnswerRow {
        /// The piece.
        item_id: ItemId,
        /// Its account.
        account_id: AccountId,
        /// The day it was supplied, where the ledger does not know it.
        supply_on: Option<Date>,
        /// For a credit: whether it is connected.
        connected: Connected,
        /// True for the private life of a sole trader.
        personal: bool,
        /// True for a loan of a year or more.
        long_loan: bool,
        /// Privilege or security; empty for an ordinary claim.
        privilege: String,
        /// Who answered.
        actor: String,
        /// When.
        created_us: Timestamp,
    }
);

/// A debtor as a notice is compared with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DebtorName {
    /// Identity.
    pub id: DebtorId,
    /// Name.
    pub name: String,
    /// Number.
    pub siren: Option<Siren>,
    /// What it is.
    pub kind: DebtorKind,
    /// Postcode.
    pub postcode: String,
    /// Town.
    pub town: String,
}

type NameRow = (i64, String, Option<String>, String, String, String);

impl Insolvencies<'_> {
    /// A page of debtors, by id, after `after`: those that have an account.
    pub fn names(&mut self, after: Option<DebtorId>, limit: u32) -> Result<Vec<DebtorName>, StoreError> {
        let rows: Vec<NameRow> = self.tx.run(|c| {
            let accounts = account::table.select(account::debtor_id);
            debtor::table
                .filter(debtor::id.gt(after.map_or(i64::MIN, |a| a.0)))
                .filter(debtor::id.eq_any(accounts))
                .order(debtor::id)
                .limit(i64::from(limit))
                .select((debtor::id, debtor::name, debtor::siren, debtor::kind, debtor::postcode, debtor::city))
                .load(c)
        })?;
        rows.into_iter()
            .map(|(id, name, siren, kind, postcode, town)| {
                Ok(DebtorName {
                    id: DebtorId(id),
                    name,
                    siren: load("debtor", "siren", siren)?,
                    kind: load("debtor", "kind", kind)?,
                    postcode,
                    town,
                })
            })
            .collect()
    }

    /// The notice of a number.
    pub fn notice_of(&mut self, number: &str) -> Result<Option<InsolvencyNotice>, StoreError> {
        maybe(self.tx.run(|c| {
            insolvency_notice::table
                .filter(insolvency_notice::number.eq(number))
                .select(InsolvencyNoticeRow::as_select())
                .first(c)
                .optional()
        })?)
    }

    /// The notices of these ids, by id within a chunk.
    pub fn notices(&mut self, ids: &[InsolvencyNoticeId]) -> Result<Vec<InsolvencyNotice>, StoreError> {
        let keys: Vec<i64> = ids.iter().map(|id| id.0).collect();
        all(self.tx.run(|c| {
            chunked(&keys, |keys| {
                insolvency_notice::table
                    .filter(insolvency_notice::id.eq_any(keys))
                    .order(insolvency_notice::id)
                    .select(InsolvencyNoticeRow::as_select())
                    .load(c)
            })
        })?)
    }

    /// Adds a notice; its number is unique.
    pub fn insert_notice(&mut self, entity: &InsolvencyNotice) -> Result<(), StoreError> {
        insert_row!(self.tx, insolvency_notice, entity)
    }

    /// Replaces a notice that was read again otherwise.
    pub fn save_notice(&mut self, entity: &InsolvencyNotice) -> Result<(), StoreError> {
        let row = entity.to_row();
        let changed = self.tx.run(|c| diesel::update(insolvency_notice::table.find(row.id)).set(&row).execute(c))?;
        one(changed, "bulletin notice", entity.id)
    }

    /// The match, or [`StoreError::NotFound`].
    pub fn matched(&mut self, id: InsolvencyMatchId) -> Result<InsolvencyMatch, StoreError> {
        known(find_row!(self.tx, insolvency_match => InsolvencyMatch, id.0)?, "match", id)
    }

    /// The matches of a notice, by id.
    pub fn matches_of(&mut self, notice: InsolvencyNoticeId) -> Result<Vec<InsolvencyMatch>, StoreError> {
        all(self.tx.run(|c| {
            insolvency_match::table
                .filter(insolvency_match::notice_id.eq(notice.0))
                .order(insolvency_match::id)
                .select(InsolvencyMatchRow::as_select())
                .load(c)
        })?)
    }

    /// The matches of a debtor, by id.
    pub fn matches_on(&mut self, debtor: DebtorId) -> Result<Vec<InsolvencyMatch>, StoreError> {
        all(self.tx.run(|c| {
            insolvency_match::table
                .filter(insolvency_match::debtor_id.eq(debtor.0))
                .order(insolvency_match::id)
                .select(InsolvencyMatchRow::as_select())
                .load(c)
        })?)
    }

    /// A page of the matches in a state, by id, after `after`.
    pub fn matches_in(
        &mut self,
        state: MatchState,
        after: Option<InsolvencyMatchId>,
        limit: u32,
    ) -> Result<Vec<InsolvencyMatch>, StoreError> {
        all(self.tx.run(|c| {
            insolvency_match::table
                .filter(insolvency_match::state.eq(state.slug()))
                .filter(insolvency_match::id.gt(after.map_or(i64::MIN, |a| a.0)))
                .order(insolvency_match::id)
                .limit(i64::from(limit))
                .select(InsolvencyMatchRow::as_select())
                .load(c)
        })?)
    }

    /// Adds a match; a notice and a debtor have one.
    pub fn insert_match(&mut self, entity: &InsolvencyMatch) -> Result<(), StoreError> {
        insert_row!(self.tx, insolvency_match, entity)
    }

    /// Replaces a match.
    pub fn save_match(&mut self, entity: &InsolvencyMatch) -> Result<(), StoreError> {
        let row = entity.to_row();
        let changed = self.tx.run(|c| diesel::update(insolvency_match::table.find(row.id)).set(&row).execute(c))?;
        one(changed, "match", entity.id)
    }

    /// The procedure, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: InsolvencyId) -> Result<Insolvency, StoreError> {
        known(find_row!(self.tx, insolvency => Insolvency, id.0)?, "insolvency", id)
    }

    /// The procedure of a debtor.
    pub fn of_debtor(&mut self, debtor: DebtorId) -> Result<Option<Insolvency>, StoreError> {
        maybe(self.tx.run(|c| {
            insolvency::table
                .filter(insolvency::debtor_id.eq(debtor.0))
                .select(InsolvencyRow::as_select())
                .first(c)
                .optional()
        })?)
    }

    /// Every procedure, the last known first: one of a debtor, few of them.
    pub fn list(&mut self) -> Result<Vec<Insolvency>, StoreError> {
        all(self
            .tx
            .run(|c| insolvency::table.order(insolvency::id.desc()).select(InsolvencyRow::as_select()).load(c))?)
    }

    /// The accounts of these debtors: debtor, account.
    pub fn accounts(&mut self, debtors: &[DebtorId]) -> Result<Vec<(DebtorId, AccountId)>, StoreError> {
        let keys: Vec<i64> = debtors.iter().map(|id| id.0).collect();
        let rows: Vec<(i64, i64)> = self.tx.run(|c| {
            chunked(&keys, |keys| {
                account::table
                    .filter(account::debtor_id.eq_any(keys))
                    .order(account::id)
                    .select((account::debtor_id, account::id))
                    .load(c)
            })
        })?;
        Ok(rows.into_iter().map(|(debtor, account)| (DebtorId(debtor), AccountId(account))).collect())
    }

    /// Adds a procedure; a debtor has one.
    pub fn insert(&mut self, entity: &Insolvency) -> Result<(), StoreError> {
        insert_row!(self.tx, insolvency, entity)
    }

    /// Saves a procedure read before; answers its new version.
    pub fn save(&mut self, entity: &Insolvency) -> Result<i64, StoreError> {
        save_versioned!(self.tx, insolvency, "insolvency", entity)
    }

    /// The claim, or [`StoreError::NotFound`].
    pub fn claim(&mut self, id: InsolvencyClaimId) -> Result<InsolvencyClaim, StoreError> {
        known(find_row!(self.tx, insolvency_claim => InsolvencyClaim, id.0)?, "declared claim", id)
    }

    /// The last claim of an account.
    pub fn claim_of(&mut self, account: AccountId) -> Result<Option<InsolvencyClaim>, StoreError> {
        maybe(self.tx.run(|c| {
            insolvency_claim::table
                .filter(insolvency_claim::account_id.eq(account.0))
                .order(insolvency_claim::id.desc())
                .select(InsolvencyClaimRow::as_select())
                .first(c)
                .optional()
        })?)
    }

    /// The claims of these procedures, by id within a chunk.
    pub fn claims(&mut self, procedures: &[InsolvencyId]) -> Result<Vec<InsolvencyClaim>, StoreError> {
        let keys: Vec<i64> = procedures.iter().map(|id| id.0).collect();
        all(self.tx.run(|c| {
            chunked(&keys, |keys| {
                insolvency_claim::table
                    .filter(insolvency_claim::insolvency_id.eq_any(keys))
                    .order(insolvency_claim::id)
                    .select(InsolvencyClaimRow::as_select())
                    .load(c)
            })
        })?)
    }

    /// Adds a claim; an account has one in each opening.
    pub fn insert_claim(&mut self, entity: &InsolvencyClaim) -> Result<(), StoreError> {
        insert_row!(self.tx, insolvency_claim, entity)
    }

    /// Saves a claim read before; answers its new version.
    pub fn save_claim(&mut self, entity: &InsolvencyClaim) -> Result<i64, StoreError> {
        save_versioned!(self.tx, insolvency_claim, "declared claim", entity)
    }

    /// What was answered of the pieces of these accounts.
    pub fn answers(&mut self, accounts: &[AccountId]) -> Result<Vec<InsolvencyAnswer>, StoreError> {
        let keys: Vec<i64> = accounts.iter().map(|id| id.0).collect();
        all(self.tx.run(|c| {
            chunked(&keys, |keys| {
                insolvency_answer::table
                    .filter(insolvency_answer::account_id.eq_any(keys))
                    .order(insolvency_answer::item_id)
                    .select(InsolvencyAnswerRow::as_select())
                    .load(c)
            })
        })?)
    }

    /// Keeps an answer, in place of the one before.
    pub fn keep_answer(&mut self, entity: &InsolvencyAnswer) -> Result<(), StoreError> {
        let row = entity.to_row();
        self.tx.run(|connection| {
            on_engine!(connection, c => {
                diesel::insert_into(insolvency_answer::table)
                    .values(&row)
                    .on_conflict(insolvency_answer::item_id)
                    .do_update()
                    .set(&row)
                    .execute(c)
                    .map(drop)
            })
        })
    }

    /// What moves when pieces or matches do: how many batches there are, and the last change of one.
    pub fn pieces_stamp(&mut self) -> Result<(i64, i64), StoreError> {
        let (batches, changed): (i64, Option<i64>) = self
            .tx
            .run(|c| batch::table.select((diesel::dsl::count_star(), diesel::dsl::max(batch::changed_us))).first(c))?;
        Ok((batches, changed.unwrap_or(0)))
    }
}
