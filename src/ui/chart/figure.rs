//! Figures: what a chart shows, as values; a terminal, a picture and a table are drawn from the same.

use crate::domain::time::StudyDay;

/// A chart with its words and its numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What it is called in files and links, such as `true-retention`.
    pub key: String,
    /// What it is called by people.
    pub title: String,
    /// What is to be seen in it, in a sentence or two; also read out instead of it.
    pub about: String,
    /// What is drawn.
    pub plot: Plot,
    /// The same as numbers.
    pub table: Table,
}

impl Figure {
    /// Whether there is nothing to draw yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match &self.plot {
            Plot::Heat { days, .. } => days.is_empty(),
            Plot::Columns { series, .. } => {
                series.iter().all(|series| series.values.iter().all(|value| *value <= 0.0))
            }
            Plot::Rows { labels, .. } => labels.is_empty(),
            Plot::Lines { lines, .. } => lines.iter().all(|line| line.points.is_empty()),
            Plot::Calibration(sets) => sets.iter().all(|set| set.dots.is_empty()),
        }
    }
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Plot {
    /// The days of a year, one column a week: the more, the stronger.
    Heat {
        /// The last day.
        today: StudyDay,
        /// Days with something on them, oldest first.
        days: Vec<(StudyDay, f64)>,
        /// What is counted, such as `answers`.
        unit: String,
    },
    /// Upright bars, the series of one place on top of each other.
    Columns {
        /// What stands below each bar.
        labels: Vec<String>,
        /// The parts of the bars, lowest first; each has a value for every label.
        series: Vec<Series>,
        /// What the height counts, such as `cards`.
        unit: String,
    },
    /// Lying bars from 0 to 1, one for each series below each other in every row.
    Rows {
        /// What stands before each row.
        labels: Vec<String>,
        /// Each has a value for every label.
        series: Vec<Series>,
    },
    /// Lines over time or over a number.
    Lines {
        /// What goes to the right.
        x: Axis,
        /// What goes up.
        y: Axis,
        /// The lines.
        lines: Vec<Trend>,
    },
    /// What was foreseen against what happened, with the diagonal on which both agree.
    Calibration(Vec<Calibrated>),
}

/// A row of values with its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// Its values, none below zero.
    pub values: Vec<f64>,
}

/// What an axis measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Study days, by their number since 1970.
    Day,
    /// Shares from 0 to 1, written as percentages.
    Share,
    /// Plain numbers.
    Number,
}

/// An axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// What it measures, such as `minutes a day`; empty when the title says it.
    pub name: String,
    /// What its numbers are.
    pub scale: Scale,
    /// Its least and greatest number, the first below the second.
    pub range: (f64, f64),
}

/// A line.
#[derive(Clone, Debug, PartialEq)]
pub struct Trend {
    /// Its name.
    pub name: String,
    /// Its points, left to right.
    pub points: Vec<(f64, f64)>,
    /// The range within which each point lies, as (x, low, high); empty when that is not known.
    pub band: Vec<(f64, f64, f64)>,
}

/// Foreseen against observed, for one sort of thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibrated {
    /// Its name.
    pub name: String,
    /// Its points, by rising `foreseen`.
    pub dots: Vec<Dot>,
}

/// What came of all that was foreseen about equally.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dot {
    /// The mean probability foreseen, 0-1.
    pub foreseen: f64,
    /// The share that happened, 0-1.
    pub observed: f64,
    /// The range in which the true share lies with probability 0.90.
    pub interval: (f64, f64),
    /// How many there were.
    pub count: u64,
}

/// Numbers in rows; the first cell of a row is its name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The names of the columns.
    pub head: Vec<String>,
    /// The rows, each as long as the head.
    pub rows: Vec<Vec<String>>,
}
