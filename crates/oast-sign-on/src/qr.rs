//! A text as a picture that a telephone's camera reads.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};

use crate::SignOnError;

/// The white margin that the standard asks for, in modules.
const MARGIN: i32 = 4;

/// The picture as an SVG without styles or scripts, with a name for whoever cannot see it.
///
/// # Errors
/// When the text is too long for any picture: past some 2,300 letters.
pub fn svg(text: &str, name: &str) -> Result<String, SignOnError> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium)
        .map_err(|_| SignOnError::refused("the link is too long for a picture"))?;
    let size = code.size();
    let mut dark = String::new();
    for y in 0..size {
        for x in (0..size).filter(|x| code.get_module(*x, y)) {
            let _ = write!(dark, "M{},{}h1v1h-1z", x + MARGIN, y + MARGIN);
        }
    }
    let width = size + 2 * MARGIN;
    let name = name
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;");
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {width}\" width=\"220\" height=\"220\" role=\"img\" aria-label=\"{name}\" shape-rendering=\"crispEdges\"><rect width=\"{width}\" height=\"{width}\" fill=\"#ffffff\"/><path d=\"{dark}\" fill=\"#000000\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::svg;

    #[test]
    fn a_picture_has_a_name_and_no_style() {
        let drawn = svg("otpauth://totp/x", "Picture <for> your app").unwrap();
        assert!(drawn.starts_with("<svg "));
        assert!(drawn.contains("aria-label=\"Picture &lt;for> your app\""));
        assert!(!drawn.contains("style"));
        assert!(svg(&"x".repeat(5000), "too long").is_err());
    }
}
