//! The styles and scripts of the pages, embedded when the program was built.
//!
//! The address of a file holds a part of its hash, so a browser may keep it for good: a file that
//! changes has another address.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::io::Write as _;
use std::sync::LazyLock;

use brotli::CompressorWriter;
use rust_embed::{EmbeddedFile, RustEmbed};

/// How hard files are compressed, from 0 to 11. Both are compressed once, at the first request.
const BROTLI_QUALITY: u32 = 9;
/// The window of the compression, as the logarithm of its bytes.
const BROTLI_WINDOW_LOG: u32 = 22;
/// The bytes that the compression takes in at a time.
const BROTLI_BUFFER_BYTES: usize = 65_536;
/// How many bytes of a file's hash stand in its address.
const HASH_BYTES_IN_URL: usize = 6;

#[derive(RustEmbed)]
#[folder = "../../assets/dist"]
struct Dist;

/// A file as it is sent.
#[derive(Debug)]
pub struct Asset {
    /// What the file is, for the header `Content-Type`.
    pub content_type: &'static str,
    /// The file as it is.
    pub identity: &'static [u8],
    /// The file compressed with Brotli, unless that makes it no smaller.
    pub brotli: Option<&'static [u8]>,
    /// The header `ETag`, with its quotation marks: the SHA-256 of the file.
    pub etag: String,
}

/// Every file, found by its name and by its address.
struct Shelf {
    urls: BTreeMap<Cow<'static, str>, String>,
    assets: BTreeMap<String, Asset>,
}

static SHELF: LazyLock<Shelf> = LazyLock::new(|| {
    let (mut urls, mut assets) = (BTreeMap::new(), BTreeMap::new());
    for name in Dist::iter() {
        if let Some(file) = Dist::get(&name) {
            let hash = hexadecimal(&file.metadata.sha256_hash());
            let url = hashed_url(&name, &hash);
            assets.insert(url.clone(), asset(&name, &hash, file));
            urls.insert(name, url);
        }
    }
    Shelf { urls, assets }
});

/// The address of a file, such as `/assets/oast-0123456789ab.css` for `oast.css`, if there is such
/// a file.
pub fn url(name: &str) -> Option<&'static str> {
    SHELF.urls.get(name).map(String::as_str)
}

/// The file at an address that [`url`] gave, if there is one. An address whose hash is of another
/// version finds nothing.
pub fn find(path: &str) -> Option<&'static Asset> {
    SHELF.assets.get(path)
}

fn asset(name: &str, hash: &str, file: EmbeddedFile) -> Asset {
    let identity = match file.data {
        Cow::Borrowed(bytes) => bytes,
        Cow::Owned(bytes) => bytes.leak(),
    };
    Asset {
        content_type: content_type(name),
        identity,
        brotli: compressed(identity),
        etag: format!("\"{hash}\""),
    }
}

fn hashed_url(name: &str, hash: &str) -> String {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let hash = &hash[..2 * HASH_BYTES_IN_URL];
    if extension.is_empty() {
        format!("/assets/{stem}-{hash}")
    } else {
        format!("/assets/{stem}-{hash}.{extension}")
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes any text");
        text
    })
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}

fn compressed(bytes: &[u8]) -> Option<&'static [u8]> {
    let mut writer = CompressorWriter::new(
        Vec::new(),
        BROTLI_BUFFER_BYTES,
        BROTLI_QUALITY,
        BROTLI_WINDOW_LOG,
    );
    // A vector takes whatever it is given; were it not to, the file is sent as it is.
    writer.write_all(bytes).ok()?;
    let smaller = writer.into_inner();
    (smaller.len() < bytes.len()).then(|| &*smaller.leak())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_found_at_the_address_of_its_name() {
        for (name, content_type) in [
            ("oast.css", "text/css; charset=utf-8"),
            ("oast.js", "text/javascript; charset=utf-8"),
        ] {
            let asset = find(url(name).unwrap()).unwrap();
            assert_eq!(asset.content_type, content_type);
            assert!(!asset.identity.is_empty());
            let mut restored = Vec::new();
            brotli::BrotliDecompress(&mut asset.brotli.unwrap(), &mut restored).unwrap();
            assert_eq!(restored, asset.identity);
        }
        assert_eq!(url("other.css"), None);
        assert!(find("/assets/oast.css").is_none());
    }

    #[test]
    fn an_address_holds_twelve_digits_of_the_hash() {
        let url = url("oast.css").unwrap();
        let etag = &find(url).unwrap().etag;
        assert_eq!(url, format!("/assets/oast-{}.css", &etag[1..13]));
        assert_eq!(etag.len(), 66);
    }

    #[test]
    fn nothing_of_the_crown_is_served() {
        for name in ["oast.css", "oast.js"] {
            let text = str::from_utf8(find(url(name).unwrap()).unwrap().identity).unwrap();
            for banned in ["crown", "crest", "GDS Transport"] {
                assert!(!text.contains(banned), "{name} names {banned}");
            }
        }
    }
}
