//! The pages and the API over a real desk in a temporary database, without a network.

mod api;
mod asked;
mod calculators;
mod closing;
mod companies;
mod contract;
mod doors;
mod file;
mod guard;
mod identity;
mod imports;
mod insolvency;
mod matrix;
mod oidc;
mod pages;
mod people;
/// The provider that the use cases are tried against.
#[expect(dead_code, reason = "the pages are tried against less than the use cases")]
#[path = "../../../app/tests/it/provider.rs"]
mod provider;
mod queues;
mod readiness;
mod sale_terms;
mod search;
mod session;
mod space;
mod strategies;
mod words;
mod worklist;

mod support;
mod teamwork;
mod texts;
mod titles;
