//! Acts on an account: pause, confirm a due date, match and unmatch.

use kernel::{Date, Money};
use ledger::statement::open_of;
use ledger::{Account, AccountId, Allocation, AllocationId, Batch, BatchId, BatchState, ImportMode, Item, ItemId};
use store::{EntryId, Tx};

use crate::desk::About;
use crate::undo::PauseWas;
use crate::{Actor, Desk, DeskError, Permission, Refusal};

impl Desk {
    /// Pauses reminders until a day included, with a reason and an owner (who asks, when empty); `None`
    /// resumes them. Where a pause runs already, the later end wins, with its own reason and owner; the
    /// entry says so, and it is answered so that the pause can be taken back by it.
    ///
    /// # Errors
    /// [`DeskError::Refused`] without a reason or with a day gone by.
    pub fn pause(
        &self,
        actor: &Actor,
        id: AccountId,
        until: Option<Date>,
        reason: &str,
        owner: &str,
    ) -> Result<EntryId, DeskError> {
        actor.may(Permission::EditAccount)?;
        if until.is_some() && reason.trim().is_empty() {
            return Err(Refusal::PauseWithoutReason.into());
        }
        let today = self.today();
        if let Some(until) = until.filter(|day| *day < today) {
            return Err(Refusal::PauseOver { until }.into());
        }
        let owner = if owner.trim().is_empty() { actor.name.as_str() } else { owner.trim() };
        self.store.write("account.pause", |tx| {
            let mut account = actor.find(tx, id)?;
            let was = PauseWas::of(&account);
            let running = account.paused_until.filter(|end| *end >= today);
            let outlasted = running.zip(until).is_some_and(|(running, until)| running > until);
            if !outlasted {
                account.paused_until = until;
                account.pause_reason = until.map_or_else(String::new, |_| reason.trim().to_owned());
                account.pause_owner = until.map_or_else(String::new, |_| owner.to_owned());
                tx.accounts().save(&account)?;
            }
            let kind = if until.is_some() { "account.paused" } else { "account.resumed" };
            let payload = serde_json::json!({
                "until": account.paused_until, "reason": reason.trim(), "owner": owner, "asked": until,
                "before": running, "was": was,
            });
            Ok(self.noted(tx, actor, About::account(&account), kind, &payload)?)
        })
    }

    /// The piece, when it is of that account: what is asked for under one account never touches another.
    /// A piece keeps its account for ever, so that this holds until it is acted on.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`Refusal::ItemOfOther`].
    pub fn item_of_account(&self, actor: &Actor, account: AccountId, item: ItemId) -> Result<ItemId, DeskError> {
        actor.may(Permission::Read)?;
        let found = self.store.read(|tx| actor.find(tx, item))?;
        if found.account_id != account {
            return Err(Refusal::ItemOfOther { piece: found.number }.into());
        }
        Ok(item)
    }

    /// Confirms or corrects the due date of a piece: from then on it bears penalties and may be the
    /// object of a formal notice. Answers its entry, by which it can be taken back.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Refused`] when the date is before the piece.
    pub fn confirm_due(&self, actor: &Actor, id: ItemId, due: Date) -> Result<EntryId, DeskError> {
        actor.may(Permission::EditAccount)?;
        self.store.write("item.confirm_due", |tx| {
            let item = actor.find(tx, id)?;
            if due < item.issue_on {
                return Err(Refusal::DueBeforePiece { due, issued: item.issue_on }.into());
            }
            let account = tx.accounts().get(item.account_id)?;
            tx.items().set_due(id, due, false)?;
            let payload = serde_json::json!({
                "item": item.number, "item_id": id, "before": item.due_on, "was_inferred": item.due_inferred,
                "after": due,
            });
            Ok(self.noted(tx, actor, About::account(&account), "item.due_confirmed", &payload)?)
        })
    }

    /// Matches a debit with a credit of the same account and currency, for `amount` or for all that
    /// both leave open.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when they cannot be matched, with the reason.
    pub fn allocate(
        &self,
        actor: &Actor,
        debit: ItemId,
        credit: ItemId,
        amount: Option<Money>,
    ) -> Result<AllocationId, DeskError> {
        actor.may(Permission::Allocate)?;
        self.store.write("allocation.make", |tx| {
            let (debit, credit) = (actor.find(tx, debit)?, actor.find(tx, credit)?);
            self.match_within(tx, actor, (&debit, &credit), amount)
        })
    }

    /// The same in the caller's transaction.
    pub(crate) fn match_within(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (debit, credit): (&Item, &Item),
        amount: Option<Money>,
    ) -> Result<AllocationId, DeskError> {
        crate::credit::not_factored(tx, debit.account_id, &[debit.id, credit.id])?;
        crate::insolvency::may_set_off(tx, credit)?;
        for item in [debit, credit] {
            if tx.batches().get(item.batch_id)?.state != BatchState::Live {
                return Err(Refusal::ItemUndone { piece: item.number.clone() }.into());
            }
        }
        let matches = tx.allocations().of_account(debit.account_id)?;
        let left = |item: &Item| open_of(item, &matches, None).minor();
        let most = left(debit).min(-left(credit));
        let minor = amount.map_or(most, Money::minor);
        refuse_match(debit, credit, most, minor)?;
        let account = tx.accounts().get(debit.account_id)?;
        let allocation = Allocation {
            id: AllocationId(self.id()),
            account_id: account.id,
            batch_id: BatchId(self.id()),
            debit_id: debit.id,
            credit_id: credit.id,
            amount: Money::new(minor, debit.amount.currency()),
            on: self.today(),
            letter: String::new(),
            reverses: None,
        };
        self.write_match(tx, actor, &account, &allocation)?;
        let payload = serde_json::json!({
            "allocation": allocation.id, "debit": debit.number, "credit": credit.number,
            "amount": allocation.amount.to_decimal(),
        });
        self.note(tx, actor, About::account(&account), "allocation.made", &payload)?;
        Ok(allocation.id)
    }

