//! A contract's own terms: the files of `terms/<authority>/<contract>/`.

use std::sync::Arc;

use oast_units::{Date, Pence, Percent, Text, WeeklyRate};

use crate::section::{Section as _, TermView, section};
use crate::value::{Count, Days, HourlyRate, Months, NursingInPrice, Weeks, YesOrNo};

/// A contract: what it says, topic by topic. Every contract says when it pays and what notice it
/// takes; the rest is there where the contract has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    /// The name of its folder: `oprn-framework-2026`.
    pub name: Arc<str>,
    /// Which days are payable, and how an absence is paid.
    pub payment: PaymentTerms,
    /// What notice the provider and the council give.
    pub notice: NoticeTerms,
    /// The bands that tendered prices lie in.
    pub bands: Option<BandTerms>,
    /// How prices are uplifted.
    pub uplifts: Option<UpliftTerms>,
    /// The successive frameworks of the scheme.
    pub generations: Option<GenerationTerms>,
    /// What is reviewed, and what is foreseen for self-funders.
    pub review: Option<ReviewTerms>,
    /// What the contract is to achieve.
    pub aims: Option<AimTerms>,
    /// The council's guide prices.
    pub prices: Option<GuidePriceTerms>,
    /// The lots.
    pub lots: Option<LotTerms>,
    /// The rates of the cost model.
    pub cost_model: Option<CostModelTerms>,
    /// What a fair fee is made of, and the formula of uplifts.
    pub fair_fee: Option<FairFeeTerms>,
    /// How beds are bought together.
    pub block: Option<BlockTerms>,
}

impl Contract {
    pub(crate) fn view(&self, views: &mut Vec<TermView>) {
        self.payment.view(views);
        self.notice.view(views);
        self.bands.iter().for_each(|terms| terms.view(views));
        self.uplifts.iter().for_each(|terms| terms.view(views));
        self.generations.iter().for_each(|terms| terms.view(views));
        self.review.iter().for_each(|terms| terms.view(views));
        self.aims.iter().for_each(|terms| terms.view(views));
        self.prices.iter().for_each(|terms| terms.view(views));
        self.lots.iter().for_each(|terms| terms.view(views));
        self.cost_model.iter().for_each(|terms| terms.view(views));
        self.fair_fee.iter().for_each(|terms| terms.view(views));
        self.block.iter().for_each(|terms| terms.view(views));
    }
}

section! {
    /// Which days a contract pays for, and how it pays for absences (rules §4).
    pub struct PaymentTerms in "payment" {
        /// How long the care fee is paid after a death, in days after the day of death.
        after_death_days: Days,
        /// The notice that the council gives before it moves a person, in days after the day it is
        /// given; the care fee is paid to its end unless the room is let again first.
        council_notice_days: Days,
        /// How long the care fee is paid in full while a person is in hospital, in days from the
        /// absence's first.
        hospital_full_days: Days,
        /// The share of the care fee paid for a longer stay in hospital, and for holiday beyond
        /// its days, in per cent.
        hospital_retainer_percent: Percent,
        /// How long the care fee is paid in full while a person is on holiday, in days of a
        /// financial year.
        holiday_days: Days,
        /// Whether the contract's nursing prices already leave out the NHS nursing contribution:
        /// `net` or `gross`.
        nursing_contribution_in_price: NursingInPrice,
    }
}

section! {
    /// The notice that a provider gives to end placements, and when notices count together
    /// (rules §7).
    pub struct NoticeTerms in "notice" {
        /// The provider's notice for a single placement, in days.
        single_notice_days: Days,
        /// The provider's notice for several placements in one home, in days.
        multiple_notice_days: Days,
        /// How near one another notices in one home count together, in days.
        grouping_days: Days,
        /// How many notices together take the longer period.
        multiple_threshold: Count,
    }
}

