#![expect(
    clippy::float_arithmetic,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "distributions are sampled in floating point; what leaves here is a whole number, and no amount of money is formed"
)]

use oast_units::Date;

/// A place in a distribution: above 0 and below 1.
///
/// The functions of `libm` give the same bits on every machine, so a seed gives the same county
/// everywhere.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Quantile(f64);

/// How long people stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub(crate) enum Stays {
    /// Any length up to the longest is as likely as another.
    Uniform {
        /// The longest.
        uniform_days: u32,
    },
    /// Some leave soon, the rest at a constant rate.
    Mixed {
        /// How many in a thousand leave soon.
        quick_permille: u32,
        /// How long the rest stay on average.
        mean_days: u32,
    },
}

/// Those who leave soon leave within so many days.
const QUICK_DAYS: f64 = 91.0;
/// Nobody stays longer than this: ten years of the old scheme.
const STAY_DAYS_MAX: f64 = 3_652.0;

impl Quantile {
    /// The middle of the `rank`th of `count` equal parts.
    pub(crate) fn of_rank(rank: u64, count: u64) -> Self {
        Self((rank.min(count.saturating_sub(1)) as f64 + 0.5) / count.max(1) as f64)
    }

    /// The place that 64 random bits give.
    pub(crate) fn random(bits: u64) -> Self {
        Self(((bits >> 12) as f64 + 0.5) / (1_u64 << 52) as f64)
    }

    /// The place as far from the other end.
    #[must_use]
    pub(crate) fn mirrored(self) -> Self {
        Self(1.0 - self.0)
    }

    /// A lognormal factor around 1, in millionths: its logarithm has mean 0 and this standard
    /// deviation in thousandths.
    pub(crate) fn lognormal_millionths(self, deviation_permille: u32) -> u64 {
        let deviation = f64::from(deviation_permille) / 1_000.0;
        (libm::exp(deviation * self.normal()) * 1e6).round() as u64
    }

    /// A factor that rises in a straight line from `1 - spread` to `1 + spread`, in millionths.
    pub(crate) fn trend_millionths(self, spread_permille: u32) -> u64 {
        let spread = f64::from(spread_permille) / 1_000.0;
        ((1.0 + spread * (2.0 * self.0 - 1.0)) * 1e6).round() as u64
    }

    /// The nearest whole number at this place of a normal distribution.
    pub(crate) fn normal_whole(self, mean: i32, deviation: i32) -> i32 {
        (f64::from(mean) + f64::from(deviation) * self.normal()).round() as i32
    }

    /// The whole days of a stay from its start to its end.
    pub(crate) fn stay(self, stays: Stays) -> i32 {
        let days = match stays {
            Stays::Uniform { uniform_days } => self.0 * f64::from(uniform_days),
            Stays::Mixed { .. } => self.mixed(stays),
        };
        days.min(STAY_DAYS_MAX) as i32
    }

    /// The whole days from a day in the middle of things to the end of a stay, for those who are
    /// there on that day; and, looking back, from the start.
    pub(crate) fn remaining_stay(self, stays: Stays) -> i32 {
        let days = match stays {
            Stays::Uniform { uniform_days } => {
                f64::from(uniform_days) * (1.0 - libm::sqrt(1.0 - self.0))
            }
            Stays::Mixed { .. } => self.mixed(stays),
        };
        days.min(STAY_DAYS_MAX) as i32
    }

    fn mixed(self, stays: Stays) -> f64 {
        let Stays::Mixed {
            quick_permille,
            mean_days,
        } = stays
        else {
            return 0.0;
        };
        let quick = f64::from(quick_permille) / 1_000.0;
        if self.0 < quick {
            return self.0 / quick * QUICK_DAYS;
        }
        -libm::log(1.0 - (self.0 - quick) / (1.0 - quick)) * f64::from(mean_days)
    }

    /// The standard normal deviate at this place: P. J. Acklam's rational approximation, good to
    /// nine digits.
    fn normal(self) -> f64 {
        const A: [f64; 6] = [
            -3.969_683_028_665_376e1,
            2.209_460_984_245_205e2,
            -2.759_285_104_469_687e2,
            1.383_577_518_672_69e2,
            -3.066_479_806_614_716e1,
            2.506_628_277_459_239,
        ];
        const B: [f64; 6] = [
            -5.447_609_879_822_406e1,
            1.615_858_368_580_409e2,
            -1.556_989_798_598_866e2,
            6.680_131_188_771_972e1,
            -1.328_068_155_288_572e1,
            1.0,
        ];
        const C: [f64; 6] = [
            -7.784_894_002_430_293e-3,
            -3.223_964_580_411_365e-1,
            -2.400_758_277_161_838,
            -2.549_732_539_343_734,
            4.374_664_141_464_968,
            2.938_163_982_698_783,
        ];
        const D: [f64; 5] = [
            7.784_695_709_041_462e-3,
            3.224_671_290_700_398e-1,
            2.445_134_137_142_996,
            3.754_408_661_907_416,
            1.0,
        ];
        const TAIL: f64 = 0.024_25;
        let tail = |place: f64| {
            let root = libm::sqrt(-2.0 * libm::log(place));
            polynomial(&C, root) / polynomial(&D, root)
        };
        if self.0 < TAIL {
            tail(self.0)
        } else if self.0 > 1.0 - TAIL {
            -tail(1.0 - self.0)
        } else {
            let centred = self.0 - 0.5;
            let square = centred * centred;
            polynomial(&A, square) * centred / polynomial(&B, square)
        }
    }
}

/// A polynomial with its highest coefficient first.
fn polynomial(coefficients: &[f64], at: f64) -> f64 {
    coefficients.iter().fold(0.0, |sum, each| sum * at + each)
}

/// The day at a place between two.
pub(crate) fn day_at(place: Quantile, first: Date, last: Date) -> Date {
    first + (place.0 * f64::from(last - first + 1)) as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_deviates_are_those_of_the_tables() {
        for (place, deviate) in [(0.5, 0.0), (0.841_344_746, 1.0), (0.01, -2.326_347_874)] {
            assert!((Quantile(place).normal() - deviate).abs() < 1e-7, "{place}");
        }
    }

    #[test]
    fn ranks_keep_the_mean_at_any_count() {
        for count in [11, 500, 20_000] {
            let sum: u64 = (0..count)
                .map(|rank| Quantile::of_rank(rank, count).lognormal_millionths(120))
                .sum();
            let mean = sum / count;
            assert!((1_006_000..1_007_500).contains(&mean), "{count}: {mean}");
        }
    }

    #[test]
    fn about_a_third_leave_in_a_year() {
        let left = |stays| {
            let year = |rank: &u64| Quantile::of_rank(*rank, 1_000).remaining_stay(stays) < 365;
            (0..1_000).filter(year).count()
        };
        assert_eq!(
            left(Stays::Uniform {
                uniform_days: 2_129
            }),
            313
        );
        let nursing = Stays::Mixed {
            quick_permille: 220,
            mean_days: 404,
        };
        assert_eq!(left(nursing), 684);
    }

    #[test]
    fn days_are_spread_from_first_to_last() {
        let (first, last) = (Date::of(2026, 4, 2), Date::of(2027, 3, 30));
        assert_eq!(day_at(Quantile::of_rank(0, 5_000), first, last), first);
        assert_eq!(day_at(Quantile::of_rank(4_999, 5_000), first, last), last);
    }
}
