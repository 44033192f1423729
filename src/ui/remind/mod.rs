//! Reminders on the desktop: waiting for them, showing them, hearing the answers.

pub mod alarm;
#[cfg(target_os = "linux")]
pub mod bus;
pub mod desktop;
pub mod exchange;
pub mod login;
pub mod spare;
pub mod watch;
