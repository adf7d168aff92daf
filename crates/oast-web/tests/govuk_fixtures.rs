//! The components write what GOV.UK Frontend's own would: its fixtures hold the parameters of each
//! example and the HTML that it wants.

mod markup;

use std::error::Error;
use std::fs;
use std::path::Path;

use minijinja::value::Serde;
use minijinja::{Environment, Value, context};
use serde::Deserialize;

/// How many failures are told.
const FAILURES_TOLD_MAX: usize = 10;

#[derive(Deserialize)]
struct Fixtures {
    fixtures: Vec<Fixture>,
}

#[derive(Deserialize)]
struct Fixture {
    name: String,
    options: serde_json::Value,
    html: String,
}

#[test]
fn every_component_writes_what_the_fixtures_want() {
    let environment = oast_web::templates::environment();
    let (mut compared, mut failures) = (0, Vec::new());
    for component in components() {
        let wanted = fixtures(&component);
        assert!(!wanted.is_empty(), "{component} has no fixtures");
        for fixture in wanted {
            compared += 1;
            if let Err(why) = check(&environment, &component, &fixture) {
                failures.push(format!("{component}, {}: {why}", fixture.name));
            }
        }
    }
    let told: Vec<&str> = failures.iter().map(String::as_str).collect();
    let told = told.chunks(FAILURES_TOLD_MAX).next().unwrap_or_default();
    assert!(
        failures.is_empty(),
        "{} of {compared} fixtures differ:\n{}",
        failures.len(),
        told.join("\n")
    );
    assert!(compared > 600, "only {compared} fixtures were compared");
}

#[test]
fn a_component_takes_what_a_call_holds() {
    let environment = oast_web::templates::environment();
    for component in [
        "details",
        "error_summary",
        "fieldset",
        "inset_text",
        "notification_banner",
        "panel",
    ] {
        let file = component.replace('_', "-");
        let page = format!(
            "{{% from 'govuk/{file}.html' import govuk_{component} %}}\
             {{% call govuk_{component}() %}}<b>{{{{ who }}}}</b>{{% endcall %}}"
        );
        let written = environment
            .render_named_str("call.html", &page, context! { who => "A & B" })
            .unwrap();
        assert!(
            written.contains("<b>A &amp; B</b>"),
            "{component}: {written}"
        );
    }
}

#[test]
fn what_is_not_marked_as_html_is_escaped() {
    let environment = oast_web::templates::environment();
    let page = "{% from 'govuk/tag.html' import govuk_tag %}\
        {{ govuk_tag({'text': text, 'classes': text, 'attributes': {'title': text}}) }}";
    let written = environment
        .render_named_str("escaped.html", page, context! { text => "\"><script>" })
        .unwrap();
    assert!(!written.contains("<script"), "{written}");
    let page = "{% from 'govuk/tag.html' import govuk_tag %}{{ govuk_tag({'attributes': text}) }}";
    let refused = environment.render_named_str("refused.html", page, context! { text => " x" });
    assert!(refused.is_err());
}

/// Every template of a component: the others begin with `_`.
fn components() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/govuk");
    let mut components: Vec<String> = fs::read_dir(folder)
        .expect("the folder is there")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| !name.starts_with('_'))
        .filter_map(|name| name.strip_suffix(".html").map(str::to_owned))
        .collect();
    components.sort();
    components
}

fn fixtures(component: &str) -> Vec<Fixture> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../assets/node_modules/govuk-frontend/dist/govuk/components")
        .join(component)
        .join("fixtures.json");
    let Ok(text) = fs::read_to_string(&path) else {
        panic!("the fixtures of {component} are not there: run `make assets`");
    };
    let fixtures: Fixtures = serde_json::from_str(&text).expect("fixtures are JSON");
    fixtures.fixtures
}

fn check(environment: &Environment, component: &str, fixture: &Fixture) -> Result<(), String> {
    let name = component.replace('-', "_");
    let page = format!(
        "{{% from 'govuk/{component}.html' import govuk_{name} %}}{{{{ govuk_{name}(params) }}}}"
    );
    let params = Value::from(Serde(&fixture.options));
    let written = environment
        .render_named_str("fixture.html", &page, context! { params })
        .map_err(|why| causes(&why))?;
    markup::compare(&written, &fixture.html)
}

/// An error and what led to it, on one line.
fn causes(why: &dyn Error) -> String {
    match why.source() {
        Some(source) => format!("{why}, as {}", causes(source)),
        None => why.to_string(),
    }
}
