//! Charts, drawn on the server as SVG: no script, no styles of their own, no fractions.
//!
//! A chart answers one question, and its title is the answer as a sentence. What belongs to a mark
//! stands beside it; there is no legend. One accent colour says what the chart is about, grey is
//! everything else, and a shape or a word says again what a colour says. Bars begin at zero. Where
//! a scale does not, the chart says so.
//!
//! Every chart is a plain struct with [`Chart`] implemented for it. Values are whole numbers of
//! their [`Unit`]. Positions are whole tenths of a pixel.
//!
//! [`Chart::figure`] gives both layouts, one for wide and one for narrow windows; the stylesheet
//! shows one of them. In either, text is at least 14 pixels high as drawn.

mod axis;
mod bars;
mod bridge;
pub(crate) mod canvas;
mod curve;
mod distribution;
mod gallery;
pub(crate) mod labels;
mod lines;
mod printed;
mod ranked;
mod spark;
mod steps;
mod strip;
mod unit;
pub(crate) mod words;

pub use axis::{day_label, month_label};
pub use bars::{Bar, Bars};
pub use bridge::{Bridge, Movement};
pub use curve::{Choice, Curve};
pub use distribution::{Bin, Distribution, Range};
pub use gallery::gallery;
pub use lines::{Alike, Band, Goal, Lines, Series};
pub use printed::PRINTED;
pub use ranked::{RankedBar, RankedBars};
pub use spark::Spark;
pub use steps::{Step, Steps};
pub use strip::{Dot, Strip};
pub use unit::Unit;

pub(crate) use canvas::escape;

/// What every chart has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Head {
    /// What the chart is called within its page: the identifiers inside it begin with this, so two
    /// charts of one page have two.
    pub id: String,
    /// The answer that the chart gives, as a sentence.
    pub title: String,
    /// What else someone should know who does not see it; may be empty, since the table with the
    /// same numbers stands under the chart.
    pub description: String,
}

/// A layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// 720 pixels, for a desktop.
    Wide,
    /// 320 pixels, for a phone.
    Narrow,
}

impl Width {
    /// In tenths of a pixel.
    pub(crate) const fn tenths(self) -> i64 {
        match self {
            Self::Wide => 7_200,
            Self::Narrow => 3_200,
        }
    }

    pub(crate) const fn is_narrow(self) -> bool {
        matches!(self, Self::Narrow)
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Wide => "wide",
            Self::Narrow => "narrow",
        }
    }
}

/// Something that can be drawn.
pub trait Chart {
    /// Its name, title and description.
    fn head(&self) -> &Head;

    /// The drawing in one layout, or nothing when there is nothing to draw.
    fn drawing(&self, width: Width) -> Option<String>;

    /// The drawing as one element, in the layout for wide windows, or a sentence when there is
    /// nothing to draw.
    fn svg(&self) -> String {
        self.drawing(Width::Wide).unwrap_or_else(nothing)
    }

    /// The drawing in both layouts under its title: what a page shows.
    fn figure(&self) -> String {
        let title = escape(&self.head().title);
        let drawings = match (self.drawing(Width::Wide), self.drawing(Width::Narrow)) {
            (Some(wide), Some(narrow)) => wide + &narrow,
            _ => nothing(),
        };
        format!(
            "<figure class=\"oast-figure\"><figcaption class=\"oast-figure__title\">{title}</figcaption>{drawings}</figure>"
        )
    }
}

fn nothing() -> String {
    "<p class=\"oast-chart__empty\">Nothing to draw yet.</p>".to_string()
}
