//! What a judgment stops before judges: the procedures of the cases that claim what was born before it.

use judicial::insolvency::standing::Stage;
use judicial::procedure::{Fact, Procedure, Proof, ProofKind, StayGround};
use kernel::Date;
use ledger::{Account, AccountId, DebtorId};
use store::{CaseClaim, CaseFilter, CaseId, CaseSide, CourtCase, CourtProcedure, Tx};

use super::pieces::{Books, Judged};
use super::settle::{Settled, kept};
use crate::cases::{Tell, TellOrder};
use crate::tasks::Subject;
use crate::{Actor, Desk, DeskError, InsolvencyRefusal};

/// Open cases of one account that are looked at together.
const CASES: u32 = 200;
/// Procedures that follow the debtor's own difficulties: no stay is for them.
const LEFT_OPEN: [&str; 2] = ["insolvency", "over-indebtedness"];

/// True of a procedure that an insolvency leaves open.
pub(crate) fn left_open(definition: &str) -> bool {
    LEFT_OPEN.contains(&definition)
}

/// What the insolvency of its debtor makes of a case.
pub(crate) struct CaseStop {
    /// The day from which acts are stopped.
    pub since: Date,
    /// Its pieces born before, by number.
    pub prior: Vec<String>,
    /// Its other open pieces, by number.
    pub later: Vec<String>,
    /// True where interest goes on for all that is prior: loans of a year or more.
    pub bears: bool,
}

impl CaseStop {
    /// Why nothing is asked of a judge or an officer for it.
    pub fn refusal(&self, case: CaseId) -> InsolvencyRefusal {
        InsolvencyRefusal::ClaimStopped {
            pieces: self.prior.join(", "),
            day: self.since,
            path: format!("/cases/{case}/papers/declaration"),
        }
    }
}

/// The stay that the watch told of a procedure, as it stands.
enum Own {
    /// None was told.
    Never,
    /// It runs since a day.
    Runs { position: usize, since: Date },
    /// The watch ended it.
    Ended,
    /// Somebody let the acts go on.
    LiftedByHand,
}

/// What tells a stay of the watch from one that somebody typed: the notice is its proof.
fn own(procedure: &Procedure, notice: &str) -> Own {
    let ours = |proof: &Option<Proof>| {
        proof.as_ref().is_some_and(|proof| proof.kind == ProofKind::Publication && proof.reference == notice)
    };
    let mut found = Own::Never;
    for (position, fact) in procedure.standing_facts() {
        match fact {
            Fact::Stayed { ground: StayGround::Insolvency, proof, .. } if ours(proof) => {
                if let Some(since) = procedure.day_of(position) {
                    found = Own::Runs { position, since };
                }
            }
            Fact::Lifted { proof, .. } if matches!(found, Own::Runs { .. }) => {
                found = if ours(proof) { Own::Ended } else { Own::LiftedByHand };
            }
            _ => {}
        }
    }
    found
}

/// The procedures of a case that a stay may be for.
fn to_look_at(tx: &mut Tx, case: &CourtCase) -> Result<Vec<CourtProcedure>, DeskError> {
    let mut procedures = tx.procedures().of_cases(&[case.id])?;
    procedures.retain(|procedure| !procedure.over && !left_open(&procedure.definition));
    Ok(procedures)
}

impl Desk {
    /// What the insolvency of its debtor makes of a case in which we claim; none where it stops nothing of it.
    pub(crate) fn case_stop(&self, tx: &mut Tx, case: &CourtCase) -> Result<Option<CaseStop>, DeskError> {
        let debtor = tx.accounts().get(case.account_id)?.debtor_id;
        let Some(row) = tx.insolvencies().of_debtor(debtor)? else { return Ok(None) };
        let settled = Settled { known: kept(&row).insolvency, row };
        let claims = crate::cases::standing(tx, case.id)?;
        self.stop_of(tx, &settled, (case, &claims))
    }

    /// Refuses what asks a judge or an officer for a claim that is stopped, or of somebody of whom nothing is decided.
    pub(crate) fn may_pursue(&self, tx: &mut Tx, case: &CourtCase) -> Result<Option<InsolvencyRefusal>, DeskError> {
        match self.case_stop(tx, case)? {
            Some(stop) => Ok(Some(stop.refusal(case.id))),
            None => self.awaits_decision(tx, case),
        }
    }

