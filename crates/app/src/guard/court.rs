//! What procedures, titles and insolvencies leave to be lost, and which pieces cases claim.

use std::collections::HashMap;

use judicial::guard::pass::{PlainDeadline, Row};
use judicial::guard::{CaseId as GuardedCase, DeadlineId, OwnerId};
use kernel::{Date, Money};
use law::Law;
use ledger::{AccountId, ItemId};
use store::{CaseId, ProcedureTerm, Tx};

use super::list::{For, RightOf, Runs, SeenRight};
use super::{followed, insolvent, titled};
use crate::DeskError;
use crate::portfolio::View;

/// A deadline of a procedure, the limitation of a title, a period of an insolvency. Days are epoch days.
#[derive(Debug, Clone, Copy)]
pub(super) struct CourtRight {
    /// What it is about.
    pub of: RightOf,
    /// The case; none of a period of an insolvency.
    pub case: Option<CaseId>,
    /// What there is to lose by it.
    pub open: Money,
    /// Last day.
    pub last: i32,
    /// True of money that no piece and no case is for: it is counted by itself.
    pub apart: bool,
    /// The other days of a deadline; where a title stands is worked out from its facts.
    pub term: Option<Term>,
}

/// The days of a deadline beside its last one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Term {
    pub starts: i32,
    pub safe: i32,
    pub known: i32,
}

/// A right of the court, and its account.
pub(super) type Owned = (AccountId, CourtRight);

/// A piece that a case claims, and its account.
pub(super) type Claimed = (AccountId, ItemId, CaseId);

/// What the court has of accounts.
#[derive(Debug, Default)]
pub(super) struct Court {
    pub rights: Vec<Owned>,
    pub claimed: Vec<Claimed>,
}

/// What the court has of accounts beside the deadlines of procedures.
pub(super) struct Beside {
    court: Court,
    /// What is open of the pieces of each case.
    open: HashMap<CaseId, i64>,
}

/// Which accounts: their references, and those of the cases that concern them.
pub(super) type Among<'a> = (&'a [AccountId], &'a [CaseId]);

impl CourtRight {
    /// As a look at the account at a place sees it.
    pub fn seen(&self, position: usize, counted: Option<For>) -> SeenRight {
        let counted = counted.filter(|_| !self.apart);
        SeenRight { last: self.last, of: self.of, position, open: self.open, runs: Runs::Yes, counted }
    }

    /// The right as the pass of a day takes it; none for a title.
    pub fn row(&self, account: AccountId) -> Option<Row> {
        let term = self.term?;
        let id = match self.of {
            RightOf::Deadline(id, _) => id.0,
            RightOf::Insolvency(id, _) => id.0,
            RightOf::Item(_) | RightOf::Title(_) => return None,
        };
        let plain = PlainDeadline {
            id: DeadlineId(id),
            account,
            case: self.case.map(|case| GuardedCase(case.0)),
            owner: OwnerId(0),
            open: self.open,
            starts: term.starts,
            last: self.last,
            safe: term.safe,
            known: term.known,
        };
        Some(plain.row())
    }
}

/// That of every account, or of some.
pub(super) fn read(
    tx: &mut Tx,
    (view, law): (&View, &Law),
    of: Option<Among<'_>>,
    today: Date,
) -> Result<Court, DeskError> {
    let terms = match of {
        None => tx.procedure_terms()?,
        Some((_, cases)) => tx.procedures().terms(cases)?,
    };
    beside(tx, (view, law), of, today).map(|court| court.with(terms))
}

/// The same without the deadlines of procedures, which are by far the most: they may be read at the same time.
pub(super) fn beside(
    tx: &mut Tx,
    (view, law): (&View, &Law),
    of: Option<Among<'_>>,
    today: Date,
) -> Result<Beside, DeskError> {
    let cases = of.map(|(_, cases)| cases);
    let mut claims = tx.cases().standing(cases)?;
    claims.sort_unstable_by_key(|(_, account, _)| *account);
    let open = open_of(view, &claims);
    let mut rights = titled::read(tx, cases, &open)?;
    rights.extend(insolvent::read(tx, of.map(|(accounts, _)| accounts), (today, law))?);
    let claimed = claims.into_iter().map(|(case, account, item)| (account, item, case)).collect();
    Ok(Beside { court: Court { rights, claimed }, open })
}

impl Beside {
    /// With the deadlines of procedures.
    pub fn with(self, terms: Vec<ProcedureTerm>) -> Court {
        let Self { mut court, open } = self;
        court.rights.extend(followed::of(terms, &open));
        court
    }
}

/// What is open of the pieces of cases, claims being in the order of accounts; cases that claim none are not in it.
fn open_of(view: &View, claims: &[(CaseId, AccountId, ItemId)]) -> HashMap<CaseId, i64> {
    let mut open: HashMap<CaseId, i64> = HashMap::new();
    for of in claims.chunk_by(|a, b| a.1 == b.1) {
        let place = of.first().and_then(|(_, account, _)| view.portfolio.position(*account));
        let items = place.into_iter().flat_map(|place| view.portfolio.items(place));
        let mut left: Vec<(ItemId, i64)> = items.map(|item| (item.id, item.open.max(0))).collect();
        left.sort_unstable();
        for (case, _, item) in of {
            let found = left.binary_search_by_key(item, |one| one.0).ok().and_then(|at| left.get(at));
            *open.entry(*case).or_default() += found.map_or(0, |one| one.1);
        }
    }
    open
}
