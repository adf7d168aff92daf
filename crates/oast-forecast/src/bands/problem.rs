/// What is to be decided: an upper end for each category, from its spinal points.
///
/// Everything is listed in the same orders: categories from the cheapest to the dearest, each
/// category’s `tops` from the lowest to the highest.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// The categories, cheapest first.
    pub categories: Vec<Priced>,
    /// The districts.
    pub districts: Vec<District>,
    /// The least part of all homes that is to bid, over all categories; 0 where it does not matter.
    pub homes_min: f64,
    /// How far a dearer category’s upper end lies above a cheaper one’s at least, in pounds.
    pub apart: f64,
}

/// A category and the upper ends that it may have.
#[derive(Debug, Clone, PartialEq)]
pub struct Priced {
    /// The upper ends, in pounds a week.
    pub tops: Vec<f64>,
    /// For each of them, the homes that are expected to bid.
    pub homes: Vec<f64>,
    /// The homes that could bid.
    pub homes_all: f64,
    /// What a pound a week for one person comes to over the years, in pounds.
    pub weeks: f64,
}

/// A district: who lives there, and the beds that there are.
#[derive(Debug, Clone, PartialEq)]
pub struct District {
    /// Its name.
    pub name: String,
    /// Beds at bidding homes for each person, in every category.
    pub coverage: f64,
    /// The people of each category.
    pub need: Vec<f64>,
    /// What a week costs off the framework, with the premium, in pounds.
    pub spot: Vec<f64>,
    /// The beds, by the kind of home.
    pub pools: Vec<Pool>,
}

/// The beds of one kind of home in a district.
#[derive(Debug, Clone, PartialEq)]
pub struct Pool {
    /// How many the council can fill.
    pub beds: f64,
    /// For each category, what its homes do at each upper end; nothing where they do not give that
    /// care.
    pub offers: Vec<Vec<Offer>>,
}

/// What the homes of a pool do at an upper end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Offer {
    /// The chance that the home of a bed bids.
    pub chance: f64,
    /// What those that bid take, on average, in pounds a week.
    pub price: f64,
}

impl Problem {
    /// The upper ends, in pounds a week, of a choice: for each category the place of its upper end
    /// among its `tops`.
    pub fn tops(&self, choice: &[usize]) -> Vec<f64> {
        let each = self.categories.iter().zip(choice);
        each.filter_map(|(category, at)| category.tops.get(*at).copied())
            .collect()
    }

    /// Whether each category’s upper end lies far enough above the cheaper one’s.
    pub fn in_order(&self, choice: &[usize]) -> bool {
        let tops = self.tops(choice);
        let pairs = tops.iter().zip(tops.iter().skip(1));
        pairs
            .into_iter()
            .all(|(below, above)| *above >= *below + self.apart)
    }

    /// The highest upper ends that are in order; none where there are no such.
    pub fn highest(&self) -> Option<Vec<usize>> {
        let mut choice = Vec::new();
        let mut below = f64::INFINITY;
        for category in self.categories.iter().rev() {
            let at = category.tops.iter().rposition(|top| *top <= below)?;
            below = category.tops.get(at)? - self.apart;
            choice.push(at);
        }
        choice.reverse();
        Some(choice)
    }

    /// The part of all homes that is expected to bid, over all categories.
    pub fn homes_bidding(&self, choice: &[usize]) -> f64 {
        let each = self.categories.iter().zip(choice);
        let bidding: f64 = each
            .filter_map(|(category, at)| category.homes.get(*at))
            .sum();
        let all: f64 = self.categories.iter().map(|each| each.homes_all).sum();
        if all > 0.0 { bidding / all } else { 0.0 }
    }
}

impl District {
    /// How many beds are used for each person at most, and no more: at least one.
    pub(super) fn spread(&self) -> f64 {
        self.coverage.max(1.0)
    }
}
