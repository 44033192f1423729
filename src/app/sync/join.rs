//! Naming a store, joining the devices that share it already, and leaving it.

use crate::app::sync::{Fault, Link, space};
use crate::app::{Error, Study};
use crate::domain::settings::PrivateWalks;
use crate::storage::db;
use crate::storage::db::store::Known;
use crate::storage::remote::address::Address;
use crate::storage::remote::key::Key;
use crate::storage::remote::key_file::{KeyFile, Unread};
use crate::storage::remote::{Store, client::Access};

/// What is wanted of a store that this device is to share.
#[derive(Clone, Debug)]
pub struct Joining<'a> {
    /// Where it is.
    pub address: &'a Address,
    /// What the user calls this device.
    pub label: &'a str,
    /// The key, from another device or made for the purpose.
    pub key: Key,
    /// What the key is to be wrapped by, if by anything.
    pub passphrase: Option<&'a str>,
}

/// What came of naming a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// Whether other devices share it already.
    pub others: bool,
}

/// Names the store that this device shares from now on, and keeps its key.
///
/// # Errors
/// When a store is named already, this one does not answer, or what lies in it was put there under another
/// key; nothing is changed then.
pub fn join(
    study: &Study,
    key_file: &KeyFile,
    access: &Access,
    joining: &Joining<'_>,
) -> Result<Joined, Error> {
    if let Some(known) = db::store::known(&study.db)? {
        let address: Address = known.address.parse().map_err(Fault::Address)?;
        return Err(Fault::SetUp(address.to_string()).into());
    }
    let store = Store::make(joining.address, access).map_err(Fault::Store)?;
    let own = fits(&store, &joining.key)?;
    // The key of a store that was left may be the last one that opens it.
    if key_file.key(joining.passphrase).ok().flatten().as_ref() != Some(&joining.key) {
        key_file.put_by()?;
    }
    key_file.keep(&joining.key, joining.passphrase)?;
    study.db.write(|db| {
        db::segment::forget_all(db)?;
        db::holding::count_anew(db)?;
        let (address, label) = (joining.address.whole(), joining.label.to_owned());
        db::store::keep(db, &Known { address, label, synced_at: None })
    })?;
    Ok(Joined { others: own })
}

/// Tells whether a key opens something in a store; a store in which nothing lies fits any key.
pub(super) fn fits(store: &Store, key: &Key) -> Result<bool, Error> {
    let spaces = store.spaces().map_err(Fault::Store)?;
    let own = spaces.contains(&space(key));
    if own && store.list(&space(key)).map_err(Fault::Store)?.given_up {
        return Err(Fault::GivenUp.into());
    }
    if !own && !spaces.is_empty() {
        return Err(Fault::OtherKey.into());
    }
    Ok(own)
}

/// Opens the store that this device shares.
///
/// # Errors
/// When none is named, the key is gone or wrapped by another passphrase, or the store is not to be had.
pub fn link<'a>(
    study: &'a Study,
    key_file: &KeyFile,
    access: &Access,
    passphrase: Option<&str>,
) -> Result<Link<'a>, Error> {
    let known = db::store::known(&study.db)?.ok_or(Fault::NotSetUp)?;
    let key = kept_key(key_file, passphrase)?;
    let address: Address = known.address.parse().map_err(Fault::Address)?;
    let store = Store::open(&address, access).map_err(Fault::Store)?;
    let withhold = study.settings.sync_private == PrivateWalks::Keep;
    Ok(Link { study, store, key, known, withhold })
}

/// Reads the key of this device.
///
/// # Errors
/// When it is gone, is none, or is wrapped and the passphrase is missing or another one.
pub fn kept_key(key_file: &KeyFile, passphrase: Option<&str>) -> Result<Key, Error> {
    let key = key_file.key(passphrase).map_err(|why| unread(key_file, why))?;
    Ok(key.ok_or_else(|| Fault::KeyGone(key_file.path().display().to_string()))?)
}

/// Says which key cannot be read.
pub(super) fn unread(file: &KeyFile, why: Unread) -> Error {
    match why {
        Unread::Storage(error) => error.into(),
        Unread::Key(why) => Fault::Key { what: file.path().display().to_string(), why }.into(),
    }
}

/// Has this device share no store any more; what lies in the store stays there, and so does the key here.
/// Tells where the store was.
///
/// # Errors
/// When none is named.
pub fn leave(study: &Study) -> Result<String, Error> {
    study.db.write(|db| {
        let known = db::store::known(db)?.ok_or(Fault::NotSetUp)?;
        db::store::forget(db)?;
        db::segment::forget_all(db)?;
        let address: Address = known.address.parse().map_err(Fault::Address)?;
        Ok(address.to_string())
    })
}
