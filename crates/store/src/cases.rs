//! Cases: the file of what goes before a judge, the pieces it claims, and who stands in it.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Currency, Date, Timestamp, define_id, slug_enum};
use ledger::{AccountId, DebtorId, ItemId};

use crate::{
    ItemBlockId, StoreError,
    entity::{Entity, all, chunked, entity, find_row, insert_row, insert_rows, known, repository, save_versioned},
    schema::{CaseClaimRow, CasePartyRow, CourtCaseRow, case_claim, case_party, court_case},
    types::{DbDate, stored_id, stored_slug},
};

define_id!(
    /// One case.
    CaseId
);
define_id!(
    /// One piece of a case.
    CaseClaimId
);
define_id!(
    /// One party of a case.
    CasePartyId
);
stored_id!(CaseId, CaseClaimId, CasePartyId);

slug_enum!(
    /// On which side the creditor stands.
    CaseSide {
        /// It claims.
        Claimant = "claimant",
        /// It is claimed from.
        Defendant = "defendant",
    }
);
slug_enum!(
    /// How a case ended.
    CaseOutcome {
        /// The debt is paid.
        Paid = "paid",
        /// The parties settled.
        Settled = "settled",
        /// Nothing will come.
        Irrecoverable = "irrecoverable",
        /// The creditor gives it up.
        GivenUp = "given-up",
        /// It was opened by mistake: its pieces are reminded of again.
        Mistake = "mistake",
    }
);
slug_enum!(
    /// What somebody is in a case, beside its debtor.
    PartyRole {
        /// Owes the same debt.
        CoDebtor = "co-debtor",
        /// Warranted the debt.
        Guarantor = "guarantor",
        /// Claims from us.
        Claimant = "claimant",
        /// A lawyer, on either side.
        Lawyer = "lawyer",
        /// The commissaire de justice.
        Officer = "officer",
    }
);
stored_slug!(CaseSide, CaseOutcome, PartyRole);

repository!(
    /// Cases.
    Cases,
    cases
);

entity!(
    /// A case.
    CourtCase, court_case => CourtCaseRow {
        /// Identity.
        id: CaseId,
        /// The account of its debtor.
        account_id: AccountId,
        /// The reference the house, or the court, gives it; may be empty.
        reference: String,
        /// On which side the creditor stands.
        side: CaseSide,
        /// What it is about, in words.
        object: String,
        /// Currency of its claims.
        currency: Currency,
        /// Who follows it.
        owner: String,
        /// The day it was opened.
        opened_on: Date,
        /// How it ended.
        outcome: Option<CaseOutcome>,
        /// The day it ended.
        closed_on: Option<Date>,
        /// Why, in words.
        closed_why: String,
        /// Who opened it.
        actor: String,
        /// When.
        created_us: Timestamp,
        /// Moves with each change.
        version: i64,
    }
);

entity!(
    /// One piece that a case claims.
    CaseClaim, case_claim => CaseClaimRow {
        /// Identity.
        id: CaseClaimId,
        /// The case.
        case_id: CaseId,
        /// The account of the piece: that of the case, or another of the same creditor.
        account_id: AccountId,
        /// The piece.
        item_id: ItemId,
        /// What was open of it when it came into the case, minor units.
        claimed_minor: i64,
        /// What keeps reminders off it.
        block_id: Option<ItemBlockId>,
        /// The day it came into the case.
        added_on: Date,
        /// The day it was taken out.
        left_on: Option<Date>,
        /// Why it was taken out.
        left_why: String,
    }
);

entity!(
    /// Somebody who stands in a case.
    CaseParty, case_party => CasePartyRow {
        /// Identity.
        id: CasePartyId,
        /// The case.
        case_id: CaseId,
        /// The account of the case.
        account_id: AccountId,
        /// What they are in it.
        role: PartyRole,
        /// Their name.
        name: String,
        /// Their address, on lines.
        address: String,
        /// In words: the deed of guarantee, its ceiling.
        note: String,
        /// The debtor they are, where the ledger knows them.
        debtor_id: Option<DebtorId>,
    }
);

/// True for the outcome of a case that was not opened by mistake.
fn counts(outcome: Option<&str>) -> bool {
    outcome != Some(CaseOutcome::Mistake.slug())
}

/// Which cases a list shows.
#[derive(Debug, Clone, Default)]
pub struct CaseFilter {
    /// Open or closed; both when none.
    pub open: Option<bool>,
    /// Of one account.
    pub account: Option<AccountId>,
}

