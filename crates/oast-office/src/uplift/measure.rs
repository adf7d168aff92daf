//! Works out what an uplift changes, on every processor, a batch of placements at a time.

use std::collections::BTreeMap;

use oast_rules::facts::{Category, Home, Price, Side, Uplift};
use oast_rules::money::{Sheet, due, nursing_in_price, pay_calendar};
use oast_rules::placement::{CaseFile, payable};
use oast_rules::price::band::Bands;
use oast_rules::price::{PriceBook, applies_to, can_raise, rate_on, rate_steps};
use oast_store::{Connected, Which};
use oast_terms::{BandTerms, Silent, Terms};
use oast_units::{Date, HomeId, Pence, Period, SchemeId, WeeklyRate};

use super::effect::{
    BackDated, OutlierKind, PlacementEffect, Spared, UpliftEffect, UpliftPlan, WEEKS_IN_YEAR,
    spared_in_words,
};
use super::sums::Sums;
use crate::OfficeError;
use crate::county::{Reading, Subject};
use crate::due::in_parallel;
use crate::pay_run::states::{last_paid, opens_on, runs};
use crate::record::desk::Desk;

/// Months within which two uplifts of one placement stand out.
const APART_MONTHS: i32 = 12;

/// Whose facts, and as known when.
#[derive(Clone, Copy)]
pub(super) struct AsOf<'a> {
    pub(super) authority: &'a str,
    pub(super) known_seq: i64,
    pub(super) terms: &'a Terms,
}

impl<'a> AsOf<'a> {
    pub(super) fn desk<'d>(self, host: &'d mut impl Connected) -> Desk<'d>
    where
        'a: 'd,
    {
        Desk {
            connection: host.connection(),
            authority: self.authority,
            known_seq: self.known_seq,
            terms: self.terms,
        }
    }
}

/// Whether an uplift comes or goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    Comes,
    Goes,
}

/// What each placement is measured with.
struct Measure<'a> {
    plan: &'a UpliftPlan,
    uplift: Uplift,
    terms: &'a Terms,
    before: PriceBook,
    after: PriceBook,
    on: Date,
    /// The days from the uplift's first pay period on that were paid.
    paid: bool,
    /// Other uplifts within twelve months.
    near: Vec<Uplift>,
}

/// What became of one placement.
pub(super) enum Verdict {
    Changed(Box<Changed>),
    Spared(Spared),
}

pub(super) struct Changed {
    pub(super) effect: PlacementEffect,
    pub(super) billed: Pence,
    pub(super) stands_out: Vec<(OutlierKind, String)>,
}

/// Works out what an uplift changes when it comes or goes.
pub(super) fn measure<H: Connected>(
    host: &mut H,
    known: AsOf<'_>,
    plan: &UpliftPlan,
    turn: Turn,
    today: Date,
) -> Result<UpliftEffect, OfficeError> {
    let mut desk = known.desk(host);
    let prices: Vec<Price> = desk.facts(Which::All)?;
    let uplifts: Vec<Uplift> = desk.facts(Which::All)?;
    let uplift = plan.fact();
    let others: Vec<Uplift> = uplifts
        .into_iter()
        .filter(|other| !same_key(other, &uplift))
        .collect();
    let mut with = others.clone();
    with.push(uplift.clone());
    let (with, without) = (
        PriceBook::new(&prices, &with),
        PriceBook::new(&prices, &others),
    );
    let (before, after) = match turn {
        Turn::Comes => (without, with),
        Turn::Goes => (with, without),
    };
    let paid = paid_days(host, known, plan)?;
    let on = plan.effective_on.max(today);
    let near = others
        .into_iter()
        .filter(|other| {
            other.effective_on > plan.effective_on.add_months(-APART_MONTHS)
                && other.effective_on < plan.effective_on.add_months(APART_MONTHS)
        })
        .collect();
    let sheet = Sheet::new(
        pay_calendar(known.terms, on)?,
        paid.unwrap_or(Period::day(on)),
    );
    let measure = Measure {
        plan,
        uplift,
        terms: known.terms,
        before,
        after,
        on,
        paid: paid.is_some(),
        near,
    };
    let names = home_names(&mut known.desk(host))?;
    let mut sums = Sums::default();
    measure.all(host, known, &sheet, &mut sums)?;
    Ok(finish(sums, plan, on, paid, &names))
}

