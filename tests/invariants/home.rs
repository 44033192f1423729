//! A database that exists for one test, and moments in its life.

use rat::app::{Models, Study, shelf};
use rat::domain::settings::Settings;
use rat::domain::time::{Now, Rollover, study_day};
use rat::storage::db::Db;

/// An hour, in milliseconds.
const HOUR: i64 = 3_600_000;

/// A Monday morning.
const START: i64 = 1_795_420_800_000;

/// A database with the built-in decks taken up.
pub struct Home {
    _folder: tempfile::TempDir,
    pub study: Study,
}

impl Home {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("rat.db"), || "test".to_owned()).unwrap();
        let models = Models::default();
        shelf::take_up(&db, &folder.path().join("decks")).unwrap();
        let study = Study { db, settings: Settings::default(), models, now: now(0, 0) };
        Self { _folder: folder, study }
    }

    /// Everything that is derived, as one number.
    pub fn digest(&self) -> u64 {
        rat::storage::db::derived::digest(&self.study.db).unwrap()
    }
}

/// The moment some hours after the start, on a clock some hours east of UTC.
pub fn now(hours: i64, east: i32) -> Now {
    let (at, offset) = (START + hours * HOUR, east * 3600);
    Now { at, offset, today: study_day(at, offset, Rollover::default()) }
}
