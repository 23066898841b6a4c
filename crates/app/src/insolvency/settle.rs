//! Where the procedure of a debtor stands, worked out again from all its notices, and what follows on its accounts.

use std::sync::{Mutex, PoisonError};

use judicial::insolvency::Notice;
use judicial::insolvency::standing::{Insolvency as Procedure, Standing, standing};
use kernel::Date;
use ledger::{Account, DebtorId};
use serde_json::json;
use store::{Insolvency, InsolvencyId, InsolvencyNotice, InsolvencyNoticeId, InsolvencyState, MatchState, Tx};

use super::{notices, words};
use crate::desk::About;
use crate::{Actor, Desk, DeskError, Refusal};

/// Up to which batch the pieces were looked at.
#[derive(Debug, Default)]
pub(crate) struct Tended(Mutex<Option<(i64, i64)>>);

/// What a debtor's procedure was and is.
pub(super) struct Settled {
    pub row: Insolvency,
    pub known: Option<Procedure>,
}

/// The confirmed notices about a debtor.
pub(super) fn confirmed(tx: &mut Tx, debtor: DebtorId) -> Result<Vec<(InsolvencyNotice, Notice)>, DeskError> {
    let matches = tx.insolvencies().matches_on(debtor)?;
    let ids: Vec<InsolvencyNoticeId> =
        matches.iter().filter(|m| m.state == MatchState::Confirmed).map(|m| m.notice_id).collect();
    notices::read(tx, &ids)
}

/// A kept standing; nothing where it cannot be read, so that the notices are read again.
pub(super) fn kept(row: &Insolvency) -> Standing {
    serde_json::from_str(&row.body).unwrap_or_default()
}

impl Desk {
    /// Reads all the notices of a debtor together, keeps where its procedure stands, and does what follows.
    pub(super) fn settle_within(&self, tx: &mut Tx, actor: &Actor, debtor: DebtorId) -> Result<(), DeskError> {
        let told = confirmed(tx, debtor)?;
        let notices: Vec<Notice> = told.iter().map(|(_, notice)| notice.clone()).collect();
        let now = standing(&notices);
        let before = tx.insolvencies().of_debtor(debtor)?;
        let Some(settled) = self.keep_standing(tx, actor, (debtor, &told), (before, now))? else { return Ok(()) };
        for account in tx.accounts().of_debtor(debtor)? {
            self.stop_within(tx, &settled, &account)?;
        }
        self.stay_cases(tx, debtor)
    }

    /// Keeps the standing, with an entry on each account when it moved. None where there is no procedure and was none.
    fn keep_standing(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (debtor, told): (DebtorId, &[(InsolvencyNotice, Notice)]),
        (before, now): (Option<Insolvency>, Standing),
    ) -> Result<Option<Settled>, DeskError> {
        let body =
            serde_json::to_string(&now).map_err(|e| DeskError::from(Refusal::Unwritable { why: e.to_string() }))?;
        let known = now.insolvency;
        let row = match (&before, &known) {
            (None, None) => return Ok(None),
            (Some(old), None) => Insolvency { state: InsolvencyState::TakenBack, body, ..old.clone() },
            (old, Some(known)) => {
                let court = told.iter().find(|(row, _)| row.number == known.opened_by);
                let anew = old.as_ref().is_none_or(|old| {
                    old.opened_by != known.opened_by && !replaces(told, &known.opened_by, &old.opened_by)
                });
                let first = |old: &Option<Insolvency>| old.as_ref().map(|old| (old.known_on, old.created_us));
                let (known_on, created_us) = first(old).filter(|_| !anew).unwrap_or_else(|| (self.today(), self.now()));
                Insolvency {
                    id: old.as_ref().map_or_else(|| InsolvencyId(self.id()), |old| old.id),
                    debtor_id: debtor,
                    state: state_of(known),
                    // A corrected opening is the same procedure: what was done in it stays with it.
                    opened_by: match old {
                        Some(old) if !anew => old.opened_by.clone(),
                        _ => known.opened_by.clone(),
                    },
                    known_on,
                    judgment_on: known.judgment_on,
                    published_on: known.published_on,
                    body,
                    department: court.map(|(row, _)| row.department.clone()).unwrap_or_default(),
                    created_us,
                    version: old.as_ref().map_or(1, |old| old.version),
                }
            }
        };
        let kind = match &before {
            None => {
                tx.insolvencies().insert(&row)?;
                Some("insolvency.opened")
            }
            Some(old) if *old == row => None,
            Some(old) => {
                tx.insolvencies().save(&row)?;
                Some(moved(old, &row))
            }
        };
        if let Some(kind) = kind {
            let payload = facts(&row, known.as_ref());
            for account in tx.accounts().of_debtor(debtor)? {
                self.note(tx, actor, About::account(&account), kind, &payload)?;
            }
        }
        let row = tx.insolvencies().get(row.id)?;
        Ok(Some(Settled { row, known }))
    }

