//! The rights that insolvencies leave to be lost: the periods that count now for what each account declares, and for
//! what it asked.

use std::collections::HashMap;

use judicial::guard::{DeadlineFacts, DeadlineId, OwnerId, Right, RightKind, Whose, of_insolvency};
use judicial::insolvency::clocks::ClockKind;
use kernel::{Date, Wording, epoch_day};
use law::Law;
use ledger::AccountId;
use store::{RightKey, Tx};

use super::court::{CourtRight, Owned, Term};
use super::list::{RightOf, SeenRight};
use crate::DeskError;
use crate::insolvency::{InsolvencyRight, rights_of};

/// Those of every account, or of some.
pub(super) fn read(tx: &mut Tx, accounts: Option<&[AccountId]>, law: (Date, &Law)) -> Result<Vec<Owned>, DeskError> {
    let right = |one: InsolvencyRight| {
        let days = [one.clock.from, one.clock.safe, one.known_on].map(epoch_day);
        let right = CourtRight {
            of: RightOf::Insolvency(one.key, one.insolvency),
            case: None,
            open: one.at_risk,
            apart: one.apart,
            last: epoch_day(one.clock.due),
            term: Some(Term { starts: days[0], safe: days[1], known: days[2] }),
        };
        (one.account, right)
    };
    Ok(rights_of(tx, accounts, law)?.into_iter().map(right).collect())
}

/// Those of a page, each after the insolvency; `at` says whose account is at a place.
pub(super) fn rights(
    tx: &mut Tx,
    page: &[SeenRight],
    at: impl Fn(usize) -> AccountId,
    law: (Date, &Law),
) -> Result<HashMap<RightKey, (Wording, Right)>, DeskError> {
    let shown = page.iter().filter(|one| matches!(one.of, RightOf::Insolvency(..)));
    let mut accounts: Vec<AccountId> = shown.map(|one| at(one.position)).collect();
    accounts.sort_unstable();
    accounts.dedup();
    if accounts.is_empty() {
        return Ok(HashMap::new());
    }
    let right = |one: InsolvencyRight| {
        let facts = DeadlineFacts {
            id: DeadlineId(one.key.0),
            kind: if one.clock.kind == ClockKind::AnswerContest { RightKind::Opposition } else { RightKind::TimeBar },
            whose: Whose { account: one.account, items: Vec::new(), case: None, procedure: None },
            at_risk: one.at_risk,
            owner: OwnerId(0),
            from: one.clock.from,
            known_on: one.known_on,
        };
        (one.key, (one.name, of_insolvency(facts, one.what, &one.clock)))
    };
    Ok(rights_of(tx, Some(&accounts), law)?.into_iter().map(right).collect())
}
