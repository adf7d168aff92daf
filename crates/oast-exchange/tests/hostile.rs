//! What somebody who means harm, or a broken program, might send: each is refused with its
//! sentence, or taken as the harmless text that it is. It is made here; no such file is kept.

#![expect(clippy::unwrap_used, reason = "a test ends at the first surprise")]

mod making;

use making::*;
use oast_exchange::upload::{ENTRIES_MAX, FILES_MAX};
use zip::CompressionMethod;

/// The most memory that this process ever had, in bytes, where the system says.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kilobytes << 10)
}

/// Memory that a refusal may take beside what was sent, in bytes.
const MEMORY_MAX: u64 = 128 << 20;

#[test]
fn what_is_good_is_taken_however_it_is_packed() {
    let packed = zip(&[("pack/providers.csv", PROVIDERS.as_bytes())]);
    for files in [
        sent("providers.csv", PROVIDERS),
        sent("C:\\pack\\providers.csv", format!("\u{FEFF}{PROVIDERS}")),
        sent("pack.zip", packed),
        sent("pack.XLSX", workbook(&row("Kestrel Care Ltd"), &[])),
    ] {
        assert_eq!(name_read(vec![files]), "Kestrel Care Ltd");
    }
}

#[test]
fn archives_that_mean_harm_are_refused() {
    let csv = PROVIDERS.as_bytes();
    let twice = zip(&[("homes_.csv", csv), ("homes2.csv", csv)]);
    let good = zip(&[("providers.csv", csv)]);
    let many: Vec<String> = (0..100_000).map(|number| format!("{number}.csv")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        (
            "a path up",
            zip(&[("../providers.csv", csv)]),
            "../providers.csv in it leads out of the archive; pack the files without their folders",
        ),
        (
            "a path up of another system",
            zip(&[("..\\providers.csv", csv)]),
            "..\\providers.csv in it leads out of the archive; pack the files without their folders",
        ),
        (
            "a path from the root",
            zip(&[("/etc/providers.csv", csv)]),
            "/etc/providers.csv in it leads out of the archive; pack the files without their folders",
        ),
        (
            "a drive",
            zip(&[("C:/providers.csv", csv)]),
            "C:/providers.csv in it leads out of the archive; pack the files without their folders",
        ),
        (
            "a link",
            link(),
            "providers.csv in it is a link, not a file; pack the file itself",
        ),
        (
            "one name twice",
            patched(twice, b"homes2", b"homes_"),
            "two entries of it have the same name; keep one",
        ),
        (
            "a password",
            encrypted(good.clone()),
            "providers.csv in it is encrypted; pack it without a password",
        ),
        (
            "many entries",
            zip_as(&many, CompressionMethod::Stored),
            "it has more than 256 entries, which is the most that is taken",
        ),
        (
            "an archive within",
            zip(&[("inner.zip", &good)]),
            "it holds inner.zip, an archive or workbook of its own; put CSV files alone into a ZIP",
        ),
        (
            "a half of one",
            good[..good.len() / 2].to_vec(),
            "it is cut short or damaged: a ZIP ends in a list of what is in it",
        ),
        ("a program", zip(&[("run.exe", b"MZ")]), ""),
    ];
    for (what, bytes, says) in cases {
        let files = vec![sent("pack.zip", bytes)];
        let expected = match says {
            "" => "pack.zip, run.exe: it is neither CSV, XLSX nor ZIP; those are what is taken"
                .to_owned(),
            says => format!("pack.zip: {says}"),
        };
        assert_eq!(said(files), expected, "{what}");
    }
    const { assert!(ENTRIES_MAX < 100_000) };
}

/// An archive with a symbolic link.
fn link() -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    writer
        .add_symlink("providers.csv", "/etc/passwd", options)
        .unwrap();
    writer.finish().unwrap().into_inner()
}

