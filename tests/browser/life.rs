//! A year of somebody's life with the program, made from a seed, with texts that mean no good.

use std::fs;
use std::path::Path;

use rat::app::fire::{Firing, fire};
use rat::app::progress::Watch;
use rat::app::review::{Grading, Scope, grade, queue};
use rat::app::{Models, Study, away, card, commitment, shelf, tap, technique, walk};
use rat::domain::commitment as promised;
use rat::domain::review::Rating;
use rat::domain::settings::Settings;
use rat::domain::tap::outcome::Kind;
use rat::domain::tap::plan::Plan;
use rat::domain::time::{Now, Rollover, study_day};
use rat::domain::walk::Mode;
use rat::domain::walk::read::Stand;
use rat::storage::db::Db;

use crate::chance::{Chance, answer};

/// The morning of the last day, on a clock an hour east of UTC in winter.
const LAST: i64 = 1_795_420_800_000;
const DAY: i64 = 86_400_000;
const DAYS: i64 = 365;

/// Texts that would do harm if they were taken for anything but texts.
pub const HOSTILE: [&str; 4] = [
    "<script>document.title='owned'</script>",
    "\"><img src=x onerror=alert(1)>&amp;",
    "right to left: \u{5e9}\u{5dc}\u{5d5}\u{5dd} and \u{1f400}\u{1f3fd}",
    "]]></style><style>*{display:none}",
];

struct Life {
    study: Study,
    chance: Chance,
    taps: Vec<i64>,
}

/// Lives a year in a data folder.
pub fn live(folder: &Path) {
    live_days(folder, DAYS);
}

/// Lives the first days of that year in a data folder.
pub fn live_days(folder: &Path, days: i64) {
    fs::create_dir_all(folder.join("decks")).unwrap();
    let title = format!("{} {}", HOSTILE[0], "long ".repeat(1_000));
    let deck = format!(
        "name = \"own\"\ntitle = {}\npurpose = \"p\"\nuse-when = \"u\"\navoid-when = \"a\"\n\
         standing = \"mine\"\nsources = [\"me\"]\n[[card]]\nkey = \"c1\"\nkind = \"recall\"\n\
         front = {}\nback = \"Nothing.\"\n",
        toml(&title),
        toml(HOSTILE[1]),
    );
    fs::write(folder.join("decks/own.toml"), deck).unwrap();
    let db = Db::open(&folder.join("rat.db"), || "test".to_owned()).unwrap();
    let models = Models::default();
    let study = Study { db, settings: Settings::default(), models, now: moment(0, 9) };
    shelf::take_up(&study.db, &folder.join("decks")).unwrap();
    let mut life = Life { study, chance: Chance(88_172_645_463_325_252), taps: Vec::new() };
    for day in 0..days {
        life.day(folder, day);
    }
    rat::app::doctor::rebuild(&life.study, Watch::nobody()).unwrap();
}

fn toml(text: &str) -> String {
    format!("'''{text}'''")
}

/// An hour of a day of the year; summer time holds in its middle.
fn moment(day: i64, hour: i64) -> Now {
    let east = if (145..355).contains(&day) { 7_200 } else { 3_600 };
    let at = LAST - (DAYS - 1 - day) * DAY + (hour - 9) * 3_600_000;
    Now { at, offset: east, today: study_day(at, east, Rollover::default()) }
}

impl Life {
    fn day(&mut self, folder: &Path, day: i64) {
        self.study.now = moment(day, 8);
        if day == 0 {
            self.begin();
        }
        if day == 200 {
            let first = self.study.now.today;
            away::plan(&self.study, first, first.plus(10)).unwrap();
        }
        if (200..211).contains(&day) || self.chance.below(9) == 0 {
            return;
        }
        self.review();
        self.study.now = moment(day, 19);
        self.plans(day);
        if day % 9 == 4 {
            let walks = ["againstness", "goal-factoring", "resolve-cycles", "murphyjitsu"];
            let name =
                if day == 121 { "internal-double-crux" } else { walks[self.chance.below(4)] };
            self.walk(folder, name);
        }
        if day % 12 == 3 {
            self.foretell();
        }
    }

