use std::collections::HashMap;
use std::sync::{Mutex, OnceLock, PoisonError};

use oast_units::Coordinate;

/// The boundaries of Kent's districts: `counties/kent/boundaries.csv`.
const KENT: &str = include_str!("../../../../counties/kent/boundaries.csv");
/// What is printed wherever they are drawn.
const KENT_SOURCE: &str = "Contains public sector information licensed under the Open Government Licence v3.0. Contains OS data © Crown copyright and database right 2025. Contains National Statistics data © Crown copyright and database right 2025.";
const HEADING: &str = "district,within,outline";

/// A file of boundaries cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the boundaries: {says}")]
pub struct MapError {
    /// Which line, from 1.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub says: String,
}

/// A position, in millionths of a degree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Position {
    /// North of the equator.
    pub lat: i64,
    /// East of Greenwich.
    pub lon: i64,
}

/// A district and its boundary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct District {
    /// Its name.
    pub name: String,
    /// Whether it lies within the council's area. Another is drawn, and leads nowhere.
    pub within: bool,
    /// Its outlines, islands and holes alike, the largest first.
    pub rings: Vec<Vec<Position>>,
    /// The south-western and the north-eastern corner of all of it: most positions lie outside.
    corners: Option<(Position, Position)>,
}

impl District {
    /// Whether a position lies within the boundary.
    pub fn holds(&self, at: Position) -> bool {
        let near = self.corners.is_some_and(|(low, high)| {
            (low.lat..=high.lat).contains(&at.lat) && (low.lon..=high.lon).contains(&at.lon)
        });
        if !near {
            return false;
        }
        let crossings = self.edges().filter(|(a, b)| crosses(*a, *b, at)).count();
        crossings % 2 == 1
    }

    /// How far the nearest corner of the boundary is, squared: only to compare by.
    pub(super) fn apart(&self, at: Position) -> i128 {
        let apart = |corner: &Position| {
            let (lat, lon) = (corner.lat - at.lat, corner.lon - at.lon);
            i128::from(lat).pow(2) + i128::from(lon).pow(2)
        };
        let corners = self.rings.iter().flatten().map(apart);
        corners.min().unwrap_or(i128::MAX)
    }

    fn add_ring(&mut self, ring: Vec<Position>) {
        for at in &ring {
            let (low, high) = self.corners.get_or_insert((*at, *at));
            (low.lat, low.lon) = (low.lat.min(at.lat), low.lon.min(at.lon));
            (high.lat, high.lon) = (high.lat.max(at.lat), high.lon.max(at.lon));
        }
        self.rings.push(ring);
    }

    fn edges(&self) -> impl Iterator<Item = (Position, Position)> {
        self.rings.iter().flat_map(|ring| {
            let next = ring.iter().skip(1).chain(ring.first());
            ring.iter().copied().zip(next.copied())
        })
    }
}

/// Whether an edge is crossed on the way east from a position.
fn crosses(a: Position, b: Position, at: Position) -> bool {
    if (a.lat > at.lat) == (b.lat > at.lat) {
        return false;
    }
    let across = i128::from(b.lon - a.lon) * i128::from(at.lat - a.lat);
    let (past, up) = (i128::from(at.lon - a.lon), i128::from(b.lat - a.lat));
    if up > 0 {
        past * up < across
    } else {
        past * up > across
    }
}

/// The districts of a county, to draw homes over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Map {
    /// The districts, by name.
    pub districts: Vec<District>,
    /// What has to be printed under the map.
    pub source: String,
    /// In which district positions were found that were asked for before.
    found: Found,
}

/// What was found before, which is no part of what a map is.
#[derive(Debug, Default)]
struct Found(Mutex<HashMap<Position, Option<usize>>>);

/// Positions whose district is kept: more than a county has homes.
const FOUND_MAX: usize = 10_000;

impl Clone for Found {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for Found {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Found {}

impl Map {
    /// The boundaries that the program carries for a county: `kent`.
    ///
    /// # Errors
    /// When they cannot be read: a fault of the program.
    pub fn of_county(county: &str) -> Result<Option<Self>, MapError> {
        match county {
            "kent" => Self::parse(KENT, KENT_SOURCE).map(Some),
            _ => Ok(None),
        }
    }

    /// The same, read once and kept; none when there are none, or they cannot be read.
    pub fn carried(county: &str) -> Option<&'static Self> {
        static KENT: OnceLock<Option<Map>> = OnceLock::new();
        match county {
            "kent" => KENT
                .get_or_init(|| Self::of_county("kent").ok().flatten())
                .as_ref(),
            _ => None,
        }
    }

    /// Reads boundaries: a row for each ring with the district's name, `yes` or `no` for whether
    /// it is the council's, and positions `longitude latitude` apart by semicolons.
    pub fn parse(text: &str, source: &str) -> Result<Self, MapError> {
        let mut map = Self {
            districts: Vec::new(),
            source: source.to_string(),
            found: Found::default(),
        };
        for (index, row) in text.lines().enumerate() {
            let fault = |says: String| MapError {
                line: index + 1,
                says,
            };
            if index == 0 {
                if row != HEADING {
                    return Err(fault(format!("'{row}' is not the heading '{HEADING}'")));
                }
                continue;
            }
            map.read_row(row).map_err(fault)?;
        }
        map.districts.sort_by(|a, b| a.name.cmp(&b.name));
        if map.districts.is_empty() {
            return Err(MapError {
                line: 1,
                says: "there is no district under the heading; give each a row".to_string(),
            });
        }
        Ok(map)
    }

    fn read_row(&mut self, row: &str) -> Result<(), String> {
        let cells: Vec<&str> = row.splitn(3, ',').collect();
        let [name, within, outline] = cells.as_slice() else {
            return Err(format!("'{row}' has not the three cells {HEADING}"));
        };
        let within = match *within {
            "yes" => true,
            "no" => false,
            other => return Err(format!("'{other}' is neither yes nor no")),
        };
        let ring = outline
            .split(';')
            .map(position)
            .collect::<Result<Vec<_>, _>>()?;
        if ring.len() < 4 {
            return Err(format!(
                "an outline of {name} has {} positions; it needs four, the first again as the last",
                ring.len()
            ));
        }
        if let Some(known) = self.districts.iter_mut().find(|known| known.name == *name) {
            known.add_ring(ring);
        } else {
            let mut district = District {
                name: (*name).to_string(),
                within,
                rings: Vec::new(),
                corners: None,
            };
            district.add_ring(ring);
            self.districts.push(district);
        }
        Ok(())
    }

    /// The district that holds a position, or that is nearest to it.
    pub fn district_at(&self, at: Position) -> Option<&District> {
        let found = || self.found.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(index) = found().get(&at) {
            return self.districts.get((*index)?);
        }
        let all = || self.districts.iter().enumerate();
        let holding = all().find(|(_, district)| district.holds(at));
        let nearest = || all().min_by_key(|(_, one)| one.apart(at));
        let district = holding.or_else(nearest);
        let mut found = found();
        if found.len() < FOUND_MAX {
            found.insert(at, district.map(|(index, _)| index));
        }
        district.map(|(_, district)| district)
    }
}

fn position(text: &str) -> Result<Position, String> {
    let (lon, lat) = text
        .split_once(' ')
        .ok_or_else(|| format!("'{text}' is not a position; write longitude latitude"))?;
    let degrees = |text: &str| {
        let read: Result<Coordinate, _> = text.parse();
        read.map(|read| read.micro_degrees())
            .map_err(|why| why.to_string())
    };
    Ok(Position {
        lat: degrees(lat)?,
        lon: degrees(lon)?,
    })
}
