use std::collections::BTreeMap;

use oast_rules::facts::{Benefit, BenefitFrom, Category, Vacancy};
use oast_units::{Date, Measure};

use crate::picture::{FrameworkShare, Picture};

/// What cost avoidance is estimated by, from what care cost month by month: a value for the end of
/// each month.
pub type Estimate<'e> = &'e dyn Fn(&Picture) -> Vec<(Date, Measure)>;

/// A benefit, with what it came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tracked {
    /// The benefit.
    pub benefit: Benefit,
    /// Its values, in order of their days: worked out from the facts, or recorded by hand.
    pub actual: Vec<(Date, Measure)>,
}

impl Tracked {
    /// The latest value, with its day.
    pub fn latest(&self) -> Option<(Date, Measure)> {
        self.actual.last().copied()
    }

    /// Whether the latest value is as good as the target; none where either is not known.
    pub fn is_reached(&self) -> Option<bool> {
        let (_, value) = self.latest()?;
        let target = self.benefit.target?;
        let falls = self
            .benefit
            .baseline
            .is_some_and(|baseline| baseline > target);
        Some(if falls {
            value <= target
        } else {
            value >= target
        })
    }

    /// Whether the latest value is worse than the baseline; none where either is not known.
    pub fn is_worse(&self) -> Option<bool> {
        let (_, value) = self.latest()?;
        let (baseline, target) = (self.benefit.baseline?, self.benefit.target?);
        Some(if baseline > target {
            value > baseline
        } else {
            value < baseline
        })
    }
}

impl Picture {
    /// Every benefit, in order of their codes.
    pub fn benefits(&self, estimate: Estimate<'_>) -> Vec<Tracked> {
        let all = self.facts.market.benefits.iter();
        all.map(|benefit| self.tracked(benefit, estimate)).collect()
    }

    /// One benefit by its code.
    pub fn benefit(&self, id: &str, estimate: Estimate<'_>) -> Option<Tracked> {
        let mut all = self.facts.market.benefits.iter();
        let found = all.find(|benefit| benefit.benefit_id.as_str() == id)?;
        Some(self.tracked(found, estimate))
    }

    fn tracked(&self, benefit: &Benefit, estimate: Estimate<'_>) -> Tracked {
        let actual = match benefit.worked_out {
            Some(from) => self.worked_out(from, estimate),
            None => self.by_hand(benefit),
        };
        Tracked {
            benefit: benefit.clone(),
            actual,
        }
    }

    /// What can be worked out from the facts, in order of its days.
    pub fn worked_out(&self, from: BenefitFrom, estimate: Estimate<'_>) -> Vec<(Date, Measure)> {
        match from {
            BenefitFrom::CalledOff => self.shares(|share| share.called_off),
            BenefitFrom::FrameworkHomes => self.shares(|share| share.in_framework_homes),
            BenefitFrom::OffContract => self.off_contract(),
            BenefitFrom::Vacancy => self.vacancy_rates(),
            BenefitFrom::CostAvoidance => estimate(self),
        }
    }

    fn by_hand(&self, benefit: &Benefit) -> Vec<(Date, Measure)> {
        let measures = self.facts.market.benefit_measures.iter();
        let own = measures.filter(|measure| {
            measure.benefit_id == benefit.benefit_id && measure.as_of <= self.day
        });
        own.map(|measure| (measure.as_of, measure.value)).collect()
    }

    fn shares(&self, part: fn(&FrameworkShare) -> i64) -> Vec<(Date, Measure)> {
        let shares = self.framework_share().iter();
        shares
            .filter_map(|share| Some((share.on, percent(part(share), share.placements)?)))
            .collect()
    }

    /// The months that are over on the day: their first and last days.
    fn months_over(&self) -> impl Iterator<Item = (Date, Date)> {
        let months = self.spend().months.iter();
        let ends = months.map(|month| (*month, month.add_months(1) - 1));
        ends.take_while(|(_, end)| *end <= self.day)
    }

    fn off_contract(&self) -> Vec<(Date, Measure)> {
        let share = |(month, end): (Date, Date)| {
            let (off, all) = self.spend().off_contract(&self.facts, month);
            Some((end, percent(off.get(), all.get())?))
        };
        self.months_over().filter_map(share).collect()
    }

    fn vacancy_rates(&self) -> Vec<(Date, Measure)> {
        let ends = self.months_over().map(|(_, end)| end);
        let days = ends.filter(|end| *end != self.day).chain([self.day]);
        days.filter_map(|day| Some((day, self.vacancy_rate(day)?)))
            .collect()
    }

    /// What homes last reported free by a day, over their beds. Homes that reported nothing, and
    /// those whose beds are not recorded, count neither way.
    fn vacancy_rate(&self, day: Date) -> Option<Measure> {
        let mut last: BTreeMap<(&str, Category), &Vacancy> = BTreeMap::new();
        let reports = self.facts.market.vacancies.iter();
        for report in reports.filter(|report| report.as_of <= day) {
            let held = last
                .entry((report.home_id.as_str(), report.category))
                .or_insert(report);
            if held.as_of <= report.as_of {
                *held = report;
            }
        }
        let mut free: BTreeMap<&str, i64> = BTreeMap::new();
        for ((home, _), report) in last {
            *free.entry(home).or_default() += i64::from(report.available);
        }
        let (mut free_beds, mut all_beds) = (0, 0);
        for (home, free) in free {
            let beds = self.facts.home(home).and_then(|home| home.beds);
            if let Some(beds) = beds.filter(|beds| *beds > 0) {
                free_beds += free;
                all_beds += i64::from(beds);
            }
        }
        percent(free_beds, all_beds)
    }
}

/// One part of a whole in per cent, to the nearest hundredth; none of nothing.
fn percent(part: i64, whole: i64) -> Option<Measure> {
    if whole <= 0 {
        return None;
    }
    let hundredths = (i128::from(part) * 20_000 + i128::from(whole)) / (i128::from(whole) * 2);
    i64::try_from(hundredths).ok().map(Measure::from_hundredths)
}
