//! Text in HTML: what a browser would read as markup is written so that it does not.

/// Gives a text in parts that may stand in HTML, between tags and in quoted attributes.
pub(crate) fn each_part<E>(
    text: &str,
    mut out: impl FnMut(&str) -> Result<(), E>,
) -> Result<(), E> {
    let mut rest = text;
    while let Some(index) = rest.find(['&', '<', '>', '"', '\'']) {
        let (plain, from) = rest.split_at(index);
        out(plain)?;
        out(match from.as_bytes().first() {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            Some(b'"') => "&quot;",
            _ => "&#39;",
        })?;
        rest = from.get(1..).unwrap_or_default();
    }
    out(rest)
}

/// Adds a text to HTML.
pub(crate) fn add(text: &str, out: &mut String) {
    let added: Result<(), std::convert::Infallible> = each_part(text, |part| {
        out.push_str(part);
        Ok(())
    });
    match added {
        Ok(()) => {}
        Err(never) => match never {},
    }
}
