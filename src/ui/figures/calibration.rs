//! Figures about what was foreseen.

use crate::app::stats::calibration::Foreseen;
use crate::domain::stats::calibration::{BINS, Calibration, Tally};
use crate::ui::chart::figure::{Calibrated, Dot, Figure, Plot};
use crate::ui::figures::{cells, percent, table};

fn dots(name: &str, calibration: &Calibration) -> Calibrated {
    let dot = |tally: Tally| {
        let rate = tally.rate();
        Some(Dot {
            foreseen: tally.foreseen()?,
            observed: rate.share()?,
            interval: rate.interval(),
            count: rate.trials.into(),
        })
    };
    let dots = calibration.bins().filter_map(|(_, tally)| dot(tally)).collect();
    Calibrated { name: name.to_owned(), dots }
}

fn rows(name: &str, calibration: &Calibration) -> Vec<[String; 6]> {
    let row = |label: String, tally: &Tally| {
        let [share, interval, count] = cells(tally.rate());
        let foreseen = tally.foreseen().map_or_else(String::new, percent);
        [name.to_owned(), label, foreseen, share, interval, count]
    };
    let width = 100 / u32::from(BINS);
    let bins = calibration.bins().map(|(bin, tally)| {
        let from = u32::from(bin) * width;
        row(format!("{from}-{} %", from + width), &tally)
    });
    let total = calibration.total();
    let all = (total.count > 0).then(|| row("all".to_owned(), &total));
    bins.chain(all).collect()
}

/// What was foreseen of cards, plans and forecasts against what happened.
#[must_use]
pub fn calibration(foreseen: &Foreseen) -> Figure {
    let sorts = [
        ("cards", &foreseen.cards),
        ("plans", &foreseen.plans),
        ("forecasts", &foreseen.forecasts),
    ];
    let rows = sorts.iter().flat_map(|(name, calibration)| rows(name, calibration));
    let head = ["of", "foreseen", "on the mean", "happened", "likely between", "count"];
    Figure {
        key: "calibration".to_owned(),
        title: "Foreseen against happened".to_owned(),
        about: "On the diagonal, what was foreseen with some probability happened just that often. \
                Points above it happened more often than foreseen, points below it less. The bars are \
                where the true shares lie with probability 90 %."
            .to_owned(),
        table: table(head, rows),
        plot: Plot::Calibration(
            sorts.iter().map(|(name, calibration)| dots(name, calibration)).collect(),
        ),
    }
}

/// What the numbers show, and what they do not, in plain words.
#[must_use]
pub fn words(foreseen: &Foreseen) -> Vec<String> {
    let Foreseen { cards, plans, forecasts } = foreseen;
    let young = "Before anything is known of a plan it is foreseen as one half.";
    let own = "Always saying one half would score 0.25.";
    let mut said: Vec<String> = [
        sort("Cards", cards, "reviews", ""),
        sort("Plans", plans, "opportunities", young),
        sort("Forecasts", forecasts, "forecasts", own),
    ]
    .into_iter()
    .flatten()
    .collect();
    if said.is_empty() {
        said.push("Nothing to compare yet.".to_owned());
    }
    said.push(
        "What is foreseen is what was held likely at the time, never looked up afterwards. Plans and \
         walks are logged by yourself, so what was forgotten to log is missing."
            .to_owned(),
    );
    said
}

/// The fewest things in a bin from which it is said to be off.
const ENOUGH: i64 = 20;

/// What is to be said of one sort; none when nothing of it was foreseen.
fn sort(name: &str, calibration: &Calibration, noun: &str, note: &str) -> Option<String> {
    let total = calibration.total();
    let (foreseen, happened) = (total.foreseen()?, total.rate().share()?);
    let brier = total.brier()?;
    let (low, high) = total.rate().interval();
    let mut said = format!(
        "{name}: foreseen {}, happened {} of {} {noun} (Brier score {brier:.3}).",
        percent(foreseen),
        percent(happened),
        total.count
    );
    let mut off = calibration.off(ENOUGH).peekable();
    if total.count < ENOUGH {
        said.push_str(" Too few to say anything.");
    } else if foreseen < low {
        said.push_str(" It happens more often than foreseen, by more than chance.");
    } else if foreseen > high {
        said.push_str(" It happens less often than foreseen, by more than chance.");
    } else if off.peek().is_some() {
        said.push_str(" Right on the whole, but off for some probabilities; see the table.");
    } else {
        said.push_str(" The difference is within chance.");
    }
    if !note.is_empty() {
        said.push(' ');
        said.push_str(note);
    }
    Some(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(foreseen: f64, happened: u32, count: u32) -> Calibration {
        let mut calibration = Calibration::default();
        calibration.count(foreseen, happened, count);
        calibration
    }

    fn said(calibration: &Calibration) -> String {
        sort("Cards", calibration, "reviews", "").unwrap()
    }

    #[test]
    fn nothing_is_said_of_few_or_none() {
        assert_eq!(sort("Cards", &Calibration::default(), "reviews", ""), None);
        assert!(said(&of(0.9, 1, 9)).ends_with("Too few to say anything."));
        let words = words(&Foreseen::default());
        assert_eq!(words.first().map(String::as_str), Some("Nothing to compare yet."));
    }

    #[test]
    fn what_chance_does_not_explain_is_said() {
        assert!(said(&of(0.9, 70, 100)).contains("less often than foreseen"));
        assert!(said(&of(0.7, 95, 100)).contains("more often than foreseen"));
        assert!(said(&of(0.9, 91, 100)).contains("within chance"));
    }
}
