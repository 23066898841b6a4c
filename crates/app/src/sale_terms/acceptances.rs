//! That a customer accepted terms of sale: written down with its proof, taken back with a reason, never deleted.

use kernel::Date;
use ledger::{Account, AccountId};
use serde_json::{Value, json};
use store::{Document, DocumentId, SaleTerms, TermsAcceptance, TermsAcceptanceId, Tx};

use super::{AcceptanceHow, SaleTermsId};
use crate::desk::About;
use crate::imports::Upload;
use crate::{Actor, Desk, DeskError, Permission, Refusal, SaleTermsRefusal};

/// Longest note, in characters.
const NOTE_MAX: usize = 2_000;

/// An acceptance as somebody writes it down.
#[derive(Debug, Clone)]
pub struct AcceptanceOrder {
    /// The version.
    pub version: SaleTermsId,
    /// The day; not later than today.
    pub on: Date,
    /// How.
    pub how: AcceptanceHow,
    /// In words; needed where the way is another one.
    pub note: String,
    /// The proof: a PDF or a photograph.
    pub file: Option<Upload>,
}

/// The same, checked, about one version.
pub(super) struct Sound<'a> {
    pub on: Date,
    pub how: AcceptanceHow,
    pub note: &'a str,
    pub document: Option<Document>,
}

/// What became of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// It was written down.
    Fresh(TermsAcceptanceId),
    /// It was there already.
    Known(TermsAcceptanceId),
}

/// Refuses what says too little, or too much, or did not happen yet.
pub(super) fn check(on: Date, how: AcceptanceHow, note: &str, today: Date) -> Result<(), SaleTermsRefusal> {
    if on > today {
        return Err(SaleTermsRefusal::AcceptedLater { today });
    }
    if how == AcceptanceHow::Other && note.is_empty() {
        return Err(SaleTermsRefusal::NoteMissing);
    }
    if note.chars().count() > NOTE_MAX {
        return Err(SaleTermsRefusal::NoteTooLong { most: i64::try_from(NOTE_MAX).unwrap_or(i64::MAX) });
    }
    Ok(())
}

fn facts(acceptance: &TermsAcceptance, label: &str) -> Value {
    json!({
        "version": acceptance.terms_id, "label": label, "acceptance": acceptance.id, "on": acceptance.accepted_on,
        "how": acceptance.how,
    })
}

fn with_file(mut payload: Value, document: Option<&Document>) -> Value {
    if let Some(document) = document {
        payload["document"] = json!(document.id);
        payload["file"] = json!(document.file_name);
        payload["sha256"] = json!(document.sha256);
    }
    payload
}

impl Desk {
    /// Notes that an account accepted a version. The same again, of the same day and in the same way, is the one
    /// that is there; a proof that it lacked is added to it.
    ///
    /// # Errors
    /// [`SaleTermsRefusal::AcceptedLater`], [`SaleTermsRefusal::NoteMissing`], [`SaleTermsRefusal::OtherCreditor`],
    /// [`SaleTermsRefusal::ProofUnknown`], [`DeskError::NotFound`].
    pub fn accept_sale_terms(
        &self,
        actor: &Actor,
        account: AccountId,
        order: &AcceptanceOrder,
    ) -> Result<TermsAcceptanceId, DeskError> {
        actor.may(Permission::EditAccount)?;
        let note = order.note.trim();
        check(order.on, order.how, note, self.today())?;
        let document = order.file.as_ref().map(|file| self.proof(file)).transpose()?;
        self.store.write("sale_terms.accept", |tx| {
            let account = actor.find(tx, account)?;
            let terms = tx.sale_terms().get(order.version)?;
            if terms.creditor_id != account.creditor_id {
                // That somebody else has such a version is not told to who does not see them.
                if !actor.reach.admits(terms.creditor_id) {
                    return Err(actor.out_of_reach("terms of sale", order.version));
                }
                return Err(SaleTermsRefusal::OtherCreditor { label: terms.label }.into());
            }
            let sound = Sound { on: order.on, how: order.how, note, document: document.clone() };
            match self.accept_in_tx(tx, actor, (&account, &terms), sound, false)? {
                Kept::Fresh(id) | Kept::Known(id) => Ok(id),
            }
        })
    }

    /// The same in the caller's transaction. `for_ever`: one that was taken back is known too, so that a file read
    /// again does not bring it back.
    pub(super) fn accept_in_tx(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (account, terms): (&Account, &SaleTerms),
        sound: Sound,
        for_ever: bool,
    ) -> Result<Kept, DeskError> {
        let same = |a: &TermsAcceptance| {
            a.terms_id == terms.id
                && a.accepted_on == sound.on
                && a.how == sound.how
                && (for_ever || a.withdrawn_us.is_none())
        };
        let known = tx.sale_terms().of_account(account.id)?.into_iter().find(same);
        let document = sound.document.map(|document| Document { account_id: Some(account.id), ..document });
        if let Some(known) = known {
            if let Some(document) = document.filter(|_| known.document_id.is_none()) {
                self.file_proof(tx, actor, (account, &terms.label), &known, &document)?;
            }
            return Ok(Kept::Known(known.id));
        }
        if let Some(document) = &document {
            tx.documents().insert(document)?;
        }
        let acceptance = TermsAcceptance {
            id: TermsAcceptanceId(self.id()),
            account_id: account.id,
            terms_id: terms.id,
            accepted_on: sound.on,
            how: sound.how,
            note: sound.note.to_owned(),
            document_id: document.as_ref().map(|document| document.id),
            actor: actor.name.clone(),
            created_us: self.now(),
            withdrawn_by: String::new(),
            withdrawn_why: String::new(),
            withdrawn_us: None,
            version: 1,
        };
        tx.sale_terms().accept(&acceptance)?;
        let mut payload = with_file(facts(&acceptance, &terms.label), document.as_ref());
        payload["note"] = json!(acceptance.note);
        self.note(tx, actor, About::account(account), "sale_terms.accepted", &payload)?;
        Ok(Kept::Fresh(acceptance.id))
    }

