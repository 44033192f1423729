//! A store as the rest of the program sees it: folders of segments, fetched and put one at a time.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;

use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _, PutPayload};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

use crate::domain::sync::listing::{self, ENDINGS, Listing, Seen, Sort};
use crate::storage::remote::address::Address;
use crate::storage::remote::client::{self, Access};
use crate::storage::remote::failed::{Failed, failed};

/// The folder of this program in a store, and the version of what lies in it.
const TOP: [&str; 2] = ["rat", "v1"];

/// So many segments are fetched at once.
const AT_ONCE: usize = 8;

/// The most bytes of a segment that is fetched.
const LARGEST: u64 = 256 << 20;

/// A store.
pub struct Store {
    objects: Arc<dyn ObjectStore>,
    top: Path,
    runtime: Runtime,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Store({})", self.objects)
    }
}

impl Store {
    /// Opens a store; whether it answers is seen when it is first used.
    ///
    /// # Errors
    /// When it is of a kind this build does not know, its folder is not there, or it is not fully described.
    pub fn open(address: &Address, access: &Access) -> Result<Self, Failed> {
        let unopened = |error: io::Error| Failed::Unopened(error.to_string());
        let runtime = Builder::new_current_thread().enable_all().build().map_err(unopened)?;
        let (objects, prefix) = client::open(address, access)?;
        let top = TOP.iter().fold(prefix, |path, part| path.join(*part));
        Ok(Self { objects, top, runtime })
    }

    /// The spaces in the store: what lies under one key each.
    ///
    /// # Errors
    /// When the store does not answer.
    pub fn spaces(&self) -> Result<Vec<String>, Failed> {
        let top = self.top.clone();
        let listed = self.runtime.block_on(self.objects.list_with_delimiter(Some(&top)));
        let folders = listed.map_err(|error| failed(&error))?.common_prefixes;
        Ok(folders.iter().filter_map(|path| path.filename().map(str::to_owned)).collect())
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
        let folders = match self.objects.list_with_delimiter(Some(&top)).await {
            Ok(listed) => listed.common_prefixes,
            Err(object_store::Error::NotFound { .. }) => Vec::new(),
            Err(error) => return Err(failed(&error)),
        };
        let mut tasks = JoinSet::new();
        for folder in folders {
            let objects = Arc::clone(&self.objects);
            tasks.spawn(async move {
                let listed = objects.list_with_delimiter(Some(&folder)).await;
                (folder, listed)
            });
        }
        let mut listing = Listing::default();
        while let Some(done) = tasks.join_next().await {
            let (folder, listed) = done.map_err(|error| Failed::Unreachable(error.to_string()))?;
            let objects = match listed {
                Ok(listed) => listed.objects,
                Err(object_store::Error::NotFound { .. }) => continue,
                Err(error) => return Err(failed(&error)),
            };
            let folder = folder.filename().unwrap_or_default();
            for object in objects {
                let file = object.location.filename().unwrap_or_default();
                note(&mut listing, folder, file, object.size);
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
                    let (objects, path) = (Arc::clone(&self.objects), self.path(space, &seen));
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
        let put = self.runtime.block_on(self.objects.put(path, PutPayload::from(bytes)));
        put.map(drop).map_err(|error| failed(&error))
    }

    fn remove_at(&self, path: &Path) -> Result<(), Failed> {
        match self.runtime.block_on(self.objects.delete(path)) {
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
        Sort::Stranger => listing.strangers += 1,
    }
}

async fn get(objects: &Arc<dyn ObjectStore>, path: &Path) -> Result<Vec<u8>, Failed> {
    let found = objects.get(path).await.map_err(|error| failed(&error))?;
    if found.meta.size > LARGEST {
        return Err(Failed::TooLarge(found.meta.size));
    }
    Ok(found.bytes().await.map_err(|error| failed(&error))?.to_vec())
}
