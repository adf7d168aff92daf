use oast_rules::facts::Category;

use super::History;
use crate::scenario::Scenario;
use crate::stay::SPAN_ENDS;
use crate::whole;

/// Hundredths of a per cent in one.
const HUNDREDTHS: f64 = 10_000.0;

/// How fast those of a category were seen to leave in a span of time since their start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The category.
    pub category: Category,
    /// The span, in words: `1 to 3 months`.
    pub span: String,
    /// How many months people were there in all, to the nearest.
    pub months: i64,
    /// How many left.
    pub left: i64,
    /// The rate of leaving that is drawn with, a month, in hundredths of a per cent.
    pub monthly: i64,
    /// The same as a scenario has it.
    pub assumed: i64,
}

impl History {
    /// The rates of leaving by category and span, with what they were counted from and what a
    /// scenario makes of them. Categories that nobody was in are left out.
    pub fn recorded(&self, scenario: &Scenario) -> Vec<Recorded> {
        let mut all = Vec::new();
        for (category, record) in Category::ALL.iter().zip(&self.stays) {
            if record.months.iter().all(|months| *months <= 0.0) {
                continue;
            }
            let rates = record.rates();
            let assumed = rates.times(scenario.stays.leaving).monthly();
            for (span, rate) in rates.monthly().iter().enumerate() {
                all.push(Recorded {
                    category: *category,
                    span: words(span),
                    months: whole(record.months[span]),
                    left: whole(record.left[span]),
                    monthly: whole(rate * HUNDREDTHS),
                    assumed: whole(assumed[span] * HUNDREDTHS),
                });
            }
        }
        all
    }

    /// Over how many months it was counted, to the nearest.
    pub fn whole_months(&self) -> i64 {
        whole(self.months)
    }
}

/// A span in words.
fn words(span: usize) -> String {
    let begins = span.checked_sub(1).and_then(|before| SPAN_ENDS.get(before));
    match (begins, SPAN_ENDS.get(span)) {
        (None, _) => "The first month".to_owned(),
        (Some(begins), Some(ends)) => format!("{begins} to {ends} months"),
        (Some(begins), None) => format!("{begins} months and more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_told_with_what_they_were_counted_from() {
        let mut history = History::default();
        let record = &mut history.stays[Category::Nursing as usize];
        for _ in 0..40 {
            record.count(0.0, 1.5, true);
        }
        for _ in 0..60 {
            record.count(0.0, 20.0, false);
        }
        let mut scenario = Scenario::default();
        scenario.stays.leaving = 2.0;
        let all = history.recorded(&scenario);
        assert_eq!(all.len(), 9);
        assert!(all.iter().all(|one| one.category == Category::Nursing));
        assert_eq!(
            (all[1].span.as_str(), all[1].months, all[1].left),
            ("1 to 3 months", 140, 40)
        );
        // 40 and a half over 140 months and half of somebody’s share of all 1,260.
        let months = 40.0 * 1.5 + 60.0 * 20.0;
        let rate = 40.5 / (140.0 + 0.5 * months / 40.0);
        assert_eq!(all[1].monthly, whole(rate * HUNDREDTHS));
        assert!((all[1].assumed - 2 * all[1].monthly).abs() <= 1);
        assert_eq!(all[8].span, "60 months and more");
        assert_eq!((all[8].months, all[8].left), (0, 0));
    }

    #[test]
    fn where_nobody_was_nothing_is_told() {
        assert_eq!(History::default().recorded(&Scenario::default()), []);
    }
}
