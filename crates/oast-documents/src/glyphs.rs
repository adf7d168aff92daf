use typst::text::FontBook;

/// What stands for a letter that none of the typefaces has.
const UNKNOWN: char = '\u{fffd}';

/// A text with only what the typefaces have: a letter that none of them has would be an empty box
/// without a meaning, which an accessible document may not hold. Marks without a width of their own
/// are left out.
pub(crate) fn drawable(text: &str, book: &FontBook) -> String {
    let letters = text.chars().filter(|letter| !is_mark(*letter));
    letters
        .map(|letter| {
            let plain = letter == '\n' || (' '..='~').contains(&letter);
            if plain || has(book, letter) {
                letter
            } else {
                UNKNOWN
            }
        })
        .collect()
}

fn has(book: &FontBook, letter: char) -> bool {
    let mut fonts = (0..).map_while(|at| book.info(at));
    fonts.any(|font| font.coverage.contains(u32::from(letter)))
}

/// Joiners, marks of direction, choices between forms of a letter, and the like.
const fn is_mark(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}
