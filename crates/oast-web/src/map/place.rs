//! From positions to places in the drawing.

use super::boundaries::{District, Map, Position};
use crate::chart::Width;
use crate::chart::canvas::Rect;

/// Around what is shown, in tenths of a pixel.
const MARGIN: i64 = 200;
/// How many units the numbers of an angle and its cosine have.
const ONE: i128 = 1_000_000_000;

/// A part of the plane of positions that is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placing {
    west: i64,
    north: i64,
    /// Tenths of a pixel for so many millionths of a degree of latitude.
    scale: (i128, i128),
    /// The cosine of the latitude in the middle, in thousand-millionths.
    cosine: i128,
    offset: (i64, i64),
    pub(super) width: i64,
    pub(super) height: i64,
}

impl Placing {
    /// Shows everything, or one district.
    pub(super) fn of(map: &Map, focus: Option<&District>, width: Width) -> Self {
        let shown = || {
            let all = map.districts.iter();
            all.filter(|district| focus.is_none_or(|focus| focus.name == district.name))
                .flat_map(|district| district.rings.iter().flatten())
        };
        let ends = |of: fn(&Position) -> i64| {
            let (low, high) = (shown().map(of).min(), shown().map(of).max());
            (low.unwrap_or_default(), high.unwrap_or_default())
        };
        let (south, north) = ends(|at| at.lat);
        let (west, east) = ends(|at| at.lon);
        let cosine = cosine(south.midpoint(north)).max(1);
        let across = (i128::from(east - west) * cosine / ONE).max(1);
        let down = i128::from(north - south).max(1);
        let room = width.tenths() - 2 * MARGIN;
        let tallest = match (width, focus) {
            (Width::Wide, _) => room * 3 / 4,
            (Width::Narrow, None) => room,
            (Width::Narrow, Some(_)) => room * 4 / 3,
        };
        // As large as both ways allow.
        let scale = if i128::from(room) * down <= i128::from(tallest) * across {
            (i128::from(room), across)
        } else {
            (i128::from(tallest), down)
        };
        let drawn = |size: i128| i64::try_from(size * scale.0 / scale.1).unwrap_or(room);
        let (wide, tall) = (drawn(across), drawn(down));
        // A low district still has room above and below, for homes that are moved apart.
        let high = match focus {
            Some(_) if width.is_narrow() => tallest,
            Some(_) => tall.max(tallest * 2 / 3),
            None => tall,
        };
        Self {
            west,
            north,
            scale,
            cosine,
            offset: (MARGIN + (room - wide) / 2, MARGIN + (high - tall) / 2),
            width: width.tenths(),
            height: high + 2 * MARGIN,
        }
    }

    /// Where a position is, in tenths of a pixel.
    pub(super) fn at(&self, at: Position) -> (i64, i64) {
        let drawn = |size: i128| i64::try_from(size * self.scale.0 / self.scale.1);
        let east = i128::from(at.lon - self.west) * self.cosine / ONE;
        let south = i128::from(self.north - at.lat);
        (
            self.offset.0 + drawn(east).unwrap_or_default(),
            self.offset.1 + drawn(south).unwrap_or_default(),
        )
    }

    /// The position of a place: [`at`](Self::at) the other way round.
    pub(super) fn position(&self, (x, y): (i64, i64)) -> Position {
        let size = |drawn: i64| i128::from(drawn) * self.scale.1 / self.scale.0.max(1);
        let east = size(x - self.offset.0) * ONE / self.cosine;
        let south = size(y - self.offset.1);
        Position {
            lat: self.north - i64::try_from(south).unwrap_or_default(),
            lon: self.west + i64::try_from(east).unwrap_or_default(),
        }
    }

    /// The whole drawing.
    pub(super) const fn frame(&self) -> Rect {
        Rect::new(0, 0, self.width, self.height)
    }
}

/// The cosine of a latitude in millionths of a degree, in thousand-millionths: the first terms of
/// its series, right to a millionth anywhere on the earth.
fn cosine(lat: i64) -> i128 {
    const PI: i128 = 3_141_592_654;
    let radians = i128::from(lat) * PI / 180_000_000;
    let square = radians * radians / ONE;
    let mut term = ONE;
    let mut sum = ONE;
    for step in 1..=7 {
        term = -term * square / ONE / (2 * step * (2 * step - 1));
        sum += term;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIDSTONE: Position = Position {
        lat: 51_272_000,
        lon: 522_000,
    };

    #[test]
    fn positions_are_found_again_from_their_places() {
        let map = Map::of_county("kent").unwrap().unwrap();
        let placing = Placing::of(&map, None, Width::Wide);
        let again = placing.position(placing.at(MAIDSTONE));
        let off = (again.lat - MAIDSTONE.lat).abs() + (again.lon - MAIDSTONE.lon).abs();
        assert!(off < 500, "off by {off} millionths of a degree");
    }

    #[test]
    fn the_cosine_is_right_to_a_millionth() {
        for (lat, expected) in [
            (0, 1_000_000_000),
            (60_000_000, 500_000_000),
            (51_200_000, 626_603_831),
            (-90_000_000, 0),
        ] {
            let off = cosine(lat) - expected;
            assert!(off.abs() < 1_000, "{lat}: off by {off}");
        }
    }
}
