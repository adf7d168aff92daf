//! How wide words are, and where they break.

/// The size of all text, in tenths of a pixel.
pub(crate) const TEXT: i64 = 160;
/// From one line of text to the next, in tenths of a pixel.
pub(crate) const LINE: i64 = 200;
/// How far a line of text reaches above its foot, in tenths of a pixel.
pub(crate) const RISE: i64 = 120;
/// From the middle of a line of text down to its foot, in tenths of a pixel.
pub(crate) const HALF: i64 = 56;

/// About how wide words are in the page's typeface, in tenths of a pixel: never less than they
/// are, but for unusual letters.
pub(crate) fn width_of(words: &str) -> i64 {
    let hundredths: i64 = words.chars().map(hundredths_of_size).sum();
    hundredths * TEXT / 100
}

/// How wide a letter is, in hundredths of the text's size.
const fn hundredths_of_size(letter: char) -> i64 {
    match letter {
        ' ' | ',' | '.' | ':' | ';' | '\'' | '|' | '!' | '/' | 'i' | 'j' | 'l' | 'f' | 't'
        | 'I' => 29,
        'r' | '(' | ')' | '-' => 35,
        'm' | 'w' | '%' | 'M' | 'W' => 90,
        'A'..='Z' | '+' | '−' | '&' => 71,
        _ => 57,
    }
}

/// Words broken into lines that are no wider than `room`; a word that is wider alone stays whole.
pub(crate) fn wrapped(words: &str, room: i64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width_of(line) + width_of(" ") + width_of(word) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_string()),
        }
    }
    lines
}

/// The width of the widest of some words.
pub(crate) fn widest<'a>(words: impl IntoIterator<Item = &'a str>) -> i64 {
    words.into_iter().map(width_of).max().unwrap_or_default()
}

/// Words cut to fit into `room`, with an ellipsis where they were cut.
pub(crate) fn fitted(words: &str, room: i64) -> String {
    if width_of(words) <= room {
        return words.to_string();
    }
    let mut kept = String::new();
    for letter in words.chars() {
        if width_of(&kept) + width_of("m…") > room {
            break;
        }
        kept.push(letter);
    }
    format!("{}…", kept.trim_end())
}
