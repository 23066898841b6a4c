//! Import: comparing what a file says with what the ledger knows, and deciding what to write.
//!
//! [`plan`] is pure and serves the preview and the import alike. Its result is small: one
//! [`AccountPlan`] per customer, which [`materialise`] turns into rows when they are written.

mod changes;
mod known;
mod materialise;
mod outcome;
mod plan;
mod planner;

pub use known::{Known, KnownAccount, KnownItem};
pub use materialise::{Ids, Rows, materialise};
pub use outcome::{ClassTotal, Control, CustomerGap, Outcome, Sample};
pub use plan::{AccountPlan, Change, Context, Creation, DueChange, Entity, Match, Piece, Plan, Settlement, plan};
