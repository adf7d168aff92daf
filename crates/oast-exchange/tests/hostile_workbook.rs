//! Workbooks that somebody who means harm, or a broken program, might send.

#![allow(clippy::unwrap_used, reason = "a test ends at the first surprise")]

mod making;

use making::*;
use oast_exchange::upload::{Files, unpack};

#[test]
fn workbooks_that_mean_harm_are_refused() {
    let laughs = "<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;\">]><worksheet><sheetData><row r=\"1\"><c><v>&lol2;</v></c></row></sheetData></worksheet>";
    let outside =
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><sst><si><t>&e;</t></si></sst>";
    let unknown = sheet("<c><v>&lol9;</v></c>");
    let deep = format!("<worksheet>{}", "<a>".repeat(100));
    let wide = sheet("<c r=\"XFD2\"><v>1</v></c>");
    let of = |sheet: &str| workbook_of(SHEETS, sheet, &[]);
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        (
            "a billion laughs",
            of(laughs),
            "a part of it declares a document type, as no workbook does",
        ),
        (
            "an entity from outside",
            workbook(&row("Ash"), &[("xl/sharedStrings.xml", outside)]),
            "a part of it declares a document type, as no workbook does",
        ),
        (
            "an entity of its own",
            of(&unknown),
            "a part of it has entities of its own, as no workbook has",
        ),
        (
            "nesting",
            of(&deep),
            "a part of it is nested deeper than any workbook is",
        ),
        (
            "sixteen thousand columns",
            of(&wide),
            "a sheet of it has more than 256 columns, which no file of a data pack has",
        ),
    ];
    for (what, bytes, says) in cases {
        assert_eq!(
            said(vec![sent("pack.xlsx", bytes)]),
            format!("pack.xlsx: {says}"),
            "{what}"
        );
    }
}

#[test]
fn workbooks_that_act_hide_or_are_broken_are_refused() {
    let hidden = SHEETS.replace("sheetId", "state=\"veryHidden\" sheetId");
    let from_1904 = SHEETS.replace("<sheets>", "<workbookPr date1904=\"1\"/><sheets>");
    let whole = workbook(&row("Ash"), &[]);
    let cut = sheet(&row("Ash")).replace("</sheetData></worksheet>", "");
    let of = |sheet: &str| workbook_of(SHEETS, sheet, &[]);
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        (
            "links",
            workbook(
                &row("Ash"),
                &[("xl/externalLinks/externalLink1.xml", "<x/>")],
            ),
            "it takes values from other workbooks; replace the links by their values",
        ),
        (
            "macros",
            workbook(&row("Ash"), &[("xl/vbaProject.bin", "x")]),
            "it holds macros; save it as XLSX without them",
        ),
        (
            "a hidden sheet",
            workbook_of(&hidden, &sheet(&row("Ash")), &[]),
            "its sheet providers is hidden; show it, or take it out",
        ),
        (
            "days from 1904",
            workbook_of(&from_1904, &sheet(&row("Ash")), &[]),
            "it counts its days from 1904; change that in its settings, or save it as CSV UTF-8",
        ),
        (
            "a half of one",
            whole[..whole.len() / 2].to_vec(),
            "it is cut short or damaged: a ZIP ends in a list of what is in it",
        ),
        (
            "a sheet cut short",
            of(&cut),
            "a part of it is cut short; save it again as XLSX",
        ),
        (
            "no workbook",
            zip(&[("providers.csv", b"x")]),
            "it is not a workbook; save it again as XLSX",
        ),
    ];
    for (what, bytes, says) in cases {
        assert_eq!(
            said(vec![sent("pack.xlsx", bytes)]),
            format!("pack.xlsx: {says}"),
            "{what}"
        );
    }
}

#[test]
fn cells_that_are_no_plain_values_are_refused_with_their_place() {
    let styles = "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"10\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>";
    for (cell, says) in [
        (
            "<c><f>HYPERLINK(\"x\")</f><v>1</v></c>",
            "the cell holds a formula; put its value in its place",
        ),
        (
            "<c t=\"b\"><v>1</v></c>",
            "the cell holds TRUE or FALSE; write yes or no",
        ),
        (
            "<c t=\"e\"><v>#REF!</v></c>",
            "the cell holds the error #REF!",
        ),
        (
            "<c><v>1e999</v></c>",
            "the cell's number 1e999 is out of range",
        ),
        (
            "<c t=\"s\"><v>99</v></c>",
            "the cell's text is missing; save it again as XLSX",
        ),
        (
            "<c s=\"1\"><v>0.028</v></c>",
            "the cell shows a percentage, which is kept as a hundredth; write it as text, such as 2.8",
        ),
        (
            "<c s=\"2\"><v>46120.5</v></c>",
            "the cell is no whole day from 1 March 1900; write it as text, such as 2026-04-03",
        ),
    ] {
        let book = workbook(
            &[text("PR01"), cell.to_owned()].concat(),
            &[("xl/styles.xml", styles)],
        );
        let found = said(vec![sent("pack.xlsx", book)]);
        assert_eq!(
            found,
            format!("pack.xlsx, sheet providers line 2, name: {says}")
        );
    }
}

#[test]
fn a_fault_of_a_sheet_is_placed_in_its_row_and_what_is_kept_comes_back() {
    let cells = [
        row("Two\nlines"),
        "</row><row r=\"9\">".to_owned(),
        text("PR02"),
        text(""),
    ]
    .concat();
    let files = unpack(vec![sent("pack.xlsx", workbook(&cells, &[]))]).unwrap();
    let kept = Files::from_text(&files.to_text().unwrap()).unwrap();
    assert_eq!(kept, files);
    let faults = kept.read(&mut |_, _| {}).unwrap_err();
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(
        told[0].starts_with("providers.csv line 9, name: "),
        "{told:?}"
    );
    for text in ["x", "a.csv\n\n9\nshort", "a.csv\nx\n0\n", "a.csv\n\n-1\n"] {
        assert_eq!(Files::from_text(text), None);
    }
}
