//! Sentences that more than one command says: what an outcome led to, what to do next, what was taken
//! back.

use crate::app::fire::Fired;
use crate::app::tap::Tap;
use crate::app::undo::Undone;
use crate::domain::reminder::rule::Rule;
use crate::domain::schedule::memory::training::{KNOWN, Refusal, SECONDS};
use crate::domain::stats::rate::Rate;
use crate::domain::tap::advice::Next;
use crate::domain::tap::diagnosis::{End, broken};
use crate::domain::tap::outcome::Kind;
use crate::domain::tap::plan::Status;
use crate::domain::tap::switchback::Comparison;
use crate::domain::text::{count, one_line};
use crate::domain::time::Now;
use crate::storage::db::fact::Table;
use crate::storage::db::import::Source;

/// Says at once and honestly what was logged and what came of it, in a few lines.
#[must_use]
pub fn acknowledgement(fired: &Fired, now: Now) -> Vec<String> {
    let (name, times) = (&fired.tap.plan.name, fired.firing.times);
    let again = if times > 1 { format!(" ({times} times)") } else { String::new() };
    let what = match fired.firing.kind {
        Kind::Did if fired.firing.prompted => "done, with a reminder's help.",
        Kind::Did => "done. The plan fired.",
        Kind::Noticed => "noticed. Seeing the moment is the first half.",
        Kind::Missed => "missed. Seeing it late still counts as looking.",
        Kind::Misfire => "misfire. The action came without its trigger.",
        Kind::None => "no trigger that day. That counts neither way.",
    };
    let mut lines = vec![format!("{name}: {what}{again}")];
    lines.push(change(fired, now));
    lines.push(match fired.tap.trace.status {
        Status::Active => format!("Next: {}", next(fired.next, &fired.tap)),
        Status::Paused | Status::Retired => {
            let status = fired.tap.trace.status;
            format!("It is {status}; rat tap resume {name} takes it up again.")
        }
    });
    lines
}

/// The strength before and after, and the row of firings: after a slip what is left, not what is lost.
fn change(fired: &Fired, now: Now) -> String {
    let trace = &fired.tap.trace;
    let (before, after) = (fired.before, trace.strength.value());
    let strength = if (before - after).abs() < 0.005 {
        format!("strength {after:.2}, unchanged")
    } else {
        format!("strength {before:.2} → {after:.2}")
    };
    let row = match (fired.firing.kind, trace.streak) {
        (Kind::Noticed | Kind::Missed, _) if trace.total.did > 0 => {
            format!(", fired {} of {} so far", trace.total.did, trace.total.opportunities())
        }
        (Kind::Did, 2..) if trace.is_recovering() => format!(", back: {} in a row", trace.streak),
        (Kind::Did, 2..) => format!(", {} in a row", trace.streak),
        (Kind::Did | Kind::Noticed | Kind::Missed | Kind::Misfire | Kind::None, _) => String::new(),
    };
    let rehearsal = match (fired.firing.kind, fired.tap.rehearsal()) {
        (Kind::Did, Some(day)) => format!(", rehearsal {}", now.until(day)),
        (Kind::Missed, Some(_)) => ", rehearsal today".to_owned(),
        (Kind::Did | Kind::Noticed | Kind::Missed | Kind::Misfire | Kind::None, _) => String::new(),
    };
    format!("{strength}{row}{rehearsal}")
}

/// The one most useful next thing, with the command that does it.
#[must_use]
pub fn next(next: Next, tap: &Tap) -> String {
    let name = &tap.plan.name;
    match next {
        Next::Rehearse => format!("rehearse it once: rat tap rehearse {name}"),
        Next::Sharpen => {
            format!(
                "the trigger gets overlooked; sharpen or move it: rat tap edit {name} --trigger \"…\""
            )
        }
        Next::Shrink => {
            format!(
                "make the action smaller, so small it is silly: rat tap edit {name} --action \"…\""
            )
        }
        Next::Narrow => {
            format!("narrow the trigger to when you want it: rat tap edit {name} --trigger \"…\"")
        }
        Next::Rate => format!("say how automatic it has become: rat tap rate {name}"),
        Next::Check => format!("look back at it, it is time: rat tap check {name}"),
        Next::Nothing => format!("nothing. Wait for it: {}.", tap.plan.trigger),
    }
}

