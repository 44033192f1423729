//! `rat sync key`: the key of the store.

use std::io::Write as _;
use std::path::PathBuf;

use clap::Subcommand;
use serde_json::json;

use crate::app::progress::{Doing, Watch};
use crate::app::sync;
use crate::storage::remote::key::Key;
use crate::storage::{Error, whole::Whole};
use crate::ui::cli::sync::{init, key_file, link, passphrase, say};
use crate::ui::env::{self, Env};
use crate::ui::failure::Failure;
use crate::ui::term::progress::Bar;
use crate::ui::term::tell::tell;

#[derive(Subcommand)]
pub(super) enum Action {
    /// Show the words of the key, to carry to another device; they open everything
    Export {
        /// Write it to a file instead
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
        /// Wrap it by a passphrase, asked for (or in RAT_SYNC_PASSPHRASE)
        #[arg(long, requires = "to")]
        passphrase: bool,
    },
    /// Take the key that another device shows: after it was changed there
    Import {
        /// The words, or a wrapped key: a file, or - for standard input
        file: PathBuf,
        /// Wrap it on this device by a passphrase
        #[arg(long)]
        passphrase: bool,
    },
    /// Change the key and seal everything anew: after a device was lost. The other devices need the new one
    Rotate {
        /// Wrap it on this device by a passphrase
        #[arg(long)]
        passphrase: bool,
    },
}

pub(super) fn run(env: &mut Env, action: &Action) -> Result<(), Failure> {
    match action {
        Action::Export { to, passphrase } => export(env, to.as_ref(), *passphrase),
        Action::Import { file, passphrase } => {
            let study = env.study()?;
            let key = init::read(env, file)?;
            let wrap = if *passphrase { Some(init::new_passphrase(env)?) } else { None };
            let file = key_file(env);
            let taken = sync::import_key(&study, &file, &env::access(), (&key, wrap.as_deref()));
            taken.map_err(|error| env.explain(error))?;
            tell(env, "The key is on this device. rat sync uses it from now on.")
        }
        Action::Rotate { passphrase } => rotate(env, *passphrase),
    }
}

fn words(key: &Key) -> Result<String, Failure> {
    key.words().map_err(|error| Failure::refused(error.to_string()))
}

fn export(env: &mut Env, to: Option<&PathBuf>, wrap: bool) -> Result<(), Failure> {
    let known = passphrase(env)?;
    let key =
        sync::kept_key(&key_file(env), known.as_deref()).map_err(|error| env.explain(error))?;
    let Some(path) = to else {
        let words = words(&key)?;
        if env.json {
            return env.print_json(&json!({ "words": words }));
        }
        return Ok(writeln!(env.out, "{words}")?);
    };
    let wrap = if wrap { Some(init::new_passphrase(env)?) } else { None };
    let written = key.written(wrap.as_deref()).map_err(|error| env.blame(error))?;
    let mut file = Whole::begin(path).map_err(|error| env.blame(error))?;
    let written = file.write_all(&written).map_err(Error::Unwritten).and_then(|()| file.keep());
    written.map_err(|error| env.blame(error))?;
    let sort = if wrap.is_some() { "The key, wrapped by the passphrase," } else { "The key" };
    tell(env, &format!("{sort} is in {}.", path.display()))
}

fn rotate(env: &mut Env, wrap: bool) -> Result<(), Failure> {
    let study = env.study()?;
    let link = link(env, &study)?;
    let wrap = if wrap { Some(init::new_passphrase(env)?) } else { passphrase(env)? };
    let address = link.known.address.clone();
    let fresh = Key::of(env::random_bits()?);
    let bar = Bar::of(env, Doing::Fetching, true);
    let file = key_file(env);
    let see = |progress| bar.see(progress);
    let key = sync::rotate(link, &file, (fresh, wrap.as_deref()), Watch::new(&see));
    bar.end();
    let words = words(&key.map_err(|error| env.explain(error))?)?;
    if env.json {
        return env.print_json(&json!({ "words": words }));
    }
    tell(
        env,
        "Everything in the store is sealed under a new key; the old one opens nothing there.",
    )?;
    let address = address.parse::<crate::storage::remote::address::Address>();
    say::new_words(env, &words, address.is_ok())
}
