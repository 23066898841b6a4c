//! The pages and the API over a real desk in a temporary database, without a network.

mod api;
mod calculators;
mod contract;
mod identity;
mod imports;
mod pages;
mod people;
mod queues;
mod search;
mod session;
mod words;
mod worklist;

mod support;
mod texts;
