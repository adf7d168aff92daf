use std::fmt::Write as _;

use crate::model::{line, lines, says_nothing};
use crate::source::styled;
use crate::{Column, Document, Figure, Part, Table};

/// How a document looks that stands by itself.
const LOOKS: &str = include_str!("looks.css");

/// What stands beside the caption of a table on a page: the files that hold it, as markup.
type Beside<'b> = &'b dyn Fn(&Table) -> String;

impl Document {
    /// The document as markup, from its title on, with the classes of GOV.UK's styles: to stand on
    /// a page. What stands under the caption of a table, such as where its file is, is markup too.
    pub fn html(&self, beside: &dyn Fn(&Table) -> String) -> String {
        let mut writing = Writing {
            out: String::new(),
            beside,
            drawing_style: "",
        };
        writing.document(self);
        writing.out
    }

    /// The document as an HTML file that needs no other.
    pub fn file(&self) -> String {
        let mut writing = Writing {
            out: String::new(),
            beside: &|_| String::new(),
            drawing_style: self.drawing_style,
        };
        writing.document(self);
        let (title, author) = (escape(&self.title), escape(&self.author));
        let body = writing.out;
        format!(
            "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"author\" content=\"{author}\">\n<title>{title}</title>\n<style>\n{LOOKS}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
        )
    }
}

struct Writing<'a> {
    out: String,
    beside: Beside<'a>,
    /// The rules that drawings carry along; none where the page has them.
    drawing_style: &'a str,
}

impl Writing<'_> {
    fn push(&mut self, part: std::fmt::Arguments<'_>) {
        writeln!(self.out, "{part}").expect("a string takes any text");
    }

    fn document(&mut self, document: &Document) {
        let title = escape(&document.title);
        self.push(format_args!("<h1 class=\"govuk-heading-l\">{title}</h1>"));
        for (number, part) in document.parts.iter().enumerate() {
            self.part(number, part);
        }
    }

    fn part(&mut self, number: usize, part: &Part) {
        match part {
            Part::Section(text) | Part::Subsection(text) if says_nothing(text) => {}
            Part::Section(text) => self.push(format_args!(
                "<h2 class=\"govuk-heading-m\" id=\"part-{number}\">{}</h2>",
                escape(text)
            )),
            Part::Subsection(text) => self.push(format_args!(
                "<h3 class=\"govuk-heading-s\" id=\"part-{number}\">{}</h3>",
                escape(text)
            )),
            Part::Paragraph(text) => self.paragraph(text),
            Part::Points(points) => {
                let points = points
                    .iter()
                    .map(|text| format!("<li>{}</li>", escape(text)));
                let points: String = points.collect();
                self.push(format_args!(
                    "<ul class=\"govuk-list govuk-list--bullet oast-reading\">{points}</ul>"
                ));
            }
            Part::Pairs(pairs) => self.pairs(pairs),
            Part::Table(table) if table.rows.is_empty() => {
                self.push(format_args!(
                    "<p class=\"govuk-body\"><strong>{}</strong></p>",
                    escape(&table.caption)
                ));
                self.paragraph(&table.empty);
            }
            Part::Table(table) => self.table(table),
            Part::Figure(figure) => self.figure(figure),
            Part::Verbatim(text) => self.push(format_args!(
                "<pre class=\"oast-code\" tabindex=\"0\" role=\"region\" aria-label=\"The file\">{}</pre>",
                escape_lines(text)
            )),
        }
    }

    fn paragraph(&mut self, text: &str) {
        let text = escape(text);
        self.push(format_args!(
            "<p class=\"govuk-body oast-reading\">{text}</p>"
        ));
    }

    fn pairs(&mut self, pairs: &[(String, String)]) {
        self.push(format_args!(
            "<dl class=\"govuk-summary-list oast-details\">"
        ));
        for (of, says) in pairs {
            self.push(format_args!(
                "<div class=\"govuk-summary-list__row\"><dt class=\"govuk-summary-list__key\">{}</dt><dd class=\"govuk-summary-list__value\">{}</dd></div>",
                escape(of),
                escape(says)
            ));
        }
        self.push(format_args!("</dl>"));
    }

    fn table(&mut self, table: &Table) {
        let (id, caption) = (escape(&table.id), escape(&table.caption));
        let beside = (self.beside)(table);
        let headings: String = table.columns.iter().map(heading).collect();
        self.push(format_args!(
            "<div class=\"oast-list\" id=\"{id}\">{beside}\n<div class=\"oast-scroll\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\">\n<table class=\"govuk-table oast-table\">\n<caption class=\"govuk-table__caption govuk-table__caption--s\">{caption}</caption>\n<thead class=\"govuk-table__head\"><tr class=\"govuk-table__row\">{headings}</tr></thead>\n<tbody class=\"govuk-table__body\">"
        ));
        for row in &table.rows {
            let cells = cells(table, row);
            self.push(format_args!("<tr class=\"govuk-table__row\">{cells}</tr>"));
        }
        self.push(format_args!("</tbody>"));
        if !table.totals.is_empty() {
            let cells = cells(table, &table.totals);
            self.push(format_args!(
                "<tfoot><tr class=\"govuk-table__row\">{cells}</tr></tfoot>"
            ));
        }
        self.push(format_args!("</table>\n</div>\n</div>"));
    }

    fn figure(&mut self, figure: &Figure) {
        let title = escape(&figure.title);
        let wide = styled(&figure.svg, self.drawing_style);
        // By itself a document has no rules that show one of two drawings.
        let narrow = if self.drawing_style.is_empty() {
            figure.narrow.as_str()
        } else {
            ""
        };
        self.push(format_args!(
            "<figure class=\"oast-figure\"><figcaption class=\"oast-figure__title\">{title}</figcaption>{wide}{narrow}</figure>"
        ));
    }
}

fn heading(column: &Column) -> String {
    let class = if column.is_number {
        " govuk-table__header--numeric"
    } else {
        ""
    };
    let text = escape(&column.words());
    format!("<th scope=\"col\" class=\"govuk-table__header{class}\">{text}</th>")
}

/// The cells of a row, the first of which says what the row is of.
fn cells(table: &Table, row: &[String]) -> String {
    let cells = table.cells(row).enumerate();
    cells
        .map(|(at, (column, text))| {
            let text = escape(text);
            if at == 0 {
                format!("<th scope=\"row\" class=\"govuk-table__header\">{text}</th>")
            } else if column.is_number {
                format!("<td class=\"govuk-table__cell govuk-table__cell--numeric\">{text}</td>")
            } else {
                format!("<td class=\"govuk-table__cell\">{text}</td>")
            }
        })
        .collect()
}

fn escape(text: &str) -> String {
    escape_lines(&line(text))
}

fn escape_lines(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in lines(text).chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}
