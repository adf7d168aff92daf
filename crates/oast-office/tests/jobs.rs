//! Long work: asked for once, done by whoever is free, taken over from whoever is gone, and with
//! one effect.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use jiff::{SignedDuration, Timestamp};
use oast_generate::{Plan, generate};
use oast_office::jobs::{
    Failure, JobState, JobTold, LEASE, Outcome, Running, Tally, Watch, Work, Worker,
};
use oast_office::{Actor, ImportOptions, Machine, Office, OfficeError, Rights, Role};
use oast_rules::facts::PayRunLine;
use oast_scratch::Scratch;
use oast_store::queue::{Lease, claim, command_counts, dispatch, keep_lease};
use oast_store::{Connected, Keyring, Store, StoreError};
use oast_terms::Terms;
use support::{AUTHORITY, all, at, date};

/// A clock that is moved by hand, and chance that is never the same twice.
#[derive(Default)]
struct ByHand {
    seconds: AtomicI64,
    chance: AtomicU64,
}

impl Machine for ByHand {
    fn now(&self) -> Timestamp {
        let seconds = self.seconds.load(Ordering::Relaxed);
        at("2026-06-01T09:00:00Z") + SignedDuration::from_secs(seconds)
    }

    fn report(&self, says: &str) {
        assert!(
            says.contains("given up") || says.contains("database"),
            "{says}"
        );
    }

    fn chance(&self, bytes: &mut [u8]) -> std::io::Result<()> {
        let next = self.chance.fetch_add(1, Ordering::Relaxed);
        bytes[..8].copy_from_slice(&next.to_le_bytes());
        Ok(())
    }
}

/// What was told of jobs.
#[derive(Default)]
struct Told(Mutex<Vec<(&'static str, &'static str, i64)>>);

impl Watch for Told {
    fn job_ended(&self, told: &JobTold) {
        let told = (told.kind, told.outcome, told.attempt);
        self.0.lock().unwrap().push(told);
    }

    fn command_seen(&self, command: &str, seq: i64) {
        assert!(!command.is_empty() && seq > 0);
    }

    fn checkpoint_signed(&self, entries: i64) {
        self.0
            .lock()
            .unwrap()
            .push(("checkpoint", "signed", entries));
    }
}

struct County {
    scratch: Scratch,
    machine: Arc<ByHand>,
    told: Arc<Told>,
}

impl County {
    fn new() -> Self {
        let county = Self {
            scratch: Scratch::new(),
            machine: Arc::default(),
            told: Arc::default(),
        };
        let folder = tempfile::tempdir().unwrap();
        let pack = folder.path().join("pack");
        let plan = Plan {
            seed: 7,
            placements: 60,
        };
        generate(AUTHORITY, &plan, &pack, &mut |_, _| {}).unwrap();
        let importer = Actor::operator("importer", at("2026-04-01T09:00:00Z"));
        let options = ImportOptions::default();
        let mut office = county.office();
        office
            .import(&pack, importer, options, &mut |_, _| {})
            .unwrap();
        county
    }

    fn opener(&self) -> impl Fn() -> Result<Office, OfficeError> + Send + Sync + use<> {
        let address = self.scratch.address.clone();
        let terms = Arc::new(Terms::bundled(AUTHORITY).unwrap());
        move || {
            let store = Store::open(&address)
                .and_then(|store| store.with_keyring(Keyring::example()))
                .map_err(OfficeError::from)?;
            Ok(Office::new(store, Arc::clone(&terms), AUTHORITY))
        }
    }

    fn office(&self) -> Office {
        self.opener()().unwrap()
    }

    fn worker(&self) -> Arc<Worker> {
        let machine: Arc<ByHand> = Arc::clone(&self.machine);
        let told: Arc<Told> = Arc::clone(&self.told);
        Worker::new(Arc::new(self.opener()), machine, told)
    }

    /// The lease that a worker had which is gone now.
    fn taken_by_somebody_gone(&self, token: &str) -> Lease {
        let now = self.machine.now();
        let kinds = ["pay-run propose", "pay-run pay", "audit verify"];
        let mut office = self.office();
        let connection = office.store().connection();
        let row = claim(connection, (AUTHORITY, token), &kinds, (now, now + LEASE));
        Lease {
            authority: AUTHORITY.to_owned(),
            job: row.unwrap().unwrap().id,
            token: token.to_owned(),
        }
    }

    fn later(&self, by: SignedDuration) {
        self.machine
            .seconds
            .fetch_add(by.as_secs(), Ordering::Relaxed);
    }

    fn told(&self) -> Vec<(&'static str, &'static str, i64)> {
        std::mem::take(&mut *self.told.0.lock().unwrap())
    }

    fn state(&self, job: &str) -> JobState {
        self.office().job(job).unwrap().unwrap().state
    }

    fn lines(&self) -> usize {
        all::<PayRunLine>(&mut self.office()).len()
    }
}

const OFFICER: [Role; 1] = [Role::FinanceOfficer];

