use typst::text::{FontBook, FontStyle};

use crate::model::is_mark;

/// The typeface of words.
pub(crate) const WORDS: &str = "Libertinus Serif";
/// The typeface of what is repeated letter by letter.
pub(crate) const VERBATIM: &str = "DejaVu Sans Mono";

/// What stands for a letter that the typeface does not have.
const UNKNOWN: char = '\u{fffd}';

/// A text with only what a typeface has: another letter would be an empty box without a meaning,
/// which an accessible document may not hold. Other typefaces are no help, since an accent of one
/// does not go with a letter of another. Marks without a width of their own are left out.
pub(crate) fn drawable(text: &str, typeface: &str, book: &FontBook) -> String {
    let letters = text.chars().filter(|letter| !is_mark(*letter));
    letters
        .map(|letter| {
            let plain = letter == '\n' || (' '..='~').contains(&letter);
            if plain || has(book, typeface, letter) {
                letter
            } else {
                UNKNOWN
            }
        })
        .collect()
}

/// Whether a typeface has a letter, upright, in every weight.
fn has(book: &FontBook, typeface: &str, letter: char) -> bool {
    let fonts = (0..).map_while(|at| book.info(at));
    let mut upright = fonts
        .filter(|font| font.family == typeface && font.variant.style == FontStyle::Normal)
        .peekable();
    upright.peek().is_some() && upright.all(|font| font.coverage.contains(u32::from(letter)))
}
