//! The report: one page that needs nothing but itself.

mod parts;
mod plans;
mod style;
pub mod walks;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::app::Study;
use crate::app::report::Report;
use crate::domain::stats::activity::Activity;
use crate::domain::text::count;
use crate::domain::time::StudyDay;
use crate::ui::chart::figure::Figure;
use crate::ui::figures;
use crate::ui::report::parts::{facts, figure, say};

/// What tells a report from any other page.
pub const MARK: &str = concat!("rat ", env!("CARGO_PKG_VERSION"));

/// How a report begins, whatever version wrote it.
pub const GENERATOR: &str = "<meta name=\"generator\" content=\"rat ";

/// What the page may load: nothing but what it holds.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/// A part of the page.
struct Part {
    key: &'static str,
    title: &'static str,
    body: Markup,
}

/// Every figure of a report, in order.
#[must_use]
pub fn all(report: &Report, today: StudyDay) -> Vec<Figure> {
    let mut figures = of_cards(report, today);
    figures.extend(of_plans(report, today));
    figures.extend(of_walks(report));
    figures.push(figures::calibration::calibration(&report.foreseen));
    figures.push(figures::practice::time(&report.spent));
    figures
}

fn of_cards(report: &Report, today: StudyDay) -> Vec<Figure> {
    let cards = &report.cards;
    vec![
        figures::cards::year(cards, today),
        figures::cards::retention(cards),
        figures::cards::forecast(cards, today),
        figures::cards::stability(cards),
        figures::cards::difficulty(cards),
    ]
}

fn of_plans(report: &Report, today: StudyDay) -> Vec<Figure> {
    let taps = &report.taps;
    vec![
        figures::taps::plans(taps),
        figures::taps::year(taps, today),
        figures::taps::ends(taps),
        figures::taps::strength(taps),
        figures::taps::automaticity(taps),
    ]
}

fn of_walks(report: &Report) -> Vec<Figure> {
    vec![
        figures::practice::techniques(&report.techniques),
        figures::walks::done(&report.walks),
        figures::walks::changes(&report.walks),
    ]
}

/// Writes the page.
#[must_use]
pub fn page(study: &Study, report: &Report) -> String {
    let today = study.now.today;
    let drawn = |figures: Vec<Figure>| html! { @for one in &figures { (figure(one)) } };
    let words = figures::calibration::words(&report.foreseen);
    let parts = [
        Part { key: "glance", title: "At a glance", body: glance(report, today) },
        Part {
            key: "cards",
            title: "Cards",
            body: html! { (drawn(of_cards(report, today))) (hardest(report)) },
        },
        Part {
            key: "plans",
            title: "Plans",
            body: html! { (drawn(of_plans(report, today))) (plans::pages(study, report)) },
        },
        Part {
            key: "techniques-walks",
            title: "Techniques and walks",
            body: html! { (drawn(of_walks(report))) (walks::latest(report)) },
        },
        Part {
            key: "foreseen",
            title: "Foreseen and happened",
            body: html! {
                @for line in words { p { (say(&line)) } }
                (figure(&figures::calibration::calibration(&report.foreseen)))
            },
        },
        Part {
            key: "time-spent",
            title: "Time",
            body: figure(&figures::practice::time(&report.spent)),
        },
    ];
    whole(report, today, &parts).into_string()
}

fn whole(report: &Report, today: StudyDay, parts: &[Part]) -> Markup {
    let title = format!("Your practice, {}", today.long());
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content=(MARK);
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                title { (title) }
                style { (PreEscaped(style::css())) }
            }
            body {
                a.skip href="#main" { "Skip to the figures" }
                header {
                    h1 { "Your practice" }
                    p { (report.since.long()) " to " (today.long()) }
                    nav aria-label="Parts of this page" {
                        ul {
                            @for part in parts {
                                li { a href={ "#" (part.key) } { (part.title) } }
                            }
                        }
                    }
                }
                main #main {
                    @for part in parts {
                        section id=(part.key) aria-labelledby={ (part.key) "-title" } {
                            h2 id={ (part.key) "-title" } { (part.title) }
                            (part.body)
                        }
                    }
                }
                footer {
                    p { "Written by " (MARK) ". Everything on this page is in this one file." }
                    @if report.left_out > 0 {
                        p {
                            (count(report.left_out as u64, "private walk"))
                            " and what came of it are left out."
                        }
                    }
                }
            }
        }
    }
}

fn glance(report: &Report, today: StudyDay) -> Markup {
    let cards = &report.cards;
    let recent = cards.days.iter().filter(|(day, _)| today.since(*day) < 30);
    let month: Activity = recent.map(|(_, done)| *done).sum();
    let year: Activity = cards.days.iter().map(|(_, done)| *done).sum();
    let retention = |done: &Activity| {
        let rate = done.retention();
        rate.share().map_or_else(
            || "nothing asked yet".to_owned(),
            |share| {
                let (low, high) = rate.interval();
                format!(
                    "{:.1} % ({} of {}; likely {:.0}-{:.0} %)",
                    share * 100.0,
                    rate.successes,
                    rate.trials,
                    low * 100.0,
                    high * 100.0
                )
            },
        )
    };
    let fired: u32 = report.taps.days.iter().map(|(_, counts)| counts.did).sum();
    let came: u32 = report.taps.days.iter().map(|(_, counts)| counts.opportunities()).sum();
    let walked: u32 = report.walks.techniques.iter().map(|walked| walked.done).sum();
    let minutes: i64 = report.spent.iter().map(|(_, spent)| spent.total()).sum::<i64>() / 60_000;
    let sorts = cards.sorts;
    facts(&[
        ("In a row", count(cards.streak.into(), "day")),
        ("Recalled in 30 days", retention(&month)),
        ("Recalled in a year", retention(&year)),
        ("Reviews in a year", year.reviews.to_string()),
        ("Cards", format!("{} new, {} young, {} mature", sorts.new, sorts.young, sorts.mature)),
        ("Plans fired in a year", format!("{fired} of {came} times")),
        ("Walks finished in a year", walked.to_string()),
        ("Time in a year", count(minutes.unsigned_abs(), "minute")),
    ])
}

/// The cards that were forgotten most often.
fn hardest(report: &Report) -> Markup {
    html! {
        @if !report.hardest.is_empty() {
            h3 { "Cards that resist" }
            p {
                "These were forgotten most often. Rewording one, or splitting it in two, often does \
                 more than another twenty repeats: "
                code { "rat card edit" }
            }
            (parts::table("Cards that resist", &["card", "question", "forgotten"].map(str::to_owned),
                &report.hardest.iter().map(|card| vec![
                    card.id.to_string(),
                    card.text.question(),
                    card.state.standing.map_or(0, |standing| standing.lapses).to_string(),
                ]).collect::<Vec<_>>()))
        }
    }
}
