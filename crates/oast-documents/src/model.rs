use oast_units::Date;

/// A document, said once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// What it is called.
    pub title: String,
    /// Whose it is.
    pub author: String,
    /// The day that it stands under.
    pub on: Date,
    /// What it says, from the first to the last.
    pub parts: Vec<Part>,
    /// The rules, as CSS, by which the classes of its drawings are drawn where no page's own
    /// stylesheet does so.
    pub drawing_style: &'static str,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// The heading of a section. The title stands above all of them. A heading that says nothing is
    /// left out.
    Section(String),
    /// A heading within a section.
    Subsection(String),
    /// A paragraph.
    Paragraph(String),
    /// Points, each with a mark before it.
    Points(Vec<String>),
    /// Things, each with what is said of it.
    Pairs(Vec<(String, String)>),
    /// A table.
    Table(Table),
    /// A drawing.
    Figure(Figure),
    /// What is repeated letter by letter, line by line, such as a file.
    Verbatim(String),
}

/// A table with a row of headings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What it is called among others.
    pub id: String,
    /// What it is a table of.
    pub caption: String,
    /// Its columns. The first says what a row is of.
    pub columns: Vec<Column>,
    /// The cells of each row; those past the last column are left out.
    pub rows: Vec<Vec<String>>,
    /// The last row, which sums the others up; empty where there is none.
    pub totals: Vec<String>,
    /// What to say when there are no rows.
    pub empty: String,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// Whether it holds numbers, which stand to the right.
    pub is_number: bool,
}

/// A drawing with its title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What it shows, as a sentence.
    pub title: String,
    /// What it shows, to someone who does not see it.
    pub alternative: String,
    /// The drawing as SVG.
    pub svg: String,
    /// The same for a narrow window; empty where there is none.
    pub narrow: String,
}

impl Table {
    /// The cells of a row, one for each column.
    pub(crate) fn cells<'t>(
        &'t self,
        row: &'t [String],
    ) -> impl Iterator<Item = (&'t Column, &'t str)> {
        let cell = |at: usize| row.get(at).map_or("", String::as_str);
        let columns = self.columns.iter().enumerate();
        columns.map(move |(at, column)| (column, cell(at)))
    }
}

impl Column {
    /// Its heading, whose unit does not stand alone in a line.
    pub(crate) fn words(&self) -> String {
        self.heading.replace(", £", ",\u{a0}£")
    }
}

/// A text of one line, as every form writes it: what cannot be seen on paper becomes a space.
pub(crate) fn line(text: &str) -> String {
    let seen = |letter: char| if letter.is_control() { ' ' } else { letter };
    text.chars().map(seen).collect()
}

/// A text of several lines, likewise.
pub(crate) fn lines(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(line).collect();
    lines.join("\n")
}

/// Whether nothing of a text can be seen or heard. A heading that says nothing is left out.
pub(crate) fn says_nothing(text: &str) -> bool {
    text.chars()
        .all(|letter| letter.is_whitespace() || letter.is_control() || is_mark(letter))
}

/// Joiners, marks of direction, choices between forms of a letter, and the like.
pub(crate) const fn is_mark(letter: char) -> bool {
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
