/// Most characters of a name that are shown.
const SHOWN_CHARS_MAX: usize = 80;

/// The name of a file without the folders before it.
///
/// Some browsers send the whole path on their machine; it is the last part that counts, and it is
/// used to find the kind of fact alone, never to open anything.
pub(super) fn base(name: &str) -> Result<String, String> {
    let base = name.rsplit(['/', '\\']).next().unwrap_or_default();
    if base.is_empty() || base == "." || base == ".." {
        return Err("it has no name; name it as the data pack does, such as placements.csv".into());
    }
    if base.chars().count() > SHOWN_CHARS_MAX || base.chars().any(is_odd) {
        return Err(
            "its name is longer than 80 characters or has characters that are not shown; name it as the data pack does, such as placements.csv".into(),
        );
    }
    Ok(base.to_owned())
}

/// Whether a character is not seen, or changes how its neighbours are.
fn is_odd(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// A text with `?` in place of each character that is not seen.
pub fn visible(text: &str) -> String {
    text.chars()
        .map(|each| if is_odd(each) { '?' } else { each })
        .collect()
}

/// A name as it can be shown on one line: characters that are not seen are written as `?`, and a
/// long one is cut.
pub fn shown(name: &str) -> String {
    let cut: String = name.chars().take(SHOWN_CHARS_MAX).collect();
    let mut out = visible(&cut);
    if name.chars().nth(SHOWN_CHARS_MAX).is_some() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_counts_for_its_last_part_and_odd_names_are_refused() {
        for path in [
            "homes.csv",
            "C:\\data\\homes.csv",
            "/etc/../homes.csv",
            "../homes.csv",
        ] {
            assert_eq!(base(path).as_deref(), Ok("homes.csv"));
        }
        for path in [
            "",
            "..",
            "/",
            "a\nb.csv",
            "\u{202E}vsc.semoh",
            "ho\u{200B}mes.csv",
        ] {
            assert!(base(path).is_err(), "{path:?}");
        }
        assert!(base(&"x".repeat(81)).is_err());
        assert_eq!(shown("a\r\n\u{202E}\"b"), "a???\"b");
    }
}
