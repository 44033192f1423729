//! `rat sync`: the same facts on all devices.

mod check;
mod init;
mod key;
mod say;

pub(super) use check::check;

use clap::{Args, Subcommand};

use crate::app::Study;
use crate::app::progress::{Doing, Watch};
use crate::app::sync::{self, Folders, Link, Synced};
use crate::domain::settings::AutoSync;
use crate::domain::text::harmless;
use crate::storage::db;
use crate::storage::remote::key as stored;
use crate::storage::remote::key_file::KeyFile;
use crate::ui::env::{self, Env};
use crate::ui::failure::Failure;
use crate::ui::term::ask;
use crate::ui::term::progress::Bar;
use crate::ui::term::tell::tell;

/// What a store is and what it learns.
pub(super) const HELP: &str = "A store is a folder that Syncthing, Dropbox or a shared disk carries \
    (file:///FOLDER), a WebDAV server (webdavs://USER@HOST/PATH; the password in RAT_SYNC_PASSWORD), or an \
    object store (s3://BUCKET/PREFIX; AWS_* variables and AWS_PROFILE as usual). What lies in it is sealed: \
    it shows sizes, counts and times. WebDAV and S3 need a build with the feature remote-sync.";

#[derive(Args)]
pub(super) struct Options {
    #[command(subcommand)]
    action: Option<Action>,
    /// Only say what would come in and go out
    #[arg(long, short = 'n')]
    dry_run: bool,
}

#[derive(Subcommand)]
enum Action {
    /// Name the store this device shares; make its key, or join with the words of another device
    Init(init::Options),
    /// How things stood when the store was last looked at
    Status,
    /// Take a device that is gone for good out of the store; what it did stays done
    Forget {
        /// What it is called, or the beginning of its own name
        device: String,
    },
    /// Share the store no more; nothing is lost, here or there
    Leave,
    /// The key of the store: show it, take another device's, change it
    #[command(subcommand)]
    Key(key::Action),
}

pub(super) fn run(env: &mut Env, options: &Options) -> Result<(), Failure> {
    match &options.action {
        Some(Action::Init(options)) => init::run(env, options),
        Some(Action::Status) => {
            let study = env.study()?;
            let status = sync::status(&study).map_err(|error| env.explain(error))?;
            say::status(env, &status, study.now)
        }
        Some(Action::Forget { device }) => forget(env, device),
        Some(Action::Leave) => {
            let study = env.study()?;
            let address = sync::leave(&study).map_err(|error| env.explain(error))?;
            tell(env, &format!("This device shares {address} no more. What it sent stays there."))
        }
        Some(Action::Key(action)) => key::run(env, action),
        None => exchange(env, options.dry_run),
    }
}

/// The file of the key: beside the database.
fn key_file(env: &Env) -> KeyFile {
    KeyFile::at(env.data_dir.join("sync.key"))
}

/// The passphrase that wraps the key, if one does: from the environment, or asked for.
fn passphrase(env: &mut Env) -> Result<Option<String>, Failure> {
    let written = key_file(env).written().map_err(|error| env.blame(error))?;
    if !written.is_some_and(|written| stored::is_wrapped(&written)) {
        return Ok(None);
    }
    match env::variable("RAT_SYNC_PASSPHRASE") {
        Some(passphrase) => Ok(Some(passphrase)),
        None if env.interactive => ask::secret(env, "Passphrase of the key").map(Some),
        None => Ok(None),
    }
}

/// Opens the store that this device shares.
fn link<'a>(env: &mut Env, study: &'a Study) -> Result<Link<'a>, Failure> {
    let file = key_file(env);
    if db::store::known(&study.db).map_err(|error| env.blame(error))?.is_none() {
        return Err(env.explain(sync::Fault::NotSetUp.into()));
    }
    let passphrase = passphrase(env)?;
    let link = sync::link(study, &file, &env::access(), passphrase.as_deref());
    let link = link.map_err(|error| env.explain(error))?;
    sync::finish_rotation(&link, &file, passphrase.as_deref())
        .map_err(|error| env.explain(error))?;
    Ok(link)
}

/// Exchanges facts and shows how far that is.
fn exchanged(env: &mut Env, study: &Study, dry_run: bool) -> Result<Synced, Failure> {
    let link = link(env, study)?;
    let (settings, decks) = (env.config_path(), env.decks_path());
    let folders = Folders { settings: &settings, decks: &decks };
    let bar = Bar::of(env, Doing::Fetching, true);
    let see = |progress| bar.see(progress);
    let synced = if dry_run {
        sync::try_out(&link, &folders, Watch::new(&see))
    } else {
        sync::sync(&link, &folders, Watch::new(&see))
    };
    bar.end();
    let synced = synced.map_err(|error| env.explain(error))?;
    if synced.followed.iter().any(|file| file.starts_with("the deck")) {
        env.take_up(study)?;
    }
    Ok(synced)
}

fn exchange(env: &mut Env, dry_run: bool) -> Result<(), Failure> {
    let study = env.study()?;
    let synced = exchanged(env, &study, dry_run)?;
    say::synced(env, &synced, dry_run)
}

fn forget(env: &mut Env, device: &str) -> Result<(), Failure> {
    let study = env.study()?;
    let link = link(env, &study)?;
    let bar = Bar::of(env, Doing::Fetching, true);
    let label = sync::forget(&link, device, Watch::new(&|progress| bar.see(progress)));
    bar.end();
    let label = label.map_err(|error| env.explain(error))?;
    tell(env, &format!("{label} is forgotten; what it did stays done."))?;
    let said = "It still has the key: if somebody else has it now, rat sync key rotate changes it.";
    if env.quiet { Ok(()) } else { tell(env, said) }
}

/// Syncs after a session, if the user set that. A store that is out of reach is no failure: a sync another
/// time brings the same.
///
/// # Errors
/// When nobody reads any more.
pub(super) fn unasked(env: &mut Env, study: &Study) -> Result<(), Failure> {
    let known = db::store::known(&study.db).map_err(|error| env.blame(error))?;
    if study.settings.sync == AutoSync::Off || known.is_none() {
        return Ok(());
    }
    match exchanged(env, study, false) {
        Ok(synced) if synced.total() + synced.sent == 0 => Ok(()),
        Ok(synced) => tell(env, &say::line(&synced)),
        Err(failure) => {
            let said = format!("Not synced: {}.", harmless(failure.message()));
            tell(env, &said)
        }
    }
}
