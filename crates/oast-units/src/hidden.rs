/// Whether a character is not seen and has no place in a name: marks of writing from right to left
/// that turn what follows around, and spaces without width. Joiners stay: some scripts need them.
pub const fn is_hidden(character: char) -> bool {
    matches!(character,
        '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}
