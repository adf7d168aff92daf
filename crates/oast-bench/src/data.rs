//! Synthetic placements for the computation of what is due, as files of the data pack, which both
//! sides read. The same seed and number give the same bytes.

use std::fs::File;
use std::path::Path;

use anyhow::Context as _;
use oast_exchange::pack::FactCsv;
use oast_rules::facts::{
    Absence, AbsenceKind, AppliesTo, Category, Collector, Contribution, EndReason, Fact, Payer,
    Placement, Price, Route, Stay, Uplift,
};
use oast_rules::money::pay_calendar;
use oast_units::{Date, Generation, HomeId, Pence, PlacementId, SchemeId, WeeklyRate};
use serde_json::{Value, json};

use crate::due::terms;
use crate::memory::peak_bytes;
use crate::stopwatch::timed;

/// Whose terms hold.
pub(crate) const AUTHORITY: &str = "kent";
/// Pay periods worked out.
pub(crate) const PERIODS: usize = 13;
/// The first day of the first of them and the last of the last.
pub(crate) const SPAN: (Date, Date) = (Date::of(2026, 3, 30), Date::of(2027, 3, 28));

/// The scheme of the framework placements, whose own terms hold for them.
const SCHEME: &str = "oprn-framework-2026";
/// The generations of the framework: the day on which each begins and its prices are as of, before
/// any uplift.
const GENERATIONS: [(&str, Date); 2] = [("1", Date::of(2024, 4, 1)), ("2", Date::of(2025, 10, 1))];
/// The day on which contributions are assessed again.
const REASSESSED: Date = Date::of(2026, 4, 6);
/// The last day on which anything of a placement begins.
const LAST_START: Date = Date::of(2027, 3, 1);
/// The prices that may be tendered for each category: the lowest, and how many steps of £10.
const BANDS: [(Category, i64, i64); 4] = [
    (Category::Residential, 60_000, 29),
    (Category::ResidentialHigh, 95_000, 9),
    (Category::Nursing, 105_000, 5),
    (Category::NursingHigh, 115_000, 7),
];
/// Placements to a home.
const PLACEMENTS_PER_HOME: u32 = 40;
/// Each decision: whom it raises, from when, and by how much.
const UPLIFTS: [(AppliesTo, Date, &str); 11] = [
    (AppliesTo::Framework, Date::of(2025, 4, 7), "2.82307"),
    (AppliesTo::Framework, Date::of(2026, 4, 6), "3.1"),
    (AppliesTo::Framework, Date::of(2026, 10, 5), "1.25"),
    (AppliesTo::Framework, Date::of(2027, 4, 5), "2.5"),
    (AppliesTo::Legacy, Date::of(2021, 4, 5), "1.9"),
    (AppliesTo::Legacy, Date::of(2022, 4, 4), "2.75"),
    (AppliesTo::Legacy, Date::of(2023, 4, 3), "4.123456789"),
    (AppliesTo::Legacy, Date::of(2024, 4, 8), "3.05"),
    (AppliesTo::Legacy, Date::of(2025, 4, 7), "2.00001"),
    (AppliesTo::Legacy, Date::of(2026, 4, 13), "2.4"),
    (AppliesTo::Legacy, Date::of(2026, 11, 2), "0.75"),
];

/// Writes the files and, for the peers, what the job takes from the terms.
pub(crate) fn write(placements: u32, seed: u64, out: &Path) -> anyhow::Result<Value> {
    std::fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
    let (rows, seconds) = timed(|| write_files(placements, seed, out));
    let rows = rows?;
    std::fs::write(out.join("job.json"), job()?.to_string())?;
    Ok(json!({
        "placements": placements,
        "seed": seed,
        "rows": rows,
        "seconds": seconds,
        "peak_bytes": peak_bytes(),
    }))
}

/// What the peers cannot read from the files.
fn job() -> anyhow::Result<Value> {
    let terms = terms()?;
    let calendar = pay_calendar(&terms, SPAN.0)?;
    let payment = &terms
        .contract_for(Some(SCHEME), Route::Framework.code())
        .payment;
    Ok(json!({
        "span_from": SPAN.0.to_string(),
        "span_to": SPAN.1.to_string(),
        "period_days": calendar.holding(SPAN.0).days(),
        "periods": PERIODS,
        "after_death_days": payment.after_death_days.dated_on(SPAN.0)?.value.0,
        "hospital_full_days": payment.hospital_full_days.dated_on(SPAN.0)?.value.0,
        "hospital_retainer_percent": payment.hospital_retainer_percent.dated_on(SPAN.0)?.value.to_string(),
    }))
}

