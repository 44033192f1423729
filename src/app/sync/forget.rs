//! Forgetting a device that is gone for good.

use std::collections::BTreeSet;

use crate::app::Error;
use crate::app::progress::Watch;
use crate::app::sync::{Fault, Link, Synced, list, pull, push, status};
use crate::domain::sync::listing::Seen;
use crate::storage::db;

/// Takes a device out of the store: its segments go, once this device has put there all that only they
/// cover. What it did stays done. Tells what it was called.
///
/// # Errors
/// When no device is called so, it is this one, something in the store cannot be read, or the store does not
/// answer.
pub fn forget(link: &Link<'_>, name: &str, watch: Watch<'_>) -> Result<String, Error> {
    let mut synced = Synced::default();
    let mut listing = list(link)?;
    pull::pull(link, &listing, &mut synced, watch)?;
    let device = chosen(link, name)?;
    if device.here {
        return Err(Fault::Itself.into());
    }
    // What it left in pieces itself, nobody will mend any more.
    let its = |name: &str| {
        listing.segments.iter().any(|seen| seen.folder == device.folder && seen.name == name)
    };
    let damaged = synced.damaged.iter().filter(|(name, _)| !its(name));
    let unread = synced.waiting.len() + damaged.count();
    if unread > 0 {
        return Err(Fault::Incomplete(unread).into());
    }
    let (gone, rest): (Vec<Seen>, Vec<Seen>) =
        listing.segments.into_iter().partition(|seen| seen.folder == device.folder);
    listing.segments = rest;
    push::push(link, &mut listing, &mut synced, watch)?;
    for seen in &gone {
        link.store.remove(&link.space(), seen).map_err(Fault::Store)?;
    }
    let complaints: BTreeSet<&str> = listing
        .complaints
        .iter()
        .filter(|(who, _)| *who == device.folder)
        .map(|(_, name)| name.as_str())
        .collect();
    for complaint in complaints {
        let space = link.space();
        link.store.be_content(&space, &device.folder, complaint).map_err(Fault::Store)?;
    }
    link.study.db.write(|db| gone.iter().try_for_each(|seen| db::segment::forget(db, seen)))?;
    Ok(device.label)
}

/// The device that is called so, or whose own name begins so.
fn chosen(link: &Link<'_>, name: &str) -> Result<status::Device, Error> {
    let devices = status::devices(link)?;
    let fits = |device: &&status::Device| device.label == name || device.name.starts_with(name);
    let fitting: Vec<_> = devices.iter().filter(fits).collect();
    match fitting.as_slice() {
        [one] => Ok((*one).clone()),
        _ => {
            let there = devices
                .iter()
                .map(|device| format!("{} ({})", device.label, super::weave::short(&device.name)));
            Err(Fault::NoDevice { name: name.to_owned(), there: there.collect() }.into())
        }
    }
}
