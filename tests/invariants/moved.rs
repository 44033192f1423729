//! Everything that was ever logged can be carried elsewhere, and taken back there.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use rat::app::import::{From, How, Imported, import};
use rat::app::progress::{Doing, Progress, Watch};
use rat::app::{Models, Study, export, shelf, undo};
use rat::domain::jot::{Jot, Kind};
use rat::domain::settings::Settings;
use rat::storage::db::{Db, derived, portable};

use crate::home::now;
use crate::life::live;

/// A data folder with a database in it.
struct Place {
    folder: tempfile::TempDir,
    study: Study,
}

impl Place {
    fn new(device: &str) -> Self {
        Self::at(tempfile::tempdir().unwrap(), device)
    }

    /// A year, lived once for all tests.
    fn lived() -> Self {
        static YEAR: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
            let folder = tempfile::tempdir().unwrap();
            live(folder.path());
            folder
        });
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("decks")).unwrap();
        for file in ["rat.db", "rat.db-wal", "decks/own.toml"] {
            std::fs::copy(YEAR.path().join(file), folder.path().join(file)).unwrap();
        }
        Self::at(folder, "never")
    }

    fn at(folder: tempfile::TempDir, device: &str) -> Self {
        let db = Db::open(&folder.path().join("rat.db"), || device.to_owned()).unwrap();
        let models = Models::default();
        let study = Study { db, settings: Settings::default(), models, now: now(0, 0) };
        shelf::take_up(&study.db, &folder.path().join("decks")).unwrap();
        Self { folder, study }
    }

    fn decks(&self) -> PathBuf {
        self.folder.path().join("decks")
    }

    fn export(&self, private: bool) -> Vec<u8> {
        let mut bytes = Vec::new();
        export::facts::write(&self.study, &self.decks(), private, &mut bytes, Watch::nobody())
            .unwrap();
        bytes
    }

    fn import(&self, bytes: &[u8]) -> Imported {
        let file = self.folder.path().join("facts.json");
        std::fs::write(&file, bytes).unwrap();
        let imported = self.take_in(&file).unwrap();
        shelf::take_up(&self.study.db, &self.decks()).unwrap();
        imported
    }

    fn take_in(&self, file: &Path) -> Result<Imported, rat::app::Error> {
        self.take_in_watched(file, Watch::nobody())
    }

    fn take_in_watched(&self, file: &Path, watch: Watch<'_>) -> Result<Imported, rat::app::Error> {
        let from = From { path: file, name: "facts.json", zone: &|_| 3600 };
        import(&self.study, &self.decks(), from, How::Keep, watch)
    }

    fn digest(&self) -> u64 {
        derived::digest(&self.study.db).unwrap()
    }

    /// What a user sees: decks with their counts, plans, walks, commitments and jots.
    fn view(&self) -> String {
        let study = &self.study;
        format!(
            "{:#?}\n{:#?}\n{:#?}\n{:#?}\n{:#?}",
            rat::app::deck::list(study).unwrap(),
            rat::app::tap::all(study).unwrap(),
            rat::app::walk::runs(study).unwrap(),
            rat::app::commitment::list(study, true).unwrap(),
            rat::app::jot::list(study, true).unwrap(),
        )
    }

    /// Whether what is derived is what the facts say, and no fact is damaged.
    fn is_sound(&self) -> bool {
        let sums = portable::sums(&self.study.db).unwrap();
        let kept = portable::kept_sums(&self.study.db).unwrap();
        let summed = kept.iter().all(|(device, _, sum)| Some(sums[device]) == *sum);
        summed && rat::app::doctor::rebuild(&self.study, Watch::nobody()).unwrap().same
    }
}

#[test]
fn a_year_carried_elsewhere_is_the_same_there() {
    let (old, new) = (Place::lived(), Place::new("new"));
    let written = old.export(true);
    new.import(&written);
    assert_eq!(new.digest(), old.digest());
    assert!(new.export(true) == written, "what is written there differs");
    assert!(new.is_sound());
}

