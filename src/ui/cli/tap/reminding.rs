//! When a plan is to be reminded of, for `rat tap new` and `rat tap edit`.

use clap::Args;

use crate::app::{Study, remind};
use crate::domain::reminder::rule::Rule;
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::term::tell::tell;
use crate::ui::words;

/// What a plan may be told about its reminders.
#[derive(Args, Clone, Debug, Default)]
pub struct Reminding {
    /// When to be reminded of it: auto, off, 07:30, "mon,wed 07:30", "every 3 days 07:30" …
    #[arg(long, value_name = "WHEN")]
    remind: Option<Rule>,
    /// Weeks with reminders and weeks without by turns, to see what they do
    #[arg(long)]
    switchback: bool,
    /// End the turns
    #[arg(long, conflicts_with = "switchback")]
    no_switchback: bool,
}

impl Reminding {
    /// Whether nothing is said at all.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.remind.is_none() && !self.switchback && !self.no_switchback
    }
}

/// Keeps what was said about a plan's reminders, if anything was.
pub fn keep(
    env: &mut Env,
    study: &Study,
    thing: i64,
    reminding: &Reminding,
) -> Result<(), Failure> {
    if reminding.is_empty() {
        return Ok(());
    }
    let switchback = match (reminding.switchback, reminding.no_switchback) {
        (true, _) => Some(true),
        (false, true) => Some(false),
        (false, false) => None,
    };
    let asked = remind::ask(study, thing, (reminding.remind.clone(), switchback))
        .map_err(|error| env.explain(error))?;
    if env.quiet || env.json {
        return Ok(());
    }
    tell(env, &format!("Reminders: {}.", words::reminded(&asked.rule)))?;
    if let Some(experiment) = asked.switchback {
        let since = experiment.since.long();
        let said = format!(
            "From {since} on, a week with reminders and a week without by turns; rat tap show tells \
             what that does."
        );
        tell(env, &said)?;
    }
    Ok(())
}
