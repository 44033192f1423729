//! `rat walk`: a technique on a problem of one's own, step by step.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::app::technique::{self, Technique};
use crate::app::{Error, Study, walk};
use crate::domain::text::count;
use crate::domain::walk::artefact::Artefact;
use crate::domain::walk::read::Stand;
use crate::domain::walk::{Mode, State};
use crate::storage::db::run::Run;
use crate::storage::decks::{answers, exchange};
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::json;
use crate::ui::term::ask;
use crate::ui::term::tell::tell;
use crate::ui::walk::lead::lead;
use crate::ui::walk::{asking, page};

/// What is said before the first walk of all: nothing here replaces people.
const FRAME: &str = "You need not change anything; if no answer feels right, act on none of them. \
    CFAR wrote these techniques up for people who had been to a workshop; how they work for somebody \
    alone is not known. This is no treatment. Stop whenever you like: every answer is kept.";

#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "four independent switches of a command line")]
#[command(after_help = "Typed in place of an answer: :b goes back, :s skips, :n TEXT notes, \
    :p pauses, :h shows a hint, :q leaves it for now.")]
pub(super) struct Options {
    /// The technique: any unambiguous beginning of its name; left out, rat asks what the trouble is
    technique: Option<String>,
    /// learn explains every step, run says only what is needed, recall has you name each step first
    #[arg(long, default_value = "run")]
    mode: Mode,
    /// Begin anew, though a run of this technique is open
    #[arg(long)]
    new: bool,
    /// Take the answers from a file
    #[arg(long, value_name = "FILE", conflicts_with = "template")]
    answers: Option<PathBuf>,
    /// Go on with the open run of this technique without asking
    #[arg(long, conflicts_with = "new")]
    resume: bool,
    /// Take the other's side of a disagreement from the file that rat journal exchange wrote for them
    #[arg(long, value_name = "FILE", conflicts_with_all = ["answers", "template"])]
    theirs: Option<PathBuf>,
    /// Print an empty file of answers
    #[arg(long)]
    template: bool,
    /// Show every technique that can be walked, with the trouble it is for
    #[arg(long, conflicts_with = "technique")]
    list: bool,
}

impl Options {
    /// Walks a technique from its beginning, as the short cuts do.
    pub(super) fn short(technique: &str) -> Self {
        let technique = Some(technique.to_owned());
        let (resume, template, list) = (false, false, false);
        let (answers, theirs, new) = (None, None, true);
        Self { technique, mode: Mode::Run, new, answers, resume, theirs, template, list }
    }
}

pub(super) fn run(env: &mut Env, options: &Options) -> Result<(), Failure> {
    let decks = env.decks_path();
    if options.list {
        return list(env, &decks);
    }
    let name = match &options.technique {
        Some(name) => name.clone(),
        None if env.interactive && !env.json => return ask_trouble(env, options),
        None => {
            return Err(Failure::usage("which technique?").hint("rat walk --list shows them all"));
        }
    };
    let technique = technique::find(&decks, &name).map_err(|error| env.explain(error))?;
    if options.template {
        write!(env.out, "{}", answers::template(&technique.name, &technique.walk))?;
        return Ok(());
    }
    let study = env.study()?;
    if let Some(file) = &options.answers {
        let open = walk::open(&study, Some(&technique.name)).map_err(|error| env.explain(error))?;
        let open = open.into_iter().next().filter(|_| options.resume);
        return replay(env, &study, &technique, (file, options.mode, open));
    }
    if !env.interactive || env.json {
        return Err(Failure::refused("a walk needs a terminal to ask and to listen").hint(
            format!(
                "rat walk {0} --template shows what to answer, --answers FILE answers it",
                technique.name
            ),
        ));
    }
    let theirs = options.theirs.as_deref().map(theirs).transpose()?;
    let run = resume(env, &study, &technique, options)?;
    lead(env, &study, &technique, &run, theirs.as_ref())
}

/// Reads the other's side of a disagreement.
fn theirs(file: &Path) -> Result<exchange::Table, Failure> {
    let text = fs::read_to_string(file)
        .map_err(|error| Failure::refused(format!("{}: {error}", file.display())))?;
    exchange::read(&text)
        .map_err(|problem| Failure::usage(format!("{}: {problem}", file.display())))
}

fn list(env: &mut Env, decks: &Path) -> Result<(), Failure> {
    let names = technique::names(decks).map_err(|error| env.explain(error))?;
    if env.json {
        return env.print_json(&names);
    }
    for name in names {
        let technique = technique::find(decks, &name).map_err(|error| env.explain(error))?;
        let minutes = count(technique.walk.minutes.into(), "minute");
        tell(env, &format!("{name} ({minutes}): {}", technique.walk.trouble))?;
    }
    Ok(())
}

