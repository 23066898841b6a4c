//! Reading the open items: on several connections at once, so that every processor reads.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, OnceLock};
use std::thread::ScopedJoinHandle;

use kernel::{Currency, Date, Timestamp};
use ledger::portfolio::{AccountRow, AllocationRow, ItemRow, PortfolioBuilder, Settlements};
use ledger::{DebtorId, Portfolio};
use store::{Part, ScannedAllocation, ScannedItem, Tx};

use super::{AccountCard, View};
use crate::letters::{mail_address, phone_number};
use crate::news::Seen;
use crate::worklist::{Past, PastPiece, PastReader, Relations};
use crate::{Desk, DeskError};

/// Connections that read at once, at most.
const READERS: usize = 4;
/// Parts that a large import is cut into: the readers take them in turn, so that none waits for another.
const PARTS: i64 = 16;
/// Looks at a ledger that moves while it is read; after them, one connection reads all of it.
const LOOKS: usize = 3;

/// Whom the pieces belong to.
struct Cards {
    list: Vec<AccountCard>,
    rows: Vec<AccountRow>,
}

/// Whom a mail or a call can reach.
struct Reached {
    email: HashSet<DebtorId>,
    phone: HashSet<DebtorId>,
    /// Digest of the contacts read.
    contacts: u64,
}

/// What was taken off the pieces.
struct Matches {
    settled: Settlements,
    past: Option<PastReader>,
}

/// The open items of some parts, and the pieces of the past among them.
struct Pieces {
    open: PortfolioBuilder,
    past: Vec<PastPiece>,
    relations: Relations,
}

/// What one look at the ledger found.
struct Found {
    seen: Seen,
    cards: Vec<AccountCard>,
    contacts: u64,
    portfolio: Portfolio,
    past: Past,
}

impl Desk {
    /// The ledger as it stood at the end of `as_of`, and up to which entry it was read.
    pub(super) fn read_view(&self, as_of: Date) -> Result<(View, Seen), DeskError> {
        let read_at = self.now();
        let day = (as_of, as_of == self.today());
        let readers = rayon::current_num_threads().clamp(1, READERS);
        for _ in 0..LOOKS {
            if readers > 1
                && let Some(found) = self.look_together(day, readers)?
            {
                return Ok(view(found, as_of, read_at));
            }
        }
        Ok(view(self.look_alone(day)?, as_of, read_at))
    }

    /// One look on one connection.
    fn look_alone(&self, day: (Date, bool)) -> Result<Found, DeskError> {
        self.store.read(|tx| {
            let (seen, cards, matches, reached) = (Seen::read(tx)?, cards(tx)?, matches(tx, day)?, reached(tx)?);
            let Cards { list, rows } = cards.reached(&reached);
            let first = PortfolioBuilder::new(rows, matches.settled);
            let pieces = pieces(tx, &first, (&[Part::WHOLE], day))?;
            let (portfolio, past) = finish(first, matches.past, vec![pieces]);
            Ok(Found { seen, cards: list, contacts: reached.contacts, portfolio, past })
        })
    }

    /// One look on several connections; none when the ledger moved between them.
    fn look_together(&self, day: (Date, bool), readers: usize) -> Result<Option<Found>, DeskError> {
        let (owners, taken) = std::thread::scope(|scope| {
            let taken = scope.spawn(|| {
                self.store.read(|tx| Ok::<_, DeskError>((tx.timeline().stamp()?, matches(tx, day)?, reached(tx)?)))
            });
            let owners = self.store.read(|tx| {
                let (seen, parts) = (Seen::read(tx)?, tx.item_parts(PARTS)?);
                Ok::<_, DeskError>((seen, parts, cards(tx)?))
            });
            (owners, joined(taken))
        });
        let ((seen, parts, cards), (stamp, matches, reached)) = (owners?, taken?);
        if !seen.is_current(stamp) {
            return Ok(None);
        }
        let Cards { list, rows } = cards.reached(&reached);
        let first = PortfolioBuilder::new(rows, matches.settled);
        let read = |n: usize| {
            let mine: Vec<Part> = parts.iter().skip(n).step_by(readers).copied().collect();
            self.store.read(|tx| Ok::<_, DeskError>((tx.timeline().stamp()?, pieces(tx, &first, (&mine, day))?)))
        };
        let read = &read;
        let found: Result<Vec<_>, DeskError> = std::thread::scope(|scope| {
            let others: Vec<_> = (1..readers).map(|n| scope.spawn(move || read(n))).collect();
            std::iter::once(read(0)).chain(others.into_iter().map(joined)).collect()
        });
        let (stamps, pieces): (Vec<_>, Vec<_>) = found?.into_iter().unzip();
        if !stamps.into_iter().all(|stamp| seen.is_current(stamp)) {
            return Ok(None);
        }
        let (portfolio, past) = finish(first, matches.past, pieces);
        Ok(Some(Found { seen, cards: list, contacts: reached.contacts, portfolio, past }))
    }
}

/// What a thread found; its panic goes on here.
fn joined<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

fn finish(first: PortfolioBuilder, past: Option<PastReader>, pieces: Vec<Pieces>) -> (Portfolio, Past) {
    let (mut open, mut touched, mut relations) = (Vec::new(), Vec::new(), Relations::default());
    for part in pieces {
        open.push(part.open);
        touched.push(part.past);
        relations.join(part.relations);
    }
    let past = || past.map_or_else(Past::default, |past| past.finish(touched.concat(), relations));
    rayon::join(|| first.finish_with(open), past)
}

