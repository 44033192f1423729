//! `rat export json`: everything, fact by fact.

use std::path::PathBuf;

use clap::Args;

use crate::app::export::facts::write;
use crate::app::progress::{Doing, Watch};
use crate::ui::cli::export::{Count, into, named, tell};
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::term::progress::Bar;

/// What is in it and what reads it.
pub(super) const HELP: &str = "One line of JSON for each fact: what it is, the device that wrote it and \
    its number there, when (milliseconds since 1970 UTC, the offset in seconds, the study day), and \
    what it says. Your own deck files come first; the last line counts the facts and sums them up. \
    rat import reads it again, here or on another device, and adds only what is not there. Private \
    walks are in it: it is yours.";

#[derive(Args)]
pub(in crate::ui::cli) struct Options {
    /// Where to write it; - or nothing is standard output
    file: Option<PathBuf>,
    /// Leave private walks out, and what came of them
    #[arg(long)]
    without_private: bool,
}

pub(super) fn run(env: &mut Env, options: &Options) -> Result<(), Failure> {
    let file = named(env, options.file.as_deref())?;
    let study = env.study()?;
    let bar = Bar::of(env, Doing::Writing, file.is_some());
    let see = |progress| bar.see(progress);
    let (decks, private) = (env.decks_path(), !options.without_private);
    let written = into(env, file, |to| write(&study, &decks, private, to, Watch::new(&see)));
    bar.end();
    let written = written?;
    tell(env, ("json", file), (written, Count::Facts(written.count)))
}
