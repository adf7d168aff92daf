use quick_xml::XmlVersion;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};

/// How deep the elements of a workbook's parts may stand in one another.
const DEPTH_MAX: usize = 32;

/// Something met in a part of a workbook.
pub(super) enum Node<'e> {
    /// An element begins.
    Open(&'e str, Attributes<'e>),
    /// Words stand in it.
    Text(&'e str),
    /// An element ends.
    Close(&'e str),
}

/// The attributes of an element.
pub(super) struct Attributes<'e>(&'e BytesStart<'e>);

impl Attributes<'_> {
    /// An attribute without a prefix.
    pub(super) fn get(&self, name: &str) -> Result<Option<String>, String> {
        self.find(|key| key == name)
    }

    /// An attribute with some prefix: `r:id` is found as `id`.
    pub(super) fn prefixed(&self, name: &str) -> Result<Option<String>, String> {
        self.find(|key| {
            let parts = key.split_once(':');
            parts.is_some_and(|(_, local)| local == name)
        })
    }

    fn find(&self, is_meant: impl Fn(&str) -> bool) -> Result<Option<String>, String> {
        for attribute in self.0.attributes() {
            let attribute = attribute.map_err(|error| not_sound(&error))?;
            if is_meant(attribute.key.into_inner()) {
                let value = attribute.normalized_value(XmlVersion::Implicit1_0);
                let value = value.map_err(|error| not_sound(&error))?;
                return Ok(Some(value.into_owned()));
            }
        }
        Ok(None)
    }
}

/// Goes through a part of a workbook, element by element.
///
/// A document type is refused: nothing that a part names is looked up, and no entity stands for
/// more than a character.
pub(super) fn walk(
    part: &[u8],
    visit: &mut dyn FnMut(Node<'_>) -> Result<(), String>,
) -> Result<(), String> {
    let text = std::str::from_utf8(part)
        .map_err(|_| "a part of it is not UTF-8; save it again as XLSX".to_owned())?;
    let mut reader = quick_xml::Reader::from_str(text.trim_start_matches('\u{FEFF}'));
    let mut depth = 0_usize;
    loop {
        match reader.read_event().map_err(|error| not_sound(&error))? {
            Event::Start(start) => {
                depth += 1;
                if depth > DEPTH_MAX {
                    return Err("a part of it is nested deeper than any workbook is".into());
                }
                visit(Node::Open(
                    start.local_name().into_inner(),
                    Attributes(&start),
                ))?;
            }
            Event::Empty(start) => {
                let name = start.local_name();
                visit(Node::Open(name.into_inner(), Attributes(&start)))?;
                visit(Node::Close(name.into_inner()))?;
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                visit(Node::Close(end.local_name().into_inner()))?;
            }
            Event::Text(text) => visit(Node::Text(&text.xml10_content()))?,
            Event::CData(text) => visit(Node::Text(&text.xml10_content()))?,
            Event::GeneralRef(name) => {
                let mut letter = [0; 4];
                let text = match name.resolve_char_ref().map_err(|error| not_sound(&error))? {
                    Some(character) => Some(&*character.encode_utf8(&mut letter)),
                    None => resolve_xml_entity(&name),
                };
                let Some(text) = text else {
                    return Err("a part of it has entities of its own, as no workbook has".into());
                };
                visit(Node::Text(text))?;
            }
            Event::DocType(_) => {
                return Err("a part of it declares a document type, as no workbook does".into());
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof if depth > 0 => {
                return Err("a part of it is cut short; save it again as XLSX".into());
            }
            Event::Eof => return Ok(()),
        }
    }
}

fn not_sound(error: &dyn std::fmt::Display) -> String {
    format!("a part of it is damaged: {error}")
}
