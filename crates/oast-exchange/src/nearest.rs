/// Most changes of a letter at which one name may be meant for another.
const CHANGES_MAX: usize = 4;

/// The known name most like the one given, when any is like it at all.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_ascii_lowercase();
    known
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(name.len()) <= CHANGES_MAX)
        .map(|candidate| (changes(&name, candidate), candidate))
        .filter(|(changes, candidate)| *changes <= CHANGES_MAX.min(candidate.len() / 3))
        .min()
        .map(|(_, candidate)| candidate)
}

/// How many letters must be put in, taken out or changed to make one name the other (the
/// Levenshtein distance).
fn changes(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, from_byte) in from.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to_byte) in to.bytes().enumerate() {
            let changed = diagonal + usize::from(from_byte != to_byte);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_name_and_nonsense_finds_none() {
        let known = ["placements", "people", "prices", "from"];
        assert_eq!(nearest("Placement", known), Some("placements"));
        assert_eq!(nearest("poeple", known), Some("people"));
        assert_eq!(nearest("price", known), Some("prices"));
        assert_eq!(nearest("zebra_crossings", known), None);
        assert_eq!(nearest("to", known), None);
    }
}