#[test]
fn bombs_are_refused_before_they_fill_the_memory() {
    let before = peak();
    let zeros = vec![0; 128 << 20];
    let bomb = zip(&[("providers.csv", &zeros)]);
    let nested = zip(&[("inner.zip", &bomb)]);
    // Rows that pack well, but not as well as zeros: over the limit only together.
    let rows: Vec<u8> = (0..400_000_u32)
        .flat_map(|row| {
            let odd = row.wrapping_mul(2_654_435_761) >> 24;
            format!("PR01,A provider of care with a long name,{odd}\n").into_bytes()
        })
        .collect();
    let parts: Vec<String> = (0..4).map(|number| format!("p{number}.csv")).collect();
    let entries: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|name| (name.as_str(), &rows[..]))
        .collect();
    drop(zeros);
    let texts = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(30_000));
    let cells = "<c t=\"s\"><v>0</v></c>".repeat(200);
    let rows: Vec<String> = (3..40)
        .map(|row| format!("<row r=\"{row}\">{cells}</row>"))
        .collect();
    let many = rows.concat();
    let sheet = format!("<worksheet><sheetData>{many}</sheetData></worksheet>");
    let shared = workbook_of(SHEETS, &sheet, &[("xl/sharedStrings.xml", &texts)]);
    let made = peak();
    for (name, bytes, says) in [
        (
            "pack.zip",
            bomb.clone(),
            "pack.zip: providers.csv in it unpacks to more than 200 times its size, as no data pack does",
        ),
        (
            "pack.zip",
            nested,
            "pack.zip: it holds inner.zip, an archive or workbook of its own; put CSV files alone into a ZIP",
        ),
        (
            "pack.xlsx",
            bomb,
            "pack.xlsx: it is not a workbook; save it again as XLSX",
        ),
        ("pack.zip", zip(&entries), ""),
        (
            "pack.xlsx",
            shared,
            "pack.xlsx: it comes to more than 48 MiB, which is the most that is taken at a time",
        ),
    ] {
        let found = said(vec![sent(name, bytes)]);
        let together =
            "pack.zip: it unpacks to more than 48 MiB, which is the most that is taken at a time";
        assert_eq!(found, if says.is_empty() { together } else { says });
    }
    if let (Some(_), Some(made), Some(after)) = (before, made, peak()) {
        let took = after.saturating_sub(made);
        assert!(took < MEMORY_MAX, "the refusals took {took} bytes");
    }
}

#[test]
fn csv_that_means_harm_or_is_broken_is_refused() {
    let head = "provider_id,name,cqc_provider_id\n";
    let utf16: Vec<u8> = format!("\u{FEFF}{PROVIDERS}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let columns = format!("provider_id{}\n", ",x".repeat(500_000));
    let more_columns = format!("provider_id{}\n", ",".repeat(1_000_000));
    let line = format!("{head}PR01,{},1-1\n", "x".repeat(8 << 20));
    let field = format!("{head}PR01,{},1-101000001\n", "x".repeat(40_000));
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        (
            "a million columns",
            more_columns.into(),
            "line 1: it has 1000001 fields, and at most 256 are read; look for what parts the columns",
        ),
        (
            "half a million columns of a name",
            columns.into(),
            "line 1: it has 500001 fields, and at most 256 are read; look for what parts the columns",
        ),
        (
            "a line of megabytes",
            line.into(),
            "line 2: the row is longer than 1048576 bytes; look for a quotation mark that is never closed",
        ),
        (
            "a field too long",
            field.into(),
            "line 2: field 2 is longer than 32768 bytes; look for a quotation mark in the wrong place",
        ),
        (
            "UTF-16",
            utf16,
            "line 1: the file is UTF-16; save it again as CSV UTF-8",
        ),
        (
            "Latin-1",
            b"provider_id,name,cqc_provider_id\nPR01,Caf\xE9,1-101000001\n".to_vec(),
            "line 2: it is not UTF-8: byte 0xE9 stands at place 9; save the file again as CSV UTF-8",
        ),
        (
            "NUL",
            b"provider_id,name,cqc_provider_id\nPR01,A\0B,1-101000001\n".to_vec(),
            "line 2: it holds a NUL byte, which text never does; save the file again as CSV UTF-8",
        ),
        (
            "an open quotation",
            format!("{head}PR01,\"Ash,1-1\n").into(),
            "line 2: the quotation mark that opens field 2 is never closed",
        ),
        (
            "carriage returns alone",
            PROVIDERS.replace('\n', "\r").into(),
            "line 1: its lines end in a carriage return alone; end them in LF or CRLF: the first line must name the columns provider_id, name, cqc_provider_id, companies_house_number, email, phone",
        ),
    ];
    for (what, bytes, says) in cases {
        let found = said(vec![sent("providers.csv", bytes)]);
        assert_eq!(found, format!("providers.csv {says}"), "{what}");
    }
}

