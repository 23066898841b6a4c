//! Who owes, and the groups they belong to.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Siren, sort_key};
use ledger::{Address, Debtor, DebtorId, Group, GroupId};

use crate::{
    StoreError,
    entity::{Entity, all, chunked, find_row, insert_row, insert_rows, known, load, repository, save_versioned},
    schema::{DebtorRow, GroupRow, debtor, debtor_group},
    types::Stored,
};

repository!(
    /// Debtors.
    Debtors,
    debtors
);
repository!(
    /// Groups of debtors.
    Groups,
    groups
);

impl Entity for Debtor {
    type Row = DebtorRow;

    fn to_row(&self) -> DebtorRow {
        let at = self.address.clone();
        DebtorRow {
            id: self.id.0,
            kind: self.kind.store(),
            kind_confirmed: self.kind_confirmed,
            name: self.name.clone(),
            siren: self.siren.store(),
            vat: self.vat.store(),
            sort_key: sort_key(&self.name),
            street: at.street,
            complement: at.complement,
            postcode: at.postcode,
            city: at.city,
            country: at.country,
            language: self.language.store(),
            group_id: self.group_id.store(),
            batch_id: self.batch_id.store(),
            returned_address: self.returned_address.clone(),
            version: self.version,
        }
    }

    fn from_row(row: DebtorRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: DebtorId(row.id),
            kind: load("debtor", "kind", row.kind)?,
            kind_confirmed: row.kind_confirmed,
            name: row.name,
            siren: load("debtor", "siren", row.siren)?,
            vat: load("debtor", "vat", row.vat)?,
            address: Address {
                street: row.street,
                complement: row.complement,
                postcode: row.postcode,
                city: row.city,
                country: row.country,
            },
            language: load("debtor", "language", row.language)?,
            group_id: load("debtor", "group_id", row.group_id)?,
            batch_id: load("debtor", "batch_id", row.batch_id)?,
            returned_address: row.returned_address,
            version: row.version,
        })
    }
}

impl Debtors<'_> {
    /// The debtor, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: DebtorId) -> Result<Debtor, StoreError> {
        known(find_row!(self.tx, debtor => Debtor, id.0)?, "debtor", id)
    }

    /// The debtors of those ids that exist, in no order.
    pub fn get_many(&mut self, ids: &[DebtorId]) -> Result<Vec<Debtor>, StoreError> {
        let keys: Vec<i64> = ids.iter().map(|id| id.0).collect();
        let rows = self.tx.run(|c| {
            chunked(&keys, |keys| debtor::table.filter(debtor::id.eq_any(keys)).select(DebtorRow::as_select()).load(c))
        })?;
        all(rows)
    }

    /// The debtors of that SIREN, by id.
    pub fn by_siren(&mut self, siren: &Siren) -> Result<Vec<Debtor>, StoreError> {
        let rows = self.tx.run(|c| {
            debtor::table
                .filter(debtor::siren.eq(siren.as_str()))
                .order(debtor::id)
                .select(DebtorRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// The debtors of a group, in the order of their names.
    pub fn of_group(&mut self, group: GroupId) -> Result<Vec<Debtor>, StoreError> {
        let rows = self.tx.run(|c| {
            debtor::table
                .filter(debtor::group_id.eq(group.0))
                .order((debtor::sort_key, debtor::id))
                .select(DebtorRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// Adds a debtor.
    pub fn insert(&mut self, entity: &Debtor) -> Result<(), StoreError> {
        insert_row!(self.tx, debtor, entity)
    }

    /// Adds many debtors.
    pub fn insert_many(&mut self, entities: &[Debtor]) -> Result<(), StoreError> {
        let rows: Vec<DebtorRow> = entities.iter().map(Entity::to_row).collect();
        insert_rows!(self.tx, debtor, &rows)
    }

    /// Saves a debtor read before; returns its new version.
    pub fn save(&mut self, entity: &Debtor) -> Result<i64, StoreError> {
        save_versioned!(self.tx, debtor, "debtor", entity)
    }
}

impl Entity for Group {
    type Row = GroupRow;
    fn to_row(&self) -> GroupRow {
        GroupRow { id: self.id.0, name: self.name.clone() }
    }
    fn from_row(row: GroupRow) -> Result<Self, StoreError> {
        Ok(Self { id: GroupId(row.id), name: row.name })
    }
}

impl Groups<'_> {
    /// The group, or [`StoreError::NotFound`].
    pub fn get(&mut self, id: GroupId) -> Result<Group, StoreError> {
        known(find_row!(self.tx, debtor_group => Group, id.0)?, "group", id)
    }

    /// Every group, by id.
    pub fn list(&mut self) -> Result<Vec<Group>, StoreError> {
        let rows =
            self.tx.run(|c| debtor_group::table.order(debtor_group::id).select(GroupRow::as_select()).load(c))?;
        all(rows)
    }

    /// Adds a group.
    pub fn insert(&mut self, entity: &Group) -> Result<(), StoreError> {
        insert_row!(self.tx, debtor_group, entity)
    }

    /// Renames a group.
    pub fn rename(&mut self, id: GroupId, name: &str) -> Result<(), StoreError> {
        let changed = self
            .tx
            .run(|c| diesel::update(debtor_group::table.find(id.0)).set(debtor_group::name.eq(name)).execute(c))?;
        crate::entity::one(changed, "group", id)
    }
}
