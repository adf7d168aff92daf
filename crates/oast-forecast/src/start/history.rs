use oast_rules::facts::{Category, Route};
use oast_rules::placement::CaseFile;
use oast_units::Date;

use crate::stay::Record;

/// The categories, complex care too.
pub const CATEGORIES: usize = Category::ALL.len();
/// Days of a month, on average.
pub(crate) const MONTH_DAYS: f64 = 365.25 / 12.0;

/// What was recorded over some months up to a day: who stayed how long, whose needs grew, who came.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    /// Who left, by category.
    pub stays: [Record; CATEGORIES],
    /// How many came to need a dearer category, by the one they were in.
    pub rose: [f64; CATEGORIES],
    /// How many placements began, by category.
    pub began: [f64; CATEGORIES],
    /// How many of those began since the first was called off the framework, in the categories that
    /// it prices: called off it, and all.
    pub called_off: [f64; 2],
    /// How many one-to-one packages did.
    pub one_to_one: f64,
    /// How many months were looked at.
    pub months: f64,
}

impl History {
    /// Looks at what is recorded of placements from a day to another, the second of which is the
    /// last that counts.
    pub fn of<'a, C>(cases: C, from: Date, to: Date) -> Self
    where
        C: IntoIterator<Item = &'a CaseFile> + Clone,
    {
        let mut history = Self {
            months: months(from, to),
            ..Self::default()
        };
        let called_off = |case: &&CaseFile| case.placement.route == Route::Framework;
        let first = cases.clone().into_iter().filter(called_off);
        let first = first.map(|case| case.placement.started_on).min();
        for case in cases {
            history.count(case, from, to);
            let began = case.placement.started_on;
            let since = first.is_some_and(|first| began >= first && began > from && began <= to);
            if since && case.placement.category != Category::Complex {
                history.called_off[1] += 1.0;
                history.called_off[0] += f64::from(u8::from(called_off(&case)));
            }
        }
        history
    }

    fn count(&mut self, case: &CaseFile, from: Date, to: Date) {
        let placement = &case.placement;
        let began = placement.started_on;
        let ended = placement.ended_on.filter(|ended| *ended <= to);
        if began > to || ended.is_some_and(|ended| ended <= from) {
            return;
        }
        if began > from {
            self.began[placement.category as usize] += 1.0;
        }
        let hours = case.one_to_one.iter();
        let new_hours = hours.filter(|one| one.from > from && one.from <= to);
        self.one_to_one += new_hours.map(|_| 1.0).sum::<f64>();
        let mut category = placement.category;
        let mut at = began;
        let changes = case.category_changes.iter().filter(|one| one.from <= to);
        for change in changes {
            self.stay(category, began, (at, change.from), from, false);
            if change.category > category && change.from > from {
                self.rose[category as usize] += 1.0;
            }
            (category, at) = (change.category, change.from);
        }
        let last = ended.unwrap_or(to);
        self.stay(category, began, (at, last), from, ended.is_some());
    }

    /// Part of a placement, as far as it lies after the first day that is looked at.
    fn stay(
        &mut self,
        category: Category,
        began: Date,
        (at, until): (Date, Date),
        from: Date,
        left: bool,
    ) {
        let at = at.max(from);
        if until > at {
            let record = &mut self.stays[category as usize];
            record.count(months(began, at), months(began, until), left);
        }
    }

    /// Months that people were in a category.
    pub fn months_in(&self, category: usize) -> f64 {
        self.stays[category].months.iter().sum()
    }
}

/// Months from one day to another.
pub(crate) fn months(from: Date, to: Date) -> f64 {
    f64::from(to.day_number() - from.day_number()) / MONTH_DAYS
}

#[cfg(test)]
mod tests {
    use oast_rules::facts::{CategoryChange, Placement, Route, Stay};

    use super::*;

    fn case(started: Date, ended: Option<Date>) -> CaseFile {
        CaseFile::new(Placement {
            placement_id: "P1".parse().unwrap(),
            person_id: "C1".parse().unwrap(),
            home_id: "H1".parse().unwrap(),
            category: Category::Residential,
            route: Route::Spot,
            scheme: None,
            generation: None,
            stay: Stay::LongTerm,
            started_on: started,
            agreed_weekly: None,
            ended_on: ended,
            end_reason: None,
            room_relet_on: None,
        })
    }

    #[test]
    fn only_what_happened_in_the_window_counts() {
        let window = (Date::of(2025, 1, 1), Date::of(2025, 12, 31));
        let mut moved = case(Date::of(2024, 1, 1), Some(Date::of(2026, 2, 1)));
        moved.category_changes.push(CategoryChange {
            placement_id: "P1".parse().unwrap(),
            category: Category::ResidentialHigh,
            from: Date::of(2025, 7, 1),
            agreed_weekly: None,
        });
        let cases = [
            case(Date::of(2025, 6, 1), Some(Date::of(2025, 6, 15))),
            case(Date::of(2020, 1, 1), Some(Date::of(2024, 12, 31))),
            case(Date::of(2026, 1, 1), None),
            moved,
        ];
        let history = History::of(&cases, window.0, window.1);
        let [residential, high, ..] = &history.stays;
        assert_eq!(
            residential.left.iter().sum::<f64>().to_bits(),
            1_f64.to_bits()
        );
        assert_eq!(residential.left[0].to_bits(), 1_f64.to_bits());
        assert!((history.months_in(0) - (14.0 + 181.0) / MONTH_DAYS).abs() < 1e-9);
        assert!((high.months.iter().sum::<f64>() - 183.0 / MONTH_DAYS).abs() < 1e-9);
        assert_eq!(high.left.iter().sum::<f64>().to_bits(), 0_f64.to_bits());
        assert_eq!(history.rose[0].to_bits(), 1_f64.to_bits());
        assert_eq!(history.began[0].to_bits(), 1_f64.to_bits());
    }
}
