//! `rat import`: what other programs and other devices know.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use crate::app::import::{From, How, Imported, import};
use crate::app::progress::{Doing, Watch};
use crate::domain::text::{count, harmless};
use crate::ui::env::{Env, spool};
use crate::ui::failure::Failure;
use crate::ui::term::progress::Bar;
use crate::ui::term::tell::{tell, tell_item};
use crate::ui::words;

/// What may be imported, and what becomes of it.
pub(super) const HELP: &str = "Known are Anki packages (.apkg, .colpkg), backups of Loop Habit Tracker \
    (.db, or its CSV .zip) and what rat export json wrote. A copy of everything is made before; what \
    was imported once is not imported twice; rat undo takes a whole import back.";

#[derive(Args)]
pub(super) struct Options {
    /// The file; - is standard input
    file: PathBuf,
    /// Only say what it would bring
    #[arg(long, short = 'n')]
    dry_run: bool,
}

#[derive(Serialize)]
struct Json<'a> {
    source: &'static str,
    dry_run: bool,
    added: &'a BTreeMap<&'static str, u64>,
    known: u64,
    decks: &'a [String],
    refused: Vec<Refused<'a>>,
    not_carried: Vec<Left<'a>>,
    notes: &'a [String],
}

#[derive(Serialize)]
struct Refused<'a> {
    what: &'a str,
    why: &'a str,
}

#[derive(Serialize)]
struct Left<'a> {
    what: &'a str,
    times: u64,
}

pub(super) fn run(env: &mut Env, options: &Options) -> Result<(), Failure> {
    let spooled = if options.file == Path::new("-") { Some(spool()?) } else { None };
    let (path, name) = match &spooled {
        Some(file) => (file.path(), "standard input".to_owned()),
        None => (options.file.as_path(), options.file.display().to_string()),
    };
    let how = if options.dry_run { How::TryOut } else { How::Keep };
    let study = env.study()?;
    let bar = Bar::of(env, Doing::Reading, true);
    bar.begin();
    let see = |progress| bar.see(progress);
    let from = From { path, name: &name, zone: &env.clock.zone() };
    let imported = import(&study, &env.decks_path(), from, how, Watch::new(&see));
    bar.end();
    let imported = imported.map_err(|error| env.explain(error))?;
    if !imported.decks.is_empty() && how == How::Keep {
        // The facts are kept by now, and the next command tries this again.
        if let Err(failure) = env.take_up(&study) {
            let why = harmless(failure.message());
            writeln!(
                env.err,
                "warning: the decks that came along are not on the shelf yet: {why}"
            )?;
        }
    }
    if env.json {
        return env.print_json(&json(&imported, options.dry_run));
    }
    say(env, &name, &imported, how)
}

fn json(imported: &Imported, dry_run: bool) -> Json<'_> {
    let refused = imported.refused.iter();
    Json {
        source: imported.source.word(),
        dry_run,
        added: &imported.added,
        known: imported.known,
        decks: &imported.decks,
        refused: refused.map(|one| Refused { what: &one.what, why: &one.why }).collect(),
        not_carried: imported
            .left
            .iter()
            .map(|(what, times)| Left { what, times: *times })
            .collect(),
        notes: &imported.notes,
    }
}

/// The most lines that are shown of what was refused.
const SHOWN: usize = 20;

fn say(env: &mut Env, name: &str, imported: &Imported, how: How) -> Result<(), Failure> {
    let nothing = imported.total() == 0 && imported.decks.is_empty();
    let head = match how {
        _ if nothing && imported.revived => {
            format!("Brought back what had been taken back of {name}.")
        }
        _ if nothing => format!("Nothing new in {name}."),
        How::Keep => format!("Imported from {name}:"),
        How::TryOut => format!("Would import from {name}:"),
    };
    tell(env, &head)?;
    let facts = imported.added.iter();
    let facts = facts.map(|(table, number)| words::facts(imported.source, table, *number));
    let decks = imported.decks.iter().map(|deck| format!("the deck file {deck}"));
    let known =
        (imported.known > 0).then(|| format!("{} here already", words::were(imported.known)));
    for line in facts.chain(decks).chain(known) {
        tell_item(env, "  ", &line)?;
    }
    list(env, "", imported.notes.iter().cloned())?;
    let refused = imported.refused.iter().map(|one| format!("{}: {}", one.what, one.why));
    list(env, "Refused:", refused)?;
    let left = imported.left.iter().map(|(what, times)| format!("{what} ({times})"));
    list(env, "What rat cannot carry over:", left)?;
    if how == How::Keep && imported.total() > 0 && !env.quiet {
        tell(env, "rat undo takes it all back.")?;
    }
    Ok(())
}

/// Tells lines below a head; without one they stand for themselves.
fn list(
    env: &mut Env,
    head: &str,
    lines: impl ExactSizeIterator<Item = String>,
) -> Result<(), Failure> {
    if lines.len() == 0 {
        return Ok(());
    }
    let lead = if head.is_empty() { "" } else { "  " };
    if !head.is_empty() {
        tell(env, head)?;
    }
    let more = lines.len().saturating_sub(SHOWN);
    for line in lines.take(SHOWN) {
        tell_item(env, lead, &line)?;
    }
    if more > 0 {
        tell_item(
            env,
            lead,
            &format!("and {}; --json lists all", count(more as u64, "more line")),
        )?;
    }
    Ok(())
}
