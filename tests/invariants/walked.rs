//! Statistics of walks equal a recount by brute force.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use rat::app::stats::{spent, walks};
use rat::app::{technique, walk};
use rat::domain::walk::Mode;
use rat::domain::walk::read::Stand;

use crate::chance::{Chance, answer};
use crate::home::{Home, now};
use crate::recount::Facts;
use crate::stats::scope;

/// Finishes a walk with answers from a seed; gives every third one up.
fn walked(home: &mut Home, chance: &mut Chance, nth: usize) {
    let decks = std::path::Path::new("/nonexistent");
    let name = ["againstness", "goal-factoring", "focusing", "againstness"][nth % 4];
    let technique = technique::find(decks, name).unwrap();
    let run = walk::begin(&home.study, &technique, Mode::Run).unwrap().thing;
    loop {
        home.study.now.at += 1_000 * i64::try_from(chance.below(500)).unwrap();
        match walk::reading(&home.study, &technique, run).unwrap().stand {
            Stand::Asks(_) if nth % 3 == 2 && chance.below(6) == 0 => {
                walk::abandon(&home.study, run, "enough").unwrap();
                return;
            }
            Stand::Asks(question) => {
                let given = answer(&question, chance);
                walk::answer(&home.study, &technique, run, given).unwrap();
            }
            Stand::Ends => {
                walk::finish(&home.study, &technique, run).unwrap();
                return;
            }
            Stand::Waits(_) => return,
        }
    }
}

/// The last answer at a place of a run, as a number.
fn number(facts: &Facts, run: i64, place: &str) -> Option<u32> {
    let sql = format!(
        "SELECT * FROM walk_answer WHERE thing = {run} AND place = '{place}' ORDER BY at, seq"
    );
    let all: Vec<String> = facts.rows(&sql, |row| row.get("answer"));
    serde_json::from_str::<serde_json::Value>(all.last()?).unwrap()["number"]
        .as_u64()
        .map(|n| u32::try_from(n).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn walks_and_what_they_measured_equal_a_recount(seed in 1_u64.., count in 1_usize..9) {
        let (mut home, mut chance) = (Home::new(), Chance(seed));
        for nth in 0..count {
            home.study.now = now(1 + 30 * i64::try_from(nth).unwrap(), 1);
            walked(&mut home, &mut chance, nth);
        }
        let facts = Facts::of(&home.study.db);
        let found = walks::walks(&home.study, std::path::Path::new("/nonexistent"), scope()).unwrap();
        let begun: Vec<(i64, String)> =
            facts.rows("SELECT * FROM walk_begun", |row| Ok((row.get("thing")?, row.get("technique")?)));
        let ended: BTreeMap<i64, String> = facts
            .rows("SELECT * FROM walk_ended", |row| Ok((row.get("thing")?, row.get("ending")?)))
            .into_iter()
            .collect();
        for one in &found.techniques {
            let of = |state: Option<&str>| begun.iter().filter(|(run, technique)| {
                *technique == one.technique && ended.get(run).map(String::as_str) == state
            }).count();
            let counts = [one.done, one.open, one.abandoned].map(|n| n as usize);
            prop_assert_eq!(counts, [of(Some("done")), of(None), of(Some("abandoned"))]);
        }
        let techniques: BTreeSet<&String> = begun.iter().map(|(_, technique)| technique).collect();
        prop_assert_eq!(found.techniques.len(), techniques.len());
        // Againstness asks how worked up one is before, and after each round; the last one counts.
        let mut pairs = BTreeSet::new();
        for (run, _) in begun.iter().filter(|(_, technique)| technique == "againstness") {
            let after = |round| number(&facts, *run, &format!("rounds.{round}.after"));
            let before = number(&facts, *run, "before");
            pairs.extend(before.zip((1..20).filter_map(after).last()));
        }
        let measured = found.measures.iter().filter(|one| one.technique == "againstness");
        let shown: BTreeSet<(u32, u32)> =
            measured.flat_map(|one| one.pairs.iter().map(|pair| (pair.before, pair.after))).collect();
        prop_assert_eq!(shown, pairs);
        // The time of walks: pauses of up to five minutes between neighbouring answers.
        let mut spent = 0;
        for (run, _) in &begun {
            let sql = format!(
                "SELECT seq, at FROM walk_begun WHERE thing = {run} \
                 UNION ALL SELECT seq, at FROM walk_answer WHERE thing = {run} ORDER BY at"
            );
            let moments: Vec<i64> = facts.rows(&sql, |row| row.get("at"));
            let pauses = moments.windows(2).map(|pair| pair[1] - pair[0]);
            spent += pauses.filter(|pause| *pause <= 300_000).sum::<i64>();
        }
        let all = spent::spent(&home.study, scope()).unwrap();
        prop_assert_eq!(all.iter().map(|(_, week)| week.walks).sum::<i64>(), spent);
    }
}