section! {
    /// The bands that a tendered price for each category lies in, and what is priced otherwise
    /// (rules §3).
    pub struct BandTerms in "bands" {
        /// The lowest price for residential care, in pounds a week.
        residential_lower: WeeklyRate,
        /// The highest price for residential care, in pounds a week.
        residential_upper: WeeklyRate,
        /// The lowest price for residential care with high needs, in pounds a week.
        residential_high_lower: WeeklyRate,
        /// The highest price for residential care with high needs, in pounds a week.
        residential_high_upper: WeeklyRate,
        /// The lowest price for nursing care, in pounds a week.
        nursing_lower: WeeklyRate,
        /// The highest price for nursing care, in pounds a week.
        nursing_upper: WeeklyRate,
        /// The lowest price for nursing care with high needs, in pounds a week.
        nursing_high_lower: WeeklyRate,
        /// The highest price for nursing care with high needs, in pounds a week.
        nursing_high_upper: WeeklyRate,
        /// The step between the prices that may be tendered, in pounds.
        spinal_step: Pence,
        /// The fixed price of one-to-one care on top, in pounds an hour.
        one_to_one_hourly: HourlyRate,
        /// The care fee above which a placement is complex and is priced by an assessment, in
        /// pounds a week.
        complex_threshold: WeeklyRate,
    }
}

section! {
    /// How prices go up from year to year.
    pub struct UpliftTerms in "uplifts" {
        /// The day of the year on which an uplift takes effect.
        uplift_month_day: Text,
        /// Whether a price tendered when the framework re-opens also holds for placements made
        /// before: `yes` or `no`.
        reprices_older_placements: YesOrNo,
        /// The uplift that plans assume for the financial year, in per cent.
        assumed_uplift_percent: Percent,
    }
}

section! {
    /// The successive frameworks of a scheme, and the end of what went before.
    pub struct GenerationTerms in "generations" {
        /// The day on which the first framework is awarded.
        first_award: Date,
        /// The first day of placements under the first framework.
        scheme_start: Date,
        /// The last day of the scheme.
        scheme_end: Date,
        /// The last day of the contract that the scheme follows, as it was planned on the day
        /// asked about.
        predecessor_end: Date,
        /// How long until the framework is opened to new providers again, in months.
        planned_reopening_months: Months,
    }
}

section! {
    /// Reviews, and what is foreseen for people who pay for themselves (rules §8).
    pub struct ReviewTerms in "review" {
        /// How long before a self-funder's money runs out the provider tells the council, in
        /// calendar months.
        self_funder_notice_months: Months,
        /// How often the provider reviews each person's care on the council's behalf, in months.
        provider_review_months: Months,
        /// How often one-to-one care is reviewed, in weeks.
        one_to_one_review_weeks: Weeks,
        /// The yearly uplift of a self-funder's fee that their runway assumes, in per cent.
        assumed_uplift_percent: Percent,
        /// What a self-funder spends beside the fee when it is not known, in pounds a week.
        personal_spending: WeeklyRate,
    }
}

section! {
    /// What a framework is to achieve.
    pub struct AimTerms in "aims" {
        /// The share of placements made with providers on the framework before it began, in per
        /// cent.
        share_before_percent: Percent,
        /// The share of placements to be called off from the framework, in per cent.
        share_goal_percent: Percent,
    }
}

section! {
    /// The council's guide prices, and when providers may set new indicative ones.
    pub struct GuidePriceTerms in "prices" {
        /// The guide price for residential care, in pounds a week.
        guide_residential: WeeklyRate,
        /// The guide price for residential care with high needs, in pounds a week.
        guide_residential_high: WeeklyRate,
        /// The guide price for nursing care, in pounds a week.
        guide_nursing: WeeklyRate,
        /// The guide price for nursing care with high needs, in pounds a week.
        guide_nursing_high: WeeklyRate,
        /// The days of the year on which a provider's indicative prices may change, with `|`
        /// between them.
        half_year_starts: Text,
    }
}

section! {
    /// The lots of a scheme.
    pub struct LotTerms in "lots" {
        /// What the first lot is for.
        lot_1: Text,
        /// What the second lot is for.
        lot_2: Text,
        /// What the third lot is for.
        lot_3: Text,
        /// What the fourth lot is for.
        lot_4: Text,
        /// What the fifth lot is for.
        lot_5: Text,
    }
}

