//! Done things leave a trace: what the person did last.

use jiff::Timestamp;
use oast_office::access::{Action, AuditFilter};
use serde::Serialize;

use crate::answer::Fault;
use crate::desk::Desk;
use crate::said::said;
use crate::words;

/// Acts that are told.
const ACTS_TOLD_MAX: usize = 5;
/// Entries that are looked at for them: most days begin and end with signing in and out.
const ENTRIES_LOOKED_AT: u32 = 40;

/// Something that the person did.
#[derive(Debug, Serialize)]
pub(super) struct Done {
    /// `You approved pay run PR-0001`.
    words: String,
    href: Option<String>,
    /// `3 days ago`.
    when: String,
}

impl Done {
    pub(super) fn sample() -> Self {
        Self {
            words: "You approved pay run PR-0001".to_owned(),
            href: Some("/pay-runs/PR-0001".to_owned()),
            when: "3 days ago".to_owned(),
        }
    }
}

/// What the person did last, signing in and out left aside.
pub(super) fn by_me(desk: &mut Desk) -> Result<Vec<Done>, Fault> {
    let me = desk
        .who()
        .map_or(String::new(), |user| user.user_id.clone());
    let filter = AuditFilter {
        actor: Some(&me),
        ..AuditFilter::default()
    };
    let (today, manages) = (desk.today(), desk.may(Action::ManageUsers));
    let entries = desk.office()?.audit_page(&filter, ENTRIES_LOOKED_AT)?;
    let acts = entries
        .iter()
        .filter(|entry| !entry.command.contains("sign "));
    Ok(acts
        .take(ACTS_TOLD_MAX)
        .map(|entry| {
            let said = said(entry);
            let at: Option<Timestamp> = entry.recorded_at.parse().ok();
            Done {
                words: format!("You {}", said.words),
                href: said.for_whoever(manages),
                when: at.map_or(String::new(), |at| {
                    words::days_ago(words::uk_date(at), today)
                }),
            }
        })
        .collect())
}
