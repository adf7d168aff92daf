//! The law of England that every council works under: `terms/england/`.

use oast_units::{Date, Pence, Percent, WeeklyRate};

use crate::section::{Section as _, TermView, section};
use crate::value::{Dates, Days, HourlyRate, Weeks, Years};

/// The law of England and the national rates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct England {
    /// What a person pays towards their own care.
    pub charging: ChargingTerms,
    /// The NHS's contribution to care by a registered nurse.
    pub nursing: NursingTerms,
    /// How contracts are let.
    pub procurement: ProcurementTerms,
    /// Days that are not working days.
    pub bank_holidays: BankHolidayTerms,
    /// What staff cost at least.
    pub wage: WageTerms,
    /// How much prices have grown.
    pub inflation: InflationTerms,
    /// How long what names a person is kept.
    pub retention: RetentionTerms,
}

impl England {
    pub(crate) fn view(&self, views: &mut Vec<TermView>) {
        self.charging.view(views);
        self.nursing.view(views);
        self.procurement.view(views);
        self.bank_holidays.view(views);
        self.wage.view(views);
        self.inflation.view(views);
        self.retention.view(views);
    }
}

section! {
    /// What a person pays towards their own care in a care home: the Care and Support (Charging
    /// and Assessment of Resources) Regulations 2014, SI 2014/2672, and the Care and Support
    /// (Deferred Payment) Regulations 2014, SI 2014/2671.
    pub struct ChargingTerms in "charging" {
        /// Capital above which a person in a care home for good pays in full, in pounds (reg 12).
        upper_capital_limit: Pence,
        /// Capital up to which none counts as income, in pounds (reg 25).
        lower_capital_limit: Pence,
        /// The step of capital above the lower limit that counts as one amount of income, a part
        /// of a step as a whole one, in pounds (reg 25).
        tariff_step: Pence,
        /// The income that each step of capital counts as, in pounds a week (reg 25).
        tariff_per_step: WeeklyRate,
        /// What a person in a care home keeps for themselves, in pounds a week (reg 6).
        personal_expenses_allowance: WeeklyRate,
        /// How much of a single person's savings credit is left out, in pounds a week (Schedule 1
        /// paragraph 40).
        savings_credit_disregard_single: WeeklyRate,
        /// How much of a couple's savings credit is left out, in pounds a week (Schedule 1
        /// paragraph 40).
        savings_credit_disregard_couple: WeeklyRate,
        /// How long a person's own home is left out of their capital from their first permanent
        /// day, in weeks (Schedule 2 paragraph 2).
        property_disregard_weeks: Weeks,
        /// How long after leaving a person may come back and go on with the same property
        /// disregard, in weeks (Schedule 2 paragraph 2).
        property_disregard_link_weeks: Weeks,
        /// The longest stay that is charged as a short one, in weeks (regs 2 and 8).
        short_stay_weeks: Weeks,
        /// The longest stay that counts as temporary, in weeks (reg 2).
        temporary_stay_weeks: Weeks,
        /// How long intermediate care and reablement are free, in weeks (reg 3).
        intermediate_care_free_weeks: Weeks,
        /// The share of an occupational or personal pension left out when it is paid to the spouse
        /// or civil partner who does not live with the resident, in per cent (Schedule 1
        /// paragraph 16).
        occupational_pension_spouse_percent: Percent,
        /// The share of a home's value against which payment may be deferred, before the lower
        /// capital limit and other charges come off, in per cent (SI 2014/2671 reg 5).
        deferred_payment_equity_percent: Percent,
        /// The income that a person who defers payment may keep, in pounds a week (SI 2014/2671
        /// reg 6).
        deferred_payment_minimum_income: WeeklyRate,
        /// How long after the person's death a deferred amount falls due, in days (SI 2014/2671
        /// reg 7).
        deferred_payment_repay_days: Days,
        /// What comes off the value of capital whose sale would cost something, in per cent
        /// (reg 20).
        sale_expenses_percent: Percent,
    }
}

section! {
    /// NHS-funded nursing care: what the NHS pays a care home for the care that a registered nurse
    /// gives. It changes on 1 April.
    pub struct NursingTerms in "nursing-contribution" {
        /// The rate, in pounds a week.
        standard_rate: WeeklyRate,
        /// The rate for the few who were on the high band in 2007 and still are, in pounds a week.
        higher_rate: WeeklyRate,
    }
}

section! {
    /// The Procurement Act 2023 as it bears on a light-touch open framework and its call-offs, and
    /// the end of the dynamic purchasing systems that went before it (SI 2024/716).
    pub struct ProcurementTerms in "procurement-act" {
        /// How soon after the first framework of a scheme the second is awarded, in years
        /// beginning with the day of the first award (section 49(2)(a)(i)).
        second_framework_years: Years,
        /// How often a framework is awarded after the second, in years beginning with the day of
        /// the second award (section 49(2)(a)(ii)).
        later_framework_years: Years,
        /// How long a scheme lasts, in years from the day of the first award (section 49(2)(c)).
        scheme_years: Years,
        /// How long a framework with one supplier, and its scheme, last, in years (section 49(6)).
        single_supplier_years: Years,
        /// How soon a light-touch contract's details are published, in days beginning with the day
        /// it is entered into (section 53(1)(a)).
        contract_details_days: Days,
        /// How soon a copy of a large light-touch contract is published, in days beginning with
        /// the day it is entered into (section 53(3)(a)).
        contract_copy_days: Days,
        /// How soon a contract's end, its expiry included, is notified, in days beginning with the
        /// day it ends (section 80).
        termination_notice_days: Days,
        /// How soon a valid invoice that is not disputed is paid, in days beginning with its
        /// receipt (section 68(2)).
        payment_days: Days,
        /// The estimated value above which a contract's copy is published, in pounds (section
        /// 53(3)).
        contract_copy_threshold: Pence,
        /// The estimated value, VAT included, from which a light-touch contract is a public one,
        /// in pounds (Schedule 1).
        light_touch_threshold: Pence,
        /// The last day on which the period of validity of an old dynamic purchasing system may be
        /// changed (SI 2024/716 reg 5).
        dps_last_change: Date,
        /// The day at whose end the last of the old dynamic purchasing systems expires (SI
        /// 2024/716 reg 5).
        dps_latest_expiry: Date,
    }
}

section! {
    /// How long what names a person is kept once their care has ended. The record of what was done
    /// and paid stays for good, without them.
    pub struct RetentionTerms in "retention" {
        /// How long after the end of care, in years.
        after_care_years: Years,
        /// How long after a death, in years.
        after_death_years: Years,
        /// How long after the financial year of the last payment, in years.
        after_payment_years: Years,
    }
}

section! {
    /// Bank holidays in England and Wales, by calendar year.
    pub struct BankHolidayTerms in "bank-holidays" {
        /// The bank holidays of the year, substitute days included.
        bank_holidays: Dates,
    }
}

section! {
    /// What an hour of work costs at least.
    pub struct WageTerms in "wage" {
        /// The National Living Wage, in pounds an hour.
        national_living_wage: HourlyRate,
        /// The employer's National Insurance contribution on pay above the threshold, in per cent.
        employer_nic_percent: Percent,
        /// The yearly pay of one employee above which the employer pays the contribution, in
        /// pounds.
        employer_nic_threshold: Pence,
    }
}

section! {
    /// How much prices have grown, as uplifts read it.
    pub struct InflationTerms in "inflation" {
        /// Growth of the Consumer Prices Index over the twelve months to September, in per cent,
        /// from the April after it: the one whose uplift it counts in.
        cpi_september_percent: Percent,
    }
}
