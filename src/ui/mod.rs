//! Floor 4: how you see it. The only floor that prints, asks, and reads clock and environment.

pub mod chart;
pub mod cli;
pub mod clock;
pub mod env;
pub mod failure;
pub mod figures;
pub mod json;
pub mod notify;
pub mod options;
pub mod remind;
pub mod report;
pub mod session;
pub mod term;
pub mod walk;
pub mod words;
