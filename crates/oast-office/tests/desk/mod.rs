//! An office to try things in.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test uses the part it needs"
)]

use std::sync::Arc;

use jiff::Timestamp;
use oast_office::access::{DEMO_PASSWORD, NewUser, Password, SignedIn};
use oast_office::{Actor, Office, OfficeError, Role};
use oast_store::Store;
use oast_terms::Terms;

/// An empty book.
pub fn office() -> Office {
    let terms = Terms::bundled("kent").unwrap();
    Office::new(Store::in_memory().unwrap(), Arc::new(terms), "kent")
}

/// Chance that is none, but never the same twice.
#[expect(
    clippy::unnecessary_wraps,
    reason = "chance of the system may fail, and this stands for it"
)]
pub fn chance(bytes: &mut [u8]) -> std::io::Result<()> {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(1);
    for chunk in bytes.chunks_mut(8) {
        let number = NEXT.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::Relaxed);
        chunk.copy_from_slice(&number.to_le_bytes()[..chunk.len()]);
    }
    Ok(())
}

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The operator, on the morning of 1 May 2026.
pub fn olga() -> Actor<'static> {
    Actor::operator("olga", at("2026-05-01T08:00:00Z"))
}

/// Adds a user with the password of the demonstration.
pub fn add(office: &mut Office, user_id: &str, roles: &[Role]) {
    let new = NewUser {
        user_id,
        name: "Somebody Else",
        email: Some("somebody@example.org"),
        roles,
    };
    let password = Password::new(DEMO_PASSWORD).unwrap();
    office
        .add_user(&new, Some(&password), olga(), &mut chance)
        .unwrap();
}

/// Signs in with the password of the demonstration.
pub fn sign_in(office: &mut Office, user_id: &str, time: &str) -> Result<SignedIn, OfficeError> {
    office.sign_in(user_id, DEMO_PASSWORD, at(time), &mut chance)
}

/// The commands in the record, with their actors and subjects.
pub fn record(office: &mut Office) -> Vec<String> {
    let entries = office.store().audit_entries().unwrap();
    entries
        .iter()
        .map(|entry| format!("{}: {} {}", entry.actor, entry.command, entry.subject))
        .collect()
}
