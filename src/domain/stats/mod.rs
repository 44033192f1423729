//! Looking back: what was done, how well it was recalled, what is coming.

pub mod activity;
pub mod calibration;
pub mod distribution;
pub mod forecast;
pub mod rate;
pub mod spent;
pub mod streak;
pub mod week;
