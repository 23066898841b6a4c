//! What is asked of who administers an insolvency, for one account: whether a contract in progress goes on, that goods
//! be given back. By when he answers is the table's; what follows his answer, or his silence, is a right of ours.

use judicial::insolvency::clocks::{Clock, Places};
use judicial::insolvency::demands::{
    Demand, DemandAct, DemandAnswer, DemandKind, DemandStage, DemandStanding, demand_standing,
};
use kernel::{Date, Money, Wording, epoch_day, from_epoch_day};
use law::Law;
use ledger::Account;
use serde_json::json;
use store::{Insolvency, InsolvencyClaimId, InsolvencyDemand, InsolvencyDemandId, Tx};

use super::claims::{claim_within, text};
use super::declared::places;
use super::shown::{ClockLine, DemandLine};
use super::words;
use crate::desk::About;
use crate::tasks::Subject;
use crate::{Actor, Desk, DeskError, InsolvencyRefusal, Permission, Refusal};

/// Something asked, as a person tells it.
#[derive(Debug, Clone)]
pub struct DemandOrder {
    /// What is asked.
    pub kind: DemandKind,
    /// Which contract, which goods.
    pub what: String,
    /// The price that was not paid, or the damages claimed; none while it is not known.
    pub amount: Option<Money>,
}

/// What somebody tells of something asked. Which fields count depends on the act; the others may be empty.
#[derive(Debug, Clone)]
pub struct DemandTold {
    /// What is told.
    pub act: DemandAct,
    /// The day; of a prolongation, the day until which.
    pub on: Option<Date>,
    /// What proves it; why, of what is taken out.
    pub proof: String,
    /// What became of it.
    pub answer: Option<DemandAnswer>,
    /// Which contract, which goods; as it was when empty.
    pub what: String,
    /// Its amount; as it was when none.
    pub amount: Option<Money>,
}

impl DemandTold {
    /// An act that tells nothing yet.
    pub fn new(act: DemandAct) -> Self {
        Self { act, on: None, proof: String::new(), answer: None, what: String::new(), amount: None }
    }
}

/// What is known of it, as the rules take it.
fn known(of: &InsolvencyDemand) -> Demand {
    Demand {
        kind: kind(of),
        asked_on: of.asked_on,
        extended_to: of.extended_on,
        answer: DemandAnswer::parse(&of.answer).unwrap_or(DemandAnswer::Awaited),
        answer_on: of.answer_on,
        done_on: of.done_on,
    }
}

pub(super) fn kind(of: &InsolvencyDemand) -> DemandKind {
    DemandKind::parse(&of.kind).unwrap_or(DemandKind::Contract)
}

/// Its amount.
pub(super) fn amount(of: &InsolvencyDemand) -> Money {
    Money::new(of.amount_minor, of.currency)
}

/// Its amount as an entry tells it; none while nobody told.
fn told_amount(of: &InsolvencyDemand) -> Option<String> {
    (of.amount_minor > 0).then(|| amount(of).to_decimal())
}

/// Where it stands.
pub(super) fn standing(
    of: &InsolvencyDemand,
    row: &Insolvency,
    on: (Places, Date, &Law),
) -> Result<DemandStanding, DeskError> {
    Ok(demand_standing(known(of), row.published_on, on)?)
}

/// Those of an account that stand, as the page shows them.
pub(super) fn lines(
    tx: &mut Tx,
    (row, account): (&Insolvency, &Account),
    (at, today, law): (Places, Date, &Law),
) -> Result<Vec<DemandLine>, DeskError> {
    let mut all = tx.demands().of_account(account.id, &row.opened_by)?;
    all.retain(|one| one.left_on.is_none());
    let line = |of: InsolvencyDemand| {
        let now = standing(&of, row, (at, today, law))?;
        let clock = |clock: Option<&Clock>| clock.map(|clock| ClockLine::of(clock, today));
        Ok(DemandLine {
            id: of.id,
            kind: kind(&of),
            kind_words: words::demand_kind(kind(&of)),
            amount: amount(&of).to_decimal(),
            currency: of.currency,
            stage: now.stage,
            stage_words: words::demand_stage(now.stage),
            answer: known(&of).answer,
            answer_words: words::demand_answer(kind(&of), known(&of).answer),
            answers: clock(now.answers.as_ref()),
            at_most: clock(now.at_most.as_ref()),
            ours: clock(now.ours.as_ref()),
            ended_on: now.ended_on,
            late: now.late,
            says: words::demand_says(kind(&of), now.stage),
            acts: now.acts,
            what: of.what,
            asked_on: of.asked_on,
            asked_proof: of.asked_proof,
            extended_to: of.extended_on,
            extended_proof: of.extended_proof,
            answer_on: of.answer_on,
            answer_proof: of.answer_proof,
            done_on: of.done_on,
            done_proof: of.done_proof,
        })
    };
    all.into_iter().map(line).collect()
}

