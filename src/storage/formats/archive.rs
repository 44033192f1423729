//! Zip archives from elsewhere: every name looked at, every size counted as it comes, not as claimed.

use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::Path;

use zip::ZipArchive;
use zip::result::ZipError;

use crate::storage::formats::Refused;

/// The most files an archive may hold.
const FILES: usize = 200_000;

/// The most bytes one of its files may come to.
pub const LARGEST: u64 = 2 << 30;

/// A file may come to this many times the bytes it takes in the archive: databases and tables come to
/// twenty or thirty, a bomb to a thousand and more.
const SWELL: u64 = 250;

/// Below this many bytes nothing is called a bomb.
const SMALL: u64 = 16 << 20;

/// How the bytes of a file are packed a second time inside the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// Not at all.
    Plain,
    /// As a Zstandard frame.
    Zstd,
}

/// An archive whose names are all sound.
#[derive(Debug)]
pub struct Archive {
    zip: ZipArchive<BufReader<File>>,
    names: Vec<String>,
    /// How many bytes the whole archive has: none of its files takes more.
    size: u64,
}

impl From<ZipError> for Refused {
    fn from(error: ZipError) -> Self {
        if let ZipError::Io(error) = error {
            return Self::Unreadable(error);
        }
        Self::Wrong(format!("it is no sound zip archive: {error}"))
    }
}

impl Archive {
    /// Opens an archive and looks at the name of everything in it.
    ///
    /// # Errors
    /// When it is no archive, is cut short, holds too many files, a link, or a name that leads out of
    /// the archive.
    pub fn open(path: &Path) -> Result<Self, Refused> {
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        let mut zip = ZipArchive::new(BufReader::new(file))?;
        if zip.len() > FILES {
            let limit = format!("{FILES} files");
            return Err(Refused::TooMuch { what: "the archive".to_owned(), limit });
        }
        let mut names = Vec::with_capacity(zip.len());
        for index in 0..zip.len() {
            let file = zip.by_index_raw(index)?;
            let name = file.name()?.into_owned();
            // A letter and a colon name a drive.
            let leads_out = name.starts_with('/')
                || name.contains(['\\', '\0'])
                || name.as_bytes().get(1) == Some(&b':');
            if leads_out || file.enclosed_name().is_none() {
                return Err(Refused::wrong(format!(
                    "it holds a file whose name leads out of the archive: {name}"
                )));
            }
            if file.is_symlink() {
                return Err(Refused::wrong(format!("it holds a link, not a file: {name}")));
            }
            if !file.is_dir() {
                names.push(name);
            }
        }
        Ok(Self { zip, names, size })
    }

    /// The names of its files, in the order in which they lie.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Tells whether it holds a file.
    #[must_use]
    pub fn holds(&self, name: &str) -> bool {
        self.names.iter().any(|held| held == name)
    }

    /// Reads a small file whole, at most `limit` bytes of it.
    ///
    /// # Errors
    /// When it is not there, is damaged, or is larger.
    pub fn bytes(&mut self, name: &str, packing: Packing, limit: u64) -> Result<Vec<u8>, Refused> {
        let mut bytes = Vec::new();
        self.unpack(name, packing, limit, &mut bytes)?;
        Ok(bytes)
    }

    /// Writes a file out, at most `limit` bytes of it; what it claims to hold counts for nothing.
    ///
    /// # Errors
    /// When it is not there, is damaged, is larger or swells like a bomb, or cannot be written.
    pub fn unpack(
        &mut self,
        name: &str,
        packing: Packing,
        limit: u64,
        to: &mut dyn Write,
    ) -> Result<(), Refused> {
        let file = self.zip.by_name(name)?;
        let packed = file.compressed_size().min(self.size);
        let swollen = packed.saturating_mul(SWELL).max(SMALL);
        let mut bounded = Bounded { to, written: 0, most: limit.min(swollen) };
        let copied = match packing {
            Packing::Plain => copy(file, &mut bounded),
            Packing::Zstd => zstd::Decoder::new(file).and_then(|file| copy(file, &mut bounded)),
        };
        if bounded.written > bounded.most {
            let limit = format!("{} MB", bounded.most >> 20);
            return Err(Refused::TooMuch { what: name.to_owned(), limit });
        }
        copied.map_err(|error| {
            // What cannot be written is no fault of the archive.
            if matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::PermissionDenied)
            {
                return error.into();
            }
            Refused::wrong(format!("{name} in it is damaged: {error}"))
        })
    }
}

