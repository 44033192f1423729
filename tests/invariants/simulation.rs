//! A simulation, not evidence about people: does coupling rehearsals to the firing log spend prompts
//! better than a fixed daily prompt?
//!
//! The declared model of a person and a plan:
//! - The plan is remembered with probability `R = 0.9^(t / S)`, `t` days after it was last brought to
//!   mind, with a stability of `S` days that differs between people (0.8 to 3 days at first).
//! - The trigger comes on some share of the days. It is noticed with probability `0.1 + 0.85·R²`, and
//!   once it is noticed the action follows with probability `0.1 + 0.85·R²`.
//! - A prompt brings the plan to mind, and so does a firing; either makes it last longer, the more so
//!   the nearer it was to being forgotten: `S ← S·(1 + 1.5·(1 − R))`. What is not done teaches nothing.
//! - Every evening the person logs what happened, as `rat` asks.

use rat::domain::review::{Rating, Review, Terms};
use rat::domain::schedule::memory::Model;
use rat::domain::tap::outcome::{Kind, Outcome};
use rat::domain::tap::plan::Plan;
use rat::domain::tap::recall::seed;
use rat::domain::tap::trace::{Event, Trace};
use rat::domain::time::StudyDay;

const DAYS: u32 = 120;
/// The days at the end over which rates are taken.
const FINAL: u32 = 30;
const PEOPLE: u64 = 4_000;
const TERMS: Terms = Terms { retention: 0.9, longest: 3650 };

/// Chance, the same in every run (splitmix64).
struct Chance(u64);

impl Chance {
    fn draw(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        #[expect(clippy::cast_precision_loss, reason = "53 bits are what an f64 holds")]
        let drawn = ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64;
        drawn
    }
}

struct Person {
    chance: Chance,
    /// The share of days on which the trigger comes.
    comes: f64,
    stability: f64,
    /// The day on which the plan was last brought to mind.
    last: u32,
}

impl Person {
    fn number(n: u64, comes: f64) -> Self {
        let mut chance = Chance(n.wrapping_mul(0x2545_f491_4f6c_dd1d));
        let stability = 0.8 + 2.2 * chance.draw();
        Self { chance, comes, stability, last: 0 }
    }

    fn remembers(&self, day: u32) -> f64 {
        0.9_f64.powf(f64::from(day - self.last) / self.stability)
    }

    fn practises(&mut self, day: u32) {
        self.stability *= 1.0 + 1.5 * (1.0 - self.remembers(day));
        self.last = day;
    }

    /// Lives a day after its prompt, if there was one; tells what happened.
    fn lives(&mut self, day: u32) -> Kind {
        let known = 0.1 + 0.85 * self.remembers(day).powi(2);
        let [comes, noticed, acted] = [self.comes, known, known].map(|p| self.chance.draw() < p);
        match (comes, noticed, acted) {
            (false, _, _) => Kind::None,
            (true, false, _) => Kind::Missed,
            (true, true, false) => Kind::Noticed,
            (true, true, true) => {
                self.practises(day);
                Kind::Did
            }
        }
    }
}

/// What the last days came to.
#[derive(Clone, Copy, Debug, Default)]
struct Ending {
    did: u32,
    noticed: u32,
    missed: u32,
}

impl Ending {
    fn add(&mut self, day: u32, kind: Kind) {
        let late = u32::from(day > DAYS - FINAL);
        match kind {
            Kind::Did => self.did += late,
            Kind::Noticed => self.noticed += late,
            Kind::Missed => self.missed += late,
            Kind::Misfire | Kind::None => {}
        }
    }

    fn follow_rate(self) -> f64 {
        f64::from(self.did) / f64::from((self.did + self.noticed).max(1))
    }

    fn firing_rate(self) -> f64 {
        f64::from(self.did) / f64::from((self.did + self.noticed + self.missed).max(1))
    }
}

fn study_day(day: u32) -> StudyDay {
    StudyDay::from_epoch(i32::try_from(day).unwrap())
}

