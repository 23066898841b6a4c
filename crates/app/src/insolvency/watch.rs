//! Where the watch over the bulletin is: the last day seen, the last failure, when it looks again.

use kernel::{Date, Timestamp, Wording};
use serde::{Deserialize, Serialize};
use store::{StoreError, Tx};

use crate::sources::Looks;
use crate::{Desk, DeskError};

/// Setting that holds it.
const KEY: &str = "insolvency-watch";
/// Minutes between two looks when all is well: the bulletin appears in the morning.
const PAUSE_MIN: i64 = 6 * 60;

/// How fresh the watch is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InsolvencyWatch {
    /// The machine asked; none where no address is given.
    pub host: Option<String>,
    /// The last day seen whole.
    pub seen: Option<Date>,
    /// The last look that went well.
    pub checked: Option<Timestamp>,
    /// Why the last one failed; none when it went well.
    pub error: Option<Wording>,
    /// Failures in a row.
    pub failures: u32,
    /// Not before this.
    pub next: Option<Timestamp>,
}

/// The same as it is kept, with where the next page starts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Watch {
    /// The day being read.
    pub day: Option<Date>,
    /// Records of it read already.
    pub offset: u64,
    /// The last day seen whole.
    pub seen: Option<Date>,
    /// How the looks went.
    #[serde(flatten)]
    pub looks: Looks,
}

impl Watch {
    pub fn succeeded(&mut self, now: Timestamp, complete: bool) {
        self.looks.succeeded(now, complete.then_some(PAUSE_MIN));
    }
}

fn read(tx: &mut Tx) -> Result<Watch, StoreError> {
    let kept = tx.settings().get(KEY)?;
    // What cannot be read starts anew: notices known already change nothing.
    Ok(kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

impl Desk {
    pub(super) fn insolvency_cursor(&self) -> Result<Watch, DeskError> {
        Ok(self.store.read(read)?)
    }

    pub(super) fn keep_cursor(&self, watch: &Watch) -> Result<(), DeskError> {
        let text = serde_json::to_string(watch)
            .map_err(|e| DeskError::from(crate::Refusal::Unwritable { why: e.to_string() }))?;
        Ok(self.store.write::<_, StoreError>("insolvency.cursor", |tx| tx.settings().set(KEY, &text))?)
    }

    /// How fresh the watch is, as a transaction sees it.
    pub(crate) fn insolvency_watch_in(&self, tx: &mut Tx) -> Result<InsolvencyWatch, StoreError> {
        let kept = read(tx)?;
        Ok(InsolvencyWatch {
            host: self.bodacc.as_ref().map(super::feed::BodaccSource::host),
            seen: kept.seen,
            checked: kept.looks.checked,
            error: kept.looks.error,
            failures: kept.looks.failures,
            next: kept.looks.next,
        })
    }
}
