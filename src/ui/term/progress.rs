//! A bar that shows how far something is; the home of `indicatif`.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::ui::env::Env;

/// A bar on the error stream, where a person sits at a terminal that is not plain; nothing elsewhere.
pub struct Bar(ProgressBar);

impl Bar {
    /// A bar that has not begun, with a word for what is being done.
    #[must_use]
    pub fn new(env: &Env, doing: &str) -> Self {
        let shown = env.interactive && !env.plain && !env.quiet && !env.json;
        let target =
            if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target);
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {percent:>3} %") {
            bar.set_style(style);
        }
        bar.set_message(doing.to_owned());
        Self(bar)
    }

    /// Shows how much is done of how much; nothing while neither is known.
    pub fn show(&self, done: u64, total: u64) {
        if total > 0 {
            self.0.set_length(total);
            self.0.set_position(done.min(total));
        }
    }

    /// Shows how much is done of something whose size is not known.
    pub fn count(&self, done: u64) {
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {human_pos}") {
            self.0.set_style(style);
        }
        self.0.set_position(done);
    }

    /// Says what is being done now.
    pub fn say(&self, doing: &'static str) {
        self.0.set_message(doing);
    }

    /// Takes the bar away.
    pub fn end(self) {
        self.0.finish_and_clear();
    }
}
