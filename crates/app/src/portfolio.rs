//! The portfolio in memory: loaded by one scan, reloaded when the ledger has moved.

mod owed;
mod read;
mod sight;

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use kernel::{Currency, Date, Timestamp, search_key};
use ledger::search::{AccountEntry, ContactEntry, Directory, Pieces};
use ledger::{AccountId, Contact, CreditorId, DebtorId, DebtorKind, Portfolio};
use store::{AccountLine, Tx};

use crate::letters::{mail_address, phone_number};
use crate::news::{Seen, Touches, touches};
use crate::worklist::Past;
use crate::{Desk, DeskError};

pub(crate) use owed::Owed;
pub(crate) use read::{allocation_row, item_row};
pub(crate) use sight::{Scope, Sight, SightCache};

/// What lists show of an account, beside its open items.
#[derive(Debug, Clone)]
pub struct AccountCard {
    /// Account.
    pub id: AccountId,
    /// Who owes.
    pub debtor: DebtorId,
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
    /// A mail can be sent: an address that can be one, and did not bounce.
    pub has_email: bool,
    /// A telephone number that can be one is known.
    pub has_phone: bool,
    /// Country of the address.
    pub country: Box<str>,
    /// Strategy chosen by hand.
    pub strategy: Option<Box<str>>,
    /// Last day of a pause.
    pub paused_until: Option<Date>,
}

impl AccountCard {
    pub(crate) fn of(line: &AccountLine, contacts: &[Contact]) -> Self {
        let (account, debtor) = (&line.account, &line.debtor);
        Self {
            id: account.id,
            debtor: debtor.id,
            creditor: account.creditor_id,
            number: account.number.as_str().into(),
            name: debtor.name.as_str().into(),
            kind: debtor.kind,
            siren: debtor.siren.as_ref().map(|s| s.as_str().into()),
            salesperson: account.salesperson.as_str().into(),
            postable: debtor.is_postable(),
            has_email: contacts.iter().any(|c| c.bounced_on.is_none() && mail_address(&c.email).is_some()),
            has_phone: contacts.iter().any(|c| phone_number(&c.phone).is_some()),
            country: debtor.address.country.as_str().into(),
            strategy: account.strategy.as_deref().map(Into::into),
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
    /// How its payers paid, for the view of today; nothing for that of another day.
    pub(crate) past: Past,
    /// Digest of the contacts the cards were made from.
    contacts: u64,
    owed: OnceLock<Vec<Owed>>,
    pieces: OnceLock<Pieces>,
    directory: OnceLock<Arc<Directory>>,
    making: Mutex<()>,
}

impl View {
    /// What each account owes, in the order of the cards.
    pub(crate) fn owed(&self) -> &[Owed] {
        self.owed.get_or_init(|| owed::all(self))
    }

    /// The ends of the numbers of open pieces.
    pub(crate) fn pieces(&self) -> &Pieces {
        self.pieces.get_or_init(|| Pieces::of(&self.portfolio))
    }

    /// True when both would give the same directory: names move less often than amounts.
    fn names_as(&self, other: &Self) -> bool {
        let same = |(a, b): (&AccountCard, &AccountCard)| {
            a.debtor == b.debtor && a.number == b.number && a.name == b.name && a.siren == b.siren
        };
        self.contacts == other.contacts
            && self.cards.len() == other.cards.len()
            && self.cards.iter().zip(&other.cards).all(same)
    }
}

/// The last view read, and up to which entry.
#[derive(Debug, Default)]
pub(crate) struct PortfolioCache(Mutex<Option<(Arc<View>, Seen)>>);

impl Desk {
    /// Open items as the ledger stands today, from memory while nothing was written that touches them.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn view(&self) -> Result<Arc<View>, DeskError> {
        let mut cache = self.portfolio.0.lock().unwrap_or_else(PoisonError::into_inner);
        let today = self.today();
        if let Some((view, seen)) = cache.as_mut().filter(|(view, _)| view.as_of == today) {
            let news = self.store.read(|tx| {
                let stamp = tx.timeline().stamp()?;
                Ok::<_, DeskError>(if seen.is_current(stamp) { Some((None, true)) } else { told(seen, tx)? })
            })?;
            if let Some((now, true)) = news {
                if let Some(now) = now {
                    *seen = now;
                }
                return Ok(Arc::clone(view));
            }
        }
        let (view, now) = self.read_view(today)?;
        if let Some((before, _)) = cache.as_ref()
            && let Some(known) = before.directory.get()
            && before.names_as(&view)
        {
            view.directory.get_or_init(|| Arc::clone(known));
        }
        let view = Arc::new(view);
        *cache = Some((Arc::clone(&view), now));
        Ok(view)
    }

    /// The words of a view, made when the first search asks for them.
    pub(crate) fn directory(&self, view: &View) -> Result<Arc<Directory>, DeskError> {
        // Whoever comes meanwhile waits, and finds it made.
        let _one = view.making.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = view.directory.get() {
            return Ok(Arc::clone(known));
        }
        let made = self.store.read(|tx| {
            let mut directory = Directory::of_accounts(view.cards.iter().map(|c| AccountEntry {
                debtor: c.debtor,
                name: &c.name,
                number: &c.number,
                siren: c.siren.as_deref(),
            }));
            tx.contacts().each::<DeskError>(|c| {
                let (id, debtor, name, email, phone) = (c.id, c.debtor_id, &c.name, &c.email, &c.phone);
                directory.add_contact(ContactEntry { id, debtor, name, email, phone });
                Ok(())
            })?;
            Ok::<_, DeskError>(directory.finish())
        })?;
        Ok(Arc::clone(view.directory.get_or_init(|| Arc::new(made))))
    }

    /// Reads what the pages answer from, so that the first of them need not wait for it.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn warm(&self) -> Result<(), DeskError> {
        // The first page is that of the day: search comes after it.
        let view = Arc::clone(&self.day()?.view);
        view.pieces();
        self.directory(&view).map(drop)
    }

    /// Open items as they stood at the end of `as_of`, by accounting dates; read afresh.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn view_as_of(&self, as_of: Date) -> Result<View, DeskError> {
        Ok(self.read_view(as_of)?.0)
    }
}

/// The look that now holds, and whether what was written since leaves the open items as they are.
fn told(seen: &Seen, tx: &mut Tx) -> Result<Option<(Option<Seen>, bool)>, DeskError> {
    let news = seen.news(tx)?;
    Ok(news.map(|(now, marks)| (Some(now), !marks.iter().any(|mark| touches(&mark.kind) == Touches::Ledger))))
}
