use serde::Serialize;

use super::ledger::Ledger;
use super::measures::CATEGORIES;
use super::plan::Place;
use crate::chance::{Chance, Key};
use crate::start::Kind;
use crate::stay::{Rates, Record, Stays};

/// Where the keys of what is no place that is there begin.
const GROWTH: u64 = 1 << 40;
const SELF_FUNDERS: u64 = 1 << 50;
const RATES: u64 = 1 << 52;
/// Between the keys of those who come to one category and to the next.
const BETWEEN: u64 = 1 << 44;
/// Nobody follows somebody so many times within ten years.
const EVENTS_MAX: u64 = 10_000;
pub(super) const COMPLEX: usize = CATEGORIES - 1;

/// Who is there, who comes and how long they stay: what does not hang on prices.
///
/// Scenarios that agree in all of it have the same people in each draw, who are then drawn once.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct People {
    pub(super) seed: u64,
    pub(super) months: usize,
    pub(super) places: Vec<Place>,
    pub(super) districts: usize,
    pub(super) records: [Record; CATEGORIES],
    #[serde(skip)]
    pub(super) stays: Option<[Stays; CATEGORIES]>,
    pub(super) leaving: f64,
    pub(super) open_rates: bool,
    /// How often somebody comes to need the next dearer category, a month.
    pub(super) rises: [f64; CATEGORIES],
    /// The part of those who leave who are followed by somebody, by month.
    pub(super) replaced: [Vec<f64>; CATEGORIES],
    pub(super) gap: f64,
    /// How many come beyond those, by month.
    pub(super) growth: [Vec<f64>; CATEGORIES],
    /// Where they come, as parts of all summed up.
    pub(super) growth_districts: [Vec<f64>; CATEGORIES],
    /// When somebody's money runs out, where, and whether in a home that nurses.
    pub(super) self_funders: Vec<(f64, usize, usize)>,
}

/// Whose turn it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// Somebody who was there on the first day, for the first time: by place.
    There(u32),
    /// Somebody who follows nobody.
    Comes,
    /// Whoever the turn before was about, or whoever has followed them.
    Same,
}

/// Something that happens in a place, after which it costs something else.
#[derive(Debug, Clone, Copy)]
pub(super) struct Turn {
    /// Months from the first day.
    pub(super) at: f64,
    /// What is agreed hangs on it.
    pub(super) chance: Chance,
    pub(super) who: Who,
    pub(super) district: u16,
    /// The category from then on; none where the place is empty.
    pub(super) then: Option<u8>,
}

/// Whether a place is taken by somebody new after each other.
#[derive(Clone, Copy)]
enum Then {
    Follows,
    Ends,
}

/// The lives of a draw, worked out in the same memory for each.
pub(super) struct Lives<'p> {
    pub(super) people: &'p People,
    end: f64,
    key: Key,
    stays: [Stays; CATEGORIES],
    /// What takes somebody who needs more, in months on average.
    rising: [f64; CATEGORIES],
    /// Everything that happens, place by place.
    pub(super) turns: Vec<Turn>,
    /// Those who are there on the first day, as if nobody left.
    first: Ledger,
    /// How many there are, by district and category.
    pub(super) there: Ledger,
    /// New placements by month.
    pub(super) begun: Vec<u32>,
}

impl<'p> Lives<'p> {
    pub(super) fn new(people: &'p People) -> Self {
        let mut first = Ledger::new(people.districts * CATEGORIES, people.months);
        for place in &people.places {
            first.change(place.district * CATEGORIES + place.category, 0.0, 1.0);
        }
        Self {
            people,
            end: f64::from(u32::try_from(people.months).unwrap_or(u32::MAX)),
            key: Key::of_draw(people.seed, 0),
            stays: people.stays(|_, record| record.rates()),
            rising: people.rises.map(|rate| 1.0 / rate),
            turns: Vec::new(),
            there: first.clone(),
            first,
            begun: vec![0; people.months],
        }
    }

    /// Draws everybody's life.
    pub(super) fn draw(&mut self, number: u64) {
        let people = self.people;
        self.key = Key::of_draw(people.seed, number);
        self.turns.clear();
        self.there.begin_as(&self.first);
        self.begun.fill(0);
        if people.open_rates {
            let key = self.key;
            self.stays =
                people.stays(|category, record| record.rates_drawn(key.of(RATES + category)));
        }
        for (at, place) in (0_u32..).zip(&people.places) {
            let key = self.key.of(u64::from(at));
            if place.kind == Kind::Block {
                self.follow_bed(key, place);
            } else {
                self.follow(key, *place, 0.0, (Who::There(at), Then::Follows));
            }
        }
        self.grow();
        for (at, (when, district, category)) in (0_u64..).zip(&people.self_funders) {
            let key = self.key.of(SELF_FUNDERS + at);
            // Some leave before their money does.
            let stays = self.stays[*category].more(0.0, false, &mut key.event(EVENTS_MAX + 2));
            if stays > *when {
                self.come(key, *when, (*district, *category), Then::Ends);
            }
        }
        self.there.sum();
    }

