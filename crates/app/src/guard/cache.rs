//! What rights are worked out from, read once and kept as long as nothing was written that touches it. What one file
//! tells is read again for that file alone.

use std::collections::{BTreeSet, HashMap};
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use judicial::guard::clock::Clocks;
use kernel::{epoch_day, from_epoch_day};
use law::Law;
use ledger::{AccountId, ItemId};
use rayon::prelude::*;
use store::{CaseId, ClaimMove, Mark, RightAlarm, RightKey, RightWaiver, Tx};

use super::GuardSum;
use super::court::{self, Court, CourtRight};
use super::limits::{End, Limits, moves_of};
use super::list::{For, RightOf};
use crate::news::{Seen, Touches, touches};
use crate::portfolio::View;
use crate::{Desk, DeskError, Reach};

/// Kinds of claim of open pieces, as nobody says another.
const KINDS: [&str; 3] = ["b2b", "consumer", "public"];

/// Families of facts that move a right of their account without moving the ledger.
const MOVING: [&str; 6] = ["case", "dispute", "limitation", "plan", "procedure", "title"];

/// The last reading, and up to which entry.
#[derive(Debug, Default)]
pub(crate) struct GuardCache(Mutex<Option<(Seen, Arc<Kept>)>>);

/// What the rights of a view are worked out from.
#[derive(Debug)]
pub(super) struct Kept {
    view: Weak<View>,
    pub days: Arc<Days>,
    files: Vec<Arc<File>>,
    pub said: Arc<Said>,
    /// What is lost soon, by how far who asked sees.
    pub soon: Mutex<Vec<(Reach, GuardSum)>>,
}

/// What stays as long as the open pieces do.
#[derive(Debug)]
pub(super) struct Days {
    /// The pieces supplied before they fall due, with that day, epoch day.
    pub supplied: HashMap<ItemId, i32>,
    /// The terms of law of every day a claim of the view can start on.
    pub clocks: Clocks,
}

/// The rights of one account.
#[derive(Debug, Default)]
pub(super) struct File {
    /// The end of the limitation of each piece that leaves something to lose, in the order of the open items.
    pub ends: Vec<End>,
    /// The facts that moved the limitation of its pieces: piece by piece, of each by day.
    pub moves: Vec<ClaimMove>,
    /// The deadlines of its procedures, the limitations of its titles, the period of an insolvency.
    pub court: Vec<CourtRight>,
    /// Its pieces that cases claim, in the order of pieces.
    pub claimed: Vec<(ItemId, CaseId)>,
    /// What all its rights are counted once for, where its debtor is insolvent.
    whole: Option<For>,
}

impl File {
    /// What a right is counted once for, by its case.
    pub fn counted(&self, case: Option<CaseId>) -> Option<For> {
        self.whole.or_else(|| case.map(For::Case))
    }

    /// What the limitation of a piece is counted once for.
    pub fn counted_of(&self, item: ItemId) -> Option<For> {
        let found = self.claimed.binary_search_by_key(&item, |one| one.0).ok().and_then(|at| self.claimed.get(at));
        self.counted(found.map(|one| one.1))
    }
}

/// What people said of rights.
#[derive(Debug, Clone)]
pub(super) struct Said {
    /// Those given up.
    pub waivers: HashMap<RightKey, RightWaiver>,
    /// The alarms told.
    pub alarms: HashMap<RightKey, RightAlarm>,
}

/// Whose part of something is to be read again.
#[derive(Debug, Clone, Default)]
enum Part {
    #[default]
    Nothing,
    Of(BTreeSet<AccountId>),
    All,
}

impl Part {
    /// What is about no account is about all of them.
    fn add(&mut self, account: Option<AccountId>) {
        match (account, &mut *self) {
            (_, Self::All) => {}
            (None, _) => *self = Self::All,
            (Some(account), Self::Of(accounts)) => drop(accounts.insert(account)),
            (Some(account), Self::Nothing) => *self = Self::Of(BTreeSet::from([account])),
        }
    }
}

/// Which parts are to be read again.
#[derive(Debug, Clone, Default)]
struct Moved {
    files: Part,
    said: Part,
}

impl Moved {
    const EVERYTHING: Self = Self { files: Part::All, said: Part::All };

    fn by(marks: &[Mark]) -> Self {
        let mut moved = Self::default();
        for mark in marks {
            match mark.kind.split_once('.').map_or("", |(family, _)| family) {
                "right" => moved.said.add(mark.account),
                // An insolvency is about a debtor, who may have several accounts.
                "insolvency" => moved.files.add(None),
                family if MOVING.contains(&family) => moved.files.add(mark.account),
                _ if touches(&mark.kind) == Touches::Ledger => moved.files.add(None),
                _ => {}
            }
        }
        moved
    }
}

/// What the store keeps of the rights of an account.
#[derive(Debug, Default)]
struct Facts {
    moves: Vec<ClaimMove>,
    court: Vec<CourtRight>,
    claimed: Vec<(ItemId, CaseId)>,
}

