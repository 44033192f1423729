//! Places beside the answers: what was noted or recalled. Their marks cannot begin a step's key.

/// Where notes beside an answer are kept, as a list.
#[must_use]
pub fn note(place: &str) -> String {
    format!("#{place}")
}

/// Where it is kept whether a step was named before it was shown.
#[must_use]
pub fn recall(name: &str) -> String {
    format!("~{name}")
}

/// The name of a step that was to be recalled, if this is its place.
#[must_use]
pub fn recalled(place: &str) -> Option<&str> {
    place.strip_prefix('~')
}

/// Whether an answer to a question is kept here, and not something beside it.
#[must_use]
pub fn is_answer(place: &str) -> bool {
    !place.starts_with(['#', '~'])
}