    fn stop_of(
        &self,
        tx: &mut Tx,
        settled: &Settled,
        (case, claims): (&CourtCase, &[CaseClaim]),
    ) -> Result<Option<CaseStop>, DeskError> {
        let Some(known) = settled.counts().filter(|_| case.side == CaseSide::Claimant) else { return Ok(None) };
        let since = known.judgment_on.unwrap_or(known.known_from).min(self.today());
        let (prior, later): (Vec<Judged>, Vec<Judged>) =
            self.judged_claims(tx, settled, claims)?.into_iter().partition(Judged::is_held);
        let numbers = |list: &[Judged]| list.iter().map(|one| one.piece.item.number.clone()).collect();
        Ok((!prior.is_empty()).then(|| CaseStop {
            since,
            bears: prior.iter().all(|one| one.piece.open.long_loan),
            prior: numbers(&prior),
            later: numbers(&later),
        }))
    }

    /// The open pieces of a case that the debtor of a procedure owes, with what becomes of each.
    pub(super) fn judged_claims(
        &self,
        tx: &mut Tx,
        settled: &Settled,
        claims: &[CaseClaim],
    ) -> Result<Vec<Judged>, DeskError> {
        let Some(known) = settled.counts() else { return Ok(Vec::new()) };
        let debtor = tx.debtors().get(settled.row.debtor_id)?;
        let mut accounts: Vec<AccountId> = tx.accounts().of_debtor(debtor.id)?.iter().map(|one| one.id).collect();
        accounts.retain(|id| claims.iter().any(|claim| claim.account_id == *id));
        let books = Books::read(tx, &accounts)?;
        let mut found = Vec::new();
        for account in accounts {
            let judged = books.judged(account, debtor.kind, (known, &self.law), (self.today(), None))?;
            let claimed = |one: &Judged| claims.iter().any(|claim| claim.item_id == one.piece.item.id);
            found.extend(judged.into_iter().filter(|one| one.is_owed() && claimed(one)));
        }
        Ok(found)
    }

    /// Stays what a procedure of a debtor stops in its open cases, and lets go what it stops no more. Done again, it
    /// changes nothing.
    pub(super) fn stay_cases(&self, tx: &mut Tx, debtor: DebtorId) -> Result<(), DeskError> {
        let Some(row) = tx.insolvencies().of_debtor(debtor)? else { return Ok(()) };
        let settled = Settled { known: kept(&row).insolvency, row };
        for account in tx.accounts().of_debtor(debtor)? {
            let filter = CaseFilter { open: Some(true), account: Some(account.id) };
            for case in tx.cases().list(&filter, None, CASES)? {
                self.stay_in_case(tx, &settled, &case)?;
            }
        }
        Ok(())
    }

    /// The same for one case, when its pieces or its parties change; who answers beside a debtor is asked about.
    pub(crate) fn stay_case(&self, tx: &mut Tx, case: &CourtCase) -> Result<(), DeskError> {
        let mut accounts = vec![case.account_id];
        accounts.extend(crate::cases::standing(tx, case.id)?.into_iter().map(|claim| claim.account_id));
        accounts.sort_unstable();
        accounts.dedup();
        for id in accounts {
            let account = tx.accounts().get(id)?;
            let Some(row) = tx.insolvencies().of_debtor(account.debtor_id)? else { continue };
            let settled = Settled { known: kept(&row).insolvency, row };
            if id == case.account_id {
                self.stay_in_case(tx, &settled, case)?;
            }
            self.keep_guarantors(tx, &settled, &account)?;
        }
        Ok(())
    }

