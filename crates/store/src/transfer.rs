//! Whole-database copies: move between engines, online backup into one SQLite file, restore.

use std::path::{Path, PathBuf};

use diesel::{BoolExpressionMethods, ExpressionMethods, QueryDsl, QueryResult, RunQueryDsl, SelectableHelper};
use kernel::hex;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::{
    OpenError, OpenOptions, Store, StoreError, Tx, connection::AnyConnection, entity::insert_rows, store::Engine,
};

/// What one table holds, the same on both engines when the data is the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableHash {
    /// Name.
    pub table: &'static str,
    /// Number of rows.
    pub rows: u64,
    /// SHA-256 over the rows in the order of keys, in a canonical text form, hexadecimal.
    pub sha256: String,
}

/// A copy could not be made.
#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    /// The target holds data.
    #[error("the target database is not empty ({table} has rows): give an empty one; nothing was written")]
    NotEmpty {
        /// A table with rows.
        table: &'static str,
    },
    /// The file is already there.
    #[error("{0} already exists: give another name, or move it away first")]
    Exists(PathBuf),
    /// What was written reads back differently.
    #[error("table {table} differs after the copy ({from_rows} rows read, {to_rows} found): do not use the copy")]
    Differs {
        /// The table.
        table: &'static str,
        /// Rows read.
        from_rows: u64,
        /// Rows found in the copy.
        to_rows: u64,
    },
    /// A database could not be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A statement failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A table as the copy sees it.
trait Table {
    type Row: Serialize;
    const NAME: &'static str;
    /// Rows read and written at a time: few where a row may be large.
    const PAGE: usize;
    fn page(c: &mut AnyConnection, after: Option<&Self::Row>) -> QueryResult<Vec<Self::Row>>;
    fn insert(tx: &mut Tx, rows: &[Self::Row]) -> Result<(), StoreError>;
    fn feed(row: &Self::Row, hash: &mut Sha256) -> serde_json::Result<()> {
        serde_json::to_writer(Feed(hash), row)?;
        hash.update(b"\n");
        Ok(())
    }
}

/// Writes into a hash.
struct Feed<'h>(&'h mut Sha256);

impl std::io::Write for Feed<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

macro_rules! copied {
    ($table:ident, $Row:ident, $page:literal, |$last:ident| $after:expr, $order:expr $(, $feed:item)?) => {
        const _: () = {
            use crate::schema::{$Row, $table};

            impl Table for $table::table {
            type Row = $Row;
            const NAME: &'static str = stringify!($table);
            const PAGE: usize = $page;
            fn page(c: &mut AnyConnection, after: Option<&$Row>) -> QueryResult<Vec<$Row>> {
                let query = $table::table.order($order).limit($page).select($Row::as_select());
                match after {
                    None => query.load(c),
                    Some($last) => query.filter($after).load(c),
                }
            }
            fn insert(tx: &mut Tx, rows: &[$Row]) -> Result<(), StoreError> {
                insert_rows!(tx, $table, rows)
            }
            $($feed)?
            }
        };
    };
    ($($table:ident $Row:ident by $key:ident),+ $(,)?) => {
        $(copied!($table, $Row, 5000, |last| $table::$key.gt(&last.$key), $table::$key);)+
    };
}

