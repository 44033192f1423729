//! Files that all devices share: whether this device has said something new, or is to follow others.

/// What is to be done about a shared file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// It says what all say, or nobody says anything.
    Leave,
    /// It was changed here: the others are to hear of it.
    Say,
    /// Others changed it: it is to follow.
    Follow,
    /// Here it says something else, and this device has never shared it before: the others' word holds, and
    /// what was here is kept aside.
    Yield,
}

/// What stands in a file, or in the facts about it; the outer level is whether anything is known.
pub type Said<'a> = Option<Option<&'a str>>;

/// Decides by what the file says `here` (none if it is not there), what it said when it was `last` in line
/// with the facts, as a sum (none if it never was), and what the facts say (none if they say nothing).
#[must_use]
pub fn act(
    here: Option<&str>,
    last: Option<i64>,
    said: Said<'_>,
    sum: impl Fn(&str) -> i64,
) -> Act {
    let unchanged = here.map(sum) == last;
    match (said, here) {
        (None, None) => Act::Leave,
        (Some(said), here) if said == here => Act::Leave,
        (Some(_), _) if unchanged => Act::Follow,
        (Some(Some(_)), Some(_)) if last.is_none() => Act::Yield,
        (None | Some(_), _) => Act::Say,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decide(here: Option<&str>, last: Option<&str>, said: Said<'_>) -> Act {
        let sum = |text: &str| text.len().cast_signed() as i64;
        act(here, last.map(sum), said, sum)
    }

    #[test]
    fn what_was_changed_here_is_said() {
        assert_eq!(decide(Some("new!"), Some("old"), Some(Some("old"))), Act::Say);
        assert_eq!(decide(None, Some("old"), Some(Some("old"))), Act::Say);
        assert_eq!(decide(Some("new"), None, None), Act::Say);
    }

    #[test]
    fn what_others_changed_is_followed() {
        assert_eq!(decide(Some("old"), Some("old"), Some(Some("new!"))), Act::Follow);
        assert_eq!(decide(Some("old"), Some("old"), Some(None)), Act::Follow);
        assert_eq!(decide(None, None, Some(Some("new"))), Act::Follow);
    }

    #[test]
    fn whoever_joins_hears_the_others_first() {
        assert_eq!(decide(Some("mine!"), None, Some(Some("theirs"))), Act::Yield);
    }

    #[test]
    fn a_file_that_was_given_up_elsewhere_and_made_anew_here_is_said() {
        assert_eq!(decide(Some("mine"), None, Some(None)), Act::Say);
    }

    #[test]
    fn what_is_the_same_is_left_alone() {
        assert_eq!(decide(Some("a"), None, Some(Some("a"))), Act::Leave);
        assert_eq!(decide(None, Some("a"), Some(None)), Act::Leave);
        assert_eq!(decide(None, None, None), Act::Leave);
    }
}
