//! Strategies and texts as the house wrote them, version by version.

use diesel::{ExpressionMethods, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::{Timestamp, define_id, slug_enum};
use ledger::Language;

use crate::{
    StoreError,
    entity::{all, entity, insert_row, repository},
    schema::{StrategyRow, TextTemplateRow, strategy, text_template},
    types::{stored_id, stored_slug},
};

define_id!(
    /// One version of a strategy.
    StrategyId,
    /// One version of a text.
    TextTemplateId,
);
stored_id!(StrategyId, TextTemplateId);

slug_enum!(
    /// Where a version stands.
    VersionState {
        /// Being written.
        Draft = "draft",
        /// In force.
        Active = "active",
        /// Replaced.
        Retired = "retired",
    }
);
stored_slug!(VersionState);

repository!(
    /// Strategies.
    Strategies,
    strategies
);

repository!(
    /// Texts.
    TextTemplates,
    text_templates
);

entity!(
    /// One version of a strategy.
    StrategyVersion, strategy => StrategyRow {
        /// Identity.
        id: StrategyId,
        /// The strategy.
        slug: String,
        /// Counts from 1.
        version: i64,
        /// Name on the screens.
        name: String,
        /// What it is, as JSON.
        json: String,
        /// Where it stands.
        state: VersionState,
        /// Who wrote it.
        actor: String,
        /// When.
        created_us: Timestamp,
    }
);

entity!(
    /// One version of a text.
    TextVersion, text_template => TextTemplateRow {
        /// Identity.
        id: TextTemplateId,
        /// The text.
        slug: String,
        /// Its language.
        language: Language,
        /// Counts from 1.
        version: i64,
        /// What it says, a template.
        body: String,
        /// Where it stands.
        state: VersionState,
        /// Who wrote it.
        actor: String,
        /// When.
        created_us: Timestamp,
    }
);

impl Strategies<'_> {
    /// The versions in force, by slug.
    pub fn active(&mut self) -> Result<Vec<StrategyVersion>, StoreError> {
        let rows = self.tx.run(|c| {
            strategy::table
                .filter(strategy::state.eq(VersionState::Active.slug()))
                .order(strategy::slug)
                .select(StrategyRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// The versions of a strategy, newest first.
    pub fn of_slug(&mut self, slug: &str) -> Result<Vec<StrategyVersion>, StoreError> {
        let rows = self.tx.run(|c| {
            strategy::table
                .filter(strategy::slug.eq(slug))
                .order(strategy::version.desc())
                .select(StrategyRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// Puts a version in force: the one before it is retired.
    pub fn put_in_force(&mut self, entity: &StrategyVersion) -> Result<(), StoreError> {
        self.retire(&entity.slug)?;
        insert_row!(self.tx, strategy, entity)
    }

    /// Retires the version in force of a strategy; false when there is none.
    pub fn retire(&mut self, slug: &str) -> Result<bool, StoreError> {
        let changed = self.tx.run(|c| {
            diesel::update(
                strategy::table.filter(strategy::slug.eq(slug)).filter(strategy::state.eq(VersionState::Active.slug())),
            )
            .set(strategy::state.eq(VersionState::Retired.slug()))
            .execute(c)
        })?;
        Ok(changed > 0)
    }
}

impl TextTemplates<'_> {
    /// The versions in force, by slug and language.
    pub fn active(&mut self) -> Result<Vec<TextVersion>, StoreError> {
        let rows = self.tx.run(|c| {
            text_template::table
                .filter(text_template::state.eq(VersionState::Active.slug()))
                .order((text_template::slug, text_template::language))
                .select(TextTemplateRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// The versions of a text in a language, newest first.
    pub fn of_slug(&mut self, slug: &str, language: Language) -> Result<Vec<TextVersion>, StoreError> {
        let rows = self.tx.run(|c| {
            text_template::table
                .filter(text_template::slug.eq(slug))
                .filter(text_template::language.eq(language.slug()))
                .order(text_template::version.desc())
                .select(TextTemplateRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// One version of a text, in force or not.
    pub fn version(&mut self, slug: &str, language: Language, version: i64) -> Result<Option<TextVersion>, StoreError> {
        let rows = self.tx.run(|c| {
            text_template::table
                .filter(text_template::slug.eq(slug))
                .filter(text_template::language.eq(language.slug()))
                .filter(text_template::version.eq(version))
                .select(TextTemplateRow::as_select())
                .load(c)
        })?;
        Ok(all(rows)?.into_iter().next())
    }

    /// Puts a version in force: the one before it is retired.
    pub fn put_in_force(&mut self, entity: &TextVersion) -> Result<(), StoreError> {
        self.retire(&entity.slug, entity.language)?;
        insert_row!(self.tx, text_template, entity)
    }

    /// Retires the version in force of a text: the shipped one speaks again; false when there is none.
    pub fn retire(&mut self, slug: &str, language: Language) -> Result<bool, StoreError> {
        let changed = self.tx.run(|c| {
            diesel::update(
                text_template::table
                    .filter(text_template::slug.eq(slug))
                    .filter(text_template::language.eq(language.slug()))
                    .filter(text_template::state.eq(VersionState::Active.slug())),
            )
            .set(text_template::state.eq(VersionState::Retired.slug()))
            .execute(c)
        })?;
        Ok(changed > 0)
    }
}
