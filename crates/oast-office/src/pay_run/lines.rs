use std::collections::{BTreeMap, HashMap, HashSet};

use oast_rules::facts::{Element, PayRunLine, Posting, Price, Side, Uplift};
use oast_rules::money::cause::{BookChanges, causes};
use oast_rules::money::pay_run::{Line, Posted, lines};
use oast_rules::money::{Sheet, block_due, due, nursing_in_price};
use oast_rules::placement::CaseFile;
use oast_rules::price::PriceBook;
use oast_store::{Connected, Connection};
use oast_terms::{NursingInPrice, Silent, Terms};
use oast_units::{Date, HomeId, PayRunId, PlacementId, Text};

use crate::OfficeError;
use crate::county::{Reading, Subject};
use crate::due::in_parallel;

/// Longest cause kept on a line, in bytes: a line with more says how many more.
const CAUSE_BYTES_MAX: usize = 1_500;

/// What a run's lines are worked out from.
pub(super) struct Basis<'a> {
    pub(super) pay_run: PayRunId,
    pub(super) reading: Reading<'a>,
    pub(super) terms: &'a Terms,
    pub(super) book: PriceBook,
    pub(super) sheet: Sheet,
    pub(super) held: HashSet<(PlacementId, Element)>,
    /// The last run that was paid: the last day that it paid, and what was known to it.
    pub(super) before: Option<Before>,
}

/// The last run that was paid.
pub(super) struct Before {
    pub(super) until: Date,
    pub(super) known_seq: i64,
    pub(super) book_changes: BookChanges,
}

impl Before {
    pub(super) fn new(
        until: Date,
        known_seq: i64,
        before: (&[Price], &[Uplift]),
        now: (&[Price], &[Uplift]),
    ) -> Self {
        Self {
            until,
            known_seq,
            book_changes: BookChanges::between(before, now),
        }
    }
}

/// The lines of one home for one placement.
type HomeLines = (HomeId, Vec<Line>);

