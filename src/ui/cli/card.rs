//! `rat card`: single cards.

use std::io::Write as _;

use clap::{Args, Subcommand, ValueEnum};

use crate::app::{Study, card, deck};
use crate::domain::card::{Id, Kind, Text};
use crate::domain::text::{harmless, one_line};
use crate::storage::db::card::Stored;
use crate::ui::env::Env;
use crate::ui::failure::Failure;
use crate::ui::json::{Card, HistoryLine, state_word};
use crate::ui::session::view::history_lines;
use crate::ui::term::editor::{self, Edited};
use crate::ui::term::frame;
use crate::ui::term::screen::Screen;

#[derive(Subcommand)]
pub(super) enum Action {
    /// List cards in learning order
    List {
        /// Only cards of this deck (any unambiguous prefix)
        #[arg(long, short)]
        deck: Option<String>,
    },
    /// Find cards that hold every one of the words
    Search {
        /// The words, in any order and case
        #[arg(required = true)]
        words: Vec<String>,
    },
    /// Show a card
    Show(Named),
    /// Add a card of your own to a deck
    Add(New),
    /// Change a card, in your editor or by options; its history stays
    Edit {
        #[command(flatten)]
        card: Named,
        #[command(flatten)]
        text: Change,
    },
    /// Take a card out of the queue
    Suspend(Named),
    /// Bring a suspended card back
    Unsuspend(Named),
    /// Show all that happened to a card
    History(Named),
}

#[derive(Args)]
pub(super) struct Named {
    /// The card: deck/key, or any unambiguous prefix of either
    card: String,
}

#[derive(Args)]
pub(super) struct New {
    /// The new card's name: deck/key
    card: String,
    /// How it asks
    #[arg(long, value_enum, default_value_t = KindWord::Recall)]
    kind: KindWord,
    /// The question; for a cloze the sentence, gaps written {{so}}
    #[arg(long)]
    front: String,
    /// The answer; a cloze has none
    #[arg(long, default_value = "")]
    back: String,
    /// A line shown under the answer
    #[arg(long, default_value = "")]
    note: String,
}

