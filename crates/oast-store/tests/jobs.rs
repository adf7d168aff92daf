//! Jobs are taken under leases and end once; messages are taken once by each consumer.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use jiff::{SignedDuration, Timestamp};
use oast_scratch::Scratch;
use oast_store::queue::{self, Consumer, JobEnd, JobState, Lease, Message, NewJob};
use oast_store::{Connected, Connection, Request, Store, StoreError};

const KINDS: [&str; 1] = ["pay-run pay"];
const LEASE: SignedDuration = SignedDuration::from_secs(30);

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A store that keeps to Kent's book.
fn kents(mut store: Store) -> Store {
    store.keep_to("kent");
    store
}

fn kents_store() -> Store {
    kents(oast_scratch::store())
}

fn start() -> Timestamp {
    at("2026-06-01T09:00:00Z")
}

fn ask(store: &mut Store, id: &str, kind: &str, asked_at: Timestamp) -> bool {
    let job = NewJob {
        id,
        kind,
        arguments: "{}",
        asked_by: "fiona",
        roles: "finance_officer",
        asked_at,
    };
    queue::insert_job(store.connection(), "kent", &job).unwrap()
}

fn claim(store: &mut Store, token: &str, now: Timestamp) -> Option<Lease> {
    let times = (now, now + LEASE);
    let row = queue::claim(store.connection(), ("kent", token), &KINDS, times).unwrap()?;
    Some(Lease {
        authority: "kent".to_owned(),
        job: row.id,
        token: token.to_owned(),
    })
}

fn command(store: &mut Store, subject: &str) -> Result<i64, StoreError> {
    let request = Request {
        authority: "kent",
        actor: "fiona",
        command: "test",
        subject,
        at: start(),
        form_key: None,
    };
    store.command(request, |command| Ok(command.seq()))
}

fn state(store: &mut Store, id: &str) -> JobState {
    let row = queue::job(store.connection(), "kent", id).unwrap();
    row.unwrap().state
}

#[test]
fn a_job_is_made_once_and_taken_by_one_in_the_order_of_asking() {
    let mut store = kents_store();
    assert!(ask(&mut store, "b", "pay-run pay", start() + LEASE));
    assert!(ask(&mut store, "a", "pay-run pay", start()));
    assert!(!ask(&mut store, "a", "pay-run pay", start()));
    assert!(ask(
        &mut store,
        "0",
        "newer than this program",
        start() - LEASE
    ));
    let now = start() + LEASE;
    assert_eq!(claim(&mut store, "one", now).unwrap().job, "a");
    assert_eq!(claim(&mut store, "two", now).unwrap().job, "b");
    assert_eq!(claim(&mut store, "three", now), None);
    assert_eq!(state(&mut store, "0"), JobState::Waiting);
}

#[test]
fn a_job_whose_worker_gives_no_sign_of_life_is_taken_over() {
    let mut store = kents_store();
    ask(&mut store, "a", "pay-run pay", start());
    let first = claim(&mut store, "first", start()).unwrap();
    let almost = start() + LEASE - SignedDuration::from_secs(1);
    assert_eq!(claim(&mut store, "second", almost), None);
    let connection = store.connection();
    assert!(queue::keep_lease(connection, &first, almost + LEASE, Some(7)).unwrap());
    assert_eq!(claim(&mut store, "second", start() + LEASE), None);
    let second = claim(&mut store, "second", almost + LEASE).unwrap();
    let row = queue::job(store.connection(), "kent", "a")
        .unwrap()
        .unwrap();
    assert_eq!((row.attempts, row.so_far), (2, None));
    // Nothing that the first still says counts.
    let end = JobEnd {
        done: false,
        seq: None,
        outcome: "{}",
        at: almost,
    };
    let connection = store.connection();
    assert!(!queue::keep_lease(connection, &first, almost + LEASE, None).unwrap());
    assert!(!queue::hand_back(connection, &first).unwrap());
    assert!(!queue::end(connection, &first, &end).unwrap());
    assert!(!queue::note_outcome(connection, &first, "{}").unwrap());
    assert!(queue::end(connection, &second, &end).unwrap());
    assert_eq!(state(&mut store, "a"), JobState::Failed);
}

#[test]
fn a_command_ends_its_job_with_it_and_is_refused_once_the_job_is_somebody_elses() {
    let mut store = kents_store();
    ask(&mut store, "a", "pay-run pay", start());
    let first = claim(&mut store, "first", start()).unwrap();
    let second = claim(&mut store, "second", start() + LEASE).unwrap();
    store.under_lease(Some(first));
    let late = command(&mut store, "late");
    assert!(
        matches!(late, Err(StoreError::LeaseLost { .. })),
        "{late:?}"
    );
    assert_eq!(store.known_seq(None).unwrap(), 0);
    store.under_lease(Some(second.clone()));
    let seq = command(&mut store, "in time").unwrap();
    let row = queue::job(store.connection(), "kent", "a")
        .unwrap()
        .unwrap();
    assert_eq!((row.state, row.seq), (JobState::Done, Some(seq)));
    assert!(queue::note_outcome(store.connection(), &second, "{}").unwrap());
    // A job is one command.
    let more = command(&mut store, "more");
    assert!(
        matches!(more, Err(StoreError::LeaseLost { .. })),
        "{more:?}"
    );
    store.under_lease(None);
    command(&mut store, "of nobody").unwrap();
    assert_eq!(claim(&mut store, "third", start() + 2 * LEASE), None);
}

