//! `rat stats`: what was done, how well, and what is coming.

use std::io::Write as _;

use clap::{Args, ValueEnum};

use crate::app::stats::cards::Cards;
use crate::app::stats::{Scope, calibration, cards, spent, taps, techniques, walks};
use crate::app::{Study, deck, tap, workload};
use crate::domain::stats::activity::Activity;
use crate::domain::text::count;
use crate::domain::time::StudyDay;
use crate::domain::when::since;
use crate::ui::chart::figure::Figure;
use crate::ui::chart::{table, terminal};
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::figures;
use crate::ui::json::foreseen::Load;
use crate::ui::json::stats as json;
use crate::ui::term::screen::Screen;
use crate::ui::term::tell;

#[derive(Args)]
pub(super) struct Options {
    /// What to look at; without it, the most telling of everything
    #[arg(value_enum)]
    part: Option<Part>,
    /// Look back to this day: 2026-01-31, 90d, 12w, all; a year unless you say otherwise
    #[arg(long, value_name = "DAY")]
    since: Option<String>,
    /// Only the cards of this deck, or the walks of its technique
    #[arg(long)]
    deck: Option<String>,
    /// Only this plan
    #[arg(long, conflicts_with = "deck")]
    tap: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// How well cards are remembered
    Cards,
    /// How well plans hold
    Taps,
    /// What walks were done, and what they changed
    Walks,
    /// What was foreseen against what happened
    Calibration,
    /// What each desired retention would cost
    Workload,
}

pub(super) fn run(env: &mut Env, options: &Options) -> Result<(), Failure> {
    let study = env.study()?;
    let scope = scope(env, &study, options)?;
    let part = match options.part {
        None if scope.deck.is_some() => Some(Part::Cards),
        None if scope.tap.is_some() => Some(Part::Taps),
        part => part,
    };
    if env.json {
        let shown = gather(env, &study, scope, part)?;
        return env.print_json(&shown);
    }
    match part {
        None => overview(env, &study, scope),
        Some(Part::Cards) => of_cards(env, &study, scope),
        Some(Part::Taps) => of_taps(env, &study, scope),
        Some(Part::Walks) => of_walks(env, &study, scope),
        Some(Part::Calibration) => of_calibration(env, &study, scope),
        Some(Part::Workload) => of_workload(env, &study, scope),
    }
}

fn scope(env: &Env, study: &Study, options: &Options) -> Result<Scope, Failure> {
    let mut scope = Scope::year(study.now.today);
    if let Some(text) = &options.since {
        scope.since = since(text, study.now).map_err(|error| Failure::usage(error.to_string()))?;
    }
    if let Some(name) = &options.deck {
        scope.deck = Some(deck::find(study, name).map_err(|error| env.explain(error))?.row);
    }
    if let Some(name) = &options.tap {
        scope.tap = Some(tap::find(&study.db, name).map_err(|error| env.explain(error))?);
    }
    let without_plans = matches!(options.part, Some(Part::Cards | Part::Walks | Part::Workload));
    let without_cards = matches!(options.part, Some(Part::Taps));
    if scope.tap.is_some() && without_plans || scope.deck.is_some() && without_cards {
        let said = "--deck is about cards and walks, --tap about plans";
        return Err(Failure::usage(said).hint("rat stats cards --deck D · rat stats taps --tap T"));
    }
    Ok(scope)
}

/// Draws a figure, or tells it as a table on a plain terminal.
pub(super) fn show(env: &mut Env, figure: &Figure) -> Result<(), Failure> {
    writeln!(env.out)?;
    let columns = width(env);
    if !env.plain {
        return tell::show(env, &terminal::draw(figure, columns));
    }
    writeln!(env.out, "{}", figure.title)?;
    writeln!(env.out, "{}", figure.about)?;
    if figure.table.rows.is_empty() {
        writeln!(env.out, "Nothing yet.")?;
    }
    for line in table::lines(&figure.table, columns) {
        writeln!(env.out, "{line}")?;
    }
    Ok(())
}

