//! Notices come in: each once, those about a debtor of the house kept, with what follows in the same transaction.

use std::collections::{BTreeSet, HashMap};

use formats::bodacc;
use judicial::insolvency::matching::{Candidate, DebtorRow, Directory};
use judicial::insolvency::{Notice, NoticePerson};
use kernel::search_key;
use ledger::DebtorId;
use ledger::intake::LineError;
use serde::Serialize;
use serde_json::json;
use store::{InsolvencyMatch, InsolvencyMatchId, InsolvencyNotice, InsolvencyNoticeId, MatchState, StoreError, Tx};

use super::notices;
use crate::desk::About;
use crate::imports::{Progress, Upload};
use crate::{Actor, Desk, DeskError, InsolvencyRefusal, Permission};

/// Debtors read at a time.
const PAGE: u32 = 5_000;

/// What a file, or a fetch, brought.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct NoticesTaken {
    /// Records read.
    pub read: u64,
    /// Records refused, each listed in `errors`.
    pub refused: u64,
    /// Notices about something else than an insolvency.
    pub others: u64,
    /// Notices about nobody of the house.
    pub strangers: u64,
    /// Notices known already, as they are.
    pub unchanged: u64,
    /// Notices kept, new or read otherwise.
    pub kept: u64,
    /// Debtors they name by number.
    pub certain: u64,
    /// Debtors of the same name, to be looked at.
    pub waiting: u64,
    /// What could not be read: number of the record, field, why.
    pub errors: Vec<LineError>,
}

impl NoticesTaken {
    /// Adds what another page brought.
    pub(super) fn add(&mut self, other: Self) {
        self.read += other.read;
        self.refused += other.refused;
        self.others += other.others;
        self.strangers += other.strangers;
        self.unchanged += other.unchanged;
        self.kept += other.kept;
        self.certain += other.certain;
        self.waiting += other.waiting;
        self.errors.extend(other.errors);
    }
}

/// The debtors of the house, as notices are compared with them.
pub(super) struct Known(Vec<DebtorRow>);

/// What came of one notice.
#[derive(Default)]
struct Taken {
    changed: bool,
    certain: u64,
    waiting: u64,
}

impl Desk {
    /// Takes the notices of a file: those about debtors of the house are kept, what they say follows at once. The same
    /// file twice changes nothing the second time.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Beyond`]; [`InsolvencyRefusal::FileUnreadable`] when nothing in it is a
    /// notice.
    pub fn take_insolvency_notices(
        &self,
        actor: &Actor,
        file: &Upload,
        progress: Progress<'_>,
    ) -> Result<NoticesTaken, DeskError> {
        actor.may(Permission::Import)?;
        actor.may_everywhere()?;
        let read = bodacc::read(&file.bytes);
        if read.list.is_empty()
            && let Some(first) = read.problems.to_line_errors().into_iter().next()
        {
            return Err(InsolvencyRefusal::FileUnreadable { file: file.name.clone(), why: first.message }.into());
        }
        let known = self.debtors_known()?;
        let taken = self.take_page(actor, (&read, &known), &file.name, progress)?;
        self.note_taken(actor, &file.name, &taken)?;
        Ok(taken)
    }

    /// Every debtor that has an account.
    pub(super) fn debtors_known(&self) -> Result<Known, DeskError> {
        let mut rows = Vec::new();
        loop {
            let after = rows.last().map(|row: &DebtorRow| row.id);
            let page = self.store.read(|tx| tx.insolvencies().names(after, PAGE))?;
            let full = u32::try_from(page.len()).is_ok_and(|n| n == PAGE);
            rows.extend(page.into_iter().map(|of| DebtorRow {
                id: of.id,
                key: search_key(&of.name),
                name: of.name,
                siren: of.siren,
                kind: of.kind,
                postcode: of.postcode,
                town: of.town,
            }));
            if !full {
                return Ok(Known(rows));
            }
        }
    }