    /// Makes a match again that was just taken back: for the same amount, today.
    pub(crate) fn match_again(&self, actor: &Actor, reversal: AllocationId) -> Result<(), DeskError> {
        let (today, id) = (self.today(), AllocationId(self.id()));
        self.store.write("undo.reversal", |tx| {
            let back = actor.find(tx, reversal)?;
            let (debit, credit) = (tx.items().get(back.debit_id)?, tx.items().get(back.credit_id)?);
            crate::credit::not_factored(tx, back.account_id, &[debit.id, credit.id])?;
            crate::insolvency::may_set_off(tx, &credit)?;
            let matches = tx.allocations().of_account(back.account_id)?;
            let left = |item: &Item| open_of(item, &matches, None).minor();
            let amount = Money::new(-back.amount.minor(), back.amount.currency());
            refuse_match(&debit, &credit, left(&debit).min(-left(&credit)), amount.minor())?;
            let account = tx.accounts().get(back.account_id)?;
            let batch_id = BatchId(self.id());
            let again = Allocation { id, batch_id, amount, on: today, reverses: None, ..back };
            self.write_match(tx, actor, &account, &again)?;
            let payload = serde_json::json!({
                "allocation": id, "debit": debit.number, "credit": credit.number, "amount": amount.to_decimal(),
                "undone": reversal,
            });
            Ok(self.note(tx, actor, About::account(&account), "allocation.made", &payload)?)
        })
    }

    /// Takes a match back by its opposite, today; it is never edited.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when it is itself a reversal or was taken back already.
    pub fn reverse_allocation(&self, actor: &Actor, id: AllocationId) -> Result<AllocationId, DeskError> {
        actor.may(Permission::Allocate)?;
        let (today, new_id) = (self.today(), AllocationId(self.id()));
        self.store.write("allocation.reverse", |tx| {
            let found = actor.find(tx, id)?;
            let matches = tx.allocations().of_account(found.account_id)?;
            let back: i64 = matches.iter().filter(|a| a.reverses == Some(id)).map(|a| a.amount.minor()).sum();
            let left = found.amount.minor() + back;
            if found.reverses.is_some() || left <= 0 {
                return Err(Refusal::MatchTakenBack.into());
            }
            let account = tx.accounts().get(found.account_id)?;
            let reversal = Allocation {
                id: new_id,
                batch_id: BatchId(self.id()),
                amount: Money::new(-left, found.amount.currency()),
                on: today,
                letter: String::new(),
                reverses: Some(id),
                ..found
            };
            self.write_match(tx, actor, &account, &reversal)?;
            let payload =
                serde_json::json!({ "allocation": id, "reversal": new_id, "amount": reversal.amount.to_decimal() });
            self.note(tx, actor, About::account(&account), "allocation.reversed", &payload)?;
            Ok(new_id)
        })
    }

    /// Writes a hand-made match as a batch of its own, live at once and with its digest, so that
    /// `verify` vouches for it as for an import.
    fn write_match(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        account: &Account,
        allocation: &Allocation,
    ) -> Result<(), DeskError> {
        let batch = Batch {
            id: allocation.batch_id,
            creditor_id: account.creditor_id,
            format: "manual".to_owned(),
            source: "saisie".to_owned(),
            fingerprint: String::new(),
            profile: String::new(),
            mode: ImportMode::Movement,
            state: BatchState::Live,
            as_of: self.today(),
            actor: actor.name.clone(),
            created_at: self.now(),
            total: 1,
            done: 1,
            outcome: "{}".to_owned(),
        };
        tx.batches().insert(&batch, None)?;
        tx.allocations().insert_many(std::slice::from_ref(allocation))?;
        let digest = tx.batches().digest(batch.id)?;
        let about = About { account: None, creditor: Some(account.creditor_id), on: None };
        let payload = serde_json::json!({ "batch": batch.id, "source": batch.source, "digest": digest });
        Ok(self.note(tx, actor, about, "batch.live", &payload)?)
    }
}

fn refuse_match(debit: &Item, credit: &Item, most: i64, minor: i64) -> Result<(), Refusal> {
    if debit.account_id != credit.account_id {
        return Err(Refusal::MatchAcrossAccounts);
    }
    if debit.amount.currency() != credit.amount.currency() {
        return Err(Refusal::MatchAcrossCurrencies);
    }
    if most <= 0 {
        return Err(Refusal::MatchNothingOpen);
    }
    if minor <= 0 || minor > most {
        return Err(Refusal::MatchAmount { most: Money::new(most, debit.amount.currency()) });
    }
    Ok(())
}
