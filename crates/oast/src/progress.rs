//! Progress of long work: a bar on a terminal, a plain line now and then elsewhere.

use std::io::{IsTerminal, Write};

use indicatif::{ProgressBar, ProgressStyle};

/// Says on standard error how far something has got.
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
    quiet: bool,
    told: String,
}

impl Progress {
    pub(crate) fn new(quiet: bool) -> Self {
        let bar = (!quiet && std::io::stderr().is_terminal()).then(|| {
            let bar = ProgressBar::new_spinner();
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {human_pos}") {
                bar.set_style(style);
            }
            bar
        });
        Self {
            bar,
            quiet,
            told: String::new(),
        }
    }

    /// Whether progress is told in plain lines, where fewer are better.
    pub(crate) fn is_plain(&self) -> bool {
        self.bar.is_none()
    }

    /// So much of a named part is done.
    pub(crate) fn tell(&mut self, part: &str, done: u64) {
        if let Some(bar) = &self.bar {
            bar.set_message(part.to_owned());
            bar.set_position(done);
            bar.tick();
        } else if !self.quiet && self.told != part {
            part.clone_into(&mut self.told);
            let _ = writeln!(std::io::stderr(), "oast: {part}");
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