#[test]
fn numbers_and_days_that_are_none_and_characters_that_are_not_seen_are_refused() {
    let prices = |amount: &str, day: &str| {
        let head = "scheme,generation,home_id,category,weekly_price,base_date";
        let row = format!("oprn-framework-2026,1,H01,residential,{amount},{day}");
        said(vec![sent("prices.csv", format!("{head}\n{row}\n"))])
    };
    let pounds = "is not an amount; write pounds with two decimals, such as 1080.00";
    for amount in [
        "1e999",
        "NaN",
        "inf",
        "-0x1",
        "=1+1",
        "99999999999999999999.00",
    ] {
        let found = prices(amount, "2026-04-01");
        assert!(
            found.starts_with("prices.csv line 2, weekly_price: "),
            "{found}"
        );
    }
    assert_eq!(
        prices("1e999", "2026-04-01"),
        format!("prices.csv line 2, weekly_price: '1e999' {pounds}")
    );
    assert_eq!(
        prices("720.00", "2026-02-30"),
        "prices.csv line 2, base_date: there is no 30 February 2026"
    );
    for (name, code) in [
        ("Ash\u{202E}esuoH", "202E"),
        ("A\u{200B}sh", "200B"),
        ("\u{2066}Ash", "2066"),
    ] {
        let found = said(vec![sent("providers.csv", providers(name))]);
        let why = "which is not seen and changes how the rest is read; take it out";
        assert_eq!(
            found,
            format!("providers.csv line 2, name: it holds the character U+{code}, {why}")
        );
    }
}

#[test]
fn names_are_kept_as_the_text_that_they_are() {
    for name in [
        "=cmd|' /C calc'!A0",
        "+44 1632 960001",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(1+9)*cmd|' /C calc'!A0",
        "<script>alert(1)</script>",
        "<svg onload=alert(1)>",
        "<img src=x onerror=alert(1)>",
        "Robert'); DROP TABLE providers;--",
        "{{ 7 * 7 }}",
    ] {
        let csv = providers(&format!("\"{name}\""));
        assert_eq!(name_read(vec![sent("providers.csv", csv)]), name);
        let escaped = name.replace('&', "&amp;").replace('<', "&lt;");
        let book = workbook(&row(&escaped), &[]);
        assert_eq!(name_read(vec![sent("pack.xlsx", book)]), name);
    }
}

#[test]
fn files_that_are_not_what_they_are_called_are_refused() {
    let packed = zip(&[("providers.csv", PROVIDERS.as_bytes())]);
    let none = "none of what was sent is a file of a data pack, such as placements.csv";
    for (files, says) in [
        (vec![], "no file was sent; choose the files of a data pack".to_owned()),
        (vec![sent("providers.csv", packed.clone())], "providers.csv: it is named as CSV and is an archive or a workbook; save it as CSV UTF-8".to_owned()),
        (vec![sent("pack.zip", PROVIDERS)], "pack.zip: it is named as a ZIP and is none; pack the files again".to_owned()),
        (vec![sent("pack.xlsx", PROVIDERS)], "pack.xlsx: it is named as a workbook and is none; save it again as XLSX".to_owned()),
        (vec![sent("pack.xlsm", packed)], "pack.xlsm: workbooks of this kind are not taken; save it as XLSX, or as CSV UTF-8".to_owned()),
        (vec![sent("pack.exe", "MZ")], "pack.exe: it is neither CSV, XLSX nor ZIP; those are what is taken".to_owned()),
        (vec![sent("..", PROVIDERS)], "..: it has no name; name it as the data pack does, such as placements.csv".to_owned()),
        (vec![sent("providers.csv", PROVIDERS), sent("x/Providers.csv", PROVIDERS)], "Providers.csv: it was sent twice; send it once".to_owned()),
        (vec![sent("a\"b\r\nc.csv", PROVIDERS)], "a\"b??c.csv: its name is longer than 80 characters or has characters that are not shown; name it as the data pack does, such as placements.csv".to_owned()),
        (vec![sent("provider.csv", PROVIDERS)], format!("{none}\nprovider.csv: it is not a file of a data pack; providers.csv may be meant")),
        (vec![sent("providers.csv", "")], "providers.csv: it is empty; its first line must name the columns: provider_id, name, cqc_provider_id, companies_house_number, email, phone".to_owned()),
        (vec![sent("providers.csv", vec![b'x'; 13 << 20])], "providers.csv: the file is larger than 12 MiB".to_owned()),
        (vec![sent("a.csv", vec![b'x'; 9 << 20]), sent("b.csv", vec![b'x'; 9 << 20])], "what was sent is larger than 16 MiB; send fewer files at a time, or a ZIP of them".to_owned()),
    ] {
        assert_eq!(said(files), says);
    }
    let many = (0..=FILES_MAX)
        .map(|number| sent(&format!("{number}.csv"), "x"))
        .collect();
    assert_eq!(
        said(many),
        "65 files were sent, and at most 64 are taken at a time"
    );
}
