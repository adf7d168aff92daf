//! What differs between the engines, and nothing else.

pub mod sqlite;
