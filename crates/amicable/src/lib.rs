//! Amicable collection: who is reminded today, of what, and why.
//!
//! Pure decisions over facts. The run, its dry run, its preview and its replay call the same
//! [`decision::decide`] with another day.

pub mod decision;
pub mod reason;
pub mod strategy;

pub use decision::{AccountFacts, Decision, History, Line, Proposal, ReminderCycle, decide};
pub use reason::Reason;
pub use strategy::{Channel, Claim, Step, Strategy, StrategyError};
