//! The tables that hold facts, and what their columns hold.

use crate::storage::db::thing::Kind;

/// What a column of a table of facts holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// A whole number.
    Whole,
    /// A number.
    Real,
    /// Words.
    Words,
    /// Yes or no.
    Flag,
    /// A day: days since 1970.
    Day,
    /// A device, known elsewhere by its name.
    Device,
    /// A card, known elsewhere by its name.
    Card,
    /// A deck, known elsewhere by its name.
    Deck,
    /// A thing of a sort, known elsewhere by its first fact.
    Thing(Kind),
    /// A thing of any sort.
    AnyThing,
}

/// A column of a table of facts, besides those that all have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// Whether it may hold nothing.
    pub optional: bool,
}

const fn column(name: &'static str, holds: Holds) -> Column {
    Column { name, holds, optional: false }
}

const fn optional(name: &'static str, holds: Holds) -> Column {
    Column { name, holds, optional: true }
}

const TAP: Column = column("thing", Holds::Thing(Kind::Tap));
const WALK: Column = column("thing", Holds::Thing(Kind::Walk));
const CARD: Column = column("card", Holds::Card);
const RETENTION: Column = column("retention", Holds::Real);
const LONGEST: Column = column("longest", Holds::Whole);

const fn words(name: &'static str) -> Column {
    column(name, Holds::Words)
}

const fn whole(name: &'static str) -> Column {
    column(name, Holds::Whole)
}

const fn flag(name: &'static str) -> Column {
    column(name, Holds::Flag)
}

const fn day(name: &'static str) -> Column {
    column(name, Holds::Day)
}

/// Names the tables, each with its name in the database and its own columns.
macro_rules! tables {
    ($($(#[$doc:meta])+ $variant:ident = $name:literal [$($column:expr),+ $(,)?],)+) => {
        /// The tables that hold facts.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Table {
            $($(#[$doc])+ $variant,)+
        }

        impl Table {
            /// Every table of facts.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The table's name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// Its own columns, besides those that all facts have.
            #[must_use]
            pub const fn columns(self) -> &'static [Column] {
                match self {
                    $(Self::$variant => const { &[$($column),+] },)+
                }
            }
        }
    };
}

tables! {
    /// Graded recalls.
    Review = "review" [CARD, whole("rating"), flag("scored"), whole("took"), RETENTION, LONGEST],
    /// New texts of cards.
    CardEdit = "card_edit" [
        CARD, words("kind"), words("front"), words("back"), words("note"), flag("made"),
    ],
    /// Suspensions and their ends.
    Suspension = "suspension" [CARD, flag("suspended")],
    /// Cards put off.
    Burial = "burial" [CARD, day("until")],
    /// Planned breaks.
    Away = "away" [day("first_day"), day("last_day")],
    /// Facts taken back.
    Undo = "undo" [column("target_replica", Holds::Device), whole("target_seq")],
    /// Wordings of plans.
    TapVersion = "tap_version" [
        TAP, words("name"), words("goal"), words("instead"), words("trigger"), words("kind"),
        words("last_time"), optional("per_week", Holds::Real), words("action"), words("form"),
        words("obstacle"), optional("surprise", Holds::Whole), words("anchor"),
        optional("half_life", Holds::Real),
    ],
    /// What happened to plans.
    Outcome = "outcome" [
        TAP, words("kind"), whole("times"), whole("happened_at"), whole("happened_offset"),
        day("happened_day"), flag("prompted"), RETENTION, LONGEST, words("note"),
    ],
    /// Rehearsals of plans.
    Rehearsal = "rehearsal" [
        TAP, whole("rating"), whole("times"), words("senses"), whole("took"), RETENTION, LONGEST,
    ],
    /// Self-ratings of automaticity.
    SelfRating = "self_rating" [TAP, whole("rating")],
    /// Plans paused, taken up and retired.
    TapStatus = "tap_status" [TAP, words("status")],
    /// Looks back at plans.
    TapCheck = "tap_check" [TAP, words("verdict")],
    /// Commitments made, moved and closed.
    Commitment = "commitment" [
        column("thing", Holds::Thing(Kind::Commitment)), words("kind"), words("text"),
        day("due_day"), optional("probability", Holds::Real), words("state"), words("note"),
    ],
    /// Jots made and dealt with.
    Jot = "jot" [
        column("thing", Holds::Thing(Kind::Jot)), words("kind"), words("text"), flag("done"),
    ],
    /// Walks begun.
    WalkBegun = "walk_begun" [WALK, words("technique"), words("mode"), flag("private")],
    /// Answers inside walks.
    WalkAnswer = "walk_answer" [WALK, words("place"), words("answer")],
    /// Walks finished or abandoned.
    WalkEnded = "walk_ended" [WALK, words("ending"), words("note")],
    /// What walks have made.
    WalkMade = "walk_made" [
        WALK, words("place"), optional("made", Holds::AnyThing), words("name"), flag("private"),
    ],
    /// The user's own questions for a resolve cycle.
    Grimoire = "grimoire" [words("question"), flag("kept")],
    /// When plans are to be reminded of.
    TapReminder = "tap_reminder" [TAP, words("rule"), optional("switchback", Holds::Day)],
    /// What became of reminders.
    Reminder = "reminder" [
        words("kind"), optional("thing", Holds::AnyThing), day("date"), whole("minute"),
        words("state"), optional("until", Holds::Whole), flag("digest"),
    ],
    /// Parameters fitted to the reviews.
    Parameters = "parameters" [
        words("verdict"), whole("length"), words("weights"), whole("reviews"), whole("held_out"),
        optional("loss_before", Holds::Real), optional("loss_after", Holds::Real),
        optional("rmse_before", Holds::Real), optional("rmse_after", Holds::Real),
        column("doubt", Holds::Real), whole("spread"),
    ],
    /// Files taken in.
    Import = "import" [words("source"), words("file"), words("facts")],
    /// Decks that no file states.
    DeckMade = "deck_made" [column("deck", Holds::Deck), words("title"), flag("kept")],
    /// Where cards stood in the programs they were brought from.
    Carried = "carried" [
        CARD, day("due_day"), optional("stability", Holds::Real),
        optional("difficulty", Holds::Real),
    ],
    /// What files said that all devices share.
    Shared = "shared" [words("kind"), words("name"), words("text"), flag("gone")],
}

/// Facts of which the last one holds, because each says anew what the one before it said: the wordings of
/// a plan, say. They are in the order of their stamps (see `fact::in_order`), so that devices whose clocks
/// disagree agree on which is the last; one that is written comes after all that are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Register {
    /// The tables they are in.
    pub tables: &'static [Table],
    /// The columns that are the same in all of them.
    pub key: &'static [&'static str],
}

