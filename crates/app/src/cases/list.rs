//! Cases in lists, and one case whole.

use std::collections::HashMap;

use kernel::{Currency, Date, Language, Money, Spoken, Timestamp, Wording};
use law::procedures::StateKind;
use ledger::{AccountId, ItemId};
use serde::Serialize;
use store::{
    CaseClaim, CaseClaimId, CaseFilter, CaseId, CasePartyId, CourtCase, CourtProcedure, CourtProcedureId, PartyRole, Tx,
};

use super::{CaseLine, CasePage, outcome_words};
use crate::portfolio::View;
use crate::{Actor, Desk, DeskError, Permission};

/// One piece of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimLine {
    /// What names it within the case.
    pub id: CaseClaimId,
    /// The piece.
    pub item: ItemId,
    /// Its number.
    pub number: String,
    /// Customer code of its account.
    pub account: String,
    /// Its account.
    pub account_id: AccountId,
    /// Day of issue.
    pub issued: Date,
    /// Due date.
    pub due: Date,
    /// The due date is supposed from terms.
    pub due_inferred: bool,
    /// What was open of it when it came into the case.
    pub claimed: String,
    /// What is open of it today.
    pub open: String,
    /// The day it came into the case.
    pub added: Date,
    /// The day it left it.
    pub left: Option<Date>,
    /// Why it left.
    pub left_why: String,
}

/// Somebody who stands in a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartyLine {
    /// What names them.
    pub id: CasePartyId,
    /// What they are in it.
    pub role: PartyRole,
    /// Their name.
    pub name: String,
    /// Their address, on lines.
    pub address: String,
    /// In words.
    pub note: String,
}

/// One procedure of a case, in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProcedureLine {
    /// The procedure.
    pub id: CourtProcedureId,
    /// Its name in the tables of law.
    pub definition: String,
    /// In words.
    pub words: Wording,
    /// The court; empty while it is not known.
    pub court: String,
    /// The day it was begun.
    pub begun: Date,
    /// What is claimed.
    pub claimed: String,
    /// Currency.
    pub currency: Currency,
    /// Where it stands.
    pub state: String,
    /// The same in words.
    pub state_words: Wording,
    /// Nothing can follow.
    pub over: bool,
    /// The first of our rights to be lost in it, last day.
    pub due: Option<Date>,
}

/// One case whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseDetail {
    /// As in a list.
    #[serde(flatten)]
    pub line: CaseLine,
    /// Its pieces, those that left it too.
    pub claims: Vec<ClaimLine>,
    /// What came off its pieces since they were claimed.
    pub received: String,
    /// Who stands in it beside the debtor.
    pub parties: Vec<PartyLine>,
    /// Its procedures, the first begun first.
    pub procedures: Vec<ProcedureLine>,
    /// Why it was closed.
    pub closed_why: String,
    /// Who opened it.
    pub actor: String,
    /// When it was read.
    pub read_at: Timestamp,
}

pub(super) fn procedure_line(kept: &CourtProcedure, words: Wording) -> ProcedureLine {
    ProcedureLine {
        id: kept.id,
        definition: kept.definition.clone(),
        words,
        court: kept.court.clone(),
        begun: kept.begun_on,
        claimed: Money::new(kept.claimed_minor, kept.currency).to_decimal(),
        currency: kept.currency,
        state: kept.state.clone(),
        state_words: law::words::of("state", &kept.state),
        over: kept.over,
        due: kept.due_on,
    }
}

/// What is open today of claimed pieces, minor units: nothing where the piece is settled.
pub(crate) fn opens(view: &View, claims: &[CaseClaim]) -> HashMap<ItemId, i64> {
    let mut accounts: Vec<AccountId> = claims.iter().map(|claim| claim.account_id).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let places = accounts.into_iter().filter_map(|account| view.portfolio.position(account));
    let open: HashMap<ItemId, i64> =
        places.flat_map(|place| view.portfolio.items(place)).map(|item| (item.id, item.open)).collect();
    claims.iter().map(|claim| (claim.item_id, open.get(&claim.item_id).copied().unwrap_or(0).max(0))).collect()
}

