//! One debtor towards one creditor.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::Date;
use ledger::{Account, AccountId, BatchId, CreditorId, Debtor, DebtorId};

use crate::{
    StoreError,
    entity::{Entity, all, chunked, find_row, insert_row, insert_rows, known, load, maybe, repository, save_versioned},
    schema::{AccountRow, DebtorRow, account, debtor},
    types::{DbDate, Stored},
};

repository!(
    /// Accounts.
    Accounts,
    accounts
);

/// An account and its debtor, as a list shows them.
#[derive(Debug, Clone, PartialEq)]
pub struct AccountLine {
    /// The account.
    pub account: Account,
    /// Who owes.
    pub debtor: Debtor,
}

impl Entity for Account {
    type Row = AccountRow;

    fn to_row(&self) -> AccountRow {
        AccountRow {
            id: self.id.0,
            creditor_id: self.creditor_id.0,
            debtor_id: self.debtor_id.0,
            number: self.number.clone(),
            terms: self.terms.store(),
            salesperson: self.salesperson.clone(),
            paused_until: self.paused_until.store(),
            pause_reason: self.pause_reason.clone(),
            batch_id: self.batch_id.store(),
            version: self.version,
            pause_owner: self.pause_owner.clone(),
            strategy: self.strategy.clone(),
            payer_id: self.payer_id.store(),
        }
    }

    fn from_row(row: AccountRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: AccountId(row.id),
            creditor_id: CreditorId(row.creditor_id),
            debtor_id: DebtorId(row.debtor_id),
            number: row.number,
            terms: load("account", "terms", row.terms)?,
            salesperson: row.salesperson,
            paused_until: load("account", "paused_until", row.paused_until)?,
            pause_reason: row.pause_reason,
            batch_id: load("account", "batch_id", row.batch_id)?,
            version: row.version,
            pause_owner: row.pause_owner,
            strategy: row.strategy,
            payer_id: load("account", "payer_id", row.payer_id)?,
        })
    }
}

fn lines(rows: Vec<(AccountRow, DebtorRow)>) -> Result<Vec<AccountLine>, StoreError> {
    rows.into_iter()
        .map(|(account, debtor)| {
            Ok(AccountLine { account: Account::from_row(account)?, debtor: Debtor::from_row(debtor)? })
        })
        .collect()
}

