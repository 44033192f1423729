//! What a desktop is to the watch: something that shows notices, and speaks up when one is answered.

/// Why the watch wakes up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wake {
    /// The moment has come, or the clock was set.
    Time,
    /// Something was logged, made or set.
    Changed,
    /// A button of a notice was pressed.
    Pressed(u32, Button),
    /// A notice was put away by the user.
    PutAway(u32),
    /// A notice is gone for another reason.
    Gone(u32),
    /// The desktop is gone, with all that stood on it.
    Lost,
    /// A desktop is there.
    Back,
    /// The watch is to end.
    Stop,
}

/// A button of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Button {
    /// The plan fired.
    Did,
    /// Its trigger was noticed, no more.
    Noticed,
    /// Its trigger was missed.
    Missed,
    /// Later.
    Snooze,
    /// Begin the daily session.
    Review,
    /// It works; only where that is what is asked.
    Works,
}

impl Button {
    /// Every button.
    pub const ALL: [Self; 6] =
        [Self::Did, Self::Noticed, Self::Missed, Self::Snooze, Self::Review, Self::Works];

    /// What the desktop calls it.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Did => "did",
            Self::Noticed => "noticed",
            Self::Missed => "missed",
            Self::Snooze => "snooze",
            Self::Review => "review",
            Self::Works => "works",
        }
    }

    /// What stands on it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Did => "Did it",
            Self::Noticed => "Noticed",
            Self::Missed => "Missed",
            Self::Snooze => "Snooze",
            Self::Review => "Start review",
            Self::Works => "It works",
        }
    }

    /// The button the desktop means.
    #[must_use]
    pub fn of(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|button| button.key() == key)
    }
}

/// A notice as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet<'a> {
    /// Its first line.
    pub title: &'a str,
    /// What it says.
    pub body: &'a str,
    /// Its buttons.
    pub buttons: &'a [Button],
    /// How many seconds it stays; 0 until it is answered.
    pub seconds: u32,
}

/// Something that shows notices.
pub trait Desktop {
    /// Shows a notice; returns the number it goes by.
    ///
    /// # Errors
    /// When there is nobody to show it, with the reason.
    fn show(&mut self, sheet: &Sheet<'_>) -> Result<u32, String>;

    /// Takes a notice down, if it still stands.
    fn take_down(&mut self, number: u32);

    /// Whether its notices have buttons.
    fn has_buttons(&self) -> bool;

    /// Whether it says so itself when it is there again, and need not be looked for.
    fn speaks_up(&self) -> bool {
        false
    }
}
