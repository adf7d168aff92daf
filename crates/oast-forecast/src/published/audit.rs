use oast_rules::facts::Category;
use oast_units::Pence;

use super::case::Case;
use super::tables::{ByYear, CATEGORIES, Tables, Way, YEARS};
use crate::{percent, whole};

/// A printed cell that its own row or column does not give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slip {
    /// The option; none for what compares both.
    pub way: Option<Way>,
    /// What should give it: `the sum of the categories`.
    pub by: &'static str,
    /// Which cell: `Total`.
    pub cell: &'static str,
    /// The year, from 1 on.
    pub year: usize,
    /// What the other printed cells give, in whole pounds.
    pub reckoned: i64,
    /// What was printed.
    pub printed: i64,
}

/// How far something goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// It follows from what was printed.
    Follows,
    /// What was printed leaves it open.
    CannotTell,
}

/// Something that the tables say, or do not, beside what is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How far it goes.
    pub weight: Weight,
    /// What it is about: `The budget`.
    pub about: &'static str,
    /// What was found, in sentences.
    pub says: String,
}

/// Every cell that its row or column does not give. All are of one pound: the cells were rounded
/// after they were added up.
pub fn slips(case: &Case) -> Vec<Slip> {
    let printed = case.printed();
    let mut found = Vec::new();
    let mut hold = |way, by, cell, year: usize, reckoned: i64, printed: i64| {
        if reckoned != printed {
            found.push(Slip {
                way,
                by,
                cell,
                year: year + 1,
                reckoned,
                printed,
            });
        }
    };
    let sum = |way: Way, year: usize| -> i64 {
        let cells = printed.of(way).cells();
        cells.iter().map(|cells| cells[year]).sum()
    };
    for way in Way::ALL {
        let of = printed.of(way);
        for year in 0..YEARS {
            let by = "the sum of the categories";
            hold(Some(way), by, "Total", year, sum(way, year), of.total[year]);
            let left = printed.budget[year] - of.total[year];
            let by = "the budget less the total";
            hold(
                Some(way),
                by,
                "Variance to budget",
                year,
                left,
                of.variance[year],
            );
        }
        for (before, increase) in of.increase.iter().enumerate() {
            let more = of.total[before + 1] - of.total[before];
            let by = "the difference of the totals";
            hold(Some(way), by, "Increase", before + 1, more, *increase);
        }
    }
    let [one, two] = printed.ways;
    for year in 0..YEARS {
        let avoided = printed.cost_avoidance[year];
        let by = "the difference of the totals";
        hold(
            None,
            by,
            "Cost avoidance",
            year,
            one.total[year] - two.total[year],
            avoided,
        );
        let by = "the difference of the variances";
        hold(
            None,
            by,
            "Cost avoidance",
            year,
            two.variance[year] - one.variance[year],
            avoided,
        );
        let by = "the categories of both options";
        let cells = sum(Way::NoChange, year) - sum(Way::Bands, year);
        hold(None, by, "Cost avoidance", year, cells, avoided);
    }
    found
}

/// A sum in whole pounds: `£49,782`.
fn pounds(pounds: f64) -> String {
    Pence::pounds(whole(pounds)).short()
}

/// A sum in millions: `£7.8 million`.
fn millions(sum: f64) -> String {
    format!("£{:.1} million", sum / 1e6)
}

