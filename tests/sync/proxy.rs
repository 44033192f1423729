//! Trouble on the way: a proxy before a server that cuts, drops, refuses and goes away when it is told to.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::server::listen;

const BUSY: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    None,
    /// Every upload ends after so many bytes, or in its middle when it has not that many.
    CutPut {
        after: u64,
    },
    /// The connection ends where a request with this number (from 1) is made.
    DropAt(usize),
    /// All requests from this number on find nobody.
    AwayFrom(usize),
    /// Every request is told to come again later.
    Busy,
}

struct Way {
    server: u16,
    trouble: Mutex<Trouble>,
    requests: AtomicUsize,
    open: Mutex<Vec<TcpStream>>,
    ended: AtomicBool,
}

/// Stands before a server, on a port of its own.
pub struct Proxy {
    pub port: u16,
    way: Arc<Way>,
    door: Option<JoinHandle<()>>,
}

impl Proxy {
    pub fn before(server: u16) -> Self {
        let (listener, port) = listen();
        let way = Arc::new(Way {
            server,
            trouble: Mutex::new(Trouble::None),
            requests: AtomicUsize::new(0),
            open: Mutex::new(Vec::new()),
            ended: AtomicBool::new(false),
        });
        let watched = Arc::clone(&way);
        let door = Some(thread::spawn(move || watched.receive(&listener)));
        Self { port, way, door }
    }

    /// Makes trouble from now on; requests are counted anew.
    pub fn set(&self, trouble: Trouble) {
        *self.way.trouble.lock().unwrap() = trouble;
        self.way.requests.store(0, Ordering::SeqCst);
    }

    /// How many requests were made since trouble was made.
    pub fn requests(&self) -> usize {
        self.way.requests.load(Ordering::SeqCst)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.way.ended.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
        let _ = self.door.take().unwrap().join();
    }
}

/// The head of a request.
struct Head {
    bytes: Vec<u8>,
    uploads: bool,
    length: u64,
}

impl Head {
    /// Reads the next one, if there is one.
    fn read(from: &mut BufReader<TcpStream>) -> io::Result<Option<Self>> {
        let mut bytes = Vec::new();
        while !bytes.ends_with(b"\r\n\r\n") {
            if from.read_until(b'\n', &mut bytes)? == 0 {
                return Ok(None);
            }
        }
        let text = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
        assert!(!text.contains("\r\ntransfer-encoding:"), "the length is not told: {text}");
        let length = text.split("\r\n").find_map(|line| line.strip_prefix("content-length:"));
        let length = length.map_or(0, |length| length.trim().parse().unwrap());
        Ok(Some(Self { uploads: text.starts_with("put "), length, bytes }))
    }
}

impl Way {
    /// Takes in everybody who comes, until the end.
    fn receive(self: &Arc<Self>, listener: &TcpListener) {
        let mut guests = Vec::new();
        for client in listener.incoming() {
            if self.ended.load(Ordering::SeqCst) {
                break;
            }
            let (way, client) = (Arc::clone(self), client.unwrap());
            guests.push(thread::spawn(move || drop(way.lead(&client))));
        }
        for stream in self.open.lock().unwrap().drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
        for guest in guests {
            let _ = guest.join();
        }
    }

    /// Leads a connection to the server.
    fn lead(&self, client: &TcpStream) -> io::Result<()> {
        let server = TcpStream::connect((Ipv4Addr::LOCALHOST, self.server))?;
        // Nobody waits for ever for an answer to half a request.
        server.set_read_timeout(Some(Duration::from_mins(1)))?;
        self.open.lock().unwrap().extend([client.try_clone()?, server.try_clone()?]);
        let (mut answers, mut asker) = (server.try_clone()?, client.try_clone()?);
        let back = thread::spawn(move || {
            let _ = io::copy(&mut answers, &mut asker);
            let _ = asker.shutdown(Shutdown::Both);
        });
        let mut requests = BufReader::new(client.try_clone()?);
        while let Ok(true) = self.pass(&mut requests, client, &server) {}
        let _ = client.shutdown(Shutdown::Both);
        let _ = server.shutdown(Shutdown::Write);
        let _ = back.join();
        Ok(())
    }

    /// Passes one request on; tells whether another may follow.
    fn pass(
        &self,
        requests: &mut BufReader<TcpStream>,
        mut client: &TcpStream,
        mut server: &TcpStream,
    ) -> io::Result<bool> {
        let Some(head) = Head::read(requests)? else { return Ok(false) };
        let number = self.requests.fetch_add(1, Ordering::SeqCst) + 1;
        let trouble = *self.trouble.lock().unwrap();
        match trouble {
            Trouble::Busy => {
                io::copy(&mut requests.take(head.length), &mut io::sink())?;
                client.write_all(BUSY)?;
                Ok(false)
            }
            Trouble::DropAt(at) if number == at => Ok(false),
            Trouble::AwayFrom(from) if number >= from => Ok(false),
            Trouble::CutPut { after } if head.uploads => {
                server.write_all(&head.bytes)?;
                let part = after.min(head.length / 2);
                io::copy(&mut requests.take(part), &mut server)?;
                Ok(false)
            }
            Trouble::None | Trouble::CutPut { .. } | Trouble::DropAt(_) | Trouble::AwayFrom(_) => {
                server.write_all(&head.bytes)?;
                io::copy(&mut requests.take(head.length), &mut server)?;
                Ok(true)
            }
        }
    }
}
