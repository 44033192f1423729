//! `rat review`: the daily session.

use std::io::Write as _;

use clap::Args;

use crate::app::review::{Scope, left};
use crate::app::{Study, deck, errand, stats};
use crate::domain::text::count;
use crate::ui::cli::{optimize, sync};
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::session::errands::{Round, sweep};
use crate::ui::session::{self, Session, interactive, linear, summary};
use crate::ui::term::tell::tell;

#[derive(Args)]
#[command(after_help = "In the session: any key shows the answer; 1-4 or f h g e grade it as \
    again (failed), hard, good or easy. Every grade is kept at once.")]
pub(super) struct Options {
    /// Only cards of this deck (any unambiguous prefix)
    #[arg(long, short)]
    deck: Option<String>,
    /// At most this many answers
    #[arg(long, short, value_name = "N")]
    limit: Option<usize>,
    /// This many new cards, instead of the day's share
    #[arg(long, short, value_name = "N")]
    new: Option<u32>,
    /// Also cards that come due within so many days
    #[arg(long, value_name = "DAYS", default_value_t = 0)]
    #[arg(value_parser = clap::value_parser!(u32).range(0..=3650))]
    ahead: u32,
    /// Every known card, unscored: before an exam, or for the fun of it
    #[arg(long, conflicts_with_all = ["new", "ahead"])]
    cram: bool,
}

pub(super) fn run(env: &mut Env, options: &Options) -> Result<(), Failure> {
    if !env.interactive {
        return Err(Failure::refused("a review session needs a terminal to ask and to listen")
            .hint("rat due --json lists the cards, rat grade CARD RATING grades one"));
    }
    let study = env.study()?;
    let deck = deck::row(&study, options.deck.as_deref()).map_err(|error| env.explain(error))?;
    let scope = Scope { deck, new: options.new, ahead: options.ahead };
    let wanted = session::Options { scope, limit: options.limit, cram: options.cram };
    let mut session =
        Session::begin(study, env.clock, wanted).map_err(|error| env.explain(error))?;
    let cards = session.upcoming().map_err(|error| env.explain(error))?.is_some();
    let beside = errand::of_review(session.study()).map_err(|error| env.explain(error))?;
    let beside = !beside.is_empty() && !options.cram && deck.is_none();
    if !cards && !beside {
        return nothing(env, session.study(), wanted);
    }
    let finished = match (cards, env.plain) {
        (false, _) => true,
        (true, true) => linear::run(env, &mut session, &mut linear::stdin())?,
        (true, false) => interactive::run(env, &mut session)?,
    };
    let room = options.limit.is_none_or(|limit| (session.tally().answers as usize) < limit);
    let mut answered = 0;
    if beside && finished && room {
        let (clock, study) = (session.clock(), session.study_mut());
        study.now = clock.now(study.settings.rollover);
        let (tally, last) = sweep(env, study, Round::Review)?;
        if !last.is_empty() {
            tell(env, &last)?;
        }
        answered = tally.answered;
    }
    summary::write(env, session.study(), session.tally(), answered)?;
    optimize::unasked(env, session.study_mut())?;
    sync::unasked(env, session.study_mut())
}

/// Says why there is nothing to ask, and what could be done instead.
fn nothing(env: &mut Env, study: &Study, wanted: session::Options) -> Result<(), Failure> {
    if wanted.cram {
        writeln!(env.out, "No card has been met yet; rat review introduces the first.")?;
        return Ok(());
    }
    let left = left(study, wanted.scope).map_err(|error| env.explain(error))?;
    let coming = stats::coming(study, None, 2).map_err(|error| env.explain(error))?;
    let tomorrow = count(coming.get(1).copied().unwrap_or(0), "card");
    writeln!(env.out, "Nothing is due. Back tomorrow: {tomorrow}.")?;
    if left.backlog > 0 {
        let rest = count(left.backlog, "card");
        writeln!(env.out, "Today's share is done; {rest} of the backlog will wait.")?;
    }
    writeln!(env.out, "More now: rat review --new 3, --ahead 2 or --cram.")?;
    Ok(())
}
