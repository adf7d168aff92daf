//! The words of comments, messages, terms and documents.

use crate::mask::is_word;
use crate::{Fault, Source};

/// A word that we do not write, and what we write instead.
const WORDS: &[(&str, &str)] = &[
    ("analyze", "analyse"),
    ("authorize", "authorise"),
    ("authorized", "authorised"),
    ("behavior", "behaviour"),
    ("blazing", "the figure that was measured"),
    ("canceled", "cancelled"),
    ("center", "centre"),
    ("color", "colour"),
    ("colors", "colours"),
    ("favor", "favour"),
    ("favorite", "favourite"),
    ("fulfill", "fulfil"),
    ("gray", "grey"),
    ("honor", "honour"),
    ("labor", "labour"),
    ("labeled", "labelled"),
    ("leverage", "use"),
    ("license", "licence, the noun"),
    ("licenses", "licences, the noun"),
    ("modeled", "modelled"),
    ("neighbor", "neighbour"),
    ("organize", "organise"),
    ("recognize", "recognise"),
    ("seamless", "what it does"),
    ("seamlessly", "how it does it"),
    ("summarize", "summarise"),
    ("utilize", "use"),
];

/// Marks of work that is not finished.
const MARKS: &[&str] = &[
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
];

/// Beginnings of paths on one machine.
const PLACES: &[&str] = &[
    concat!("/ho", "me/"),
    concat!("/ro", "ot/"),
    concat!("/wo", "rk/"),
    concat!("/Us", "ers/"),
];

/// Where packages are kept is no business of the project's.
const HOSTS: &[&str] = &[
    concat!("crates", ".io"),
    concat!("pypi", ".org"),
    concat!("npmjs", ".org"),
    concat!("deb", ".debian.org"),
];

pub(crate) fn check(tree: &[Source], faults: &mut Vec<Fault>) {
    for source in tree.iter().filter(|source| !source.is_bad_on_purpose()) {
        // The list of words is the one place that has them.
        if source.path != "crates/oast-tidy/src/prose.rs" {
            for (number, line) in (1..).zip(worded(source).lines()) {
                spelling(source, number, line, faults);
            }
        }
        for (number, line) in (1..).zip(source.text.lines()) {
            leftovers(source, number, line, faults);
        }
        let is_terms = source.path.starts_with("terms/") && source.extension() == "toml";
        if is_terms && !source.text.contains("cite = \"") {
            faults.push(source.fault(1, "cite", "a terms file that cites nothing"));
        }
    }
}

/// A document with its code blank, line by line.
pub(crate) fn without_code(document: &str) -> String {
    let mut fenced = false;
    let mut prose = String::new();
    for line in document.lines() {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        if !fence && !fenced {
            // Every second part between back-quotes is code.
            let parts = line.split('`').enumerate();
            prose.extend(parts.map(|(index, part)| if index % 2 == 0 { part } else { "``" }));
        }
        prose.push('\n');
    }
    prose
}

/// What people read of a file, line by line.
fn worded(source: &Source) -> String {
    match source.extension() {
        "rs" => source.words(),
        "md" => without_code(&source.text),
        "toml" if source.path.starts_with("terms/") => source.text.clone(),
        "toml" | "py" => {
            let comment = |line: &str| {
                line.split_once('#')
                    .map_or("", |(_, words)| words)
                    .to_owned()
            };
            let lines: Vec<String> = source.text.lines().map(comment).collect();
            lines.join("\n")
        }
        _ => String::new(),
    }
}

fn spelling(source: &Source, number: usize, line: &str, faults: &mut Vec<Fault>) {
    for word in line.to_lowercase().split(|c| !is_word(c)) {
        if let Some((_, better)) = WORDS.iter().find(|(banned, _)| *banned == word) {
            let says = format!("'{word}': write {better}");
            faults.push(source.fault(number, "words", says));
        }
    }
}

fn leftovers(source: &Source, number: usize, line: &str, faults: &mut Vec<Fault>) {
    for mark in MARKS {
        if line.split(|c| !is_word(c)).any(|word| word == *mark) {
            let says = format!("'{mark}': finish it, or say what is so today");
            faults.push(source.fault(number, "unfinished", says));
        }
    }
    for place in PLACES.iter().filter(|place| line.contains(**place)) {
        let says = format!("'{place}…' is a place on one machine");
        faults.push(source.fault(number, "places", says));
    }
    for host in HOSTS.iter().filter(|host| line.contains(**host)) {
        let says = format!("'{host}': name no place where packages are kept");
        faults.push(source.fault(number, "places", says));
    }
}
