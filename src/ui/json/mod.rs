//! The JSON shapes that scripts rely on; README's reference documents them.

pub mod errand;
pub mod foreseen;
pub mod stats;
pub mod tap;
pub mod walk;

use serde::Serialize;

use crate::app::Study;
use crate::app::deck::Listed;
use crate::app::errand::Errand;
use crate::app::review::{Graded, Item, Left};
use crate::domain::review::Rating;
use crate::domain::schedule::history::{Line, Role};
use crate::domain::schedule::queue::Reason;
use crate::domain::schedule::state::Queue;
use crate::domain::stats::rate::Rate;
use crate::domain::time::{StudyDay, rfc3339};
use crate::storage::db::card::Stored;

/// A card.
#[derive(Serialize)]
pub struct Card {
    id: String,
    deck: String,
    kind: &'static str,
    front: String,
    back: String,
    note: String,
    state: &'static str,
    edited: bool,
    due: Option<String>,
    stability: Option<f64>,
    difficulty: Option<f64>,
    retrievability: Option<f64>,
    interval_days: Option<u32>,
    reviews: u32,
    lapses: u32,
    leech: bool,
}

/// The word for where a card stands.
#[must_use]
pub fn state_word(card: &Stored) -> &'static str {
    match card.state.queue {
        _ if card.state.suspended => "suspended",
        Queue::Out => "gone",
        Queue::New => "new",
        Queue::Known => "known",
    }
}

/// Rounds to six decimals: what a single-precision state is good for.
fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

/// A share with the range in which the true one lies with probability 0.90.
#[derive(Serialize)]
struct Share {
    of: u32,
    rate: Option<f64>,
    low: f64,
    high: f64,
}

impl From<Rate> for Share {
    fn from(rate: Rate) -> Self {
        let (low, high) = rate.interval();
        let (low, high) = (rounded(low), rounded(high));
        Self { of: rate.trials, rate: rate.share().map(rounded), low, high }
    }
}

impl Card {
    /// Shows a card as of today.
    #[must_use]
    pub fn of(card: &Stored, study: &Study) -> Self {
        let standing = card.state.standing;
        Self {
            id: card.id.to_string(),
            deck: card.id.deck().to_owned(),
            kind: card.text.kind.word(),
            front: card.text.question(),
            back: card.text.answer(),
            note: card.text.note.clone(),
            state: state_word(card),
            edited: card.edited,
            due: standing.map(|_| card.state.due.to_string()),
            stability: standing.map(|standing| rounded(standing.memory.stability().into())),
            difficulty: standing.map(|standing| rounded(standing.memory.difficulty().into())),
            retrievability: standing.map(|standing| rounded(study.recalls_card(&standing))),
            interval_days: standing.map(|standing| standing.interval),
            reviews: standing.map_or(0, |standing| standing.count),
            lapses: standing.map_or(0, |standing| standing.lapses),
            leech: standing.is_some_and(|standing| standing.leech),
        }
    }
}

/// What is due.
#[derive(Serialize)]
pub struct Due {
    study_day: String,
    counts: Counts,
    items: Vec<DueItem>,
}

#[derive(Serialize)]
struct Counts {
    due: u64,
    new: u64,
    drills: u64,
    backlog: u64,
    rehearsals: u64,
    commitments: u64,
}

#[derive(Serialize)]
struct DueItem {
    kind: &'static str,
    id: String,
    deck: String,
    front: String,
    back: String,
    note: String,
    due: Option<String>,
    retrievability: Option<f64>,
    reason: &'static str,
    intervals_days: Option<Intervals>,
}

#[derive(Serialize)]
struct Intervals {
    again: u32,
    hard: u32,
    good: u32,
    easy: u32,
}

impl Due {
    /// Shows what is left, the cards to ask next, and the errands beside them, at most `limit` in
    /// all.
    #[must_use]
    pub fn of(study: &Study, left: Left, items: &[Item], errands: &[Errand], limit: usize) -> Self {
        let Left { due, new, drills, backlog } = left;
        let cards = items.iter().map(|item| DueItem::of(item, study));
        let beside: Vec<DueItem> =
            errands.iter().filter_map(|errand| DueItem::beside(errand, study)).collect();
        let count = |kind| beside.iter().filter(|item| item.kind == kind).count() as u64;
        let (rehearsals, commitments) = (count("rehearsal"), count("commitment"));
        Self {
            study_day: study.now.today.to_string(),
            counts: Counts { due, new, drills, backlog, rehearsals, commitments },
            items: cards.chain(beside).take(limit).collect(),
        }
    }
}

