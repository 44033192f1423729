//! Taking in habits of Loop Habit Tracker: each becomes a plan, each day with a mark an outcome.

use std::collections::HashSet;

use crate::app::fire::REHEARSALS;
use crate::app::import::{From, How, Imported, Turned, refused};
use crate::app::progress::{Doing, Watch};
use crate::app::settle::{Touched, bulk};
use crate::app::{Error, Study};
use crate::domain::reminder::rule::{Days, Rule};
use crate::domain::reminder::wall::TimeOfDay;
use crate::domain::tap::outcome::{Kind, NOTE};
use crate::domain::tap::plan::{self, Plan, Status, TEXT, suggest_name};
use crate::domain::text::{one_line, plain};
use crate::domain::time::StudyDay;
use crate::storage::db::fact::{About, Moment, Table};
use crate::storage::db::import::{Range, Source};
use crate::storage::db::thing;
use crate::storage::db::{self, Db};
use crate::storage::formats::loops::{self, Amount, Habit, Mark, What};

/// A day, in milliseconds.
const DAY: i64 = 86_400_000;

/// Takes in a backup or a CSV export of Loop.
///
/// # Errors
/// When the file is none or the database refuses; nothing is kept then.
pub(super) fn import(
    study: &Study,
    from: From<'_>,
    how: How,
    watch: Watch<'_>,
) -> Result<Imported, Error> {
    let habits = loops::read(from.path).map_err(|why| refused(from.name, &why))?;
    let act = |db: &Db| {
        bulk(db, &study.models, Touched::default(), watch, |touched| {
            let imported = Imported::new(Source::Loop);
            let mut taking = Taking { study, db, from, touched, imported, taken: HashSet::new() };
            let first = db::fact::next_seq(db)?;
            let total = habits.habits.len() as u64;
            for (done, habit) in (0..).zip(&habits.habits) {
                taking.habit(habit)?;
                watch.tell(Doing::Reading, done, total)?;
            }
            let mut imported = taking.imported;
            let left = habits.left.iter().map(|left| match left.habit.as_str() {
                "" => (left.why.to_string(), 1),
                habit => (format!("{habit}: {}", left.why), 1),
            });
            imported.left.extend(left);
            note(db, study, from, (first, Source::Loop))?;
            Ok(imported)
        })
    };
    match how {
        How::Keep => study.db.write(act),
        How::TryOut => study.db.try_out(act),
    }
}

/// Notes which facts came with a file, if any did: those of this device from `first` on.
pub(super) fn note(
    db: &Db,
    study: &Study,
    from: From<'_>,
    (first, source): (i64, Source),
) -> Result<(), Error> {
    let last = db::fact::next_seq(db)? - 1;
    if last >= first {
        let range = Range(db::portable::here(db)?, first, last);
        db::import::append(db, study.now, source, from.name, &[range])?;
    }
    Ok(())
}

/// Habits being taken in.
struct Taking<'a> {
    study: &'a Study,
    db: &'a Db,
    from: From<'a>,
    touched: &'a mut Touched,
    imported: Imported,
    /// The names of the plans that habits of this file have become.
    taken: HashSet<String>,
}

