//! The end of a session: what was done and what is coming.

use std::io::Write as _;

use crate::app::{Study, review, stats, walk};
use crate::domain::text::count;
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::session::Tally;

/// Writes what was done, how well, how long it took, and the coming days; `errands` is the number of
/// answers about plans and commitments.
///
/// # Errors
/// When the database cannot be read or nobody reads any more.
pub fn write(env: &mut Env, study: &Study, tally: Tally, errands: u32) -> Result<(), Failure> {
    if errands > 0 {
        let errands = count(errands.into(), "answer");
        writeln!(env.out, "Plans and commitments: {errands}.")?;
    }
    if tally.answers > 0 {
        writeln!(env.out, "{}", done(tally))?;
    } else if errands == 0 {
        writeln!(env.out, "Nothing answered this time.")?;
    }
    for run in walk::awake(study).map_err(|error| env.explain(error))? {
        let technique = run.technique;
        writeln!(env.out, "A walk has rested long enough: rat walk {technique} goes on with it.")?;
    }
    let coming = stats::coming(study, None, 8).map_err(|error| env.explain(error))?;
    let tomorrow = coming.get(1).copied().unwrap_or(0);
    let week: u64 = coming.iter().skip(1).sum();
    writeln!(env.out, "Coming back: {tomorrow} tomorrow, {week} in the next seven days.")?;
    let left = review::left(study, review::Scope::default()).map_err(|error| env.explain(error))?;
    if left.total() > 0 {
        writeln!(env.out, "Left for today: {}.", count(left.total(), "card"))?;
    } else if left.backlog > 0 {
        let rest = count(left.backlog, "card");
        writeln!(env.out, "Today's share is done; {rest} of the backlog will wait.")?;
    }
    Ok(())
}

/// One sentence on what was done.
fn done(tally: Tally) -> String {
    let mut parts = vec![count(tally.answers.into(), "answer")];
    if tally.introduced > 0 {
        parts.push(format!("{} new", tally.introduced));
    }
    if let Some(share) = (100 * tally.recalled + tally.known / 2).checked_div(tally.known) {
        parts.push(format!("{} of {} recalled ({share} %)", tally.recalled, tally.known));
    }
    let minutes = (tally.took + 30_000) / 60_000;
    parts.push(if minutes == 0 { "under a minute".to_owned() } else { count(minutes, "minute") });
    format!("Done: {}.", parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_counts_recalls_of_known_cards_only() {
        let tally = Tally { answers: 8, known: 3, recalled: 2, introduced: 5, took: 120_000 };
        assert_eq!(done(tally), "Done: 8 answers, 5 new, 2 of 3 recalled (67 %), 2 minutes.");
    }
}
