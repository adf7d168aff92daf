use oast_units::{Pence, Percent};

use crate::Acceptance;

/// What is asked of the design of bands: every number that somebody may want to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// How far the bands’ upper ends are to lie below the average price.
    pub reduction: Percent,
    /// The beds at homes that bid, for every hundred people, in each district and category.
    pub coverage: Percent,
    /// How much more than its market price a home takes where it is bought from off the framework.
    pub premium: Percent,
    /// The part of a bidding home’s beds that the council can fill.
    pub open: Percent,
    /// How much prices grow from one year to the next.
    pub uplift: Percent,
    /// The furthest that an upper end may lie below the average price.
    pub drop_max: Percent,
    /// The part of homes that are to bid at least, category by category taken together.
    pub homes_min: Percent,
    /// The chance that a home bids where the upper end is its market price.
    pub at_market: Percent,
    /// How fast the log odds of bidding fall as the upper end falls.
    pub steepness: u32,
    /// The step between spinal points, in whole pounds.
    pub step: u32,
}

/// A number of the question: its name in addresses and on the command line, the words before and
/// after it, and how far it may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Knob {
    /// Its name.
    pub name: &'static str,
    /// What it is, as the label of a field.
    pub label: &'static str,
    /// What it means, in a sentence.
    pub means: &'static str,
    /// What it is counted in: `%`, `£`, or nothing.
    pub unit: &'static str,
    /// The least it may be.
    pub least: i64,
    /// The most it may be.
    pub most: i64,
}

const fn knob(
    name: &'static str,
    label: &'static str,
    unit: &'static str,
    (least, most): (i64, i64),
    means: &'static str,
) -> Knob {
    Knob {
        name,
        label,
        means,
        unit,
        least,
        most,
    }
}

impl Question {
    /// The document’s own reduction and step, and assumptions for what nobody has published.
    pub const USUAL: Self = Self {
        reduction: Percent::whole(20),
        coverage: Percent::whole(100),
        premium: Percent::whole(10),
        open: Percent::whole(80),
        uplift: Percent::whole(3),
        drop_max: Percent::whole(30),
        homes_min: Percent::ZERO,
        at_market: Percent::whole(90),
        steepness: 12,
        step: 10,
    };

    /// Every number that can be changed.
    pub const KNOBS: [Knob; 10] = [
        knob(
            "reduction",
            "Reduction",
            "%",
            (0, 60),
            "How far below the rounded average the upper end lies. The business case: 20%.",
        ),
        knob(
            "step",
            "Spinal point",
            "£",
            (1, 100),
            "Upper ends and prices are whole multiples of it. The business case: for example £10.",
        ),
        knob(
            "coverage",
            "Coverage",
            "%",
            (1, 200),
            "Beds at bidding homes for every hundred people, in each district and category.",
        ),
        knob(
            "open",
            "Beds the council can fill",
            "%",
            (1, 100),
            "Of a bidding home’s registered beds. The others are for people who pay for themselves. Assumed.",
        ),
        knob(
            "premium",
            "Off-framework premium",
            "%",
            (0, 100),
            "What is paid above the market price where nobody on the framework has a bed. Assumed.",
        ),
        knob(
            "uplift",
            "Yearly uplift",
            "%",
            (-5, 25),
            "How much every price grows from one year to the next.",
        ),
        knob(
            "drop",
            "Furthest below the average",
            "%",
            (0, 60),
            "No upper end may lie further below the average price than this.",
        ),
        knob(
            "homes",
            "Homes that bid",
            "%",
            (0, 100),
            "The least part of the homes that should bid, over all categories. The scheme’s aim: 80%.",
        ),
        knob(
            "at_market",
            "Chance at its own price",
            "%",
            (1, 99),
            "The chance that a home bids where the upper end is its market price. Assumed.",
        ),
        knob(
            "steepness",
            "Steepness",
            "",
            (1, 60),
            "How fast that chance falls with the upper end. At 12, fewer than four in ten bid a fifth below. Assumed.",
        ),
    ];

