//! What every request shares.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use minijinja::Environment;
use oast_office::access::Read;
use oast_office::jobs::Worker;
use oast_office::picture::{Facts, Picture};
use oast_office::{Office, OfficeError};
use oast_terms::Terms;
use oast_units::Date;
use serde::Serialize;
use tokio::sync::Semaphore;

use crate::sign_on::SignOn;
use crate::templates;
use crate::watch::{Metrics, Scraped};

/// Requests that are answered at a time, at least.
const DESKS_MIN: usize = 16;
/// Requests with files that are read and answered at a time.
const UPLOADS_MAX: usize = 2;
/// Past days whose pictures are kept.
const PAST_PICTURES_MAX: usize = 4;

pub use oast_office::{Machine, OpenOffice};

/// How the council wants to be shown.
#[derive(Debug, Clone)]
pub struct Brand {
    /// The council's name.
    pub council: String,
    /// Its colour, `#rrggbb`; none for Oast's own.
    pub colour: Option<String>,
}

/// Whom a demonstration lets in, which its page for signing in tells everybody.
#[derive(Debug, Clone, Serialize)]
pub struct Demo {
    /// The users.
    pub users: Vec<DemoUser>,
    /// The password of each of them.
    pub password: String,
    /// Somebody who runs a care home, and is not of the council.
    pub provider: Option<DemoProvider>,
}

/// A user of a demonstration.
#[derive(Debug, Clone, Serialize)]
pub struct DemoUser {
    /// The name that they sign in with.
    pub user_id: String,
    /// Their name.
    pub name: String,
    /// Their roles, in words.
    pub roles: String,
}

/// Somebody of a demonstration who runs a care home.
#[derive(Debug, Clone, Serialize)]
pub struct DemoProvider {
    /// The name that they sign in with.
    pub user_id: String,
    /// Their name.
    pub name: String,
    /// The home's name.
    pub home: String,
    /// What the link of their invitation holds, for whoever has not taken it up.
    pub secret: Option<String>,
}

/// What every request shares.
pub struct App {
    pub(crate) templates: Environment<'static>,
    pub(crate) machine: Arc<dyn Machine>,
    pub(crate) brand: Brand,
    pub(crate) terms: Arc<Terms>,
    /// Whether cookies are sent over HTTPS alone.
    pub(crate) secure: bool,
    /// How people show who they are.
    pub(crate) sign_on: SignOn,
    /// Whom it lets in, where it is a demonstration.
    pub(crate) demo: Option<Demo>,
    open: Arc<OpenOffice>,
    /// How many requests are answered at a time; the others wait in the order in which they came.
    pub(crate) desks: Semaphore,
    /// Held by whoever sends files: each takes much memory.
    pub(crate) uploads: Arc<Semaphore>,
    idle: Mutex<Vec<Office>>,
    now: Mutex<Option<Arc<Picture>>>,
    /// Held by whoever works out the next picture.
    next: Mutex<()>,
    past: Mutex<Vec<Past>>,
    reads: Mutex<Vec<Read>>,
    /// Does jobs on this node, where it does any, and is told of those that are asked for here.
    pub(crate) worker: Arc<Worker>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) runs: crate::desk::runs::Runs,
    pub(crate) uplift_effects: crate::desk::effects::Effects,
}

/// A picture of a past day that is kept.
struct Past {
    seq: i64,
    day: Date,
    /// The last erasure before it was read: a later one has to be seen in it.
    erased_seq: i64,
    picture: Arc<Picture>,
}

/// What the server is told when it is started.
pub struct Settings {
    /// Opens a connection to the database.
    pub open: Box<OpenOffice>,
    /// The terms that the county runs under.
    pub terms: Arc<Terms>,
    /// Where time and chance come from.
    pub machine: Arc<dyn Machine>,
    /// How the council wants to be shown.
    pub brand: Brand,
    /// Whether the server is reached over HTTPS.
    pub secure: bool,
    /// How people show who they are.
    pub sign_on: SignOn,
    /// Whom it lets in, where it is a demonstration; everybody is told.
    pub demo: Option<Demo>,
}