/// The same of several accounts, each at its place in a view.
struct Found {
    places: Vec<usize>,
    facts: Vec<Facts>,
}

impl Found {
    fn of(view: &View, accounts: Option<&[AccountId]>, moves: Vec<ClaimMove>, court: Court) -> Self {
        let place = |account: AccountId| view.portfolio.position(account);
        let places: Vec<usize> = match accounts {
            None => (0..view.cards.len()).collect(),
            // In the order of accounts, which is that of places.
            Some(accounts) => accounts.iter().filter_map(|account| place(*account)).collect(),
        };
        let mut found = Self { facts: places.iter().map(|_| Facts::default()).collect(), places };
        for one in moves {
            if let Some(facts) = place(one.account).and_then(|place| found.at(place)) {
                facts.moves.push(one);
            }
        }
        for (account, right) in court.rights {
            if let Some(facts) = place(account).and_then(|place| found.at(place)) {
                facts.court.push(right);
            }
        }
        for (account, item, case) in court.claimed {
            if let Some(facts) = place(account).and_then(|place| found.at(place)) {
                facts.claimed.push((item, case));
            }
        }
        found
    }

    fn at(&mut self, place: usize) -> Option<&mut Facts> {
        self.facts.get_mut(self.places.binary_search(&place).ok()?)
    }

    /// What the store keeps of some accounts, and of those whose pieces their cases claim: what is told of a case
    /// moves their limitation too.
    fn some(tx: &mut Tx, (view, law): (&View, &Law), accounts: &BTreeSet<AccountId>) -> Result<Self, DeskError> {
        let named: Vec<AccountId> = accounts.iter().copied().collect();
        let cases = tx.cases().of_accounts(&named)?;
        let claimed = tx.cases().claims_of(&cases)?.into_iter().map(|claim| claim.account_id);
        let accounts: BTreeSet<AccountId> = named.into_iter().chain(claimed).collect();
        let accounts: Vec<AccountId> = accounts.into_iter().collect();
        let cases = tx.cases().of_accounts(&accounts)?;
        let court = court::read(tx, (view, law), Some((&accounts, &cases)), view.as_of)?;
        Ok(Self::of(view, Some(&accounts), tx.claim_events().moves(Some(&accounts))?, court))
    }
}

impl File {
    fn of(mut facts: Facts, place: usize, view: &View, limits: &Limits<'_>) -> Result<Self, DeskError> {
        // Those of a day stay as they were written.
        facts.moves.sort_by_key(|one| (one.item, one.on));
        facts.claimed.sort_unstable();
        let insolvent = facts.court.iter().any(|one| matches!(one.of, RightOf::Insolvency(..)));
        let whole = insolvent.then(|| For::Account(view.cards[place].id));
        let kind = view.cards[place].kind;
        let items = view.portfolio.items(place).filter(|item| item.open > 0);
        let ends = items.map(|item| limits.end(kind, &item, moves_of(&facts.moves, item.id)));
        let ends = ends.collect::<Result<_, _>>()?;
        Ok(Self { ends, moves: facts.moves, court: facts.court, claimed: facts.claimed, whole })
    }
}

impl Said {
    fn read(tx: &mut Tx) -> Result<Self, DeskError> {
        Ok(Self {
            waivers: tx.guard().waivers()?.into_iter().map(|one| (one.right_id, one)).collect(),
            alarms: tx.guard().alarms()?.into_iter().map(|one| (one.right_id, one)).collect(),
        })
    }

    /// The same, what was said of the rights of some accounts read again.
    fn again(&self, tx: &mut Tx, accounts: &BTreeSet<AccountId>) -> Result<Self, DeskError> {
        let (mut said, named) = (self.clone(), accounts.iter().copied().collect::<Vec<_>>());
        said.waivers.retain(|_, one| !accounts.contains(&one.account_id));
        said.alarms.retain(|_, one| !accounts.contains(&one.account_id));
        said.waivers.extend(tx.guard().waivers_among(&named)?.into_iter().map(|one| (one.right_id, one)));
        said.alarms.extend(tx.guard().alarms_among(&named)?.into_iter().map(|one| (one.right_id, one)));
        Ok(said)
    }
}