/// Prompts when the plan's own trace asks for a rehearsal; returns the days of the prompts.
fn coupled(mut person: Person) -> (Vec<u32>, Ending) {
    let (model, plan) = (Model::default(), Plan::of("kettle", "the kettle clicks", "I stretch"));
    let mut trace = Trace::default();
    let seed = seed(1);
    trace.add(&model, &seed, study_day(0), &Event::Worded(Box::new(plan)));
    let (mut prompts, mut ending) = (Vec::new(), Ending::default());
    for day in 0..=DAYS {
        let (today, at) = (study_day(day), i64::from(day) * 86_400_000);
        if trace.rehearsal().is_some_and(|due| due <= today) {
            let recalled = person.chance.draw() < person.remembers(day);
            person.practises(day);
            prompts.push(day);
            let rating = if recalled { Rating::Good } else { Rating::Again };
            for rating in [rating, Rating::Good] {
                // A rehearsal that failed is repeated at once, until it succeeds.
                let review =
                    Review { at, study_day: today, rating, scored: true, took: 0, terms: TERMS };
                trace.add(&model, &seed, today, &Event::Rehearsed(review));
            }
        }
        let kind = person.lives(day);
        ending.add(day, kind);
        let (prompted, away) = (false, false);
        let outcome =
            Outcome { kind, times: 1, at, study_day: today, prompted, away, terms: TERMS };
        trace.add(&model, &seed, today, &Event::Outcome(outcome));
    }
    (prompts, ending)
}

/// Prompts on fixed days.
fn fixed(mut person: Person, prompts: &[u32]) -> Ending {
    let mut ending = Ending::default();
    for day in 0..=DAYS {
        if prompts.contains(&day) {
            // The same draw as a rehearsal takes, so that both lives meet the same chances.
            let _ = person.chance.draw();
            person.practises(day);
        }
        ending.add(day, person.lives(day));
    }
    ending
}

/// The follow rates and the shares of all opportunities done, on average over all people, and the
/// prompts a person got: coupled, daily until as many are used up, and as many evenly spread.
fn averages(comes: f64) -> ([[f64; 2]; 3], f64) {
    let mut rates = [[0.0; 2]; 3];
    let mut prompts = 0.0;
    #[expect(clippy::cast_precision_loss, reason = "a few thousand people")]
    let people = PEOPLE as f64;
    for n in 1..=PEOPLE {
        let person = || Person::number(n, comes);
        let (days, coupled) = coupled(person());
        let count = u32::try_from(days.len()).unwrap();
        prompts += f64::from(count) / people;
        let daily: Vec<u32> = (0..count).collect();
        let spread: Vec<u32> = (0..count).map(|nth| nth * DAYS / count).collect();
        let endings = [coupled, fixed(person(), &daily), fixed(person(), &spread)];
        for (sum, ending) in rates.iter_mut().zip(endings) {
            sum[0] += ending.follow_rate() / people;
            sum[1] += ending.firing_rate() / people;
        }
    }
    (rates, prompts)
}

#[test]
fn in_a_simulation_coupled_rehearsals_leave_a_higher_follow_rate_than_as_many_daily_prompts() {
    for (comes, often) in [(0.4, "two days in five"), (0.9, "nine days in ten")] {
        let ([coupled, daily, spread], prompts) = averages(comes);
        println!(
            "SIMULATED, trigger on {often}, {prompts:.1} prompts a person, last {FINAL} of {DAYS} days \
             [follow rate, share of opportunities done]: coupled {coupled:.3?}, daily until used up \
             {daily:.3?}, evenly spread {spread:.3?}"
        );
        if comes < 0.5 {
            // With a trigger nearly every day the firings themselves keep the plan in mind, and how
            // prompts are spent hardly matters.
            assert!(coupled[0] > daily[0] + 0.03, "{coupled:?} against {daily:?}");
        }
    }
}
