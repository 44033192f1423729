//! `rat export markdown`: notes for a folder such as Obsidian's.

mod lists;
mod plan;
mod walk;

use std::collections::HashMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::app::export::notes::{Notes, Plan, Walk, notes};
use crate::domain::export::stem;
use crate::domain::markdown::link;
use crate::domain::text::count;
use crate::storage;
use crate::storage::db::thing::Identity;
use crate::storage::formats::notes::{Done, Note, write};
use crate::ui::cli::export::{Count, Summary, into, named};
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::term::progress::Bar;

/// What becomes of the folder.
pub(super) const HELP: &str = "One note for each walk and each plan, one for promises, one for jots, \
    with front matter in YAML and links between a plan and the walk that made it. Written again, the \
    notes are brought up to date, and what you changed in them is lost: write beside them and link to \
    them. They are known by \"rat:\" in their front matter; a file without it is never written over. \
    Notes of what is gone, or is left out as private later, stay. Walks given up get no note.";

#[derive(Args)]
pub(in crate::ui::cli) struct Options {
    /// The folder to write into; - or nothing is standard output
    folder: Option<PathBuf>,
    /// Also private walks, private parts of others, and what came of them
    #[arg(long)]
    include_private: bool,
}

pub(super) fn run(env: &mut Env, options: &Options) -> Result<(), Failure> {
    let folder = named(env, options.folder.as_deref())?;
    let study = env.study()?;
    let found = notes(&study, &env.decks_path(), options.include_private);
    let found = found.map_err(|error| env.explain(error))?;
    let pages = pages(&found, options.include_private);
    let Some(folder) = folder else {
        let texts: Vec<String> =
            pages.iter().filter(|note| !note.only_again).map(Note::text).collect();
        into(env, None, |to| {
            to.write_all(texts.join("\n").as_bytes()).map_err(storage::Error::Unwritten)?;
            Ok(())
        })?;
        return left_out(env, &found);
    };
    let bar = Bar::new(env, "Writing");
    let done = write(folder, &pages, &|done| bar.show(done as u64, pages.len() as u64));
    bar.end();
    let done = done.map_err(|error| refused(env, error))?;
    tell(env, folder, (&found, done))?;
    left_out(env, &found)
}

fn refused(env: &Env, error: storage::Error) -> Failure {
    let failure = env.blame(error);
    if failure.message().contains("already") {
        return failure.hint("move that file elsewhere, or name another folder");
    }
    failure
}

fn tell(env: &mut Env, folder: &Path, (found, done): (&Notes, Done)) -> Result<(), Failure> {
    let file = folder.display().to_string();
    if env.json {
        let (walks, things) = found.left_out;
        let written = Count::Notes(done.written + done.unchanged);
        return env.print_json(&Summary {
            format: "markdown",
            file,
            written: &written,
            left_out: walks + things,
        });
    }
    if !env.quiet {
        let unchanged = match done.unchanged {
            0 => String::new(),
            n => format!(", {n} as they were"),
        };
        writeln!(env.out, "{} written to {file}{unchanged}.", count(done.written, "note"))?;
    }
    Ok(())
}

fn left_out(env: &mut Env, found: &Notes) -> Result<(), Failure> {
    if env.quiet {
        return Ok(());
    }
    let (walks, things) = found.left_out;
    if walks + things > 0 {
        let walks = count(walks, "private walk");
        let things = match things {
            0 => String::new(),
            n => format!(" and {} that came of such", count(n, "thing")),
        };
        writeln!(env.err, "Left out: {walks}{things}; --include-private takes them in.")?;
    }
    for run in &found.unreadable {
        writeln!(env.err, "Left out: walk {run}, whose deck is not there any more.")?;
    }
    Ok(())
}

/// The names of notes and the words that link to them.
struct Names {
    walks: HashMap<i64, (String, String)>,
    /// What each run made: plans.
    plans: HashMap<i64, Vec<(String, String)>>,
}

impl Names {
    fn of(found: &Notes) -> Self {
        let walks = found.walks.iter().filter(|walk| !walk::is_given_up(walk));
        let walks = walks.map(|walk| (walk.run.thing, (walk_stem(walk), walk::title(walk))));
        let mut plans: HashMap<i64, Vec<(String, String)>> = HashMap::new();
        for plan in &found.plans {
            if let Some(run) = plan.maker {
                let name = (plan_stem(plan), plan.page.tap.plan.name.clone());
                plans.entry(run).or_default().push(name);
            }
        }
        Self { walks: walks.collect(), plans }
    }

    /// A link to the note of the run that made something.
    fn to_walk(&self, run: Option<i64>) -> Option<String> {
        let (stem, words) = self.walks.get(&run?)?;
        Some(link(stem, words))
    }
}

fn walk_stem(walk: &Walk) -> String {
    let run = &walk.run;
    format!("walk-{}-{}-{}", run.began, stem(&run.technique), run.thing)
}

/// A plan keeps the name of its first wording here, however it is called later.
fn plan_stem(plan: &Plan) -> String {
    let first = plan.page.wordings.first();
    let name = first.map_or(&plan.page.tap.plan.name, |(_, wording)| &wording.plan.name);
    format!("plan-{}-{}", stem(name), plan.page.tap.thing)
}

/// What a note of a thing is known by.
fn key(sort: &str, Identity { seq, replica }: &Identity) -> String {
    format!("{sort}-{seq}@{replica}")
}

fn pages(found: &Notes, private: bool) -> Vec<Note> {
    let names = Names::of(found);
    let walks = found.walks.iter().map(|walk| walk::note(walk, &names, private));
    let plans = found.plans.iter().map(|plan| plan::note(plan, &names));
    let lists = [lists::promises(found, &names), lists::jots(found, &names)];
    walks.chain(plans).chain(lists).collect()
}