    /// The same when pieces moved since this process looked last, so that a worker may ask at each beat.
    pub(crate) fn tend_insolvencies_moved(&self) -> Result<(), DeskError> {
        let stamp = self.store.read(|tx| tx.insolvencies().pieces_stamp())?;
        if self.tended.0.lock().unwrap_or_else(PoisonError::into_inner).replace(stamp) == Some(stamp) {
            return Ok(());
        }
        self.tend_insolvencies().map(drop)
    }

    /// Looks again at the procedures under way: a piece imported, settled or dated since stands on its side of the
    /// judgment at once. Doing it twice changes nothing. Answers how many accounts moved.
    pub(crate) fn tend_insolvencies(&self) -> Result<u64, DeskError> {
        let rows = self.store.read(|tx| tx.insolvencies().list())?;
        let mut moved = 0;
        for row in rows.into_iter().filter(|row| row.state != InsolvencyState::TakenBack) {
            let settled = Settled { known: kept(&row).insolvency, row };
            let accounts = self.store.read(|tx| tx.accounts().of_debtor(settled.row.debtor_id))?;
            let stirs = |account: &Account| self.store.read(|tx| self.would_hold(tx, &settled, account));
            for account in accounts {
                if stirs(&account)? {
                    self.store.write("insolvency.tend", |tx| {
                        self.stop_within(tx, &settled, &account)?;
                        self.stay_cases(tx, account.debtor_id)
                    })?;
                    moved += 1;
                }
            }
        }
        Ok(moved)
    }
}

/// True when the notice of a number corrects that of another, or one that does.
fn replaces(told: &[(InsolvencyNotice, Notice)], number: &str, other: &str) -> bool {
    let mut at = number;
    // As many steps as there are notices: two that name each other lead nowhere.
    for _ in told {
        let before = told.iter().find(|(row, _)| row.number == at).and_then(|(_, notice)| notice.replaces.as_deref());
        match before {
            Some(before) if before == other => return true,
            Some(before) => at = before,
            None => return false,
        }
    }
    false
}

fn state_of(known: &Procedure) -> InsolvencyState {
    InsolvencyState::parse(known.stage.slug()).unwrap_or(InsolvencyState::Open)
}

/// The kind of entry of what changed.
fn moved(old: &Insolvency, row: &Insolvency) -> &'static str {
    if row.state == InsolvencyState::TakenBack {
        "insolvency.taken_back"
    } else if old.state == InsolvencyState::TakenBack || old.opened_by != row.opened_by {
        "insolvency.opened"
    } else {
        "insolvency.changed"
    }
}

fn facts(row: &Insolvency, known: Option<&Procedure>) -> serde_json::Value {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    json!({
        "insolvency": row.id, "state": row.state, "notice": row.opened_by,
        "regime": known.map(|known| known.regime), "court": known.map(|known| known.tribunal.clone()),
        "judgment": day(row.judgment_on), "published": day(row.published_on),
        "words": words::state(row.state),
    })
}
