//! What programs that carry folders from device to device leave behind, and what disks do to files.

use crate::stores::Store;

/// The folder and the name of an object.
fn split(object: &str) -> (&str, &str) {
    let at = object.rfind('/').map_or(0, |at| at + 1);
    object.split_at(at)
}

/// The name of what lost when two devices wrote an object, as Syncthing gives it.
pub fn sync_conflict(object: &str) -> String {
    let (folder, name) = split(object);
    let (stem, end) = name.rsplit_once('.').unwrap_or((name, "age"));
    format!("{folder}{stem}.sync-conflict-20261126-101010-ABCDEFG.{end}")
}

/// The same as Dropbox and Nextcloud give it.
pub fn conflicted_copy(object: &str) -> String {
    let (folder, name) = split(object);
    let (stem, end) = name.rsplit_once('.').unwrap_or((name, "age"));
    format!("{folder}{stem} (conflicted copy).{end}")
}

/// The name under which Syncthing receives an object.
pub fn received(object: &str) -> String {
    let (folder, name) = split(object);
    format!("{folder}.syncthing.{name}.tmp")
}

/// Puts beside every object what such programs leave.
pub fn scatter(store: &Store) {
    for (object, bytes) in store.objects() {
        let (folder, name) = split(&object);
        let half = &bytes[..bytes.len() / 2];
        store.put(&sync_conflict(&object), &bytes);
        store.put(&conflicted_copy(&object), &bytes);
        store.put(&received(&object), half);
        store.put(&format!("{folder}~syncthing~{name}.tmp"), half);
        store.put(&format!("{folder}.DS_Store"), b"\0\0\0\x01Bud1");
        store.put(&format!("{folder}._{name}"), b"\0\x05\x16\x07");
        store.put(&format!("{folder}desktop.ini"), b"[.ShellClassInfo]\r\n");
        store.put(&format!("{folder}{name}.part"), half);
        store.put(&format!("{folder}{name}~"), &bytes);
    }
}

/// What may become of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// One bit in its middle is another.
    Flipped,
    /// One bit of its last byte is another.
    FlippedAtTheEnd,
    /// Its second half is gone.
    Halved,
    /// Nothing of it is left but its name.
    Emptied,
    /// It is gone.
    Deleted,
    /// It is to be found under a name that a program gave it which did not know better.
    Renamed,
}

impl Damage {
    pub const ALL: [Self; 6] = [
        Self::Flipped,
        Self::FlippedAtTheEnd,
        Self::Halved,
        Self::Emptied,
        Self::Deleted,
        Self::Renamed,
    ];

    /// Does this to an object.
    pub fn befalls(self, store: &Store, object: &str) {
        let mut bytes = store.objects().remove(object).unwrap();
        let length = bytes.len();
        match self {
            Self::Flipped => bytes[length / 2] ^= 0x10,
            Self::FlippedAtTheEnd => bytes[length - 1] ^= 0x01,
            Self::Halved => bytes.truncate(length / 2),
            Self::Emptied => bytes.clear(),
            Self::Renamed => store.put(&sync_conflict(object), &bytes),
            Self::Deleted => {}
        }
        if matches!(self, Self::Deleted | Self::Renamed) {
            store.remove(object);
        } else {
            store.put(object, &bytes);
        }
    }
}
