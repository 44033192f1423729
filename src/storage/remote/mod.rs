//! Stores that others keep: a folder that some tool carries, a WebDAV server, a bucket.

pub mod address;
pub mod client;
mod failed;
pub mod key;
pub mod key_file;
pub mod store;

pub use failed::Failed;
pub use store::Store;
