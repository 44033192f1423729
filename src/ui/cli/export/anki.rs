//! `rat export anki`: cards for Anki.

use std::path::PathBuf;

use clap::Args;

use crate::app::deck;
use crate::app::export::anki::write;
use crate::app::progress::{Doing, Watch};
use crate::ui::cli::export::{Count, into, named, tell};
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::term::progress::Bar;

/// What Anki makes of it.
pub(super) const HELP: &str = "Decks, cards, tags, every review and where each card stands (FSRS and \
    days): Anki goes on where rat stopped. Anki takes reviews and days only of cards that are new to \
    it; of those it has already it takes new texts. Import it with \"import any learning progress\" \
    ticked.";

#[derive(Args)]
pub(in crate::ui::cli) struct Options {
    /// The package to write (.apkg); - is standard output
    file: PathBuf,
    /// Only this deck
    #[arg(long, short)]
    deck: Option<String>,
}

pub(super) fn run(env: &mut Env, options: &Options) -> Result<(), Failure> {
    let file = named(env, Some(&options.file))?;
    let study = env.study()?;
    let deck = deck::row(&study, options.deck.as_deref()).map_err(|error| env.explain(error))?;
    let bar = Bar::of(env, Doing::Writing, file.is_some());
    let see = |progress| bar.see(progress);
    let written = into(env, file, |to| write(&study, deck, to, Watch::new(&see)));
    bar.end();
    let written = written?;
    tell(env, ("anki", file), (written, Count::Cards(written.count)))
}
