//! What an account declares and what becomes of it: sent, received, admitted or contested, dividends; what somebody
//! answers about a piece.

use judicial::insolvency::around::Admission;
use judicial::insolvency::clocks::{ClockKind, clock};
use kernel::{Currency, Date, Money};
use ledger::{Account, ItemId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    ClaimAnswer, ClaimEvent, ClaimEventId, Connected, Insolvency, InsolvencyAnswer, InsolvencyClaim, InsolvencyClaimId,
    Tx,
};

use super::declared::places;
use super::settle::{Settled, kept};
use crate::desk::About;
use crate::tasks::Subject;
use crate::{Actor, Desk, DeskError, InsolvencyRefusal, Permission, Refusal};

/// Longest proof or note, in characters.
const TEXT_MAX: usize = 400;
/// The law's word for a declaration, among what moves a limitation.
const DECLARED: &str = "insolvency-declaration";

/// What somebody answers about a piece.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemAnswer {
    /// The day it was supplied; what the ledger knows when none.
    pub supply_on: Option<Date>,
    /// For a credit: whether it is connected; not said when none.
    pub connected: Option<bool>,
    /// True for the private life of a sole trader.
    pub personal: bool,
    /// True for a loan of a year or more.
    pub long_loan: bool,
    /// Privilege or security; empty for an ordinary claim.
    pub privilege: String,
}

/// What was declared of one piece.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct DeclaredHead {
    pub item: ItemId,
    pub number: String,
    pub currency: Currency,
    pub minor: i64,
}

/// The heads of a claim that was sent.
pub(super) fn heads(claim: &InsolvencyClaim) -> Vec<DeclaredHead> {
    serde_json::from_str(&claim.heads).unwrap_or_default()
}

/// What was admitted, over the pieces declared in the claim's currency, in proportion.
pub(super) fn admissions(claim: &InsolvencyClaim) -> Result<Vec<Admission>, DeskError> {
    let Some(admitted) = claim.admitted_minor else { return Ok(Vec::new()) };
    let declared: Vec<Admission> = heads(claim)
        .iter()
        .filter(|head| head.currency == claim.currency)
        .map(|head| Admission { item: head.item, amount: Money::new(head.minor, head.currency) })
        .collect();
    shared(Money::new(admitted, claim.currency), &declared)
}

/// Parts of an amount over claims.
pub(super) fn shared(amount: Money, over: &[Admission]) -> Result<Vec<Admission>, DeskError> {
    let overflow = |e: kernel::MoneyError| DeskError::from(law::LawError::from(e));
    judicial::insolvency::around::share(amount, over).map_err(overflow)
}

pub(super) fn text(typed: &str) -> String {
    typed.trim().chars().take(TEXT_MAX).collect()
}

/// A claim within reach, its procedure and its account.
pub(super) struct Loaded {
    claim: InsolvencyClaim,
    row: Insolvency,
    account: Account,
}

impl Loaded {
    pub fn parts(self) -> (InsolvencyClaim, Insolvency, Account) {
        (self.claim, self.row, self.account)
    }
}

pub(super) fn claim_within(tx: &mut Tx, actor: &Actor, id: InsolvencyClaimId) -> Result<Loaded, DeskError> {
    let claim = tx.insolvencies().claim(id)?;
    let account = tx.accounts().get(claim.account_id)?;
    if actor.among(tx, vec![account.clone()])?.is_empty() {
        return Err(actor.out_of_reach("claim", id));
    }
    let row = tx.insolvencies().get(claim.insolvency_id)?;
    Ok(Loaded { claim, row, account })
}

impl Desk {
    fn proved(&self, on: Date, proof: &str) -> Result<String, DeskError> {
        let proof = text(proof);
        if on > self.today() {
            return Err(InsolvencyRefusal::DayAhead { day: on }.into());
        }
        if proof.is_empty() {
            return Err(InsolvencyRefusal::ProofMissing.into());
        }
        Ok(proof)
    }

