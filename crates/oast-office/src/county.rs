use std::iter::Peekable;

use oast_rules::facts::{Block, Fact, Placement, Posting};
use oast_rules::placement::CaseFile;
use oast_store::{Connected, Connection, KeyRange, StoreError, Which, scan};
use oast_units::{PlacementId, Raw};

/// Placements read at a time: enough to keep the queries few, few enough to keep memory small.
const BATCH: usize = 20_000;

/// A placement or a block contract, with what was posted for it.
#[derive(Debug, Clone)]
pub(crate) struct Subject {
    /// Its reference; a block contract's own stands in for a placement's.
    pub(crate) id: PlacementId,
    /// The placement; none when it was withdrawn after something was posted for it.
    pub(crate) case: Option<CaseFile>,
    /// The block contract.
    pub(crate) block: Option<Block>,
    /// What was posted for it, when that was asked for.
    pub(crate) posted: Vec<Posting>,
}

/// Everything to be read, and as of when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reading<'a> {
    pub(crate) authority: &'a str,
    pub(crate) known_seq: i64,
    /// Whether postings are wanted too.
    pub(crate) postings: bool,
}

impl Reading<'_> {
    /// Reads every placement and block contract, in order of their references, a batch at a time.
    pub(crate) fn batches<H: Connected, E: From<StoreError>>(
        self,
        host: &mut H,
        mut each: impl FnMut(&mut H, Vec<Subject>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut blocks: Vec<Block> = read(host.connection(), self, Which::All)?;
        blocks.reverse();
        let mut after = String::new();
        loop {
            let to = self.end_of_batch(host.connection(), &after)?;
            let range = KeyRange {
                after: Some(&after),
                to: to.as_deref(),
            };
            let mut subjects = self.subjects(host.connection(), Which::In(range))?;
            while let Some(block) =
                blocks.pop_if(|block| to.as_deref().is_none_or(|to| block.block_id.as_str() <= to))
            {
                place_block(&mut subjects, block)?;
            }
            if !subjects.is_empty() {
                each(host, subjects)?;
            }
            match to {
                Some(to) => after = to,
                None => return Ok(()),
            }
        }
    }

    /// The reference of the last placement of the next batch; none when the rest fit in it.
    fn end_of_batch(
        self,
        connection: &mut dyn Connection,
        after: &str,
    ) -> Result<Option<String>, StoreError> {
        let question = format!(
            "SELECT placement_id FROM placements WHERE authority = $1 AND placement_id > $2 ORDER BY placement_id, seq LIMIT 1 OFFSET {}",
            BATCH - 1
        );
        let mut end = None;
        let parameters = [Raw::Text(self.authority), Raw::Text(after)];
        connection.query(&question, &parameters, &mut |row| {
            if let Raw::Text(id) = row.get(0)? {
                end = Some(id.to_owned());
            }
            Ok(())
        })?;
        Ok(end)
    }

    /// One placement or block contract alone.
    pub(crate) fn case(
        self,
        connection: &mut dyn Connection,
        id: &str,
    ) -> Result<Option<CaseFile>, StoreError> {
        let subjects = self.subjects(connection, Which::Of(id))?;
        Ok(subjects.into_iter().find_map(|subject| subject.case))
    }

    /// One placement with what was posted for it.
    pub(crate) fn subject(
        self,
        connection: &mut dyn Connection,
        id: &str,
    ) -> Result<Option<Subject>, StoreError> {
        let subjects = self.subjects(connection, Which::Of(id))?;
        Ok(subjects.into_iter().find(|subject| subject.case.is_some()))
    }

    fn subjects(
        self,
        connection: &mut dyn Connection,
        which: Which<'_>,
    ) -> Result<Vec<Subject>, StoreError> {
        let placements: Vec<Placement> = read(connection, self, which)?;
        let mut subjects: Vec<Subject> = placements
            .into_iter()
            .map(|placement| Subject {
                id: placement.placement_id.clone(),
                case: Some(CaseFile::new(placement)),
                block: None,
                posted: Vec::new(),
            })
            .collect();
        macro_rules! deal {
            ($($list:ident),+) => {$({
                let facts = read(connection, self, which)?;
                let mut facts = facts.into_iter().peekable();
                for case in subjects.iter_mut().filter_map(|subject| subject.case.as_mut()) {
                    let id = case.placement.placement_id.clone();
                    case.$list = take(&mut facts, |fact| fact.placement_id.cmp(&id));
                }
            })+};
        }
        deal!(
            category_changes,
            assessments,
            absences,
            one_to_one,
            contributions,
            one_offs,
            notices
        );
        if self.postings {
            deal_postings(&mut subjects, read(connection, self, which)?);
        }
        Ok(subjects)
    }
}

fn read<'w, F: Fact>(
    connection: &mut dyn Connection,
    reading: Reading<'w>,
    which: Which<'w>,
) -> Result<Vec<F>, StoreError> {
    let mut facts = Vec::new();
    scan(
        connection,
        reading.authority,
        reading.known_seq,
        which,
        |fact, _| {
            facts.push(fact);
            Ok(())
        },
    )?;
    Ok(facts)
}

/// Takes the facts of one placement from the front of a list in order, passing over any of
/// placements before it.
fn take<F>(
    facts: &mut Peekable<std::vec::IntoIter<F>>,
    compare: impl Fn(&F) -> std::cmp::Ordering,
) -> Vec<F> {
    while facts.next_if(|fact| compare(fact).is_lt()).is_some() {}
    std::iter::from_fn(|| facts.next_if(|fact| compare(fact).is_eq())).collect()
}

/// Gives each subject its postings; one that is posted for but withdrawn becomes a subject again.
fn deal_postings(subjects: &mut Vec<Subject>, postings: Vec<Posting>) {
    let mut unknown: Vec<Subject> = Vec::new();
    for posting in postings {
        let id = &posting.placement_id;
        if let Ok(index) = subjects.binary_search_by(|subject| subject.id.cmp(id)) {
            subjects[index].posted.push(posting);
        } else if let Some(last) = unknown.last_mut().filter(|last| last.id == *id) {
            last.posted.push(posting);
        } else {
            let id = id.clone();
            unknown.push(Subject {
                id,
                case: None,
                block: None,
                posted: vec![posting],
            });
        }
    }
    if !unknown.is_empty() {
        subjects.append(&mut unknown);
        subjects.sort_by(|a, b| a.id.cmp(&b.id));
    }
}

/// Puts a block contract in its place by its reference.
fn place_block(subjects: &mut Vec<Subject>, block: Block) -> Result<(), StoreError> {
    let id: PlacementId = block
        .block_id
        .as_str()
        .parse()
        .map_err(|why| StoreError::Corrupt {
            table: "blocks",
            why,
        })?;
    match subjects.binary_search_by(|subject| subject.id.cmp(&id)) {
        Ok(index) => subjects[index].block = Some(block),
        Err(index) => {
            subjects.insert(
                index,
                Subject {
                    id,
                    case: None,
                    block: Some(block),
                    posted: Vec::new(),
                },
            );
        }
    }
    Ok(())
}
