//! Search as people type: what they typed understood ([`Sought`]), the words of names, codes and
//! addresses in memory ([`Directory`]), pieces by amount or by the end of their number ([`Pieces`]).
//!
//! Accents, case, punctuation and the order of words are forgiven, beginnings of words suffice.
//! Everything here reads memory only; numbers of settled pieces are looked up in the ledger itself.

mod directory;
mod pieces;
mod sought;
mod words;

pub use directory::{AccountEntry, ContactEntry, Directory};
pub use pieces::{FoundPiece, Pieces};
pub use sought::{Decimal, QUERY_MAX, Sought, number_key};
pub use words::Owners;

use kernel::slug_enum;

slug_enum!(
    /// What of a result is what was looked for.
    Reason {
        /// The name of the debtor.
        Name = "name",
        /// The customer code.
        Code = "code",
        /// The SIREN of the debtor, from a SIREN, a SIRET or a French VAT number.
        Siren = "siren",
        /// All that is owed, or all that is overdue, is that amount.
        Owed = "owed",
        /// The number of a piece, from its beginning.
        Number = "number",
        /// The last figures of the number of an open piece.
        NumberEnd = "number-end",
        /// What is open on a piece.
        OpenAmount = "open-amount",
        /// The original amount of a piece that is still open in part.
        Amount = "amount",
        /// The name of a contact.
        Contact = "contact",
        /// A mail address.
        Email = "email",
        /// A telephone number.
        Phone = "phone",
    }
);
