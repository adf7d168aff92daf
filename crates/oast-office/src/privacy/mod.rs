//! What the office owes the people it keeps a record of: that it lies sealed, that it is kept no
//! longer than it must, and that they can have what is held on them.

mod contacts;
mod erase;
mod held;
mod hold;
mod key;
mod obstacle;
mod subject_access;

use oast_rules::facts::Person;
use oast_store::{Command, Which};

use crate::OfficeError;

pub use erase::{Erased, RetentionDue, RetentionState};
pub use obstacle::Obstacle;
pub use subject_access::{PersonExport, PersonFiles};

/// Refuses a person of whom nothing is known.
pub(crate) fn must_know(command: &mut Command<'_>, person_id: &str) -> Result<(), OfficeError> {
    let person: Option<Person> = command.find(Which::Of(person_id))?;
    match person {
        Some(_) => Ok(()),
        None => Err(OfficeError::NotFound {
            what: "person",
            id: person_id.to_owned(),
            hint: String::new(),
        }),
    }
}
