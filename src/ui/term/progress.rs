//! A bar that shows how far something is; the home of `indicatif`.

use std::cell::Cell;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::app::progress::{Doing, Progress};
use crate::ui::env::Env;
use crate::ui::term::interrupt;

/// A bar on the error stream, where a person sits at a terminal that is not plain; nothing elsewhere.
pub struct Bar {
    bar: ProgressBar,
    /// What its word says is being done.
    doing: Cell<Option<Doing>>,
}

impl Bar {
    /// A bar that has not begun, with a word for what is being done.
    #[must_use]
    pub fn new(env: &Env, doing: &str) -> Self {
        Self::drawn(env, doing, true)
    }

    /// A bar for what Ctrl-C ends in good order, so that nothing half done stays behind; a second one ends
    /// it at once. Where `shown` does not hold there is nothing to see of it.
    #[must_use]
    pub fn of(env: &Env, doing: Doing, shown: bool) -> Self {
        interrupt::noticed();
        let bar = Self::drawn(env, word(doing), shown);
        bar.doing.set(Some(doing));
        bar
    }

    fn drawn(env: &Env, doing: &str, shown: bool) -> Self {
        let shown = shown && env.interactive && !env.plain && !env.quiet && !env.json;
        let target =
            if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target);
        // The cursor goes back to the beginning, so that what a key shows, as Ctrl-C does, goes onto the
        // bar's own line and is taken away with it.
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {percent:>3} %\r") {
            bar.set_style(style);
        }
        bar.set_message(doing.to_owned());
        Self { bar, doing: Cell::new(None) }
    }

    /// Shows how much is done of how much; nothing while neither is known.
    pub fn show(&self, done: u64, total: u64) {
        if total > 0 {
            self.bar.set_length(total);
            self.bar.set_position(done.min(total));
        }
    }

    /// Shows how far it is; tells whether it is to go on.
    pub fn see(&self, Progress { doing, done, total }: Progress) -> bool {
        if self.doing.replace(Some(doing)) != Some(doing) {
            self.bar.set_message(word(doing));
        }
        self.show(done, total);
        !interrupt::came()
    }

    /// Shows that something has begun of which it is not known yet how much there is.
    pub fn begin(&self) {
        self.show(0, 1);
    }

    /// Takes the bar away.
    pub fn end(self) {
        self.bar.finish_and_clear();
    }
}

fn word(doing: Doing) -> &'static str {
    match doing {
        Doing::Reading => "Reading",
        Doing::Writing => "Writing",
        Doing::Looking => "Looking",
        Doing::Deriving => "Deriving",
        Doing::Fetching => "Fetching",
        Doing::Sending => "Sending",
    }
}
