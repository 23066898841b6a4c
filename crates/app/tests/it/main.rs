//! The desk as its users meet it, on both engines.

mod demo;
mod fec;
mod open_items;
mod runs;
mod support;
