//! Creditors: who is owed, their letterhead and terms.

use std::collections::HashMap;

use kernel::{Bic, Currency, Iban, PaymentTerms, Siren, VatNumber};
use ledger::{Address, Creditor, CreditorId};
use store::{StoreError, Tx};

use crate::desk::About;
use crate::{Actor, Desk, DeskError, FieldRefusal, Permission};

/// A creditor as a form or a command gives it; every text may be empty but the code and the name.
#[derive(Debug, Clone, Default)]
pub struct CreditorEdit {
    /// Code, unique, kept for ever.
    pub code: String,
    /// Legal name.
    pub name: String,
    /// Legal form, capital, registry.
    pub legal_line: String,
    /// SIREN.
    pub siren: String,
    /// VAT number.
    pub vat: String,
    /// Address.
    pub address: Address,
    /// Telephone.
    pub phone: String,
    /// Mail.
    pub email: String,
    /// Account debtors pay on.
    pub iban: String,
    /// Its bank.
    pub bic: String,
    /// Who signs.
    pub signatory: String,
    /// The mediator of consumption: name, address, site.
    pub mediator: String,
    /// Default payment terms, in words.
    pub terms: String,
}

/// Reads a text that may be empty; what cannot be read is refused.
pub(crate) fn optional<T: std::str::FromStr>(
    errors: &mut Vec<FieldRefusal>,
    text: &str,
    wrong: fn(String) -> FieldRefusal,
) -> Option<T> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let read = text.parse().ok();
    errors.extend(read.is_none().then(|| wrong(text.chars().take(40).collect())));
    read
}

