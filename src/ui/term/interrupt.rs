//! Signals: whoever ends the program from outside gets a sane terminal back and exit code 130.

use std::io::Write as _;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::terminal::{LeaveAlternateScreen, disable_raw_mode};
use crossterm::{cursor, execute};

/// Whether a question may have hidden the cursor.
static HIDDEN: AtomicBool = AtomicBool::new(false);

/// Notes that a question is asked that hides the cursor while it waits.
pub fn cursor_may_hide() {
    HIDDEN.store(true, Ordering::Relaxed);
}

/// Shows a cursor that a question may have hidden.
pub fn show_cursor() {
    if HIDDEN.swap(false, Ordering::Relaxed) {
        // Questions are asked on the error stream; there is nobody to tell if it is gone.
        let _ = execute!(super::super::env::stderr(), cursor::Show);
    }
}

/// The exit code of an interrupted program, as shells count it.
const INTERRUPTED: i32 = 130;

/// Sees to it, once per process, that a signal gives the terminal back before it ends the program.
///
/// Every answer is kept before the next question is asked, so nothing is lost by ending here.
pub fn give_terminal_back() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Without a handler the system ends the program itself, which is no worse than before.
        let _ = ctrlc::set_handler(end);
    });
}

/// Has a signal do something else than end the program, for a program that knows how to end well.
pub fn instead(act: Box<dyn FnMut() + Send>) {
    // Without a handler the system ends the program itself, which is no worse than before.
    let _ = ctrlc::set_handler(act);
}

/// Whether a signal has come that is noticed instead of ending the program.
static NOTICED: AtomicBool = AtomicBool::new(false);

/// Has a signal only be noticed, for work that ends well when it is told to; a second one ends the program
/// as ever.
pub fn noticed() {
    instead(Box::new(|| {
        if NOTICED.swap(true, Ordering::Relaxed) {
            end();
        }
    }));
}

/// Tells whether a signal has come that was only to be noticed.
pub fn came() -> bool {
    NOTICED.load(Ordering::Relaxed)
}

#[expect(clippy::disallowed_methods, reason = "a signal leaves no other way to end")]
fn end() {
    let mut out = std::io::stdout();
    // A plain session was never taken over: no escape is written into it.
    if crossterm::terminal::is_raw_mode_enabled().unwrap_or(false) {
        let _ = execute!(out, LeaveAlternateScreen, cursor::Show);
        let _ = disable_raw_mode();
    }
    show_cursor();
    let _ = writeln!(out);
    std::process::exit(INTERRUPTED)
}
