//! `rat deck`: the shelf.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::json;

use crate::app::deck::{self, Listed};
use crate::domain::text::{count, harmless};
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::json;
use crate::ui::term::ask;
use crate::ui::term::frame::{self, Style, paragraph};
use crate::ui::term::screen::Screen;

#[derive(Subcommand)]
pub(super) enum Action {
    /// Show every deck with its counts, in learning order
    List,
    /// Show what a deck is for, when to use it and how far to trust it
    Show {
        /// The deck (any unambiguous prefix)
        deck: String,
    },
    /// Check a deck file: faults by line and column, and advice on its cards
    Check {
        /// The file
        file: PathBuf,
    },
    /// Write a commented deck file to begin with
    New {
        /// The deck's name: small letters, digits and hyphens
        name: String,
        /// Where to write it
        #[arg(long, value_name = "DIR", default_value = ".")]
        dir: PathBuf,
    },
    /// Put a deck file of your own on the shelf
    Add {
        /// The file
        file: PathBuf,
    },
    /// Take a deck of your own off the shelf; the history of its cards is kept
    Remove {
        /// The deck (any unambiguous prefix)
        deck: String,
        /// Do not ask
        #[arg(long, short)]
        yes: bool,
    },
}

pub(super) fn run(env: &mut Env, action: Action) -> Result<(), Failure> {
    match action {
        Action::List => list(env),
        Action::Show { deck } => show(env, &deck),
        Action::Check { file } => check(env, &file),
        Action::New { name, dir } => new(env, &name, &dir),
        Action::Add { file } => add(env, &file),
        Action::Remove { deck, yes } => remove(env, &deck, yes),
    }
}

fn list(env: &mut Env) -> Result<(), Failure> {
    let study = env.study()?;
    let decks = deck::list(&study).map_err(|error| env.explain(error))?;
    if env.json {
        return env.print_json(&decks.iter().map(json::Deck::of).collect::<Vec<_>>());
    }
    let width = decks.iter().map(|deck| deck.deck.about.name.len()).max().unwrap_or(0);
    for Listed { deck, sorts, counts, .. } in &decks {
        let known = sorts.young + sorts.mature;
        let name = &deck.about.name;
        let (due, new) = (counts.due, sorts.new);
        let own = if deck.origin.word() == "user" { "  your own" } else { "" };
        writeln!(env.out, "{name:<width$}  {known:>3} known {due:>3} due {new:>3} new{own}")?;
    }
    Ok(())
}

fn show(env: &mut Env, name: &str) -> Result<(), Failure> {
    let study = env.study()?;
    let listed = deck::find(&study, name)
        .and_then(|deck| deck::listed(&study, deck))
        .map_err(|error| env.explain(error))?;
    if env.json {
        return env.print_json(&json::Deck::of(&listed));
    }
    let (about, sorts) = (&listed.deck.about, listed.sorts);
    let standing = match about.standing.as_str() {
        "" => String::new(),
        standing => format!("{standing}. {}", about.standing_note),
    };
    let purpose = if listed.deck.is_made() {
        "It came with an import; no deck file states it.".to_owned()
    } else {
        about.purpose.clone()
    };
    let sections = [
        ("", &purpose),
        ("Use it", &about.use_when),
        ("Leave it", &about.avoid_when),
        ("How well established", &standing),
    ];
    writeln!(env.out, "{} ({})", harmless(&about.title), about.name)?;
    let width = Screen::size().0.saturating_sub(2).clamp(8, 76);
    for (head, text) in sections.into_iter().filter(|(_, text)| !text.is_empty()) {
        let text = if head.is_empty() { text.clone() } else { format!("{head}: {text}") };
        write!(env.out, "\n{}", frame::text(&paragraph(text.trim(), width, Style::Normal)))?;
    }
    writeln!(env.out)?;
    for source in &about.sources {
        let source = format!("Source: {source}");
        write!(env.out, "{}", frame::text(&paragraph(&source, width, Style::Normal)))?;
    }
    let (new, young, mature) = (sorts.new, sorts.young, sorts.mature);
    writeln!(env.out, "\nCards: {new} new, {young} young, {mature} mature")?;
    Ok(())
}

fn check(env: &mut Env, file: &Path) -> Result<(), Failure> {
    let checked = deck::check(&env.decks_path(), file).map_err(|error| env.explain(error))?;
    let cards = checked.deck.cards.len();
    if env.json {
        let advice = checked.advice.iter();
        let advice =
            advice.map(|(line, advice)| json!({"line": line, "advice": advice.to_string()}));
        let advice: Vec<_> = advice.collect();
        return env.print_json(
            &json!({"deck": checked.deck.about.name, "cards": cards, "advice": advice}),
        );
    }
    for (line, advice) in &checked.advice {
        writeln!(env.out, "{}:{line}: advice: {advice}", file.display())?;
    }
    let name = &checked.deck.about.name;
    writeln!(env.out, "{name} is a sound deck of {}.", count(cards as u64, "card"))?;
    Ok(())
}

fn new(env: &mut Env, name: &str, folder: &Path) -> Result<(), Failure> {
    let file = deck::template(folder, name).map_err(|error| env.explain(error))?;
    let shown = file.display();
    if env.json {
        return env.print_json(&json!({"deck": name, "file": file}));
    }
    writeln!(env.out, "Wrote {shown}. Fill it in, then: rat deck add {shown}")?;
    Ok(())
}

fn add(env: &mut Env, file: &Path) -> Result<(), Failure> {
    let study = env.study()?;
    let (checked, target) =
        deck::add(&env.decks_path(), file).map_err(|error| env.explain(error))?;
    env.take_up(&study)?;
    let name = &checked.deck.about.name;
    let cards = checked.deck.cards.len();
    if env.json {
        return env.print_json(&json!({"deck": name, "cards": cards, "file": target}));
    }
    let instead = if deck::is_built_in(name) { ", in place of the built-in one" } else { "" };
    writeln!(env.out, "{name} is on your shelf with {}{instead}.", count(cards as u64, "card"))?;
    writeln!(env.out, "Edit it in {}.", target.display())?;
    Ok(())
}

fn remove(env: &mut Env, name: &str, yes: bool) -> Result<(), Failure> {
    let study = env.study()?;
    let found = deck::find(&study, name).map_err(|error| env.explain(error))?;
    let name = found.about.name.clone();
    if !yes && found.origin == crate::domain::deck::Origin::User {
        let made = found.is_made();
        if !env.interactive {
            let loss = if made { "takes its cards off the shelf" } else { "deletes its file" };
            return Err(Failure::refused(format!("removing {name} {loss}"))
                .hint(format!("say so: rat deck remove {name} --yes")));
        }
        let what = if made { "Take the cards of" } else { "Delete the file of" };
        let off = if made { " off the shelf" } else { "" };
        let question = format!("{what} {name}{off}? The history of its cards is kept.");
        if !ask::confirm(env, &question, false)? {
            writeln!(env.out, "Nothing was removed.")?;
            return Ok(());
        }
    }
    let file =
        deck::remove(&study, &env.decks_path(), &found).map_err(|error| env.explain(error))?;
    env.take_up(&study)?;
    if env.json {
        return env.print_json(&json!({"deck": name, "file": file}));
    }
    let back = if file.is_none() { " rat undo brings it back." } else { "" };
    writeln!(env.out, "{name} is off your shelf; its history is kept.{back}")?;
    Ok(())
}