/// Says which end of a plan is broken and what mends it.
#[must_use]
pub fn diagnosis(tap: &Tap) -> Vec<String> {
    let name = &tap.plan.name;
    match broken(&tap.trace.current) {
        End::Unknown(more) => {
            let more = count(more.into(), "more opportunity").replace("opportunitys", "opportunities");
            vec![format!("Too early to say which end is weak: {more} will tell.")]
        }
        End::Sound => vec!["Both ends hold: it is noticed, and the action follows.".to_owned()],
        End::Trigger => vec![
            "The trigger is the weak end: the moment goes by unnoticed.".to_owned(),
            format!(
                "Make it something you cannot help seeing, hearing or touching, or move it to another \
                 moment: rat tap edit {name} --trigger \"…\""
            ),
            format!("Then rehearse it: rat tap rehearse {name} --times 10"),
        ],
        End::Action => vec![
            "The action is the weak end: the moment is noticed, and nothing follows.".to_owned(),
            format!("Make the action smaller: rat tap edit {name} --action \"…\""),
            "If it still feels wrong, part of you may be against it: take that to aversion factoring.".to_owned(),
        ],
        End::Wide => vec![
            "It fires where it should not: the trigger is too wide.".to_owned(),
            format!("Narrow it to when you want the action: rat tap edit {name} --trigger \"…\""),
        ],
    }
}

/// A rate with its uncertainty: `8 of 10 (80 %; 54-92 %)`.
#[must_use]
pub fn rate(rate: Rate) -> String {
    let (low, high) = rate.interval();
    rate.share().map_or_else(
        || "none yet".to_owned(),
        |share| {
            format!(
                "{} of {} ({:.0} %; true rate likely {:.0}-{:.0} %)",
                rate.successes,
                rate.trials,
                share * 100.0,
                low * 100.0,
                high * 100.0
            )
        },
    )
}

/// Says in words what was taken back.
#[must_use]
pub fn undone(undone: &Undone) -> String {
    let act = act(undone.act.table);
    let day = undone.act.study_day;
    match &undone.about {
        Some(about) if matches!(undone.act.table, Table::Commitment | Table::Jot) => {
            format!("Took back the last change to \"{}\" ({day}).", one_line(about, 60))
        }
        Some(about) => format!("Took back the {act} of {} ({day}).", one_line(about, 60)),
        None if undone.act.table != Table::Away => format!("Took back the {act} of {day}."),
        None => format!("Took back the {act} planned on {day}."),
    }
}

/// The word for an act.
#[must_use]
pub const fn act(table: Table) -> &'static str {
    match table {
        Table::Review => "grade",
        Table::CardEdit => "edit",
        Table::Suspension => "suspension",
        Table::Burial => "putting off",
        Table::Away => "break",
        Table::Undo => "undo",
        Table::TapVersion => "wording",
        Table::Outcome => "outcome",
        Table::Rehearsal => "rehearsal",
        Table::SelfRating => "self-rating",
        Table::TapStatus => "change of status",
        Table::TapCheck => "look back",
        Table::Commitment => "commitment",
        Table::Jot => "jot",
        Table::WalkBegun => "beginning",
        Table::WalkAnswer => "last answer",
        Table::WalkEnded => "end",
        Table::WalkMade => "yield",
        Table::Grimoire => "question of the grimoire",
        Table::TapReminder => "time for reminders",
        Table::Reminder => "reminder",
        Table::Parameters => "fitting of the parameters",
        Table::Import => "import",
        Table::DeckMade => "making",
        Table::Carried => "standing elsewhere",
        Table::Shared => "setting or deck for all devices",
    }
}

