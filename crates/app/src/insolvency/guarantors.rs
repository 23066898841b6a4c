//! Who answers for the debt beside a debtor in insolvency: nothing is asked of anybody until somebody decides, one by
//! one, with what the tables of law say and lack.

use judicial::insolvency::around::{Guarantor, GuarantorDecision, Person, guarantor};
use kernel::{Timestamp, Wording, search_key};
use ledger::{Account, AccountId, Debtor, DebtorId};
use serde::Serialize;
use serde_json::json;
use store::{
    CaseClaim, CaseFilter, CaseSide, CourtCase, GuarantorRole, InsolvencyGuarantor, InsolvencyGuarantorId, PartyRole,
    Tx,
};

use super::claims::text;
use super::pieces::Judged;
use super::settle::{Settled, kept};
use super::shown::MissingLine;
use crate::blocks::open_pieces;
use crate::desk::About;
use crate::tasks::Subject;
use crate::{Actor, Desk, DeskError, InsolvencyRefusal, Permission};

/// Open cases of one account that are looked at together.
const CASES: u32 = 200;

/// Somebody who answers beside the debtor, as the page shows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GuarantorLine {
    /// What names them here.
    pub id: InsolvencyGuarantorId,
    /// How they answer.
    pub role: GuarantorRole,
    /// Their name.
    pub name: String,
    /// The debtor they are, where the ledger knows them.
    pub debtor_id: Option<DebtorId>,
    /// What they are in law; none while nobody said.
    pub person: Option<Person>,
    /// What was decided.
    pub decision: GuarantorDecision,
    /// True once something may be asked of them.
    pub may_be_pursued: bool,
    /// What is known, in words.
    pub says: Wording,
    /// What the tables of law lack.
    pub missing: Option<MissingLine>,
    /// Why it was decided.
    pub why: String,
    /// Who decided; empty while nobody did.
    pub by: String,
    /// When.
    pub at: Option<Timestamp>,
}

/// What somebody decides of a guarantor or co-debtor.
#[derive(Debug, Clone)]
pub struct GuarantorOrder {
    /// What.
    pub decision: GuarantorDecision,
    /// What they are in law; what is known when none.
    pub person: Option<Person>,
    /// Why.
    pub why: String,
}

/// Somebody whom the files name.
struct Named {
    who: String,
    role: GuarantorRole,
    name: String,
    debtor: Option<Debtor>,
}

fn key(debtor: DebtorId) -> String {
    format!("debtor:{debtor}")
}

impl Named {
    fn debtor(role: GuarantorRole, debtor: Debtor) -> Self {
        Self { who: key(debtor.id), role, name: debtor.name.clone(), debtor: Some(debtor) }
    }
}

/// What they are in law, as far as anybody said.
fn person(of: &InsolvencyGuarantor) -> Option<Person> {
    Person::parse(&of.person)
}

fn decision(of: &InsolvencyGuarantor) -> GuarantorDecision {
    GuarantorDecision::parse(&of.decision).unwrap_or(GuarantorDecision::Awaited)
}

fn line(of: InsolvencyGuarantor) -> GuarantorLine {
    let (person, decision) = (person(&of), decision(&of));
    let said = guarantor(Guarantor { person, co_debtor: of.role == GuarantorRole::CoDebtor, decision });
    GuarantorLine {
        id: of.id,
        role: of.role,
        name: of.name,
        debtor_id: of.debtor_id,
        person,
        decision,
        may_be_pursued: said.may_be_chased,
        says: said.why,
        missing: said.missing.as_ref().map(MissingLine::of),
        why: of.why,
        by: of.actor,
        at: of.decided_us,
    }
}

/// Who answers for what an account owes in one opening.
pub(super) fn lines(tx: &mut Tx, account: AccountId, opened_by: &str) -> Result<Vec<GuarantorLine>, DeskError> {
    Ok(tx.guarantors().of_account(account, opened_by)?.into_iter().map(line).collect())
}

pub(super) fn subject(of: &InsolvencyGuarantor) -> Subject {
    Subject::GuarantorDecide { what: format!("{} ({})", of.name, of.opened_by) }
}

