use std::fmt::Write as _;

use super::words::LINE;
use super::{Head, Width};

/// Where a text stands from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// A box, in tenths of a pixel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rect {
    pub(crate) x: i64,
    pub(crate) y: i64,
    pub(crate) width: i64,
    pub(crate) height: i64,
}

impl Rect {
    pub(crate) const fn new(x: i64, y: i64, width: i64, height: i64) -> Self {
        Self {
            x,
            y,
            width,
            height,
        }
    }

    /// The box between two corners, whichever they are.
    pub(crate) fn between((x1, y1): (i64, i64), (x2, y2): (i64, i64)) -> Self {
        let (width, height) = ((x1 - x2).abs(), (y1 - y2).abs());
        Self::new(x1.min(x2), y1.min(y2), width, height)
    }

    pub(crate) const fn right(self) -> i64 {
        self.x + self.width
    }

    pub(crate) const fn foot(self) -> i64 {
        self.y + self.height
    }

    /// Whether they share some of the plane.
    pub(crate) const fn meets(self, other: Self) -> bool {
        self.x < other.right()
            && other.x < self.right()
            && self.y < other.foot()
            && other.y < self.foot()
    }
}

/// A drawing under way. Lengths are tenths of a pixel; every text is escaped here and nowhere else.
pub(crate) struct Canvas {
    body: String,
    has_links: bool,
}

impl Canvas {
    pub(crate) const fn new() -> Self {
        Self {
            body: String::new(),
            has_links: false,
        }
    }

    pub(crate) fn push(&mut self, part: std::fmt::Arguments<'_>) {
        self.body.write_fmt(part).expect("a string takes any text");
    }

    pub(crate) fn rect(&mut self, at: Rect, class: &str) {
        let (x, y, width, height) = (px(at.x), px(at.y), px(at.width), px(at.height));
        self.push(format_args!(
            "<rect class=\"oast-chart__{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>"
        ));
    }

    pub(crate) fn line(&mut self, from: (i64, i64), to: (i64, i64), class: &str) {
        let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(px);
        self.push(format_args!(
            "<line class=\"oast-chart__{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"/>"
        ));
    }

    pub(crate) fn circle(&mut self, (x, y): (i64, i64), radius: i64, class: &str) {
        let [x, y, radius] = [x, y, radius].map(px);
        self.push(format_args!(
            "<circle class=\"oast-chart__{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>"
        ));
    }

    /// A line through points, or an area when it is closed.
    pub(crate) fn path(&mut self, points: &[(i64, i64)], closed: bool, class: &str) {
        let steps: Vec<String> = points
            .iter()
            .map(|(x, y)| format!("{} {}", px(*x), px(*y)))
            .collect();
        let (way, end) = (steps.join("L"), if closed { "Z" } else { "" });
        self.push(format_args!(
            "<path class=\"oast-chart__{class}\" d=\"M{way}{end}\"/>"
        ));
    }

    /// Words, with their foot at a height.
    pub(crate) fn text(&mut self, (x, y): (i64, i64), anchor: Anchor, class: &str, words: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let (x, y, words) = (px(x), px(y), escape(words));
        self.push(format_args!(
            "<text class=\"oast-chart__{class}\" x=\"{x}\" y=\"{y}\"{anchor}>{words}</text>"
        ));
    }

    /// Lines of words, the foot of the first at a height.
    pub(crate) fn lines(
        &mut self,
        (x, y): (i64, i64),
        anchor: Anchor,
        class: &str,
        lines: &[String],
    ) {
        for (foot, line) in (0..).map(|index| y + index * LINE).zip(lines) {
            self.text((x, foot), anchor, class, line);
        }
    }

    /// What is drawn in `inside` says `words` when pointed at, and leads somewhere if there is a
    /// place. The title is the link's name too: an `aria-label` that differs from the words that
    /// stand inside would be one name for those who see and another for those who speak.
    pub(crate) fn mark(&mut self, href: Option<&str>, words: &str, inside: impl FnOnce(&mut Self)) {
        let label = escape(words);
        if let Some(href) = href {
            self.has_links = true;
            let href = escape(href);
            self.push(format_args!(
                "<a class=\"oast-chart__link\" href=\"{href}\"><title>{label}</title>"
            ));
            inside(self);
            self.body.push_str("</a>");
        } else {
            self.push(format_args!("<g><title>{label}</title>"));
            inside(self);
            self.body.push_str("</g>");
        }
    }

    /// What was drawn, without anything around it.
    pub(crate) fn into_body(self) -> String {
        self.body
    }

    /// The whole drawing. One without links is a picture with a name; one with links is a group,
    /// since what is inside a picture cannot be reached.
    pub(crate) fn finish(self, head: &Head, width: Width, height: i64) -> String {
        let (id, title) = (escape(&head.id), escape(&head.title));
        let role = if self.has_links { "group" } else { "img" };
        let (layout, across, down) = (width.name(), px(width.tenths()), px(height));
        let (desc, named) = match head.description.as_str() {
            "" => (String::new(), String::new()),
            words => (
                format!("<desc id=\"{id}-{layout}-desc\">{}</desc>", escape(words)),
                format!(" {id}-{layout}-desc"),
            ),
        };
        format!(
            "<svg class=\"oast-chart oast-chart--{layout}\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {across} {down}\" preserveAspectRatio=\"xMinYMin meet\" role=\"{role}\" aria-labelledby=\"{id}-{layout}-title{named}\"><title id=\"{id}-{layout}-title\">{title}</title>{desc}{}</svg>",
            self.body
        )
    }
}

/// Tenths of a pixel as pixels.
pub(crate) fn px(tenths: i64) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    let size = tenths.unsigned_abs();
    match size % 10 {
        0 => format!("{sign}{}", size / 10),
        part => format!("{sign}{}.{part}", size / 10),
    }
}

/// Text as it stands in a document or in an attribute. What no document may hold becomes a space.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}
