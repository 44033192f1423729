//! The wording of each errand, and of what came of it.

use std::fmt::Write as _;

use crate::app::tap::Tap;
use crate::app::walk::Origin;
use crate::domain::commitment::{Commitment, Kind, State};
use crate::domain::review::Rating;
use crate::domain::tap::diagnosis::{End, broken};
use crate::domain::tap::lint::lint;
use crate::domain::tap::plan::{Form, Verdict};
use crate::domain::time::{Now, StudyDay};
use crate::ui::session::question::Question;
use crate::ui::term::frame::Style;
use crate::ui::walk::page::said;
use crate::ui::words;

/// Asks what happened to a plan on a day.
#[must_use]
pub fn outcome(tap: &Tap, day: StudyDay, now: Now) -> Question {
    let on = if day == now.today { "today".to_owned() } else { format!("on {}", day.long()) };
    let keys = [('d', "did"), ('n', "noticed, no act"), ('m', "missed"), ('0', "none: no trigger")];
    let mut question = Question::new(format!("{}: what happened {on}?", tap.plan.name), &keys)
        .says(tap.plan.sentence(), Style::Strong);
    question.keys.push(('x', "misfire".to_owned()));
    question
}

/// Shows the trigger and asks for the action.
#[must_use]
pub fn trigger(tap: &Tap, senses: &str) -> Question {
    let mut question = Question::new(format!("{}: rehearsal", tap.plan.name), &[(' ', "shows it")])
        .says(format!("When {} …", tap.plan.trigger), Style::Strong)
        .says(
            "Be there for a moment: what do you see, hear, feel? Then: what do you do?",
            Style::Normal,
        );
    if !senses.is_empty() {
        question = question.says(format!("Last time: {senses}"), Style::Faint);
    }
    Question { any: true, ..question }
}

/// Shows the action and asks how readily it came.
#[must_use]
pub fn action(tap: &Tap) -> Question {
    let see = match tap.plan.form {
        Form::Do => "See yourself do it, once, from the trigger to the end.",
        Form::Notice => "See yourself notice it and look, once. Acting on it is up to you then.",
    };
    let keys = Rating::ALL.map(|rating| (char::from(b'0' + rating.number()), rating.word()));
    Question::new(format!("{}: rehearsal", tap.plan.name), &keys)
        .says(format!("When {} …", tap.plan.trigger), Style::Strong)
        .says(format!("… then {}.", tap.plan.action.trim_end_matches('.')), Style::Answer)
        .says(see, Style::Normal)
}

/// Says when a rehearsal comes back.
#[must_use]
pub fn rehearsed(tap: &Tap, now: Now) -> String {
    let back =
        tap.rehearsal().map_or_else(|| "not while it rests".to_owned(), |day| now.until(day));
    format!("{}: rehearsed, again {back}.", tap.plan.name)
}

/// Asks for the weekly self-rating.
#[must_use]
pub fn automaticity(tap: &Tap) -> Question {
    let keys = [
        ('1', "not at all"),
        ('2', ""),
        ('3', ""),
        ('4', "half and half"),
        ('5', ""),
        ('6', ""),
        ('7', "completely"),
    ];
    let last = tap.trace.course.rating();
    let question = Question::new(format!("{}: how automatic?", tap.plan.name), &keys)
        .says(tap.plan.sentence(), Style::Strong)
        .says("\"This is something I do automatically.\" How true is that, 1 to 7?", Style::Normal);
    match last {
        Some(last) => question.says(format!("Last time: {last}."), Style::Faint),
        None => question,
    }
}

/// Asks what to make of a plan, the remedy for its weak end first.
#[must_use]
pub fn look_back(tap: &Tap) -> Question {
    let counts = &tap.trace.current;
    let mut keys = vec![('k', "keep"), ('t', "tweak trigger"), ('h', "shrink action")];
    match broken(counts) {
        End::Trigger | End::Wide => keys.rotate_left(1),
        End::Action => keys.rotate_left(2),
        End::Unknown(_) | End::Sound => {}
    }
    keys.extend([('w', "swap it"), ('d', "drop it")]);
    let rates = format!(
        "Noticed {}. Followed {}.",
        words::rate(counts.notice()),
        words::rate(counts.follow())
    );
    Question::new(format!("{}: looking back", tap.plan.name), &keys)
        .says(tap.plan.sentence(), Style::Strong)
        .says(rates, Style::Normal)
        .says(words::diagnosis(tap).first().cloned().unwrap_or_default(), Style::Normal)
        .says("Does the trigger still come? Is it still the right act?", Style::Faint)
}

/// What a key of [`look_back`] decides.
#[must_use]
pub const fn verdict(key: char) -> Verdict {
    match key {
        't' => Verdict::Trigger,
        'h' => Verdict::Shrink,
        'w' => Verdict::Swap,
        'd' => Verdict::Drop,
        _ => Verdict::Keep,
    }
}

/// Says what a look back came to.
#[must_use]
pub fn decided(tap: &Tap, verdict: Verdict) -> String {
    let name = &tap.plan.name;
    let mut said = match verdict {
        Verdict::Keep => format!("{name}: kept."),
        Verdict::Trigger | Verdict::Shrink | Verdict::Swap => {
            format!("{name} is now version {}: {}", tap.trace.version, tap.plan.sentence())
        }
        Verdict::Drop => format!("{name}: dropped. Its log is kept."),
    };
    if let Some(day) = tap.trace.check() {
        let _ = write!(said, " Next look {}.", day.long());
    }
    if let Some(advice) = lint(&tap.plan).first().filter(|_| verdict != Verdict::Drop) {
        let _ = write!(said, "\n\"{}\": {}.", advice.words, advice.why);
    }
    said
}

/// Asks what became of a commitment; what a walk foresaw is shown beside it.
#[must_use]
pub fn commitment(promised: &Commitment, origin: Option<&Origin>) -> Question {
    let done: &[(char, &str)] = match promised.kind {
        Kind::Forecast => &[('t', "came true"), ('f', "did not")],
        Kind::NextAction | Kind::Experiment | Kind::FollowUp => &[('d', "done")],
    };
    let mut question =
        Question::new(format!("{}, due {}", promised.kind, promised.due.long()), done)
            .says(&promised.text, Style::Strong);
    let rest = [('x', "drop"), ('1', "tomorrow"), ('7', "in a week")];
    question.keys.extend(rest.map(|(key, word)| (key, word.to_owned())));
    if let Some(chance) = promised.probability {
        question = question.says(format!("You gave it {:.0} %.", chance * 100.0), Style::Normal);
    }
    let Some(origin) = origin else { return question };
    let about = origin.pinned.join(" · ");
    let from = format!("From {}, {}: {about}", origin.title, origin.run.began.long());
    question = question.says(from.trim_end_matches(": "), Style::Faint);
    for (ask, answer) in &origin.foreseen {
        question = question.says(format!("You foresaw: {ask} {}", said(answer)), Style::Faint);
    }
    question
}

/// Says what became of a commitment.
#[must_use]
pub fn closed(now: &Commitment) -> String {
    let brier = now.brier().map_or_else(String::new, |score| {
        format!(" Brier score {score:.2} (0 is perfect, 0.25 a coin's).")
    });
    match now.state {
        State::Open => format!("Back on {}.", now.due.long()),
        State::Done => "Done.".to_owned(),
        State::Dropped => "Dropped.".to_owned(),
        State::True => format!("It came true.{brier}"),
        State::False => format!("It did not come true.{brier}"),
    }
}
