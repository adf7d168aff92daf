use crate::plan::Sizes;
use crate::sampling::{Chance, Shuffle, Stream};

/// In which order those who are alive on the opening day have their category, their price, their
/// home and their departure. Each order is of its own: who pays most is not who leaves first.
#[derive(Debug)]
pub(crate) struct Orders {
    categories: Shuffle,
    of_category: Vec<CategoryOrders>,
    one_to_one: Shuffle,
    packages: u64,
    complex_prices: Shuffle,
    first_home: u64,
}

/// The orders within one category.
#[derive(Debug)]
struct CategoryOrders {
    count: u64,
    prices: Shuffle,
    homes: Shuffle,
    departures: Shuffle,
}

/// Somebody's place in each order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Places {
    /// The place of the category among the priced ones.
    pub(crate) category: usize,
    /// How many are of the category.
    pub(crate) count: u64,
    /// By price, the cheapest first.
    pub(crate) price: u64,
    /// By home.
    pub(crate) home: u64,
    /// By departure, the first first.
    pub(crate) departure: u64,
    /// Whether a one-to-one package is alive on the opening day.
    pub(crate) one_to_one: bool,
}

/// What is not of a priced category is numbered apart from those that are.
const APART: u64 = 1_000;

impl Orders {
    /// The orders of a plan's stock under a seed.
    pub(crate) fn new(sizes: &Sizes, seed: u64) -> Self {
        let order =
            |count, stream, index| Shuffle::new(count, Chance::new(seed, stream, index).bits());
        let of_category = |(index, count): (usize, &u64)| CategoryOrders {
            count: *count,
            prices: order(*count, Stream::Prices, index as u64),
            homes: order(*count, Stream::Homes, index as u64),
            departures: order(*count, Stream::Departures, index as u64),
        };
        Self {
            categories: order(sizes.stock_total(), Stream::Categories, 0),
            of_category: sizes.stock.iter().enumerate().map(of_category).collect(),
            one_to_one: order(sizes.stock_total(), Stream::OneToOne, 0),
            packages: sizes.one_to_one,
            complex_prices: order(sizes.complex, Stream::Prices, APART),
            first_home: Chance::new(seed, Stream::Homes, APART).bits(),
        }
    }

    /// The place among the homes from which those who come and go are spread.
    pub(crate) fn first_home(&self) -> u64 {
        self.first_home
    }

    /// The place by price of one of the complex stock.
    pub(crate) fn complex_price(&self, rank: u64) -> u64 {
        self.complex_prices.at(rank)
    }

    /// The places of somebody by number, the earliest start first.
    pub(crate) fn places(&self, rank: u64) -> Option<Places> {
        let mut within = self.categories.at(rank);
        for (category, orders) in self.of_category.iter().enumerate() {
            if within < orders.count {
                return Some(Places {
                    category,
                    count: orders.count,
                    price: orders.prices.at(within),
                    home: orders.homes.at(within),
                    departure: orders.departures.at(within),
                    one_to_one: self.one_to_one.at(rank) < self.packages,
                });
            }
            within -= orders.count;
        }
        None
    }
}
