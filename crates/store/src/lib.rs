//! The database: current state, timeline and jobs on SQLite or PostgreSQL, one typed code path.
//!
//! No decision is taken here, no id is made, no clock is read: callers bring ids and instants.

pub mod accounts;
pub mod allocations;
pub mod batches;
mod connection;
pub mod contacts;
pub mod creditors;
pub mod debtors;
pub mod doctor;
pub mod documents;
mod entity;
mod error;
pub mod items;
pub mod jobs;
mod lookups;
pub mod messages;
mod open;
mod pool;
pub mod profiles;
mod purge;
pub mod reminders;
pub mod runs;
pub mod scan;
mod schema;
pub mod seal;
pub mod sessions;
pub mod settings;
mod store;
pub mod timeline;
pub mod transfer;
mod types;
pub mod users;
pub mod verify;

pub use accounts::{AccountFilter, AccountLine};
pub use batches::{BatchChange, BatchChangeId};
pub use doctor::{Check, Health};
pub use documents::{Document, DocumentId, DocumentInfo};
pub use error::{OpenError, StoreError};
pub use jobs::{Job, JobId, JobState, NewJob};
pub use messages::{Message, MessageId, MessageState};
pub use open::OpenOptions;
pub use profiles::{Profile, ProfileId};
pub use reminders::{Reminder, ReminderId, ReminderItem};
pub use runs::{PrintFile, Run, RunId, RunState};
pub use scan::{KnownItem, ScannedAccount, ScannedAllocation, ScannedItem};
pub use sessions::{LoginAttempt, Session};
pub use store::{LIMIT, Store, Tx};
pub use timeline::{Entry, EntryId};
pub use transfer::{TableHash, TransferError};
pub use users::{User, UserId};
pub use verify::{Finding, Verification};
