//! Makes what somebody who means harm might send.

#![allow(
    clippy::unwrap_used,
    dead_code,
    unreachable_pub,
    reason = "each test uses the part it needs"
)]

use std::io::{Cursor, Write};

use oast_exchange::upload::{Sent, unpack};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A good file of providers.
pub const PROVIDERS: &str = "provider_id,name,cqc_provider_id,companies_house_number,email,phone\nPR01,Kestrel Care Ltd,1-101000001,01000001,office@kestrel.example,01632 960001\n";

pub fn sent(name: &str, bytes: impl Into<Vec<u8>>) -> Sent {
    Sent {
        name: name.to_owned(),
        bytes: bytes.into(),
    }
}

/// A file of one provider of a name.
pub fn providers(name: &str) -> String {
    format!("provider_id,name,cqc_provider_id\nPR01,{name},1-101000001\n")
}

/// Everything that is said of what was sent, a line each; `taken` when it is read.
pub fn said(files: Vec<Sent>) -> String {
    let read = unpack(files).and_then(|files| files.read(&mut |_, _| {}));
    match read {
        Ok(_) => "taken".to_owned(),
        Err(faults) => {
            let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
            lines.join("\n")
        }
    }
}

/// The name of the provider that is read from what was sent.
pub fn name_read(files: Vec<Sent>) -> String {
    let read = unpack(files).unwrap().read(&mut |_, _| {}).unwrap();
    read.pack.providers.first().unwrap().name.to_string()
}

/// An archive of entries, packed.
pub fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    zip_as(entries, CompressionMethod::Deflated)
}

pub fn zip_as(entries: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, bytes) in entries {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The same bytes with one text in place of another that is as long.
pub fn patched(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut at = 0;
    while let Some(next) = bytes[at..]
        .windows(from.len())
        .position(|window| window == from)
    {
        bytes[at + next..at + next + from.len()].copy_from_slice(to);
        at += next + from.len();
    }
    bytes
}

/// An archive whose entries say that they are encrypted.
pub fn encrypted(mut bytes: Vec<u8>) -> Vec<u8> {
    for (head, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let at = bytes.windows(4).position(|window| window == head).unwrap();
        bytes[at + flags] |= 1;
    }
    bytes
}

pub const SHEETS: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="providers" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

/// A workbook of one sheet, with further parts.
pub fn workbook_of(workbook: &str, sheet: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let mut entries: Vec<(&str, &[u8])> = vec![
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    entries.extend(parts.iter().map(|(name, text)| (*name, text.as_bytes())));
    zip(&entries)
}

/// The same, of providers: cells behind a head of their three columns.
pub fn workbook(cells: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    workbook_of(SHEETS, &sheet(cells), parts)
}

pub fn sheet(cells: &str) -> String {
    let head = ["provider_id", "name", "cqc_provider_id"]
        .map(text)
        .concat();
    format!(
        "<worksheet><sheetData><row r=\"1\">{head}</row><row r=\"2\">{cells}</row></sheetData></worksheet>"
    )
}

/// A cell of words.
pub fn text(words: &str) -> String {
    format!("<c t=\"inlineStr\"><is><t>{words}</t></is></c>")
}

/// The row of a provider of a name.
pub fn row(name: &str) -> String {
    [text("PR01"), text(name), text("1-101000001")].concat()
}
