//! Which file of a package is the collection, and taking it out.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use crate::storage::formats::Refused;
use crate::storage::formats::archive::{Archive, LARGEST, Packing};

/// What every `SQLite` database begins with.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// The bytes of a database's head that say how it is written: 2 for a log beside it, which a package
/// does not hold.
const WAYS: std::ops::Range<usize> = 18..20;

/// A package, its collection taken out.
#[derive(Debug)]
pub(super) struct Package {
    /// The collection, a file that goes when this goes.
    pub(super) collection: NamedTempFile,
    /// How many pictures and sounds lie beside it.
    pub(super) media: usize,
}

/// Takes the collection out of a package.
pub(super) fn unpack(path: &Path) -> Result<Package, Refused> {
    let mut archive = Archive::open(path)?;
    let (name, packing) = collection(&mut archive)?;
    let digits = |name: &str| name.bytes().all(|byte| byte.is_ascii_digit());
    let media = archive.names().filter(|name| digits(name)).count();
    let kept = NamedTempFile::new()?;
    let mut file = Database { to: BufWriter::new(kept.reopen()?), head: Vec::new() };
    archive.unpack(name, packing, LARGEST, &mut file)?;
    file.finish()?;
    Ok(Package { collection: kept, media })
}

/// Finds the collection. Where there are several, the older ones only ask the user to update Anki.
fn collection(archive: &mut Archive) -> Result<(&'static str, Packing), Refused> {
    match version(archive)? {
        Some(3) => return Ok(("collection.anki21b", Packing::Zstd)),
        Some(found) if found > 3 => {
            let found = format!("package format {found}");
            return Err(Refused::TooNew { program: "Anki", found });
        }
        Some(_) | None => {}
    }
    ["collection.anki21", "collection.anki2"]
        .into_iter()
        .find(|name| archive.holds(name))
        .map(|name| (name, Packing::Plain))
        .ok_or_else(|| Refused::wrong("it is no package of Anki: there is no collection in it"))
}

/// The version of a package; the oldest ones have none.
fn version(archive: &mut Archive) -> Result<Option<u64>, Refused> {
    if !archive.holds("meta") {
        let newest = archive.holds("collection.anki21b");
        return Ok(newest.then_some(3));
    }
    let meta = archive.bytes("meta", Packing::Plain, 1024)?;
    super::blob::Blob::new(&meta)
        .number(1)
        .map_err(|super::blob::Damaged| Refused::wrong("`meta` in it is damaged"))
}

/// Writes a database out, unless its first bytes say that it is none.
struct Database {
    to: BufWriter<File>,
    head: Vec<u8>,
}

impl Database {
    fn finish(mut self) -> Result<(), Refused> {
        if self.head.len() < WAYS.end {
            return Err(Refused::wrong("its collection is no database"));
        }
        Ok(self.to.flush()?)
    }
}

impl Write for Database {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let missing = WAYS.end.saturating_sub(self.head.len()).min(bytes.len());
        let (head, rest) = bytes.split_at_checked(missing).unwrap_or((bytes, &[]));
        if missing > 0 {
            self.head.extend(head);
            if self.head.len() == WAYS.end {
                if !self.head.starts_with(MAGIC) {
                    return Err(io::Error::other("it is no database"));
                }
                if let Some(ways) = self.head.get_mut(WAYS) {
                    ways.fill(1);
                }
                self.to.write_all(&self.head)?;
            }
        }
        self.to.write_all(rest)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