fn copy(mut from: impl Read, to: &mut Bounded<'_>) -> io::Result<()> {
    io::copy(&mut from, to).map(drop)
}

/// Counts what it is given, and takes no more than the most.
struct Bounded<'a> {
    to: &'a mut dyn Write,
    written: u64,
    most: u64,
}

impl Write for Bounded<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.written = self.written.saturating_add(bytes.len() as u64);
        if self.written > self.most {
            return Err(io::Error::other("too large"));
        }
        self.to.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn archive(fill: impl FnOnce(&mut ZipWriter<&mut File>)) -> tempfile::NamedTempFile {
        let mut kept = tempfile::NamedTempFile::new().unwrap();
        let mut zip = ZipWriter::new(kept.as_file_mut());
        fill(&mut zip);
        zip.finish().unwrap();
        kept
    }

    fn with(name: &str, bytes: &[u8]) -> tempfile::NamedTempFile {
        archive(|zip| {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        })
    }

    #[test]
    fn a_file_comes_out_as_it_went_in() {
        let kept = with("a.txt", b"words");
        let mut archive = Archive::open(kept.path()).unwrap();
        assert_eq!(archive.bytes("a.txt", Packing::Plain, 100).unwrap(), b"words");
    }

    #[test]
    fn a_frame_inside_is_taken_apart() {
        let kept = with("a", &zstd::encode_all(&b"words"[..], 1).unwrap());
        let mut archive = Archive::open(kept.path()).unwrap();
        assert_eq!(archive.bytes("a", Packing::Zstd, 100).unwrap(), b"words");
        assert!(matches!(archive.bytes("b", Packing::Zstd, 100), Err(Refused::Wrong(_))));
    }

    #[test]
    fn a_name_that_leads_out_of_the_archive_is_refused() {
        for name in ["../up.txt", "/etc/passwd", "a/../../b", "c:\\windows", "c:up.txt"] {
            let refused = Archive::open(with(name, b"").path());
            assert!(matches!(refused, Err(Refused::Wrong(_))), "{name}: {refused:?}");
        }
    }

    #[test]
    fn a_link_is_refused() {
        let kept = archive(|zip| {
            zip.add_symlink("a", "/etc/passwd", SimpleFileOptions::default()).unwrap();
        });
        assert!(matches!(Archive::open(kept.path()), Err(Refused::Wrong(_))));
    }

    #[test]
    fn a_bomb_is_stopped_as_it_swells() {
        let zeros = vec![0; 64 << 20];
        let twice = zstd::encode_all(&zeros[..], 19).unwrap();
        for (bytes, packing) in [(&zeros, Packing::Plain), (&twice, Packing::Zstd)] {
            let mut archive = Archive::open(with("a", bytes).path()).unwrap();
            let refused = archive.unpack("a", packing, LARGEST, &mut io::sink());
            assert!(matches!(refused, Err(Refused::TooMuch { .. })), "{refused:?}");
        }
    }

    #[test]
    fn an_archive_cut_short_is_refused() {
        let whole = std::fs::read(with("a", &[7; 5000]).path()).unwrap();
        let mut cut = tempfile::NamedTempFile::new().unwrap();
        cut.write_all(&whole[..whole.len() - 30]).unwrap();
        assert!(Archive::open(cut.path()).is_err());
    }
}
