use oast_rules::facts::Category;
use oast_units::Pence;

use super::{FIELDS, Field, PARTS, Part, Scenario, Uplifts};
use crate::start::PRICED;
use crate::whole;

/// Something that two scenarios assume differently, each as a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The part of the file that it stands in.
    pub part: &'static str,
    /// What the first says.
    pub first: String,
    /// What the second says.
    pub second: String,
}

/// What differs between two scenarios, in the order of the file.
pub fn differences(first: &Scenario, second: &Scenario) -> Vec<Difference> {
    let mut all = Vec::new();
    for part in PARTS.iter().filter(|part| part.differs(first, second)) {
        let pairs = said(part, first).into_iter().zip(said(part, second));
        let differ = pairs.filter(|(own, other)| own != other);
        all.extend(differ.map(|(first, second)| Difference {
            part: part.words,
            first,
            second,
        }));
    }
    all
}

/// Everything that a scenario says of a part, always so many sentences.
fn said(part: &Part, scenario: &Scenario) -> Vec<String> {
    // One number for every uplift says less than the lists of each kind do.
    let own = FIELDS
        .iter()
        .filter(|field| part.has(field) && field.key != "uplifts.all");
    let mut sentences: Vec<String> = own.map(|field| sentence(scenario, field)).collect();
    match part.code {
        "stays" => sentences.push(if scenario.stays.open {
            "Each draw takes rates of its own, as far as the record leaves them open.".to_owned()
        } else {
            "Every draw takes the recorded rates.".to_owned()
        }),
        "entries" => sentences.push(if scenario.entries.self_funders {
            "People who pay for themselves come when their money has run out.".to_owned()
        } else {
            "Nobody comes because their money has run out.".to_owned()
        }),
        "framework" => sentences.extend(framework(scenario)),
        "uplifts" => sentences.extend(uplifts(&scenario.uplifts)),
        "one_to_one" => sentences.push(match scenario.one_to_one.a_year {
            Some(number) => format!("{number} packages begin a year."),
            None => "As many packages begin a year as did.".to_owned(),
        }),
        _ => {}
    }
    sentences
}

/// A number with the words around it, or what it follows from.
fn sentence(scenario: &Scenario, field: &Field) -> String {
    let said = scenario.said(field);
    if !said.is_empty() {
        let apart = if field.after == "." { "" } else { " " };
        return format!("{} {said}{apart}{}", field.before, field.after);
    }
    match field.key {
        "framework.share" => "Which homes bid says how many are called off it.",
        "framework.homes_asked" => "A broker asks as many homes as the record shows.",
        "entries.residential_growth" => "People in residential care grow as published.",
        _ => "People in nursing care grow as published.",
    }
    .to_owned()
}

fn framework(scenario: &Scenario) -> Vec<String> {
    let own = &scenario.framework;
    let open = if own.open {
        "New placements can be called off the framework."
    } else {
        "There is no framework to call new placements off."
    };
    let reopens = match own.reopens_every {
        Some(1) => "It is opened again every month.".to_owned(),
        Some(months) => format!("It is opened again every {months} months."),
        None => "It is not opened again.".to_owned(),
    };
    let mut sentences = vec![open.to_owned(), reopens];
    for (index, category) in Category::ALL.iter().take(PRICED).enumerate() {
        let band = own.bands.and_then(|bands| bands.each().get(index).copied());
        let words = category.words();
        sentences.push(match band {
            Some((low, high)) => {
                let [low, high] = [low, high].map(|pounds| Pence::new(whole(pounds * 100.0)));
                format!(
                    "{words}: bids from {} to {} a week.",
                    low.short(),
                    high.short()
                )
            }
            None => format!("{words}: homes stay at the prices they tendered."),
        });
    }
    sentences
}

fn uplifts(own: &Uplifts) -> Vec<String> {
    let kinds = [
        "Placements from before the framework rise by",
        "Those called off the framework rise by",
        "Those agreed off it since rise by",
        "Complex care rises by",
        "The hour of one-to-one rises by",
    ];
    let lists = own.each().into_iter().map(|(_, list)| list);
    kinds
        .into_iter()
        .zip(lists)
        .map(|(kind, list)| match list {
            [] => format!("{kind} nothing."),
            [one] => format!("{kind} {one} per cent on each 1 April."),
            [first @ .., last] => {
                let first: Vec<_> = first.iter().map(ToString::to_string).collect();
                let first = first.join(", ");
                format!("{kind} {first}, and then {last} per cent on each 1 April.")
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::examples;

    #[test]
    fn whatever_differs_is_said_and_nothing_else() {
        let own = Scenario::default();
        assert_eq!(differences(&own, &own), []);
        for example in examples().unwrap() {
            let said = differences(&own, &example.scenario);
            for part in PARTS {
                let told = said.iter().any(|one| one.part == part.words);
                let differs = part.differs(&own, &example.scenario);
                assert_eq!(told, differs, "{} {}", example.code, part.code);
            }
        }
    }

    #[test]
    fn every_number_is_a_sentence_in_each() {
        let own = Scenario::default();
        for field in FIELDS {
            let mut other = own.clone();
            (field.set)(&mut other, (field.get)(&own) + 0.25);
            let said = differences(&own, &other);
            assert!(!said.is_empty(), "{} is not told", field.key);
            for one in &said {
                assert_ne!(one.first, one.second);
                assert!(one.first.ends_with('.') && one.second.ends_with('.'));
            }
        }
    }

    #[test]
    fn bands_are_told_in_pounds() {
        let own = Scenario::default();
        let mut examples = examples().unwrap().into_iter();
        let bands = examples.find(|one| one.code == "bands-offered-anew");
        let said = differences(&own, &bands.unwrap().scenario);
        let told = said.iter().map(|one| one.second.as_str());
        let told: Vec<_> = told.filter(|says| says.starts_with("Nursing:")).collect();
        assert_eq!(told, ["Nursing: bids from £1,050 to £1,090 a week."]);
    }

    #[test]
    fn uplifts_that_change_are_told_year_by_year() {
        let own = Scenario::default();
        let mut other = own.clone();
        other.uplifts.spot = vec![5.0, 4.0, 3.0];
        let said = differences(&own, &other);
        let [one] = said.as_slice() else {
            panic!("one list differs: {said:?}");
        };
        assert_eq!(
            one.first,
            "Those agreed off it since rise by 2.8 per cent on each 1 April."
        );
        assert_eq!(
            one.second,
            "Those agreed off it since rise by 5, 4, and then 3 per cent on each 1 April."
        );
    }
}