/// The columns there are for a figure.
fn width(env: &Env) -> usize {
    let (columns, _) = if env.interactive { Screen::size() } else { (80, 0) };
    columns.clamp(40, 200)
}

/// The timed answers below which the usual length of an answer counts for the most.
const MEASURED: u32 = 50;

fn show_all(env: &mut Env, figures: &[Figure]) -> Result<(), Failure> {
    figures.iter().try_for_each(|figure| show(env, figure))
}

fn overview(env: &mut Env, study: &Study, scope: Scope) -> Result<(), Failure> {
    let today = study.now.today;
    let seen = cards::cards(study, scope).map_err(|error| env.explain(error))?;
    let lived = taps::taps(study, scope).map_err(|error| env.explain(error))?;
    let practised = techniques::techniques(study, scope).map_err(|error| env.explain(error))?;
    for (lead, said) in lines(&seen, today) {
        tell::tell_item(env, lead, &said)?;
    }
    let begun = practised.iter().any(|one| one.known > 0.0 || one.weeks > 0);
    let figures = [
        figures::cards::year(&seen, today),
        figures::cards::retention(&seen),
        figures::cards::forecast(&seen, today),
        figures::taps::year(&lived, today),
        figures::taps::plans(&lived),
    ];
    let mut telling: Vec<Figure> =
        figures.into_iter().filter(|figure| !figure.is_empty()).collect();
    if begun {
        telling.push(figures::practice::techniques(&practised));
    }
    show_all(env, &telling)?;
    if telling.is_empty() {
        return tell::tell(env, "\nNothing to look back on yet. rat review makes a start.");
    }
    if !env.quiet {
        tell::tell(
            env,
            "\nMore: rat stats cards, taps, walks, calibration or workload; rat report",
        )?;
    }
    Ok(())
}

fn of_cards(env: &mut Env, study: &Study, scope: Scope) -> Result<(), Failure> {
    let today = study.now.today;
    let seen = cards::cards(study, scope).map_err(|error| env.explain(error))?;
    let spent = spent::spent(study, scope).map_err(|error| env.explain(error))?;
    for (lead, said) in lines(&seen, today) {
        tell::tell_item(env, lead, &said)?;
    }
    show_all(
        env,
        &[
            figures::cards::year(&seen, today),
            figures::cards::retention(&seen),
            figures::cards::forecast(&seen, today),
            figures::cards::stability(&seen),
            figures::cards::difficulty(&seen),
            figures::practice::time(&spent),
        ],
    )
}

fn of_taps(env: &mut Env, study: &Study, scope: Scope) -> Result<(), Failure> {
    let lived = taps::taps(study, scope).map_err(|error| env.explain(error))?;
    if lived.plans.is_empty() {
        return tell::tell(env, "No plan yet. rat tap new makes one.");
    }
    show_all(
        env,
        &[
            figures::taps::plans(&lived),
            figures::taps::year(&lived, study.now.today),
            figures::taps::ends(&lived),
            figures::taps::strength(&lived),
            figures::taps::automaticity(&lived),
        ],
    )
}

fn of_walks(env: &mut Env, study: &Study, scope: Scope) -> Result<(), Failure> {
    let folder = env.decks_path();
    let walked = walks::walks(study, &folder, scope).map_err(|error| env.explain(error))?;
    let practised = techniques::techniques(study, scope).map_err(|error| env.explain(error))?;
    if walked.runs.is_empty() {
        tell::tell(env, "No walk yet. rat walk asks what the trouble is.")?;
    }
    detailed(env, &figures::walks::done(&walked))?;
    detailed(env, &figures::walks::changes(&walked))?;
    show(env, &figures::practice::techniques(&practised))
}

fn of_calibration(env: &mut Env, study: &Study, scope: Scope) -> Result<(), Failure> {
    let foreseen = calibration::calibration(study, scope).map_err(|error| env.explain(error))?;
    for line in figures::calibration::words(&foreseen) {
        tell::tell(env, &line)?;
    }
    detailed(env, &figures::calibration::calibration(&foreseen))
}