/// The tasks that something asked gives, each with its day: to look after the answer on the day after its last, then
/// to do what is ours.
fn tasks(of: &InsolvencyDemand, standing: &DemandStanding) -> Vec<(Subject, Date)> {
    let mut given = Vec::new();
    if of.left_on.is_some() {
        return given;
    }
    let what = |day: Date| format!("{} ({}, {day})", of.what, of.opened_by);
    let untold = known(of).answer == DemandAnswer::Awaited && standing.stage != DemandStage::Done;
    if let Some(until) = standing.until().filter(|_| untold) {
        given.push((Subject::InsolvencyAnswer { what: what(until) }, from_epoch_day(epoch_day(until) + 1)));
    }
    if let Some(clock) = &standing.ours {
        let subject = match standing.stage {
            DemandStage::ToSeize => Some(Subject::InsolvencySeize { what: what(clock.due) }),
            DemandStage::Terminated => Some(Subject::InsolvencyDamages { what: what(clock.due) }),
            _ => None,
        };
        given.extend(subject.map(|subject| (subject, clock.safe)));
    }
    given
}

/// Something asked that is within reach, its procedure and its account.
fn demand_within(
    tx: &mut Tx,
    actor: &Actor,
    id: InsolvencyDemandId,
) -> Result<(InsolvencyDemand, Insolvency, Account), DeskError> {
    let of = tx.demands().get(id)?;
    let account = tx.accounts().get(of.account_id)?;
    if actor.among(tx, vec![account.clone()])?.is_empty() {
        return Err(actor.out_of_reach("demand", id));
    }
    let row = tx.insolvencies().get(of.insolvency_id)?;
    Ok((of, row, account))
}

/// An amount above zero in the currency of the claim, or nothing said.
fn checked(amount: Option<Money>, of: &InsolvencyDemand) -> Result<i64, DeskError> {
    match amount {
        None => Ok(of.amount_minor),
        Some(amount) if amount.minor() > 0 && amount.currency() == of.currency => Ok(amount.minor()),
        Some(_) => Err(InsolvencyRefusal::AmountMissing.into()),
    }
}

impl Desk {
    /// Tells that a contract with the debtor is in progress, or that goods of ours are with him; answers what names it.
    ///
    /// # Errors
    /// [`InsolvencyRefusal::DemandWhat`]; [`InsolvencyRefusal::AmountMissing`] for goods without the price that was not
    /// paid.
    pub fn add_insolvency_demand(
        &self,
        actor: &Actor,
        claim: InsolvencyClaimId,
        order: &DemandOrder,
    ) -> Result<InsolvencyDemandId, DeskError> {
        actor.may(Permission::EditAccount)?;
        self.store.write("insolvency.demand", |tx| {
            let (claim, row, account) = claim_within(tx, actor, claim)?.parts();
            let what = text(&order.what);
            if what.is_empty() {
                return Err(InsolvencyRefusal::DemandWhat.into());
            }
            if order.kind == DemandKind::Goods && order.amount.is_none() {
                return Err(InsolvencyRefusal::AmountMissing.into());
            }
            let (asked_on, extended_on, answer_on, done_on, left_on) = (None, None, None, None, None);
            let empty = String::new;
            let mut of = InsolvencyDemand {
                id: InsolvencyDemandId(self.id()),
                insolvency_id: row.id,
                account_id: account.id,
                opened_by: claim.opened_by,
                kind: order.kind.slug().to_owned(),
                what,
                currency: order.amount.map_or(claim.currency, Money::currency),
                amount_minor: 0,
                asked_on,
                asked_proof: empty(),
                extended_on,
                extended_proof: empty(),
                answer: DemandAnswer::Awaited.slug().to_owned(),
                answer_on,
                answer_proof: empty(),
                done_on,
                done_proof: empty(),
                left_on,
                left_why: empty(),
                created_us: self.now(),
                version: 1,
            };
            of.amount_minor = checked(order.amount, &of)?;
            tx.demands().insert(&of)?;
            let payload = json!({
                "demand": of.id, "notice": of.opened_by, "demand_kind": order.kind, "name": of.what,
                "words": words::demand_kind(order.kind), "amount": told_amount(&of), "currency": of.currency,
            });
            self.note(tx, actor, About::account(&account), "insolvency.demand", &payload)?;
            Ok(of.id)
        })
    }