fn guarantor_within(
    tx: &mut Tx,
    actor: &Actor,
    id: InsolvencyGuarantorId,
) -> Result<(InsolvencyGuarantor, Account), DeskError> {
    let of = tx.guarantors().get(id)?;
    let account = tx.accounts().get(of.account_id)?;
    if actor.among(tx, vec![account.clone()])?.is_empty() {
        return Err(actor.out_of_reach("guarantor", id));
    }
    Ok((of, account))
}

impl Desk {
    /// Keeps what was decided of somebody who answers beside a debtor in insolvency, with why.
    ///
    /// # Errors
    /// [`InsolvencyRefusal::GuarantorWhy`], [`InsolvencyRefusal::GuarantorUndecided`];
    /// [`InsolvencyRefusal::GuarantorPerson`] to pursue somebody of whom nobody said what they are in law.
    pub fn decide_guarantor(
        &self,
        actor: &Actor,
        id: InsolvencyGuarantorId,
        order: &GuarantorOrder,
    ) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        self.store.write("insolvency.guarantor", |tx| {
            let (mut of, account) = guarantor_within(tx, actor, id)?;
            let why = text(&order.why);
            if order.decision == GuarantorDecision::Awaited {
                return Err(InsolvencyRefusal::GuarantorUndecided.into());
            }
            if why.is_empty() {
                return Err(InsolvencyRefusal::GuarantorWhy.into());
            }
            if let Some(person) = order.person {
                person.slug().clone_into(&mut of.person);
            }
            if order.decision == GuarantorDecision::Pursue && person(&of).is_none() {
                return Err(InsolvencyRefusal::GuarantorPerson.into());
            }
            order.decision.slug().clone_into(&mut of.decision);
            (of.why, of.decided_us) = (why, Some(self.now()));
            of.actor.clone_from(&actor.name);
            tx.guarantors().save(&of)?;
            self.drop_task_of(tx, &account, &subject(&of).kept())?;
            let payload = json!({
                "insolvency": of.insolvency_id, "notice": of.opened_by, "guarantor": id, "name": of.name,
                "role": of.role, "person": of.person, "decision": order.decision, "reason": of.why,
            });
            Ok(self.note(tx, actor, About::account(&account), "insolvency.guarantor", &payload)?)
        })
    }

    /// Those whom the files name and of whom nobody was asked yet.
    fn unasked(&self, tx: &mut Tx, settled: &Settled, account: &Account) -> Result<Vec<Named>, DeskError> {
        if settled.counts().is_none() {
            return Ok(Vec::new());
        }
        let known = tx.guarantors().of_account(account.id, &settled.row.opened_by)?;
        let mut found = self.answering(tx, account)?;
        found.retain(|one| !known.iter().any(|old| old.who == one.who));
        Ok(found)
    }

    /// True when the files name somebody of whom nobody was asked.
    pub(super) fn lacks_guarantor(&self, tx: &mut Tx, settled: &Settled, account: &Account) -> Result<bool, DeskError> {
        Ok(!self.unasked(tx, settled, account)?.is_empty())
    }

    /// Keeps who answers for what an account owes, each once in an opening, and asks what to do with them.
    pub(super) fn keep_guarantors(&self, tx: &mut Tx, settled: &Settled, account: &Account) -> Result<(), DeskError> {
        for named in self.unasked(tx, settled, account)? {
            let known = named.debtor.as_ref().filter(|debtor| debtor.kind_confirmed);
            let of = InsolvencyGuarantor {
                id: InsolvencyGuarantorId(self.id()),
                insolvency_id: settled.row.id,
                account_id: account.id,
                opened_by: settled.row.opened_by.clone(),
                who: named.who,
                role: named.role,
                name: named.name,
                debtor_id: named.debtor.as_ref().map(|debtor| debtor.id),
                person: known.map(|debtor| Person::of(debtor.kind).slug().to_owned()).unwrap_or_default(),
                decision: GuarantorDecision::Awaited.slug().to_owned(),
                why: String::new(),
                actor: String::new(),
                decided_us: None,
                created_us: self.now(),
                version: 1,
            };
            tx.guarantors().insert(&of)?;
            self.task_by(tx, account, &subject(&of), self.today())?;
        }
        Ok(())
    }

    /// Who answers for what an account owes: parties of its open cases, those against whom another case claims its
    /// pieces, who pays it. Each once.
    fn answering(&self, tx: &mut Tx, account: &Account) -> Result<Vec<Named>, DeskError> {
        let mut found: Vec<Named> = Vec::new();
        let filter = CaseFilter { open: Some(true), account: Some(account.id) };
        let cases = tx.cases().list(&filter, None, CASES)?;
        for case in cases.into_iter().filter(|case| case.side == CaseSide::Claimant) {
            for party in tx.cases().parties_of(case.id)? {
                let role = match party.role {
                    PartyRole::Guarantor => GuarantorRole::Guarantor,
                    PartyRole::CoDebtor => GuarantorRole::CoDebtor,
                    PartyRole::Claimant | PartyRole::Lawyer | PartyRole::Officer => continue,
                };
                found.push(match party.debtor_id {
                    Some(id) => Named::debtor(role, tx.debtors().get(id)?),
                    None => Named { who: search_key(&party.name), role, name: party.name, debtor: None },
                });
            }
        }
        let open = open_pieces(tx, account.id, self.today())?;
        let ids: Vec<_> = open.iter().map(|(item, _)| item.id).collect();
        let mut elsewhere: Vec<_> = tx.cases().claiming(&ids)?.into_iter().map(|claim| claim.case_id).collect();
        elsewhere.sort_unstable();
        elsewhere.dedup();
        for case in tx.cases().get_many(&elsewhere)? {
            if case.account_id != account.id && case.side == CaseSide::Claimant {
                found.push(Named::debtor(GuarantorRole::CoDebtor, debtor_of(tx, case.account_id)?));
            }
        }
        if let Some(payer) = account.payer_id {
            found.push(Named::debtor(GuarantorRole::Payer, debtor_of(tx, payer)?));
        }
        let mut seen = vec![key(account.debtor_id)];
        found.retain(|one| {
            let fresh = !seen.contains(&one.who);
            seen.push(one.who.clone());
            fresh
        });
        Ok(found)
    }

    /// Why a case asks nothing of a judge yet: it claims, from somebody who answers for it, what the insolvency of
    /// another stops, and nobody decided to pursue them.
    pub(super) fn awaits_decision(
        &self,
        tx: &mut Tx,
        case: &CourtCase,
    ) -> Result<Option<InsolvencyRefusal>, DeskError> {
        if case.side != CaseSide::Claimant {
            return Ok(None);
        }
        let pursued = debtor_of(tx, case.account_id)?;
        let claims = crate::cases::standing(tx, case.id)?;
        let mut accounts: Vec<AccountId> = claims.iter().map(|claim| claim.account_id).collect();
        accounts.sort_unstable();
        accounts.dedup();
        for account in accounts.into_iter().filter(|id| *id != case.account_id) {
            let debtor = tx.accounts().get(account)?.debtor_id;
            let Some(row) = tx.insolvencies().of_debtor(debtor)?.filter(|_| debtor != pursued.id) else { continue };
            let (id, opened_by) = (row.id, row.opened_by.clone());
            let settled = Settled { known: kept(&row).insolvency, row };
            let mine: Vec<CaseClaim> = claims.iter().filter(|claim| claim.account_id == account).cloned().collect();
            if !self.judged_claims(tx, &settled, &mine)?.iter().any(Judged::is_held) {
                continue;
            }
            let known = tx.guarantors().of_account(account, &opened_by)?;
            let decided = known.iter().find(|one| one.who == key(pursued.id)).map(decision);
            if decided != Some(GuarantorDecision::Pursue) {
                let path = format!("/insolvency/{id}");
                return Ok(Some(InsolvencyRefusal::GuarantorAwaits { name: pursued.name, path }));
            }
        }
        Ok(None)
    }
}

fn debtor_of(tx: &mut Tx, account: AccountId) -> Result<Debtor, DeskError> {
    let account = tx.accounts().get(account)?;
    Ok(tx.debtors().get(account.debtor_id)?)
}