fn write_files(placements: u32, seed: u64, out: &Path) -> anyhow::Result<Value> {
    let homes = (placements / PLACEMENTS_PER_HOME).max(1);
    let mut chance = Chance(seed);
    let prices = write_prices(homes, &mut chance, out)?;
    write_uplifts(out)?;
    let mut file = PackFiles::create(out)?;
    let (mut absences, mut contributions) = (0, 0);
    for number in 1..=placements {
        let life = Life::new(number, homes, &mut chance)?;
        file.placements.write(&life.placement)?;
        absences += write_all(&mut file.absences, &life.absences(&mut chance))?;
        contributions += write_all(&mut file.contributions, &life.contributions(&mut chance))?;
    }
    file.placements.finish()?;
    file.absences.finish()?;
    file.contributions.finish()?;
    Ok(json!({
        "placements": placements,
        "prices": prices,
        "uplifts": UPLIFTS.len(),
        "absences": absences,
        "contributions": contributions,
    }))
}

struct PackFiles {
    placements: FactCsv<Placement, File>,
    absences: FactCsv<Absence, File>,
    contributions: FactCsv<Contribution, File>,
}

impl PackFiles {
    fn create(out: &Path) -> anyhow::Result<Self> {
        Ok(Self {
            placements: file(out)?,
            absences: file(out)?,
            contributions: file(out)?,
        })
    }
}

fn file<F: Fact>(out: &Path) -> anyhow::Result<FactCsv<F, File>> {
    let path = out.join(format!("{}.csv", F::TABLE.name));
    let file = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(FactCsv::new(file)?)
}

fn write_all<F: Fact>(file: &mut FactCsv<F, File>, facts: &[F]) -> anyhow::Result<usize> {
    for fact in facts {
        file.write(fact)?;
    }
    Ok(facts.len())
}

fn write_prices(homes: u32, chance: &mut Chance, out: &Path) -> anyhow::Result<usize> {
    let mut file = file::<Price>(out)?;
    let mut rows = 0;
    for (generation, base_date) in GENERATIONS {
        for home in 1..=homes {
            for (category, lowest, steps) in BANDS {
                file.write(&Price {
                    scheme: SCHEME.parse()?,
                    generation: generation.parse()?,
                    home_id: home_id(home)?,
                    category,
                    weekly_price: weekly(lowest + 1_000 * chance.below(steps)),
                    base_date,
                })?;
                rows += 1;
            }
        }
    }
    file.finish()?;
    Ok(rows)
}

fn write_uplifts(out: &Path) -> anyhow::Result<()> {
    let mut file = file::<Uplift>(out)?;
    for (applies_to, effective_on, percent) in UPLIFTS {
        let scheme: Option<SchemeId> = match applies_to {
            AppliesTo::Framework => Some(SCHEME.parse()?),
            _ => None,
        };
        file.write(&Uplift {
            scheme,
            applies_to,
            effective_on,
            percent: percent.parse()?,
            decision: None,
        })?;
    }
    file.finish()?;
    Ok(())
}

/// A placement and the days that what belongs to it is drawn from.
struct Life {
    placement: Placement,
    id: PlacementId,
    from: Date,
}

impl Life {
    fn new(number: u32, homes: u32, chance: &mut Chance) -> anyhow::Result<Self> {
        let framework = chance.in_hundred(55);
        let from = if framework {
            chance.day(GENERATIONS[0].1, LAST_START)
        } else {
            chance.day(Date::of(2019, 4, 1), Date::of(2026, 3, 31))
        };
        let (category, lowest, steps) = BANDS[chance.index(BANDS.len())];
        let pinned = if from < GENERATIONS[1].1 {
            GENERATIONS[0].0
        } else {
            GENERATIONS[1].0
        };
        let agreed = weekly(lowest - 10_000 + chance.below(1_000 * steps));
        let (ended_on, end_reason) = end(from, chance);
        let id: PlacementId = format!("PL{number:08}").parse()?;
        let placement = Placement {
            placement_id: id.clone(),
            person_id: format!("P{number:08}").parse()?,
            home_id: home_id(1 + chance.number(homes))?,
            category,
            route: if framework {
                Route::Framework
            } else {
                Route::Legacy
            },
            scheme: if framework {
                Some(SCHEME.parse()?)
            } else {
                None
            },
            generation: if framework {
                Some(pinned.parse::<Generation>()?)
            } else {
                None
            },
            stay: Stay::LongTerm,
            started_on: from,
            agreed_weekly: (!framework).then_some(agreed),
            ended_on,
            end_reason,
            room_relet_on: None,
        };
        Ok(Self {
            placement,
            id,
            from,
        })
    }

