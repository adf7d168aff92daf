//! Rust source, told apart: code, comments, and the text inside literals.

/// What a character of a source file belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Code, the quotation marks of literals included.
    Code,
    /// A comment.
    Comment,
    /// Inside a string or character literal.
    Text,
}

/// Says of each character what it belongs to.
pub(crate) fn kinds(chars: &[char]) -> Vec<Kind> {
    let mut scan = Scan {
        chars,
        kinds: Vec::with_capacity(chars.len()),
    };
    while scan.at() < chars.len() {
        scan.step();
    }
    scan.kinds
}

/// Whether a character can stand in a name.
pub(crate) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

struct Scan<'a> {
    chars: &'a [char],
    kinds: Vec<Kind>,
}

impl Scan<'_> {
    fn at(&self) -> usize {
        self.kinds.len()
    }

    fn peek(&self, ahead: usize) -> char {
        self.chars.get(self.at() + ahead).copied().unwrap_or('\0')
    }

    fn take(&mut self, count: usize, kind: Kind) {
        let left = self.chars.len() - self.at();
        self.kinds
            .extend(std::iter::repeat_n(kind, count.min(left)));
    }

    /// Takes characters of a kind up to those of which `end` says that they are the end.
    fn take_until(&mut self, kind: Kind, end: impl Fn(&Self) -> bool) {
        while self.at() < self.chars.len() && !end(self) {
            self.take(1, kind);
        }
    }

    fn step(&mut self) {
        let begins = self.at() == 0 || !is_word(self.chars[self.at() - 1]);
        match (self.peek(0), self.peek(1), self.peek(2)) {
            ('/', '/', _) => self.take_until(Kind::Comment, |scan| scan.peek(0) == '\n'),
            ('/', '*', _) => self.block_comment(),
            ('"', ..) => self.string(),
            ('\'', ..) => self.character(),
            ('r', '"' | '#', _) if begins => self.raw_string(1),
            ('b' | 'c', 'r', '"' | '#') if begins => self.raw_string(2),
            _ => self.take(1, Kind::Code),
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0;
        loop {
            let (depth_after, length) = match (self.peek(0), self.peek(1)) {
                ('/', '*') => (depth + 1, 2),
                ('*', '/') => (depth - 1, 2),
                _ => (depth, 1),
            };
            depth = depth_after;
            self.take(length, Kind::Comment);
            if depth == 0 || self.at() >= self.chars.len() {
                return;
            }
        }
    }

    fn string(&mut self) {
        self.take(1, Kind::Code);
        while self.at() < self.chars.len() && self.peek(0) != '"' {
            let escaped = self.peek(0) == '\\';
            self.take(if escaped { 2 } else { 1 }, Kind::Text);
        }
        self.take(1, Kind::Code);
    }

    fn raw_string(&mut self, prefix: usize) {
        let marks = self.chars.iter().skip(self.at() + prefix);
        let hashes = marks.take_while(|mark| **mark == '#').count();
        if self.peek(prefix + hashes) != '"' {
            // A raw identifier.
            self.take(prefix, Kind::Code);
            return;
        }
        self.take(prefix + hashes + 1, Kind::Code);
        self.take_until(Kind::Text, |scan| {
            scan.peek(0) == '"' && (1..=hashes).all(|n| scan.peek(n) == '#')
        });
        self.take(1 + hashes, Kind::Code);
    }

    /// A character literal, or the mark of a lifetime.
    fn character(&mut self) {
        self.take(1, Kind::Code);
        if self.peek(0) == '\\' {
            self.take(2, Kind::Text);
            self.take_until(Kind::Text, |scan| scan.peek(0) == '\'');
            self.take(1, Kind::Code);
        } else if self.peek(1) == '\'' {
            self.take(1, Kind::Text);
            self.take(1, Kind::Code);
        }
    }
}
