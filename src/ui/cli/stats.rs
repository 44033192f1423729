//! `rat stats`: what was done, how well, and what is coming.

use std::io::Write as _;

use crate::app::stats::{Stats, stats};
use crate::domain::stats::activity::Activity;
use crate::domain::text::count;
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::json::Statistics;

pub(super) fn run(env: &mut Env) -> Result<(), Failure> {
    let study = env.study()?;
    let stats = stats(&study).map_err(|error| env.explain(error))?;
    if env.json {
        return env.print_json(&Statistics::of(study.now, &stats));
    }
    for line in lines(&stats) {
        writeln!(env.out, "{line}")?;
    }
    Ok(())
}

fn lines(stats: &Stats) -> Vec<String> {
    let sorts = stats.sorts;
    let month: Activity = stats.days.iter().map(|(_, activity)| *activity).sum();
    let week: u64 = stats.forecast.iter().take(7).sum();
    let all: u64 = stats.forecast.iter().sum();
    let (new, young, mature) = (sorts.new, sorts.young, sorts.mature);
    let mut lines = vec![
        format!("streak     {}", count(stats.streak.into(), "day")),
        format!("today      {}", did(&stats.today)),
        format!("30 days    {}", did(&month)),
        format!("ever       {}", did(&stats.total)),
        format!("cards      {new} new, {young} young, {mature} mature"),
        format!("coming     {week} within 7 days, {all} within 30"),
    ];
    if sorts.suspended + sorts.leeches > 0 {
        lines.push(format!("aside      {} suspended, {} leeches", sorts.suspended, sorts.leeches));
    }
    lines
}

fn did(activity: &Activity) -> String {
    let recall = activity
        .recall_rate()
        .map_or_else(String::new, |rate| format!(", {:.0} % recalled", rate * 100.0));
    let minutes = activity.took / 60_000;
    let (reviews, introduced) = (activity.reviews, activity.introduced);
    format!("{reviews} reviews, {introduced} new{recall}, {minutes} min")
}
