//! `rat backup` and `rat restore`: copies of everything, and going back to one.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use serde::Serialize;

use crate::app::backup::{list, make, restore as go_back};
use crate::domain::backup::Reason;
use crate::storage::backup::Copy;
use crate::ui::env::{Env, replica_name};
use crate::ui::failure::Failure;

#[derive(Args)]
pub(super) struct Options {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Subcommand)]
enum Action {
    /// The copies there are
    List,
}

#[derive(Args)]
pub(super) struct Restoring {
    /// A copy by its name or place; `latest` is the last one that was not made by going back
    #[arg(value_name = "COPY")]
    from: String,
}

#[derive(Serialize)]
struct Json {
    name: String,
    file: String,
    day: String,
    reason: &'static str,
    bytes: u64,
}

impl From<&Copy> for Json {
    fn from(copy: &Copy) -> Self {
        Self {
            name: copy.name.to_string(),
            file: copy.path.display().to_string(),
            day: copy.name.day.to_string(),
            reason: copy.name.reason.word(),
            bytes: copy.size,
        }
    }
}

#[derive(Serialize)]
struct Restored {
    from: String,
    kept_aside: Option<String>,
}

pub(super) fn run(env: &mut Env, options: &Options) -> Result<(), Failure> {
    let study = env.study()?;
    match options.action {
        None => {
            let copy = make(&study, Reason::Asked).map_err(|error| env.explain(error))?;
            if env.json {
                return env.print_json(&Json::from(&copy));
            }
            writeln!(env.out, "Copied to {}.", copy.path.display())?;
        }
        Some(Action::List) => {
            let copies = list(study.db.path()).map_err(|error| env.explain(error))?;
            if env.json {
                return env.print_json(&copies.iter().map(Json::from).collect::<Vec<_>>());
            }
            if copies.is_empty() {
                writeln!(
                    env.out,
                    "No copy yet. rat backup makes one; a daily one is made by itself."
                )?;
            }
            for copy in &copies {
                writeln!(env.out, "{:>9}  {}", kilobytes(copy.size), copy.name)?;
            }
        }
    }
    Ok(())
}

fn kilobytes(bytes: u64) -> String {
    format!("{} kB", bytes.div_ceil(1024))
}

pub(super) fn restore(env: &mut Env, options: &Restoring) -> Result<(), Failure> {
    let database = env.db_path();
    let now = env.clock.now(env.settings()?.rollover);
    let copies = list(&database).map_err(|error| env.explain(error))?;
    let from = chosen(&copies, &options.from)?;
    let aside =
        go_back(&database, now, &from, replica_name).map_err(|error| refused(&from, &error))?;
    // An earlier version may have made the copy: it is brought up to date as it is opened.
    drop(env.study()?);
    let (from, aside) = (from.display(), aside.map(|aside| aside.display().to_string()));
    if env.json {
        return env.print_json(&Restored { from: from.to_string(), kept_aside: aside });
    }
    let kept =
        aside.map_or_else(String::new, |aside| format!(" What was there is kept as {aside}."));
    writeln!(env.out, "Back to {from}.{kept}")?;
    Ok(())
}

fn refused(from: &Path, error: &crate::app::Error) -> Failure {
    Failure::refused(format!("{} was not restored: {error}", from.display()))
        .hint("nothing was changed; rat backup list shows the copies there are")
}

/// The copy that is meant.
fn chosen(copies: &[Copy], wanted: &str) -> Result<PathBuf, Failure> {
    // What was kept aside by going back is named when it is made: a command that is cut short and
    // run again would otherwise go back to where it began.
    let latest = |copy: &&Copy| wanted == "latest" && copy.name.reason != Reason::BeforeRestore;
    let named = copies.iter().find(|copy| latest(copy) || copy.name.to_string() == wanted);
    if let Some(copy) = named {
        return Ok(copy.path.clone());
    }
    let path = Path::new(wanted);
    if path.is_file() {
        return Ok(path.to_owned());
    }
    Err(Failure::refused(format!("there is no copy \"{wanted}\""))
        .hint("rat backup list shows the copies there are"))
}