section! {
    /// The rates of the cost model: a person's fee is their staffing hours at these rates with
    /// on-costs, premises, supplies, head office and return, divided by occupancy (rules §3).
    pub struct CostModelTerms in "cost-model" {
        /// Pay for waking care by day, in pounds an hour.
        waking_day_hourly: HourlyRate,
        /// Pay for waking care by night, in pounds an hour.
        waking_night_hourly: HourlyRate,
        /// Pay for sleeping in, in pounds a night.
        sleep_in_nightly: Pence,
        /// What employment costs on top of pay, in per cent of pay.
        on_cost_percent: Percent,
        /// The share of beds that are filled, in per cent.
        occupancy_percent: Percent,
        /// The cost of the head office, in per cent of the home's own costs.
        head_office_percent: Percent,
        /// The return on operations and capital, in per cent of all costs.
        return_percent: Percent,
        /// The cost of the building for one bed, in pounds a week.
        premises_weekly: WeeklyRate,
        /// The cost of food and other supplies for one bed, in pounds a week.
        supplies_weekly: WeeklyRate,
    }
}

section! {
    /// What a fair fee is made of, line by line for one occupied bed a week, and the formula that
    /// says by how much it should be raised each April (rules §3).
    pub struct FairFeeTerms in "fair-fee" {
        /// The part of a fee that is staff, in per cent.
        uplift_staff_share_percent: Percent,
        /// The hours that the formula counts for an employee in a year.
        uplift_yearly_hours: Count,
        /// The least that the formula gives, in per cent.
        uplift_floor_percent: Percent,
        /// The most that the formula gives, in per cent.
        uplift_cap_percent: Percent,
        /// The decimal places that the formula gives, up to nine.
        uplift_places: Count,
        /// Waking care by day for a resident in residential care, in minutes a day.
        day_minutes_residential: Count,
        /// The same in residential care with high needs.
        day_minutes_residential_high: Count,
        /// The same in nursing care.
        day_minutes_nursing: Count,
        /// The same in nursing care with high needs.
        day_minutes_nursing_high: Count,
        /// Waking care by night for a resident in residential care, in minutes a night.
        night_minutes_residential: Count,
        /// The same in residential care with high needs.
        night_minutes_residential_high: Count,
        /// The same in nursing care.
        night_minutes_nursing: Count,
        /// The same in nursing care with high needs.
        night_minutes_nursing_high: Count,
        /// A registered nurse's time for a resident in nursing care, in minutes a day.
        nurse_minutes_nursing: Count,
        /// The same in nursing care with high needs.
        nurse_minutes_nursing_high: Count,
        /// Pay of a registered nurse, in pounds an hour.
        nurse_hourly: HourlyRate,
        /// Pay for sleeping in, in pounds a night.
        sleep_in_nightly: Pence,
        /// Sleep-ins of a home in a week.
        sleep_ins_weekly: Count,
        /// Residents of a home, who share its sleep-ins.
        residents: Count,
        /// What employment costs on top of pay, in per cent of pay.
        staff_on_cost_percent: Percent,
        /// All other staff: therapy, activities, management, reception, kitchen, cleaning and
        /// maintenance, in pounds a week.
        other_staff_weekly: WeeklyRate,
        /// Fittings, repairs, furniture and equipment, in pounds a week.
        fair_premises_weekly: WeeklyRate,
        /// Food, cleaning, medical supplies, insurance, energy, waste and the like, in pounds a
        /// week.
        fair_supplies_weekly: WeeklyRate,
        /// Central management, support services, recruitment and training, in pounds a week.
        fair_head_office_weekly: WeeklyRate,
        /// The return on operations, in per cent of all costs.
        return_on_operations_percent: Percent,
        /// The return on the capital in the building, in pounds a week.
        return_on_capital_weekly: WeeklyRate,
    }
}

section! {
    /// Beds bought together, filled or not.
    pub struct BlockTerms in "block" {
        /// The number that a block's beds are a multiple of.
        beds_multiple: Count,
    }
}
