//! A store as the rest of the program sees it: folders of segments, fetched and put one at a time.

use std::collections::VecDeque;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _, PutPayload};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

use crate::domain::sync::listing::{self, ENDINGS, Listing, Seen, Sort};
use crate::storage::remote::address::Address;
use crate::storage::remote::client::{self, Access};
use crate::storage::remote::failed::{Failed, failed, in_folder};

/// The folder of this program in a store, and the version of what lies in it.
const TOP: [&str; 2] = ["rat", "v1"];

/// So many segments are fetched at once.
const AT_ONCE: usize = 8;

/// The most bytes of a segment that is fetched.
const LARGEST: u64 = 256 << 20;

/// A store.
pub struct Store {
    shelf: Shelf,
    top: Path,
    runtime: Runtime,
}

/// What holds the files of a store.
#[derive(Clone)]
struct Shelf {
    objects: Arc<dyn ObjectStore>,
    /// The folder, if it is one of this machine.
    folder: Option<PathBuf>,
}

/// What lies in a folder: folders of ours, and files with their sizes.
#[derive(Default)]
struct Level {
    folders: Vec<String>,
    files: Vec<(String, u64)>,
}

impl Shelf {
    /// What lies in a folder; nothing when it is not there.
    async fn level(&self, path: &Path) -> Result<Level, Failed> {
        if let Some(folder) = &self.folder {
            return on_disk(&folder.join(path.as_ref()));
        }
        let listed = match self.objects.list_with_delimiter(Some(path)).await {
            Ok(listed) => listed,
            Err(object_store::Error::NotFound { .. }) => return Ok(Level::default()),
            Err(error) => return Err(failed(&error)),
        };
        let named = |path: &Path| path.filename().map(str::to_owned);
        let folders = listed.common_prefixes.iter().filter_map(named);
        let files = listed.objects.iter();
        Ok(Level {
            folders: folders.filter(|name| listing::is_name(name)).collect(),
            files: files.filter_map(|file| Some((named(&file.location)?, file.size))).collect(),
        })
    }
}

/// What lies in a folder of this machine. The client would list none of it where a single name is strange.
fn on_disk(folder: &std::path::Path) -> Result<Level, Failed> {
    let mut level = Level::default();
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(level),
        Err(error) => return Err(in_folder(&error, folder)),
    };
    for entry in entries {
        let entry = entry.map_err(|error| in_folder(&error, folder))?;
        // Links may lead nowhere, and files may be taken away meanwhile.
        let Ok(about) = std::fs::metadata(entry.path()) else { continue };
        let name = entry.file_name().to_string_lossy().into_owned();
        if about.is_file() {
            level.files.push((name, about.len()));
        } else if about.is_dir() && listing::is_name(&name) {
            level.folders.push(name);
        }
    }
    Ok(level)
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Store({})", self.shelf.objects)
    }
}

impl Store {
    /// Opens a store that is to be used for the first time: a folder whose place is there is made.
    ///
    /// # Errors
    /// As [`Store::open`], or when the folder cannot be made.
    pub fn make(address: &Address, access: &Access) -> Result<Self, Failed> {
        if let Address::Folder(folder) = address
            && folder.parent().is_some_and(std::path::Path::is_dir)
            && !folder.exists()
        {
            std::fs::create_dir(folder).map_err(|error| in_folder(&error, folder))?;
        }
        Self::open(address, access)
    }

    /// Opens a store; whether it answers is seen when it is first used.
    ///
    /// # Errors
    /// When it is of a kind this build does not know, its folder is not there, or it is not fully described.
    pub fn open(address: &Address, access: &Access) -> Result<Self, Failed> {
        let unopened = |error: io::Error| Failed::Unopened(error.to_string());
        let runtime = Builder::new_current_thread().enable_all().build().map_err(unopened)?;
        let (objects, prefix) = client::open(address, access)?;
        let top = TOP.iter().fold(prefix, |path, part| path.join(*part));
        let folder = match address {
            Address::Folder(folder) => Some(folder.clone()),
            Address::WebDav(_) | Address::S3 { .. } => None,
        };
        Ok(Self { shelf: Shelf { objects, folder }, top, runtime })
    }

