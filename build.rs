//! Embeds a digest of `decks/`, so that a running binary knows without parsing anything whether
//! the database has already taken its decks up.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::Path;
use std::{fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=decks");
    println!("cargo::rerun-if-changed=migrations");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-env=RAT_DECKS_DIGEST={:016x}", digest(Path::new("decks"))?);
    Ok(())
}

/// Hashes the names and contents of every file in `folder`, in the order of their names.
fn digest(folder: &Path) -> io::Result<u64> {
    let mut paths =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    let mut hasher = DefaultHasher::new();
    for path in paths {
        path.file_name().hash(&mut hasher);
        fs::read(&path)?.hash(&mut hasher);
    }
    Ok(hasher.finish())
}
