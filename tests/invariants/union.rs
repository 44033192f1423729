//! Devices that hold the same facts agree, in whatever order those came and whatever their clocks show.

use std::collections::HashSet;
use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use rat::app::errand::rehearse;
use rat::app::fire::{Firing, fire};
use rat::app::progress::Watch;
use rat::app::review::{Grading, Scope, bury, grade, queue};
use rat::app::{
    Models, Study, away, card, commitment, doctor, grimoire, jot, remind, shelf, tap, technique,
    undo, union, walk,
};
use rat::domain::card::{Id, Kind as CardKind, Text};
use rat::domain::commitment as promised;
use rat::domain::jot as noted;
use rat::domain::review::Rating;
use rat::domain::settings::Settings;
use rat::domain::tap::outcome::Kind;
use rat::domain::tap::plan::{Plan, Status, Verdict};
use rat::domain::walk::read::Stand;
use rat::domain::walk::{Mode, State};
use rat::storage::db::portable::{self, Line};
use rat::storage::db::run::Run;
use rat::storage::db::{Db, derived};

use crate::chance::{Chance, answer};
use crate::home::now;

/// No folder of the user's own decks.
const DECKS: &str = "/nonexistent";

/// Names that do not come in the order in which the devices are counted.
const NAMES: [&str; 4] = ["m", "c", "x", "a"];

/// A device with a clock of its own.
pub struct Device {
    _folder: tempfile::TempDir,
    pub study: Study,
    /// The hours by which its clock is wrong.
    ahead: i64,
}

impl Device {
    pub fn new(name: &str, ahead: i64) -> Self {
        static FRESH: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
            let folder = tempfile::tempdir().unwrap();
            let db = Db::open(&folder.path().join("rat.db"), || "fresh".to_owned()).unwrap();
            shelf::take_up(&db, Path::new(DECKS)).unwrap();
            folder
        });
        let folder = tempfile::tempdir().unwrap();
        for file in ["rat.db", "rat.db-wal"] {
            std::fs::copy(FRESH.path().join(file), folder.path().join(file)).unwrap();
        }
        let path = folder.path().join("rat.db");
        let conn = rusqlite::Connection::open(&path).unwrap();
        conn.execute("UPDATE replica SET name = ?1", [name]).unwrap();
        drop(conn);
        let db = Db::open(&path, || "never".to_owned()).unwrap();
        let (settings, models) = (Settings::default(), Models::default());
        let study = Study { db, settings, models, now: now(ahead, 1) };
        Self { _folder: folder, study, ahead }
    }

    /// Another device with a copy of its database.
    pub fn copy(&self) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rat.db");
        self.study.db.copy_to(&path).unwrap();
        let db = Db::open(&path, || "never".to_owned()).unwrap();
        let (settings, models) = (Settings::default(), Models::default());
        let study = Study { db, settings, models, now: self.study.now };
        Self { _folder: folder, study, ahead: self.ahead }
    }

    /// Lets it be so many hours after the start.
    pub fn at(&mut self, hours: i64) -> &Study {
        self.study.now = now(hours + self.ahead, 1);
        &self.study
    }

    pub fn facts(&self) -> Vec<Line> {
        let mut all = Vec::new();
        portable::each::<rat::storage::Error>(&self.study.db, |line| {
            all.push(line);
            Ok(())
        })
        .unwrap();
        all
    }

    /// The facts of another device that are not here.
    fn lacks(&self, other: &Self) -> Vec<Line> {
        let key = |line: &Line| (line.device.clone(), line.seq);
        let here: HashSet<(String, i64)> = self.facts().iter().map(key).collect();
        other.facts().into_iter().filter(|line| !here.contains(&key(line))).collect()
    }

    pub fn take_all(&self, other: &Self) {
        union::take_in(&self.study, self.lacks(other)).unwrap();
    }

    /// Takes some of the facts of another device, in any order.
    fn take_some(&self, other: &Self, chance: &mut Chance) {
        let mut lacking = self.lacks(other);
        for end in (1..lacking.len()).rev() {
            lacking.swap(end, chance.below(end + 1));
        }
        let some = chance.below(lacking.len() + 1);
        union::take_in(&self.study, lacking.into_iter().take(some)).unwrap();
    }

    pub fn digest(&self) -> u64 {
        derived::digest(&self.study.db).unwrap()
    }

    /// What a user sees, without the numbers by which things are called on this device.
    pub fn view(&self) -> Vec<String> {
        let study = &self.study;
        let (left, items) = queue(study, Scope::default(), 30).unwrap();
        let mut view = vec![format!("{left:?}")];
        view.extend(items.iter().map(|item| format!("{} {:?}", item.card.id, item.intervals)));
        for card in card::list(study, None, &[]).unwrap() {
            view.push(format!("{} {:?} {:?}", card.id, card.text, card.state));
        }
        for tap::Tap { thing, plan, trace, waits } in tap::all(study).unwrap() {
            view.push(format!("{:?}", remind::asked(study, thing).unwrap()));
            view.push(format!("{plan:?} {trace:?} {waits:?}"));
        }
        let cycles = technique::find(Path::new(DECKS), "resolve-cycles").unwrap();
        for run in walk::runs(study).unwrap() {
            let answers = walk::log(study, run.thing).unwrap();
            view.push(format!("{:?} {answers:?}", Run { thing: 0, ..run }));
            view.push(format!("{:?}", grimoire::order(study, &cycles, run.thing).unwrap()));
        }
        let promises = commitment::list(study, true).unwrap();
        view.extend(promises.iter().map(|(_, promised)| format!("{promised:?}")));
        let jots = jot::list(study, true).unwrap();
        view.extend(jots.iter().map(|stored| format!("{:?} {}", stored.jot, stored.made_at)));
        view.push(format!("{:?}", grimoire::entries(study, &cycles).unwrap()));
        view
    }
}

