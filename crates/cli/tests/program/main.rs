//! The real program against real databases, folders and mail servers.

#![expect(clippy::print_stderr, reason = "what is skipped or measured must be seen")]

mod cli;
mod demo;
mod kills;
mod mail;
mod schedule;
mod support;
