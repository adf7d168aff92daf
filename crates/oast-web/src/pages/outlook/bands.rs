//! The design of price bands: as published, what an upper end trades, and what would cost least.

mod figures;
mod tables;

use axum::response::Response;
use oast_forecast::bands::{
    Best, Design, Neighbours, NoOptimum, Outcome, Question, Unsolved, keeps, no_optimum,
};
use oast_forecast::listed;
use oast_office::picture::Picture;
use oast_rules::price::band::Bands;
use oast_rules::price::market::Market;
use oast_units::Pence;
use serde::Serialize;

use crate::answer::Fault;
use crate::desk::Desk;
use crate::list::{Asked, List, Table};
use crate::page::Page;
use crate::pages::market::bands;
use crate::pages::outlook::lines::Lines as Rows;
use crate::pages::parts::{Figure, Four};

/// The page.
#[derive(Debug, Serialize)]
pub struct BandsPage {
    fields: Vec<Field>,
    districts: Vec<District>,
    /// What was written into a field and cannot be used.
    wrong: Vec<String>,
    /// Why there is nothing to design bands from.
    nothing: Option<String>,
    design: Option<Shown>,
}

/// A number that can be changed.
#[derive(Debug, Serialize)]
struct Field {
    name: &'static str,
    label: &'static str,
    unit: &'static str,
    means: &'static str,
    value: String,
}

/// A district whose trade-off can be looked at.
#[derive(Debug, Serialize)]
struct District {
    name: String,
    selected: bool,
}

/// Everything that follows from the numbers.
#[derive(Debug, Serialize)]
struct Shown {
    four: Vec<Four>,
    rests: Table,
    left_out: Option<String>,
    made: Table,
    gaps: Vec<String>,
    neighbours: Figure,
    where_: String,
    curves: Vec<Figure>,
    outcomes: Table,
    binds: Vec<String>,
    relaxed: Vec<String>,
    /// Why no bands do what was asked.
    cannot: Vec<String>,
    needs: Table,
}

impl Page for BandsPage {
    const TEMPLATE: &'static str = "pages/outlook/bands.html";
    const HELP: Option<&'static str> = Some("design-bands");

    fn title(&self) -> String {
        "Design the bands".to_owned()
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/forecast/bands",
            query: &[],
        };
        let draw = |list: List<'static, Rows>| Ok(list.table(asked).in_order());
        let market = tables::sample();
        let page = |market: &Market, question: &Question, wrong: Vec<String>| {
            let asked = Numbers {
                question: *question,
                wrong,
                district: String::new(),
            };
            Self::of(market, None, &asked, &draw).ok()
        };
        let mut high = Question::USUAL;
        let said = high.set("coverage", "200");
        let nobody = Market {
            paid: Default::default(),
            ..market.clone()
        };
        let pages = [
            page(&market, &Question::USUAL, Vec::new()),
            page(&market, &high, said.err().into_iter().collect()),
            page(&nobody, &Question::USUAL, vec!["Reduction: ‘much’ cannot be used; write a percentage from 0 to 60, such as 12.5".to_owned()]),
        ];
        pages.into_iter().flatten().collect()
    }
}

/// Draws a list as a table, or answers with its file.
type Draw<'d> = &'d dyn Fn(List<'static, Rows>) -> Result<Table, Fault>;

/// What somebody asked for.
struct Numbers {
    question: Question,
    wrong: Vec<String>,
    district: String,
}

impl Numbers {
    /// Reads the query; what cannot be used counts as not written, and is told.
    fn of(desk: &Desk) -> Self {
        let (mut question, mut wrong) = (Question::USUAL, Vec::new());
        for knob in Question::KNOBS {
            let written = desk.query(knob.name).filter(|text| !text.trim().is_empty());
            if let Some(Err(why)) = written.map(|text| question.set(knob.name, text)) {
                wrong.push(why);
            }
        }
        Self {
            question,
            wrong,
            district: desk.query("district").unwrap_or_default().to_owned(),
        }
    }

    fn fields(&self) -> Vec<Field> {
        let field = |knob: &oast_forecast::bands::Knob| Field {
            name: knob.name,
            label: knob.label,
            unit: knob.unit,
            means: knob.means,
            value: self.question.get(knob.name),
        };
        Question::KNOBS.iter().map(field).collect()
    }
}

/// Shows the design of the bands.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let picture: std::sync::Arc<Picture> = desk.picture()?;
    let today = bands(&picture, desk.day());
    let numbers = Numbers::of(desk);
    let draw = |list| desk.table(list).map(Table::in_order);
    let page = BandsPage::of(picture.market_prices(), today.as_ref(), &numbers, &draw)?;
    desk.page(&page)
}

