//! Sync over real stores: a folder, `WebDAV` and S3 by servers of different making, and what goes wrong with
//! them. All that is ever spoken to is on this machine. `scripts/test` installs the servers; the Python
//! that has them is named by `RAT_SYNC_PYTHON`:
//!
//! `RAT_SYNC_PYTHON=VENV/bin/python cargo test --features remote-sync --test sync -- --ignored`
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail loudly"
)]
#![allow(clippy::indexing_slicing, reason = "JSON is indexed by the shapes it is checked for")]
#![allow(clippy::print_stdout, reason = "the tests tell their figures")]
#![allow(clippy::disallowed_methods, reason = "tests run and wait for real processes")]

/// The tests of a module, one for each store that is reached through a server.
macro_rules! servers {
    ($name:ident) => {
        #[test]
        #[ignore = "needs rclone from PyPI; run by scripts/test"]
        fn on_webdav_of_rclone() {
            super::$name(crate::stores::Kind::RcloneDav);
        }

        #[test]
        #[ignore = "needs Apache; run by scripts/test"]
        fn on_webdav_of_apache() {
            super::$name(crate::stores::Kind::Apache);
        }

        #[test]
        #[ignore = "needs moto from PyPI; run by scripts/test"]
        fn on_s3_of_moto() {
            super::$name(crate::stores::Kind::Moto);
        }

        #[test]
        #[ignore = "needs rclone from PyPI; run by scripts/test"]
        fn on_s3_of_rclone() {
            super::$name(crate::stores::Kind::RcloneS3);
        }
    };
}

/// Makes a test of each store that is reached through a server.
macro_rules! on_every_server {
    ($name:ident) => {
        mod $name {
            servers!($name);
        }
    };
}

/// Makes a test of each store there is.
macro_rules! in_every_store {
    ($name:ident) => {
        mod $name {
            #[test]
            fn in_a_folder() {
                super::$name(crate::stores::Kind::Folder);
            }

            servers!($name);
        }
    };
}

#[path = "../faults/disk.rs"]
mod disk;
#[path = "../cli/home.rs"]
#[allow(dead_code, reason = "the tests of commands use more of it")]
mod home;

mod device;
mod http;
mod leftovers;
mod proxy;
mod server;
mod stores;

mod access;
mod away;
mod converging;
mod copied;
mod damage;
mod full;
mod keys;
mod kills;
mod stranger;
mod telling;
mod trying;
mod untidy;