copied!(
    creditor CreditorRow by id,
    debtor_group GroupRow by id,
    batch BatchRow by id,
    debtor DebtorRow by id,
    account AccountRow by id,
    contact ContactRow by id,
    batch_change BatchChangeRow by id,
    item ItemRow by id,
    allocation AllocationRow by id,
    profile ProfileRow by id,
    run RunRow by id,
    reminder ReminderRow by id,
    print_file PrintFileRow by document_id,
    message MessageRow by id,
    desk_user UserRow by id,
    session SessionRow by token_hash,
    login_attempt LoginAttemptRow by key,
    timeline TimelineRow by id,
    job JobRow by id,
    setting SettingRow by key,
    strategy StrategyRow by id,
    text_template TextTemplateRow by id,
    item_block ItemBlockRow by id,
    item_choice ItemChoiceRow by item_id,
    promise PromiseRow by id,
    task TaskRow by id,
    entry_level EntryLevelRow by id,
    delivery DeliveryRow by id,
    snooze SnoozeRow by id,
    account_collector CollectorRow by account_id,
    absence AbsenceRow by id,
    webhook WebhookRow by id,
    webhook_delivery WebhookDeliveryRow by id,
    instalment_plan InstalmentPlanRow by id,
    plan_item PlanItemRow by id,
    plan_instalment PlanInstalmentRow by id,
    claim_event ClaimEventRow by id,
);
copied!(
    court_case CourtCaseRow by id,
    case_claim CaseClaimRow by id,
    case_party CasePartyRow by id,
    case_exhibit CaseExhibitRow by id,
    case_paper CasePaperRow by id,
    case_proof CaseProofRow by id,
    case_answer CaseAnswerRow by id,
    case_decision CaseDecisionRow by id,
    court_procedure CourtProcedureRow by id,
    procedure_fact ProcedureFactRow by id,
    procedure_deadline ProcedureDeadlineRow by id,
    limitation_fact LimitationFactRow by id,
    case_check CaseCheckRow by id,
);
copied!(
    court_title CourtTitleRow by id,
    title_fact TitleFactRow by id,
    case_cost CaseCostRow by id,
    case_time CaseTimeRow by id,
    case_budget CaseBudgetRow by id,
    case_loss CaseLossRow by id,
);
copied!(
    right_waiver RightWaiverRow by id,
    right_alarm RightAlarmRow by right_id,
    calendar_address CalendarAddressRow by user_id,
    colleague ColleagueRow by id,
    notice NoticeRow by id,
    signed_link SignedLinkRow by id,
);
copied!(
    mention MentionRow by id,
    digest DigestRow by user_id,
    opinion OpinionRow by id,
    mediation MediationRow by id,
    prevention PreventionRow by id,
    credit_limit CreditLimitRow by id,
    credit_cover CreditCoverRow by id,
    order_block OrderBlockRow by id,
    credit_declaration CreditDeclarationRow by id,
    credit_signal CreditSignalRow by id,
);
copied!(
    insolvency_notice InsolvencyNoticeRow by id,
    insolvency_match InsolvencyMatchRow by id,
    insolvency InsolvencyRow by id,
    insolvency_claim InsolvencyClaimRow by id,
    insolvency_answer InsolvencyAnswerRow by item_id,
    company CompanyRow by siren,
    company_change CompanyChangeRow by id,
    insolvency_guarantor InsolvencyGuarantorRow by id,
    insolvency_demand InsolvencyDemandRow by id,
);
copied!(
    sale_terms SaleTermsRow by id,
    sale_clause SaleClauseRow by id,
    terms_acceptance TermsAcceptanceRow by id,
);
copied!(
    dispute DisputeRow by id,
    dispute_evidence DisputeEvidenceRow by id,
    einvoice_status EinvoiceStatusRow by id,
);
copied!(
    api_token ApiTokenRow by id,
    second_factor SecondFactorRow by user_id,
    recovery_code RecoveryCodeRow by code_hash,
);
copied!(
    provider_identity ProviderIdentityRow by user_id,
    provider_attempt ProviderAttemptRow by token_hash,
);
copied!(
    reminder_item,
    ReminderItemRow,
    5000,
    |last| reminder_item::reminder_id
        .gt(last.reminder_id)
        .or(reminder_item::reminder_id.eq(last.reminder_id).and(reminder_item::item_id.gt(last.item_id))),
    (reminder_item::reminder_id, reminder_item::item_id)
);
copied!(
    user_creditor,
    UserCreditorRow,
    5000,
    |last| user_creditor::user_id
        .gt(last.user_id)
        .or(user_creditor::user_id.eq(last.user_id).and(user_creditor::creditor_id.gt(last.creditor_id))),
    (user_creditor::user_id, user_creditor::creditor_id)
);
copied!(
    document,
    DocumentRow,
    100,
    |last| document::id.gt(last.id),
    document::id,
    fn feed(row: &DocumentRow, hash: &mut Sha256) -> serde_json::Result<()> {
        // The bytes as they are: as a JSON list they would weigh four times more.
        hash.update(&row.content);
        let bare = DocumentRow { content: Vec::new(), ..row.clone() };
        serde_json::to_writer(Feed(hash), &bare)?;
        hash.update(b"\n");
        Ok(())
    }
);

/// The same of tables that are named.
macro_rules! each_of {
    ($call:ident $arguments:tt: $($table:ident)*) => {
        [$($call::<crate::schema::$table::table> $arguments ?),*]
    };
}

/// Calls a generic function once per table, referred tables first.
macro_rules! each_table {
    ($call:ident $arguments:tt) => {
        each_of!($call $arguments:
            creditor debtor_group batch debtor account contact batch_change item allocation profile run
            reminder reminder_item document print_file message delivery task promise item_block item_choice
            colleague notice signed_link dispute dispute_evidence einvoice_status mention opinion mediation
            prevention credit_limit credit_cover order_block credit_declaration credit_signal
            insolvency_notice insolvency_match insolvency insolvency_claim insolvency_answer company
            company_change insolvency_guarantor insolvency_demand sale_terms sale_clause terms_acceptance entry_level snooze
            account_collector absence webhook webhook_delivery instalment_plan plan_item plan_instalment
            claim_event court_case case_claim case_party case_exhibit case_paper case_proof case_answer
            case_decision court_procedure procedure_fact procedure_deadline limitation_fact case_check
            court_title title_fact case_cost case_time case_budget case_loss right_waiver right_alarm
            strategy text_template desk_user user_creditor session login_attempt api_token digest
            calendar_address second_factor recovery_code provider_identity provider_attempt timeline job
            setting
        )
    };
}

