use serde::Serialize;

use crate::form::Form;

/// A box to be ticked. Each has a field of its own, as a form keeps one value for each name.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Tick {
    /// The name of its field.
    name: String,
    value: &'static str,
    text: String,
    checked: bool,
}

impl Tick {
    /// A box, ticked as the form has it.
    pub(super) fn of(form: &Form, name: String, text: &str) -> Self {
        Self {
            checked: is_ticked(form, &name),
            name,
            value: TICKED,
            text: text.to_owned(),
        }
    }
}

/// What a ticked box sends.
const TICKED: &str = "yes";

/// Whether a box is ticked.
pub(super) fn is_ticked(form: &Form, name: &str) -> bool {
    form.value(name) == TICKED
}

/// Ticks a box.
pub(super) fn tick(form: &mut Form, name: &str) {
    form.set(name, TICKED);
}
