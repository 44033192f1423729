//! `rat commitments`: things with a date that come back.

use std::io::Write as _;

use clap::Subcommand;

use crate::app::{Study, commitment};
use crate::domain::commitment::{Commitment, Kind, State};
use crate::domain::text::{harmless, one_line};
use crate::domain::when;
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::json;

#[derive(Subcommand)]
pub(super) enum Action {
    /// Show what is open, the earliest due first
    List {
        /// Also what is done, dropped or resolved
        #[arg(long)]
        all: bool,
    },
    /// Promise something, or foresee it
    Add {
        /// What: an action, an experiment, something to look at again, or a claim
        text: String,
        /// next-action, experiment, follow-up or forecast
        #[arg(long, default_value = "next-action")]
        kind: Kind,
        /// When it comes back: tomorrow, "in 5 days", 2w or 2026-12-01
        #[arg(long, visible_alias = "by", value_name = "DAY", default_value = "tomorrow")]
        due: String,
        /// How likely the claim of a forecast is, 0.01-0.99
        #[arg(long, short, value_name = "P")]
        probability: Option<f64>,
    },
    /// Close one that is done, or resolve a forecast
    Done {
        /// Its number
        id: i64,
        /// The forecast came true
        #[arg(long, group = "resolved")]
        r#true: bool,
        /// The forecast did not come true
        #[arg(long, group = "resolved")]
        r#false: bool,
        /// What came of it
        #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
        note: String,
    },
    /// Close one that will not be done
    Drop {
        /// Its number
        id: i64,
        /// Why
        #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
        note: String,
    },
    /// Let one come back another day
    Snooze {
        /// Its number
        id: i64,
        /// Until when: tomorrow, "in 5 days", 2w or 2026-12-01
        #[arg(default_value = "tomorrow")]
        until: String,
    },
}

pub(super) fn run(env: &mut Env, action: Action) -> Result<(), Failure> {
    let study = env.study()?;
    let day = |text: &str| when::coming_day(text, study.now).map_err(crate::app::Error::from);
    let changed = match action {
        Action::List { all } => return list(env, &study, all),
        Action::Add { text, kind, due, probability } => day(&due).and_then(|due| {
            let made = Commitment::new(kind, &text, due, probability)?;
            Ok((commitment::make(&study, &made)?, made))
        }),
        Action::Done { id, r#true, r#false, note } => {
            let state = match (r#true, r#false) {
                (true, _) => State::True,
                (_, true) => State::False,
                (false, false) => State::Done,
            };
            commitment::close(&study, id, state, &note).map(|closed| (id, closed))
        }
        Action::Drop { id, note } => {
            commitment::close(&study, id, State::Dropped, &note).map(|closed| (id, closed))
        }
        Action::Snooze { id, until } => {
            day(&until).and_then(|day| Ok((id, commitment::snooze(&study, id, day)?)))
        }
    };
    let (id, now) = changed.map_err(|error| env.explain(error))?;
    if env.json {
        return env.print_json(&json::errand::Commitment::of(id, &now));
    }
    writeln!(env.out, "{}", line(id, &now))?;
    if let Some(score) = now.brier() {
        writeln!(env.out, "Brier score {score:.2}: 0 is perfect, 0.25 is what a coin would get.")?;
    }
    Ok(())
}

fn list(env: &mut Env, study: &Study, all: bool) -> Result<(), Failure> {
    let listed = commitment::list(study, all).map_err(|error| env.explain(error))?;
    if env.json {
        let listed = listed.iter().map(|(id, one)| json::errand::Commitment::of(*id, one));
        return env.print_json(&listed.collect::<Vec<_>>());
    }
    if listed.is_empty() {
        writeln!(
            env.out,
            "Nothing is promised. rat commitments add \"call Ada\" --due \"in 3 days\""
        )?;
    }
    for (id, one) in &listed {
        let late = one.state == State::Open && one.due <= study.now.today;
        let mark = if late { "  (due)" } else { "" };
        writeln!(env.out, "{}{mark}", line(*id, one))?;
    }
    Ok(())
}

fn line(id: i64, commitment: &Commitment) -> String {
    let chance = commitment
        .probability
        .map_or_else(String::new, |probability| format!(" at {:.0} %", probability * 100.0));
    let what = match commitment.state {
        State::Open => format!("due {}", commitment.due),
        State::True => "came true".to_owned(),
        State::False => "did not come true".to_owned(),
        State::Done | State::Dropped => commitment.state.word().to_owned(),
    };
    let text = one_line(&commitment.text, 100);
    format!("{id:>3}  {}{chance}, {what}: {}", commitment.kind, harmless(&text))
}
