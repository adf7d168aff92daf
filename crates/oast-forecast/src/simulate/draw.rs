use super::homes::{Agreed, Bids};
use super::ledger::Ledger;
use super::lives::{COMPLEX, Lives, Turn, Who, at_month, month_of};
use super::measures::{ALL, CATEGORIES, IN_BANDS, LINES, Line, PARTS, of_month};
use super::plan::{HOUR, KINDS, Plan};
use crate::chance::{Chance, Key};
use crate::start::Kind;
use crate::whole;

/// Where the keys of one-to-one hours begin.
const HOURS: u64 = 1 << 51;
const PENCE: f64 = 100.0;
const THOUSANDTHS: f64 = 1_000.0;
const MILLIONTHS: f64 = 1_000_000.0;
/// The first of the categories with nurses.
const NURSING: usize = 2;

/// What a draw is worked out in, used again for the next one: what the lives of its people cost
/// by one scenario.
pub(super) struct Draw<'p> {
    plan: &'p Plan,
    end: f64,
    key: Key,
    bids: Bids,
    /// What those who are there on the first day cost, as if nobody left.
    first: Ledger,
    /// Pounds a week at the prices of the first day, by kind and category.
    money: Ledger,
    /// Pounds a week of one-to-one hours at the rate of the first day.
    hours: Ledger,
    /// New prices by month: how many were bought otherwise, and how many called off the framework.
    called_off: Vec<[u32; 2]>,
    /// How many people each district has beyond its beds, month by month.
    beyond: Vec<[f64; 2]>,
}

/// What a place costs, and where it is booked.
type Booked = Option<(usize, f64)>;

impl<'p> Draw<'p> {
    pub(super) fn new(plan: &'p Plan) -> Self {
        let months = plan.layout.months;
        let mut first = Ledger::new(KINDS * CATEGORIES, months);
        for place in &plan.people.places {
            first.change(row(place.kind, place.category), 0.0, place.weekly);
        }
        Self {
            plan,
            end: f64::from(u32::try_from(months).unwrap_or(u32::MAX)),
            key: Key::of_draw(plan.people.seed, 0),
            bids: Bids::default(),
            money: first.clone(),
            first,
            hours: Ledger::new(1, months),
            called_off: vec![[0; 2]; months],
            beyond: Vec::new(),
        }
    }

    /// Works out what the lives of a draw cost, and writes every number where it belongs.
    pub(super) fn draw(&mut self, number: u64, lives: &Lives<'_>, numbers: &mut [i64]) {
        let plan = self.plan;
        self.key = Key::of_draw(plan.people.seed, number);
        self.money.begin_as(&self.first);
        self.hours.clear();
        self.called_off.fill([0; 2]);
        if !plan.homes.are_none() {
            let open = plan.people.open_rates;
            plan.homes.bid(self.key, open, &mut self.bids);
        }
        let mut now: Booked = None;
        for turn in &lives.turns {
            now = self.take(turn, now);
        }
        self.one_to_one();
        self.money.sum();
        self.hours.sum();
        self.find_beyond(lives);
        self.write(lives, numbers);
    }

    /// Books what somebody's turn changes.
    fn take(&mut self, turn: &Turn, now: Booked) -> Booked {
        let before = match turn.who {
            Who::Same => now,
            Who::Comes => None,
            Who::There(place) => self
                .plan
                .people
                .places
                .get(place as usize)
                .map(|place| (row(place.kind, place.category), place.weekly)),
        };
        let then = turn.then.map(|category| {
            let category = usize::from(category);
            let mut chance = turn.chance;
            let agreed = self.agree(usize::from(turn.district), category, turn.at, &mut chance);
            (row(agreed.kind, category), agreed.weekly)
        });
        match (before, then) {
            (Some((row, was)), Some((same, is))) if row == same => {
                self.money.change(row, turn.at, is - was);
            }
            _ => {
                if let Some((row, was)) = before {
                    self.money.change(row, turn.at, -was);
                }
                if let Some((row, is)) = then {
                    self.money.change(row, turn.at, is);
                }
            }
        }
        then
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
                let when = (month_of(at), market);
                let found = plan.homes.agree(&self.bids, wanted, when, chance);
                found.unwrap_or(Agreed {
                    kind: Kind::Spot,
                    weekly: 0.0,
                })
            }
        };
        let called_off = agreed.kind == Kind::Framework;
        if let Some(month) = self.called_off.get_mut(month_of(at)) {
            month[usize::from(called_off)] += 1;
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
    fn write(&self, of: &Lives<'_>, numbers: &mut [i64]) {
        let (plan, layout) = (self.plan, self.plan.layout);
        numbers.fill(0);
        let mut spot = vec![[0.0; 2]; layout.spans()];
        let mut new = vec![[0; 2]; layout.spans()];
        for month in 0..layout.months {
            let year = plan.year_of[month];
            let weeks = plan.weeks[month];
            for span in [year, layout.years] {
                new[span] = [0, 1].map(|way| new[span][way] + self.called_off[month][way]);
            }
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
            numbers[layout.begun(month)] = i64::from(of.begun[month]) * 1_000;
            let people = of.in_month(month);
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
        for (year, (new, spot)) in new.iter().zip(&spot).enumerate() {
            let [otherwise, called_off] = new.map(f64::from);
            numbers[layout.called_off(year)] = part(called_off, otherwise + called_off);
            numbers[layout.off_contract(year)] = part(spot[0], spot[1]);
        }
    }

    /// How many people a district has beyond its beds in each month, without and with nursing.
    fn find_beyond(&mut self, of: &Lives<'_>) {
        let plan = self.plan;
        self.beyond.clear();
        for month in 0..plan.layout.months {
            let grown = libm::pow(1.0 + plan.beds_growth, months_as_years(month));
            for (district, beds) in plan.beds.iter().enumerate() {
                let mut people = [0.0; 2];
                for category in 0..CATEGORIES {
                    let of = of.in_district(district, category, month);
                    people[usize::from(category >= NURSING)] += of;
                }
                let over = |nurses: usize| (people[nurses] - beds[nurses] * grown).max(0.0);
                self.beyond.push([over(0), over(1)]);
            }
        }
    }

    /// What those who find no bed in their district cost more elsewhere.
    fn elsewhere(&self, month: usize, lines: &[f64; LINES], people: &[f64; CATEGORIES]) -> f64 {
        let districts = self.plan.beds.len();
        let Some(own) = self.beyond.get(month * districts..(month + 1) * districts) else {
            return 0.0;
        };
        let beyond = [0, 1].map(|nurses| own.iter().map(|own| own[nurses]).sum::<f64>());
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
        for (sum, beyond) in sums.iter_mut().zip(&self.beyond) {
            sum[0] += whole(beyond[0] * THOUSANDTHS);
            sum[1] += whole(beyond[1] * THOUSANDTHS);
        }
    }
}

/// Where what somebody costs is booked.
fn row(kind: Kind, category: usize) -> usize {
    kind as usize * CATEGORIES + category
}

#[expect(clippy::cast_precision_loss, reason = "there are some hundred months")]
fn months_as_years(months: usize) -> f64 {
    months as f64 / 12.0
}

fn part(part: f64, all: f64) -> i64 {
    if all > 0.0 {
        whole(MILLIONTHS * part / all)
    } else {
        0
    }
}