impl Desk {
    /// What the rights of a view are worked out from, from memory as far as what was written since allows.
    pub(super) fn guard_kept(&self, view: &Arc<View>) -> Result<Arc<Kept>, DeskError> {
        let mut cache = self.guarding.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((seen, kept)) = cache.as_mut().filter(|(_, kept)| std::ptr::eq(kept.view.as_ptr(), Arc::as_ptr(view)))
        else {
            let (seen, kept) = self.guard_whole(view)?;
            *cache = Some((seen, Arc::clone(&kept)));
            return Ok(kept);
        };
        let read = self.store.read(|tx| {
            if seen.is_current(tx.timeline().stamp()?) {
                return Ok::<_, DeskError>(None);
            }
            let (now, moved) = match seen.news(tx)? {
                Some((now, marks)) => (now, Moved::by(&marks)),
                None => (Seen::read(tx)?, Moved::EVERYTHING),
            };
            let found = match moved.files {
                Part::Nothing => None,
                Part::Of(accounts) => Some(Found::some(tx, (view, &self.law), &accounts)?),
                Part::All => {
                    let court = court::read(tx, (view, &self.law), None, view.as_of)?;
                    Some(Found::of(view, None, tx.claim_events().moves(None)?, court))
                }
            };
            let said = match moved.said {
                Part::Nothing => None,
                Part::Of(accounts) => Some(kept.said.again(tx, &accounts)?),
                Part::All => Some(Said::read(tx)?),
            };
            Ok(Some((now, found, said)))
        })?;
        let Some((now, found, said)) = read else { return Ok(Arc::clone(kept)) };
        *seen = now;
        if found.is_some() || said.is_some() {
            let mut files = kept.files.clone();
            if let Some(found) = found {
                for (place, file) in self.guard_files(view, &kept.days, found)? {
                    files[place] = file;
                }
            }
            let said = said.map_or_else(|| Arc::clone(&kept.said), Arc::new);
            *kept = Arc::new(Kept::new(view, Arc::clone(&kept.days), files, said));
        }
        Ok(Arc::clone(kept))
    }

    /// From nothing, on several connections; on one where something is written meanwhile.
    fn guard_whole(&self, view: &Arc<View>) -> Result<(Seen, Arc<Kept>), DeskError> {
        let law = (&**view, &self.law);
        let (terms, beside, rest) = std::thread::scope(|scope| {
            let terms = scope
                .spawn(|| self.store.read(|tx| Ok::<_, DeskError>((tx.timeline().stamp()?, tx.procedure_terms()?))));
            let beside = scope.spawn(|| {
                self.store
                    .read(|tx| Ok::<_, DeskError>((tx.timeline().stamp()?, court::beside(tx, law, None, view.as_of)?)))
            });
            let rest = self.guard_days(view).and_then(|days| {
                let read = |tx: &mut Tx| Ok((Seen::read(tx)?, tx.claim_events().moves(None)?, Said::read(tx)?));
                Ok((days, self.store.read::<_, DeskError>(read)?))
            });
            let terms = terms.join().unwrap_or_else(|panic| resume_unwind(panic));
            (terms, beside.join().unwrap_or_else(|panic| resume_unwind(panic)), rest)
        });
        let ((stamp, terms), (beside_stamp, beside)) = (terms?, beside?);
        let (days, (mut seen, mut moves, mut said)) = rest?;
        let mut court = beside.with(terms);
        if !seen.is_current(stamp) || !seen.is_current(beside_stamp) {
            (seen, moves, said, court) = self.store.read(|tx| {
                let moves = tx.claim_events().moves(None)?;
                Ok::<_, DeskError>((
                    Seen::read(tx)?,
                    moves,
                    Said::read(tx)?,
                    court::read(tx, (view, &self.law), None, view.as_of)?,
                ))
            })?;
        }
        let files = self.guard_files(view, &days, Found::of(view, None, moves, court))?;
        let files = files.into_iter().map(|(_, file)| file).collect();
        Ok((seen, Arc::new(Kept::new(view, Arc::new(days), files, Arc::new(said)))))
    }

    /// The rights of the accounts found, each with its place.
    fn guard_files(&self, view: &View, days: &Days, found: Found) -> Result<Vec<(usize, Arc<File>)>, DeskError> {
        let limits = Limits { law: &self.law, days, today: view.as_of };
        let each = found.places.into_par_iter().zip(found.facts);
        each.map(|(place, facts)| Ok((place, Arc::new(File::of(facts, place, view, &limits)?)))).collect()
    }

    fn guard_days(&self, view: &View) -> Result<Days, DeskError> {
        let supplied = self.store.read(|tx| tx.items().supplied())?;
        let supplied: HashMap<ItemId, i32> = supplied.into_iter().map(|(id, day)| (id, epoch_day(day))).collect();
        let starts = |position: usize| view.portfolio.items(position).filter(|i| i.open > 0).map(|i| i.due_day);
        let (today, all) = (epoch_day(view.as_of), (0..view.cards.len()).flat_map(starts));
        let span = |(first, last): (i32, i32), day: i32| (first.min(day), last.max(day));
        let (first, last) = all.chain(supplied.values().copied()).fold((today, today), span);
        let clocks = Clocks::over(&self.law, &KINDS, from_epoch_day(first), from_epoch_day(last))?;
        Ok(Days { supplied, clocks })
    }
}

impl Kept {
    fn new(view: &Arc<View>, days: Arc<Days>, files: Vec<Arc<File>>, said: Arc<Said>) -> Self {
        Self { view: Arc::downgrade(view), days, files, said, soon: Mutex::default() }
    }

    /// The rights of the account at a place.
    pub fn file(&self, position: usize) -> &File {
        &self.files[position]
    }
}