fn view(found: Found, as_of: Date, read_at: Timestamp) -> (View, Seen) {
    let Found { seen, cards, contacts, portfolio, past } = found;
    let mut counts: HashMap<Currency, usize> = HashMap::new();
    for run in portfolio.currencies().chunk_by(|a, b| a == b) {
        *counts.entry(run[0]).or_default() += run.len();
    }
    let currency = counts.into_iter().max_by_key(|(c, n)| (*n, *c)).map_or(Currency::EUR, |(c, _)| c);
    let view = View {
        portfolio,
        cards,
        as_of,
        read_at,
        currency,
        past,
        contacts,
        owed: OnceLock::new(),
        pieces: OnceLock::new(),
        directory: OnceLock::new(),
        making: Mutex::new(()),
    };
    (view, seen)
}

/// The matches until a day; where that day is today, with the past that they tell.
fn matches(tx: &mut Tx, (as_of, today): (Date, bool)) -> Result<Matches, DeskError> {
    let mut past = today.then(|| PastReader::read(tx, as_of)).transpose()?;
    let mut settled = Settlements::until(Some(as_of));
    tx.scan_allocations::<DeskError>(None, |a| {
        settled.add(allocation_row(&a));
        if let Some(past) = &mut past {
            past.add(&a);
        }
        Ok(())
    })?;
    Ok(Matches { settled, past })
}

fn pieces(
    tx: &mut Tx,
    first: &PortfolioBuilder,
    (parts, (as_of, today)): (&[Part], (Date, bool)),
) -> Result<Pieces, DeskError> {
    let mut open = first.beside(parts.iter().map(|part| part.rows()).sum());
    let (mut past, mut relations) = (Vec::new(), Relations::default());
    let day = kernel::epoch_day(as_of);
    for part in parts {
        tx.scan_items_in::<DeskError>(*part, |i| {
            if today {
                relations.add(&i, day);
            }
            if open.add(item_row(&i)) {
                past.extend(PastPiece::of(&i));
            }
            Ok(())
        })?;
    }
    Ok(Pieces { open, past, relations })
}

/// A piece of a scan as the portfolio takes it.
pub(crate) fn item_row(i: &ScannedItem) -> ItemRow<'_> {
    ItemRow {
        id: i.id,
        account: i.account_id,
        kind: i.kind,
        amount: i.amount_minor,
        currency: i.currency,
        entry_day: i.entry_on,
        issue_day: i.issue_on,
        due_day: i.due_on,
        due_inferred: i.due_inferred,
        number: &i.number,
    }
}

/// A match of a scan as the portfolio takes it.
pub(crate) fn allocation_row(a: &ScannedAllocation) -> AllocationRow {
    AllocationRow { debit: a.debit_id, credit: a.credit_id, amount: a.amount_minor, on_day: a.on }
}

fn reached(tx: &mut Tx) -> Result<Reached, DeskError> {
    let (mut email, mut phone) = (HashSet::new(), HashSet::new());
    let mut digest = DefaultHasher::new();
    tx.contacts().each::<DeskError>(|c| {
        (c.id.0, c.debtor_id.0, &c.name, &c.email, &c.phone).hash(&mut digest);
        if !c.bounced && mail_address(&c.email).is_some() {
            email.insert(c.debtor_id);
        }
        if phone_number(&c.phone).is_some() {
            phone.insert(c.debtor_id);
        }
        Ok(())
    })?;
    Ok(Reached { email, phone, contacts: digest.finish() })
}

/// The accounts; whom a mail or a call reaches is read beside.
fn cards(tx: &mut Tx) -> Result<Cards, DeskError> {
    let mut cards = Vec::new();
    let mut accounts = Vec::new();
    let mut returned = Vec::new();
    tx.scan_accounts::<DeskError>(|a| {
        accounts.push(AccountRow { id: a.id, creditor: a.creditor_id, debtor: a.debtor_id });
        if a.returned {
            returned.push(a.debtor_id);
        }
        cards.push(AccountCard {
            id: a.id,
            debtor: a.debtor_id,
            creditor: a.creditor_id,
            number: a.number.into(),
            name: a.name.into(),
            kind: a.kind,
            siren: a.siren.map(Into::into),
            salesperson: a.salesperson.into(),
            postable: a.postable,
            has_email: false,
            has_phone: false,
            country: a.country.into(),
            strategy: a.strategy.map(Into::into),
            paused_until: a.paused_until,
        });
        Ok(())
    })?;
    if !returned.is_empty() {
        // A letter came back from an address of theirs: from the one they have now?
        let debtors = tx.debtors().get_many(&returned)?;
        let unknown: HashSet<DebtorId> = debtors.iter().filter(|d| !d.is_postable()).map(|d| d.id).collect();
        for card in cards.iter_mut().filter(|card| unknown.contains(&card.debtor)) {
            card.postable = false;
        }
    }
    Ok(Cards { list: cards, rows: accounts })
}

impl Cards {
    fn reached(mut self, by: &Reached) -> Self {
        for card in &mut self.list {
            card.has_email = by.email.contains(&card.debtor);
            card.has_phone = by.phone.contains(&card.debtor);
        }
        self
    }
}