impl Taking<'_> {
    fn habit(&mut self, habit: &Habit) -> Result<(), Error> {
        let plan = self.plan(habit);
        let known = db::tap::called(self.db, &plan.name)?;
        let thing = match known {
            Some(thing) => thing,
            None => self.make(habit, &plan)?,
        };
        self.touched.add(Table::TapVersion, About::Thing(thing));
        let logged: HashSet<(StudyDay, Kind, String)> =
            db::outcome::days(self.db, thing)?.into_iter().collect();
        let (mut later, today) = (0, self.study.now.today);
        for mark in &habit.marks {
            let (kind, note) = outcome(habit, mark);
            if mark.day > today {
                later += 1;
            } else if logged.contains(&(mark.day, kind, note.clone())) {
                self.imported.known += 1;
            } else {
                self.log(thing, mark.day, (kind, &note))?;
            }
        }
        if later > 0 {
            let what = format!("{later} days of {}", habit.name);
            self.imported.refused.push(Turned { what, why: "they are yet to come".to_owned() });
        }
        Ok(())
    }

    /// The plan that a habit becomes; its name is one that no other habit of the file has.
    fn plan(&mut self, habit: &Habit) -> Plan {
        let text = |text: &str| one_line(&plain(text), TEXT - 60);
        let name = text(&habit.name);
        let stem = plan::name(&crate::domain::name::plain_words(&name))
            .unwrap_or_else(|_| suggest_name(&name, |_| false));
        let numbered = (2..).map(|n| format!("{stem}-{n}"));
        let mut names = std::iter::once(stem.clone()).chain(numbered);
        let unique = names.find(|name| !self.taken.contains(name)).unwrap_or(stem);
        self.taken.insert(unique.clone());
        let (trigger, kind) = match habit.reminder {
            Some(at) => (format!("it is {:02}:{:02}", at.hour, at.minute), plan::Kind::Clock),
            None => (format!("it is time for \"{name}\""), plan::Kind::Event),
        };
        let action = habit.amount.as_ref().map_or(name.clone(), |amount| aim(&name, amount));
        let frequency = habit.frequency;
        let goal = [&habit.question, &habit.description].map(|words| text(words)).join(" ");
        Plan {
            goal: one_line(goal.trim(), TEXT),
            kind,
            per_week: Some(f64::from(frequency.times) * 7.0 / f64::from(frequency.days.max(1))),
            ..Plan::of(&unique, &trigger, &action)
        }
        .tidied()
    }

    fn make(&mut self, habit: &Habit, plan: &Plan) -> Result<i64, Error> {
        let now = self.study.now;
        let first = habit.marks.first().map_or(now.today, |mark| mark.day.min(now.today));
        // The plan is there before anything happens to it.
        let at = (self.noon(first) - DAY / 4).min(now.at);
        let moment = Moment { at, offset: (self.from.zone)(at), study_day: first };
        let thing = thing::make_past(self.db, at, thing::Kind::Tap)?;
        db::tap::word_past(self.db, moment, thing, plan)?;
        self.imported.count(Table::TapVersion);
        if habit.archived {
            db::tap::move_to(self.db, now, thing, Status::Retired)?;
            self.imported.count(Table::TapStatus);
        }
        if let Some(rule) = habit.reminder.and_then(rule) {
            db::reminder::ask(self.db, now, thing, (&rule, None))?;
            self.imported.count(Table::TapReminder);
        }
        let name = &plan.name;
        self.imported.notes.push(match habit.reminder {
            None if !habit.archived => {
                format!("{name} has no moment of its own yet that sets it off: rat tap edit {name}")
            }
            None | Some(_) => format!("{} is the plan {name} now", habit.name),
        });
        Ok(thing)
    }

    fn noon(&self, day: StudyDay) -> i64 {
        let noon = i64::from(day.epoch()) * DAY + DAY / 2;
        noon - i64::from((self.from.zone)(noon)) * 1000
    }

    fn log(&mut self, thing: i64, day: StudyDay, (kind, note): (Kind, &str)) -> Result<(), Error> {
        let at = self.noon(day).min(self.study.now.at);
        let new = db::outcome::New {
            thing,
            kind,
            times: 1,
            happened_at: at,
            happened_offset: (self.from.zone)(at),
            happened_day: day,
            prompted: false,
            terms: self.study.settings.terms(REHEARSALS),
            note,
        };
        db::outcome::append(self.db, self.study.now, &new)?;
        self.imported.count(Table::Outcome);
        Ok(())
    }
}

/// What the user aims at, as an action: `Read: at least 20 pages`.
fn aim(name: &str, amount: &Amount) -> String {
    let unit = one_line(&plain(&amount.unit), 40);
    let bound = if amount.at_most { "at most" } else { "at least" };
    match amount.target {
        Some(target) => format!("{name}: {bound} {target} {unit}").trim_end().to_owned(),
        None => name.to_owned(),
    }
}

