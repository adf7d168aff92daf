//! A form with files (RFC 7578), read strictly from memory: what could be read in two ways is
//! refused, so that no two programs on its way read it differently.

use oast_exchange::upload::Sent;

/// Most parts of a form.
const PARTS_MAX: usize = 80;
/// Most bytes of what stands before the content of a part.
const HEAD_BYTES_MAX: usize = 2048;
/// Most bytes of a field that is no file.
const FIELD_BYTES_MAX: usize = 4096;
/// Most bytes of a boundary, by RFC 2046.
const BOUNDARY_BYTES_MAX: usize = 70;

/// What a form held.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// Its fields, in order.
    pub fields: Vec<(String, String)>,
    /// Its files. A field in which none was chosen gives none.
    pub files: Vec<Sent>,
}

/// Reads a form, or says what is wrong with it.
///
/// # Errors
/// A sentence for whoever sent it.
pub fn read(content_type: &str, body: &[u8]) -> Result<Parts, String> {
    let boundary = boundary(content_type).ok_or(
        "What was sent is not a form with files. Open the page and choose the files again.",
    )?;
    let (first, between) = (format!("--{boundary}"), format!("\r\n--{boundary}"));
    let mut rest = body
        .strip_prefix(first.as_bytes())
        .ok_or("What was sent does not begin as a form with files does.")?;
    let mut parts = Parts::default();
    for _ in 0..=PARTS_MAX {
        if matches!(rest, b"--" | b"--\r\n") {
            return Ok(parts);
        }
        rest = rest
            .strip_prefix(b"\r\n")
            .ok_or("What was sent is not parted as a form with files is.")?;
        let head_end = find(
            rest.get(..HEAD_BYTES_MAX.min(rest.len()))
                .unwrap_or_default(),
            b"\r\n\r\n",
        )
        .ok_or("A part of what was sent has no end to its head, or one that is too long.")?;
        let (head, content) = rest.split_at(head_end);
        let content = content.get(4..).unwrap_or_default();
        let end = find(content, between.as_bytes())
            .ok_or("What was sent is cut short: its last part has no end. Send it again.")?;
        let (content, after) = content.split_at(end);
        rest = after.get(between.len()..).unwrap_or_default();
        parts.add(&Head::read(head)?, content)?;
    }
    Err(format!(
        "What was sent has more than {PARTS_MAX} parts, which is the most that is taken."
    ))
}

impl Parts {
    fn add(&mut self, head: &Head, content: &[u8]) -> Result<(), String> {
        let Some(file) = &head.file else {
            let text = std::str::from_utf8(content)
                .ok()
                .filter(|text| text.len() <= FIELD_BYTES_MAX);
            let text = text.ok_or("A field of what was sent is too long, or is no text.")?;
            self.fields.push((head.name.clone(), text.to_owned()));
            return Ok(());
        };
        if !file.is_empty() || !content.is_empty() {
            self.files.push(Sent {
                name: file.clone(),
                bytes: content.to_vec(),
            });
        }
        Ok(())
    }
}

/// The boundary that a content type names.
fn boundary(content_type: &str) -> Option<&str> {
    let (kind, parameters) = content_type.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let mut found = parameters.split(';').filter_map(|parameter| {
        let (name, value) = parameter.trim().split_once('=')?;
        name.eq_ignore_ascii_case("boundary").then_some(value)
    });
    let value = found.next()?;
    let value = match value.strip_prefix('"') {
        Some(quoted) => quoted.strip_suffix('"')?,
        None => value,
    };
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"'()+_,-./:=?".contains(&byte);
    let fits = (1..=BOUNDARY_BYTES_MAX).contains(&value.len()) && value.bytes().all(is_plain);
    (fits && found.next().is_none()).then_some(value)
}

/// What stands before the content of a part.
struct Head {
    name: String,
    /// The file's name; none for a field that is no file.
    file: Option<String>,
}

impl Head {
    fn read(head: &[u8]) -> Result<Self, String> {
        let unread = || "The head of a part of what was sent cannot be read.".to_owned();
        let head = std::str::from_utf8(head).map_err(|_| unread())?;
        let mut disposition = None;
        for line in head.split("\r\n") {
            let (name, value) = line.split_once(':').ok_or_else(unread)?;
            match name.to_ascii_lowercase().as_str() {
                "content-disposition" if disposition.is_none() => disposition = Some(value.trim()),
                // What a browser takes a file for says nothing that its bytes do not.
                "content-type" => {}
                _ => return Err(unread()),
            }
        }
        let mut rest = disposition
            .and_then(|value| value.strip_prefix("form-data"))
            .ok_or_else(unread)?;
        let (mut name, mut file) = (None, None);
        while !rest.is_empty() {
            let parameter = rest.strip_prefix(';').ok_or_else(unread)?.trim_start();
            let (key, value) = parameter.split_once("=\"").ok_or_else(unread)?;
            let (value, after) = value.split_once('"').ok_or_else(unread)?;
            let place = match key {
                "name" => &mut name,
                "filename" => &mut file,
                _ => return Err(unread()),
            };
            if place.replace(unescaped(value)).is_some() || value.contains(char::is_control) {
                return Err(unread());
            }
            rest = after;
        }
        let name = name.ok_or_else(unread)?;
        Ok(Self { name, file })
    }
}

/// A name as it was before the browser escaped what cannot stand in a head.
fn unescaped(text: &str) -> String {
    text.replace("%22", "\"")
        .replace("%0D", "\r")
        .replace("%0A", "\n")
}

/// Where one text of bytes first stands in another.
fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = wanted.first()?;
    let mut from = 0;
    loop {
        let at = from + bytes.get(from..)?.iter().position(|byte| byte == first)?;
        if bytes.get(at..)?.starts_with(wanted) {
            return Some(at);
        }
        from = at + 1;
    }
}
