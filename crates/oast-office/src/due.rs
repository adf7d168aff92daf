use std::sync::Arc;

use jiff::Timestamp;
use oast_rules::facts::Element;
use oast_rules::money::{DueLine, Party, Sheet, block_due, due, pay_calendar};
use oast_rules::price::PriceBook;
use oast_terms::{Silent, Terms};
use oast_units::{Pence, Period, PlacementId};

use crate::county::{Reading, Subject};
use crate::parts::in_parts;
use crate::{Office, OfficeError};

/// What one party owes another for an element of a placement in a pay period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueRow {
    /// The placement, or the block contract.
    pub placement_id: PlacementId,
    /// What it is for.
    pub element: Element,
    /// Who pays.
    pub payer: Party,
    /// Who is paid.
    pub payee: Party,
    /// The pay period, clipped to the days asked about.
    pub period: Period,
    /// How much: above nothing.
    pub amount: Pence,
}

impl Office {
    /// What is due in a span of days, as known at a time, in order of placement, element, payer,
    /// payee and period. What cannot be worked out is left out and told to `problem`.
    pub fn due(
        &mut self,
        span: Period,
        known_at: Option<Timestamp>,
        mut row: impl FnMut(DueRow) -> Result<(), OfficeError>,
        mut problem: impl FnMut(String),
    ) -> Result<(), OfficeError> {
        let known_seq = self.known_seq(known_at)?;
        let book = self.book(known_seq)?;
        let terms = Arc::clone(&self.terms);
        let sheet = Sheet::new(pay_calendar(&terms, span.to())?, span);
        let reading = Reading {
            authority: &self.authority,
            known_seq,
            postings: false,
        };
        reading.batches(&mut self.store, |_, subjects| {
            let worked = in_parallel(&subjects, &sheet, |subject, sheet| {
                rows_of(subject, &book, &terms, sheet)
            });
            for rows in worked {
                match rows {
                    Ok(rows) => rows.into_iter().try_for_each(&mut row)?,
                    Err(why) => problem(why),
                }
            }
            Ok::<(), OfficeError>(())
        })
    }
}

/// The due rows of one subject, in order.
fn rows_of(
    subject: &Subject,
    book: &PriceBook,
    terms: &Terms,
    sheet: &mut Sheet,
) -> Result<Vec<DueRow>, String> {
    let mut rows = Vec::new();
    let mut add = |line: DueLine| {
        for row in line.flow.rows() {
            rows.push(DueRow {
                placement_id: subject.id.clone(),
                element: line.flow.element(),
                payer: row.payer,
                payee: row.payee,
                period: line.period,
                amount: line.amount,
            });
        }
    };
    if let Some(case) = &subject.case {
        due(case, book, terms, sheet, &mut Silent).map_err(|why| why.to_string())?;
        sheet.lines().for_each(&mut add);
    }
    if let Some(block) = &subject.block {
        block_due(block, sheet, &mut Silent);
        sheet.lines().for_each(&mut add);
    }
    rows.sort_by_key(|row| {
        (
            row.element.code(),
            row.payer.code(),
            row.payee.code(),
            row.period,
        )
    });
    Ok(rows)
}

/// Works on each subject, on every processor there is, keeping their order.
pub(crate) fn in_parallel<T: Send>(
    subjects: &[Subject],
    sheet: &Sheet,
    work: impl Fn(&Subject, &mut Sheet) -> T + Sync,
) -> Vec<T> {
    in_parts(subjects, |part| {
        let mut sheet = sheet.clone();
        part.iter()
            .map(|subject| work(subject, &mut sheet))
            .collect()
    })
}
