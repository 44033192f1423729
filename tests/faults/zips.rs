//! Archives that are bombs, lead elsewhere, or lie about what they hold.

use std::fs;
use std::io::{Cursor, Write as _};
use std::process::Command;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::made::MADE;
use crate::refusing::Guarded;

const MAGIC: &[u8] = b"SQLite format 3\0\x10\0\x01\x01";

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
}

/// An archive with these files.
pub fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, options()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The head of a database and so many megabytes of nothing.
fn nothing(megabytes: usize) -> impl Iterator<Item = Vec<u8>> {
    std::iter::once(MAGIC.to_vec()).chain((0..megabytes).map(|_| vec![0; 1 << 20]))
}

fn zstd_of(megabytes: usize, window: u32) -> Vec<u8> {
    let mut zstd = zstd::Encoder::new(Vec::new(), 1).unwrap();
    zstd.window_log(window).unwrap();
    nothing(megabytes).for_each(|bytes| zstd.write_all(&bytes).unwrap());
    zstd.finish().unwrap()
}

#[test]
fn an_archive_that_swells_beyond_measure_is_refused() {
    let mut guarded = Guarded::new();
    for name in ["collection.anki21", "collection.anki2", "Habits.csv"] {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(name, options()).unwrap();
        nothing(400).for_each(|bytes| zip.write_all(&bytes).unwrap());
        let bytes = zip.finish().unwrap().into_inner();
        guarded.refuses_bytes(&format!("{} kB to 400 MB: {name}", bytes.len() >> 10), &bytes);
    }
    let bomb = zstd_of(4_000, 20);
    let meta = [8, 3];
    let files: [(&str, &[u8]); 2] = [("meta", &meta), ("collection.anki21b", &bomb)];
    let packed = zip_of(&files);
    guarded.refuses_bytes(&format!("{} kB to 4 GB of zstd", packed.len() >> 10), &packed);
    let wide = zip_of(&[("meta", &meta), ("collection.anki21b", &zstd_of(200, 27))]);
    guarded.refuses_bytes("zstd with a wide window", &wide);
    guarded.refuses_bytes("an archive in an archive", &zip_of(&[("collection.anki2", &packed)]));
    let twice = zstd::encode_all(&bomb[..], 1).unwrap();
    guarded.refuses_bytes("zstd twice", &zip_of(&[files[0], ("collection.anki21b", &twice)]));
}

#[test]
fn an_archive_that_leads_elsewhere_is_refused() {
    let mut guarded = Guarded::new();
    let whole = fs::read(&MADE.apkg).unwrap();
    let names = ["../up", "/tmp/faults-of-rat", "a/../../b", "..\\up", "C:\\up", "C:up", "a\0b"];
    for name in names {
        let mut zip = ZipWriter::new_append(Cursor::new(whole.clone())).unwrap();
        zip.start_file(name, options()).unwrap();
        let bytes = zip.finish().unwrap().into_inner();
        guarded.refuses_bytes(&format!("the name {name:?}"), &bytes);
    }
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.add_symlink("collection.anki2", "/etc/passwd", options()).unwrap();
    guarded.refuses_bytes("a link", &zip.finish().unwrap().into_inner());
    let mut raw = zip_of(&[("collection.anki2", b"x"), ("naXe", b"x")]);
    for at in 0..raw.len() - 4 {
        if &raw[at..at + 4] == b"naXe" {
            raw[at + 2] = 0xff;
        }
    }
    guarded.refuses_bytes("a name that is not UTF-8", &raw);
}

/// The sum of a file in an archive.
fn crc(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
        }
    }
    !sum
}

/// What an archive says of its only file, in the list at its end and before the file.
struct Claims {
    listed: (u64, u64),
    before: (u64, u64),
    /// How many files the list has, and how many it says it has.
    files: (usize, u64),
}

/// An archive of one file, stored as it is, with claims in 64 bits about its packed and unpacked size.
fn claiming(bytes: &[u8], claims: &Claims) -> Vec<u8> {
    let name = b"collection.anki2";
    let extra = |(packed, unpacked): (u64, u64)| {
        [&[1, 0, 16, 0], &unpacked.to_le_bytes()[..], &packed.to_le_bytes()].concat()
    };
    let middle = |(packed, unpacked), rest: &[u8]| {
        let sizes = extra((packed, unpacked));
        let lengths = [16, 0, u8::try_from(sizes.len()).unwrap(), 0];
        let fixed = [&[45, 0, 0, 0, 0, 0, 0, 0, 0x21, 0x5a], &crc(bytes).to_le_bytes()[..]];
        [&fixed.concat()[..], &[0xff; 8], &lengths, rest, name, &sizes].concat()
    };
    let mut all = [b"PK\x03\x04", &middle(claims.before, &[])[..], bytes].concat();
    let list = all.len() as u64;
    let listed = [b"PK\x01\x02-\0", &middle(claims.listed, &[0; 14])[..]].concat();
    for file in 0..claims.files.0 {
        all.extend(&listed);
        let at = all.len() - 20 - name.len();
        if file > 0 {
            all[at..at + name.len()].copy_from_slice(format!("{file:016}").as_bytes());
        }
    }
    let (end, files) = (all.len() as u64, claims.files.1.to_le_bytes());
    let zip64 =
        [b"PK\x06\x06", &44_u64.to_le_bytes()[..], &[45, 0, 45, 0], &[0; 8], &files, &files];
    all.extend(zip64.concat());
    all.extend([&(end - list).to_le_bytes()[..], &list.to_le_bytes()].concat());
    all.extend([b"PK\x06\x07\0\0\0\0", &end.to_le_bytes()[..], &[1, 0, 0, 0]].concat());
    all.extend([&b"PK\x05\x06\0\0\0\0"[..], &[0xff; 12], &[0, 0]].concat());
    all
}

