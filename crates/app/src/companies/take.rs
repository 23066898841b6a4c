//! Answers come in: each company once, what changed told on the accounts of who bears its SIREN.

use std::collections::BTreeMap;

use formats::sirene::{self, Change, Company, Disclosure};
use kernel::Siren;
use ledger::Account;
use ledger::intake::LineError;
use serde::Serialize;
use serde_json::json;
use store::{CompanyChange, CompanyChangeId, CompanyEvent, CompanyState, KnownCompany, StoreError, Tx};

use super::judge::{body, joined, seat_closed, state};
use crate::desk::About;
use crate::imports::{Progress, Upload};
use crate::{Actor, CompanyRefusal, Desk, DeskError, Permission, Refusal};

/// Characters kept of where an answer came from.
const SOURCE: usize = 200;

/// What a file of answers brought.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CompaniesTaken {
    /// Records read.
    pub read: u64,
    /// Records refused, each listed in `errors`.
    pub refused: u64,
    /// Companies of nobody here.
    pub strangers: u64,
    /// Companies that are as they were.
    pub unchanged: u64,
    /// Companies kept, new or read otherwise.
    pub kept: u64,
    /// Changes told: ceased, head office moved or closed, another name.
    pub changes: u64,
    /// What could not be read: number of the record, field, why.
    pub errors: Vec<LineError>,
}

/// What the register said of one SIREN.
pub(super) enum Said {
    /// This.
    Known(Box<Company>),
    /// That it knows nobody of that number.
    Unknown,
}

/// What came of one answer.
#[derive(Default)]
pub(super) struct Taken {
    /// Somebody here bears the number.
    pub ours: bool,
    /// It was not as it is.
    pub kept: bool,
    /// What changed.
    pub changes: Vec<CompanyEvent>,
}

impl Desk {
    /// Takes the saved answers of a file: good records go in, bad ones are listed. Only companies whose SIREN a debtor
    /// bears are kept; the same file twice changes nothing the second time.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Beyond`]; [`CompanyRefusal::FileUnreadable`] when nothing in it is a
    /// company.
    pub fn take_companies(
        &self,
        actor: &Actor,
        file: &Upload,
        progress: Progress<'_>,
    ) -> Result<CompaniesTaken, DeskError> {
        actor.may(Permission::Import)?;
        actor.may_everywhere()?;
        let read = sirene::read(&file.bytes);
        let errors = read.problems.to_line_errors();
        if read.list.is_empty()
            && let Some(first) = errors.first()
        {
            let why = first.message.clone();
            return Err(CompanyRefusal::FileUnreadable { file: file.name.clone(), why }.into());
        }
        let mut done = CompaniesTaken { read: read.read, refused: read.refused, errors, ..CompaniesTaken::default() };
        // Establishments come one by one: together they are the answer about their company.
        let mut companies: BTreeMap<Siren, Company> = BTreeMap::new();
        for company in read.list {
            let known = companies.remove(&company.siren);
            companies.insert(company.siren.clone(), joined(company, known.as_ref()));
        }
        let all = companies.len() as u64;
        for (n, (siren, company)) in companies.into_iter().enumerate() {
            progress(n as u64, all);
            let taken = self.take_said(actor, &siren, &Said::Known(Box::new(company)), &file.name)?;
            match (taken.ours, taken.kept) {
                (false, _) => done.strangers += 1,
                (true, false) => done.unchanged += 1,
                (true, true) => done.kept += 1,
            }
            done.changes += taken.changes.len() as u64;
        }
        let (kept, changes) = (done.kept, done.changes);
        self.note_companies(actor, &file.name, (done.read, kept, changes, done.refused))?;
        Ok(done)
    }

    /// Keeps what the register said of one SIREN, with what changed, in one transaction.
    pub(super) fn take_said(
        &self,
        actor: &Actor,
        siren: &Siren,
        said: &Said,
        source: &str,
    ) -> Result<Taken, DeskError> {
        self.store.write("company.take", |tx| {
            let accounts = bearers(tx, siren)?;
            if accounts.is_empty() {
                return Ok(Taken::default());
            }
            let before = tx.companies().of(siren)?;
            let known = before.as_ref().and_then(body);
            let (fresh, changes) = self.fresh(siren, (before.as_ref(), known.as_ref()), said, source)?;
            let kept = before
                .is_none_or(|old| (old.state, &old.body, old.read_us.is_some()) != (fresh.state, &fresh.body, true));
            tx.companies().keep(&fresh)?;
            for change in &changes {
                tx.companies().add_change(change)?;
                let payload = json!({
                    "siren": siren.as_str(), "what": change.what.slug(), "was": change.was, "became": change.became,
                });
                for account in &accounts {
                    self.note(tx, actor, About::account(account), "company.changed", &payload)?;
                }
            }
            Ok(Taken { ours: true, kept, changes: changes.iter().map(|change| change.what).collect() })
        })
    }

