//! Arbitrary packs: facts of every kind, made from whatever texts their cells can read.

use std::convert::Infallible;

use oast_rules::facts::{
    AbsenceKind, AppliesTo, BenefitFrom, BenefitUnit, Category, CellReader, Collector, Element,
    EndReason, Fact, GivenBy, Pack, Payer, Route, Rows, Side, Stay, TableVisitor, each_table,
};
use oast_units::{Cell, Date, NhsNumber, Pence};
use proptest::prelude::*;

/// Most rows of each kind in an arbitrary pack.
const ROWS_MAX: usize = 6;

/// A pack whose cells are drawn from dates, money, codes and awkward text.
pub(crate) fn any_pack() -> impl Strategy<Value = Pack> {
    (any::<u64>(), prop::collection::vec(any_text(), 40..80)).prop_map(|(seed, texts)| {
        let mut made = Made {
            chance: Chance(seed | 1),
            texts: texts.into_iter().chain(codes()).collect(),
            pack: Pack::default(),
        };
        let Ok(()) = each_table(&mut made);
        made.pack
    })
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        (0..100_000i32).prop_map(|days| (Date::MIN + days).to_string()),
        (-1_000_000_000i64..10_000_000_000).prop_map(|pence| Pence::new(pence).plain()),
        (0..1_000_000_000u64).prop_filter_map("one in eleven has no check digit", |nine| Some(
            NhsNumber::from_first_nine(nine)?.to_string()
        )),
        "[A-Z]{1,2}[1-9] [0-9][A-Z]{2}",
        "-?[0-9]{1,2}\\.[0-9]{1,9}",
        "[0-9]{1,3}",
        (1900..2198i32).prop_map(|year| format!("{year}/{:02}", (year + 1) % 100)),
        "[a-zA-Zéß’€=+@',\"|;\\-][a-z é,\"\n|;]{0,20}[a-z,\"]",
        Just("\"".to_string()),
        Just("\"\"".to_string()),
        Just("a\nb".to_string()),
    ]
}

fn codes() -> Vec<String> {
    fn of<T: ToString>(all: &[T]) -> Vec<String> {
        all.iter().map(ToString::to_string).collect()
    }
    [
        of(Category::ALL),
        of(Route::ALL),
        of(Stay::ALL),
        of(EndReason::ALL),
        of(Payer::ALL),
        of(Collector::ALL),
        of(AppliesTo::ALL),
        of(AbsenceKind::ALL),
        of(GivenBy::ALL),
        of(Element::ALL),
        of(Side::ALL),
        of(BenefitUnit::ALL),
        of(BenefitFrom::ALL),
        of(&[
            "yes",
            "no",
            "0",
            "7.25",
            "2026-04-01",
            "1080.00",
            "2026/27",
            "CT1 2AB",
            "9434765919",
        ]),
    ]
    .concat()
}

/// Numbers that look like chance and come again for the same seed (xorshift).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).unwrap_or_default()
    }
}

struct Made {
    chance: Chance,
    texts: Vec<String>,
    pack: Pack,
}

impl TableVisitor for Made {
    type Error = Infallible;

    fn visit<F: Fact>(&mut self) -> Result<(), Infallible>
    where
        Pack: Rows<F>,
    {
        for _ in 0..self.chance.below(ROWS_MAX) {
            let fact = F::read(self).expect("every cell has a text it can read");
            self.pack.rows_mut().push(fact);
        }
        Ok(())
    }
}

impl CellReader for Made {
    fn cell<T: Cell>(&mut self) -> Option<T> {
        if T::OPTIONAL && self.chance.below(3) == 0 {
            return T::parse("").ok();
        }
        let start = self.chance.below(self.texts.len());
        let (before, after) = self.texts.split_at(start);
        after
            .iter()
            .chain(before)
            .find_map(|text| T::parse(text).ok())
    }
}