impl BandsPage {
    fn of(
        market: &Market,
        today: Option<&Bands>,
        numbers: &Numbers,
        draw: Draw<'_>,
    ) -> Result<Self, Fault> {
        let mut page = Self {
            fields: numbers.fields(),
            districts: Vec::new(),
            wrong: numbers.wrong.clone(),
            nothing: None,
            design: None,
        };
        match Design::of(market, &numbers.question, today) {
            Err(why) => page.nothing = Some(why.to_string()),
            Ok(design) => {
                let districts = design.county.problem.districts.iter();
                page.districts = districts
                    .map(|district| District {
                        name: district.name.clone(),
                        selected: district.name == numbers.district,
                    })
                    .collect();
                page.design = Some(Shown::of(&design, &numbers.district, draw)?);
            }
        }
        Ok(page)
    }
}

fn broken(why: &Unsolved) -> Fault {
    Fault::Broken(why.to_string())
}

impl Shown {
    fn of(design: &Design, district: &str, draw: Draw<'_>) -> Result<Self, Fault> {
        let neighbours = Neighbours::kent().map_err(|why| Fault::Broken(why.to_string()))?;
        let published = design.published().map_err(|why| broken(&why))?;
        let best = design.best();
        if let Err(NoOptimum::Unsolved(why)) = &best {
            return Err(broken(why));
        }
        let found = best.as_ref().ok();
        let districts = design.county.problem.districts.iter();
        let at = districts.clone().position(|each| each.name == district);
        let where_ = at.map_or_else(|| "the whole county".to_owned(), |_| district.to_owned());
        let mut curves = Vec::new();
        for category in 0..design.county.categories.len() {
            let points = design.trade(category, at).map_err(|why| broken(&why))?;
            curves.push(figures::curve(design, category, &points, found, draw)?);
        }
        let shown = found.map_or(&published, |best| &best.outcome);
        let cannot = match &best {
            Ok(_) => Vec::new(),
            Err(why) => no_optimum(&design.county, design.question.coverage, why),
        };
        Ok(Self {
            four: four(&published, found),
            rests: draw(tables::rests(design))?,
            left_out: left_out(design),
            made: draw(tables::made(design))?,
            gaps: gaps(design),
            neighbours: figures::neighbours(design, &neighbours, draw)?,
            where_,
            curves,
            outcomes: draw(tables::outcomes(design, &published, found))?,
            binds: found.map(binds).unwrap_or_default(),
            relaxed: found.map(relaxed).unwrap_or_default(),
            cannot,
            needs: draw(tables::needs(shown))?,
        })
    }
}

fn pounds(pounds: i64) -> String {
    Pence::pounds(pounds).headline()
}

fn four(published: &Outcome, best: Option<&Best>) -> Vec<Four> {
    let homes =
        |outcome: &Outcome| crate::chart::Unit::Percent.short(outcome.homes_share / 100 * 100);
    let mut four = vec![
        Four::new(
            "The published way",
            &pounds(published.spend),
            "new placements, four years",
        ),
        Four::new(
            "Homes that bid then",
            &homes(published),
            "of those that could",
        ),
    ];
    if let Some(best) = best {
        four.push(Four::new(
            "Cheapest with enough beds",
            &pounds(best.outcome.spend),
            "new placements, four years",
        ));
        four.push(Four::new(
            "Homes that bid then",
            &homes(&best.outcome),
            "of those that could",
        ));
    }
    four
}

fn left_out(design: &Design) -> Option<String> {
    let count = design.county.homes_without_district;
    let homes = crate::words::so_many(count, "home", "homes");
    (count > 0).then(|| {
        format!("{homes} with no district recorded cannot be set against anybody’s need, and are left out.")
    })
}

fn gaps(design: &Design) -> Vec<String> {
    let gaps = design.gaps.iter().map(|gap| {
        format!(
            "Prices above {} ({}) and below {} ({}) lie in no band.",
            gap.from.weekly().short(),
            gap.below.words(),
            gap.to.weekly().short(),
            gap.above.words()
        )
    });
    let out_of_order = design.made.iter().zip(design.made.iter().skip(1));
    let out_of_order = out_of_order.filter(|(below, above)| above.upper <= below.upper);
    let crossed = out_of_order.map(|(below, above)| {
        format!(
            "{} would end at {}, no higher than {} at {}: its average is too low for the bands to keep their order.",
            above.category.words(),
            above.upper.weekly().short(),
            below.category.words(),
            below.upper.weekly().short()
        )
    });
    gaps.chain(crossed).collect()
}

fn binds(best: &Best) -> Vec<String> {
    let each = best.binds.iter().map(|bind| {
        let more = bind.one_more.map(|more| {
            let words = if more < 0 { "save" } else { "cost" };
            format!(" A point more would {words} {}.", pounds(more.abs()))
        });
        keeps(bind) + &more.unwrap_or_default()
    });
    each.collect()
}

fn relaxed(best: &Best) -> Vec<String> {
    let each = best.relaxed.iter().map(|less| {
        let tops: Vec<String> = less.tops.iter().map(|top| top.weekly().short()).collect();
        format!(
            "If {} coverage were enough in {}, the cheapest upper ends would be {}, and cost {} less.",
            crate::chart::Unit::Percent.short(less.coverage),
            less.district,
            listed(&tops),
            pounds(less.saves)
        )
    });
    each.collect()
}
