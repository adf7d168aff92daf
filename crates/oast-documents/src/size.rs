//! How large the words of a table are: as large as fits between the margins.

use crate::{Column, Table};

/// Half points: below this nothing is read easily.
const SMALLEST_HALF_POINTS: usize = 15;
/// Half points, a little less than the words around it.
const LARGEST_HALF_POINTS: usize = 20;
/// Between the margins of the page: 210 mm less 18 mm on each side.
const PAGE_POINTS: usize = 493;
/// Left and right of what a cell says.
const ASIDE_POINTS: usize = 6;
/// Letters from which on words are set in more than one line.
const LINE_LETTERS: usize = 16;

/// The size in which a table fits, such as `8.5pt`. A letter counts as half as wide as it is high.
pub(crate) fn of(table: &Table) -> String {
    let letters: usize = table.columns.iter().enumerate().map(letters(table)).sum();
    let aside = ASIDE_POINTS * table.columns.len();
    let fits = 4 * PAGE_POINTS.saturating_sub(aside) / letters.max(1);
    let half_points = fits.clamp(SMALLEST_HALF_POINTS, LARGEST_HALF_POINTS);
    format!("{}.{}pt", half_points / 2, half_points % 2 * 5)
}

/// The letters that a line of a column needs. A number is not broken, and neither is a word.
fn letters<'t>(table: &'t Table) -> impl Fn((usize, &'t Column)) -> usize {
    move |(at, column)| {
        let rows = table.rows.iter().chain([&table.totals]);
        let cells = rows.filter_map(|row| row.get(at));
        let cell = |text: &String| {
            let whole = text.chars().count();
            if column.is_number {
                whole
            } else {
                longest_word(text).max(whole.min(LINE_LETTERS))
            }
        };
        let cells = cells.map(cell).max().unwrap_or_default();
        cells.max(longest_word(&column.heading))
    }
}

fn longest_word(text: &str) -> usize {
    let words = text.split_whitespace();
    words
        .map(|word| word.chars().count())
        .max()
        .unwrap_or_default()
}