/// Things in a row: `a, b and c`.
fn and(things: &[String]) -> String {
    match things {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn each(sums: &[f64], words: fn(f64) -> String) -> String {
    and(&sums.iter().copied().map(words).collect::<Vec<_>>())
}

/// Days of a week, and of a year that has no leap day: the tables count 365 / 7 weeks.
const WEEKS: f64 = 365.0 / 7.0;

/// A price band in whole pounds a week: from, to.
pub type Band = (f64, f64);

/// What follows from the tables, and what they cannot tell. The bands are those of the framework,
/// in the order of [`CATEGORIES`], where there are any.
pub fn findings(case: &Case, bands: Option<&[Band; CATEGORIES.len()]>) -> Vec<Finding> {
    let tables = case.unrounded();
    let follows = |about, says| Finding {
        weight: Weight::Follows,
        about,
        says,
    };
    let mut found = vec![
        follows("Four years together", together(&tables)),
        follows("The budget", budget(case)),
        follows("Why the budget is missed", gap(case, &tables)),
        follows("The saving on nursing", nursing(case, &tables)),
        follows("The categories", people(case, &tables)),
        follows("Complex care", complex(case)),
        cannot("The framework’s share", SHARE),
        cannot("The reduction", REDUCTION),
        cannot("How fast old placements leave", LEAVING),
        cannot("Another explanation", RIVAL),
        cannot("More people", DEMAND),
    ];
    if let Some(bands) = bands {
        found.push(follows("The bands", of_bands(case, bands)));
    }
    found
}

fn cannot(about: &'static str, says: &str) -> Finding {
    Finding {
        weight: Weight::CannotTell,
        about,
        says: says.to_owned(),
    }
}

const SHARE: &str = "Only the framework’s share times the reduction leaves a trace in the tables: 80% of placements at 20% less is 16%, and so is any other pair with that product. They fit 80% from the first year on; the 70% of option 1 leaves none, as its new placements cost the same on and off the framework.";
const REDUCTION: &str = "For nursing, 23.6% comes off a new placement where 16% should. What was applied there is not said.";
const LEAVING: &str = "The price of a new placement and the pace at which old ones leave answer for each other: residential placements may stay 5.2 or 6.5 years at most, with new prices 20% or 23% above the old.";
const RIVAL: &str = "Prices of new placements that rise by 16.8% a year above the uplift, with reductions of 4% to 18%, fit the tables slightly better than the reduction that the document names. Starts by month and their prices would tell the two apart; the document has neither.";
const DEMAND: &str = "More people, moves between categories, one-to-one hours and complex care are left out of both options. If demand grew as the council expects and new placements met it, they would add £14.4 million, £30.4 million and £48.2 million to option 1 in years 2 to 4: as much as the cost avoidance.";

fn together(tables: &Tables) -> String {
    let sum = |way: Way| tables.of(way).total().iter().sum::<f64>();
    format!(
        "Option 1 costs {}, option 2 {}: {} less. The document prints no sum over the years.",
        pounds(sum(Way::NoChange)),
        pounds(sum(Way::Bands)),
        pounds(sum(Way::NoChange) - sum(Way::Bands)),
    )
}

#[expect(clippy::cast_precision_loss, reason = "a county’s budget is far below")]
fn budget(case: &Case) -> String {
    let uplifts = case.uplifts();
    let printed = case.printed().budget.map(|cell| cell as f64);
    let above: ByYear<f64> = std::array::from_fn(|year| printed[year] - printed[0] * uplifts[year]);
    format!(
        "It grows by {} a year, where both options say {}. It so lies {} above that in years 2 to 4. Where the rate comes from is not said.",
        percent(case.budget_growth(), 5),
        percent(case.uplift, 1),
        each(&above[1..], pounds),
    )
}

fn gap(case: &Case, tables: &Tables) -> String {
    let base: f64 = case.model.categories().iter().map(|of| of.base).sum();
    let (uplifts, total) = (case.uplifts(), tables.of(Way::NoChange).total());
    let there: ByYear<f64> = std::array::from_fn(|year| base * uplifts[year] - tables.budget[year]);
    let repriced: ByYear<f64> = std::array::from_fn(|year| total[year] - base * uplifts[year]);
    format!(
        "Of what option 1 misses in the four years, {} are there before anybody is placed at a new price, and {} come from new placements at what the market asks. What option 2 misses is nearly all of the first kind: its new placements cost about what old ones do.",
        each(&there, millions),
        each(&repriced, millions),
    )
}

fn nursing(case: &Case, tables: &Tables) -> String {
    let at = CATEGORIES
        .iter()
        .position(|category| *category == Category::Nursing)
        .unwrap_or_default();
    let cell = |way: Way| tables.of(way).0[at][YEARS - 1];
    let saved = 1.0 - cell(Way::Bands) / cell(Way::NoChange);
    let share = case.document.framework_share;
    let reduction = percent(case.document.reduction, 0);
    format!(
        "In year 4 option 2 costs {} less than option 1 for Nursing. A price {reduction} lower can never save more than {reduction}, even with every placement on the framework; with {} of them it would have to be {} lower.",
        percent(saved, 2),
        percent(share, 0),
        percent(saved / share, 1),
    )
}

fn of_bands(case: &Case, bands: &[Band; CATEGORIES.len()]) -> String {
    let gaps: Vec<String> = bands
        .windows(2)
        .map(|pair| format!("{} to {}", pounds(pair[0].1), pounds(pair[1].0)))
        .collect();
    let averages = bands.map(|(_, to)| to / (1.0 - case.document.reduction));
    let limit = case.said.complex_above;
    #[expect(clippy::cast_precision_loss, reason = "a weekly price is small")]
    let above = averages.iter().filter(|each| **each > limit as f64).count();
    format!(
        "No band takes a price of {}. If each band ends at {} of the average price, the averages are {}: {above} of these 4 are above {}, from where on a placement counts as complex and is priced on its own. Both cannot be meant.",
        and(&gaps),
        percent(1.0 - case.document.reduction, 0),
        and(&averages.map(|each| Pence::new(whole(each * 100.0)).short())),
        Pence::pounds(limit).short(),
    )
}

fn people(case: &Case, tables: &Tables) -> String {
    let first = tables.of(Way::NoChange).0.map(|category| category[0]);
    let [residential, nursing] = [first[0] + first[1], first[2] + first[3]];
    #[expect(clippy::cast_precision_loss, reason = "a county’s people are few")]
    let [in_residential, in_nursing] =
        [case.said.people_residential, case.said.people_nursing].map(|people| people as f64);
    format!(
        "The two nursing categories have {} of the spending of year 1 and {} of the people: {} a week for each in nursing care and {} for each in residential. So the categories of the tables are not the council’s own division into residential and nursing.",
        percent(nursing / (residential + nursing), 1),
        percent(in_nursing / (in_residential + in_nursing), 1),
        pounds(nursing / in_nursing / WEEKS),
        pounds(residential / in_residential / WEEKS),
    )
}

#[expect(clippy::cast_precision_loss, reason = "a year’s spending is far below")]
fn complex(case: &Case) -> String {
    format!(
        "Placements above {} a week stand in no table. Their {} is called the cost of 2024/25 in one place and of 2025/26 in another.",
        pounds(case.said.complex_above as f64),
        pounds(case.said.complex_cost as f64),
    )
}
