//! One search: the candidates of each kind, the best of them, and their words.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use kernel::{Currency, Date, Money, from_epoch_day};
use ledger::portfolio::OpenItem;
use ledger::search::{Directory, Owners, Reason, number_key};
use ledger::{Contact, ContactId, CreditorId, Item, ItemId, ItemKind, Sought};

use super::{AccountHit, ContactHit, FoundAccount, Group, ItemHit};
use crate::portfolio::{Sight, View};
use crate::{Desk, DeskError};

/// Pieces and contacts looked at: past that, the best of them are not worth waiting for.
const CONSIDERED: usize = 1000;
/// Pieces taken from the ledger by the beginning of their number.
const NUMBERED: u32 = 200;
/// The same where some of them are out of reach.
const NUMBERED_AMONG: u32 = 5_000;

/// A search over one view.
pub(super) struct Finder<'s> {
    desk: &'s Desk,
    view: &'s Sight,
    sought: &'s Sought,
    directory: Arc<Directory>,
    creditor: Option<CreditorId>,
    /// Accounts of the names typed beside a number or an amount.
    named: Option<Owners>,
    creditors: HashMap<CreditorId, (String, String)>,
}

/// A piece that was found.
struct Piece {
    position: usize,
    reason: Reason,
    id: ItemId,
    number: String,
    kind: ItemKind,
    currency: Currency,
    amount: i64,
    open: i64,
    due_on: Date,
}

impl Piece {
    fn of_open(view: &View, position: usize, item: &OpenItem, reason: Reason) -> Self {
        let number = view.portfolio.numbers(position).find(|(id, _)| *id == item.id);
        Self {
            position,
            reason,
            id: item.id,
            number: number.map(|(_, number)| number.to_owned()).unwrap_or_default(),
            kind: item.kind,
            currency: item.currency,
            amount: item.amount,
            open: item.open,
            due_on: from_epoch_day(item.due_day),
        }
    }

    fn of_row(view: &View, position: usize, item: Item) -> Self {
        let open = view.portfolio.item(position, item.id).map_or(0, |open| open.open);
        Self {
            position,
            reason: Reason::Number,
            id: item.id,
            number: item.number,
            kind: item.kind,
            currency: item.amount.currency(),
            amount: item.amount.minor(),
            open,
            due_on: item.due_on,
        }
    }
}

/// The first `limit` of the candidates in the order of `rank`, which is asked once for each.
fn best<T, K: Ord>(candidates: Vec<T>, limit: usize, rank: impl Fn(&T) -> K) -> Vec<T> {
    let mut ranked: Vec<(K, T)> = candidates.into_iter().map(|candidate| (rank(&candidate), candidate)).collect();
    if ranked.len() > limit {
        ranked.select_nth_unstable_by(limit, |(a, _), (b, _)| a.cmp(b));
        ranked.truncate(limit);
    }
    ranked.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    ranked.into_iter().map(|(_, candidate)| candidate).collect()
}

impl<'s> Finder<'s> {
    pub(super) fn new(
        desk: &'s Desk,
        view: &'s Sight,
        sought: &'s Sought,
        creditor: Option<CreditorId>,
    ) -> Result<Self, DeskError> {
        let directory = desk.directory(view)?;
        let named = (!sought.names.is_empty()).then(|| directory.accounts_named(&sought.names));
        let creditors = desk.creditor_names()?;
        Ok(Self { desk, view, sought, directory, creditor, named, creditors })
    }

    /// True for accounts that may be shown to who asks. Every result passes here.
    fn seen(&self, position: usize) -> bool {
        let card = self.view.cards.get(position);
        self.view.holds(position)
            && card.is_some_and(|card| self.creditor.is_none_or(|creditor| card.creditor == creditor))
    }

    /// The same, and of the one whose name was typed beside the number or the amount.
    fn seen_and_named(&self, position: usize) -> bool {
        self.named.as_ref().is_none_or(|these| these.contains(position)) && self.seen(position)
    }

