//! Acts on an account: pause, confirm a due date, match and unmatch, correct the debtor.

use kernel::{Date, Money, Siren, VatNumber};
use ledger::statement::open_of;
use ledger::{
    Account, AccountId, Address, Allocation, AllocationId, Batch, BatchId, BatchState, DebtorId, DebtorKind,
    ImportMode, Item, ItemId, Language,
};
use store::Tx;

use crate::creditors::FieldError;
use crate::desk::About;
use crate::{Actor, Desk, DeskError, Permission};

/// A debtor as a form gives it.
#[derive(Debug, Clone)]
pub struct DebtorEdit {
    /// Name.
    pub name: String,
    /// Legal kind.
    pub kind: DebtorKind,
    /// SIREN, may be empty.
    pub siren: String,
    /// VAT number, may be empty.
    pub vat: String,
    /// Address.
    pub address: Address,
    /// Language of letters.
    pub language: Language,
    /// Version read, so that two people do not overwrite each other.
    pub version: i64,
}

impl Desk {
    /// Pauses reminders until a day included, with a reason; `None` resumes them.
    ///
    /// # Errors
    /// [`DeskError::Refused`] without a reason or with a day gone by.
    pub fn pause(&self, actor: &Actor, id: AccountId, until: Option<Date>, reason: &str) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        if until.is_some() && reason.trim().is_empty() {
            return Err(DeskError::refused("dites pourquoi : une suspension sans motif n'est pas suivie"));
        }
        if until.is_some_and(|day| day < self.today()) {
            return Err(DeskError::refused("la date de fin est passée : choisissez aujourd'hui ou plus tard"));
        }
        self.store.write("account.pause", |tx| {
            let mut account = tx.accounts().get(id)?;
            account.paused_until = until;
            account.pause_reason = until.map_or_else(String::new, |_| reason.trim().to_owned());
            account.pause_owner = until.map_or_else(String::new, |_| actor.name.clone());
            tx.accounts().save(&account)?;
            let kind = if until.is_some() { "account.paused" } else { "account.resumed" };
            let payload = serde_json::json!({ "until": until, "reason": account.pause_reason });
            Ok(self.note(tx, actor, about(&account), kind, &payload)?)
        })
    }

    /// Confirms or corrects the due date of a piece: from then on it bears penalties and may be the
    /// object of a formal notice.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Refused`] when the date is before the piece.
    pub fn confirm_due(&self, actor: &Actor, id: ItemId, due: Date) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        self.store.write("item.confirm_due", |tx| {
            let item = tx.items().get(id)?;
            if due < item.issue_on {
                let text = format!("l'échéance {due} précède la pièce ({}) : vérifiez la date", item.issue_on);
                return Err(DeskError::refused(text));
            }
            let account = tx.accounts().get(item.account_id)?;
            tx.items().set_due(id, due, false)?;
            let payload = serde_json::json!({
                "item": item.number, "before": item.due_on, "was_inferred": item.due_inferred, "after": due,
            });
            Ok(self.note(tx, actor, about(&account), "item.due_confirmed", &payload)?)
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
        let (today, id) = (self.today(), AllocationId(self.id()));
        self.store.write("allocation.make", |tx| {
            let (debit, credit) = (tx.items().get(debit)?, tx.items().get(credit)?);
            let matches = tx.allocations().of_account(debit.account_id)?;
            let left = |item: &Item| open_of(item, &matches, None).minor();
            let most = left(&debit).min(-left(&credit));
            let minor = amount.map_or(most, Money::minor);
            refuse_match(&debit, &credit, most, minor)?;
            let account = tx.accounts().get(debit.account_id)?;
            let amount = Money::new(minor, debit.amount.currency());
            let allocation = Allocation {
                id,
                account_id: account.id,
                batch_id: BatchId(self.id()),
                debit_id: debit.id,
                credit_id: credit.id,
                amount,
                on: today,
                letter: String::new(),
                reverses: None,
            };
            self.write_match(tx, actor, &account, &allocation)?;
            let payload = serde_json::json!({
                "allocation": id, "debit": debit.number, "credit": credit.number, "amount": amount.to_decimal(),
            });
            self.note(tx, actor, about(&account), "allocation.made", &payload)?;
            Ok(id)
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
            let found = tx.allocations().get(id)?;
            let matches = tx.allocations().of_account(found.account_id)?;
            let back: i64 = matches.iter().filter(|a| a.reverses == Some(id)).map(|a| a.amount.minor()).sum();
            let left = found.amount.minor() + back;
            if found.reverses.is_some() || left <= 0 {
                return Err(DeskError::refused("ce lettrage est déjà annulé, ou est lui-même une annulation"));
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
            self.note(tx, actor, about(&account), "allocation.reversed", &payload)?;
            Ok(new_id)
        })
    }

    /// Corrects a debtor; answers the wrong fields when there are some.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Store`] when someone changed it meanwhile.
    pub fn correct_debtor(
        &self,
        actor: &Actor,
        id: DebtorId,
        edit: &DebtorEdit,
    ) -> Result<Result<(), Vec<FieldError>>, DeskError> {
        actor.may(Permission::EditAccount)?;
        let mut errors = Vec::new();
        let mut wrong = |field, message: String| errors.push(FieldError { field, message });
        if edit.name.trim().is_empty() {
            wrong("name", "le nom est nécessaire".to_owned());
        }
        let siren = (!edit.siren.trim().is_empty()).then(|| Siren::parse(&edit.siren));
        if let Some(Err(e)) = &siren {
            wrong("siren", e.to_string());
        }
        let vat = (!edit.vat.trim().is_empty()).then(|| VatNumber::parse(&edit.vat));
        if let Some(Err(e)) = &vat {
            wrong("vat", e.to_string());
        }
        if !errors.is_empty() {
            return Ok(Err(errors));
        }
        self.store.write("debtor.correct", |tx| {
            let before = tx.debtors().get(id)?;
            let mut after = before.clone();
            edit.name.trim().clone_into(&mut after.name);
            (after.kind, after.kind_confirmed) = (edit.kind, true);
            after.siren = siren.clone().and_then(Result::ok);
            after.vat = vat.clone().and_then(Result::ok);
            after.address = edit.address.clone();
            (after.language, after.version) = (edit.language, edit.version);
            tx.debtors().save(&after)?;
            let payload = serde_json::json!({ "before": before, "after": after });
            for account in tx.accounts().of_debtor(id)? {
                self.note(tx, actor, about(&account), "debtor.corrected", &payload)?;
            }
            Ok::<_, DeskError>(())
        })?;
        Ok(Ok(()))
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

fn about(account: &Account) -> About {
    About { account: Some(account.id), creditor: Some(account.creditor_id), on: None }
}

fn refuse_match(debit: &Item, credit: &Item, most: i64, minor: i64) -> Result<(), DeskError> {
    let refuse = |text: String| Err(DeskError::Refused(text));
    if debit.account_id != credit.account_id {
        return refuse("les deux pièces ne sont pas du même compte : un lettrage reste dans un compte".to_owned());
    }
    if debit.amount.currency() != credit.amount.currency() {
        return refuse("les deux pièces n'ont pas la même devise".to_owned());
    }
    if most <= 0 {
        return refuse("il faut une pièce due et un crédit, tous deux encore ouverts".to_owned());
    }
    if minor <= 0 || minor > most {
        let most = Money::new(most, debit.amount.currency());
        return refuse(format!("le montant doit être positif et au plus {most}"));
    }
    Ok(())
}
