//! HTML compared as a browser understands it: by elements, attributes and text, where spaces count
//! only between words.

use std::collections::BTreeMap;

use scraper::{ElementRef, Html, Node};

/// Elements that stand within a line, so that a space beside them is seen.
const INLINE: &[&str] = &["a", "b", "em", "i", "small", "span", "strong", "svg"];
/// Elements whose spaces are all kept.
const VERBATIM: &[&str] = &["pre", "textarea"];

/// Something inside an element.
#[derive(Debug, PartialEq)]
enum Part {
    Element(Element),
    Text(String),
}

#[derive(Debug, PartialEq)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    parts: Vec<Part>,
}

/// Whether two fragments say the same; if not, where they first differ.
pub(crate) fn compare(written: &str, wanted: &str) -> Result<(), String> {
    let (written, wanted) = (parsed(written), parsed(wanted));
    same_parts("", &written.parts, &wanted.parts)
}

fn parsed(html: &str) -> Element {
    element(Html::parse_fragment(html).root_element())
}

fn element(source: ElementRef) -> Element {
    let name = source.value().name();
    let attributes = source.value().attrs();
    let mut parts = Vec::new();
    for child in source.children() {
        match child.value() {
            Node::Text(text) if VERBATIM.contains(&name) => {
                parts.push(Part::Text(text.to_string()));
            }
            Node::Text(text) => parts.push(Part::Text(collapsed(text))),
            Node::Element(_) => {
                parts.extend(ElementRef::wrap(child).map(element).map(Part::Element));
            }
            _ => {}
        }
    }
    if !VERBATIM.contains(&name) {
        trim_edges(&mut parts);
    }
    Element {
        name: name.to_owned(),
        attributes: attributes
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        parts,
    }
}

/// Text with one space wherever there are several, or a line's end.
fn collapsed(text: &str) -> String {
    let mut collapsed = String::new();
    for c in text.chars() {
        let is_space = c.is_ascii_whitespace();
        if !is_space {
            collapsed.push(c);
        } else if !collapsed.ends_with(' ') {
            collapsed.push(' ');
        }
    }
    collapsed
}

/// Takes out the spaces that no browser shows: at the edges of an element, and beside a block.
fn trim_edges(parts: &mut Vec<Part>) {
    let inline = |part: Option<&Part>| match part {
        Some(Part::Element(element)) => INLINE.contains(&element.name.as_str()),
        Some(Part::Text(_)) => true,
        None => false,
    };
    for index in 0..parts.len() {
        let after_inline = index > 0 && inline(parts.get(index - 1));
        let before_inline = inline(parts.get(index + 1));
        if let Part::Text(text) = &mut parts[index] {
            if !after_inline {
                *text = text.trim_ascii_start().to_owned();
            }
            if !before_inline {
                *text = text.trim_ascii_end().to_owned();
            }
        }
    }
    parts.retain(|part| !matches!(part, Part::Text(text) if text.is_empty()));
}

fn same_parts(path: &str, written: &[Part], wanted: &[Part]) -> Result<(), String> {
    for index in 0..written.len().max(wanted.len()) {
        match (written.get(index), wanted.get(index)) {
            (Some(Part::Element(written)), Some(Part::Element(wanted))) => {
                same_element(path, written, wanted)?;
            }
            (written, wanted) if written == wanted => {}
            (written, wanted) => {
                let (written, wanted) = (in_short(written), in_short(wanted));
                return Err(format!("{path}: {written} instead of {wanted}"));
            }
        }
    }
    Ok(())
}

fn same_element(path: &str, written: &Element, wanted: &Element) -> Result<(), String> {
    if written.name != wanted.name {
        let (written, wanted) = (&written.name, &wanted.name);
        return Err(format!("{path}: <{written}> instead of <{wanted}>"));
    }
    let path = format!("{path}/{}", wanted.name);
    let names = written.attributes.keys().chain(wanted.attributes.keys());
    for name in names {
        let (written, wanted) = (written.attributes.get(name), wanted.attributes.get(name));
        if written != wanted {
            return Err(format!("{path} {name}: {written:?} instead of {wanted:?}"));
        }
    }
    same_parts(&path, &written.parts, &wanted.parts)
}

fn in_short(part: Option<&Part>) -> String {
    match part {
        Some(Part::Element(element)) => format!("<{}>", element.name),
        Some(Part::Text(text)) => format!("{text:?}"),
        None => "nothing".to_owned(),
    }
}

#[test]
fn order_of_attributes_and_spaces_between_blocks_do_not_count() {
    let written = "<div id='a' class='b'>  <p>one\n two</p>\n\n<p>three</p></div>";
    let wanted = "<div class=\"b\" id=\"a\"><p>\n one two </p><p>three</p>\n</div>\n";
    assert_eq!(compare(written, wanted), Ok(()));
}

#[test]
fn every_other_difference_counts() {
    for (written, wanted, why) in [
        ("<p>a</p>", "<p>b</p>", "/p: \"a\" instead of \"b\""),
        ("<p>a</p>", "<p>a</p><p></p>", ": nothing instead of <p>"),
        ("<p>a</p>", "<div>a</div>", ": <p> instead of <div>"),
        (
            "<p id=a></p>",
            "<p id=b></p>",
            "/p id: Some(\"a\") instead of Some(\"b\")",
        ),
        (
            "<p hidden></p>",
            "<p></p>",
            "/p hidden: Some(\"\") instead of None",
        ),
        (
            "<p>a <b>c</b></p>",
            "<p>a<b>c</b></p>",
            "/p: \"a \" instead of \"a\"",
        ),
        (
            "<textarea> a</textarea>",
            "<textarea>a</textarea>",
            "/textarea: \" a\" instead of \"a\"",
        ),
    ] {
        assert_eq!(compare(written, wanted), Err(why.to_owned()));
    }
}
