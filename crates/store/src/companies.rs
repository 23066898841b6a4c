//! What the register of companies says of debtors: the last answer for each SIREN, and what changed since.

use std::collections::BTreeMap;

use diesel::{
    BoolExpressionMethods, ExpressionMethods, JoinOnDsl, NullableExpressionMethods, OptionalExtension, QueryDsl,
    RunQueryDsl, SelectableHelper,
};
use kernel::{Date, Siren, Timestamp, define_id, slug_enum};
use ledger::{AccountId, CreditorId};

use crate::{
    StoreError,
    connection::on_engine,
    entity::{Entity, KEYS, all, entity, find_row, insert_row, load, repository},
    schema::{CompanyChangeRow, CompanyRow, account, company, company_change, debtor},
    types::{DbDate, stored_id, stored_slug},
};

define_id!(
    /// One change of a company.
    CompanyChangeId
);
stored_id!(CompanyChangeId);

slug_enum!(
    /// What the register says of a company.
    CompanyState {
        /// In business.
        Active = "active",
        /// Ceased.
        Ceased = "ceased",
        /// It does not say, or never answered.
        Unsaid = "unsaid",
        /// It knows no such company.
        Unknown = "unknown",
    }
);
slug_enum!(
    /// What changed at a company.
    CompanyEvent {
        /// It ceased.
        Ceased = "ceased",
        /// The head office is another establishment.
        SeatMoved = "seat-moved",
        /// The establishment that is its head office closed.
        SeatClosed = "seat-closed",
        /// It has another name.
        Renamed = "renamed",
        /// The register does not know it any more.
        Unknown = "unknown",
    }
);
slug_enum!(
    /// Which companies a list shows.
    #[derive(Default)]
    CompanyShow {
        /// Every account whose debtor has a SIREN.
        #[default]
        All = "all",
        /// Something changed lately.
        Changed = "changed",
        /// Ceased.
        Ceased = "ceased",
        /// The head office closed, or moved lately.
        Seat = "seat",
        /// The register never answered.
        Never = "never",
        /// The register does not know it.
        Unknown = "unknown",
    }
);
stored_slug!(CompanyState, CompanyEvent);

repository!(
    /// What the register says of companies.
    Companies,
    companies
);

entity!(
    /// The last answer of the register for one SIREN.
    KnownCompany, company => CompanyRow {
        /// Its number.
        siren: Siren,
        /// What the register says.
        state: CompanyState,
        /// The company as it was read, as JSON; empty while it never was.
        body: String,
        /// Its head office is closed.
        seat_closed: bool,
        /// The last day a moved head office was seen.
        seat_moved_on: Option<Date>,
        /// The last day a change was seen.
        changed_on: Option<Date>,
        /// Where the answer came from: a machine, a file.
        source: String,
        /// Why the last question had no answer, as JSON; empty when it had one.
        error: String,
        /// When it was last asked for.
        asked_us: Timestamp,
        /// When the register last answered.
        read_us: Option<Timestamp>,
    }
);

entity!(
    /// What was no more as the answer before had it.
    CompanyChange, company_change => CompanyChangeRow {
        /// Identity.
        id: CompanyChangeId,
        /// The company.
        siren: Siren,
        /// The day it was seen.
        on_day: Date,
        /// What changed.
        what: CompanyEvent,
        /// What was.
        was: String,
        /// What is.
        became: String,
        /// When it was seen.
        created_us: Timestamp,
    }
);

/// Which companies.
#[derive(Debug, Clone, Copy)]
pub struct CompanyFilter {
    /// Which of them.
    pub show: CompanyShow,
    /// Of the accounts of one creditor.
    pub creditor: Option<CreditorId>,
    /// Changes seen on this day or later are of late.
    pub changed_since: Date,
    /// So are head offices moved.
    pub moved_since: Date,
}