/// Goes on with an open run, or asks what the trouble is.
fn ask_trouble(env: &mut Env, options: &Options) -> Result<(), Failure> {
    let decks = env.decks_path();
    let study = env.study()?;
    let names = technique::names(&decks).map_err(|error| env.explain(error))?;
    let mut items = Vec::new();
    let open = walk::open(&study, None).map_err(|error| env.explain(error))?;
    let today = study.now.today;
    let awake: Vec<&Run> =
        open.iter().filter(|run| run.rests.is_none_or(|until| until <= today)).collect();
    for run in &awake {
        items.push(begun(&study, &decks, run).map_err(|error| env.explain(error))?);
    }
    let mut techniques = Vec::new();
    for name in &names {
        let technique = technique::find(&decks, name).map_err(|error| env.explain(error))?;
        items.push(technique.walk.trouble.clone());
        techniques.push(technique);
    }
    if items.is_empty() {
        return Err(Failure::refused("no deck on the shelf states a walk"));
    }
    let chosen = ask::choice(env, "What is the trouble?", &items, 0)?;
    match (awake.get(chosen), chosen.checked_sub(awake.len())) {
        (Some(run), _) => {
            let technique =
                technique::find(&decks, &run.technique).map_err(|error| env.explain(error))?;
            lead(env, &study, &technique, run, None)
        }
        (None, at) => {
            let technique = at.and_then(|at| techniques.into_iter().nth(at));
            let technique = technique.ok_or_else(Failure::interrupted)?;
            let run = resume(env, &study, &technique, options)?;
            lead(env, &study, &technique, &run, None)
        }
    }
}

/// Says which run this is: in the user's own words, unless they are nobody else's business.
fn begun(study: &Study, decks: &Path, run: &Run) -> Result<String, Error> {
    let technique = technique::find(decks, &run.technique)?;
    let own = match walk::reading(study, &technique, run.thing)?.stand {
        Stand::Asks(question) if !run.private => question.pinned.join(" · "),
        Stand::Asks(_) | Stand::Waits(_) | Stand::Ends => String::new(),
    };
    let own = if own.is_empty() { own } else { format!(": {own}") };
    Ok(format!("go on with {}{own}, begun {}", technique.title, run.began.long()))
}

/// Finds an open run to go on with, or begins a new one.
fn resume(
    env: &mut Env,
    study: &Study,
    technique: &Technique,
    options: &Options,
) -> Result<Run, Failure> {
    let open = walk::open(study, Some(&technique.name)).map_err(|error| env.explain(error))?;
    if let Some(run) = open.into_iter().next().filter(|_| !options.new) {
        let question = format!("You began this on {}. Go on there?", run.began.long());
        if options.resume || ask::confirm(env, &question, true)? {
            return Ok(run);
        }
    }
    let first = walk::runs(study).map_err(|error| env.explain(error))?.is_empty();
    if first {
        tell(env, FRAME)?;
        writeln!(env.out)?;
    }
    let minutes = count(technique.walk.minutes.into(), "minute");
    tell(
        env,
        &format!(
            "{}, about {minutes}. How far to trust it: {}.",
            technique.title, technique.standing
        ),
    )?;
    tell(env, &technique.walk.opening)?;
    // Where one key answers, every screen names its keys.
    let one_key = technique.walk.one_key && options.mode == Mode::Run && !env.plain;
    if !one_key {
        tell(env, asking::HELP)?;
    }
    walk::begin(study, technique, options.mode).map_err(|error| env.explain(error))
}

/// Walks with the answers of a file.
fn replay(
    env: &mut Env,
    study: &Study,
    technique: &Technique,
    (file, mode, open): (&Path, Mode, Option<Run>),
) -> Result<(), Failure> {
    let text = fs::read_to_string(file)
        .map_err(|error| Failure::refused(format!("{}: {error}", file.display())))?;
    let given = answers::read(&text, &technique.walk, &technique.library, study.now.today)
        .map_err(|problem| Failure::usage(format!("{}: {problem}", file.display())))?;
    let (run, reading) =
        walk::replay(study, technique, (mode, open), &given).map_err(|error| env.explain(error))?;
    let run = match reading.stand {
        Stand::Ends => {
            walk::finish(study, technique, run.thing).map_err(|error| env.explain(error))?.run
        }
        Stand::Asks(_) | Stand::Waits(_) => run,
    };
    if env.json {
        return env.print_json(&json::walk::Walked::of(&run, &reading));
    }
    match &reading.stand {
        Stand::Ends => tell(env, &format!("Walked {} to its end.", technique.name))?,
        Stand::Waits(until) => tell(env, &format!("It rests until {until}."))?,
        Stand::Asks(question) => {
            tell(env, &format!("It goes on at {}: {}", question.place, question.step.ask))?;
        }
    }
    let yields: Vec<&Artefact> = reading.artefacts.iter().map(|(_, artefact)| artefact).collect();
    if yields.is_empty() && run.state == State::Done {
        tell(env, &technique.walk.nothing)?;
    }
    for artefact in yields {
        tell(env, &format!("- {}", page::artefact(artefact)))?;
    }
    Ok(())
}
