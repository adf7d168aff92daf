use std::sync::Arc;

use oast_office::picture::Picture;
use oast_rules::facts::Category;
use oast_rules::price::band::{Band, Bands};
use oast_terms::{Entry, Recorder};
use oast_units::{Pence, WeeklyRate};

use crate::answer::Fault;
use crate::chart::{Chart as _, Distribution, Head, Range, Unit};
use crate::desk::Desk;
use crate::link::{To, with_query};
use crate::list::{Cell, List, Table};
use crate::pages::market::bands;
use crate::pages::market::home::{Position, against};
use crate::pages::parts::Figure;
use crate::words;

/// How wide each part of a scale of prices is.
const STEP: Pence = Pence::pounds(20);

/// What the live placements of a category cost today.
struct Priced {
    category: Category,
    band: Option<Band>,
    rates: Vec<WeeklyRate>,
    below: usize,
    within: usize,
    above: usize,
}

/// The prices of live placements today, category by category, where there are any or there is a
/// band.
fn priced(picture: &Picture) -> Vec<Priced> {
    let bands = bands(picture, picture.day);
    let mut all: Vec<Priced> = Category::ALL
        .iter()
        .map(|category| Priced::new(*category, bands.as_ref()))
        .collect();
    for standing in &picture.standings {
        // A bed of a block contract has no price of its own.
        if let Some(rate) = standing.rate.filter(|rate| *rate > WeeklyRate::ZERO)
            && let Some(priced) = all.get_mut(standing.category as usize)
        {
            priced.rates.push(rate);
            match against(rate, standing.category, bands.as_ref()) {
                Some(Position::Below) => priced.below += 1,
                Some(Position::Within) => priced.within += 1,
                Some(Position::Above) => priced.above += 1,
                None => {}
            }
        }
    }
    all.retain(|priced| priced.band.is_some() || !priced.rates.is_empty());
    all
}

impl Priced {
    fn new(category: Category, bands: Option<&Bands>) -> Self {
        Self {
            category,
            band: bands.and_then(|bands| bands.of(category)),
            rates: Vec::new(),
            below: 0,
            within: 0,
            above: 0,
        }
    }

    fn placements(&self, band: &str) -> String {
        let category = self.category.code();
        with_query(To::Placements, [("category", category), ("band", band)])
    }

    const fn id(&self) -> &'static str {
        match self.category {
            Category::Residential => "prices-residential",
            Category::ResidentialHigh => "prices-residential-high",
            Category::Nursing => "prices-nursing",
            Category::NursingHigh => "prices-nursing-high",
            Category::Complex => "prices-complex",
        }
    }

    fn title(&self) -> String {
        let (name, all) = (self.category.words(), self.rates.len());
        let placements = words::so_many(all, "placement", "placements");
        let Some(band) = self.band else {
            return format!("{placements} for {name} care, which has no band");
        };
        let share = |part: usize| {
            let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
            words::share(count(part), count(all))
        };
        let (lower, upper) = (band.lower.pence(), band.upper.pence());
        format!(
            "{} of {placements} for {name} care cost more than the band of {} to {}",
            share(self.above),
            Unit::Price.short(lower),
            Unit::Price.short(upper)
        )
    }

    fn figure(&self, desk: &Desk) -> Result<Figure, Fault> {
        let range = self.band.map(|band| Range {
            name: "Band".to_owned(),
            lower: band.lower.pence(),
            upper: band.upper.pence(),
        });
        let rates: Vec<i64> = self.rates.iter().map(|rate| rate.pence()).collect();
        let mut bins = Distribution::bins_of(&rates, STEP.get(), range.as_ref());
        let to = |from: i64| {
            let plain = |pence: i64| Pence::new(pence).plain();
            let (from, to) = (plain(from), plain(from + STEP.get() - 1));
            let asked = [
                ("category", self.category.code()),
                ("from", from.as_str()),
                ("to", to.as_str()),
            ];
            with_query(To::Placements, asked)
        };
        for bin in &mut bins {
            bin.href = Some(to(bin.from));
        }
        let rows: Vec<(i64, u64)> = bins
            .iter()
            .map(|bin| (bin.from, bin.below + bin.inside + bin.above))
            .collect();
        let title = self.title();
        let svg = Distribution {
            head: Head {
                id: format!("{}-chart", self.id()),
                title: title.clone(),
                description: String::new(),
            },
            unit: Unit::Price,
            counted: "placements".to_owned(),
            step: STEP.get(),
            bins,
            range,
        }
        .figure();
        let caption = format!("Prices of {} care today", self.category.words());
        let total = Cell::count(self.rates.len());
        let list = List::new(self.id(), caption, rows)
            .column("price", "£ a week", |(from, _): &(i64, u64)| {
                let last = from + STEP.get() - 1;
                let words = format!("{} to {}", Pence::new(*from), Pence::new(last));
                Cell::text(words)
            })
            .numbers("placements", "Placements", move |(from, count)| {
                Cell::number(i64::try_from(*count).unwrap_or(i64::MAX)).to(to(*from))
            })
            .when_empty("Nobody is placed in this category today.");
        let list = if list.is_empty() {
            list
        } else {
            list.totals(vec![Cell::text("Total"), total])
        };
        let table = desk.table(list)?;
        Ok(Figure { title, svg, table })
    }
}

/// The names of the terms that set today's bands.
fn term_names(picture: &Picture) -> Vec<Arc<str>> {
    let contract = picture.terms().contract_for(None, "framework");
    let mut read = Recorder::default();
    if let Some(terms) = &contract.bands {
        // Without a band today there are no names, as there are no rows to link.
        Bands::on(terms, picture.day, &mut read).ok();
    }
    let names = read.entries.into_iter().filter_map(|entry| match entry {
        Entry::Term(read) => Some(read.name),
        _ => None,
    });
    names.collect()
}

/// The bands in force, with how many placements are below, within and above; and what is paid in
/// each category, drawn over its band.
pub(super) fn sections(desk: &Desk, picture: &Picture) -> Result<(Table, Vec<Figure>), Fault> {
    let all = priced(picture);
    let figures = all
        .iter()
        .filter(|priced| !priced.rates.is_empty())
        .map(|priced| priced.figure(desk))
        .collect::<Result<Vec<_>, _>>()?;
    let with_bands = all.into_iter().filter(|priced| priced.band.is_some());
    let names = term_names(picture);
    let names = &names;
    let rate = |end: &'static str, rate: fn(&Band) -> WeeklyRate| {
        move |priced: &Priced| {
            let rate = priced.band.as_ref().map(rate);
            let term = format!("/bands.{}_{end}", priced.category.code());
            let name = names.iter().find(|name| name.ends_with(&term));
            let to = name.map_or(To::Terms, |name| To::Term(name));
            Cell::maybe_money(rate.map(WeeklyRate::weekly)).to(to)
        }
    };
    let list = List::new("bands", "Bands in force", with_bands.collect())
        .column("category", "Category", |priced: &Priced| {
            Cell::text(priced.category.words())
        })
        .numbers("lower", "From, £ a week", rate("lower", |band| band.lower))
        .numbers("upper", "To, £ a week", rate("upper", |band| band.upper))
        .numbers("below", "Placements below", |priced| {
            Cell::count(priced.below).to(priced.placements("below"))
        })
        .numbers("within", "In the band", |priced| {
            Cell::count(priced.within).to(priced.placements("within"))
        })
        .numbers("above", "Above", |priced| {
            Cell::count(priced.above).to(priced.placements("above"))
        })
        .when_empty("The framework has no price bands on this day.");
    Ok((desk.table(list)?, figures))
}
