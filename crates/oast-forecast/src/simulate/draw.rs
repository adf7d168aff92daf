use super::homes::{Agreed, Bids};
use super::ledger::Ledger;
use super::measures::{ALL, CATEGORIES, IN_BANDS, LINES, Line, PARTS, of_month};
use super::plan::{HOUR, KINDS, Place, Plan};
use crate::chance::{Chance, Key};
use crate::start::Kind;
use crate::stay::{Record, Stays};
use crate::whole;

/// Where the keys of what is no place that is there begin.
const GROWTH: u64 = 1 << 40;
const SELF_FUNDERS: u64 = 1 << 50;
const HOURS: u64 = 1 << 51;
const RATES: u64 = 1 << 52;
/// Between the keys of those who come to one category and to the next.
const BETWEEN: u64 = 1 << 44;
/// Nobody follows somebody so many times within ten years.
const EVENTS_MAX: u64 = 10_000;
const PENCE: f64 = 100.0;
const THOUSANDTHS: f64 = 1_000.0;
const MILLIONTHS: f64 = 1_000_000.0;
const COMPLEX: usize = CATEGORIES - 1;
/// The first of the categories with nurses.
const NURSING: usize = 2;

/// What a draw is worked out in, used again for the next one.
pub(super) struct Draw<'p> {
    plan: &'p Plan,
    end: f64,
    key: Key,
    stays: [Stays; CATEGORIES],
    bids: Bids,
    /// Pounds a week at the prices of the first day, by kind and category.
    money: Ledger,
    /// People by district and category.
    people: Ledger,
    /// Pounds a week of one-to-one hours at the rate of the first day.
    hours: Ledger,
    /// New placements by month.
    begun: Vec<u32>,
    /// New prices by year, those called off the framework and all.
    called_off: Vec<[f64; 2]>,
}

/// Whether a place is taken by somebody new after each other.
#[derive(Clone, Copy)]
enum Then {
    Follows,
    Ends,
}

impl<'p> Draw<'p> {
    pub(super) fn new(plan: &'p Plan) -> Self {
        let months = plan.layout.months;
        Self {
            plan,
            end: plan.end(),
            key: Key::of_draw(plan.seed, 0),
            stays: plan.stays(|_, record| record.rates()),
            bids: Bids::default(),
            money: Ledger::new(KINDS * CATEGORIES, months),
            people: Ledger::new(plan.districts * CATEGORIES, months),
            hours: Ledger::new(1, months),
            begun: vec![0; months],
            called_off: vec![[0.0; 2]; plan.layout.spans()],
        }
    }

    /// Draws once, and writes every number where it belongs.
    pub(super) fn draw(&mut self, number: u64, numbers: &mut [i64]) {
        let plan = self.plan;
        self.key = Key::of_draw(plan.seed, number);
        self.begin();
        for (at, place) in (0_u64..).zip(&plan.places) {
            self.follow(self.key.of(at), *place, 0.0, Then::Follows);
        }
        self.grow();
        for (at, (when, district, category)) in (0_u64..).zip(&plan.self_funders) {
            let key = self.key.of(SELF_FUNDERS + at);
            // Some leave before their money does.
            let stays = self.stays[*category].more(0.0, false, &mut key.event(EVENTS_MAX + 2));
            if stays > *when {
                self.come(key, *when, (*district, *category), Then::Ends);
            }
        }
        self.one_to_one();
        self.money.sum();
        self.people.sum();
        self.hours.sum();
        self.write(numbers);
    }

    fn begin(&mut self) {
        let plan = self.plan;
        self.money.clear();
        self.people.clear();
        self.hours.clear();
        self.begun.fill(0);
        self.called_off.fill([0.0; 2]);
        if plan.open_rates {
            let key = self.key;
            self.stays =
                plan.stays(|category, record| record.rates_drawn(key.of(RATES + category)));
        }
        if !plan.homes.are_none() {
            let raised = &plan.raised[Kind::Framework as usize];
            plan.homes.bid(
                self.key,
                |at| at_month(&plan.market, at),
                |at| at_month(raised, at),
                plan.open_rates,
                &mut self.bids,
            );
        }
    }

