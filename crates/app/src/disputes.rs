//! Disputes: what a customer contests is known, owned, and solved; only that part stops.
//!
//! A dispute owns the block that holds its part of the piece back: opening it blocks, closing it releases, and
//! nothing else does. Blocks for other reasons stay as they are.

mod answer;
mod asked;
mod causes;
mod daily;
mod evidence;
mod export;
mod list;
mod mediation;
mod monthly;
mod moves;
mod opinion;
mod policy;
mod prevention;
mod refund;
mod satisfaction;
mod settlement;
mod statuses;

pub use amicable::disputes::{
    Clock, DisputeKind, Motive, Outcome, Policy, Route, Service, ServiceDesk, Source, Step, motive, motives,
};
pub use answer::{AnswerTaken, AskedDispute, ColleagueAnswer, Verdict};
pub use causes::{CauseGrouping, CauseLine, CauseMonth, CauseQuery, Causes};
pub use daily::Tended;
pub use evidence::{Brought, EVIDENCE_MAX, EvidenceKept};
use kernel::{Money, Wording};
use ledger::statement::open_of;
use ledger::{Account, ItemId};
pub use list::{
    BoardStep, DisputeFile, DisputeFilter, DisputeLine, DisputePage, EvidenceLine, MoveLine, Proposal, StatusLine,
};
pub use mediation::{MediationLine, MediationOrder, MediationPath, MediationResult, MediationStep};
pub use moves::{DisputeHandOver, DisputeMove};
pub use opinion::{AskedOpinion, OpinionWords, Opinions, SCORE_MAX};
pub use policy::PolicyInForce;
pub(crate) use policy::{owner_of, owner_of_service};
pub use prevention::{PreventionEffect, PreventionId, PreventionLine, PreventionOrder, PreventionSide};
pub use satisfaction::{
    AskedLine, AskedPage, SATISFIED, Satisfaction, SatisfactionLine, SatisfactionMonth, SatisfactionQuery,
    SatisfactionShow, SatisfactionSum,
};
pub use statuses::{StatusesTaken, UnreadStatus, are_statuses};
use store::{Dispute, EvidenceId, Testimony, Tx};
pub use store::{DisputeId, EvidenceKind, Side};

use crate::blocks::{BlockOrder, BlockReason};
use crate::desk::About;
use crate::{Actor, Desk, DeskError, Permission, Refusal};

/// A dispute as somebody opens it.
#[derive(Debug, Clone)]
pub struct DisputeOrder {
    /// What is said to be wrong.
    pub kind: DisputeKind,
    /// How much; all that is left of the piece when none.
    pub amount: Option<Money>,
    /// Motive of the e-invoicing reform; empty when none.
    pub motive: String,
    /// How it reached the house.
    pub source: Source,
    /// Who must answer; who the policy names when empty.
    pub owner: String,
    /// In words.
    pub note: String,
    /// The mail that says so, kept as evidence; empty when none.
    pub mail: String,
}

impl DisputeOrder {
    /// The whole piece, heard by a collector, to be qualified.
    pub fn heard(note: &str) -> Self {
        Self {
            kind: DisputeKind::Other,
            amount: None,
            motive: String::new(),
            source: Source::Collector,
            owner: String::new(),
            note: note.trim().to_owned(),
            mail: String::new(),
        }
    }
}

/// A step in words.
pub fn step_words(step: Step) -> Wording {
    let (fr, en) = match step {
        Step::Identify => ("identifier", "identify"),
        Step::Facts => ("établir les faits", "establish the facts"),
        Step::Negotiate => ("négocier", "negotiate"),
        Step::Agree => ("convenir", "agree"),
        Step::CarryOut => ("exécuter", "carry out"),
        Step::Closed => ("clos", "closed"),
    };
    Wording { fr: fr.to_owned(), en: en.to_owned() }
}