    /// Takes an acceptance back: it proves nothing any more, and stays with its reason.
    ///
    /// # Errors
    /// [`Refusal::ReasonMissing`], [`DeskError::NotFound`].
    pub fn withdraw_acceptance(&self, actor: &Actor, id: TermsAcceptanceId, reason: &str) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Refusal::ReasonMissing.into());
        }
        if reason.chars().count() > NOTE_MAX {
            let most = i64::try_from(NOTE_MAX).unwrap_or(i64::MAX);
            return Err(SaleTermsRefusal::ReasonTooLong { most }.into());
        }
        self.store.write("sale_terms.withdraw", |tx| {
            let known = actor.find(tx, id)?;
            if known.withdrawn_us.is_some() {
                return Ok(());
            }
            let account = tx.accounts().get(known.account_id)?;
            let label = tx.sale_terms().get(known.terms_id)?.label;
            let taken = TermsAcceptance {
                withdrawn_by: actor.name.clone(),
                withdrawn_why: reason.to_owned(),
                withdrawn_us: Some(self.now()),
                ..known
            };
            tx.sale_terms().save_acceptance(&taken)?;
            let mut payload = facts(&taken, &label);
            payload["reason"] = json!(reason);
            Ok(self.note(tx, actor, About::account(&account), "sale_terms.withdrawn", &payload)?)
        })
    }

    /// Adds its proof to an acceptance that has none. The same file again changes nothing.
    ///
    /// # Errors
    /// [`SaleTermsRefusal::ProofKept`], [`SaleTermsRefusal::Withdrawn`], [`SaleTermsRefusal::ProofUnknown`],
    /// [`DeskError::NotFound`].
    pub fn attach_acceptance(
        &self,
        actor: &Actor,
        id: TermsAcceptanceId,
        file: &Upload,
    ) -> Result<DocumentId, DeskError> {
        actor.may(Permission::EditAccount)?;
        // What is out of reach is not told from what never was, whatever the file.
        self.account_of_acceptance(actor, id)?;
        let document = self.proof(file)?;
        self.store.write("sale_terms.proof", |tx| {
            let known = actor.find(tx, id)?;
            if known.withdrawn_us.is_some() {
                return Err(SaleTermsRefusal::Withdrawn.into());
            }
            if let Some(kept) = known.document_id {
                let same = tx.documents().infos(&[kept])?.iter().any(|info| info.sha256 == document.sha256);
                return if same { Ok(kept) } else { Err(SaleTermsRefusal::ProofKept.into()) };
            }
            let account = tx.accounts().get(known.account_id)?;
            let label = tx.sale_terms().get(known.terms_id)?.label;
            let document = Document { account_id: Some(account.id), ..document.clone() };
            self.file_proof(tx, actor, (&account, &label), &known, &document)?;
            Ok(document.id)
        })
    }

    /// Whose an acceptance is.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn account_of_acceptance(&self, actor: &Actor, id: TermsAcceptanceId) -> Result<AccountId, DeskError> {
        actor.may(Permission::Read)?;
        self.store.read(|tx| Ok(actor.find(tx, id)?.account_id))
    }

    fn file_proof(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (account, label): (&Account, &str),
        known: &TermsAcceptance,
        document: &Document,
    ) -> Result<(), DeskError> {
        tx.documents().insert(document)?;
        tx.sale_terms().save_acceptance(&TermsAcceptance { document_id: Some(document.id), ..known.clone() })?;
        let payload = with_file(facts(known, label), Some(document));
        Ok(self.note(tx, actor, About::account(account), "sale_terms.proof", &payload)?)
    }

    /// A proof as it is kept: a PDF or a photograph, as evidence of a dispute is.
    fn proof(&self, file: &Upload) -> Result<Document, DeskError> {
        let unknown = || SaleTermsRefusal::ProofUnknown {
            file: file.name.chars().filter(|c| !c.is_control()).take(120).collect(),
        };
        let document = self.exhibit(file).map_err(|error| match error {
            DeskError::Refused(Refusal::Dispute(crate::DisputeRefusal::FileUnknown { .. })) => unknown().into(),
            other => other,
        })?;
        if document.media_type.starts_with("text/") {
            return Err(unknown().into());
        }
        Ok(document)
    }
}
