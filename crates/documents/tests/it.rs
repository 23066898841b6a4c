//! Documents seen from outside: their text, pages, bytes.

#[path = "it/common.rs"]
mod common;
#[path = "it/court_archive.rs"]
mod court_archive;
#[path = "it/court_bundle.rs"]
mod court_bundle;
#[path = "it/court_data.rs"]
mod court_data;
#[path = "it/court_files.rs"]
mod court_files;
#[path = "it/court_hostile.rs"]
mod court_hostile;
#[path = "it/court_papers.rs"]
mod court_papers;
#[path = "it/court_sums.rs"]
mod court_sums;
#[path = "it/letters.rs"]
mod letters;
#[path = "it/mails.rs"]
mod mails;
#[path = "it/pixels.rs"]
mod pixels;
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
