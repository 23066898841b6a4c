//! Titles: what gives the right to enforce, in the case it was obtained in, and what happened to each.

use diesel::{BoolExpressionMethods, ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Currency, Date, Timestamp, define_id};
use ledger::AccountId;

use crate::{
    CaseId, StoreError,
    entity::{all, chunked, entity, find_row, insert_row, known, repository, save_versioned},
    schema::{CourtTitleRow, TitleFactRow, court_case, court_title, title_fact},
    types::{DbDate, stored_id},
};

define_id!(
    /// One title.
    CourtTitleId
);
define_id!(
    /// One fact of a title.
    TitleFactId
);
stored_id!(CourtTitleId, TitleFactId);

repository!(
    /// Titles.
    Titles,
    titles
);

entity!(
    /// A title. Its words (kind, finality, class) are those of the rules; its clock is kept for lists.
    CourtTitle, court_title => CourtTitleRow {
        /// Identity.
        id: CourtTitleId,
        /// The case it was obtained in.
        case_id: CaseId,
        /// The account of the case.
        account_id: AccountId,
        /// What it is.
        kind: String,
        /// Its date.
        issued_on: Date,
        /// The court, or who issued it.
        court: String,
        /// Its number.
        number: String,
        /// Currency of the sums it awards.
        currency: Currency,
        /// The sums it awards, as JSON.
        heads: String,
        /// The day it became enforceable, even provisionally.
        enforceable_on: Option<Date>,
        /// Whether it may still be attacked.
        finality: String,
        /// Class of the legal rate.
        creditor_class: String,
        /// It grants capitalisation.
        capitalise: bool,
        /// Kind of the claim it lasts as long as; empty where none is told.
        claim_kind: String,
        /// Due date of that claim.
        claim_due_on: Option<Date>,
        /// The day it was set aside.
        annulled_on: Option<Date>,
        /// By which decision.
        annulled_by: String,
        /// Its clock is known.
        clocked: bool,
        /// Last day to enforce it; its own date while its clock is not known.
        due_on: Date,
        /// Who recorded it.
        actor: String,
        /// When.
        created_us: Timestamp,
        /// Moves with each change.
        version: i64,
    }
);

entity!(
    /// Something that happened to a title.
    TitleFact, title_fact => TitleFactRow {
        /// Identity.
        id: TitleFactId,
        /// The title.
        title_id: CourtTitleId,
        /// The account of the case.
        account_id: AccountId,
        /// Its place, from 0.
        position: i64,
        /// When it happened.
        on_day: Date,
        /// What happened, as JSON.
        fact: String,
        /// The day it was struck out.
        left_on: Option<Date>,
        /// Why.
        left_why: String,
        /// Who told it.
        actor: String,
        /// When.
        created_us: Timestamp,
    }
);

/// Where a list of titles stands: the last day of the last one, and the title.
pub type TitlePlace = (Date, CourtTitleId);

/// Which titles a list shows.
#[derive(Debug, Clone, Default)]
pub struct TitleFilter {
    /// Not set aside, in a case that is open.
    pub live: bool,
    /// The clock is known, or is not; both when none.
    pub clocked: Option<bool>,
    /// Their last day is this one or a later one.
    pub from: Option<Date>,
    /// Their last day is this one or an earlier one.
    pub until: Option<Date>,
    /// Of one account.
    pub account: Option<AccountId>,
}

macro_rules! running_query {
    () => {
        court_title::table
            .inner_join(court_case::table)
            .filter(court_title::clocked.eq(true))
            .filter(court_title::annulled_on.is_null())
            .filter(court_case::closed_on.is_null())
            .select(CourtTitleRow::as_select())
    };
}

