//! Documents seen from outside: their text, pages, bytes.

#[path = "it/common.rs"]
mod common;
#[path = "it/letters.rs"]
mod letters;
#[path = "it/mails.rs"]
mod mails;
#[path = "it/print.rs"]
mod print;
#[path = "it/reports.rs"]
mod reports;
#[path = "it/sheets.rs"]
mod sheets;
#[path = "it/slides.rs"]
mod slides;
#[path = "it/texts.rs"]
mod texts;
#[path = "it/window.rs"]
mod window;
