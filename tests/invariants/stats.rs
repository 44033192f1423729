//! Statistics equal a recount by brute force over everything that ever happened.
//!
//! The recount reads nothing but facts, decides by itself what is taken back, and counts with loops.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike as _, NaiveDate};
use proptest::prelude::*;
use rat::app::errand::rehearse;
use rat::app::fire::{Firing, fire};
use rat::app::optimize::{Proposal, take};
use rat::app::progress::Watch;
use rat::app::review::{Grading, grade};
use rat::app::stats::{Scope, calibration, cards, spent, taps, techniques};
use rat::app::{away, card, commitment, doctor, tap, undo};
use rat::domain::commitment as promised;
use rat::domain::review::Rating;
use rat::domain::schedule::memory::Parameters;
use rat::domain::schedule::moves::Moves;
use rat::domain::schedule::version::{Trial, Verdict};
use rat::domain::stats::calibration::Calibration;
use rat::domain::tap::outcome::Kind;
use rat::domain::tap::plan::Plan;
use rat::domain::time::StudyDay;

use crate::home::{Home, now};
use crate::recount::{Counted, Facts, counted};

/// One thing a user may do.
#[derive(Clone, Copy, Debug)]
enum Act {
    Grade { card: usize, rating: usize, took: u32 },
    Fire { tap: usize, kind: usize, hours_ago: i64, times: u32 },
    Rehearse { tap: usize, rating: usize, took: u32 },
    Away { ahead: i32, days: i32 },
    Foretell { percent: u8, came: bool },
    Fit { w: f32, verdict: usize },
    Undo,
    Redo,
}

/// Acts with the hours that pass before each (a clock may jump back) and the zone each is done in.
fn acts() -> impl Strategy<Value = Vec<(i64, i32, Act)>> {
    let act = prop_oneof![
        12 => (0_usize..5, 0_usize..4, 0_u32..90_000)
            .prop_map(|(card, rating, took)| Act::Grade { card, rating, took }),
        8 => (0_usize..2, 0_usize..5, 0_i64..400, 1_u32..4)
            .prop_map(|(tap, kind, hours_ago, times)| Act::Fire { tap, kind, hours_ago, times }),
        2 => (0_usize..2, 0_usize..4, 0_u32..90_000)
            .prop_map(|(tap, rating, took)| Act::Rehearse { tap, rating, took }),
        1 => (-10_i32..3, 0_i32..4).prop_map(|(ahead, days)| Act::Away { ahead, days }),
        2 => (1_u8..100, any::<bool>()).prop_map(|(percent, came)| Act::Foretell { percent, came }),
        1 => (0.5_f32..9.0, 0_usize..3).prop_map(|(w, verdict)| Act::Fit { w, verdict }),
        3 => Just(Act::Undo),
        1 => Just(Act::Redo),
    ];
    prop::collection::vec((-20_i64..70, -11_i32..13, act), 1..60)
}

struct Life {
    home: Home,
    cards: Vec<i64>,
    taps: Vec<i64>,
}

fn fitted(w: f32) -> Parameters {
    let mut numbers = Vec::from(Parameters::default());
    numbers[2] = w;
    numbers.try_into().unwrap()
}

