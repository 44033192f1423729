//! `rat`: what today holds, in a few lines.

use std::io::Write as _;

use serde::Serialize;

use crate::app::today::{Today, today};
use crate::domain::text::count;
use crate::domain::time::Now;
use crate::ui::env::Env;
use crate::ui::failure::Failure;

#[derive(Serialize)]
struct Json {
    study_day: String,
    due: u64,
    new: u64,
    drills: u64,
    backlog: u64,
    done: i64,
    streak_days: u32,
    away_until: Option<String>,
    rehearsals: u64,
    commitments: u64,
    plans_without_log: u64,
    walks: u64,
}

pub(super) fn run(env: &mut Env) -> Result<(), Failure> {
    let study = env.study()?;
    let today = today(&study).map_err(|error| env.explain(error))?;
    if env.json {
        return env.print_json(&Json {
            study_day: study.now.today.to_string(),
            due: today.left.due,
            new: today.left.new,
            drills: today.left.drills,
            backlog: today.left.backlog,
            done: today.done.answers(),
            streak_days: today.streak,
            away_until: today.away.map(|away| away.last().to_string()),
            rehearsals: today.rehearsals,
            commitments: today.commitments,
            plans_without_log: today.unlogged,
            walks: today.walks,
        });
    }
    for line in lines(&today, study.now) {
        writeln!(env.out, "{line}")?;
    }
    Ok(())
}

fn lines(today: &Today, now: Now) -> Vec<String> {
    if today.first_run {
        return vec![
            "Hello. rat makes applied-rationality techniques stick: a few cards a day,".to_owned(),
            "each back just before you would forget it.".to_owned(),
            format!("{} wait for you. Start with:", count(today.left.new, "new card")),
            "  rat review".to_owned(),
            "tie a small act to a moment you cannot miss:".to_owned(),
            "  rat tap new".to_owned(),
            "or take something that bothers you through a technique:".to_owned(),
            "  rat walk".to_owned(),
            "rat deck list shows every technique; rat --help every command.".to_owned(),
        ];
    }
    let mut lines = vec![now.today.long()];
    lines.push(format!("  due {}, new {}{}", today.left.due, today.left.new, more(today)));
    let done = today.done.answers();
    let done = if done > 0 { format!(", {done} answered today") } else { String::new() };
    lines.push(format!("  streak {}{done}", count(today.streak.into(), "day")));
    let beside = [
        (today.rehearsals, "to rehearse"),
        (today.commitments, "promised for today"),
        (today.unlogged, "without a log today"),
        (today.walks, "to walk on with: rat walk"),
    ];
    let beside: Vec<String> =
        beside.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    if !beside.is_empty() {
        lines.push(format!("  plans: {}", beside.join(", ")));
    }
    lines.push(next(today));
    lines
}

fn more(today: &Today) -> String {
    let said = |n: u64, words: String| if n > 0 { words } else { String::new() };
    let (drills, backlog) = (today.left.drills, today.left.backlog);
    said(drills, format!(", {drills} once more"))
        + &said(backlog, format!(" ({backlog} more wait for other days)"))
}

/// The one next thing to do.
fn next(today: &Today) -> String {
    match today.away {
        Some(away) => format!("You are away until {}. Enjoy it; nothing is lost.", away.last()),
        None if today.left.total() > 0 => {
            // Seven seconds a card is what a short answer takes.
            let minutes = (today.left.total() * 7).div_ceil(60).max(1);
            format!("Next: rat review (about {})", count(minutes, "minute"))
        }
        None if today.rehearsals + today.commitments > 0 => {
            "Next: rat review (a minute or two)".to_owned()
        }
        None if today.unlogged > 0 => {
            let plans = count(today.unlogged, "plan");
            format!(
                "Next, in the evening: rat checkin ({plans}). Tomorrow: {}.",
                count(today.tomorrow, "card")
            )
        }
        None => format!("All done. Back tomorrow: {}.", count(today.tomorrow, "card")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::review::Left;
    use crate::domain::stats::activity::Activity;
    use crate::domain::time::{Rollover, moment};

    fn shown(today: &Today) -> String {
        let now = Now::new(moment("2026-11-23T09:00:00Z").unwrap(), Rollover::default());
        lines(today, now).join("\n")
    }

    fn quiet_day() -> Today {
        Today {
            left: Left::default(),
            done: Activity::default(),
            streak: 3,
            first_run: false,
            away: None,
            tomorrow: 1,
            rehearsals: 0,
            commitments: 0,
            unlogged: 0,
            walks: 0,
        }
    }

    #[test]
    fn a_day_with_nothing_left_says_what_comes_tomorrow() {
        assert_eq!(
            shown(&quiet_day()),
            "Mon 23 Nov 2026\n  due 0, new 0\n  streak 3 days\nAll done. Back tomorrow: 1 card."
        );
    }

    #[test]
    fn a_backlog_is_named_without_blame() {
        let left = Left { due: 100, new: 0, drills: 0, backlog: 40 };
        assert!(shown(&Today { left, ..quiet_day() }).contains("(40 more wait for other days)"));
    }

    #[test]
    fn today_never_takes_ten_lines() {
        let first = Today { first_run: true, ..quiet_day() };
        assert!(shown(&first).lines().count() < 10 && shown(&quiet_day()).lines().count() < 10);
    }
}
