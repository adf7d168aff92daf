use std::fmt::Write as _;

use oast_rules::facts::Assessment;
use oast_rules::placement::CaseFile;

use crate::GenerateError;
use crate::lives::Spell;
use crate::sampling::Chance;

/// Bytes of a SHA-256, eight at a time.
const DIGEST_WORDS: usize = 4;

/// Adds the assessments of a complex stay. Their reference is of the year of the first; the hash is
/// made up, as there is no file.
pub(super) fn add(
    case: &mut CaseFile,
    spell: &Spell,
    chance: &mut Chance,
) -> Result<(), GenerateError> {
    let Some((first, _)) = spell.assessed.first() else {
        return Ok(());
    };
    let (year, _, _) = first.ymd();
    let reference = format!("CC-{year}-{:06}", spell.assessment_number);
    for (index, (valid_from, weekly)) in spell.assessed.iter().enumerate() {
        let mut digest = String::with_capacity(16 * DIGEST_WORDS);
        for _ in 0..DIGEST_WORDS {
            // Writing to a string cannot fail.
            let _ = write!(digest, "{:016x}", chance.bits());
        }
        case.assessments.push(Assessment {
            placement_id: case.placement.placement_id.clone(),
            reference: reference.parse()?,
            version: (index + 1).to_string().parse()?,
            weekly: *weekly,
            valid_from: *valid_from,
            file_sha256: Some(digest.parse()?),
        });
    }
    Ok(())
}
