use std::collections::BTreeMap;

use super::archive::Archive;
use super::files::CsvFile;
use super::name::shown;
use super::sheet::{Look, Shared, read};
use super::xml::{Node, walk};
use crate::pack::PackFault;

/// The list of sheets.
const WORKBOOK: &str = "xl/workbook.xml";
/// Where each of them is.
const RELATIONS: &str = "xl/_rels/workbook.xml.rels";
/// The texts that cells share.
const STRINGS: &str = "xl/sharedStrings.xml";
/// How cells look, and so what their numbers mean.
const STYLES: &str = "xl/styles.xml";

/// A sheet's name, and the file that it is, or what is wrong with it.
pub(super) type Sheet = (String, Result<CsvFile, Vec<PackFault>>);

/// Every sheet of a workbook as a CSV file of its name.
pub(super) fn sheets(archive: &mut Archive<'_>) -> Result<Vec<Sheet>, String> {
    refuse_what_acts(archive)?;
    let workbook = archive.entry(WORKBOOK)?.ok_or_else(no_workbook)?;
    let relations = archive.entry(RELATIONS)?.ok_or_else(no_workbook)?;
    let named = named(&workbook)?;
    let targets = targets(&relations)?;
    let shared = match archive.entry(STRINGS)? {
        Some(part) => strings(&part)?,
        None => Vec::new(),
    };
    let looks = match archive.entry(STYLES)? {
        Some(part) => looks(&part)?,
        None => Vec::new(),
    };
    let mut sheets = Vec::new();
    for (name, relation) in named {
        let part = match targets.get(&relation) {
            Some(target) => archive.entry(target)?,
            None => None,
        };
        let Some(part) = part else {
            return Err(format!("its sheet {} is missing", shown(&name)));
        };
        let mut room = archive.room();
        let shared = Shared {
            texts: &shared,
            looks: &looks,
        };
        let file = read(&name, &part, &shared, &mut room)?;
        archive.leave(room);
        sheets.push((name, file));
    }
    Ok(sheets)
}

fn no_workbook() -> String {
    "it is not a workbook; save it again as XLSX".into()
}

/// Refuses a workbook with macros, and one that looks into others.
fn refuse_what_acts(archive: &Archive<'_>) -> Result<(), String> {
    for name in archive.names() {
        let name = name.to_ascii_lowercase();
        if name.contains("vbaproject") || name.contains("macrosheets/") {
            return Err("it holds macros; save it as XLSX without them".into());
        }
        if name.contains("externallinks/") {
            return Err(
                "it takes values from other workbooks; replace the links by their values".into(),
            );
        }
    }
    Ok(())
}

/// The sheets in their order: the name of each and of its relation.
fn named(part: &[u8]) -> Result<Vec<(String, String)>, String> {
    let mut sheets = Vec::new();
    walk(part, &mut |node| {
        let Node::Open(element, attributes) = node else {
            return Ok(());
        };
        match element {
            "workbookPr" => match attributes.get("date1904")?.as_deref() {
                None | Some("0" | "false") => Ok(()),
                Some(_) => Err(
                    "it counts its days from 1904; change that in its settings, or save it as CSV UTF-8".into(),
                ),
            },
            "sheet" => {
                let name = attributes.get("name")?.ok_or_else(no_workbook)?;
                if attributes.get("state")?.is_some_and(|state| state != "visible") {
                    let name = shown(&name);
                    return Err(format!("its sheet {name} is hidden; show it, or take it out"));
                }
                let relation = attributes.prefixed("id")?.ok_or_else(no_workbook)?;
                sheets.push((name, relation));
                Ok(())
            }
            _ => Ok(()),
        }
    })?;
    Ok(sheets)
}

/// The part that each relation leads to.
fn targets(part: &[u8]) -> Result<BTreeMap<String, String>, String> {
    let mut targets = BTreeMap::new();
    walk(part, &mut |node| {
        if let Node::Open("Relationship", attributes) = node
            && let Some(id) = attributes.get("Id")?
            && let Some(target) = attributes.get("Target")?
            && attributes
                .get("TargetMode")?
                .is_none_or(|mode| mode != "External")
        {
            let path = match target.strip_prefix('/') {
                Some(path) => path.to_owned(),
                None => format!("xl/{target}"),
            };
            targets.insert(id, path);
        }
        Ok(())
    })?;
    Ok(targets)
}

/// The texts that cells share, without how they are read out loud.
fn strings(part: &[u8]) -> Result<Vec<String>, String> {
    let mut strings: Vec<String> = Vec::new();
    let (mut within, mut aloud) = (false, false);
    walk(part, &mut |node| {
        match node {
            Node::Open("si", _) => strings.push(String::new()),
            Node::Open("t", _) => within = true,
            Node::Close("t") => within = false,
            Node::Open("rPh", _) => aloud = true,
            Node::Close("rPh") => aloud = false,
            Node::Text(text) if within && !aloud => {
                if let Some(last) = strings.last_mut() {
                    last.push_str(text);
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(strings)
}

/// What the numbers of each kind of cell mean.
fn looks(part: &[u8]) -> Result<Vec<Look>, String> {
    let mut own: BTreeMap<String, Look> = BTreeMap::new();
    let mut looks = Vec::new();
    let mut within = false;
    walk(part, &mut |node| {
        match node {
            Node::Open("numFmt", attributes) => {
                if let Some(id) = attributes.get("numFmtId")?
                    && let Some(code) = attributes.get("formatCode")?
                {
                    own.insert(id, Look::of_format(&code));
                }
            }
            Node::Open("cellXfs", _) => within = true,
            Node::Close("cellXfs") => within = false,
            Node::Open("xf", attributes) if within => {
                let id = attributes.get("numFmtId")?.unwrap_or_default();
                let look = own.get(&id).copied();
                looks.push(look.unwrap_or_else(|| Look::of_number(&id)));
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(looks)
}
