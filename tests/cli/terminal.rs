//! A real terminal: the program on one end of a PTY, a screen and a keyboard on the other.

use std::io::{Read as _, Write};
use std::num::NonZero;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::home::{Home, NO_BUS};

/// How long a screen may take to show what is expected of it.
const PATIENCE: Duration = Duration::from_secs(20);

/// A terminal has at least one line and one column.
fn some(n: u16) -> NonZero<u16> {
    NonZero::new(n).unwrap()
}

pub struct Terminal {
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    keyboard: Box<dyn Write + Send>,
    screen: Arc<Mutex<vt100::Parser>>,
    heard: Arc<Mutex<Vec<u8>>>,
    listener: thread::JoinHandle<()>,
}

impl Terminal {
    /// Starts the program on a terminal of `columns` by `lines`.
    pub fn start(home: &Home, arguments: &[&str], (columns, lines): (u16, u16)) -> Self {
        Self::start_with(home, arguments, (columns, lines), &[])
    }

    /// Starts the program with some environment variables of its own.
    pub fn start_with(
        home: &Home,
        arguments: &[&str],
        (cols, rows): (u16, u16),
        variables: &[(&str, &str)],
    ) -> Self {
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_rat"));
        command.args(arguments);
        command.env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("TERM", "xterm-256color");
        command.env("RAT_DATA_DIR", home.data());
        command.env("RAT_NOW", &home.now);
        command.env("DBUS_SESSION_BUS_ADDRESS", NO_BUS);
        command.cwd(home.folder.path());
        for (name, value) in variables {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let screen = Arc::new(Mutex::new(vt100::Parser::new(some(rows), some(cols), 0)));
        let heard = Arc::new(Mutex::new(Vec::new()));
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (shown, kept) = (Arc::clone(&screen), Arc::clone(&heard));
        let listener = thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(read @ 1..) = reader.read(&mut buffer) {
                shown.lock().unwrap().process(&buffer[..read]);
                kept.lock().unwrap().extend_from_slice(&buffer[..read]);
            }
        });
        let keyboard = pair.master.take_writer().unwrap();
        Self { master: pair.master, child, keyboard, screen, heard, listener }
    }

    pub fn press(&mut self, keys: &str) -> &mut Self {
        // A program that has just ended hears nothing, which the test will notice by itself.
        let _ = self.keyboard.write_all(keys.as_bytes());
        let _ = self.keyboard.flush();
        self
    }

    /// What the screen shows now.
    pub fn shown(&self) -> String {
        let contents = self.screen.lock().unwrap().screen().contents();
        contents.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
    }

    /// Whether the cursor is hidden or the alternate page is shown.
    pub fn is_taken_over(&self) -> bool {
        let parser = self.screen.lock().unwrap();
        parser.screen().hide_cursor() || parser.screen().alternate_screen()
    }

    /// Everything the program ever wrote.
    pub fn heard(&self) -> String {
        String::from_utf8_lossy(&self.heard.lock().unwrap()).into_owned()
    }

    /// Waits until the screen shows `text`.
    pub fn sees(&mut self, text: &str) -> &mut Self {
        self.sees_times(text, 1)
    }

    /// Waits until the screen shows `text` so many times.
    pub fn sees_times(&mut self, text: &str, times: usize) -> &mut Self {
        let start = Instant::now();
        while self.shown().matches(text).count() < times {
            assert!(start.elapsed() < PATIENCE, "no \"{text}\" on:\n{}", self.shown());
            thread::sleep(Duration::from_millis(3));
        }
        // What is typed before a prompt is ready may be lost.
        self.quiet()
    }

    /// Waits until the program has written `text`, and no longer.
    pub fn reaches(&mut self, text: &str) -> &mut Self {
        let start = Instant::now();
        while !self.heard().contains(text) {
            assert!(start.elapsed() < PATIENCE, "no \"{text}\" in:\n{}", self.heard());
            thread::sleep(Duration::from_millis(1));
        }
        self
    }

    /// Waits until the program has nothing more to write for a moment.
    pub fn quiet(&mut self) -> &mut Self {
        let mut before = 0;
        loop {
            let now = self.heard.lock().unwrap().len();
            if now == before {
                return self;
            }
            before = now;
            thread::sleep(Duration::from_millis(15));
        }
    }

    pub fn resize(&mut self, cols: u16, rows: u16) -> &mut Self {
        self.screen.lock().unwrap().screen_mut().set_size(some(rows), some(cols));
        self.master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
        self
    }

    /// Waits for the program to end; returns its exit code.
    pub fn ends(&mut self) -> u32 {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                // What was written last may still be on its way: the terminal ends when it is read.
                while !self.listener.is_finished() && start.elapsed() < PATIENCE {
                    thread::sleep(Duration::from_millis(3));
                }
                return status.exit_code();
            }
            assert!(start.elapsed() < PATIENCE, "still running:\n{}", self.shown());
            thread::sleep(Duration::from_millis(3));
        }
    }

    /// The number of the running program.
    pub fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Ends the program at once, as `kill -9` does.
    pub fn kill(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