impl Companies<'_> {
    /// What is known of a SIREN.
    pub fn of(&mut self, siren: &Siren) -> Result<Option<KnownCompany>, StoreError> {
        find_row!(self.tx, company => KnownCompany, siren.as_str())
    }

    /// What is known of those SIREN, in no order.
    pub fn of_many(&mut self, sirens: &[Siren]) -> Result<Vec<KnownCompany>, StoreError> {
        let mut rows = Vec::new();
        for part in sirens.chunks(KEYS) {
            let keys: Vec<&str> = part.iter().map(Siren::as_str).collect();
            let found: Vec<CompanyRow> = self
                .tx
                .run(|c| company::table.filter(company::siren.eq_any(&keys)).select(CompanyRow::as_select()).load(c))?;
            rows.extend(found);
        }
        all(rows)
    }

    /// When each SIREN was last asked for, and last answered about; those that never were left out.
    pub fn asked(&mut self) -> Result<BTreeMap<String, (Timestamp, Option<Timestamp>)>, StoreError> {
        let rows: Vec<(String, i64, Option<i64>)> =
            self.tx.run(|c| company::table.select((company::siren, company::asked_us, company::read_us)).load(c))?;
        rows.into_iter()
            .map(|(siren, asked, read)| {
                Ok((siren, (load("company", "asked_us", asked)?, load("company", "read_us", read)?)))
            })
            .collect()
    }

    /// Keeps what is known of a SIREN, in place of what was.
    pub fn keep(&mut self, entity: &KnownCompany) -> Result<(), StoreError> {
        let row = entity.to_row();
        self.tx.run(|connection| {
            on_engine!(connection, c => {
                diesel::insert_into(company::table)
                    .values(&row)
                    .on_conflict(company::siren)
                    .do_update()
                    .set(&row)
                    .execute(c)
                    .map(drop)
            })
        })
    }

    /// Adds a change.
    pub fn add_change(&mut self, entity: &CompanyChange) -> Result<(), StoreError> {
        insert_row!(self.tx, company_change, entity)
    }

    /// The changes of a company, the last seen first.
    pub fn changes(&mut self, siren: &Siren, limit: u32) -> Result<Vec<CompanyChange>, StoreError> {
        all(self.tx.run(|c| {
            company_change::table
                .filter(company_change::siren.eq(siren.as_str()))
                .order(company_change::id.desc())
                .limit(i64::from(limit))
                .select(CompanyChangeRow::as_select())
                .load(c)
        })?)
    }

    /// Accounts whose debtor has a SIREN, by id, at most `limit` after `after`.
    pub fn list(
        &mut self,
        filter: &CompanyFilter,
        after: Option<AccountId>,
        limit: u32,
    ) -> Result<Vec<AccountId>, StoreError> {
        let rows: Vec<i64> = self.tx.run(|c| {
            let mut query = account::table
                .inner_join(debtor::table.on(account::debtor_id.eq(debtor::id)))
                .left_join(company::table.on(company::siren.nullable().eq(debtor::siren)))
                .filter(debtor::siren.is_not_null())
                .order(account::id)
                .select(account::id)
                .into_boxed();
            if let Some(after) = after {
                query = query.filter(account::id.gt(after.0));
            }
            if let Some(creditor) = filter.creditor {
                query = query.filter(account::creditor_id.eq(creditor.0));
            }
            let (changed, moved) = (DbDate::of(filter.changed_since), DbDate::of(filter.moved_since));
            query = match filter.show {
                CompanyShow::All => query,
                CompanyShow::Changed => query.filter(company::changed_on.ge(changed)),
                CompanyShow::Ceased => query.filter(company::state.eq(CompanyState::Ceased.slug())),
                CompanyShow::Seat => query.filter(company::seat_closed.eq(true).or(company::seat_moved_on.ge(moved))),
                CompanyShow::Never => query.filter(company::read_us.is_null()),
                CompanyShow::Unknown => query.filter(company::state.eq(CompanyState::Unknown.slug())),
            };
            query.limit(i64::from(limit)).load(c)
        })?;
        Ok(rows.into_iter().map(AccountId).collect())
    }
}