    /// Those who come beyond those who follow others: the time between two is drawn, and shrinks
    /// and grows with how many are expected.
    fn grow(&mut self) {
        let people = self.people;
        for category in 0..CATEGORIES {
            let index = u64::try_from(category).unwrap_or_default();
            let first = GROWTH + BETWEEN * index;
            let (mut expected, mut number, mut begins) = (0.0, 0, 0.0);
            let mut next = self.key.of(first).event(0).wait();
            for more in &people.growth[category] {
                while *more > 0.0 && next < expected + more {
                    let at = begins + (next - expected) / more;
                    let key = self.key.of(first + 1 + number);
                    let mut chance = key.event(EVENTS_MAX);
                    let up_to = &people.growth_districts[category];
                    let wanted = chance.fraction() * up_to.last().copied().unwrap_or(0.0);
                    let district = up_to.partition_point(|up_to| *up_to <= wanted);
                    self.come(key, at, (district, category), Then::Follows);
                    number += 1;
                    next += chance.wait();
                }
                expected += more;
                begins += 1.0;
            }
        }
    }

    /// Somebody comes who follows nobody.
    fn come(&mut self, key: Key, at: f64, (district, category): (usize, usize), then: Then) {
        if at >= self.end {
            return;
        }
        self.begin_at(at);
        self.there.change(district * CATEGORIES + category, at, 1.0);
        let place = Place {
            category,
            begins_in: category,
            district,
            kind: Kind::Spot,
            since: -at,
            weekly: 0.0,
        };
        let chance = key.event(EVENTS_MAX + 1);
        self.turn(at, chance, Who::Comes, (district, Some(category)));
        self.follow(key, place, at, (Who::Same, then));
    }

    /// Follows a place from a time on: whoever is there stays, comes to need more, and leaves, and
    /// somebody else comes.
    fn follow(&mut self, key: Key, first: Place, from: f64, (mut who, then): (Who, Then)) {
        let people = self.people;
        let (mut category, mut since, mut at) = (first.category, first.since, from);
        let mut came_after = from > 0.0;
        let row = first.district * CATEGORIES;
        for event in 0..EVENTS_MAX {
            let mut chance = key.event(event);
            let more = self.stays[category].more(at + since, came_after, &mut chance);
            let rises = chance.wait() * self.rising[category];
            at += f64::min(more, rises);
            if at >= self.end {
                return;
            }
            let before = category;
            if rises < more && category < COMPLEX {
                category += 1;
            } else {
                let left = at;
                let followed = at_month(&people.replaced[first.begins_in], at);
                let ends =
                    matches!(then, Then::Ends) || (followed < 1.0 && chance.fraction() >= followed);
                if !ends && people.gap > 0.0 {
                    at += people.gap * chance.wait();
                }
                if ends || at > left {
                    self.there.change(row + before, left, -1.0);
                    self.turn(left, chance, who, (first.district, None));
                    who = Who::Same;
                    if ends || at >= self.end {
                        return;
                    }
                    self.there.change(row + before, at, 1.0);
                }
                self.begin_at(at);
                category = first.begins_in;
                since = -at;
                came_after = true;
            }
            if category != before {
                self.there.change(row + before, at, -1.0);
                self.there.change(row + category, at, 1.0);
            }
            self.turn(at, chance, who, (first.district, Some(category)));
            who = Who::Same;
        }
    }

    /// Follows a bed of a block, which costs as much empty: whoever is next is in the same bed.
    fn follow_bed(&mut self, key: Key, place: &Place) {
        let (mut at, mut since) = (0.0, place.since);
        for event in 0..EVENTS_MAX {
            let mut chance = key.event(event);
            let more = self.stays[place.category].more(at + since, event > 0, &mut chance);
            at += f64::min(more, chance.wait() * self.rising[place.category]);
            if at >= self.end {
                return;
            }
            since = -at;
            self.begin_at(at);
        }
    }

    fn turn(
        &mut self,
        at: f64,
        chance: Chance,
        who: Who,
        (district, then): (usize, Option<usize>),
    ) {
        self.turns.push(Turn {
            at,
            chance,
            who,
            district: u16::try_from(district).unwrap_or(u16::MAX),
            then: then.map(|category| u8::try_from(category).unwrap_or(u8::MAX)),
        });
    }

    fn begin_at(&mut self, at: f64) {
        if let Some(month) = self.begun.get_mut(month_of(at)) {
            *month += 1;
        }
    }

    /// How many there are of a category in each district in a month.
    pub(super) fn in_district(&self, district: usize, category: usize, month: usize) -> f64 {
        self.there.row(district * CATEGORIES + category)[month]
    }

    /// How many there are in a month, by category.
    pub(super) fn in_month(&self, month: usize) -> [f64; CATEGORIES] {
        std::array::from_fn(|category| {
            (0..self.people.districts)
                .map(|district| self.in_district(district, category, month))
                .sum()
        })
    }
}

impl People {
    fn stays(&self, rates: impl Fn(u64, &Record) -> Rates) -> [Stays; CATEGORIES] {
        if let Some(stays) = self.stays {
            return stays;
        }
        std::array::from_fn(|category| {
            let number = u64::try_from(category).unwrap_or_default();
            Stays::Rates(rates(number, &self.records[category]).times(self.leaving))
        })
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a time of a forecast lies between nothing and some hundred months"
)]
pub(super) fn month_of(at: f64) -> usize {
    at as usize
}

/// What holds in the month of a time.
pub(super) fn at_month(by_month: &[f64], at: f64) -> f64 {
    by_month.get(month_of(at)).copied().unwrap_or(1.0)
}
