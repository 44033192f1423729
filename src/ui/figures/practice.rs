//! Figures about techniques as a whole, and the time they take.

use crate::app::stats::spent::Spent;
use crate::app::stats::techniques::{Technique, WEEKS};
use crate::domain::time::StudyDay;
use crate::ui::chart::figure::{Figure, Plot, Series};
use crate::ui::figures::{percent, table};

/// How well each technique is known, and whether it is used.
#[must_use]
pub fn techniques(techniques: &[Technique]) -> Figure {
    let series = |name: &str, share: &dyn Fn(&Technique) -> f64| Series {
        name: name.to_owned(),
        values: techniques.iter().map(share).collect(),
    };
    let rows = techniques.iter().map(|one| {
        let used = format!("{} of {WEEKS} weeks", one.weeks);
        [one.title.clone(), percent(one.known), used, one.cards.to_string()]
    });
    Figure {
        key: "techniques".to_owned(),
        title: "Techniques: known and used".to_owned(),
        about: format!(
            "Known is the share of a technique's cards that you would recall today; used is the share \
             of the last {WEEKS} weeks in which you walked it or a plan that came of it fired."
        ),
        plot: Plot::Rows {
            labels: techniques.iter().map(|one| one.title.clone()).collect(),
            series: vec![series("known", &|one| one.known), series("used", &Technique::used)],
        },
        table: table(["technique", "known", "used", "cards"], rows),
    }
}

/// The time spent, week by week.
#[must_use]
pub fn time(weeks: &[(StudyDay, Spent)]) -> Figure {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds stay far below 2^52")]
    let minutes = |took: i64| took as f64 / 60_000.0;
    let series = |name: &str, took: &dyn Fn(&Spent) -> i64| Series {
        name: name.to_owned(),
        values: weeks.iter().map(|(_, spent)| minutes(took(spent))).collect(),
    };
    let rows = weeks.iter().rev().map(|(week, spent)| {
        let cell = |took: i64| format!("{:.1}", minutes(took));
        let Spent { cards, rehearsals, walks } = *spent;
        [week.to_string(), cell(cards), cell(rehearsals), cell(walks), cell(spent.total())]
    });
    Figure {
        key: "time".to_owned(),
        title: "Minutes spent, week by week".to_owned(),
        about: "Answering cards, rehearsing plans, and walking through techniques; pauses of more than \
                five minutes within a walk are left out."
            .to_owned(),
        plot: Plot::Columns {
            labels: weeks.iter().map(|(week, _)| week.brief()).collect(),
            series: vec![
                series("cards", &|spent| spent.cards),
                series("rehearsals", &|spent| spent.rehearsals),
                series("walks", &|spent| spent.walks),
            ],
            unit: "minutes".to_owned(),
        },
        table: table(["week of", "cards", "rehearsals", "walks", "all"], rows),
    }
}
