//! How long a file, a line and a function may be.

use crate::mask::is_word;
use crate::source::end_of_item;
use crate::{Fault, Source};

const FILE_LINES_MAX: usize = 500;
const LINE_COLUMNS_MAX: usize = 100;
const FUNCTION_LINES_MAX: usize = 70;
/// Files whose spaces are looked at.
const SPACED: &[&str] = &["rs", "md", "toml", "py"];

pub(crate) fn check(tree: &[Source], faults: &mut Vec<Fault>) {
    for source in tree {
        if source.is_rust() {
            file_length(source, faults);
            line_widths(source, faults);
            function_lengths(source, faults);
        }
        spaces(source, faults);
    }
}

/// Every function in some code: its place and its name.
pub(crate) fn functions(code: &str) -> impl Iterator<Item = (usize, &str)> {
    code.match_indices("fn ").filter_map(|(place, word)| {
        let begins = !code[..place].ends_with(is_word);
        let name = code[place + word.len()..]
            .split(|c| !is_word(c))
            .next()
            .unwrap_or_default();
        (begins && !name.is_empty()).then_some((place, name))
    })
}

fn file_length(source: &Source, faults: &mut Vec<Fault>) {
    let lines = source.text.lines().count();
    if lines > FILE_LINES_MAX {
        let says = format!("{lines} lines; a file has at most {FILE_LINES_MAX}: split it by topic");
        faults.push(source.fault(1, "file-length", says));
    }
}

fn line_widths(source: &Source, faults: &mut Vec<Fault>) {
    for ((number, width), line) in (1..).zip(source.widths()).zip(source.text.lines()) {
        if width > LINE_COLUMNS_MAX && !line.contains("://") {
            let says = format!(
                "{width} columns without the text of literals; a line has at most {LINE_COLUMNS_MAX}"
            );
            faults.push(source.fault(number, "line-width", says));
        }
    }
}

fn function_lengths(source: &Source, faults: &mut Vec<Fault>) {
    for (place, name) in functions(source.code()) {
        let Some(end) = end_of_item(source.code(), place) else {
            continue;
        };
        let first = source.line_of(place);
        let lines = source.line_of(end - 1) - first + 1;
        if lines > FUNCTION_LINES_MAX {
            let says = format!(
                "the function {name} has {lines} lines, at most {FUNCTION_LINES_MAX}: give a part of it a name"
            );
            faults.push(source.fault(first, "function-length", says));
        }
    }
}

/// Tabs, spaces at the end of a line, and the end of the file.
fn spaces(source: &Source, faults: &mut Vec<Fault>) {
    let spaced = SPACED.contains(&source.extension());
    if !spaced || source.is_bad_on_purpose() || source.text.is_empty() {
        return;
    }
    for (number, line) in (1..).zip(source.text.lines()) {
        if line.ends_with(' ') || line.contains('\t') {
            let says = "a tab, or a space at the end of the line";
            faults.push(source.fault(number, "spaces", says));
        }
    }
    if !source.text.ends_with('\n') || source.text.ends_with("\n\n") {
        let last = source.text.lines().count();
        faults.push(source.fault(last, "spaces", "a file ends with one line feed"));
    }
}