    /// Takes what was read, notice by notice, the oldest first.
    pub(super) fn take_page(
        &self,
        actor: &Actor,
        (read, known): (&bodacc::Notices, &Known),
        source: &str,
        progress: Progress<'_>,
    ) -> Result<NoticesTaken, DeskError> {
        let mut done = NoticesTaken {
            read: read.read,
            refused: read.refused,
            errors: read.problems.to_line_errors(),
            ..NoticesTaken::default()
        };
        let directory = Directory::new(&known.0);
        let mut list: Vec<(&bodacc::Notice, Notice)> =
            read.list.iter().filter_map(|one| Some((one, notices::of_insolvency(one)?))).collect();
        done.others = (read.list.len() - list.len()) as u64;
        list.sort_by(|(_, a), (_, b)| (a.published_on, &a.id).cmp(&(b.published_on, &b.id)));
        let all = list.len() as u64;
        for (n, (raw, notice)) in list.iter().enumerate() {
            progress(n as u64, all);
            let candidates = directory.candidates(notice);
            if candidates.is_empty() && !self.concerns_known(notice)? {
                done.strangers += 1;
                continue;
            }
            let taken = self
                .store
                .write("insolvency.take", |tx| self.take_one(tx, actor, (raw, notice), &candidates, source))?;
            if taken.changed {
                done.kept += 1;
            } else {
                done.unchanged += 1;
            }
            done.certain += taken.certain;
            done.waiting += taken.waiting;
        }
        Ok(done)
    }

    /// True of a notice that is known, or that corrects or cancels one that is.
    fn concerns_known(&self, notice: &Notice) -> Result<bool, DeskError> {
        Ok(self.store.read(|tx| {
            let mut known = tx.insolvencies().notice_of(&notice.id)?.is_some();
            if let Some(before) = notice.replaces.as_ref().filter(|_| !known) {
                known = tx.insolvencies().notice_of(before)?.is_some();
            }
            Ok::<_, StoreError>(known)
        })?)
    }

    fn take_one(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (raw, notice): (&bodacc::Notice, &Notice),
        candidates: &[Candidate],
        source: &str,
    ) -> Result<Taken, DeskError> {
        let mut taken = Taken::default();
        let id = self.keep_notice(tx, (raw, notice), source, &mut taken)?;
        let before = tx.insolvencies().matches_of(id)?;
        let mut touched: BTreeSet<DebtorId> = BTreeSet::new();
        let mut seen: HashMap<DebtorId, MatchState> = before.iter().map(|m| (m.debtor_id, m.state)).collect();
        for candidate in candidates {
            let known = before.iter().find(|m| m.debtor_id == candidate.debtor);
            match known {
                // Somebody wrote the number in the customer file since.
                Some(old) if old.state == MatchState::Waiting && candidate.certain => {
                    tx.insolvencies().save_match(&self.decided(old, candidate))?;
                    touched.insert(candidate.debtor);
                    taken.certain += 1;
                }
                Some(_) => {}
                None if seen.contains_key(&candidate.debtor) => {}
                None => {
                    let state = first_state(tx, notice, candidate)?;
                    tx.insolvencies().insert_match(&self.new_match(id, candidate, state))?;
                    seen.insert(candidate.debtor, state);
                    taken.certain += u64::from(candidate.certain);
                    taken.waiting += u64::from(state == MatchState::Waiting);
                    if state == MatchState::Confirmed {
                        touched.insert(candidate.debtor);
                    }
                }
            }
        }
        self.inherit(tx, notice, id, &mut seen, &mut touched)?;
        if taken.changed {
            touched.extend(before.iter().filter(|m| m.state == MatchState::Confirmed).map(|m| m.debtor_id));
        }
        for debtor in touched {
            self.settle_within(tx, actor, debtor)?;
        }
        Ok(taken)
    }

    /// Keeps the notice itself, and says whether that changed anything.
    fn keep_notice(
        &self,
        tx: &mut Tx,
        (raw, notice): (&bodacc::Notice, &Notice),
        source: &str,
        taken: &mut Taken,
    ) -> Result<InsolvencyNoticeId, DeskError> {
        let body = serde_json::to_string(notice)
            .map_err(|e| DeskError::from(crate::Refusal::Unwritable { why: e.to_string() }))?;
        let known = tx.insolvencies().notice_of(&notice.id)?;
        let fresh = InsolvencyNotice {
            id: known.as_ref().map_or_else(|| InsolvencyNoticeId(self.id()), |old| old.id),
            number: notice.id.clone(),
            published_on: notice.published_on,
            body,
            department: raw.department.clone().unwrap_or_default(),
            url: raw.url.clone().unwrap_or_default(),
            source: known.as_ref().map_or_else(|| source.chars().take(200).collect(), |old| old.source.clone()),
            created_us: known.as_ref().map_or_else(|| self.now(), |old| old.created_us),
        };
        match known {
            None => tx.insolvencies().insert_notice(&fresh)?,
            Some(old) if old == fresh => return Ok(old.id),
            Some(_) => tx.insolvencies().save_notice(&fresh)?,
        }
        taken.changed = true;
        Ok(fresh.id)
    }

