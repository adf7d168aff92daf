//! What the components of GOV.UK Frontend need beside the language of templates.
//!
//! - `govuk_content(part)` is its `html` as it is, or else its `text`.
//! - `govuk_attributes(attributes)` writes a space and `name="value"` for each.
//! - `govuk_attribute(name, value)` does so for one: its name alone if the value is true, nothing
//!   if it is missing or false.
//! - `govuk_messages(key, messages)` writes what a script says, as attributes `data-i18n.key`: one
//!   message, or one for each plural.
//! - `govuk_described_by(first, params, id)` is the list of ids of what describes a field.

use std::fmt::Write;

use minijinja::value::ValueKind;
use minijinja::{Environment, Error, ErrorKind, HtmlEscape, Value};

/// Adds the functions above.
pub(super) fn add_functions(environment: &mut Environment<'static>) {
    environment.add_function("govuk_content", content);
    environment.add_function("govuk_attributes", attributes);
    environment.add_function("govuk_attribute", attribute);
    environment.add_function("govuk_messages", messages);
    environment.add_function("govuk_described_by", described_by);
}

fn content(part: &Value) -> Result<Value, Error> {
    if part.kind() != ValueKind::Map {
        return Ok(Value::UNDEFINED);
    }
    let html = part.get_attr("html")?;
    if !html.is_true() {
        part.get_attr("text")
    } else if html.is_safe() {
        Ok(html)
    } else {
        Ok(safe(html.to_string()))
    }
}

/// Attributes are a map from names to values, or already written and marked as safe. A value that
/// is a map has a `value`, and may be `optional`: it is left out where it is missing or false.
fn attributes(attributes: &Value) -> Result<Value, Error> {
    if attributes.is_safe() {
        return Ok(attributes.clone());
    }
    if !attributes.is_true() {
        return Ok(Value::UNDEFINED);
    }
    if attributes.kind() != ValueKind::Map {
        let says = format!("attributes are a map or safe HTML, not {attributes:?}");
        return Err(Error::new(ErrorKind::InvalidOperation, says));
    }
    let mut text = String::new();
    for name in attributes.try_iter()? {
        let value = attributes.get_item(&name)?;
        let name = name.to_string();
        if value.kind() != ValueKind::Map {
            write_pair(&mut text, &name, &value);
        } else if value.get_attr("optional")? == Value::from(true) {
            write_optional(&mut text, &name, &value.get_attr("value")?);
        } else {
            write_pair(&mut text, &name, &value.get_attr("value")?);
        }
    }
    Ok(safe(text))
}

fn attribute(name: &str, value: &Value) -> Value {
    let mut text = String::new();
    write_optional(&mut text, name, value);
    safe(text)
}

fn messages(key: &str, messages: &Value) -> Result<Value, Error> {
    let mut text = String::new();
    if messages.kind() == ValueKind::Map {
        for plural in messages.try_iter()? {
            let message = messages.get_item(&plural)?;
            write_pair(&mut text, &format!("data-i18n.{key}.{plural}"), &message);
        }
    } else if messages.is_true() {
        write_pair(&mut text, &format!("data-i18n.{key}"), messages);
    }
    Ok(safe(text))
}

fn described_by(first: &Value, params: &Value, id: &Value) -> Result<Value, Error> {
    let mut ids = String::new();
    if first.is_true() {
        write_text(&mut ids, format_args!("{first}"));
    }
    for (note, ending) in [("hint", "hint"), ("errorMessage", "error")] {
        if params.get_attr(note)?.is_true() {
            let space = if ids.is_empty() { "" } else { " " };
            write_text(&mut ids, format_args!("{space}{id}-{ending}"));
        }
    }
    Ok(Value::from(ids))
}

fn write_optional(text: &mut String, name: &str, value: &Value) {
    match value.kind() {
        ValueKind::Bool if value.is_true() => {
            write_text(text, format_args!(" {}", HtmlEscape(name)));
        }
        ValueKind::Undefined | ValueKind::None | ValueKind::Bool => {}
        _ => write_pair(text, name, value),
    }
}

/// A value that is marked as safe is written as it is, and a missing one as nothing.
fn write_pair(text: &mut String, name: &str, value: &Value) {
    let name = HtmlEscape(name);
    if value.is_undefined() || value.is_none() {
        write_text(text, format_args!(" {name}=\"\""));
    } else if value.kind() == ValueKind::Bool {
        write_text(text, format_args!(" {name}=\"{}\"", value.is_true()));
    } else if value.is_safe() {
        write_text(text, format_args!(" {name}=\"{value}\""));
    } else {
        let value = value.to_string();
        write_text(text, format_args!(" {name}=\"{}\"", HtmlEscape(&value)));
    }
}

fn write_text(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    text.write_fmt(arguments).expect("a string takes any text");
}

fn safe(text: String) -> Value {
    Value::from_safe_string(text)
}