    /// A number of the question as it is written in a field.
    pub fn get(&self, name: &str) -> String {
        match name {
            "reduction" => self.reduction.to_string(),
            "coverage" => self.coverage.to_string(),
            "premium" => self.premium.to_string(),
            "open" => self.open.to_string(),
            "uplift" => self.uplift.to_string(),
            "drop" => self.drop_max.to_string(),
            "homes" => self.homes_min.to_string(),
            "at_market" => self.at_market.to_string(),
            "steepness" => self.steepness.to_string(),
            "step" => self.step.to_string(),
            _ => String::new(),
        }
    }

    /// Changes a number of the question to what somebody wrote.
    ///
    /// # Errors
    /// When it is no number, or beyond what makes sense, in words for whoever wrote it.
    pub fn set(&mut self, name: &str, written: &str) -> Result<(), String> {
        let Some(knob) = Self::KNOBS.iter().find(|knob| knob.name == name) else {
            return Err(format!("there is no number called ‘{name}’ here"));
        };
        let written = written.trim().trim_end_matches('%').trim_start_matches('£');
        let percent: Percent = written.parse().map_err(|_| knob.wrong(written))?;
        if percent < Percent::whole(knob.least) || percent > Percent::whole(knob.most) {
            return Err(knob.wrong(written));
        }
        let whole = || written.parse::<u32>().map_err(|_| knob.wrong(written));
        match name {
            "reduction" => self.reduction = percent,
            "coverage" => self.coverage = percent,
            "premium" => self.premium = percent,
            "open" => self.open = percent,
            "uplift" => self.uplift = percent,
            "drop" => self.drop_max = percent,
            "homes" => self.homes_min = percent,
            "at_market" => self.at_market = percent,
            "steepness" => self.steepness = whole()?,
            _ => self.step = whole()?,
        }
        Ok(())
    }

    /// The step between spinal points.
    pub fn step(&self) -> Pence {
        Pence::pounds(i64::from(self.step))
    }

    /// Who bids.
    pub fn acceptance(&self) -> Acceptance {
        Acceptance {
            at_market: part(self.at_market),
            steepness: f64::from(self.steepness),
        }
    }
}

impl Knob {
    fn wrong(&self, written: &str) -> String {
        let (least, most, unit) = (self.least, self.most, self.unit);
        let within = match unit {
            "£" => format!("whole pounds from {least} to {most}"),
            "%" => format!("a percentage from {least} to {most}, such as 12.5"),
            _ => format!("a whole number from {least} to {most}"),
        };
        format!("{}: ‘{written}’ cannot be used; write {within}", self.label)
    }
}

/// A percentage as a part of one.
#[expect(
    clippy::cast_precision_loss,
    reason = "percentages of hundreds are held to fifteen places"
)]
pub(super) fn part(percent: Percent) -> f64 {
    percent.billionths() as f64 / Percent::HUNDRED.billionths() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_written_as_it_is_read_and_the_wrong_ones_say_what_would_be_right() {
        let mut question = Question::USUAL;
        for knob in Question::KNOBS {
            let before = question.get(knob.name);
            question.set(knob.name, &before).unwrap();
            assert_eq!(question.get(knob.name), before, "{}", knob.name);
            for beyond in [knob.least - 1, knob.most + 1] {
                let error = question.set(knob.name, &beyond.to_string()).unwrap_err();
                assert!(error.starts_with(knob.label), "{error}");
            }
        }
        assert_eq!(question, Question::USUAL);
        question.set("coverage", " 87.5% ").unwrap();
        assert_eq!(question.get("coverage"), "87.5");
        assert_eq!(
            question.set("step", "7.5").unwrap_err(),
            "Spinal point: ‘7.5’ cannot be used; write whole pounds from 1 to 100"
        );
        assert_eq!(
            question.set("premium", "much").unwrap_err(),
            "Off-framework premium: ‘much’ cannot be used; write a percentage from 0 to 100, such as 12.5"
        );
        assert!(question.set("pace", "1").is_err());
    }
}
