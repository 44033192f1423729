//! How things stand between this device and its store, without asking the store.

use std::collections::BTreeMap;

use crate::app::sync::{Fault, Link, folder, push};
use crate::app::{Error, Study};
use crate::domain::settings::PrivateWalks;
use crate::domain::sync::coverage::Coverage;
use crate::domain::sync::listing::State;
use crate::storage::db;
use crate::storage::remote::address::Address;

/// A device that shares the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// What its user calls it.
    pub label: String,
    /// The name it writes its facts under.
    pub name: String,
    /// Its folder in the store.
    pub folder: String,
    /// Whether it is this one.
    pub here: bool,
    /// Its segments in the store, and their bytes.
    pub segments: u64,
    /// The bytes of its segments.
    pub bytes: u64,
}

/// How things stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// Where the store is, as it may be shown.
    pub address: String,
    /// What the user calls this device.
    pub label: String,
    /// When all went well last, in milliseconds since the epoch.
    pub synced_at: Option<i64>,
    /// Facts that are here and were not in the store when it was last looked at.
    pub unsent: u64,
    /// The devices that share it, by what they are called.
    pub devices: Vec<Device>,
    /// What waits, and for what.
    pub waiting: Vec<(String, String)>,
    /// Segments that cannot be read, and why.
    pub damaged: Vec<(String, String)>,
}

/// How things stood when the store was last looked at, and what was done since.
///
/// # Errors
/// When no store is named or the database cannot be read.
pub fn status(study: &Study) -> Result<Status, Error> {
    let known = db::store::known(&study.db)?.ok_or(Fault::NotSetUp)?;
    let segments = db::segment::all(&study.db)?;
    let mut there = Coverage::default();
    for segment in segments.iter().filter(|segment| segment.state != State::Damaged) {
        there.merge(&segment.coverage);
    }
    let of = |state: State, named: fn(&db::segment::Known) -> &String| {
        let some = segments.iter().filter(move |segment| segment.state == state);
        some.map(|segment| (named(segment).clone(), segment.why.clone())).collect()
    };
    let address: Address = known.address.parse().map_err(Fault::Address)?;
    Ok(Status {
        address: address.to_string(),
        synced_at: known.synced_at,
        unsent: unsent(study, &there)?,
        waiting: of(State::Waiting, |segment| &segment.label),
        damaged: of(State::Damaged, |segment| &segment.seen.name),
        devices: known_devices(study, &segments)?,
        label: known.label,
    })
}

/// How many facts are not in the store and may leave.
fn unsent(study: &Study, there: &Coverage) -> Result<u64, Error> {
    let missing = db::holding::all(&study.db)?.without(there);
    let keeps = study.settings.sync_private == PrivateWalks::Keep;
    let unsent = if keeps { push::told(&study.db, &missing)? } else { missing };
    Ok(unsent.count())
}

fn known_devices(study: &Study, segments: &[db::segment::Known]) -> Result<Vec<Device>, Error> {
    let here = db::portable::here(&study.db)?;
    let mut devices: BTreeMap<&str, Device> = BTreeMap::new();
    for segment in segments.iter().filter(|segment| segment.state != State::Damaged) {
        let device = devices.entry(&segment.seen.folder).or_insert_with(|| Device {
            label: segment.label.clone(),
            name: segment.device.clone(),
            folder: segment.seen.folder.clone(),
            here: segment.device == here,
            segments: 0,
            bytes: 0,
        });
        device.segments += 1;
        device.bytes += segment.seen.bytes;
    }
    let mut devices: Vec<Device> = devices.into_values().collect();
    devices.sort_by(|one, other| (&one.label, &one.name).cmp(&(&other.label, &other.name)));
    Ok(devices)
}

/// The devices whose segments lie in the store.
pub(super) fn devices(link: &Link<'_>) -> Result<Vec<Device>, Error> {
    let mut devices = known_devices(link.study, &db::segment::all(&link.study.db)?)?;
    for device in &mut devices {
        device.here |= device.folder == folder(&link.key, &db::portable::here(&link.study.db)?);
    }
    Ok(devices)
}
