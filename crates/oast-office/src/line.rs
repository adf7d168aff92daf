//! Why an amount is what it is: one element of one placement in one pay period, with every stretch
//! of days, every term and fact behind it, and what was posted for it.

use jiff::Timestamp;
use oast_rules::facts::{Block, Element, Hold, PayRunLine, Posting, Side};
use oast_rules::money::{Basis, Flow, Sheet, block_due, due, nursing_in_price, pay_calendar};
use oast_rules::placement::CaseFile;
use oast_store::{Connected as _, Which, scan};
use oast_terms::{Entry, NursingInPrice, Recorder, Silent};
use oast_units::{Date, Exact, HomeId, Pence, Period, Rounding};

use crate::record::desk::Desk;
use crate::recorded::{Recorded, RecordedFacts};
use crate::{Office, OfficeError};

/// Which amount of a placement in a pay period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineOf {
    /// A line of a pay run: what the home is paid for an element, or what is billed for it.
    Side(Element, Side),
    /// A row of what is due: an element and the way its money goes.
    Flow(Flow),
}

impl LineOf {
    fn holds(self, flow: Flow) -> bool {
        match self {
            Self::Side(element, _) => flow.element() == element,
            Self::Flow(asked) => flow == asked,
        }
    }

    fn element(self) -> Element {
        match self {
            Self::Side(element, _) => element,
            Self::Flow(flow) => flow.element(),
        }
    }

    /// The amount of a flow as this line counts it.
    fn counts(self, flow: Flow, amount: Pence, nursing: NursingInPrice) -> Pence {
        match self {
            Self::Side(_, side) => flow.on_side(side, amount, nursing),
            Self::Flow(_) => amount,
        }
    }
}

/// Days on which an element is due on one basis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StretchPart {
    /// The days.
    pub period: Period,
    /// What a day is worth.
    pub basis: Basis,
    /// The basis in words: `80% of £880.00 a week`.
    pub rate: String,
    /// The arithmetic: `£880.00 × 19 ÷ 7 = £2,388.571428…`.
    pub arithmetic: String,
    /// The exact sum.
    pub exact: Exact,
}

/// What is due for one way of an element's money, from its stretches to the rounded sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmountPart {
    /// What it is for and who pays whom.
    pub flow: Flow,
    /// The stretches of days, in order.
    pub stretches: Vec<StretchPart>,
    /// The sum of the stretches.
    pub exact: Exact,
    /// How the sum becomes whole pence.
    pub rounding: Rounding,
    /// The sum in whole pence.
    pub amount: Pence,
    /// What it counts in this line: below nothing where it is kept back from the home, nothing
    /// where it does not touch that side.
    pub counts: Pence,
}

/// One posting of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostedPart {
    /// The pay run; the system before this one has its own names.
    pub pay_run: String,
    /// The last day it paid, for a run made here.
    pub period_to: Option<Date>,
    /// The amount.
    pub amount: Pence,
    /// For an adjustment, the late facts that caused it.
    pub cause: Option<String>,
    /// Who posted it, and when.
    pub recorded: Option<Recorded>,
}

/// An amount and how it came about.
#[derive(Debug, Clone)]
pub struct AmountExplanation {
    /// The placement, or the block contract.
    pub placement_id: String,
    /// Which amount.
    pub of: LineOf,
    /// The pay period.
    pub period: Period,
    /// The placement as known; none for a block contract.
    pub case: Option<CaseFile>,
    /// What is due, flow by flow.
    pub parts: Vec<AmountPart>,
    /// The sum of what the parts count.
    pub due: Pence,
    /// What was posted; nothing for a flow that no side of the ledger holds.
    pub posted: Vec<PostedPart>,
    /// Due less posted: what a run would still pay, keep back or bill.
    pub to_come: Pence,
    /// The hold on the element, if there is one.
    pub hold: Option<Hold>,
    /// What was read and done, in order.
    pub trace: Vec<Entry>,
    /// For each fact that was read, who recorded it and when.
    pub recorded: RecordedFacts,
}