    /// True when a procedure of an account would be stayed, let go or given its right day.
    pub(super) fn would_stay(&self, tx: &mut Tx, settled: &Settled, account: &Account) -> Result<bool, DeskError> {
        let filter = CaseFilter { open: Some(true), account: Some(account.id) };
        for case in tx.cases().list(&filter, None, CASES)? {
            let claims = crate::cases::standing(tx, case.id)?;
            let stop = self.stop_of(tx, settled, (&case, &claims))?;
            for procedure in to_look_at(tx, &case)? {
                if self.stay_order(tx, (settled, &claims), (stop.as_ref(), &procedure))?.is_some() {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    fn stay_in_case(&self, tx: &mut Tx, settled: &Settled, case: &CourtCase) -> Result<(), DeskError> {
        if case.side != CaseSide::Claimant {
            return Ok(());
        }
        let claims = crate::cases::standing(tx, case.id)?;
        let stop = self.stop_of(tx, settled, (case, &claims))?;
        let mut stayed = false;
        for procedure in to_look_at(tx, case)? {
            if let Some(order) = self.stay_order(tx, (settled, &claims), (stop.as_ref(), &procedure))? {
                stayed |= self.tell_stay(tx, procedure, &order)?;
            }
        }
        let account = tx.accounts().get(case.account_id)?;
        let subject = Subject::CaseStayed { what: format!("{} ({})", case.id, settled.row.opened_by) };
        if stayed {
            self.task_for(tx, (&account, &case.owner), &subject, self.today())?;
        } else if stop.is_none() {
            self.drop_task_of(tx, &account, &subject.kept())?;
        }
        Ok(())
    }

    /// What a procedure is to be told: the stay, its end or its right day; none where it stands as it should.
    fn stay_order(
        &self,
        tx: &mut Tx,
        (settled, claims): (&Settled, &[CaseClaim]),
        (stop, procedure): (Option<&CaseStop>, &CourtProcedure),
    ) -> Result<Option<TellOrder>, DeskError> {
        let notice = settled.row.opened_by.as_str();
        let facts = tx.procedures().facts_of(&[procedure.id])?;
        let known = crate::cases::read(procedure, &facts)?;
        let proved = |what: Tell, day: Date| TellOrder {
            day: Some(day),
            proof_kind: ProofKind::Publication.slug().to_owned(),
            proof: notice.to_owned(),
            ..TellOrder::new(what)
        };
        Ok(match (stop, own(&known, notice)) {
            (Some(stop), Own::Runs { position, since }) if since != stop.since => Some(TellOrder {
                position: Some(position),
                why: format!("BODACC {notice}"),
                ..proved(Tell::Correct, stop.since)
            }),
            (Some(stop), Own::Never | Own::Ended) if known.as_of(self.today(), &self.law)?.stayed.is_none() => {
                let ground = StayGround::Insolvency.slug().to_owned();
                Some(TellOrder { ground, ..proved(Tell::Stay, stop.since) })
            }
            (None, Own::Runs { since, .. }) => {
                self.lifted_on(tx, (settled, claims), since)?.map(|day| proved(Tell::Lift, day))
            }
            _ => None,
        })
    }

    /// Tells it; answers whether somebody must look at the case.
    fn tell_stay(&self, tx: &mut Tx, procedure: CourtProcedure, order: &TellOrder) -> Result<bool, DeskError> {
        let account = tx.accounts().get(procedure.account_id)?;
        match self.told_within(tx, &Actor::worker(), (procedure, &account), order) {
            Ok(_) => Ok(order.what == Tell::Stay),
            // What was told since stands on the former day: who follows the case decides.
            Err(DeskError::Procedure(_)) => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// The day from which acts may go on: that of the stay where it never had to be, so that no period is taken for
    /// prolonged; none while nothing of the case is open.
    fn lifted_on(
        &self,
        tx: &mut Tx,
        (settled, claims): (&Settled, &[CaseClaim]),
        since: Date,
    ) -> Result<Option<Date>, DeskError> {
        let Some(known) = settled.counts() else { return Ok(Some(since)) };
        if known.stage == Stage::ActionsResumed {
            return Ok(Some(self.today()));
        }
        if self.judged_claims(tx, settled, claims)?.is_empty() {
            return Ok(None);
        }
        // What was prior and is settled was stopped rightly.
        let accounts: Vec<AccountId> = claims.iter().map(|claim| claim.account_id).collect();
        let held = super::stopped(tx, &accounts)?;
        let rightly = claims.iter().any(|claim| held.contains(&claim.item_id));
        Ok(Some(if rightly { self.today() } else { since }))
    }
}
