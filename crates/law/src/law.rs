//! All the tables, loaded together.

use std::sync::LazyLock;

use kernel::Date;

use crate::court_tables::CourtTables;
use crate::deadlines::Deadlines;
use crate::limitation_tables::LimitationTables;
use crate::procedures::{Procedures, References};
use crate::rates::Rates;
use crate::rules::Rules;
use crate::table::Table;
use crate::tariff_tables::Tariffs;
use crate::{DatedRate, LawError, RateKind};

/// One table compiled into the crate.
struct BuiltIn {
    name: &'static str,
    key: &'static [&'static str],
    text: &'static str,
}

macro_rules! built_in {
    ($($name:literal by $key:expr),+ $(,)?) => {
        const BUILT_IN: &[BuiltIn] = &[$(
            BuiltIn { name: $name, key: &$key, text: include_str!(concat!("../data/", $name, ".csv")) },
        )+];
    };
}

built_in!(
    "ecb_main_refinancing_rate" by ["effective_date"],
    "legal_interest_rate" by ["class", "start"],
    "late_payment_rates_by_half_year" by ["half_year"],
    "rules" by ["key", "valid_from"],
    "payment_terms" by ["kind"],
    "limitation_periods" by ["kind"],
    "procedure_deadlines" by ["procedure", "step"],
    "procedures" by ["procedure"],
    "deadline_names" by ["procedure", "step"],
    "limitation_kinds" by ["slug"],
    "limitation_events" by ["event", "kind"],
    "limitation_proofs" by ["event", "kind"],
    "tariff_items" by ["slug"],
    "tae_contribution" by ["turnover_over", "valid_from"],
    "tae_contribution_persons" by ["income_over", "valid_from"],
    "cost_paths" by ["path", "position"],
    "procedure_states" by ["procedure", "state"],
    "procedure_acts" by ["procedure", "from_state", "act"],
    "act_courts" by ["procedure", "act", "courts"],
    "mandatory_mentions" by ["document", "position"],
    "commercial_court_districts" by ["department", "seat"],
    "civil_court_seats" by ["department"],
    "tae_courts" by ["seat", "valid_from"],
    "table_dates" by ["table"],
    "court_rules" by ["debtor", "matter"],
    "court_labels" by ["key"],
    "states" by ["code"],
    "tariffs" by ["item", "act", "valid_from"],
    "einvoice_lifecycle_statuses" by ["code"],
    "einvoice_status_reasons" by ["status_code", "reason_code"],
);

/// A user's own rows for one table.
#[derive(Debug, Clone, Copy)]
pub struct Override<'a> {
    /// Table name, without extension: `tariffs`.
    pub table: &'a str,
    /// The text of the file, with the table's header.
    pub csv: &'a str,
}

/// The tables of law, checked when loaded. Cheap to share, never changed.
#[derive(Debug, Clone)]
pub struct Law {
    tables: Vec<Table>,
    rates: Rates,
    rules: Rules,
    deadlines: Deadlines,
    limitation: LimitationTables,
    tariffs: Tariffs,
    courts: CourtTables,
    procedures: Procedures,
}

impl Law {
    /// True of a word of the table `limitation_events`: what a fact must be called to move a limitation.
    pub fn knows_limitation_event(&self, word: &str) -> bool {
        self.limitation.events().any(|row| row.event == word)
    }

