//! Figures about walks.

use crate::app::stats::walks::{Measure, Walks};
use crate::domain::stats::week::weekly;
use crate::domain::time::StudyDay;
use crate::domain::walk::State;
use crate::ui::chart::figure::{Figure, Plot, Series};
use crate::ui::figures::table;

/// The walks finished, week by week.
#[must_use]
pub fn done(walks: &Walks) -> Figure {
    let mut days: Vec<StudyDay> =
        walks.runs.iter().filter(|run| run.state == State::Done).map(|run| run.last).collect();
    days.sort_unstable();
    let weeks = weekly(days.into_iter().map(|day| (day, 1.0)));
    let rows = walks.techniques.iter().map(|walked| {
        let [done, open, abandoned] =
            [walked.done, walked.open, walked.abandoned].map(|n| n.to_string());
        [walked.technique.clone(), done, open, abandoned]
    });
    Figure {
        key: "walks".to_owned(),
        title: "Walks finished, week by week".to_owned(),
        about: "Each by the day of its last answer; the table has them by technique.".to_owned(),
        table: table(["technique", "finished", "open", "given up"], rows),
        plot: Plot::Columns {
            labels: weeks.iter().map(|(week, _)| week.brief()).collect(),
            series: vec![Series {
                name: "walks".to_owned(),
                values: weeks.iter().map(|(_, n)| *n).collect(),
            }],
            unit: "walks".to_owned(),
        },
    }
}

fn mean(measure: &Measure, of: impl Fn(&crate::app::stats::walks::Pair) -> u32) -> f64 {
    let count = u32::try_from(measure.pairs.len()).unwrap_or(u32::MAX).max(1);
    measure.pairs.iter().map(|pair| f64::from(of(pair))).sum::<f64>() / f64::from(count)
}

/// What walks measured before and after, on the mean.
#[must_use]
pub fn changes(walks: &Walks) -> Figure {
    let measures = &walks.measures;
    let label = |measure: &Measure| format!("{}: {}", measure.technique, measure.name);
    let series = |name: &str, of: &dyn Fn(&Measure) -> f64| Series {
        name: name.to_owned(),
        values: measures.iter().map(|one| of(one) / f64::from(one.most.max(1))).collect(),
    };
    let rows = measures.iter().map(|one| {
        let change = one.change().map_or_else(String::new, |change| format!("{change:+.1}"));
        let (before, after) = (mean(one, |pair| pair.before), mean(one, |pair| pair.after));
        let (before, after) = (format!("{before:.1}"), format!("{after:.1}"));
        [label(one), before, after, change, one.most.to_string(), one.pairs.len().to_string()]
    });
    Figure {
        key: "before-after".to_owned(),
        title: "Before and after walks".to_owned(),
        about: "The mean of what you answered before and after, as a share of the most that could be \
                answered. People who feel bad tend to feel better later anyway, so a drop alone proves \
                little."
            .to_owned(),
        plot: Plot::Rows {
            labels: measures.iter().map(label).collect(),
            series: vec![
                series("before", &|one| mean(one, |pair| pair.before)),
                series("after", &|one| mean(one, |pair| pair.after)),
            ],
        },
        table: table(["asked", "before", "after", "change", "of", "times"], rows),
    }
}
