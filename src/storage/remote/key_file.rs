//! Where the key of a store lies on this device, and how another one takes its place: whenever that is cut
//! short, no key that opens anything is gone.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::storage::remote::key::{Key, NotAKey};
use crate::storage::whole::Whole;
use crate::storage::{Error, place};

/// The most bytes that are taken for a key.
const LONGEST: u64 = 64 << 10;

/// The file of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFile(PathBuf);

/// Why a key cannot be had from its file.
#[derive(Debug, thiserror::Error)]
pub enum Unread {
    /// What lies there is none, or wants another passphrase.
    #[error(transparent)]
    Key(#[from] NotAKey),
    /// The file cannot be read.
    #[error(transparent)]
    Storage(#[from] Error),
}

impl KeyFile {
    /// The file at a path.
    #[must_use]
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The key of a change that was begun and is not done.
    #[must_use]
    pub fn next(&self) -> Self {
        Self(self.0.with_extension("key.next"))
    }

    /// The key that was in its place before a change that is not done.
    #[must_use]
    pub fn last(&self) -> Self {
        Self(self.0.with_extension("key.last"))
    }

    /// What it holds; none when there is no such file.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub fn written(&self) -> Result<Option<Vec<u8>>, Error> {
        let file = match fs::File::open(&self.0) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::file(&self.0)(error)),
        };
        let mut bytes = Vec::new();
        file.take(LONGEST).read_to_end(&mut bytes).map_err(Error::file(&self.0))?;
        Ok(Some(bytes))
    }

    /// The key in it; none when there is no such file.
    ///
    /// # Errors
    /// When it cannot be read, holds no key, or one that is wrapped by another passphrase.
    pub fn key(&self, passphrase: Option<&str>) -> Result<Option<Key>, Unread> {
        let written = self.written()?;
        Ok(written.map(|written| Key::read(&written, passphrase)).transpose()?)
    }

    /// Keeps a key in it, for its owner's eyes only.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn keep(&self, key: &Key, passphrase: Option<&str>) -> Result<(), Error> {
        use std::io::Write as _;
        let mut file = Whole::begin(&self.0)?;
        file.write_all(&key.written(passphrase)?).map_err(Error::Unwritten)?;
        file.keep()?;
        place::make_private(&self.0)
    }

    /// Has the key of a change that was begun take the place of `before`, which is kept beside it.
    ///
    /// # Errors
    /// When the files cannot be written; the key is the one it was then.
    pub fn turn(&self, before: &Key, passphrase: Option<&str>) -> Result<(), Error> {
        self.last().keep(before, passphrase)?;
        fs::rename(self.next().path(), &self.0).map_err(Error::file(&self.0))
    }

    /// Removes the file.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn remove(&self) -> Result<(), Error> {
        fs::remove_file(&self.0).map_err(Error::file(&self.0))
    }

    /// Puts what it holds aside, where no other key is put; nothing when there is no such file.
    ///
    /// # Errors
    /// When it cannot be moved.
    pub fn put_by(&self) -> Result<(), Error> {
        if !self.0.exists() {
            return Ok(());
        }
        let free = (1_u32..).map(|n| self.0.with_extension(format!("key.before-{n}")));
        let aside = free.into_iter().find(|path| !path.exists());
        aside.map_or(Ok(()), |aside| fs::rename(&self.0, aside).map_err(Error::file(&self.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(bits: u8) -> Key {
        Key::of([bits; 32])
    }

    fn file(folder: &tempfile::TempDir) -> KeyFile {
        KeyFile::at(folder.path().join("sync.key"))
    }

    #[test]
    fn at_every_moment_of_a_change_there_is_a_key_in_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let file = file(&folder);
        file.keep(&key(1), None).unwrap();
        file.next().keep(&key(2), None).unwrap();
        assert_eq!(file.key(None).unwrap(), Some(key(1)));
        file.turn(&key(1), None).unwrap();
        let keys = [file.key(None), file.last().key(None), file.next().key(None)];
        assert_eq!(keys.map(Result::unwrap), [Some(key(2)), Some(key(1)), None]);
    }

    #[test]
    fn keys_that_are_put_by_do_not_take_the_place_of_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let file = file(&folder);
        for bits in [1, 2] {
            file.keep(&key(bits), None).unwrap();
            file.put_by().unwrap();
        }
        let by = |n: u8| KeyFile::at(folder.path().join(format!("sync.key.before-{n}")));
        assert_eq!([1, 2].map(|n| by(n).key(None).unwrap()), [Some(key(1)), Some(key(2))]);
    }

    #[test]
    fn a_key_that_is_not_there_is_none() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(file(&folder).key(None).unwrap(), None);
        file(&folder).put_by().unwrap();
    }
}
