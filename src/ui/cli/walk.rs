//! `rat walk`: a technique on a problem of one's own, step by step.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::app::technique::{self, Technique};
use crate::app::{Error, Study, walk};
use crate::domain::text::{count, harmless};
use crate::domain::walk::answer::Answer;
use crate::domain::walk::read::{Artefact, Question, Reading, Stand};
use crate::domain::walk::{Mode, State, recall_place};
use crate::storage::db::run::Run;
use crate::storage::decks::answers;
use crate::ui::chart::graph::Graph;
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::json;
use crate::ui::term::ask;
use crate::ui::term::screen::Screen;
use crate::ui::term::tell::tell;
use crate::ui::walk::asking::{self, Said};
use crate::ui::walk::page;

/// What is said before the first walk of all: nothing here replaces people.
const FRAME: &str = "Nothing here obliges you to change; if every answer feels wrong, do none of them. \
    CFAR wrote these techniques up for people who had been to a workshop; how they work for somebody \
    alone is not known. This is no treatment. Stop whenever you like: every answer is kept.";

#[derive(Args)]
#[command(
    after_help = "Typed in place of an answer: :b goes back, :s skips, :q leaves it for now, \
    :h shows a hint."
)]
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
        let (answers, template, list) = (None, false, false);
        Self { technique, mode: Mode::Run, new: true, answers, template, list }
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
        return replay(env, &study, &technique, (file, options.mode));
    }
    if !env.interactive || env.json {
        return Err(Failure::refused("a walk needs a terminal to ask and to listen").hint(
            format!(
                "rat walk {0} --template shows what to answer, --answers FILE answers it",
                technique.name
            ),
        ));
    }
    let run = resume(env, &study, &technique, options)?;
    lead(env, &study, &technique, &run)
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
        items.push(format!("go on with {}, begun {}", run.technique, run.began.long()));
    }
    let mut techniques = Vec::new();
    for name in &names {
        let technique = technique::find(&decks, name).map_err(|error| env.explain(error))?;
        items.push(format!("{} ({})", technique.walk.trouble, technique.title));
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
            lead(env, &study, &technique, run)
        }
        (None, at) => {
            let technique = at.and_then(|at| techniques.into_iter().nth(at));
            let technique = technique.ok_or_else(Failure::interrupted)?;
            let run = resume(env, &study, &technique, options)?;
            lead(env, &study, &technique, &run)
        }
    }
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
        if ask::confirm(env, &question, true)? {
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
    tell(env, asking::HELP)?;
    walk::begin(study, technique, options.mode).map_err(|error| env.explain(error))
}

/// Leads through a run until its end, or until the user leaves.
fn lead(env: &mut Env, study: &Study, technique: &Technique, run: &Run) -> Result<(), Failure> {
    let mut reading = read(env, study, technique, run)?;
    let mut withdrawn: Option<(String, Answer)> = None;
    loop {
        let mut question = match &reading.stand {
            Stand::Ends => return finish(env, study, technique, run),
            Stand::Waits(until) => {
                let until = until.long();
                return tell(
                    env,
                    &format!("It rests until {until}; then rat walk goes on with it."),
                );
            }
            Stand::Asks(question) => question.clone(),
        };
        if run.mode == Mode::Recall {
            recall(env, study, run, &question)?;
        }
        if let Some((place, answer)) = withdrawn.take()
            && place == question.place
        {
            question.before = Some(answer);
        }
        let learn = run.mode == Mode::Learn;
        let said = asking::ask(env, &question, learn)?;
        reading = match said {
            Said::Leave => {
                return tell(env, "Left as it is; every answer is kept. rat walk goes on with it.");
            }
            Said::Back => {
                let last = reading.passed.last();
                withdrawn = last.map(|passed| (passed.place.clone(), passed.answer.clone()));
                back(env, study, technique, (run, &reading))?
            }
            Said::Skip => keep(env, study, technique, (run, &reading), Answer::Skipped)?,
            Said::Answer(answer) => keep(env, study, technique, (run, &reading), answer)?,
        };
    }
}