impl Basis<'_> {
    /// Works out every line of the run in order of their keys, a batch at a time. A placement of
    /// which nothing can be said is left out and told to `problem`.
    pub(super) fn lines<H: Connected>(
        &self,
        host: &mut H,
        mut each: impl FnMut(&mut H, Vec<PayRunLine>) -> Result<(), OfficeError>,
        mut problem: impl FnMut(String),
    ) -> Result<(), OfficeError> {
        let mut sheet = self.sheet.clone();
        self.reading.batches(host, |host, subjects| {
            let worked = in_parallel(&subjects, &self.sheet, |subject, sheet| {
                self.of_subject(subject, sheet)
            });
            let mut batch = Vec::with_capacity(subjects.len() * 4);
            for (subject, worked) in subjects.iter().zip(worked) {
                match worked {
                    Ok(homes) => {
                        self.finish(host.connection(), subject, homes, &mut sheet, &mut batch)?;
                    }
                    Err(why) => problem(why),
                }
            }
            each(host, batch)
        })
    }

    /// Due less posted, home by home: a placement that was recorded at the wrong home has its
    /// postings there taken back.
    fn of_subject(&self, subject: &Subject, sheet: &mut Sheet) -> Result<Vec<HomeLines>, String> {
        let periods = self.sheet.periods();
        let mut posted = posted_by_home(subject);
        let mut homes: Vec<HomeLines> = Vec::with_capacity(1);
        if let Some(case) = &subject.case {
            due(case, &self.book, self.terms, sheet, &mut Silent).map_err(|why| why.to_string())?;
            let nursing = nursing_in_price(case, self.terms);
            let home = case.placement.home_id.clone();
            let posted = posted.remove(&home).unwrap_or_default();
            homes.push((home, lines(sheet.lines(), &posted, nursing, periods)));
        }
        if let Some(block) = &subject.block {
            block_due(block, sheet, &mut Silent);
            let posted = posted.remove(&block.home_id).unwrap_or_default();
            let lines = lines(sheet.lines(), &posted, NursingInPrice::Net, periods);
            homes.push((block.home_id.clone(), lines));
        }
        for (home, posted) in posted {
            let nothing = std::iter::empty();
            homes.push((home, lines(nothing, &posted, NursingInPrice::Net, periods)));
        }
        homes.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(homes)
    }

    /// Takes out what is held, finds what caused each adjustment, and adds the lines to the batch.
    fn finish(
        &self,
        connection: &mut dyn Connection,
        subject: &Subject,
        homes: Vec<HomeLines>,
        sheet: &mut Sheet,
        batch: &mut Vec<PayRunLine>,
    ) -> Result<(), OfficeError> {
        for (home, mut lines) in homes {
            lines.retain(|line| !self.held.contains(&(subject.id.clone(), line.element)));
            lines.sort_by_key(|line| (line.element.code(), line.side.code(), line.period));
            let adjusted: Vec<Line> = lines
                .iter()
                .copied()
                .filter(|line| self.is_adjustment(line))
                .collect();
            let causes = self.causes(connection, subject, &home, &adjusted, sheet)?;
            let mut causes = causes.into_iter();
            for line in lines {
                let cause = if self.is_adjustment(&line) {
                    causes.next()
                } else {
                    None
                };
                batch.push(PayRunLine {
                    pay_run: self.pay_run.clone(),
                    placement_id: subject.id.clone(),
                    element: line.element,
                    side: line.side,
                    period_from: line.period.from(),
                    period_to: line.period.to(),
                    days: line.days.unsigned_abs(),
                    amount: line.amount,
                    home_id: home.clone(),
                    cause: cause.as_deref().map(shortened).transpose()?,
                });
            }
        }
        Ok(())
    }

    /// A line for days that an earlier run has paid.
    fn is_adjustment(&self, line: &Line) -> bool {
        self.before
            .as_ref()
            .is_some_and(|before| line.period.to() <= before.until)
    }

    fn causes(
        &self,
        connection: &mut dyn Connection,
        subject: &Subject,
        home: &HomeId,
        adjusted: &[Line],
        sheet: &mut Sheet,
    ) -> Result<Vec<String>, OfficeError> {
        let Some(before) = self.before.as_ref().filter(|_| !adjusted.is_empty()) else {
            return Ok(Vec::new());
        };
        let Some(case) = &subject.case else {
            let why = if subject.block.is_some() {
                "blocks"
            } else {
                "placements"
            };
            return Ok(vec![
                format!("{why} {} changed or withdrawn", subject.id);
                adjusted.len()
            ]);
        };
        if case.placement.home_id != *home {
            let why = format!(
                "placements {} home_id {} (was {home})",
                subject.id, case.placement.home_id
            );
            return Ok(vec![why; adjusted.len()]);
        }
        let reading = Reading {
            known_seq: before.known_seq,
            postings: false,
            ..self.reading
        };
        let known: Option<CaseFile> = reading.case(connection, subject.id.as_str())?;
        let changes = &before.book_changes;
        let mut causes = causes(
            adjusted,
            known.as_ref(),
            case,
            &self.book,
            changes,
            self.terms,
            sheet,
        );
        for cause in causes.iter_mut().filter(|cause| cause.is_empty()) {
            "kept out of earlier runs".clone_into(cause);
        }
        Ok(causes)
    }
}

fn shortened(cause: &str) -> Result<Text, OfficeError> {
    if cause.len() <= CAUSE_BYTES_MAX {
        return Ok(cause.parse()?);
    }
    let mut kept = String::new();
    let mut parts = cause.split("; ");
    let mut left = cause.split("; ").count();
    for part in parts.by_ref() {
        if kept.len() + part.len() > CAUSE_BYTES_MAX {
            break;
        }
        if !kept.is_empty() {
            kept.push_str("; ");
        }
        kept.push_str(part);
        left -= 1;
    }
    Ok(format!("{kept}; and {left} more").parse()?)
}

/// What was posted for a subject, summed by element, side and period, for each home.
pub(crate) fn posted_by_home(subject: &Subject) -> BTreeMap<HomeId, Vec<Posted>> {
    let own_home = || {
        let of_case = subject
            .case
            .as_ref()
            .map(|case| case.placement.home_id.clone());
        of_case.or_else(|| subject.block.as_ref().map(|block| block.home_id.clone()))
    };
    let mut sums: HashMap<(HomeId, Element, Side, Date), Posted> = HashMap::new();
    for posting in &subject.posted {
        let Some(home) = posting.home_id.clone().or_else(own_home) else {
            continue;
        };
        let Posting {
            element,
            period_from,
            amount,
            ..
        } = *posting;
        let side = posting.side.unwrap_or(Side::Home);
        sums.entry((home, element, side, period_from))
            .and_modify(|posted| posted.amount += amount)
            .or_insert(Posted {
                element,
                side,
                period_from,
                amount,
            });
    }
    let mut homes: BTreeMap<HomeId, Vec<Posted>> = BTreeMap::new();
    for ((home, ..), posted) in sums {
        homes.entry(home).or_default().push(posted);
    }
    homes
}
