//! The portfolio in memory: loaded by one scan, reloaded when the ledger has moved.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use kernel::{Currency, Date, Timestamp, search_key};
use ledger::portfolio::{AccountRow, AllocationRow, ItemRow};
use ledger::{AccountId, CreditorId, DebtorKind, Portfolio};
use store::{AccountLine, Scanned, Tx};

use crate::{Desk, DeskError};

/// What lists show of an account, beside its open items.
#[derive(Debug, Clone)]
pub struct AccountCard {
    /// Account.
    pub id: AccountId,
    /// Creditor.
    pub creditor: CreditorId,
    /// Customer code.
    pub number: Box<str>,
    /// Name of the debtor.
    pub name: Box<str>,
    /// Legal kind.
    pub kind: DebtorKind,
    /// SIREN.
    pub siren: Option<Box<str>>,
    /// Salesperson.
    pub salesperson: Box<str>,
    /// A letter can be posted.
    pub postable: bool,
    /// A mail can be sent.
    pub has_email: bool,
    /// Last day of a pause.
    pub paused_until: Option<Date>,
}

impl AccountCard {
    pub(crate) fn of(line: &AccountLine, has_email: bool) -> Self {
        let (account, debtor) = (&line.account, &line.debtor);
        Self {
            id: account.id,
            creditor: account.creditor_id,
            number: account.number.as_str().into(),
            name: debtor.name.as_str().into(),
            kind: debtor.kind,
            siren: debtor.siren.as_ref().map(|s| s.as_str().into()),
            salesperson: account.salesperson.as_str().into(),
            postable: debtor.address.is_postable(),
            has_email,
            paused_until: account.paused_until,
        }
    }

    /// Search key of the name.
    pub fn name_key(&self) -> String {
        search_key(&self.name)
    }
}

/// Open items and who they belong to, at one moment of the ledger.
#[derive(Debug)]
pub struct View {
    /// Open items.
    pub portfolio: Portfolio,
    /// One card per account of the portfolio, in its order.
    pub cards: Vec<AccountCard>,
    /// The day it shows: later entries do not exist yet.
    pub as_of: Date,
    /// When it was read.
    pub read_at: Timestamp,
    /// The currency with most open items; the euro when nothing is open.
    pub currency: Currency,
    stamp: (i64, i64),
}

impl View {
    /// Position of each account of `creditor`, or of all.
    pub fn positions(&self, creditor: Option<CreditorId>) -> impl Iterator<Item = usize> + '_ {
        self.cards.iter().enumerate().filter(move |(_, c)| creditor.is_none_or(|id| c.creditor == id)).map(|(i, _)| i)
    }
}

/// The last view read.
#[derive(Debug, Default)]
pub(crate) struct PortfolioCache(Mutex<Option<Arc<View>>>);

impl Desk {
    /// Open items as the ledger stands today, from memory when nothing was written since.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn view(&self) -> Result<Arc<View>, DeskError> {
        let mut cache = self.portfolio.0.lock().unwrap_or_else(PoisonError::into_inner);
        let stamp = self.store.read(|tx| tx.timeline().stamp())?;
        let today = self.today();
        if let Some(view) = cache.as_ref().filter(|v| v.stamp == stamp && v.as_of == today) {
            return Ok(Arc::clone(view));
        }
        let view = Arc::new(self.read_view(today)?);
        *cache = Some(Arc::clone(&view));
        Ok(view)
    }

    /// Open items as they stood at the end of `as_of`, by accounting dates; read afresh.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn view_as_of(&self, as_of: Date) -> Result<View, DeskError> {
        self.read_view(as_of)
    }

    fn read_view(&self, as_of: Date) -> Result<View, DeskError> {
        let read_at = self.now();
        let (stamp, cards, accounts) = self.store.read(|tx| {
            let stamp = tx.timeline().stamp()?;
            let (cards, accounts) = cards(tx)?;
            Ok::<_, DeskError>((stamp, cards, accounts))
        })?;
        // Read after the stamp: what is written in between only makes the next view come sooner.
        let mut items = Vec::new();
        let mut allocations = Vec::new();
        self.store.scan_open::<DeskError>(|row| {
            match row {
                Scanned::Item(i) => items.push(ItemRow {
                    id: i.id,
                    account: i.account_id,
                    kind: i.kind,
                    amount: i.amount_minor,
                    currency: i.currency,
                    entry_day: i.entry_on,
                    issue_day: i.issue_on,
                    due_day: i.due_on,
                    due_inferred: i.due_inferred,
                }),
                Scanned::Allocation(a) => allocations.push(AllocationRow {
                    debit: a.debit_id,
                    credit: a.credit_id,
                    amount: a.amount_minor,
                    on_day: a.on,
                }),
            }
            Ok(())
        })?;
        let portfolio = Portfolio::build(accounts, items, &allocations, Some(as_of));
        let mut counts: HashMap<Currency, usize> = HashMap::new();
        for position in 0..portfolio.accounts().len() {
            for item in portfolio.items(position) {
                *counts.entry(item.currency).or_default() += 1;
            }
        }
        let currency = counts.into_iter().max_by_key(|(c, n)| (*n, *c)).map_or(Currency::EUR, |(c, _)| c);
        Ok(View { portfolio, cards, as_of, read_at, currency, stamp })
    }
}

fn cards(tx: &mut Tx) -> Result<(Vec<AccountCard>, Vec<AccountRow>), DeskError> {
    let with_email = tx.contacts().debtors_with_email()?;
    let mut cards = Vec::new();
    let mut accounts = Vec::new();
    tx.accounts().for_each::<DeskError>(None, |line| {
        let (account, debtor) = (&line.account, &line.debtor);
        accounts.push(AccountRow { id: account.id, creditor: account.creditor_id, debtor: debtor.id });
        cards.push(AccountCard::of(&line, with_email.contains(&debtor.id)));
        Ok(())
    })?;
    Ok((cards, accounts))
}
