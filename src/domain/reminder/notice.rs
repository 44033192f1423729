//! What is put on the screen: one reminder, or several that come late in one.

use crate::domain::reminder::{Slot, Subject};

/// How many of a digest's reminders are named.
const NAMED: usize = 4;

/// A reminder to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// What it is about.
    pub subject: Subject,
    /// Which of its reminders it is.
    pub slot: Slot,
    /// Its first line.
    pub title: String,
    /// What it says.
    pub body: String,
}

/// What is to be shown together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// One reminder, which can be answered.
    One(Reminder),
    /// Several that come late, in one.
    Digest(Vec<Reminder>),
}

impl Notice {
    /// The reminders in it.
    #[must_use]
    pub fn reminders(&self) -> &[Reminder] {
        match self {
            Self::One(reminder) => std::slice::from_ref(reminder),
            Self::Digest(reminders) => reminders,
        }
    }

    /// Its first line and what it says.
    #[must_use]
    pub fn words(&self) -> (String, String) {
        match self {
            Self::One(reminder) => (reminder.title.clone(), reminder.body.clone()),
            Self::Digest(reminders) => {
                let named: Vec<&str> =
                    reminders.iter().take(NAMED).map(|reminder| reminder.body.as_str()).collect();
                let rest = reminders.len().saturating_sub(NAMED);
                let rest = if rest > 0 { format!("\nand {rest} more") } else { String::new() };
                let title = format!("rat: {} while you were away", reminders.len());
                (title, format!("{}{rest}", named.join("\n")))
            }
        }
    }
}
