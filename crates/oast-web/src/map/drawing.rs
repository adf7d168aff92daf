use std::fmt::Write as _;
use std::sync::LazyLock;

use super::boundaries::{District, Map, Position};
use super::pins::{Mark, Pin, apart, draw, together};
use super::place::Placing;
use super::{Look, MapView};
use crate::chart::canvas::{Anchor, Canvas, Rect, escape, px};
use crate::chart::labels::Taken;
use crate::chart::words::{LINE, RISE, widest, wrapped};
use crate::chart::{Head, Width};

/// How far a district's name may stand from its middle: so many steps, each of so much.
const NAME_STEPS: i64 = 16;
const NAME_STEP: i64 = 70;
/// The steps over and down to where a name is tried, the nearest first.
static NEAR: LazyLock<Vec<(i64, i64)>> = LazyLock::new(|| {
    let steps = -NAME_STEPS..=NAME_STEPS;
    let mut near: Vec<(i64, i64)> = steps
        .clone()
        .flat_map(|down| steps.clone().map(move |over| (over, down)))
        .collect();
    near.sort_by_key(|(over, down)| over * over + down * down);
    near
});
/// How a district's name is tried: broken to a width, and how many hundredths of that width have to
/// be free. Letters fill less than is reckoned for them; at last, some of a name may meet a home.
pub(super) const NAME_SHAPES: [(i64, i64); 4] = [(900, 92), (500, 92), (900, 70), (500, 70)];
/// How many places are looked at for a name beside its district, the nearest first.
const NAME_BESIDE: usize = 300;

impl Map {
    /// The map in the layout for wide windows.
    pub fn svg(&self, view: &MapView<'_>) -> String {
        self.drawing(view, Width::Wide)
    }

    /// The map in both layouts under its title, with its key and its sources: what a page shows.
    pub fn figure(&self, view: &MapView<'_>) -> String {
        let (wide, narrow) = (
            self.drawing(view, Width::Wide),
            self.drawing(view, Width::Narrow),
        );
        let entry = |(look, words): &(Look, &str)| {
            let (sample, words) = (look.sample(), escape(words));
            format!("<li>{sample}{words}</li>")
        };
        let entries: Vec<String> = view.key.iter().map(entry).collect();
        let key = match entries.concat() {
            none if none.is_empty() => none,
            entries => format!("<ul class=\"oast-map__key\">{entries}</ul>"),
        };
        let (title, source) = (escape(view.title), escape(&self.source));
        format!(
            "<figure class=\"oast-figure\"><figcaption class=\"oast-figure__title\">{title}</figcaption>{wide}{narrow}{key}<p class=\"oast-map__source\">{source}</p></figure>"
        )
    }

    /// The map in one layout.
    pub fn drawing(&self, view: &MapView<'_>, width: Width) -> String {
        let named = |name| self.districts.iter().find(|one| one.name == name);
        let focus = view.focus.and_then(named);
        let placing = Placing::of(self, focus, width);
        // The map of a district is about its own homes, and those that the page is about.
        let own = |pin: &Pin| {
            let at = self.district_at(pin.at);
            pin.big || focus.is_none_or(|focus| at.is_some_and(|at| at.name == focus.name))
        };
        let homes: Vec<Pin> = view.homes.iter().filter(|pin| own(pin)).cloned().collect();
        let marks = if focus.is_some() {
            apart(&homes, &placing)
        } else {
            together(&homes, &placing)
        };
        let mut canvas = Canvas::new();
        let sea = placing.frame();
        canvas.rect(sea, "sea oast-map__sea");
        // The one that is shown comes last, so that its edge is whole.
        let is_focus = |one: &District| focus.is_some_and(|focus| focus.name == one.name);
        let others = self.districts.iter().filter(|one| !is_focus(one));
        for district in others.chain(focus) {
            let leads = (district.within && !is_focus(district))
                .then(|| (view.district_href)(&district.name));
            draw_district(
                &mut canvas,
                &placing,
                (district, is_focus(district)),
                leads.as_deref(),
            );
        }
        draw(&mut canvas, self, &marks, view.district_href);
        // A small map of everything has no room for names; its districts say them when reached.
        if focus.is_some() || !width.is_narrow() {
            self.draw_names(&mut canvas, &placing, focus, &marks);
        }
        let head = Head {
            id: view.id.to_string(),
            title: view.title.to_string(),
            description: String::new(),
        };
        let svg = canvas.finish(&head, width, placing.height);
        svg.replacen("class=\"oast-chart ", "class=\"oast-map oast-chart ", 1)
    }