/// Whether two uplifts share a key: the one would correct the other.
pub(super) fn same_key(one: &Uplift, other: &Uplift) -> bool {
    (one.applies_to, one.effective_on, &one.scheme)
        == (other.applies_to, other.effective_on, &other.scheme)
}

/// The days that runs have paid, from the pay period of the uplift's first day on.
fn paid_days<H: Connected>(
    host: &mut H,
    known: AsOf<'_>,
    plan: &UpliftPlan,
) -> Result<Option<Period>, OfficeError> {
    let runs = runs(host.connection(), known.authority, known.known_seq)?;
    let Some(until) = last_paid(&runs).map(|last| last.run.until) else {
        return Ok(None);
    };
    if until < plan.effective_on {
        return Ok(None);
    }
    let opens_on = opens_on(
        host.connection(),
        known.authority,
        known.terms,
        known.known_seq,
        until,
    )?;
    let first = pay_calendar(known.terms, until)?.holding(plan.effective_on);
    Ok(Period::between(first.from().max(opens_on), until))
}

fn home_names(desk: &mut Desk<'_>) -> Result<BTreeMap<HomeId, String>, OfficeError> {
    let homes: Vec<Home> = desk.facts(Which::All)?;
    Ok(homes
        .into_iter()
        .map(|home| (home.home_id, home.name.to_string()))
        .collect())
}

