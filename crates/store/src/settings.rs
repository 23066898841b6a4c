//! Settings of the house, by key.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl};

use crate::{
    StoreError,
    connection::on_engine,
    entity::repository,
    schema::{SettingRow, setting},
};

repository!(
    /// Settings.
    Settings,
    settings
);

impl Settings<'_> {
    /// The value of a key.
    pub fn get(&mut self, key: &str) -> Result<Option<String>, StoreError> {
        self.tx.run(|c| setting::table.find(key).select(setting::value).first(c).optional())
    }

    /// Sets a key.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        let row = SettingRow { key: key.to_owned(), value: value.to_owned() };
        self.tx.run(|connection| {
            on_engine!(connection, c => {
                diesel::insert_into(setting::table)
                    .values(&row)
                    .on_conflict(setting::key)
                    .do_update()
                    .set(setting::value.eq(value))
                    .execute(c)
                    .map(drop)
            })
        })
    }

    /// Every setting, by key.
    pub fn list(&mut self) -> Result<Vec<(String, String)>, StoreError> {
        self.tx.run(|c| setting::table.order(setting::key).select((setting::key, setting::value)).load(c))
    }

    /// Forgets a key.
    pub fn remove(&mut self, key: &str) -> Result<(), StoreError> {
        self.tx.run(|c| diesel::delete(setting::table.find(key)).execute(c)).map(drop)
    }
}