/// So many facts of a table, by its name. What comes from other programs is called what it was there.
#[must_use]
pub fn facts(source: Source, table: &str, number: u64) -> String {
    let Some(table) = Table::named(table) else { return count(number, table) };
    let many = |one: &str, more: &str| format!("{number} {}", if number == 1 { one } else { more });
    match table {
        Table::CardEdit if source == Source::Anki => {
            many("card, new or changed", "cards, new or changed")
        }
        Table::TapVersion if source == Source::Loop => {
            many("habit, now a plan", "habits, now plans")
        }
        Table::Carried if source == Source::Anki => {
            many("card where it stood in the schedule", "cards where they stood in the schedule")
        }
        Table::Review => count(number, "review"),
        Table::CardEdit => many("text of a card", "texts of cards"),
        Table::Suspension => many("suspension or its end", "suspensions or their ends"),
        Table::Burial => many("putting off", "puttings off"),
        Table::Away => count(number, "break"),
        Table::Undo => count(number, "undo"),
        Table::TapVersion => many("wording of a plan", "wordings of plans"),
        Table::Outcome => count(number, "outcome"),
        Table::Rehearsal => count(number, "rehearsal"),
        Table::SelfRating => count(number, "self-rating"),
        Table::TapStatus => many("change of a plan's status", "changes of plans' status"),
        Table::TapCheck => many("look back at a plan", "looks back at plans"),
        Table::Commitment => many("state of a commitment", "states of commitments"),
        Table::Jot => many("state of a jot", "states of jots"),
        Table::WalkBegun => count(number, "walk"),
        Table::WalkAnswer => many("answer in a walk", "answers in walks"),
        Table::WalkEnded => many("end of a walk", "ends of walks"),
        Table::WalkMade => many("yield of a walk", "yields of walks"),
        Table::Grimoire => many("question of the grimoire", "questions of the grimoire"),
        Table::TapReminder => many("time for reminders", "times for reminders"),
        Table::Reminder => count(number, "reminder"),
        Table::Parameters => many("fitting of the parameters", "fittings of the parameters"),
        Table::Import => count(number, "import"),
        Table::DeckMade => count(number, "deck"),
        Table::Carried => {
            many("card with its place in the schedule", "cards with their places in the schedule")
        }
        Table::Shared => many("shared setting or deck", "shared settings or decks"),
    }
}

/// So many facts were, or one was.
#[must_use]
pub fn were(number: u64) -> String {
    if number == 1 { "1 fact was".to_owned() } else { format!("{number} facts were") }
}

/// Says why no parameters were fitted.
#[must_use]
pub fn unfitted(refusal: &Refusal) -> Vec<String> {
    let said = match refusal {
        Refusal::TooLittle(readiness) => {
            let (rating, seconds) = readiness.nearest();
            format!(
                "Too early to fit the schedule to you: {} of {KNOWN} reviews of cards met before, and \
                 {seconds} of about {SECONDS} second reviews for {}.",
                readiness.known,
                rating.word()
            )
        }
        Refusal::NothingLearnt | Refusal::Interrupted | Refusal::Failed(_) => {
            let said = refusal.to_string();
            let mut letters = said.chars();
            letters.next().map_or_else(String::new, |first| {
                first.to_uppercase().chain(letters).chain(['.']).collect()
            })
        }
    };
    let rest = "What was in force stays in force; FSRS's own parameters, fitted to many learners, do \
                well for most.";
    vec![said, rest.to_owned()]
}

/// Says when a plan is reminded of.
#[must_use]
pub fn reminded(rule: &Rule) -> String {
    match rule {
        Rule::Faded => "in the morning, less and less as it holds (auto)".to_owned(),
        Rule::FadedAt(time) => format!("at {time}, less and less as it holds"),
        Rule::Alarm(..) => format!("{rule}; an alarm keeps it going, but may build no habit"),
        Rule::Off => "off".to_owned(),
    }
}

/// Says what weeks with and without reminders have shown.
#[must_use]
pub fn compared(comparison: Comparison) -> Vec<String> {
    let mut lines = vec![
        format!("with reminders, followed {}", rate(comparison.with)),
        format!("without, followed {}", rate(comparison.without)),
    ];
    if let Some(difference) = comparison.difference() {
        let (low, high) = difference.interval;
        let points = |share: f64| share * 100.0;
        lines.push(format!(
            "reminders change that by {:+.0} points (likely {:+.0} to {:+.0}; better with them with \
             probability {:.0} %)",
            points(difference.expected),
            points(low),
            points(high),
            points(difference.above_zero)
        ));
    }
    lines
}
