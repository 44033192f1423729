//! Sync: the facts of all devices of one person meet in a store that somebody else keeps.
//!
//! A sync fetches what is new, takes it in, says what this device has that the store lacks, and tidies up.
//! Each step leaves everything sound, so one that is cut short is finished by the next.

mod error;
mod files;
mod forget;
mod join;
mod key;
mod pull;
mod push;
mod status;
mod tidy;
mod weave;

pub use error::Fault;
pub use files::Folders;
pub use forget::forget;
pub use join::{Joined, Joining, join, kept_key, leave, link};
pub use key::{finish_rotation, import_key, rotate};
pub use status::{Device, Status, status};

use std::collections::{BTreeMap, HashMap};

use crate::app::progress::Watch;
use crate::app::{Error, Study};
use crate::domain::sync::listing::{Listing, Seen, State};
use crate::storage::db;
use crate::storage::db::store::Known;
use crate::storage::remote::Store;
use crate::storage::remote::key::Key;

/// A store that is open, and what this device is in it.
#[derive(Debug)]
pub struct Link<'a> {
    /// The study.
    pub study: &'a Study,
    /// The store.
    pub store: Store,
    /// The key.
    pub key: Key,
    /// What is known of the store.
    pub known: Known,
    /// Whether what belongs to private walks stays here.
    pub withhold: bool,
}

impl Link<'_> {
    /// Where everything lies that this key opens.
    fn space(&self) -> String {
        space(&self.key)
    }

    /// Whether it is time to look again at what could not be read: in a folder it costs little, elsewhere
    /// once a day will do.
    fn looks_again(&self) -> bool {
        let a_day = |at| self.study.now.at - at > 24 * 3_600_000;
        self.known.address.starts_with("file:") || self.known.synced_at.is_none_or(a_day)
    }

    /// The folder of this device.
    fn folder(&self) -> Result<String, Error> {
        Ok(folder(&self.key, &db::portable::here(&self.study.db)?))
    }
}

/// The name of the space that a key opens.
fn space(key: &Key) -> String {
    key.name(&[b"space"])
}

/// The name of the folder of a device.
fn folder(key: &Key, device: &str) -> String {
    key.name(&[b"device", device.as_bytes()])
}

/// What came of a sync.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Synced {
    /// Facts that came in, by the table they went into.
    pub received: BTreeMap<&'static str, u64>,
    /// Facts that were sent.
    pub sent: u64,
    /// Settings and decks that follow other devices now.
    pub followed: Vec<String>,
    /// Files that were kept aside, since other devices had said otherwise before.
    pub aside: Vec<String>,
    /// Segments that speak of what is not here yet, each with what it waits for.
    pub waiting: Vec<(String, String)>,
    /// Segments that cannot be read, each with the reason.
    pub damaged: Vec<(String, String)>,
    /// Devices whose clocks run ahead, with the most milliseconds by which they did.
    pub ahead: BTreeMap<String, i64>,
    /// Devices whose database went on in two copies, each with the name that the second one got.
    pub copies: Vec<(String, String)>,
    /// Segments that were taken away since others cover them.
    pub dropped: u64,
}

impl Synced {
    /// How many facts came in.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.received.values().sum()
    }
}

/// Exchanges everything with the store.
///
/// # Errors
/// When the store does not answer or lets nobody in, its key was given up, or a file or the database
/// refuses. What was done until then stays done.
pub fn sync(link: &Link<'_>, folders: &Folders<'_>, watch: Watch<'_>) -> Result<Synced, Error> {
    let mut synced = Synced::default();
    let mut listing = list(link)?;
    pull::pull(link, &listing, &mut synced, watch)?;
    files::meet(link, folders, &mut synced)?;
    push::push(link, &mut listing, &mut synced, watch)?;
    tidy::tidy(link, &mut listing, &mut synced)?;
    db::store::went_well(&link.study.db, link.study.now.at)?;
    Ok(synced)
}

/// What a sync would do: facts that would come in, and how many would be sent. Nothing is changed, here or
/// in the store.
///
/// # Errors
/// As [`sync`].
pub fn try_out(link: &Link<'_>, folders: &Folders<'_>, watch: Watch<'_>) -> Result<Synced, Error> {
    let listing = list(link)?;
    let mut synced = Synced::default();
    let arrived = pull::fetched(link, &listing, &mut synced, watch)?;
    synced.received = pull::would_bring(link, arrived)?;
    synced.sent = push::missing(link, &listing)?.count() + files::would_say(link, folders)?;
    Ok(synced)
}

/// Lists the store, unless its key was given up.
fn list(link: &Link<'_>) -> Result<Listing, Error> {
    let listing = link.store.list(&link.space()).map_err(Fault::Store)?;
    if listing.given_up {
        return Err(Fault::GivenUp.into());
    }
    Ok(listing)
}

/// What is known of the segments, by how the store listed them.
fn known(link: &Link<'_>) -> Result<HashMap<Seen, State>, Error> {
    let all = db::segment::all(&link.study.db)?;
    Ok(all.into_iter().map(|known| (known.seen, known.state)).collect())
}