/// One of some things, if there are any.
fn one<T>(mut all: Vec<T>, chance: &mut Chance) -> Option<T> {
    let place = chance.below(all.len());
    (!all.is_empty()).then(|| all.swap_remove(place))
}

fn text(chance: &mut Chance) -> Text {
    let (front, note) = (format!("What is {}?", chance.below(9)), String::new());
    Text { kind: CardKind::Recall, front, back: "A number.".to_owned(), note }
}

fn a_card(study: &Study, chance: &mut Chance) -> Option<i64> {
    let mut cards = card::list(study, None, &[]).unwrap();
    let own = cards.split_off(3).into_iter().filter(|card| card.id.key().starts_with("own"));
    let own: Vec<_> = own.collect();
    cards.extend(own);
    one(cards, chance).map(|card| card.row)
}

fn review(study: &Study, chance: &mut Chance) -> Option<()> {
    let card = a_card(study, chance)?;
    grade(study, card, Rating::ALL[chance.below(4)], Grading::Scored, 900).ok().map(drop)
}

fn change_card(study: &Study, chance: &mut Chance) -> Option<()> {
    let card = a_card(study, chance)?;
    match chance.below(3) {
        0 => bury(study, card).ok(),
        1 => card::suspend(study, card, chance.below(2) == 0).ok().map(drop),
        _ => card::edit(study, card, &text(chance)).ok().map(drop),
    }
}

fn add_card(study: &Study, chance: &mut Chance) -> Option<()> {
    let decks = rat::app::deck::list(study).unwrap();
    let deck = decks.get(chance.below(2))?;
    let id = Id::new(&deck.deck.about.name, &format!("own-{}", chance.below(3))).unwrap();
    card::add(study, deck.deck.row, &id, &text(chance)).ok().map(drop)
}

fn make_plan(study: &Study, chance: &mut Chance) -> Option<()> {
    let name = format!("plan-{}", chance.below(5));
    tap::make(study, Plan::of(&name, "the kettle clicks", "I stretch")).ok().map(drop)
}

fn change_plan(study: &Study, chance: &mut Chance) -> Option<()> {
    let tap::Tap { thing, plan, .. } = one(tap::all(study).unwrap(), chance)?;
    match chance.below(5) {
        0 => {
            let trigger = format!("the bell rings {} times", chance.below(3));
            tap::edit(study, thing, Plan { trigger, ..plan }).ok().map(drop)
        }
        1 => tap::edit(study, thing, Plan { goal: text(chance).front, ..plan }).ok().map(drop),
        2 => tap::look_back(study, thing, Verdict::ALL[chance.below(5)], plan).ok().map(drop),
        3 => remind::ask(study, thing, (None, Some(chance.below(2) == 0))).ok().map(drop),
        _ => tap::move_to(study, thing, Status::ALL[chance.below(3)]).ok().map(drop),
    }
}

fn live_plan(study: &Study, chance: &mut Chance) -> Option<()> {
    let tap::Tap { thing, .. } = one(tap::all(study).unwrap(), chance)?;
    match chance.below(5) {
        0 => rehearse(study, thing, Rating::ALL[chance.below(4)], (1, "steam"), 0).ok().map(drop),
        1 => tap::rate(study, thing, u8::try_from(1 + chance.below(7)).ok()?).ok().map(drop),
        _ => {
            let ago = i64::try_from(chance.below(100)).ok()? * 3_600_000;
            let firing = Firing::now(study, Kind::ALL[chance.below(5)]);
            let happened = (study.now.at - ago, study.now.offset);
            fire(study, thing, Firing { happened, ..firing }).ok().map(drop)
        }
    }
}

fn promise(study: &Study, chance: &mut Chance) -> Option<()> {
    let due = study.now.today.plus(i32::try_from(chance.below(4)).ok()?);
    let open = commitment::list(study, true).unwrap();
    if let (Some((thing, _)), 1..) = (one(open, chance), chance.below(3)) {
        return match chance.below(2) {
            0 => commitment::snooze(study, thing, due).ok().map(drop),
            _ => commitment::close(study, thing, promised::State::Done, "").ok().map(drop),
        };
    }
    let what = format!("call {}", chance.below(9));
    let made = promised::Commitment::new(promised::Kind::NextAction, &what, due, None).unwrap();
    commitment::make(study, &made).ok().map(drop)
}

