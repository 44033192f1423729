//! Changing the key of a store, and taking the one that another device changed to.

use std::path::{Path, PathBuf};

use crate::app::progress::Watch;
use crate::app::sync::join::fits;
use crate::app::sync::{Fault, Link, Synced, folder, list, pull, push, space};
use crate::app::{Error, Study};
use crate::domain::sync::listing::Seen;
use crate::storage::db;
use crate::storage::remote::address::Address;
use crate::storage::remote::client::Access;
use crate::storage::remote::key::{self, Key};
use crate::storage::{self, remote::Store};

/// Where a key lies that is to take the place of the present one, and where the one it took the place of.
fn beside(key_file: &Path) -> (PathBuf, PathBuf) {
    (key_file.with_extension("key.next"), key_file.with_extension("key.last"))
}

/// Seals everything anew under another key, and gives the present one up. Whoever has only the present key,
/// such as a stolen device, reads nothing that comes later; the other devices go on once they are given the
/// new one.
///
/// `fresh` is the new key. One that is cut short goes on with the key it had begun with when it is run again.
/// Returns the key that holds now.
///
/// # Errors
/// When the store does not answer, something in it waits or cannot be read, or a file refuses.
pub fn rotate(
    mut link: Link<'_>,
    key_file: &Path,
    (fresh, passphrase): (Key, Option<&str>),
    watch: Watch<'_>,
) -> Result<Key, Error> {
    let (next, last) = beside(key_file);
    let mut synced = Synced::default();
    let listing = list(&link)?;
    pull::pull(&link, &listing, &mut synced, watch)?;
    let unread = synced.waiting.len() + synced.damaged.len();
    if unread > 0 {
        return Err(Fault::Incomplete(unread).into());
    }
    let fresh = match key::kept(&next)? {
        Some(begun) => Key::read(&begun, passphrase).unwrap_or(fresh),
        None => fresh,
    };
    fresh.keep(&next, passphrase)?;
    let before = std::mem::replace(&mut link.key, fresh);
    // From here on everything counts as not sent yet.
    link.study.db.write(db::segment::forget_all)?;
    let mut anew = link.store.list(&link.space()).map_err(Fault::Store)?;
    push::push(&link, &mut anew, &mut synced, watch)?;
    std::fs::rename(key_file, &last).map_err(storage::Error::file(key_file))?;
    std::fs::rename(&next, key_file).map_err(storage::Error::file(&next))?;
    retire(
        &link.store,
        &before,
        &folder(&before, &db::portable::here(&link.study.db)?),
        &listing.segments,
    )?;
    std::fs::remove_file(&last).map_err(storage::Error::file(&last))?;
    Ok(link.key)
}

/// Marks what a key opens as given up, and takes away what was sealed with it.
fn retire(store: &Store, key: &Key, own: &str, segments: &[Seen]) -> Result<(), Error> {
    let space = space(key);
    let mark = key.name(&[b"given up"]);
    store.give_up(&space, own, &mark).map_err(Fault::Store)?;
    for seen in segments {
        store.remove(&space, seen).map_err(Fault::Store)?;
    }
    Ok(())
}

/// Finishes a change of keys that was cut short after the new one was in its place.
///
/// # Errors
/// When the store does not answer or a file refuses.
pub fn finish_rotation(
    link: &Link<'_>,
    key_file: &Path,
    passphrase: Option<&str>,
) -> Result<(), Error> {
    let (_, last) = beside(key_file);
    let Some(written) = key::kept(&last)? else { return Ok(()) };
    if let Ok(before) = Key::read(&written, passphrase)
        && before != link.key
    {
        let listing = link.store.list(&space(&before)).map_err(Fault::Store)?;
        let own = folder(&before, &db::portable::here(&link.study.db)?);
        retire(&link.store, &before, &own, &listing.segments)?;
    }
    std::fs::remove_file(&last).map_err(storage::Error::file(&last))?;
    Ok(())
}

/// Takes another key: the one that the store was sealed anew with. One that opens nothing in the store that is
/// named does not take the place of one that may.
///
/// # Errors
/// When it is no key of the store, or was given up itself, the store does not answer, or the file cannot be
/// written; the key is the one it was then.
pub fn import_key(
    study: &Study,
    key_file: &Path,
    access: &Access,
    (key, passphrase): (&Key, Option<&str>),
) -> Result<(), Error> {
    if let Some(known) = db::store::known(&study.db)? {
        let address: Address = known.address.parse().map_err(Fault::Address)?;
        let store = Store::open(&address, access).map_err(Fault::Store)?;
        fits(&store, key)?;
    }
    key.keep(key_file, passphrase)?;
    study.db.write(db::segment::forget_all)?;
    Ok(())
}
