//! What the office owes the people it keeps a record of: that it lies sealed, that it is kept no
//! longer than it must, and that they can have what is held on them.

mod contacts;
mod erase;
mod held;
mod hold;
mod key;
mod obstacle;
mod subject_access;

pub use erase::{Erased, RetentionDue, RetentionState};
pub use obstacle::Obstacle;
pub use subject_access::{PersonExport, PersonFiles};
