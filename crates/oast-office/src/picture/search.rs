//! Finding by name, reference, NHS number or postcode, forgiving of spelling.

use std::collections::HashMap;
use std::sync::Arc;

use super::facts::{Facts, PlacementAt};

/// Candidates whose spelling is compared letter by letter.
const COMPARED_MAX: usize = 400;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub what: FoundWhat,
    /// How well it fits: less is better.
    pub distance: u32,
}

/// Something that can be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FoundWhat {
    /// A home, by its place among the homes.
    Home(usize),
    /// A provider, by its place among the providers.
    Provider(usize),
    /// A person, by their place among the people.
    Person(usize),
    /// A placement.
    Placement(PlacementAt),
}

/// The words of every name, and where each three letters occur.
#[derive(Debug, Clone)]
pub(super) struct Index(Arc<Words>);

#[derive(Debug, Default)]
struct Words {
    names: Vec<(FoundWhat, Box<str>)>,
    by_letters: HashMap<[u8; 3], Vec<u32>>,
    /// How many names come before those of people.
    before_people: usize,
}

/// Letters and digits in lower case, words set apart by one space.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 1);
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            '\'' | '’' | '.' => {}
            'à'..='å' => out.push('a'),
            'ç' => out.push('c'),
            'è'..='ë' => out.push('e'),
            'ì'..='ï' => out.push('i'),
            'ñ' => out.push('n'),
            'ò'..='ö' => out.push('o'),
            'ù'..='ü' => out.push('u'),
            _ if out.ends_with(' ') || out.is_empty() => {}
            _ => out.push(' '),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn letters(plain: &str) -> impl Iterator<Item = [u8; 3]> + '_ {
    plain.split(' ').flat_map(|word| {
        let padded = [b" ", word.as_bytes(), b" "].concat();
        let threes: Vec<[u8; 3]> = padded
            .windows(3)
            .filter_map(|three| three.try_into().ok())
            .collect();
        threes
    })
}

impl Index {
    pub(super) fn new(facts: &Facts) -> Self {
        let mut words = Words::default();
        let market = &facts.market;
        for (index, home) in market.homes.iter().enumerate() {
            let town = home.town.as_ref().map_or("", |town| town.as_str());
            words.add(FoundWhat::Home(index), &format!("{} {town}", home.name));
        }
        for (index, provider) in market.providers.iter().enumerate() {
            words.add(FoundWhat::Provider(index), provider.name.as_str());
        }
        words.before_people = words.names.len();
        for (index, person) in market.people.iter().enumerate() {
            let part = |name: &Option<oast_units::Text>| {
                name.as_ref().map_or(String::new(), ToString::to_string)
            };
            let name = format!("{} {}", part(&person.given_name), part(&person.family_name));
            words.add(FoundWhat::Person(index), &name);
        }
        Self(Arc::new(words))
    }

    /// What fits a query, best first; without `people`, homes and providers alone.
    pub(super) fn find(
        &self,
        facts: &Facts,
        query: &str,
        people: bool,
        limit: usize,
    ) -> Vec<Found> {
        let mut found = by_reference(facts, query, people);
        let query = plain(query);
        if query.len() >= 2 {
            found.extend(self.0.named(&query, people));
        }
        found.sort_by_key(|found| (found.distance, found.what));
        found.dedup_by_key(|found| found.what);
        found.truncate(limit);
        found
    }
}

impl Words {
    fn add(&mut self, what: FoundWhat, name: &str) {
        let name = plain(name);
        let index = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        for three in letters(&name) {
            let list = self.by_letters.entry(three).or_default();
            if list.last() != Some(&index) {
                list.push(index);
            }
        }
        self.names.push((what, name.into_boxed_str()));
    }

    fn named(&self, query: &str, people: bool) -> Vec<Found> {
        let searched = if people {
            self.names.len()
        } else {
            self.before_people
        };
        let mut likely = self.likely(query, searched);
        likely.truncate(COMPARED_MAX);
        likely
            .into_iter()
            .filter_map(|index| self.names.get(index))
            .filter_map(|(what, name)| {
                let distance = distance(query, name)?;
                Some(Found {
                    what: *what,
                    distance,
                })
            })
            .collect()
    }

