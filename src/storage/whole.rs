//! Files that appear whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use crate::storage::error::Error;

/// A file that is being written; it gets its name when it is [kept](Self::keep), and leaves nothing
/// behind when it is dropped before.
///
/// A link is followed; what is there and is no file, such as a pipe, is written to as it is.
#[derive(Debug)]
pub struct Whole {
    path: PathBuf,
    to: To,
}

#[derive(Debug)]
enum To {
    Fresh(BufWriter<NamedTempFile>),
    Device(BufWriter<File>),
}

impl Whole {
    /// Begins a file; one that is there stays as it is until this one is whole, and hands down who may
    /// read it. A new one is for its owner's eyes only.
    ///
    /// # Errors
    /// When the folder cannot be written to, or a folder has that name.
    pub fn begin(path: &Path) -> Result<Self, Error> {
        let before = fs::metadata(path).ok();
        if before.as_ref().is_some_and(fs::Metadata::is_dir) {
            let source = io::Error::new(io::ErrorKind::IsADirectory, "it is a folder");
            return Err(Error::File { path: path.to_owned(), source });
        }
        let failed = |error| Error::file(path)(error);
        if before.as_ref().is_some_and(|before| !before.is_file()) {
            let device = OpenOptions::new().write(true).open(path).map_err(failed)?;
            return Ok(Self { path: path.to_owned(), to: To::Device(BufWriter::new(device)) });
        }
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let fresh = Builder::new().prefix(".unfinished-").tempfile_in(folder);
        let fresh = fresh.map_err(|error| {
            let kind = error.kind();
            if kind == io::ErrorKind::NotFound {
                return failed(io::Error::new(kind, "its folder is not there"));
            }
            // Only the sort of trouble is told: the name that was tried is nobody's.
            failed(kind.into())
        })?;
        if let Some(before) = before {
            fresh.as_file().set_permissions(before.permissions()).map_err(failed)?;
        }
        Ok(Self { path, to: To::Fresh(BufWriter::with_capacity(1 << 16, fresh)) })
    }

    /// Gives the file its name, once all of it is on the disk.
    ///
    /// # Errors
    /// When the disk is full or the file cannot be named.
    pub fn keep(self) -> Result<(), Error> {
        let Self { path, to } = self;
        match to {
            To::Fresh(fresh) => {
                let fresh = fresh.into_inner().map_err(|error| Error::Unwritten(error.into()))?;
                fresh.as_file().sync_all().map_err(Error::Unwritten)?;
                let kept = fresh.persist(&path).map_err(|error| error.error);
                kept.map(drop).map_err(Error::file(path))
            }
            To::Device(mut device) => device.flush().map_err(Error::Unwritten),
        }
    }
}

impl Write for Whole {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.to {
            To::Fresh(fresh) => fresh.write(bytes),
            To::Device(device) => device.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.to {
            To::Fresh(fresh) => fresh.flush(),
            To::Device(device) => device.flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn a_file_that_is_not_kept_leaves_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a");
        fs::write(&file, "before").unwrap();
        let mut whole = Whole::begin(&file).unwrap();
        whole.write_all(b"half").unwrap();
        drop(whole);
        assert_eq!(names(folder.path()), ["a"]);
        assert_eq!(fs::read_to_string(&file).unwrap(), "before");
    }

    #[test]
    fn a_file_that_is_kept_takes_the_place_of_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a");
        fs::write(&file, "before").unwrap();
        let mut whole = Whole::begin(&file).unwrap();
        whole.write_all(b"after").unwrap();
        whole.keep().unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "after");
    }

    #[test]
    fn a_folder_is_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(Whole::begin(folder.path()), Err(Error::File { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_leads_to_the_file_that_is_written() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("a"), folder.path().join("b"));
        fs::write(&file, "before").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        symlink(&file, &link).unwrap();
        let mut whole = Whole::begin(&link).unwrap();
        whole.write_all(b"after").unwrap();
        whole.keep().unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "after");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o644);
    }
}
