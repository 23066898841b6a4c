//! How fresh what the house knows is: the last arrival of each source, the last run, the last message sent.

mod looks;

use kernel::{Date, Timestamp};
use ledger::{Batch, BatchId};
use serde::Serialize;
use store::{RunState, StoreError, Tx};

pub(crate) use looks::{Looks, host, silent};

use crate::companies::CompanyWatch;
use crate::insolvency::InsolvencyWatch;
use crate::{Actor, Desk, DeskError, Permission};

/// One ledger and its last import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// Code of the creditor.
    pub creditor: String,
    /// Its name.
    pub name: String,
    /// The import; none where nothing came yet.
    pub last: Option<Arrival>,
    /// The file that is being written at this moment.
    pub loading: Option<Arrival>,
}

/// One import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Arrival {
    /// The import.
    pub id: BatchId,
    /// Its files.
    pub file: String,
    /// The day the files speak of.
    pub as_of: Date,
    /// When it was imported.
    pub at: Timestamp,
    /// Who imported it.
    pub by: String,
    /// Lines refused.
    pub refused: u64,
}

impl Arrival {
    fn of(batch: Batch) -> Self {
        let refused = crate::imports::refused_lines(&batch);
        let Batch { id, source, as_of, created_at, actor, .. } = batch;
        Self { id, file: source, as_of, at: created_at, by: actor, refused }
    }
}

/// The last run of the house.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LastRun {
    /// The day it decided for.
    pub day: Date,
    /// When it started.
    pub at: Timestamp,
    /// Who started it.
    pub by: String,
    /// False while it goes on, or when it was given up.
    pub done: bool,
}

/// Everything that arrives or leaves, with its last time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sources {
    /// The ledgers, by code of their creditor.
    pub ledgers: Vec<Source>,
    /// The last run.
    pub run: Option<LastRun>,
    /// When the last message left.
    pub sent: Option<Timestamp>,
    /// The watch over the bulletin of insolvencies.
    pub insolvency: InsolvencyWatch,
    /// The watch over the register of companies.
    pub companies: CompanyWatch,
    /// When the open items in memory were read.
    pub read_at: Timestamp,
    /// Today.
    pub today: Date,
}

impl Desk {
    /// The last arrival of each source.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Store`].
    pub fn sources(&self, actor: &Actor) -> Result<Sources, DeskError> {
        actor.may(Permission::Read)?;
        let (read_at, today) = (self.view()?.read_at, self.today());
        self.store.read(|tx| {
            let sent = tx.timeline().of_kind("message.sent", None, 1)?;
            Ok(Sources {
                ledgers: ledgers(tx, actor)?,
                run: last_run(tx)?,
                sent: sent.first().map(|entry| entry.at_us),
                insolvency: self.insolvency_watch_in(tx)?,
                companies: self.company_watch_in(tx)?,
                read_at,
                today,
            })
        })
    }
}

/// The ledgers of the creditors that an actor sees the whole of.
fn ledgers(tx: &mut Tx, actor: &Actor) -> Result<Vec<Source>, StoreError> {
    let mut creditors = tx.creditors().list()?;
    creditors.retain(|creditor| actor.reach.covers(creditor.id));
    let source = |creditor: ledger::Creditor| {
        Ok(Source {
            last: tx.batches().last_import(creditor.id)?.map(Arrival::of),
            loading: tx.batches().loading(creditor.id)?.map(Arrival::of),
            creditor: creditor.code,
            name: creditor.name,
        })
    };
    creditors.into_iter().map(source).collect()
}

fn last_run(tx: &mut Tx) -> Result<Option<LastRun>, StoreError> {
    let run = tx.runs().list(None, 1)?.into_iter().next();
    Ok(run.map(|run| LastRun { day: run.day, at: run.started_us, by: run.actor, done: run.state == RunState::Done }))
}
