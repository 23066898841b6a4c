//! The door for people and programs: pages, fragments, forms, sessions, the JSON API.
//!
//! A request becomes one use case of [`app::Desk`], called through one blocking bridge; nothing is
//! decided here. Pages work without JavaScript and are only helped by it.

mod act;
mod api;
mod assets;
mod figures;
mod forms;
mod layout;
mod pages;
mod photo;
mod problem;
mod security;
mod serve;
mod session;
mod site;
mod words;

pub use api::document as openapi;
pub use serve::{router, serve};
pub use site::WebConfig;
pub use words::{Lang, Words};
