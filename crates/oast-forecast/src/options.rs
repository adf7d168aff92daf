//! Option against option: the way from one scenario to another, and what each step of it costs.

use crate::scenario::{PARTS, Part, Scenario, ScenarioError};
use crate::simulate::{Line, Outcome, Range};

/// The way from one scenario to another: the first, then each part that differs taken over in the
/// order of the file, until it is the second.
#[derive(Debug, Clone)]
pub struct Way {
    /// The scenarios on it, to be drawn in this order with the same luck.
    pub scenarios: Vec<Scenario>,
    /// The part that each scenario after the first took over.
    pub parts: Vec<&'static Part>,
}

impl Way {
    /// From one scenario to another, over the months that both look ahead and with the luck of the
    /// first.
    ///
    /// # Errors
    /// When they do not start from the same people, so that no months are of both.
    pub fn new(first: &Scenario, second: &Scenario) -> Result<Self, ScenarioError> {
        if first.starts != second.starts {
            return Err(ScenarioError::new(format!(
                "“{}” and “{}” do not start from the same: one from the placements that are there, the other from the averages of the published business case; choose two that start alike",
                first.name, second.name
            )));
        }
        let mut here = Scenario {
            months: first.months.min(second.months),
            ..first.clone()
        };
        let mut way = Self {
            scenarios: vec![here.clone()],
            parts: Vec::new(),
        };
        for part in PARTS.iter().filter(|part| part.differs(first, second)) {
            here = part.taken(&here, second);
            way.scenarios.push(here.clone());
            way.parts.push(part);
        }
        Ok(way)
    }
}

/// What two scenarios cost, in whole pounds, and how they differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The mean of the first.
    pub first: i64,
    /// The mean of the second.
    pub second: i64,
    /// How much more the second is: the one mean less the other.
    pub more: i64,
    /// How much more it is draw by draw.
    pub range: Range,
}

/// A step on the way.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// What is decided by it.
    pub part: &'static Part,
    /// How much more the time costs by it, in whole pounds: these sum to the whole difference.
    pub more: i64,
    /// What the time costs after it, on average.
    pub total: i64,
    /// How much more it costs than the first up to here, draw by draw, in whole pounds.
    pub so_far: Range,
}

/// Two scenarios drawn with the same luck, and the steps between them.
#[derive(Debug, Clone)]
pub struct Options {
    parts: Vec<&'static Part>,
    outcomes: Vec<Outcome>,
    /// The first again, where nothing differs.
    second: Outcome,
}

impl Options {
    /// What came of the scenarios on a way, in its order; none where that is not what was drawn.
    pub fn new(way: &Way, outcomes: Vec<Outcome>) -> Option<Self> {
        let second = outcomes.last()?.clone();
        (outcomes.len() == way.scenarios.len()).then_some(Self {
            parts: way.parts.clone(),
            outcomes,
            second,
        })
    }

    /// What came of the first.
    pub fn first(&self) -> &Outcome {
        self.outcomes.first().unwrap_or(&self.second)
    }

    /// What came of the second.
    pub fn second(&self) -> &Outcome {
        &self.second
    }

    /// What a line costs in both in a year, by the year's number.
    pub fn year(&self, year: usize, line: Line) -> Pair {
        let of = |outcome: &Outcome| outcome.year(year, line);
        self.pair(of, self.second.against(year, line))
    }

    /// What a line costs in both over the whole time.
    pub fn whole(&self, line: Line) -> Pair {
        let of = |outcome: &Outcome| outcome.whole(line);
        self.pair(of, self.second.whole_against(line))
    }

    fn pair(&self, of: impl Fn(&Outcome) -> Range, against: Range) -> Pair {
        let (first, second) = (
            of(self.first()).pounds().mean,
            of(&self.second).pounds().mean,
        );
        Pair {
            first,
            second,
            more: second - first,
            range: against.pounds(),
        }
    }

    /// The steps from the first to the second, over the whole time.
    pub fn steps(&self, line: Line) -> Vec<Step> {
        let means = |outcome: &Outcome| outcome.whole(line).pounds().mean;
        let pairs = self.outcomes.iter().zip(self.outcomes.iter().skip(1));
        self.parts
            .iter()
            .zip(pairs)
            .map(|(part, (before, after))| Step {
                part,
                more: means(after) - means(before),
                total: means(after),
                so_far: after.whole_against(line).pounds(),
            })
            .collect()
    }
}