impl Measure<'_> {
    fn all<H: Connected>(
        &self,
        host: &mut H,
        known: AsOf<'_>,
        sheet: &Sheet,
        sums: &mut Sums,
    ) -> Result<(), OfficeError> {
        let reading = Reading {
            authority: known.authority,
            known_seq: known.known_seq,
            postings: false,
        };
        reading.batches(host, |_, subjects: Vec<Subject>| {
            let verdicts = in_parallel(&subjects, sheet, |subject, sheet| {
                subject.case.as_ref().map(|case| self.verdict(case, sheet))
            });
            verdicts
                .into_iter()
                .flatten()
                .for_each(|verdict| sums.add(verdict));
            Ok::<(), OfficeError>(())
        })
    }

    fn verdict(&self, case: &CaseFile, sheet: &mut Sheet) -> Result<Verdict, String> {
        let placement = &case.placement;
        if applies_to(placement.route) != Some(self.plan.applies_to) {
            return Ok(Verdict::Spared(Spared::OtherRoute(placement.route)));
        }
        if !can_raise(&self.uplift, placement) {
            return Ok(Verdict::Spared(Spared::OtherScheme));
        }
        let contract = self
            .terms
            .contract_for(scheme_of(case), placement.route.code());
        let fee = payable(case, &contract.payment, &mut Silent)
            .map_err(|why| format!("placement {}: {why}", placement.placement_id))?
            .care_fee
            .filter(|fee| fee.to() >= self.plan.effective_on);
        let Some(fee) = fee else {
            return Ok(Verdict::Spared(Spared::Ended));
        };
        let day = self.on.max(fee.from()).min(fee.to());
        let rate = |book| rate_on(case, book, day, &mut Silent).map_err(|why| why.to_string());
        let (before, after) = (rate(&self.before)?, rate(&self.after)?);
        let (back_dated, billed) = self.back_dated(case, sheet)?;
        let category = category_on(case, day);
        if before == after && back_dated.is_zero() && billed.is_zero() {
            return Ok(Verdict::Spared(if category == Category::Complex {
                Spared::Complex
            } else {
                Spared::PricedSince
            }));
        }
        let counts = fee.contains(self.on);
        let stands_out = self.stands_out(case, category, after);
        let mut notes: Vec<String> = stands_out.iter().map(|(_, says)| says.clone()).collect();
        if fee.to() < self.on {
            notes.push(format!("The care fee was due to {}.", fee.to().long()));
        } else if fee.from() > self.on {
            notes.push(format!("It begins on {}.", fee.from().long()));
        }
        let effect = PlacementEffect {
            placement_id: placement.placement_id.clone(),
            home_id: placement.home_id.clone(),
            category,
            before,
            after,
            difference: after.weekly() - before.weekly(),
            counts,
            back_dated,
            note: Some(notes.join(" ")).filter(|note| !note.is_empty()),
        };
        Ok(Verdict::Changed(Box::new(Changed {
            effect,
            billed,
            stands_out,
        })))
    }

    /// What homes are paid and others billed more for days that were paid already.
    fn back_dated(&self, case: &CaseFile, sheet: &mut Sheet) -> Result<(Pence, Pence), String> {
        if !self.paid {
            return Ok((Pence::ZERO, Pence::ZERO));
        }
        let nursing = nursing_in_price(case, self.terms);
        let mut of = |book| -> Result<(Pence, Pence), String> {
            due(case, book, self.terms, sheet, &mut Silent).map_err(|why| why.to_string())?;
            let on = |side| {
                let lines = sheet.lines();
                lines
                    .map(|line| line.flow.on_side(side, line.amount, nursing))
                    .sum()
            };
            Ok((on(Side::Home), on(Side::Bill)))
        };
        let (before, after) = (of(&self.before)?, of(&self.after)?);
        Ok((after.0 - before.0, after.1 - before.1))
    }

    /// What stands out about a placement's fee after the uplift.
    fn stands_out(
        &self,
        case: &CaseFile,
        category: Category,
        after: WeeklyRate,
    ) -> Vec<(OutlierKind, String)> {
        let mut found = Vec::new();
        if let Some(terms) = self.bands(case) {
            let bands = Bands::on(terms, self.on, &mut Silent).ok();
            let band = bands.and_then(|bands| bands.of(category));
            if let Some(band) = band.filter(|band| after > band.upper) {
                found.push((
                    OutlierKind::AboveBand,
                    format!(
                        "{after} a week is above the band for {}, which ends at {}.",
                        category.words(),
                        band.upper
                    ),
                ));
            }
            let threshold = terms.complex_threshold.dated_on(self.on).ok();
            if let Some(most) = threshold.filter(|most| after > most.value) {
                found.push((
                    OutlierKind::AboveComplexThreshold,
                    format!(
                        "{after} a week is above {}, beyond which care is complex and is assessed.",
                        most.value
                    ),
                ));
            }
        }
        let others: Vec<String> = self
            .near
            .iter()
            .filter(|other| can_raise(other, &case.placement) && self.raised_by(case, other))
            .map(|other| format!("by {}% from {}", other.percent, other.effective_on.long()))
            .collect();
        if !others.is_empty() {
            found.push((
                OutlierKind::UpliftedWithinYear,
                format!("Also raised {}.", others.join(" and ")),
            ));
        }
        found
    }

    fn bands(&self, case: &CaseFile) -> Option<&BandTerms> {
        let placement = &case.placement;
        let own = self
            .terms
            .contract_for(scheme_of(case), placement.route.code());
        let framework = || self.terms.contract_for(None, "framework").bands.as_ref();
        own.bands.as_ref().or_else(framework)
    }

    /// Whether a placement's rate changes on the day of another uplift.
    fn raised_by(&self, case: &CaseFile, other: &Uplift) -> bool {
        let mut steps = Vec::new();
        let until = other.effective_on;
        rate_steps(case, &self.before, until, &mut Silent, &mut steps).is_ok()
            && until > case.placement.started_on
            && steps.iter().any(|step| step.from == until)
    }
}

fn scheme_of(case: &CaseFile) -> Option<&str> {
    case.placement.scheme.as_ref().map(SchemeId::as_str)
}

fn category_on(case: &CaseFile, day: Date) -> Category {
    let changes = case.category_changes.iter();
    let change = changes.rev().find(|change| change.from <= day);
    change.map_or(case.placement.category, |change| change.category)
}

fn finish(
    sums: Sums,
    plan: &UpliftPlan,
    on: Date,
    paid: Option<Period>,
    names: &BTreeMap<HomeId, String>,
) -> UpliftEffect {
    let outliers = sums.outliers();
    let (before, after) = (sums.weekly_before, sums.weekly_after);
    UpliftEffect {
        plan: plan.clone(),
        on,
        homes: Sums::homes(sums.homes, names),
        counted: sums.counted,
        weekly_before: before,
        weekly_after: after,
        weekly_difference: after - before,
        annual_difference: Pence::new((after - before).get() * WEEKS_IN_YEAR),
        back_dated: BackDated {
            paid_until: paid.map(Period::to),
            ..sums.back_dated
        },
        outliers,
        placements: sums.placements,
        not_affected: spared_in_words(&sums.spared, plan),
        problems: sums.problems,
        findings: Vec::new(),
    }
}
