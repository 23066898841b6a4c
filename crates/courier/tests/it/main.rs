//! The carriers against a real mail server, and reports as servers write them.

mod bounces;
mod hostile;
mod mails;
mod server;
mod smtp;
