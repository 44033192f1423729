//! Listening to everything the program writes, not only to what its screen shows.

use std::thread;
use std::time::{Duration, Instant};

use crate::terminal::Terminal;

/// How long the program may take to write what is expected of it.
const PATIENCE: Duration = Duration::from_secs(20);

/// Waits until the program has written one of some texts.
pub fn hears_any(terminal: &Terminal, texts: &[&str]) {
    let start = Instant::now();
    while !texts.iter().any(|text| terminal.heard().contains(text)) {
        assert!(start.elapsed() < PATIENCE, "none of {texts:?} in:\n{}", terminal.heard());
        thread::sleep(Duration::from_millis(2));
    }
}

/// Somebody who listens from one thing to the next.
#[derive(Default)]
pub struct Ear {
    /// How much of what was written has been taken note of.
    noted: usize,
}

impl Ear {
    /// Waits until the program has written `text` after what was waited for before.
    pub fn hears(&mut self, terminal: &Terminal, text: &str) {
        let start = Instant::now();
        loop {
            // Where a line was wrapped does not matter.
            let heard = terminal.heard().replace("\r\n", " ");
            let rest = heard.get(self.noted..).unwrap_or_default();
            if let Some(at) = rest.find(text) {
                self.noted += at + text.len();
                return;
            }
            assert!(start.elapsed() < PATIENCE, "no {text:?} after:\n{}", terminal.shown());
            thread::sleep(Duration::from_millis(2));
        }
    }
}