impl Pair {
    /// In how many draws the second costs more, as far as its range tells.
    pub fn how_often(&self) -> &'static str {
        let range = &self.range;
        match () {
            () if range.low == 0 && range.high == 0 => "it makes no difference",
            () if range.low > 0 => "it costs more in at least 9 draws in 10",
            () if range.lower > 0 => "it costs more in at least 3 draws in 4",
            () if range.high < 0 => "it costs less in at least 9 draws in 10",
            () if range.upper < 0 => "it costs less in at least 3 draws in 4",
            () if range.middle > 0 => "it costs more in at least half of the draws",
            () if range.middle < 0 => "it costs less in at least half of the draws",
            () => "it costs more about as often as it costs less",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::demand::Path;
    use crate::published::Case;
    use crate::scenario::{FIELDS, Starts};
    use crate::simulate::{Plan, run};
    use crate::start::Start;

    fn base() -> Scenario {
        Scenario {
            starts: Starts::BusinessCase,
            months: 9,
            ..Scenario::default()
        }
    }

    fn drawn(way: &Way) -> Options {
        let start = Start::of_the_case(&Case::kent().unwrap());
        let path = Path::kent().unwrap();
        let plan = |scenario: &Scenario| Plan::new(scenario, &start, &path).unwrap();
        let plans: Vec<Plan> = way.scenarios.iter().map(plan).collect();
        Options::new(way, run(&plans, 2, 1)).unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]

        #[test]
        fn the_steps_sum_to_the_whole_difference(
            changes in prop::collection::vec((0..FIELDS.len(), 0.01_f64..0.6), 0..5),
        ) {
            let mut second = base();
            for (field, share) in changes {
                let field = &FIELDS[field];
                let value: f64 = field.least + share * (field.most - field.least).min(20.0);
                second.change(field.key, &value.to_string()).unwrap();
            }
            let way = Way::new(&base(), &second).unwrap();
            let told = drawn(&way);
            for line in Line::each() {
                let whole = told.whole(line);
                let steps: i64 = told.steps(line).iter().map(|step| step.more).sum();
                prop_assert_eq!(steps, whole.more, "{:?}", line);
                prop_assert_eq!(whole.first + steps, whole.second);
            }
        }
    }

    #[test]
    fn a_way_ends_with_the_second_and_goes_in_the_order_of_the_file() {
        let mut second = base();
        for (key, value) in [
            ("uplifts.all", "4"),
            ("prices.premium", "9"),
            ("stays.leaving", "1.1"),
        ] {
            second.change(key, value).unwrap();
        }
        let way = Way::new(&base(), &second).unwrap();
        let codes: Vec<_> = way.parts.iter().map(|part| part.code).collect();
        assert_eq!(codes, ["stays", "prices", "uplifts"]);
        assert_eq!(way.scenarios.last(), Some(&second));
        assert_eq!(Way::new(&base(), &base()).unwrap().scenarios, [base()]);
        let told = drawn(&Way::new(&base(), &base()).unwrap());
        assert_eq!(told.whole(Line::All).how_often(), "it makes no difference");
    }

    #[test]
    fn both_are_drawn_over_the_months_that_both_have_and_with_the_luck_of_the_first() {
        let second = Scenario {
            months: 6,
            seed: 9,
            ..base()
        };
        let way = Way::new(&base(), &second).unwrap();
        let [own] = way.scenarios.as_slice() else {
            panic!("nothing else differs");
        };
        assert_eq!((own.months, own.seed), (6, 1));
    }

    #[test]
    fn what_does_not_start_from_the_same_is_refused() {
        let error = Way::new(&base(), &Scenario::default()).unwrap_err();
        assert!(error.to_string().contains("start alike"), "{error}");
    }

    #[test]
    fn how_often_is_told_as_far_as_the_range_tells() {
        let pair = |[low, lower, middle, upper, high]: [i64; 5]| Pair {
            first: 0,
            second: 0,
            more: 0,
            range: Range {
                mean: middle,
                low,
                lower,
                middle,
                upper,
                high,
            },
        };
        for (quantiles, says) in [
            ([1, 2, 3, 4, 5], "it costs more in at least 9 draws in 10"),
            ([-1, 2, 3, 4, 5], "it costs more in at least 3 draws in 4"),
            (
                [-2, -1, 3, 4, 5],
                "it costs more in at least half of the draws",
            ),
            (
                [-2, -1, 0, 4, 5],
                "it costs more about as often as it costs less",
            ),
            (
                [-3, -2, -1, 4, 5],
                "it costs less in at least half of the draws",
            ),
            (
                [-5, -4, -3, -2, 5],
                "it costs less in at least 3 draws in 4",
            ),
            (
                [-5, -4, -3, -2, -1],
                "it costs less in at least 9 draws in 10",
            ),
            ([0; 5], "it makes no difference"),
        ] {
            assert_eq!(pair(quantiles).how_often(), says);
        }
    }
}