impl Table {
    /// What the facts of this table say anew each time; none where each of them is an event of its own.
    #[must_use]
    pub const fn register(self) -> Option<Register> {
        let (tables, key): (&[Self], &[&str]) = match self {
            Self::CardEdit => (&[Self::CardEdit], &["card"]),
            Self::Suspension => (&[Self::Suspension], &["card"]),
            Self::Burial => (&[Self::Burial], &["card"]),
            Self::TapVersion => (&[Self::TapVersion], &["thing"]),
            // A look back may retire a plan.
            Self::TapStatus | Self::TapCheck => (&[Self::TapStatus, Self::TapCheck], &["thing"]),
            Self::TapReminder => (&[Self::TapReminder], &["thing"]),
            Self::Commitment => (&[Self::Commitment], &["thing"]),
            Self::Jot => (&[Self::Jot], &["thing"]),
            Self::WalkBegun | Self::WalkAnswer | Self::WalkEnded => {
                (&[Self::WalkBegun, Self::WalkAnswer, Self::WalkEnded], &["thing"])
            }
            Self::Grimoire => (&[Self::Grimoire], &["question"]),
            Self::DeckMade => (&[Self::DeckMade], &["deck"]),
            Self::Parameters => (&[Self::Parameters], &[]),
            Self::Shared => (&[Self::Shared], &["kind", "name"]),
            Self::Review
            | Self::Away
            | Self::Undo
            | Self::Outcome
            | Self::Rehearsal
            | Self::SelfRating
            | Self::WalkMade
            | Self::Reminder
            | Self::Import
            | Self::Carried => return None,
        };
        Some(Register { tables, key })
    }

    /// The table of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|table| table.name() == name)
    }

    /// The column that says what its facts are about; `NULL` where they are about nothing.
    pub(super) fn subject(self) -> &'static str {
        match self.columns() {
            [Column { name, holds, .. }, ..] if holds.names_a_row() => name,
            _ => "NULL",
        }
    }

    /// What a fact in this table with that number in its subject column is about.
    pub(super) fn about(self, row: Option<i64>) -> About {
        let (Some(Column { holds, .. }), Some(row)) = (self.columns().first(), row) else {
            return About::Nothing;
        };
        match holds {
            Holds::Card => About::Card(row),
            Holds::Deck => About::Deck(row),
            Holds::Thing(_) => About::Thing(row),
            Holds::AnyThing
            | Holds::Device
            | Holds::Whole
            | Holds::Real
            | Holds::Words
            | Holds::Flag
            | Holds::Day => About::Nothing,
        }
    }
}

impl Holds {
    const fn names_a_row(self) -> bool {
        matches!(self, Self::Card | Self::Deck | Self::Thing(_))
    }
}

/// What a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum About {
    /// A card, by its row.
    Card(i64),
    /// A deck, by its row.
    Deck(i64),
    /// A plan, commitment, jot or run, by its row in `thing`.
    Thing(i64),
    /// Nothing in particular.
    Nothing,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::db::Db;

    #[test]
    fn every_table_of_a_register_knows_it_and_has_its_columns() {
        for table in Table::ALL {
            let Some(register) = table.register() else { continue };
            assert!(register.tables.contains(table), "{table:?}");
            for other in register.tables {
                assert_eq!(other.register(), Some(register), "{other:?}");
                let has = |key: &&str| other.columns().iter().any(|column| column.name == *key);
                assert!(register.key.iter().all(has), "{other:?}");
            }
        }
    }

    #[test]
    fn the_columns_of_every_table_are_those_of_the_database() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&folder.path().join("rat.db"), || "here".to_owned()).unwrap();
        for table in Table::ALL {
            let sql =
                format!("SELECT name, \"notnull\" FROM pragma_table_info('{}')", table.name());
            let mut columns = db.conn.prepare(&sql).unwrap();
            let columns = columns.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
            let columns: Vec<(String, bool)> = columns.map(Result::unwrap).collect();
            let common = ["replica", "seq", "at", "offset", "study_day"].map(|name| (name, true));
            let own = table.columns().iter().map(|column| (column.name, !column.optional));
            let expected: Vec<(&str, bool)> = common.into_iter().chain(own).collect();
            let found: Vec<(&str, bool)> =
                columns.iter().map(|(name, filled)| (name.as_str(), *filled)).collect();
            assert_eq!(found, expected, "{}", table.name());
        }
    }
}
