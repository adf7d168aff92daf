//! Everything there is to see in a run's lines, read once: sums, what moved, what stands out.

use std::collections::BTreeSet;

use jiff::Timestamp;
use oast_rules::facts::{Element, PayRunLine, Payment, Side};
use oast_rules::money::pay_run::State;
use oast_store::{Connected, Connection, Which, scan};
use oast_units::{Date, HomeId, Pence, PlacementId, Raw, WeeklyRate};

use super::movement::{Move, Moved, MovementKind, RunSums, movement, pro_rata};
use super::report::{CauseTotal, ElementTotal, HomeTotal, Totals};
use super::states::{Standing, paid_before, run, runs};
use crate::{Office, OfficeError};

/// Lines that stand out and are listed; the rest are counted.
pub const STANDING_OUT_MAX: usize = 500;

/// A new placement whose care fee is above what needs an assessment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dear {
    /// The placement.
    pub placement_id: PlacementId,
    /// The home.
    pub home_id: HomeId,
    /// The first day of the pay period of the line.
    pub period_from: Date,
    /// The days of the line.
    pub days: u32,
    /// The line's amount.
    pub amount: Pence,
    /// What it comes to for seven days.
    pub weekly: Pence,
}

/// What a run's lines come to, beside the run paid before it. Nothing in it changes once the run
/// is proposed, but for what was posted when it is paid.
#[derive(Debug, Clone, Default)]
pub struct RunFigures {
    /// The run paid before it, if there was one.
    pub before: Option<String>,
    /// How many lines it has.
    pub lines: u64,
    /// How many of them adjust a period that was paid before.
    pub adjusting: u64,
    /// How many placements it pays.
    pub placements: u64,
    /// What it pays homes, net.
    pub to_homes: Pence,
    /// What it bills.
    pub billed: Pence,
    /// What the run before paid homes, net.
    pub to_homes_before: Pence,
    /// Sums by element.
    pub elements: Vec<ElementTotal>,
    /// Sums by home, the largest change first.
    pub homes: Vec<HomeTotal>,
    /// Each cause of adjustments, with how many lines it moved and by how much.
    pub causes: Vec<CauseTotal>,
    /// What moved since the run before, kind by kind; nothing without one.
    pub movement: Vec<Moved>,
    /// Every placement that moved.
    pub moves: Vec<Move>,
    /// The care fee above which a placement is complex.
    pub complex_above: Option<WeeklyRate>,
    /// New placements above it, the dearest first; nothing without a run before.
    pub dear: Vec<Dear>,
    /// Fees below nothing, the largest first.
    pub below_nothing: Vec<PayRunLine>,
    /// How many fees are below nothing in all.
    pub below_nothing_count: u64,
    /// Homes that no run has paid before; nothing without a run before.
    pub first_paid: Vec<HomeId>,
    /// For a paid run, the sum of its postings on the homes' side.
    pub posted: Option<Pence>,
}

impl Office {
    /// The run that a run is compared with, and whether it is paid: with these two, figures that
    /// were kept can be told from figures that are out of date.
    pub fn pay_run_compared(
        &mut self,
        id: &str,
        known_at: Option<Timestamp>,
    ) -> Result<(Option<String>, bool), OfficeError> {
        let (authority, known_seq) = (self.authority.clone(), self.known_seq(known_at)?);
        let all = runs(self.store.connection(), &authority, known_seq)?;
        let standing = run(self.store.connection(), &authority, known_seq, id)?;
        let before = paid_before(&all, &standing).map(|before| before.run.pay_run.to_string());
        Ok((before, standing.state == State::Paid))
    }

    /// What a run's lines come to, read once.
    pub fn pay_run_figures(
        &mut self,
        id: &str,
        known_at: Option<Timestamp>,
    ) -> Result<RunFigures, OfficeError> {
        let (authority, known_seq) = (self.authority.clone(), self.known_seq(known_at)?);
        let terms = self.terms.clone();
        let names = self.home_names(known_seq)?;
        let connection = self.store.connection();
        let all = runs(connection, &authority, known_seq)?;
        let standing = run(connection, &authority, known_seq, id)?;
        let before = paid_before(&all, &standing);
        let mut totals = Totals::default();
        let mut last = RunSums::default();
        if let Some(before) = before {
            let of = before.run.pay_run.as_str();
            each_line(connection, &authority, known_seq, of, |line| {
                totals.add_last(&line);
                last.add(&line);
            })?;
        }
        let complex_above = terms
            .contract_for(None, "framework")
            .bands
            .as_ref()
            .and_then(|bands| bands.complex_threshold.dated_on(standing.run.until).ok())
            .map(|dated| dated.value);
        let mut read = Read {
            complex_above,
            ..Read::default()
        };
        each_line(connection, &authority, known_seq, id, |line| {
            totals.add(&line);
            read.add(line);
        })?;
        let (elements, homes, causes) = totals.parts(&names);
        let mut figures = RunFigures {
            before: before.map(|before| before.run.pay_run.to_string()),
            elements,
            homes,
            causes,
            to_homes_before: last.total,
            complex_above,
            ..RunFigures::default()
        };
        figures.fill(read, &last);
        if before.is_some() {
            figures.first_paid = first_paid(connection, &authority, &standing, &figures.homes)?;
        }
        if standing.state == State::Paid {
            figures.posted = Some(posted(connection, &authority, id)?);
        }
        Ok(figures)
    }
}