    /// The tables compiled into the crate.
    ///
    /// # Panics
    /// Never with the shipped tables: a test loads them.
    ///
    /// ```
    /// use law::{Law, RateKind};
    /// let rate = Law::builtin().rate(RateKind::LegalProfessional, "2026-03-01".parse()?)?;
    /// assert_eq!(rate.rate.to_string(), "2.62");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn builtin() -> &'static Self {
        static LAW: LazyLock<Law> =
            LazyLock::new(|| Law::load().unwrap_or_else(|error| panic!("the shipped tables of law: {error}")));
        &LAW
    }

    /// Reads and checks the tables compiled into the crate.
    ///
    /// # Errors
    /// [`LawError::Table`] with the line of the first row that is wrong.
    ///
    /// ```
    /// let law = law::Law::load()?;
    /// assert_eq!(law.tables().len(), law::Law::table_names().count());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn load() -> Result<Self, LawError> {
        let read = |table: &BuiltIn| Table::read(table.name, table.key, table.text);
        Self::build(BUILT_IN.iter().map(read).collect::<Result<_, _>>()?)
    }

    /// These tables with the user's own rows: a row with the same key replaces one of ours, another is
    /// added. Every answer that uses one says so.
    ///
    /// # Errors
    /// [`LawError::UnknownTable`], or [`LawError::Table`] with the line of the user's file.
    ///
    /// ```
    /// use law::{Law, LawError, Override, RateKind};
    /// let csv = "effective_date,rate_percent,status,source\n2027-01-01,2.65,verified,the central bank\n";
    /// let law = Law::builtin().with_overrides(&[Override { table: "ecb_main_refinancing_rate", csv }])?;
    /// assert_eq!(law.rate(RateKind::B2bDefault, "2027-02-01".parse()?)?.rate.to_string(), "12.65");
    /// // a row that is wrong is refused with its line
    /// let csv = "effective_date,rate_percent,status,source\n2027-01-01,much,verified,the central bank\n";
    /// let refused = Law::builtin().with_overrides(&[Override { table: "ecb_main_refinancing_rate", csv }]);
    /// assert!(matches!(refused, Err(LawError::Table { line: 2, .. })));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_overrides(&self, overrides: &[Override<'_>]) -> Result<Self, LawError> {
        let mut tables = self.tables.clone();
        for file in overrides {
            let Some(table) = tables.iter_mut().find(|table| table.name == file.table) else {
                let known = BUILT_IN.iter().map(|t| t.name).collect::<Vec<_>>().join(", ");
                return Err(LawError::UnknownTable { name: file.table.to_owned(), known });
            };
            *table = table.overridden(file.csv)?;
        }
        Self::build(tables)
    }

    /// These tables as a later release would ship them: each file takes the place of ours, as ours. A user's
    /// rows are put over the result with [`Law::with_overrides`], as after an upgrade.
    ///
    /// # Errors
    /// [`LawError::UnknownTable`], or [`LawError::Table`] with the line of the file.
    ///
    /// ```
    /// use law::{Law, Override};
    /// let newer = std::fs::read_to_string("data/states.csv")?;
    /// let law = Law::builtin().with_shipped(&[Override { table: "states", csv: &newer }])?;
    /// assert!(law.table("states")?.rows.iter().all(|row| !row.user));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_shipped(&self, files: &[Override<'_>]) -> Result<Self, LawError> {
        let mut tables = self.tables.clone();
        for file in files {
            let shipped = BUILT_IN.iter().find(|table| table.name == file.table);
            let place = tables.iter_mut().find(|table| table.name == file.table);
            let (Some(shipped), Some(place)) = (shipped, place) else {
                let known = BUILT_IN.iter().map(|t| t.name).collect::<Vec<_>>().join(", ");
                return Err(LawError::UnknownTable { name: file.table.to_owned(), known });
            };
            *place = Table::read(shipped.name, shipped.key, file.csv)?;
        }
        Self::build(tables)
    }

    fn build(tables: Vec<Table>) -> Result<Self, LawError> {
        for row in tables.iter().flat_map(|table| &table.rows) {
            row.source(row.text("article"))?;
        }
        let rules = Rules::read(find(&tables, "rules")?)?;
        let rates = Rates::read(
            find(&tables, "ecb_main_refinancing_rate")?,
            find(&tables, "legal_interest_rate")?,
            find(&tables, "late_payment_rates_by_half_year")?,
            &rules,
        )?;
        let deadlines = Deadlines::read(
            find(&tables, "procedure_deadlines")?,
            find(&tables, "deadline_names")?,
            find(&tables, "procedures")?,
        )?;
        let limitation = LimitationTables::read(
            find(&tables, "limitation_periods")?,
            find(&tables, "limitation_kinds")?,
            find(&tables, "limitation_events")?,
            find(&tables, "limitation_proofs")?,
        )?;
        let tariffs = Tariffs::read(
            find(&tables, "tariffs")?,
            find(&tables, "tariff_items")?,
            find(&tables, "tae_contribution")?,
            find(&tables, "tae_contribution_persons")?,
        )?;
        let courts = CourtTables::read(|name| Ok(&find(&tables, name)?.rows))?;
        let procedures = Procedures::read(
            find(&tables, "procedures")?,
            find(&tables, "procedure_states")?,
            find(&tables, "procedure_acts")?,
            &References {
                deadlines: &deadlines,
                tariffs: &tariffs,
                limitation: &limitation,
                conditions: find(&tables, "act_courts")?,
            },
        )?;
        Ok(Self { tables, rates, rules, deadlines, limitation, tariffs, courts, procedures })
    }

    /// The names of the tables, in the order they are loaded.
    ///
    /// ```
    /// assert!(law::Law::table_names().any(|name| name == "tariffs"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn table_names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|table| table.name)
    }

    /// Every table.
    ///
    /// ```
    /// // each row has its source
    /// for table in law::Law::builtin().tables() {
    ///     assert!(table.rows.iter().all(|row| !row.text("source").is_empty()), "{}", table.name);
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// The raw rows of a table, for a door that shows it.
    ///
    /// # Errors
    /// [`LawError::UnknownTable`].
    ///
    /// ```
    /// let law = law::Law::builtin();
    /// assert_eq!(law.table("tae_courts")?.rows.len(), 12);
    /// assert!(law.table("horoscopes").is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn table(&self, name: &str) -> Result<&Table, LawError> {
        find(&self.tables, name)
    }

    /// The rate of `kind` in force on a day.
    ///
    /// # Errors
    /// [`LawError::MissingRow`] outside the tables: nothing is guessed.
    ///
    /// ```
    /// use law::{Law, LawError, RateKind};
    /// let on = |day: &str| Ok::<_, Box<dyn std::error::Error>>(Law::builtin().rate(RateKind::B2bFloor, day.parse()?));
    /// assert_eq!(on("2026-08-15")??.rate.to_string(), "8.25");
    /// assert!(matches!(on("2027-01-01")?, Err(LawError::MissingRow { .. })));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn rate(&self, kind: RateKind, on: Date) -> Result<DatedRate, LawError> {
        self.rates.on(kind, on)
    }

    /// The steps of procedures and their deadlines.
    ///
    /// ```
    /// let row = law::Law::builtin().deadlines().find("payment-order", "opposition")?;
    /// assert_eq!(row.source.article, "CPC 1416 al.1");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn deadlines(&self) -> &Deadlines {
        &self.deadlines
    }

    pub(crate) fn limitation_tables(&self) -> &LimitationTables {
        &self.limitation
    }

    pub(crate) fn tariffs(&self) -> &Tariffs {
        &self.tariffs
    }

    /// The procedures: states, acts and what they need.
    ///
    /// ```
    /// let order = law::Law::builtin().procedures().find("payment-order")?;
    /// assert!(order.acts.iter().any(|act| act.act == "serve"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn procedures(&self) -> &Procedures {
        &self.procedures
    }

    pub(crate) fn court_tables(&self) -> &CourtTables {
        &self.courts
    }

    /// The items [`crate::tariffs::tariff`] knows.
    ///
    /// ```
    /// assert!(law::Law::builtin().tariff_items().iter().any(|item| item.slug == "summons"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn tariff_items(&self) -> &[crate::tariffs::TariffItem] {
        self.tariffs.items()
    }

    pub(crate) fn rates(&self) -> &Rates {
        &self.rates
    }

    pub(crate) fn rules(&self) -> &Rules {
        &self.rules
    }
}

fn find<'a>(tables: &'a [Table], name: &str) -> Result<&'a Table, LawError> {
    tables.iter().find(|table| table.name == name).ok_or_else(|| {
        let known = BUILT_IN.iter().map(|t| t.name).collect::<Vec<_>>().join(", ");
        LawError::UnknownTable { name: name.to_owned(), known }
    })
}
