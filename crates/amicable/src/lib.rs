//! Amicable collection: who is reminded today, of what, and why.
//!
//! Pure decisions over facts. The run, its dry run, its preview and its replay call the same
//! [`decision::decide`] with another day.
//!
//! A [`Plan`] sorts accounts into [`segment`]s, each following a [`Strategy`]; [`decide`] says for one
//! account what leaves today, or why nothing does; [`outbox`] says what may become of a message once
//! decided; [`promises`] and [`plans`] are kept or broken by the ledger; [`disputes`] have steps, an owner and a
//! clock; [`credit`] is the class, the limit and the orders of a customer; [`entry`] proposes where old debts start;
//! [`mentions`] finds who is called in a note; [`digests`] says when what happened is told in one mail;
//! [`replay`] shows what a strategy would have done; [`sale_terms`] says which terms bind a piece; [`schedule`] says
//! when the day's run is due;
//! [`worklist`] puts the files of the day in order.

pub mod contacts;
pub mod credit;
pub mod decision;
pub mod digests;
pub mod disputes;
pub mod entry;
pub mod mentions;
pub mod outbox;
pub mod plans;
pub mod promises;
pub mod reason;
pub mod replay;
pub mod sale_terms;
pub mod schedule;
pub mod segment;
mod shipped;
pub mod strategy;
pub mod weights;
pub mod worklist;

pub use contacts::ContactCap;
pub use decision::{
    AccountFacts, Block, Decision, Elsewhere, History, Line, Pending, Proposal, Reach, Reached, ReminderCycle, decide,
};
pub use reason::Reason;
pub use segment::{Plan, PlanError, Rule, Segment, Traits};
pub use shipped::{shipped, title};
pub use strategy::{Channel, Claim, Enclosure, Step, Strategy, StrategyError, StrategyFault, Timing, Tone};
