use super::{Field, Scenario};

/// Numbers of a scenario that are decided together: a part of its file.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// Its name in the file.
    pub code: &'static str,
    /// What people call it.
    pub words: &'static str,
    /// Takes it over from another scenario.
    take: fn(&mut Scenario, &Scenario),
}

/// Every part, in the order of the file.
pub const PARTS: [Part; 7] = [
    Part {
        code: "stays",
        words: "How long people stay",
        take: |own, other| own.stays = other.stays,
    },
    Part {
        code: "entries",
        words: "Who comes",
        take: |own, other| own.entries = other.entries,
    },
    Part {
        code: "prices",
        words: "What a new placement costs",
        take: |own, other| own.prices = other.prices,
    },
    Part {
        code: "framework",
        words: "The framework",
        take: |own, other| own.framework.clone_from(&other.framework),
    },
    Part {
        code: "uplifts",
        words: "Uplifts",
        take: |own, other| own.uplifts.clone_from(&other.uplifts),
    },
    Part {
        code: "one_to_one",
        words: "One-to-one hours",
        take: |own, other| own.one_to_one = other.one_to_one,
    },
    Part {
        code: "capacity",
        words: "Beds",
        take: |own, other| own.capacity = other.capacity,
    },
];

impl Part {
    /// A scenario with this part as another has it.
    #[must_use]
    pub fn taken(&self, into: &Scenario, from: &Scenario) -> Scenario {
        let mut taken = into.clone();
        (self.take)(&mut taken, from);
        taken
    }

    /// Whether a number belongs to it.
    pub fn has(&self, field: &Field) -> bool {
        field.key.split('.').next() == Some(self.code)
    }

    /// Whether two scenarios have it differently.
    pub fn differs(&self, one: &Scenario, other: &Scenario) -> bool {
        self.taken(one, other) != *one
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{FIELDS, examples};

    #[test]
    fn the_parts_together_are_all_that_a_scenario_assumes() {
        let own = Scenario::default();
        for example in examples().unwrap() {
            let other = example.scenario;
            let mut all = own.clone();
            for part in PARTS {
                all = part.taken(&all, &other);
            }
            let rest = Scenario {
                name: own.name.clone(),
                about: own.about.clone(),
                starts: own.starts,
                months: own.months,
                seed: own.seed,
                ..other
            };
            assert_eq!(all, rest, "{}", example.code);
        }
    }

    #[test]
    fn every_number_belongs_to_a_part_and_changes_it_alone() {
        let own = Scenario::default();
        for field in FIELDS {
            let mut changed = own.clone();
            (field.set)(&mut changed, (field.get)(&own) + 0.5);
            let differ = PARTS.iter().filter(|part| part.differs(&own, &changed));
            let codes: Vec<_> = differ.map(|part| part.code).collect();
            let prefix = field.key.split('.').next().unwrap();
            assert_eq!(codes, [prefix], "{}", field.key);
        }
    }
}
