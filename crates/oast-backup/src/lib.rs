//! Whole databases as files: written while everybody works, encrypted, and believed only once they
//! were restored.
//!
//! A backup is every row of every table as it was at one moment, in a form that no engine owns: a
//! line of JSON for each row, after a line that says what it is, and before one that says how many
//! rows there were and their SHA-256. So what was backed up from one engine restores into another.
//! The lines are compressed, and sealed with [age](https://age-encryption.org), so that a file that
//! was cut short or altered does not open.

mod error;
mod lines;
mod read;
mod seal;
mod write;

pub use error::BackupError;
pub use read::{Restored, restore, verify};
pub use seal::{Opener, Seal, new_key};
pub use write::{BackedUp, back_up};
