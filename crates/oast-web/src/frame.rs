//! What stands around every page.

use oast_office::access::{Action, LeaveRow, UserView};
use serde::Serialize;

use crate::assets;
use crate::desk::{Desk, Known};
use crate::link::{To, with_query};
use crate::routes::{Gate, Method, ROUTES};
use crate::words;

/// The frame of a page.
#[derive(Debug, Clone, Serialize, Default)]
pub struct Frame {
    /// The page's title.
    pub title: String,
    /// The council's name.
    pub council: String,
    /// Who is signed in.
    pub who: Option<Who>,
    /// The rooms that they may enter.
    pub rooms: Vec<Room>,
    /// What is searched for.
    pub query: String,
    /// As of when facts are shown, on pages that show facts.
    pub known: Option<KnownBar>,
    /// What was just done.
    pub done: Option<String>,
    /// Which records are open to whoever looks, in an emergency, and until when: as sentences.
    pub leaves: Vec<String>,
    /// Where to open a record in an emergency, for whoever sees none otherwise.
    pub emergency: Option<String>,
    /// Whether there is anything to search for.
    pub search: bool,
    /// What every link carries along: the day as known on, or nothing.
    pub keep: String,
    /// The routes that whoever looks may not open.
    #[serde(skip)]
    pub shut: Vec<&'static str>,
    /// The style sheet.
    pub css: &'static str,
    /// The script.
    pub js: &'static str,
    /// The sign in the browser's tab.
    pub icon: &'static str,
    /// Whether to ask for the council's own colour.
    pub brand: bool,
}

/// Somebody who is signed in.
#[derive(Debug, Clone, Serialize)]
pub struct Who {
    /// Their name.
    pub name: String,
    /// Their roles, in words.
    pub roles: String,
}

/// A room in the row under the header.
#[derive(Debug, Clone, Serialize)]
pub struct Room {
    /// Its name.
    pub name: &'static str,
    /// Its first page.
    pub href: String,
    /// Whether the page is in it.
    pub here: bool,
}

/// The line that says as of when facts are shown.
#[derive(Debug, Clone, Serialize)]
pub struct KnownBar {
    /// The past day, in words; none for now.
    pub past: Option<String>,
    /// The same, for the field.
    pub date: String,
    /// The page's own address, to which the form goes.
    pub path: String,
    /// What else the form keeps of the query.
    pub kept: Vec<(String, String)>,
    /// The page as known now.
    pub now: String,
}

