//! What the API says, as types of its own: the document and the answers cannot differ.

mod accounts;
mod acts;
mod data;
mod desk;
mod identity;
mod indicators;
mod outbox;
mod search;
mod standing;
mod texts;
mod users;
mod webhooks;
mod worklist;
mod writing;

pub use accounts::*;
pub use acts::*;
pub use data::*;
pub use desk::*;
pub use identity::*;
pub use indicators::*;
pub use outbox::*;
pub use search::*;
pub use standing::*;
pub use texts::*;
pub use users::*;
pub use webhooks::*;
pub use worklist::*;
pub use writing::*;
