//! The scheduler: what a review does to a memory, when a card comes back, and in which order.

pub mod era;
pub mod fuzz;
pub mod history;
pub mod interval;
pub mod leech;
pub mod memory;
pub mod moves;
pub mod queue;
pub mod state;
pub mod version;
