//! Judicial collection: from the formal notice to the enforceable order, and what may be lost on the way.
//!
//! Pure decisions over facts and over the definitions of the `law` crate; nothing here knows reminders. [`guard`] keeps
//! every right and its alarms; [`readiness`] says whether a file can go before a judge, and [`choice`] which way and
//! whether it is worth it; [`procedure`] follows any definition act by act; [`costs`] and [`titles`] are what it costs
//! and what it gives; [`insolvency`] says what a collective procedure does to each claim.

pub mod choice;
pub mod costs;
pub mod guard;
pub mod insolvency;
pub mod procedure;
pub mod readiness;
pub mod titles;
