//! `rat journal`: walks looked back at.

mod export;

use std::io::Write as _;

use std::path::PathBuf;

use clap::Subcommand;

use crate::app::technique::{self, Technique};
use crate::app::{Study, walk};
use crate::domain::text::{count, harmless};
use crate::domain::walk::State;
use crate::domain::walk::read::Reading;
use crate::domain::word::words;
use crate::storage::db::run::Run;
use crate::storage::decks::exchange;
use crate::ui::chart::graph::Graph;
use crate::ui::chart::network::Network;
use crate::ui::chart::svg::svg;
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::json;
use crate::ui::term::screen::Screen;
use crate::ui::term::tell;
use crate::ui::walk::page::{self, Way};

#[derive(Subcommand)]
pub(super) enum Action {
    /// Show every run, the latest first
    List {
        /// Only those of this technique
        #[arg(long, short)]
        technique: Option<String>,
    },
    /// Show a run as readable Markdown
    Show {
        /// Its number; the latest, if none is given
        run: Option<i64>,
    },
    /// Write runs as Markdown, with their graphs; private ones only if they are named
    Export {
        /// Their numbers; all that are not private, if none is given
        runs: Vec<i64>,
        /// The folder to write one file each into; left out, all go to standard output
        #[arg(long, short, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Write your side of a double crux down for the other, who reads it with rat walk --theirs
    Exchange {
        /// The run's number; the latest, if none is given
        run: Option<i64>,
    },
    /// Draw the links of a run: which goals each way serves, what causes what
    Graph {
        /// Its number; the latest, if none is given
        run: Option<i64>,
        /// text, dot (Graphviz), mermaid or svg (a picture)
        #[arg(long, default_value = "text")]
        format: Language,
    },
    /// Give up an open run; its answers are kept
    Abandon {
        /// Its number
        run: i64,
        /// Why
        #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
        reason: String,
    },
}

words! {
    /// The languages a graph can be written in.
    Language, "language of graphs":
    /// A matrix of characters.
    Text = "text",
    /// The DOT language of Graphviz.
    Dot = "dot",
    /// Mermaid, as many note-taking programs draw it.
    Mermaid = "mermaid",
    /// A picture that every browser shows.
    Svg = "svg",
}

pub(super) fn run(env: &mut Env, action: &Action) -> Result<(), Failure> {
    let study = env.study()?;
    match action {
        Action::List { technique } => list(env, &study, technique.as_deref()),
        Action::Show { run } => {
            let run = latest(env, &study, *run)?;
            show(env, &study, run)
        }
        Action::Export { runs, out } => export::run(env, &study, runs, out.as_deref()),
        Action::Exchange { run } => {
            let run = latest(env, &study, *run)?;
            let (run, technique, reading) = read(env, &study, run)?;
            let side = exchange::write(&run.technique, &technique.walk, &reading.known);
            Ok(write!(env.out, "{}", harmless(&side))?)
        }
        Action::Graph { run, format } => {
            let run = latest(env, &study, *run)?;
            graph(env, &study, run, *format)
        }
        Action::Abandon { run, reason } => {
            let run = walk::abandon(&study, *run, reason).map_err(|error| env.explain(error))?;
            if env.json {
                return env.print_json(&json::walk::Run::of(&run));
            }
            writeln!(env.out, "Given up: {}. Its answers are kept.", run.technique)?;
            Ok(())
        }
    }
}

/// The run that is meant: the named one, or the latest.
fn latest(env: &Env, study: &Study, run: Option<i64>) -> Result<i64, Failure> {
    if let Some(run) = run {
        return Ok(run);
    }
    let runs = walk::runs(study).map_err(|error| env.explain(error))?;
    let latest = runs.first().map(|run| run.thing);
    latest.ok_or_else(|| {
        Failure::refused("there is no walk yet").hint("rat walk asks what the trouble is")
    })
}

fn list(env: &mut Env, study: &Study, technique: Option<&str>) -> Result<(), Failure> {
    let mut runs = walk::runs(study).map_err(|error| env.explain(error))?;
    runs.retain(|run| technique.is_none_or(|name| run.technique.starts_with(name)));
    if env.json {
        return env.print_json(&runs.iter().map(json::walk::Run::of).collect::<Vec<_>>());
    }
    if runs.is_empty() {
        writeln!(env.out, "No walk yet. rat walk asks what the trouble is.")?;
    }
    for run in &runs {
        writeln!(env.out, "{}", harmless(&line(run)))?;
    }
    Ok(())
}

fn line(run: &Run) -> String {
    let private = if run.private { ", private" } else { "" };
    let rests = run.rests.filter(|_| run.state == State::Open);
    let rests = rests.map_or_else(String::new, |until| format!(", rests until {until}"));
    let answers = count(run.answers.into(), "answer");
    format!(
        "{:>3}  {}  {:<9}  {}, {answers}{rests}{private}",
        run.thing, run.last, run.state, run.technique
    )
}

/// Reads a run with its technique, as far as its answers go.
pub(super) fn read(
    env: &Env,
    study: &Study,
    run: i64,
) -> Result<(Run, Technique, Reading), Failure> {
    let run = walk::at(study, run).map_err(|error| env.explain(error))?;
    let technique =
        technique::find(&env.decks_path(), &run.technique).map_err(|error| env.explain(error))?;
    let reading =
        walk::reading(study, &technique, run.thing).map_err(|error| env.explain(error))?;
    Ok((run, technique, reading))
}

fn graph(env: &mut Env, study: &Study, run: i64, language: Language) -> Result<(), Failure> {
    let (run, technique, reading) = read(env, study, run)?;
    if env.json {
        return env.print_json(&json::walk::Walked::of(&run, &reading));
    }
    let graphs: Vec<Graph<'_>> =
        reading.artefacts.iter().filter_map(|(_, yielded)| Graph::of(yielded)).collect();
    let (columns, _) = if env.plain { (80, 0) } else { Screen::size() };
    if graphs.is_empty() {
        writeln!(env.out, "This walk links nothing.")?;
        return Ok(());
    }
    let drawn: Vec<String> = match language {
        Language::Svg => {
            let title = format!("{}, {}", technique.title, run.last);
            vec![svg(&Network::of(&graphs), &title)]
        }
        Language::Text => {
            let matrix = |graph: &Graph<'_>| graph.matrix(columns.clamp(30, 120)).join("\n") + "\n";
            graphs.iter().map(matrix).collect()
        }
        Language::Dot => graphs.iter().map(Graph::dot).collect(),
        Language::Mermaid => graphs.iter().map(Graph::mermaid).collect(),
    };
    write!(env.out, "{}", harmless(&drawn.join("\n")))?;
    Ok(())
}

fn show(env: &mut Env, study: &Study, run: i64) -> Result<(), Failure> {
    let (run, technique, reading) = read(env, study, run)?;
    if env.json {
        return env.print_json(&json::walk::Walked::of(&run, &reading));
    }
    let text = page::markdown(&run, &technique, &reading, Way { whole: true, escaped: false });
    if env.plain {
        return Ok(write!(env.out, "{}", harmless(&text))?);
    }
    let (columns, _) = Screen::size();
    tell::show(env, &page::lines(&text, &reading, columns.min(100)))
}
