use oast_terms::{Entry, Silent, Terms, Trace};
use oast_units::{Exact, Pence, Period, Rounding, WeeklyRate};

use super::super::{Basis, Flow, Sheet, block_due, due};
use crate::facts::{Block, Category};
use crate::placement::CaseFile;
use crate::price::PriceBook;

/// What one placement, or one block contract, came to in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MonthCost {
    /// What its spending counts as; none for a block contract.
    pub category: Option<Category>,
    /// The care fee that is due.
    pub care_fee: Pence,
    /// The care fee had nobody been away.
    pub full: Pence,
    /// The same without the uplifts that took effect between the months.
    pub without_uplifts: Pence,
    /// The price a week of all of its days, without those uplifts; none where it changed.
    pub price: Option<WeeklyRate>,
    /// The days of care that are paid for, at a price above nothing.
    pub days: i32,
    /// One-to-one hours.
    pub one_to_one: Pence,
    /// Single costs, or a block contract's beds.
    pub other: Pence,
}

impl MonthCost {
    /// All of it: what the spending of the month counts.
    pub fn gross(&self) -> Pence {
        self.care_fee + self.one_to_one + self.other
    }
}

/// What one placement, or one block contract, came to in both months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pair {
    /// In the month before.
    pub before: MonthCost,
    /// In the month after.
    pub after: MonthCost,
    /// Whether a change of category took effect between them.
    pub recategorised: bool,
}

impl Pair {
    /// Whether its care is complex in either month in which it is paid for.
    pub fn is_complex(&self) -> bool {
        let complex = |cost: &MonthCost| cost.days > 0 && cost.category == Some(Category::Complex);
        complex(&self.before) || complex(&self.after)
    }

    /// Whether there are days of care in both months.
    pub fn stayed(&self) -> bool {
        self.before.days > 0 && self.after.days > 0
    }

    /// Whether days of the one month cost what those of the other do, uplifts apart.
    pub fn kept_its_price(&self) -> bool {
        let kept = self.before.price.is_some() && self.before.price == self.after.price;
        kept && self.before.category == self.after.category
    }

    /// Whether it came to nothing in both months.
    pub fn is_nothing(&self) -> bool {
        let nothing = |cost: &MonthCost| cost.days == 0 && cost.gross().is_zero();
        nothing(&self.before) && nothing(&self.after)
    }
}

/// Two months, and the prices and terms that they are reckoned by.
#[derive(Debug, Clone)]
pub struct Bridging<'a> {
    before: Period,
    after: Period,
    /// From the first day of the earlier month, which is left out, to the last of the later one.
    between: Option<Period>,
    book: &'a PriceBook,
    without_uplifts: Option<PriceBook>,
    terms: &'a Terms,
}

/// Room for the work on one placement after another.
#[derive(Debug, Clone)]
pub struct Room {
    before: Sheet,
    after: Sheet,
}

impl<'a> Bridging<'a> {
    /// From one month to another, which may be the earlier one.
    pub fn new(before: Period, after: Period, book: &'a PriceBook, terms: &'a Terms) -> Self {
        let first = before.from().min(after.from());
        let last = before.to().max(after.to());
        let between = Period::between(first.next(), last);
        Self {
            before,
            after,
            between,
            book,
            without_uplifts: between.and_then(|between| book.without_uplifts_in(between)),
            terms,
        }
    }

    /// Room to work in.
    pub fn room(&self) -> Room {
        Room {
            before: Sheet::by_month(self.before),
            after: Sheet::by_month(self.after),
        }
    }

    /// What a placement came to. Its spending counts as the categories given, before and after;
    /// where a price is missing in a month, nothing is due in it.
    pub fn placement(
        &self,
        case: &CaseFile,
        (before, after): (Category, Category),
        room: &mut Room,
    ) -> Pair {
        let changed = |between: Period| {
            let mut changes = case.category_changes.iter();
            changes.any(|change| between.contains(change.from))
        };
        Pair {
            before: self.cost(case, before, &mut room.before),
            after: self.cost(case, after, &mut room.after),
            recategorised: self.between.is_some_and(changed),
        }
    }

    /// What a block contract came to.
    pub fn block(&self, block: &Block, room: &mut Room) -> Pair {
        let cost = |sheet: &mut Sheet| {
            block_due(block, sheet, &mut Silent);
            MonthCost {
                other: sheet.lines().map(|line| line.amount).sum(),
                ..MonthCost::default()
            }
        };
        Pair {
            before: cost(&mut room.before),
            after: cost(&mut room.after),
            recategorised: false,
        }
    }

    fn cost(&self, case: &CaseFile, category: Category, sheet: &mut Sheet) -> MonthCost {
        let mut cost = MonthCost {
            category: Some(category),
            ..MonthCost::default()
        };
        if due(case, self.book, self.terms, sheet, &mut Stretches).is_err() {
            return cost;
        }
        for line in sheet.lines() {
            match line.flow {
                Flow::CareFee => cost.care_fee += line.amount,
                Flow::OneToOne => cost.one_to_one += line.amount,
                Flow::OneOff | Flow::BlockFee => cost.other += line.amount,
                _ => {}
            }
        }
        let whole = Whole::of(sheet);
        (cost.full, cost.days) = (whole.fees, whole.days);
        (cost.without_uplifts, cost.price) = (whole.fees, whole.price);
        let book = self.without_uplifts.as_ref().filter(|_| cost.days > 0);
        if let Some(book) = book
            && due(case, book, self.terms, sheet, &mut Stretches).is_ok()
        {
            let whole = Whole::of(sheet);
            (cost.without_uplifts, cost.price) = (whole.fees, whole.price);
        }
        cost
    }
}

/// The care fee of a sheet had nobody been away.
#[derive(Default)]
struct Whole {
    fees: Pence,
    /// The days that have a price.
    days: i32,
    /// That price, where it is one.
    price: Option<WeeklyRate>,
}

impl Whole {
    fn of(sheet: &Sheet) -> Self {
        let mut whole = Self::default();
        let mut fees = Exact::ZERO;
        let mut prices: Vec<WeeklyRate> = Vec::new();
        for stretch in sheet.stretches() {
            let (Basis::Weekly(weekly) | Basis::Retainer(weekly, _)) = stretch.basis else {
                continue;
            };
            if stretch.flow == Flow::CareFee && weekly.pence() > 0 {
                fees += Exact::days(weekly, stretch.period.days());
                whole.days += stretch.period.days();
                prices.push(weekly);
            }
        }
        whole.fees = fees.round(Rounding::HalfAwayFromZero);
        prices.dedup();
        if let [price] = prices.as_slice() {
            whole.price = Some(*price);
        }
        whole
    }
}

/// Has a sheet keep its stretches, and writes nothing down.
struct Stretches;

impl Trace for Stretches {
    const KEEPS: bool = true;

    fn record(&mut self, _entry: impl FnOnce() -> Entry) {}
}
