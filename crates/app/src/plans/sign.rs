//! The signature: the plan binds, its pieces are left in peace, the debt is acknowledged.

use amicable::plans::{PlanState, SignatureLevel};
use kernel::Date;
use ledger::{Account, ItemId};
use store::{BlockReason, ClaimEvent, ClaimEventId, DocumentId, InstalmentPlan, PlanId, PlanItem, Tx};

use super::compose::{disputed, facts, planned, spent};
use super::state_words;
use crate::accounts::check_pdf;
use crate::blocks::{BlockOrder, open_pieces};
use crate::desk::About;
use crate::imports::Upload;
use crate::{Actor, Desk, DeskError, Permission, PlanRefusal};

/// The word of the law's table for an accepted plan (C. civ. 2240).
const ACKNOWLEDGED: &str = "instalment-plan";

/// Who signed, when, and how well that is proved.
#[derive(Debug, Clone)]
pub struct PlanSignature {
    /// The day; today when none.
    pub on: Option<Date>,
    /// Name and capacity, in words.
    pub by: String,
    /// How well it is proved.
    pub level: SignatureLevel,
}

impl Desk {
    /// Records that a plan was signed: its pieces are left in peace while it is kept, and a writing restarts
    /// the limitation of each of them (C. civ. 2240). Word of mouth binds too, and proves nothing.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when it waits for approval, when what is owed moved since, without a signer, or
    /// on a day that cannot be.
    pub fn sign_plan(&self, actor: &Actor, id: PlanId, signature: &PlanSignature) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        let today = self.today();
        let on = signature.on.unwrap_or(today);
        let by = signature.by.trim();
        if by.is_empty() {
            return Err(PlanRefusal::SignerMissing.into());
        }
        self.keep_protocol(actor, id)?;
        let mark = self.id();
        self.store.write("plan.sign", |tx| {
            let mut plan = actor.find(tx, id)?;
            if plan.state != PlanState::Proposed {
                return Err(PlanRefusal::NotNow { state: state_words(plan.state) }.into());
            }
            if on < plan.made_on || on > today {
                return Err(PlanRefusal::SignedWhen { made: plan.made_on }.into());
            }
            let account = tx.accounts().get(plan.account_id)?;
            let items = tx.plans().items_of(&[id])?;
            still_open(tx, &plan, &items, today)?;
            let first = tx.plans().instalments_of(&[id])?.first().map(|i| i.due_on);
            if let Some(first) = first.filter(|first| *first < on) {
                return Err(PlanRefusal::DatesOver { first }.into());
            }
            let protocol = plan.document_id.ok_or_else(|| DeskError::NotFound { what: "plan", key: id.to_string() })?;
            if let Some(old) = plan.replaces_id {
                self.replace_within(tx, actor, &account, old, id)?;
            }
            (plan.state, plan.signed_on, plan.signed_mark) = (PlanState::Active, Some(on), Some(mark));
            by.clone_into(&mut plan.signed_by);
            signature.level.slug().clone_into(&mut plan.signed_level);
            self.hold_within(tx, actor, (&account, &plan), &items)?;
            if signature.level.is_writing() {
                self.acknowledge(tx, actor, (&plan, on), (&items, protocol))?;
            }
            tx.plans().save(&plan)?;
            let mut payload = facts(&plan);
            payload["level"] = signature.level.slug().into();
            payload["by"] = by.into();
            payload["until"] = serde_json::json!(on);
            payload["document"] = serde_json::json!(plan.document_id);
            payload["sha256"] = tx.documents().get(protocol)?.sha256.into();
            payload["acknowledged"] = signature.level.is_writing().into();
            Ok(self.note(tx, actor, About::account(&account), "plan.signed", &payload)?)
        })
    }

    /// Keeps the signed copy of a plan, a PDF: the proof of the acknowledgement.
    ///
    /// # Errors
    /// [`PlanRefusal::NotNow`] before the signature; [`DeskError::Refused`] on what is no PDF.
    pub fn attach_plan_copy(&self, actor: &Actor, id: PlanId, file: &Upload) -> Result<DocumentId, DeskError> {
        actor.may(Permission::EditAccount)?;
        check_pdf(file)?;
        let name = format!("protocole-{id}-signe.pdf");
        let mut copy = self.document("signed-protocol", &name, "application/pdf", file.bytes.clone());
        self.store.write("plan.copy", |tx| {
            let mut plan = actor.find(tx, id)?;
            if plan.signed_on.is_none() {
                return Err(PlanRefusal::NotNow { state: state_words(plan.state) }.into());
            }
            let account = tx.accounts().get(plan.account_id)?;
            copy.account_id = Some(account.id);
            tx.documents().insert(&copy)?;
            plan.copy_id = Some(copy.id);
            tx.plans().save(&plan)?;
            let mut payload = facts(&plan);
            payload["document"] = serde_json::json!(copy.id);
            payload["sha256"] = copy.sha256.as_str().into();
            self.note(tx, actor, About::account(&account), "plan.copied", &payload)?;
            Ok(copy.id)
        })
    }

    /// Sets the pieces of a plan aside: the one way in which reminders leave something in peace.
    fn hold_within(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (account, plan): (&Account, &InstalmentPlan),
        items: &[PlanItem],
    ) -> Result<(), DeskError> {
        let order = BlockOrder {
            reason: BlockReason::Plan,
            amount: None,
            owner: plan.owner.clone(),
            until: None,
            note: plan.id.to_string(),
        };
        let ids: Vec<ItemId> = items.iter().map(|item| item.item_id).collect();
        let blocks = self.block_within(tx, actor, account, &ids, &order)?;
        for (item, block) in items.iter().zip(blocks) {
            tx.plans().hold(item.id, Some(block))?;
        }
        Ok(())
    }

    /// Writes the acknowledgement of the debt to the clock of each piece.
    fn acknowledge(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (plan, on): (&InstalmentPlan, Date),
        (items, proof): (&[PlanItem], DocumentId),
    ) -> Result<(), DeskError> {
        let event = |item: &PlanItem| ClaimEvent {
            id: ClaimEventId(self.id()),
            account_id: plan.account_id,
            item_id: item.item_id,
            event: ACKNOWLEDGED.to_owned(),
            on_day: on,
            proof: format!("{} · {}", plan.id, plan.signed_by),
            document_id: Some(proof),
            procedure_id: None,
            actor: actor.name.clone(),
            created_us: self.now(),
        };
        let events: Vec<ClaimEvent> = items.iter().map(event).collect();
        Ok(tx.claim_events().insert(&events)?)
    }

    /// Ends the plan whose place another takes: the debt stays what it was, without novation.
    fn replace_within(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        account: &Account,
        old: PlanId,
        by: PlanId,
    ) -> Result<(), DeskError> {
        let mut old = actor.find(tx, old)?;
        if !old.state.binds() {
            return Ok(());
        }
        let items = tx.plans().items_of(&[old.id])?;
        self.end_within(tx, actor, (&mut old, &items), (PlanState::Replaced, &by.to_string()))?;
        tx.plans().save(&old)?;
        let mut payload = facts(&old);
        payload["reason"] = by.to_string().into();
        Ok(self.note(tx, actor, About::account(account), "plan.replaced", &payload)?)
    }

    /// Ends a plan in memory, and in the store what hangs on it: its blocks are released, the means erased.
    /// The caller saves it.
    pub(super) fn end_within(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (plan, items): (&mut InstalmentPlan, &[PlanItem]),
        (state, why): (PlanState, &str),
    ) -> Result<(), DeskError> {
        let open = tx.item_blocks().of_accounts(&[plan.account_id])?;
        for block in items.iter().filter_map(|item| item.block_id) {
            // Somebody may have released it; what is settled needs none.
            if open.iter().any(|b| b.id == block) {
                self.release_within(tx, actor, block)?;
            }
        }
        (plan.state, plan.ended_on) = (state, Some(self.today()));
        why.trim().clone_into(&mut plan.ended_why);
        plan.means.clear();
        Ok(())
    }
}

/// Checks that each piece still leaves what it left when the plan was proposed, uncontested and free.
fn still_open(tx: &mut Tx, plan: &InstalmentPlan, items: &[PlanItem], today: Date) -> Result<(), DeskError> {
    let open = open_pieces(tx, plan.account_id, today)?;
    let contested = disputed(tx, plan.account_id, today)?;
    let taken = planned(tx, plan.account_id, plan.replaces_id)?;
    let spent = spent(tx, (plan.account_id, &open), (&contested, &taken), plan.replaces_id)?;
    for item in items {
        let left = open.iter().find(|(piece, _)| piece.id == item.item_id).map_or(0, |(_, left)| left.minor());
        let left = left - spent.get(&item.item_id).copied().unwrap_or_default();
        if left != item.open_minor || contested.contains(&item.item_id) || taken.contains_key(&item.item_id) {
            let piece = tx.items().get(item.item_id)?.number;
            return Err(PlanRefusal::OpenMoved { piece }.into());
        }
    }
    Ok(())
}
