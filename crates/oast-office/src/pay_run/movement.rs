//! What moved between two pay runs, kind by kind: the kinds add up to the penny.

use std::cmp::Ordering;

use oast_rules::facts::{Element, PayRunLine, Side};
use oast_units::{HomeId, Pence, PlacementId};

/// Why a run pays homes more or less than the run before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MovementKind {
    /// Placements that the run before did not pay.
    Started,
    /// Placements that the run before paid and this one does not.
    Ended,
    /// More or fewer days: part periods, absences, and how many pay periods a run covers.
    Days,
    /// Another weekly rate for the same days.
    Rates,
    /// One-to-one hours.
    OneToOne,
    /// What homes collect themselves, and what is passed on to them.
    Contributions,
    /// Single costs.
    OneOffs,
    /// Adjustments of the run before, which do not come again.
    AdjustmentsBefore,
    /// Adjustments of this run.
    Adjustments,
}

impl MovementKind {
    /// Every kind, in the order in which a bridge shows them.
    pub const ALL: [Self; 9] = [
        Self::Started,
        Self::Ended,
        Self::Days,
        Self::Rates,
        Self::OneToOne,
        Self::Contributions,
        Self::OneOffs,
        Self::AdjustmentsBefore,
        Self::Adjustments,
    ];

    /// Its name in addresses and files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Ended => "ended",
            Self::Days => "days",
            Self::Rates => "rates",
            Self::OneToOne => "one-to-one",
            Self::Contributions => "contributions",
            Self::OneOffs => "one-offs",
            Self::AdjustmentsBefore => "adjustments-before",
            Self::Adjustments => "adjustments",
        }
    }

    /// The kind that a name stands for.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Its name on screen.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Started => "Placements that started",
            Self::Ended => "Placements that ended",
            Self::Days => "More or fewer days",
            Self::Rates => "Changed weekly rates",
            Self::OneToOne => "One-to-one hours",
            Self::Contributions => "Contributions and top-ups",
            Self::OneOffs => "One-off costs",
            Self::AdjustmentsBefore => "Adjustments of the last run, not repeated",
            Self::Adjustments => "Adjustments in this run",
        }
    }
}

/// What one kind of movement comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// The kind.
    pub kind: MovementKind,
    /// How many placements moved, or, for adjustments, how many lines there are.
    pub count: u64,
    /// By how much the run pays homes more; below nothing for less.
    pub change: Pence,
}

/// What moved for one placement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// The placement, or the block contract.
    pub placement_id: PlacementId,
    /// The home that was paid last.
    pub home_id: HomeId,
    /// The kind.
    pub kind: MovementKind,
    /// What it came to in the run before.
    pub before: Pence,
    /// What it comes to in this run.
    pub now: Pence,
    /// By how much this kind moved it: where days and rate changed together, each has its part.
    pub change: Pence,
}

/// An amount for some days.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct ForDays {
    amount: Pence,
    days: u32,
}

/// What a run pays for one placement, but for adjustments.
#[derive(Debug, Clone)]
struct OfPlacement {
    id: PlacementId,
    home: HomeId,
    care: ForDays,
    one_to_one: ForDays,
    contributions: ForDays,
    one_offs: Pence,
}

impl OfPlacement {
    fn regular(&self) -> Pence {
        self.care.amount + self.one_to_one.amount + self.contributions.amount
    }

    /// Whether anything but a single cost is paid.
    fn goes_on(&self) -> bool {
        [self.care, self.one_to_one, self.contributions]
            .iter()
            .any(|part| *part != ForDays::default())
    }
}

/// What a run pays homes, placement by placement, in order of their references.
#[derive(Debug, Clone, Default)]
pub(super) struct RunSums {
    placements: Vec<OfPlacement>,
    adjustments: Pence,
    adjusting: u64,
    pub(super) total: Pence,
}

impl RunSums {
    /// Adds the next line; lines come in order of their placements.
    pub(super) fn add(&mut self, line: &PayRunLine) {
        if line.side != Side::Home {
            return;
        }
        self.total += line.amount;
        if line.cause.is_some() {
            self.adjustments += line.amount;
            self.adjusting += 1;
            return;
        }
        let is_next = self
            .placements
            .last()
            .is_none_or(|last| last.id != line.placement_id);
        if is_next {
            self.placements.push(OfPlacement {
                id: line.placement_id.clone(),
                home: line.home_id.clone(),
                care: ForDays::default(),
                one_to_one: ForDays::default(),
                contributions: ForDays::default(),
                one_offs: Pence::ZERO,
            });
        }
        let Some(sums) = self.placements.last_mut() else {
            return;
        };
        let part = match line.element {
            Element::CareFee | Element::BlockFee => &mut sums.care,
            Element::OneToOne => &mut sums.one_to_one,
            Element::OneOff => {
                sums.one_offs += line.amount;
                return;
            }
            _ => &mut sums.contributions,
        };
        part.amount += line.amount;
        part.days += line.days;
    }

