//! Changing the key of a store, and taking the one that another device changed to.

use crate::app::progress::Watch;
use crate::app::sync::join::{fits, unread};
use crate::app::sync::{Fault, Link, Synced, folder, list, pull, push, space};
use crate::app::{Error, Study};
use crate::domain::sync::listing::Seen;
use crate::storage::db;
use crate::storage::remote::Store;
use crate::storage::remote::address::Address;
use crate::storage::remote::client::Access;
use crate::storage::remote::key::Key;
use crate::storage::remote::key_file::KeyFile;

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
    key_file: &KeyFile,
    (fresh, passphrase): (Key, Option<&str>),
    watch: Watch<'_>,
) -> Result<Key, Error> {
    let mut synced = Synced::default();
    let listing = list(&link)?;
    pull::pull(&link, &listing, &mut synced, watch)?;
    let unread = synced.waiting.len() + synced.damaged.len();
    if unread > 0 {
        return Err(Fault::Incomplete(unread).into());
    }
    // A key that cannot be read opened nothing yet.
    let begun = key_file.next().key(passphrase).ok().flatten();
    let fresh = begun.unwrap_or(fresh);
    key_file.next().keep(&fresh, passphrase)?;
    let before = std::mem::replace(&mut link.key, fresh);
    // From here on everything counts as not sent yet.
    link.study.db.write(db::segment::forget_all)?;
    let mut anew = link.store.list(&link.space()).map_err(Fault::Store)?;
    push::push(&link, &mut anew, &mut synced, watch)?;
    key_file.turn(&before, passphrase)?;
    let own = folder(&before, &db::portable::here(&link.study.db)?);
    retire(&link.store, &before, &own, &listing.segments)?;
    key_file.last().remove()?;
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
    key_file: &KeyFile,
    passphrase: Option<&str>,
) -> Result<(), Error> {
    let last = key_file.last();
    let Some(before) = last.key(passphrase).map_err(|why| unread(&last, why))? else {
        return Ok(());
    };
    if before != link.key {
        let listing = link.store.list(&space(&before)).map_err(Fault::Store)?;
        let own = folder(&before, &db::portable::here(&link.study.db)?);
        retire(&link.store, &before, &own, &listing.segments)?;
    }
    Ok(last.remove()?)
}

/// Takes another key: the one that the store was sealed anew with. One that opens nothing in the store that is
/// named does not take the place of one that may.
///
/// # Errors
/// When it is no key of the store, or was given up itself, the store does not answer, or the file cannot be
/// written; the key is the one it was then.
pub fn import_key(
    study: &Study,
    key_file: &KeyFile,
    access: &Access,
    (key, passphrase): (&Key, Option<&str>),
) -> Result<(), Error> {
    if let Some(known) = db::store::known(&study.db)? {
        let address: Address = known.address.parse().map_err(Fault::Address)?;
        let store = Store::open(&address, access).map_err(Fault::Store)?;
        fits(&store, key)?;
    }
    key_file.keep(key, passphrase)?;
    study.db.write(db::segment::forget_all)?;
    Ok(())
}
