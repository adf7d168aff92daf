//! What a page says, as lines to read.

use scraper::{ElementRef, Html, Node, Selector};

/// Elements that begin and end a line.
const LINES: &[&str] = &[
    "button",
    "caption",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "label",
    "legend",
    "li",
    "nav",
    "ol",
    "option",
    "p",
    "section",
    "summary",
    "table",
    "tr",
    "ul",
];

/// The words of a page's main part, a line for each block; a drawing is only named.
pub(crate) fn text_of(html: &str) -> String {
    let page = Html::parse_document(html);
    let main = Selector::parse("main").unwrap();
    let mut text = String::new();
    if let Some(main) = page.select(&main).next() {
        add(main, &mut text);
    }
    let lines = text.lines().map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        words.join(" ")
    });
    let lines: Vec<String> = lines
        .filter(|line| !line.is_empty() && line != "|")
        .collect();
    lines.join("\n")
}

fn add(element: ElementRef<'_>, text: &mut String) {
    for child in element.children() {
        match child.value() {
            Node::Text(words) => text.push_str(&words.replace('\n', " ")),
            Node::Element(value) => {
                let Some(child) = ElementRef::wrap(child) else {
                    continue;
                };
                match value.name() {
                    "svg" => text.push_str("\n[a drawing]\n"),
                    "input" => field(child, text),
                    // A link stays in its sentence.
                    "a" => add(child, text),
                    // A second line of a cell stands apart.
                    "span" => {
                        text.push(' ');
                        add(child, text);
                        text.push(' ');
                    }
                    "td" | "th" => {
                        add(child, text);
                        text.push_str(" | ");
                    }
                    name if LINES.contains(&name) => {
                        text.push('\n');
                        if let Some(level) = name.strip_prefix('h').and_then(|n| n.parse().ok()) {
                            text.push_str(&"#".repeat(level));
                            text.push(' ');
                        }
                        add(child, text);
                        text.push('\n');
                    }
                    _ => add(child, text),
                }
            }
            _ => {}
        }
    }
}

/// A field that somebody can see, with what is in it.
fn field(input: ElementRef<'_>, text: &mut String) {
    let kind = input.attr("type").unwrap_or("text");
    if kind == "hidden" {
        return;
    }
    let value = input.attr("value").unwrap_or_default();
    text.extend(["\n[", kind, ": ", value, "]\n"]);
}