    /// How many placements the run pays, but for adjustments.
    pub(super) fn count(&self) -> usize {
        self.placements.len()
    }
}

/// What moved from one run to the next: the sum of each kind, and every placement that moved.
/// The sums of the kinds are the difference of the totals.
pub(super) fn movement(before: &RunSums, now: &RunSums) -> (Vec<Moved>, Vec<Move>) {
    let mut moves = Vec::new();
    let (mut old, mut new) = (
        before.placements.iter().peekable(),
        now.placements.iter().peekable(),
    );
    loop {
        let order = match (old.peek(), new.peek()) {
            (None, None) => break,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(old), Some(new)) => old.id.cmp(&new.id),
        };
        let was = if order == Ordering::Greater {
            None
        } else {
            old.next()
        };
        let is = if order == Ordering::Less {
            None
        } else {
            new.next()
        };
        of_placement(was, is, &mut moves);
    }
    (sums(before, now, &moves), moves)
}

fn sums(before: &RunSums, now: &RunSums, moves: &[Move]) -> Vec<Moved> {
    let mut kinds: Vec<Moved> = MovementKind::ALL
        .into_iter()
        .map(|kind| {
            let (count, change) = match kind {
                MovementKind::AdjustmentsBefore => (before.adjusting, -before.adjustments),
                MovementKind::Adjustments => (now.adjusting, now.adjustments),
                _ => (0, Pence::ZERO),
            };
            Moved {
                kind,
                count,
                change,
            }
        })
        .collect();
    for one in moves {
        if let Some(sum) = kinds.iter_mut().find(|sum| sum.kind == one.kind) {
            sum.count += 1;
            sum.change += one.change;
        }
    }
    kinds.retain(|sum| sum.count > 0);
    kinds
}

/// Finds what moved for one placement, in one of the runs or in both.
fn of_placement(was: Option<&OfPlacement>, is: Option<&OfPlacement>, moves: &mut Vec<Move>) {
    let Some(about) = is.or(was) else {
        return;
    };
    let mut push = |kind, (before, now): (Pence, Pence), change: Pence| {
        if !change.is_zero() {
            moves.push(Move {
                placement_id: about.id.clone(),
                home_id: about.home.clone(),
                kind,
                before,
                now,
                change,
            });
        }
    };
    let both = |part: fn(&OfPlacement) -> Pence| {
        (was.map_or(Pence::ZERO, part), is.map_or(Pence::ZERO, part))
    };
    let one_offs = both(|of| of.one_offs);
    push(MovementKind::OneOffs, one_offs, one_offs.1 - one_offs.0);
    let all = both(OfPlacement::regular);
    let (Some(was), Some(is)) = (
        was.filter(|was| was.goes_on()),
        is.filter(|is| is.goes_on()),
    ) else {
        let kind = if was.is_some_and(OfPlacement::goes_on) {
            MovementKind::Ended
        } else {
            MovementKind::Started
        };
        return push(kind, all, all.1 - all.0);
    };
    let mut by_days = Pence::ZERO;
    for (kind, before, now) in [
        (MovementKind::Rates, was.care, is.care),
        (MovementKind::OneToOne, was.one_to_one, is.one_to_one),
        (
            MovementKind::Contributions,
            was.contributions,
            is.contributions,
        ),
    ] {
        let change = now.amount - before.amount;
        let of_days = match change_by_days(before, now) {
            Some(of_days) => of_days,
            // A care fee that is not due at all is one of no days; of the others, one began or
            // ended.
            None if kind == MovementKind::Rates => change,
            None => Pence::ZERO,
        };
        by_days += of_days;
        push(kind, (before.amount, now.amount), change - of_days);
    }
    push(MovementKind::Days, all, by_days);
}

/// The part of a change that comes from the days: what the new days would have come to at the old
/// rate, less what the old days did. A difference that rounding alone can make belongs to the days.
/// None when one of the two has no days.
fn change_by_days(before: ForDays, now: ForDays) -> Option<Pence> {
    if before.days == 0 || now.days == 0 {
        return None;
    }
    if before.days == now.days {
        return Some(Pence::ZERO);
    }
    let at_old_rate = pro_rata(before.amount, now.days, before.days);
    let rounding = 2 * (i64::from(now.days / before.days) + 1);
    let of_rounding = (now.amount - at_old_rate).abs() <= Pence::new(rounding);
    let would = if of_rounding { now.amount } else { at_old_rate };
    Some(would - before.amount)
}

