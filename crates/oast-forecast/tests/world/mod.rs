//! A small county whose rates and prices are known.

#![allow(
    clippy::float_arithmetic,
    reason = "a world of a test owes nobody anything"
)]

use oast_forecast::History;
use oast_forecast::simulate::Line;
use oast_forecast::start::{HomeThere, Kind, Start, There};
use oast_rules::facts::{Category, CategoryChange, Placement, Route, Stay};
use oast_rules::placement::CaseFile;
use oast_units::{Date, Pence, WeeklyRate};

/// Months that lie ahead.
pub(crate) const MONTHS: u32 = 24;
const YEARS_BEFORE: i32 = 12;
const LOOKS_BACK_YEARS: i32 = 2;
const MONTH_DAYS: f64 = 365.25 / 12.0;
const HOMES: usize = 30;
/// People in each category.
const PEOPLE: [u32; 3] = [300, 150, 90];
/// The chance of leaving a month, by the months since the start; and of needing more.
const LEAVE: [(f64, f64); 4] = [(1.0, 0.12), (6.0, 0.05), (24.0, 0.025), (1e9, 0.035)];
const RISE: [f64; 3] = [0.006, 0.004, 0.0];
/// What a new placement costs, and what one did that is older than two years.
const NEW: [f64; 3] = [950.0, 1_100.0, 1_250.0];
const OLD: f64 = 0.8;
const GROWTH: f64 = 1.03;
const SCATTER: f64 = 0.06;
/// The day on which a forecast is made.
const DAY: (i32, u32, u32) = (2026, 4, 1);

/// Somebody's stay in one category.
struct Spell {
    category: usize,
    from: i32,
    to: i32,
    home: usize,
    /// Pounds a week at the prices of the day on which the forecast is made.
    weekly: f64,
    framework: bool,
}

/// A placement: its spells, and whether it ended with the last one.
struct Life {
    spells: Vec<Spell>,
    ended: bool,
}

/// A county and what happened in it.
pub(crate) struct World {
    lives: Vec<Life>,
    dearness: Vec<f64>,
    members: Vec<bool>,
    day: i32,
}

/// Chance of another kind than the forecast's (Marsaglia's xorshift).
struct Dice(u64);

impl Dice {
    #[expect(clippy::cast_precision_loss, reason = "a fraction")]
    fn roll(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) as f64 + 0.5) / 9_007_199_254_740_992.0
    }

    /// The sum of twelve, nearly normal.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.roll()).sum::<f64>() - 6.0
    }

    fn below(&mut self, count: usize) -> usize {
        let wanted = self.roll() * f64::from(u32::try_from(count).unwrap());
        (0..count)
            .rfind(|at| f64::from(u32::try_from(*at).unwrap()) <= wanted)
            .unwrap_or(0)
    }
}

fn daily(monthly: f64) -> f64 {
    1.0 - (-monthly / MONTH_DAYS).exp()
}

impl World {
    pub(crate) fn new(seed: u64) -> Self {
        let mut dice = Dice(seed.wrapping_mul(0x2545_f491_4f6c_dd1d) | 1);
        for _ in 0..20 {
            dice.roll();
        }
        let day = Date::of(DAY.0, DAY.1, DAY.2);
        let mut world = Self {
            lives: Vec::new(),
            dearness: (0..HOMES).map(|_| (0.05 * dice.normal()).exp()).collect(),
            members: (0..HOMES).map(|at| at % 4 != 0).collect(),
            day: day.day_number(),
        };
        let first = day.add_years(-YEARS_BEFORE).day_number();
        let last = day.add_months(MONTHS.try_into().unwrap()).day_number();
        for (category, people) in PEOPLE.into_iter().enumerate() {
            for _ in 0..people {
                world.place(category, first, last, &mut dice);
            }
            // More people come from the day on, at a constant rate of growth.
            for on in world.day..last {
                let years = f64::from(on - world.day) / 365.25;
                let each = f64::from(people) * GROWTH.powf(years) * GROWTH.ln() / 365.25;
                if dice.roll() < each {
                    world.place(category, on, last, &mut dice);
                }
            }
        }
        world
    }

    /// A place that is taken by one person after the other.
    fn place(&mut self, category: usize, from: i32, last: i32, dice: &mut Dice) {
        let mut began = from;
        while began < last {
            let mut now = category;
            let mut life = Life {
                spells: vec![self.spell(now, began, dice)],
                ended: false,
            };
            let mut on = began;
            while on < last && !life.ended {
                let since = f64::from(on - began) / MONTH_DAYS;
                let leave = LEAVE.iter().find(|(until, _)| since < *until).unwrap().1;
                on += 1;
                if dice.roll() < daily(leave) {
                    life.ended = true;
                } else if on < last && dice.roll() < daily(RISE[now]) {
                    life.spells.last_mut().unwrap().to = on;
                    now += 1;
                    life.spells.push(self.spell(now, on, dice));
                }
            }
            life.spells.last_mut().unwrap().to = on;
            self.lives.push(life);
            began = on;
        }
    }

