//! The note of a plan.

use std::fmt::Write as _;

use crate::app::export::notes::Plan;
use crate::app::tap::Page;
use crate::domain::markdown::{cell, escaped};
use crate::domain::time::rfc3339;
use crate::storage::formats::notes::{Note, Value};
use crate::ui::cli::export::notes::{Names, key, plan_stem};
use crate::ui::words;

pub(super) fn note(plan: &Plan, names: &Names) -> Note {
    let page = &plan.page;
    let (worded, trace) = (&page.tap.plan, &page.tap.trace);
    let mut body = format!("# {}\n\n{}\n", escaped(&worded.name), escaped(&worded.sentence()));
    if let Some(maker) = names.to_walk(plan.maker) {
        let _ = write!(body, "\nMade in {maker}.\n");
    }
    body.push('\n');
    for (name, text) in details(page) {
        let _ = writeln!(body, "- {name}: {}", cell(&text));
    }
    body.push_str(&wordings(page));
    body.push_str(&log(page));
    let made = page.wordings.first().map(|(_, wording)| Value::Day(wording.key.day));
    let mut front = vec![
        ("title", worded.name.as_str().into()),
        ("aliases", Value::List(vec![worded.name.clone()])),
        ("tags", Value::List(vec!["rat/plan".to_owned(), format!("rat/{}", page.tap.life())])),
        ("trigger", worded.trigger.as_str().into()),
        ("action", worded.action.as_str().into()),
        ("stage", page.tap.life().into()),
        ("strength", Value::Number((trace.strength.value() * 100.0).round() / 100.0)),
    ];
    front.extend(made.map(|made| ("date", made)));
    let key = key("plan", &plan.identity);
    Note { stem: plan_stem(plan), key, front, body, only_again: false }
}

fn details(page: &Page) -> Vec<(&'static str, String)> {
    let (worded, trace) = (&page.tap.plan, &page.tap.trace);
    let rule = page.asked.as_ref().map(|asked| asked.rule.clone()).unwrap_or_default();
    let mut details = vec![
        ("trigger", worded.trigger.clone()),
        ("action", worded.action.clone()),
        ("for", worded.goal.clone()),
        ("instead of", worded.instead.clone()),
        ("obstacle", worded.obstacle.clone()),
        ("rehearsed at", worded.anchor.clone()),
        ("stage", page.tap.life().to_owned()),
        ("strength", format!("{:.2}", trace.strength.value())),
        ("noticed", words::rate(trace.current.notice())),
        ("followed", words::rate(trace.current.follow())),
        ("in a row", format!("{} (best {})", trace.streak, trace.best)),
        ("reminded", words::reminded(&rule)),
    ];
    if trace.version > 1 {
        let total = &trace.total;
        let all = format!("fired {} of {}", total.did, total.opportunities());
        details.push(("over all versions", all));
    }
    if let Some(rating) = trace.course.rating() {
        details.push(("automatic", format!("{rating} of 7")));
    }
    details.retain(|(_, text)| !text.is_empty());
    details
}

fn wordings(page: &Page) -> String {
    let mut table = "\n## Wordings\n\n| since | version | name | trigger | action |\n\
        |---|---:|---|---|---|\n"
        .to_owned();
    for (version, wording) in &page.wordings {
        let (day, plan) = (wording.key.day, &wording.plan);
        let texts = [&plan.name, &plan.trigger, &plan.action].map(|text| cell(text)).join(" | ");
        let _ = writeln!(table, "| {day} | {version} | {texts} |");
    }
    table
}

fn log(page: &Page) -> String {
    if page.log.is_empty() {
        return String::new();
    }
    let mut table = "\n## Log\n\n| day | time | outcome | times | version | reminded | note |\n\
        |---|---|---|---:|---:|---|---|\n"
        .to_owned();
    for entry in &page.log {
        let logged = &entry.logged;
        let moment = rfc3339(logged.key.at, logged.offset);
        let time = moment.get(11..16).unwrap_or_default();
        let reminded = if logged.prompted { "yes" } else { "" };
        let (day, kind, times) = (logged.key.day, logged.kind, logged.times);
        let (version, note) = (entry.version, cell(&logged.note));
        let _ = writeln!(
            table,
            "| {day} | {time} | {kind} | {times} | {version} | {reminded} | {note} |"
        );
    }
    table
}