impl AmountExplanation {
    /// The amount in one sentence: `£2,388.57 for 19 days from 8 April 2026 at £880.00 a week`.
    pub fn sentence(&self) -> String {
        let stretches: Vec<&StretchPart> = self
            .parts
            .iter()
            .filter(|part| !part.counts.is_zero())
            .flat_map(|part| &part.stretches)
            .collect();
        let amount = match self.of {
            LineOf::Flow(_) => self.due,
            LineOf::Side(..) => self.due.abs(),
        };
        let days = |stretch: &StretchPart| {
            let days = stretch.period.days();
            let days = if days == 1 {
                "1 day".into()
            } else {
                format!("{days} days")
            };
            format!("{days} from {}", stretch.period.from().long())
        };
        let said = match stretches.as_slice() {
            [] => return format!("nothing is due from {}", self.period),
            [only] => match only.basis {
                Basis::Whole(_) => format!("{amount} on {}", only.period.from().long()),
                _ => format!("{amount} for {} at {}", days(only), only.rate),
            },
            several => {
                let each = several
                    .iter()
                    .map(|one| format!("{} at {}", days(one), one.rate));
                format!("{amount}: {}", each.collect::<Vec<_>>().join(", "))
            }
        };
        let kept = matches!(self.of, LineOf::Side(_, Side::Home)) && self.due < Pence::ZERO;
        if kept {
            format!("{said}, kept back from what the home is paid because the home takes it in")
        } else {
            said
        }
    }
}

/// What is worked out before the ledger is asked.
struct Worked {
    case: Option<CaseFile>,
    home: HomeId,
    parts: Vec<AmountPart>,
    trace: Recorder,
}

impl Office {
    /// Why one element of a placement, or of a block contract, comes to what it does in one pay
    /// period, as known at a time. `period_from` is a day of the period; where pay runs opened in
    /// the middle of one, it is counted from that day.
    ///
    /// # Errors
    /// When there is no such placement or block contract, or what is due cannot be worked out.
    pub fn explain_line(
        &mut self,
        placement: &str,
        of: LineOf,
        period_from: Date,
        known_at: Option<Timestamp>,
    ) -> Result<AmountExplanation, OfficeError> {
        let known_seq = self.known_seq(known_at)?;
        let (authority, terms) = (self.authority.clone(), self.terms.clone());
        let whole = pay_calendar(&terms, period_from)?.holding(period_from);
        let opening = terms
            .authority
            .pay_calendar
            .opening_date
            .dated_on(period_from);
        let opens_on = opening.map_or(whole.from(), |dated| dated.value);
        let from = if whole.contains(opens_on) && period_from == opens_on {
            opens_on
        } else {
            whole.from()
        };
        let period = Period::between(from, whole.to()).unwrap_or(whole);
        let mut desk = Desk {
            connection: self.store.connection(),
            authority: &authority,
            known_seq,
            terms: &terms,
        };
        let worked = work(&mut desk, placement, of, period)?;
        let holds: Vec<Hold> = desk.facts(Which::Of(placement))?;
        let posted = match of {
            LineOf::Side(element, side) => {
                self.posted(placement, (element, side, period.from()), known_seq)?
            }
            LineOf::Flow(_) => Vec::new(),
        };
        let due: Pence = worked.parts.iter().map(|part| part.counts).sum();
        let recorded = self.recorded(&worked.trace.entries, placement, &worked.home, known_seq)?;
        let to_come = match of {
            LineOf::Side(..) => due - posted.iter().map(|part| part.amount).sum(),
            LineOf::Flow(_) => Pence::ZERO,
        };
        Ok(AmountExplanation {
            placement_id: placement.to_owned(),
            of,
            period,
            case: worked.case,
            parts: worked.parts,
            due,
            posted,
            to_come,
            hold: holds.into_iter().find(|hold| hold.element == of.element()),
            trace: worked.trace.entries,
            recorded,
        })
    }

    /// What was posted for one line of a placement, with the run and its causes.
    fn posted(
        &mut self,
        placement: &str,
        line: (Element, Side, Date),
        known_seq: i64,
    ) -> Result<Vec<PostedPart>, OfficeError> {
        let authority = self.authority.clone();
        let mut postings: Vec<(Posting, i64)> = Vec::new();
        let connection = self.store.connection();
        let which = Which::OfBoth(placement, line.0.code());
        scan(
            connection,
            &authority,
            known_seq,
            which,
            |posting: Posting, seq| {
                let side = posting.side.unwrap_or(Side::Home);
                if (posting.element, side, posting.period_from) == line {
                    postings.push((posting, seq));
                }
                Ok(())
            },
        )?;
        postings.sort_by_key(|(_, seq)| *seq);
        let mut parts = Vec::with_capacity(postings.len());
        for (posting, seq) in postings {
            let which = Which::OfBoth(posting.pay_run.as_str(), placement);
            let lines: Vec<PayRunLine> = self.store.facts(&authority, known_seq, which)?;
            let of_run = lines.into_iter().find(|each| {
                (each.element, each.side, each.period_from) == line
                    && posting
                        .home_id
                        .as_ref()
                        .is_none_or(|home| *home == each.home_id)
            });
            parts.push(PostedPart {
                pay_run: posting.pay_run.to_string(),
                period_to: of_run.as_ref().map(|line| line.period_to),
                amount: posting.amount,
                cause: of_run
                    .and_then(|line| line.cause)
                    .map(|cause| cause.to_string()),
                recorded: self.recorded_in(seq)?,
            });
        }
        Ok(parts)
    }
}