    pub(super) fn accounts(&self, limit: usize) -> Group<AccountHit> {
        let owed = self.view.owed();
        let named = self.directory.accounts(self.sought);
        let owing = self.owing().filter(|position| !named.contains(*position));
        let found = named.iter().map(|position| (position, Reason::Name)).chain(owing.map(|p| (p, Reason::Owed)));
        let found: Vec<(usize, Reason)> = found.filter(|(position, _)| self.seen(*position)).collect();
        let total = found.len();
        let rank = |(position, reason): &(usize, Reason)| {
            let sums = &owed[*position];
            let card = &self.view.cards[*position];
            let exact = is_folded(&card.number, &self.sought.compact) || card.siren.as_deref() == Some(self.siren());
            let close = match reason {
                Reason::Owed => Reverse(2),
                _ if exact => Reverse(4),
                _ => self.directory.closeness(*position, self.sought),
            };
            (close, Reverse((sums.overdue, sums.total)), card.id)
        };
        let hits = best(found, limit, rank).into_iter().map(|(position, reason)| AccountHit {
            reason: if reason == Reason::Name { self.why(position) } else { reason },
            account: self.account(position),
        });
        Group { hits: hits.collect(), total, more: false }
    }

    /// The SIREN that the query would be.
    fn siren(&self) -> &str {
        self.sought.siren.as_deref().unwrap_or(&self.sought.compact)
    }

    /// What of an account that was found by words is what was looked for.
    fn why(&self, position: usize) -> Reason {
        let (card, sought) = (&self.view.cards[position], self.sought);
        let siren = card.siren.as_deref().unwrap_or_default();
        let marked = |text: &str| !kernel::marks(text, &sought.keys()).is_empty();
        match () {
            () if !siren.is_empty() && siren.starts_with(self.siren()) => Reason::Siren,
            () if number_key(&card.number).starts_with(&sought.compact) => Reason::Code,
            () if marked(&card.name) => Reason::Name,
            () if marked(&card.number) => Reason::Code,
            () if sought.words.iter().any(|word| siren.starts_with(word.as_str())) => Reason::Siren,
            () => Reason::Name,
        }
    }