#[test]
fn a_job_that_is_handed_back_is_taken_at_once_and_counts_no_attempt() {
    let mut store = kents_store();
    ask(&mut store, "a", "pay-run pay", start());
    let first = claim(&mut store, "first", start()).unwrap();
    assert!(queue::hand_back(store.connection(), &first).unwrap());
    claim(&mut store, "second", start()).unwrap();
    let row = queue::job(store.connection(), "kent", "a")
        .unwrap()
        .unwrap();
    assert_eq!(row.attempts, 1);
    let queue = queue::queue_state(store.connection(), "kent").unwrap();
    assert_eq!((queue.waiting, queue.working, queue.oldest), (0, 1, None));
}

#[test]
fn old_jobs_are_forgotten_but_for_the_last_of_each_kind() {
    let mut store = kents_store();
    for (id, token) in [("a", "one"), ("b", "two")] {
        ask(&mut store, id, "pay-run pay", start());
        let lease = claim(&mut store, token, start()).unwrap();
        let later = if id == "b" {
            LEASE
        } else {
            SignedDuration::ZERO
        };
        let end = JobEnd {
            done: true,
            seq: None,
            outcome: "{}",
            at: start() + later,
        };
        queue::end(store.connection(), &lease, &end).unwrap();
    }
    let long_after = at("2027-06-01T09:00:00Z");
    let gone = queue::forget_jobs(store.connection(), "kent", long_after).unwrap();
    assert_eq!(gone, 1);
    let last = queue::last_done(store.connection(), "kent", "pay-run pay").unwrap();
    assert_eq!(last.unwrap().id, "b");
}

#[test]
fn many_workers_take_each_job_once() {
    let scratch = Scratch::new();
    let mut store = kents(scratch.open());
    for job in 0..40 {
        ask(&mut store, &format!("job{job}"), "pay-run pay", start());
    }
    let taken: Vec<String> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..4)
            .map(|worker| {
                let scratch = &scratch;
                scope.spawn(move || {
                    let mut store = kents(scratch.open());
                    let token = format!("worker{worker}");
                    let mut next = || claim(&mut store, &token, start());
                    std::iter::from_fn(&mut next)
                        .map(|lease| lease.job)
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        let taken = workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap());
        taken.collect()
    });
    let different: std::collections::BTreeSet<&String> = taken.iter().collect();
    assert_eq!((taken.len(), different.len()), (40, 40));
}

/// Counts what it takes, and fails when it is told to.
struct Counting {
    fails_at: Option<i64>,
}

impl Consumer for Counting {
    fn name(&self) -> &'static str {
        "counting"
    }

    fn take(
        &mut self,
        connection: &mut dyn Connection,
        authority: &str,
        message: &Message,
    ) -> Result<(), StoreError> {
        queue::count_command(connection, authority, &message.topic, message.seq)?;
        if self.fails_at == Some(message.seq) {
            return Err(StoreError::Address("no such place".to_owned()));
        }
        Ok(())
    }
}

fn counted(store: &mut Store) -> i64 {
    let counts = queue::command_counts(store.connection(), "kent").unwrap();
    counts.iter().map(|count| count.commands).sum()
}

#[test]
fn a_consumer_takes_each_message_once_whoever_fails_when() {
    let mut store = kents_store();
    for number in 0..10 {
        command(&mut store, &format!("{number}")).unwrap();
    }
    let mut fails = Counting { fails_at: Some(6) };
    assert_eq!(
        queue::dispatch(&mut store, "kent", &mut fails, 4).unwrap(),
        4
    );
    queue::dispatch(&mut store, "kent", &mut fails, 4).unwrap_err();
    assert_eq!(counted(&mut store), 4, "what failed left nothing");
    let mut works = Counting { fails_at: None };
    assert_eq!(
        queue::dispatch(&mut store, "kent", &mut works, 4).unwrap(),
        4
    );
    assert_eq!(
        queue::dispatch(&mut store, "kent", &mut works, 4).unwrap(),
        2
    );
    assert_eq!(
        queue::dispatch(&mut store, "kent", &mut works, 4).unwrap(),
        0
    );
    assert_eq!(counted(&mut store), 10);
}

#[test]
fn many_readers_for_one_consumer_take_each_message_once() {
    let scratch = Scratch::new();
    let mut store = kents(scratch.open());
    for number in 0..60 {
        command(&mut store, &format!("{number}")).unwrap();
    }
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut store = kents(scratch.open());
                let mut consumer = Counting { fails_at: None };
                while queue::dispatch(&mut store, "kent", &mut consumer, 3).unwrap() > 0 {}
            });
        }
    });
    assert_eq!(counted(&mut store), 60);
    assert!(store.verify().unwrap().faults.is_empty());
}