    /// Tells what happened to something asked: it was received, the judge gave more time, it was answered or nobody
    /// did, the judge was seized or the damages declared. Told again, the day and the proof are corrected.
    ///
    /// # Errors
    /// [`InsolvencyRefusal::DemandAct`] for what cannot be told now; [`InsolvencyRefusal::DayMissing`],
    /// [`InsolvencyRefusal::DayAhead`], [`InsolvencyRefusal::DemandBefore`], [`InsolvencyRefusal::ProofMissing`];
    /// [`InsolvencyRefusal::DemandExtension`] outside what the table allows; [`InsolvencyRefusal::DemandSilence`] while
    /// the time to answer runs, [`InsolvencyRefusal::DemandLate`] once it is over.
    pub fn tell_insolvency_demand(
        &self,
        actor: &Actor,
        id: InsolvencyDemandId,
        told: &DemandTold,
    ) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        self.store.write("insolvency.demand", |tx| {
            let (mut of, row, account) = demand_within(tx, actor, id)?;
            let creditor = tx.creditors().get(account.creditor_id)?;
            let on = (places(&row.department, &creditor.address), self.today(), &self.law);
            let before = standing(&of, &row, on)?;
            if of.left_on.is_some() || !before.takes(told.act) {
                return Err(InsolvencyRefusal::DemandAct { what: of.what }.into());
            }
            let asked = tasks(&of, &before);
            of.amount_minor = checked(told.amount, &of)?;
            let day = self.tell_demand(&mut of, &row, (told, &before), on)?;
            tx.demands().save(&of)?;
            let now = standing(&of, &row, on)?;
            let given = tasks(&of, &now);
            for (subject, _) in asked.iter().filter(|(old, _)| !given.iter().any(|(new, _)| new == old)) {
                self.drop_task_of(tx, &account, &subject.kept())?;
            }
            for (subject, due) in &given {
                self.task_by(tx, &account, subject, *due)?;
            }
            let ours = now.ours.as_ref();
            let payload = json!({
                "demand": id, "notice": of.opened_by, "demand_kind": kind(&of), "name": of.what, "act": told.act,
                "words": words::demand_told(kind(&of), told.act, known(&of).answer), "on": day,
                "proof": text(&told.proof), "demand_answer": known(&of).answer, "until": now.until(),
                "last": ours.map(|clock| clock.due), "amount": told_amount(&of), "currency": of.currency,
                "late": now.late,
            });
            let about = About { on: day.filter(|day| *day <= self.today()), ..About::account(&account) };
            Ok(self.note(tx, actor, about, "insolvency.demand_told", &payload)?)
        })
    }

    /// Writes what is told into the row; answers the day it bears.
    fn tell_demand(
        &self,
        of: &mut InsolvencyDemand,
        row: &Insolvency,
        (told, before): (&DemandTold, &DemandStanding),
        on: (Places, Date, &Law),
    ) -> Result<Option<Date>, DeskError> {
        let proof = text(&told.proof);
        let silent = matches!(told.answer, Some(DemandAnswer::Silent | DemandAnswer::Awaited));
        match told.act {
            DemandAct::Asked => {
                let day = self.demand_day(told.on, row.judgment_on)?;
                (of.asked_on, of.asked_proof) = (Some(day), needed(proof)?);
            }
            DemandAct::Extended => {
                let day = told.on.ok_or(InsolvencyRefusal::DayMissing)?;
                let first = standing(&InsolvencyDemand { extended_on: None, ..of.clone() }, row, on)?;
                let bounds = first.until().zip(first.at_most.as_ref().map(|clock| clock.due));
                if let Some((first, last)) = bounds.filter(|(first, last)| day <= *first || *last < day) {
                    return Err(InsolvencyRefusal::DemandExtension { first, last }.into());
                }
                (of.extended_on, of.extended_proof) = (Some(day), needed(proof)?);
            }
            DemandAct::Answered => {
                let answer = told.answer.ok_or(InsolvencyRefusal::DemandAnswer)?;
                (of.answer_on, of.answer_proof) = if silent {
                    (self.silence(answer, before)?, proof)
                } else {
                    (Some(self.answered_on(of, told.on, before)?), needed(proof)?)
                };
                answer.slug().clone_into(&mut of.answer);
            }
            DemandAct::Done => {
                let day = self.demand_day(told.on, before.ended_on.or(of.asked_on))?;
                (of.done_on, of.done_proof) = (Some(day), needed(proof)?);
            }
            DemandAct::Changed => {
                let what = text(&told.what);
                if !what.is_empty() {
                    of.what = what;
                }
            }
            DemandAct::Left => {
                if proof.is_empty() {
                    return Err(Refusal::ReasonMissing.into());
                }
                (of.left_on, of.left_why) = (Some(self.today()), proof);
            }
        }
        Ok(match told.act {
            DemandAct::Asked => of.asked_on,
            DemandAct::Extended => of.extended_on,
            DemandAct::Answered => of.answer_on,
            DemandAct::Done => of.done_on,
            DemandAct::Changed => None,
            DemandAct::Left => of.left_on,
        })
    }

    /// A day that has come and is not before another.
    fn demand_day(&self, on: Option<Date>, after: Option<Date>) -> Result<Date, DeskError> {
        let on = on.ok_or(InsolvencyRefusal::DayMissing)?;
        if on > self.today() {
            return Err(InsolvencyRefusal::DayAhead { day: on }.into());
        }
        match after.filter(|after| on < *after) {
            Some(day) => Err(InsolvencyRefusal::DemandBefore { day }.into()),
            None => Ok(on),
        }
    }

    /// The day of an answer: after its last day there is none about a contract, which ended.
    fn answered_on(&self, of: &InsolvencyDemand, on: Option<Date>, before: &DemandStanding) -> Result<Date, DeskError> {
        let on = self.demand_day(on, of.asked_on)?;
        match before.until().filter(|until| kind(of) == DemandKind::Contract && *until < on) {
            Some(day) => Err(InsolvencyRefusal::DemandLate { day }.into()),
            None => Ok(on),
        }
    }

    /// The day of a silence is the last day of the time to answer; what is awaited again has none.
    fn silence(&self, answer: DemandAnswer, before: &DemandStanding) -> Result<Option<Date>, DeskError> {
        if answer == DemandAnswer::Awaited {
            return Ok(None);
        }
        match before.until() {
            Some(day) if self.today() <= day => Err(InsolvencyRefusal::DemandSilence { day }.into()),
            until => Ok(until),
        }
    }

    /// Drops the tasks of what is asked on an account: its procedure counts no more.
    pub(super) fn drop_demand_tasks(&self, tx: &mut Tx, account: &Account, row: &Insolvency) -> Result<(), DeskError> {
        let creditor = tx.creditors().get(account.creditor_id)?;
        let on = (places(&row.department, &creditor.address), self.today(), &self.law);
        for of in tx.demands().of_account(account.id, &row.opened_by)? {
            for (subject, _) in tasks(&of, &standing(&of, row, on)?) {
                self.drop_task_of(tx, account, &subject.kept())?;
            }
        }
        Ok(())
    }
}

fn needed(proof: String) -> Result<String, DeskError> {
    if proof.is_empty() { Err(InsolvencyRefusal::ProofMissing.into()) } else { Ok(proof) }
}

/// What there is to do before a last day of ours, named by what it is about.
pub(super) fn to_do(of: &InsolvencyDemand, stage: DemandStage) -> Wording {
    let what = &of.what;
    match (kind(of), stage) {
        (DemandKind::Contract, _) => Wording::new(
            format!("déclarer ce que laisse la fin du contrat : {what}"),
            format!("declare what the end of the contract leaves: {what}"),
        ),
        (DemandKind::Goods, DemandStage::ToAsk) => {
            Wording::new(format!("revendiquer les biens : {what}"), format!("claim the goods back: {what}"))
        }
        (DemandKind::Goods, _) => Wording::new(
            format!("saisir le juge-commissaire de la revendication : {what}"),
            format!("bring the claim for goods before the juge-commissaire: {what}"),
        ),
    }
}
