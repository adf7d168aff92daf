//! The facts of a data pack, each placement's together, as the rules ask for them.

use std::path::Path;

use oast_exchange::pack;
use oast_rules::facts::{Absence, Contribution};
use oast_rules::placement::CaseFile;
use oast_rules::price::PriceBook;
use oast_units::PlacementId;

/// What the rules work on.
pub(crate) struct Facts {
    pub(crate) cases: Vec<CaseFile>,
    pub(crate) book: PriceBook,
}

impl Facts {
    /// Reads the files of a pack that the benchmark has, which are in order of their keys.
    pub(crate) fn read(dir: &Path) -> anyhow::Result<Self> {
        let read = pack::read(dir, &mut |_, _| ()).map_err(|faults| {
            let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
            anyhow::anyhow!("{}", faults.join("\n"))
        })?;
        let pack = read.pack;
        let book = PriceBook::new(&pack.prices, &pack.uplifts);
        let mut absences = pack.absences.into_iter().peekable();
        let mut contributions = pack.contributions.into_iter().peekable();
        let cases = pack
            .placements
            .into_iter()
            .map(|placement| {
                let id = placement.placement_id.clone();
                let mut case = CaseFile::new(placement);
                case.absences = take(&mut absences, &id, |absence: &Absence| {
                    &absence.placement_id
                });
                case.contributions = take(&mut contributions, &id, |each: &Contribution| {
                    &each.placement_id
                });
                case
            })
            .collect();
        Ok(Self { cases, book })
    }

    /// The bytes of memory that the placements and what belongs to them take: what a computation
    /// over all of them reads.
    pub(crate) fn bytes(&self) -> usize {
        self.cases
            .iter()
            .map(|case| {
                size_of::<CaseFile>()
                    + size_of_val(case.absences.as_slice())
                    + size_of_val(case.contributions.as_slice())
            })
            .sum()
    }
}

/// Takes the facts of one placement from the front of a list in order of placements.
fn take<F>(
    facts: &mut std::iter::Peekable<std::vec::IntoIter<F>>,
    id: &PlacementId,
    of: impl Fn(&F) -> &PlacementId,
) -> Vec<F> {
    let mut taken = Vec::new();
    while let Some(fact) = facts.next_if(|fact| of(fact) == id) {
        taken.push(fact);
    }
    taken.shrink_to_fit();
    taken
}
