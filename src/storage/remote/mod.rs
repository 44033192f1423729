//! Stores that others keep: a folder that some tool carries, a WebDAV server, a bucket.

pub mod address;
pub mod client;
pub mod key;
pub mod store;

pub use store::{Failed, Store};
