/// Where the events of a draw are booked: each row is the change of something from one month to the
/// next, so that a stay of any length is booked where it begins and where it ends.
#[derive(Debug, Clone)]
pub(super) struct Ledger {
    /// A row's length: one more than there are months, and one for what ends with the last.
    width: usize,
    rows: Vec<f64>,
}

impl Ledger {
    pub(super) fn new(rows: usize, months: usize) -> Self {
        let width = months + 2;
        Self {
            width,
            rows: vec![0.0; rows * width],
        }
    }

    /// Puts what another one has in the place of what this one has; they are of one size.
    pub(super) fn begin_as(&mut self, other: &Self) {
        self.rows.copy_from_slice(&other.rows);
    }

    pub(super) fn clear(&mut self) {
        self.rows.fill(0.0);
    }

    /// Has so much more in a row from a time on, in months from the first one.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "times lie between nothing and some hundred months"
    )]
    #[inline]
    pub(super) fn change(&mut self, row: usize, at: f64, amount: f64) {
        let month = (at as usize).min(self.width - 2);
        let late = amount * (at - month as f64);
        let start = row * self.width + month;
        if let Some([own, next]) = self.rows.get_mut(start..start + 2) {
            *own += amount - late;
            *next += late;
        }
    }

    /// Books an amount from a time to another, both within the months that there are.
    pub(super) fn book(&mut self, row: usize, from: f64, to: f64, amount: f64) {
        self.change(row, from, amount);
        self.change(row, to, -amount);
    }

    /// Turns the changes of a row into what there was in each month.
    pub(super) fn sum(&mut self) {
        for row in self.rows.chunks_exact_mut(self.width) {
            let mut so_far = 0.0;
            for cell in row {
                so_far += *cell;
                *cell = so_far;
            }
        }
    }

    /// What there was in each month, once it is summed.
    pub(super) fn row(&self, row: usize) -> &[f64] {
        let start = row * self.width;
        self.rows
            .get(start..start + self.width - 2)
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_booked_is_there_for_as_long_as_it_lasts(
            from in 0.0..12.0, lasts in 0.0..12.0, amount in 0.1..10.0,
        ) {
            let to = f64::min(from + lasts, 12.0);
            let mut ledger = Ledger::new(2, 12);
            ledger.book(1, from, to, amount);
            ledger.sum();
            let whole: f64 = ledger.row(1).iter().sum();
            prop_assert!((whole - amount * (to - from)).abs() < 1e-9);
            for (month, cell) in (0_u32..).zip(ledger.row(1)) {
                let begins = f64::from(month);
                let part = (to.min(begins + 1.0) - from.max(begins)).max(0.0);
                prop_assert!((cell - amount * part).abs() < 1e-9, "month {month}: {cell}");
            }
            prop_assert!(ledger.row(0).iter().all(|cell| *cell == 0.0));
        }
    }
}
