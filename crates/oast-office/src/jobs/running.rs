use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

use super::{Tally, Worker};

/// How long giving a job back may take when the program ends: on SQLite, a command that writes
/// keeps everybody waiting, and its end with the program gives the job back as well.
const HAND_BACK_WITHIN: Duration = Duration::from_secs(2);

/// A worker on threads of its own: one for jobs, one for the messages of the outbox.
pub struct Running {
    worker: Arc<Worker>,
    /// Closed when the thread for jobs has ended.
    ended: Receiver<()>,
}

impl Running {
    /// Sets a worker going.
    ///
    /// # Errors
    /// When the machine has no threads to give.
    pub fn start(worker: &Arc<Worker>) -> std::io::Result<Self> {
        let (alive, ended) = sync_channel::<()>(0);
        let jobs = Arc::clone(worker);
        thread("jobs", move || {
            let _alive = alive;
            jobs.run();
        })?;
        let messages = Arc::clone(worker);
        thread("outbox", move || {
            let tally = Tally::new(Arc::clone(&messages.watch));
            messages.read_outbox(&mut [Box::new(tally)]);
        })?;
        Ok(Self {
            worker: Arc::clone(worker),
            ended,
        })
    }

    /// Begins nothing more, and waits a while for the job that is under way. One that is not
    /// finished by then is given back, for another node to begin anew. Whether all was finished is
    /// the answer.
    pub fn stop(self, within: Duration) -> bool {
        self.worker.bell().stop();
        if self.ended.recv_timeout(within) != Err(RecvTimeoutError::Timeout) {
            return true;
        }
        let (alive, ended) = sync_channel::<()>(0);
        let worker = Arc::clone(&self.worker);
        let handing = thread("hand-back", move || {
            let _alive = alive;
            if let Err(error) = worker.hand_back() {
                worker
                    .machine
                    .report(&format!("giving a job back: {error}"));
            }
        });
        if handing.is_ok() {
            let _ = ended.recv_timeout(HAND_BACK_WITHIN);
        }
        false
    }
}

pub(super) fn thread(name: &str, work: impl FnOnce() + Send + 'static) -> std::io::Result<()> {
    let builder = std::thread::Builder::new().name(name.to_owned());
    builder.spawn(work).map(drop)
}
