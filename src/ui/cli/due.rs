//! `rat due`: what to ask next, for scripts and editors.

use std::io::Write as _;

use clap::Args;

use crate::app::deck;
use crate::app::errand::{self, Errand};
use crate::app::review::{Scope, queue};
use crate::domain::text::{count, harmless, one_line};
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::json::Due;

#[derive(Args)]
pub(super) struct Options {
    /// Only cards of this deck (any unambiguous prefix)
    #[arg(long, short)]
    deck: Option<String>,
    /// This many new cards, instead of the day's share
    #[arg(long, short, value_name = "N")]
    new: Option<u32>,
    /// At most this many cards
    #[arg(long, short, value_name = "N")]
    limit: Option<usize>,
}

pub(super) fn run(env: &mut Env, options: &Options) -> Result<(), Failure> {
    let study = env.study()?;
    let deck = deck::row(&study, options.deck.as_deref()).map_err(|error| env.explain(error))?;
    let scope = Scope { deck, new: options.new, ahead: 0 };
    let limit = options.limit.unwrap_or(usize::MAX);
    let (left, items) = queue(&study, scope, limit).map_err(|error| env.explain(error))?;
    let errands = if options.deck.is_none() {
        errand::of_review(&study).map_err(|error| env.explain(error))?
    } else {
        Vec::new()
    };
    if env.json {
        return env.print_json(&Due::of(&study, left, &items, &errands, limit));
    }
    let drills =
        if left.drills > 0 { format!(", {} once more", left.drills) } else { String::new() };
    writeln!(env.out, "{}: due {}, new {}{drills}", study.now.today, left.due, left.new)?;
    if left.backlog > 0 {
        writeln!(env.out, "{} of the backlog wait for other days", count(left.backlog, "card"))?;
    }
    for item in &items {
        let front = one_line(&item.card.text.question(), 60);
        writeln!(env.out, "  {:<5} {}  {}", item.reason.word(), item.card.id, harmless(&front))?;
    }
    for errand in &errands {
        match errand {
            Errand::Rehearsal(tap, _) => {
                let sentence = one_line(&tap.plan.sentence(), 60);
                writeln!(env.out, "  tap   {}  {}", tap.plan.name, harmless(&sentence))?;
            }
            Errand::Commitment(id, promised) => {
                let text = one_line(&promised.text, 60);
                writeln!(env.out, "  {:<5} {id}  {}", promised.kind, harmless(&text))?;
            }
            Errand::Outcome(..) | Errand::Rating(_) | Errand::Check(_) => {}
        }
    }
    Ok(())
}