impl Titles<'_> {
    /// The title, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: CourtTitleId) -> Result<CourtTitle, StoreError> {
        known(find_row!(self.tx, court_title => CourtTitle, id.0)?, "title", id)
    }

    /// Adds a title.
    pub fn insert(&mut self, title: &CourtTitle) -> Result<(), StoreError> {
        insert_row!(self.tx, court_title, title)
    }

    /// Replaces a title that nobody changed since it was read; answers its new version.
    pub fn save(&mut self, title: &CourtTitle) -> Result<i64, StoreError> {
        save_versioned!(self.tx, court_title, "title", title)
    }

    /// Adds a fact: the next of its title, or the statement fails.
    pub fn add_fact(&mut self, fact: &TitleFact) -> Result<(), StoreError> {
        insert_row!(self.tx, title_fact, fact)
    }

    /// Strikes a fact out.
    pub fn strike(&mut self, id: TitleFactId, day: Date, why: &str) -> Result<(), StoreError> {
        let day = DbDate::of(day);
        self.tx
            .run(|c| {
                diesel::update(title_fact::table.find(id.0))
                    .set((title_fact::left_on.eq(day), title_fact::left_why.eq(why)))
                    .execute(c)
            })
            .map(drop)
    }

    /// The facts of those titles, of each in order.
    pub fn facts_of(&mut self, titles: &[CourtTitleId]) -> Result<Vec<TitleFact>, StoreError> {
        let keys: Vec<i64> = titles.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                title_fact::table
                    .filter(title_fact::title_id.eq_any(keys))
                    .order((title_fact::title_id, title_fact::position))
                    .select(TitleFactRow::as_select())
                    .load(c)
            })
        })?;
        all(rows)
    }

    /// The titles of those cases, the first obtained first.
    pub fn of_cases(&mut self, cases: &[CaseId]) -> Result<Vec<CourtTitle>, StoreError> {
        let keys: Vec<i64> = cases.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                court_title::table
                    .filter(court_title::case_id.eq_any(keys))
                    .order((court_title::issued_on, court_title::id))
                    .select(CourtTitleRow::as_select())
                    .load(c)
            })
        })?;
        all(rows)
    }

    /// Those titles, in no order.
    pub fn get_many(&mut self, ids: &[CourtTitleId]) -> Result<Vec<CourtTitle>, StoreError> {
        let keys: Vec<i64> = ids.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                court_title::table.filter(court_title::id.eq_any(keys)).select(CourtTitleRow::as_select()).load(c)
            })
        })?;
        all(rows)
    }

    /// The titles with a clock that live in open cases, in no order.
    pub fn running(&mut self, cases: Option<&[CaseId]>) -> Result<Vec<CourtTitle>, StoreError> {
        let rows = match cases {
            None => self.tx.run(|c| running_query!().load(c))?,
            Some(cases) => {
                let keys: Vec<i64> = cases.iter().map(|id| id.0).collect();
                self.tx.run(|c| {
                    chunked(&keys, |keys| running_query!().filter(court_title::case_id.eq_any(keys)).load(c))
                })?
            }
        };
        all(rows)
    }

    /// Titles, the first to be lost first, at most `limit` after `after`.
    pub fn list(
        &mut self,
        filter: &TitleFilter,
        after: Option<TitlePlace>,
        limit: u32,
    ) -> Result<Vec<CourtTitle>, StoreError> {
        let rows = self.tx.run(|c| {
            let mut query = court_title::table
                .inner_join(court_case::table)
                .order((court_title::due_on, court_title::id))
                .select(CourtTitleRow::as_select())
                .into_boxed();
            if let Some((day, id)) = after {
                let day = DbDate::of(day);
                query = query
                    .filter(court_title::due_on.gt(day).or(court_title::due_on.eq(day).and(court_title::id.gt(id.0))));
            }
            if filter.live {
                query = query.filter(court_title::annulled_on.is_null()).filter(court_case::closed_on.is_null());
            }
            if let Some(clocked) = filter.clocked {
                query = query.filter(court_title::clocked.eq(clocked));
            }
            if let Some(from) = filter.from {
                query = query.filter(court_title::due_on.ge(DbDate::of(from)));
            }
            if let Some(until) = filter.until {
                query = query.filter(court_title::due_on.le(DbDate::of(until)));
            }
            if let Some(account) = filter.account {
                query = query.filter(court_title::account_id.eq(account.0));
            }
            query.limit(i64::from(limit)).load(c)
        })?;
        all(rows)
    }
}
