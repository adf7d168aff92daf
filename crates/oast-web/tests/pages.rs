//! Every sample of every page is what a page should be: whole, labelled, without styles or scripts
//! of its own, and leading somewhere.

#![expect(clippy::unwrap_used, reason = "a test ends at the first surprise")]

mod page;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use oast_web::pages::samples::KINDS;
use page::{faults, text_of};

#[test]
fn every_page_has_its_samples() {
    let mut pages = BTreeSet::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pages");
    find_pages(&folder, &mut pages);
    let named: BTreeSet<String> = KINDS.iter().map(|kind| kind.name.to_owned()).collect();
    let missing: Vec<&String> = pages.difference(&named).collect();
    assert!(
        missing.is_empty(),
        "src/pages/samples.rs does not name {missing:?}"
    );
    assert_eq!(named.len(), KINDS.len(), "two pages have the same name");
    for kind in KINDS {
        assert!(!(kind.titles)().is_empty(), "{} has no samples", kind.name);
    }
}

/// The types for which a file below a folder says `impl Page for`.
fn find_pages(folder: &Path, pages: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            find_pages(&path, pages);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let named = text
            .lines()
            .filter_map(|line| line.strip_prefix("impl Page for "));
        pages.extend(named.map(|name| name.trim_end_matches([' ', '{']).to_owned()));
    }
}

#[test]
fn every_sample_is_a_whole_page() {
    let mut told = Vec::new();
    each_sample(|name, html| {
        let faults = faults(html);
        told.extend(faults.into_iter().map(|fault| format!("{name}: {fault}")));
    });
    assert!(
        told.is_empty(),
        "{} faults:\n{}",
        told.len(),
        told.join("\n")
    );
}

#[test]
fn what_is_wrong_with_a_page_is_found() {
    let whole = "<!DOCTYPE html><title>A</title><h1 id='a'>A</h1><a href='/homes'>Homes</a>";
    assert_eq!(faults(whole), Vec::<String>::new());
    for (bad, says) in [
        ("<h1>B</h1>", "2 headings of the first level"),
        ("<h3>B</h3>", "leaves a level out"),
        ("<p id='a'></p>", "2 elements have the id 'a'"),
        ("<label for='b'>B</label>", "names 'b'"),
        ("<input name='b'>", "has no label"),
        ("<a href='/homes'> </a>", "says nothing"),
        (
            "<p style='margin: 0'>B</p>",
            "a style or a script of its own",
        ),
        ("<script>b()</script>", "a style or a script of its own"),
        ("<p onclick='b()'>B</p>", "a style or a script of its own"),
        ("<a href='/nowhere'>B</a>", "nothing answers GET /nowhere"),
        (
            "<form method='post' action='/homes'></form>",
            "nothing answers POST /homes",
        ),
        ("<a href='#b'>B</a>", "there is no 'b'"),
        ("<a href='https://example.org'>B</a>", "leads elsewhere"),
    ] {
        let faults = faults(&format!("{whole}{bad}"));
        assert!(
            matches!(&faults[..], [fault] if fault.contains(says)),
            "{bad}: {faults:?}"
        );
    }
}

#[test]
fn every_page_says_what_it_said() {
    let environment = oast_web::app::environment();
    for kind in KINDS {
        let mut text = String::new();
        let titles = (kind.titles)();
        for (index, title) in titles.iter().enumerate() {
            let html = (kind.draw)(&environment, index).unwrap().unwrap();
            text.extend(["== ", title, "\n", &text_of(&html), "\n"]);
        }
        insta::assert_snapshot!(kind.name, text);
    }
}

/// Draws every sample of every page.
fn each_sample(mut check: impl FnMut(&str, &str)) {
    let environment = oast_web::app::environment();
    for kind in KINDS {
        for index in 0..(kind.titles)().len() {
            let name = format!("{} {index}", kind.name);
            match (kind.draw)(&environment, index) {
                Some(Ok(html)) => check(&name, &html),
                Some(Err(why)) => panic!("{name}: {why:#}"),
                None => panic!("{name} is not there"),
            }
        }
    }
}

#[test]
fn every_help_that_a_page_names_is_there() {
    let mut told = BTreeSet::new();
    each_sample(|name, html| {
        for topic in page::help_named(html) {
            if !oast_web::pages::help::is_topic(&topic) {
                told.insert(format!("{name}: {topic}"));
            }
        }
    });
    assert!(told.is_empty(), "no such help: {told:?}");
}