fn lived(acts: &[(i64, i32, Act)]) -> Life {
    let mut home = Home::new();
    let cards = card::list(&home.study, None, &[]).unwrap();
    // From several decks.
    let cards: Vec<i64> = cards.iter().step_by(40).map(|card| card.row).take(5).collect();
    let make = |name: &str, trigger: &str| {
        tap::make(&home.study, Plan::of(name, trigger, "I stretch my arms")).unwrap().thing
    };
    let taps = vec![make("kettle", "the kettle clicks"), make("door", "the door falls shut")];
    let mut hours = 1;
    for (passed, east, act) in acts {
        hours += passed;
        home.study.now = now(hours, *east);
        let study = &mut home.study;
        match *act {
            Act::Grade { card, rating, took } => {
                let _ = grade(study, cards[card], Rating::ALL[rating], Grading::Scored, took);
            }
            Act::Fire { tap, kind, hours_ago, times } => {
                let at = study.now.at - hours_ago * 3_600_000;
                let firing = Firing::now(study, Kind::ALL[kind]);
                let firing = Firing { times, happened: (at, study.now.offset), ..firing };
                let _ = fire(study, taps[tap], firing);
            }
            Act::Rehearse { tap, rating, took } => {
                let _ = rehearse(study, taps[tap], Rating::ALL[rating], (1, "steam"), took);
            }
            Act::Away { ahead, days } => {
                let first = study.now.today.plus(ahead);
                away::plan(study, first, first.plus(days)).unwrap();
            }
            Act::Foretell { percent, came } => {
                let probability = Some(f64::from(percent) / 100.0);
                let kind = promised::Kind::Forecast;
                let rain =
                    promised::Commitment::new(kind, "rain", study.now.today, probability).unwrap();
                let thing = commitment::make(study, &rain).unwrap();
                let state = if came { promised::State::True } else { promised::State::False };
                commitment::close(study, thing, state, "").unwrap();
            }
            Act::Fit { w, verdict } => {
                let verdict = Verdict::ALL[verdict];
                let parameters = (verdict != Verdict::Reverted).then(|| fitted(w));
                let trial = Trial { parameters, spread: 5, ..Trial::default() };
                take(study, &Proposal { verdict, trial, moves: Moves::default() }).unwrap();
            }
            Act::Undo => drop(undo::undo(study, Watch::nobody())),
            Act::Redo => drop(undo::redo(study, Watch::nobody())),
        }
    }
    home.study.now = now(hours.max(2_000), 0);
    Life { home, cards, taps }
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() < 2e-4
}

/// The Monday of a day, by the calendar.
fn monday(day: i32) -> i32 {
    let epoch = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
    let date = epoch + chrono::Duration::days(day.into());
    day - i32::try_from(date.weekday().num_days_from_monday()).unwrap()
}

pub fn scope() -> Scope {
    Scope { since: StudyDay::FIRST, deck: None, tap: None, private: true }
}

fn check_cards(life: &Life, facts: &Facts) {
    let study = &life.home.study;
    let all = counted(facts);
    for deck in [None, Some(facts.deck(life.cards[0])), Some(facts.deck(life.cards[3]))] {
        let seen = cards::cards(study, Scope { deck, ..scope() }).unwrap();
        let of_deck =
            |fact: &crate::recount::Fact| deck.is_none_or(|deck| facts.deck(fact.card) == deck);
        let mut days: BTreeMap<i32, [i64; 5]> = BTreeMap::new();
        for (fact, counted) in all.iter().filter(|(fact, _)| of_deck(fact)) {
            let day = days.entry(fact.day).or_default();
            match counted {
                Counted::First => day[0] += 1,
                Counted::Recall(_) => {
                    day[1] += 1;
                    day[2] += i64::from(fact.rating > 1);
                }
                Counted::Repeat => day[3] += 1,
            }
            day[4] += fact.took;
        }
        let mut weeks: BTreeMap<i32, (u32, u32)> = BTreeMap::new();
        for (day, counts) in &days {
            let week = weeks.entry(monday(*day)).or_default();
            week.0 += u32::try_from(counts[1]).unwrap();
            week.1 += u32::try_from(counts[2]).unwrap();
        }
        let shown: Vec<(i32, [i64; 5])> = seen
            .days
            .iter()
            .map(|(day, one)| {
                (day.epoch(), [one.introduced, one.reviews, one.recalled, one.drills, one.took])
            })
            .collect();
        assert_eq!(shown, days.into_iter().collect::<Vec<_>>());
        let retention: Vec<(i32, (u32, u32))> = seen
            .weeks
            .iter()
            .map(|(week, one)| (week.epoch(), (one.retention().trials, one.retention().successes)))
            .filter(|(week, _)| weeks.contains_key(week))
            .collect();
        assert_eq!(retention, weeks.into_iter().collect::<Vec<_>>());
        check_memories(life, facts, deck);
    }
}