fn note(study: &Study, chance: &mut Chance) -> Option<()> {
    if let (Some(stored), 0) = (one(jot::list(study, false).unwrap(), chance), chance.below(2)) {
        return jot::done(study, stored.thing).ok().map(drop);
    }
    let jot = noted::Jot::new(noted::Kind::Idea, &format!("a lamp {}", chance.below(9))).unwrap();
    jot::make(study, &jot).ok().map(drop)
}

fn walked(study: &Study, chance: &mut Chance) -> Option<()> {
    let name = ["againstness", "goal-factoring"][chance.below(2)];
    let technique = technique::find(Path::new(DECKS), name).unwrap();
    let mut runs = walk::runs(study).unwrap();
    runs.retain(|run| run.technique == name && run.state == State::Open);
    let run = match one(runs, chance) {
        Some(run) => run.thing,
        None => walk::begin(study, &technique, Mode::Run).unwrap().thing,
    };
    if chance.below(8) == 0 {
        return walk::abandon(study, run, "enough").ok().map(drop);
    }
    for _ in 0..chance.below(9) {
        match walk::reading(study, &technique, run).unwrap().stand {
            Stand::Asks(question) => {
                walk::answer(study, &technique, run, answer(&question, chance)).ok()?;
            }
            Stand::Ends => return walk::finish(study, &technique, run).ok().map(drop),
            Stand::Waits(_) => return None,
        }
    }
    Some(())
}

fn ask(study: &Study, chance: &mut Chance) -> Option<()> {
    let cycles = technique::find(Path::new(DECKS), "resolve-cycles").unwrap();
    match chance.below(3) {
        0 => grimoire::drop(study, &cycles, 1 + chance.below(4)).ok().map(drop),
        _ => grimoire::add(study, &format!("What now {}?", chance.below(3))).ok().map(drop),
    }
}

fn leave(study: &Study, chance: &mut Chance) -> Option<()> {
    let first = study.now.today.plus(i32::try_from(chance.below(9)).ok()? - 6);
    away::plan(study, first, first.plus(2)).ok().map(drop)
}

fn take_back(study: &Study, chance: &mut Chance) -> Option<()> {
    match chance.below(3) {
        0 => undo::redo(study, Watch::nobody()).ok().map(drop),
        _ => undo::undo(study, Watch::nobody()).ok().map(drop),
    }
}

type Act = fn(&Study, &mut Chance) -> Option<()>;

const ACTS: [Act; 12] = [
    review,
    change_card,
    add_card,
    make_plan,
    change_plan,
    live_plan,
    promise,
    note,
    walked,
    ask,
    leave,
    take_back,
];

/// Something a device does some hours after the last thing: an act, or a meeting, and what decides the
/// details.
pub type Step = (usize, i64, usize, u64);

pub fn steps() -> impl Strategy<Value = Vec<Step>> {
    let act = prop_oneof![3 => 0..ACTS.len(), 2 => Just(4), 2 => Just(5), 2 => Just(ACTS.len())];
    prop::collection::vec(
        (0_usize..4, prop_oneof![Just(0_i64), 0_i64..30], act, 1_u64..1 << 40),
        5..50,
    )
}

fn lived(clocks: &[i64], steps: &[Step]) -> Vec<Device> {
    let mut devices: Vec<Device> =
        clocks.iter().zip(NAMES).map(|(ahead, name)| Device::new(name, *ahead)).collect();
    live(&mut devices, steps);
    devices
}

/// Has devices live through some steps.
pub fn live(devices: &mut [Device], steps: &[Step]) {
    let mut hours = 0;
    for (who, passed, what, seed) in steps {
        hours += passed;
        let (who, mut chance) = (who % devices.len(), Chance(*seed));
        devices[who].at(hours);
        if let Some(act) = ACTS.get(*what) {
            let _ = act(&devices[who].study, &mut chance);
        } else if devices.len() > 1 {
            let other = (who + 1 + chance.below(devices.len() - 1)) % devices.len();
            devices[who].take_some(&devices[other], &mut chance);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn devices_that_hold_the_same_facts_agree(
        clocks in prop::collection::vec(prop_oneof![Just(0_i64), -87_600_i64..87_600], 2..=4),
        steps in steps(),
    ) {
        let mut devices = lived(&clocks, &steps);
        let written: usize = devices.iter().zip(NAMES).map(|(device, name)| {
            device.facts().iter().filter(|line| line.device == name).count()
        }).sum();
        for who in 0..devices.len() {
            for other in 0..devices.len() {
                if who != other {
                    devices[who].take_all(&devices[other]);
                }
            }
        }
        for device in &mut devices {
            device.ahead = 0;
            device.at(2_000);
        }
        for device in &devices {
            prop_assert_eq!(device.facts().len(), written);
            prop_assert!(doctor::rebuild(&device.study, Watch::nobody()).unwrap().same);
            prop_assert_eq!(device.digest(), devices[0].digest());
            prop_assert_eq!(device.view(), devices[0].view());
        }
    }
}