impl Drop for App {
    /// Connections are closed on a thread of their own: to close one can mean to wait for a server,
    /// which must not be done where futures run, and the last who holds this may well be one.
    fn drop(&mut self) {
        let idle = std::mem::take(&mut *held(&self.idle));
        let closed = std::thread::spawn(move || drop(idle)).join();
        debug_assert!(closed.is_ok(), "closing a connection does not panic");
    }
}

/// A connection, given back when it is dropped.
pub(crate) struct Lent {
    app: Arc<App>,
    office: Option<Office>,
}

impl Lent {
    /// The office.
    ///
    /// # Errors
    /// Never while the loan lasts; the type allows for the moment in which it is given back.
    pub(crate) fn office(&mut self) -> Result<&mut Office, OfficeError> {
        self.office
            .as_mut()
            .ok_or_else(|| OfficeError::Refused("the connection was given back".to_owned()))
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some(office) = self.office.take() {
            held(&self.app.idle).push(office);
        }
    }
}

impl App {
    /// Makes ready to answer, with the county as it is known now.
    pub fn new(settings: Settings) -> Result<Arc<Self>, OfficeError> {
        let open: Arc<OpenOffice> = Arc::from(settings.open);
        let machine = Arc::clone(&settings.machine);
        // Without policies nobody could do anything: better not to start, and to say why.
        oast_office::access::policies()?;
        let metrics: Arc<Metrics> = Arc::default();
        let watch: Arc<Metrics> = Arc::clone(&metrics);
        let worker = Worker::new(Arc::clone(&open), machine, watch);
        let app = Arc::new(Self {
            templates: environment(),
            machine: settings.machine,
            brand: settings.brand,
            terms: settings.terms,
            secure: settings.secure,
            sign_on: settings.sign_on,
            demo: settings.demo,
            open,
            desks: Semaphore::new(desks()),
            uploads: Arc::new(Semaphore::new(UPLOADS_MAX)),
            idle: Mutex::new(Vec::new()),
            now: Mutex::new(None),
            next: Mutex::new(()),
            past: Mutex::new(Vec::new()),
            reads: Mutex::new(Vec::new()),
            worker,
            metrics,
            runs: crate::desk::runs::Runs::default(),
            uplift_effects: crate::desk::effects::Effects::default(),
        });
        let mut lent = app.lend()?;
        let today = crate::words::uk_date(app.machine.now());
        app.picture(lent.office()?, today, None)?;
        drop(lent);
        Ok(app)
    }

    /// Does jobs on this node, once it is set going.
    pub fn worker(&self) -> &Arc<Worker> {
        &self.worker
    }

    /// What is scraped of this node.
    pub fn scraped(&self, version: &'static str) -> Scraped {
        Scraped {
            metrics: Arc::clone(&self.metrics),
            open: Arc::clone(&self.open),
            machine: Arc::clone(&self.machine),
            version,
        }
    }

