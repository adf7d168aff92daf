//! What an audit entry says was done, in words that follow the name of who did it.

use oast_store::AuditEntry;
use oast_units::Pence;
use serde_json::Value;

use crate::link::To;
use crate::words;

/// What was done, and where to look at what it was done to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    /// The words: `approved pay run PR-0001`.
    pub words: String,
    /// The page of what it is about, where there is one.
    pub href: Option<String>,
}

impl Said {
    fn plain(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            href: None,
        }
    }

    fn of(words: impl Into<String>, to: &To<'_>) -> Self {
        Self {
            words: words.into(),
            href: Some(to.to_string()),
        }
    }
}

impl Said {
    /// The page of what it is about, for whoever may open it: users are for those who manage them.
    pub(crate) fn for_whoever(&self, manages: bool) -> Option<String> {
        let users = format!("{}/", To::Users);
        let open = |href: &String| manages || !href.starts_with(&users);
        self.href.clone().filter(open)
    }
}

/// What an entry says was done.
pub(crate) fn said(entry: &AuditEntry) -> Said {
    let subject = entry.subject.as_str();
    let command = entry.command.as_str();
    let detail: Value = serde_json::from_str(&entry.detail).unwrap_or_default();
    if let Some(act) = command.strip_prefix("pay-run ") {
        return pay_run(act, subject, &detail);
    }
    if let Some(act) = command.strip_prefix("user ") {
        return user(act, subject, entry.actor == subject, &detail);
    }
    if let Some(event) = command.strip_prefix("record ") {
        let what = event_words(event);
        return Said::of(
            format!("recorded {what} on placement {subject}"),
            &To::Placement(subject),
        );
    }
    if let Some(act) = command.strip_prefix("uplift ") {
        // What is proposed has its reference only once it is recorded.
        let given = detail.get("uplift_set").and_then(Value::as_str);
        let uplift = given.unwrap_or(subject);
        let words = format!("{} uplift {uplift}", past(act));
        return Said::of(words, &To::Uplift(uplift));
    }
    if let Some(act) = command.strip_prefix("term ") {
        let words = format!("{} the term {subject}", past(act));
        return Said::of(words, &To::Term(subject));
    }
    if let Some(told) = sign_on(command, subject, &detail) {
        return told;
    }
    match command {
        "break glass" => Said::of(
            format!("opened the record of {subject} in an emergency"),
            &To::Leaves,
        ),
        "import" => Said::plain("imported a data pack"),
        "instalment agree" => Said::of(
            format!("agreed an instalment with home {subject}"),
            &To::Home(subject),
        ),
        "notice override" => Said::of(
            format!("kept the single notice period on placement {subject}"),
            &To::Placement(subject),
        ),
        "key rotate" => Said::plain("changed the key under which personal data is sealed"),
        "retention erase" => Said::plain(format!(
            "erased what names people whose time had come by {subject}"
        )),
        "retention hold" => Said::plain(format!("put person {subject} under a legal hold")),
        "retention lift" => Said::plain(format!("lifted the legal hold on person {subject}")),
        "sign in" => Said::plain("signed in"),
        "sign in locked" => Said::of(
            format!("was kept from trying more passwords for {subject}"),
            &To::User(subject),
        ),
        "sign out" => Said::plain("signed out"),
        _ => Said::plain(format!("did “{command}” to {subject}")),
    }
}

