//! What the register of companies says of our debtors: asked for one by one, or read from saved answers.
//!
//! One answer is kept for each SIREN ([`take`]). What is no more as the answer before had it is told once, on every
//! account of the debtors who bear that SIREN. A warning says what differs between the register and our file, and what
//! to do about it ([`judge`]).

mod acts;
mod feed;
mod judge;
mod list;
mod one;
mod take;
mod watch;
mod words;

pub use feed::{CompaniesFetched, CompanyFetched, SireneSource};
pub(crate) use judge::identity;
pub use list::{CompanyLine, CompanyPage, CompanyQuery};
pub use one::{CompanyChangeLine, CompanyFile, CompanyOffers, EstablishmentLine, WarningLine};
pub use store::{CompanyEvent, CompanyShow, CompanyState};
pub use take::CompaniesTaken;
pub use watch::CompanyWatch;

kernel::slug_enum!(
    /// What differs between the register and our file, or should stop who acts.
    CompanyWarning {
        /// It ceased.
        Ceased = "ceased",
        /// The register knows nobody of that number.
        Unknown = "unknown",
        /// Its head office is closed.
        SeatClosed = "seat-closed",
        /// Its head office moved, and we write elsewhere.
        SeatMoved = "seat-moved",
        /// We write to an establishment that closed.
        AddressClosed = "address-closed",
        /// We write elsewhere than to its head office.
        AddressDiffers = "address-differs",
        /// It changed its name.
        Renamed = "renamed",
        /// Our file has another name.
        NameDiffers = "name-differs",
    }
);