    fn begin(&mut self) {
        for (name, trigger, action) in [
            ("kettle", "the kettle clicks off", "I stretch my arms"),
            ("doorstep", HOSTILE[0], HOSTILE[2]),
            ("laptop", "I close the laptop for the day", "I write down tomorrow's first step"),
        ] {
            let mut plan = Plan::of(name, trigger, action);
            HOSTILE[1].clone_into(&mut plan.goal);
            self.taps.push(tap::make(&self.study, plan).unwrap().thing);
        }
        let own = card::find(&self.study.db, "own/c1").unwrap().row;
        grade(&self.study, own, Rating::Good, Grading::Scored, 9_000).unwrap();
    }

    fn review(&mut self) {
        let (_, items) = queue(&self.study, Scope::default(), 60).unwrap();
        for item in items {
            let known =
                item.card.state.standing.map_or(0.7, |standing| self.study.recalls_card(&standing));
            let thousandth = u32::try_from(self.chance.below(1_000)).unwrap();
            let rating = if f64::from(thousandth) / 1_000.0 > known {
                Rating::Again
            } else {
                [Rating::Hard, Rating::Good, Rating::Good, Rating::Good, Rating::Easy]
                    [self.chance.below(5)]
            };
            let took = 2_000 + u32::try_from(self.chance.below(14_000)).unwrap();
            grade(&self.study, item.card.row, rating, Grading::Scored, took).unwrap();
        }
    }

    fn plans(&mut self, day: i64) {
        for (n, tap) in self.taps.clone().into_iter().enumerate() {
            if day < i64::try_from(n).unwrap() * 60 {
                continue;
            }
            for _ in 0..=self.chance.below(3) {
                let luck = self.chance.below(400) + usize::try_from(day).unwrap();
                let kind = match luck {
                    0..120 => Kind::Missed,
                    120..190 => Kind::Noticed,
                    190..200 => Kind::None,
                    _ => Kind::Did,
                };
                let note =
                    if self.chance.below(12) == 0 { HOSTILE[self.chance.below(4)] } else { "" };
                let firing = Firing { note: note.to_owned(), ..Firing::now(&self.study, kind) };
                fire(&self.study, tap, firing).unwrap();
            }
            if day % 7 == 0 {
                let rating = u8::try_from(1 + day * 5 / 365).unwrap();
                tap::rate(&self.study, tap, rating).unwrap();
            }
        }
    }

    fn walk(&mut self, folder: &Path, name: &str) {
        let technique = technique::find(&folder.join("decks"), name).unwrap();
        let run = walk::begin(&self.study, &technique, Mode::Run).unwrap().thing;
        loop {
            match walk::reading(&self.study, &technique, run).unwrap().stand {
                Stand::Asks(question) => {
                    self.study.now.at += 40_000;
                    let given = answer(&question, &mut self.chance);
                    walk::answer(&self.study, &technique, run, given).unwrap();
                }
                Stand::Ends => {
                    walk::finish(&self.study, &technique, run).unwrap();
                    break;
                }
                Stand::Waits(_) => break,
            }
        }
    }

    fn foretell(&mut self) {
        let percent = u32::try_from(5 + 10 * self.chance.below(10)).unwrap();
        let came = self.chance.below(100) < usize::try_from(percent).unwrap();
        let probability = Some(f64::from(percent) / 100.0);
        let kind = promised::Kind::Forecast;
        let today = self.study.now.today;
        let made = promised::Commitment::new(kind, HOSTILE[3], today, probability).unwrap();
        let thing = commitment::make(&self.study, &made).unwrap();
        let state = if came { promised::State::True } else { promised::State::False };
        commitment::close(&self.study, thing, state, "").unwrap();
    }
}
