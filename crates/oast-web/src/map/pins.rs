use std::collections::BTreeMap;

use super::boundaries::{Map, Position};
use super::place::Placing;
use super::shape::Look;
use crate::chart::canvas::{Anchor, Canvas, Rect};
use crate::chart::labels::Taken;
use crate::chart::words::HALF;

/// Half of a mark's width: a mark is 24 pixels wide.
const SIZE: i64 = 120;
const BIG: i64 = 150;
/// How far around a large mark its ring is.
const RING: i64 = 35;
/// Homes nearer than this to another become one bubble with it.
const APART: i64 = 360;
/// Between two marks, in tenths of a pixel.
const GAP: i64 = 15;
/// How far out a mark may be moved to be clear of others: so many steps of so much.
const STEPS_OUT: (i64, i64) = (24, 110);
/// The ways in which it may be moved, as hundredths of a step east and south.
const WAYS: [(i64, i64); 16] = [
    (100, 0),
    (-100, 0),
    (0, 100),
    (0, -100),
    (71, 71),
    (-71, 71),
    (71, -71),
    (-71, -71),
    (92, 38),
    (-92, 38),
    (92, -38),
    (-92, -38),
    (38, 92),
    (-38, 92),
    (38, -92),
    (-38, -92),
];

/// A home on a map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin {
    /// The home's identifier.
    pub home_id: String,
    /// Its name, by which the homes are ordered.
    pub name: String,
    /// Where it is.
    pub at: Position,
    /// What is said of it to someone who points at it, or does not see it: name, town, rating,
    /// vacancies.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// How it looks.
    pub look: Look,
    /// Whether it is one of the homes that the map is about: larger, and never within a bubble.
    pub big: bool,
}

/// What stands at a place.
pub(super) struct Mark<'a> {
    pub(super) place: (i64, i64),
    pins: Vec<&'a Pin>,
    /// Where it really is, when it was moved.
    tied_to: Option<(i64, i64)>,
}

impl<'a> Mark<'a> {
    fn of(pin: &'a Pin, place: (i64, i64)) -> Self {
        Self {
            place,
            pins: vec![pin],
            tied_to: None,
        }
    }

    fn is_big(&self) -> bool {
        self.pins.iter().any(|pin| pin.big)
    }

    /// Half of its width.
    fn size(&self) -> i64 {
        match self.pins.as_slice() {
            [pin] if pin.big => BIG,
            [_] => SIZE,
            pins if pins.len() > 99 => 190,
            pins if pins.len() > 9 => 165,
            _ => 140,
        }
    }

    pub(super) fn rect(&self) -> Rect {
        let ring = if self.is_big() { RING } else { 0 };
        let ((x, y), size) = (self.place, self.size() + ring);
        Rect::new(x - size, y - size, 2 * size, 2 * size)
    }
}

/// The homes in sight, by name.
fn in_sight<'a>(pins: &'a [Pin], placing: &Placing) -> Vec<(&'a Pin, (i64, i64))> {
    let frame = placing.frame();
    let inside = |(x, y): (i64, i64)| Rect::new(x, y, 1, 1).meets(frame);
    let mut sorted: Vec<&Pin> = pins.iter().collect();
    sorted.sort_by(|a, b| (&a.name, &a.home_id).cmp(&(&b.name, &b.home_id)));
    let placed = sorted.into_iter().map(|pin| (pin, placing.at(pin.at)));
    placed.filter(|(_, place)| inside(*place)).collect()
}

/// Homes that stand near each other, together in one bubble.
pub(super) fn together<'a>(pins: &'a [Pin], placing: &Placing) -> Vec<Mark<'a>> {
    let mut marks: Vec<Mark<'a>> = Vec::new();
    for (pin, place) in in_sight(pins, placing) {
        let near = |mark: &&mut Mark<'_>| {
            let (over, down) = (mark.place.0 - place.0, mark.place.1 - place.1);
            !mark.is_big() && over * over + down * down < APART * APART
        };
        match marks.iter_mut().find(near) {
            Some(mark) if !pin.big => mark.pins.push(pin),
            _ => marks.push(Mark::of(pin, place)),
        }
    }
    moved_apart(marks, placing)
}

/// Every home by itself.
pub(super) fn apart<'a>(pins: &'a [Pin], placing: &Placing) -> Vec<Mark<'a>> {
    let placed = in_sight(pins, placing);
    let marks = placed.into_iter().map(|(pin, place)| Mark::of(pin, place));
    moved_apart(marks.collect(), placing)
}