    fn spell(&self, category: usize, from: i32, dice: &mut Dice) -> Spell {
        let home = dice.below(HOMES);
        let framework = self.members[home] && from > self.day - 365;
        let scatter = (SCATTER * dice.normal() - SCATTER * SCATTER / 2.0).exp();
        let old = if from < self.day - 730 { OLD } else { 1.0 };
        let weekly = if framework {
            tendered(category)
        } else {
            NEW[category] * self.dearness[home] * scatter * old
        };
        Spell {
            category,
            from,
            to: from,
            home,
            weekly,
            framework,
        }
    }

    /// What is known on the day.
    pub(crate) fn start(&self) -> Start {
        let day = Date::from_day_number(self.day);
        let cases: Vec<CaseFile> = self
            .lives
            .iter()
            .filter(|life| life.spells[0].from < self.day)
            .map(|life| self.case(life))
            .collect();
        let there = |life: &Life| {
            let own = life
                .spells
                .iter()
                .find(|spell| spell.from < self.day && spell.to >= self.day)?;
            Some(There {
                category: Category::ALL[own.category],
                began_in: Category::ALL[life.spells[0].category],
                district: 0,
                home: Some(own.home),
                kind: if own.framework {
                    Kind::Framework
                } else {
                    Kind::Spot
                },
                since: Date::from_day_number(life.spells[0].from),
                weekly: rate(own.weekly),
            })
        };
        let homes = self
            .members
            .iter()
            .enumerate()
            .map(|(at, member)| HomeThere {
                home: format!("H{at}").parse().unwrap(),
                district: 0,
                beds: 20,
                takes: [true, true, true, false],
                tendered: std::array::from_fn(|category| {
                    (*member && category < 3).then(|| rate(tendered(category)))
                }),
            });
        Start {
            day,
            districts: vec!["Here".parse().unwrap()],
            placements: self.lives.iter().filter_map(there).collect(),
            homes: homes.collect(),
            beds: Vec::new(),
            blocks: Vec::new(),
            one_to_one: Vec::new(),
            self_funders: Vec::new(),
            history: History::of(&cases, day.add_years(-LOOKS_BACK_YEARS), day),
            decided: Vec::new(),
        }
    }

    fn case(&self, life: &Life) -> CaseFile {
        let (first, last) = (&life.spells[0], life.spells.last().unwrap());
        let ended = life.ended.then(|| Date::from_day_number(last.to));
        let mut case = CaseFile::new(Placement {
            placement_id: "P1".parse().unwrap(),
            person_id: "C1".parse().unwrap(),
            home_id: "H1".parse().unwrap(),
            category: Category::ALL[first.category],
            route: if first.framework {
                Route::Framework
            } else {
                Route::Spot
            },
            scheme: None,
            generation: None,
            stay: Stay::LongTerm,
            started_on: Date::from_day_number(first.from),
            agreed_weekly: None,
            ended_on: ended.filter(|ended| ended.day_number() <= self.day),
            end_reason: None,
            room_relet_on: None,
        });
        for spell in life
            .spells
            .iter()
            .skip(1)
            .filter(|spell| spell.from <= self.day)
        {
            case.category_changes.push(CategoryChange {
                placement_id: "P1".parse().unwrap(),
                category: Category::ALL[spell.category],
                from: Date::from_day_number(spell.from),
                agreed_weekly: None,
            });
        }
        case
    }

    /// What a line came to in a month from the day on.
    pub(crate) fn month(&self, month: usize, line: Line) -> Pence {
        let first = Date::from_day_number(self.day).add_months(month.try_into().unwrap());
        let (from, to) = (first.day_number(), first.add_months(1).day_number());
        let raised = if month >= 12 { 1.028 } else { 1.0 };
        let of = |spell: &Spell| {
            let own = match line {
                Line::Care(category) => category as usize == spell.category,
                _ => true,
            };
            let days = (spell.to.min(to) - spell.from.max(from)).max(0);
            if own {
                spell.weekly * f64::from(days) / 7.0
            } else {
                0.0
            }
        };
        let spells = self.lives.iter().flat_map(|life| &life.spells);
        Pence::new(oast_forecast::whole(
            spells.map(of).sum::<f64>() * raised * 100.0,
        ))
    }

    /// How many placements began in a month from the day on, in thousandths.
    pub(crate) fn begun(&self, month: usize) -> i64 {
        let first = Date::from_day_number(self.day).add_months(month.try_into().unwrap());
        let month = first.day_number()..first.add_months(1).day_number();
        let began = self.lives.iter().map(|life| life.spells[0].from);
        began
            .filter(|from| month.contains(from))
            .map(|_| 1_000)
            .sum()
    }

    /// What a line came to in a year from the day on.
    pub(crate) fn year(&self, year: usize, line: Line) -> Pence {
        (year * 12..(year + 1) * 12)
            .map(|month| self.month(month, line))
            .sum()
    }
}

fn tendered(category: usize) -> f64 {
    NEW[category] * 0.95
}

fn rate(weekly: f64) -> WeeklyRate {
    WeeklyRate::new(Pence::new(oast_forecast::whole(weekly * 100.0)))
}
