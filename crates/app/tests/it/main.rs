//! The desk as its users meet it, on both engines.

#![expect(clippy::print_stderr, reason = "what is skipped must be seen")]

mod acts;
mod batches;
mod contacts;
mod demo;
mod enclosures;
mod fec;
mod identity;
mod imports;
mod indicators;
mod lease;
mod oidc;
mod open_items;
mod oracle;
mod outbox;
mod outbox_back;
mod papers;
mod people;
mod promised;
mod provider;
mod reach;
mod reach_words;
mod remade;
mod rewritten;
mod runs;
mod search;
mod strategies;
mod support;
mod texts;
mod undo;
mod webhooks;
mod worklist;
mod writing;