/// A dispute as its entries tell it.
pub(crate) fn facts(dispute: &Dispute, piece: &str) -> serde_json::Value {
    let money = |minor: i64| Money::new(minor, dispute.currency).to_decimal();
    serde_json::json!({
        "dispute": dispute.id, "piece": piece, "amount": money(dispute.contested_minor),
        "currency": dispute.currency, "kind": dispute.kind, "step": dispute.step, "service": dispute.service,
        "owner": dispute.owner, "due": dispute.due_on,
    })
}

impl Desk {
    /// Opens a dispute on a piece, or on a part of it: that part is not asked for until the dispute is closed.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when nothing is left to contest or on a wrong amount.
    pub fn open_dispute(&self, actor: &Actor, item: ItemId, order: &DisputeOrder) -> Result<DisputeId, DeskError> {
        actor.may(Permission::Answer)?;
        self.store.write("dispute.open", |tx| {
            let item = actor.find(tx, item)?;
            let account = tx.accounts().get(item.account_id)?;
            crate::credit::not_factored(tx, account.id, &[item.id])?;
            Ok(self.open_within(tx, actor, &account, item.id, order)?.id)
        })
    }

    /// The same in the caller's transaction.
    pub(crate) fn open_within(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        account: &Account,
        item: ItemId,
        order: &DisputeOrder,
    ) -> Result<Dispute, DeskError> {
        evidence::bounded(&order.mail)?;
        evidence::bounded(&order.note)?;
        let (today, now, policy) = (self.today(), self.now(), policy::in_force(tx)?);
        let service = policy.service_of(order.kind);
        let named = policy.desk(service).owner;
        let wanted = if order.owner.trim().is_empty() { named.as_str() } else { order.owner.trim() };
        let owner = asked::answerer(tx, actor, account, wanted)?;
        let block = BlockOrder {
            reason: BlockReason::Disputed,
            amount: order.amount,
            owner: owner.clone(),
            until: None,
            note: order.note.clone(),
        };
        let made = self.block_within(tx, actor, account, &[item], &block)?.pop();
        let piece = tx.items().get(item)?;
        let block_id = made.ok_or_else(|| Refusal::BlockNothingLeft { piece: piece.number.clone() })?;
        let held = tx.item_blocks().get(block_id)?;
        let open = open_of(&piece, &tx.allocations().of_account(account.id)?, Some(today));
        let dispute = Dispute {
            id: DisputeId(self.id()),
            account_id: account.id,
            item_id: item,
            block_id,
            contested_minor: held.amount_minor.unwrap_or(open.minor()),
            currency: open.currency(),
            kind: order.kind,
            motive: order.motive.clone(),
            source: order.source,
            step: Step::Identify,
            outcome: None,
            granted_minor: 0,
            service,
            owner,
            asked_on: today,
            due_on: policy.due(service, today),
            escalations: 0,
            credit_task_id: None,
            opened_on: today,
            closed_on: None,
            closed_us: None,
            note: order.note.trim().to_owned(),
            actor: actor.name.clone(),
            created_us: now,
            version: 1,
        };
        tx.disputes().insert(&dispute)?;
        if !order.mail.trim().is_empty() {
            tx.disputes().testify(&Testimony {
                id: EvidenceId(self.id()),
                dispute_id: dispute.id,
                account_id: account.id,
                side: Side::Customer,
                kind: EvidenceKind::Mail,
                body: order.mail.trim().to_owned(),
                document_id: None,
                actor: actor.name.clone(),
                created_us: now,
            })?;
        }
        let mut payload = facts(&dispute, &piece.number);
        payload["source"] = order.source.slug().into();
        payload["note"] = order.note.trim().into();
        self.note(tx, actor, About::account(account), "dispute.opened", &payload)?;
        if dispute.owner != actor.name {
            self.ask_owner(tx, actor, &dispute, (account, &piece), false)?;
        }
        self.seek_owner(tx, actor, &dispute, &piece)?;
        Ok(dispute)
    }
}