/// Works the amount out again, taking down what is read and done.
fn work(desk: &mut Desk<'_>, id: &str, of: LineOf, period: Period) -> Result<Worked, OfficeError> {
    let mut sheet = Sheet::new(pay_calendar(desk.terms, period.from())?, period);
    let mut trace = Recorder::default();
    if let Some(case) = desk.case(id)? {
        let home = case.placement.home_id.clone();
        let book = desk.book(std::slice::from_ref(&home))?;
        let nursing = nursing_in_price(&case, desk.terms);
        due(&case, &book, desk.terms, &mut sheet, &mut Silent)?;
        let whole: Vec<_> = sheet.lines().filter(|line| of.holds(line.flow)).collect();
        // The other elements are left out of the record, never out of the amount.
        let alone = alone(&case, of);
        due(&alone, &book, desk.terms, &mut sheet, &mut trace)?;
        if !sheet.lines().filter(|line| of.holds(line.flow)).eq(whole) {
            trace = Recorder::default();
            due(&case, &book, desk.terms, &mut sheet, &mut trace)?;
        }
        trace.entries.retain(|entry| concerns(of, entry));
        return Ok(Worked {
            parts: parts(&sheet, of, nursing),
            case: Some(case),
            home,
            trace,
        });
    }
    let block: Option<Block> = desk.facts(Which::Of(id))?.pop();
    let block = block.ok_or_else(|| OfficeError::no_placement(id))?;
    block_due(&block, &mut sheet, &mut trace);
    Ok(Worked {
        case: None,
        parts: parts(&sheet, of, NursingInPrice::Net),
        home: block.home_id,
        trace,
    })
}

/// The facts of a placement that its other elements do not need.
fn alone(case: &CaseFile, of: LineOf) -> CaseFile {
    let mut case = case.clone();
    case.contributions
        .retain(|each| Flow::of(each).is_none_or(|flow| of.holds(flow)));
    if of.element() != Element::OneToOne {
        case.one_to_one.clear();
    }
    if of.element() != Element::OneOff {
        case.one_offs.clear();
    }
    case
}

/// Whether an entry of the trace is about an element: how the care fee came about matters to the
/// fee, and to the contribution, which is never more.
fn concerns(of: LineOf, entry: &Entry) -> bool {
    if matches!(of.element(), Element::CareFee | Element::Contribution) {
        return true;
    }
    let of_fee = |rule: &str| {
        rule.starts_with("rate") || matches!(rule, "uplift" | "category_change" | "due.care_fee")
    };
    match entry {
        Entry::Step(step) => !of_fee(step.rule),
        Entry::NotApplied(aside) => !of_fee(aside.rule),
        Entry::Fact(fact) => !matches!(
            fact.table,
            "prices" | "uplifts" | "assessments" | "category_changes"
        ),
        Entry::Term(_) => true,
    }
}

/// What is due, flow by flow, from the stretches that the sheet was filled with.
fn parts(sheet: &Sheet, of: LineOf, nursing: NursingInPrice) -> Vec<AmountPart> {
    let mut parts = Vec::new();
    for flow in Flow::ALL.into_iter().filter(|flow| of.holds(*flow)) {
        let mut exact = Exact::ZERO;
        let stretches: Vec<StretchPart> = joined(sheet, flow)
            .into_iter()
            .map(|(period, basis)| {
                let sum = basis.amount(period.days());
                exact += sum;
                StretchPart {
                    period,
                    basis,
                    rate: basis.words(),
                    arithmetic: basis.arithmetic(period.days()),
                    exact: sum,
                }
            })
            .collect();
        if stretches.is_empty() {
            continue;
        }
        let amount = exact.round(flow.rounding());
        parts.push(AmountPart {
            flow,
            stretches,
            exact,
            rounding: flow.rounding(),
            amount,
            counts: of.counts(flow, amount, nursing),
        });
    }
    parts
}

/// The stretches of a flow in order, joined where one goes on as the one before.
fn joined(sheet: &Sheet, flow: Flow) -> Vec<(Period, Basis)> {
    let of_flow = sheet.stretches().iter().filter(|each| each.flow == flow);
    let mut stretches: Vec<_> = of_flow.map(|each| (each.period, each.basis)).collect();
    stretches.sort_by_key(|(period, _)| *period);
    let mut joined: Vec<(Period, Basis)> = Vec::with_capacity(stretches.len());
    for (period, basis) in stretches {
        match joined.last_mut() {
            Some((before, same)) if *same == basis && before.to().next() == period.from() => {
                *before = Period::between(before.from(), period.to()).unwrap_or(*before);
            }
            _ => joined.push((period, basis)),
        }
    }
    joined
}
