//! What waits for who asks, and how fresh what the house knows is.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{CompanyWatch, InsolvencyWatch};

/// What waits for who asks: the figures beside the sections of the pages.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Waiting {
    /// Files of the worklist above the line of the day; null while the plan of the day is not in memory.
    pub today: Option<u64>,
    /// Tasks due by today; null like `today`.
    pub tasks: Option<u64>,
    /// Messages that wait for an approval they may give.
    pub approvals: u64,
    /// Messages that nobody knows to have left, and those that failed within a day.
    pub outbox: u64,
    /// Imports being written, and those within a day with refused lines.
    pub imports: u64,
    /// Names of insolvent debtors to be looked at.
    pub reviews: u64,
}

impl From<app::waiting::Waiting> for Waiting {
    fn from(w: app::waiting::Waiting) -> Self {
        Self {
            today: w.today,
            tasks: w.tasks,
            approvals: w.approvals,
            outbox: w.outbox,
            imports: w.imports,
            reviews: w.reviews,
        }
    }
}

/// One import of a ledger.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Arrival {
    pub id: String,
    pub file: String,
    /// The day the files speak of.
    pub as_of: String,
    pub at: String,
    pub by: String,
    /// Lines refused.
    pub refused: u64,
}

impl From<app::sources::Arrival> for Arrival {
    fn from(a: app::sources::Arrival) -> Self {
        Self {
            id: a.id.to_string(),
            file: a.file,
            as_of: a.as_of.to_string(),
            at: a.at.to_string(),
            by: a.by,
            refused: a.refused,
        }
    }
}

/// One ledger and its last import.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LedgerSource {
    /// Code of the creditor.
    pub creditor: String,
    pub name: String,
    /// Null where nothing came yet.
    pub last: Option<Arrival>,
    /// The file that is being written at this moment.
    pub loading: Option<Arrival>,
}

/// The last run.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LastRun {
    /// The day it decided for.
    pub day: String,
    pub at: String,
    pub by: String,
    /// False while it goes on, or when it was given up.
    pub done: bool,
}

/// Everything that arrives or leaves, with its last time.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Sources {
    /// The ledgers that are seen as a whole, by code of their creditor.
    pub ledgers: Vec<LedgerSource>,
    pub run: Option<LastRun>,
    /// When the last message left.
    pub sent: Option<String>,
    /// The watch over the bulletin of insolvencies.
    pub insolvency: InsolvencyWatch,
    /// The watch over the register of companies.
    pub companies: CompanyWatch,
    /// When the open items in memory were read.
    pub read_at: String,
    pub today: String,
}

impl Sources {
    /// In one language.
    pub fn of(s: app::sources::Sources, language: kernel::Language) -> Self {
        let ledger = |source: app::sources::Source| LedgerSource {
            creditor: source.creditor,
            name: source.name,
            last: source.last.map(Arrival::from),
            loading: source.loading.map(Arrival::from),
        };
        let run = |run: app::sources::LastRun| LastRun {
            day: run.day.to_string(),
            at: run.at.to_string(),
            by: run.by,
            done: run.done,
        };
        Self {
            ledgers: s.ledgers.into_iter().map(ledger).collect(),
            run: s.run.map(run),
            sent: s.sent.map(|at| at.to_string()),
            insolvency: InsolvencyWatch::of(s.insolvency, language),
            companies: CompanyWatch::of(s.companies, language),
            read_at: s.read_at.to_string(),
            today: s.today.to_string(),
        }
    }
}
