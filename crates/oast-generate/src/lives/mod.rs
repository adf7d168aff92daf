//! Lives: a person, and that person's placements one after another.
//!
//! Lives are numbered from 1 in the order of their eras: those that ended before the framework,
//! those alive on its opening day, those that began after. Each is made from the seed and its
//! number alone, so nothing is kept from one to the next.

mod arrival;
mod calibration;
mod complex;
mod ended;
mod orders;
mod others;
mod spell;
mod stock;
mod terms;
mod words;

pub(crate) use calibration::Calibration;
pub(crate) use orders::Orders;
pub(crate) use spell::Spell;
pub(crate) use words::Words;

use oast_rules::facts::{Person, SelfFunder};
use oast_rules::placement::CaseFile;
use oast_units::{PersonId, PlacementId};

use crate::GenerateError;
use crate::details::case_file;
use crate::people::Ages;
use crate::plan::Sizes;
use crate::sampling::{Chance, Stream};
use crate::world::World;

/// A person, that person's placements in order, and what homes reported before them.
#[derive(Debug)]
pub(crate) struct Life {
    pub(crate) kind: Kind,
    pub(crate) person: Person,
    pub(crate) number_known: bool,
    pub(crate) cases: Vec<CaseFile>,
    pub(crate) reports: Vec<SelfFunder>,
}

/// What a life is an example of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Ended before the opening day.
    Ended,
    /// Complex, and ended before the opening day.
    ComplexEnded,
    /// Alive on the opening day, in a priced category.
    Stock,
    /// Alive on the opening day, and complex.
    ComplexStock,
    /// Begun after the opening day.
    Arrival,
    /// Begun after the opening day, and complex.
    ComplexArrival,
    /// Priced by a cost model.
    CostModel,
    /// In a block bed.
    Block,
    /// Paying for itself, without a placement.
    SelfFunder,
}

impl Kind {
    /// Every kind in the order of the lives, with how many there are.
    fn counts(sizes: &Sizes) -> [(Self, u64); 9] {
        [
            (Self::Ended, sizes.ended),
            (Self::ComplexEnded, sizes.complex_ended),
            (Self::Stock, sizes.stock_total()),
            (Self::ComplexStock, sizes.complex),
            (Self::Arrival, sizes.arrivals),
            (Self::ComplexArrival, sizes.complex_arrivals),
            (Self::CostModel, sizes.cost_model),
            (Self::Block, sizes.block_stays),
            (Self::SelfFunder, sizes.self_funders),
        ]
    }

    fn ages(self) -> Ages {
        match self {
            Self::ComplexEnded | Self::ComplexStock | Self::ComplexArrival => Ages::COMPLEX,
            Self::CostModel => Ages::LEARNING,
            _ => Ages::OLDER,
        }
    }
}

/// How many lives a plan comes to.
pub(crate) fn count(sizes: &Sizes) -> u64 {
    Kind::counts(sizes).iter().map(|(_, count)| count).sum()
}

/// Makes the life of a number from 0.
pub(crate) fn life(world: &World, index: u64) -> Result<Life, GenerateError> {
    let (kind, rank) = kind_of(&world.sizes, index);
    let mut chance = Chance::new(world.seed, Stream::Life, index);
    let spells = spells(world, kind, rank, &mut chance)?;
    let number = index + 1;
    let person_id: PersonId = format!("P{number:07}").parse()?;
    let mut cases = Vec::with_capacity(spells.len());
    for (place, spell) in spells.iter().enumerate() {
        let id: PlacementId = format!("PL{number:07}-{}", place + 1).parse()?;
        cases.push(case_file(world, id, &person_id, spell, &mut chance)?);
    }
    let reports = match kind {
        Kind::SelfFunder => vec![others::self_funder(world, rank, &person_id)?],
        Kind::Arrival => others::reported_before(world, &spells, &person_id, &mut chance)?,
        _ => Vec::new(),
    };
    let day = spells
        .last()
        .map_or(world.figures().days.opens_on, |spell| spell.from);
    let postcodes = &world.county.postcodes;
    let person = world
        .people
        .person(person_id, (kind.ages(), day), postcodes, &mut chance);
    let number_known = crate::people::number_is_known(&mut chance);
    Ok(Life {
        kind,
        person,
        number_known,
        cases,
        reports,
    })
}

/// The kind of a life, and its place among those of its kind.
fn kind_of(sizes: &Sizes, index: u64) -> (Kind, u64) {
    let mut rank = index;
    for (kind, count) in Kind::counts(sizes) {
        if rank < count {
            return (kind, rank);
        }
        rank -= count;
    }
    (Kind::SelfFunder, rank)
}

fn spells(
    world: &World,
    kind: Kind,
    rank: u64,
    chance: &mut Chance,
) -> Result<Vec<Spell>, GenerateError> {
    match kind {
        Kind::Ended => ended::spells(world, rank, chance),
        Kind::Stock => stock::spells(world, rank, chance),
        Kind::Arrival => arrival::spells(world, rank, chance),
        Kind::ComplexEnded => complex::ended(world, rank, chance),
        Kind::ComplexStock => complex::stock(world, rank, chance),
        Kind::ComplexArrival => complex::arrival(world, rank, chance),
        Kind::CostModel => others::cost_model(world, rank, chance),
        Kind::Block => others::block(world, rank, chance),
        Kind::SelfFunder => Ok(Vec::new()),
    }
}
