use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use oast_exchange::pack::FactCsv;
use oast_rules::facts::{
    Absence, Assessment, CategoryChange, Contribution, Fact, Notice, OneOff, OneToOne, Person,
    Placement, Posting, SelfFunder, key_of,
};

use crate::GenerateError;
use crate::lives::Life;
use crate::market::MarketRows;
use crate::summary::Summary;

/// One file of the pack, written row by row.
struct Rows<F: Fact> {
    path: PathBuf,
    csv: FactCsv<F, File>,
    count: u64,
}

impl<F: Fact> Rows<F> {
    fn create(folder: &Path) -> Result<Self, GenerateError> {
        let path = folder.join(format!("{}.csv", F::TABLE.name));
        let csv = File::create(&path)
            .and_then(FactCsv::new)
            .map_err(cannot(&path))?;
        Ok(Self {
            path,
            csv,
            count: 0,
        })
    }

    fn write(&mut self, facts: &[F]) -> Result<(), GenerateError> {
        for fact in facts {
            self.csv.write(fact).map_err(cannot(&self.path))?;
        }
        self.count += facts.len() as u64;
        Ok(())
    }

    fn finish(self, summary: &mut Summary) -> Result<(), GenerateError> {
        self.csv.finish().map_err(cannot(&self.path))?;
        summary.rows.push((F::TABLE.name, self.count));
        Ok(())
    }
}

/// The files about people and placements, which are too long to be held.
pub(crate) struct LifeFiles {
    people: Rows<Person>,
    placements: Rows<Placement>,
    category_changes: Rows<CategoryChange>,
    assessments: Rows<Assessment>,
    absences: Rows<Absence>,
    one_to_one: Rows<OneToOne>,
    contributions: Rows<Contribution>,
    notices: Rows<Notice>,
    one_offs: Rows<OneOff>,
    self_funders: Rows<SelfFunder>,
}

impl LifeFiles {
    /// Opens them, each with its header.
    pub(crate) fn create(folder: &Path) -> Result<Self, GenerateError> {
        Ok(Self {
            people: Rows::create(folder)?,
            placements: Rows::create(folder)?,
            category_changes: Rows::create(folder)?,
            assessments: Rows::create(folder)?,
            absences: Rows::create(folder)?,
            one_to_one: Rows::create(folder)?,
            contributions: Rows::create(folder)?,
            notices: Rows::create(folder)?,
            one_offs: Rows::create(folder)?,
            self_funders: Rows::create(folder)?,
        })
    }

    /// Writes a life. Lives come in the order of their references, so every file is in the order of
    /// its keys.
    pub(crate) fn write(&mut self, life: &Life) -> Result<(), GenerateError> {
        self.people.write(std::slice::from_ref(&life.person))?;
        for case in &life.cases {
            self.placements
                .write(std::slice::from_ref(&case.placement))?;
            self.category_changes.write(&case.category_changes)?;
            self.assessments.write(&case.assessments)?;
            self.absences.write(&case.absences)?;
            self.one_to_one.write(&case.one_to_one)?;
            self.contributions.write(&case.contributions)?;
            self.notices.write(&case.notices)?;
            self.one_offs.write(&case.one_offs)?;
        }
        self.self_funders.write(&life.reports)
    }

    /// Writes what is gathered, and counts the rows.
    pub(crate) fn finish(self, summary: &mut Summary) -> Result<(), GenerateError> {
        self.people.finish(summary)?;
        self.placements.finish(summary)?;
        self.category_changes.finish(summary)?;
        self.assessments.finish(summary)?;
        self.absences.finish(summary)?;
        self.one_to_one.finish(summary)?;
        self.contributions.finish(summary)?;
        self.notices.finish(summary)?;
        self.one_offs.finish(summary)?;
        self.self_funders.finish(summary)
    }
}

/// Writes the files about homes and decisions, and the postings, of which there are none.
pub(crate) fn write_market(
    folder: &Path,
    rows: &MarketRows,
    summary: &mut Summary,
) -> Result<(), GenerateError> {
    write_all(folder, &rows.providers, summary)?;
    write_all(folder, &rows.homes, summary)?;
    write_all(folder, &rows.appointments, summary)?;
    write_all(folder, &rows.prices, summary)?;
    write_all(folder, &rows.indicative_prices, summary)?;
    write_all(folder, &rows.uplifts, summary)?;
    write_all(folder, &rows.vacancies, summary)?;
    write_all(folder, &rows.blocks, summary)?;
    write_all(folder, &rows.budgets, summary)?;
    write_all(folder, &rows.benefits, summary)?;
    write_all(folder, &rows.benefit_measures, summary)?;
    write_all::<Posting>(folder, &[], summary)
}

/// Writes a file in the order of its keys.
fn write_all<F: Fact>(
    folder: &Path,
    facts: &[F],
    summary: &mut Summary,
) -> Result<(), GenerateError> {
    let mut order = facts.to_vec();
    order.sort_by_cached_key(key_of);
    let mut rows = Rows::create(folder)?;
    rows.write(&order)?;
    rows.finish(summary)
}

/// A folder that takes its place only when it is whole.
pub(crate) struct NewFolder {
    out: PathBuf,
    part: PathBuf,
    whole: bool,
}

impl NewFolder {
    /// Begins a folder beside where it will be. What it will replace may be empty, or not be there.
    pub(crate) fn begin(out: &Path) -> Result<Self, GenerateError> {
        match fs::read_dir(out) {
            Ok(mut entries) => {
                if entries.next().is_some() {
                    return Err(GenerateError::NotEmpty {
                        path: out.to_path_buf(),
                    });
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(cannot(out)(error)),
        }
        fs::create_dir_all(out).map_err(cannot(out))?;
        let out = fs::canonicalize(out).map_err(cannot(out))?;
        let part = out.join(".part");
        fs::create_dir(&part).map_err(cannot(&part))?;
        Ok(Self {
            out,
            part,
            whole: false,
        })
    }

    /// Where its files are written.
    pub(crate) fn path(&self) -> &Path {
        &self.part
    }

    /// Puts every file in its place.
    pub(crate) fn finish(mut self) -> Result<(), GenerateError> {
        for entry in fs::read_dir(&self.part).map_err(cannot(&self.part))? {
            let entry = entry.map_err(cannot(&self.part))?;
            let place = self.out.join(entry.file_name());
            fs::rename(entry.path(), &place).map_err(cannot(&place))?;
        }
        fs::remove_dir(&self.part).map_err(cannot(&self.part))?;
        self.whole = true;
        Ok(())
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        if !self.whole {
            // The failure that is reported is the one that stopped the work.
            let _ = fs::remove_dir_all(&self.part);
        }
    }
}

fn cannot(path: &Path) -> impl FnOnce(io::Error) -> GenerateError {
    let path = path.to_path_buf();
    move |source| GenerateError::Write { path, source }
}
