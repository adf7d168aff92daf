//! A county as it was known at an audit entry, arranged so that a page finds what it shows at once.
//!
//! A picture is worked out from the facts and thrown away when they change: it is never a second
//! truth. Reading it costs nothing, so that a page of a list is as quick with four hundred thousand
//! placements as with four.

mod attention;
mod begun;
mod bridge;
mod facts;
mod load;
mod market;
mod notices;
mod price;
mod search;
mod share;
mod spend;
mod spend_by;
mod spent_to;
mod standing;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use oast_forecast::start::Start;
use oast_rules::facts::Category;
use oast_rules::placement::notice::{NoticeGroup, NoticePeriod};
use oast_rules::price::market::Market as MarketPrices;
use oast_terms::Terms;
use oast_units::{Date, FinancialYear, HomeId, Pence};

use crate::runway::{RunwayRow, register};

pub use attention::{Attention, ENDS_WITHIN_DAYS, HomeUnderNotice, HoursEnding};
pub use begun::CareBegun;
pub use bridge::MonthBridge;
pub use facts::{Facts, Market, PlacementAt};
pub use price::HomePrice;
pub use search::{Found, FoundWhat};
pub use share::FrameworkShare;
pub use spend::{Spend, SpendKey, SpendSum, Spent, SpentOn};
pub use spend_by::{SpendBy, SpendCategory, SpendFilter};
pub use standing::{Standing, Week};

/// Months whose single payments and bridges are kept.
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
    market: OnceLock<MarketPrices>,
    spent: Mutex<Vec<(Date, Arc<Vec<Spent>>)>>,
    bridges: Mutex<Vec<Arc<MonthBridge>>>,
    at_homes: OnceLock<HashMap<HomeId, AtHome>>,
    start: OnceLock<Start>,
}

/// The people whom the council has placed in a home and who live there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AtHome {
    /// How many they are.
    pub residents: usize,
    /// What the council pays the home for them, for the week that holds the day.
    pub net_to_home: Pence,
}

impl Picture {
    /// Looks at facts on a day.
    pub fn new(facts: Arc<Facts>, terms: Arc<Terms>, day: Date) -> Self {
        let standings = standing::standings(&facts, &terms, day);
        Self::standing_so(facts, terms, day, standings)
    }

    fn standing_so(
        facts: Arc<Facts>,
        terms: Arc<Terms>,
        day: Date,
        standings: Vec<Standing>,
    ) -> Self {
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
            market: OnceLock::new(),
            spent: Mutex::default(),
            bridges: Mutex::default(),
            at_homes: OnceLock::new(),
            start: OnceLock::new(),
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
        let terms = Arc::clone(&self.terms);
        let changes = facts.changes_since(&self.facts);
        let stood = (self.standings.as_slice(), &*self.facts, self.day);
        let next = match standing::standings_after(stood, &facts, &terms, day, &changes) {
            Some(standings) => Self::standing_so(facts, terms, day, standings),
            None => Self::new(facts, terms, day),
        };
        if next.facts.same_names(&self.facts)
            && let Some(index) = self.search.get()
        {
            let _ = next.search.set(index.clone());
        }
        if let Some(spend) = self.spend.get() {
            let before = (spend, &*self.facts, self.day);
            let after = spend::spend_after(before, &next.facts, &next.terms, day, &changes);
            if let Some(spend) = after {
                let _ = next.spend.set(spend);
            }
        }
        next
    }

    /// Works out what pages would otherwise wait for the first time that it is asked for.
    pub fn warm(&self) {
        self.attention();
        self.at_home("");
        self.spend();
        self.search.get_or_init(|| search::Index::new(&self.facts));
        self.framework_share();
    }

    /// What the council's residents of a home are: how many, and what they cost a week.
    pub fn at_home(&self, home: &str) -> AtHome {
        let homes = self.at_homes.get_or_init(|| {
            let mut homes: HashMap<HomeId, AtHome> = HashMap::new();
            for ((_, placement), standing) in self.facts.all().zip(&self.standings) {
                if standing.lives_there {
                    let there = homes.entry(placement.home_id.clone()).or_default();
                    there.residents += 1;
                    there.net_to_home += standing.week.net_to_home;
                }
            }
            homes
        });
        homes.get(home).copied().unwrap_or_default()
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
        let reports = self.facts.market.self_funders.to_vec();
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

    /// What is due in a financial year on each placement and block contract, where there is
    /// anything, by the category that it counts as.
    pub fn spent_in_year(&self, year: FinancialYear) -> Vec<(SpentOn, SpendCategory, SpendSum)> {
        spent_to::spent_in_year(&self.facts, &self.terms, year)
    }

    /// What care cost in each month from a day to the last that is over: of people who began since
    /// that day, and of those who were there before.
    pub fn care_begun_since(&self, day: Date) -> Vec<CareBegun> {
        begun::care_begun_since(&self.facts, &self.terms, (day, self.day))
    }

    /// What was spent in a month up to a day of it, by category: what is due for its days.
    pub fn spent_to(&self, day: Date) -> BTreeMap<SpendCategory, SpendSum> {
        spent_to::spent_to(&self.facts, &self.terms, day)
    }

    /// From what one month cost to what another did; those of the last months asked for are kept.
    pub fn month_bridge(&self, before: Date, after: Date) -> Arc<MonthBridge> {
        let kept = || self.bridges.lock().unwrap_or_else(PoisonError::into_inner);
        let mut found = kept().clone().into_iter();
        if let Some(found) = found.find(|one| (one.before, one.after) == (before, after)) {
            return found;
        }
        let bridge = bridge::month_bridge(&self.facts, &self.terms, before, after);
        let bridge = Arc::new(bridge);
        let mut kept = kept();
        if kept.len() >= MONTHS_KEPT_MAX {
            kept.remove(0);
        }
        kept.push(Arc::clone(&bridge));
        bridge
    }

    /// From what the month before one cost to what it did; none where spending is not worked out
    /// for both.
    pub fn bridge_to(&self, month: Date) -> Option<Arc<MonthBridge>> {
        let months = &self.spend().months;
        let at = months.iter().position(|each| *each == month)?;
        let before = months.get(at.checked_sub(1)?)?;
        Some(self.month_bridge(*before, month))
    }

    /// The first day of the last month that is over on the day.
    pub fn last_month_over(&self) -> Option<Date> {
        let mut months = self.spend().months.iter();
        months
            .rfind(|month| month.add_months(1) <= self.day)
            .copied()
    }

    /// How much of the placements the framework has: at the end of each month from two financial
    /// years back, and on the day.
    pub fn framework_share(&self) -> &[FrameworkShare] {
        self.shares.get_or_init(|| {
            let months = spend::months(self.day);
            share::framework_share(&self.facts, &months, self.day)
        })
    }

    /// What care costs in the county's homes off every framework, and what the council pays.
    pub fn market_prices(&self) -> &MarketPrices {
        self.market
            .get_or_init(|| market::market(&self.facts, &self.standings, self.day))
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

    /// What a forecast starts from.
    pub fn start(&self) -> &Start {
        self.start.get_or_init(|| crate::outlook::start(self))
    }

    /// How the placement at an index stands.
    pub fn standing(&self, at: PlacementAt) -> Option<&Standing> {
        self.standings.get(at.index())
    }
}
