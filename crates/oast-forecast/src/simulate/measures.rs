use oast_rules::facts::Category;
use serde::Serialize;

/// What spending is split into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Line {
    /// Care of a category.
    Care(Category),
    /// One-to-one hours.
    OneToOne,
    /// Beds under block contracts.
    Blocks,
    /// What placements out of area cost more than they would within it.
    Elsewhere,
    /// Care of the four categories that are priced by bands: what the published budget is for.
    Priced,
    /// All of it.
    All,
}

/// How many lines there are.
pub const LINES: usize = CATEGORIES + 5;
pub(super) const CATEGORIES: usize = Category::ALL.len();
const ONE_TO_ONE: usize = CATEGORIES;
const BLOCKS: usize = CATEGORIES + 1;
const ELSEWHERE: usize = CATEGORIES + 2;
/// Up to here lines are added up.
pub(super) const PARTS: usize = CATEGORIES + 3;
pub(super) const IN_BANDS: usize = CATEGORIES + 3;
pub(super) const ALL: usize = CATEGORIES + 4;

impl Line {
    /// Each line, in order; the sum is the last.
    pub fn each() -> impl Iterator<Item = Self> {
        let care = Category::ALL.iter().copied().map(Self::Care);
        care.chain([
            Self::OneToOne,
            Self::Blocks,
            Self::Elsewhere,
            Self::Priced,
            Self::All,
        ])
    }

    pub(super) fn index(self) -> usize {
        match self {
            Self::Care(category) => category as usize,
            Self::OneToOne => ONE_TO_ONE,
            Self::Blocks => BLOCKS,
            Self::Elsewhere => ELSEWHERE,
            Self::Priced => IN_BANDS,
            Self::All => ALL,
        }
    }

    /// Its name in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Care(category) => category.code(),
            Self::OneToOne => "one_to_one",
            Self::Blocks => "blocks",
            Self::Elsewhere => "out_of_area",
            Self::Priced => "priced_by_bands",
            Self::All => "total",
        }
    }

    /// What people call it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Care(category) => category.words(),
            Self::OneToOne => "One-to-one",
            Self::Blocks => "Block contracts",
            Self::Elsewhere => "Out of area",
            Self::Priced => "The four priced categories",
            Self::All => "Total",
        }
    }
}

/// Where what a line costs in a month stands among all numbers: they come first.
pub(super) fn of_month(month: usize, line: usize) -> usize {
    month * LINES + line
}

/// Where each number of a draw stands among all of them. Money is in pence, people in thousandths,
/// shares in millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Layout {
    pub(super) months: usize,
    pub(super) years: usize,
}

impl Layout {
    /// The years, and after them the whole of the time.
    pub(super) fn spans(self) -> usize {
        self.years + 1
    }

    pub(super) fn people(self, month: usize, category: usize) -> usize {
        self.months * LINES + month * CATEGORIES + category
    }

    /// How many placements begin in a month.
    pub(super) fn begun(self, month: usize) -> usize {
        self.people(self.months, 0) + month
    }

    pub(super) fn year(self, year: usize, line: usize) -> usize {
        self.begun(self.months) + year * LINES + line
    }

    /// How much more a year costs than in the scenario that others are held against.
    pub(super) fn against(self, year: usize, line: usize) -> usize {
        self.year(self.spans(), 0) + year * LINES + line
    }

    /// The part of the year's new placements that was called off the framework.
    pub(super) fn called_off(self, year: usize) -> usize {
        self.against(self.spans(), 0) + year
    }

    /// The part of the year's spending on care that is off every framework.
    pub(super) fn off_contract(self, year: usize) -> usize {
        self.called_off(self.spans()) + year
    }

    /// The whole of it.
    pub(super) fn len(self) -> usize {
        self.off_contract(self.spans())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_has_a_place_of_its_own() {
        let layout = Layout {
            months: 3,
            years: 2,
        };
        let mut places = Vec::new();
        for month in 0..3 {
            places.extend((0..LINES).map(|line| of_month(month, line)));
            places.extend((0..CATEGORIES).map(|one| layout.people(month, one)));
            places.push(layout.begun(month));
        }
        for year in 0..layout.spans() {
            places.extend((0..LINES).map(|line| layout.year(year, line)));
            places.extend((0..LINES).map(|line| layout.against(year, line)));
            places.extend([layout.called_off(year), layout.off_contract(year)]);
        }
        places.sort_unstable();
        assert_eq!(places, (0..layout.len()).collect::<Vec<_>>());
        let indexes: Vec<_> = Line::each().map(Line::index).collect();
        assert_eq!(indexes, (0..LINES).collect::<Vec<_>>());
    }
}
