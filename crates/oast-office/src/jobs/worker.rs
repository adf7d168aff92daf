use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::SignedDuration;
use oast_store::Connected;
use oast_store::queue::{self, JobRow, Lease};

use super::ending::{Ended, ended};
use super::{Bell, Outcome, Work};
use crate::access::Principal;
use crate::{Actor, Machine, Office, OfficeError, OpenOffice, Rights, Role};

/// For how long a worker holds a job without a sign of life. Clocks of two nodes must differ by
/// less.
pub const LEASE: SignedDuration = SignedDuration::from_secs(30);
/// A job that was begun so often is given up.
pub(super) const ATTEMPTS_MAX: i64 = 5;
/// How often a worker gives a sign of life and says how far it is.
const SIGN_EVERY: Duration = Duration::from_secs(1);
/// How often a worker looks for jobs that another node was asked for.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How long a worker waits after the database has failed.
const AFTER_FAILURE: Duration = Duration::from_secs(5);

/// What is told of a job that a worker has let go of.
#[derive(Debug, Clone, Copy)]
pub struct JobTold {
    /// Its kind: `pay-run pay`.
    pub kind: &'static str,
    /// `done`, `failed`, `again` where it will be tried again, `lost` where somebody else has it.
    pub outcome: &'static str,
    /// Which attempt it was.
    pub attempt: i64,
    /// How long it took.
    pub took: SignedDuration,
}

/// Whoever wants to know what workers do: logs and metrics.
pub trait Watch: Send + Sync {
    /// A job was let go of.
    fn job_ended(&self, told: &JobTold);
    /// The message of a command was read. One that could not be committed is told again.
    fn command_seen(&self, command: &str, seq: i64);
    /// A checkpoint over so many entries was signed.
    fn checkpoint_signed(&self, entries: i64);
}

/// The job that a worker has in hand.
#[derive(Default)]
struct InHand {
    lease: Option<Lease>,
    so_far: Arc<AtomicU64>,
}

/// Takes jobs of one authority's book under leases, one at a time, and does them.
pub struct Worker {
    open: Arc<OpenOffice>,
    pub(super) machine: Arc<dyn Machine>,
    pub(super) watch: Arc<dyn Watch>,
    bell: Bell,
    in_hand: Mutex<InHand>,
}

impl Worker {
    /// A worker that has begun nothing yet.
    pub fn new(
        open: Arc<OpenOffice>,
        machine: Arc<dyn Machine>,
        watch: Arc<dyn Watch>,
    ) -> Arc<Self> {
        Arc::new(Self {
            open,
            machine,
            watch,
            bell: Bell::default(),
            in_hand: Mutex::default(),
        })
    }

    /// What wakes it and stops it.
    pub fn bell(&self) -> &Bell {
        &self.bell
    }

    /// How many lines of a job are done, when this worker does it. It is fresher than what the
    /// database says, which on SQLite cannot change while the job's command writes.
    pub fn so_far(&self, job: &str) -> Option<u64> {
        let in_hand = self.in_hand();
        let lease = in_hand.lease.as_ref()?;
        (lease.job == job).then(|| in_hand.so_far.load(Ordering::Relaxed))
    }

    /// Takes jobs and does them until it is stopped.
    pub fn run(&self) {
        let mut office = None;
        while !self.bell.is_stopped() {
            match self.once(&mut office) {
                Ok(true) => {}
                Ok(false) => self.bell.wait(LOOK_EVERY),
                Err(error) => {
                    office = None;
                    self.machine.report(&format!("looking for jobs: {error}"));
                    self.bell.wait(AFTER_FAILURE);
                }
            }
        }
    }

    /// Does the jobs that wait, and gives how many there were.
    pub fn run_waiting(&self) -> Result<u64, OfficeError> {
        let (mut office, mut jobs) = (None, 0);
        while self.once(&mut office)? {
            jobs += 1;
        }
        Ok(jobs)
    }

    /// Gives back what it has in hand, so that another takes it at once. Whatever this one still
    /// does of it does nothing.
    pub fn hand_back(&self) -> Result<(), OfficeError> {
        let Some(lease) = self.in_hand().lease.take() else {
            return Ok(());
        };
        let mut office = (self.open)()?;
        queue::hand_back(office.store.connection(), &lease)?;
        Ok(())
    }

