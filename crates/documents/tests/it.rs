//! Documents seen from outside: their text, pages, bytes.

#[path = "it/common.rs"]
mod common;
#[path = "it/letters.rs"]
mod letters;
#[path = "it/print.rs"]
mod print;
#[path = "it/reports.rs"]
mod reports;
#[path = "it/sheets.rs"]
mod sheets;
#[path = "it/texts.rs"]
mod texts;
