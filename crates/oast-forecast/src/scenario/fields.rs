use super::{Scenario, ScenarioError};

/// A number of a scenario that can be changed, in plain words: `before` the number and `after` it
/// make a sentence.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name in the file, with the part before a point.
    pub key: &'static str,
    /// What is said before the number.
    pub before: &'static str,
    /// What is said after it.
    pub after: &'static str,
    /// The least it can be.
    pub least: f64,
    /// The most.
    pub most: f64,
    /// The number.
    pub get: fn(&Scenario) -> f64,
    /// Changes it.
    pub set: fn(&mut Scenario, f64),
}

/// Every number that can be changed by name.
pub const FIELDS: &[Field] = &[
    Field {
        key: "stays.leaving",
        before: "People leave",
        after: "times as fast as the record shows.",
        least: 0.05,
        most: 10.0,
        get: |scenario| scenario.stays.leaving,
        set: |scenario, value| scenario.stays.leaving = value,
    },
    Field {
        key: "stays.needs",
        before: "People come to need a dearer category",
        after: "times as fast as the record shows.",
        least: 0.0,
        most: 20.0,
        get: |scenario| scenario.stays.needs,
        set: |scenario, value| scenario.stays.needs = value,
    },
    Field {
        key: "entries.replaced",
        before: "Of those who leave,",
        after: "per cent are followed by somebody new.",
        least: 0.0,
        most: 100.0,
        get: |scenario| scenario.entries.replaced,
        set: |scenario, value| scenario.entries.replaced = value,
    },
    Field {
        key: "entries.gap_days",
        before: "A place is taken again after",
        after: "days on average.",
        least: 0.0,
        most: 365.0,
        get: |scenario| scenario.entries.gap_days,
        set: |scenario, value| scenario.entries.gap_days = value,
    },
    Field {
        key: "entries.residential_growth",
        before: "People in residential care grow by",
        after: "per cent a year.",
        least: -50.0,
        most: 50.0,
        get: |scenario| scenario.entries.residential_growth,
        set: |scenario, value| grow(scenario, |entries| &mut entries.residential_growth, value),
    },
    Field {
        key: "entries.nursing_growth",
        before: "People in nursing care grow by",
        after: "per cent a year.",
        least: -50.0,
        most: 50.0,
        get: |scenario| scenario.entries.nursing_growth,
        set: |scenario, value| grow(scenario, |entries| &mut entries.nursing_growth, value),
    },
    Field {
        key: "prices.market_growth",
        before: "The market’s prices rise by",
        after: "per cent a year more than uplifts.",
        least: -20.0,
        most: 50.0,
        get: |scenario| scenario.prices.market_growth,
        set: |scenario, value| scenario.prices.market_growth = value,
    },
    Field {
        key: "prices.premium",
        before: "A placement off the framework costs",
        after: "per cent more than the home’s usual price.",
        least: -50.0,
        most: 200.0,
        get: |scenario| scenario.prices.premium,
        set: |scenario, value| scenario.prices.premium = value,
    },
    Field {
        key: "prices.scatter",
        before: "Prices agreed one by one are scattered by",
        after: "per cent.",
        least: 0.0,
        most: 100.0,
        get: |scenario| scenario.prices.scatter,
        set: |scenario, value| scenario.prices.scatter = value,
    },
    Field {
        key: "prices.complex",
        before: "Complex care agreed anew costs",
        after: "per cent more than that which is there.",
        least: -50.0,
        most: 200.0,
        get: |scenario| scenario.prices.complex,
        set: |scenario, value| scenario.prices.complex = value,
    },
    Field {
        key: "framework.homes_asked",
        before: "A broker asks",
        after: "homes on average before going off the framework.",
        least: 1.0,
        most: 10.0,
        get: |scenario| scenario.framework.homes_asked.unwrap_or(1.0),
        set: |scenario, value| scenario.framework.homes_asked = Some(value),
    },
    Field {
        key: "framework.share",
        before: "New placements called off the framework are",
        after: "per cent.",
        least: 0.0,
        most: 100.0,
        get: |scenario| scenario.framework.share.unwrap_or_default(),
        set: |scenario, value| scenario.framework.share = Some(value),
    },
    Field {
        key: "framework.acceptance.at_market",
        before: "Where a band’s top is a home’s own price, the chance that it bids is",
        after: "(between 0 and 1).",
        least: 0.01,
        most: 0.99,
        get: |scenario| scenario.framework.acceptance.at_market,
        set: |scenario, value| scenario.framework.acceptance.at_market = value,
    },
    Field {
        key: "framework.acceptance.steepness",
        before: "As the top falls below that price, the log odds fall with a steepness of",
        after: ".",
        least: 0.0,
        most: 100.0,
        get: |scenario| scenario.framework.acceptance.steepness,
        set: |scenario, value| scenario.framework.acceptance.steepness = value,
    },
    Field {
        key: "framework.step",
        before: "Prices are bid in steps of",
        after: "pounds.",
        least: 0.01,
        most: 1_000.0,
        get: |scenario| scenario.framework.step,
        set: |scenario, value| scenario.framework.step = value,
    },
    Field {
        key: "uplifts.all",
        before: "Every price rises by",
        after: "per cent on each 1 April.",
        least: -50.0,
        most: 100.0,
        get: |scenario| scenario.uplifts.legacy.last().copied().unwrap_or_default(),
        set: |scenario, value| {
            let uplifts = &mut scenario.uplifts;
            for list in [
                &mut uplifts.legacy,
                &mut uplifts.framework,
                &mut uplifts.spot,
                &mut uplifts.complex,
            ] {
                *list = vec![value];
            }
        },
    },
    Field {
        key: "one_to_one.hours",
        before: "A one-to-one package has",
        after: "hours a week.",
        least: 0.0,
        most: 168.0,
        get: |scenario| scenario.one_to_one.hours,
        set: |scenario, value| scenario.one_to_one.hours = value,
    },
    Field {
        key: "one_to_one.hourly",
        before: "An hour of it costs",
        after: "pounds.",
        least: 0.0,
        most: 1_000.0,
        get: |scenario| scenario.one_to_one.hourly,
        set: |scenario, value| scenario.one_to_one.hourly = value,
    },
    Field {
        key: "one_to_one.lasts",
        before: "It lasts",
        after: "months on average.",
        least: 0.1,
        most: 120.0,
        get: |scenario| scenario.one_to_one.lasts,
        set: |scenario, value| scenario.one_to_one.lasts = value,
    },
    Field {
        key: "capacity.growth",
        before: "Beds that the council can have grow by",
        after: "per cent a year.",
        least: -50.0,
        most: 50.0,
        get: |scenario| scenario.capacity.growth,
        set: |scenario, value| scenario.capacity.growth = value,
    },
    Field {
        key: "capacity.elsewhere",
        before: "Once a district’s beds are full, a placement out of area costs",
        after: "per cent more.",
        least: 0.0,
        most: 200.0,
        get: |scenario| scenario.capacity.elsewhere,
        set: |scenario, value| scenario.capacity.elsewhere = value,
    },
];

