//! `rat export csv`: tables for a spreadsheet.

use std::path::PathBuf;

use clap::Args;

use crate::app::export::table::{Sort, Wanted, write};
use crate::app::progress::{Doing, Watch};
use crate::ui::cli::export::{Count, into, named, tell};
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::term::progress::Bar;

/// What a spreadsheet makes of it.
pub(super) const HELP: &str = "Commas, CRLF, UTF-8, a row of heads (RFC 4180). A text that a \
    spreadsheet would take for a formula (it begins with = + - @, a tab or a line end, also after \
    blanks) gets an apostrophe before it; numbers and days stay numbers and days. Moments are told \
    twice, in UTC and on the clock of the place with its offset. What was undone is left out.";

#[derive(Args)]
pub(in crate::ui::cli) struct Options {
    /// reviews, outcomes or commitments
    table: Sort,
    /// Where to write it; - or nothing is standard output
    file: Option<PathBuf>,
    /// Also what came of private walks
    #[arg(long)]
    include_private: bool,
    /// Begin with a byte order mark, for programs that take letters beyond ASCII for something else
    #[arg(long)]
    bom: bool,
}

pub(super) fn run(env: &mut Env, options: &Options) -> Result<(), Failure> {
    let file = named(env, options.file.as_deref())?;
    let study = env.study()?;
    let wanted =
        Wanted { sort: options.table, private: options.include_private, mark: options.bom };
    let bar = Bar::of(env, Doing::Writing, file.is_some());
    let see = |progress| bar.see(progress);
    let written = into(env, file, |to| write(&study, wanted, to, Watch::new(&see)));
    bar.end();
    let written = written?;
    tell(env, ("csv", file), (written, Count::Rows(written.count)))
}
