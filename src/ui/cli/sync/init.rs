//! `rat sync init`: naming a store.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use crate::app::Study;
use crate::app::sync::{self, Joining};
use crate::storage::db;
use crate::storage::remote::address::{Address, NotAnAddress};
use crate::storage::remote::key::{Key, NotAKey};
use crate::storage::remote::key_file::KeyFile;
use crate::storage::{place, settings};
use crate::ui::cli::sync::{key_file, say};
use crate::ui::env::{self, Env};
use crate::ui::failure::Failure;
use crate::ui::term::ask;
use crate::ui::term::tell::tell;

#[derive(Args)]
pub(super) struct Options {
    #[arg(value_name = "URL", value_parser = address)]
    #[arg(help = "Where it is: file:///FOLDER, webdavs://USER@HOST/PATH or s3://BUCKET/PREFIX")]
    address: Address,
    /// What to call this device; its host name if left out
    #[arg(long, value_name = "LABEL")]
    name: Option<String>,
    /// The words of the key of the devices that share it already: a file, or - for standard input
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    #[arg(long)]
    #[arg(
        help = "Wrap the key on this device by a passphrase, asked for (or in RAT_SYNC_PASSPHRASE)"
    )]
    passphrase: bool,
    /// Sync unasked from now on: after a session, and with the reminders
    #[arg(long)]
    auto: bool,
}

#[derive(Serialize)]
struct Json<'a> {
    store: String,
    name: &'a str,
    joined: bool,
    words: Option<String>,
    #[serde(flatten)]
    synced: say::Json<'a>,
}

/// Reads an address; a folder may be written from where the user is.
fn address(text: &str) -> Result<Address, NotAnAddress> {
    if text.trim().is_empty() || text.contains("://") {
        return text.parse();
    }
    let path = std::path::absolute(text).unwrap_or_else(|_| text.into());
    path.to_string_lossy().parse()
}

/// The most characters of what a device is called.
const LABEL: usize = 40;

pub(super) fn run(env: &mut Env, options: &Options) -> Result<(), Failure> {
    let label = label(options)?;
    let study = env.study()?;
    let address = &options.address;
    if let Address::Folder(folder) = address {
        apart(folder, env)?;
    }
    if options.key.is_none() && again(env, &study, address)? {
        return Ok(());
    }
    let (key, fresh) = match &options.key {
        Some(file) => (read(env, file)?, false),
        None => (Key::of(env::random_bits()?), true),
    };
    let passphrase = if options.passphrase { Some(new_passphrase(env)?) } else { None };
    let joining =
        Joining { address, label: &label, key: key.clone(), passphrase: passphrase.as_deref() };
    let joined = sync::join(&study, &key_file(env), &env::access(), &joining);
    let joined = joined.map_err(|error| env.explain(error))?;
    if options.auto {
        set_auto(env)?;
    }
    let words = key.words().map_err(|error| unread(&error))?;
    let words = fresh.then_some(words);
    if !env.json {
        tell(env, &format!("This device, {label}, shares {address} from now on."))?;
        if let Some(words) = &words {
            say::words(env, words, &address.to_string())?;
        }
    }
    let synced = super::exchanged(env, &study, false)?;
    if env.json {
        let (store, synced) = (address.to_string(), say::Json::of(&synced, false));
        let joined = joined.others;
        return env.print_json(&Json { store, name: &label, joined, words, synced });
    }
    say::synced(env, &synced, false)
}

/// Goes on where the same command was cut short: the store is named already, its key is here.
fn again(env: &mut Env, study: &Study, address: &Address) -> Result<bool, Failure> {
    let known = db::store::known(&study.db).map_err(|error| env.blame(error))?;
    if known.is_none_or(|known| known.address != address.whole()) {
        return Ok(false);
    }
    if !env.json {
        tell(env, "This device shares that store already.")?;
        if env.interactive {
            let passphrase = super::passphrase(env)?;
            let key = sync::kept_key(&key_file(env), passphrase.as_deref());
            let key = key.map_err(|error| env.explain(error))?;
            let words = key.words().map_err(|error| unread(&error))?;
            say::words(env, &words, &address.to_string())?;
        }
    }
    let synced = super::exchanged(env, study, false)?;
    say::synced(env, &synced, false)?;
    Ok(true)
}

fn label(options: &Options) -> Result<String, Failure> {
    let label = options.name.clone().unwrap_or_else(place::host);
    let fits = crate::domain::text::statement("name of a device", &label, LABEL);
    fits.map_err(|error| Failure::usage(error.to_string()))
}

/// Refuses a folder that the database lies in: a tool that carries it would tear it to pieces.
fn apart(folder: &Path, env: &Env) -> Result<(), Failure> {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if real(&env.data_dir).starts_with(real(folder)) {
        let said = format!("your data lies in {}, which is to be carried", folder.display());
        return Err(Failure::refused(said)
            .hint("a database that is carried while it is written is torn to pieces;")
            .hint("name a folder of its own for the store: only what is sealed goes there"));
    }
    Ok(())
}

/// Reads a key from a file or from standard input.
pub(super) fn read(env: &mut Env, file: &Path) -> Result<Key, Failure> {
    let written = if file != Path::new("-") {
        let bytes = KeyFile::at(file).written().map_err(|error| env.blame(error))?;
        bytes.ok_or_else(|| Failure::refused(format!("there is no file {}", file.display())))?
    } else if env.interactive {
        ask::text(env, "The 24 words of the key", "")?.into_bytes()
    } else {
        let mut bytes = Vec::new();
        std::io::stdin().lock().take(1 << 16).read_to_end(&mut bytes)?;
        bytes
    };
    let wrapped = crate::storage::remote::key::is_wrapped(&written);
    let passphrase = match (wrapped, env::variable("RAT_SYNC_PASSPHRASE")) {
        (true, None) if env.interactive => Some(ask::secret(env, "Passphrase of the key")?),
        (_, set) => set,
    };
    Key::read(&written, passphrase.as_deref()).map_err(|error| unread(&error))
}

/// Says what is wrong with a key.
pub(super) fn unread(error: &NotAKey) -> Failure {
    let failure = Failure::refused(error.to_string());
    match error {
        NotAKey::Word { near, .. } => failure.near(near),
        NotAKey::Wrapped => failure.hint("set RAT_SYNC_PASSPHRASE, or run it in a terminal"),
        NotAKey::Count(_) | NotAKey::Sum | NotAKey::Other => {
            failure.hint("rat sync key export shows the words, on a device that has the key")
        }
        NotAKey::Passphrase => failure,
    }
}

/// A new passphrase, asked for twice.
pub(super) fn new_passphrase(env: &mut Env) -> Result<String, Failure> {
    if let Some(set) = env::variable("RAT_SYNC_PASSPHRASE").filter(|set| !set.is_empty()) {
        return Ok(set);
    }
    if !env.interactive {
        return Err(Failure::refused("a passphrase is asked for in a terminal")
            .hint("elsewhere set RAT_SYNC_PASSPHRASE"));
    }
    let one = ask::secret(env, "New passphrase")?;
    if one.is_empty() {
        return Err(Failure::refused("an empty passphrase wraps nothing"));
    }
    if ask::secret(env, "The same again")? != one {
        return Err(Failure::refused("the two were not the same").hint("nothing was changed"));
    }
    Ok(one)
}

fn set_auto(env: &mut Env) -> Result<(), Failure> {
    use crate::domain::settings::key::{Key, Value};
    let auto = Value::Text(crate::domain::settings::AutoSync::Auto.word().to_owned());
    settings::store(&env.config_path(), &Key::Sync, &auto).map_err(|error| env.blame(error))
}
