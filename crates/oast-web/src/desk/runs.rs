//! Pay runs that were looked at lately: what their lines come to, and the lines themselves.

use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use oast_office::pay_run::RunFigures;
use oast_office::{Office, OfficeError};
use oast_rules::facts::PayRunLine;

use crate::app::held;

/// Runs whose figures are kept.
const FIGURES_MAX: usize = 6;
/// Runs whose lines are kept; they take far more room.
const LINES_MAX: usize = 2;

/// The run, the run that it is compared with, and whether it is paid: as long as these are the
/// same, so are its figures.
type FiguresKey = (String, Option<String>, bool);

/// Things that were asked for lately, by their keys, the latest last.
struct Lately<K, V> {
    kept: Mutex<Vec<(K, Arc<V>)>>,
    max: usize,
}

impl<K: PartialEq, V> Lately<K, V> {
    const fn new(max: usize) -> Self {
        Self {
            kept: Mutex::new(Vec::new()),
            max,
        }
    }

    fn find(&self, key: &K) -> Option<Arc<V>> {
        let mut kept = held(&self.kept);
        let at = kept.iter().position(|(each, _)| each == key)?;
        let found = kept.remove(at);
        let value = Arc::clone(&found.1);
        kept.push(found);
        Some(value)
    }

    fn keep(&self, key: K, value: V) -> Arc<V> {
        let value = Arc::new(value);
        let mut kept = held(&self.kept);
        kept.retain(|(each, _)| *each != key);
        if kept.len() >= self.max {
            kept.remove(0);
        }
        kept.push((key, Arc::clone(&value)));
        value
    }
}

/// The pay runs that were looked at lately.
pub(crate) struct Runs {
    figures: Lately<FiguresKey, RunFigures>,
    lines: Lately<String, Vec<PayRunLine>>,
}

impl Default for Runs {
    fn default() -> Self {
        Self {
            figures: Lately::new(FIGURES_MAX),
            lines: Lately::new(LINES_MAX),
        }
    }
}

impl Runs {
    /// What a run's lines come to, as known at a time.
    pub(crate) fn figures(
        &self,
        office: &mut Office,
        run: &str,
        known_at: Option<Timestamp>,
    ) -> Result<Arc<RunFigures>, OfficeError> {
        let (before, paid) = office.pay_run_compared(run, known_at)?;
        let key = (run.to_owned(), before, paid);
        if let Some(figures) = self.figures.find(&key) {
            return Ok(figures);
        }
        let figures = office.pay_run_figures(run, known_at)?;
        Ok(self.figures.keep(key, figures))
    }

    /// The lines of a run, which never change, in order of their keys. The run must be known.
    pub(crate) fn lines(
        &self,
        office: &mut Office,
        run: &str,
    ) -> Result<Arc<Vec<PayRunLine>>, OfficeError> {
        let key = run.to_owned();
        if let Some(lines) = self.lines.find(&key) {
            return Ok(lines);
        }
        let mut lines = Vec::new();
        office.pay_run_lines(run, None, |line| {
            lines.push(line);
            Ok(())
        })?;
        Ok(self.lines.keep(key, lines))
    }
}

#[cfg(test)]
mod tests {
    use super::Lately;

    #[test]
    fn what_was_asked_for_least_lately_is_forgotten_first() {
        let lately: Lately<u32, u32> = Lately::new(2);
        lately.keep(1, 10);
        lately.keep(2, 20);
        assert_eq!(lately.find(&1).as_deref(), Some(&10));
        lately.keep(3, 30);
        assert!(lately.find(&2).is_none());
        assert_eq!(lately.find(&1).as_deref(), Some(&10));
        assert_eq!(*lately.keep(1, 11), 11);
        assert_eq!(lately.find(&1).as_deref(), Some(&11));
    }
}
