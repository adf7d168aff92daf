use std::net::IpAddr;
use std::sync::Arc;

use oast_exchange::upload::Sent;
use oast_units::Date;

use crate::serving::Limits;

/// As of when facts are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// As they are known now.
    Now,
    /// As they were known at the end of a past day.
    On(Date),
}

/// The files that were sent with a form, or why they cannot be read.
pub struct Sending(pub Result<Vec<Sent>, String>);

impl Default for Sending {
    fn default() -> Self {
        Self(Ok(Vec::new()))
    }
}

/// What was asked, taken apart.
#[derive(Default)]
pub struct Asking {
    /// The path as it was sent: links lead back to it.
    pub path: String,
    /// The parts of the path that the route names.
    pub parts: Vec<(String, String)>,
    /// The query.
    pub query: Vec<(String, String)>,
    /// What was sent with a form.
    pub form: Vec<(String, String)>,
    /// The files that were sent with a form, or why they cannot be read.
    pub sent: Sending,
    /// The session's token, from the cookie.
    pub token: Option<String>,
    /// Where it came from over the network, with the limits that hold there.
    pub caller: Option<(Arc<Limits>, IpAddr)>,
    /// What the request is called in the log.
    pub reference: String,
    /// The key of a sign-in that was begun at the council's, from its cookie.
    pub begun: Option<String>,
    /// What the browser calls itself.
    pub agent: String,
}

/// A day in the past for the knowledge bar.
pub(super) fn known_on(text: &str, today: Date) -> Result<Known, String> {
    let day: Date = text
        .parse()
        .map_err(|_| format!("'{text}' is not a date to look back to. Write it as {today}."))?;
    Ok(if day >= today {
        Known::Now
    } else {
        Known::On(day)
    })
}