impl Desk {
    /// Cases, the last opened first.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] on an account out of reach, [`DeskError::Store`].
    pub fn cases(
        &self,
        actor: &Actor,
        filter: &CaseFilter,
        after: Option<CaseId>,
        limit: u32,
    ) -> Result<CasePage, DeskError> {
        actor.may(Permission::Read)?;
        let (scope, view) = (self.scope(actor)?, self.view()?);
        self.store.read(|tx| {
            if let Some(account) = filter.account {
                actor.find(tx, account)?;
            }
            let read = |after, limit| tx.cases().list(filter, after, limit);
            let (found, more) = scope.page((after, limit), read, |case| (case.id, case.account_id))?;
            let next = found.last().filter(|_| more).map(|case| case.id);
            Ok(CasePage { rows: self.case_lines(tx, &view, &found)?, next })
        })
    }

    /// One case with its pieces, parties and procedures.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Store`].
    pub fn case(&self, actor: &Actor, id: CaseId) -> Result<CaseDetail, DeskError> {
        actor.may(Permission::Read)?;
        let view = self.view()?;
        self.store.read(|tx| {
            let case = actor.find(tx, id)?;
            let line = self.case_lines(tx, &view, std::slice::from_ref(&case))?.pop();
            let line = line.ok_or_else(|| DeskError::NotFound { what: "case", key: id.to_string() })?;
            let claims = tx.cases().claims_of(&[id])?;
            let lines = claim_lines(tx, &view, (&claims, case.currency))?;
            let open = opens(&view, &claims);
            let off = |claim: &CaseClaim| (claim.claimed_minor - open.get(&claim.item_id).copied().unwrap_or(0)).max(0);
            let received: i64 = claims.iter().filter(|claim| claim.left_on.is_none()).map(off).sum();
            let party = |one: store::CaseParty| PartyLine {
                id: one.id,
                role: one.role,
                name: one.name,
                address: one.address,
                note: one.note,
            };
            let procedures = tx.procedures().of_cases(&[id])?;
            Ok(CaseDetail {
                line,
                claims: lines,
                received: Money::new(received, case.currency).to_decimal(),
                parties: tx.cases().parties_of(id)?.into_iter().map(party).collect(),
                procedures: procedures.iter().map(|one| self.followed_line(one, &case)).collect(),
                closed_why: case.closed_why,
                actor: case.actor,
                read_at: view.read_at,
            })
        })
    }

    pub(super) fn case_lines(&self, tx: &mut Tx, view: &View, cases: &[CourtCase]) -> Result<Vec<CaseLine>, DeskError> {
        let ids: Vec<CaseId> = cases.iter().map(|case| case.id).collect();
        let accounts: Vec<AccountId> = cases.iter().map(|case| case.account_id).collect();
        let known = tx.accounts().get_many(&accounts)?;
        let mut claims = tx.cases().claims_of(&ids)?;
        claims.retain(|claim| claim.left_on.is_none());
        let open = opens(view, &claims);
        let procedures = tx.procedures().of_cases(&ids)?;
        let line = |case: &CourtCase| {
            let of = known.iter().find(|one| one.account.id == case.account_id)?;
            let mine: Vec<&CaseClaim> = claims.iter().filter(|claim| claim.case_id == case.id).collect();
            let money = |minor| Money::new(minor, case.currency).to_decimal();
            let own = procedures.iter().filter(|one| one.case_id == case.id);
            let last = own.clone().rfind(|one| !one.over).or_else(|| own.clone().next_back());
            Some(CaseLine {
                id: case.id,
                reference: case.reference.clone(),
                account: of.account.number.clone(),
                account_id: case.account_id,
                debtor_id: of.debtor.id,
                debtor: of.debtor.name.clone(),
                side: case.side,
                object: case.object.clone(),
                currency: case.currency,
                claimed: money(mine.iter().map(|claim| claim.claimed_minor).sum()),
                open: money(mine.iter().filter_map(|claim| open.get(&claim.item_id)).sum()),
                pieces: mine.len() as u64,
                procedure: last.map(|one| self.standing_words(one, case)),
                due: if case.closed_on.is_some() { None } else { own.filter_map(|one| one.due_on).min() },
                opened: case.opened_on,
                closed: case.closed_on,
                outcome: case.outcome,
                owner: case.owner.clone(),
            })
        };
        Ok(cases.iter().filter_map(line).collect())
    }

