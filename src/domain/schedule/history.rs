//! From a card's logged reviews to where the card stands: a fold, so that undo, merge and repair
//! are all the same replay.

use serde::{Deserialize, Serialize};

use crate::domain::card::Id;
use crate::domain::review::{Rating, Review, Terms};
use crate::domain::schedule::era::{Era, Eras};
use crate::domain::schedule::interval::{Situation, outlook};
use crate::domain::schedule::leech::Lapses;
use crate::domain::schedule::memory::{Memory, Model};
use crate::domain::time::StudyDay;

/// Where a card that has been reviewed stands.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// Its memory after the last scored review.
    pub memory: Memory,
    /// The study day of the last scored review.
    pub last: StudyDay,
    /// The interval given then, in days.
    pub interval: u32,
    /// The study day on which it comes back.
    pub due: StudyDay,
    /// Scored reviews so far.
    pub count: u32,
    /// Lapses: scored reviews after the first that were rated `again`.
    pub lapses: u32,
    /// Whether its lapses are statistically too many.
    pub leech: bool,
    /// The study day on which it failed and has not been recalled since; it comes back that day.
    pub drill: Option<StudyDay>,
}

impl Standing {
    /// The days from the last scored review to `today`, never negative.
    #[must_use]
    pub fn elapsed(&self, today: StudyDay) -> u32 {
        u32::try_from(today.since(self.last)).unwrap_or(0)
    }

    /// The probability of recalling the card today, 0-1.
    #[must_use]
    pub fn retrievability(&self, model: &Model, today: StudyDay) -> f64 {
        model.retrievability(self.memory, self.elapsed(today))
    }

    /// Where a card stands after a scored review; whether it is a leech is not judged here.
    #[must_use]
    pub fn after(model: &Model, card: &Id, before: Option<&Self>, review: &Review) -> Self {
        let day = review.study_day;
        let recalled = review.rating.recalled();
        let situation = situation(card, before, day);
        let outlook = outlook(model, situation, review.terms, review.rating);
        Self {
            memory: outlook.memory,
            last: day,
            interval: outlook.interval,
            due: day.plus(i32::try_from(outlook.interval).unwrap_or(i32::MAX)),
            count: situation.count + 1,
            lapses: before.map_or(0, |before| before.lapses + u32::from(!recalled)),
            leech: false,
            drill: (!recalled).then_some(day),
        }
    }

    /// Takes in a repeat on the day of the last scored review: recalled, it need not come back that
    /// day.
    pub fn drill(&mut self, review: &Review) {
        if review.rating.recalled() && self.drill == Some(review.study_day) {
            self.drill = None;
        }
    }
}

/// What one logged review counted as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The card's first scored review.
    Introduction,
    /// A scored review of a known card.
    Recall,
    /// An unscored repeat.
    Drill,
}

/// One line of a card's history.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// The review as logged.
    pub review: Review,
    /// What it counted as.
    pub role: Role,
    /// The probability of recall, 0-1, that was foreseen for it; only for [`Role::Recall`].
    pub foreseen: Option<f64>,
    /// Where the card stood afterwards; none while it had no scored review.
    pub standing: Option<Standing>,
}

/// A card's history and where it leads.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// Its reviews with what they counted as.
    pub lines: Vec<Line>,
    /// Where the card stands now; none while it has no scored review.
    pub standing: Option<Standing>,
}

/// Replays the reviews of one card, oldest first.
#[derive(Clone, Debug)]
pub struct Replay<'a> {
    model: &'a Model,
    /// The eras still to come.
    ahead: &'a [Era],
    card: &'a Id,
    standing: Option<Standing>,
    lapses: Lapses,
    /// Its scored reviews, each with the days since the one before.
    scored: Vec<(Rating, u32)>,
    /// The last of them, and where the card stood before it.
    last: Option<Last>,
    /// The memory that the first of them found, where it was brought from elsewhere.
    brought: Option<Memory>,
}

/// Where a card stood in the program it was brought from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Carried {
    /// When it was last reviewed there, in milliseconds since the epoch.
    pub at: i64,
    /// The study day of that review.
    pub last: StudyDay,
    /// The study day on which it was to come back.
    pub due: StudyDay,
    /// Its memory, if that program kept one; else what its reviews lead to.
    pub memory: Option<Memory>,
}

impl<'a> Replay<'a> {
    /// Starts before the first review of `card`.
    #[must_use]
    pub fn new(eras: &'a Eras, card: &'a Id) -> Self {
        Self {
            model: eras.first(),
            ahead: eras.later(),
            card,
            standing: None,
            lapses: Lapses::default(),
            scored: Vec::new(),
            last: None,
            brought: None,
        }
    }

    /// Takes in the next review.
    ///
    /// A review moves the memory when it was logged as scored and is the card's first on its study
    /// day; after a merge or a journey across the date line a second one becomes a drill.
    pub fn add(&mut self, review: Review) -> Line {
        self.enter(|era| era.had_begun(review.at));
        let fresh = self.standing.is_none_or(|standing| review.study_day > standing.last);
        let role = match self.standing {
            _ if !review.scored || !fresh => Role::Drill,
            None => Role::Introduction,
            Some(_) => Role::Recall,
        };
        let mut foreseen = None;
        match role {
            Role::Introduction | Role::Recall => foreseen = self.score(review),
            Role::Drill => {
                if let Some(standing) = &mut self.standing {
                    standing.drill(&review);
                }
            }
        }
        Line { review, role, foreseen, standing: self.standing }
    }

