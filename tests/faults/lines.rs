//! Facts in JSON that nobody wrote.
