//! Trigger-action plans: what they are, what happened to them, how well they hold.
//!
//! Two traces are kept apart: [`recall`] (can I say the action when I think of the trigger?) and
//! enactment ([`outcome`], [`strength`], [`stage`]: does it happen?). [`trace`] folds both from the
//! plan's facts.

pub mod advice;
pub mod automaticity;
pub mod daily;
pub mod diagnosis;
pub mod installing;
pub mod lint;
pub mod outcome;
pub mod plan;
pub mod recall;
pub mod stage;
pub mod strength;
pub mod switchback;
pub mod trace;
