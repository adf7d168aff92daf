//! A county as it was known at an audit entry, arranged so that a page finds what it shows at once.
//!
//! A picture is worked out from the facts and thrown away when they change: it is never a second
//! truth. Reading it costs nothing, so that a page of a list is as quick with four hundred thousand
//! placements as with four.

mod attention;
mod facts;
mod load;
mod notices;
mod search;
mod spend;
mod standing;

use std::sync::{Arc, OnceLock};

use oast_rules::placement::notice::{NoticeGroup, NoticePeriod};
use oast_terms::Terms;
use oast_units::Date;

use crate::runway::{RunwayRow, register};

pub use attention::{Attention, ENDS_WITHIN_DAYS, HomeUnderNotice, HoursEnding};
pub use facts::{Facts, Market, PlacementAt};
pub use search::{Found, FoundWhat};
pub use spend::{Spend, SpendKey, SpendSum};
pub use standing::{Standing, Week};

/// The facts of a county, and how each placement stands on a day.
pub struct Picture {
    /// The facts.
    pub facts: Arc<Facts>,
    /// The day.
    pub day: Date,
    /// How each placement stands, in the order of `facts.cases`.
    pub standings: Vec<Standing>,
    terms: Arc<Terms>,
    search: OnceLock<search::Index>,
    spend: OnceLock<Spend>,
    notices: OnceLock<Vec<NoticeGroup>>,
    attention: OnceLock<Attention>,
}

impl Picture {
    /// Looks at facts on a day.
    pub fn new(facts: Arc<Facts>, terms: Arc<Terms>, day: Date) -> Self {
        let standings = standing::standings(&facts, &terms, day);
        Self {
            facts,
            day,
            standings,
            terms,
            search: OnceLock::new(),
            spend: OnceLock::new(),
            notices: OnceLock::new(),
            attention: OnceLock::new(),
        }
    }

    /// The audit entry up to which the facts were known.
    pub fn known_seq(&self) -> i64 {
        self.facts.known_seq
    }

    /// The terms that the county runs under.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// What it looks like once more is recorded, or on another day, sharing what is the same.
    #[must_use]
    pub fn with(&self, facts: Arc<Facts>, day: Date) -> Self {
        let names_stand = facts.same_names(&self.facts);
        let next = Self::new(facts, Arc::clone(&self.terms), day);
        if names_stand && let Some(index) = self.search.get() {
            let _ = next.search.set(index.clone());
        }
        next
    }

    /// Every provider's notice with its period, grouped as the splitting guard groups them.
    pub fn notices(&self) -> &[NoticeGroup] {
        self.notices
            .get_or_init(|| notices::groups(&self.facts, &self.terms))
    }

    /// A provider's notice as it is, and as it would be if an officer kept the single period for
    /// it. None where there is no such notice.
    pub fn notice_kept(
        &self,
        placement: &str,
        given_on: Date,
    ) -> Option<(NoticePeriod, NoticePeriod)> {
        let is = |notice: &&NoticePeriod| {
            notice.placement.as_str() == placement && notice.given_on == given_on
        };
        let of = |groups: &[NoticeGroup]| {
            let mut notices = groups.iter().flat_map(|group| &group.notices);
            notices.find(is).cloned()
        };
        let kept = notices::groups_with_kept(&self.facts, &self.terms, placement, given_on)?;
        of(self.notices()).zip(of(&kept))
    }

    /// What wants somebody's attention.
    pub fn attention(&self) -> &Attention {
        self.attention.get_or_init(|| attention::attention(self))
    }

    /// The register of people who pay for themselves, the one whose money runs out first at the
    /// top. Empty where the terms have no value for it: their own check tells of that.
    pub fn runways(&self) -> Vec<RunwayRow> {
        let reports = self.facts.market.self_funders.clone();
        register(reports, &self.terms, self.day).unwrap_or_default()
    }

    /// What was spent, and will be by what is known: by month, home, category and route.
    pub fn spend(&self) -> &Spend {
        self.spend
            .get_or_init(|| spend::spend(&self.facts, &self.terms, self.day))
    }

    /// The people, placements, homes and providers that a search finds, best first.
    pub fn find(&self, query: &str, people: bool, limit: usize) -> Vec<Found> {
        self.search
            .get_or_init(|| search::Index::new(&self.facts))
            .find(&self.facts, query, people, limit)
    }

    /// What is due in a month for some placements; those with nothing are left out.
    pub fn in_month(&self, month: Date, some: &[PlacementAt]) -> Vec<(PlacementAt, SpendSum)> {
        spend::in_month(&self.facts, &self.terms, month, some)
    }

    /// How the placement at an index stands.
    pub fn standing(&self, at: PlacementAt) -> Option<&Standing> {
        self.standings.get(at.index())
    }
}
