//! Creditors: who is owed, their letterhead and terms.

use std::collections::HashMap;

use kernel::{Bic, Currency, Iban, PaymentTerms, Siren, VatNumber};
use ledger::{Address, Creditor, CreditorId};
use store::{StoreError, Tx};

use crate::desk::About;
use crate::{Actor, Desk, DeskError, Permission};

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
    /// Default payment terms, in words.
    pub terms: String,
}

/// A field a form must show as wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// Name of the field.
    pub field: &'static str,
    /// What is wrong and what to write.
    pub message: String,
}

fn optional<T: std::str::FromStr>(errors: &mut Vec<FieldError>, field: &'static str, text: &str) -> Option<T>
where
    T::Err: std::fmt::Display,
{
    if text.trim().is_empty() {
        return None;
    }
    text.parse().map_err(|e: T::Err| errors.push(FieldError { field, message: e.to_string() })).ok()
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
            terms: creditor.terms.to_string(),
        }
    }

    /// Reads the form into a creditor.
    ///
    /// # Errors
    /// Every field that is wrong.
    pub fn check(&self, id: CreditorId, version: i64) -> Result<Creditor, Vec<FieldError>> {
        let mut errors = Vec::new();
        let siren: Option<Siren> = optional(&mut errors, "siren", &self.siren);
        let vat: Option<VatNumber> = optional(&mut errors, "vat", &self.vat);
        let iban: Option<Iban> = optional(&mut errors, "iban", &self.iban);
        let bic: Option<Bic> = optional(&mut errors, "bic", &self.bic);
        let terms: Option<PaymentTerms> = optional(&mut errors, "terms", &self.terms);
        let code = self.code.trim().to_owned();
        if code.is_empty() || code.len() > 40 || code.contains(char::is_whitespace) {
            let message = "le code a 1 à 40 caractères, sans blanc".to_owned();
            errors.push(FieldError { field: "code", message });
        }
        if self.name.trim().is_empty() {
            errors.push(FieldError {
                field: "name",
                message: "le nom est nécessaire : il figure sur les lettres".to_owned(),
            });
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
            currency: Currency::EUR,
            terms: terms.unwrap_or(PaymentTerms::net(30)),
            version,
        })
    }
}

impl Desk {
    /// Creditors, by code.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn creditors(&self, actor: &Actor) -> Result<Vec<Creditor>, DeskError> {
        actor.may(Permission::Read)?;
        Ok(self.store.read(|tx| tx.creditors().list())?)
    }

    /// The creditor of a code.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn creditor(&self, code: &str) -> Result<Creditor, DeskError> {
        let found = self.store.read(|tx| tx.creditors().by_code(code))?;
        found.ok_or_else(|| DeskError::NotFound { what: "créancier", key: code.to_owned() })
    }

    /// Creates the creditor of a new code, or changes the one of a known code.
    ///
    /// # Errors
    /// The fields that are wrong, inside `Ok(Err(…))`; [`DeskError`] otherwise.
    pub fn save_creditor(
        &self,
        actor: &Actor,
        edit: &CreditorEdit,
    ) -> Result<Result<Creditor, Vec<FieldError>>, DeskError> {
        actor.may(Permission::Settings)?;
        let known = self.store.read(|tx| tx.creditors().by_code(edit.code.trim()))?;
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
