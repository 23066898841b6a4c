//! Judicial collection: from the formal notice to the enforceable order, and what may be lost on the way.
//!
//! Pure decisions over facts and over the definitions of the `law` crate; nothing here knows reminders.

pub mod choice;
pub mod costs;
pub mod insolvency;
pub mod procedure;
pub mod readiness;
pub mod rights;
pub mod titles;
