use oast_terms::Trace;
use oast_units::{Date, Exact, PayCalendar, Pence, Period, Rounding};

use super::due::Room;
use super::{Basis, Flow, Stretch};

const FLOWS: usize = Flow::ALL.len();

/// What is due for one element of one placement in one pay period, rounded once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueLine {
    /// The element and the way its money goes.
    pub flow: Flow,
    /// The pay period, clipped to the span asked for.
    pub period: Period,
    /// The days counted in it.
    pub days: i32,
    /// The amount, above nothing.
    pub amount: Pence,
}

#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    sum: Exact,
    days: i32,
}

/// A sheet with a column for each pay period and a row for each flow, used for one placement after
/// another: exact sums are added up day by day and rounded once, at the end.
#[derive(Debug, Clone)]
pub struct Sheet {
    span: Period,
    /// The pay period that holds the first day, whole; none when the columns differ in length.
    first: Option<Period>,
    periods: Vec<Period>,
    cells: Vec<Cell>,
    used: [bool; FLOWS],
    stretches: Vec<Stretch>,
    pub(super) room: Room,
}

impl Sheet {
    /// An empty sheet for the pay periods that touch `span`.
    pub fn new(calendar: PayCalendar, span: Period) -> Self {
        let periods: Vec<Period> = calendar.clipped_to(span).collect();
        Self::with(span, Some(calendar.holding(span.from())), periods)
    }

    /// An empty sheet with a column for each calendar month of `span`, for reports: pay runs keep
    /// to pay periods.
    pub fn by_month(span: Period) -> Self {
        let mut periods = Vec::new();
        let mut from = span.from();
        while from <= span.to() {
            let to = (from.first_of_month().add_months(1) - 1).min(span.to());
            periods.extend(Period::between(from, to));
            from = to + 1;
        }
        Self::with(span, None, periods)
    }

    fn with(span: Period, first: Option<Period>, periods: Vec<Period>) -> Self {
        let cells = vec![Cell::default(); periods.len() * FLOWS];
        Self {
            span,
            first,
            periods,
            cells,
            used: [false; FLOWS],
            stretches: Vec::new(),
            room: Room::default(),
        }
    }

    /// The days it covers.
    pub fn span(&self) -> Period {
        self.span
    }

    /// Its pay periods, in order, clipped to the span.
    pub fn periods(&self) -> &[Period] {
        &self.periods
    }

    /// Wipes it for the next placement.
    pub fn clear(&mut self) {
        self.stretches.clear();
        for (flow, used) in self.used.iter_mut().enumerate() {
            if std::mem::take(used) {
                let from = flow * self.periods.len();
                self.cells[from..from + self.periods.len()].fill(Cell::default());
            }
        }
    }

    /// Adds an amount for each of the days of `days` that the sheet covers. For a trace that keeps,
    /// the sheet keeps the stretch of days too.
    pub(super) fn add<T: Trace>(&mut self, flow: Flow, days: Period, basis: Basis, _trace: &T) {
        let Some(days) = days.intersect(self.span) else {
            return;
        };
        if T::KEEPS {
            self.stretches.push(Stretch {
                flow,
                period: days,
                basis,
            });
        }
        self.used[flow as usize] = true;
        let columns = self.column(days.from())..=self.column(days.to());
        let width = self.periods.len();
        let row = &mut self.cells[flow as usize * width..][..width];
        // Most pay periods are covered whole, at the same amount.
        let length = self.first.map_or(0, Period::days);
        let whole = basis.amount(length);
        for (period, cell) in self.periods[columns.clone()].iter().zip(&mut row[columns]) {
            let inside = period.to().min(days.to()) - period.from().max(days.from()) + 1;
            cell.sum += if inside == length {
                whole
            } else {
                basis.amount(inside)
            };
            cell.days += inside;
        }
    }

    /// The column of the pay period that holds a day of the span.
    fn column(&self, day: Date) -> usize {
        match self.first {
            Some(first) => {
                let before = (day - first.from()) / first.days();
                usize::try_from(before).unwrap_or_default()
            }
            None => self.periods.partition_point(|period| period.to() < day),
        }
    }

    /// The lines that come to something, flow by flow and period by period.
    pub fn lines(&self) -> impl Iterator<Item = DueLine> + '_ {
        let rows = self.cells.chunks(self.periods.len().max(1));
        Flow::ALL
            .into_iter()
            .zip(rows)
            .filter(|(flow, _)| self.used[*flow as usize])
            .flat_map(|(flow, row)| {
                // One period's sum is often the next one's too, and is then rounded once for both.
                let mut last = (Exact::ZERO, Pence::ZERO);
                self.periods
                    .iter()
                    .zip(row)
                    .filter_map(move |(period, cell)| {
                        if cell.sum != last.0 {
                            last = (cell.sum, cell.sum.round(flow.rounding()));
                        }
                        (last.1 != Pence::ZERO).then_some(DueLine {
                            flow,
                            period: *period,
                            days: cell.days,
                            amount: last.1,
                        })
                    })
            })
    }

    /// The stretches of days that it was filled with, where the trace keeps.
    pub fn stretches(&self) -> &[Stretch] {
        &self.stretches
    }

    /// What a week of such days comes to, flow by flow and without single costs: for a sheet of one
    /// day.
    pub fn weekly(&self) -> impl Iterator<Item = (Flow, Pence)> + '_ {
        const WEEK_DAYS: i32 = 7;
        let rows = self.cells.chunks(self.periods.len().max(1));
        Flow::ALL
            .into_iter()
            .zip(rows)
            .filter(|(flow, _)| *flow != Flow::OneOff)
            .filter_map(|(flow, row)| {
                let day = row.first()?.sum.times(WEEK_DAYS);
                let week = day.round(flow.rounding());
                (week != Pence::ZERO).then_some((flow, week))
            })
    }

    /// The rounding each flow uses, for the explanation of a line.
    pub fn rounding(flow: Flow) -> Rounding {
        flow.rounding()
    }
}
