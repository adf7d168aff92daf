use oast_units::{Exact, PayCalendar, Pence, Period, Rounding};

use super::Flow;

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
    calendar: PayCalendar,
    periods: Vec<Period>,
    cells: Vec<Cell>,
    used: [bool; FLOWS],
}

impl Sheet {
    /// An empty sheet for the pay periods that touch `span`.
    pub fn new(calendar: PayCalendar, span: Period) -> Self {
        let periods: Vec<Period> = calendar.clipped_to(span).collect();
        let cells = vec![Cell::default(); periods.len() * FLOWS];
        Self {
            span,
            calendar,
            periods,
            cells,
            used: [false; FLOWS],
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
        for (flow, used) in self.used.iter_mut().enumerate() {
            if std::mem::take(used) {
                let from = flow * self.periods.len();
                self.cells[from..from + self.periods.len()].fill(Cell::default());
            }
        }
    }

    /// Adds an amount for each of the days of `days` that the sheet covers. `amount` is asked for
    /// the exact sum of a number of days.
    pub(super) fn add(&mut self, flow: Flow, days: Period, amount: impl Fn(i32) -> Exact) {
        let Some(days) = days.intersect(self.span) else {
            return;
        };
        let width = self.periods.len();
        self.used[flow as usize] = true;
        let row = &mut self.cells[flow as usize * width..(flow as usize + 1) * width];
        let first = Self::column(self.calendar, self.span, days);
        for (period, cell) in self.periods[first..].iter().zip(&mut row[first..]) {
            let Some(inside) = period.intersect(days) else {
                break;
            };
            cell.sum += amount(inside.days());
            cell.days += inside.days();
        }
    }

    /// The column that holds the first of the days.
    fn column(calendar: PayCalendar, span: Period, days: Period) -> usize {
        let first = calendar.holding(span.from());
        let distance = calendar.holding(days.from()).from() - first.from();
        usize::try_from(distance / first.days()).unwrap_or_default()
    }

    /// The lines that come to something, flow by flow and period by period.
    pub fn lines(&self) -> impl Iterator<Item = DueLine> + '_ {
        let width = self.periods.len();
        Flow::ALL
            .into_iter()
            .filter(|flow| self.used[*flow as usize])
            .flat_map(move |flow| {
                let row = &self.cells[flow as usize * width..(flow as usize + 1) * width];
                self.periods
                    .iter()
                    .zip(row)
                    .filter_map(move |(period, cell)| {
                        let amount = cell.sum.round(flow.rounding());
                        (amount != Pence::ZERO).then_some(DueLine {
                            flow,
                            period: *period,
                            days: cell.days,
                            amount,
                        })
                    })
            })
    }

    /// The rounding each flow uses, for the explanation of a line.
    pub fn rounding(flow: Flow) -> Rounding {
        flow.rounding()
    }
}
