//! Somebody's sessions, as a list in which each can be ended.

use oast_office::access::SessionView;
use serde::Serialize;

use crate::words;

/// A session in the list.
#[derive(Debug, Clone, Serialize)]
pub(super) struct SessionRow {
    name: String,
    browser: String,
    how: String,
    began: String,
    seen: String,
    own: bool,
}

impl SessionRow {
    pub(super) fn of(session: SessionView) -> Self {
        let browser = session.browser.filter(|browser| !browser.is_empty());
        Self {
            name: session.name,
            browser: browser.unwrap_or_else(|| "An unknown browser".to_owned()),
            how: session.how,
            began: words::uk_time(session.started_at),
            seen: words::uk_time(session.seen_at),
            own: session.own,
        }
    }

    /// Two sessions, for showing what they look like.
    pub(super) fn samples() -> Vec<Self> {
        let row = |name: &str, browser: &str, how: &str, own| Self {
            name: name.to_owned(),
            browser: browser.to_owned(),
            how: how.to_owned(),
            began: "1 June 2026, 9:00am".to_owned(),
            seen: "1 June 2026, 9:30am".to_owned(),
            own,
        };
        vec![
            row("0f", "Firefox on Windows", "council account", true),
            row("1a", "Safari on iPhone", "passkey", false),
        ]
    }
}
