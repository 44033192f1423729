//! The stores themselves, and the trouble made for them: what the other tests rely on.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpStream};

use crate::leftovers::{Damage, scatter};
use crate::proxy::{Proxy, Trouble};
use crate::stores::{Kind, Store};

/// Asks a server for something that it answers whoever asks; returns how the answer begins.
fn asked(port: u16, method: &str, body: &[u8]) -> String {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
    let head = format!(
        "{method} /home/object HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\
         Content-Length: {}\r\n\r\n",
        body.len()
    );
    let mut said = Vec::new();
    let _ = stream.write_all(&[head.as_bytes(), body].concat());
    let _ = stream.read_to_end(&mut said);
    String::from_utf8_lossy(&said).chars().take(12).collect()
}

fn objects_can_be_put_read_damaged_and_removed(kind: Kind) {
    let store = Store::new(kind);
    assert!(store.objects().is_empty());
    let names = ["a.age", "b (conflicted copy).age", ".syncthing.c#+%.tmp", "empty"];
    for (number, name) in names.iter().enumerate() {
        store.put(name, &vec![7; number * 1_000]);
    }
    let sizes: Vec<usize> = store.objects().values().map(Vec::len).collect();
    assert_eq!(sizes, [2_000, 0, 1_000, 3_000]);
    for name in &names[..3] {
        store.remove(name);
    }
    for damage in Damage::ALL {
        store.put("x.age", b"whole");
        damage.befalls(&store, "x.age");
        assert_ne!(store.objects().get("x.age"), Some(&b"whole".to_vec()), "{damage:?}");
    }
    scatter(&store);
    assert!(store.objects().len() > 10);
}
in_every_store!(objects_can_be_put_read_damaged_and_removed);

fn a_server_ends_with_its_store(kind: Kind) {
    let store = Store::new(kind);
    let port = store.port();
    assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok());
    let place = store.objects_lie();
    drop(store);
    // The last of its processes may still be dying.
    let ended = (0..500).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(10));
        TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err()
    });
    assert!(ended && !place.exists());
}
on_every_server!(a_server_ends_with_its_store);

fn through(proxy: &Proxy, trouble: Trouble) -> String {
    proxy.set(trouble);
    asked(proxy.port, "PUT", &[7; 1_000])
}

#[test]
#[ignore = "needs Apache; run by scripts/test"]
fn a_proxy_makes_the_trouble_it_is_told_to_make() {
    let mut store = Store::new(Kind::Apache);
    let proxy = store.proxy();
    assert_eq!(through(&proxy, Trouble::CutPut { after: 10 }), "");
    assert_eq!(through(&proxy, Trouble::Busy), "HTTP/1.1 503");
    assert_eq!(through(&proxy, Trouble::DropAt(1)), "");
    assert_eq!(through(&proxy, Trouble::AwayFrom(1)), "");
    assert!(store.objects().is_empty());
    assert_eq!(through(&proxy, Trouble::AwayFrom(2)), "HTTP/1.1 201");
    assert_eq!(asked(proxy.port, "GET", &[]), "");
    assert_eq!(asked(proxy.port, "GET", &[]), "");
    assert_eq!(through(&proxy, Trouble::DropAt(2)), "HTTP/1.1 204");
    assert_eq!(asked(proxy.port, "GET", &[]), "");
    assert_eq!(asked(proxy.port, "GET", &[]), "HTTP/1.1 200");
    assert_eq!(proxy.requests(), 3);
    let port = store.stop();
    assert_eq!(through(&proxy, Trouble::None), "");
    store.start_again(port);
    assert_eq!(through(&proxy, Trouble::None), "HTTP/1.1 204");
    assert_eq!(store.objects()["object"], [7; 1_000]);
}

#[test]
#[ignore = "needs rclone from PyPI; run by scripts/test"]
fn half_an_upload_is_seen_at_rclone() {
    let store = Store::new(Kind::RcloneDav);
    let proxy = store.proxy();
    proxy.set(Trouble::CutPut { after: 400 });
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, proxy.port)).unwrap();
    let head = "PUT /home/object HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Basic \
        YWRhOmxvdmVsYWNl\r\nContent-Length: 1000\r\n\r\n";
    stream.write_all(&[head.as_bytes(), &[7; 1_000]].concat()).unwrap();
    let _ = stream.read_to_end(&mut Vec::new());
    let half = || store.objects().get("object").is_some_and(|bytes| bytes.len() == 400);
    let seen = (0..500).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(10));
        half()
    });
    assert!(seen, "{:?}", store.objects());
}
