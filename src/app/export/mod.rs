//! Exports: what the user knows here, for other programs and for keeping.

pub mod facts;
