//! A server of others on this machine, which ends with its test, however that ends.

use std::collections::BTreeSet;
use std::fs::{File, read_to_string};
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Runs a command in a group of its own, and ends the whole group when the command ends or when nobody
/// holds the standard input any more: not even a test that is killed leaves a server behind. The shell waits
/// for the command, so that nothing of it is left when the shell has ended.
const WATCHED: &str = "exec 3<&0; setsid \"$@\" </dev/null & server=$!; \
    (cat <&3 >/dev/null; kill -9 -$server $server) & wait $server; kill -9 -$server; kill -9 -$$";

/// How long a busy machine may take to start a server.
const PATIENCE: Duration = Duration::from_mins(1);

pub struct Server {
    shell: Child,
    pub port: u16,
}

/// The ports that were handed out: a server that is off for a while comes back to its own.
static TAKEN: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());

/// Listens on a port that nobody else has or had.
pub fn listen() -> (TcpListener, u16) {
    loop {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        if TAKEN.lock().unwrap().insert(port) {
            return (listener, port);
        }
    }
}

impl Server {
    /// Starts what `make` makes for a free port; somebody may take that in between, so it is tried anew.
    pub fn start(log: &Path, make: impl Fn(u16) -> Command) -> Self {
        let started = (0..3).find_map(|_| {
            let (_, port) = listen();
            Self::on(port, log, &make(port))
        });
        started.unwrap_or_else(|| panic!("{}", read_to_string(log).unwrap_or_default()))
    }

    /// Starts a command that is to listen on a port; nothing if it ends before it does.
    pub fn on(port: u16, log: &Path, command: &Command) -> Option<Self> {
        let log = File::options().create(true).append(true).open(log).unwrap();
        let mut shell = Command::new("sh");
        shell.args(["-c", WATCHED, "sh"]).arg(command.get_program()).args(command.get_args());
        shell.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
        for (name, value) in command.get_envs() {
            shell.env(name, value.unwrap());
        }
        shell.process_group(0).stdin(Stdio::piped());
        shell.stdout(log.try_clone().unwrap()).stderr(log);
        let mut server = Self { shell: shell.spawn().unwrap(), port };
        let since = Instant::now();
        while !server.answers() {
            if server.shell.try_wait().unwrap().is_some() {
                return None;
            }
            assert!(since.elapsed() < PATIENCE, "{command:?} does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        // Whoever answers may be somebody else who was faster.
        server.shell.try_wait().unwrap().is_none().then_some(server)
    }

    /// Tells whether somebody there speaks HTTP.
    fn answers(&self) -> bool {
        let Ok(mut stream) = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)) else {
            return false;
        };
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        let mut begin = [0; 5];
        let asked = stream.write_all(b"OPTIONS / HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n");
        asked.is_ok() && stream.read_exact(&mut begin).is_ok() && begin == *b"HTTP/"
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        let _ = self.shell.wait();
    }
}