#[derive(Args)]
pub(super) struct Change {
    /// The new question
    #[arg(long)]
    front: Option<String>,
    /// The new answer
    #[arg(long)]
    back: Option<String>,
    /// The new line under the answer
    #[arg(long)]
    note: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum KindWord {
    Recall,
    Cloze,
    Situation,
}

pub(super) fn run(env: &mut Env, action: Action) -> Result<(), Failure> {
    let study = env.study()?;
    match action {
        Action::List { deck } => list(env, &study, deck.as_deref(), &[]),
        Action::Search { words } => list(env, &study, None, &words),
        Action::Show(named) => {
            let card = find(env, &study, &named)?;
            show(env, &study, &card)
        }
        Action::Add(new) => add(env, &study, new),
        Action::Edit { card, text } => {
            let card = find(env, &study, &card)?;
            edit(env, &study, &card, text)
        }
        Action::Suspend(named) => suspend(env, &study, &named, true),
        Action::Unsuspend(named) => suspend(env, &study, &named, false),
        Action::History(named) => history(env, &study, &named),
    }
}

fn find(env: &Env, study: &Study, named: &Named) -> Result<Stored, Failure> {
    card::find(&study.db, &named.card).map_err(|error| env.explain(error))
}

fn list(env: &mut Env, study: &Study, deck: Option<&str>, words: &[String]) -> Result<(), Failure> {
    let deck = deck::row(study, deck).map_err(|error| env.explain(error))?;
    let cards = card::list(study, deck, words).map_err(|error| env.explain(error))?;
    if env.json {
        return env.print_json(&cards.iter().map(|card| Card::of(card, study)).collect::<Vec<_>>());
    }
    for card in &cards {
        let front = one_line(&card.text.question(), 60);
        writeln!(env.out, "{:<9} {}  {}", state_word(card), card.id, harmless(&front))?;
    }
    if cards.is_empty() {
        writeln!(env.out, "No card holds that.")?;
    }
    Ok(())
}

fn show(env: &mut Env, study: &Study, card: &Stored) -> Result<(), Failure> {
    if env.json {
        return env.print_json(&Card::of(card, study));
    }
    let text = &card.text;
    writeln!(env.out, "{} ({}, {})", card.id, text.kind.word(), state_word(card))?;
    writeln!(env.out, "\n{}\n\n{}", harmless(&text.question()), harmless(&text.answer()))?;
    if !text.note.is_empty() {
        writeln!(env.out, "\n{}", harmless(&text.note))?;
    }
    if let Some(standing) = card.state.standing {
        let recall = study.recalls_card(&standing) * 100.0;
        writeln!(env.out, "\nnext {}, recalled today with {recall:.0} %", card.state.due)?;
    }
    Ok(())
}

fn add(env: &mut Env, study: &Study, new: New) -> Result<(), Failure> {
    let id: Id = new.card.parse().map_err(|error| env.explain(crate::app::Error::Name(error)))?;
    let deck = deck::find(study, id.deck()).map_err(|error| env.explain(error))?;
    if deck.about.name != id.deck() {
        let message = format!("there is no deck \"{}\"", id.deck());
        return Err(Failure::refused(message).near(&[deck.about.name]));
    }
    let kind = match new.kind {
        KindWord::Recall => Kind::Recall,
        KindWord::Cloze => Kind::Cloze,
        KindWord::Situation => Kind::Situation,
    };
    let text = Text { kind, front: new.front, back: new.back, note: new.note };
    let card = card::add(study, deck.row, &id, &text).map_err(|error| env.explain(error))?;
    if env.json {
        return env.print_json(&Card::of(&card, study));
    }
    writeln!(env.out, "Added {id}.")?;
    for advice in crate::domain::deck::advice::on_card(&text) {
        writeln!(env.out, "advice: {advice}")?;
    }
    Ok(())
}

fn edit(env: &mut Env, study: &Study, card: &Stored, change: Change) -> Result<(), Failure> {
    let by_options = change.front.is_some() || change.back.is_some() || change.note.is_some();
    let text = if by_options {
        Text {
            kind: card.text.kind,
            front: change.front.unwrap_or_else(|| card.text.front.clone()),
            back: change.back.unwrap_or_else(|| card.text.back.clone()),
            note: change.note.unwrap_or_else(|| card.text.note.clone()),
        }
    } else if env.interactive {
        match editor::edit(&card.text)? {
            Edited::Text(text) => text,
            Edited::Refused(reason) => {
                return Err(Failure::refused(format!("nothing changed: {reason}")));
            }
        }
    } else {
        return Err(Failure::refused("an editor needs a terminal")
            .hint("give the new text: rat card edit CARD --front TEXT --back TEXT --note TEXT"));
    };
    let edited = card::edit(study, card.row, &text).map_err(|error| env.explain(error))?;
    if env.json {
        return env.print_json(&Card::of(edited.as_ref().unwrap_or(card), study));
    }
    let words = if edited.is_some() { "is changed; its history stays" } else { "is as it was" };
    writeln!(env.out, "{} {words}.", card.id)?;
    Ok(())
}

fn suspend(env: &mut Env, study: &Study, named: &Named, suspended: bool) -> Result<(), Failure> {
    let card = find(env, study, named)?;
    let changed = card::suspend(study, card.row, suspended).map_err(|error| env.explain(error))?;
    if env.json {
        let card = find(env, study, named)?;
        return env.print_json(&Card::of(&card, study));
    }
    let words = match (suspended, changed) {
        (true, true) => "is suspended",
        (true, false) => "was suspended already",
        (false, true) => "is back in the queue",
        (false, false) => "was not suspended",
    };
    writeln!(env.out, "{} {words}.", card.id)?;
    Ok(())
}

fn history(env: &mut Env, study: &Study, named: &Named) -> Result<(), Failure> {
    let card = find(env, study, named)?;
    let history = card::history(study, card).map_err(|error| env.explain(error))?;
    if env.json {
        return env.print_json(&history.lines.iter().map(HistoryLine::of).collect::<Vec<_>>());
    }
    let width = Screen::size().0.saturating_sub(2).clamp(8, 76);
    write!(env.out, "{}", frame::text(&history_lines(&history, width)))?;
    Ok(())
}
