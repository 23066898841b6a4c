//! The account file: who, what is owed, what was said, what comes next; and the acts on it.

mod acts;
mod choices;
mod debtor;
mod file;
mod files;
mod level;
mod list;
mod told;

pub(crate) use choices::known_strategies;
pub use debtor::{AccountOpened, AccountOrder, DebtorEdit};
pub use file::{AccountFile, CurrencyTotals, FileItem, NextStep, Payer, TimelineLine};
pub(crate) use files::check_pdf;
pub use list::{AccountQuery, AccountSummary, Page, Place};
pub use store::EntryId;
pub use told::{FileLimitation, Pace};
