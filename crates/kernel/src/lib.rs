//! The words everything else is written with: money, rates, dates, working days, ids, identifiers
//! of companies and bank accounts, normalised names, and how French and English write them.
//!
//! Nothing here reads a clock, a file or the environment. Dates are civil dates; instants are UTC.

pub mod calendar;
pub mod clock;
mod country;
pub mod figures;
pub mod gsm;
mod hex;
pub mod id;
pub mod identifier;
pub mod money;
pub mod name;
pub mod period;
pub mod rate;
mod slug;
pub mod spelled;
pub mod terms;
pub mod words;

pub use calendar::Territory;
pub use clock::{Clock, DAY_US, FixedClock};
pub use country::country_name;
pub use hex::hex;
pub use id::{IdSource, ParseIdError};
pub use identifier::{Bic, CreditorReference, Iban, Siren, Siret, VatNumber};
pub use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};
pub use money::{Currency, Money, MoneyError, Rounding};
pub use name::{marks, search_key, sort_key};
pub use period::{Period, days_between, epoch_day, from_epoch_day};
pub use rate::Rate;
pub use terms::{EndOfMonth, PaymentTerms};
pub use words::{Language, Spoken, Wording};