fn of_workload(env: &mut Env, study: &Study, scope: Scope) -> Result<(), Failure> {
    let found = workload::workload(study, scope.deck).map_err(|error| env.explain(error))?;
    let minutes = figures::workload::minutes(&found);
    if found.measured < MEASURED {
        let said = "Few of your answers were timed yet, so their usual length counts for the most.";
        tell::tell(env, said)?;
    }
    if !env.plain {
        // Both have the same table.
        show(env, &figures::workload::remembered(&found))?;
    }
    detailed(env, &minutes)
}

/// Draws a figure with its numbers below it.
fn detailed(env: &mut Env, figure: &Figure) -> Result<(), Failure> {
    show(env, figure)?;
    if env.plain || figure.table.rows.is_empty() {
        return Ok(());
    }
    writeln!(env.out)?;
    let lines = table::lines(&figure.table, width(env).min(100));
    lines.iter().try_for_each(|line| tell::tell(env, line))
}

/// What was asked for, as data.
fn gather(
    env: &Env,
    study: &Study,
    scope: Scope,
    part: Option<Part>,
) -> Result<json::Statistics, Failure> {
    let mut shown = json::Statistics::of(study, scope);
    let wants = |one: Part| part.is_none() || part == Some(one);
    let explain = |error| env.explain(error);
    if wants(Part::Cards) {
        let seen = cards::cards(study, scope).map_err(explain)?;
        shown.cards = Some(json::Cards::of(&seen, study.now.today));
        let spent = spent::spent(study, scope).map_err(explain)?;
        shown.time = Some(spent.iter().map(json::Week::from).collect());
    }
    if wants(Part::Taps) {
        shown.taps = Some((&taps::taps(study, scope).map_err(explain)?).into());
    }
    if wants(Part::Walks) {
        let walked = walks::walks(study, &env.decks_path(), scope).map_err(explain)?;
        shown.walks = Some((&walked).into());
        let practised = techniques::techniques(study, scope).map_err(explain)?;
        shown.techniques = Some(practised.iter().map(json::Practised::from).collect());
    }
    if part == Some(Part::Workload) {
        let found = workload::workload(study, scope.deck).map_err(explain)?;
        shown.workload = Some(found.loads.iter().map(Load::from).collect());
    }
    if wants(Part::Calibration) {
        let foreseen = calibration::calibration(study, scope).map_err(explain)?;
        shown.calibration = Some((&foreseen).into());
    }
    Ok(shown)
}

/// The figures in words that stand above the charts, each with its name.
fn lines(cards: &Cards, today: StudyDay) -> Vec<(&'static str, String)> {
    let sorts = cards.sorts;
    let month = cards.days.iter().filter(|(day, _)| today.since(*day) < 30);
    let month: Activity = month.map(|(_, activity)| *activity).sum();
    let week: u64 = cards.forecast.iter().take(7).sum();
    let all: u64 = cards.forecast.iter().sum();
    let (new, young, mature) = (sorts.new, sorts.young, sorts.mature);
    let mut lines = vec![
        ("streak     ", count(cards.streak.into(), "day")),
        ("today      ", did(&cards.today)),
        ("30 days    ", did(&month)),
        ("ever       ", did(&cards.total)),
        ("cards      ", format!("{new} new, {young} young, {mature} mature")),
        ("coming     ", format!("{week} within 7 days, {all} within 30")),
    ];
    if sorts.suspended + sorts.leeches > 0 {
        let leeches = if sorts.leeches == 1 { "leech" } else { "leeches" };
        let said = format!("{} suspended, {} {leeches}", sorts.suspended, sorts.leeches);
        lines.push(("aside      ", said));
    }
    lines
}

fn did(activity: &Activity) -> String {
    let recall = activity
        .retention()
        .share()
        .map_or_else(String::new, |rate| format!(", {:.0} % recalled", rate * 100.0));
    let minutes = activity.took / 60_000;
    let reviews = count(activity.reviews.unsigned_abs(), "review");
    format!("{reviews}, {} new{recall}, {minutes} min", activity.introduced)
}
