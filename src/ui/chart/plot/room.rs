//! How much room texts take, without a font: rather too much than too little.

/// The size of labels, in pixels.
pub(super) const FONT: f64 = 13.0;

/// The size of a heading, in pixels.
pub(super) const HEADING: f64 = 17.0;

/// The longest name in a plot, in letters; the table has it in full.
const LETTERS: usize = 40;

/// The width of a letter as a share of its size, in fonts that are not monospace.
fn letter(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | 't' | 'f' | ' ' | '.' | ',' | ':' | ';' | '!' | '|' | '\'' => 0.45,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' => 1.0,
        'A'..='Z' => 0.8,
        ' '..='~' => 0.64,
        '\u{a0}'..='\u{24f}' => 0.9,
        // Ideographs fill a square; what is joined from several signs takes less.
        _ => 1.15,
    }
}

/// The width of a text in pixels, at most.
pub(super) fn wide(text: &str, size: f64) -> f64 {
    text.chars().map(letter).sum::<f64>() * size
}

/// Cuts a text that was cleaned to a width in pixels, and to the longest name.
pub(super) fn fit(text: &str, size: f64, room: f64) -> String {
    let mut kept: String = text.chars().take(LETTERS + 1).collect();
    if kept.chars().count() <= LETTERS && wide(&kept, size) <= room {
        return kept;
    }
    while kept.chars().count() >= LETTERS || wide(&kept, size) + size > room {
        if kept.pop().is_none() {
            return String::new();
        }
    }
    kept.truncate(kept.trim_end().len());
    kept + "…"
}

/// The labels that stand around their places without touching: as many as every so manieth gives.
pub(super) fn apart(labels: &[(f64, String)]) -> Vec<(f64, String)> {
    let free = |step: usize| {
        let mut end = f64::NEG_INFINITY;
        let some: Vec<(f64, String)> = labels.iter().step_by(step).cloned().collect();
        for (middle, label) in &some {
            let half = wide(label, FONT) / 2.0;
            if middle - half < end {
                return None;
            }
            end = middle + half + 4.0;
        }
        Some(some)
    };
    (1..=labels.len().max(1)).find_map(free).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_to_their_room_and_never_longer_than_forty_letters() {
        assert_eq!(fit("short", FONT, 100.0), "short");
        assert_eq!(fit(&"a".repeat(5_000), FONT, 1e6).chars().count(), 40);
        for text in ["Murphyjitsu for hard weeks", "目標を行動に分解してから", "🙂🙂🙂🙂🙂🙂"]
        {
            let cut = fit(text, FONT, 60.0);
            assert!(cut.ends_with('…') && wide(&cut, FONT) <= 60.0, "{cut}");
        }
        assert_eq!(fit("anything", FONT, 2.0), "");
    }

    #[test]
    fn labels_are_thinned_until_none_touch() {
        let label = |n: i32| (f64::from(n) * 10.0, "23 Nov".to_owned());
        let kept = apart(&(0..20).map(label).collect::<Vec<_>>());
        assert_eq!(kept.len(), 4, "{kept:?}");
    }
}
