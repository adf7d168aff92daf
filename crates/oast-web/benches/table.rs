//! A long page: a table of 500 rows of eight cells: `cargo bench -p oast-web`.

use divan::Bencher;
use minijinja::value::Serde;
use minijinja::{Environment, context};
use serde::Serialize;

const ROWS: usize = 500;
const HEAD: [&str; 8] = [
    "Placement",
    "Person",
    "Care home",
    "Care",
    "From",
    "Until",
    "A week",
    "Due",
];

/// Through the component, which asks of each cell whether it has a class, a format and so on.
const COMPONENT: &str = "{% from 'govuk/table.html' import govuk_table %}
{{ govuk_table({'head': head, 'rows': rows, 'firstCellIsHeader': true}) }}";

/// The cells written out by a page that knows its columns.
const OWN_LOOP: &str = "<table class=\"govuk-table\"><tbody class=\"govuk-table__body\">
{% for row in rows %}
  <tr class=\"govuk-table__row\">
  {% for cell in row %}
    <td class=\"govuk-table__cell\">{{ cell.text }}</td>
  {% endfor %}
  </tr>
{% endfor %}
</tbody></table>";

#[derive(Serialize)]
struct Cell {
    text: String,
}

fn main() {
    divan::main();
}

#[divan::bench]
fn a_table_by_the_component(bencher: Bencher<'_, '_>) {
    bench(bencher, COMPONENT);
}

#[divan::bench]
fn a_table_by_a_loop_of_the_page(bencher: Bencher<'_, '_>) {
    bench(bencher, OWN_LOOP);
}

/// The environment, with every template read; done once when the server starts.
#[divan::bench]
fn the_environment() -> Environment<'static> {
    oast_web::templates::environment()
}

fn bench(bencher: Bencher<'_, '_>, page: &'static str) {
    let environment = oast_web::templates::environment();
    let template = environment
        .template_from_str(page)
        .expect("the page is a template");
    let (head, rows) = (HEAD.map(cell), rows());
    bencher
        .bench_local(|| template.render(context! { head => Serde(&head), rows => Serde(&rows) }));
}

fn rows() -> Vec<[Cell; 8]> {
    (0..ROWS)
        .map(|row| HEAD.map(|column| cell(&format!("{column} & {row}"))))
        .collect()
}

fn cell(text: &str) -> Cell {
    Cell {
        text: text.to_owned(),
    }
}
