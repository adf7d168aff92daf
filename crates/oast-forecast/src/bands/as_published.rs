use oast_rules::facts::Category;
use oast_rules::price::band::Bands;
use oast_rules::price::market::ByCategory;
use oast_units::{Pence, Percent, WeeklyRate};

use super::question::Question;
use crate::published::CATEGORIES;

/// One category’s band, step by step as the business case says that its bands were made. Every
/// amount is exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Made {
    /// The category.
    pub category: Category,
    /// The placements that the average is of.
    pub placements: u32,
    /// What they cost a week on average.
    pub average: Pence,
    /// The same, rounded up to a spinal point.
    pub rounded_up: Pence,
    /// Less the reduction.
    pub reduced: Pence,
    /// The nearest spinal point to that: the band’s upper end. Half a step goes up.
    pub upper: WeeklyRate,
    /// Where the band begins.
    pub lower: WeeklyRate,
}

/// Prices between two bands, which belong to neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The category below.
    pub below: Category,
    /// The upper end of its band.
    pub from: WeeklyRate,
    /// The category above.
    pub above: Category,
    /// The lower end of its band.
    pub to: WeeklyRate,
}

/// What the steps are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Average {
    /// How many placements.
    pub placements: u32,
    /// What they cost a week on average.
    pub weekly: Pence,
}

/// The bands that the published way gives; a category without placements has none.
///
/// The document does not say where bands begin: they begin as they do today, but never below the
/// point after the upper end of the cheaper category, nor above their own upper end.
pub fn as_published(
    averages: &ByCategory<Option<Average>>,
    question: &Question,
    today: Option<&Bands>,
) -> Vec<Made> {
    let step = question.step().get().max(1);
    let mut made: Vec<Made> = Vec::new();
    for (category, average) in CATEGORIES.into_iter().zip(averages) {
        let Some(average) = average else { continue };
        let rounded_up = up_to_step(average.weekly.get(), step);
        let reduced = less(rounded_up, question.reduction);
        let upper = (2 * reduced + step).div_euclid(2 * step) * step;
        let begins = today.and_then(|bands| bands.of(category));
        let begins = begins.map_or(0, |band| up_to_step(band.lower.pence(), step));
        let cheaper = made.last().map_or(0, |made| made.upper.pence() + step);
        made.push(Made {
            category,
            placements: average.placements,
            average: average.weekly,
            rounded_up: Pence::new(rounded_up),
            reduced: Pence::new(reduced),
            upper: WeeklyRate::new(Pence::new(upper)),
            lower: WeeklyRate::new(Pence::new(begins.max(cheaper).min(upper))),
        });
    }
    made
}

/// The prices that lie between bands, lowest first.
pub fn gaps(made: &[Made], step: Pence) -> Vec<Gap> {
    let pairs = made.iter().zip(made.iter().skip(1));
    pairs
        .filter(|(below, above)| above.lower.pence() > below.upper.pence() + step.get())
        .map(|(below, above)| Gap {
            below: below.category,
            from: below.upper,
            above: above.category,
            to: above.lower,
        })
        .collect()
}

pub(super) fn up_to_step(pence: i64, step: i64) -> i64 {
    (pence + step - 1).div_euclid(step) * step
}

/// An amount less a percentage, to the penny, half a penny going up.
fn less(pence: i64, percent: Percent) -> i64 {
    let hundred = i128::from(Percent::HUNDRED.billionths());
    let left = i128::from(pence) * (hundred - i128::from(percent.billionths()));
    let pence = (2 * left + hundred).div_euclid(2 * hundred);
    i64::try_from(pence).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use oast_rules::price::band::Band;

    use super::*;

    fn averages(pounds: [i64; 4]) -> ByCategory<Option<Average>> {
        pounds.map(|pounds| {
            (pounds > 0).then(|| Average {
                placements: 10,
                weekly: Pence::new(pounds),
            })
        })
    }

    fn kent() -> Bands {
        let ends = [(600, 880), (950, 1_030), (1_050, 1_090), (1_150, 1_210)];
        let mut at = 0;
        Bands {
            bands: ends.map(|(lower, upper)| {
                let category = CATEGORIES[at];
                at += 1;
                Band {
                    category,
                    lower: WeeklyRate::pounds(lower),
                    upper: WeeklyRate::pounds(upper),
                }
            }),
            step: Pence::pounds(10),
        }
    }

    #[test]
    fn the_documents_averages_give_the_documents_bands_and_gaps() {
        // Just below each, so that they are rounded up to £1,100, £1,290, £1,360 and £1,510.
        let averages = averages([109_500, 128_312, 136_000, 150_001]);
        let made = as_published(&averages, &Question::USUAL, Some(&kent()));
        let told: Vec<String> = made
            .iter()
            .map(|made| {
                let (up, reduced) = (made.rounded_up.short(), made.reduced.short());
                let (lower, upper) = (made.lower.weekly().short(), made.upper.weekly().short());
                format!("{up} {reduced} {lower}–{upper}")
            })
            .collect();
        assert_eq!(
            told,
            [
                "£1,100 £880 £600–£880",
                "£1,290 £1,032 £950–£1,030",
                "£1,360 £1,088 £1,050–£1,090",
                "£1,510 £1,208 £1,150–£1,210",
            ]
        );
        let between: Vec<String> = gaps(&made, Pence::pounds(10))
            .iter()
            .map(|gap| format!("{}–{}", gap.from.weekly().short(), gap.to.weekly().short()))
            .collect();
        assert_eq!(between, ["£880–£950", "£1,030–£1,050", "£1,090–£1,150"]);
    }

    #[test]
    fn a_category_without_placements_has_no_band_and_none_begins_in_a_cheaper_one() {
        let averages = averages([125_000, 130_000, 0, 131_000]);
        let made = as_published(&averages, &Question::USUAL, Some(&kent()));
        let ends: Vec<String> = made
            .iter()
            .map(|made| {
                format!(
                    "{}–{}",
                    made.lower.weekly().short(),
                    made.upper.weekly().short()
                )
            })
            .collect();
        // £1,050 is the last upper end, and the point after £1,040 the first that is left.
        assert_eq!(ends, ["£600–£1,000", "£1,010–£1,040", "£1,050–£1,050"]);
        assert_eq!(gaps(&made, Pence::pounds(10)), []);
    }
}
