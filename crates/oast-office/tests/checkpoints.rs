//! Checkpoints that programs sign from time to time.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use oast_office::jobs::{JobTold, Signing, Watch, Worker};
use oast_office::{Machine, Office, OfficeError, Role};
use oast_scratch::Scratch;
use oast_seal::{KEY_BYTES, SigningKey};
use oast_store::{Keyring, Store};
use oast_terms::Terms;
use support::{AUTHORITY, at, by};

/// A clock that is moved by hand.
#[derive(Default)]
struct ByHand(AtomicI64);

impl Machine for ByHand {
    fn now(&self) -> Timestamp {
        let seconds = self.0.load(Ordering::Relaxed);
        at("2026-06-01T09:00:00Z") + SignedDuration::from_secs(seconds)
    }

    fn report(&self, says: &str) {
        panic!("the worker says: {says}");
    }

    fn chance(&self, bytes: &mut [u8]) -> std::io::Result<()> {
        bytes.fill(7);
        Ok(())
    }
}

/// The entries that signed checkpoints were told to be over.
#[derive(Default)]
struct Told(Mutex<Vec<i64>>);

impl Watch for Told {
    fn job_ended(&self, _: &JobTold) {}

    fn command_seen(&self, _: &str, _: i64) {}

    fn checkpoint_signed(&self, entries: i64) {
        self.0.lock().unwrap().push(entries);
    }
}

fn opener(scratch: &Scratch) -> impl Fn() -> Result<Office, OfficeError> + Send + Sync + use<> {
    let address = scratch.address.clone();
    let terms = Arc::new(Terms::bundled(AUTHORITY).unwrap());
    move || {
        let store = Store::open(&address)
            .and_then(|store| store.with_keyring(Keyring::example()))
            .map_err(OfficeError::from)?;
        Ok(Office::new(store, Arc::clone(&terms), AUTHORITY))
    }
}

fn record(office: &mut Office, name: &str) {
    let user = oast_office::access::NewUser {
        user_id: name,
        name,
        email: None,
        roles: &[Role::Auditor],
    };
    let admin = by("admin", at("2026-06-01T08:00:00Z"));
    let mut chance = |bytes: &mut [u8]| {
        bytes.fill(9);
        Ok(())
    };
    office.add_user(&user, None, admin, &mut chance).unwrap();
}

#[test]
fn programs_on_one_database_sign_one_checkpoint_an_hour_where_something_was_recorded() {
    let scratch = Scratch::new();
    let (machine, told) = (Arc::new(ByHand::default()), Arc::new(Told::default()));
    let worker = || {
        let (machine, told) = (Arc::clone(&machine), Arc::clone(&told));
        Worker::new(Arc::new(opener(&scratch)), machine, told)
    };
    let (one, other) = (worker(), worker());
    let (mut here, mut there) = (opener(&scratch)().unwrap(), opener(&scratch)().unwrap());
    let signing = Signing {
        signer: SigningKey::new("example.gov.uk/oast", [3; KEY_BYTES]).unwrap(),
        every: oast_office::jobs::CHECKPOINT_EVERY,
    };
    record(&mut here, "first");

    // Both look at the same moment, from threads of their own: one signs.
    let signed = std::thread::scope(|scope| {
        let looks = [(&one, &mut here), (&other, &mut there)].map(|(worker, office)| {
            let signing = &signing;
            scope.spawn(move || worker.sign_in_turn(office, signing).unwrap())
        });
        looks.map(|look| usize::from(look.join().unwrap().is_some()))
    });
    assert_eq!(signed.iter().sum::<usize>(), 1);
    record(&mut here, "second");
    for (worker, office) in [(&one, &mut here), (&other, &mut there)] {
        let early = worker.sign_in_turn(office, &signing).unwrap();
        assert_eq!(early, None, "within the hour");
    }
    // An hour later somebody signs what was recorded since; an hour after that there is nothing.
    machine.0.store(3_600, Ordering::Relaxed);
    let next = other.sign_in_turn(&mut there, &signing).unwrap().unwrap();
    assert_eq!(next.size, 2);
    assert_eq!(one.sign_in_turn(&mut here, &signing).unwrap(), None);
    machine.0.store(7_200, Ordering::Relaxed);
    assert_eq!(one.sign_in_turn(&mut here, &signing).unwrap(), None);
    assert_eq!(here.checkpoints(9).unwrap().len(), 2);
    assert_eq!(*told.0.lock().unwrap(), [1, 2]);
    assert!(here.store().verify().unwrap().faults.is_empty());
}
