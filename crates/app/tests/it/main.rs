//! The desk as its users meet it, on both engines.

#![expect(clippy::print_stderr, reason = "what is skipped must be seen")]

mod acts;
mod answers;
mod batches;
mod contacts;
mod credit;
mod credit_rules;
mod credit_story;
mod demo;
mod dispute_edges;
mod disputes;
mod enclosures;
mod fec;
mod identity;
mod imports;
mod indicators;
mod lease;
mod notices;
mod oidc;
mod open_items;
mod oracle;
mod outbox;
mod outbox_back;
mod papers;
mod people;
mod plan_money;
mod plans;
mod promised;
mod provider;
mod reach;
mod reach_words;
mod remade;
mod rewritten;
mod runs;
mod scenarios;
mod search;
mod space;
mod space_again;
mod strategies;
mod support;
mod texts;
mod undo;
mod webhooks;
mod worklist;
mod writing;
