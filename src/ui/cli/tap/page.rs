//! `rat tap show`: all there is to see of a plan.

use std::io::Write as _;

use crate::app::Study;
use crate::app::tap::{Page, show};
use crate::domain::tap::automaticity::{Curve, POINTS, RANGE};
use crate::domain::text::{harmless, one_line};
use crate::domain::time::rfc3339;
use crate::ui::chart::{heat, line};
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::json;
use crate::ui::term::frame::{Line, Style, paragraph};
use crate::ui::term::screen::Screen;
use crate::ui::term::tell;
use crate::ui::words;

/// The columns of the names before the figures.
const LABEL: usize = 11;

pub(super) fn run(env: &mut Env, study: &Study, thing: i64) -> Result<(), Failure> {
    let page = show(study, thing).map_err(|error| env.explain(error))?;
    if env.json {
        return env.print_json(&json::tap::Whole::of(&page, study));
    }
    let (columns, _) = if env.plain { (80, 0) } else { Screen::size() };
    let width = columns.clamp(24, 100);
    let styled = |line: &str, style| paragraph(line, width, style);
    let mut lines: Vec<Line> = Vec::new();
    for (n, line) in head(&page).iter().enumerate() {
        lines.extend(styled(line, if n == 1 { Style::Strong } else { Style::Normal }));
    }
    for line in figures(&page, study, width, env.plain) {
        lines.extend(styled(&line, Style::Normal));
    }
    lines.push(Vec::new());
    for line in words::diagnosis(&page.tap) {
        lines.extend(styled(&line, Style::Normal));
    }
    if !page.days.is_empty() {
        lines.push(Vec::new());
        if env.plain {
            let months = heat::months(&page.days);
            lines.extend(months.iter().flat_map(|month| styled(month, Style::Normal)));
        } else {
            lines.extend(heat::year(&page.days, study.now.today, width));
            lines.extend(styled(heat::LEGEND, Style::Faint));
        }
    }
    tell::show(env, &lines)?;
    log(env, &page, width)
}

fn head(page: &Page) -> Vec<String> {
    let (plan, trace) = (&page.tap.plan, &page.tap.trace);
    let place = page.tap.waits.map_or_else(String::new, |place| format!(" (number {place})"));
    let mut lines = vec![
        format!("{}: {}{place}, version {}", plan.name, page.tap.life(), trace.version),
        plan.sentence(),
    ];
    let details = [
        ("for", &plan.goal),
        ("instead of", &plan.instead),
        ("obstacle", &plan.obstacle),
        ("last time", &plan.last),
        ("rehearsed at", &plan.anchor),
    ];
    let said = details.iter().filter(|(_, text)| !text.is_empty());
    lines.extend(said.map(|(name, text)| format!("{name}: {text}")));
    lines.push(String::new());
    lines
}

fn figures(page: &Page, study: &Study, width: usize, plain: bool) -> Vec<String> {
    let trace = &page.tap.trace;
    let room = width.saturating_sub(LABEL + 8).clamp(8, 52);
    let drawn =
        |values: &[_], range| if plain { String::new() } else { line::bars(values, range, room) };
    let label = |name: &str, text: String| format!("{name:<LABEL$}{text}").trim_end().to_owned();
    let mut lines = vec![
        label(
            "strength",
            format!("{:.2}  {}", trace.strength.value(), drawn(&page.strength, (0.0, 1.0))),
        ),
        label("noticed", words::rate(trace.current.notice())),
        label("followed", words::rate(trace.current.follow())),
    ];
    if trace.version > 1 {
        let total = &trace.total;
        let all = format!("fired {} of {} over all versions", total.did, total.opportunities());
        lines.push(label("", all));
    }
    let best =
        if trace.best > trace.streak { format!(" (best {})", trace.best) } else { String::new() };
    lines.push(label("in a row", format!("{}{best}", trace.streak)));
    let ratings: Vec<_> = page.ratings.iter().map(|(day, y)| (*day, f64::from(*y))).collect();
    let rated = trace.course.rating().map_or_else(
        || "not rated yet".to_owned(),
        |rating| format!("{rating} of 7  {}", drawn(&ratings, (1.0, 7.0))),
    );
    lines.push(label("automatic", rated));
    if let Some(curve) = page.curve {
        lines.push(label("", curve_words(&curve)));
    } else if page.ratings.len() >= POINTS {
        lines.push(label("", "the ratings do not rise, so no curve fits them".to_owned()));
    }
    if let Some(standing) = trace.recall.standing() {
        let known = study.recalls_plan(&standing) * 100.0;
        let (stability, difficulty) = (standing.memory.stability(), standing.memory.difficulty());
        lines.push(label(
            "recall",
            format!("{known:.0} % likely now (stability {stability:.1} days, difficulty {difficulty:.1} of 10)"),
        ));
    }
    let rule = page.asked.as_ref().map(|asked| asked.rule.clone()).unwrap_or_default();
    lines.push(label("reminded", words::reminded(&rule)));
    let compared = page.comparison.map(words::compared).unwrap_or_default();
    lines.extend(compared.into_iter().map(|line| label("", line)));
    let days = [("rehearsal", page.tap.rehearsal()), ("look back", trace.check())];
    let in_use = days.iter().filter(|_| page.tap.is_in_use());
    lines.extend(in_use.filter_map(|(name, day)| day.map(|day| label(name, study.now.until(day)))));
    lines
}

/// What the curve says, with the range people really took.
fn curve_words(curve: &Curve) -> String {
    let (low, high) = (RANGE.start(), RANGE.end());
    format!(
        "levels off near {:.1}; 95 % of the way about {} days after the first rating (typically two \
         months; people took {low} to {high} days)",
        curve.a,
        curve.days()
    )
}

fn log(env: &mut Env, page: &Page, width: usize) -> Result<(), Failure> {
    if page.log.is_empty() {
        return Ok(());
    }
    writeln!(env.out, "\nLast outcomes")?;
    for entry in &page.log {
        let logged = &entry.logged;
        let moment = rfc3339(logged.key.at, logged.offset);
        let time = moment.get(11..16).unwrap_or_default();
        let times = if logged.times > 1 { format!(" ×{}", logged.times) } else { String::new() };
        let version =
            if page.tap.trace.version > 1 { format!(" v{}", entry.version) } else { String::new() };
        let line = format!(
            "  {} {time}  {:<7}{times}{version}  {}",
            logged.key.day, logged.kind, logged.note
        );
        writeln!(env.out, "{}", harmless(&one_line_kept(&line, width)))?;
    }
    Ok(())
}

/// Cuts a line at the width without closing up its columns.
fn one_line_kept(line: &str, width: usize) -> String {
    let line = line.trim_end();
    if line.chars().count() <= width {
        return line.to_owned();
    }
    let head: String = line.chars().take(30).collect();
    let rest: String = line.chars().skip(30).collect();
    head + &one_line(&rest, width.saturating_sub(30).max(4))
}
