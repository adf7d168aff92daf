//! The engines. Nothing outside this folder names one of their libraries.

pub mod postgres;
pub mod sqlite;
