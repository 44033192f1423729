//! What `rat doctor` says of the store.

use crate::app::Study;
use crate::app::doctor::{Check, Found, Part};
use crate::app::sync::{self, Status};
use crate::domain::text::count;
use crate::storage::place;
use crate::storage::remote::address::Address;
use crate::ui::cli::sync::key_file;
use crate::ui::env::Env;

/// Looks whether the database lies where it is carried away, and whether the store is in order as far as it
/// was seen last.
pub(in crate::ui::cli) fn check(env: &Env, study: Option<&Study>) -> Check {
    let status = study.and_then(|study| sync::status(study).ok());
    let mut doubts = Vec::new();
    doubts.extend(carried(env, status.as_ref()));
    let Some(status) = status else {
        return Check::unless(Part::Sync, Found::Doubtful, doubts, "no store is shared");
    };
    let keys = key_file(env);
    let key = keys.path();
    if !key.exists() {
        doubts.push(
            "the key of the store is gone: rat sync key import - takes it from another device"
                .to_owned(),
        );
    } else if let Some(rights) = place::open_to_others(key) {
        let key = key.display();
        doubts.push(format!("others may read the key ({rights}): chmod go-rwx {key}"));
    }
    for (name, why) in &status.damaged {
        doubts.push(format!("{name} in the store cannot be read: {why}"));
    }
    for (from, why) in &status.waiting {
        doubts.push(format!("something of {from} in the store waits for {why}"));
    }
    let others = count(others(&status) as u64, "other device");
    let fine = format!("{} with {others}", status.address);
    Check::unless(Part::Sync, Found::Doubtful, doubts, &fine)
}

fn others(status: &Status) -> usize {
    status.devices.iter().filter(|device| !device.here).count()
}

/// Warns of a database in a folder that is carried: what is written meanwhile tears it to pieces.
fn carried(env: &Env, status: Option<&Status>) -> Option<String> {
    let real = env.data_dir.canonicalize().unwrap_or_else(|_| env.data_dir.clone());
    let store = status.and_then(|status| status.address.parse().ok());
    let within = store.is_some_and(|store: Address| match store {
        Address::Folder(folder) => real.starts_with(folder.canonicalize().unwrap_or(folder)),
        Address::WebDav(_) | Address::S3 { .. } => false,
    });
    let tool = place::carrier(&env.data_dir).or(within.then_some("the store's folder"))?;
    let folder = env.data_dir.display();
    Some(format!(
        "the database lies in {folder}, which {tool} carries: move it out of there (rat sync does that work)"
    ))
}
