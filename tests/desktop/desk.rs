//! A desk of one's own: a bus, a screen, a notification daemon, and a program at work on it.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::home::Home;

/// A bus that starts nothing by itself.
const BUS: &str = "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\" \
    \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\
    <busconfig><type>session</type><listen>ADDRESS</listen><auth>EXTERNAL</auth>\
    <policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>\
    <allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>";

/// Waits until something holds.
#[track_caller]
pub fn until(what: &str, holds: impl FnMut() -> bool) {
    within(30, what, holds);
}

/// Waits so many seconds at most until something holds.
#[track_caller]
pub fn within(seconds: u64, what: &str, mut holds: impl FnMut() -> bool) {
    let since = Instant::now();
    while !holds() {
        assert!(since.elapsed() < Duration::from_secs(seconds), "not in {seconds} s: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// A process that ends with its test.
pub struct Process(Child);

impl Process {
    fn start(mut command: Command) -> Self {
        let name = command.get_program().to_string_lossy().into_owned();
        Self(command.spawn().unwrap_or_else(|error| panic!("{name}: {error}")))
    }

    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// Asks it to end.
    pub fn end(mut self) -> ExitStatus {
        let id = self.id().to_string();
        assert!(Command::new("kill").arg(id).status().unwrap().success());
        self.0.wait().unwrap()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub struct Desk {
    pub home: Home,
    display: String,
    bus: Option<Process>,
    daemon: Option<Process>,
    _screen: Process,
}

impl Desk {
    pub fn new() -> Self {
        let mut screen = Command::new("Xvfb");
        screen.args(["-displayfd", "1", "-screen", "0", "800x600x24", "-nolisten", "tcp"]);
        screen.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut screen = Process::start(screen);
        let mut number = String::new();
        BufReader::new(screen.0.stdout.take().unwrap()).read_line(&mut number).unwrap();
        let display = format!(":{}", number.trim());
        let home = Home::new();
        let mut desk = Self { home, display, bus: None, daemon: None, _screen: screen };
        desk.settle();
        desk.start_bus();
        desk.start_daemon();
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.folder.path().join(name)
    }

    pub fn address(&self) -> String {
        format!("unix:path={}", self.path("bus").display())
    }

    /// Sets the program up so that plans are due just now, at whatever hour that is.
    fn settle(&mut self) {
        let now = chrono::Local::now();
        self.home.now = (now - chrono::TimeDelta::days(1)).to_rfc3339();
        let morning = (now - chrono::TimeDelta::minutes(1)).format("%H:%M").to_string();
        let turns = now + chrono::TimeDelta::hours(12);
        let settings = [
            ("morning", morning.as_str()),
            ("rollover-hour", &turns.format("%-H").to_string()),
            ("quiet-hours", "off"),
            ("remind-review", "off"),
            ("remind-evening", "off"),
        ];
        for (key, value) in settings {
            self.home.ok(&["config", "set", key, value]);
        }
        let pick = self.path("pick.sh");
        fs::write(&pick, format!("#!/bin/sh\ngrep -F -m1 -f '{}'\n", self.path("wish").display()))
            .unwrap();
        let run = "chmod +x";
        let done = Command::new("sh").args(["-c", &format!("{run} '{}'", pick.display())]).status();
        assert!(done.unwrap().success());
        let rules = format!(
            "[global]\n  font = DejaVu Sans 12\n  width = 400\n  notification_limit = 0\n  \
             dmenu = {}\n",
            pick.display()
        );
        fs::write(self.path("dunstrc"), rules).unwrap();
        fs::write(self.path("bus.conf"), BUS.replace("ADDRESS", &self.address())).unwrap();
    }

    pub fn start_bus(&mut self) {
        let _ = fs::remove_file(self.path("bus"));
        let mut bus = Command::new("dbus-daemon");
        bus.arg("--nofork").arg(format!("--config-file={}", self.path("bus.conf").display()));
        bus.stderr(Stdio::null());
        self.bus = Some(Process::start(bus));
        until("the bus is there", || self.path("bus").exists());
    }

    pub fn end_bus(&mut self) {
        self.daemon = None;
        self.bus = None;
    }

    pub fn start_daemon(&mut self) {
        let mut daemon = Command::new("dunst");
        daemon.arg("-conf").arg(self.path("dunstrc"));
        daemon.env("DISPLAY", &self.display).env("DBUS_SESSION_BUS_ADDRESS", self.address());
        daemon.stdout(Stdio::null()).stderr(Stdio::null());
        self.daemon = Some(Process::start(daemon));
        until("the daemon is there", || self.asked(&["count", "displayed"]).is_some());
    }

    pub fn end_daemon(&mut self) {
        self.daemon = None;
    }

    /// Asks the daemon something.
    fn asked(&self, arguments: &[&str]) -> Option<String> {
        let mut control = Command::new("dunstctl");
        control.args(arguments).env("DBUS_SESSION_BUS_ADDRESS", self.address());
        let output = control.stderr(Stdio::null()).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        output.status.success().then(|| said.trim().to_owned())
    }

    /// How many notices the daemon shows.
    pub fn shown(&self) -> usize {
        let counts = ["displayed", "waiting"].map(|what| self.asked(&["count", what]));
        counts.into_iter().flatten().filter_map(|count| count.parse::<usize>().ok()).sum()
    }

    /// Presses a button of the uppermost notice.
    pub fn press(&self, label: &str) {
        let before = self.shown();
        fs::write(self.path("wish"), format!("#{label}\n")).unwrap();
        assert!(self.asked(&["action", "0"]).is_some());
        until("the button is pressed", || self.shown() < before);
    }

    /// A picture of the screen, as PNG.
    pub fn picture(&self) -> PathBuf {
        let file = self.path("screen.png");
        let mut import = Command::new("import");
        import.args(["-window", "root"]).arg(format!("PNG32:{}", file.display()));
        assert!(import.env("DISPLAY", &self.display).status().unwrap().success());
        file
    }

    /// A command of the program at the real time, on this desk.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.home.command(arguments);
        command.env_remove("RAT_NOW").env("DBUS_SESSION_BUS_ADDRESS", self.address());
        command.stdout(Stdio::null());
        command
    }

    pub fn watch(&self) -> Process {
        Process::start(self.command(&["remind", "run", "--quiet"]))
    }

    /// Has the daily session be told of just now.
    pub fn review_now(&self) {
        let now = chrono::Local::now() - chrono::TimeDelta::minutes(1);
        self.ok(&["config", "set", "remind-review", &now.format("%H:%M").to_string()]);
    }

    /// What a watch writes until something holds.
    pub fn said_by_watch(&self, holds: impl FnMut() -> bool) -> String {
        let log = self.path("said");
        let mut command = self.command(&["remind", "run"]);
        command.stderr(fs::File::create(&log).unwrap());
        let watch = Process::start(command);
        until("the watch has said it", holds);
        assert!(watch.end().success());
        fs::read_to_string(&log).unwrap()
    }

    #[track_caller]
    pub fn ok(&self, arguments: &[&str]) {
        assert!(self.command(arguments).status().unwrap().success(), "{arguments:?}");
    }

    pub fn json(&self, arguments: &[&str]) -> Value {
        let mut command = self.command(arguments);
        let output = command.arg("--json").stdout(Stdio::piped()).output().unwrap();
        serde_json::from_slice(&output.stdout).unwrap()
    }

    pub fn outcomes(&self, plan: &str) -> Value {
        self.json(&["tap", "show", plan])["counts"].clone()
    }

    /// Makes some plans, a day ago.
    pub fn plans(&self, n: usize) {
        for n in 1..=n {
            let (name, trigger) = (format!("plan-{n}"), format!("bell number {n} rings"));
            let ends = ["--trigger", &trigger, "--action", "I breathe out once", "--quiet"];
            self.home.ok(&[&["tap", "new", "--name", &name], &ends[..]].concat());
        }
    }
}