    /// The spaces in the store: what lies under one key each.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn spaces(&self) -> Result<Vec<String>, Failed> {
        Ok(self.runtime.block_on(self.shelf.level(&self.top))?.folders)
    }

    /// What lies in a space: one level at a time, since some servers refuse to list a whole tree.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn list(&self, space: &str) -> Result<Listing, Failed> {
        self.runtime.block_on(self.listing(space))
    }

    async fn listing(&self, space: &str) -> Result<Listing, Failed> {
        let top = self.top.clone().join(space);
        let mut tasks = JoinSet::new();
        for folder in self.shelf.level(&top).await?.folders {
            let (store, path) = (self.shelf.clone(), top.clone().join(folder.as_str()));
            tasks.spawn(async move { (folder, store.level(&path).await) });
        }
        let mut listing = Listing::default();
        while let Some(done) = tasks.join_next().await {
            let (folder, level) = done.map_err(|error| Failed::Unreachable(error.to_string()))?;
            for (file, bytes) in level?.files {
                note(&mut listing, &folder, &file, bytes);
            }
        }
        listing.segments.sort();
        listing.complaints.sort();
        Ok(listing)
    }

    /// Fetches segments, several at once, and hands each to `take` as it comes.
    ///
    /// # Errors
    /// What `take` returns.
    pub fn fetch<E>(
        &self,
        space: &str,
        segments: &[Seen],
        mut take: impl FnMut(&Seen, Result<Vec<u8>, Failed>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut waiting: VecDeque<Seen> = segments.iter().cloned().collect();
        self.runtime.block_on(async {
            let mut tasks = JoinSet::new();
            loop {
                while tasks.len() < AT_ONCE
                    && let Some(seen) = waiting.pop_front()
                {
                    let (objects, path) =
                        (Arc::clone(&self.shelf.objects), self.path(space, &seen));
                    tasks.spawn(async move { (seen, get(&objects, &path).await) });
                }
                match tasks.join_next().await {
                    None => return Ok(()),
                    Some(Ok((seen, bytes))) => take(&seen, bytes)?,
                    // A task that ends itself is a fault of the client; the segment comes another time.
                    Some(Err(_)) => {}
                }
            }
        })
    }

    /// Puts a segment into the folder of a device.
    ///
    /// # Errors
    /// When the store does not answer or is full.
    pub fn put(&self, space: &str, seen: &Seen, bytes: Vec<u8>) -> Result<(), Failed> {
        self.put_at(&self.path(space, seen), bytes)
    }

    /// Removes a segment; one that is gone already is no error.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn remove(&self, space: &str, seen: &Seen) -> Result<(), Failed> {
        self.remove_at(&self.path(space, seen))
    }

    /// Complains that a segment cannot be read, so that whoever has its facts puts them there anew.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn complain(&self, space: &str, folder: &str, name: &str) -> Result<(), Failed> {
        // One byte: some tools that carry folders drop empty files.
        self.put_at(&self.file(space, folder, name, ENDINGS[1]), b"-".to_vec())
    }

    /// Takes a complaint back.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn be_content(&self, space: &str, folder: &str, name: &str) -> Result<(), Failed> {
        self.remove_at(&self.file(space, folder, name, ENDINGS[1]))
    }

    /// Marks a space as given up: its key was changed for another.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn give_up(&self, space: &str, folder: &str, name: &str) -> Result<(), Failed> {
        self.put_at(&self.file(space, folder, name, ENDINGS[2]), b"-".to_vec())
    }

    fn put_at(&self, path: &Path, bytes: Vec<u8>) -> Result<(), Failed> {
        let put = self.runtime.block_on(self.shelf.objects.put(path, PutPayload::from(bytes)));
        put.map(drop).map_err(|error| failed(&error))
    }

    fn remove_at(&self, path: &Path) -> Result<(), Failed> {
        match self.runtime.block_on(self.shelf.objects.delete(path)) {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failed(&error)),
        }
    }

    fn path(&self, space: &str, seen: &Seen) -> Path {
        self.file(space, &seen.folder, &seen.name, ENDINGS[0])
    }

    fn file(&self, space: &str, folder: &str, name: &str, ending: &str) -> Path {
        self.top.clone().join(space).join(folder).join(format!("{name}{ending}"))
    }
}

/// Takes a file into a listing.
fn note(listing: &mut Listing, folder: &str, file: &str, bytes: u64) {
    let folder = folder.to_owned();
    match listing::sort(file) {
        Sort::Segment(name) => listing.segments.push(Seen { folder, name, bytes }),
        Sort::Complaint(name) => listing.complaints.push((folder, name)),
        Sort::GivenUp => listing.given_up = true,
        // What tools that carry folders leave behind says nothing.
        Sort::Stranger => {}
    }
}

async fn get(objects: &Arc<dyn ObjectStore>, path: &Path) -> Result<Vec<u8>, Failed> {
    let found = objects.get(path).await.map_err(|error| failed(&error))?;
    if found.meta.size > LARGEST {
        return Err(Failed::TooLarge(found.meta.size));
    }
    Ok(found.bytes().await.map_err(|error| failed(&error))?.to_vec())
}
