use std::collections::BTreeSet;

use oast_office::picture::{HomePrice, Picture};
use oast_rules::facts::{Category, Home};
use oast_rules::price::band::Bands;
use oast_units::{DistrictName, Pence, Text};

use super::home::{against, position_code};
use super::{bands, free_beds};
use crate::desk::Desk;
use crate::form::pence;
use crate::list::Filter;

/// What homes are narrowed to, as the query of a list or of the map says.
pub(super) struct Narrowed {
    asked: Vec<(&'static str, String)>,
    words: String,
    /// The category that prices and free beds are of.
    pub(super) category: Option<Category>,
    bands: Option<Bands>,
    most: Option<Pence>,
}

const WORDS: &str = "q";
const DISTRICT: &str = "district";
const RATING: &str = "rating";
const CATEGORY: &str = "category";
const VACANCY: &str = "vacancy";
const PRICE: &str = "price";
const MOST: &str = "most";

impl Narrowed {
    /// What is asked for.
    pub(super) fn of(desk: &Desk, picture: &Picture) -> Self {
        let names = [WORDS, DISTRICT, RATING, CATEGORY, VACANCY, PRICE, MOST];
        let value = |name| desk.query(name).unwrap_or_default().to_owned();
        Self {
            asked: names.map(|name| (name, value(name))).to_vec(),
            words: value(WORDS).to_lowercase(),
            category: desk.query_as(CATEGORY),
            bands: bands(picture, picture.day),
            most: desk.query(MOST).and_then(pence),
        }
    }

    fn value(&self, name: &str) -> &str {
        let found = self.asked.iter().find(|(each, _)| *each == name);
        found.map_or("", |(_, value)| value)
    }

    /// The district asked for; empty for all of them.
    pub(super) fn district(&self) -> &str {
        self.value(DISTRICT)
    }

    /// The same as the query of an address.
    pub(super) fn query(&self) -> impl Iterator<Item = (&str, &str)> + Clone {
        self.asked
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
    }

    /// The homes that fit, in the order of the market.
    pub(super) fn homes<'a>(&self, picture: &'a Picture) -> Vec<&'a Home> {
        let all = picture.facts.market.homes.iter();
        all.filter(|home| self.holds(home, picture)).collect()
    }

    fn holds(&self, home: &Home, picture: &Picture) -> bool {
        let is = |name: &str, said: Option<&str>| {
            let wanted = self.value(name);
            wanted.is_empty() || said == Some(wanted)
        };
        let said = |text: &Option<Text>| {
            text.as_ref()
                .map_or(String::new(), |text| text.as_str().to_lowercase())
        };
        let named = self.words.is_empty()
            || home.name.as_str().to_lowercase().contains(&self.words)
            || said(&home.town).contains(&self.words);
        named
            && is(DISTRICT, home.district.as_ref().map(DistrictName::as_str))
            && is(RATING, home.cqc_overall.as_ref().map(Text::as_str))
            && self
                .category
                .is_none_or(|category| super::cares_for(home, category, picture))
            && (self.value(VACANCY) != "yes"
                || free_beds(picture, home, self.category).is_some_and(|(beds, _)| beds > 0))
            && self.costs(home, picture)
    }

    /// Whether care in the category asked for, or in any, costs what is asked for.
    fn costs(&self, home: &Home, picture: &Picture) -> bool {
        let wanted = self.value(PRICE);
        if wanted.is_empty() && self.most.is_none() {
            return true;
        }
        let fits = |category: Category, price: HomePrice| {
            let position = against(price.weekly, category, self.bands.as_ref());
            (wanted.is_empty() || position_code(position) == wanted)
                && self.most.is_none_or(|most| price.weekly.weekly() <= most)
        };
        let id = home.home_id.as_str();
        let mut asked = Category::ALL
            .iter()
            .filter(|each| self.category.is_none_or(|category| category == **each));
        asked.any(|category| {
            let price = picture.home_price(id, *category);
            price.is_some_and(|price| fits(*category, price))
        })
    }

    /// The filters, each with what is chosen.
    pub(super) fn filters(&self, picture: &Picture) -> Vec<Filter> {
        let homes = || picture.facts.market.homes.iter();
        let districts: BTreeSet<&str> = homes()
            .filter_map(|home| home.district.as_ref().map(DistrictName::as_str))
            .collect();
        let ratings: BTreeSet<&str> = homes()
            .filter_map(|home| home.cqc_overall.as_ref().map(Text::as_str))
            .collect();
        let categories = Category::ALL.iter().map(|each| (each.code(), each.words()));
        let positions = [
            ("below", "Below the band"),
            ("within", "In the band"),
            ("above", "Above the band"),
        ];
        vec![
            Filter::words(WORDS, "Name or town", self.value(WORDS)),
            Filter::choice(
                DISTRICT,
                "District",
                self.value(DISTRICT),
                districts.into_iter().map(|name| (name, name)),
            ),
            Filter::choice(
                RATING,
                "Rating",
                self.value(RATING),
                ratings.into_iter().map(|name| (name, name)),
            ),
            Filter::choice(CATEGORY, "Cares for", self.value(CATEGORY), categories),
            Filter::choice(VACANCY, "Free beds", self.value(VACANCY), [("yes", "Some")]),
            Filter::choice(PRICE, "Price", self.value(PRICE), positions),
            Filter::words(MOST, "At most, £ a week", self.value(MOST)),
        ]
    }
}
