//! A procedure that is followed: its acts, in the order its definition allows.
