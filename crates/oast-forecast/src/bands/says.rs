//! What stands in the way, in sentences.

use oast_units::{Pence, Percent};

use super::binds::{Bind, Keeps};
use super::county::County;
use super::optimum::{NoOptimum, Unmet};
use super::question::part;
use crate::{percent, whole};

/// Why no upper ends do what was asked, a sentence for each district and category, with what could
/// be asked instead.
pub fn no_optimum(county: &County, asked: Percent, why: &NoOptimum) -> Vec<String> {
    match why {
        NoOptimum::Short(unmet) => unmet.iter().map(|one| short(county, asked, one)).collect(),
        NoOptimum::Homes { reach } => vec![format!(
            "Even at the highest upper ends only {} of the homes are expected to bid, counted over all categories; ask for no more than that.",
            percent(*reach, 0)
        )],
        NoOptimum::Order => vec![
            "The categories cannot be kept in order: a dearer category’s average lies too far below a cheaper one’s. Allow upper ends further below the average.".to_owned(),
        ],
        NoOptimum::Unsolved(why) => vec![format!("The best bands could not be found: {why}.")],
    }
}

fn short(county: &County, asked: Percent, unmet: &Unmet) -> String {
    let district = county.problem.districts.get(unmet.district);
    let name = district.map_or("", |district| district.name.as_str());
    let category = county.categories.get(unmet.category);
    let category = category.map_or("", |known| known.category.words());
    let beds = whole(libm::ceil(unmet.short));
    // Rounded down: what is asked for next has to be there.
    let reach = libm::floor(unmet.reach.min(part(asked)) * 100.0) / 100.0;
    let instead = if reach > 0.0 {
        format!("at most {} can be covered there", percent(reach, 0))
    } else {
        "no home there gives that care".to_owned()
    };
    let noun = if beds == 1 { "bed is" } else { "beds are" };
    format!(
        "{name} cannot have enough beds for {category} even at the highest upper ends: {beds} {noun} missing, and {instead}."
    )
}

/// What keeps an upper end where it is, as a sentence.
pub fn keeps(bind: &Bind) -> String {
    let (category, top) = (bind.category.words(), bind.top.weekly().short());
    match &bind.by {
        Keeps::Beds(short) => {
            let each = short.iter().map(|(district, tenths)| {
                format!("{district} would be {} beds short", crate::tenths(*tenths))
            });
            let each: Vec<String> = each.collect();
            format!(
                "{category} cannot go below {top}: a point lower, {}.",
                crate::listed(&each)
            )
        }
        Keeps::Order(cheaper) => format!(
            "{category} cannot go below {top}: {} ends right below it.",
            cheaper.words()
        ),
        Keeps::Homes => {
            format!("{category} cannot go below {top}: a point lower, too few homes would bid.")
        }
        Keeps::Range => format!(
            "{category} cannot go below {top}: it is as far below the average as it may be."
        ),
        Keeps::Dearer(more) => format!(
            "{category} is cheapest at {top}: a point lower would cost {} more over four years, since more people would have to be placed off the framework.",
            Pence::pounds(*more).headline()
        ),
    }
}
