//! Figures about cards.

use crate::app::stats::cards::Cards;
use crate::domain::stats::distribution::{DIFFICULTIES, STABILITIES};
use crate::domain::time::StudyDay;
use crate::ui::chart::figure::{Figure, Plot, Series};
use crate::ui::figures::{cells, days, rates, shares, table};

/// The reviews of a year, day by day.
#[must_use]
pub fn year(cards: &Cards, today: StudyDay) -> Figure {
    #[expect(clippy::cast_precision_loss, reason = "answers stay far below 2^52")]
    let answers = |n: i64| n as f64;
    let days = cards.days.iter().map(|(day, done)| (*day, answers(done.answers())));
    let rows = cards.weeks.iter().rev().map(|(week, done)| {
        [
            week.to_string(),
            done.reviews.to_string(),
            done.introduced.to_string(),
            done.drills.to_string(),
        ]
    });
    Figure {
        key: "reviews-year".to_owned(),
        title: "Cards answered, day by day".to_owned(),
        about:
            "Each square is a day, each column a week from Monday to Sunday; the more answers, the \
                stronger the colour."
                .to_owned(),
        plot: Plot::Heat { today, days: days.collect(), unit: "answers".to_owned() },
        table: table(["week of", "reviews", "new cards", "repeats"], rows),
    }
}

/// The share of known cards recalled, week by week.
#[must_use]
pub fn retention(cards: &Cards) -> Figure {
    let line = rates("recalled", cards.weeks.iter().map(|(week, done)| (*week, done.retention())));
    let lines = vec![line];
    let rows = cards.weeks.iter().rev().filter(|(_, done)| done.reviews > 0).map(|(week, done)| {
        let [share, interval, of] = cells(done.retention());
        [week.to_string(), share, interval, of]
    });
    Figure {
        key: "true-retention".to_owned(),
        title: "True retention, week by week".to_owned(),
        about:
            "How many cards that were met before were recalled when they came back. The band is \
                where the true share lies with probability 90 %: few reviews make it wide."
                .to_owned(),
        table: table(["week of", "recalled", "likely between", "reviews"], rows),
        plot: Plot::Lines { x: days(&lines), y: shares("recalled", &lines), lines },
    }
}

/// Cards coming due on the next days.
#[must_use]
pub fn forecast(cards: &Cards, today: StudyDay) -> Figure {
    let coming = || (0..).map(|n| today.plus(n)).zip(&cards.forecast);
    #[expect(clippy::cast_precision_loss, reason = "cards stay far below 2^52")]
    let values = cards.forecast.iter().map(|due| *due as f64).collect();
    let rows = coming().map(|(day, due)| [day.to_string(), due.to_string()]);
    Figure {
        key: "forecast".to_owned(),
        title: "Cards coming due in the next 30 days".to_owned(),
        about:
            "What is overdue counts for today. New cards and those that will be failed are not in \
                it."
            .to_owned(),
        plot: Plot::Columns {
            labels: coming().map(|(day, _)| day.brief()).collect(),
            series: vec![Series { name: "due".to_owned(), values }],
            unit: "cards".to_owned(),
        },
        table: table(["day", "due"], rows),
    }
}

fn distribution(
    (key, title, about): (&str, &str, &str),
    head: &str,
    (names, counts): ([&str; 10], [u64; 10]),
) -> Figure {
    #[expect(clippy::cast_precision_loss, reason = "cards stay far below 2^52")]
    let values = counts.iter().map(|count| *count as f64).collect();
    let rows = names.into_iter().zip(counts).map(|(name, n)| [name.to_owned(), n.to_string()]);
    Figure {
        key: key.to_owned(),
        title: title.to_owned(),
        about: about.to_owned(),
        plot: Plot::Columns {
            labels: names.map(str::to_owned).to_vec(),
            series: vec![Series { name: "cards".to_owned(), values }],
            unit: "cards".to_owned(),
        },
        table: table([head, "cards"], rows),
    }
}

/// How long memories last.
#[must_use]
pub fn stability(cards: &Cards) -> Figure {
    let words = (
        "stability",
        "How long the known cards last",
        "Stability: the time until the chance of recalling a card has fallen to 90 %.",
    );
    distribution(words, "stability", (STABILITIES, cards.distribution.stability))
}

/// How hard cards are.
#[must_use]
pub fn difficulty(cards: &Cards) -> Figure {
    let words = (
        "difficulty",
        "How hard the known cards are",
        "Difficulty: 1 is easy to make last, 10 is hard. A heap at 10 asks for better cards.",
    );
    distribution(words, "difficulty", (DIFFICULTIES, cards.distribution.difficulty))
}