/// The reminder of a plan: fading where it came daily, on its days where it did not.
fn rule(reminder: loops::Reminder) -> Option<Rule> {
    let time = TimeOfDay::new(reminder.hour, reminder.minute)?;
    if reminder.days == [true; 7] {
        return Some(Rule::FadedAt(time));
    }
    let days = reminder.days.iter().zip(0_u8..).filter(|(on, _)| **on).map(|(_, day)| day);
    Some(Rule::Alarm(Days::Week(days.collect()), [time].into()))
}

/// What a mark says of the plan: less than was aimed at on a day is the moment noticed, nothing at all
/// the moment missed. An aim for several days says nothing of one of them.
fn outcome(habit: &Habit, mark: &Mark) -> (Kind, String) {
    let note = plain(&mark.note);
    let (kind, amount) = match mark.what {
        What::Yes => (Kind::Did, None),
        What::No => (Kind::Missed, None),
        What::Skip => (Kind::None, None),
        What::Amount(done) => {
            let counted = habit.amount.as_ref();
            let target = counted.and_then(|amount| amount.target);
            let daily = target.filter(|_| habit.frequency.days == 1);
            let at_most = counted.is_some_and(|amount| amount.at_most);
            let kind = match daily {
                Some(most) if at_most && done > most => Kind::Missed,
                Some(_) | None if at_most => Kind::Did,
                Some(least) if done < least && done > 0.0 => Kind::Noticed,
                Some(_) | None if done > 0.0 => Kind::Did,
                Some(_) | None => Kind::Missed,
            };
            let unit = counted.map_or("", |amount| amount.unit.as_str());
            (kind, Some(format!("{done} {}", plain(unit)).trim_end().to_owned()))
        }
    };
    let parts: Vec<String> =
        amount.into_iter().chain([note]).filter(|part| !part.is_empty()).collect();
    (kind, one_line(&parts.join("; "), NOTE))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn habit(amount: Option<Amount>, days: u32) -> Habit {
        Habit {
            key: "k".to_owned(),
            name: "Read".to_owned(),
            question: String::new(),
            description: String::new(),
            amount,
            frequency: loops::Frequency { times: 1, days },
            reminder: None,
            archived: false,
            marks: Vec::new(),
        }
    }

    fn said(habit: &Habit, what: What, note: &str) -> (Kind, String) {
        let day = StudyDay::from_epoch(20_000);
        outcome(habit, &Mark { day, what, note: note.to_owned() })
    }

    #[test]
    fn done_not_done_and_skipped_are_three_different_things() {
        let habit = habit(None, 1);
        let kinds = [What::Yes, What::No, What::Skip].map(|what| said(&habit, what, "").0);
        assert_eq!(kinds, [Kind::Did, Kind::Missed, Kind::None]);
    }

    #[test]
    fn an_amount_stays_in_the_note() {
        let pages = Amount { unit: "pages".to_owned(), at_most: false, target: Some(20.0) };
        let said = said(&habit(Some(pages), 1), What::Amount(12.5), "tired");
        assert_eq!(said, (Kind::Noticed, "12.5 pages; tired".to_owned()));
    }

    #[test]
    fn an_amount_is_held_against_what_was_aimed_at_on_a_day() {
        let amount = |at_most| Amount { unit: String::new(), at_most, target: Some(3.0) };
        let kinds = |at_most, days| {
            let habit = habit(Some(amount(at_most)), days);
            [0.0, 2.0, 3.0, 4.0].map(|done| said(&habit, What::Amount(done), "").0)
        };
        assert_eq!(kinds(false, 1), [Kind::Missed, Kind::Noticed, Kind::Did, Kind::Did]);
        assert_eq!(kinds(true, 1), [Kind::Did, Kind::Did, Kind::Did, Kind::Missed]);
        assert_eq!(kinds(false, 7), [Kind::Missed, Kind::Did, Kind::Did, Kind::Did]);
    }

    #[test]
    fn a_daily_reminder_fades_and_one_on_some_days_keeps_them() {
        let at = |days| rule(loops::Reminder { hour: 7, minute: 30, days }).unwrap().to_string();
        assert_eq!(at([true; 7]), "07:30");
        assert_eq!(at([true, false, true, false, false, false, false]), "mon,wed 07:30");
    }
}
