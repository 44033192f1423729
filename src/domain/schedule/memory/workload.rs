//! What each desired retention would cost: a simulated year of the user's cards and new ones.

use std::cmp::Ordering;
use std::sync::Arc;
use std::{panic, thread};

use fsrs::{Card, SimulatorConfig};

use super::{Memory, Parameters};

/// The desired retentions that are compared.
pub const RETENTIONS: [f64; 8] = [0.70, 0.75, 0.80, 0.85, 0.90, 0.92, 0.95, 0.97];

/// Some answers of the user.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Answered {
    /// How many there were.
    pub count: u32,
    /// How many of them were timed.
    pub timed: u32,
    /// The seconds these took together; pauses in which nobody answered should be left out.
    pub seconds: f64,
}

/// All answers of the user, by rating, worst first.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Answers {
    /// The first scored reviews of cards.
    pub first: [Answered; 4],
    /// The scored reviews of known cards.
    pub later: [Answered; 4],
    /// The unscored repeats of failed cards on the same day, however they went.
    pub drills: Answered,
}

/// How somebody answers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Habits {
    /// The probability of each rating, 0-1, of a card met for the first time, worst first.
    pub first: [f64; 4],
    /// The probability of `hard`, `good` and `easy`, 0-1, of a known card that is recalled.
    pub recalled: [f64; 3],
    /// The seconds a first answer takes, by rating, worst first, with the drills that it leads to.
    pub first_seconds: [f64; 4],
    /// The seconds an answer on a known card takes, likewise.
    pub later_seconds: [f64; 4],
}

/// The answers after which what was seen weighs as much as what is usual, as in the crate's own
/// smoothing (`extract_simulator_config` of fsrs 6.6.2).
const HALF: f64 = 50.0;

/// The drills that a failed card needs on its day when none were seen: one.
const DRILLS: f64 = 1.0;

/// What is usual, in the crate.
impl Default for Habits {
    fn default() -> Self {
        Self::new(&Answers::default())
    }
}

impl Habits {
    /// The habits of somebody with these answers.
    ///
    /// Each number lies between what was seen and what is usual (the crate's defaults): of `n` answers
    /// seen, they count for n / (50 + n). A failed answer takes the time of its drills too.
    #[must_use]
    pub fn new(answers: &Answers) -> Self {
        let usual = SimulatorConfig::default();
        let [learning, review, relearning] = usual.state_rating_costs;
        let failed = [answers.first, answers.later].map(|[again, ..]| again.count);
        let failed: f64 = failed.into_iter().map(f64::from).sum();
        let seen = f64::from(answers.drills.count) / failed.max(1.0);
        let [_, _, drill, _] = relearning;
        let drills = blend(failed, seen, DRILLS) * seconds(answers.drills, drill);
        let [_, recalled @ ..] = answers.later;
        Self {
            first: shares(answers.first, usual.first_rating_prob),
            recalled: shares(recalled, usual.review_rating_prob),
            first_seconds: costs(answers.first, learning, drills),
            later_seconds: costs(answers.later, review, drills),
        }
    }
}

fn blend(count: f64, seen: f64, usual: f64) -> f64 {
    (seen * count + usual * HALF) / (count + HALF)
}

fn seconds(answered: Answered, usual: f32) -> f64 {
    let timed = f64::from(answered.timed);
    let seen = if answered.seconds.is_finite() { answered.seconds.max(0.0) } else { 0.0 };
    blend(timed, seen / timed.max(1.0), usual.into())
}

fn shares<const N: usize>(answered: [Answered; N], usual: [f32; N]) -> [f64; N] {
    let counts = answered.map(|answered| f64::from(answered.count));
    let all: f64 = counts.iter().sum();
    let mut shares = usual.map(f64::from);
    for (share, count) in shares.iter_mut().zip(counts) {
        *share = blend(all, count / all.max(1.0), *share);
    }
    shares
}

fn costs(answered: [Answered; 4], usual: [f32; 4], drills: f64) -> [f64; 4] {
    let mut costs = usual.map(f64::from);
    for ((cost, usual), answered) in costs.iter_mut().zip(usual).zip(answered) {
        *cost = seconds(answered, usual);
    }
    let [again, ..] = &mut costs;
    *again += drills;
    costs
}