/// Which rooms there are, what they begin with, whether one may enter, and the paths they hold.
const ROOMS: [(&str, To<'static>, Action, &[&str]); 11] = [
    ("Work", To::Work, Action::SeeWork, &["/"]),
    (
        "Your homes",
        To::OwnHomes,
        Action::SeeOwnHomes,
        // What one opens from there: of the rooms that hold these, a provider sees none.
        &["/your-homes", "/account/homes", "/placements", "/pay-runs"],
    ),
    (
        "Homes",
        To::Homes,
        Action::SeeHomes,
        &["/homes", "/map", "/providers"],
    ),
    ("Contracts", To::Terms, Action::SeeTerms, &["/terms"]),
    ("Prices", To::Uplifts, Action::SeeMoney, &["/uplifts"]),
    (
        "Placements",
        To::Placements,
        Action::SeePeople,
        &["/placements", "/notices", "/self-funders"],
    ),
    (
        "Pay",
        To::PayRuns,
        Action::SeeMoney,
        &["/pay-runs", "/jobs"],
    ),
    (
        "Outlook",
        To::Spend,
        Action::SeeMoney,
        &["/spend", "/budget", "/forecast"],
    ),
    (
        "Audit",
        To::Audit,
        Action::SeeAudit,
        &["/audit", "/subject-access"],
    ),
    (
        "Retention",
        To::Retention,
        Action::ManageRetention,
        &["/retention"],
    ),
    (
        "Users",
        To::Users,
        Action::ManageUsers,
        &["/users", "/teams", "/invitations"],
    ),
];

/// Whether a path stands in a room.
fn holds(paths: &[&str], path: &str) -> bool {
    paths.iter().any(|each| {
        path == *each
            || (*each != "/"
                && path
                    .strip_prefix(each)
                    .is_some_and(|rest| rest.starts_with('/')))
    })
}

/// The first room that the person who is signed in may enter; one's own account when there is none.
pub fn first_room(desk: &Desk) -> String {
    let room = ROOMS.iter().find(|(_, _, action, _)| desk.may(*action));
    room.map_or_else(|| To::Account.to_string(), |(_, to, ..)| to.to_string())
}

/// The frame of a page that is being answered.
pub fn frame(desk: &Desk, title: &str, of_facts: bool) -> Frame {
    let path = desk.path();
    let mut rooms: Vec<Room> = ROOMS
        .iter()
        .filter(|(_, _, action, _)| desk.may(*action))
        .map(|(name, to, _, paths)| Room {
            name,
            href: to.to_string(),
            here: holds(paths, path),
        })
        .collect();
    if desk.who().is_some() {
        rooms.push(Room {
            name: "Help",
            href: To::Help.to_string(),
            here: holds(&["/help"], path),
        });
    }
    Frame {
        title: title.to_owned(),
        council: desk.council().to_owned(),
        who: desk.who().map(|user| Who {
            name: user.name.clone(),
            roles: role_words(user),
        }),
        rooms,
        query: desk.query("q").unwrap_or_default().to_owned(),
        known: of_facts.then(|| known_bar(desk)),
        done: desk.done(),
        leaves: desk.leaves().iter().map(leave_words).collect(),
        emergency: desk
            .may(Action::BreakGlass)
            .then(|| To::BreakGlass.to_string()),
        search: desk.may(Action::SeeHomes),
        keep: match desk.known() {
            Known::Now => String::new(),
            Known::On(day) => day.to_string(),
        },
        shut: shut(desk),
        css: assets::url("oast.css").unwrap_or_default(),
        js: assets::url("oast.js").unwrap_or_default(),
        icon: assets::url("favicon.svg").unwrap_or_default(),
        brand: desk.has_brand(),
    }
}

fn known_bar(desk: &Desk) -> KnownBar {
    let kept: Vec<(String, String)> = desk
        .queries()
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "known" | "done"))
        .cloned()
        .collect();
    let pairs = kept
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let now = with_query(desk.path(), pairs);
    let (past, date) = match desk.known() {
        Known::Now => (None, desk.today().to_string()),
        Known::On(day) => (Some(day.long()), day.to_string()),
    };
    KnownBar {
        past,
        date,
        path: desk.path().to_owned(),
        kept,
        now,
    }
}

impl Frame {
    /// A frame for showing what a page looks like.
    pub fn sample(title: &str) -> Self {
        let own = Action::SeeOwnHomes;
        let rooms = ROOMS.iter().filter(|(_, _, action, _)| *action != own);
        let rooms = rooms.map(|(name, to, _, _)| Room {
            name,
            href: to.to_string(),
            here: *name == "Homes",
        });
        Self {
            title: title.to_owned(),
            council: "Kent County Council".to_owned(),
            who: Some(Who {
                name: "Bella Broker".to_owned(),
                roles: "Broker".to_owned(),
            }),
            rooms: rooms.collect(),
            search: true,
            css: assets::url("oast.css").unwrap_or_default(),
            js: assets::url("oast.js").unwrap_or_default(),
            icon: assets::url("favicon.svg").unwrap_or_default(),
            ..Self::default()
        }
    }
}

/// The routes that whoever asks may not open.
fn shut(desk: &Desk) -> Vec<&'static str> {
    ROUTES
        .iter()
        .filter(|route| route.method == Method::Get)
        .filter(|route| match route.gate {
            Gate::Open | Gate::SignedIn => false,
            Gate::May(action) => !desk.may(action),
            Gate::MayAny(any) => !any.iter().any(|action| leads(desk, *action)),
        })
        .map(|route| route.path)
        .collect()
}

/// Whether a page that an action opens, among others, is worth a link: in an emergency alone, one
/// leads to a record that somebody has leave to open.
fn leads(desk: &Desk, action: Action) -> bool {
    desk.may(action) && (action != Action::BreakGlass || !desk.leaves().is_empty())
}

/// Whose record is open, and until when.
fn leave_words(leave: &LeaveRow) -> String {
    format!(
        "The record of {} is open to you until {}. Each page of it that you look at is noted.",
        leave.person_id,
        words::uk_time(leave.ends_at)
    )
}

/// Somebody's roles: `Broker, Finance officer`.
fn role_words(user: &UserView) -> String {
    let words: Vec<&str> = user.roles.iter().map(|role| role.words()).collect();
    words.join(", ")
}