    /// Notes that the declaration of an account was sent, with what proves it: what it declares is kept as it was that
    /// day, and the limitation of its pieces is interrupted. Told again, the day and the proof are corrected.
    ///
    /// # Errors
    /// [`InsolvencyRefusal::ProofMissing`], [`InsolvencyRefusal::DayAhead`], [`InsolvencyRefusal::DayBefore`],
    /// [`InsolvencyRefusal::NothingToDeclare`], [`InsolvencyRefusal::AnsweredAlready`].
    pub fn send_insolvency_declaration(
        &self,
        actor: &Actor,
        id: InsolvencyClaimId,
        on: Date,
        proof: &str,
    ) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        self.store.write("insolvency.declare", |tx| {
            let Loaded { mut claim, row, account } = claim_within(tx, actor, id)?;
            let proof = self.proved(on, proof)?;
            if claim.answer != ClaimAnswer::Awaited {
                return Err(InsolvencyRefusal::AnsweredAlready.into());
            }
            if let Some(day) = row.judgment_on.filter(|judgment| on < *judgment) {
                return Err(InsolvencyRefusal::DayBefore { day }.into());
            }
            let before = claim.sent_on;
            let Some(now) = self.declaring(tx, &account)? else {
                return Err(InsolvencyRefusal::NothingToDeclare.into());
            };
            let drawn = now.drawn.declaration;
            let heads: Vec<DeclaredHead> = drawn
                .heads
                .iter()
                .map(|head| DeclaredHead {
                    item: head.item,
                    number: head.number.clone(),
                    currency: head.principal.currency(),
                    minor: head.principal.minor(),
                })
                .collect();
            let Some(sums) = drawn.sums.first() else {
                return Err(InsolvencyRefusal::NothingToDeclare.into());
            };
            claim.currency = sums.due.currency();
            claim.declared_minor = sums.due.minor() + sums.not_yet_due.minor();
            claim.heads = serde_json::to_string(&heads)
                .map_err(|e| DeskError::from(Refusal::Unwritable { why: e.to_string() }))?;
            (claim.sent_on, claim.sent_proof) = (Some(on), proof.clone());
            tx.insolvencies().save_claim(&claim)?;
            let events: Vec<ClaimEvent> = heads
                .iter()
                .map(|head| ClaimEvent {
                    id: ClaimEventId(self.id()),
                    account_id: account.id,
                    item_id: head.item,
                    event: DECLARED.to_owned(),
                    on_day: on,
                    proof: proof.clone(),
                    document_id: None,
                    procedure_id: None,
                    actor: actor.name.clone(),
                    created_us: self.now(),
                })
                .collect();
            tx.claim_events().insert(&events)?;
            self.drop_task_of(tx, &account, &Subject::InsolvencyDeclare { what: row.opened_by.clone() }.kept())?;
            let amount = Money::new(claim.declared_minor, claim.currency);
            let payload = json!({
                "claim": id, "notice": row.opened_by, "on": on, "proof": proof, "amount": amount.to_decimal(),
                "currency": claim.currency, "pieces": heads.len(), "before": before,
            });
            Ok(self.note(tx, actor, About::account(&account), "insolvency.declared", &payload)?)
        })
    }

    /// Notes that the declaration was received.
    ///
    /// # Errors
    /// [`InsolvencyRefusal::NotDeclared`], [`InsolvencyRefusal::ProofMissing`], [`InsolvencyRefusal::DayAhead`].
    pub fn receive_insolvency_declaration(
        &self,
        actor: &Actor,
        id: InsolvencyClaimId,
        on: Date,
        proof: &str,
    ) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        self.store.write("insolvency.receive", |tx| {
            let Loaded { mut claim, row, account } = claim_within(tx, actor, id)?;
            let proof = self.proved(on, proof)?;
            let sent = claim.sent_on.ok_or(InsolvencyRefusal::NotDeclared)?;
            if on < sent {
                return Err(InsolvencyRefusal::DayBefore { day: sent }.into());
            }
            (claim.received_on, claim.received_proof) = (Some(on), proof.clone());
            tx.insolvencies().save_claim(&claim)?;
            let payload = json!({ "claim": id, "notice": row.opened_by, "on": on, "proof": proof });
            Ok(self.note(tx, actor, About::account(&account), "insolvency.received", &payload)?)
        })
    }

    /// Notes what became of the claim: admitted for an amount, contested (the period to answer runs from that day),
    /// rejected.
    ///
    /// # Errors
    /// [`InsolvencyRefusal::NotDeclared`], [`InsolvencyRefusal::AmountMissing`],
    /// [`InsolvencyRefusal::AmountBeyond`], [`InsolvencyRefusal::DayAhead`].
    pub fn answer_insolvency_claim(
        &self,
        actor: &Actor,
        id: InsolvencyClaimId,
        (answer, on): (ClaimAnswer, Date),
        (admitted, note): (Option<Money>, &str),
    ) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        if on > self.today() {
            return Err(InsolvencyRefusal::DayAhead { day: on }.into());
        }
        self.store.write("insolvency.answer", |tx| {
            let Loaded { mut claim, row, account } = claim_within(tx, actor, id)?;
            if claim.sent_on.is_none() {
                return Err(InsolvencyRefusal::NotDeclared.into());
            }
            claim.admitted_minor = match answer {
                ClaimAnswer::Admitted => {
                    let amount = admitted.filter(|a| a.minor() > 0).ok_or(InsolvencyRefusal::AmountMissing)?;
                    let most = Money::new(claim.declared_minor, claim.currency);
                    if amount.currency() != claim.currency || amount.minor() > most.minor() {
                        return Err(InsolvencyRefusal::AmountBeyond { most }.into());
                    }
                    Some(amount.minor())
                }
                ClaimAnswer::Rejected => Some(0),
                ClaimAnswer::Awaited | ClaimAnswer::Contested => None,
            };
            (claim.answer, claim.answer_on, claim.answer_note) = (answer, Some(on), text(note));
            tx.insolvencies().save_claim(&claim)?;
            let subject = Subject::InsolvencyContest { what: row.opened_by.clone() };
            if answer == ClaimAnswer::Contested {
                let creditor = tx.creditors().get(account.creditor_id)?;
                let at = places(&row.department, &creditor.address);
                let due = clock(ClockKind::AnswerContest, on, at, &self.law)?;
                self.task_by(tx, &account, &subject, due.safe)?;
            } else {
                self.drop_task_of(tx, &account, &subject.kept())?;
            }
            let amount = claim.admitted_minor.map(|minor| Money::new(minor, claim.currency).to_decimal());
            let payload = json!({
                "claim": id, "notice": row.opened_by, "on": on, "answer": answer, "amount": amount,
                "currency": claim.currency, "note": claim.answer_note,
            });
            Ok(self.note(tx, actor, About::account(&account), "insolvency.answered", &payload)?)
        })
    }

    /// Notes a dividend: its parts over the pieces admitted are proposed, the money itself comes by the bank.
    ///
    /// # Errors
    /// [`InsolvencyRefusal::NotAdmitted`], [`InsolvencyRefusal::AmountMissing`],
    /// [`InsolvencyRefusal::AmountBeyond`], [`InsolvencyRefusal::DayAhead`].
    pub fn note_insolvency_dividend(
        &self,
        actor: &Actor,
        id: InsolvencyClaimId,
        on: Date,
        amount: Money,
    ) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        if on > self.today() {
            return Err(InsolvencyRefusal::DayAhead { day: on }.into());
        }
        self.store.write("insolvency.dividend", |tx| {
            let Loaded { mut claim, row, account } = claim_within(tx, actor, id)?;
            let admitted = claim.admitted_minor.filter(|minor| *minor > 0).ok_or(InsolvencyRefusal::NotAdmitted)?;
            if amount.minor() <= 0 {
                return Err(InsolvencyRefusal::AmountMissing.into());
            }
            let most = Money::new(admitted - claim.dividend_minor, claim.currency);
            if amount.currency() != claim.currency || amount.minor() > most.minor() {
                return Err(InsolvencyRefusal::AmountBeyond { most }.into());
            }
            let declared = heads(&claim);
            let number = |item: ItemId| declared.iter().find(|head| head.item == item).map(|head| head.number.clone());
            let parts: Vec<serde_json::Value> = shared(amount, &admissions(&claim)?)?
                .into_iter()
                .map(|part| json!({ "piece": number(part.item), "amount": part.amount.to_decimal() }))
                .collect();
            claim.dividend_minor += amount.minor();
            tx.insolvencies().save_claim(&claim)?;
            let payload = json!({
                "claim": id, "notice": row.opened_by, "on": on, "amount": amount.to_decimal(),
                "currency": claim.currency, "parts": parts,
            });
            Ok(self.note(tx, actor, About::account(&account), "insolvency.dividend", &payload)?)
        })
    }

    /// Answers what a procedure asks about a piece: it stands on its side of the judgment at once.
    ///
    /// # Errors
    /// [`InsolvencyRefusal::DayAhead`] for a supply that has not happened.
    pub fn answer_insolvency_item(&self, actor: &Actor, item: ItemId, answer: &ItemAnswer) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        if let Some(day) = answer.supply_on.filter(|day| *day > self.today()) {
            return Err(InsolvencyRefusal::DayAhead { day }.into());
        }
        self.store.write("insolvency.item", |tx| {
            let item = actor.find(tx, item)?;
            let account = tx.accounts().get(item.account_id)?;
            let connected = match answer.connected {
                None => Connected::Unsaid,
                Some(true) => Connected::Yes,
                Some(false) => Connected::No,
            };
            let kept_answer = InsolvencyAnswer {
                item_id: item.id,
                account_id: account.id,
                supply_on: answer.supply_on,
                connected,
                personal: answer.personal,
                long_loan: answer.long_loan,
                privilege: text(&answer.privilege),
                actor: actor.name.clone(),
                created_us: self.now(),
            };
            tx.insolvencies().keep_answer(&kept_answer)?;
            let payload = json!({
                "piece": item.number, "supply": answer.supply_on, "connected": connected, "personal": answer.personal,
                "long_loan": answer.long_loan, "privilege": kept_answer.privilege,
            });
            self.note(tx, actor, About::account(&account), "insolvency.item_answered", &payload)?;
            let Some(row) = tx.insolvencies().of_debtor(account.debtor_id)? else { return Ok(()) };
            let settled = Settled { known: kept(&row).insolvency, row };
            self.stop_within(tx, &settled, &account)?;
            self.stay_cases(tx, account.debtor_id)
        })
    }
}
