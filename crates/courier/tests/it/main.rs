//! The carriers against a real mail server, and reports as servers write them.

#![expect(clippy::print_stderr, reason = "a skipped test says so")]

mod bounces;
mod hostile;
mod mails;
mod server;
mod smtp;
