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

#[cfg(test)]
mod tests {
    use super::*;

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
