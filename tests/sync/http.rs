//! Objects of a store of S3 that keeps them in memory, read and altered past the program.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

/// A name that moto takes for one without looking at the signature; who gives none may write but not read.
const WHO: &str = "Authorization: AWS4-HMAC-SHA256 \
    Credential=ratkey/20261126/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0";

/// A bucket on this machine.
#[derive(Clone, Copy)]
pub struct Bucket<'a> {
    pub port: u16,
    pub name: &'a str,
}

impl Bucket<'_> {
    fn ask(self, method: &str, target: &str, body: &[u8]) -> Vec<u8> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let head = format!(
            "{method} /{}{target} HTTP/1.0\r\nHost: 127.0.0.1\r\n{WHO}\r\nContent-Length: {}\r\n\r\n",
            self.name,
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body).unwrap();
        let mut said = Vec::new();
        stream.read_to_end(&mut said).unwrap();
        let end = said.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let answer = said.split_off(end + 4);
        let head = String::from_utf8_lossy(&said).into_owned();
        assert_eq!(head.split(' ').nth(1).unwrap().as_bytes()[0], b'2', "{target}: {head}");
        answer
    }

    pub fn create(self) {
        self.ask("PUT", "", &[]);
    }

    pub fn put(self, name: &str, bytes: &[u8]) {
        self.ask("PUT", &format!("/{}", escaped(name)), bytes);
    }

    pub fn remove(self, name: &str) {
        self.ask("DELETE", &format!("/{}", escaped(name)), &[]);
    }

    /// All objects below a prefix, by what follows it.
    pub fn objects(self, prefix: &str) -> BTreeMap<String, Vec<u8>> {
        let listed = self.ask("GET", &format!("?list-type=2&prefix={prefix}"), &[]);
        let listed = String::from_utf8(listed).unwrap();
        assert!(listed.contains("<IsTruncated>false"), "more objects than one list holds");
        let keys = listed.split("<Key>").skip(1).map(|rest| rest.split("</Key>").next().unwrap());
        let read = |key: &str| self.ask("GET", &format!("/{}", escaped(key)), &[]);
        keys.map(|key| (key.strip_prefix(prefix).unwrap().to_owned(), read(key))).collect()
    }
}

/// A name as it is written in an address.
fn escaped(name: &str) -> String {
    let mut escaped = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}
