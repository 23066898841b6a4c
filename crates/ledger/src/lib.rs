//! The receivables ledger: who is owed what by whom, since when, and how each piece was settled.
//!
//! Pieces ([`Item`]) and their matches ([`Allocation`]) are only ever added; a correction is a
//! reversal. What is open is computed: `open = amount − Σ allocations`. No I/O here.

pub mod ageing;
pub mod diagnosis;
pub mod imports;
pub mod indicators;
pub mod intake;
pub mod lettrage;
pub mod model;
pub mod portfolio;
pub mod search;
pub mod statement;

pub use ageing::{AgedBalance, Buckets};
pub use intake::Intake;
pub use kernel::Language;
pub use model::*;
pub use portfolio::Portfolio;
pub use search::Sought;
