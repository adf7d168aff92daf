//! What a document is in its forms: accessible, the same each time, and of the same words.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::io::Write as _;
use std::process::{Command, Stdio};

use oast_documents::{Column, Document, Figure, Part, Table};
use oast_units::Date;
use proptest::prelude::*;

/// Letters that typefaces have, with accents that stand by themselves: Latin, Greek, Cyrillic,
/// Hebrew, Arabic, signs of money and arrows.
const LETTERED: &str =
    "[a-zÀ-ɏ\u{300}-\u{36f}Ͱ-ӿ\u{590}-\u{5f4}\u{600}-\u{6ff}₠-\u{20f0}←-⇿]{0,12}";

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn document() -> Document {
    let column = |heading: &str, is_number| Column {
        heading: heading.to_owned(),
        is_number,
    };
    Document {
        title: "What care homes may cost".to_owned(),
        author: "Kent County Council".to_owned(),
        on: Date::of(2026, 11, 22),
        parts: vec![
            Part::Section("The figures".to_owned()),
            Part::Paragraph("A paragraph with £1,080 & <b>no markup</b> of #any[kind].".to_owned()),
            Part::Points(texts(&["The first point", "The second point"])),
            Part::Pairs(vec![("Facts".to_owned(), "audit entry 42".to_owned())]),
            Part::Subsection("Year by year".to_owned()),
            Part::Table(Table {
                id: "years".to_owned(),
                caption: "All care".to_owned(),
                columns: vec![column("Financial year", false), column("Mean, £", true)],
                rows: vec![
                    texts(&["2026/27", "£220,100,000"]),
                    texts(&["2027/28", "£231,400,000"]),
                ],
                totals: texts(&["Together", "£451,500,000"]),
                empty: String::new(),
            }),
            Part::Figure(Figure {
                title: "Care may cost more".to_owned(),
                alternative: "A line that rises".to_owned(),
                svg: "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 40\"><path class=\"line\" d=\"M0 40L100 0\"/><text x=\"4\" y=\"20\">Mean</text></svg>".to_owned(),
                narrow: String::new(),
            }),
            Part::Verbatim("[framework]\nopen = false".to_owned()),
        ],
        drawing_style: ".line { stroke: #0b5563; fill: none; }",
    }
}

/// What a program of poppler says of a PDF; none where it is not installed.
fn poppler(program: &str, arguments: &[&str], pdf: &[u8]) -> Option<String> {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    child.stdin.take().unwrap().write_all(pdf).unwrap();
    let said = child.wait_with_output().unwrap();
    Some(String::from_utf8_lossy(&said.stdout).into_owned())
}

fn holds(pdf: &[u8], words: &str) -> bool {
    pdf.windows(words.len())
        .any(|window| window == words.as_bytes())
}

#[test]
fn a_pdf_is_tagged_and_says_its_title_and_language() {
    let pdf = document().pdf().unwrap();
    assert!(holds(&pdf, "/MarkInfo"), "it is not marked");
    assert!(holds(&pdf, "/StructTreeRoot"), "it has no structure");
    assert!(holds(&pdf, "/Lang(en-GB)") || holds(&pdf, "/Lang (en-GB)"));
    assert!(holds(&pdf, "<pdfuaid:part>1</pdfuaid:part>"));
    if let Some(said) = poppler("pdfinfo", &["-"], &pdf) {
        for line in [
            "Title:           What care homes may cost",
            "Author:          Kent County Council",
            "Tagged:          yes",
        ] {
            assert!(said.contains(line), "{line} is missing of\n{said}");
        }
    }
}

#[test]
fn a_pdf_has_headings_and_heads_of_columns_and_words_in_place_of_drawings() {
    let pdf = document().pdf().unwrap();
    let Some(said) = poppler("pdfinfo", &["-struct-text", "-"], &pdf) else {
        return;
    };
    for tag in ["H1", "H2", "Table", "TH", "TD", "Figure", "LI"] {
        let begins = |line: &str| line.trim().split([' ', ':']).next() == Some(tag);
        assert!(said.lines().any(begins), "no {tag} in\n{said}");
    }
    let attributes = poppler("pdfinfo", &["-struct", "-"], &pdf).unwrap();
    assert!(attributes.contains("/Scope /Column"), "{attributes}");
    assert!(attributes.contains("/Scope /Row"), "{attributes}");
}

#[test]
fn the_forms_say_the_same() {
    let document = document();
    let html = document.file();
    let Some(pdf) = poppler(
        "pdftotext",
        &["-layout", "-", "-"],
        &document.pdf().unwrap(),
    ) else {
        return;
    };
    for words in [
        "What care homes may cost",
        "The figures",
        "£231,400,000",
        "£451,500,000",
        "audit entry 42",
        "Care may cost more",
        "open = false",
    ] {
        assert!(pdf.contains(words), "the PDF lacks {words}:\n{pdf}");
        assert!(html.contains(words), "the page lacks {words}:\n{html}");
    }
    assert!(pdf.contains("<b>no markup</b> of #any[kind]"), "{pdf}");
    assert!(html.contains("&lt;b&gt;no markup&lt;/b&gt;"), "{html}");
}

#[test]
fn the_same_document_is_the_same_bytes() {
    assert_eq!(document().pdf().unwrap(), document().pdf().unwrap());
    let later = Document {
        on: Date::of(2026, 11, 23),
        ..document()
    };
    assert_ne!(document().pdf().unwrap(), later.pdf().unwrap());
}

#[test]
fn what_is_no_drawing_is_refused_in_a_sentence() {
    let drawing = Figure {
        title: "A chart".to_owned(),
        alternative: "A chart".to_owned(),
        svg: "no drawing".to_owned(),
        narrow: String::new(),
    };
    let document = Document {
        parts: vec![Part::Figure(drawing)],
        ..document()
    };
    let error = document.pdf().unwrap_err().to_string();
    insta::assert_snapshot!(error);
}

#[test]
fn a_heading_that_says_nothing_is_left_out_of_every_form() {
    for text in ["", " \t", "\u{200b}\u{ad}", "\u{7}"] {
        let document = Document {
            parts: vec![
                Part::Section(text.to_owned()),
                Part::Subsection(text.to_owned()),
            ],
            ..document()
        };
        assert!(document.pdf().is_ok(), "{:?}", document.pdf());
        let page = document.html(&|_| String::new());
        assert!(!page.contains("<h2") && !page.contains("<h3"), "{page}");
    }
}

#[test]
fn a_page_by_itself_stays_as_it_is() {
    insta::assert_snapshot!(document().html(&|_| String::new()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn whatever_is_typed_can_be_written(text in prop_oneof![any::<String>(), LETTERED]) {
        let part = |of: fn(String) -> Part| of(text.clone());
        let document = Document {
            title: format!("T{text}"),
            parts: vec![
                part(Part::Section),
                part(Part::Subsection),
                part(Part::Paragraph),
                part(Part::Verbatim),
                Part::Pairs(vec![(text.clone(), text.clone())]),
            ],
            ..document()
        };
        prop_assert!(document.pdf().is_ok(), "{:?}", document.pdf());
    }
}
