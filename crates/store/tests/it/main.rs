//! Every test of the store, on both engines. PostgreSQL is the server of `QUITTANCE_TEST_POSTGRES`,
//! on which the tests create and drop databases of their own.

#![expect(clippy::print_stderr, reason = "a skipped test says so")]

mod common;
mod identity;
mod jobs;
mod oidc;
mod opening;
mod repositories;
mod schema;
mod timeline;
mod transactions;
mod transfer;
