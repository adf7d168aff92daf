//! Districts shaded by a number, which stands in each of them.

use std::fmt::Write as _;

use super::boundaries::Map;
use super::drawing::{NAME_SHAPES, outline};
use super::place::Placing;
use crate::chart::canvas::{Anchor, Canvas, escape};
use crate::chart::labels::Taken;
use crate::chart::words::{RISE, wrapped};
use crate::chart::{Head, Width};

/// The classes that there are shades for, from the lightest.
pub const SHADES: usize = 6;

/// A district that is shaded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Area {
    /// Its name.
    pub district: String,
    /// Which shade it has, from 0, the lightest.
    pub shade: usize,
    /// What stands in it: a number, so that the shade says nothing alone.
    pub value: String,
    /// What is said of it to someone who points at it, or does not see it.
    pub says: String,
    /// Where it leads.
    pub href: Option<String>,
}

/// A map whose districts are shaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shaded {
    /// Its name, title and description.
    pub head: Head,
    /// The districts; one that is not among them is not shaded and says no number.
    pub areas: Vec<Area>,
    /// What each shade means in words, the lightest first: printed under the map.
    pub key: Vec<String>,
}

impl Shaded {
    /// The map in both layouts under its title, with its key and its sources: what a page shows.
    pub fn figure(&self, map: &Map) -> String {
        let [wide, narrow] = [Width::Wide, Width::Narrow].map(|width| self.drawing(map, width));
        let mut key = String::new();
        for (shade, words) in self.key.iter().enumerate().take(SHADES) {
            let words = escape(words);
            let _ = write!(
                key,
                "<li><svg class=\"oast-map__sample\" viewBox=\"0 0 30 30\" width=\"30\" height=\"30\" aria-hidden=\"true\" focusable=\"false\"><path class=\"oast-map__shade oast-map__shade--{shade}\" d=\"M4 4L26 4L26 26L4 26Z\"/></svg>{words}</li>"
            );
        }
        let (title, source) = (escape(&self.head.title), escape(&map.source));
        format!(
            "<figure class=\"oast-figure\"><figcaption class=\"oast-figure__title\">{title}</figcaption>{wide}{narrow}<ul class=\"oast-map__key\">{key}</ul><p class=\"oast-map__source\">{source}</p></figure>"
        )
    }

    fn area(&self, district: &str) -> Option<&Area> {
        self.areas.iter().find(|area| area.district == district)
    }

    fn drawing(&self, map: &Map, width: Width) -> String {
        let placing = Placing::of(map, None, width);
        let mut canvas = Canvas::new();
        canvas.rect(placing.frame(), "sea oast-map__sea");
        for district in &map.districts {
            let Some(way) = outline(&placing, district) else {
                continue;
            };
            let (class, words, href) = match self.area(&district.name) {
                Some(area) => (
                    format!(
                        "oast-map__shade oast-map__shade--{}",
                        area.shade.min(SHADES - 1)
                    ),
                    area.says.as_str(),
                    area.href.as_deref(),
                ),
                None if district.within => (
                    "oast-map__district".to_owned(),
                    district.name.as_str(),
                    None,
                ),
                None => (
                    "oast-map__district oast-map__district--outside".to_owned(),
                    district.name.as_str(),
                    None,
                ),
            };
            canvas.mark(href, words, |canvas| {
                // Shades let what is behind them through; that is to be white, and not the sea.
                canvas.push(format_args!(
                    "<path class=\"oast-map__district\" fill-rule=\"evenodd\" d=\"{way}\"/><path class=\"{class}\" fill-rule=\"evenodd\" d=\"{way}\"/>"
                ));
            });
        }
        self.draw_words(&mut canvas, map, &placing, width);
        let svg = canvas.finish(&self.head, width, placing.height);
        svg.replacen("class=\"oast-chart ", "class=\"oast-map oast-chart ", 1)
    }

    /// The names with their numbers; the numbers alone where a map is small.
    fn draw_words(&self, canvas: &mut Canvas, map: &Map, placing: &Placing, width: Width) {
        let mut taken = Taken::default();
        for district in &map.districts {
            let area = self.area(&district.name);
            let tries: Vec<(Vec<String>, i64)> = match (width.is_narrow(), area) {
                (true, None) => continue,
                (true, Some(area)) => vec![(vec![area.value.clone()], 92)],
                (false, _) => {
                    let named = NAME_SHAPES.into_iter().map(|(room, share)| {
                        let mut lines = wrapped(&district.name, room);
                        lines.extend(area.map(|area| area.value.clone()));
                        (lines, share)
                    });
                    named.collect()
                }
            };
            let found = tries.into_iter().find_map(|(lines, share)| {
                let shape = (lines.as_slice(), share);
                let place = map.name_place(placing, district, shape, &mut taken)?;
                Some((place, lines))
            });
            let Some((place, lines)) = found else {
                continue;
            };
            let foot = (place.x + place.width / 2, place.y + RISE);
            let class = match area {
                Some(_) => "strong-ink oast-map__name",
                None => "muted oast-map__name oast-map__name--outside",
            };
            canvas.lines(foot, Anchor::Middle, class, &lines);
        }
    }
}