fn each_line(
    connection: &mut dyn Connection,
    authority: &str,
    known_seq: i64,
    run: &str,
    mut each: impl FnMut(PayRunLine),
) -> Result<(), OfficeError> {
    let which = Which::Of(run);
    scan(
        connection,
        authority,
        known_seq,
        which,
        |line: PayRunLine, _| {
            each(line);
            Ok(())
        },
    )?;
    Ok(())
}

/// What is kept while a run's lines go by.
#[derive(Default)]
struct Read {
    sums: RunSums,
    lines: u64,
    adjusting: u64,
    billed: Pence,
    /// The care fee above which a placement is complex.
    complex_above: Option<WeeklyRate>,
    /// Care fees above it.
    dear: Vec<Dear>,
    below: Vec<PayRunLine>,
    below_count: u64,
}

impl Read {
    fn add(&mut self, line: PayRunLine) {
        self.lines += 1;
        self.adjusting += u64::from(line.cause.is_some());
        self.sums.add(&line);
        if line.side == Side::Bill {
            self.billed += line.amount;
            return;
        }
        let is_fee = matches!(
            line.element,
            Element::CareFee | Element::OneToOne | Element::BlockFee | Element::OneOff
        );
        if is_fee && line.amount < Pence::ZERO {
            self.below_count += 1;
            self.below.push(line);
            if self.below.len() > STANDING_OUT_MAX * 2 {
                keep_largest(&mut self.below);
            }
            return;
        }
        let Some(threshold) = self.complex_above else {
            return;
        };
        if line.element == Element::CareFee && line.cause.is_none() && line.days > 0 {
            let dear = dear(line);
            if dear.weekly > threshold.weekly() {
                self.dear.push(dear);
            }
        }
    }
}

fn keep_largest(lines: &mut Vec<PayRunLine>) {
    lines.sort_by_key(|line| line.amount);
    lines.truncate(STANDING_OUT_MAX);
}

impl RunFigures {
    fn fill(&mut self, mut read: Read, last: &RunSums) {
        keep_largest(&mut read.below);
        self.lines = read.lines;
        self.adjusting = read.adjusting;
        self.placements = read.sums.count() as u64;
        self.to_homes = read.sums.total;
        self.billed = read.billed;
        self.below_nothing = read.below;
        self.below_nothing_count = read.below_count;
        if self.before.is_some() {
            (self.movement, self.moves) = movement(last, &read.sums);
        }
        let started: BTreeSet<&str> = self
            .moves
            .iter()
            .filter(|one| one.kind == MovementKind::Started)
            .map(|one| one.placement_id.as_str())
            .collect();
        let mut dear = read.dear;
        dear.retain(|dear| started.contains(dear.placement_id.as_str()));
        dear.sort_by(|a, b| (b.weekly, &a.placement_id).cmp(&(a.weekly, &b.placement_id)));
        let mut told = BTreeSet::new();
        dear.retain(|dear| told.insert(dear.placement_id.clone()));
        self.dear = dear;
    }
}

fn dear(line: PayRunLine) -> Dear {
    Dear {
        weekly: pro_rata(line.amount, 7, line.days),
        placement_id: line.placement_id,
        home_id: line.home_id,
        period_from: line.period_from,
        days: line.days,
        amount: line.amount,
    }
}

/// The homes of a run that no run before it has settled with.
fn first_paid(
    connection: &mut dyn Connection,
    authority: &str,
    standing: &Standing,
    homes: &[HomeTotal],
) -> Result<Vec<HomeId>, OfficeError> {
    let known_seq = i64::from(standing.run.known_seq);
    let mut paid: BTreeSet<HomeId> = BTreeSet::new();
    let all = Which::All;
    scan(
        connection,
        authority,
        known_seq,
        all,
        |payment: Payment, _| {
            paid.insert(payment.home_id);
            Ok(())
        },
    )?;
    Ok(homes
        .iter()
        .filter(|home| !home.net.is_zero() && !paid.contains(&home.home_id))
        .map(|home| home.home_id.clone())
        .collect())
}

/// The sum of what a run posted on the homes' side.
fn posted(
    connection: &mut dyn Connection,
    authority: &str,
    id: &str,
) -> Result<Pence, OfficeError> {
    let mut sum = Pence::ZERO;
    let question = "SELECT CAST(SUM(amount_pence) AS BIGINT) FROM postings WHERE authority = $1 AND pay_run = $2 AND side = $3";
    let parameters = [
        Raw::Text(authority),
        Raw::Text(id),
        Raw::Text(Side::Home.code()),
    ];
    connection.query(question, &parameters, &mut |row| {
        if let Raw::Integer(pence) = row.get(0)? {
            sum = Pence::new(pence);
        }
        Ok(())
    })?;
    Ok(sum)
}