/// A growth that is given by hand takes the place of the published path.
fn grow(scenario: &mut Scenario, which: fn(&mut super::Entries) -> &mut f64, value: f64) {
    scenario.entries.path = false;
    *which(&mut scenario.entries) = value;
}

impl Field {
    /// The field of a name.
    pub fn named(key: &str) -> Option<&'static Self> {
        FIELDS.iter().find(|field| field.key == key)
    }

    /// Whether it can have a value.
    pub(super) fn check(&self, value: f64) -> Result<(), ScenarioError> {
        if (self.least..=self.most).contains(&value) {
            return Ok(());
        }
        Err(ScenarioError(format!(
            "`{}` is {value}; it can be from {} to {}",
            self.key, self.least, self.most
        )))
    }
}

impl Scenario {
    /// A number as somebody would type it; nothing where it follows from something else.
    pub fn said(&self, field: &Field) -> String {
        let follows = match field.key {
            "framework.share" => self.framework.share.is_none(),
            "framework.homes_asked" => self.framework.homes_asked.is_none(),
            "entries.residential_growth" | "entries.nursing_growth" => self.entries.path,
            _ => false,
        };
        if follows {
            return String::new();
        }
        format!("{}", (field.get)(self))
    }

    /// The same with a number changed, from what somebody typed.
    ///
    /// # Errors
    /// When there is no such number, or it cannot have the value.
    pub fn change(&mut self, key: &str, said: &str) -> Result<(), ScenarioError> {
        let field = Field::named(key).ok_or_else(|| {
            let names: Vec<_> = FIELDS.iter().map(|field| field.key).collect();
            ScenarioError(format!(
                "`{key}` is no number of a scenario; there are {}",
                names.join(", ")
            ))
        })?;
        let value = said.trim().parse().map_err(|_| {
            ScenarioError(format!(
                "`{key}` is “{said}”; it is a number, such as {}",
                (field.get)(self)
            ))
        })?;
        field.check(value)?;
        (field.set)(self, value);
        Ok(())
    }
}
