//! Enforceable titles.
