use super::outcome::Range;

/// Draws of which every number is kept. Beyond them only how many fell where is: the memory of a
/// forecast does not grow with its draws.
pub(super) const KEPT: usize = 1_024;
const BINS: usize = 1_024;
/// The parts of the draws that lie below what is told.
const QUANTILES: [(usize, usize); 5] = [(1, 10), (1, 4), (1, 2), (3, 4), (9, 10)];

/// How each number of a forecast came out over the draws.
#[derive(Debug, Clone)]
pub(super) struct Spread {
    numbers: usize,
    draws: u64,
    sums: Vec<i128>,
    /// The first draws, one after the other.
    kept: Vec<i64>,
    /// Where the later ones fell.
    bins: Vec<Bins>,
}

/// How many draws fell in each part of a span.
#[derive(Debug, Clone)]
struct Bins {
    least: i64,
    width: i64,
    counts: Vec<u32>,
}

impl Spread {
    pub(super) fn new(numbers: usize) -> Self {
        Self {
            numbers,
            draws: 0,
            sums: vec![0; numbers],
            kept: Vec::new(),
            bins: Vec::new(),
        }
    }

    /// Takes in some draws, the numbers of each after those of the one before.
    pub(super) fn take(&mut self, draws: &[i64]) {
        for draw in draws.chunks_exact(self.numbers) {
            self.draws += 1;
            for (sum, number) in self.sums.iter_mut().zip(draw) {
                *sum += i128::from(*number);
            }
            if self.kept.len() < KEPT * self.numbers {
                self.kept.extend_from_slice(draw);
                continue;
            }
            if self.bins.is_empty() {
                self.bins = (0..self.numbers)
                    .map(|at| Bins::around(&self.column(at)))
                    .collect();
            }
            for (bins, number) in self.bins.iter_mut().zip(draw) {
                bins.count(*number);
            }
        }
    }

    /// The first draws of a number, from the least up.
    fn column(&self, at: usize) -> Vec<i64> {
        let own = self.kept.iter().skip(at).step_by(self.numbers);
        let mut column: Vec<_> = own.copied().collect();
        column.sort_unstable();
        column
    }

    /// How each number came out.
    pub(super) fn ranges(&self) -> Vec<Range> {
        (0..self.numbers).map(|at| self.range(at)).collect()
    }

    fn range(&self, at: usize) -> Range {
        let draws = i128::from(self.draws.max(1));
        let half = draws / 2;
        let mean = (self.sums[at] + half).div_euclid(draws);
        let column = self.column(at);
        let at_part = |(above, whole)| match self.bins.get(at) {
            Some(bins) => bins.quantile(&column, above, whole),
            None => quantile(&column, above, whole),
        };
        let [low, lower, middle, upper, high] = QUANTILES.map(at_part);
        Range {
            mean: i64::try_from(mean).unwrap_or(i64::MAX),
            low,
            lower,
            middle,
            upper,
            high,
        }
    }
}

/// The value below which a part of a list in order lies: between two of them, on the line from one
/// to the other.
fn quantile(column: &[i64], above: usize, whole: usize) -> i64 {
    let last = column.len().saturating_sub(1);
    let (place, over) = (last * above / whole, last * above % whole);
    let value = |at: usize| column.get(at).copied().unwrap_or_default();
    let step = i128::from(value(place + usize::from(over > 0))) - i128::from(value(place));
    let (over, whole) = (over as i128, whole as i128);
    value(place) + i64::try_from(step * over / whole).unwrap_or_default()
}

impl Bins {
    /// Bins that are wide enough for half as much again on each side of the first draws.
    fn around(column: &[i64]) -> Self {
        let (least, most) = (column.first(), column.last());
        let (least, most) = (least.copied().unwrap_or(0), most.copied().unwrap_or(0));
        let span = (most - least).max(1);
        let mut bins = Self {
            least: least - span / 2,
            width: (2 * span / i64::try_from(BINS).unwrap_or(1)).max(1),
            counts: vec![0; BINS],
        };
        for number in column {
            bins.count(*number);
        }
        bins
    }

    fn count(&mut self, number: i64) {
        let bin = (number - self.least).div_euclid(self.width);
        let last = self.counts.len().saturating_sub(1);
        let bin = usize::try_from(bin).unwrap_or(0).min(last);
        if let Some(count) = self.counts.get_mut(bin) {
            *count += 1;
        }
    }

    /// Within the bin that a part of the draws reaches, as if it were filled evenly; where every
    /// draw came out alike, that value.
    fn quantile(&self, column: &[i64], above: usize, whole: usize) -> i64 {
        if column.first() == column.last() {
            return column.first().copied().unwrap_or_default();
        }
        let all: u64 = self.counts.iter().map(|count| u64::from(*count)).sum();
        let target = i128::from(all) * above as i128;
        let whole = whole as i128;
        let (mut below, mut least) = (0_i128, self.least);
        for count in &self.counts {
            let own = i128::from(*count);
            if own > 0 && (below + own) * whole >= target {
                let into = (target - below * whole) * i128::from(self.width) / (own * whole);
                return least + i64::try_from(into).unwrap_or_default();
            }
            below += own;
            least += self.width;
        }
        least
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Key;

    fn draws(count: u64) -> Vec<i64> {
        let normal = |number| Key::of_draw(5, number).event(0).normal();
        (0..count)
            .flat_map(|number| [crate::whole(1e9 + 1e7 * normal(number)), 42])
            .collect()
    }

    #[test]
    fn counted_draws_have_the_quantiles_that_kept_ones_would_have() {
        let all = draws(20_000);
        let mut spread = Spread::new(2);
        for part in all.chunks(2 * 300) {
            spread.take(part);
        }
        let [range, same] = spread.ranges()[..] else {
            panic!("two numbers were drawn");
        };
        let mut column: Vec<_> = all.iter().copied().step_by(2).collect();
        column.sort_unstable();
        let pairs = [
            (range.low, (1, 10)),
            (range.middle, (1, 2)),
            (range.high, (9, 10)),
        ];
        for (own, (above, whole)) in pairs {
            let exact = quantile(&column, above, whole);
            assert!((own - exact).abs() < 200_000, "{own}, not {exact}");
        }
        assert!(
            (range.mean - 1_000_000_000).abs() < 400_000,
            "{}",
            range.mean
        );
        assert_eq!([same.mean, same.low, same.middle, same.high], [42; 4]);
    }

    #[test]
    fn quantiles_lie_between_their_neighbours() {
        let column = [10, 20, 30, 40, 50];
        let of = |above, whole| quantile(&column, above, whole);
        assert_eq!([of(1, 10), of(1, 4), of(1, 2), of(9, 10)], [14, 20, 30, 46]);
        assert_eq!(quantile(&[7], 1, 10), 7);
        assert_eq!(quantile(&[], 1, 2), 0);
    }
}