    /// A procedure and where it stands, in words.
    fn standing_words(&self, kept: &CourtProcedure, case: &CourtCase) -> Wording {
        let (label, state) = (self.label(&kept.definition), self.state_words(kept, case));
        Wording::new(format!("{} : {}", label.fr, state.fr), format!("{}: {}", label.en, state.en))
    }

    fn followed_line(&self, kept: &CourtProcedure, case: &CourtCase) -> ProcedureLine {
        let state_words = self.state_words(kept, case);
        ProcedureLine { state_words, ..procedure_line(kept, self.label(&kept.definition)) }
    }

    /// Where a procedure stands, in words. One that was ended before a last state of its definition says so, and how
    /// its case ended where that is closed: its state alone would read as if it went on.
    fn state_words(&self, kept: &CourtProcedure, case: &CourtCase) -> Wording {
        let state = law::words::of("state", &kept.state);
        let known = self.law.procedures().find(&kept.definition).ok();
        let kind = known.and_then(|known| known.states.iter().find(|one| one.state == kept.state)).map(|one| one.kind);
        let goes_on = matches!(kind, Some(StateKind::Initial | StateKind::Open));
        if !kept.over || !goes_on {
            return state;
        }
        let (Some(on), Some(outcome)) = (case.closed_on, case.outcome) else {
            return Wording::new(format!("{}, terminée", state.fr), format!("{}, ended", state.en));
        };
        let ended = outcome_words(outcome);
        let (fr, en) = (on.said(Language::Fr), on.said(Language::En));
        Wording::new(
            format!("{}, terminée : dossier clos le {fr} ({})", state.fr, ended.fr),
            format!("{}, ended: case closed on {en} ({})", state.en, ended.en),
        )
    }
}

fn claim_lines(
    tx: &mut Tx,
    view: &View,
    (claims, currency): (&[CaseClaim], Currency),
) -> Result<Vec<ClaimLine>, DeskError> {
    let ids: Vec<ItemId> = claims.iter().map(|claim| claim.item_id).collect();
    let items: HashMap<ItemId, ledger::Item> =
        tx.items().get_many(&ids)?.into_iter().map(|item| (item.id, item)).collect();
    let accounts: Vec<AccountId> = claims.iter().map(|claim| claim.account_id).collect();
    let known = tx.accounts().get_many(&accounts)?;
    let open = opens(view, claims);
    let line = |claim: &CaseClaim| {
        let item = items.get(&claim.item_id)?;
        let of = known.iter().find(|one| one.account.id == claim.account_id)?;
        let money = |minor| Money::new(minor, currency).to_decimal();
        Some(ClaimLine {
            id: claim.id,
            item: item.id,
            number: item.number.clone(),
            account: of.account.number.clone(),
            account_id: claim.account_id,
            issued: item.issue_on,
            due: item.due_on,
            due_inferred: item.due_inferred,
            claimed: money(claim.claimed_minor),
            open: money(open.get(&claim.item_id).copied().unwrap_or(0)),
            added: claim.added_on,
            left: claim.left_on,
            left_why: claim.left_why.clone(),
        })
    };
    Ok(claims.iter().filter_map(line).collect())
}