/// What was done so that somebody can sign in, or act for a home.
fn sign_on(command: &str, subject: &str, detail: &Value) -> Option<Said> {
    let text = |name: &str| detail.get(name).and_then(Value::as_str).unwrap_or_default();
    if let Some(act) = command.strip_prefix("member ") {
        let (who, home) = subject.split_once(' ')?;
        let words = match act {
            "ask" => format!("asked to act for home {home}"),
            "approve" => format!("let {who} act for home {home}"),
            "refuse" => format!("did not let {who} act for home {home}"),
            "make owner" => format!("made {who} an owner of home {home}"),
            "make member" => format!("made {who} a member, not an owner, of home {home}"),
            _ => format!("ended what {who} does for home {home}"),
        };
        return Some(Said::of(words, &To::Home(home)));
    }
    let name = text("name");
    let words = match command {
        "team add" => format!("made the team {name}"),
        "team change" if detail.get("active") == Some(&Value::Bool(false)) => {
            format!("ended the team {name}")
        }
        "team change" => format!("changed the team {name}"),
        "invitation make" => {
            format!(
                "made the invitation {subject} to act for home {}",
                text("home")
            )
        }
        "invitation anew" => format!("gave {subject} a link for a new way to sign in"),
        "invitation again" => format!("sent the invitation {subject} again"),
        "invitation withdraw" => format!("withdrew the invitation {subject}"),
        "invitation accept" => format!("took up an invitation by {}", text("invited_by")),
        "passkey add" => format!("added the passkey “{}”", text("passkey")),
        "passkey remove" => format!("removed the passkey “{}”", text("passkey")),
        "code app set" => "set up an app for codes".to_owned(),
        "code app remove" => "removed the app for codes".to_owned(),
        _ => return None,
    };
    Some(Said::plain(words))
}

/// What was done with a pay run, or with what is kept out of one.
fn pay_run(act: &str, subject: &str, detail: &Value) -> Said {
    let placement = &To::Placement(subject);
    match act {
        "hold" => return Said::of(format!("held a payment for placement {subject}"), placement),
        "release" => {
            let words = format!("released a payment for placement {subject}");
            return Said::of(words, placement);
        }
        _ => {}
    }
    let run = subject.split_whitespace().next().unwrap_or(subject);
    let sum = ["to_homes", "bank"]
        .iter()
        .find_map(|name| detail.get(name)?.as_str()?.parse::<Pence>().ok())
        .map_or(String::new(), |sum| format!(", {}", words::headline(sum)));
    Said::of(
        format!("{} pay run {run}{sum}", past(act)),
        &To::PayRun(run),
    )
}

/// What was done with a user.
fn user(act: &str, subject: &str, own: bool, detail: &Value) -> Said {
    let roles = |name: &str| {
        let codes = detail.get(name).and_then(Value::as_str).unwrap_or_default();
        codes.replace('|', ", ").replace('_', " ")
    };
    let words = match (act, own) {
        ("add", _) => format!("added user {subject} as {}", roles("roles")),
        ("password", true) => "set a new password to sign in with".to_owned(),
        ("password", false) => format!("set a password for user {subject}"),
        ("teams", _) => match roles("teams") {
            none if none.is_empty() => format!("took user {subject} out of every team"),
            teams => format!("put user {subject} in the teams {teams}"),
        },
        ("roles", _) => format!(
            "changed the roles of user {subject} from {} to {}",
            roles("roles_before"),
            roles("roles")
        ),
        ("council add", _) => {
            format!(
                "came from the council’s sign-in for the first time, as {}",
                roles("roles")
            )
        }
        ("council", _) => format!(
            "came from the council’s sign-in with other groups: {} in place of {}",
            roles("roles"),
            roles("roles_before")
        ),
        ("council join", _) => format!("joined user {subject} to their council account"),
        ("end session", true) => "ended a session of their own".to_owned(),
        ("end session", false) => format!("ended a session of user {subject}"),
        ("deactivate", _) => format!("kept user {subject} out"),
        ("reactivate", _) => format!("let user {subject} in again"),
        ("sign out", true) => "signed out everywhere".to_owned(),
        ("sign out", false) => format!("ended the sessions of user {subject}"),
        _ => format!("changed user {subject}"),
    };
    Said::of(words, &To::User(subject))
}

