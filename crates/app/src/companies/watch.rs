//! Where the watch over the register is: how the last look went, how many companies are to be asked for.

use kernel::{Timestamp, Wording};
use serde::Serialize;
use store::{StoreError, Tx};

use super::SireneSource;
use crate::sources::Looks;
use crate::{Desk, DeskError, Refusal};

/// Setting that holds it.
const KEY: &str = "company-watch";

/// How fresh the watch is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CompanyWatch {
    /// The machine asked; none where no address is given.
    pub host: Option<String>,
    /// The last look that went well.
    pub checked: Option<Timestamp>,
    /// Why the last one failed; none when it went well.
    pub error: Option<Wording>,
    /// Failures in a row.
    pub failures: u32,
    /// Not before this.
    pub next: Option<Timestamp>,
}

fn read(tx: &mut Tx) -> Result<Looks, StoreError> {
    let kept = tx.settings().get(KEY)?;
    // What cannot be read starts anew.
    Ok(kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

impl Desk {
    pub(super) fn company_looks(&self) -> Result<Looks, DeskError> {
        Ok(self.store.read(read)?)
    }

    pub(super) fn keep_company_looks(&self, looks: &Looks) -> Result<(), DeskError> {
        let text = serde_json::to_string(looks).map_err(|e| Refusal::Unwritable { why: e.to_string() })?;
        Ok(self.store.write::<_, StoreError>("company.looks", |tx| tx.settings().set(KEY, &text))?)
    }

    /// How fresh the watch is, as a transaction sees it.
    pub(crate) fn company_watch_in(&self, tx: &mut Tx) -> Result<CompanyWatch, StoreError> {
        let Looks { checked, error, failures, next } = read(tx)?;
        let host = self.sirene.as_ref().map(SireneSource::host);
        Ok(CompanyWatch { host, checked, error, failures, next })
    }
}
