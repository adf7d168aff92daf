//! What a request is answered with.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use oast_office::OfficeError;
use oast_store::StoreError;
use oast_units::Invalid;

/// Why a request is not answered as it was asked.
#[derive(Debug)]
pub enum Fault {
    /// There is no such thing.
    NotFound(String),
    /// The person may not.
    Forbidden,
    /// The person may not, and the policies say why.
    Denied(String),
    /// What was sent makes no sense.
    Bad(String),
    /// It was understood and cannot be done.
    Refused(String),
    /// Too much was asked for at once; it may be asked again after some seconds.
    TooMany {
        /// After how many.
        seconds: i64,
    },
    /// The database is away, or somebody holds it for long: it passes.
    Away(String),
    /// Something went wrong that the person cannot mend.
    Broken(String),
    /// Something else is answered instead: a file of a table on the page.
    Instead(Box<Response>),
}

impl From<OfficeError> for Fault {
    fn from(error: OfficeError) -> Self {
        match error {
            OfficeError::NotFound { .. } => Self::NotFound(error.to_string()),
            OfficeError::Forbidden { .. } => Self::Forbidden,
            OfficeError::Denied { why, .. } => Self::Denied(why),
            OfficeError::Store(StoreError::Gone { .. } | StoreError::Busy) => {
                Self::Away(error.to_string())
            }
            OfficeError::Store(_) => Self::Broken(error.to_string()),
            _ => Self::Refused(error.to_string()),
        }
    }
}

impl From<Invalid> for Fault {
    fn from(why: Invalid) -> Self {
        Self::Bad(why.to_string())
    }
}

impl From<minijinja::Error> for Fault {
    fn from(error: minijinja::Error) -> Self {
        Self::Broken(format!("{error:#}"))
    }
}

/// A response with a body.
pub fn response(status: StatusCode, content_type: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A page.
pub fn html(status: StatusCode, body: String) -> Response {
    response(status, "text/html; charset=utf-8", body)
}

/// Data for a program.
pub fn json(value: &serde_json::Value) -> Response {
    let body = serde_json::to_string_pretty(value).unwrap_or_default();
    response(StatusCode::OK, "application/json", body)
}

/// What is wrong, for a program.
pub fn wrong_json(status: StatusCode, says: &str) -> Response {
    let mut response = json(&serde_json::json!({ "error": says }));
    *response.status_mut() = status;
    response
}

/// Go and look there.
pub fn see_other(address: &str) -> Response {
    let mut response = response(StatusCode::SEE_OTHER, "text/plain; charset=utf-8", "");
    set(&mut response, header::LOCATION, address);
    response
}

/// A file to keep.
pub fn file(name: &str, content_type: &'static str, body: Vec<u8>) -> Response {
    let mut response = response(StatusCode::OK, content_type, body);
    let disposition = format!("attachment; filename=\"{name}\"");
    set(&mut response, header::CONTENT_DISPOSITION, &disposition);
    response
}

/// Sets a header; a value that cannot stand in one is left out.
pub fn set(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