    /// Those who come beyond those who follow others: the time between two is drawn, and shrinks
    /// and grows with how many are expected.
    fn grow(&mut self) {
        let plan = self.plan;
        for category in 0..CATEGORIES {
            let index = u64::try_from(category).unwrap_or_default();
            let first = GROWTH + BETWEEN * index;
            let (mut expected, mut number, mut begins) = (0.0, 0, 0.0);
            let mut next = self.key.of(first).event(0).wait();
            for more in &plan.growth[category] {
                while *more > 0.0 && next < expected + more {
                    let at = begins + (next - expected) / more;
                    let key = self.key.of(first + 1 + number);
                    let mut chance = key.event(EVENTS_MAX);
                    let up_to = &plan.growth_districts[category];
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
        let mut chance = key.event(EVENTS_MAX + 1);
        let agreed = self.agree(district, category, at, &mut chance);
        let place = Place {
            category,
            begins_in: category,
            district,
            kind: agreed.kind,
            since: -at,
            weekly: agreed.weekly,
        };
        self.follow(key, place, at, then);
    }

    /// Follows a place from a time on: whoever is there stays, comes to need more, and leaves, and
    /// somebody else comes.
    fn follow(&mut self, key: Key, first: Place, from: f64, then: Then) {
        let plan = self.plan;
        let (mut now, mut at) = (first, from);
        let mut came_after = from > 0.0;
        for event in 0..EVENTS_MAX {
            let mut chance = key.event(event);
            let more = self.stays[now.category].more(at + now.since, came_after, &mut chance);
            let rises = chance.wait() / plan.rises[now.category];
            let until = at + f64::min(more, rises);
            self.book(&now, at, until.min(self.end));
            if until >= self.end {
                return;
            }
            at = until;
            if now.kind == Kind::Block {
                // Whoever is next is in the same bed, which costs as much empty.
                (now.since, came_after) = (-at, true);
                self.begin_at(at);
                continue;
            }
            if rises < more && now.category < COMPLEX {
                now.category += 1;
            } else {
                if matches!(then, Then::Ends) {
                    return;
                }
                let followed = at_month(&plan.replaced[first.begins_in], at);
                if followed < 1.0 && chance.fraction() >= followed {
                    return;
                }
                if plan.gap > 0.0 {
                    at += plan.gap * chance.wait();
                }
                if at >= self.end {
                    return;
                }
                self.begin_at(at);
                now.category = first.begins_in;
                now.since = -at;
                came_after = true;
            }
            let agreed = self.agree(now.district, now.category, at, &mut chance);
            (now.kind, now.weekly) = (agreed.kind, agreed.weekly);
        }
    }

    fn begin_at(&mut self, at: f64) {
        if let Some(month) = self.begun.get_mut(month_of(at)) {
            *month += 1;
        }
    }

    /// What a placement that begins at a time costs, at the prices of the first day.
    fn agree(&mut self, district: usize, category: usize, at: f64, chance: &mut Chance) -> Agreed {
        let plan = self.plan;
        if category == COMPLEX {
            let (mean, scatter) = plan.complex;
            return Agreed {
                kind: Kind::Complex,
                weekly: mean * chance.scatter(scatter),
            };
        }
        let market = at_month(&plan.market, at);
        let agreed = match &plan.averages {
            Some(averages) if chance.fraction() < averages.share => Agreed {
                kind: Kind::Framework,
                weekly: averages.framework[category] * market,
            },
            Some(averages) => Agreed {
                kind: Kind::Spot,
                weekly: averages.others[category] * market,
            },
            None => {
                let wanted = (district, category);
                let found = plan.homes.agree(&self.bids, wanted, at, market, chance);
                found.unwrap_or(Agreed {
                    kind: Kind::Spot,
                    weekly: 0.0,
                })
            }
        };
        let called_off = agreed.kind == Kind::Framework;
        for span in [plan.year_of[month_of(at)], plan.layout.years] {
            if let Some(span) = self.called_off.get_mut(span) {
                span[0] += f64::from(u8::from(called_off));
                span[1] += 1.0;
            }
        }
        let own = at_month(&plan.raised[agreed.kind as usize], at);
        // A home's bid for the first framework is at the prices of the first day already.
        let raised = if called_off && plan.averages.is_none() {
            1.0
        } else {
            own
        };
        Agreed {
            weekly: agreed.weekly / raised,
            ..agreed
        }
    }

    fn book(&mut self, now: &Place, from: f64, to: f64) {
        if from >= to {
            return;
        }
        let row = now.kind as usize * CATEGORIES + now.category;
        self.money.book(row, from, to, now.weekly);
        self.people
            .book(now.district * CATEGORIES + now.category, from, to, 1.0);
    }

    fn one_to_one(&mut self) {
        let plan = self.plan;
        for (to, weekly) in &plan.hours {
            let to = to.clamp(0.0, self.end);
            self.hours.book(0, 0.0, to, *weekly);
        }
        let (a_month, lasts, weekly) = plan.new_hours;
        if a_month <= 0.0 {
            return;
        }
        let mut at = 0.0;
        for number in 0.. {
            let mut chance = self.key.of(HOURS).event(number);
            at += chance.wait() / a_month;
            if at >= self.end {
                return;
            }
            let to = (at + lasts * chance.wait()).min(self.end);
            self.hours.book(0, at, to, weekly);
        }
    }

    /// What the draw comes to, month by month and year by year.
    fn write(&self, numbers: &mut [i64]) {
        let (plan, layout) = (self.plan, self.plan.layout);
        numbers.fill(0);
        let mut spot = vec![[0.0; 2]; layout.spans()];
        for month in 0..layout.months {
            let year = plan.year_of[month];
            let weeks = plan.weeks[month];
            let mut lines = [0.0; LINES];
            for kind in 0..KINDS {
                let weight = weeks * plan.raised[kind][month];
                for (category, line) in lines.iter_mut().enumerate().take(CATEGORIES) {
                    let pounds = self.money.row(kind * CATEGORIES + category)[month] * weight;
                    *line += pounds;
                    let off = if kind == Kind::Spot as usize {
                        pounds
                    } else {
                        0.0
                    };
                    for span in [year, layout.years] {
                        spot[span] = [spot[span][0] + off, spot[span][1] + pounds];
                    }
                }
            }
            lines[Line::OneToOne.index()] =
                self.hours.row(0)[month] * weeks * plan.raised[HOUR][month];
            lines[Line::Blocks.index()] = plan.blocks[month];
            numbers[layout.begun(month)] = i64::from(self.begun[month]) * 1_000;
            let people = self.people_in(month);
            lines[Line::Elsewhere.index()] = self.elsewhere(month, &lines, &people);
            for (category, people) in people.iter().enumerate() {
                numbers[layout.people(month, category)] = whole(people * THOUSANDTHS);
            }
            for (line, pounds) in lines.iter().enumerate().take(PARTS) {
                let pence = whole(pounds * PENCE);
                let in_bands = (line < COMPLEX).then_some(IN_BANDS);
                for line in [Some(line), in_bands, Some(ALL)].into_iter().flatten() {
                    numbers[of_month(month, line)] += pence;
                    numbers[layout.year(year, line)] += pence;
                    numbers[layout.year(layout.years, line)] += pence;
                }
            }
        }
        for (year, (called_off, spot)) in self.called_off.iter().zip(&spot).enumerate() {
            numbers[layout.called_off(year)] = part(called_off[0], called_off[1]);
            numbers[layout.off_contract(year)] = part(spot[0], spot[1]);
        }
    }

    fn people_in(&self, month: usize) -> [f64; CATEGORIES] {
        std::array::from_fn(|category| {
            let rows = 0..self.plan.districts;
            rows.map(|district| self.people.row(district * CATEGORIES + category)[month])
                .sum()
        })
    }

    /// How many people a district has beyond its beds, without and with nursing.
    fn beyond(&self, district: usize, month: usize) -> [f64; 2] {
        let plan = self.plan;
        let Some(beds) = plan.beds.get(district) else {
            return [0.0; 2];
        };
        let years = months_as_years(month);
        let grown = libm::pow(1.0 + plan.beds_growth, years);
        let mut people = [0.0; 2];
        for category in 0..CATEGORIES {
            let of = self.people.row(district * CATEGORIES + category)[month];
            people[usize::from(category >= NURSING)] += of;
        }
        [0, 1].map(|nurses| (people[nurses] - beds[nurses] * grown).max(0.0))
    }

    /// What those who find no bed in their district cost more elsewhere.
    fn elsewhere(&self, month: usize, lines: &[f64; LINES], people: &[f64; CATEGORIES]) -> f64 {
        if self.plan.beds.is_empty() {
            return 0.0;
        }
        let mut beyond = [0.0; 2];
        for district in 0..self.plan.districts {
            let own = self.beyond(district, month);
            beyond = [0, 1].map(|nurses| beyond[nurses] + own[nurses]);
        }
        let each = |categories: std::ops::Range<usize>| {
            let pounds: f64 = lines[categories.clone()].iter().sum();
            let people: f64 = people[categories].iter().sum();
            if people > 0.0 { pounds / people } else { 0.0 }
        };
        let dear = beyond[0] * each(0..NURSING) + beyond[1] * each(NURSING..CATEGORIES);
        dear * self.plan.elsewhere
    }

    /// How many people are beyond the beds of each district in each month, in thousandths: without
    /// nursing and with it. Added to what is there.
    pub(super) fn add_beyond(&self, sums: &mut [[i64; 2]]) {
        for month in 0..self.plan.layout.months {
            for district in 0..self.plan.districts {
                let beyond = self.beyond(district, month);
                if let Some(sum) = sums.get_mut(month * self.plan.districts + district) {
                    sum[0] += whole(beyond[0] * THOUSANDTHS);
                    sum[1] += whole(beyond[1] * THOUSANDTHS);
                }
            }
        }
    }
}

impl Plan {
    pub(super) fn end(&self) -> f64 {
        self.weeks.iter().map(|_| 1.0).sum()
    }

    fn stays(&self, rates: impl Fn(u64, &Record) -> crate::stay::Rates) -> [Stays; CATEGORIES] {
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
fn month_of(at: f64) -> usize {
    at as usize
}

#[expect(clippy::cast_precision_loss, reason = "there are some hundred months")]
fn months_as_years(months: usize) -> f64 {
    months as f64 / 12.0
}

/// What holds in the month of a time.
fn at_month(by_month: &[f64], at: f64) -> f64 {
    by_month.get(month_of(at)).copied().unwrap_or(1.0)
}

fn part(part: f64, all: f64) -> i64 {
    if all > 0.0 {
        whole(MILLIONTHS * part / all)
    } else {
        0
    }
}