    /// Accounts that owe exactly one of the amounts, in all or overdue.
    fn owing(&self) -> impl Iterator<Item = usize> + '_ {
        let amounts = &self.sought.amounts;
        let owed = if amounts.is_empty() { &[] } else { self.view.owed() };
        let named = move |position: &usize| self.seen_and_named(*position);
        let is = move |minor: i64, currency: Currency| {
            minor != 0 && amounts.iter().any(|a| a.minor(currency.digits()) == Some(minor.saturating_abs()))
        };
        let these = owed.iter().enumerate().filter(move |(_, o)| is(o.total, o.currency) || is(o.overdue, o.currency));
        these.map(|(position, _)| position).filter(named)
    }

    /// Pieces by number and by amount, and whether there may be more of them.
    fn pieces(&self) -> Result<(Vec<Piece>, bool), DeskError> {
        let (view, sought) = (self.view, self.sought);
        let mut found: Vec<Piece> = Vec::new();
        let mut more = false;
        let today = view.as_of;
        for (beginning, of_name) in [(sought.number(), false), (sought.number_of_name(), true)] {
            let Some(beginning) = beginning else { continue };
            let most = if view.is_whole() { NUMBERED } else { NUMBERED_AMONG };
            let rows = self.desk.store.read(|tx| tx.items().numbered_from(beginning, most))?;
            more |= u32::try_from(rows.len()).is_ok_and(|n| n == most);
            let at = |item: Item| view.portfolio.position(item.account_id).map(|position| (position, item));
            let rows = rows.into_iter().filter(|item| item.entry_on <= today).filter_map(at);
            let seen = |position| if of_name { self.seen_and_named(position) } else { self.seen(position) };
            let rows = rows.filter(|(position, _)| seen(*position));
            found.extend(rows.map(|(position, item)| Piece::of_row(view, position, item)));
        }
        let seen = |position| self.seen_and_named(position);
        let by_amount = view.portfolio.with_amounts(&sought.amounts, &seen, CONSIDERED);
        let by_end = sought.tail.map(|tail| view.pieces().ending(&view.portfolio, tail, &seen, CONSIDERED));
        let by_end = by_end.unwrap_or_default();
        more |= by_amount.len() == CONSIDERED || by_end.len() == CONSIDERED;
        let of_open = |f: &ledger::search::FoundPiece| Piece::of_open(view, f.position, &f.item, f.reason);
        found.extend(by_end.iter().chain(&by_amount).map(of_open));
        let mut once = HashSet::new();
        found.retain(|piece| once.insert(piece.id));
        Ok((found, more))
    }

    pub(super) fn items(&self, limit: usize) -> Result<Group<ItemHit>, DeskError> {
        let (found, more) = self.pieces()?;
        let total = found.len();
        let rank = |piece: &Piece| {
            let first = match piece.reason {
                _ if is_folded(&piece.number, &self.sought.compact) => 0,
                Reason::OpenAmount => 1,
                Reason::NumberEnd => 2,
                Reason::Number => 3,
                _ => 4,
            };
            (first, piece.open == 0, Reverse(piece.open.saturating_abs()), piece.open < 0, piece.id)
        };
        let hits = best(found, limit, rank).into_iter().map(|piece| ItemHit {
            reason: piece.reason,
            id: piece.id,
            number: piece.number,
            kind: piece.kind,
            currency: piece.currency,
            amount: Money::new(piece.amount, piece.currency),
            open: Money::new(piece.open, piece.currency),
            due: piece.due_on,
            account: self.account(piece.position),
        });
        Ok(Group { hits: hits.collect(), total, more })
    }

    /// Contacts found, each beside each account of its debtor. An account that its own name leads to is not
    /// told once more for the name in its mail address, unless an address was typed.
    fn people(&self) -> (Vec<(ContactId, usize, Reason)>, bool) {
        let address = self.sought.mail.as_deref().is_some_and(|mail| mail.contains('@'));
        let named = if address { None } else { Some(self.directory.accounts(self.sought)) };
        let all = self.directory.contacts(self.sought).into_iter();
        let each = all.flat_map(|(id, debtor, reason)| {
            self.directory.accounts_of(debtor).map(move |position| (id, position, reason))
        });
        let more_than_named = |position| !named.as_ref().is_some_and(|these| these.contains(position));
        let told = |(_, position, _): &(_, usize, _)| more_than_named(*position) && self.seen(*position);
        let mut found: Vec<_> = each.filter(told).take(CONSIDERED + 1).collect();
        let more = found.len() > CONSIDERED;
        found.truncate(CONSIDERED);
        (found, more)
    }

    pub(super) fn contacts(&self, limit: usize) -> Result<Group<ContactHit>, DeskError> {
        let (found, more) = self.people();
        let total = found.len();
        let owed = self.view.owed();
        let rank = |(id, position, reason): &(ContactId, usize, Reason)| {
            (*reason, Reverse((owed[*position].overdue, owed[*position].total)), *id, *position)
        };
        let found = best(found, limit, rank);
        let ids: Vec<ContactId> = found.iter().map(|(id, ..)| *id).collect();
        let rows = if ids.is_empty() { Vec::new() } else { self.desk.store.read(|tx| tx.contacts().get_many(&ids))? };
        let rows: HashMap<ContactId, Contact> = rows.into_iter().map(|c| (c.id, c)).collect();
        let hit = |(id, position, reason): (ContactId, usize, Reason)| {
            // One that was removed meanwhile is left out.
            let contact = rows.get(&id)?;
            Some(ContactHit {
                reason,
                id,
                name: contact.name.clone(),
                email: contact.email.clone(),
                phone: contact.phone.clone(),
                account: self.account(position),
            })
        };
        Ok(Group { hits: found.into_iter().filter_map(hit).collect(), total, more })
    }

    /// Every account that something found leads to.
    pub(super) fn positions(&self) -> Result<Owners, DeskError> {
        let mut found = self.directory.accounts(self.sought);
        let (pieces, _) = self.pieces()?;
        let people = self.people().0.into_iter().map(|(_, position, _)| position);
        for position in self.owing().chain(pieces.iter().map(|piece| piece.position)).chain(people) {
            found.insert(position);
        }
        Ok(found)
    }

    fn account(&self, position: usize) -> FoundAccount {
        let (card, owed) = (&self.view.cards[position], &self.view.owed()[position]);
        FoundAccount {
            id: card.id,
            number: card.number.to_string(),
            name: card.name.to_string(),
            siren: card.siren.as_deref().map(str::to_owned),
            creditor: self.creditors.get(&card.creditor).map_or_else(String::new, |(code, _)| code.clone()),
            currency: owed.currency,
            total: Money::new(owed.total, owed.currency),
            overdue: Money::new(owed.overdue, owed.currency),
            other_currencies: owed.others,
        }
    }
}

/// True when the letters and digits of a code are `key`, without making the key of the code.
fn is_folded(code: &str, key: &str) -> bool {
    let letters = code.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_lowercase());
    !key.is_empty() && letters.eq(key.bytes())
}
