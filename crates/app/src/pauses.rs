//! The accounts whose reminders somebody paused: until when, why, and who answers for it.

use kernel::Date;
use ledger::AccountId;
use serde::Serialize;

use crate::{Actor, Desk, DeskError, Permission};

/// Accounts read at a time, as some may be out of reach.
const READ: u32 = 500;

/// One paused account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PausedAccount {
    /// Customer code.
    pub account: String,
    /// The account.
    pub account_id: AccountId,
    /// Name of the debtor.
    pub debtor: String,
    /// Last day of the pause, included.
    pub until: Date,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
}

/// A page of paused accounts, in the order of accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PausedPage {
    /// The lines.
    pub rows: Vec<PausedAccount>,
    /// Where the next page goes on.
    pub next: Option<AccountId>,
}

impl Desk {
    /// The accounts whose pause still holds today; of one owner where one is given.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Store`].
    pub fn paused_accounts(
        &self,
        actor: &Actor,
        owner: Option<&str>,
        after: Option<AccountId>,
        limit: usize,
    ) -> Result<PausedPage, DeskError> {
        actor.may(Permission::Read)?;
        let (today, scope) = (self.today(), self.scope(actor)?);
        self.store.read(|tx| {
            let (mut rows, mut last) = (Vec::new(), after);
            loop {
                let read = tx.accounts().paused(today, last, READ)?;
                let Some(end) = read.last() else { return Ok(PausedPage { rows, next: None }) };
                last = Some(end.account.id);
                for line in read {
                    let account = line.account;
                    let asked = owner.is_none_or(|owner| account.pause_owner == owner);
                    let Some(until) = account.paused_until.filter(|_| asked && scope.reaches(account.id)) else {
                        continue;
                    };
                    if rows.len() == limit {
                        let next = rows.last().map(|row: &PausedAccount| row.account_id);
                        return Ok(PausedPage { rows, next });
                    }
                    rows.push(PausedAccount {
                        account: account.number,
                        account_id: account.id,
                        debtor: line.debtor.name,
                        until,
                        reason: account.pause_reason,
                        owner: account.pause_owner,
                    });
                }
            }
        })
    }
}