/// An amount for some days, for other days, to the nearest penny.
pub(super) fn pro_rata(amount: Pence, days: u32, of_days: u32) -> Pence {
    let of_days = i128::from(of_days.max(1));
    let scaled = i128::from(amount.get()) * i128::from(days);
    let half = if scaled < 0 { -of_days } else { of_days };
    let rounded = (scaled * 2 + half) / (of_days * 2);
    Pence::new(i64::try_from(rounded).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(placement: &str, element: Element, days: u32, pence: i64) -> PayRunLine {
        PayRunLine {
            pay_run: "PR-0001".parse().unwrap(),
            placement_id: placement.parse().unwrap(),
            element,
            side: Side::Home,
            period_from: "2026-03-30".parse().unwrap(),
            period_to: "2026-04-26".parse().unwrap(),
            days,
            amount: Pence::new(pence),
            home_id: "H0001".parse().unwrap(),
            cause: None,
        }
    }

    fn adjusting(mut line: PayRunLine) -> PayRunLine {
        line.cause = Some("uplifts legacy recorded".parse().unwrap());
        line
    }

    fn sums(lines: &[PayRunLine]) -> RunSums {
        let mut sums = RunSums::default();
        for line in lines {
            sums.add(line);
        }
        sums
    }

    fn moved(before: &[PayRunLine], now: &[PayRunLine]) -> Vec<(MovementKind, u64, i64)> {
        let (before, now) = (sums(before), sums(now));
        let (kinds, _) = movement(&before, &now);
        let total: Pence = kinds.iter().map(|moved| moved.change).sum();
        assert_eq!(total, now.total - before.total, "the kinds are the whole");
        kinds
            .iter()
            .map(|moved| (moved.kind, moved.count, moved.change.get()))
            .collect()
    }

    #[test]
    fn each_change_is_told_by_its_kind() {
        use Element::{CareFee, Contribution, OneOff, OneToOne};
        use MovementKind as Kind;
        let before = [
            line("P1", CareFee, 28, 400_000),
            line("P2", CareFee, 28, 360_000),
            line("P2", Contribution, 28, -40_000),
            line("P3", CareFee, 28, 280_000),
            line("P3", OneToOne, 28, 50_000),
            adjusting(line("P3", CareFee, 28, 1_234)),
        ];
        let now = [
            line("P2", CareFee, 28, 370_000),
            line("P2", Contribution, 28, -41_000),
            line("P3", CareFee, 14, 140_000),
            line("P3", OneOff, 1, 9_900),
            adjusting(line("P3", CareFee, 28, -700)),
            line("P4", CareFee, 7, 100_000),
        ];
        assert_eq!(
            moved(&before, &now),
            [
                (Kind::Started, 1, 100_000),
                (Kind::Ended, 1, -400_000),
                (Kind::Days, 1, -140_000),
                (Kind::Rates, 1, 10_000),
                (Kind::OneToOne, 1, -50_000),
                (Kind::Contributions, 1, -1_000),
                (Kind::OneOffs, 1, 9_900),
                (Kind::AdjustmentsBefore, 1, -1_234),
                (Kind::Adjustments, 1, -700),
            ]
        );
    }

    #[test]
    fn days_and_rate_that_change_together_each_have_their_part() {
        let before = [line("P1", Element::CareFee, 28, 280_000)];
        let now = [line("P1", Element::CareFee, 56, 616_000)];
        assert_eq!(
            moved(&before, &now),
            [
                (MovementKind::Days, 1, 280_000),
                (MovementKind::Rates, 1, 56_000),
            ]
        );
    }

    #[test]
    fn a_longer_run_has_more_days_of_contributions_too() {
        use Element::{CareFee, Contribution, OneToOne};
        let before = [
            line("P1", CareFee, 28, 280_000),
            line("P1", Contribution, 28, -40_000),
        ];
        let now = [
            line("P1", CareFee, 56, 560_000),
            line("P1", Contribution, 56, -80_000),
            line("P1", OneToOne, 56, 12_000),
        ];
        assert_eq!(
            moved(&before, &now),
            [
                (MovementKind::Days, 1, 240_000),
                (MovementKind::OneToOne, 1, 12_000),
            ]
        );
    }

    #[test]
    fn a_penny_of_rounding_is_no_new_rate() {
        let before = [line("P1", Element::CareFee, 19, 238_857)];
        let now = [line("P1", Element::CareFee, 28, 352_000)];
        let kinds = moved(&before, &now);
        assert_eq!(kinds, [(MovementKind::Days, 1, 113_143)]);
    }

    #[test]
    fn a_single_cost_starts_no_placement() {
        let now = [line("P1", Element::OneOff, 1, 5_000)];
        assert_eq!(moved(&[], &now), [(MovementKind::OneOffs, 1, 5_000)]);
    }

    #[test]
    fn a_code_stands_for_its_kind() {
        for kind in MovementKind::ALL {
            assert_eq!(MovementKind::of(kind.code()), Some(kind));
        }
    }
}
