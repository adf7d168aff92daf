//! Words beside the marks that they belong to, without one over another.

use super::canvas::{Anchor, Canvas, Rect};
use super::words::{LINE, RISE, width_of, wrapped};

/// Words that stand to the right of a plot.
#[derive(Debug, Clone)]
pub(crate) struct SideLabel {
    /// The height of what they belong to.
    pub(crate) y: i64,
    pub(crate) class: &'static str,
    pub(crate) words: String,
}

/// The room that words need to the right of a plot: as much as the widest, and at most `most`.
pub(crate) fn side_room(labels: &[SideLabel], most: i64) -> i64 {
    let widest = labels.iter().map(|label| width_of(&label.words)).max();
    widest.map_or(0, |widest| (widest + 80).min(most))
}

/// Draws words beside a plot, each as near to its mark as the others let it.
pub(crate) fn draw_side(
    canvas: &mut Canvas,
    x: i64,
    room: i64,
    (top, foot): (i64, i64),
    labels: &[SideLabel],
) {
    let mut blocks: Vec<(i64, &SideLabel, Vec<String>)> = labels
        .iter()
        .map(|label| {
            let lines = wrapped(&label.words, room);
            (label.y - tall(&lines) / 2, label, lines)
        })
        .collect();
    blocks.sort_by_key(|(y, label, _)| (*y, label.y));
    let mut free_from = top;
    for (y, _, lines) in &mut blocks {
        *y = (*y).max(free_from);
        free_from = *y + tall(lines);
    }
    let mut free_to = foot;
    for (y, _, lines) in blocks.iter_mut().rev() {
        *y = (*y).min(free_to - tall(lines));
        free_to = *y;
    }
    for (y, label, lines) in &blocks {
        canvas.lines((x, y + RISE + 40), Anchor::Start, label.class, lines);
    }
}

fn tall(lines: &[String]) -> i64 {
    i64::try_from(lines.len()).unwrap_or_default() * LINE
}

/// Places already taken by words or marks.
#[derive(Debug, Default)]
pub(crate) struct Taken(Vec<Rect>);

impl Taken {
    pub(crate) fn take(&mut self, place: Rect) {
        self.0.push(place);
    }

    /// The first of some places that is free, which is then taken.
    pub(crate) fn first_free(&mut self, places: impl IntoIterator<Item = Rect>) -> Option<Rect> {
        let free = |place: &Rect| !self.0.iter().any(|taken| taken.meets(*place));
        let place = places.into_iter().find(free)?;
        self.take(place);
        Some(place)
    }
}