    /// The row after an answer, and what is no more as it was.
    fn fresh(
        &self,
        siren: &Siren,
        (before, known): (Option<&KnownCompany>, Option<&Company>),
        said: &Said,
        source: &str,
    ) -> Result<(KnownCompany, Vec<CompanyChange>), DeskError> {
        let today = self.today();
        let mut row = KnownCompany {
            siren: siren.clone(),
            state: CompanyState::Unknown,
            body: before.map(|old| old.body.clone()).unwrap_or_default(),
            seat_closed: before.is_some_and(|old| old.seat_closed),
            seat_moved_on: before.and_then(|old| old.seat_moved_on),
            changed_on: before.and_then(|old| old.changed_on),
            source: source.chars().take(SOURCE).collect(),
            error: String::new(),
            asked_us: self.now(),
            read_us: Some(self.now()),
        };
        let told = match said {
            Said::Unknown => {
                let was_known = before.is_some_and(|old| old.read_us.is_some() && old.state != CompanyState::Unknown);
                was_known.then(|| (CompanyEvent::Unknown, String::new(), String::new())).into_iter().collect()
            }
            Said::Known(company) => {
                let now = joined((**company).clone(), known);
                row.state = state(&now);
                row.seat_closed = seat_closed(&now);
                row.body = serde_json::to_string(&now).map_err(|e| Refusal::Unwritable { why: e.to_string() })?;
                known.map_or_else(Vec::new, |known| told(&now, known))
            }
        };
        if !told.is_empty() {
            row.changed_on = Some(today);
        }
        if told.iter().any(|(what, ..)| *what == CompanyEvent::SeatMoved) {
            row.seat_moved_on = Some(today);
        }
        let change = |(what, was, became)| CompanyChange {
            id: CompanyChangeId(self.id()),
            siren: siren.clone(),
            on_day: today,
            what,
            was,
            became,
            created_us: self.now(),
        };
        Ok((row, told.into_iter().map(change).collect()))
    }

    /// One entry for what came in, where something did: read, kept, changes, refused.
    pub(super) fn note_companies(
        &self,
        actor: &Actor,
        source: &str,
        (read, kept, changes, refused): (u64, u64, u64, u64),
    ) -> Result<(), DeskError> {
        if kept == 0 && refused == 0 {
            return Ok(());
        }
        let payload = json!({ "source": source, "read": read, "kept": kept, "changes": changes, "refused": refused });
        self.store.write("company.taken", |tx| Ok(self.note(tx, actor, About::default(), "company.taken", &payload)?))
    }
}

/// The accounts of the debtors who bear a SIREN.
pub(super) fn bearers(tx: &mut Tx, siren: &Siren) -> Result<Vec<Account>, StoreError> {
    let mut accounts = Vec::new();
    for debtor in tx.debtors().by_siren(siren)? {
        accounts.extend(tx.accounts().of_debtor(debtor.id)?);
    }
    Ok(accounts)
}

/// What changed, from what to what.
fn told(now: &Company, known: &Company) -> Vec<(CompanyEvent, String, String)> {
    let hidden = now.disclosure == Some(Disclosure::Partial);
    let seat = |of: &Company| {
        let seat = of.head_office.as_ref();
        let address = seat.and_then(|seat| seat.address.clone()).filter(|_| !hidden);
        [seat.map(|seat| seat.siret.to_string()), address].into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    let day = |day: Option<kernel::Date>| day.map_or_else(String::new, |day| day.to_string());
    let name = |of: &Company| of.name.clone().unwrap_or_default();
    let one = |change: &Change| match change {
        Change::Ceased => (CompanyEvent::Ceased, String::new(), day(now.ceased)),
        Change::SeatMoved => (CompanyEvent::SeatMoved, seat(known), seat(now)),
        Change::SeatClosed => {
            (CompanyEvent::SeatClosed, seat(now), day(now.head_office.as_ref().and_then(|seat| seat.closed)))
        }
        Change::Renamed => (CompanyEvent::Renamed, name(known), name(now)),
    };
    now.changes_since(known).iter().map(one).collect()
}
