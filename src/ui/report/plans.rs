//! A page for each plan in use.

use maud::{Markup, html};

use crate::app::Study;
use crate::app::report::Report;
use crate::app::stats::taps::{Past, Taps};
use crate::app::tap::Page;
use crate::domain::time::rfc3339;
use crate::ui::figures;
use crate::ui::report::parts::{facts, figure, quoted, table};
use crate::ui::words;

/// How many outcomes a page lists.
const OUTCOMES: usize = 20;

pub(super) fn pages(study: &Study, report: &Report) -> Markup {
    html! {
        @for page in &report.pages {
            @let past = report.taps.plans.iter().find(|past| past.tap.thing == page.tap.thing);
            (one(study, page, past))
        }
    }
}

fn one(study: &Study, page: &Page, past: Option<&Past>) -> Markup {
    let (plan, trace) = (&page.tap.plan, &page.tap.trace);
    let key = format!("plan-{}", page.tap.thing);
    let mut known = vec![
        ("Stage", page.tap.life().to_owned()),
        ("Strength", format!("{:.2}", trace.strength.value())),
        ("Noticed", words::rate(trace.current.notice())),
        ("Followed", words::rate(trace.current.follow())),
        ("In a row", format!("{} (best {})", trace.streak, trace.best)),
    ];
    if let Some(rating) = trace.course.rating() {
        known.push(("Automatic", format!("{rating} of 7")));
    }
    if let Some(standing) = trace.recall.standing() {
        let recalled = study.recalls_plan(&standing) * 100.0;
        known.push(("Recalled today", format!("{recalled:.0} % likely")));
    }
    for (name, text) in [("For", &plan.goal), ("Instead of", &plan.instead)] {
        if !text.is_empty() {
            known.push((name, text.clone()));
        }
    }
    html! {
        article id=(key) aria-labelledby={ (key) "-title" } {
            h3 id={ (key) "-title" } { "Plan: " (quoted(&plan.name)) }
            p.sentence { (quoted(&plan.sentence())) }
            (facts(&known))
            @for line in words::diagnosis(&page.tap) { p { (quoted(&line)) } }
            @if let Some(past) = past { (lines(past, &key)) }
            (log(page))
        }
    }
}

/// Its strength, drawn alone.
fn lines(past: &Past, key: &str) -> Markup {
    let alone = Taps { plans: vec![past.clone()], days: Vec::new(), weeks: Vec::new() };
    let mut drawn = figures::taps::strength(&alone);
    drawn.key = format!("{key}-strength");
    drawn.title = format!("Strength of {}", past.tap.plan.name);
    html! { @if !drawn.is_empty() { (figure(&drawn)) } }
}

fn log(page: &Page) -> Markup {
    let rows: Vec<Vec<String>> = page
        .log
        .iter()
        .take(OUTCOMES)
        .map(|entry| {
            let logged = &entry.logged;
            let moment = rfc3339(logged.key.at, logged.offset);
            let time = moment.get(11..16).unwrap_or_default();
            let times =
                if logged.times > 1 { format!(" ×{}", logged.times) } else { String::new() };
            let what = format!("{}{times}", logged.kind);
            vec![format!("{} {time}", logged.key.day), what, logged.note.clone()]
        })
        .collect();
    let head = ["when", "outcome", "note"].map(str::to_owned);
    html! {
        @if !rows.is_empty() {
            details {
                summary { "Last outcomes" span.unseen { " of " (quoted(&page.tap.plan.name)) } }
                (table(&format!("Last outcomes of {}", page.tap.plan.name), &head, &rows))
            }
        }
    }
}
