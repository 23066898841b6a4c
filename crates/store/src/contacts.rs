//! Persons and desks of a debtor.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use ledger::{Contact, ContactId, DebtorId};

use crate::{
    StoreError,
    entity::{Entity, all, chunked, find_row, insert_row, insert_rows, known, load, one, repository},
    schema::{ContactRow, contact},
    types::Stored,
};

repository!(
    /// Contacts.
    Contacts,
    contacts
);

impl Entity for Contact {
    type Row = ContactRow;
    fn to_row(&self) -> ContactRow {
        ContactRow {
            id: self.id.0,
            debtor_id: self.debtor_id.0,
            name: self.name.clone(),
            role: self.role.store(),
            email: self.email.clone(),
            phone: self.phone.clone(),
            batch_id: self.batch_id.store(),
            bounced_on: self.bounced_on.store(),
        }
    }
    fn from_row(row: ContactRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: ContactId(row.id),
            debtor_id: DebtorId(row.debtor_id),
            name: row.name,
            role: load("contact", "role", row.role)?,
            email: row.email,
            phone: row.phone,
            batch_id: load("contact", "batch_id", row.batch_id)?,
            bounced_on: load("contact", "bounced_on", row.bounced_on)?,
        })
    }
}

impl Contacts<'_> {
    /// The contact, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: ContactId) -> Result<Contact, StoreError> {
        known(find_row!(self.tx, contact => Contact, id.0)?, "contact", id)
    }

    /// The contacts of those ids that exist, in no order.
    pub fn get_many(&mut self, ids: &[ContactId]) -> Result<Vec<Contact>, StoreError> {
        let keys: Vec<i64> = ids.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                contact::table.filter(contact::id.eq_any(keys)).select(ContactRow::as_select()).load(c)
            })
        })?;
        all(rows)
    }

    /// The contacts of a debtor, by id.
    pub fn of_debtor(&mut self, debtor: DebtorId) -> Result<Vec<Contact>, StoreError> {
        self.of_debtors(&[debtor])
    }

    /// The contacts of many debtors, by id within a chunk of debtors.
    pub fn of_debtors(&mut self, debtors: &[DebtorId]) -> Result<Vec<Contact>, StoreError> {
        let keys: Vec<i64> = debtors.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| {
                contact::table
                    .filter(contact::debtor_id.eq_any(keys))
                    .order(contact::id)
                    .select(ContactRow::as_select())
                    .load(c)
            })
        })?;
        all(rows)
    }

    /// Adds a contact.
    pub fn insert(&mut self, entity: &Contact) -> Result<(), StoreError> {
        insert_row!(self.tx, contact, entity)
    }

    /// Adds many contacts.
    pub fn insert_many(&mut self, entities: &[Contact]) -> Result<(), StoreError> {
        let rows: Vec<ContactRow> = entities.iter().map(Entity::to_row).collect();
        insert_rows!(self.tx, contact, &rows)
    }

    /// Replaces a contact.
    pub fn save(&mut self, entity: &Contact) -> Result<(), StoreError> {
        let row = entity.to_row();
        let changed = self.tx.run(|c| diesel::update(contact::table.find(row.id)).set(&row).execute(c))?;
        one(changed, "contact", entity.id)
    }

    /// Removes a contact.
    pub fn remove(&mut self, id: ContactId) -> Result<(), StoreError> {
        let changed = self.tx.run(|c| diesel::delete(contact::table.find(id.0)).execute(c))?;
        one(changed, "contact", id)
    }
}