/// An event with its article: `a death`.
fn event_words(event: &str) -> String {
    match event {
        "leaving under notice" | "one-to-one hours" => event.to_owned(),
        "room let again" => "that the room was let again".to_owned(),
        _ => format!("a {event}"),
    }
}

/// An act as it is told afterwards.
fn past(act: &str) -> String {
    match act {
        "pay" => "paid".to_owned(),
        "reject" => "turned down".to_owned(),
        "check" => "checked".to_owned(),
        "confirm" => "confirmed".to_owned(),
        _ if act.ends_with('e') => format!("{act}d"),
        _ => format!("{act}ed"),
    }
}

/// How many rows an entry wrote, table by table: `1 row in pay_run_steps`.
pub(crate) fn rows_written(entry: &AuditEntry) -> String {
    let told: Vec<String> = contents(entry)
        .into_iter()
        .map(|content| {
            let rows = usize::try_from(content.rows).unwrap_or(usize::MAX);
            format!(
                "{} in {}",
                words::so_many(rows, "row", "rows"),
                content.table
            )
        })
        .collect();
    told.join(", ")
}

/// What an entry wrote to one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Content {
    /// The table.
    pub table: String,
    /// How many rows.
    pub rows: u64,
    /// The SHA-256 of the rows.
    pub sha256: String,
}

/// What an entry wrote, table by table.
pub(crate) fn contents(entry: &AuditEntry) -> Vec<Content> {
    let tables: Option<serde_json::Map<String, Value>> = serde_json::from_str(&entry.content).ok();
    tables
        .into_iter()
        .flatten()
        .map(|(table, part)| Content {
            table,
            rows: part.get("rows").and_then(Value::as_u64).unwrap_or(0),
            sha256: part
                .get("sha256")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(command: &str, subject: &str, detail: &str) -> AuditEntry {
        AuditEntry {
            seq: 7,
            authority: "kent".to_owned(),
            recorded_at: "2026-05-15T10:00:00.000000Z".to_owned(),
            actor: "amir".to_owned(),
            command: command.to_owned(),
            subject: subject.to_owned(),
            detail: detail.to_owned(),
            content: r#"{"pay_run_steps":{"rows":1,"sha256":"ab"}}"#.to_owned(),
            previous_hash: String::new(),
            hash: String::new(),
        }
    }

    fn words(command: &str, subject: &str, detail: &str) -> String {
        said(&entry(command, subject, detail)).words
    }

    #[test]
    fn what_was_done_is_told_in_words() {
        for (command, subject, detail, wanted) in [
            (
                "pay-run approve",
                "PR-0001",
                "{}",
                "approved pay run PR-0001",
            ),
            (
                "pay-run propose",
                "PR-0001 until 2026-04-26",
                r#"{"to_homes":"16686074.90"}"#,
                "proposed pay run PR-0001, £16.7m",
            ),
            ("pay-run check", "PR-0001", "{}", "checked pay run PR-0001"),
            (
                "record death",
                "PL1-1",
                "{}",
                "recorded a death on placement PL1-1",
            ),
            (
                "user roles",
                "bella",
                r#"{"roles":"broker|auditor","roles_before":"contract_officer"}"#,
                "changed the roles of user bella from contract officer to broker, auditor",
            ),
            (
                "user password",
                "amir",
                "{}",
                "set a new password to sign in with",
            ),
            ("uplift reject", "UP-1", "{}", "turned down uplift UP-1"),
            ("something new", "x", "{}", "did “something new” to x"),
        ] {
            assert_eq!(words(command, subject, detail), wanted);
        }
    }

    #[test]
    fn a_link_leads_to_what_it_is_about() {
        let run = said(&entry("pay-run propose", "PR-0001 until 2026-04-26", ""));
        assert_eq!(run.href.as_deref(), Some("/pay-runs/PR-0001"));
        assert_eq!(said(&entry("import", "pack", "")).href, None);
        assert_eq!(rows_written(&entry("x", "y", "")), "1 row in pay_run_steps");
    }
}