#[test]
fn an_archive_that_lies_about_sizes_is_refused() {
    const HUGE: u64 = 10 << 30;
    let mut guarded = Guarded::new();
    let bytes = [MAGIC, &[7; 4_000]].concat();
    let true_size = bytes.len() as u64;
    let honest = (true_size, true_size);
    for (case, listed, before) in [
        ("10 GB unpacked, in the list", (true_size, HUGE), honest),
        ("10 GB packed, in the list", (HUGE, true_size), honest),
        ("10 GB, before the file", honest, (HUGE, HUGE)),
        ("10 GB, everywhere", (HUGE, HUGE), (HUGE, HUGE)),
        ("no size at all", (0, 0), (0, 0)),
        ("as large as can be", (u64::MAX, u64::MAX), (u64::MAX, u64::MAX)),
    ] {
        let claims = Claims { listed, before, files: (1, 1) };
        guarded.refuses_bytes(case, &claiming(&bytes, &claims));
    }
    for said in [2, 1 << 20, 1 << 40, u64::MAX] {
        let claims = Claims { listed: honest, before: honest, files: (1, said) };
        guarded.refuses_bytes(&format!("{said} files, in the list"), &claiming(&bytes, &claims));
    }
    let claims = Claims { listed: honest, before: honest, files: (300_000, 300_000) };
    guarded.refuses_bytes("300000 files", &claiming(&bytes, &claims));
}

#[test]
fn a_bomb_is_not_believed_about_how_many_bytes_it_takes() {
    // A small archive whose list says that its file takes ten gigabytes may not swell to that measure.
    let mut guarded = Guarded::new();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("collection.anki2", options().large_file(true)).unwrap();
    nothing(600).for_each(|bytes| zip.write_all(&bytes).unwrap());
    let mut bytes = zip.finish().unwrap().into_inner();
    let list = (0..bytes.len() - 4).rfind(|at| &bytes[*at..at + 4] == b"PK\x01\x02").unwrap();
    bytes[list + 20..list + 24].copy_from_slice(&0xf000_0000_u32.to_le_bytes());
    let said = guarded.refuses_bytes("600 MB said to be packed in 4 GB", &bytes);
    assert!(said.contains("holds more than"), "{said}");
}

#[test]
fn an_archive_cut_short_or_scrambled_is_refused() {
    let mut guarded = Guarded::new();
    let whole = fs::read(&MADE.apkg).unwrap();
    for part in 1..16 {
        guarded
            .refuses_bytes(&format!("{part}/16 of a package"), &whole[..whole.len() * part / 16]);
    }
    let noise: Vec<u8> =
        (0..60_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    for head in
        [&b""[..], b"PK\x03\x04", b"PK\x05\x06", b"SQLite format 3\0", b"{", b"\xef\xbb\xbf{"]
    {
        guarded.refuses_bytes(&format!("noise after {head:?}"), &[head, &noise].concat());
    }
    guarded.refuses_bytes("an empty file", b"");
    guarded.refuses_bytes("an empty archive", &zip_of(&[]));
    let late =
        zip_of(&[("meta", &[8, 9]), ("collection.anki21b", b"x"), ("collection.anki2", MAGIC)]);
    guarded.refuses_bytes("a package of format 9", &late);
    guarded.refuses_bytes("a long meta", &zip_of(&[("meta", &vec![0x80; 900_000])]));
    let none = zip_of(&[("collection.anki2", b"")]);
    guarded.refuses_bytes("an empty collection", &none);
}

#[test]
fn what_is_no_file_is_refused_at_once() {
    let mut guarded = Guarded::new();
    let folder = tempfile::tempdir().unwrap();
    guarded.refuses("a folder", folder.path());
    guarded.refuses("nothing", &folder.path().join("absent"));
    guarded.refuses("a device that never ends", std::path::Path::new("/dev/zero"));
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    guarded.refuses("a pipe that nobody writes to", &pipe);
    let mut command = guarded.command("-");
    command.stdin(fs::File::open("/dev/zero").unwrap());
    let took = crate::refusing::measured(command);
    guarded.judge("zeros without end on standard input", &took);
}