impl Accounts<'_> {
    /// The account, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: AccountId) -> Result<Account, StoreError> {
        known(find_row!(self.tx, account => Account, id.0)?, "account", id)
    }

    /// The accounts of those ids that exist, with their debtors, in no order.
    pub fn get_many(&mut self, ids: &[AccountId]) -> Result<Vec<AccountLine>, StoreError> {
        let keys: Vec<i64> = ids.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                account::table
                    .inner_join(debtor::table)
                    .filter(account::id.eq_any(keys))
                    .select((AccountRow::as_select(), DebtorRow::as_select()))
                    .load(c)
            })
        })?;
        lines(rows)
    }

    /// The account of a customer number in the creditor's books.
    pub fn by_number(&mut self, creditor: CreditorId, number: &str) -> Result<Option<Account>, StoreError> {
        let row = self.tx.run(|c| {
            account::table
                .filter(account::creditor_id.eq(creditor.0))
                .filter(account::number.eq(number))
                .select(AccountRow::as_select())
                .first(c)
                .optional()
        })?;
        maybe(row)
    }

    /// The accounts of a customer number, whoever the creditor: what a person types.
    pub fn with_number(&mut self, number: &str) -> Result<Vec<Account>, StoreError> {
        let rows = self.tx.run(|c| {
            account::table.filter(account::number.eq(number)).order(account::id).select(AccountRow::as_select()).load(c)
        })?;
        all(rows)
    }

    /// The accounts of one debtor, by id.
    pub fn of_debtor(&mut self, debtor: DebtorId) -> Result<Vec<Account>, StoreError> {
        let rows = self.tx.run(|c| {
            account::table
                .filter(account::debtor_id.eq(debtor.0))
                .order(account::id)
                .select(AccountRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// The accounts a batch created, by id.
    pub fn of_batch(&mut self, batch: BatchId) -> Result<Vec<Account>, StoreError> {
        let rows = self.tx.run(|c| {
            account::table
                .filter(account::batch_id.eq(batch.0))
                .order(account::id)
                .select(AccountRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// Accounts that another one pays for, each with the one that pays: all of them, or those that
    /// `payers` pay for.
    pub fn payers(&mut self, payers: Option<&[AccountId]>) -> Result<Vec<(AccountId, AccountId)>, StoreError> {
        let columns = (account::id, account::payer_id);
        let rows: Vec<(i64, Option<i64>)> = match payers {
            None => self.tx.run(|c| {
                account::table.filter(account::payer_id.is_not_null()).order(account::id).select(columns).load(c)
            })?,
            Some(ids) => {
                let keys: Vec<i64> = ids.iter().map(|id| id.0).collect();
                self.tx.run(|c| {
                    chunked(&keys, |keys| {
                        account::table.filter(account::payer_id.eq_any(keys)).order(account::id).select(columns).load(c)
                    })
                })?
            }
        };
        Ok(rows.into_iter().filter_map(|(child, payer)| Some((AccountId(child), AccountId(payer?)))).collect())
    }

    /// How many accounts follow a strategy by choice, and the number of the first.
    pub fn following(&mut self, strategy: &str) -> Result<(i64, Option<String>), StoreError> {
        self.tx.run(|c| {
            let count = account::table.filter(account::strategy.eq(strategy)).count().get_result(c)?;
            let first = account::table.filter(account::strategy.eq(strategy)).order(account::number);
            Ok((count, first.select(account::number).first(c).optional()?))
        })
    }

    /// A page of the accounts paused on `day`, with their debtors, by id, after `after`.
    pub fn paused(&mut self, day: Date, after: Option<AccountId>, limit: u32) -> Result<Vec<AccountLine>, StoreError> {
        let after = after.map_or(i64::MIN, |a| a.0);
        let rows = self.tx.run(|c| {
            account::table
                .inner_join(debtor::table)
                .filter(account::paused_until.ge(DbDate::of(day)))
                .filter(account::id.gt(after))
                .order(account::id)
                .limit(i64::from(limit))
                .select((AccountRow::as_select(), DebtorRow::as_select()))
                .load(c)
        })?;
        lines(rows)
    }

    /// Number of accounts.
    pub fn count(&mut self, creditor: Option<CreditorId>) -> Result<i64, StoreError> {
        self.tx.run(|c| match creditor {
            Some(creditor) => account::table.filter(account::creditor_id.eq(creditor.0)).count().get_result(c),
            None => account::table.count().get_result(c),
        })
    }

    /// Every account of a creditor with its debtor, in the order of ids, a page at a time.
    pub fn for_each<E: From<StoreError>>(
        &mut self,
        creditor: Option<CreditorId>,
        mut f: impl FnMut(AccountLine) -> Result<(), E>,
    ) -> Result<(), E> {
        const PAGE: i64 = 5000;
        let mut last = i64::MIN;
        loop {
            let rows = self.tx.run(|c| {
                let mut query = account::table
                    .inner_join(debtor::table)
                    .select((AccountRow::as_select(), DebtorRow::as_select()))
                    .filter(account::id.gt(last))
                    .order(account::id)
                    .limit(PAGE)
                    .into_boxed();
                if let Some(creditor) = creditor {
                    query = query.filter(account::creditor_id.eq(creditor.0));
                }
                query.load(c)
            })?;
            let full = i64::try_from(rows.len()).is_ok_and(|n| n == PAGE);
            for line in lines(rows)? {
                last = line.account.id.0;
                f(line)?;
            }
            if !full {
                return Ok(());
            }
        }
    }

    /// Adds an account; its number is unique for the creditor.
    pub fn insert(&mut self, entity: &Account) -> Result<(), StoreError> {
        insert_row!(self.tx, account, entity)
    }

    /// Adds many accounts.
    pub fn insert_many(&mut self, entities: &[Account]) -> Result<(), StoreError> {
        let rows: Vec<AccountRow> = entities.iter().map(Entity::to_row).collect();
        insert_rows!(self.tx, account, &rows)
    }

    /// Saves an account read before; returns its new version.
    pub fn save(&mut self, entity: &Account) -> Result<i64, StoreError> {
        save_versioned!(self.tx, account, "account", entity)
    }
}