impl DueItem {
    /// A rehearsal or commitment that is due.
    fn beside(errand: &Errand, study: &Study) -> Option<Self> {
        let blank = |kind, id: String, deck: &str, front: String, due: Option<StudyDay>| Self {
            kind,
            id,
            deck: deck.to_owned(),
            front,
            back: String::new(),
            note: String::new(),
            due: due.map(|due| due.to_string()),
            retrievability: None,
            reason: "due",
            intervals_days: None,
        };
        match errand {
            Errand::Rehearsal(tap, senses) => {
                let front = format!("When {}: what do you do?", tap.plan.trigger);
                let standing = tap.trace.recall.standing();
                let name = tap.plan.name.clone();
                Some(Self {
                    back: tap.plan.action.clone(),
                    note: senses.clone(),
                    retrievability: standing.map(|known| rounded(study.recalls_plan(&known))),
                    ..blank("rehearsal", name, "tap", front, tap.rehearsal())
                })
            }
            Errand::Commitment(id, promised) => {
                let (kind, text) = (promised.kind.word(), promised.text.clone());
                Some(blank("commitment", id.to_string(), kind, text, Some(promised.due)))
            }
            Errand::Outcome(..) | Errand::Rating(_) | Errand::Check(_) => None,
        }
    }

    fn of(item: &Item, study: &Study) -> Self {
        let Card { id, deck, front, back, note, due, retrievability, .. } =
            Card::of(&item.card, study);
        let [again, hard, good, easy] = item.intervals;
        Self {
            kind: "card",
            id,
            deck,
            front,
            back,
            note,
            due: if item.reason == Reason::New { None } else { due },
            retrievability,
            reason: item.reason.word(),
            intervals_days: Some(Intervals { again, hard, good, easy }),
        }
    }
}

/// What a grade led to.
#[derive(Serialize)]
pub struct Grade {
    card: String,
    rating: &'static str,
    scored: bool,
    stability: Option<f64>,
    difficulty: Option<f64>,
    interval_days: Option<u32>,
    due: Option<String>,
}

impl Grade {
    /// Shows what a grade led to.
    #[must_use]
    pub fn of(graded: &Graded, study: &Study) -> Self {
        let Card { id, stability, difficulty, interval_days, due, .. } =
            Card::of(&graded.card, study);
        let rating = graded.rating.word();
        Self { card: id, rating, scored: graded.scored, stability, difficulty, interval_days, due }
    }
}

/// One line of a card's history.
#[derive(Serialize)]
pub struct HistoryLine {
    at: String,
    study_day: String,
    rating: &'static str,
    role: &'static str,
    took_ms: u32,
    stability: Option<f64>,
    difficulty: Option<f64>,
    interval_days: Option<u32>,
}

/// The word for what a review counted as.
#[must_use]
pub const fn role_word(role: Role) -> &'static str {
    match role {
        Role::Introduction => "first",
        Role::Recall => "review",
        Role::Drill => "drill",
    }
}

impl HistoryLine {
    /// Shows one line.
    #[must_use]
    pub fn of(line: &Line) -> Self {
        let standing = line.standing.filter(|_| line.role != Role::Drill);
        Self {
            at: rfc3339(line.review.at, 0),
            study_day: line.review.study_day.to_string(),
            rating: Rating::word(line.review.rating),
            role: role_word(line.role),
            took_ms: line.review.took,
            stability: standing.map(|standing| rounded(standing.memory.stability().into())),
            difficulty: standing.map(|standing| rounded(standing.memory.difficulty().into())),
            interval_days: standing.map(|standing| standing.interval),
        }
    }
}

/// A deck with its counts.
#[derive(Serialize)]
pub struct Deck {
    name: String,
    title: String,
    origin: &'static str,
    purpose: String,
    use_when: String,
    avoid_when: String,
    standing: String,
    standing_note: String,
    sources: Vec<String>,
    cards: u64,
    due: u64,
    new: u64,
    young: u64,
    mature: u64,
    suspended: u64,
    leeches: u64,
    retention: f64,
}

impl Deck {
    /// Shows a deck.
    #[must_use]
    pub fn of(listed: &Listed) -> Self {
        let (about, sorts) = (&listed.deck.about, &listed.sorts);
        Self {
            name: about.name.clone(),
            title: about.title.clone(),
            origin: listed.deck.origin.word(),
            purpose: about.purpose.clone(),
            use_when: about.use_when.clone(),
            avoid_when: about.avoid_when.clone(),
            standing: about.standing.clone(),
            standing_note: about.standing_note.clone(),
            sources: about.sources.clone(),
            cards: sorts.new + sorts.young + sorts.mature + sorts.suspended,
            due: listed.counts.due,
            new: sorts.new,
            young: sorts.young,
            mature: sorts.mature,
            suspended: sorts.suspended,
            leeches: sorts.leeches,
            retention: listed.retention,
        }
    }
}
