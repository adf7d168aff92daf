//! What a spreadsheet may take for a formula.
//!
//! A program that opens a file of text may run a cell that begins like a formula, whoever wrote it:
//! a name typed as `=HYPERLINK(…)` would. The data pack is left alone, since it must be read back
//! as it was written.

use std::borrow::Cow;

/// Whether a spreadsheet may take a text for a formula.
pub(crate) fn may_be_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A text that a spreadsheet shows and does not run: an apostrophe is put before one that it may
/// take for a formula.
pub(crate) fn guarded(text: &str) -> Cow<'_, str> {
    if may_be_formula(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_like_a_formula_is_guarded_and_nothing_else() {
        for text in ["=1+1", "+44 1632", "-cmd", "@SUM(A1)", "\tx", "\rx"] {
            assert_eq!(guarded(text), format!("'{text}"));
        }
        for text in ["", "Ash House", "1-101000001", "a=b", "'quoted'"] {
            assert_eq!(guarded(text), text);
        }
    }
}