    /// The first of the names that share the most letters with a query, in their order.
    fn likely(&self, query: &str, searched: usize) -> Vec<usize> {
        let mut shared = vec![0_u8; searched];
        for three in letters(query) {
            for index in self.by_letters.get(&three).into_iter().flatten() {
                match shared.get_mut(*index as usize) {
                    Some(count) => *count = count.saturating_add(1),
                    // Lists are in order, so the rest are people too.
                    None => break,
                }
            }
        }
        let mut so_many = [0_usize; 256];
        for count in &shared {
            so_many[usize::from(*count)] += 1;
        }
        let mut likely = Vec::new();
        let most = (1..=u8::MAX).rev();
        for count in most.filter(|count| so_many[usize::from(*count)] > 0) {
            let wanted = COMPARED_MAX.saturating_sub(likely.len());
            let same = shared
                .iter()
                .enumerate()
                .filter(|(_, each)| **each == count);
            likely.extend(same.map(|(index, _)| index).take(wanted));
            if likely.len() >= COMPARED_MAX {
                break;
            }
        }
        likely
    }
}

/// How far a name is from a query; none when a word of the query is like none of the name.
fn distance(query: &str, name: &str) -> Option<u32> {
    let mut sum = 10;
    for wanted in query.split(' ') {
        let nearest = name
            .split(' ')
            .filter_map(|word| word_distance(wanted, word));
        sum += nearest.min()?;
    }
    if name.starts_with(query) {
        sum -= 5;
    }
    Some(sum)
}

fn word_distance(wanted: &str, word: &str) -> Option<u32> {
    if wanted == word {
        return Some(0);
    }
    if word.starts_with(wanted) {
        return Some(1);
    }
    let allowed = match wanted.len() {
        0..=3 => 0,
        4..=6 => 1,
        _ => 2,
    };
    let edits = edits(wanted.as_bytes(), word.as_bytes());
    if edits <= allowed {
        return Some(2 + 2 * edits);
    }
    // What is still being typed may hold a mistake too.
    let begun = word.as_bytes().get(..wanted.len())?;
    (allowed > 0 && self::edits(wanted.as_bytes(), begun) <= 1).then_some(6)
}

/// Letters to put in, take out, change or swap with a neighbour to make one word the other.
fn edits(a: &[u8], b: &[u8]) -> u32 {
    let width = b.len() + 1;
    let mut rows: Vec<Vec<u32>> = vec![(0..).take(width).collect()];
    for (i, x) in a.iter().enumerate() {
        let above = &rows[i];
        let mut row = vec![above[0] + 1];
        for (j, y) in b.iter().enumerate() {
            let mut least = (above[j + 1] + 1)
                .min(row[j] + 1)
                .min(above[j] + u32::from(x != y));
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                least = least.min(rows[i - 1][j - 1] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows.last().and_then(|row| row.last()).copied().unwrap_or(0)
}

/// What has exactly this reference, NHS number or postcode.
fn by_reference(facts: &Facts, query: &str, people: bool) -> Vec<Found> {
    let wanted: String = query
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .flat_map(char::to_uppercase)
        .collect();
    if wanted.len() < 3 {
        return Vec::new();
    }
    let same = |text: &str| {
        let letters = text.bytes().filter(|byte| *byte != b' ' && *byte != b'-');
        letters.eq(wanted.bytes())
    };
    let mut found = Vec::new();
    let mut add = |what| found.push(Found { what, distance: 0 });
    let market = &facts.market;
    for (index, home) in market.homes.iter().enumerate() {
        let is_there = home
            .postcode
            .as_ref()
            .is_some_and(|code| same(code.as_str()));
        let registered = home
            .cqc_location_id
            .as_ref()
            .is_some_and(|id| same(id.as_str()));
        if is_there || registered || same(home.home_id.as_str()) {
            add(FoundWhat::Home(index));
        }
    }
    for (index, provider) in market.providers.iter().enumerate() {
        if same(provider.provider_id.as_str()) {
            add(FoundWhat::Provider(index));
        }
    }
    // A person's numbers have digits, as names have not: most of what is typed is no number.
    if people && wanted.bytes().any(|byte| byte.is_ascii_digit()) {
        let nhs = (wanted.len() == 10).then_some(wanted.as_str());
        for (index, person) in market.people.iter().enumerate() {
            let known = nhs.is_some_and(|nhs| {
                let number = person.nhs_number.as_ref();
                number.is_some_and(|number| number.to_string() == nhs)
            });
            let lived = person
                .postcode
                .as_ref()
                .is_some_and(|code| same(code.as_str()));
            if known || lived || same(person.person_id.as_str()) {
                add(FoundWhat::Person(index));
            }
        }
    }
    if people {
        let by_key =
            |person: &oast_rules::facts::Person| person.person_id.as_str().cmp(query.trim());
        if let Ok(index) = market.people.binary_search_by(by_key) {
            add(FoundWhat::Person(index));
        }
        if let Some(at) = facts
            .placement(query.trim())
            .or_else(|| facts.placement(&query.trim().to_uppercase()))
        {
            add(FoundWhat::Placement(at));
        }
    }
    found
}
