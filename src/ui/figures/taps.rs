//! Figures about plans.

use crate::app::stats::taps::{Past, Taps};
use crate::domain::time::StudyDay;
use crate::ui::chart::figure::{Axis, Figure, Plot, Scale, Series, Trend};
use crate::ui::figures::{cells, days, rates, shares, table};

/// How many plans one chart of lines shows: more could not be told apart.
const LINES: usize = 6;

/// The firings of a year, day by day.
#[must_use]
pub fn year(taps: &Taps, today: StudyDay) -> Figure {
    let days = taps.days.iter().filter(|(_, counts)| counts.did > 0);
    let rows = taps.weeks.iter().rev().map(|(week, counts)| {
        let opportunities = counts.opportunities();
        [week.to_string(), counts.did.to_string(), opportunities.to_string()]
    });
    Figure {
        key: "firings-year".to_owned(),
        title: "Firings of plans, day by day".to_owned(),
        about:
            "Each square is a day, each column a week from Monday to Sunday; the more plans fired, \
                the stronger the colour."
                .to_owned(),
        plot: Plot::Heat {
            today,
            days: days.map(|(day, counts)| (*day, f64::from(counts.did))).collect(),
            unit: "firings".to_owned(),
        },
        table: table(["week of", "fired", "of"], rows),
    }
}

/// Whether triggers are noticed and actions follow, week by week.
#[must_use]
pub fn ends(taps: &Taps) -> Figure {
    let notice = rates("noticed", taps.weeks.iter().map(|(week, one)| (*week, one.notice())));
    let follow = rates("followed", taps.weeks.iter().map(|(week, one)| (*week, one.follow())));
    let rows =
        taps.weeks.iter().rev().filter(|(_, one)| one.opportunities() > 0).map(|(week, one)| {
            let ([noticed, seen, came], [followed, done, _]) =
                (cells(one.notice()), cells(one.follow()));
            [week.to_string(), noticed, seen, followed, done, came]
        });
    let head = ["week of", "noticed", "likely between", "followed", "likely between", "triggers"];
    let lines = vec![notice, follow];
    Figure {
        key: "notice-follow".to_owned(),
        title: "Noticing and following, week by week".to_owned(),
        about: "The two places where a plan breaks: whether the trigger was noticed in time, and \
                whether the action followed once it was. The bands are where the true shares lie with \
                probability 90 %."
            .to_owned(),
        table: table(head, rows),
        plot: Plot::Lines { x: days(&lines), y: shares("", &lines), lines },
    }
}

/// The same for each plan over the whole time.
#[must_use]
pub fn plans(taps: &Taps) -> Figure {
    let seen: Vec<&Past> =
        taps.plans.iter().filter(|past| past.counts.opportunities() > 0).collect();
    let series = |name: &str, share: &dyn Fn(&Past) -> Option<f64>| Series {
        name: name.to_owned(),
        values: seen.iter().map(|past| share(past).unwrap_or_default()).collect(),
    };
    let rows = taps.plans.iter().map(|past| {
        let [noticed, seen, came] = cells(past.counts.notice());
        let [followed, done, _] = cells(past.counts.follow());
        let strength = format!("{:.2}", past.tap.trace.strength.value());
        let name = past.tap.plan.name.clone();
        [name, past.tap.life().to_owned(), strength, noticed, seen, followed, done, came]
    });
    let head = [
        "plan",
        "stage",
        "strength",
        "noticed",
        "likely between",
        "followed",
        "likely between",
        "triggers",
    ];
    Figure {
        key: "plans".to_owned(),
        title: "Plans: noticed and followed".to_owned(),
        about: "For each plan, how often its trigger was noticed in time and how often its action \
                followed then."
            .to_owned(),
        plot: Plot::Rows {
            labels: seen.iter().map(|past| past.tap.plan.name.clone()).collect(),
            series: vec![
                series("noticed", &|past| past.counts.notice().share()),
                series("followed", &|past| past.counts.follow().share()),
            ],
        },
        table: table(head, rows),
    }
}

/// The plans with the latest points come first.
fn latest<'a>(
    taps: &'a Taps,
    points: impl Fn(&'a Past) -> Vec<(StudyDay, f64)>,
) -> (Vec<Trend>, usize) {
    let mut lines: Vec<Trend> = Vec::new();
    for past in &taps.plans {
        let points: Vec<(f64, f64)> =
            points(past).into_iter().map(|(day, y)| (f64::from(day.epoch()), y)).collect();
        if !points.is_empty() {
            lines.push(Trend { name: past.tap.plan.name.clone(), points, band: Vec::new() });
        }
    }
    let last = |line: &Trend| line.points.last().map_or(0.0, |(x, _)| *x);
    lines.sort_by(|one, other| last(other).total_cmp(&last(one)));
    let more = lines.len().saturating_sub(LINES);
    lines.truncate(LINES);
    (lines, more)
}

fn others(about: &str, more: usize) -> String {
    if more == 0 {
        return about.to_owned();
    }
    format!("{about} The {LINES} plans logged last are drawn; {more} more are in the table.")
}

/// How the strength of plans has grown.
#[must_use]
pub fn strength(taps: &Taps) -> Figure {
    let (lines, more) = latest(taps, |past| past.strength.clone());
    let ends = taps.plans.iter().filter_map(|past| {
        let ((first, from), (last, to)) = (past.strength.first()?, past.strength.last()?);
        let name = past.tap.plan.name.clone();
        Some([name, first.to_string(), format!("{from:.2}"), last.to_string(), format!("{to:.2}")])
    });
    let about = "Strength is the share of opportunities taken, the latest weighing most: 1 is always. \
                 One miss hardly dents it.";
    Figure {
        key: "strength".to_owned(),
        title: "Strength of plans".to_owned(),
        about: others(about, more),
        table: table(["plan", "first day", "strength", "last day", "strength"], ends),
        plot: Plot::Lines {
            x: days(&lines),
            y: Axis { name: "strength".to_owned(), scale: Scale::Number, range: (0.0, 1.0) },
            lines,
        },
    }
}

/// How automatic plans feel.
#[must_use]
pub fn automaticity(taps: &Taps) -> Figure {
    let rated = |past: &Past| -> Vec<(StudyDay, f64)> {
        past.ratings.iter().map(|(day, rating)| (*day, f64::from(*rating))).collect()
    };
    let (lines, more) = latest(taps, rated);
    let rows = taps.plans.iter().filter_map(|past| {
        let (last, rating) = past.ratings.last()?;
        let days = past.curve.map_or_else(String::new, |curve| curve.days().to_string());
        let name = past.tap.plan.name.clone();
        Some([name, last.to_string(), rating.to_string(), past.ratings.len().to_string(), days])
    });
    let about = "Your own answers to \"I do this automatically\", from 1 (not at all) to 7 \
                 (completely).";
    let head = ["plan", "rated on", "rating", "ratings", "days to 95 % of its plateau"];
    Figure {
        key: "automaticity".to_owned(),
        title: "Automaticity of plans".to_owned(),
        about: others(about, more),
        table: table(head, rows),
        plot: Plot::Lines {
            x: days(&lines),
            y: Axis { name: "rating".to_owned(), scale: Scale::Number, range: (1.0, 7.0) },
            lines,
        },
    }
}