    fn go_through<'r>(
        &mut self,
        reviews: impl IntoIterator<Item = &'r Review>,
        carried: &[Carried],
        mut each: impl FnMut(Line),
    ) {
        let mut carried = carried.iter().peekable();
        for review in reviews {
            let earlier = |one: &&Carried| (one.last, one.at) < (review.study_day, review.at);
            while let Some(one) = carried.next_if(earlier) {
                self.carry(one);
            }
            each(self.add(*review));
        }
        carried.for_each(|one| self.carry(one));
    }

    /// Puts the card where it stood elsewhere; its reviews from then on go on from there.
    pub fn carry(&mut self, carried: &Carried) {
        self.enter(|era| era.had_begun(carried.at));
        let Some(memory) = carried.memory.or(self.standing.map(|standing| standing.memory)) else {
            return;
        };
        let due = carried.due.max(carried.last.plus(1));
        let before = self.standing;
        self.standing = Some(Standing {
            memory,
            last: carried.last,
            interval: u32::try_from(due.since(carried.last)).unwrap_or(1),
            due,
            count: before.map_or(1, |before| before.count),
            lapses: self.lapses.count(),
            leech: self.lapses.too_many(),
            drill: None,
        });
        if carried.memory.is_some() {
            (self.brought, self.last) = (Some(memory), None);
            self.scored.clear();
        }
    }

    /// Goes on to the present era; tells where the card stands in it.
    pub fn finish(&mut self) -> Option<Standing> {
        self.enter(|_| true);
        self.standing
    }

    /// Where the card would stand if one more era began now.
    #[must_use]
    pub fn under(&self, era: &Era) -> Option<Standing> {
        let (mut standing, mut last) = (self.standing?, self.last?);
        look_anew(era, self.card, (self.brought, &self.scored), (&mut standing, &mut last));
        Some(standing)
    }

    fn score(&mut self, review: Review) -> Option<f64> {
        let before = self.standing;
        let foreseen = before.map(|before| before.retrievability(self.model, review.study_day));
        if let Some(expected) = foreseen {
            self.lapses.add(expected, review.rating.recalled());
        }
        let elapsed = before.map_or(0, |before| before.elapsed(review.study_day));
        self.scored.push((review.rating, elapsed));
        let standing = Standing::after(self.model, self.card, before.as_ref(), &review);
        let leech = self.lapses.too_many();
        self.standing = Some(Standing { lapses: self.lapses.count(), leech, ..standing });
        self.last = Some((review, before));
        foreseen
    }

    /// Enters the eras ahead for as long as they have begun.
    fn enter(&mut self, begun: impl Fn(&Era) -> bool) {
        while let Some((era, ahead)) = self.ahead.split_first().filter(|(era, _)| begun(era)) {
            (self.model, self.ahead) = (&era.model, ahead);
            if let (Some(standing), Some(last)) = (&mut self.standing, &mut self.last) {
                look_anew(era, self.card, (self.brought, &self.scored), (standing, last));
            }
        }
    }
}

/// The last scored review of a card, and where the card stood before it.
type Last = (Review, Option<Standing>);

/// Sees a card's scored reviews with the parameters of an era that begins.
fn look_anew(
    era: &Era,
    card: &Id,
    (brought, scored): (Option<Memory>, &[(Rating, u32)]),
    (standing, (review, before)): (&mut Standing, &mut Last),
) {
    let earlier = scored.split_last().map_or(&[][..], |(_, earlier)| earlier);
    if let (Some(before), Some(memory)) = (before.as_mut(), era.model.remember(brought, earlier)) {
        before.memory = memory;
    }
    let wished = Standing::after(&era.model, card, before.as_ref(), review);
    let due = era.due(card, standing.last, standing.due, wished.due);
    standing.memory = wished.memory;
    standing.due = due;
    standing.interval = u32::try_from(due.since(standing.last)).unwrap_or(0).max(1);
}

/// Replays a whole history: reviews and where the card stood elsewhere, each oldest first.
#[must_use]
pub fn replay(eras: &Eras, card: &Id, reviews: &[Review], carried: &[Carried]) -> History {
    let mut lines = Vec::with_capacity(reviews.len());
    let mut replay = Replay::new(eras, card);
    replay.go_through(reviews, carried, |line| lines.push(line));
    History { lines, standing: replay.finish() }
}

/// Replays a card's past as [`replay`] does, up to the present era.
#[must_use]
pub fn follow<'a, 'r>(
    eras: &'a Eras,
    card: &'a Id,
    reviews: impl IntoIterator<Item = &'r Review>,
    carried: &[Carried],
) -> Replay<'a> {
    let mut replay = Replay::new(eras, card);
    replay.go_through(reviews, carried, drop);
    replay.finish();
    replay
}

/// Sums up what the scheduler needs to know of a card on `day`.
#[must_use]
pub fn situation<'a>(card: &'a Id, standing: Option<&Standing>, day: StudyDay) -> Situation<'a> {
    match standing {
        None => Situation { card, memory: None, elapsed: 0, interval: 0, count: 0 },
        Some(standing) => Situation {
            card,
            memory: Some(standing.memory),
            elapsed: standing.elapsed(day),
            interval: standing.interval,
            count: standing.count,
        },
    }
}

/// The intervals, in days, that the four ratings would give on `today`, worst first.
#[must_use]
pub fn preview(
    model: &Model,
    card: &Id,
    standing: Option<&Standing>,
    today: StudyDay,
    terms: Terms,
) -> [u32; 4] {
    let situation = situation(card, standing, today);
    crate::domain::schedule::interval::outlooks(model, situation, terms)
        .map(|outlook| outlook.interval)
}

#[cfg(test)]
mod tests;