#[test]
fn an_import_tells_how_far_it_is_and_keeps_nothing_if_it_is_not_to_go_on() {
    let (old, new) = (Place::lived(), Place::new("new"));
    let file = new.folder.path().join("facts.json");
    std::fs::write(&file, old.export(true)).unwrap();
    let before = (new.digest(), new.export(true));
    let told = RefCell::new(Vec::<Progress>::new());
    for doing in [Doing::Reading, Doing::Deriving] {
        told.borrow_mut().clear();
        let see = |progress: Progress| {
            told.borrow_mut().push(progress);
            progress.doing != doing || progress.done * 2 < progress.total
        };
        let stopped = new.take_in_watched(&file, Watch::new(&see));
        assert!(matches!(stopped, Err(rat::app::Error::Interrupted)), "{stopped:?}");
        assert_eq!((new.digest(), new.export(true)), before);
    }
    let told = told.into_inner();
    assert!(told.iter().all(|progress| progress.done <= progress.total), "{told:?}");
    let grows = |one: &Progress, next: &Progress| one.doing != next.doing || one.done <= next.done;
    assert!(told.is_sorted_by(grows), "{told:?}");
}

#[test]
fn what_was_carried_over_once_is_not_carried_over_twice() {
    let (old, new) = (Place::lived(), Place::new("new"));
    let written = old.export(true);
    let first = new.import(&written);
    let before = (new.digest(), portable::count(&new.study.db).unwrap());
    let again = new.import(&written);
    assert_eq!((again.total(), again.known), (0, first.total() + 1));
    assert_eq!((new.digest(), portable::count(&new.study.db).unwrap()), before);
}

#[test]
fn a_whole_import_can_be_taken_back_and_brought_back() {
    let (old, new) = (Place::lived(), Place::new("new"));
    let untouched = Place::new("new");
    std::fs::create_dir_all(untouched.decks()).unwrap();
    std::fs::copy(old.decks().join("own.toml"), untouched.decks().join("own.toml")).unwrap();
    shelf::take_up(&untouched.study.db, &untouched.decks()).unwrap();
    new.import(&old.export(true));
    let full = new.view();
    undo::undo(&new.study, Watch::nobody()).unwrap();
    assert!(new.is_sound());
    assert_eq!(new.view(), untouched.view());
    undo::redo(&new.study, Watch::nobody()).unwrap();
    assert_eq!(new.view(), full);
}

#[test]
fn what_was_taken_back_comes_back_when_it_is_imported_again() {
    let (old, new) = (Place::lived(), Place::new("new"));
    let written = old.export(true);
    new.import(&written);
    let full = new.view();
    undo::undo(&new.study, Watch::nobody()).unwrap();
    let again = new.import(&written);
    assert!(again.revived);
    assert_eq!((again.total(), new.view()), (0, full));
}

#[test]
fn two_devices_that_exchange_their_facts_agree() {
    let (old, new) = (Place::lived(), Place::new("new"));
    new.import(&old.export(true));
    let (kind, text) = (Kind::Idea, "over here".to_owned());
    rat::app::jot::make(&new.study, &Jot { kind, text, done: false }).unwrap();
    old.import(&new.export(true));
    assert_eq!(new.digest(), old.digest());
}

#[test]
fn private_walks_can_be_left_behind() {
    let (old, new) = (Place::lived(), Place::new("new"));
    let private = |place: &Place| {
        let runs = rat::app::walk::runs(&place.study).unwrap();
        runs.into_iter().filter(|run| run.private).count()
    };
    assert!(private(&old) > 0);
    new.import(&old.export(false));
    assert_eq!(private(&new), 0);
    assert!(new.is_sound());
}

#[test]
fn a_fact_under_a_number_that_is_taken_is_refused_and_nothing_is_kept() {
    let (old, new) = (Place::lived(), Place::new("new"));
    let written = String::from_utf8(old.export(true)).unwrap();
    new.import(written.as_bytes());
    let before = std::fs::read(new.study.db.path()).unwrap();
    let changed = written.replacen("\"took\":", "\"took\":1", 1);
    let end = changed.rfind(",\"sum\"").unwrap();
    let file = new.folder.path().join("changed.json");
    std::fs::write(&file, format!("{}}}}}\n", changed.get(..end).unwrap())).unwrap();
    let refused = new.take_in(&file).unwrap_err().to_string();
    assert!(refused.contains("another fact is here under its number"), "{refused}");
    assert!(std::fs::read(new.study.db.path()).unwrap() == before);
}