/// Where the cards stand, as the pages of the single cards have it.
fn check_memories(life: &Life, facts: &Facts, deck: Option<i64>) {
    let study = &life.home.study;
    let seen = cards::cards(study, Scope { deck, ..scope() }).unwrap();
    let (mut coming, mut stability, mut known) = (vec![0_u64; 30], 0, 0);
    for card in card::list(study, deck, &[]).unwrap() {
        let Some(standing) = card.state.standing else { continue };
        known += 1;
        stability += usize::from(standing.memory.stability() < 1.0);
        let ahead = (standing.due.epoch() - study.now.today.epoch()).max(0);
        if let Some(day) = coming.get_mut(usize::try_from(ahead).unwrap()) {
            *day += 1;
        }
        let history: Vec<_> = counted(facts)
            .into_iter()
            .filter(|(fact, counted)| fact.card == card.row && !matches!(counted, Counted::Repeat))
            .map(|(fact, _)| fact)
            .collect();
        assert_eq!(history.len(), standing.count as usize);
        let mut gaps = Vec::new();
        for (n, fact) in history.iter().enumerate() {
            let gap = if n == 0 { 0 } else { fact.day - history[n - 1].day };
            let rating = Rating::from_number(fact.rating).unwrap();
            gaps.push((rating, u32::try_from(gap).unwrap()));
        }
        let memory = facts.model(i64::MAX).remember(None, &gaps).unwrap();
        assert_eq!(memory, standing.memory, "{gaps:?}");
    }
    assert_eq!(seen.forecast, coming);
    assert_eq!(seen.distribution.stability.iter().sum::<u64>(), known);
    assert_eq!(seen.distribution.difficulty.iter().sum::<u64>(), known);
    assert_eq!(seen.distribution.stability[0], stability as u64);
}

/// Compares a calibration with (foreseen, happened) pairs.
fn check_calibration(found: &Calibration, pairs: &[(f64, bool)]) {
    let mut bins: BTreeMap<u8, Vec<(f64, bool)>> = BTreeMap::new();
    for (foreseen, happened) in pairs {
        // Single precision decides about a probability that lies on the edge of a bin.
        bins.entry(rat::domain::stats::calibration::bin(*foreseen))
            .or_default()
            .push((*foreseen, *happened));
    }
    let found: Vec<_> = found.bins().collect();
    assert_eq!(found.len(), bins.len(), "{found:?} {bins:?}");
    for ((bin, tally), (expected, pairs)) in found.into_iter().zip(bins) {
        assert_eq!((bin, tally.count), (expected, i64::try_from(pairs.len()).unwrap()));
        let happened = pairs.iter().filter(|(_, happened)| *happened).count();
        assert_eq!(tally.happened, i64::try_from(happened).unwrap());
        let count = f64::from(u32::try_from(pairs.len()).unwrap());
        let mean = pairs.iter().map(|(p, _)| p).sum::<f64>() / count;
        let squares = pairs.iter().map(|(p, y)| (p - f64::from(u8::from(*y))).powi(2));
        assert!(near(tally.foreseen().unwrap(), mean));
        assert!(near(tally.brier().unwrap(), squares.sum::<f64>() / count));
    }
}

/// An outcome as the facts have it: day, moment, kind, times.
type Outcome = (i32, i64, String, u32);

fn outcomes(facts: &Facts, tap: i64) -> Vec<Outcome> {
    let sql = format!(
        "SELECT * FROM outcome WHERE thing = {tap} ORDER BY happened_day, happened_at, seq"
    );
    facts.rows(&sql, |row| {
        let (day, at) = (row.get("happened_day")?, row.get("happened_at")?);
        Ok((day, at, row.get("kind")?, row.get("times")?))
    })
}

fn check_taps(life: &Life, facts: &Facts) -> Vec<(f64, bool)> {
    let study = &life.home.study;
    let breaks: Vec<(i32, i32)> =
        facts.rows("SELECT * FROM away", |row| Ok((row.get("first_day")?, row.get("last_day")?)));
    let found = taps::taps(study, scope()).unwrap();
    let mut foreseen = Vec::new();
    for past in &found.plans {
        let all = outcomes(facts, past.tap.thing);
        let count = |kind: &str| -> u32 {
            all.iter().filter(|(_, _, known, _)| known == kind).map(|(_, _, _, n)| n).sum()
        };
        let counts = past.counts;
        let shown = [counts.did, counts.noticed, counts.missed, counts.misfire, counts.none];
        assert_eq!(shown, ["did", "noticed", "missed", "misfire", "none"].map(count));
        let (came, noticed) = (count("did") + count("noticed") + count("missed"), count("noticed"));
        let share = |part: u32, of: u32| (of > 0).then(|| f64::from(part) / f64::from(of));
        assert_eq!(counts.notice().share(), share(count("did") + noticed, came));
        assert_eq!(counts.follow().share(), share(count("did"), count("did") + noticed));

        // Strength and what it foretells, day by day.
        let days: BTreeSet<i32> = all.iter().map(|(day, ..)| *day).collect();
        let kept = 0.5_f64.powf(1.0 / rat::domain::tap::plan::HALF_LIFE);
        let (mut strength, mut unknown, mut points) = (0.0, 1.0, Vec::new());
        for day in days {
            let away = breaks.iter().any(|(first, last)| (first..=last).contains(&&day));
            let (mut did, mut of) = (0, 0);
            for (_, _, kind, times) in all.iter().filter(|(other, ..)| *other == day) {
                did += if kind == "did" { *times } else { 0 };
                let slip = kind == "noticed" || kind == "missed";
                of += if kind == "did" || (slip && !away) { *times } else { 0 };
            }
            if of > 0 {
                let expected = strength + unknown / 2.0;
                foreseen.extend((0..of).map(|n| (expected, n < did)));
                strength = strength * kept + f64::from(did) / f64::from(of) * (1.0 - kept);
                unknown *= kept;
            }
            points.push((day, strength));
        }
        assert_eq!(past.strength.len(), points.len());
        for ((day, shown), (expected, strength)) in past.strength.iter().zip(points) {
            assert_eq!(day.epoch(), expected);
            assert!(near(*shown, strength), "{shown} {strength}");
        }
    }
    foreseen
}

