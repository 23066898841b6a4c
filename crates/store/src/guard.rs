//! What was said of rights: those given up, the alarms told and answered; and who reads their calendar elsewhere.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Date, Timestamp, define_id};
use ledger::AccountId;

use crate::{
    StoreError, UserId,
    entity::{Entity, KEYS, all, chunked, entity, find_row, insert_row, insert_rows, known, maybe, repository},
    schema::{
        CalendarAddressRow, RightAlarmRow, RightWaiverRow, calendar_address, court_title, insolvency_claim,
        insolvency_demand, item, procedure_deadline, right_alarm, right_waiver,
    },
    types::stored_id,
};

define_id!(
    /// What tells a right from the others: the reference of its piece, of its deadline, of its title, of its claim or
    /// of its demand in an insolvency.
    RightKey
);
define_id!(
    /// One right given up.
    RightWaiverId
);
stored_id!(RightKey, RightWaiverId);

repository!(
    /// What was said of rights.
    Guards,
    guard
);

entity!(
    /// A right given up; taken up again once `back_on` is told.
    RightWaiver, right_waiver => RightWaiverRow {
        /// Identity.
        id: RightWaiverId,
        /// Which right.
        right_id: RightKey,
        /// The account.
        account_id: AccountId,
        /// The day.
        waived_on: Date,
        /// Why.
        why: String,
        /// Who.
        actor: String,
        /// When.
        created_us: Timestamp,
        /// The day it was taken up again.
        back_on: Option<Date>,
        /// Why; empty while it is given up.
        back_why: String,
        /// Who; empty while it is given up.
        back_actor: String,
    }
);

entity!(
    /// The alarms of a right, as far as they were told.
    RightAlarm, right_alarm => RightAlarmRow {
        /// Which right.
        right_id: RightKey,
        /// The account.
        account_id: AccountId,
        /// The last day it had when it was told: with another one, nothing was.
        last_on: Date,
        /// Told through that day.
        told_on: Date,
        /// The last day somebody answered.
        answered_on: Option<Date>,
        /// Who; empty before.
        answered_by: String,
    }
);

entity!(
    /// Where a program of somebody's reads their calendar. The token itself is never stored.
    CalendarAddress, calendar_address => CalendarAddressRow {
        /// Whose.
        user_id: UserId,
        /// SHA-256 of the token, hexadecimal.
        token_hash: String,
        /// Made then.
        made_us: Timestamp,
    }
);