fn propose() -> Work {
    Work::ProposePayRun {
        until: date("2026-04-26"),
    }
}

fn officer(key: &str) -> Actor<'_> {
    let rights = Rights::of(&OFFICER);
    Actor::new("fiona", at("2026-06-01T09:00:00Z"), rights).by_form(key)
}

#[test]
fn a_job_is_asked_for_once_and_leaves_one_command() {
    let county = County::new();
    let mut office = county.office();
    let id = office
        .ask_job(&propose(), officer("key-1"), &OFFICER)
        .unwrap();
    assert_eq!(id, "key1");
    office
        .ask_job(&propose(), officer("key-1"), &OFFICER)
        .unwrap();
    assert_eq!(county.state("key1"), JobState::Waiting);
    assert_eq!(county.worker().run_waiting().unwrap(), 1);
    assert_eq!(county.told(), [("pay-run propose", "done", 1)]);
    let JobState::Done { seq, outcome } = county.state("key1") else {
        panic!("it is done");
    };
    assert_eq!(seq, Some(2));
    assert!(matches!(outcome, Outcome::Proposed { run: Some(_), .. }));
    let entry = office.store().audit_entry(2).unwrap().unwrap();
    assert_eq!(
        (&*entry.actor, &*entry.command),
        ("fiona", "pay-run propose")
    );
    office
        .ask_job(&propose(), officer("key-1"), &OFFICER)
        .unwrap();
    assert_eq!(county.worker().run_waiting().unwrap(), 0);
}

#[test]
fn a_dead_workers_job_is_taken_over_and_has_one_effect() {
    let county = County::new();
    let mut office = county.office();
    office.ask_job(&propose(), officer("k"), &OFFICER).unwrap();
    let dead = county.taken_by_somebody_gone("dead");
    assert_eq!(county.worker().run_waiting().unwrap(), 0, "it is held");
    county.later(LEASE);
    assert_eq!(county.worker().run_waiting().unwrap(), 1);
    let lines = county.lines();
    assert!(lines > 0);
    // The one that was thought dead comes back, and does all its work: it is refused.
    office.store().under_lease(Some(dead));
    let until = date("2026-04-26");
    let late = office.propose_pay_run(until, officer("other"), &mut |_| {});
    assert!(late.is_err());
    assert_eq!(county.lines(), lines);
    assert_eq!(county.told(), [("pay-run propose", "done", 2)]);
}

#[test]
fn a_worker_that_lost_its_lease_while_it_worked_changes_nothing() {
    let county = County::new();
    let mut slow = county.office();
    slow.ask_job(&propose(), officer("k"), &OFFICER).unwrap();
    let lease = county.taken_by_somebody_gone("slow");
    slow.store().under_lease(Some(lease));
    county.later(LEASE);
    let taken = county.taken_by_somebody_gone("other");
    let until = date("2026-04-26");
    let late = slow.propose_pay_run(until, officer("k"), &mut |_| {});
    let lost = matches!(late, Err(OfficeError::Store(StoreError::LeaseLost { .. })));
    assert!(lost, "{late:?}");
    assert_eq!(county.lines(), 0);
    let mut other = county.office();
    other.store().under_lease(Some(taken));
    other
        .propose_pay_run(until, officer("k"), &mut |_| {})
        .unwrap();
    assert!(county.lines() > 0);
}

#[test]
fn a_worker_that_dies_after_its_commit_leaves_a_job_that_is_done() {
    let county = County::new();
    let mut office = county.office();
    office.ask_job(&propose(), officer("k"), &OFFICER).unwrap();
    let lease = county.taken_by_somebody_gone("dies");
    office.store().under_lease(Some(lease));
    let until = date("2026-04-26");
    office
        .propose_pay_run(until, officer("k"), &mut |_| {})
        .unwrap();
    county.later(LEASE);
    assert_eq!(county.worker().run_waiting().unwrap(), 0);
    let done = JobState::Done {
        seq: Some(2),
        outcome: Outcome::Done,
    };
    assert_eq!(county.state("k"), done);
}

#[test]
fn a_form_that_was_acted_upon_elsewhere_is_not_acted_upon_by_a_job() {
    let county = County::new();
    let mut office = county.office();
    let until = date("2026-04-26");
    office
        .propose_pay_run(until, officer("k"), &mut |_| {})
        .unwrap();
    let lines = county.lines();
    office.ask_job(&propose(), officer("k"), &OFFICER).unwrap();
    county.worker().run_waiting().unwrap();
    assert_eq!(county.lines(), lines);
    let done = JobState::Done {
        seq: Some(2),
        outcome: Outcome::Done,
    };
    assert_eq!(county.state("k"), done);
}

