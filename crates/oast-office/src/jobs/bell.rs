use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Wakes those who wait for work, and tells them to stop.
#[derive(Debug, Default)]
pub struct Bell {
    state: Mutex<State>,
    heard: Condvar,
}

#[derive(Debug, Default)]
struct State {
    rung: bool,
    stopped: bool,
}

impl Bell {
    /// Says that there is something to do.
    pub fn ring(&self) {
        self.change(|state| state.rung = true);
    }

    /// Says that nothing more is to be begun.
    pub fn stop(&self) {
        self.change(|state| state.stopped = true);
    }

    /// Whether nothing more is to be begun.
    pub fn is_stopped(&self) -> bool {
        self.state
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .stopped
    }

    /// Waits until it rings, for a while at most.
    pub(super) fn wait(&self, most: Duration) {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let heard = self
            .heard
            .wait_timeout_while(state, most, |state| !state.rung && !state.stopped);
        let (mut state, _) = heard.unwrap_or_else(PoisonError::into_inner);
        state.rung = false;
    }

    /// Waits a while, or until it is stopped.
    pub(super) fn pause(&self, most: Duration) {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        drop(
            self.heard
                .wait_timeout_while(state, most, |state| !state.stopped),
        );
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner));
        self.heard.notify_all();
    }
}
