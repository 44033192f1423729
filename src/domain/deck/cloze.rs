//! Sentences with gaps: `Plans {{fire}} on triggers.`

/// A sentence taken apart at its gaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cloze<'a> {
    parts: Vec<Part<'a>>,
    unbalanced: bool,
}

/// A piece of a cloze.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// Words that are always shown.
    Shown(&'a str),
    /// Words that the question hides.
    Gap(&'a str),
}

/// What is wrong with the gaps of a cloze.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GapFault {
    /// Nothing is hidden.
    #[error("has no gap; write what is to be recalled between {{{{ and }}}}")]
    None,
    /// A gap hides nothing.
    #[error("has an empty gap")]
    Empty,
    /// An opening or closing mark has no partner.
    #[error("has {{{{ without }}}} or }}}} without {{{{")]
    Unbalanced,
}

impl<'a> Cloze<'a> {
    /// Takes a sentence apart; marks without a partner are kept as words and remembered as a fault.
    #[must_use]
    pub fn read(text: &'a str) -> Self {
        let (mut parts, mut rest, mut unbalanced) = (Vec::new(), text, false);
        while let Some((shown, after)) = rest.split_once("{{") {
            let Some((gap, tail)) = after.split_once("}}") else {
                break;
            };
            unbalanced |= shown.contains("}}") || gap.contains("{{");
            parts.extend([Part::Shown(shown), Part::Gap(gap)]);
            rest = tail;
        }
        unbalanced |= rest.contains("{{") || rest.contains("}}");
        parts.push(Part::Shown(rest));
        Self { parts, unbalanced }
    }

    /// The pieces in order.
    #[must_use]
    pub fn parts(&self) -> &[Part<'a>] {
        &self.parts
    }

    /// The sentence with `[...]` for each gap.
    #[must_use]
    pub fn hidden(&self) -> String {
        self.with(|_| "[...]")
    }

    /// The sentence with its gaps filled.
    #[must_use]
    pub fn whole(&self) -> String {
        self.with(|gap| gap)
    }

    /// Says what is wrong with the gaps, if anything.
    #[must_use]
    pub fn fault(&self) -> Option<GapFault> {
        let gaps = || {
            self.parts.iter().filter_map(|part| match part {
                Part::Gap(gap) => Some(*gap),
                Part::Shown(_) => None,
            })
        };
        if self.unbalanced {
            Some(GapFault::Unbalanced)
        } else if gaps().any(|gap| gap.trim().is_empty()) {
            Some(GapFault::Empty)
        } else if gaps().next().is_none() {
            Some(GapFault::None)
        } else {
            None
        }
    }

    fn with(&self, fill: impl Fn(&'a str) -> &'a str) -> String {
        let piece = |part: &Part<'a>| match *part {
            Part::Shown(words) => words,
            Part::Gap(gap) => fill(gap),
        };
        self.parts.iter().map(piece).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_that_is_never_closed_is_a_fault() {
        assert_eq!(Cloze::read("a {{b").fault(), Some(GapFault::Unbalanced));
        assert_eq!(Cloze::read("a b}} c {{d}}").fault(), Some(GapFault::Unbalanced));
    }

    #[test]
    fn a_gap_that_hides_nothing_is_a_fault() {
        assert_eq!(Cloze::read("a {{ }} b").fault(), Some(GapFault::Empty));
    }

    #[test]
    fn a_sentence_is_put_together_again_as_it_was() {
        let text = "{{When}} the kettle boils, {{stretch}}";
        assert_eq!(Cloze::read(text).whole(), "When the kettle boils, stretch");
        assert_eq!(Cloze::read(text).hidden(), "[...] the kettle boils, [...]");
        assert_eq!(Cloze::read(text).fault(), None);
    }
}
