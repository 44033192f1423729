//! What a database holds, for comparing it with itself at another time.

use std::fs;
use std::path::Path;

use rat::storage::db::portable::{Line, each};
use rat::storage::db::{Db, derived};

use crate::home::Home;

/// All facts, what is derived from them, and the deck files beside them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// Each fact as its number and what it says, summed up.
    pub facts: Vec<(i64, i64)>,
    pub derived: u64,
    pub decks: Vec<String>,
}

impl State {
    /// Reads the state of a data folder; the database must open.
    pub fn of(data: &Path) -> Self {
        Self { decks: decks(data), ..Self::of_file(&data.join("rat.db")) }
    }

    /// Reads the state of a database alone.
    pub fn of_file(database: &Path) -> Self {
        let db = Db::open(database, String::new).unwrap();
        let mut facts = Vec::new();
        each(&db, |line: Line| {
            facts.push((line.seq, line.sum()));
            Ok::<_, rat::storage::Error>(())
        })
        .unwrap();
        facts.sort_unstable();
        Self { facts, derived: derived::digest(&db).unwrap(), decks: Vec::new() }
    }

    /// The same, whichever deck files lie beside it: they are put there after the facts are kept.
    pub fn without_decks(&self) -> Self {
        Self { decks: Vec::new(), ..self.clone() }
    }

    /// Tells whether every fact of another is here.
    pub fn holds(&self, other: &Self) -> bool {
        other.facts.iter().all(|fact| self.facts.binary_search(fact).is_ok())
    }
}

fn decks(data: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(data.join("decks")) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| Path::new(name).extension().is_some_and(|end| end == "toml"))
        .collect();
    names.sort();
    names
}

/// Asks `rat doctor`, which must find nothing damaged.
pub fn healthy(home: &Home, when: &str) {
    let said = home.run(&["doctor", "--json"]);
    assert!(said.code == 0 && said.out.contains("\"healthy\":true"), "{when}: {said:?}");
}
