//! What is done to a pay run.

pub(super) mod next;
