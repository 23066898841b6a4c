//! Readers of the files a receivables desk is given: `&[u8]` in, records and located errors out.
//!
//! Nothing here opens a file, asks a database or looks at a clock. [`detect`] says what a file is
//! by its content; [`text::decode`] gives its text; [`fec::read`] reads a general ledger;
//! [`table`] reads CSV and XLSX; a [`profile`] says what the columns of a table mean; and
//! [`open_items::from_tables`] and [`fec::receivables`] give the ledger's [`ledger::Intake`].

pub mod bodacc;
pub mod cdar;
mod detect;
pub mod fec;
mod json;
pub mod limits;
pub mod open_items;
mod problem;
pub mod profile;
pub mod sirene;
pub mod table;
pub mod text;
pub mod value;
pub mod xml;

pub use detect::{Detection, Format, Note, detect};
pub use problem::{Located, Problem, Report};
pub use profile::Profile;
pub use table::Table;
pub use text::{Decoded, Encoding};
