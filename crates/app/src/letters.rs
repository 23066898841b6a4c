//! Letters: what each reminder asks, laid out, printed once, kept as evidence.

mod claim;
mod compose;
mod render;

pub use claim::{LineClaim, line_claim};
pub use compose::{Addressee, Asked, AskedLine, compose};
pub(crate) use compose::{letterhead, piece_kind, recipient};
pub use render::{LetterCard, PrintFileCard, RenderReport};