/// A card that has been met.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Known {
    /// Its memory after the last scored review.
    pub memory: Memory,
    /// The days since that.
    pub elapsed: u32,
    /// The days from that to the day on which it comes back.
    pub interval: u32,
}

/// What is going to be learnt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// New cards a day.
    pub new_per_day: u32,
    /// The cards not yet met.
    pub new_left: u32,
    /// The longest interval allowed, in days.
    pub longest: u32,
    /// The days that are looked ahead, usually 365; not more than 3,650 are.
    pub days: u32,
}

/// What a desired retention would cost and bring.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Load {
    /// The desired retention, 0-1.
    pub retention: f64,
    /// The mean of the minutes a day, drills included.
    pub minutes_a_day: f64,
    /// The mean of the scored reviews a day, first ones included.
    pub reviews_a_day: f64,
    /// The share, 0-1, of all cards met by then that would be recalled on the last day.
    pub remembered: f64,
    /// The cards met by then.
    pub met: u32,
}

/// The cards that are simulated, however many there are.
const SAMPLE: f64 = 2_000.0;
/// Where the simulator's dice start.
const SEED: u64 = 42;
/// A card is new to the simulator at this stability if it is not to be replaced by one of its own, which
/// it does at 1e-9.
const NEW: f32 = 1e-8;

/// Simulates the days ahead under each desired retention, 0.01-0.99; what is no number is left out.
///
/// Cards come back when they are due already, and from then on at the desired retention. Rat has no
/// learning steps: one review a day counts, and what is drilled after a failure costs time but leaves
/// the memory alone. So the simulator gets no steps, and the drills are in the seconds of a failed
/// answer. There is no limit to a day's reviews, and no fuzz, which evens out.
///
/// Always about 2,000 cards are simulated, whose chances move the minutes by a few per cent. Of more
/// cards an even sample by stability stands for all; of fewer each is taken several times. New cards are
/// thinned or multiplied in the same way. The same cards give the same answer, in any order.
#[must_use]
pub fn simulate(
    parameters: &Parameters,
    known: &[Known],
    plan: &Plan,
    habits: &Habits,
    retentions: &[f64],
) -> Vec<Load> {
    let ahead = Ahead::new(parameters, known, plan, habits);
    if ahead.cards.is_empty() || plan.span() == 0 {
        return retentions.iter().map(|retention| ahead.load(*retention, [0.0; 3])).collect();
    }
    thread::scope(|scope| {
        let run = |retention: &f64| {
            let (ahead, retention) = (&ahead, *retention);
            scope.spawn(move || ahead.run(retention))
        };
        let running: Vec<_> = retentions.iter().map(run).collect();
        let join = |load: thread::ScopedJoinHandle<'_, _>| {
            load.join().unwrap_or_else(|fault| panic::resume_unwind(fault))
        };
        // None is left out but what is no number: there are cards, and the parameters are right.
        running.into_iter().filter_map(join).collect()
    })
}

impl Plan {
    /// The days to simulate: the crate keeps a number for each.
    fn span(&self) -> u32 {
        self.days.min(3_650)
    }

    /// The new cards that are met in these days.
    fn coming(&self) -> u32 {
        self.new_per_day.saturating_mul(self.span()).min(self.new_left)
    }
}

/// What all simulations of one plan share.
struct Ahead<'a> {
    parameters: &'a Parameters,
    plan: &'a Plan,
    habits: &'a Habits,
    /// The cards that are simulated; their desired retention is still to be set.
    cards: Vec<Card>,
    /// The cards met at the end, not those simulated.
    met: u32,
}

impl<'a> Ahead<'a> {
    fn new(
        parameters: &'a Parameters,
        known: &[Known],
        plan: &'a Plan,
        habits: &'a Habits,
    ) -> Self {
        let coming = plan.coming();
        let met = u32::try_from(known.len()).unwrap_or(u32::MAX).saturating_add(coming);
        let shared = Arc::new(Vec::from(*parameters));
        let mut ranked = known.to_vec();
        ranked.sort_by(Known::rank);
        let old = pick(ranked.len(), met).filter_map(|place| ranked.get(place)).map(Known::card);
        let new = pick(usize::try_from(coming).unwrap_or(usize::MAX), met)
            .map(|place| place / usize::try_from(plan.new_per_day.max(1)).unwrap_or(usize::MAX))
            .map(new_on);
        let parameters_of = |card| Card { parameters: Arc::clone(&shared), ..card };
        let cards = old.chain(new).map(parameters_of).collect();
        Self { parameters, plan, habits, cards, met }
    }

