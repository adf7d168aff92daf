//! A document as the typesetter reads it.
//!
//! Every text of the document stands in quotation marks, as a string of the typesetter's language,
//! and is written by [`quoted`] alone: what people type can never become markup.

use std::fmt::Write as _;
use std::iter;

use typst::text::FontBook;

use crate::glyphs::{VERBATIM, WORDS, drawable};
use crate::model::{line, lines, says_nothing};
use crate::{Document, Figure, Part, Table, size};

/// How every document looks: A4, numbered, ragged right, and no word cut in two, so that it is
/// read easily and what is searched for is found.
const LOOKS: &str = r#"
#set page(paper: "a4", margin: (x: 18mm, y: 20mm), numbering: "1 of 1")
#set text(lang: "en", region: "GB", font: "Libertinus Serif", size: 11pt, hyphenate: false)
#set par(justify: false, leading: 0.6em, spacing: 0.9em)
#set list(spacing: 0.7em)
#set terms(separator: [: ], spacing: 0.7em)
#show title: set text(size: 20pt)
#show title: set block(below: 10pt)
#show heading: set block(above: 16pt, below: 8pt, sticky: true)
#show heading.where(level: 1): set text(size: 15pt)
#show heading.where(level: 2): set text(size: 12.5pt)
#show raw: set text(font: "DejaVu Sans Mono", size: 8pt)
#show figure: set block(above: 12pt, below: 14pt)
#show figure: set align(left)
#show figure.where(kind: table): set block(breakable: true)
#set figure(numbering: none, supplement: none, gap: 6pt)
#set figure.caption(position: top)
#show figure.caption: it => block(sticky: true, strong(it.body))
#set table(stroke: (x, y) => (bottom: if y == 0 { 0.8pt } else { 0.4pt + luma(60%) }), inset: (x: 3pt, y: 4pt))
#show table.cell.where(y: 0): set text(weight: "bold")
#show table.cell.where(y: 0): set align(bottom)
"#;

/// The whole document.
pub(crate) fn source(document: &Document, book: &FontBook) -> String {
    let mut writing = Writing {
        out: String::new(),
        book,
        drawing_style: document.drawing_style,
    };
    let (year, month, day) = document.on.ymd();
    let title = writing.quoted(&line(&document.title));
    let author = writing.quoted(&line(&document.author));
    writing.push(format_args!(
        "#set document(title: {title}, author: {author}, date: datetime(year: {year}, month: {month}, day: {day}))"
    ));
    writing.out.push_str(LOOKS);
    writing.push(format_args!("#title()"));
    for part in &document.parts {
        writing.part(part);
    }
    writing.out
}

struct Writing<'a> {
    out: String,
    book: &'a FontBook,
    drawing_style: &'a str,
}