    /// No hospital stay for most, one for some, and for a few a second, which may follow at once.
    fn absences(&self, chance: &mut Chance) -> Vec<Absence> {
        let mut absences = Vec::new();
        if !chance.in_hundred(15) {
            return absences;
        }
        let mut from = chance.day(self.from.max(Date::of(2026, 1, 1)), Date::of(2027, 3, 20));
        let more = chance.in_hundred(20);
        for open in [!more && chance.in_hundred(5), chance.in_hundred(5)] {
            let days = match chance.index(10) {
                0..=6 => chance.below(14),
                7..=8 => 14 + chance.below(28),
                _ => 42 + chance.below(80),
            };
            let to = from + i32::try_from(days).unwrap_or_default();
            absences.push(Absence {
                placement_id: self.id.clone(),
                kind: AbsenceKind::Hospital,
                from,
                to: (!open).then_some(to),
            });
            if !more {
                break;
            }
            from = to.next() + i32::try_from(chance.below(40)).unwrap_or_default();
        }
        absences
    }

    /// A contribution by most people, assessed again each April, and a top-up for some; in order of
    /// their first days.
    fn contributions(&self, chance: &mut Chance) -> Vec<Contribution> {
        let mut list = Vec::new();
        if chance.in_hundred(88) {
            let most = if chance.in_hundred(3) {
                130_000
            } else {
                32_000
            };
            let weekly_pence = 10_000 + chance.below(most - 10_000);
            let collector = if chance.in_hundred(40) {
                Collector::Home
            } else {
                Collector::Council
            };
            let mut from = self.from;
            if from < REASSESSED {
                let last = Some(REASSESSED.previous());
                list.push(self.contribution(Payer::Person, collector, weekly_pence, (from, last)));
                from = REASSESSED;
            }
            let raised = weekly_pence + weekly_pence / 25;
            if chance.in_hundred(20) {
                let again = chance.day(from.next(), from + 200);
                let last = Some(again.previous());
                list.push(self.contribution(Payer::Person, collector, raised, (from, last)));
                let (raised, now) = (raised + 755, chance.in_hundred(10));
                let collector = if now { Collector::Home } else { collector };
                list.push(self.contribution(Payer::Person, collector, raised, (again, None)));
            } else {
                list.push(self.contribution(Payer::Person, collector, raised, (from, None)));
            }
        }
        if chance.in_hundred(15) {
            let collector = if chance.in_hundred(70) {
                Collector::Home
            } else {
                Collector::Council
            };
            let from = self.from + i32::try_from(chance.below(60)).unwrap_or_default();
            let to = chance
                .in_hundred(20)
                .then(|| chance.day(from, Date::of(2027, 6, 30)));
            let weekly_pence = 2_000 + chance.below(13_000);
            list.push(self.contribution(Payer::ThirdParty, collector, weekly_pence, (from, to)));
        }
        list.sort_by_key(|each| (each.from, each.payer.code()));
        list
    }

    fn contribution(
        &self,
        payer: Payer,
        collector: Collector,
        weekly_pence: i64,
        (from, to): (Date, Option<Date>),
    ) -> Contribution {
        Contribution {
            placement_id: self.id.clone(),
            payer,
            collector: Some(collector),
            weekly: Some(weekly(weekly_pence)),
            from,
            to,
        }
    }
}

/// When and why a placement ends, for two in five of them.
fn end(from: Date, chance: &mut Chance) -> (Option<Date>, Option<EndReason>) {
    if !chance.in_hundred(40) {
        return (None, None);
    }
    let ended_on = chance.day(from.next().max(SPAN.0), Date::of(2027, 9, 30));
    let reason = match chance.index(20) {
        0..=11 => EndReason::Died,
        12..=16 => EndReason::Moved,
        _ => EndReason::Discharged,
    };
    (Some(ended_on), Some(reason))
}

fn home_id(number: u32) -> anyhow::Result<HomeId> {
    Ok(format!("H{number:06}").parse()?)
}

fn weekly(pence: i64) -> WeeklyRate {
    WeeklyRate::new(Pence::new(pence))
}

/// Numbers that look random and follow from the seed alone (`SplitMix64`).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0, below a bound; the bounds here are far too small for a bias to show.
    fn below(&mut self, bound: i64) -> i64 {
        let below = self.next() % bound.max(1).unsigned_abs();
        i64::try_from(below).unwrap_or_default()
    }

    fn number(&mut self, bound: u32) -> u32 {
        u32::try_from(self.below(i64::from(bound))).unwrap_or_default()
    }

    fn index(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound.max(1) as u64).unwrap_or_default()
    }

    fn in_hundred(&mut self, chances: i64) -> bool {
        self.below(100) < chances
    }

    /// A day from one to another, both included.
    fn day(&mut self, first: Date, last: Date) -> Date {
        let days = i64::from((last - first).max(0)) + 1;
        first + i32::try_from(self.below(days)).unwrap_or_default()
    }
}
