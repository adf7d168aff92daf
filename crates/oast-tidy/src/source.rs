use crate::Fault;
use crate::mask::{Kind, kinds};

/// A file of the tree.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its path from the top of the tree, with `/` between the parts.
    pub path: String,
    /// What it says.
    pub text: String,
    chars: Vec<char>,
    kinds: Vec<Kind>,
    /// The code alone: one byte for each character of the file.
    code: String,
    /// The code without the tests in it.
    shipped: String,
}

impl Source {
    /// A file, looked through if it is Rust.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        let (path, text) = (path.into(), text.into());
        let chars: Vec<char> = if extension(&path) == "rs" {
            text.chars().collect()
        } else {
            Vec::new()
        };
        let kinds = kinds(&chars);
        let code = code_of(&chars, &kinds);
        let shipped = without_tests(&code);
        Self {
            path,
            text,
            chars,
            kinds,
            code,
            shipped,
        }
    }

    /// What its name ends in, behind the last dot.
    pub(crate) fn extension(&self) -> &str {
        extension(&self.path)
    }

    /// Whether it is Rust.
    pub(crate) fn is_rust(&self) -> bool {
        self.extension() == "rs"
    }

    /// Whether it is built into a crate, rather than run by tests, benchmarks or the build.
    pub(crate) fn is_shipped(&self) -> bool {
        self.is_rust() && self.path.contains("/src/")
    }

    /// Whether it holds bad input on purpose.
    pub(crate) fn is_bad_on_purpose(&self) -> bool {
        self.path.contains("/tests/bad/") || self.path == "crates/oast-tidy/tests/samples.rs"
    }

    /// The crate it belongs to.
    pub(crate) fn of_crate(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split('/').next()
    }

    /// The code, with comments and the text of literals blank.
    pub(crate) fn code(&self) -> &str {
        &self.code
    }

    /// The code, with the tests in it blank too.
    pub(crate) fn shipped_code(&self) -> &str {
        &self.shipped
    }

    /// Comments and the text of literals, with the code blank.
    pub(crate) fn words(&self) -> String {
        let kept = |(c, kind): (&char, &Kind)| match (*c, *kind) {
            (c, Kind::Comment | Kind::Text) => c,
            ('\n', Kind::Code) => '\n',
            _ => ' ',
        };
        self.chars.iter().zip(&self.kinds).map(kept).collect()
    }

    /// The text of the literal that stands at a place in the code, or after the spaces there.
    pub(crate) fn literal_at(&self, place: usize) -> String {
        let place = place.min(self.chars.len());
        let rest = self.chars[place..].iter().zip(&self.kinds[place..]);
        rest.skip_while(|(c, _)| c.is_whitespace())
            .skip(1)
            .take_while(|(_, kind)| **kind == Kind::Text)
            .map(|(c, _)| *c)
            .collect()
    }

    /// Each string literal that is shipped: its place, and its text.
    pub(crate) fn shipped_literals(&self) -> impl Iterator<Item = (usize, String)> {
        let opens = |at: &usize| {
            let text = |at: usize| self.kinds.get(at) == Some(&Kind::Text);
            self.shipped.as_bytes()[*at] == b'"' && text(at + 1) && !text(*at)
        };
        (0..self.chars.len())
            .filter(opens)
            .map(|at| (at, self.literal_at(at)))
    }

    /// The number of the line that holds a place in the code, from 1.
    pub(crate) fn line_of(&self, place: usize) -> usize {
        1 + self.code[..place].matches('\n').count()
    }

    /// The width of each line, the text of literals not counted.
    pub(crate) fn widths(&self) -> Vec<usize> {
        let mut widths = vec![0];
        for (c, kind) in self.chars.iter().zip(&self.kinds) {
            if *c == '\n' {
                widths.push(0);
            } else if let Some(width) = widths.last_mut() {
                *width += usize::from(*kind != Kind::Text);
            }
        }
        widths
    }

    /// A fault on a line.
    pub(crate) fn fault(&self, line: usize, rule: &'static str, says: impl Into<String>) -> Fault {
        Fault {
            path: self.path.clone(),
            line,
            rule,
            says: says.into(),
        }
    }
}

fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

fn code_of(chars: &[char], kinds: &[Kind]) -> String {
    let kept = |(c, kind): (&char, &Kind)| match (*c, *kind) {
        ('\n', _) => '\n',
        (c, Kind::Code) if c.is_ascii() => c,
        (_, Kind::Code) => '?',
        _ => ' ',
    };
    chars.iter().zip(kinds).map(kept).collect()
}

/// The code with each item marked as a test's blank.
fn without_tests(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut shipped = code.to_owned();
    while let Some(from) = shipped.find(MARK) {
        let to = end_of_item(&shipped, from + MARK.len()).unwrap_or(shipped.len());
        let blank = shipped[from..to].replace(|c| c != '\n', " ");
        shipped.replace_range(from..to, &blank);
    }
    shipped
}

/// Where the item that begins at a place ends: behind its body, or behind its semicolon.
pub(crate) fn end_of_item(code: &str, from: usize) -> Option<usize> {
    let mut open = 0_i32;
    let mut in_body = false;
    for (at, byte) in code.bytes().enumerate().skip(from) {
        match byte {
            b'(' | b'[' => open += 1,
            b')' | b']' => open -= 1,
            b'{' => {
                in_body |= open == 0;
                open += 1;
            }
            b'}' => {
                open -= 1;
                if open == 0 && in_body {
                    return Some(at + 1);
                }
            }
            b';' if open == 0 => return Some(at + 1),
            _ => {}
        }
    }
    None
}