fn check_beside(life: &Life, facts: &Facts) {
    let study = &life.home.study;
    // Time.
    let minutes =
        |sql: &str| -> i64 { facts.rows(sql, |row| row.get::<_, i64>("took")).iter().sum() };
    let spent = spent::spent(study, scope()).unwrap();
    let cards: i64 = spent.iter().map(|(_, spent)| spent.cards).sum();
    let rehearsals: i64 = spent.iter().map(|(_, spent)| spent.rehearsals).sum();
    assert_eq!(cards, minutes("SELECT * FROM review"));
    assert_eq!(rehearsals, minutes("SELECT * FROM rehearsal"));
    // Techniques.
    let today = study.now.today.epoch();
    let mut weeks = BTreeSet::new();
    for tap in &life.taps {
        for (day, _, kind, _) in outcomes(facts, *tap) {
            if kind == "did" && (0..84).contains(&(today - day)) {
                weeks.insert((today - day) / 7);
            }
        }
    }
    let practised = techniques::techniques(study, scope()).unwrap();
    let plans = practised.iter().find(|one| one.name == "trigger-action-plans").unwrap();
    assert_eq!(plans.weeks as usize, weeks.len());
    for one in &practised {
        let deck = rat::app::deck::find(study, &one.name).unwrap().row;
        let all = card::list(study, Some(deck), &[]).unwrap();
        let recalled: f64 = all
            .iter()
            .filter_map(|card| card.state.standing.as_ref())
            .map(|standing| study.recalls_card(standing))
            .sum();
        let count = f64::from(u32::try_from(all.len()).unwrap());
        assert!(near(one.known, recalled / count));
    }
}

fn forecasts(facts: &Facts) -> Vec<(f64, bool)> {
    let sql = "SELECT * FROM commitment ORDER BY study_day, at, seq";
    let mut standing: BTreeMap<i64, (String, Option<f64>)> = BTreeMap::new();
    for (thing, state, probability) in
        facts.rows(sql, |row| Ok((row.get("thing")?, row.get("state")?, row.get("probability")?)))
    {
        standing.insert(thing, (state, probability));
    }
    let closed = standing.into_values().filter(|(state, _)| state == "true" || state == "false");
    closed.filter_map(|(state, p)| Some((p?, state == "true"))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn every_statistic_equals_a_recount(acts in acts()) {
        let life = lived(&acts);
        let facts = Facts::of(&life.home.study.db);
        check_cards(&life, &facts);
        let of_plans = check_taps(&life, &facts);
        check_beside(&life, &facts);
        let found = calibration::calibration(&life.home.study, scope()).unwrap();
        check_calibration(&found.plans, &of_plans);
        check_calibration(&found.forecasts, &forecasts(&facts));
        let of_cards: Vec<(f64, bool)> = counted(&facts)
            .into_iter()
            .filter_map(|(fact, counted)| match counted {
                Counted::Recall(foreseen) => Some((foreseen, fact.rating > 1)),
                Counted::First | Counted::Repeat => None,
            })
            .collect();
        check_calibration(&found.cards, &of_cards);
    }

    #[test]
    fn deriving_everything_anew_changes_not_a_byte(acts in acts()) {
        let life = lived(&acts);
        let before = life.home.digest();
        prop_assert!(doctor::rebuild(&life.home.study, Watch::nobody()).unwrap().same);
        prop_assert_eq!(life.home.digest(), before);
    }
}
