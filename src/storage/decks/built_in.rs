//! The decks shipped inside the program.

use include_dir::{Dir, include_dir};

use crate::domain::walk::read::Library;
use crate::storage::decks::format;

static DECKS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/decks");

/// A digest of all built-in decks, made when the program was built.
pub const DIGEST: &str = env!("RAT_DECKS_DIGEST");

/// The order in which a newcomer meets the techniques: those of use on the same day come first.
#[must_use]
pub fn shelf() -> Vec<&'static str> {
    DECKS
        .get_file("shelf.txt")
        .and_then(|file| file.contents_utf8())
        .unwrap_or_default()
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
}

/// The name and text of every built-in deck, in learning order.
#[must_use]
pub fn all() -> Vec<(&'static str, &'static str)> {
    let text = |name: &str| DECKS.get_file(format!("{name}.toml"))?.contents_utf8();
    shelf().into_iter().filter_map(|name| Some((name, text(name)?))).collect()
}

/// The walks of the built-in decks.
#[must_use]
pub fn walks() -> Library {
    let walk =
        |(name, text): (&str, &str)| Some((name.to_owned(), format::read(name, text).ok()?.walk?));
    all().into_iter().filter_map(walk).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::card::Kind;
    use crate::domain::deck::advice;

    #[test]
    fn every_deck_file_stands_on_the_shelf_and_the_other_way_round() {
        let mut files: Vec<String> = DECKS
            .files()
            .filter_map(|file| file.path().to_str()?.strip_suffix(".toml").map(str::to_owned))
            .collect();
        let mut shelf = shelf();
        files.sort();
        shelf.sort_unstable();
        assert_eq!(files, shelf);
    }

    #[test]
    fn every_built_in_deck_is_sound_and_earns_no_advice() {
        for (name, text) in all() {
            let deck =
                format::read(name, text).unwrap_or_else(|faults| panic!("{name}: {faults:?}"));
            assert_eq!(advice::on_deck(&deck), [], "{name}");
        }
    }

    #[test]
    fn every_call_of_a_built_in_walk_leads_somewhere_and_never_back() {
        let library = walks();
        assert!(!library.is_empty());
        for name in library.keys() {
            assert_eq!(crate::domain::walk::check::check_calls(name, &library), [], "{name}");
        }
    }

    #[test]
    fn every_built_in_deck_asks_in_all_three_ways() {
        for (name, text) in all() {
            let deck = format::read(name, text).unwrap();
            for kind in Kind::ALL {
                let cards = deck.cards.iter().filter(|card| card.text.kind == kind).count();
                assert!(cards >= 2, "{name} has {cards} of kind {}", kind.word());
            }
        }
    }

    #[test]
    fn fourteen_decks_hold_at_least_190_cards() {
        let decks = all();
        let cards: usize =
            decks.iter().map(|(name, text)| format::read(name, text).unwrap().cards.len()).sum();
        assert_eq!(decks.len(), 14);
        assert!(cards >= 190, "{cards}");
    }
}
