//! The facts, looked at without any of the program's own statistics.

use std::collections::{HashMap, HashSet};

use rat::domain::review::Rating;
use rat::domain::schedule::memory::Model;
use rat::storage::db::Db;

/// A review as the facts have it.
#[derive(Clone, Copy, Debug)]
pub struct Fact {
    pub day: i32,
    pub at: i64,
    pub card: i64,
    pub rating: u8,
    pub took: i64,
    pub scored: bool,
}

/// A look at the facts alone.
pub struct Facts {
    pub conn: rusqlite::Connection,
    undone: HashSet<(i64, i64)>,
}

impl Facts {
    pub fn of(db: &Db) -> Self {
        let conn = rusqlite::Connection::open(db.path()).unwrap();
        // An undo that comes later decides about those before it.
        let mut undos: Vec<(i64, i64)> = conn
            .prepare("SELECT seq, target_seq FROM undo")
            .unwrap()
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        undos.sort_unstable();
        let mut undone = HashSet::new();
        for (seq, target) in undos.into_iter().rev() {
            if !undone.contains(&(1, seq)) {
                undone.insert((1, target));
            }
        }
        Self { conn, undone }
    }

    pub fn rows<T>(
        &self,
        sql: &str,
        read: impl Fn(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Vec<T> {
        let mut find = self.conn.prepare(sql).unwrap();
        let rows = find
            .query_map([], |row| Ok((row.get::<_, i64>("seq")?, read(row)?)))
            .unwrap()
            .map(Result::unwrap);
        rows.filter(|(seq, _)| !self.undone.contains(&(1, *seq))).map(|(_, row)| row).collect()
    }

    pub fn reviews(&self) -> Vec<Fact> {
        self.rows("SELECT * FROM review ORDER BY study_day, at, seq", |row| {
            Ok(Fact {
                day: row.get("study_day")?,
                at: row.get("at")?,
                card: row.get("card")?,
                rating: row.get("rating")?,
                took: row.get("took")?,
                scored: row.get("scored")?,
            })
        })
    }

    /// The parameters in force at a moment.
    pub fn model(&self, at: i64) -> Model {
        let sql = "SELECT * FROM parameters ORDER BY at, seq";
        let all = self.rows(sql, |row| {
            Ok((row.get::<_, i64>("at")?, row.get("verdict")?, row.get("weights")?))
        });
        let mut held: Vec<String> = Vec::new();
        for (begun, verdict, weights) in all {
            let verdict: String = verdict;
            if begun >= at {
                break;
            }
            match verdict.as_str() {
                "kept" => held.push(weights),
                "reverted" => drop(held.pop()),
                _ => {}
            }
        }
        held.last().map_or_else(Model::default, |weights| {
            let numbers: Vec<f32> = serde_json::from_str(weights).unwrap();
            Model::new(numbers.try_into().unwrap())
        })
    }

    pub fn deck(&self, card: i64) -> i64 {
        self.conn
            .query_row("SELECT deck FROM card WHERE id = ?1", [card], |row| row.get(0))
            .unwrap()
    }
}

/// What a review counted as: the card's first, a recall with what was foreseen, or a repeat.
pub enum Counted {
    First,
    Recall(f64),
    Repeat,
}

/// Goes through all reviews of all cards.
pub fn counted(facts: &Facts) -> Vec<(Fact, Counted)> {
    let mut known: HashMap<i64, Vec<(Rating, i32)>> = HashMap::new();
    let mut all = Vec::new();
    let mut latest: HashMap<i64, i64> = HashMap::new();
    for fact in facts.reviews() {
        // On a journey to the west a later review may belong to an earlier study day.
        let at = latest.entry(fact.card).or_insert(fact.at);
        *at = fact.at.max(*at);
        let rating = Rating::from_number(fact.rating).unwrap();
        let history = known.entry(fact.card).or_default();
        let last = history.last().map(|(_, day)| *day);
        let counted = match last {
            _ if !fact.scored || last.is_some_and(|last| fact.day <= last) => Counted::Repeat,
            None => Counted::First,
            Some(last) => {
                let mut before = Vec::new();
                let mut from = None;
                for (rating, day) in history.iter() {
                    let gap = from.map_or(0, |from| u32::try_from(day - from).unwrap());
                    before.push((*rating, gap));
                    from = Some(*day);
                }
                let model = facts.model(latest[&fact.card]);
                let memory = model.remember(None, &before).unwrap();
                let elapsed = u32::try_from(fact.day - last).unwrap();
                Counted::Recall(model.retrievability(memory, elapsed))
            }
        };
        if !matches!(counted, Counted::Repeat) {
            history.push((rating, fact.day));
        }
        all.push((fact, counted));
    }
    all
}