impl Writing<'_> {
    fn push(&mut self, part: std::fmt::Arguments<'_>) {
        writeln!(self.out, "{part}").expect("a string takes any text");
    }

    fn part(&mut self, part: &Part) {
        match part {
            Part::Section(text) | Part::Subsection(text) if says_nothing(text) => {}
            Part::Section(text) => self.heading(1, text),
            Part::Subsection(text) => self.heading(2, text),
            Part::Paragraph(text) => {
                let text = self.text(text);
                self.push(format_args!("#par({text})"));
            }
            Part::Points(points) => {
                let points: Vec<String> = points.iter().map(|text| self.text(text)).collect();
                self.push(format_args!("#list({})", points.join(", ")));
            }
            Part::Pairs(pairs) => {
                let pair = |(of, says): &(String, String)| {
                    format!("terms.item({}, {})", self.text(of), self.text(says))
                };
                let pairs: Vec<String> = pairs.iter().map(pair).collect();
                self.push(format_args!("#terms({})", pairs.join(", ")));
            }
            Part::Table(table) if table.rows.is_empty() => {
                let (caption, empty) = (self.text(&table.caption), self.text(&table.empty));
                self.push(format_args!("#par(strong({caption}))\n#par({empty})"));
            }
            Part::Table(table) => self.table(table),
            Part::Figure(figure) => self.figure(figure),
            Part::Verbatim(text) => {
                let text = quoted(&drawable(&lines(text), VERBATIM, self.book));
                self.push(format_args!("#raw({text}, block: true)"));
            }
        }
    }

    fn heading(&mut self, level: u8, text: &str) {
        let text = self.text(text);
        self.push(format_args!("#heading(level: {level}, {text})"));
    }

    fn table(&mut self, table: &Table) {
        let columns = table.columns.len();
        let size = size::of(table);
        let align: Vec<&str> = table
            .columns
            .iter()
            .map(|column| if column.is_number { "right" } else { "left" })
            .collect();
        let headings = table.columns.iter();
        let headings: Vec<String> = headings.map(|column| self.text(&column.words())).collect();
        let caption = self.text(&table.caption);
        self.push(format_args!(
            "#figure(kind: table, caption: {caption}, {{ set text(size: {size}); table(columns: {columns}, align: ({},), table.header({}),",
            align.join(", "),
            headings.join(", ")
        ));
        for row in &table.rows {
            let cells: Vec<String> = table.cells(row).map(|(_, text)| self.text(text)).collect();
            self.row(&cells);
        }
        if !table.totals.is_empty() {
            let cells = table.cells(&table.totals);
            let cells: Vec<String> = cells
                .map(|(_, text)| format!("strong({})", self.text(text)))
                .collect();
            self.row(&cells);
        }
        self.push(format_args!(") }})"));
    }

    /// The cells of a row, the first of which says what the row is of.
    fn row(&mut self, cells: &[String]) {
        if let Some((first, others)) = cells.split_first() {
            let of = format!("pdf.header-cell(scope: \"row\", {first})");
            let cells: Vec<&str> = iter::once(of.as_str())
                .chain(others.iter().map(String::as_str))
                .collect();
            self.push(format_args!("{},", cells.join(", ")));
        }
    }

    fn figure(&mut self, figure: &Figure) {
        let title = self.text(&figure.title);
        let alternative = self.text(&figure.alternative);
        let drawing = self.quoted(&styled(&lines(&figure.svg), self.drawing_style));
        self.push(format_args!(
            "#figure(kind: image, alt: {alternative}, caption: {title}, image(bytes({drawing}), format: \"svg\", width: 100%, alt: {alternative}))"
        ));
    }

    /// A text of one line.
    fn text(&self, text: &str) -> String {
        self.quoted(&line(text))
    }

    fn quoted(&self, text: &str) -> String {
        quoted(&drawable(text, WORDS, self.book))
    }
}

/// A text as a string of the typesetter's language.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

/// A drawing with the rules that its classes are drawn by.
pub(crate) fn styled(svg: &str, rules: &str) -> String {
    match svg.split_once('>') {
        Some((opening, rest)) if !rules.is_empty() => {
            format!("{opening}><style>{}</style>{rest}", line(rules))
        }
        _ => svg.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use typst::layout::{Frame, FrameItem};
    use typst::syntax::{SyntaxNode, ast, parse_code};

    use super::*;
    use crate::pdf::typeset;
    use crate::world::letters;

    /// What a text in quotation marks says to the typesetter; none where it is more than a text.
    fn read(quoted: &str) -> Option<String> {
        let code = parse_code(quoted);
        let inside: Vec<&SyntaxNode> = code.children().collect();
        match inside.as_slice() {
            [one] => one
                .cast::<ast::Str<'_>>()
                .map(|text| text.get().to_string()),
            _ => None,
        }
    }

    /// Every word that stands on the pages.
    fn words(frame: &Frame, into: &mut String) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => words(&group.frame, into),
                FrameItem::Text(text) => into.push_str(&text.text),
                _ => {}
            }
        }
    }

    fn without_spaces(text: &str) -> String {
        text.chars()
            .filter(|letter| !letter.is_whitespace())
            .collect()
    }

    proptest! {
        #[test]
        fn any_text_is_read_as_itself(text in any::<String>()) {
            prop_assert_eq!(read(&quoted(&text)), Some(text));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn what_is_typed_comes_out_as_it_was_typed(text in r##"[ -~£–’\\"#$*_=@<>\[\]{}/]{0,80}"##) {
            let whole = format!("#set page(numbering: none)\n#par({})", quoted(&line(&text)));
            let document = typeset(&whole).unwrap();
            let mut found = String::new();
            for page in document.pages() {
                words(&page.frame, &mut found);
            }
            prop_assert_eq!(without_spaces(&found), without_spaces(&text));
        }
    }

    #[test]
    fn what_looks_like_markup_stays_a_text() {
        for text in [
            "\") #panic(\"",
            "#read(\"/etc/passwd\")",
            "= Heading",
            "*strong* _emphasis_ $ x $ `raw` @label <label>",
            "ends with \\",
            "\\u{41}",
        ] {
            assert_eq!(read(&quoted(text)).as_deref(), Some(text));
        }
        assert!(letters().info(0).is_some(), "there are no typefaces");
    }
}
