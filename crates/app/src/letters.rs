//! Letters: what each reminder asks, laid out, printed once, kept as evidence.

mod ask;
mod claim;
mod compose;
mod enclosures;
mod files;
mod list;
mod making;
mod print;
mod render;
mod steps;

pub use claim::{LineClaim, line_claim};
pub(crate) use claim::{claim_of, contested_of, line_interest, line_question, step_claim, uncontested};
pub use compose::{Addressee, Asked, AskedLine, compose};
pub(crate) use compose::{letterhead, piece_kind, postal, recipient};
pub(crate) use enclosures::Enclosures;
pub use files::PrintFileLine;
pub use list::{LetterCard, LetterCounts, LetterPage, PrintFileCard};
pub(crate) use list::{cards_of_run, in_print_order};
pub(crate) use making::{ByHand, Said, mail_address, net, phone_number, still_asked, way, words};
pub use render::RenderReport;
pub(crate) use render::{attention_of, has_arrived};
pub(crate) use steps::formal_notices;