    /// Whether pages can be answered, or what is missing, in words.
    pub(crate) fn readiness(self: &Arc<Self>) -> Result<(), &'static str> {
        let answers = self.lend().and_then(|mut lent| {
            let office = lent.office()?;
            let schema = office.store().has_known_schema();
            Ok(schema && office.known_seq(None).is_ok())
        });
        match answers {
            Err(_) => Err("not ready: the database does not answer"),
            Ok(false) => Err("not ready: the database does not have the schema"),
            Ok(true) if held(&self.now).is_none() => Err("not ready: the county was not read yet"),
            Ok(true) => Ok(()),
        }
    }

    /// A connection of one's own for a while.
    pub(crate) fn lend(self: &Arc<Self>) -> Result<Lent, OfficeError> {
        let idle = held(&self.idle).pop();
        let office = match idle {
            Some(office) => office,
            None => (self.open)()?,
        };
        Ok(Lent {
            app: Arc::clone(self),
            office: Some(office),
        })
    }

    /// The county as it is known now. While somebody else's request works out what was recorded a
    /// moment ago, others are shown the county as it was before, unless they have to see that
    /// entry: whoever recorded something sees it on the next page.
    pub(crate) fn picture(
        &self,
        office: &mut Office,
        today: Date,
        done: Option<i64>,
    ) -> Result<Arc<Picture>, OfficeError> {
        let seq = office.known_seq(None)?;
        let fresh = |picture: &Arc<Picture>| picture.known_seq() >= seq && picture.day == today;
        let current = || held(&self.now).clone();
        let before = current();
        if let Some(picture) = before.as_ref().filter(|picture| fresh(picture)) {
            return Ok(Arc::clone(picture));
        }
        let enough = |picture: &&Arc<Picture>| {
            picture.day == today && done.is_none_or(|done| picture.known_seq() >= done)
        };
        let _mine = match (self.next.try_lock(), before.as_ref().filter(enough)) {
            (Ok(mine), _) => mine,
            (Err(TryLockError::Poisoned(mine)), _) => mine.into_inner(),
            (Err(TryLockError::WouldBlock), Some(before)) => return Ok(Arc::clone(before)),
            (Err(TryLockError::WouldBlock), None) => held(&self.next),
        };
        // It may have been worked out while this request waited.
        let before = current();
        if let Some(picture) = before.as_ref().filter(|picture| fresh(picture)) {
            return Ok(Arc::clone(picture));
        }
        let next = if let Some(before) = before.as_ref() {
            let facts = office.picture_facts_from(&before.facts, seq)?;
            before.with(facts, today)
        } else {
            let facts = Arc::new(office.picture_facts(seq)?);
            Picture::new(facts, Arc::clone(&self.terms), today)
        };
        let next = Arc::new(next);
        *held(&self.now) = Some(Arc::clone(&next));
        Ok(next)
    }

    /// The county as it was known at an audit entry, seen on a day. Whoever was erased since, on
    /// whichever node, is erased in it.
    pub(crate) fn past_picture(
        &self,
        office: &mut Office,
        seq: i64,
        day: Date,
    ) -> Result<Arc<Picture>, OfficeError> {
        let erased_seq = office.last_erasure()?;
        let kept = |past: &mut Vec<Past>| {
            past.retain(|each| each.erased_seq >= erased_seq);
            let found = past.iter().find(|each| (each.seq, each.day) == (seq, day));
            found.map(|each| Arc::clone(&each.picture))
        };
        if let Some(picture) = kept(&mut held(&self.past)) {
            return Ok(picture);
        }
        let now = held(&self.now).clone();
        let now = now.filter(|now| now.known_seq() >= erased_seq);
        let facts: Arc<Facts> = match now {
            Some(now) => office.picture_facts_from(&now.facts, seq)?,
            None => Arc::new(office.picture_facts(seq)?),
        };
        let picture = Arc::new(Picture::new(facts, Arc::clone(&self.terms), day));
        let mut past = held(&self.past);
        if past.len() >= PAST_PICTURES_MAX {
            past.remove(0);
        }
        past.push(Past {
            seq,
            day,
            erased_seq,
            picture: Arc::clone(&picture),
        });
        Ok(picture)
    }

    /// Works out what the first pages of the day would otherwise wait for.
    pub(crate) fn warm(&self) {
        let picture = held(&self.now).clone();
        if let Some(picture) = picture {
            picture.warm();
        }
    }

    /// Notes that somebody looked at a person's record; written down soon, in one go with others.
    pub(crate) fn note_read(&self, read: Read) {
        held(&self.reads).push(read);
    }

    /// Writes down who looked at whom since the last time.
    ///
    /// # Errors
    /// When the database refuses; what was not written waits for the next time.
    pub fn write_reads(self: &Arc<Self>) -> Result<(), OfficeError> {
        let reads = std::mem::take(&mut *held(&self.reads));
        if reads.is_empty() {
            return Ok(());
        }
        let mut lent = self.lend()?;
        let written = lent.office()?.record_reads(&reads);
        if written.is_err() {
            held(&self.reads).extend(reads);
        }
        written
    }
}

/// How many requests are answered at a time: more than there are processors, as some wait for the
/// disk or work for long, and not so many that each takes as long as all of them.
fn desks() -> usize {
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    (4 * processors).max(DESKS_MIN)
}

/// The templates, with what pages need.
pub fn environment() -> Environment<'static> {
    let mut environment = templates::environment();
    // A report of a fault would hold the page's whole context, and so people's records.
    environment.set_debug(false);
    crate::page::keep_the_day(&mut environment);
    crate::page::know_what_opens(&mut environment);
    environment
}

/// What a lock guards, also after a thread that held it stopped short: what is in it stays whole,
/// because it is only ever replaced.
pub(crate) fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
