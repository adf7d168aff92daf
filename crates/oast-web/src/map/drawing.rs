use super::MapView;
use super::boundaries::{District, Map, Position};
use super::pins::{Mark, apart, draw, together};
use super::place::Placing;
use crate::chart::canvas::{Anchor, Canvas, Rect, escape, px};
use crate::chart::labels::Taken;
use crate::chart::words::{LINE, RISE, widest, wrapped};
use crate::chart::{Head, Width};

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
        let key: String = view
            .key
            .iter()
            .map(|(look, words)| format!("<li>{}{}</li>", look.sample(), escape(words)))
            .collect();
        let key = match key.as_str() {
            "" => key,
            _ => format!("<ul class=\"oast-map__key\">{key}</ul>"),
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
        let marks = if focus.is_some() {
            apart(&view.homes, &placing)
        } else {
            together(&view.homes, &placing)
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
            draw_district(&mut canvas, &placing, (district, is_focus(district)), leads);
        }
        draw(&mut canvas, self, &marks, view.district_href);
        self.draw_names(&mut canvas, &placing, focus, &marks);
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
        let frame = placing.frame();
        for district in &self.districts {
            let lines = wrapped(&district.name, 900);
            let wide = widest(lines.iter().map(String::as_str));
            let tall = i64::try_from(lines.len()).unwrap_or(1) * LINE;
            let Some((x, y)) = middle(district).map(|at| placing.at(at)) else {
                continue;
            };
            // The district that is shown needs its name less than its homes need the room.
            let is_focus = focus.is_some_and(|focus| focus.name == district.name);
            let near = (-8..=8).flat_map(|down: i64| (-6..=6).map(move |over: i64| (over, down)));
            let mut near: Vec<(i64, i64)> = near.collect();
            near.sort_by_key(|(over, down)| over * over + down * down);
            let inside = |rect: &Rect| {
                let edges = rect.x >= 20 && rect.y >= 20;
                edges && rect.right() <= frame.width - 20 && rect.foot() <= frame.height - 20
            };
            let places = near.into_iter().map(|(over, down)| {
                let (x, y) = (x + over * 150, y + down * 120);
                Rect::new(x - wide / 2, y - tall / 2, wide, tall)
            });
            if let Some(place) = taken.first_free(places.filter(inside)) {
                let class = match (is_focus, district.within) {
                    (true, _) => "strong oast-map__name oast-map__name--shown",
                    (false, true) => "text oast-map__name",
                    (false, false) => "muted oast-map__name oast-map__name--outside",
                };
                let foot = (place.x + wide / 2, place.y + RISE + 30);
                canvas.lines(foot, Anchor::Middle, class, &lines);
            }
        }
    }
}

/// Draws a district whose boundary comes into sight.
fn draw_district(
    canvas: &mut Canvas,
    placing: &Placing,
    (district, is_focus): (&District, bool),
    leads: Option<String>,
) {
    let mut way = String::new();
    let mut bounds: Option<Rect> = None;
    for ring in &district.rings {
        let places: Vec<(i64, i64)> = ring.iter().map(|at| placing.at(*at)).collect();
        let steps: Vec<String> = places
            .iter()
            .map(|(x, y)| format!("{} {}", px(*x), px(*y)))
            .collect();
        way.push('M');
        way.push_str(&steps.join("L"));
        way.push('Z');
        for place in places {
            bounds = Some(around(bounds, place));
        }
    }
    if !bounds.is_some_and(|bounds| bounds.meets(placing.frame())) {
        return;
    }
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
    canvas.mark(leads.as_deref(), &words, |canvas| {
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
