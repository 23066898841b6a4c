//! Who stands in a case beside its debtor: those who owe the same, who warranted it, who act in it.

use ledger::{Account, Address};
use serde_json::json;
use store::{CaseId, CaseParty, CasePartyId, Tx};

use super::PartyOrder;
use super::open::{facts, open_case, worded};
use crate::desk::About;
use crate::{Actor, CaseRefusal, Desk, DeskError, Permission};

impl Desk {
    /// Adds a party to an open case.
    ///
    /// # Errors
    /// [`CaseRefusal::PartyNameMissing`], [`CaseRefusal::PartyOfOther`].
    pub fn add_party(&self, actor: &Actor, id: CaseId, order: &PartyOrder) -> Result<CasePartyId, DeskError> {
        actor.may(Permission::EditAccount)?;
        self.store.write("case.party", |tx| {
            let (case, account) = open_case(tx, actor, id)?;
            let party = self.party(tx, actor, (id, &account), order)?;
            tx.cases().add_party(&party)?;
            self.stay_case(tx, &case)?;
            let mut payload = facts(&case);
            payload["role"] = json!(party.role);
            payload["name"] = party.name.as_str().into();
            self.note(tx, actor, About::account(&account), "case.party", &payload)?;
            Ok(party.id)
        })
    }

    /// Takes a party out of an open case.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`CaseRefusal::Closed`].
    pub fn drop_party(&self, actor: &Actor, id: CaseId, party: CasePartyId) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        self.store.write("case.party_out", |tx| {
            let (case, account) = open_case(tx, actor, id)?;
            let gone = tx.cases().party(party)?;
            if gone.case_id != id {
                return Err(DeskError::NotFound { what: "party", key: party.to_string() });
            }
            tx.cases().drop_party(party)?;
            let mut payload = facts(&case);
            payload["role"] = json!(gone.role);
            payload["name"] = gone.name.as_str().into();
            Ok(self.note(tx, actor, About::account(&account), "case.party_out", &payload)?)
        })
    }

    /// A party as it is kept. One who has an account with the same creditor is named and addressed as there.
    pub(super) fn party(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (case, account): (CaseId, &Account),
        order: &PartyOrder,
    ) -> Result<CaseParty, DeskError> {
        let (mut name, mut address, mut debtor_id) = (worded(&order.name)?, worded(&order.address)?, None);
        if let Some(theirs) = order.account {
            let theirs = actor.find(tx, theirs)?;
            if theirs.creditor_id != account.creditor_id {
                return Err(CaseRefusal::PartyOfOther.into());
            }
            let debtor = tx.debtors().get(theirs.debtor_id)?;
            debtor_id = Some(debtor.id);
            if name.is_empty() {
                name.clone_from(&debtor.name);
            }
            if address.is_empty() {
                address = lines(&debtor.address);
            }
        }
        if name.is_empty() {
            return Err(CaseRefusal::PartyNameMissing.into());
        }
        let (id, role, note) = (CasePartyId(self.id()), order.role, worded(&order.note)?);
        Ok(CaseParty { id, case_id: case, account_id: account.id, role, name, address, note, debtor_id })
    }
}

/// An address as it is written, a line each.
fn lines(address: &Address) -> String {
    let town = format!("{} {}", address.postcode, address.city);
    let all = [address.street.as_str(), &address.complement, town.trim(), &address.country];
    all.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
