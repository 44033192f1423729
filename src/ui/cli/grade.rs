//! `rat grade`: one graded recall, without a session.

use std::io::Write as _;

use clap::Args;

use crate::app::{card, review};
use crate::domain::review::Rating;
use crate::domain::time::span;
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::json::Grade;

#[derive(Args)]
pub(super) struct Options {
    /// The card: deck/key, or any unambiguous prefix of either
    card: String,
    /// again, hard, good or easy (or 1-4)
    rating: Rating,
}

pub(super) fn run(env: &mut Env, options: &Options) -> Result<(), Failure> {
    let study = env.study()?;
    let card = card::find(&study.db, &options.card).map_err(|error| env.explain(error))?;
    let grading = review::Grading::Scored;
    let graded = review::grade(&study, card.row, options.rating, grading, 0)
        .map_err(|error| env.explain(error))?;
    if env.json {
        return env.print_json(&Grade::of(&graded, &study));
    }
    let (id, rating) = (&graded.card.id, graded.rating.word());
    match graded.card.state.standing {
        Some(standing) if graded.scored => {
            let (interval, due) = (span(standing.interval), standing.due);
            writeln!(env.out, "{id}: {rating}, back in {interval} ({due})")?;
        }
        Some(_) | None => {
            writeln!(env.out, "{id}: {rating}, logged as a drill (it was scored today already)")?;
        }
    }
    Ok(())
}
