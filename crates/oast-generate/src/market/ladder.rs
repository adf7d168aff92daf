/// Homes to choose among, each as likely as its weight.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ladder {
    /// The place of each home among the sites.
    sites: Vec<usize>,
    /// The sum of the weights up to each home, itself included.
    ends: Vec<u64>,
}

impl Ladder {
    /// Homes with their weights; those without any weight are left out.
    pub(crate) fn new(weighted: impl Iterator<Item = (usize, u64)>) -> Self {
        let mut ladder = Self::default();
        for (site, weight) in weighted.filter(|(_, weight)| *weight > 0) {
            ladder.sites.push(site);
            ladder.ends.push(ladder.total() + weight);
        }
        ladder
    }

    /// The sum of the weights.
    pub(crate) fn total(&self) -> u64 {
        self.ends.last().copied().unwrap_or_default()
    }

    /// The homes.
    pub(crate) fn sites(&self) -> &[usize] {
        &self.sites
    }

    /// The home at a place of all that 64 bits can name: 0 is the first, the highest the last.
    pub(crate) fn at_fraction(&self, place: u64) -> Option<usize> {
        let wide = u128::from(place) * u128::from(self.total());
        let index = self.index(u64::try_from(wide >> 64).unwrap_or_default());
        self.sites.get(index).copied()
    }

    /// The home of the `rank`th of `count` who are spread over the homes by weight, and which of
    /// that home's it is, from 0. No home is given more or fewer than its share, but for one.
    pub(crate) fn spread(&self, rank: u64, count: u64) -> Option<(usize, u64)> {
        let index = self.index(self.place(rank, count));
        let begins = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        let slot = rank.saturating_sub(self.first_rank(begins, count));
        Some((*self.sites.get(index)?, slot))
    }

    /// The middle of the `rank`th of `count` equal parts of the sum of the weights.
    fn place(&self, rank: u64, count: u64) -> u64 {
        let twice = (2 * u128::from(rank) + 1) * u128::from(self.total());
        u64::try_from(twice / (2 * u128::from(count.max(1)))).unwrap_or_default()
    }

    /// The first rank whose place is not before another place.
    fn first_rank(&self, place: u64, count: u64) -> u64 {
        let total = u128::from(self.total()).max(1);
        let twice = (2 * u128::from(count) * u128::from(place)).saturating_sub(total);
        u64::try_from(twice.div_ceil(2 * total)).unwrap_or_default()
    }

    fn index(&self, place: u64) -> usize {
        self.ends.partition_point(|end| *end <= place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_spread_by_weight() {
        let ladder = Ladder::new([(7, 2), (8, 0), (9, 6)].into_iter());
        let spread: Vec<_> = (0..4).filter_map(|rank| ladder.spread(rank, 4)).collect();
        assert_eq!(spread, [(7, 0), (9, 0), (9, 1), (9, 2)]);
        assert_eq!(
            [0, 1 << 62, u64::MAX].map(|place| ladder.at_fraction(place)),
            [Some(7), Some(9), Some(9)]
        );
        assert_eq!(Ladder::default().spread(0, 1), None);
    }
}
