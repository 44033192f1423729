//! Naming things by prefix, and guessing what was meant.

/// How alike two names must be, 0-1, to be offered for each other.
const ALIKE: f64 = 0.72;

/// The names nearest to `wanted`, at most `limit`, the likeliest first: those that contain it, then
/// those that are spelled much alike.
#[must_use]
pub fn near<'a>(
    wanted: &str,
    names: impl IntoIterator<Item = &'a str>,
    limit: usize,
) -> Vec<&'a str> {
    let wanted = wanted.to_lowercase();
    let likeness = |name: &str| {
        let whole = strsim::jaro_winkler(&wanted, name);
        let parts = name.split(['/', '-']).map(|part| strsim::jaro_winkler(&wanted, part) * 0.97);
        let best = parts.fold(whole, f64::max);
        if !wanted.is_empty() && name.contains(&wanted) { best + 1.0 } else { best }
    };
    let mut scored: Vec<(f64, &str)> = names
        .into_iter()
        .map(|name| (likeness(name), name))
        .filter(|(score, _)| *score >= ALIKE)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    scored.into_iter().take(limit).map(|(_, name)| name).collect()
}

/// Keeps the letters and digits of a text, with one blank where anything else stood.
#[must_use]
pub fn plain_words(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Makes a name of small letters, digits and hyphens of a text in any script, of at most `longest` bytes:
/// whole words as long as they fit. Empty when the text has neither letters nor digits.
#[must_use]
pub fn slug(text: &str, longest: usize) -> String {
    let letters = deunicode::deunicode(text).to_ascii_lowercase();
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { ' ' };
    let letters: String = letters.chars().map(plain).collect();
    let mut slug = String::new();
    for word in letters.split_whitespace() {
        let length = slug.len() + usize::from(!slug.is_empty()) + word.len();
        if length > longest {
            if slug.is_empty() {
                slug.extend(word.chars().take(longest));
            }
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_made_of_a_text_in_any_script() {
        assert_eq!(slug("Español::Verbos (ser/estar)", 40), "espanol-verbos-ser-estar");
        assert_eq!(slug("日本語", 40), "ri-ben-yu");
        assert_eq!(slug("…!", 40), "");
    }

    #[test]
    fn a_name_ends_with_a_whole_word_where_it_can() {
        assert_eq!(slug("one two three", 9), "one-two");
        assert_eq!(slug("supercalifragilistic", 5), "super");
    }

    const DECKS: [&str; 4] = ["goal-factoring", "focusing", "double-crux", "internal-double-crux"];

    #[test]
    fn a_typing_error_finds_the_name_that_was_meant() {
        assert_eq!(near("goal-factorng", DECKS, 3).first(), Some(&"goal-factoring"));
        assert_eq!(near("fokusing", DECKS, 1), ["focusing"]);
    }

    #[test]
    fn a_part_of_a_name_finds_every_name_that_has_it() {
        assert_eq!(near("crux", DECKS, 3), ["double-crux", "internal-double-crux"]);
    }

    #[test]
    fn nothing_is_offered_for_what_resembles_nothing() {
        assert!(near("xyzzy", DECKS, 3).is_empty());
    }
}
