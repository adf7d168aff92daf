//! The committee's pack on the command line.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use support::{Oast, root};

fn county() -> Oast {
    let oast = Oast::new();
    oast.ok(&["generate", "--placements", "60", "--out", "pack"]);
    oast.ok(&["import", "pack"]);
    oast
}

#[test]
fn the_same_pack_twice_is_the_same_file() {
    let oast = county();
    let scenario = root().join("counties/kent/scenarios/no-growth.toml");
    let write = |to: &str| {
        let scenario = scenario.display().to_string();
        let pack = ["forecast", "pack", &scenario, "--draws", "20"];
        let said = oast.ok(&[&pack[..], &["--on", "2026-06-26", "--to", to]].concat());
        assert_eq!(said.trim(), format!("Wrote {to}."));
        std::fs::read(oast.path(to)).unwrap()
    };
    let pdf = write("a.pdf");
    assert!(pdf.starts_with(b"%PDF-"));
    assert!(pdf == write("b.pdf"), "two packs of the same differ");
    let page = String::from_utf8(write("a.html")).unwrap();
    for words in [
        "<html lang=\"en-GB\">",
        "26 June 2026",
        "The budget of 2026/27",
        "What the model cannot know",
        "as known at audit entry",
        "No more people",
    ] {
        assert!(page.contains(words), "{words} is missing");
    }
}

#[test]
fn a_pack_of_another_form_is_refused_before_it_is_drawn() {
    let oast = Oast::new();
    let (_, says) = oast.refused(&["forecast", "pack", "--to", "pack.docx"]);
    assert!(says.contains("'pack.docx' with .pdf or .html"), "{says}");
}