impl Guards<'_> {
    /// The account of a right: of its piece, of its title, of its claim or demand in an insolvency, or of its deadline.
    pub fn account_of(&mut self, right: RightKey) -> Result<Option<AccountId>, StoreError> {
        let key = right.0;
        let found: Option<i64> = self.tx.run(|c| {
            let piece: Option<i64> = item::table.find(key).select(item::account_id).first(c).optional()?;
            if piece.is_some() {
                return Ok(piece);
            }
            let title: Option<i64> =
                court_title::table.find(key).select(court_title::account_id).first(c).optional()?;
            if title.is_some() {
                return Ok(title);
            }
            let claim: Option<i64> =
                insolvency_claim::table.find(key).select(insolvency_claim::account_id).first(c).optional()?;
            if claim.is_some() {
                return Ok(claim);
            }
            let demand: Option<i64> =
                insolvency_demand::table.find(key).select(insolvency_demand::account_id).first(c).optional()?;
            if demand.is_some() {
                return Ok(demand);
            }
            procedure_deadline::table.find(key).select(procedure_deadline::account_id).first(c).optional()
        })?;
        Ok(found.map(AccountId))
    }

    /// The waiver, or [`StoreError::NotFound`].
    pub fn waiver(&mut self, id: RightWaiverId) -> Result<RightWaiver, StoreError> {
        known(find_row!(self.tx, right_waiver => RightWaiver, id.0)?, "waiver", id)
    }

    /// Every right that is given up, in no order.
    pub fn waivers(&mut self) -> Result<Vec<RightWaiver>, StoreError> {
        let rows = self.tx.run(|c| {
            right_waiver::table.filter(right_waiver::back_on.is_null()).select(RightWaiverRow::as_select()).load(c)
        })?;
        all(rows)
    }

    /// Each time a right was given up, the last first.
    pub fn waivers_of(&mut self, right: RightKey) -> Result<Vec<RightWaiver>, StoreError> {
        let rows = self.tx.run(|c| {
            right_waiver::table
                .filter(right_waiver::right_id.eq(right.0))
                .order(right_waiver::id.desc())
                .select(RightWaiverRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// Adds a waiver: a right is given up once at a time, or the statement fails.
    pub fn add_waiver(&mut self, waiver: &RightWaiver) -> Result<(), StoreError> {
        insert_row!(self.tx, right_waiver, waiver)
    }

    /// Replaces a waiver.
    pub fn save_waiver(&mut self, waiver: &RightWaiver) -> Result<(), StoreError> {
        let row = waiver.to_row();
        self.tx.run(|c| diesel::update(right_waiver::table.find(row.id)).set(&row).execute(c)).map(drop)
    }

    /// The rights of some accounts that are given up, in no order.
    pub fn waivers_among(&mut self, accounts: &[AccountId]) -> Result<Vec<RightWaiver>, StoreError> {
        let keys: Vec<i64> = accounts.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                right_waiver::table
                    .filter(right_waiver::back_on.is_null())
                    .filter(right_waiver::account_id.eq_any(keys))
                    .select(RightWaiverRow::as_select())
                    .load(c)
            })
        })?;
        all(rows)
    }

    /// Every alarm that was told, in no order.
    pub fn alarms(&mut self) -> Result<Vec<RightAlarm>, StoreError> {
        all(self.tx.run(|c| right_alarm::table.select(RightAlarmRow::as_select()).load(c))?)
    }

    /// The alarms that were told of the rights of some accounts, in no order.
    pub fn alarms_among(&mut self, accounts: &[AccountId]) -> Result<Vec<RightAlarm>, StoreError> {
        let keys: Vec<i64> = accounts.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                right_alarm::table
                    .filter(right_alarm::account_id.eq_any(keys))
                    .select(RightAlarmRow::as_select())
                    .load(c)
            })
        })?;
        all(rows)
    }

    /// The alarms of a right; none where nothing of it was told.
    pub fn alarm(&mut self, right: RightKey) -> Result<Option<RightAlarm>, StoreError> {
        find_row!(self.tx, right_alarm => RightAlarm, right.0)
    }

    /// Writes the alarms of rights in the place of those known.
    pub fn put_alarms(&mut self, alarms: &[RightAlarm]) -> Result<(), StoreError> {
        let keys: Vec<i64> = alarms.iter().map(|alarm| alarm.right_id.0).collect();
        for keys in keys.chunks(KEYS) {
            self.tx.run(|c| {
                diesel::delete(right_alarm::table.filter(right_alarm::right_id.eq_any(keys))).execute(c).map(drop)
            })?;
        }
        let rows: Vec<RightAlarmRow> = alarms.iter().map(Entity::to_row).collect();
        insert_rows!(self.tx, right_alarm, &rows)
    }

    /// Where a program of somebody's reads their calendar.
    pub fn address_of(&mut self, user: UserId) -> Result<Option<CalendarAddress>, StoreError> {
        find_row!(self.tx, calendar_address => CalendarAddress, user.0)
    }

    /// The address of a token.
    pub fn address(&mut self, token_hash: &str) -> Result<Option<CalendarAddress>, StoreError> {
        let row = self.tx.run(|c| {
            calendar_address::table
                .filter(calendar_address::token_hash.eq(token_hash))
                .select(CalendarAddressRow::as_select())
                .first(c)
                .optional()
        })?;
        maybe(row)
    }

    /// Adds an address; somebody has one at most.
    pub fn add_address(&mut self, address: &CalendarAddress) -> Result<(), StoreError> {
        insert_row!(self.tx, calendar_address, address)
    }

    /// Takes the address of somebody away; false where they had none.
    pub fn remove_address(&mut self, user: UserId) -> Result<bool, StoreError> {
        let gone = self.tx.run(|c| diesel::delete(calendar_address::table.find(user.0)).execute(c))?;
        Ok(gone > 0)
    }
}