    fn config(&self) -> SimulatorConfig {
        let Habits { first, recalled, first_seconds, later_seconds } = *self.habits;
        SimulatorConfig {
            // The crate refuses a smaller deck and fills up a larger one with cards of its own.
            deck_size: self.cards.len(),
            learn_span: usize::try_from(self.plan.span()).unwrap_or(usize::MAX),
            max_cost_perday: f32::INFINITY,
            max_ivl: single(self.plan.longest.max(1).into()),
            first_rating_prob: first.map(single),
            review_rating_prob: recalled.map(single),
            // The second row is for relearning; the third is never looked at, as there are no steps.
            state_rating_costs: [
                first_seconds.map(single),
                later_seconds.map(single),
                later_seconds.map(single),
            ],
            learning_step_count: 0,
            relearning_step_count: 0,
            ..SimulatorConfig::default()
        }
    }

    fn run(&self, retention: f64) -> Option<Load> {
        // With what is no number the crate would panic.
        let desired_retention =
            retention.is_finite().then(|| single(retention.clamp(0.01, 0.99)))?;
        let set = |card: &Card| Card { desired_retention, ..card.clone() };
        let cards = Some(self.cards.iter().map(set).collect());
        let numbers = self.parameters.numbers();
        let year =
            fsrs::simulate(&self.config(), numbers, desired_retention, Some(SEED), cards).ok()?;
        let counts = year.review_cnt_per_day.iter().chain(&year.learn_cnt_per_day);
        let reviews = counts.map(|count| float(*count)).sum();
        let seconds = year.cost_per_day.iter().map(|cost| f64::from(*cost)).sum();
        let remembered = year.memorized_cnt_per_day.last().copied().unwrap_or(0.0);
        Some(self.load(retention, [seconds, reviews, remembered.into()]))
    }

    /// Scales seconds, reviews and cards remembered in the simulation to what they stand for.
    fn load(&self, retention: f64, [seconds, reviews, remembered]: [f64; 3]) -> Load {
        let simulated = float(self.cards.len()).max(1.0);
        let a_day = f64::from(self.met) / simulated / f64::from(self.plan.span().max(1));
        Load {
            retention,
            minutes_a_day: seconds / 60.0 * a_day,
            reviews_a_day: reviews * a_day,
            remembered: remembered / simulated,
            met: self.met,
        }
    }
}

impl Known {
    /// Ranks by stability, and cards alike in that by all else, so that their order does not matter.
    fn rank(&self, other: &Self) -> Ordering {
        let memory = |card: &Self| [card.memory.stability(), card.memory.difficulty()];
        let [a, b] = [memory(self), memory(other)];
        let alike = || (self.elapsed, self.interval).cmp(&(other.elapsed, other.interval));
        a.partial_cmp(&b).unwrap_or(Ordering::Equal).then_with(alike)
    }

    /// The card as the simulator has it: today is its day 0, and what is overdue is reviewed then.
    fn card(&self) -> Card {
        Card {
            difficulty: self.memory.difficulty(),
            stability: self.memory.stability(),
            last_date: -single(self.elapsed.into()),
            due: single(self.interval.saturating_sub(self.elapsed).into()),
            interval: single(self.interval.into()),
            ..Card::default()
        }
    }
}

/// A card that is met on a day from now.
fn new_on(day: usize) -> Card {
    Card { stability: NEW, due: single(float(day)), ..Card::default() }
}

/// The places of an even sample of `length` cards out of `all`.
fn pick(length: usize, all: u32) -> impl Iterator<Item = usize> {
    let share = SAMPLE * float(length) / f64::from(all.max(1));
    let size = if length == 0 { 0 } else { whole(share.round()).max(1) };
    let step = float(length) / float(size.max(1));
    (0..size).map(move |n| whole((float(n) + 0.5) * step).min(length.saturating_sub(1)))
}

#[expect(clippy::cast_precision_loss, reason = "counts of cards and days stay far below 2^52")]
fn float(count: usize) -> f64 {
    count as f64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small and positive")]
fn whole(number: f64) -> usize {
    number as usize
}

#[expect(clippy::cast_possible_truncation, reason = "the crate reckons in f32")]
fn single(number: f64) -> f32 {
    number as f32
}

#[cfg(test)]
mod tests;
