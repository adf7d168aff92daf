//! The templates of the pages, embedded when the program was built.

pub(crate) mod escape;
mod govuk;

use std::borrow::Cow;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::ValueKind;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, escape_formatter};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "templates"]
struct Templates;

/// Every template, by its path below the folder `templates`, such as `govuk/button.html`.
///
/// Whatever a template prints is escaped for HTML unless it is marked as `safe`; what is missing
/// prints as nothing, and so does what is missing of it. A line that holds only a tag leaves no
/// line. Making the environment reads every template, so it is made once.
pub fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build();
    // Delimiters alone can be wrong, and these are the usual ones.
    environment.set_syntax(syntax.unwrap_or_default());
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(|out, state, value| {
        // What is missing is nothing, and HTML writes `true` and `false` in small letters.
        match value.kind() {
            ValueKind::None => Ok(()),
            ValueKind::Bool => Ok(out.write_str(if value.is_true() { "true" } else { "false" })?),
            // Addresses are most of what is printed, and a slash in one needs no escape.
            ValueKind::String if !value.is_safe() => {
                let text = value.as_str().unwrap_or_default();
                Ok(escape::each_part(text, |part| out.write_str(part))?)
            }
            _ => escape_formatter(out, state, value),
        }
    });
    govuk::add_functions(&mut environment);
    // Embedded text needs no lock to be looked up. A template that cannot be read is left to the
    // loader, which says why to whoever asks for it.
    for name in Templates::iter() {
        if let (Cow::Borrowed(name), Ok(Some(Cow::Borrowed(text)))) = (&name, text_of(&name)) {
            environment.add_template(name, text).ok();
        }
    }
    environment.set_loader(|name| Ok(text_of(name)?.map(Cow::into_owned)));
    environment
}

/// What a template says, if there is one of that name.
fn text_of(name: &str) -> Result<Option<Cow<'static, str>>, Error> {
    let Some(file) = Templates::get(name) else {
        return Ok(None);
    };
    let text = match file.data {
        Cow::Borrowed(bytes) => std::str::from_utf8(bytes).map(Cow::Borrowed),
        Cow::Owned(bytes) => String::from_utf8(bytes)
            .map(Cow::Owned)
            .map_err(|why| why.utf8_error()),
    };
    text.map(Some).map_err(|why| {
        let says = format!("the template '{name}' is not UTF-8");
        Error::new(ErrorKind::InvalidOperation, says).with_source(why)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_can_be_read() {
        let environment = environment();
        for name in Templates::iter() {
            if let Err(why) = environment.get_template(&name) {
                panic!("{name}: {why:#}");
            }
        }
    }
}
