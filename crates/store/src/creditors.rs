//! Who is owed.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use ledger::{Address, Creditor, CreditorId};

use crate::{
    StoreError,
    entity::{Entity, all, find_row, insert_row, known, load, maybe, repository, save_versioned},
    schema::{CreditorRow, creditor},
    types::Stored,
};

repository!(
    /// Creditors.
    Creditors,
    creditors
);

impl Entity for Creditor {
    type Row = CreditorRow;

    fn to_row(&self) -> CreditorRow {
        let at = self.address.clone();
        CreditorRow {
            id: self.id.0,
            code: self.code.clone(),
            name: self.name.clone(),
            legal_line: self.legal_line.clone(),
            siren: self.siren.store(),
            vat: self.vat.store(),
            street: at.street,
            complement: at.complement,
            postcode: at.postcode,
            city: at.city,
            country: at.country,
            phone: self.phone.clone(),
            email: self.email.clone(),
            iban: self.iban.store(),
            bic: self.bic.store(),
            signatory: self.signatory.clone(),
            mediator: self.mediator.clone(),
            currency: self.currency.store(),
            terms: self.terms.store(),
            version: self.version,
        }
    }

    fn from_row(row: CreditorRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: CreditorId(row.id),
            code: row.code,
            name: row.name,
            legal_line: row.legal_line,
            siren: load("creditor", "siren", row.siren)?,
            vat: load("creditor", "vat", row.vat)?,
            address: Address {
                street: row.street,
                complement: row.complement,
                postcode: row.postcode,
                city: row.city,
                country: row.country,
            },
            phone: row.phone,
            email: row.email,
            iban: load("creditor", "iban", row.iban)?,
            bic: load("creditor", "bic", row.bic)?,
            signatory: row.signatory,
            mediator: row.mediator,
            currency: load("creditor", "currency", row.currency)?,
            terms: load("creditor", "terms", row.terms)?,
            version: row.version,
        })
    }
}

impl Creditors<'_> {
    /// The creditor, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: CreditorId) -> Result<Creditor, StoreError> {
        known(find_row!(self.tx, creditor => Creditor, id.0)?, "creditor", id)
    }

    /// The creditor of that short code.
    pub fn by_code(&mut self, code: &str) -> Result<Option<Creditor>, StoreError> {
        let row = self.tx.run(|c| {
            creditor::table.filter(creditor::code.eq(code)).select(CreditorRow::as_select()).first(c).optional()
        })?;
        maybe(row)
    }

    /// Every creditor, by code.
    pub fn list(&mut self) -> Result<Vec<Creditor>, StoreError> {
        let rows = self.tx.run(|c| creditor::table.order(creditor::code).select(CreditorRow::as_select()).load(c))?;
        all(rows)
    }

    /// Adds a creditor; its code is unique.
    pub fn insert(&mut self, entity: &Creditor) -> Result<(), StoreError> {
        insert_row!(self.tx, creditor, entity)
    }

    /// Saves a creditor read before; returns its new version.
    pub fn save(&mut self, entity: &Creditor) -> Result<i64, StoreError> {
        save_versioned!(self.tx, creditor, "creditor", entity)
    }
}
