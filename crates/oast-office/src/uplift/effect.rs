//! What an uplift would change, as it is shown before anybody decides.

use std::collections::BTreeMap;

use oast_rules::facts::{AppliesTo, Category, Route, Uplift};
use oast_units::{Date, HomeId, Pence, Percent, PlacementId, SchemeId, Text, WeeklyRate};

/// Weeks that a year's difference is counted for: a year has a day or two more.
pub const WEEKS_IN_YEAR: i64 = 52;

/// Outliers of one kind that are told one by one.
pub const OUTLIERS_TOLD_MAX: usize = 50;

/// An uplift that somebody thinks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpliftPlan {
    /// The route whose placements it raises.
    pub applies_to: AppliesTo,
    /// The scheme whose placements it raises: needed for the framework, and empty for legacy and
    /// spot placements, which belong to none.
    pub scheme: Option<SchemeId>,
    /// The first day of the raised price.
    pub effective_on: Date,
    /// By how much.
    pub percent: Percent,
    /// The decision that sets it.
    pub decision: Text,
}

impl UpliftPlan {
    /// The fact that it becomes once it is approved.
    pub fn fact(&self) -> Uplift {
        Uplift {
            scheme: self.scheme.clone(),
            applies_to: self.applies_to,
            effective_on: self.effective_on,
            percent: self.percent,
            decision: Some(self.decision.clone()),
        }
    }
}

/// What an uplift does to one placement's care fee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacementEffect {
    /// The placement.
    pub placement_id: PlacementId,
    /// The home.
    pub home_id: HomeId,
    /// The category on the day.
    pub category: Category,
    /// The care fee a week before, on the day that the effect is measured on; of a placement that
    /// ends before or begins after it, on its own nearest day.
    pub before: WeeklyRate,
    /// The care fee a week after.
    pub after: WeeklyRate,
    /// After less before.
    pub difference: Pence,
    /// Whether the care fee is due on the day that the effect is measured on; the weekly totals
    /// count only these.
    pub counts: bool,
    /// What homes are paid more for days that were paid already.
    pub back_dated: Pence,
    /// What is worth knowing of it, in sentences.
    pub note: Option<String>,
}

/// What an uplift does to one home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HomeEffect {
    /// The home.
    pub home_id: HomeId,
    /// Its name.
    pub name: String,
    /// Placements whose care fee is due on the day.
    pub placements: u64,
    /// Their care fees a week before.
    pub weekly_before: Pence,
    /// Their care fees a week after.
    pub weekly_after: Pence,
    /// After less before.
    pub difference: Pence,
    /// What the home is paid more for days that were paid already.
    pub back_dated: Pence,
}

/// What an uplift does to days that were paid already, which the next pay run adjusts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BackDated {
    /// The last day that was paid; none when no run has paid a day from the uplift's first on.
    pub paid_until: Option<Date>,
    /// Placements with an adjustment.
    pub placements: u64,
    /// Paid to homes.
    pub to_homes: Pence,
    /// Billed to people: a contribution that was capped by the care fee rises with it.
    pub billed: Pence,
}

/// A kind of thing that stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OutlierKind {
    /// The largest rises in pounds.
    LargestRise,
    /// A fee above the upper limit of its category's band.
    AboveBand,
    /// A fee above which care is complex and is assessed for each person.
    AboveComplexThreshold,
    /// Raised by another uplift within twelve months.
    UpliftedWithinYear,
}

impl OutlierKind {
    /// It in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::LargestRise => "the largest rises",
            Self::AboveBand => "above the upper limit of the band",
            Self::AboveComplexThreshold => "above the threshold for complex care",
            Self::UpliftedWithinYear => "raised by another uplift within twelve months",
        }
    }
}

/// One placement that stands out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlier {
    /// The placement.
    pub placement_id: PlacementId,
    /// The home.
    pub home_id: HomeId,
    /// Why, in a sentence.
    pub says: String,
}

/// The placements that stand out in one way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outliers {
    /// In which way.
    pub kind: OutlierKind,
    /// How many.
    pub placements: u64,
    /// The first of them, at most [`OUTLIERS_TOLD_MAX`].
    pub told: Vec<Outlier>,
}

/// Everything that an uplift, or its reversal, would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpliftEffect {
    /// The uplift.
    pub plan: UpliftPlan,
    /// The day that the effect is measured on: the first day of the raised price, or today if that
    /// is later.
    pub on: Date,
    /// Each home, the largest difference first.
    pub homes: Vec<HomeEffect>,
    /// Each placement whose amounts change, in order of their references.
    pub placements: Vec<PlacementEffect>,
    /// Placements counted in the weekly totals.
    pub counted: u64,
    /// Care fees a week before, on the day.
    pub weekly_before: Pence,
    /// Care fees a week after.
    pub weekly_after: Pence,
    /// After less before.
    pub weekly_difference: Pence,
    /// The weekly difference for [`WEEKS_IN_YEAR`] weeks, as if nobody came or left.
    pub annual_difference: Pence,
    /// What is adjusted for days that were paid already.
    pub back_dated: BackDated,
    /// What stands out.
    pub outliers: Vec<Outliers>,
    /// How many placements it leaves alone, by the reason in words, most first.
    pub not_affected: Vec<(String, u64)>,
    /// Placements that cannot be worked out, each with the reason.
    pub problems: Vec<String>,
    /// What somebody should look at, in sentences.
    pub findings: Vec<String>,
}

/// Why a placement is left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Spared {
    OtherRoute(Route),
    OtherScheme,
    Ended,
    Complex,
    PricedSince,
}

impl Spared {
    fn words(self, plan: &UpliftPlan) -> String {
        let day = plan.effective_on.long();
        match self {
            Self::OtherRoute(route) => format!("on another route: {}", route.words()),
            Self::OtherScheme => "of another scheme".into(),
            Self::Ended => format!("ended before {day}"),
            Self::Complex => "complex care, which is assessed again and never uplifted".into(),
            Self::PricedSince => format!("at a price that is as of {day} or later"),
        }
    }
}

/// The counts of those left alone, in words, most first.
pub(super) fn spared_in_words(
    counts: &BTreeMap<Spared, u64>,
    plan: &UpliftPlan,
) -> Vec<(String, u64)> {
    let mut words: Vec<(String, u64)> = counts
        .iter()
        .map(|(spared, count)| (spared.words(plan), *count))
        .collect();
    words.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    words
}