/// One line, without controls.
fn words(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

impl CreditorEdit {
    /// The form filled with what is known.
    pub fn of(creditor: &Creditor) -> Self {
        let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
        Self {
            code: creditor.code.clone(),
            name: creditor.name.clone(),
            legal_line: creditor.legal_line.clone(),
            siren: text(creditor.siren.as_ref().map(Siren::as_str)),
            vat: text(creditor.vat.as_ref().map(VatNumber::as_str)),
            address: creditor.address.clone(),
            phone: creditor.phone.clone(),
            email: creditor.email.clone(),
            iban: text(creditor.iban.as_ref().map(Iban::as_str)),
            bic: text(creditor.bic.as_ref().map(Bic::as_str)),
            signatory: creditor.signatory.clone(),
            mediator: creditor.mediator.clone(),
            terms: creditor.terms.to_string(),
        }
    }

    /// Reads the form into a creditor.
    ///
    /// # Errors
    /// Every field that is wrong.
    pub fn check(&self, id: CreditorId, version: i64) -> Result<Creditor, Vec<FieldRefusal>> {
        let mut errors = Vec::new();
        let siren: Option<Siren> = optional(&mut errors, &self.siren, |text| FieldRefusal::SirenWrong { text });
        let vat: Option<VatNumber> = optional(&mut errors, &self.vat, |text| FieldRefusal::VatWrong { text });
        let iban: Option<Iban> = optional(&mut errors, &self.iban, |text| FieldRefusal::IbanWrong { text });
        let bic: Option<Bic> = optional(&mut errors, &self.bic, |text| FieldRefusal::BicWrong { text });
        let terms: Option<PaymentTerms> = optional(&mut errors, &self.terms, |text| FieldRefusal::TermsWrong { text });
        let code = self.code.trim().to_owned();
        if code.is_empty() || code.len() > 40 || code.contains(char::is_whitespace) {
            errors.push(FieldRefusal::CreditorCodeMalformed);
        }
        if self.name.trim().is_empty() {
            errors.push(FieldRefusal::NameMissing);
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let mut address = self.address.clone();
        if address.country.trim().is_empty() {
            "FR".clone_into(&mut address.country);
        }
        Ok(Creditor {
            id,
            code,
            name: self.name.trim().to_owned(),
            legal_line: self.legal_line.trim().to_owned(),
            siren,
            vat,
            address,
            phone: self.phone.trim().to_owned(),
            email: self.email.trim().to_owned(),
            iban,
            bic,
            signatory: self.signatory.trim().to_owned(),
            mediator: words(&self.mediator),
            currency: Currency::EUR,
            terms: terms.unwrap_or(PaymentTerms::net(30)),
            version,
        })
    }
}

impl Desk {
    /// Creditors within reach, by code.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn creditors(&self, actor: &Actor) -> Result<Vec<Creditor>, DeskError> {
        actor.may(Permission::Read)?;
        let mut creditors = self.store.read(|tx| tx.creditors().list())?;
        if actor.reach.is_own() {
            // Those of whom some account is theirs: whom else the house works for is not told.
            let known = self.sight(actor)?.creditors();
            creditors.retain(|creditor| known.contains(&creditor.id));
        } else {
            creditors.retain(|creditor| actor.reach.admits(creditor.id));
        }
        Ok(creditors)
    }

    /// The creditor of a code, within reach.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn creditor(&self, actor: &Actor, code: &str) -> Result<Creditor, DeskError> {
        let absent = || DeskError::NotFound { what: "creditor", key: code.to_owned() };
        let found = self.store.read(|tx| tx.creditors().by_code(code))?.ok_or_else(absent)?;
        let seen = actor.reach.admits(found.id)
            && (!actor.reach.is_own() || self.sight(actor)?.positions(Some(found.id)).next().is_some());
        if seen { Ok(found) } else { Err(actor.out_of_reach("creditor", code)) }
    }

    /// Creates the creditor of a new code, or changes the one of a known code.
    ///
    /// # Errors
    /// The fields that are wrong, inside `Ok(Err(…))`; [`DeskError`] otherwise.
    pub fn save_creditor(
        &self,
        actor: &Actor,
        edit: &CreditorEdit,
    ) -> Result<Result<Creditor, Vec<FieldRefusal>>, DeskError> {
        actor.may_here(Permission::Settings)?;
        let known = self.store.read(|tx| tx.creditors().by_code(edit.code.trim()))?;
        match &known {
            Some(known) => actor.whole_of(known.id, edit.code.trim())?,
            // Who does not see every creditor is not told which codes are taken.
            None if !actor.reach.is_everything() => return Err(actor.out_of_reach("creditor", edit.code.trim())),
            None => {}
        }
        let (id, version) = known.as_ref().map_or_else(|| (CreditorId(self.id()), 0), |c| (c.id, c.version));
        let creditor = match edit.check(id, version) {
            Ok(creditor) => creditor,
            Err(errors) => return Ok(Err(errors)),
        };
        if known.is_none() {
            self.store.write("creditor.create", |tx| self.add_creditor(tx, actor, &creditor))?;
            return Ok(Ok(creditor));
        }
        self.store.write("creditor.save", |tx| {
            tx.creditors().save(&creditor)?;
            let about = About { creditor: Some(id), account: None, on: None };
            self.note(tx, actor, about, "creditor.changed", &serde_json::json!({ "before": known, "after": creditor }))
        })?;
        Ok(Ok(creditor))
    }

    pub(crate) fn add_creditor(&self, tx: &mut Tx, actor: &Actor, creditor: &Creditor) -> Result<(), StoreError> {
        tx.creditors().insert(creditor)?;
        let about = About { creditor: Some(creditor.id), account: None, on: None };
        self.note(
            tx,
            actor,
            about,
            "creditor.created",
            &serde_json::json!({ "code": creditor.code, "name": creditor.name }),
        )
    }

    pub(crate) fn creditor_names(&self) -> Result<HashMap<CreditorId, (String, String)>, DeskError> {
        let creditors = self.store.read(|tx| tx.creditors().list())?;
        Ok(creditors.into_iter().map(|c| (c.id, (c.code, c.name))).collect())
    }
}
