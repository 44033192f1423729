//! Cards for Anki, with all that was reviewed and where each stands.

use std::io::Write;

use crate::app::export::Written;
use crate::app::progress::{Doing, Watch};
use crate::app::{Error, Study, settle};
use crate::domain::schedule::history::{Line, Role, Standing, replay};
use crate::domain::schedule::state::State;
use crate::storage::db::card::Stored;
use crate::storage::db::deck;
use crate::storage::db::{self, Db};
use crate::storage::formats::Refused;
use crate::storage::formats::anki::write::{Answer, Card, Setting, Writer};
use crate::storage::formats::anki::{self};
use crate::storage::{self};

/// Writes a package of all decks, or of one, that Anki reads.
///
/// `watch` is told how many cards of how many are written.
///
/// # Errors
/// When the database cannot be read or the package cannot be written.
pub fn write(
    study: &Study,
    deck: Option<i64>,
    to: &mut dyn Write,
    watch: Watch<'_>,
) -> Result<Written, Error> {
    study.db.read(|db| {
        let parameters = study.models.cards.present().parameters();
        let setting = Setting {
            now: study.now,
            rollover: study.settings.rollover,
            parameters: parameters.numbers(),
            retention: study.settings.terms("").retention,
            longest: study.settings.terms("").longest,
        };
        let mut writer = Writer::begin(setting).map_err(failed)?;
        let titles = deck::all(db)?;
        let cards = db::card::list(db, deck, &[])?;
        let (total, mut count) = (cards.len() as u64, 0);
        let eras = settle::card::eras(db)?;
        for card in cards {
            let title = titles.iter().find(|deck| deck.row == card.deck);
            let title = title.map_or("", |deck| deck.about.title.as_str());
            let reviews = db::review::of_card(db, card.row)?;
            let carried = db::carried::of_card(db, card.row)?;
            let lines = replay(&eras, &card.id, &reviews, &carried).lines;
            one(study, db, &mut writer, (&card, title, &lines))?;
            count += 1;
            watch.tell(Doing::Writing, count, total)?;
        }
        writer.finish(to).map_err(failed)?;
        Ok(Written { count, left_out: 0 })
    })
}

fn failed(refused: Refused) -> Error {
    match refused {
        Refused::Unreadable(error) => storage::Error::Unwritten(error).into(),
        Refused::Wrong(_) | Refused::TooNew { .. } | Refused::TooMuch { .. } => {
            storage::Error::Strange(refused.to_string()).into()
        }
    }
}

/// Writes a card and its answers.
fn one(
    study: &Study,
    db: &Db,
    writer: &mut Writer<'_>,
    (card, title, lines): (&Stored, &str, &[Line]),
) -> Result<(), Error> {
    let State { suspended, due, standing, .. } = card.state;
    let modified = db::edit::of_card(db, card.row)?.last().map_or(0, |edit| edit.1);
    let tags = [format!("rat::{}", card.id.deck()), card.text.kind.word().to_owned()];
    let leech = standing.is_some_and(|standing| standing.leech);
    let tags: Vec<String> = tags.into_iter().chain(leech.then(|| "leech".to_owned())).collect();
    let last = lines.iter().rfind(|line| line.role != Role::Drill).map(|line| line.review.at);
    let brought = db::carried::of_card(db, card.row)?.last().map(|carried| carried.at);
    let number = writer
        .card(&Card {
            name: &card.id,
            deck: title,
            text: &card.text,
            tags: &tags,
            modified,
            suspended,
            buried: standing.is_some_and(|standing| due > standing.due),
            standing: standing.map(|standing| anki::Standing {
                due: standing.due,
                interval: standing.interval,
                stability: Some(standing.memory.stability()),
                difficulty: Some(standing.memory.difficulty()),
                last: last.max(brought),
                lapses: standing.lapses,
                reps: standing.count,
                retention: Some(study.settings.terms(card.id.deck()).retention),
            }),
        })
        .map_err(failed)?;
    let mut before: Option<Standing> = None;
    for line in lines {
        let answer = Answer {
            card: number,
            at: line.review.at,
            rating: line.review.rating,
            took: line.review.took,
            scored: line.role != Role::Drill,
            before: before.map(|standing| standing.interval),
            after: line.standing.map(|standing| standing.interval),
            difficulty: line.standing.map(|standing| standing.memory.difficulty()),
        };
        writer.answer(&answer).map_err(failed)?;
        before = line.standing;
    }
    Ok(())
}