/// Lets the user name the next step before it is shown, once for each step.
fn recall(env: &mut Env, study: &Study, run: &Run, question: &Question) -> Result<(), Failure> {
    let known = walk::recalls(study, run.thing).map_err(|error| env.explain(error))?;
    if question.name.is_empty() || known.iter().any(|(name, _)| *name == question.name) {
        return Ok(());
    }
    writeln!(env.out)?;
    ask::text(env, "Which step comes next?", "")?;
    tell(env, &format!("It is: {}.", question.name))?;
    let named = ask::confirm(env, "Is that what you said?", true)?;
    let place = recall_place(&question.name);
    walk::give(study, run.thing, &place, &Answer::Yes(named)).map_err(|error| env.explain(error))
}

fn read(env: &Env, study: &Study, technique: &Technique, run: &Run) -> Result<Reading, Failure> {
    walk::reading(study, technique, run.thing).map_err(|error| env.explain(error))
}

/// Keeps an answer; one that does not suit is explained, and asked for again.
fn keep(
    env: &mut Env,
    study: &Study,
    technique: &Technique,
    (run, before): (&Run, &Reading),
    answer: Answer,
) -> Result<Reading, Failure> {
    match walk::answer(study, technique, run.thing, answer) {
        Ok(reading) => Ok(reading),
        Err(error @ Error::Answer(_)) => {
            tell(env, &format!("{error}."))?;
            Ok(before.clone())
        }
        Err(error) => Err(env.explain(error)),
    }
}

/// Asks the question before again; its new answer takes the old one's place, and both are kept.
fn back(
    env: &mut Env,
    study: &Study,
    technique: &Technique,
    (run, reading): (&Run, &Reading),
) -> Result<Reading, Failure> {
    let Some(last) = reading.passed.last() else {
        tell(env, "This is the first question.")?;
        return Ok(reading.clone());
    };
    // Taking the answer back is itself a fact, so the old one stays in the log.
    walk::retract(study, run.thing, &last.place).map_err(|error| env.explain(error))?;
    read(env, study, technique, run)
}

fn finish(env: &mut Env, study: &Study, technique: &Technique, run: &Run) -> Result<(), Failure> {
    let finished = walk::finish(study, technique, run.thing).map_err(|error| env.explain(error))?;
    writeln!(env.out)?;
    if let Some(rating) = finished.graded.filter(|_| run.mode == Mode::Recall) {
        tell(env, &format!("The steps: {}.", rating.word()))?;
    }
    if finished.made.is_empty() {
        return tell(env, &technique.walk.nothing);
    }
    tell(env, "What came of it:")?;
    for (artefact, name) in &finished.made {
        let name = name.as_ref().map_or_else(String::new, |name| format!(" [{name}]"));
        tell(env, &format!("- {}{name}", page::artefact(artefact)))?;
        if let Artefact::Graph { from, to, links, most } = artefact {
            let (columns, _) = if env.plain { (80, 0) } else { Screen::size() };
            let graph = Graph { from: from.into(), to: to.into(), links, most: *most };
            for line in graph.matrix(columns.clamp(30, 100)) {
                writeln!(env.out, "  {}", harmless(&line))?;
            }
        }
    }
    tell(env, &format!("Read it again: rat journal show {}", finished.run.thing))
}

/// Walks with the answers of a file.
fn replay(
    env: &mut Env,
    study: &Study,
    technique: &Technique,
    (file, mode): (&Path, Mode),
) -> Result<(), Failure> {
    let text = fs::read_to_string(file)
        .map_err(|error| Failure::refused(format!("{}: {error}", file.display())))?;
    let given = answers::read(&text, &technique.walk, &technique.library, study.now.today)
        .map_err(|problem| Failure::usage(format!("{}: {problem}", file.display())))?;
    let (run, reading) =
        walk::replay(study, technique, mode, &given).map_err(|error| env.explain(error))?;
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
            tell(env, &format!("It goes on at {}: {}", question.place, question.ask))?;
        }
    }
    let yields: Vec<&Artefact> = reading.artefacts.iter().collect();
    if yields.is_empty() && run.state == State::Done {
        tell(env, &technique.walk.nothing)?;
    }
    for artefact in yields {
        tell(env, &format!("- {}", page::artefact(artefact)))?;
    }
    Ok(())
}
