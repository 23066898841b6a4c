//! Reading what the ledger knows of a creditor.

use std::collections::HashMap;

use kernel::from_epoch_day;
use ledger::imports::{Known, KnownAccount, KnownItem};
use ledger::{AccountId, Contact, CreditorId, DebtorId};

use crate::{Desk, DeskError};

impl Desk {
    pub(super) fn known(&self, creditor: CreditorId) -> Result<Known, DeskError> {
        let mut known = Known::default();
        let (lines, contacts, groups, others) = self.store.read(|tx| {
            let mut lines = Vec::new();
            tx.accounts().for_each::<DeskError>(Some(creditor), |line| {
                lines.push(line);
                Ok(())
            })?;
            let debtors: Vec<DebtorId> = lines.iter().map(|l| l.debtor.id).collect();
            let contacts = tx.contacts().of_debtors(&debtors)?;
            let others = tx.debtors().sirens_elsewhere(creditor)?;
            Ok::<_, DeskError>((lines, contacts, tx.groups().list()?, others))
        })?;
        let mut by_debtor: HashMap<DebtorId, Vec<Contact>> = HashMap::new();
        for contact in contacts {
            by_debtor.entry(contact.debtor_id).or_default().push(contact);
        }
        let mut place: HashMap<AccountId, String> = HashMap::with_capacity(lines.len());
        for line in lines {
            place.insert(line.account.id, line.account.number.clone());
            let contacts = by_debtor.remove(&line.debtor.id).unwrap_or_default();
            let number = line.account.number.clone();
            let account = KnownAccount { account: line.account, debtor: line.debtor, contacts, items: Vec::new() };
            known.accounts.insert(number, account);
        }
        // Pieces come in the order of accounts then ids: one look-up per account.
        let mut current: Option<AccountId> = None;
        let mut items: Vec<KnownItem> = Vec::new();
        let mut put = |account: Option<AccountId>, items: Vec<KnownItem>| {
            if let Some(found) = account.and_then(|a| place.get(&a)).and_then(|n| known.accounts.get_mut(n)) {
                found.items = items;
            }
        };
        self.store.read(|tx| {
            tx.scan_known::<DeskError>(creditor, |item| {
                if current != Some(item.account_id) {
                    put(current, std::mem::take(&mut items));
                    current = Some(item.account_id);
                }
                items.push(KnownItem {
                    id: item.id,
                    key: item.key.into(),
                    number: item.number.into(),
                    kind: item.kind,
                    amount: item.amount_minor,
                    currency: item.currency,
                    entry_on: from_epoch_day(item.entry_on),
                    issue_on: from_epoch_day(item.issue_on),
                    due_on: from_epoch_day(item.due_on),
                    due_inferred: item.due_inferred,
                    open: item.open_minor,
                });
                Ok(())
            })
        })?;
        put(current, items);
        known.groups = groups.into_iter().map(|g| (g.name.clone(), g)).collect();
        known.debtors_by_siren = others;
        Ok(known)
    }
}
