use oast_units::{Pence, codes};

codes! {
    /// How the county's budget is shared among the authorities that follow it.
    Sharing, "a way to share the budget" {
        /// In proportion to what their people cost in the year, in the categories with a budget.
        Spend = "spend", "by spend";
        /// In proportion to how many people they have on the day.
        People = "people", "by people";
    }
}

/// Shares an amount in proportion to some weights, none of them below nothing: the parts are the
/// whole to the penny. Where every weight is nothing, there is nothing to share by.
pub(super) fn shared(whole: Pence, weights: &[i64]) -> Vec<Option<Pence>> {
    let sum: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    if sum <= 0 {
        return vec![None; weights.len()];
    }
    let up_to = |weight: i128| {
        let part = i128::from(whole.get()) * weight / sum;
        Pence::new(i64::try_from(part).unwrap_or_default())
    };
    let mut before = 0;
    let part = |weight: &i64| {
        let after = before + i128::from(*weight);
        let part = up_to(after) - up_to(before);
        before = after;
        Some(part)
    };
    weights.iter().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_the_whole_and_nothing_is_shared_by_nothing() {
        let of = |whole, weights: &[i64]| -> Vec<i64> {
            let parts = shared(Pence::new(whole), weights).into_iter().flatten();
            parts.map(Pence::get).collect()
        };
        assert_eq!(of(100, &[1, 1, 1]), [33, 33, 34]);
        assert_eq!(of(100, &[0, 3, 1]), [0, 75, 25]);
        assert!(of(100, &[0, 0]).is_empty());
    }
}
