//! The health of a database, check by check.

use diesel::{
    BoolExpressionMethods, ExpressionMethods, QueryDsl, QueryableByName, RunQueryDsl, sql_query, sql_types::Text,
};
use kernel::Timestamp;

use crate::{
    JobState, Store, StoreError, Tx,
    connection::{AnyConnection, on_engine},
    schema::{account, allocation, creditor, debtor, item, job, timeline},
    seal::LAST_SEAL,
    store::Engine,
};

/// How a check went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// As it should be.
    Good,
    /// Works, and someone should look.
    Watch,
    /// Broken.
    Bad,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Slug: `engine`, `schema`, `integrity`, `rows`, `seal`, `imports`, `jobs`…
    pub name: &'static str,
    /// How it went.
    pub health: Health,
    /// What was seen, and what to do when it is not good.
    pub detail: String,
}

type Part = fn(&mut Tx, Timestamp) -> Result<Check, StoreError>;

#[derive(QueryableByName)]
struct Word {
    #[diesel(sql_type = Text)]
    word: String,
}

impl Store {
    /// Looks at everything that goes wrong in practice. A check that cannot be made is itself bad.
    pub fn doctor(&self, now: Timestamp) -> Vec<Check> {
        let mut checks = vec![self.check_schema()];
        if let Engine::Sqlite { path, .. } = &self.engine {
            checks.push(check_file(path));
        }
        let parts: [(&'static str, Part); 6] = [
            ("engine", check_engine),
            ("integrity", check_integrity),
            ("rows", check_rows),
            ("seal", check_seal),
            ("imports", check_imports),
            ("jobs", check_jobs),
        ];
        for (name, part) in parts {
            let check = self.read(|tx| part(tx, now));
            checks.push(check.unwrap_or_else(|e| Check { name, health: Health::Bad, detail: e.to_string() }));
        }
        checks
    }

    fn check_schema(&self) -> Check {
        match self.schema_version() {
            Ok(version) => Check { name: "schema", health: Health::Good, detail: format!("version {version}") },
            Err(error) => Check { name: "schema", health: Health::Bad, detail: error.to_string() },
        }
    }
}

fn good(name: &'static str, detail: String) -> Check {
    Check { name, health: Health::Good, detail }
}

fn check_file(path: &str) -> Check {
    match std::fs::metadata(path) {
        Ok(data) => good("file", format!("{path}, {} MB", data.len() / 1_000_000)),
        Err(error) => Check { name: "file", health: Health::Bad, detail: format!("{path}: {error}") },
    }
}

fn word(tx: &mut Tx, sql: &str) -> Result<String, StoreError> {
    let rows: Vec<Word> = tx.run(|connection| on_engine!(connection, c => sql_query(sql).load(c)))?;
    Ok(rows.into_iter().next().map(|row| row.word).unwrap_or_default())
}

fn is_postgres(tx: &mut Tx) -> Result<bool, StoreError> {
    tx.run(|c| Ok(matches!(c, AnyConnection::Postgres(_))))
}

fn check_engine(tx: &mut Tx, _: Timestamp) -> Result<Check, StoreError> {
    if is_postgres(tx)? {
        return Ok(good("engine", word(tx, "SELECT version() AS word")?));
    }
    let version = word(tx, "SELECT sqlite_version() AS word")?;
    let mode = word(tx, "SELECT journal_mode AS word FROM pragma_journal_mode")?;
    let health = if mode == "wal" { Health::Good } else { Health::Watch };
    Ok(Check { name: "engine", health, detail: format!("SQLite {version}, journal mode {mode} (wal expected)") })
}

fn check_integrity(tx: &mut Tx, _: Timestamp) -> Result<Check, StoreError> {
    if is_postgres(tx)? {
        return Ok(good("integrity", "left to the server".to_owned()));
    }
    let said = word(tx, "SELECT quick_check AS word FROM pragma_quick_check LIMIT 1")?;
    if said == "ok" {
        return Ok(good("integrity", said));
    }
    Ok(Check { name: "integrity", health: Health::Bad, detail: format!("{said}: restore the last backup") })
}

fn check_rows(tx: &mut Tx, _: Timestamp) -> Result<Check, StoreError> {
    let counts: [(&str, i64); 5] = tx.run(|c| {
        Ok([
            ("creditors", creditor::table.count().get_result(c)?),
            ("debtors", debtor::table.count().get_result(c)?),
            ("accounts", account::table.count().get_result(c)?),
            ("items", item::table.count().get_result(c)?),
            ("allocations", allocation::table.count().get_result(c)?),
        ])
    })?;
    Ok(good("rows", counts.map(|(name, count)| format!("{count} {name}")).join(", ")))
}

fn check_seal(tx: &mut Tx, now: Timestamp) -> Result<Check, StoreError> {
    let unsealed: i64 = tx.run(|c| timeline::table.filter(timeline::seal_no.is_null()).count().get_result(c))?;
    let head = tx.seal_head()?.map_or_else(|| "nothing sealed yet".to_owned(), |(n, _)| format!("sealed up to no {n}"));
    let last = tx
        .settings()
        .get(LAST_SEAL)?
        .and_then(|us| us.parse().ok())
        .and_then(|us| Timestamp::from_microsecond(us).ok());
    let late = last.is_none_or(|last| now.as_second() - last.as_second() > 3600);
    let when = last.map_or_else(String::new, |last| format!(", last at {last}"));
    let health = if unsealed > 0 && late { Health::Watch } else { Health::Good };
    let advice = if health == Health::Watch { ": start a worker, which seals" } else { "" };
    Ok(Check { name: "seal", health, detail: format!("{head}{when}, {unsealed} entries waiting{advice}") })
}

fn check_imports(tx: &mut Tx, now: Timestamp) -> Result<Check, StoreError> {
    let stuck = tx.batches().abandoned(now)?;
    if stuck.is_empty() {
        return Ok(good("imports", "none interrupted".to_owned()));
    }
    let named: Vec<String> = stuck.iter().map(|b| format!("{} ({})", b.id, b.source)).collect();
    let detail = format!("interrupted: {}; start a worker or import again: it is ended", named.join(", "));
    Ok(Check { name: "imports", health: Health::Watch, detail })
}

fn check_jobs(tx: &mut Tx, now: Timestamp) -> Result<Check, StoreError> {
    let overdue = now.as_microsecond() - 900 * 1_000_000;
    let (dead, waiting, late): (i64, i64, i64) = tx.run(|c| {
        let of = |state: JobState| job::state.eq(state.slug());
        Ok((
            job::table.filter(of(JobState::Dead)).count().get_result(c)?,
            job::table.filter(of(JobState::Queued)).count().get_result(c)?,
            job::table.filter(of(JobState::Queued).and(job::run_at_us.lt(overdue))).count().get_result(c)?,
        ))
    })?;
    let health = if dead > 0 || late > 0 { Health::Watch } else { Health::Good };
    let advice = match (dead, late) {
        (0, 0) => "",
        (0, _) => ": no worker seems to run",
        _ => ": look at the dead ones on the page of jobs",
    };
    Ok(Check { name: "jobs", health, detail: format!("{waiting} queued, {late} late by 15 min, {dead} dead{advice}") })
}