#[test]
fn a_job_that_cannot_be_done_says_why_and_one_begun_too_often_is_given_up() {
    let county = County::new();
    let mut office = county.office();
    let pay = Work::PayPayRun {
        run: "PR-0009".to_owned(),
    };
    office.ask_job(&pay, officer("nosuch"), &OFFICER).unwrap();
    county.worker().run_waiting().unwrap();
    let JobState::Failed(Failure::Refused(why)) = county.state("nosuch") else {
        panic!("it is refused");
    };
    assert!(why.contains("PR-0009"), "{why}");
    office.ask_job(&propose(), officer("k"), &OFFICER).unwrap();
    for attempt in 0..5 {
        county.taken_by_somebody_gone(&format!("dead{attempt}"));
        county.later(LEASE);
    }
    county.worker().run_waiting().unwrap();
    assert_eq!(county.state("k"), JobState::Failed(Failure::GivenUp));
    assert_eq!(county.lines(), 0);
}

#[test]
fn a_job_is_done_with_the_rights_that_its_asker_had() {
    let county = County::new();
    let mut office = county.office();
    let refused = office.ask_job(&Work::VerifyAudit, officer("v"), &OFFICER);
    assert!(matches!(refused, Err(OfficeError::Forbidden { .. })));
    // A row that says less than was needed does less.
    let auditor = Actor::new("fiona", at("2026-06-01T09:00:00Z"), Rights::all()).by_form("v");
    office
        .ask_job(&Work::VerifyAudit, auditor, &OFFICER)
        .unwrap();
    county.worker().run_waiting().unwrap();
    let state = county.state("v");
    assert!(
        matches!(state, JobState::Failed(Failure::Refused(_))),
        "{state:?}"
    );
}

/// A job is no way round the policies: whoever approved a run does not have it paid.
#[test]
fn whoever_approved_a_run_does_not_have_it_paid_by_a_job() {
    let county = County::new();
    let mut office = county.office();
    office.ask_job(&propose(), officer("k"), &OFFICER).unwrap();
    county.worker().run_waiting().unwrap();
    let both = [Role::FinanceOfficer, Role::Approver];
    let amir = Actor::new("amir", at("2026-06-01T10:00:00Z"), Rights::of(&both));
    let checker = Actor::operator("felix", at("2026-06-01T09:30:00Z"));
    office.check_pay_run("PR-0001", checker).unwrap();
    office.approve_pay_run("PR-0001", amir).unwrap();
    let pay = Work::PayPayRun {
        run: "PR-0001".to_owned(),
    };
    for (who, key, paid) in [("amir", "own", false), ("fiona", "other", true)] {
        let actor = Actor { name: who, ..amir };
        let asked = office.ask_job(&pay, actor.by_form(key), &both);
        // It may be refused when it is asked for, or when it is done.
        if asked.is_ok() {
            county.worker().run_waiting().unwrap();
            let done = matches!(county.state(key), JobState::Done { .. });
            assert_eq!(done, paid, "{who}: {:?}", county.state(key));
        } else {
            assert!(!paid, "{who}");
        }
    }
}

#[test]
fn a_worker_gives_signs_of_life_and_stops_when_it_is_told() {
    let county = County::new();
    let worker = county.worker();
    let running = Running::start(&worker).unwrap();
    let mut office = county.office();
    office.ask_job(&propose(), officer("k"), &OFFICER).unwrap();
    worker.bell().ring();
    for _ in 0..600 {
        if matches!(county.state("k"), JobState::Done { .. }) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert!(matches!(county.state("k"), JobState::Done { .. }));
    assert!(running.stop(std::time::Duration::from_secs(30)));
    office
        .ask_job(
            &Work::VerifyAudit,
            Actor::operator("a", county.machine.now()).by_form("v"),
            &[Role::Auditor],
        )
        .unwrap();
    worker.run();
    assert_eq!(county.state("v"), JobState::Waiting, "it was told to stop");
}

#[test]
fn commands_of_every_node_are_counted_once() {
    let county = County::new();
    let mut office = county.office();
    office.ask_job(&propose(), officer("k"), &OFFICER).unwrap();
    county.worker().run_waiting().unwrap();
    let mut other = county.office();
    for office in [&mut office, &mut other] {
        let watch: Arc<Told> = Arc::clone(&county.told);
        let mut tally = Tally::new(watch);
        dispatch(office.store(), AUTHORITY, &mut tally, 100).unwrap();
    }
    let commands = command_counts(office.store().connection(), AUTHORITY).unwrap();
    let commands: Vec<(&str, i64)> = commands
        .iter()
        .map(|count| (count.command.as_str(), count.commands))
        .collect();
    assert_eq!(commands, [("import", 1), ("pay-run propose", 1)]);
}

#[test]
fn what_a_worker_has_in_hand_is_handed_back_when_it_must_end() {
    let county = County::new();
    let mut office = county.office();
    office.ask_job(&propose(), officer("k"), &OFFICER).unwrap();
    let lease = county.taken_by_somebody_gone("ends");
    let connection = office.store().connection();
    assert!(oast_store::queue::hand_back(connection, &lease).unwrap());
    assert!(!keep_lease(connection, &lease, county.machine.now() + LEASE, None).unwrap());
    assert_eq!(county.worker().run_waiting().unwrap(), 1, "at once");
    assert_eq!(county.told(), [("pay-run propose", "done", 1)]);
}
