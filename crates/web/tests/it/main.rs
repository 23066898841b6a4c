//! The pages and the API over a real desk in a temporary database, without a network.

mod api;
mod calculators;
mod contract;
mod doors;
mod file;
mod identity;
mod imports;
mod matrix;
mod pages;
mod people;
mod queues;
mod search;
mod session;
mod strategies;
mod words;
mod worklist;

mod support;
mod texts;