    /// The names of the districts in sight, clear of the homes as far as there is room.
    fn draw_names(
        &self,
        canvas: &mut Canvas,
        placing: &Placing,
        focus: Option<&District>,
        marks: &[Mark<'_>],
    ) {
        let mut taken = Taken::default();
        for mark in marks {
            taken.take(mark.rect());
        }
        for district in &self.districts {
            let found = NAME_SHAPES.into_iter().find_map(|(room, share)| {
                let lines = wrapped(&district.name, room);
                let shape = (lines.as_slice(), share);
                let place = self.name_place(placing, district, shape, &mut taken)?;
                Some((place, lines))
            });
            let Some((place, lines)) = found else {
                continue;
            };
            let is_focus = focus.is_some_and(|focus| focus.name == district.name);
            let class = match (is_focus, district.within) {
                (true, _) => "strong oast-map__name oast-map__name--shown",
                (false, true) => "text oast-map__name",
                (false, false) => "muted oast-map__name oast-map__name--outside",
            };
            let foot = (place.x + place.width / 2, place.y + RISE);
            canvas.lines(foot, Anchor::Middle, class, &lines);
        }
    }

    /// A free place for a district's name: as near to its middle as there is one, on the district
    /// or else beside it where no other district is.
    pub(super) fn name_place(
        &self,
        placing: &Placing,
        district: &District,
        (lines, share): (&[String], i64),
        taken: &mut Taken,
    ) -> Option<Rect> {
        let frame = placing.frame();
        let wide = widest(lines.iter().map(String::as_str)) * share / 100;
        let tall = i64::try_from(lines.len()).unwrap_or(1) * LINE - 60;
        let (x, y) = placing.at(middle(district)?);
        let around = |(over, down): (i64, i64)| {
            let (x, y) = (x + over * NAME_STEP, y + down * NAME_STEP);
            Rect::new(x - wide / 2, y - tall / 2, wide, tall)
        };
        let inside = |rect: &Rect| {
            let beside = 20 + wide * (100 - share) / share.max(1) / 2;
            let sides = rect.x >= beside && rect.right() <= frame.width - beside;
            sides && rect.y >= 20 && rect.foot() <= frame.height - 20
        };
        let held_by = |rect: &Rect, by: &dyn Fn(&District) -> bool| {
            let at = placing.position((rect.x + wide / 2, rect.y + tall / 2));
            self.districts.iter().any(|one| by(one) && one.holds(at))
        };
        let on_it = |rect: &Rect| held_by(rect, &|one| one.name == district.name);
        let on_none = |rect: &Rect| !held_by(rect, &|_| true);
        let places = || NEAR.iter().copied().map(around).filter(inside);
        taken
            .first_free(places().filter(on_it))
            .or_else(|| taken.first_free(places().take(NAME_BESIDE).filter(on_none)))
    }
}

/// The outline of a district whose boundary comes into sight, as a path.
pub(super) fn outline(placing: &Placing, district: &District) -> Option<String> {
    let mut way = String::new();
    let mut bounds: Option<Rect> = None;
    let rings = district.rings.iter();
    let rings: Vec<Vec<(i64, i64)>> = rings
        .map(|ring| ring.iter().map(|at| placing.at(*at)).collect())
        .collect();
    for place in rings.iter().flatten() {
        bounds = Some(around(bounds, *place));
    }
    bounds.filter(|bounds| bounds.meets(placing.frame()))?;
    for ring in rings {
        let mut step = 'M';
        for (x, y) in ring {
            let _ = write!(way, "{step}{} {}", px(x), px(y));
            step = 'L';
        }
        way.push('Z');
    }
    Some(way)
}

/// Draws a district whose boundary comes into sight.
fn draw_district(
    canvas: &mut Canvas,
    placing: &Placing,
    (district, is_focus): (&District, bool),
    leads: Option<&str>,
) {
    let Some(way) = outline(placing, district) else {
        return;
    };
    let class = match (is_focus, district.within) {
        (true, _) => "oast-map__district oast-map__district--shown",
        (false, true) => "oast-map__district",
        (false, false) => "oast-map__district oast-map__district--outside",
    };
    let words = if leads.is_some() {
        format!("{}: show the district", district.name)
    } else {
        district.name.clone()
    };
    canvas.mark(leads, &words, |canvas| {
        canvas.push(format_args!(
            "<path class=\"{class}\" fill-rule=\"evenodd\" d=\"{way}\"/>"
        ));
    });
}

fn around(bounds: Option<Rect>, (x, y): (i64, i64)) -> Rect {
    let place = Rect::new(x, y, 1, 1);
    bounds.map_or(place, |bounds| {
        let (left, top) = (bounds.x.min(x), bounds.y.min(y));
        let (right, foot) = (bounds.right().max(x), bounds.foot().max(y));
        Rect::between((left, top), (right, foot))
    })
}

/// The middle of a district's largest outline, by area.
fn middle(district: &District) -> Option<Position> {
    let ring = district.rings.iter().max_by_key(|ring| ring.len())?;
    let origin = *ring.first()?;
    let apart = |at: &Position| {
        let (lat, lon) = (at.lat - origin.lat, at.lon - origin.lon);
        (i128::from(lat), i128::from(lon))
    };
    let (mut area, mut lat, mut lon) = (0_i128, 0_i128, 0_i128);
    for (a, b) in ring.iter().zip(ring.iter().skip(1)) {
        let (a, b) = (apart(a), apart(b));
        let part = a.1 * b.0 - b.1 * a.0;
        area += part;
        lat += (a.0 + b.0) * part;
        lon += (a.1 + b.1) * part;
    }
    let mean = |sum: i128| i64::try_from(sum / (3 * area)).ok();
    if area == 0 {
        return Some(origin);
    }
    Some(Position {
        lat: origin.lat + mean(lat)?,
        lon: origin.lon + mean(lon)?,
    })
}
