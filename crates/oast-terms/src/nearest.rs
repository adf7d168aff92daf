//! What somebody probably meant by a name that is not known.

/// How many names are suggested at most.
const NAMES_MAX: usize = 3;
/// Names longer than this are compared by their beginning, so that the work has a limit.
const CHARS_MAX: usize = 120;

/// The names closest to a mistyped one, the closest first: those that differ in at most a third of
/// their letters.
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut close: Vec<(usize, &str)> = known
        .into_iter()
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(edits, candidate)| *edits <= candidate.len().max(3) / 3)
        .collect();
    close.sort_unstable();
    close.dedup();
    close.truncate(NAMES_MAX);
    close.into_iter().map(|(_, candidate)| candidate).collect()
}

/// `; did you mean 'x'?`, or nothing when nothing is near.
pub(crate) fn did_you_mean<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(name, known)
        .first()
        .map_or_else(String::new, |found| format!("; did you mean '{found}'?"))
}

/// How many letters have to be added, removed or replaced to make one name of the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().take(CHARS_MAX).collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, letter) in one.chars().take(CHARS_MAX).enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for (column, candidate) in other.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != *candidate);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_keyboard_finds_its_name() {
        let known = ["holiday_days", "hospital_full_days", "after_death_days"];
        assert_eq!(nearest("holliday_days", known), ["holiday_days"]);
        assert_eq!(
            did_you_mean("hopital_full_day", known),
            "; did you mean 'hospital_full_days'?"
        );
        assert_eq!(did_you_mean("bands", known), "");
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
