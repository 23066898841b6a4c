//! Our file takes over what the register says: the name, or the address of the head office.

use formats::sirene::Company;
use ledger::{AccountId, Debtor};

use super::judge::{address_of_seat, body};
use super::one::known;
use crate::desk::About;
use crate::{Actor, CompanyRefusal, Desk, DeskError, Permission};

impl Desk {
    /// Gives the debtor of an account the address of its head office. Done again, it changes nothing.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; [`CompanyRefusal::NoAddress`] where the register gives none.
    pub fn take_company_address(&self, actor: &Actor, account: AccountId) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        self.take_over_within(actor, account, |company, debtor| {
            debtor.address = company.and_then(address_of_seat).ok_or(CompanyRefusal::NoAddress)?;
            Ok(())
        })
    }

    /// Gives the debtor of an account its name in the register. Done again, it changes nothing.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; [`CompanyRefusal::NoName`] where the register gives none.
    pub fn take_company_name(&self, actor: &Actor, account: AccountId) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        self.take_over_within(actor, account, |company, debtor| {
            debtor.name = company.and_then(|company| company.name.clone()).ok_or(CompanyRefusal::NoName)?;
            Ok(())
        })
    }

    /// Corrects a debtor from the register, with an entry on each of its accounts.
    fn take_over_within(
        &self,
        actor: &Actor,
        account: AccountId,
        take: impl Fn(Option<&Company>, &mut Debtor) -> Result<(), CompanyRefusal>,
    ) -> Result<(), DeskError> {
        self.store.write("company.take_over", |tx| {
            let account = actor.find(tx, account)?;
            let before = tx.debtors().get(account.debtor_id)?;
            let (row, _) = known(tx, &before)?;
            let mut after = before.clone();
            take(row.as_ref().and_then(body).as_ref(), &mut after)?;
            if after == before {
                return Ok(());
            }
            tx.debtors().save(&after)?;
            let payload = serde_json::json!({ "before": before, "after": after, "source": "sirene" });
            for account in tx.accounts().of_debtor(before.id)? {
                self.note(tx, actor, About::account(&account), "debtor.corrected", &payload)?;
            }
            Ok(())
        })
    }
}
