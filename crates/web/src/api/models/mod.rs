//! What the API says, as types of its own: the document and the answers cannot differ.

mod accounts;
mod acts;
mod data;
mod desk;
mod identity;
mod outbox;
mod search;
mod texts;
mod worklist;

pub use accounts::*;
pub use acts::*;
pub use data::*;
pub use desk::*;
pub use identity::*;
pub use outbox::*;
pub use search::*;
pub use texts::*;
pub use worklist::*;
