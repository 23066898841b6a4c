//! The guard of rights: what is lost when nobody acts, by which day, and who is told.
