//! The people of the example, who are visibly made up.
//!
//! Their given names are trees, flowers and birds, their family names are features of a landscape
//! and end in `-Example`, and their NHS numbers begin with 999, which is never issued.

use oast_rules::facts::Person;
use oast_units::{Date, Invalid, NhsNumber, PersonId, Postcode, Text};

use crate::sampling::Chance;

const GIVEN: [&str; 40] = [
    "Alder",
    "Ash",
    "Aspen",
    "Aster",
    "Avocet",
    "Birch",
    "Bryony",
    "Campion",
    "Cedar",
    "Clover",
    "Dunlin",
    "Elder",
    "Fern",
    "Fieldfare",
    "Finch",
    "Gentian",
    "Hawthorn",
    "Hazel",
    "Heather",
    "Ivy",
    "Jay",
    "Juniper",
    "Kestrel",
    "Larch",
    "Lark",
    "Linden",
    "Linnet",
    "Maple",
    "Myrtle",
    "Pipit",
    "Plover",
    "Primrose",
    "Robin",
    "Rowan",
    "Rush",
    "Sorrel",
    "Swift",
    "Teasel",
    "Willow",
    "Wren",
];
const FAMILY: [&str; 40] = [
    "Bank", "Barrow", "Beacon", "Beck", "Bourne", "Brook", "Chalk", "Cliff", "Combe", "Copse",
    "Creek", "Dale", "Dell", "Dene", "Down", "Fen", "Field", "Ford", "Garth", "Glade", "Grove",
    "Heath", "Hill", "Holt", "Hurst", "Lea", "Marsh", "Mead", "Mere", "Moor", "Orchard", "Pond",
    "Ridge", "Shaw", "Spring", "Strand", "Vale", "Weald", "Wold", "Wood",
];
const ETHNICITIES: [(&str, u64); 8] = [
    ("White British", 910),
    ("White Irish", 15),
    ("Any other White background", 30),
    ("Indian", 15),
    ("Any other Asian background", 8),
    ("African", 6),
    ("Caribbean", 8),
    ("Any other ethnic group", 8),
];
/// How many in a thousand are women.
const WOMEN_PERMILLE: u64 = 680;
/// How many in a thousand have no NHS number on record.
const UNKNOWN_NUMBER_PERMILLE: u64 = 20;

/// How old people are on the day that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ages {
    mean: i32,
    deviation: i32,
    youngest: i32,
    oldest: i32,
}

impl Ages {
    /// Older people.
    pub(crate) const OLDER: Self = Self {
        mean: 86,
        deviation: 6,
        youngest: 66,
        oldest: 103,
    };
    /// People whose care is highly specialised and complex.
    pub(crate) const COMPLEX: Self = Self {
        mean: 80,
        deviation: 8,
        youngest: 60,
        oldest: 100,
    };
    /// People with a learning disability.
    pub(crate) const LEARNING: Self = Self {
        mean: 44,
        deviation: 12,
        youngest: 22,
        oldest: 64,
    };
}

/// The words that are used for every person, read once.
#[derive(Debug)]
pub(crate) struct People {
    given: Vec<Text>,
    family: Vec<Text>,
    female: Text,
    male: Text,
    ethnicities: Vec<(Text, u64)>,
}

impl People {
    /// Reads the words.
    pub(crate) fn new() -> Result<Self, Invalid> {
        let family = |name: &&str| format!("{name}-Example").parse();
        Ok(Self {
            given: GIVEN
                .iter()
                .map(|name| name.parse())
                .collect::<Result<_, _>>()?,
            family: FAMILY.iter().map(family).collect::<Result<_, _>>()?,
            female: "female".parse()?,
            male: "male".parse()?,
            ethnicities: ETHNICITIES
                .iter()
                .map(|(name, weight)| Ok((name.parse()?, *weight)))
                .collect::<Result<_, _>>()?,
        })
    }

    /// A person of an age on a day. The NHS number is given afterwards, to each the next.
    pub(crate) fn person(
        &self,
        person_id: PersonId,
        (ages, on): (Ages, Date),
        postcodes: &[Postcode],
        chance: &mut Chance,
    ) -> Person {
        let years = chance.quantile().normal_whole(ages.mean, ages.deviation);
        let years = years.clamp(ages.youngest, ages.oldest);
        let born = on.add_years(-years) - chance.days(0, 364);
        let sex = if chance.permille(WOMEN_PERMILLE) {
            &self.female
        } else {
            &self.male
        };
        let ethnicities: Vec<_> = self
            .ethnicities
            .iter()
            .map(|(name, weight)| (name, *weight))
            .collect();
        Person {
            person_id,
            nhs_number: None,
            family_name: chance.pick(&self.family).cloned(),
            given_name: chance.pick(&self.given).cloned(),
            date_of_birth: Some(born),
            sex: Some(sex.clone()),
            ethnicity: chance.weighted(&ethnicities).cloned(),
            postcode: chance.pick(postcodes).cloned(),
        }
    }
}

/// Whether a person's NHS number is on record.
pub(crate) fn number_is_known(chance: &mut Chance) -> bool {
    !chance.permille(UNKNOWN_NUMBER_PERMILLE)
}

/// NHS numbers that begin with 999, one after another; there are 909,090 of them.
#[derive(Debug)]
pub(crate) struct TestNumbers {
    next_nine: u64,
}

impl TestNumbers {
    const FIRST: u64 = 999_000_000;
    const LAST: u64 = 999_999_999;

    /// From the first of them.
    pub(crate) fn new() -> Self {
        Self {
            next_nine: Self::FIRST,
        }
    }
}

impl Iterator for TestNumbers {
    type Item = NhsNumber;

    fn next(&mut self) -> Option<NhsNumber> {
        while self.next_nine <= Self::LAST {
            let number = NhsNumber::from_first_nine(self.next_nine);
            self.next_nine += 1;
            if number.is_some() {
                return number;
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sampling::Stream;

    #[test]
    fn nobody_could_be_taken_for_real() {
        let people = People::new().unwrap();
        let mut chance = Chance::new(1, Stream::Life, 0);
        let on = Date::of(2026, 4, 1);
        for _ in 0..200 {
            let id = "P0000001".parse().unwrap();
            let person = people.person(id, (Ages::OLDER, on), &[], &mut chance);
            assert!(person.family_name.unwrap().as_str().ends_with("-Example"));
            let born = person.date_of_birth.unwrap();
            assert!(
                (Date::of(1921, 1, 1)..Date::of(1961, 1, 1)).contains(&born),
                "{born}"
            );
        }
    }

    #[test]
    fn there_are_numbers_for_nine_hundred_thousand_and_no_more() {
        let numbers: Vec<_> = TestNumbers::new().collect();
        assert_eq!(numbers.len(), 909_091);
        for number in [numbers[0], numbers[numbers.len() - 1]] {
            let text = number.to_string();
            assert!(text.starts_with("999") && text.parse() == Ok(number));
        }
    }
}