macro_rules! standing_query {
    () => {
        case_claim::table.filter(case_claim::left_on.is_null()).select((
            case_claim::case_id,
            case_claim::account_id,
            case_claim::item_id,
        ))
    };
}

impl Cases<'_> {
    /// The case, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: CaseId) -> Result<CourtCase, StoreError> {
        known(find_row!(self.tx, court_case => CourtCase, id.0)?, "case", id)
    }

    /// Adds a case with its pieces and parties.
    pub fn insert(&mut self, case: &CourtCase, claims: &[CaseClaim], parties: &[CaseParty]) -> Result<(), StoreError> {
        insert_row!(self.tx, court_case, case)?;
        self.add_claims(claims)?;
        let rows: Vec<CasePartyRow> = parties.iter().map(Entity::to_row).collect();
        insert_rows!(self.tx, case_party, &rows)
    }

    /// Replaces a case that nobody changed since it was read; answers its new version.
    pub fn save(&mut self, case: &CourtCase) -> Result<i64, StoreError> {
        save_versioned!(self.tx, court_case, "case", case)
    }

    /// Adds pieces.
    pub fn add_claims(&mut self, claims: &[CaseClaim]) -> Result<(), StoreError> {
        let rows: Vec<CaseClaimRow> = claims.iter().map(Entity::to_row).collect();
        insert_rows!(self.tx, case_claim, &rows)
    }

    /// Notes that a piece left its case.
    pub fn claim_left(&mut self, claim: CaseClaimId, day: Date, why: &str) -> Result<(), StoreError> {
        let day = DbDate::of(day);
        self.tx
            .run(|c| {
                diesel::update(case_claim::table.find(claim.0))
                    .set((case_claim::left_on.eq(day), case_claim::left_why.eq(why)))
                    .execute(c)
            })
            .map(drop)
    }

    /// Adds a party.
    pub fn add_party(&mut self, party: &CaseParty) -> Result<(), StoreError> {
        insert_row!(self.tx, case_party, party)
    }

    /// The party, or [`StoreError::NotFound`].
    pub fn party(&mut self, id: CasePartyId) -> Result<CaseParty, StoreError> {
        known(find_row!(self.tx, case_party => CaseParty, id.0)?, "party", id)
    }

    /// Takes a party out.
    pub fn drop_party(&mut self, id: CasePartyId) -> Result<(), StoreError> {
        self.tx.run(|c| diesel::delete(case_party::table.find(id.0)).execute(c)).map(drop)
    }

    /// Cases, the last opened first, at most `limit` after `after`.
    pub fn list(
        &mut self,
        filter: &CaseFilter,
        after: Option<CaseId>,
        limit: u32,
    ) -> Result<Vec<CourtCase>, StoreError> {
        let rows = self.tx.run(|c| {
            let mut query = court_case::table.order(court_case::id.desc()).into_boxed();
            if let Some(after) = after {
                query = query.filter(court_case::id.lt(after.0));
            }
            match filter.open {
                Some(true) => query = query.filter(court_case::closed_on.is_null()),
                Some(false) => query = query.filter(court_case::closed_on.is_not_null()),
                None => {}
            }
            if let Some(account) = filter.account {
                query = query.filter(court_case::account_id.eq(account.0));
            }
            query.limit(i64::from(limit)).select(CourtCaseRow::as_select()).load(c)
        })?;
        all(rows)
    }

    /// Those cases, in no order.
    pub fn get_many(&mut self, ids: &[CaseId]) -> Result<Vec<CourtCase>, StoreError> {
        let keys: Vec<i64> = ids.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                court_case::table.filter(court_case::id.eq_any(keys)).select(CourtCaseRow::as_select()).load(c)
            })
        })?;
        all(rows)
    }

    /// The pieces of those cases, those that left them too, in the order they came.
    pub fn claims_of(&mut self, cases: &[CaseId]) -> Result<Vec<CaseClaim>, StoreError> {
        let keys: Vec<i64> = cases.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                case_claim::table
                    .filter(case_claim::case_id.eq_any(keys))
                    .order(case_claim::id)
                    .select(CaseClaimRow::as_select())
                    .load(c)
            })
        })?;
        all(rows)
    }

    /// What cases claim, whatever became of them, or what some of them claim: the case, the account of the piece and
    /// the piece, in no order; not what was taken out.
    pub fn standing(&mut self, cases: Option<&[CaseId]>) -> Result<Vec<(CaseId, AccountId, ItemId)>, StoreError> {
        let rows: Vec<(i64, i64, i64)> = match cases {
            None => self.tx.run(|c| standing_query!().load(c))?,
            Some(cases) => {
                let keys: Vec<i64> = cases.iter().map(|id| id.0).collect();
                self.tx.run(|c| {
                    chunked(&keys, |keys| standing_query!().filter(case_claim::case_id.eq_any(keys)).load(c))
                })?
            }
        };
        Ok(rows.into_iter().map(|(case, account, item)| (CaseId(case), AccountId(account), ItemId(item))).collect())
    }

    /// The cases of some accounts, in no order.
    pub fn of_accounts(&mut self, accounts: &[AccountId]) -> Result<Vec<CaseId>, StoreError> {
        let keys: Vec<i64> = accounts.iter().map(|id| id.0).collect();
        let ids: Vec<i64> = self.tx.run(|c| {
            chunked(&keys, |keys| {
                court_case::table.filter(court_case::account_id.eq_any(keys)).select(court_case::id).load(c)
            })
        })?;
        Ok(ids.into_iter().map(CaseId).collect())
    }

    /// What open cases claim of these pieces.
    pub fn claiming(&mut self, items: &[ItemId]) -> Result<Vec<CaseClaim>, StoreError> {
        let keys: Vec<i64> = items.iter().map(|id| id.0).collect();
        let rows: Vec<CaseClaimRow> = self.tx.run(|c| {
            chunked(&keys, |keys| {
                case_claim::table
                    .inner_join(court_case::table)
                    .filter(case_claim::item_id.eq_any(keys))
                    .filter(case_claim::left_on.is_null())
                    .filter(court_case::closed_on.is_null())
                    .select(CaseClaimRow::as_select())
                    .load(c)
            })
        })?;
        all(rows)
    }

    /// The cases in which we claim that were closed from `from` to `until`, both included, in the order of their ids;
    /// those opened by mistake left out.
    pub fn closed_between(&mut self, from: Date, until: Date) -> Result<Vec<CourtCase>, StoreError> {
        let (from, until) = (DbDate::of(from), DbDate::of(until));
        let rows = self.tx.run(|c| {
            court_case::table
                .filter(court_case::closed_on.ge(from))
                .filter(court_case::closed_on.le(until))
                .filter(court_case::side.eq(CaseSide::Claimant.slug()))
                .filter(court_case::outcome.ne(CaseOutcome::Mistake.slug()))
                .order(court_case::id)
                .select(CourtCaseRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// The pieces that cases claim or claimed, in no order: not those taken out, nor those of a case opened by mistake.
    pub fn claimed_items(&mut self) -> Result<Vec<ItemId>, StoreError> {
        let rows: Vec<(i64, Option<String>)> = self.tx.run(|c| {
            case_claim::table
                .inner_join(court_case::table)
                .filter(case_claim::left_on.is_null())
                .select((case_claim::item_id, court_case::outcome))
                .load(c)
        })?;
        Ok(rows.into_iter().filter(|(_, outcome)| counts(outcome.as_deref())).map(|(item, _)| ItemId(item)).collect())
    }

    /// What cases claim or claimed of these pieces, in the order it came: not what was taken out, nor what a case
    /// opened by mistake claimed.
    pub fn claims_on(&mut self, items: &[ItemId]) -> Result<Vec<CaseClaim>, StoreError> {
        let keys: Vec<i64> = items.iter().map(|id| id.0).collect();
        let rows: Vec<(CaseClaimRow, Option<String>)> = self.tx.run(|c| {
            chunked(&keys, |keys| {
                case_claim::table
                    .inner_join(court_case::table)
                    .filter(case_claim::item_id.eq_any(keys))
                    .filter(case_claim::left_on.is_null())
                    .order(case_claim::id)
                    .select((CaseClaimRow::as_select(), court_case::outcome))
                    .load(c)
            })
        })?;
        all(rows.into_iter().filter(|(_, outcome)| counts(outcome.as_deref())).map(|(row, _)| row).collect())
    }

    /// Who stands in a case, in the order they came.
    pub fn parties_of(&mut self, case: CaseId) -> Result<Vec<CaseParty>, StoreError> {
        let rows = self.tx.run(|c| {
            case_party::table
                .filter(case_party::case_id.eq(case.0))
                .order(case_party::id)
                .select(CasePartyRow::as_select())
                .load(c)
        })?;
        all(rows)
    }
}