    /// Opens a connection, where there is none.
    pub(super) fn office<'o>(
        &self,
        office: &'o mut Option<Office>,
    ) -> Result<&'o mut Office, OfficeError> {
        match office {
            Some(office) => Ok(office),
            none => Ok(none.insert((self.open)()?)),
        }
    }

    /// Takes one job and does it; gives whether there was one.
    fn once(&self, office: &mut Option<Office>) -> Result<bool, OfficeError> {
        let token = crate::key(self.machine.as_ref()).map_err(OfficeError::Chance)?;
        let office = self.office(office)?;
        let (authority, now) = (office.authority.clone(), self.machine.now());
        let times = (now, now + LEASE);
        let connection = office.store.connection();
        let Some(row) = queue::claim(connection, (&authority, &token), &Work::KINDS, times)? else {
            return Ok(false);
        };
        let lease = Lease {
            authority,
            job: row.id.clone(),
            token,
        };
        let known = Work::read(&row.kind, &row.arguments);
        let kind = known.as_ref().map_or("unknown", Work::kind);
        let outcome = self.let_go(office, &lease, &row, known.map_err(OfficeError::from));
        let took = self.machine.now().duration_since(now);
        self.watch.job_ended(&JobTold {
            kind,
            outcome: outcome?.code(),
            attempt: row.attempts,
            took,
        });
        Ok(true)
    }

    /// Does a job and says how it ended.
    fn let_go(
        &self,
        office: &mut Office,
        lease: &Lease,
        row: &JobRow,
        known: Result<Work, OfficeError>,
    ) -> Result<Ended, OfficeError> {
        let outcome = match known {
            _ if row.attempts > ATTEMPTS_MAX => None,
            Ok(known) => Some(self.work(office, lease, row, &known)),
            Err(error) => Some(Ok(Err(error))),
        };
        let ending = ended(outcome, row.attempts);
        if let Some(says) = &ending.report {
            self.machine.report(&format!("job {}: {says}", row.kind));
        }
        ending.write(office.store.connection(), lease, self.machine.now())
    }

    /// Does the work on a thread of its own, giving signs of life meanwhile. The outer error says
    /// that the work stopped short.
    fn work(
        &self,
        office: &mut Office,
        lease: &Lease,
        row: &JobRow,
        known: &Work,
    ) -> Result<Result<Outcome, OfficeError>, ()> {
        let teams = match office.teams_of(&row.asked_by) {
            Ok(teams) => teams,
            Err(error) => return Ok(Err(error)),
        };
        let so_far = Arc::new(AtomicU64::new(0));
        *self.in_hand() = InHand {
            lease: Some(lease.clone()),
            so_far: Arc::clone(&so_far),
        };
        office.store.under_lease(Some(lease.clone()));
        let roles: Vec<Role> = row.roles.split(',').flat_map(str::parse).collect();
        let rights = Rights::of(&roles);
        // The policies are asked of whoever asked, as they would be at the desk.
        let principal = Principal {
            user: row.asked_by.clone(),
            authority: lease.authority.clone(),
            roles,
            teams,
            homes: Vec::new(),
        };
        let actor = Actor {
            principal: Some(&principal),
            ..Actor::new(&row.asked_by, self.machine.now(), rights).by_form(&row.id)
        };
        let (told, ended) = sync_channel::<()>(1);
        let worked = std::thread::scope(|scope| {
            let (working, counted) = (&mut *office, Arc::clone(&so_far));
            let thread = scope.spawn(move || {
                // Dropped when the work ends, however it does.
                let _told = told;
                let mut progress = |lines| counted.store(lines, Ordering::Relaxed);
                working.work(known, actor, &mut progress)
            });
            let mut signs = None;
            while ended.recv_timeout(SIGN_EVERY) == Err(RecvTimeoutError::Timeout) {
                // A sign that cannot be given now is given a second later.
                if self.sign(&mut signs, lease, &so_far).is_err() {
                    signs = None;
                }
            }
            thread.join().map_err(drop)
        });
        office.store.under_lease(None);
        *self.in_hand() = InHand::default();
        worked
    }

    /// Gives a sign of life.
    fn sign(
        &self,
        signs: &mut Option<Office>,
        lease: &Lease,
        so_far: &AtomicU64,
    ) -> Result<(), OfficeError> {
        let until = self.machine.now() + LEASE;
        let so_far = i64::try_from(so_far.load(Ordering::Relaxed)).ok();
        let so_far = so_far.filter(|lines| *lines > 0);
        let office = self.office(signs)?;
        queue::keep_lease(office.store.connection(), lease, until, so_far)?;
        Ok(())
    }

    fn in_hand(&self) -> MutexGuard<'_, InHand> {
        self.in_hand.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