fn is_empty<T: Table>(tx: &mut Tx) -> Result<Option<&'static str>, StoreError> {
    let rows = tx.run(|c| T::page(c, None))?;
    Ok((!rows.is_empty()).then_some(T::NAME))
}

/// Reads a table in the order of its key, hands each page to `take`, and hashes it.
fn walk<T: Table>(
    tx: &mut Tx,
    mut take: impl FnMut(&[T::Row]) -> Result<(), StoreError>,
) -> Result<TableHash, StoreError> {
    let mut hash = Sha256::new();
    let mut rows = 0;
    let mut page: Vec<T::Row> = Vec::new();
    loop {
        page = tx.run(|c| T::page(c, page.last()))?;
        for row in &page {
            T::feed(row, &mut hash).map_err(|e| StoreError::Database(e.to_string()))?;
        }
        take(&page)?;
        rows += u64::try_from(page.len()).unwrap_or(u64::MAX);
        if page.len() < T::PAGE {
            return Ok(TableHash { table: T::NAME, rows, sha256: hex(&hash.finalize()) });
        }
    }
}

fn hash<T: Table>(tx: &mut Tx) -> Result<TableHash, StoreError> {
    walk::<T>(tx, |_| Ok(()))
}

fn copy<T: Table>(
    from: &mut Tx,
    to: &Store,
    progress: &mut dyn FnMut(&'static str, u64),
) -> Result<TableHash, StoreError> {
    let mut done = 0;
    walk::<T>(from, |page| {
        to.write("move-store", |tx| T::insert(tx, page))?;
        done += u64::try_from(page.len()).unwrap_or(u64::MAX);
        progress(T::NAME, done);
        Ok(())
    })
}

impl Store {
    /// A hash of every table on one still picture: two stores with the same hashes hold the same.
    pub fn table_hashes(&self) -> Result<Vec<TableHash>, StoreError> {
        self.read(|tx| Ok(each_table!(hash(tx)).to_vec()))
    }

    /// The first table that has rows, if any.
    fn first_filled(&self) -> Result<Option<&'static str>, StoreError> {
        self.read(|tx| Ok(each_table!(is_empty(tx)).into_iter().flatten().next()))
    }

    /// Copies a still picture of this store into an empty one, table by table, and compares the
    /// hashes of what was read and what was written. `progress` hears the table and its rows so far.
    pub fn move_to(
        &self,
        to: &Self,
        progress: &mut dyn FnMut(&'static str, u64),
    ) -> Result<Vec<TableHash>, TransferError> {
        if let Some(table) = to.first_filled()? {
            return Err(TransferError::NotEmpty { table });
        }
        let sent = self.read(|tx| Ok::<_, StoreError>(each_table!(copy(tx, to, progress)).to_vec()))?;
        let found = to.table_hashes()?;
        for (sent, found) in sent.iter().zip(&found) {
            if sent != found {
                let (table, from_rows, to_rows) = (sent.table, sent.rows, found.rows);
                return Err(TransferError::Differs { table, from_rows, to_rows });
            }
        }
        Ok(found)
    }

    /// Writes everything into one new SQLite file while others go on working.
    pub fn backup(&self, path: &Path) -> Result<(), TransferError> {
        if path.exists() {
            return Err(TransferError::Exists(path.to_owned()));
        }
        let part = path.with_extension("part");
        let failed = |why: std::io::Error| StoreError::File {
            path: part.display().to_string(),
            why: format!("{why}; check the folder and its rights"),
        };
        if part.exists() {
            std::fs::remove_file(&part).map_err(failed)?;
        }
        match &self.engine {
            Engine::Sqlite { path: source, .. } => crate::open::vacuum_into(source, &part)?,
            Engine::Postgres { .. } => {
                let options = OpenOptions { connections: 1, ..OpenOptions::default() };
                let target = Self::open(&format!("sqlite:{}", part.display()), &options)?;
                self.move_to(&target, &mut |_, _| ())?;
            }
        }
        std::fs::rename(&part, path).map_err(failed)?;
        Ok(())
    }

    /// Fills this empty store from a file made by [`Store::backup`], which is only read.
    pub fn restore(
        &self,
        path: &Path,
        progress: &mut dyn FnMut(&'static str, u64),
    ) -> Result<Vec<TableHash>, TransferError> {
        Self::open_read_only(path)?.move_to(self, progress)
    }
}
