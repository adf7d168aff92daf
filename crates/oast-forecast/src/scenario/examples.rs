use super::{Scenario, ScenarioError};

/// A scenario that everybody has.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// What links call it.
    pub code: &'static str,
    /// The scenario.
    pub scenario: Scenario,
}

const FILES: &[(&str, &str)] = &[
    (
        "no-framework",
        include_str!("../../../../counties/kent/scenarios/no-framework.toml"),
    ),
    (
        "bands-offered-anew",
        include_str!("../../../../counties/kent/scenarios/bands-offered-anew.toml"),
    ),
    (
        "no-growth",
        include_str!("../../../../counties/kent/scenarios/no-growth.toml"),
    ),
    (
        "published-option-1",
        include_str!("../../../../counties/kent/scenarios/published-option-1.toml"),
    ),
    (
        "published-option-2",
        include_str!("../../../../counties/kent/scenarios/published-option-2.toml"),
    ),
];

/// What things going on as they are is called.
const AS_IT_IS: &str = "as-things-are";

/// The scenarios that everybody has, things going on as they are first.
///
/// # Errors
/// When a file that is part of the program cannot be read.
pub fn examples() -> Result<Vec<Example>, ScenarioError> {
    let mut examples = vec![Example {
        code: AS_IT_IS,
        scenario: Scenario::default(),
    }];
    for (code, text) in FILES {
        examples.push(Example {
            code,
            scenario: Scenario::read(text)?,
        });
    }
    Ok(examples)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_read_and_says_the_same_when_it_is_written() {
        for example in examples().unwrap() {
            let again = Scenario::read(&example.scenario.write()).unwrap();
            assert_eq!(again, example.scenario, "{}", example.code);
        }
    }
}