    /// What corrects or cancels a notice is about whom that one is about, whatever it says of persons.
    fn inherit(
        &self,
        tx: &mut Tx,
        notice: &Notice,
        id: InsolvencyNoticeId,
        seen: &mut HashMap<DebtorId, MatchState>,
        touched: &mut BTreeSet<DebtorId>,
    ) -> Result<(), DeskError> {
        let Some(before) = &notice.replaces else { return Ok(()) };
        let Some(before) = tx.insolvencies().notice_of(before)? else { return Ok(()) };
        for old in tx.insolvencies().matches_of(before.id)? {
            if seen.contains_key(&old.debtor_id) {
                continue;
            }
            let (own, created_us) = (InsolvencyMatchId(self.id()), self.now());
            tx.insolvencies().insert_match(&InsolvencyMatch { id: own, notice_id: id, created_us, ..old.clone() })?;
            seen.insert(old.debtor_id, old.state);
            if old.state == MatchState::Confirmed {
                touched.insert(old.debtor_id);
            }
        }
        Ok(())
    }

    fn new_match(&self, notice: InsolvencyNoticeId, candidate: &Candidate, state: MatchState) -> InsolvencyMatch {
        InsolvencyMatch {
            id: InsolvencyMatchId(self.id()),
            notice_id: notice,
            debtor_id: candidate.debtor,
            certain: candidate.certain,
            grounds: grounds(candidate),
            state,
            reason: String::new(),
            decided_by: String::new(),
            decided_us: (state != MatchState::Waiting).then(|| self.now()),
            created_us: self.now(),
        }
    }

    fn decided(&self, old: &InsolvencyMatch, candidate: &Candidate) -> InsolvencyMatch {
        InsolvencyMatch {
            certain: true,
            grounds: grounds(candidate),
            state: MatchState::Confirmed,
            decided_us: Some(self.now()),
            ..old.clone()
        }
    }

    /// One entry for what came in, where something did.
    pub(super) fn note_taken(&self, actor: &Actor, source: &str, taken: &NoticesTaken) -> Result<(), DeskError> {
        if taken.kept == 0 && taken.refused == 0 {
            return Ok(());
        }
        let payload = json!({
            "source": source, "read": taken.read, "kept": taken.kept, "certain": taken.certain,
            "waiting": taken.waiting, "refused": taken.refused,
        });
        self.store
            .write("insolvency.taken", |tx| Ok(self.note(tx, actor, About::default(), "insolvency.taken", &payload)?))
    }
}

fn grounds(candidate: &Candidate) -> String {
    candidate.grounds.iter().map(|ground| ground.slug()).collect::<Vec<_>>().join(" ")
}

/// A number decides; else what was decided of the same person and debtor before; else somebody must say.
fn first_state(tx: &mut Tx, notice: &Notice, candidate: &Candidate) -> Result<MatchState, DeskError> {
    if candidate.certain {
        return Ok(MatchState::Confirmed);
    }
    let Some(person) = notice.persons.get(candidate.person) else { return Ok(MatchState::Waiting) };
    let matches = tx.insolvencies().matches_on(candidate.debtor)?;
    let decided: Vec<&InsolvencyMatch> =
        matches.iter().filter(|m| m.state != MatchState::Waiting && !m.decided_by.is_empty()).collect();
    let ids: Vec<InsolvencyNoticeId> = decided.iter().map(|m| m.notice_id).collect();
    let told = notices::read(tx, &ids)?;
    let same = |of: &InsolvencyMatch| {
        let before = told.iter().find(|(row, _)| row.id == of.notice_id);
        before.is_some_and(|(_, before)| before.persons.iter().any(|p| same_person(p, person)))
    };
    Ok(decided.into_iter().rev().find(|m| same(m)).map_or(MatchState::Waiting, |m| m.state))
}

/// The same number; without one, the same name at the same postcode.
fn same_person(a: &NoticePerson, b: &NoticePerson) -> bool {
    if let (Some(a), Some(b)) = (&a.siren, &b.siren) {
        return a == b;
    }
    let name = |person: &NoticePerson| person.name.as_deref().map(search_key).filter(|key| !key.is_empty());
    name(a).zip(name(b)).is_some_and(|(a, b)| a == b) && a.postcode.is_some() && a.postcode == b.postcode
}