/// Moves marks that would touch another by as little as is needed, the large ones last of all, and
/// leaves them in their order. One for which there is no room stays where it is.
fn moved_apart<'a>(mut marks: Vec<Mark<'a>>, placing: &Placing) -> Vec<Mark<'a>> {
    let mut taken = Taken::default();
    let frame = placing.frame();
    let within = |rect: &Rect| {
        rect.x >= 0 && rect.y >= 0 && rect.right() <= frame.width && rect.foot() <= frame.height
    };
    let (big, other): (Vec<_>, Vec<_>) = marks.iter_mut().partition(|mark| mark.is_big());
    for mark in big.into_iter().chain(other) {
        let ring = if mark.is_big() { RING } else { 0 };
        let ((x, y), half) = (mark.place, mark.size() + ring + GAP);
        let out = (1..=STEPS_OUT.0).flat_map(|step| {
            WAYS.map(|(over, down)| {
                let far = step * STEPS_OUT.1;
                (x + over * far / 100, y + down * far / 100)
            })
        });
        let places = std::iter::once((x, y)).chain(out);
        let around = |(x, y)| Rect::new(x - half, y - half, 2 * half, 2 * half);
        if let Some(free) = taken.first_free(places.map(around).filter(within)) {
            let place = (free.x + half, free.y + half);
            if place != mark.place {
                mark.tied_to = Some(mark.place);
                mark.place = place;
            }
        }
    }
    marks
}

/// Draws the marks, the lines that tie them first.
pub(super) fn draw(
    canvas: &mut Canvas,
    map: &Map,
    marks: &[Mark<'_>],
    district_href: &dyn Fn(&str) -> String,
) {
    for mark in marks {
        if let Some(place) = mark.tied_to {
            canvas.line(place, mark.place, "tie oast-map__tie");
            canvas.circle(place, 20, "foot oast-map__foot");
        }
    }
    for mark in marks {
        if let [pin] = mark.pins.as_slice() {
            canvas.mark(Some(&pin.href), &pin.label, |canvas| {
                pin.look.draw(canvas, mark.place, mark.size());
                if pin.big {
                    canvas.circle(mark.place, mark.size() + RING, "ring oast-map__ring");
                }
            });
        } else {
            draw_bubble(canvas, map, mark, district_href);
        }
    }
}

/// A bubble with the number of homes in it, which leads to the district that most of them are in.
fn draw_bubble(
    canvas: &mut Canvas,
    map: &Map,
    mark: &Mark<'_>,
    district_href: &dyn Fn(&str) -> String,
) {
    let mut districts: BTreeMap<&str, usize> = BTreeMap::new();
    for pin in &mark.pins {
        if let Some(district) = map.district_at(pin.at).filter(|district| district.within) {
            *districts.entry(&district.name).or_default() += 1;
        }
    }
    let count = mark.pins.len();
    let most = districts.into_iter().max_by_key(|(_, homes)| *homes);
    let (href, words) = match most {
        Some((name, _)) => (
            Some(district_href(name)),
            format!("{count} homes near each other in {name}: show the district"),
        ),
        None => (None, format!("{count} homes near each other")),
    };
    canvas.mark(href.as_deref(), &words, |canvas| {
        canvas.circle(mark.place, mark.size(), "bubble oast-map__bubble");
        let (x, y) = mark.place;
        let number = count.to_string();
        let class = "number oast-map__number";
        canvas.text((x, y + HALF), Anchor::Middle, class, &number);
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Width;

    const MAIDSTONE: Position = Position {
        lat: 51_272_000,
        lon: 522_000,
    };

    fn pin(home: i64) -> Pin {
        Pin {
            home_id: format!("H{home:02}"),
            name: format!("Home {home:02}"),
            at: Position {
                lat: MAIDSTONE.lat + home % 7,
                lon: MAIDSTONE.lon,
            },
            label: String::new(),
            href: String::new(),
            look: Look::of_vacancy(true),
            big: home == 0,
        }
    }

    #[test]
    fn no_two_marks_touch_where_there_is_room() {
        let homes: Vec<Pin> = (0..40).map(pin).collect();
        let map = Map::of_county("kent").unwrap().unwrap();
        let focus = map.district_at(MAIDSTONE);
        let placing = Placing::of(&map, focus, Width::Wide);
        let marks = apart(&homes, &placing);
        for (index, mark) in marks.iter().enumerate() {
            let others = marks.iter().skip(index + 1);
            assert!(
                others
                    .into_iter()
                    .all(|other| !other.rect().meets(mark.rect()))
            );
        }
    }
}
