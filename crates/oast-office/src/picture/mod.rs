//! A county as it was known at an audit entry, arranged so that a page finds what it shows at once.
//!
//! A picture is worked out from the facts and thrown away when they change: it is never a second
//! truth. Reading it costs nothing, so that a page of a list is as quick with four hundred thousand
//! placements as with four.

mod attention;
mod facts;
mod load;
mod notices;
mod price;
mod search;
mod share;
mod spend;
mod spend_by;
mod standing;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use oast_rules::facts::Category;
use oast_rules::placement::notice::{NoticeGroup, NoticePeriod};
use oast_terms::Terms;
use oast_units::{Date, HomeId};

use crate::runway::{RunwayRow, register};

pub use attention::{Attention, ENDS_WITHIN_DAYS, HomeUnderNotice, HoursEnding};
pub use facts::{Facts, Market, PlacementAt};
pub use price::HomePrice;
pub use search::{Found, FoundWhat};
pub use share::FrameworkShare;
pub use spend::{Spend, SpendKey, SpendSum, Spent, SpentOn};
pub use spend_by::{SpendBy, SpendCategory, SpendFilter};
pub use standing::{Standing, Week};

/// Months whose single payments are kept.
const MONTHS_KEPT_MAX: usize = 2;

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
    prices: OnceLock<HashMap<HomeId, price::Prices>>,
    shares: OnceLock<Vec<FrameworkShare>>,
    spent: Mutex<Vec<(Date, Arc<Vec<Spent>>)>>,
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
            prices: OnceLock::new(),
            shares: OnceLock::new(),
            spent: Mutex::default(),
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

    /// What was spent in the months that begin from one day to another, grouped by month and, up to
    /// the month that begins on `until`, by everything else.
    pub fn spend_by(&self, filter: &SpendFilter, months: (Date, Date), until: Date) -> SpendBy {
        self.spend().by(&self.facts, filter, months, until)
    }

    /// The payments behind a month's spending: their sum is what [`spend_by`](Self::spend_by) gives
    /// for the month, to the penny.
    pub fn spent_in(&self, month: Date, filter: &SpendFilter) -> Vec<Spent> {
        let all = self.spent_in_all(month);
        spend_by::narrowed(&self.facts, all.iter(), filter)
    }

    /// Every payment of a month; those of the last months asked for are kept.
    fn spent_in_all(&self, month: Date) -> Arc<Vec<Spent>> {
        let kept = || self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, spent)) = kept().iter().find(|(of, _)| *of == month) {
            return Arc::clone(spent);
        }
        // Two who ask for the same month at once both work it out, and wait for nobody.
        let spent = Arc::new(spend::spent_in(&self.facts, &self.terms, month));
        let mut kept = kept();
        if kept.len() >= MONTHS_KEPT_MAX {
            kept.remove(0);
        }
        kept.push((month, Arc::clone(&spent)));
        spent
    }

    /// How much of the placements the framework has: at the end of each month from two financial
    /// years back, and on the day.
    pub fn framework_share(&self) -> &[FrameworkShare] {
        self.shares.get_or_init(|| {
            let months = spend::months(self.day);
            share::framework_share(&self.facts, &months, self.day)
        })
    }

    /// What care of a category costs in a home: at its tendered price, or else as its residents do.
    pub fn home_price(&self, home: &str, category: Category) -> Option<HomePrice> {
        let prices = self
            .prices
            .get_or_init(|| price::home_prices(&self.facts, &self.standings, self.day));
        *prices.get(home)?.get(category as usize)?
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
